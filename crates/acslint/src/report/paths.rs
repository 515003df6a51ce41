//! Paths in reports for services, which resolve them from the root of a repository.
//!
//! Everywhere else, the path of an input is relative to the working directory, so that it can be opened.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::repository::{root_of, without_dots};

/// Roots that paths for services are relative to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roots {
    /// Root that the user chose.
    pub(crate) chosen: Option<PathBuf>,
    /// Directories of the checkout, as the services name them.
    pub(crate) checkouts: Vec<PathBuf>,
}

/// Paths of the inputs of a run.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// Working directory; `None` leaves all paths as they are.
    working_directory: Option<PathBuf>,
    chosen: Option<Vec<PathBuf>>,
    checkouts: Vec<PathBuf>,
    /// Root of the repository around each directory asked for so far.
    repositories: RefCell<HashMap<PathBuf, Option<PathBuf>>>,
    /// Absolute paths of the files that differ from the base of the change under review.
    changed: BTreeSet<PathBuf>,
}

impl Paths {
    /// Paths relative to these roots; `changed` are the files of the change under review.
    pub(super) fn new(roots: &Roots, changed: BTreeSet<PathBuf>) -> Self {
        let Ok(working_directory) = env::current_dir() else {
            return Self::default();
        };
        let both = |root: &PathBuf| {
            let plain = without_dots(&working_directory.join(root));
            let real = fs::canonicalize(&plain).ok().filter(|real| *real != plain);
            [Some(plain), real].into_iter().flatten().collect::<Vec<_>>()
        };
        Self {
            chosen: roots.chosen.as_ref().map(both),
            checkouts: roots.checkouts.iter().flat_map(both).collect(),
            working_directory: Some(working_directory),
            repositories: RefCell::default(),
            changed,
        }
    }

    /// Returns the path of an input for services: relative to the chosen root, else to the checkout that contains it,
    /// else to its repository; absolute outside. Without any root, it is relative to the working directory.
    pub(super) fn service_path<'n>(&self, name: &'n str) -> Cow<'n, str> {
        let Some(absolute) = self.absolute(name) else {
            return Cow::Borrowed(name);
        };
        let within = |roots: &[PathBuf]| {
            let real = || fs::canonicalize(&absolute).ok();
            let strip =
                |path: &Path| roots.iter().find_map(|root| path.strip_prefix(root).ok().map(Path::to_owned));
            strip(&absolute).or_else(|| real().as_deref().and_then(strip))
        };
        let relative = match &self.chosen {
            Some(chosen) => within(chosen),
            None => within(&self.checkouts).or_else(|| {
                let root = self.repository(absolute.parent()?)?;
                absolute.strip_prefix(root).ok().map(Path::to_owned)
            }),
        };
        let has_root = self.chosen.is_some() || !self.checkouts.is_empty();
        let below = || absolute.strip_prefix(self.working_directory.as_ref()?).ok().map(Path::to_owned);
        let relative = relative.or_else(|| if has_root { None } else { below() });
        let path = relative.unwrap_or_else(|| absolute.clone());
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { &path };
        let path = path.to_string_lossy();
        if std::path::MAIN_SEPARATOR == '/' {
            Cow::Owned(path.into_owned())
        } else {
            Cow::Owned(path.replace(std::path::MAIN_SEPARATOR, "/"))
        }
    }

    /// Returns true if an input differs from the base of the change under review.
    pub(super) fn is_changed(&self, name: &str) -> bool {
        if self.changed.is_empty() {
            return false;
        }
        let absolute = self.absolute(name);
        let real = absolute.as_ref().and_then(|path| fs::canonicalize(path).ok());
        [absolute, real].iter().flatten().any(|path| self.changed.contains(path))
    }

    /// Returns the absolute path of an input that is a file.
    fn absolute(&self, name: &str) -> Option<PathBuf> {
        let working_directory = self.working_directory.as_ref().filter(|_| name != STDIN)?;
        Some(without_dots(&working_directory.join(name)))
    }

    /// Returns the nearest directory with `.git`, from this one upwards.
    fn repository(&self, directory: &Path) -> Option<PathBuf> {
        if let Some(known) = self.repositories.borrow().get(directory) {
            return known.clone();
        }
        let root = root_of(directory).map(Path::to_owned);
        self.repositories.borrow_mut().insert(directory.to_owned(), root.clone());
        root
    }
}

/// Name of standard input in reports.
const STDIN: &str = "<stdin>";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::{Paths, Roots};

    /// Returns a directory with two repositories, one of them in the other.
    fn repositories() -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        for path in ["outer/.git", "outer/logs", "outer/inner/.git", "outer/inner/logs", "none"] {
            fs::create_dir_all(directory.path().join(path)).unwrap();
        }
        directory
    }

    fn paths(chosen: Option<&Path>, checkouts: &[&Path]) -> Paths {
        let checkouts = checkouts.iter().map(|path| path.to_path_buf()).collect();
        Paths::new(&Roots { chosen: chosen.map(Path::to_owned), checkouts }, BTreeSet::new())
    }

    #[test]
    fn the_chosen_root_precedes_the_checkout_and_that_the_nearest_repository() {
        let directory = repositories();
        let at = |path: &str| directory.path().join(path).to_string_lossy().into_owned();
        let (outer, logs, none) = (at("outer"), at("outer/inner/logs"), at("none"));
        let (outer, logs, none) = (Path::new(&outer), Path::new(&logs), Path::new(&none));
        let inner = at("outer/inner/logs/a.json");
        assert_eq!(paths(None, &[]).service_path(&inner), "logs/a.json");
        assert_eq!(paths(None, &[outer]).service_path(&inner), "inner/logs/a.json");
        assert_eq!(paths(Some(logs), &[outer]).service_path(&inner), "a.json");
        // A checkout that does not contain the file does not count; a chosen root always does.
        assert_eq!(paths(None, &[none, outer]).service_path(&inner), "inner/logs/a.json");
        assert_eq!(paths(None, &[none]).service_path(&inner), "logs/a.json");
        assert_eq!(paths(Some(none), &[outer]).service_path(&inner), inner);
    }

    #[test]
    fn outside_of_all_roots_paths_are_absolute() {
        let directory = repositories();
        let file = directory.path().join("none/a.json").to_string_lossy().into_owned();
        assert_eq!(paths(None, &[]).service_path(&file), file);
        let winding = directory.path().join("none/../none/./a.json").to_string_lossy().into_owned();
        assert_eq!(paths(None, &[]).service_path(&winding), file);
    }

    #[test]
    fn without_any_root_paths_are_relative_to_the_working_directory() {
        let directory = repositories();
        let working_directory = directory.path().join("none");
        let paths = Paths { working_directory: Some(working_directory.clone()), ..Paths::default() };
        assert_eq!(paths.service_path("./logs/a.json"), "logs/a.json");
        assert_eq!(paths.service_path("../outer/logs/a.json"), "logs/a.json");
        let beside = directory.path().join("beside.json").to_string_lossy().into_owned();
        assert_eq!(paths.service_path("../beside.json"), beside);
        let checkouts = vec![directory.path().join("outer")];
        let paths =
            Paths { working_directory: Some(working_directory.clone()), checkouts, ..Paths::default() };
        let file = working_directory.join("a.json").to_string_lossy().into_owned();
        assert_eq!(paths.service_path("a.json"), file);
    }

    #[test]
    fn standard_input_has_no_path() {
        assert_eq!(paths(None, &[]).service_path("<stdin>"), "<stdin>");
        assert_eq!(Paths::default().service_path("./a.json"), "./a.json");
    }

    #[cfg(unix)]
    #[test]
    fn a_root_may_be_reached_through_a_link() {
        let directory = repositories();
        let link = directory.path().join("link");
        std::os::unix::fs::symlink(directory.path().join("outer"), &link).unwrap();
        let real = fs::canonicalize(directory.path()).unwrap().join("outer/logs/a.json");
        fs::write(&real, "").unwrap();
        assert_eq!(paths(None, &[&link]).service_path(&real.to_string_lossy()), "logs/a.json");
        let linked = link.join("logs/a.json").to_string_lossy().into_owned();
        let outer = directory.path().join("outer");
        assert_eq!(paths(Some(&outer), &[]).service_path(&linked), "logs/a.json");
    }

    #[test]
    fn a_change_is_of_absolute_paths() {
        let directory = repositories();
        let (a, b) = (directory.path().join("outer/a.json"), directory.path().join("outer/b.json"));
        let paths = Paths::new(&Roots::default(), [a.clone()].into());
        assert!(paths.is_changed(&a.to_string_lossy()));
        assert!(!paths.is_changed(&b.to_string_lossy()));
        assert!(!Paths::new(&Roots::default(), BTreeSet::new()).is_changed(&a.to_string_lossy()));
    }
}
