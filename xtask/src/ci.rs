//! `cargo xtask ci`: every check there is, in the order in which they fail fastest. It stops at the first that fails.
//!
//! Each check is a step with a name: `--only` runs one of them, `--from` it and those behind it.

use std::time::{Duration, Instant};

use crate::{
    Error, Repository, command, conformance, consumers, dist, generate, html, integrations, suites, toolchain,
};

/// One check.
#[derive(Debug)]
struct Step {
    name: &'static str,
    run: fn(&Repository) -> Result<(), Error>,
}

/// Every step, in the order in which they run.
static STEPS: &[Step] = &[
    Step { name: "format", run: format },
    Step { name: "generated", run: generate::check_drift },
    Step { name: "clippy", run: clippy },
    Step { name: "suites", run: suites::fetch },
    Step { name: "test", run: test },
    Step { name: "doc", run: doc },
    Step { name: "wasm", run: wasm },
    Step { name: "ajv", run: check_schemas_with_ajv },
    Step { name: "conformance", run: |repository| conformance::run(repository, &[]) },
    Step { name: "integrations", run: integrations::check },
    Step { name: "consumers", run: consumers::check },
    Step { name: "html", run: html::check },
    Step { name: "dist", run: dist::check },
];

/// Runs the verb, and ends with a table of the seconds that each step took.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    let steps = chosen(arguments)?;
    let mut seconds = Vec::new();
    let mut result = Ok(());
    for step in steps {
        println!("\n# {}", step.name);
        let began = Instant::now();
        result = (step.run)(repository);
        seconds.push((step.name, began.elapsed()));
        if result.is_err() {
            break;
        }
    }
    println!("\n{}", table(&seconds));
    result
}

/// The steps that the arguments name; all of them without arguments.
fn chosen(arguments: &[String]) -> Result<&'static [Step], Error> {
    let names = || STEPS.iter().map(|step| step.name).collect::<Vec<_>>().join(", ");
    let find = |name: &String| {
        let unknown = || Error::Usage(format!("unknown step `{name}`; the steps are {}", names()));
        STEPS.iter().position(|step| step.name == name).ok_or_else(unknown)
    };
    match arguments {
        [] => Ok(STEPS),
        [option, name] if option == "--only" => find(name).map(|step| &STEPS[step..=step]),
        [option, name] if option == "--from" => find(name).map(|step| &STEPS[step..]),
        _ => Err(Error::Usage(format!(
            "usage: cargo xtask ci [--only STEP | --from STEP]\nthe steps are {}",
            names()
        ))),
    }
}

/// The seconds of each step and of all of them.
fn table(seconds: &[(&str, Duration)]) -> String {
    let total = ("total", seconds.iter().map(|(_, taken)| taken).sum());
    let line = |(name, taken): &(&str, Duration)| format!("{name:<14}{:>8.1} s", taken.as_secs_f64());
    let lines: Vec<String> = seconds.iter().chain([&total]).map(line).collect();
    lines.join("\n")
}

fn format(repository: &Repository) -> Result<(), Error> {
    command::run(&mut command::cargo(repository, ["fmt", "--all", "--check"]))
}

fn clippy(repository: &Repository) -> Result<(), Error> {
    let clippy = ["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"];
    command::run(&mut command::cargo(repository, clippy))
}

fn test(repository: &Repository) -> Result<(), Error> {
    command::run(&mut command::cargo(repository, ["test", "--workspace"]))
}

fn doc(repository: &Repository) -> Result<(), Error> {
    let mut doc = command::cargo(repository, ["doc", "--workspace", "--no-deps"]);
    command::run(doc.env("RUSTDOCFLAGS", "--deny warnings"))
}

/// Builds the check for a target that has neither files nor threads.
fn wasm(repository: &Repository) -> Result<(), Error> {
    let target = "wasm32-unknown-unknown";
    command::run(&mut command::program(repository, "rustup", ["target", "add", target]))?;
    let check = ["check", "--package", "acslint-check", "--target", target];
    command::run(&mut command::cargo(repository, check))
}

/// A second validator, from another ecosystem, must accept the schemas too.
fn check_schemas_with_ajv(repository: &Repository) -> Result<(), Error> {
    toolchain::need_node(repository)?;
    let npm = ["ci", "--no-audit", "--no-fund", "--prefix", "xtask/tools/ajv"];
    command::run(&mut command::program(repository, "npm", npm))?;
    command::run(&mut command::program(repository, "node", ["xtask/tools/ajv/check.mjs", "schemas"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(arguments: &[&str]) -> Result<Vec<&'static str>, String> {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let steps = chosen(&arguments).map_err(|error| error.to_string())?;
        Ok(steps.iter().map(|step| step.name).collect())
    }

    #[test]
    fn arguments_choose_steps() {
        assert_eq!(names(&[]).map(|names| names.len()), Ok(STEPS.len()));
        assert_eq!(names(&["--only", "html"]), Ok(vec!["html"]));
        assert_eq!(names(&["--from", "html"]), Ok(vec!["html", "dist"]));
        let unknown = names(&["--only", "htm"]).unwrap_err();
        assert!(
            unknown.starts_with("unknown step `htm`; the steps are format, generated, clippy,"),
            "{unknown}"
        );
        assert!(names(&["--only"]).unwrap_err().starts_with("usage: cargo xtask ci ["));
    }

    #[test]
    fn the_table_adds_up() {
        let seconds = [("format", Duration::from_millis(1500)), ("test", Duration::from_secs(100))];
        let expected = "format             1.5 s\ntest             100.0 s\ntotal            101.5 s";
        assert_eq!(table(&seconds), expected);
    }
}
