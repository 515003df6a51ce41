//! The effort for an input is proportional to its length, whatever is repeated in it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acslint_check::fuzzing::growth_holds(bytes));
