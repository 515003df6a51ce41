//! Trust in a configuration file: permitted owners, and the boundary of its paths.
//!
//! A file that is found comes with the data that is checked, and may be hostile. A file that `--config` names is
//! the user's own choice. A found file may lead within its repository only, which its author could read and write
//! already.

use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::NAME;
use crate::bounded;
use crate::environment::TrustedUsers;
use crate::recognize;
use crate::repository::{GIT, root_of, without_dots};
use crate::values::Format;

/// Origin of a configuration file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConfigOrigin {
    /// Found by the lookup.
    Found,
    /// Named by `--config`.
    Named,
}

impl ConfigOrigin {
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Named => "named",
        }
    }
}

/// Returns the reason why a file is not trusted: another user wrote it, or may have written it.
fn distrust(users: &TrustedUsers, path: &Path, bounds: &Bounds) -> io::Result<Option<String>> {
    let Some(numbers) = users.numbers() else {
        return Ok(None);
    };
    // A link may belong to another user than its target.
    for metadata in [fs::symlink_metadata(path)?, fs::metadata(path)?] {
        if let Some(other) = other_owner(&metadata, numbers) {
            return Ok(Some(format!("it belongs to another user, {other}")));
        }
        if !metadata.is_symlink() && is_writable_by_all(&metadata) {
            return Ok(Some("anyone can write to it".to_owned()));
        }
    }
    for directory in path.ancestors().skip(1).take_while(|directory| directory.starts_with(&bounds.root)) {
        let metadata = fs::metadata(directory)?;
        if let Some(other) = other_owner(&metadata, numbers) {
            return Ok(Some(format!("`{}` belongs to another user, {other}", directory.display())));
        }
        if is_writable_by_all(&metadata) {
            return Ok(Some(format!("anyone can write to `{}`", directory.display())));
        }
    }
    Ok(None)
}

/// Returns the owner of a file unless it is one of these users.
#[cfg(unix)]
fn other_owner(metadata: &Metadata, users: &[u32]) -> Option<u32> {
    let owner = std::os::unix::fs::MetadataExt::uid(metadata);
    (!users.contains(&owner)).then_some(owner)
}

#[cfg(not(unix))]
fn other_owner(_metadata: &Metadata, _users: &[u32]) -> Option<u32> {
    None
}

/// Returns true if everybody can change a file or the entries of a directory. In a sticky directory, users can
/// change only their own entries.
#[cfg(unix)]
fn is_writable_by_all(metadata: &Metadata) -> bool {
    let mode = std::os::unix::fs::MetadataExt::mode(metadata);
    mode & 0o002 != 0 && mode & 0o1000 == 0
}

#[cfg(not(unix))]
fn is_writable_by_all(_metadata: &Metadata) -> bool {
    false
}

/// Boundary of the paths of a configuration file.
#[derive(Debug, Clone)]
pub(crate) enum Reach {
    /// Anywhere: the user named the file.
    Anywhere,
    /// Within the repository that it was found in.
    Within(Bounds),
}

/// The repository around a configuration file, or else the directory of the file.
#[derive(Debug, Clone)]
pub(crate) struct Bounds {
    /// The directory through which the file was found.
    root: PathBuf,
    /// The same with all links resolved.
    real: PathBuf,
    is_repository: bool,
    /// Directory of git's own data, with all links resolved.
    git: Option<PathBuf>,
}

impl Reach {
    /// Boundary of a found file at an absolute path, or the reason why it is not trusted.
    pub(super) fn of_found(path: &Path, users: &TrustedUsers) -> io::Result<Result<Self, String>> {
        let bounds = Bounds::around(path.parent().unwrap_or(path))?;
        if let Some(why) = bounds.objection(path) {
            return Ok(Err(format!("it {why}")));
        }
        // Errors show excerpts of a configuration, so it must not be a link to another file of the repository.
        if fs::canonicalize(path)?.file_name() != Some(OsStr::new(NAME)) {
            return Ok(Err("it is a link to a file of another name".to_owned()));
        }
        Ok(distrust(users, path, &bounds)?.map_or(Ok(Self::Within(bounds)), Err))
    }

    /// Returns the reason why an absolute path is out of bounds.
    pub(super) fn objection(&self, path: &Path) -> Option<String> {
        match self {
            Self::Anywhere => None,
            Self::Within(bounds) => bounds.objection(path),
        }
    }

    /// Reads a schema at an absolute path.
    pub(super) fn read_schema(&self, path: &Path) -> Result<Vec<u8>, String> {
        let read = match self {
            Self::Anywhere => bounded::read_limited(path, bounded::SCHEMA_SIZE),
            Self::Within(bounds) => match bounds.objection(path) {
                Some(why) => return Err(format!("it {why}")),
                None => bounded::read_regular(path, bounded::SCHEMA_SIZE),
            },
        };
        read.map_err(|error| error.to_string())
    }
}

impl Bounds {
    /// Boundary of the entries of an absolute directory.
    pub(crate) fn around(directory: &Path) -> io::Result<Self> {
        let repository = root_of(directory);
        let root = repository.unwrap_or(directory).to_owned();
        let real = fs::canonicalize(&root)?;
        let git = repository.and_then(git_directory);
        Ok(Self { root, real, is_repository: repository.is_some(), git })
    }

    /// Returns the reason why an absolute path is out of bounds, as a phrase that continues the name of the path.
    pub(crate) fn objection(&self, path: &Path) -> Option<String> {
        // A path that is outside by its text alone is not accessed.
        let plain = without_dots(path);
        let Some(inside) =
            [&self.root, &self.real].into_iter().find_map(|root| plain.strip_prefix(root).ok())
        else {
            return Some(self.leads_out());
        };
        if is_of_git(inside) {
            return Some(format!("is in `{GIT}`"));
        }
        let Some(real) = resolved(path) else {
            return Some(self.leads_out());
        };
        match real.strip_prefix(&self.real) {
            Err(_) => Some(self.leads_out()),
            Ok(inside) if is_of_git(inside) || self.git.as_ref().is_some_and(|git| real.starts_with(git)) => {
                Some(format!("is in `{GIT}`"))
            }
            Ok(_) => None,
        }
    }

    fn leads_out(&self) -> String {
        if self.is_repository {
            "leads out of the repository".to_owned()
        } else {
            "leads out of the directory of the configuration".to_owned()
        }
    }
}

/// Returns true if a component of a path is `.git`, in any letter case.
fn is_of_git(path: &Path) -> bool {
    path.components().any(|part| {
        // Windows treats `.git.`, `.git::$DATA` and `GIT~1` as the same name.
        let name = part.as_os_str().to_string_lossy();
        let name = name.split(':').next().unwrap_or_default().trim_end_matches(['.', ' ']);
        name.eq_ignore_ascii_case(GIT) || name.eq_ignore_ascii_case("git~1")
    })
}

/// Directory of git's own data: in a worktree, a file names it.
fn git_directory(root: &Path) -> Option<PathBuf> {
    let path = root.join(GIT);
    if fs::metadata(&path).ok()?.is_dir() {
        return fs::canonicalize(path).ok();
    }
    let text = bounded::read_regular(&path, bounded::CONFIG_SIZE).ok()?;
    let named = str::from_utf8(&text).ok()?.strip_prefix("gitdir:")?.trim();
    fs::canonicalize(root.join(named)).ok()
}

/// The path with all links resolved, of which the last components need not exist; `None` for a dangling link.
fn resolved(path: &Path) -> Option<PathBuf> {
    let (mut head, mut rest) = (path.to_owned(), Vec::new());
    loop {
        match fs::canonicalize(&head) {
            Ok(real) => return Some(rest.iter().rev().fold(real, |path, part| path.join(part))),
            Err(_) if fs::symlink_metadata(&head).is_ok() => return None,
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return None;
            }
            Err(_) => {
                rest.push(head.file_name()?.to_owned());
                head.pop();
            }
        }
    }
}

/// Returns true if a report may replace what is at a path: nothing, an empty file, or a report in the same format.
pub(super) fn may_overwrite(path: &Path, format: Format) -> bool {
    match fs::symlink_metadata(path) {
        Err(error) => error.kind() == io::ErrorKind::NotFound,
        Ok(_) => bounded::open_regular(path, u64::MAX).is_ok_and(|there| {
            let is_empty = there.metadata().is_ok_and(|metadata| metadata.len() == 0);
            is_empty || recognize::is_report(there, format).unwrap_or(false)
        }),
    }
}
