//! The parser and `serde_json` accept the same texts and read the same values from them.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acslint_check::fuzzing::parser_agrees_with_serde_json(bytes));
