//! `cargo xtask fuzz <target> [seconds]`: runs a fuzz target, from its seeds and the test data;
//! `cargo xtask fuzz --all [seconds]`: runs all targets, one after the other, as a nightly run does.
//!
//! Not a part of `ci`, which runs only the seeds: fuzzing needs time. It needs no nightly compiler, because the
//! coverage counters of libFuzzer are an option of LLVM, and no sanitizer is used.

use std::fs;
use std::path::Path;

use crate::{Error, Repository, command};

/// The version of cargo-fuzz that is built the first time.
const VERSION: &str = "0.13.2";

/// Default duration of a target.
const SECONDS: u32 = 600;

/// Targets whose bytes are choices. The code compares nothing with these bytes, so tracing comparisons, counting
/// executions of a line and weighing inputs by rare features would take more time than the target itself.
const CHOICES: [&str; 4] = ["custom", "fast_path", "framing", "growth"];

/// Runs the verb. libFuzzer leaves its findings in `fuzz/artifacts`; move a fixed one to `fuzz/seeds`.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    let targets = targets(repository)?;
    let (chosen, seconds) = chosen(&targets, arguments)?;
    let program = cargo_fuzz(repository)?;
    let mut result = Ok(());
    for target in chosen {
        println!("{target}: {seconds} s");
        // A failing target does not take the time of the others.
        let fuzzed = fuzz(repository, &program, target, seconds);
        if let Err(error) = &fuzzed {
            println!("{target}: {error}");
        }
        result = result.and(fuzzed);
    }
    result
}

/// The targets in the arguments, and the duration of each.
fn chosen<'t>(targets: &'t [String], arguments: &[String]) -> Result<(Vec<&'t String>, u32), Error> {
    let usage = || Error::Usage(format!("usage: cargo xtask fuzz <{}|--all> [seconds]", targets.join("|")));
    let (name, seconds) = match arguments {
        [name] => (name, SECONDS),
        [name, seconds] => (name, seconds.parse().map_err(|_| usage())?),
        _ => return Err(usage()),
    };
    let chosen: Vec<&String> = targets.iter().filter(|target| name == "--all" || *target == name).collect();
    if chosen.is_empty() {
        return Err(usage());
    }
    Ok((chosen, seconds))
}

/// The names of the targets; each is a file.
fn targets(repository: &Repository) -> Result<Vec<String>, Error> {
    let directory = repository.root().join("fuzz/fuzz_targets");
    let entries = fs::read_dir(&directory).map_err(|source| Error::File { path: directory, source })?;
    let name = |path: &Path| Some(path.file_stem()?.to_str()?.to_owned());
    let mut targets: Vec<String> = entries.flatten().filter_map(|entry| name(&entry.path())).collect();
    targets.sort();
    Ok(targets)
}

/// The path of cargo-fuzz. The first call builds it.
fn cargo_fuzz(repository: &Repository) -> Result<String, Error> {
    let directory = format!("target/tools/cargo-fuzz-{VERSION}");
    let program = repository.root().join(&directory).join("bin/cargo-fuzz");
    if !program.exists() {
        let package = format!("cargo-fuzz@{VERSION}");
        let install = ["install", "--locked", &package, "--root", &directory];
        command::run(&mut command::cargo(repository, install))?;
    }
    Ok(program.to_string_lossy().into_owned())
}

fn fuzz(repository: &Repository, program: &str, target: &str, seconds: u32) -> Result<(), Error> {
    let corpus = repository.root().join("fuzz/corpus").join(target);
    fs::create_dir_all(&corpus).map_err(|source| Error::File { path: corpus.clone(), source })?;
    let seeds = repository.root().join("fuzz/seeds").join(target);
    // libFuzzer writes to the first directory and only reads the others.
    let mut directories = vec![corpus, seeds];
    for kind in ["framing", "resource-log", "syntax", "table"] {
        for verdict in ["valid", "invalid"] {
            directories.push(repository.root().join("testdata").join(kind).join(verdict));
        }
    }
    let mut fuzz = ["fuzz", "run", "--sanitizer", "none"].map(str::to_owned).to_vec();
    let mut options = vec![format!("-max_total_time={seconds}"), "-max_len=8192".to_owned()];
    if CHOICES.contains(&target) {
        // In a separate directory: other options rebuild everything.
        fuzz.extend(["--no-trace-compares", "--target-dir", "fuzz/target/choices"].map(str::to_owned));
        options.extend(["-use_counters=0", "-entropic=0"].map(str::to_owned));
    }
    fuzz.push(target.to_owned());
    let directories = directories.into_iter().filter(|directory| directory.is_dir());
    fuzz.extend(directories.map(|directory| directory.to_string_lossy().into_owned()));
    fuzz.push("--".to_owned());
    fuzz.extend(options);
    let mut command = command::program(repository, program, []);
    // cargo-fuzz passes options that a stable compiler accepts only with this variable.
    command::run(command.args(fuzz).env("RUSTC_BOOTSTRAP", "1"))
}

#[cfg(test)]
mod tests {
    use super::{CHOICES, SECONDS, chosen, targets};
    use crate::Repository;

    #[test]
    fn targets_are_the_files_and_each_is_a_program() {
        let repository = Repository::here();
        let targets = targets(&repository).unwrap();
        let manifest = repository.text("fuzz/Cargo.toml").unwrap();
        for target in &targets {
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target}");
            assert!(repository.root().join("fuzz/seeds").join(target).is_dir(), "seeds for {target}");
        }
        assert_eq!(manifest.matches("[[bin]]").count(), targets.len());
        assert!(CHOICES.iter().all(|choices| targets.iter().any(|target| target == choices)));
    }

    #[test]
    fn one_target_or_all_are_chosen() {
        let targets = ["check", "parse"].map(str::to_owned);
        let asked = |arguments: &[&str]| {
            let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
            let (chosen, seconds) = chosen(&targets, &arguments).ok()?;
            Some((chosen.into_iter().cloned().collect::<Vec<_>>().join(" "), seconds))
        };
        assert_eq!(asked(&["parse"]), Some(("parse".to_owned(), SECONDS)));
        assert_eq!(asked(&["--all", "5"]), Some(("check parse".to_owned(), 5)));
        for wrong in [&[][..], &["other"], &["parse", "x"], &["parse", "1", "2"]] {
            assert_eq!(asked(wrong), None, "{wrong:?}");
        }
    }
}
