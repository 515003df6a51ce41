//! A record that is proved clean has no finding on the full path, and a speculative check does not change the result.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acslint_check::fuzzing::fast_path_holds(bytes));
