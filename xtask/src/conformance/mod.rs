//! `cargo xtask conformance`: runs several validators on the corpus and compares their verdicts with it.
//!
//! The schemas are meant for use everywhere, so they must mean the same everywhere. A file,
//! `testdata/conformance/differences.json`, lists and explains the known differences; a difference that no longer
//! occurs is a failure too.

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
        advice: "fix the schema, or explain the difference in testdata/conformance/differences.json",
    })
}

/// Compares an engine for ECMA-262 with the verdicts of the test data for patterns.
fn check_patterns(repository: &Repository) -> Result<(), Error> {
    toolchain::need_node(repository)?;
    let arguments = ["xtask/tools/patterns/check.mjs", "testdata/patterns.json"];
    command::run(&mut command::program(repository, "node", arguments))
}

/// Problems where a validator contradicts the corpus, and the number of documented contradictions.
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
                    Some(_) => {
                        format!("{name} agrees, although a difference is documented: {}", test.description)
                    }
                };
                problems.push(Problem::new(suite.path(), Suite::line(index), message));
            }
        }
    }
    let listed = differences.list.iter().zip(&occurs);
    for (known, _) in
        listed.filter(|(known, count)| known.validators.iter().any(|of| of == name) && **count == 0)
    {
        let message = format!("no test matches the difference of {name}: {}", known.test);
        problems.push(Problem::new(differences::FILE, 0, message));
    }
    (problems, occurs.iter().sum())
}

fn verdict(valid: bool) -> &'static str {
    if valid { "valid" } else { "invalid" }
}
