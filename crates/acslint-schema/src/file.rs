//! A file to write, with its contents in memory.

use acslint_types::Document;

/// File that a caller writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path below a directory, with `/` as separator.
    pub path: String,
    /// The complete contents.
    pub bytes: Vec<u8>,
}

impl From<Document> for File {
    fn from(document: Document) -> Self {
        Self { path: document.file, bytes: document.text.into_bytes() }
    }
}
