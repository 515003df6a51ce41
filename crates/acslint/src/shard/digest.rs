//! Digests of what all shards of a run have in common.

use std::fs;
use std::path::Path;

use crate::input::{DiscoveredInput, LeftOut, Origin};

/// Hash of texts, each with its length, so that no two lists of texts have the same bytes.
pub(crate) struct Digest(blake3::Hasher);

impl Digest {
    pub(crate) fn new() -> Self {
        Self(blake3::Hasher::new())
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    pub(crate) fn end(&self) -> String {
        self.0.finalize().to_hex()[..32].to_owned()
    }
}

/// Returns a digest of the names and sizes of all inputs, and of what is not an input.
pub(crate) fn inputs(inputs: &[DiscoveredInput], left_out: &LeftOut) -> String {
    let mut digest = Digest::new();
    for input in inputs {
        let (name, size) = match input {
            Ok(input) => (&input.name, stored_size(&input.origin)),
            Err((name, _)) => (name, 0),
        };
        digest.add(name.as_bytes());
        digest.add(&size.to_le_bytes());
    }
    for entries in [&left_out.ignored, &left_out.skipped] {
        // The reports of other shards may lie there by now.
        for (reason, count) in entries.by_reason().filter(|(reason, _)| !reason.is_report()) {
            digest.add(reason.id().as_bytes());
            digest.add(&count.to_le_bytes());
        }
    }
    digest.end()
}

/// Returns the stored size of an input; 0 for anything but a readable regular file. The members of an archive have none of
/// their own, so that they stay together.
pub(super) fn size(origin: &Origin) -> u64 {
    match origin {
        Origin::File(path) => size_of(path),
        Origin::Given(given) => given.size().unwrap_or_default(),
        Origin::Member(_) | Origin::Stdin => 0,
    }
}

/// Returns the stored size of an input, for a member that of its archive.
pub(super) fn stored_size(origin: &Origin) -> u64 {
    match origin {
        Origin::Given(given) => given.size().unwrap_or_default(),
        _ => origin.file().map_or(0, size_of),
    }
}

fn size_of(path: &Path) -> u64 {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map_or(0, |file| file.len())
}
