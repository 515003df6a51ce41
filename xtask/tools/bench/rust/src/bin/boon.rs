//! The same with `boon` instead of `jsonschema`: `boon <schemas> <file>`.

use std::{env, io};

use acslint_bench_peers::{Dispatch, Failure, Verdict, each_line};
use boon::{Compiler, Schemas};
use serde_json::Value;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [schemas, file] = arguments.as_slice() else {
        return Err("usage: boon <schemas> <file>".into());
    };
    let mut compiled = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.enable_format_assertions();
    let mut number = 0;
    let validators = Dispatch::new(schemas, |mut schema| {
        // Two names may lead to one schema, whose `$id` is then already known.
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("$id");
        }
        number += 1;
        let place = format!("file:///{number}.json");
        compiler.add_resource(&place, schema).map_err(|error| error.to_string())?;
        Ok(compiler.compile(&place, &mut compiled).map_err(|error| error.to_string())?)
    })?;
    let mut verdict = Verdict::default();
    each_line(file, |line| {
        let record = serde_json::from_slice::<Value>(line);
        let valid = record.is_ok_and(|record| {
            validators.of(&record).is_some_and(|schema| compiled.validate(&record, *schema).is_ok())
        });
        verdict.count(valid);
    })?;
    Ok(verdict.say(&mut io::stdout())?)
}
