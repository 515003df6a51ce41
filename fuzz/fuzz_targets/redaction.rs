//! Nothing of a person's data gets into a redacted report, in whatever form it stands in the input.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acslint::redaction_holds(bytes));
