//! The corpus as files: one suite for each schema, in the layout of the official JSON Schema test suite, one test a line.

use std::fmt::Write;

use acslint_types::{Document, schemas};
use serde::Deserialize;
use serde_json::{Value, json};

use super::cases::{Case, Constraint, cases};
use crate::{Error, Repository};

/// Directory of the corpus.
pub(crate) const DIRECTORY: &str = "testdata/conformance";

/// Beginning of a suite, before the tests.
const HEAD: &str = "\
[
  {
    \"description\": TITLE,
    \"schema\": SCHEMA,
    \"tests\": [
";

/// The suites derived from the schemas, by their path in the repository.
pub(crate) fn documents() -> Result<Vec<Document>, Error> {
    let of_records =
        |document: &Document| document.file.ends_with(".schema.json") && document.file.contains('/');
    let suite = |Document { file, text }: Document| match text_of(&text) {
        Ok(text) => {
            Ok(Document { file: format!("{DIRECTORY}/{}", file.replace(".schema.json", ".json")), text })
        }
        Err(why) => Err(Error::NoSuite { schema: file, why }),
    };
    schemas().into_iter().filter(of_records).map(suite).collect()
}

/// The suite of a schema.
pub(super) fn text_of(schema: &str) -> Result<String, String> {
    let schema: Value = serde_json::from_str(schema).map_err(|error| error.to_string())?;
    let reference = json!({ "$schema": schema["$schema"], "$ref": schema["$id"] });
    let title = schema["title"].to_string();
    let mut text = HEAD.replace("TITLE", &title).replace("SCHEMA", &reference.to_string());
    for (index, case) in cases(&schema)?.iter().enumerate() {
        let comma = if index == 0 { "" } else { ",\n" };
        write!(text, "{comma}      {}", line(case)).expect("a String takes all text");
    }
    text.push_str("\n    ]\n  }\n]\n");
    Ok(text)
}

fn line(case: &Case) -> Value {
    let mut test =
        json!({ "description": case.description, "data": case.data, "valid": case.breaks.is_none() });
    if let Some(Constraint { keyword, schema, instance }) = &case.breaks {
        test["breaks"] = json!({ "keyword": keyword, "schema": schema, "instance": instance });
    }
    test
}

/// The suite of one schema, as read from disk.
#[derive(Debug)]
pub struct Suite {
    /// Its path below `testdata/conformance`.
    pub file: String,
    /// The `$id` of the schema.
    pub schema: String,
    /// Its tests, in their order.
    pub tests: Vec<Test>,
}

impl Suite {
    /// Path in the repository.
    pub(super) fn path(&self) -> String {
        format!("{DIRECTORY}/{}", self.file)
    }

    /// Line of the test with this index.
    pub(super) fn line(index: usize) -> usize {
        HEAD.lines().count() + 1 + index
    }

    /// Path of the schema in the repository.
    pub fn schema_file(&self) -> String {
        format!("schemas/{}", self.file.replace(".json", ".schema.json"))
    }
}

/// A test, as read from disk.
#[derive(Debug, Deserialize)]
pub struct Test {
    /// Difference of the record from others.
    pub description: String,
    /// The record.
    pub data: Value,
    /// Expected verdict of a validator.
    pub valid: bool,
    /// The constraint that an invalid record breaks.
    pub breaks: Option<Value>,
}

/// Every suite on disk, by path.
pub fn read(repository: &Repository) -> Result<Vec<Suite>, Error> {
    #[derive(Deserialize)]
    struct Group {
        schema: Value,
        tests: Vec<Test>,
    }
    let mut suites = Vec::new();
    for document in repository.files()? {
        let Some(file) = document.strip_prefix(DIRECTORY).and_then(|file| file.strip_prefix('/')) else {
            continue;
        };
        if !file.contains('/') {
            continue;
        }
        let groups: Vec<Group> = serde_json::from_str(&repository.text(&document)?)
            .map_err(|source| Error::Json { path: repository.root().join(&document), source })?;
        for Group { schema, tests } in groups {
            let schema = schema["$ref"].as_str().unwrap_or_default().to_owned();
            suites.push(Suite { file: file.to_owned(), schema, tests });
        }
    }
    Ok(suites)
}
