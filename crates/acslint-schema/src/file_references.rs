//! Files that a schema may refer to, so that no output replaces one of them.
//!
//! A reference counts for every file that it can mean: one too many only refuses an output of that name.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::uri::decoded;

/// Keywords whose values are references.
const REFERENCES: [&str; 4] = ["$ref", "$dynamicRef", "$recursiveRef", "$schema"];

/// References of a schema to files. Places on the network are left out.
///
/// ```
/// use acslint_schema::FileReferences;
/// use std::path::{Path, PathBuf};
///
/// let references = FileReferences::of_text(br#"{ "$ref": "parts.json#/$defs/Id" }"#);
/// let files = references.files([Path::new("schemas/call.json")]);
/// assert_eq!(files, [PathBuf::from("schemas/parts.json")]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReferences {
    targets: BTreeSet<PathBuf>,
    /// Paths of the schema and its parts by their `$id`.
    ids: BTreeSet<PathBuf>,
}

impl FileReferences {
    /// Returns the references of a schema; empty if the text is not JSON.
    pub fn of_text(text: &[u8]) -> Self {
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        let mut references = Self::default();
        if let Ok(schema) = serde_json::from_slice(text) {
            references.collect(&schema);
        }
        references
    }

    /// Returns the files that the references can mean, for a schema that is reached by these paths.
    pub fn files<'p>(&self, paths: impl IntoIterator<Item = &'p Path>) -> Vec<PathBuf> {
        let mut directories: BTreeSet<PathBuf> = paths.into_iter().map(directory).collect();
        // An `$id` with a path changes the base of relative references.
        let moved: Vec<PathBuf> = directories
            .iter()
            .flat_map(|base| self.ids.iter().map(move |id| directory(&base.join(id))))
            .collect();
        directories.extend(moved);
        directories
            .iter()
            .flat_map(|base| self.targets.iter().map(move |file| base.join(file).components().collect()))
            .collect()
    }

    fn collect(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (keyword, value) in members {
                    match value {
                        Value::String(text) if REFERENCES.contains(&keyword.as_str()) => {
                            self.targets.extend(path_of(text));
                        }
                        Value::String(text) if keyword == "$id" || keyword == "id" => {
                            self.ids.extend(path_of(text));
                        }
                        value => self.collect(value),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect(item)),
            _ => {}
        }
    }
}

/// Path of a reference to a file; `None` for a place on the network.
fn path_of(reference: &str) -> Option<PathBuf> {
    let file = reference.split(['#', '?']).next().unwrap_or_default();
    let file = file.strip_prefix("file://").unwrap_or(file);
    let is_path =
        !file.is_empty() && !file.starts_with("//") && !file.contains("://") && !file.starts_with("urn:");
    is_path.then(|| PathBuf::from(decoded(file).as_ref()))
}

fn directory(path: &Path) -> PathBuf {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::FileReferences;

    fn files(schema: &str) -> Vec<PathBuf> {
        FileReferences::of_text(schema.as_bytes()).files([Path::new("a/b.json")])
    }

    #[test]
    fn references_to_files_are_found_in_all_spellings() {
        for (reference, file) in [
            ("c.json", "a/c.json"),
            ("./c%20d.json#/$defs/e", "a/c d.json"),
            ("../c.json?x", "a/../c.json"),
            ("file:///c.json", "/c.json"),
        ] {
            assert_eq!(files(&format!(r#"{{"items": [{{"$ref": "{reference}"}}]}}"#)), [Path::new(file)]);
        }
    }

    #[test]
    fn places_on_the_network_are_no_files() {
        for reference in ["https://example.org/c.json", "//example.org/c.json", "urn:x:y", "#/$defs/e"] {
            assert!(files(&format!(r#"{{"$ref": "{reference}"}}"#)).is_empty(), "{reference}");
        }
        assert!(files("not JSON").is_empty());
    }

    #[test]
    fn an_id_can_move_the_base() {
        let schema = "\u{FEFF}{\"$id\": \"sub/b.json\", \"$ref\": \"c.json\"}";
        assert_eq!(files(schema), [Path::new("a/c.json"), Path::new("a/sub/c.json")]);
    }
}
