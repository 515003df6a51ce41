//! `cargo xtask generate`: writes the documents that are derived from the Rust types, the rules and the command line.
//! With `--check`, it reports the documents that are out of date.

use std::collections::BTreeSet;

use acslint_schema::File;
use acslint_schema::targets::{self, ExportedCategory, Target};
use acslint_types::{Document, Shape, pages, schemas};

use crate::{Error, Problem, Repository, conformance::corpus, docs};

/// Directories that contain only generated files.
const DIRECTORIES: [&str; 15] = [
    "docs/categories/",
    "docs/cli/",
    "docs/rules/",
    "schemas/adx/",
    "schemas/arrow/",
    "schemas/avro/",
    "schemas/databricks/",
    "schemas/elasticsearch/",
    "schemas/log-analytics/",
    "schemas/parquet/",
    "schemas/resource-log/",
    "schemas/sql/",
    "schemas/table/",
    "testdata/conformance/resource-log/",
    "testdata/conformance/table/",
];

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    match arguments {
        [] => write(repository),
        [check] if check == "--check" => check_drift(repository),
        _ => Err(Error::Usage("usage: cargo xtask generate [--check]".to_owned())),
    }
}

/// Fails if a document on disk differs from the generated one.
pub fn check_drift(repository: &Repository) -> Result<(), Error> {
    let problems = drift(repository)?;
    if problems.is_empty() {
        return Ok(());
    }
    Err(Error::Problems { problems, advice: "run `cargo xtask generate`" })
}

/// The documents on disk that differ from the generated ones.
pub fn drift(repository: &Repository) -> Result<Vec<Problem>, Error> {
    let mut problems = Vec::new();
    let documents = documents()?;
    for File { path, bytes } in &documents {
        match repository.bytes(path)? {
            None => problems.push(Problem::new(path.as_str(), 0, "is missing: it must be generated")),
            Some(there) if there == *bytes => {}
            Some(there) => {
                let line = first_difference(&there, bytes);
                problems.push(Problem::new(path.as_str(), line, "differs from the generated document"));
            }
        }
    }
    let strays = strays(repository, &documents)?;
    problems.extend(strays.into_iter().map(|file| Problem::new(file, 0, "is no longer generated")));
    Ok(problems)
}

fn write(repository: &Repository) -> Result<(), Error> {
    let documents = documents()?;
    for File { path, bytes } in &documents {
        if repository.bytes(path)?.as_ref() != Some(bytes) {
            repository.write(path, bytes)?;
            println!("wrote {path}");
        }
    }
    for file in strays(repository, &documents)? {
        repository.remove(&file)?;
        println!("removed {file}");
    }
    Ok(())
}

/// Files in generated directories that are not generated documents.
fn strays(repository: &Repository, documents: &[File]) -> Result<Vec<String>, Error> {
    let generated: BTreeSet<&str> = documents.iter().map(|document| document.path.as_str()).collect();
    let mut files = repository.files()?;
    files.retain(|file| {
        DIRECTORIES.iter().any(|directory| file.starts_with(directory)) && !generated.contains(file.as_str())
    });
    Ok(files)
}

/// All generated documents, by their path in the repository.
pub fn documents() -> Result<Vec<File>, Error> {
    let below = |directory: &'static str| {
        move |document: Document| Document { file: format!("{directory}/{}", document.file), ..document }
    };
    let schemas = schemas().into_iter().chain(acslint::documents()).map(below("schemas"));
    let of_types = pages().into_iter().map(below("docs"));
    let mut documents: Vec<File> = of_types
        .chain(schemas)
        .chain(docs::documents())
        .chain(corpus::documents()?)
        .map(File::from)
        .chain(of_targets("schemas"))
        .collect();
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(documents)
}

/// The schemas of all targets, each target in a directory of its own.
pub(crate) fn of_targets(directory: &str) -> impl Iterator<Item = File> {
    let categories = ExportedCategory::of_catalog(&Shape::ALL);
    Target::ALL.into_iter().flat_map(move |target| {
        let files = targets::export(target, &categories).files;
        let path = format!("{directory}/{}", target.id());
        files.into_iter().map(move |file| File { path: format!("{path}/{}", file.path), ..file })
    })
}

fn first_difference(a: &[u8], b: &[u8]) -> usize {
    let is_newline = |byte: &u8| *byte == b'\n';
    let same = a.split(is_newline).zip(b.split(is_newline)).take_while(|(a, b)| a == b);
    1 + same.count()
}
