//! A redacted report contains no personal data, whatever its form in the input.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acslint::redaction_holds(bytes));
