//! Checking never panics, reports places inside the input, and does not depend on how the input is cut.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acslint_check::fuzzing::checking_holds(bytes));
