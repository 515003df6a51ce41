//! Console sessions under `tests/cmd`; `TRYCMD=overwrite cargo test` updates them.

#[test]
fn console_sessions_go_as_written() {
    trycmd::TestCases::new().env("NO_COLOR", "1").env("COLUMNS", "100").case("tests/cmd/*.trycmd");
}
