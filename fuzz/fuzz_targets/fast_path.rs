//! No record is proved clean in which the full path finds anything, and checking ahead changes nothing.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acslint_check::fuzzing::fast_path_holds(bytes));
