//! The files under `schemas/` are what the types generate.

#![expect(clippy::disallowed_methods, reason = "the test compares committed files, which it has to read")]

use std::{collections::BTreeSet, fs, path::PathBuf};

use acslint_types::{Shape, schemas};

const MEND: &str = "run `cargo xtask generate`";

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemas")
}

#[test]
fn files_equal_generated_documents() {
    for document in schemas() {
        let text = fs::read_to_string(directory().join(&document.file))
            .unwrap_or_else(|error| panic!("schemas/{}: {error}; {MEND}", document.file));
        if text != document.text {
            let line =
                text.lines().zip(document.text.lines()).take_while(|(file, types)| file == types).count() + 1;
            panic!("schemas/{}:{line} differs from what the types generate; {MEND}", document.file);
        }
    }
}

#[test]
fn no_file_is_left_over() {
    let generated: BTreeSet<String> = schemas().into_iter().map(|document| document.file).collect();
    for shape in Shape::ALL {
        for entry in fs::read_dir(directory().join(shape.id())).unwrap() {
            let file = format!("{shape}/{}", entry.unwrap().file_name().display());
            assert!(generated.contains(&file), "schemas/{file} belongs to no type; {MEND}");
        }
    }
}
