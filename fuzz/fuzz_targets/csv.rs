//! A table has the findings of its records as CSV, however it is written and however the input is cut.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acslint_check::fuzzing::csv_holds(bytes));
