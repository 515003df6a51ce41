//! The rows of an answer have the findings of the records, in every frame and however the input is cut.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acslint_check::fuzzing::kusto_holds(bytes));
