//! The sides of a split are together the input, however it is cut.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acslint::fuzzing::split_holds(bytes));
