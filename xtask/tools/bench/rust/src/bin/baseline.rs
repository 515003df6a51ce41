//! A typical small Rust program: `serde_json` parses a line, `jsonschema` validates it by its category.
//!
//! `baseline <schemas> <file> [--errors]`; with `--errors`, it writes each error of an invalid record with its path.

use std::{
    env,
    io::{self, BufWriter, Write},
};

use acslint_bench_peers::{Dispatch, Failure, Verdict, each_line};
use jsonschema::{PatternOptions, Validator};
use serde_json::Value;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [schemas, file, errors @ ..] = arguments.as_slice() else {
        return Err("usage: baseline <schemas> <file> [--errors]".into());
    };
    let options =
        jsonschema::options().should_validate_formats(true).with_pattern_options(PatternOptions::regex());
    let validators = Dispatch::new(schemas, |schema| Ok(options.build(&schema)?))?;
    let mut output = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    let mut errors = (!errors.is_empty()).then_some(&mut output);
    let mut verdict = Verdict::default();
    let mut written = Ok(());
    each_line(file, |line| {
        let record = serde_json::from_slice::<Value>(line);
        let validator = record.as_ref().ok().and_then(|record| validators.of(record));
        let valid =
            validator.zip(record.as_ref().ok()).is_some_and(|(validator, record)| validator.is_valid(record));
        verdict.count(valid);
        if let Some(output) = errors.as_mut().filter(|_| !valid) {
            written = report(&record, validator, output);
        }
    })?;
    written?;
    Ok(verdict.say(&mut output)?)
}

/// Writes the errors of a record.
fn report(
    record: &serde_json::Result<Value>,
    validator: Option<&Validator>,
    output: &mut impl Write,
) -> io::Result<()> {
    match (record, validator) {
        (Err(error), _) => writeln!(output, "{error}"),
        (Ok(_), None) => writeln!(output, "no known category"),
        (Ok(record), Some(validator)) => validator
            .iter_errors(record)
            .try_for_each(|error| writeln!(output, "{}: {error}", error.instance_path())),
    }
}
