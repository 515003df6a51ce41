//! `cargo xtask growth`: the work of the program grows in proportion to each thing that an input or a configuration has
//! many of.
//!
//! valgrind counts the instructions of the program for a number of these things and for four times as many. Without
//! those for none, the second count may be at most [`MOST`] times the first: work that grows with the square is 16
//! times, with the logarithm a little over 4.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use acslint_types::{Category, Shape};
use serde_json::{Value, json};

use crate::{Error, Problem, Repository, callgrind, command};

/// Largest growth of the work for four times as much.
pub const MOST: f64 = 4.4;

/// Factor between the two numbers of things.
const FACTOR: usize = 4;

/// Thing of which there may be many.
struct Axis {
    name: &'static str,
    /// The smaller number: enough that the work for it is more than what it takes to start, and that the input is longer than
    /// one piece, if pieces matter.
    number: usize,
    /// Writes the files for a number of them, and returns the arguments of the program.
    write: fn(&Directory, usize) -> Result<Vec<String>, Error>,
    /// Arguments of a run before the one that is measured.
    before: Option<fn() -> Vec<String>>,
}

impl Axis {
    const fn new(
        name: &'static str,
        number: usize,
        write: fn(&Directory, usize) -> Result<Vec<String>, Error>,
    ) -> Self {
        Self { name, number, write, before: None }
    }
}

/// Every axis.
static AXES: &[Axis] = &[
    Axis::new("members", 4_000, |at, number| {
        let members = list(number, |member| format!("\"a{member}\":{member}"));
        at.write("in.jsonl", &record_with(&members).repeat(2))?;
        Ok(check(&["--level", "unknown-field=allow"]))
    }),
    Axis::new("items", 800_000, |at, number| {
        at.write("in.jsonl", &record_with(&format!("\"a\":[{}]", list(number, |item| item.to_string()))))?;
        Ok(check(&[]))
    }),
    // Below the limit of nesting, four times as deep, too.
    Axis::new("depth", 100, |at, number| {
        let nested = format!("\"a\":{}1{}", "[".repeat(number), "]".repeat(number));
        at.write("in.jsonl", &record_with(&nested).repeat(1_000))?;
        Ok(check(&[]))
    }),
    Axis::new("records", 4_000, |at, number| {
        at.write("in.jsonl", &record_with("\"a\":1").repeat(number))?;
        Ok(check(&[]))
    }),
    Axis::new("findings", 1_000, |at, number| {
        at.write("in.jsonl", &wrong().repeat(number))?;
        Ok(check(&[]))
    }),
    Axis::new("findings of a record", 4_000, |at, number| {
        let twice = list(number, |_| "\"a\":1".to_owned());
        at.write("in.jsonl", &record_with(&twice))?;
        Ok(check(&[]))
    }),
    Axis::new("groups", 25_000, |at, number| {
        let names = |from: usize| list(100, |name| format!("\"a{}\":1", from + name));
        let records = (0..number).step_by(100).map(|from| record_with(&names(from)));
        at.write("in.jsonl", &records.collect::<String>())?;
        Ok(program(&["check", "in.jsonl", "--no-config", "--format", "grouped"]))
    }),
    Axis::new("names of categories", 1_000, |at, number| {
        let named = |name: usize| record().replacen("SMSOperational", &format!("Unknown{name}"), 1);
        at.write("in.jsonl", &(0..=number).map(named).collect::<String>())?;
        Ok(program(&["check", "in.jsonl", "--no-config", "--format", "grouped"]))
    }),
    Axis::new("files", 200, |at, number| {
        for file in 0..=number {
            at.write(&format!("in/{file}.jsonl"), &wrong())?;
        }
        Ok(program(&["check", "in", "--no-config", "--format", "jsonl"]))
    }),
    Axis {
        before: Some(|| program(&["check", "in.jsonl", "--no-config", "--write-baseline", "baseline.json"])),
        ..Axis::new("entries of a baseline", 1_000, |at, number| {
            // A baseline is not written of an input without records.
            let records = (0..=number).map(|name| record_with(&format!("\"a{name}\":1")));
            at.write("in.jsonl", &records.collect::<String>())?;
            Ok(check(&["--baseline", "baseline.json"]))
        })
    },
    Axis::new("suppressions", 500, |at, number| {
        at.write("in.jsonl", &record_with("\"b\":1").repeat(20))?;
        let entry = |field: usize| {
            format!("[[suppress]]\nrule = \"unknown-field\"\nfields = [\"a{field}\"]\nreason = \"r\"\n")
        };
        at.write("acslint.toml", &(0..number).map(entry).collect::<String>())?;
        Ok(program(&["check", "in.jsonl", "--config", "acslint.toml", "--format", "jsonl"]))
    }),
    Axis::new("overrides", 500, |at, number| {
        at.write("in.jsonl", &record_with("\"b\":1").repeat(20))?;
        let entry = |field: usize| {
            format!("[[overrides]]\nfields = [\"a{field}\"]\nlevels.unknown-field = \"info\"\n")
        };
        at.write("acslint.toml", &(0..number).map(entry).collect::<String>())?;
        Ok(program(&["check", "in.jsonl", "--config", "acslint.toml", "--format", "jsonl"]))
    }),
    Axis::new("custom categories", 50, |at, number| {
        let mut config = String::new();
        let mut records = String::new();
        for category in 0..number {
            let _ = writeln!(config, "[categories.Own{category}]\nschema = \"{category}.json\"");
            let _ = writeln!(records, "{{\"category\":\"Own{category}\",\"a\":1}}");
            let schema = json!({ "properties": { "a": { "type": "integer" }, "b": { "type": "string" } } });
            at.write(&format!("{category}.json"), &schema.to_string())?;
        }
        at.write("acslint.toml", &config)?;
        at.write("in.jsonl", &records)?;
        Ok(program(&["check", "in.jsonl", "--config", "acslint.toml", "--format", "jsonl"]))
    }),
    Axis::new("members of a custom schema", 500, |at, number| {
        at.write("acslint.toml", "[categories.Own]\nschema = \"own.json\"\n")?;
        at.write("own.json", &schema(number, "integer").to_string())?;
        at.write("in.jsonl", &"{\"category\":\"Own\",\"a1\":1,\"b\":{},\"c\":2}\n".repeat(2))?;
        Ok(program(&["check", "in.jsonl", "--config", "acslint.toml", "--format", "jsonl"]))
    }),
    Axis::new("schema diff", 200, |at, number| {
        at.write("old.json", &schema(number, "integer").to_string())?;
        at.write("new.json", &schema(number, "string").to_string())?;
        Ok(program(&["schema", "diff", "old.json", "new.json"]))
    }),
    Axis::new("schema lint", 500, |at, number| {
        at.write("own.json", &schema(number, "integre").to_string())?;
        Ok(program(&["schema", "lint", "own.json"]))
    }),
    Axis::new("examples of a schema", 200, |at, number| {
        let mut own = schema(number, "integer");
        for (_, member) in own["properties"].as_object_mut().into_iter().flatten() {
            member["examples"] = json!(["not an integer"]);
        }
        own["$defs"] = schema(number, "integer")["properties"].take();
        at.write("own.json", &own.to_string())?;
        Ok(program(&["schema", "lint", "own.json"]))
    }),
    Axis::new("infer", 2_000, |at, number| {
        let record = |value: usize| format!("{{\"category\":\"Own\",\"a\":{value},\"b\":\"t{value}\"}}\n");
        at.write("in.jsonl", &(0..number).map(record).collect::<String>())?;
        Ok(program(&["infer", "in.jsonl"]))
    }),
    Axis::new("fix", 500, |at, number| {
        at.write("in.jsonl", &record().replacen("\"durationMs\"", "\"DurationMs\"", 1).repeat(number))?;
        Ok(program(&["fix", "in.jsonl", "--diff", "--no-config"]))
    }),
    Axis::new("split", 1_000, |at, number| {
        at.write("in.jsonl", &(record() + &wrong()).repeat(number))?;
        let sides = ["--valid", "valid.jsonl", "--invalid", "invalid.jsonl"];
        Ok(program(&[&["split", "in.jsonl", "--no-config"], sides.as_slice()].concat()))
    }),
];

/// Directory of the files of one measurement.
struct Directory(PathBuf);

impl Directory {
    fn write(&self, name: &str, text: &str) -> Result<(), Error> {
        let path = self.0.join(name);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
        written.map_err(|source| Error::File { path, source })
    }
}

/// Returns the arguments of a check of the only input.
fn check(options: &[&str]) -> Vec<String> {
    program(&[&["check", "in.jsonl", "--no-config", "--format", "jsonl"], options].concat())
}

/// Returns the arguments of a run with one thread, if threads matter: several would wait for each other, and count that
/// too.
fn program(arguments: &[&str]) -> Vec<String> {
    let is_threaded = matches!(arguments.first(), Some(&"check" | &"split"));
    let threads: &[&str] = if is_threaded { &["--threads", "1"] } else { &[] };
    arguments.iter().chain(threads).map(|argument| (*argument).to_owned()).collect()
}

/// Returns the items with these numbers, with commas between them.
fn list(number: usize, item: impl Fn(usize) -> String) -> String {
    (0..number).map(item).collect::<Vec<_>>().join(",")
}

/// Returns a clean record as a line.
fn record() -> String {
    let category = Category::by_id("SMSOperational").expect("the category exists");
    let record: Value =
        serde_json::from_str(category.example(Shape::ResourceLog)).expect("examples are JSON");
    format!("{record}\n")
}

/// Returns the line of a record that begins with other members.
fn record_with(members: &str) -> String {
    let separator = if members.is_empty() { "" } else { "," };
    format!("{{{members}{separator}{}", &record()[1..])
}

/// Returns the line of a record with a wrong value.
fn wrong() -> String {
    let mut record: Value = serde_json::from_str(&record()).expect("the record is JSON");
    record["operationName"] = json!(7);
    format!("{record}\n")
}

/// Returns the schema of an object with so many members of this type.
fn schema(number: usize, of: &str) -> Value {
    let properties: serde_json::Map<String, Value> =
        (0..number).map(|member| (format!("a{member}"), json!({ "type": of }))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// Counts the instructions along each axis, or along the given one.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    let axes: Vec<&Axis> = match arguments {
        [] => AXES.iter().collect(),
        [option, name] if option == "--only" => AXES.iter().filter(|axis| axis.name == name).collect(),
        _ => Vec::new(),
    };
    if axes.is_empty() {
        let names: Vec<&str> = AXES.iter().map(|axis| axis.name).collect();
        return Err(Error::Usage(format!(
            "usage: cargo xtask growth [--only <name>]\nnames: {}",
            names.join(", ")
        )));
    }
    callgrind::require(repository)?;
    command::run(&mut command::cargo(repository, ["build", "--release", "--package", "acslint"]))?;
    let mut growths = Vec::new();
    for axis in axes {
        let [none, few, many] =
            [0, axis.number, FACTOR * axis.number].map(|number| counted(repository, axis, number));
        let growth = growth(none?, few?, many?);
        println!("{:<28} {growth:.2}", axis.name);
        growths.push((axis.name, growth));
    }
    let problems = problems(&growths);
    if problems.is_empty() {
        return Ok(());
    }
    let advice = "callgrind_annotate shows the functions: the counts are in target/growth";
    Err(Error::Problems { problems, advice })
}

/// Returns the growth of the work from few to many things, without what it takes for none.
pub fn growth(none: u64, few: u64, many: u64) -> f64 {
    many.saturating_sub(none) as f64 / few.saturating_sub(none).max(1) as f64
}

/// Problems of the axes along which the work grows by more than [`MOST`].
pub fn problems(growths: &[(&str, f64)]) -> Vec<Problem> {
    let grown = growths.iter().filter(|(_, growth)| *growth > MOST);
    let message = |(name, growth): &(&str, f64)| {
        format!("{name}: {growth:.1} times the instructions for {FACTOR} times as many")
    };
    grown.map(|growth| Problem::new("xtask/src/growth.rs", 0, message(growth))).collect()
}

/// Number of instructions of the program for this number of things.
fn counted(repository: &Repository, axis: &Axis, number: usize) -> Result<u64, Error> {
    let name = format!("{}-{number}", axis.name.replace(' ', "-"));
    let path = repository.root().join("target/growth").join(name);
    let file = |source| Error::File { path: path.clone(), source };
    if path.exists() {
        fs::remove_dir_all(&path).map_err(file)?;
    }
    fs::create_dir_all(&path).map_err(file)?;
    let directory = Directory(path.clone());
    let arguments = (axis.write)(&directory, number)?;
    let acslint = repository.root().join("target/release/acslint");
    if let Some(before) = axis.before {
        execute(command::program(repository, &acslint.to_string_lossy(), []).args(before()), &path)?;
    }
    let out = path.join("callgrind.out");
    let mut valgrind = command::program(repository, "valgrind", ["--tool=callgrind", "--quiet"]);
    valgrind.arg(format!("--callgrind-out-file={}", out.display())).arg(acslint).args(arguments);
    execute(&mut valgrind, &path)?;
    callgrind::total(&out)
}

/// Runs the program in a directory. Exit code 1 reports findings, and 3 an input without records.
fn execute(program: &mut Command, directory: &Path) -> Result<(), Error> {
    let shown = command::shown(program);
    let output = program.current_dir(directory).stdin(Stdio::null()).stdout(Stdio::null()).output();
    let output = output.map_err(|source| Error::Start { command: shown.clone(), source })?;
    if matches!(output.status.code(), Some(0 | 1 | 3)) {
        return Ok(());
    }
    // Without a failure, its warnings are as many as the things.
    print!("{}", String::from_utf8_lossy(&output.stderr));
    Err(Error::Command { command: shown, status: output.status })
}
