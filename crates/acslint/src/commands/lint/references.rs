//! Files that linted schemas refer to, which no output may replace.
//!
//! A reference counts for every file that it can mean: one too many only refuses an output of that name.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::read;
use crate::bounded::{SCHEMA_SIZE, read_regular};
use crate::error::Error;
use crate::guard::{Guard, Use};
use crate::input::{DiscoveredInput, Input, Origin};

/// Keywords whose values are references.
const REFERENCES: [&str; 4] = ["$ref", "$dynamicRef", "$recursiveRef", "$schema"];

/// Fails if an output is a file that one of the schemas refers to, directly or indirectly.
pub(super) fn refuse(guard: &Guard, inputs: &[DiscoveredInput]) -> Result<(), Error> {
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

/// Files that a schema refers to; empty if the text is not JSON.
fn targets(path: &Path, text: &[u8]) -> Vec<PathBuf> {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let Ok(schema) = serde_json::from_slice::<Value>(text) else { return Vec::new() };
    let (mut references, mut ids) = (BTreeSet::new(), BTreeSet::new());
    collect(&schema, &mut references, &mut ids);
    let mut directories = BTreeSet::from([directory(path)]);
    directories.extend(fs::canonicalize(path).ok().as_deref().map(directory));
    // An `$id` with a path changes the base of relative references.
    let moved: Vec<PathBuf> =
        directories.iter().flat_map(|base| ids.iter().map(move |id| directory(&base.join(id)))).collect();
    directories.extend(moved);
    directories
        .iter()
        .flat_map(|base| references.iter().map(move |file| base.join(file).components().collect()))
        .collect()
}

/// Collects the paths in references and ids of a schema.
fn collect(value: &Value, references: &mut BTreeSet<PathBuf>, ids: &mut BTreeSet<PathBuf>) {
    match value {
        Value::Object(members) => {
            for (keyword, value) in members {
                match value {
                    Value::String(text) if REFERENCES.contains(&keyword.as_str()) => {
                        references.extend(path_of(text));
                    }
                    Value::String(text) if keyword == "$id" || keyword == "id" => ids.extend(path_of(text)),
                    value => collect(value, references, ids),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references, ids)),
        _ => {}
    }
}

/// Path of a reference to a file; `None` for a place on the network.
fn path_of(reference: &str) -> Option<PathBuf> {
    let file = reference.split(['#', '?']).next().unwrap_or_default();
    let file = file.strip_prefix("file://").unwrap_or(file);
    let is_path =
        !file.is_empty() && !file.starts_with("//") && !file.contains("://") && !file.starts_with("urn:");
    is_path.then(|| PathBuf::from(decoded(file)))
}

/// Decodes percent-encoded bytes.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let byte = match rest {
            [b'%', high, low, ..] => hexadecimal(*high).zip(hexadecimal(*low)),
            _ => None,
        };
        if let Some((high, low)) = byte {
            bytes.push(high * 16 + low);
            rest = &rest[3..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn directory(path: &Path) -> PathBuf {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}
