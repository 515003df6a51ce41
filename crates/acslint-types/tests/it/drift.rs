//! The files under `schemas/` and `docs/categories/` equal the generated ones.

#![expect(clippy::disallowed_methods, reason = "the test compares committed files, which it has to read")]

use std::{collections::BTreeSet, fs, path::PathBuf};

use acslint_types::{Document, pages, schemas};

const MEND: &str = "run `cargo xtask generate`";

/// Every document, under its path in the repository.
fn documents() -> impl Iterator<Item = Document> {
    let below = |directory: &'static str| {
        move |document: Document| Document { file: format!("{directory}/{}", document.file), ..document }
    };
    pages().into_iter().map(below("docs")).chain(schemas().into_iter().map(below("schemas")))
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn files_equal_generated_documents() {
    for Document { file, text: generated } in documents() {
        let text = fs::read_to_string(repository().join(&file))
            .unwrap_or_else(|error| panic!("{file}: {error}; {MEND}"));
        if text != generated {
            let line =
                1 + text.lines().zip(generated.lines()).take_while(|(file, types)| file == types).count();
            panic!("{file}:{line} differs from the generated file; {MEND}");
        }
    }
}

#[test]
fn no_file_is_left_over() {
    let generated: BTreeSet<String> = documents().map(|document| document.file).collect();
    for directory in ["docs/categories", "schemas/resource-log", "schemas/table"] {
        for entry in fs::read_dir(repository().join(directory)).unwrap() {
            let file = format!("{directory}/{}", entry.unwrap().file_name().display());
            assert!(generated.contains(&file), "{file} does not belong to a type; {MEND}");
        }
    }
}
