//! A file that is not complete: beside the one that it will replace, with its permissions, and listed until then, so that
//! it can be removed whenever the process ends.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::TempPath;

/// How the names of such files begin. They are hidden, so that no check takes them for inputs.
pub(super) const PREFIX: &str = ".acslint-";
/// How they end.
pub(super) const SUFFIX: &str = ".tmp";

/// The files that are there now. Whoever makes, moves or removes one holds the lock.
static ALL: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file that is not complete.
#[derive(Debug)]
pub(crate) struct Unfinished {
    file: File,
    /// Taken when the file is in its place, or removed.
    path: Option<TempPath>,
    destination: PathBuf,
    overwrites: bool,
}

impl Unfinished {
    /// Begins a file that will be at `destination`, and like what it replaces there.
    pub(super) fn begin(
        destination: PathBuf,
        replaced: Option<&Metadata>,
        overwrites: bool,
    ) -> io::Result<Self> {
        if replaced.is_some() {
            // A file that may not be written may not be replaced either.
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

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// Moves the file to its place.
    pub(super) fn commit(mut self) -> io::Result<()> {
        // Some file systems find out only here that the disk is full; some cannot do it at all.
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
        // Where it could not be moved, it is removed with the error.
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
            // That it stays is no worse than what kept it from being complete.
            let _ = path.close();
        }
    }
}

/// Removes all files that are not complete; none is made or moved any more.
pub(crate) fn discard_all() {
    let mut all = lock();
    for path in all.drain(..) {
        let _ = fs::remove_file(path);
    }
    // The process ends: whoever waits for the lock must not go on.
    std::mem::forget(all);
}

fn lock() -> MutexGuard<'static, Vec<PathBuf>> {
    ALL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A new file gets the permissions that the process gives to any.
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

/// Gives a file the owner, the group and the permissions of the one that it replaces.
#[cfg(unix)]
fn keep_access(file: &File, replaced: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    let mut mode = replaced.mode() & 0o777;
    let now = file.metadata()?;
    if now.uid() != replaced.uid() {
        // Only root can give a file away.
        let _ = fchown(file, Some(replaced.uid()), None);
    }
    if now.gid() != replaced.gid() && fchown(file, None, Some(replaced.gid())).is_err() {
        // Another group may do what all may do, and no more.
        mode = mode & !0o070 | (mode & 0o007) << 3;
    }
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn keep_access(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}
