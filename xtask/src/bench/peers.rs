//! The tools to compare with: one entry per tool, with the features that it lacks, to avoid unfair comparisons.

use super::{
    context::Context,
    data::{Data, Schemas},
    program::{Program, Says},
    toolkit::Toolkit,
};

/// A tool to compare with.
#[derive(Debug)]
pub(super) struct Peer {
    /// Its name for `--only` and in the results.
    pub(super) name: &'static str,
    /// Its name in the tables.
    pub(super) title: &'static str,
    /// The kind of its verdict on a record.
    pub(super) tells: Tells,
    /// Its share of the data.
    pub(super) share: Share,
    /// Its origin.
    pub(super) toolkit: Toolkit,
    /// The packages whose versions identify it.
    pub(super) packages: &'static [&'static str],
    /// Features of acslint that it lacks.
    pub(super) lacks: &'static str,
    command: Command,
}

/// The verdict of a tool on a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tells {
    /// Validity by the schema.
    Schema,
    /// Validity as JSON.
    Syntax,
    /// Presence only.
    Lines,
}

/// Share of the data that a tool runs on: a slow tool gets less, and acslint the same. Several tools take a second to
/// start, so little data would measure only that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Share {
    /// All of it.
    Whole,
    /// The first hundredth.
    Hundredth,
    /// The records of one category, for a tool that takes one schema only.
    OneCategory,
}

/// Invocation of a tool.
#[derive(Debug, Clone, Copy)]
enum Command {
    /// A program of this repository that takes the schemas and the file.
    Rust(&'static str),
    /// A program of this repository that takes only the file.
    RustWithoutSchemas(&'static str),
    Node(&'static str),
    /// A program of this repository and its first argument, if it has one.
    Python(&'static str, Option<&'static str>),
    Sourcemeta,
    Simdjson,
    WordCount,
}

/// The tools; those that check come first.
pub(super) static PEERS: &[Peer] = &[
    Peer {
        name: "baseline",
        title: "serde_json + jsonschema (Rust)",
        tells: Tells::Schema,
        share: Share::Whole,
        toolkit: Toolkit::Rust,
        packages: &["jsonschema", "serde_json"],
        lacks: "The baseline: a typical Rust program of 40 lines, with a validator for each category. It reports valid or \
                invalid; no positions, no rules beyond the schemas.",
        command: Command::Rust("baseline"),
    },
    Peer {
        name: "boon",
        title: "boon (Rust)",
        tells: Tells::Schema,
        share: Share::Whole,
        toolkit: Toolkit::Rust,
        packages: &["boon", "serde_json"],
        lacks: "Like the baseline. It stops at the first error of a record.",
        command: Command::Rust("boon"),
    },
    Peer {
        name: "ajv",
        title: "ajv (Node.js)",
        tells: Tells::Schema,
        share: Share::Whole,
        toolkit: Toolkit::Node,
        packages: &["ajv", "ajv-formats"],
        lacks: "Compiled schemas after `JSON.parse`. It stops at the first error of a record. No positions.",
        command: Command::Node("ajv.mjs"),
    },
    Peer {
        name: "jsonschema-rs",
        title: "jsonschema-rs (Python)",
        tells: Tells::Schema,
        share: Share::Whole,
        toolkit: Toolkit::Python,
        packages: &["jsonschema-rs"],
        lacks: "The baseline's engine after Python's `json`. It reports valid or invalid; no positions.",
        command: Command::Python("check.py", Some("jsonschema-rs")),
    },
    Peer {
        name: "fastjsonschema",
        title: "fastjsonschema (Python)",
        tells: Tells::Schema,
        share: Share::Whole,
        toolkit: Toolkit::Python,
        packages: &["fastjsonschema"],
        lacks: "Draft 7 only: it reads these schemas as draft 7, with the same meaning, since they use no newer \
                keyword. It stops at the first error of a record. No positions.",
        command: Command::Python("check.py", Some("fastjsonschema")),
    },
    Peer {
        name: "python-jsonschema",
        title: "jsonschema (Python)",
        tells: Tells::Schema,
        share: Share::Hundredth,
        toolkit: Toolkit::Python,
        packages: &["jsonschema"],
        lacks: "It reports valid or invalid; no positions.",
        command: Command::Python("check.py", Some("jsonschema")),
    },
    Peer {
        name: "sourcemeta",
        title: "sourcemeta jsonschema (C++)",
        tells: Tells::Schema,
        share: Share::OneCategory,
        toolkit: Toolkit::Node,
        packages: &["@sourcemeta/jsonschema"],
        lacks: "The command line with `validate --fast --format-assertion --continue`. It takes one schema and cannot \
                select by category, so both run on the records of one. It reports the record, not the place, and stops at a \
                line that is not JSON.",
        command: Command::Sourcemeta,
    },
    Peer {
        name: "duckdb",
        title: "DuckDB, typed read (Python)",
        tells: Tells::Schema,
        share: Share::Whole,
        toolkit: Toolkit::Python,
        packages: &["duckdb"],
        lacks: "It reads the properties of all categories into typed columns and counts each. It has no schemas: nothing \
                is required, it rejects texts only as times, and it does not report what it could not read.",
        command: Command::Python("typed.py", None),
    },
    Peer {
        name: "simdjson",
        title: "simdjson, parse only (C++)",
        tells: Tells::Syntax,
        share: Share::Whole,
        toolkit: Toolkit::Cpp,
        packages: &[],
        lacks: "A yardstick: it parses each line into a tree and checks only JSON.",
        command: Command::Simdjson,
    },
    Peer {
        name: "newlines",
        title: "newline count, memchr (Rust)",
        tells: Tells::Lines,
        share: Share::Whole,
        toolkit: Toolkit::Rust,
        packages: &["memchr"],
        lacks: "A yardstick: it reads pieces of 256 KiB and counts newlines, close to the minimum time for reading.",
        command: Command::RustWithoutSchemas("newlines"),
    },
    Peer {
        name: "wc",
        title: "wc -l",
        tells: Tells::Lines,
        share: Share::Whole,
        toolkit: Toolkit::System,
        packages: &[],
        lacks: "A yardstick: the same with the system's own program.",
        command: Command::WordCount,
    },
];

/// The first of the tools, which several cases compare with.
pub(super) fn baseline() -> &'static Peer {
    &PEERS[0]
}

/// The tool with this name.
pub(super) fn peer(name: &str) -> Option<&'static Peer> {
    PEERS.iter().find(|peer| peer.name == name)
}

impl Peer {
    /// The command of the tool for some data.
    pub(super) fn program(&self, context: &Context<'_>, schemas: &Schemas, data: &Data) -> Program {
        let place = |name: &str| context.place(name).to_string_lossy().into_owned();
        let rust = |program: &str| place(&format!("peers/release/{program}"));
        let (file, dispatch) = (data.file(), schemas.dispatch.clone());
        let words = match self.command {
            Command::Rust(program) => vec![rust(program), dispatch, file],
            Command::RustWithoutSchemas(program) => vec![rust(program), file],
            Command::Node(program) => {
                vec!["node".to_owned(), place(&format!("node/{program}")), dispatch, file]
            }
            Command::Python(program, library) => {
                let program = format!("xtask/tools/bench/python/{program}");
                let program = context.repository().root().join(program).to_string_lossy().into_owned();
                let library = library.map(str::to_owned);
                [place("python/bin/python"), program]
                    .into_iter()
                    .chain(library)
                    .chain([dispatch, file])
                    .collect()
            }
            Command::Sourcemeta => {
                let options = ["--fast", "--format-assertion", "--continue"].map(str::to_owned);
                let words = [place(&sourcemeta()), "validate".to_owned(), schemas.single.clone(), file];
                words.into_iter().chain(options).collect()
            }
            Command::Simdjson => vec![place("cpp/dom"), file],
            Command::WordCount => vec!["wc".to_owned(), "-l".to_owned(), file],
        };
        let says = match self.command {
            Command::Sourcemeta => Says::Totals,
            Command::WordCount => Says::Lines,
            _ => Says::Verdict,
        };
        Program { name: self.name.to_owned(), words, says, cores: 1 }
    }

    /// Its version, or those of its parts.
    pub(super) fn version(&self, context: &Context<'_>) -> String {
        let version = |package: &&str| Some(format!("{package} {}", self.toolkit.version(context, package)?));
        let versions: Option<Vec<String>> = self.packages.iter().map(version).collect();
        let named = versions.filter(|versions| !versions.is_empty()).map(|versions| versions.join(", "));
        named.or_else(|| self.own_version(context)).unwrap_or_else(|| "not known".to_owned())
    }

    /// The version that the program itself prints.
    fn own_version(&self, context: &Context<'_>) -> Option<String> {
        let program = match self.command {
            Command::Simdjson => context.place("cpp/dom"),
            Command::WordCount => "wc".into(),
            _ => return None,
        };
        let text = crate::command::text(std::process::Command::new(program).arg("--version")).ok()?;
        text.lines().next().map(str::to_owned)
    }
}

/// Path of the program itself, without the script around it, which only starts it.
fn sourcemeta() -> String {
    let system = if cfg!(target_os = "macos") { "darwin" } else { "linux" };
    let processor = if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" };
    format!("node/node_modules/@sourcemeta/jsonschema/build/github-releases/jsonschema-{system}-{processor}")
}
