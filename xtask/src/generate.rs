//! `cargo xtask generate`: writes the documents that follow from the Rust types, or says which have drifted.

use std::collections::BTreeSet;

use acslint_types::{Document, Shape, schemas};

use crate::{Error, Problem, Repository};

/// Where the documents are.
const DIRECTORY: &str = "schemas";

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    match arguments {
        [] => write(repository),
        [check] if check == "--check" => check_drift(repository),
        _ => Err(Error::Usage("usage: cargo xtask generate [--check]".to_owned())),
    }
}

/// Fails if any document on disk is not what the types generate.
pub fn check_drift(repository: &Repository) -> Result<(), Error> {
    let problems = drift(repository)?;
    if problems.is_empty() {
        return Ok(());
    }
    Err(Error::Problems { problems, advice: "run `cargo xtask generate`" })
}

/// Every document that is not what the types generate.
pub fn drift(repository: &Repository) -> Result<Vec<Problem>, Error> {
    let mut problems = Vec::new();
    let documents = schemas();
    for document in &documents {
        let file = path(document);
        match repository.bytes(&file)? {
            None => problems.push(Problem::new(file, 0, "is missing; the types generate it")),
            Some(bytes) if bytes == document.text.as_bytes() => {}
            Some(bytes) => {
                let line = first_difference(&bytes, document.text.as_bytes());
                problems.push(Problem::new(file, line, "differs from what the types generate"));
            }
        }
    }
    let strays = strays(repository, &documents)?;
    problems.extend(strays.into_iter().map(|file| Problem::new(file, 0, "belongs to no type")));
    Ok(problems)
}

fn write(repository: &Repository) -> Result<(), Error> {
    let documents = schemas();
    for document in &documents {
        let file = path(document);
        if repository.bytes(&file)?.as_deref() != Some(document.text.as_bytes()) {
            repository.write(&file, &document.text)?;
            println!("wrote {file}");
        }
    }
    for file in strays(repository, &documents)? {
        repository.remove(&file)?;
        println!("removed {file}");
    }
    Ok(())
}

/// Files in the directories of the shapes, where every file is generated, that are none of the documents.
fn strays(repository: &Repository, documents: &[Document]) -> Result<Vec<String>, Error> {
    let generated: BTreeSet<String> = documents.iter().map(path).collect();
    let directories = Shape::ALL.map(|shape| format!("{DIRECTORY}/{shape}/"));
    let mut files = repository.files()?;
    files.retain(|file| {
        directories.iter().any(|directory| file.starts_with(directory.as_str())) && !generated.contains(file)
    });
    Ok(files)
}

fn path(document: &Document) -> String {
    format!("{DIRECTORY}/{}", document.file)
}

fn first_difference(a: &[u8], b: &[u8]) -> usize {
    let is_newline = |byte: &u8| *byte == b'\n';
    let same = a.split(is_newline).zip(b.split(is_newline)).take_while(|(a, b)| a == b);
    1 + same.count()
}
