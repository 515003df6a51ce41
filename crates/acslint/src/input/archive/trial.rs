//! Members of an archive in memory, for tests.

use std::io::{self, Read};
use std::path::Path;

use super::{Found, open};
use crate::input::limits::{Limits, RATIO, RATIO_FROM};

/// Bytes read of a member, and the error that ended the read, if one did.
#[derive(Debug)]
pub(crate) struct Content {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) error: Option<io::Error>,
}

/// Archive as far as it can be read.
#[derive(Debug)]
pub(crate) struct Contents {
    pub(crate) members: Vec<Content>,
    /// Fault that ends the list of members.
    pub(crate) fault: Option<io::Error>,
    /// Largest number of bytes that a member can have.
    pub(crate) most: u64,
}

/// Reads the members of an archive; `None` if the file is not one.
pub(crate) fn contents(path: &Path) -> io::Result<Option<Contents>> {
    let length = path.metadata()?.len();
    let Some(opened) = open(path, Limits::default())? else { return Ok(None) };
    let mut members = Vec::new();
    for (name, found) in opened.archive.found() {
        let mut bytes = Vec::new();
        let error = match found {
            Found::Input(member) => {
                member.read().and_then(|mut content| content.read_to_end(&mut bytes)).err()
            }
            Found::Unreadable(error) => Some(error),
            Found::Hidden | Found::NotAFile => continue,
        };
        members.push(Content { name: name.to_owned(), bytes, error });
    }
    // A read that begins below the limit may go beyond it.
    let most = 2 * (RATIO_FROM + RATIO * length);
    Ok(Some(Contents { members, fault: opened.fault, most }))
}
