//! Repositories of git, found by their roots, and paths compared by their text.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// Name of the directory, or of the file in a worktree, that marks the root of a repository.
pub(crate) const GIT: &str = ".git";

/// Returns true if a directory is the root of a repository.
pub(crate) fn is_root(directory: &Path) -> bool {
    fs::symlink_metadata(directory.join(GIT)).is_ok()
}

/// Returns the root of the repository of a directory: the nearest one, from the directory upwards.
pub(crate) fn root_of(directory: &Path) -> Option<&Path> {
    directory.ancestors().find(|directory| is_root(directory))
}

/// Returns the path without `.` and `..`, by its text alone.
pub(crate) fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}
