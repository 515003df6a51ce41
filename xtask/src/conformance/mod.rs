//! `cargo xtask conformance`: several validators must say of every record of the corpus what the corpus says.
//!
//! The schemas are meant to be used everywhere, so they must mean the same everywhere. Where a validator is known to differ,
//! `testdata/conformance/differences.json` says so and why; a difference that no longer occurs is a failure too.

mod cases;
pub(crate) mod corpus;
mod differences;
mod grammars;
mod validators;

use std::time::Instant;

use crate::{Error, Problem, Repository, command, no_arguments, toolchain};

pub use corpus::{Suite, Test, read};
pub use differences::{Difference, Differences};
pub use validators::{VALIDATORS, Validator, Verdicts};

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    let suites = read(repository)?;
    let differences = Differences::read(repository)?;
    let tests: usize = suites.iter().map(|suite| suite.tests.len()).sum();
    validators::install(repository)?;
    check_patterns(repository)?;
    let mut problems = differences.problems();
    for validator in VALIDATORS {
        let began = Instant::now();
        let verdicts = (validator.judge)(repository, &suites)?;
        let (found, known) = problems_of(validator.name, &suites, &verdicts, &differences);
        println!(
            "{}: {tests} tests, {} wrong, {known} documented differences, {:.1} s",
            validator.name,
            found.len(),
            began.elapsed().as_secs_f64()
        );
        problems.extend(found);
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(Error::Problems {
        problems,
        advice: "mend the schema, or say in testdata/conformance/differences.json why a validator differs",
    })
}

/// An engine for ECMA-262 must say of the patterns of the test data what the test data says.
fn check_patterns(repository: &Repository) -> Result<(), Error> {
    toolchain::need_node(repository)?;
    let arguments = ["xtask/tools/patterns/check.mjs", "testdata/patterns.json"];
    command::run(&mut command::program(repository, "node", arguments))
}

/// Where a validator says something else than the corpus, and how often it does so as documented.
pub fn problems_of(
    name: &str,
    suites: &[Suite],
    verdicts: &Verdicts,
    differences: &Differences,
) -> (Vec<Problem>, usize) {
    let mut problems = Vec::new();
    let mut occurs = vec![0; differences.list.len()];
    for suite in suites {
        let said = verdicts.get(&suite.file).map_or(&[][..], Vec::as_slice);
        if said.len() != suite.tests.len() {
            let message = format!("{name} judged {} of {} tests", said.len(), suite.tests.len());
            problems.push(Problem::new(suite.path(), 0, message));
            continue;
        }
        for (index, (test, said)) in suite.tests.iter().zip(said).enumerate() {
            let known = differences.list.iter().position(|known| known.is_of(name, &suite.file, test));
            if let Some(known) = known {
                occurs[known] += 1;
            }
            let differs = *said != test.valid;
            if differs != known.is_some() {
                let message = match known {
                    None => format!("{name} says {}: {}", verdict(*said), test.description),
                    Some(_) => format!("{name} agrees, against what is documented: {}", test.description),
                };
                problems.push(Problem::new(suite.path(), Suite::line(index), message));
            }
        }
    }
    let listed = differences.list.iter().zip(&occurs);
    for (known, _) in
        listed.filter(|(known, count)| known.validators.iter().any(|of| of == name) && **count == 0)
    {
        let message = format!("no test of {name} is like this: {}", known.test);
        problems.push(Problem::new(differences::FILE, 0, message));
    }
    (problems, occurs.iter().sum())
}

fn verdict(valid: bool) -> &'static str {
    if valid { "valid" } else { "invalid" }
}
