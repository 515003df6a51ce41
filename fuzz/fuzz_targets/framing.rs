//! All records known to be bad are found, whatever damage is between them, and however the input is cut.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acslint_check::fuzzing::framing_holds(bytes));
