//! The members of an archive have the bytes that were put into it, and a damaged archive stays within its bounds.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    acslint::fuzzing::archives_hold(bytes);
});
