//! The repository as a directory: its path, and its files.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::Error;

/// A working tree of this repository; tests create their own.
#[derive(Debug, Clone)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The tree at `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The tree that this program was built from.
    pub fn here() -> Self {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self::new(package.parent().unwrap_or(package))
    }

    /// Its top directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Every file that `.gitignore` does not name: sorted, from the root, with `/` as separator.
    pub fn files(&self) -> Result<Vec<String>, Error> {
        let walk = ignore::WalkBuilder::new(&self.root)
            .hidden(false)
            .parents(false)
            .git_global(false)
            .require_git(false)
            .filter_entry(|entry| entry.file_name() != ".git")
            .build();
        let mut files = Vec::new();
        for entry in walk {
            let entry = entry?;
            if entry.file_type().is_some_and(|kind| kind.is_file()) {
                let path = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
                let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                files.push(parts.join("/"));
            }
        }
        files.sort();
        Ok(files)
    }

    /// The bytes of a file; `None` if it does not exist.
    pub fn bytes(&self, file: &str) -> Result<Option<Vec<u8>>, Error> {
        let path = self.root.join(file);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::File { path, source }),
        }
    }

    /// The text of a file that must exist.
    pub fn text(&self, file: &str) -> Result<String, Error> {
        let path = self.root.join(file);
        fs::read_to_string(&path).map_err(|source| Error::File { path, source })
    }

    /// Returns true if the file exists.
    pub fn has(&self, file: &str) -> bool {
        self.root.join(file).exists()
    }

    /// Writes a file, and creates its directories.
    pub fn write(&self, file: &str, contents: &(impl AsRef<[u8]> + ?Sized)) -> Result<(), Error> {
        let path = self.root.join(file);
        let directory = path.parent().map_or(Ok(()), fs::create_dir_all);
        directory.and_then(|()| fs::write(&path, contents)).map_err(|source| Error::File { path, source })
    }

    /// Removes a file.
    pub fn remove(&self, file: &str) -> Result<(), Error> {
        let path = self.root.join(file);
        fs::remove_file(&path).map_err(|source| Error::File { path, source })
    }
}
