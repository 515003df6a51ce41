//! Lookup of the configuration of each input.

use std::collections::{BTreeMap, HashMap};
use std::env;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Choice, Config, ConfigError, NAME};
use crate::repository::is_root;

/// Configuration files of a run, each read when the first input that it applies to is found.
#[derive(Debug)]
pub(crate) struct Configs {
    choice: Choice,
    working_directory: PathBuf,
    of_run: Option<Arc<Config>>,
    cache: Mutex<Cache>,
}

#[derive(Debug, Default)]
struct Cache {
    by_directory: HashMap<PathBuf, Option<Arc<Config>>>,
    /// First failure to read a file, or first fault in one.
    failure: Option<ConfigError>,
}

impl Configs {
    /// Creates the lookup for this choice; reads the file for the working directory at once.
    pub(crate) fn new(choice: Choice) -> Result<Self, ConfigError> {
        let working_directory = env::current_dir().unwrap_or_default();
        let mut configs =
            Self { choice, working_directory, of_run: None, cache: Mutex::new(Cache::default()) };
        configs.of_run = match &configs.choice {
            Choice::Nothing => None,
            Choice::Given(path) => Some(Arc::new(Config::named(&configs.absolute(path), path)?)),
            Choice::Nearest(_) => configs.nearest(&configs.working_directory.clone()),
        };
        match configs.failure() {
            Some(error) => Err(error),
            None => Ok(configs),
        }
    }

    /// The configuration of the whole run.
    pub(crate) fn of_run(&self) -> Option<&Arc<Config>> {
        self.of_run.as_ref()
    }

    /// The configuration of a file, or of the entries of a directory.
    pub(crate) fn of(&self, path: &Path, is_directory: bool) -> Option<Arc<Config>> {
        match self.choice {
            Choice::Nothing | Choice::Given(_) => self.of_run.clone(),
            Choice::Nearest(_) => {
                let path = self.absolute(path);
                self.nearest(if is_directory { &path } else { path.parent().unwrap_or(&path) })
            }
        }
    }

    /// Files read so far, in the order of their paths.
    pub(crate) fn read(&self) -> Vec<Arc<Config>> {
        let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let all = cache.by_directory.values().flatten().chain(&self.of_run);
        let all: BTreeMap<&Path, &Arc<Config>> = all.map(|config| (config.path.as_path(), config)).collect();
        all.into_values().cloned().collect()
    }

    /// Takes the first failure, if any.
    pub(crate) fn failure(&self) -> Option<ConfigError> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).failure.take()
    }

    /// Path of an absolute path in messages: relative to the working directory if it lies below it.
    pub(crate) fn shown<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.working_directory).unwrap_or(path)
    }

    /// The absolute path, without `.` and `..`.
    pub(crate) fn absolute(&self, path: &Path) -> PathBuf {
        let path = self.working_directory.join(path);
        // The meaning of `..` depends on whether the directory before it is a link.
        let parts: Vec<Component<'_>> = path.components().collect();
        let ups = parts.iter().rposition(|part| *part == Component::ParentDir).map_or(0, |last| last + 1);
        let head: PathBuf = parts[..ups].iter().collect();
        let head = if ups == 0 { head } else { fs::canonicalize(&head).unwrap_or(head) };
        let rest = parts[ups..].iter().filter(|part| **part != Component::CurDir);
        rest.fold(head, |path, part| path.join(part))
    }

    /// The file in an absolute directory, or else in the nearest one above it up to the root of the repository.
    fn nearest(&self, directory: &Path) -> Option<Arc<Config>> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let mut passed = Vec::new();
        let mut nearest = None;
        for directory in directory.ancestors() {
            if let Some(known) = cache.by_directory.get(directory) {
                nearest.clone_from(known);
                break;
            }
            passed.push(directory);
            match self.in_directory(directory) {
                Ok(None) if is_root(directory) => break,
                Ok(None) => {}
                Ok(Some(config)) => {
                    nearest = Some(Arc::new(config));
                    break;
                }
                Err(error) => {
                    cache.failure.get_or_insert(error);
                    break;
                }
            }
        }
        for directory in passed {
            cache.by_directory.insert(directory.to_owned(), nearest.clone());
        }
        nearest
    }

    fn in_directory(&self, directory: &Path) -> Result<Option<Config>, ConfigError> {
        let path = directory.join(NAME);
        match fs::symlink_metadata(&path) {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(None)
            }
            // A directory without read permission does not configure its contents.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(None),
            _ => {
                let Choice::Nearest(users) = &self.choice else {
                    return Ok(None);
                };
                let name = path.strip_prefix(&self.working_directory).unwrap_or(&path);
                Config::found(&path, name, users).map(Some)
            }
        }
    }
}
