//! `cargo xtask fuzz <target> [seconds]`: a fuzz target for a while, from its seeds and the test data.
//!
//! Not a part of `ci`, which runs the seeds only: fuzzing needs a nightly compiler and time.

use std::fs;

use crate::{Error, Repository, command};

/// The version of cargo-fuzz that is built the first time.
const VERSION: &str = "0.13.2";

/// How long a target runs unless that is said.
const SECONDS: u32 = 600;

/// Runs the verb. What libFuzzer finds stays in `fuzz/artifacts`; it belongs into `fuzz/seeds` once it is mended.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    let usage = || Error::Usage("usage: cargo xtask fuzz <check|parse|redaction|vouch> [seconds]".to_owned());
    let (target, seconds) = match arguments {
        [target] => (target, SECONDS),
        [target, seconds] => (target, seconds.parse().map_err(|_| usage())?),
        _ => return Err(usage()),
    };
    let seeds = repository.root().join("fuzz/seeds").join(target);
    if !seeds.is_dir() {
        return Err(usage());
    }
    let directory = format!("target/tools/cargo-fuzz-{VERSION}");
    let program = repository.root().join(&directory).join("bin/cargo-fuzz");
    if !program.exists() {
        let package = format!("cargo-fuzz@{VERSION}");
        let install = ["install", "--locked", &package, "--root", &directory];
        command::run(&mut command::cargo(repository, install))?;
    }
    let corpus = repository.root().join("fuzz/corpus").join(target);
    fs::create_dir_all(&corpus).map_err(|source| Error::File { path: corpus.clone(), source })?;
    // libFuzzer writes to the first directory and only reads the others.
    let mut fuzz = vec![
        "fuzz".to_owned(),
        "run".to_owned(),
        "--sanitizer".to_owned(),
        "none".to_owned(),
        target.clone(),
    ];
    fuzz.extend([&corpus, &seeds].map(|path| path.to_string_lossy().into_owned()));
    for kind in ["framing", "resource-log", "syntax", "table"] {
        for verdict in ["valid", "invalid"] {
            let data = repository.root().join("testdata").join(kind).join(verdict);
            fuzz.push(data.to_string_lossy().into_owned());
        }
    }
    fuzz.extend(["--".to_owned(), format!("-max_total_time={seconds}"), "-max_len=8192".to_owned()]);
    let mut command = command::program(repository, &program.to_string_lossy(), []);
    command::run(command.args(fuzz).env("RUSTUP_TOOLCHAIN", "nightly"))
}
