//! Trust in a configuration file: who may have written one that was found, and where it may lead.
//!
//! A file that is looked up comes with the data that is checked, and may be hostile. One that `--config` names is the
//! user's own word. What was found may lead within its repository only, which is no more than whoever wrote it had already.

use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::NAME;
use crate::args::Format;
use crate::input::bounded;
use crate::report::recognize;

/// The directory, or the file in a worktree, that makes a directory the root of a repository.
const GIT: &str = ".git";

/// Bytes at the beginning of a file that tell whether it is a baseline.
const BEGIN: u64 = 256;

/// How a configuration file was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It was looked up.
    Found,
    /// `--config` names it.
    Named,
}

impl Origin {
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Named => "named",
        }
    }
}

/// The users whose files count where they are found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TrustedUsers {
    /// Their numbers; everybody, if there are none.
    numbers: Option<Vec<u32>>,
}

impl TrustedUsers {
    /// The user of this process, the one who became root with `sudo`, and root, who can do anything anyway. A continuous
    /// integration checks out as it sees fit: there, everybody.
    #[cfg(unix)]
    pub(crate) fn of_process(ci: bool) -> Self {
        if ci {
            return Self::default();
        }
        let user = nix::unistd::geteuid().as_raw();
        let mut numbers = vec![0, user];
        if user == 0 {
            let sudo = std::env::var("SUDO_UID").ok().and_then(|number| number.parse().ok());
            numbers.extend::<Option<u32>>(sudo);
        }
        Self { numbers: Some(numbers) }
    }

    /// Everybody: only Unix says to whom a file belongs in numbers.
    #[cfg(not(unix))]
    pub(crate) fn of_process(_ci: bool) -> Self {
        Self::default()
    }

    /// Says why a file is not trusted: somebody else wrote it, or may have.
    fn objection(&self, path: &Path, bounds: &Bounds) -> io::Result<Option<String>> {
        let Some(numbers) = &self.numbers else {
            return Ok(None);
        };
        // A link may be somebody else's, whoever owns the file.
        for metadata in [fs::symlink_metadata(path)?, fs::metadata(path)?] {
            if let Some(other) = other_owner(&metadata, numbers) {
                return Ok(Some(format!("it belongs to another user, {other}")));
            }
            if !metadata.is_symlink() && is_writable_by_all(&metadata) {
                return Ok(Some("everybody may write to it".to_owned()));
            }
        }
        for directory in path.ancestors().skip(1).take_while(|directory| directory.starts_with(&bounds.root))
        {
            let metadata = fs::metadata(directory)?;
            if let Some(other) = other_owner(&metadata, numbers) {
                return Ok(Some(format!("`{}` belongs to another user, {other}", directory.display())));
            }
            if is_writable_by_all(&metadata) {
                return Ok(Some(format!("everybody may write into `{}`", directory.display())));
            }
        }
        Ok(None)
    }
}

/// The user that a file belongs to, who is none of these.
#[cfg(unix)]
fn other_owner(metadata: &Metadata, users: &[u32]) -> Option<u32> {
    let owner = std::os::unix::fs::MetadataExt::uid(metadata);
    (!users.contains(&owner)).then_some(owner)
}

#[cfg(not(unix))]
fn other_owner(_metadata: &Metadata, _users: &[u32]) -> Option<u32> {
    None
}

/// Whether everybody can change a file, or what is in a directory; in a sticky one only what is theirs.
#[cfg(unix)]
fn is_writable_by_all(metadata: &Metadata) -> bool {
    let mode = std::os::unix::fs::MetadataExt::mode(metadata);
    mode & 0o002 != 0 && mode & 0o1000 == 0
}

#[cfg(not(unix))]
fn is_writable_by_all(_metadata: &Metadata) -> bool {
    false
}

/// Whether a directory is the root of a repository.
pub(super) fn is_root(directory: &Path) -> bool {
    fs::symlink_metadata(directory.join(GIT)).is_ok()
}

/// Where the paths of a configuration file may lead.
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
    /// The directory, as the file was found in it.
    root: PathBuf,
    /// The same with all links followed.
    real: PathBuf,
    is_repository: bool,
    /// Where git keeps what is its own, with all links followed.
    git: Option<PathBuf>,
}

impl Reach {
    /// That of a file that was found, which is at an absolute path; or why it is not trusted.
    pub(super) fn of_found(path: &Path, users: &TrustedUsers) -> io::Result<Result<Self, String>> {
        let bounds = Bounds::around(path.parent().unwrap_or(path))?;
        if let Some(why) = bounds.objection(path) {
            return Ok(Err(format!("it {why}")));
        }
        // Errors show excerpts of a configuration: it must not be a link to what else is in the repository.
        if fs::canonicalize(path)?.file_name() != Some(OsStr::new(NAME)) {
            return Ok(Err("it is a link to a file of another name".to_owned()));
        }
        Ok(users.objection(path, &bounds)?.map_or(Ok(Self::Within(bounds)), Err))
    }

    /// Says why an absolute path leads where it must not.
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
    /// Those of what is in a directory, which is absolute.
    pub(crate) fn around(directory: &Path) -> io::Result<Self> {
        let repository = directory.ancestors().find(|directory| is_root(directory));
        let root = repository.unwrap_or(directory).to_owned();
        let real = fs::canonicalize(&root)?;
        let git = repository.and_then(git_directory);
        Ok(Self { root, real, is_repository: repository.is_some(), git })
    }

    /// Says why an absolute path leads where it must not: a phrase that goes on from the name of the path.
    pub(crate) fn objection(&self, path: &Path) -> Option<String> {
        // Whatever is outside by its name alone is not even looked at.
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

/// Whether a part of a path is what git keeps for itself, also where letter case does not matter.
fn is_of_git(path: &Path) -> bool {
    path.components().any(|part| {
        // Windows takes `.git.`, `.git::$DATA` and `GIT~1` for the same.
        let name = part.as_os_str().to_string_lossy();
        let name = name.split(':').next().unwrap_or_default().trim_end_matches(['.', ' ']);
        name.eq_ignore_ascii_case(GIT) || name.eq_ignore_ascii_case("git~1")
    })
}

/// Where the repository of a directory is kept: a worktree has a file that names the place.
fn git_directory(root: &Path) -> Option<PathBuf> {
    let path = root.join(GIT);
    if fs::metadata(&path).ok()?.is_dir() {
        return fs::canonicalize(path).ok();
    }
    let text = bounded::read_regular(&path, bounded::CONFIG_SIZE).ok()?;
    let named = str::from_utf8(&text).ok()?.strip_prefix("gitdir:")?.trim();
    fs::canonicalize(root.join(named)).ok()
}

/// A path without `.` and `..`, as far as its text goes.
fn without_dots(path: &Path) -> PathBuf {
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

/// A path with all links followed, of which the last parts need not exist; `None` for a link that leads nowhere.
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

/// Whether a file is a baseline, by how it begins.
pub(super) fn is_baseline(path: &Path) -> io::Result<bool> {
    let file = bounded::open_regular(path, bounded::BASELINE_SIZE)?;
    let mut begin = Vec::new();
    file.take(BEGIN).read_to_end(&mut begin)?;
    let begin: Vec<u8> = begin.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
    Ok([&b"{\"version\":"[..], b"{\"findings\":["].iter().any(|known| begin.starts_with(known)))
}

/// Whether a report may take the place of what is at a path: nothing, an empty file, or a report in the same format.
pub(super) fn may_overwrite(path: &Path, format: Format) -> bool {
    match fs::symlink_metadata(path) {
        Err(error) => error.kind() == io::ErrorKind::NotFound,
        Ok(_) => bounded::open_regular(path, u64::MAX).is_ok_and(|there| {
            let is_empty = there.metadata().is_ok_and(|metadata| metadata.len() == 0);
            is_empty || recognize::is_report(there, format).unwrap_or(false)
        }),
    }
}
