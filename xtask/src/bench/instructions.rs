//! `cargo xtask bench --instructions`: counts the instructions for checking a record, and compares with the committed
//! counts.
//!
//! valgrind counts them; no other program has to be installed, and no harness has to match its version. The committed
//! counts hold for one compiler. With another compiler the verb does not fail; after a change of acslint it does.

use std::{collections::BTreeMap, fs};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::figures;
use crate::{Error, Problem, Repository, callgrind, command};

/// The committed counts.
const COUNTS: &str = "crates/acslint-check/benches/instructions.json";

/// The inputs of the benchmark that is counted.
const INPUTS: [&str; 11] = [
    "clean", "rows", "varied", "shuffled", "allowed", "reported", "hours", "full", "bad", "repaired",
    "foreign",
];

/// Numbers of checks in two runs. The difference of the runs excludes start-up and the compilation of schemas.
const ROUNDS: [u64; 2] = [5, 405];

/// Difference in percent that needs a reason. Randomly seeded hash maps cause a fraction of it.
const TOLERANCE: f64 = 2.0;

/// Instructions for checking an input once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Version and target of the compiler.
    pub compiler: String,
    /// Counts by input.
    pub instructions: BTreeMap<String, u64>,
}

/// Counts instructions, and saves the counts or compares them.
pub(super) fn run(repository: &Repository, write: bool) -> Result<(), Error> {
    let counted = count(repository)?;
    let json = |source| Error::Json { path: COUNTS.into(), source };
    if write {
        let text = serde_json::to_string_pretty(&counted).map_err(json)?;
        return repository.write(COUNTS, &(text + "\n"));
    }
    let committed: Counts = serde_json::from_str(&repository.text(COUNTS)?).map_err(json)?;
    println!("{}", shown(&committed, &counted));
    if committed.compiler != counted.compiler {
        println!("the committed counts are of {}: not comparable", committed.compiler);
        return Ok(());
    }
    let problems = differences(&committed, &counted);
    if problems.is_empty() {
        return Ok(());
    }
    let advice = "if this is intended, save the counts with `cargo xtask bench --instructions --write`";
    Err(Error::Problems { problems, advice })
}

/// Problems for inputs whose count differs by more than chance.
pub fn differences(committed: &Counts, counted: &Counts) -> Vec<Problem> {
    let differing = counted.instructions.iter().filter_map(|(input, now)| {
        let Some(before) = committed.instructions.get(input) else {
            return Some(format!("`{input}` has no count"));
        };
        let percent = percent(*before, *now);
        (percent.abs() > TOLERANCE).then(|| format!("`{input}` takes {percent:+.1} % instructions"))
    });
    differing.map(|message| Problem::new(COUNTS, 0, message)).collect()
}

fn shown(committed: &Counts, counted: &Counts) -> String {
    let lines = counted.instructions.iter().map(|(input, now)| {
        let before = committed.instructions.get(input).copied().unwrap_or_default();
        let [before_shown, now_shown] = [before, *now].map(figures::count);
        format!("  {input:<8} {now_shown:>12}, committed {before_shown:>12}, {:+.2} %", percent(before, *now))
    });
    format!("instructions for checking each input once\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn percent(before: u64, now: u64) -> f64 {
    (now as f64 / before as f64 - 1.0) * 100.0
}

fn count(repository: &Repository) -> Result<Counts, Error> {
    callgrind::require(repository)?;
    let program = build(repository)?;
    let mut instructions = BTreeMap::new();
    for input in INPUTS {
        let [few, many] = ROUNDS.map(|rounds| executed(repository, &program, input, rounds));
        let rounds = ROUNDS[1] - ROUNDS[0];
        instructions.insert(input.to_owned(), many?.saturating_sub(few?) / rounds);
    }
    let compiler = command::text(&mut command::program(repository, "rustc", ["-vV"]))?;
    let line = |start: &str| compiler.lines().find_map(|line| line.strip_prefix(start)).unwrap_or_default();
    Ok(Counts { compiler: format!("{} {}", line("release: "), line("host: ")), instructions })
}

/// The benchmark, built as `cargo bench` builds it.
fn build(repository: &Repository) -> Result<String, Error> {
    let build = ["bench", "--no-run", "--package", "acslint-check", "--bench", "instructions"];
    command::run(&mut command::cargo(repository, build))?;
    let mut again = command::cargo(repository, build);
    let messages = command::text(again.args(["--quiet", "--message-format", "json"]))?;
    let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = artifacts.filter_map(|artifact| {
        let is_it = artifact["target"]["name"] == "instructions";
        artifact["executable"].as_str().filter(|_| is_it).map(str::to_owned)
    });
    let why = "cargo did not print the path of the benchmark".to_owned();
    programs.next().ok_or(Error::Unmeasurable { what: "instructions".to_owned(), why })
}

/// Number of instructions of a run. The output of callgrind stays, for `callgrind_annotate`.
fn executed(repository: &Repository, program: &str, input: &str, rounds: u64) -> Result<u64, Error> {
    let directory = repository.root().join("target/bench/callgrind");
    fs::create_dir_all(&directory).map_err(|source| Error::File { path: directory.clone(), source })?;
    let file = directory.join(format!("{input}-{rounds}.out"));
    let written = format!("--callgrind-out-file={}", file.display());
    let rounds = rounds.to_string();
    let mut valgrind = command::program(repository, "valgrind", ["--tool=callgrind", "--quiet"]);
    command::run(valgrind.args([&written, program, input, &rounds]))?;
    callgrind::total(&file)
}
