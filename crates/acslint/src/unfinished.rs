//! Incomplete file: beside the one that it will replace, with the same permissions, and registered until it is
//! complete, so that acslint can remove it whenever the process ends.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::TempPath;

/// Prefix of the names of incomplete files. It hides them, so that no check takes them for inputs.
pub(crate) const PREFIX: &str = ".acslint-";
/// Suffix of the names of incomplete files.
pub(crate) const SUFFIX: &str = ".tmp";

/// Incomplete files that exist now. The lock is required for creating, moving and removing one.
static ALL: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Incomplete file.
#[derive(Debug)]
pub(crate) struct Unfinished {
    file: File,
    /// `None` once the file is in its place, or removed.
    path: Option<TempPath>,
    destination: PathBuf,
    overwrites: bool,
}

impl Unfinished {
    /// Begins a file that will be at `destination`, with the permissions of the file that it replaces.
    pub(crate) fn begin(
        destination: PathBuf,
        replaced: Option<&Metadata>,
        overwrites: bool,
    ) -> io::Result<Self> {
        if replaced.is_some() {
            // A file without write permission must not be replaced either.
            File::options().write(true).open(&destination)?;
        }
        let directory = destination.parent().unwrap_or(Path::new("."));
        let mut all = lock();
        let made = named().tempfile_in(directory)?;
        let (file, path) = made.into_parts();
        all.push(path.to_path_buf());
        drop(all);
        let unfinished = Self { file, path: Some(path), destination, overwrites };
        if let Some(replaced) = replaced {
            keep_access(&unfinished.file, replaced)?;
        }
        Ok(unfinished)
    }

    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Moves the file to its place.
    pub(crate) fn commit(mut self) -> io::Result<()> {
        // Some file systems report a full disk only here; others do not support the call.
        match self.file.sync_data() {
            Err(error)
                if !matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
            {
                return Err(error);
            }
            _ => {}
        }
        let mut all = lock();
        let Some(path) = self.path.take() else { return Ok(()) };
        let listed = path.to_path_buf();
        let moved = if self.overwrites {
            path.persist(&self.destination)
        } else {
            path.persist_noclobber(&self.destination)
        };
        // If the move fails, the error's drop removes the file.
        let moved = moved.map_err(|error| error.error);
        all.retain(|other| *other != listed);
        moved
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            let mut all = lock();
            all.retain(|other| other.as_path() != &*path);
            // The error that prevented completion matters more than a file that cannot be removed.
            let _ = path.close();
        }
    }
}

/// Removes all incomplete files, and blocks the creation and moving of others.
pub(crate) fn discard_all() {
    let mut all = lock();
    for path in all.drain(..) {
        let _ = fs::remove_file(path);
    }
    // The process ends: threads that wait for the lock must not go on.
    std::mem::forget(all);
}

fn lock() -> MutexGuard<'static, Vec<PathBuf>> {
    ALL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A new file gets the default permissions of the process.
fn named() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Gives a file the owner, the group and the permissions of the file that it replaces.
#[cfg(unix)]
fn keep_access(file: &File, replaced: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    let mut mode = replaced.mode() & 0o777;
    let now = file.metadata()?;
    if now.uid() != replaced.uid() {
        // Only root can change the owner.
        let _ = fchown(file, Some(replaced.uid()), None);
    }
    if now.gid() != replaced.gid() && fchown(file, None, Some(replaced.gid())).is_err() {
        // If the group differs, it gets only the permissions of others.
        mode = mode & !0o070 | (mode & 0o007) << 3;
    }
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_access(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}
