//! Developer commands of this repository, in the project's own language: one file per verb.
//!
//! `cargo xtask help` lists the verbs. A new one is a file with a `run` function and a line in [`VERBS`].

#![expect(clippy::print_stdout, reason = "a verb reports to the developer who ran it")]

pub mod bench;
pub mod bless;
mod callgrind;
pub mod changelog;
pub mod check;
pub mod ci;
mod command;
pub mod conformance;
pub mod consumers;
pub mod deny;
pub mod dist;
mod docs;
mod error;
pub mod forms;
pub mod fuzz;
pub mod generate;
pub mod growth;
pub mod html;
pub mod integrations;
pub mod new_category;
pub mod new_rule;
pub mod python;
mod registry;
pub mod release;
mod reports;
mod repository;
pub mod site;
mod spark;
pub mod suites;
pub mod targets;
pub mod tidy;
mod toolchain;

pub use error::{Error, Problem};
pub use repository::Repository;

/// A verb of `cargo xtask`.
#[derive(Debug)]
pub struct Verb {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its arguments, for the usage text.
    pub arguments: &'static str,
    /// Its description, in one line.
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
        about: "write the changes of the schemas into CHANGELOG.md; with --release, they become the released ones",
        run: changelog::run,
    },
    Verb {
        name: "check",
        arguments: "",
        about: "run formatting, drift, clippy and the tests with few cases: the loop while you change something",
        run: check::run,
    },
    Verb {
        name: "ci",
        arguments: "[--only STEP | --from STEP]",
        about: "run all checks, or some; this is the test command",
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
        about: "validate reports against the definitions of their consumers; installs its tools",
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
        about: "build the packages for npm, PyPI and crates.io below dist/; with --check also install and use them",
        run: dist::run,
    },
    Verb {
        name: "forms",
        arguments: "",
        about: "check the forms of inputs with files that programs of others write; installs them",
        run: forms::run,
    },
    Verb {
        name: "fuzz",
        arguments: "<target>|--all [seconds]",
        about: "fuzz one target or all, ten minutes each by default; builds cargo-fuzz the first time",
        run: fuzz::run,
    },
    Verb {
        name: "generate",
        arguments: "[--check]",
        about: "write schemas/, most of docs/ and the conformance corpus, or with --check list what is out of date",
        run: generate::run,
    },
    Verb {
        name: "growth",
        arguments: "[--only <name>]",
        about: "count with valgrind that the work grows in proportion to whatever an input has many of",
        run: growth::run,
    },
    Verb {
        name: "html",
        arguments: "[--picture]",
        about: "test the HTML report in a browser, or take its picture in docs/; installs its tools",
        run: html::run,
    },
    Verb {
        name: "integrations",
        arguments: "",
        about: "run or lint the integrations with hooks, CI systems and shells",
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
        name: "python",
        arguments: "[--compare | --speed]",
        about: "build the Python package, and run its tests in real engines, or measure it; installs its tools",
        run: python::run,
    },
    Verb {
        name: "release",
        arguments: "--dry-run",
        about: "build everything that a release publishes below dist/, and publish nothing",
        run: release::run,
    },
    Verb {
        name: "site",
        arguments: "[--base-url URL]",
        about: "build the documentation site below target/site; links that lead nowhere end it",
        run: site::run,
    },
    Verb {
        name: "suites",
        arguments: "",
        about: "fetch the official JSON Schema test suite for the tests",
        run: suites::run,
    },
    Verb {
        name: "targets",
        arguments: "",
        about: "check the schemas for destinations with a parser of KQL and with Spark; installs them",
        run: targets::run,
    },
    Verb { name: "tidy", arguments: "", about: "check the rules of this repository", run: tidy::run },
];

/// Runs the verb in the first argument.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    let (name, arguments) = arguments.split_first().ok_or_else(|| Error::Usage(usage()))?;
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        println!("{}", usage());
        return Ok(());
    }
    let verb = VERBS.iter().find(|verb| verb.name == name);
    let verb = verb.ok_or_else(|| Error::Usage(format!("unknown verb `{name}`\n\n{}", usage())))?;
    (verb.run)(repository, arguments)
}

fn usage() -> String {
    let lines = VERBS.iter().map(|verb| {
        let typed = format!("{} {}", verb.name, verb.arguments);
        format!("\n  {typed:<20} {}", verb.about)
    });
    format!("usage: cargo xtask <verb>\n{}", lines.collect::<String>())
}

/// Rejects all arguments, for verbs without any.
fn no_arguments(arguments: &[String]) -> Result<(), Error> {
    match arguments {
        [] => Ok(()),
        [first, ..] => Err(Error::Usage(format!("unexpected argument `{first}`\n\n{}", usage()))),
    }
}
