//! A fix ends, changes only what it fixes, and brings no new findings.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    acslint::fuzzing::fix_holds(bytes);
});
