//! Files that linted schemas refer to, which no output may replace.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use acslint_schema::FileReferences;

use super::read;
use crate::error::Error;
use crate::input::bounded::{SCHEMA_SIZE, read_regular};
use crate::input::{Found, Input, Origin};
use crate::output::{Guard, Use};

/// Fails if an output is a file that one of the schemas refers to, directly or indirectly.
pub(super) fn refuse(guard: &Guard, inputs: &[Found]) -> Result<(), Error> {
    let mut open = Vec::new();
    let mut seen = BTreeSet::new();
    for input in inputs {
        if let Ok(Input { origin: Origin::File(path), .. }) = input
            // A pipe can be read only once.
            && path.is_file()
            && seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone()))
            && let Ok(text) = read(&Origin::File(path.clone()))
        {
            open.extend(targets(path, text.bytes()));
        }
    }
    while let Some(path) = open.pop() {
        let Ok(real) = fs::canonicalize(&path) else { continue };
        guard.reads(path.strip_prefix(".").unwrap_or(&path), Use::Schema)?;
        if seen.insert(real)
            && let Ok(text) = read_regular(&path, SCHEMA_SIZE)
        {
            open.extend(targets(&path, &text));
        }
    }
    Ok(())
}

/// Files that a schema may refer to; empty if the text is not JSON.
fn targets(path: &Path, text: &[u8]) -> Vec<PathBuf> {
    let real = fs::canonicalize(path).ok();
    FileReferences::of_text(text).files([path].into_iter().chain(real.as_deref()))
}
