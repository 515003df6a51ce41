//! callgrind, the tool of valgrind that counts instructions.

use std::{fs, path::Path};

use crate::{Error, Repository, command};

/// Installs valgrind if it is missing and no permission is needed; fails if it is missing then.
pub(crate) fn require(repository: &Repository) -> Result<(), Error> {
    if !command::is_there("valgrind") {
        command::install(repository, &["valgrind"])?;
    }
    if command::is_there("valgrind") {
        return Ok(());
    }
    Err(Error::Missing { program: "valgrind", advice: "install it from your system's packages" })
}

/// Returns the number after `totals:` in the output of callgrind.
pub(crate) fn total(file: &Path) -> Result<u64, Error> {
    let text = fs::read_to_string(file).map_err(|source| Error::File { path: file.to_owned(), source })?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok());
    let why = format!("no total in {}", file.display());
    total.ok_or(Error::Unmeasurable { what: "instructions".to_owned(), why })
}
