//! What developers of this repository run, in the project's own language: one file for each verb.
//!
//! `cargo xtask help` lists the verbs. A new one is a file with a `run` function and a line in [`VERBS`].

#![expect(clippy::print_stdout, reason = "a verb reports to the developer who ran it")]

pub mod bench;
pub mod bless;
pub mod changelog;
pub mod ci;
mod command;
pub mod conformance;
pub mod consumers;
pub mod deny;
pub mod dist;
mod docs;
mod error;
pub mod fuzz;
pub mod generate;
pub mod html;
pub mod integrations;
pub mod new_category;
pub mod new_rule;
mod registry;
mod reports;
mod repository;
pub mod suites;
pub mod tidy;
mod toolchain;

pub use error::{Error, Problem};
pub use repository::Repository;

/// One thing that `cargo xtask` can do.
#[derive(Debug)]
pub struct Verb {
    /// What is typed.
    pub name: &'static str,
    /// What is typed after it.
    pub arguments: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    run: fn(&Repository, &[String]) -> Result<(), Error>,
}

/// Every verb, sorted by name.
pub static VERBS: &[Verb] = &[
    Verb {
        name: "bench",
        arguments: "[--quick] [--only <name>] ...",
        about: "measure acslint and other tools; `--help` lists the options",
        run: bench::run,
    },
    Verb {
        name: "bless",
        arguments: "",
        about: "generate, then let the tests rewrite what they expect; review the difference",
        run: bless::run,
    },
    Verb {
        name: "changelog",
        arguments: "[--release]",
        about: "write what has changed in the schemas into CHANGELOG.md; with --release, they become the released ones",
        run: changelog::run,
    },
    Verb {
        name: "ci",
        arguments: "[--only STEP | --from STEP]",
        about: "run every check, or some; this is the test command",
        run: ci::run,
    },
    Verb {
        name: "conformance",
        arguments: "",
        about: "run testdata/conformance through several validators, which must agree",
        run: conformance::run,
    },
    Verb {
        name: "consumers",
        arguments: "",
        about: "validate reports with the definitions of those who read them; installs what it needs",
        run: consumers::run,
    },
    Verb {
        name: "deny",
        arguments: "",
        about: "check licences, sources and duplicates of the dependencies; builds cargo-deny the first time",
        run: deny::run,
    },
    Verb {
        name: "dist",
        arguments: "[--check]",
        about: "build the packages for npm, PyPI and crates.io below dist/; with --check install and use them too",
        run: dist::run,
    },
    Verb {
        name: "fuzz",
        arguments: "<target>|--all [seconds]",
        about: "fuzz a target of fuzz/fuzz_targets, or each of them, ten minutes unless it is said; builds cargo-fuzz the first time",
        run: fuzz::run,
    },
    Verb {
        name: "generate",
        arguments: "[--check]",
        about: "write schemas/, most of docs/ and the conformance corpus, or with --check say what has drifted",
        run: generate::run,
    },
    Verb {
        name: "html",
        arguments: "[--picture]",
        about: "try the HTML report in a browser, or take the picture of it in docs/; installs what it needs",
        run: html::run,
    },
    Verb {
        name: "integrations",
        arguments: "",
        about: "run or lint what is offered to hooks, CI systems and shells, with the programs it is for",
        run: integrations::run,
    },
    Verb {
        name: "new-category",
        arguments: "<Id>",
        about: "write a category's file and register it",
        run: new_category::run,
    },
    Verb {
        name: "new-rule",
        arguments: "<id>",
        about: "write a rule's two files and register it",
        run: new_rule::run,
    },
    Verb {
        name: "suites",
        arguments: "",
        about: "fetch the official JSON Schema test suite, which tests read",
        run: suites::run,
    },
    Verb { name: "tidy", arguments: "", about: "check what no compiler checks", run: tidy::run },
];

/// Runs the verb that the first argument names.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    let (name, arguments) = arguments.split_first().ok_or_else(|| Error::Usage(usage()))?;
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        println!("{}", usage());
        return Ok(());
    }
    let verb = VERBS.iter().find(|verb| verb.name == name);
    let verb = verb.ok_or_else(|| Error::Usage(format!("there is no verb `{name}`\n\n{}", usage())))?;
    (verb.run)(repository, arguments)
}

fn usage() -> String {
    let lines = VERBS.iter().map(|verb| {
        let typed = format!("{} {}", verb.name, verb.arguments);
        format!("\n  {typed:<20} {}", verb.about)
    });
    format!("usage: cargo xtask <verb>\n{}", lines.collect::<String>())
}

/// For verbs that take no arguments.
fn no_arguments(arguments: &[String]) -> Result<(), Error> {
    match arguments {
        [] => Ok(()),
        [first, ..] => Err(Error::Usage(format!("`{first}` is not expected here\n\n{}", usage()))),
    }
}
