//! A record of a custom category has a finding exactly if jsonschema rejects it, on the full path and on the fast path.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| acslint_check::fuzzing::custom_verdicts_hold(bytes));
