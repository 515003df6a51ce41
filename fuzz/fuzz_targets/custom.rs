//! Records of custom categories have a finding exactly where jsonschema refuses them, on the full path and on the fast one.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acslint_check::fuzzing::custom_verdicts_hold(bytes));
