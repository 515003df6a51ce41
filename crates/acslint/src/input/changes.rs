//! Changes of inputs: files that are written, renamed, added and removed.
//!
//! The system reports that something happened below a directory, often more than once. acslint then compares the
//! files with their previous state. So neither the way in which an editor saves a file matters, nor other files
//! beside the inputs.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::discover::{literal_base, pattern};
use super::{DiscoveredInput, Origin};

/// Quiet time after which a program has finished saving several files, or one file in several steps.
const QUIET: Duration = Duration::from_millis(50);
/// Maximum delay under continuous changes.
const LONGEST: Duration = Duration::from_millis(500);
/// Interval between checks for an interruption.
const ASK: Duration = Duration::from_millis(200);

/// Watcher of changes.
pub(crate) struct Changes {
    events: Receiver<notify::Result<notify::Event>>,
    watcher: RecommendedWatcher,
    /// Watched paths, as given.
    paths: Vec<PathBuf>,
    /// Directories of files that are not inputs but matter too.
    others: Vec<PathBuf>,
    /// Watched places, by absolute path.
    watched: BTreeMap<PathBuf, RecursiveMode>,
}

impl Changes {
    /// Watches the inputs that `paths` stand for, and the files in `others`.
    pub(crate) fn watch<'p>(
        paths: &[PathBuf],
        others: impl Iterator<Item = &'p Path>,
    ) -> Result<Self, (PathBuf, notify::Error)> {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(sender).map_err(|error| (PathBuf::from("."), error))?;
        let (paths, others) = (paths.to_vec(), others.map(parent).collect());
        let mut changes = Self { events, watcher, paths, others, watched: BTreeMap::new() };
        for (place, mode) in changes.places() {
            changes.watcher.watch(&absolute(&place), mode).map_err(|error| (place.clone(), error))?;
            changes.watched.insert(absolute(&place), mode);
        }
        changes.renew(&[]);
        Ok(changes)
    }

    /// Returns the directories to watch.
    fn places(&self) -> BTreeMap<PathBuf, RecursiveMode> {
        let mut places = BTreeMap::new();
        let others = self.others.iter().map(|other| (other.clone(), RecursiveMode::NonRecursive));
        for (place, mode) in self.paths.iter().map(|path| place(path)).chain(others) {
            let known = places.entry(place).or_insert(mode);
            if mode == RecursiveMode::Recursive {
                *known = mode;
            }
        }
        places
    }

    /// Watches the present directories. A directory that was removed and created again is a different one, and its
    /// watch is lost; the watches on its parents report the creation.
    fn renew(&mut self, touched: &[PathBuf]) {
        loop {
            let places = self.places();
            self.watch_anew(&places, touched);
            // A directory created before its parent is watched causes no event: compare again.
            if self.places() == places {
                return;
            }
        }
    }

    /// Watches places and the directories above them, unless they are watched already and were not touched.
    fn watch_anew(&mut self, places: &BTreeMap<PathBuf, RecursiveMode>, touched: &[PathBuf]) {
        let mut wanted: BTreeMap<PathBuf, RecursiveMode> =
            places.iter().map(|(place, mode)| (absolute(place), *mode)).collect();
        for above in places.keys().flat_map(|place| place.ancestors().skip(1)) {
            wanted.entry(absolute(above)).or_insert(RecursiveMode::NonRecursive);
        }
        for (place, mode) in wanted {
            let is_watched = self.watched.get(&place) == Some(&mode);
            if is_watched && !touched.iter().any(|touched| place.starts_with(touched)) {
                continue;
            }
            // A place that is not watched, or does not exist, is not an error.
            let _ = self.watcher.unwatch(&place);
            match self.watcher.watch(&place, mode) {
                Ok(()) => self.watched.insert(place, mode),
                Err(_) => self.watched.remove(&place),
            };
        }
    }

    /// Returns true if an event at a path can matter: in a watched place, or above one.
    fn concerns(&self, path: &Path) -> bool {
        self.places().iter().any(|(place, mode)| {
            let place = absolute(place);
            let is_in = match mode {
                RecursiveMode::Recursive => path.starts_with(&place),
                RecursiveMode::NonRecursive => path.parent() == Some(&place),
            };
            is_in || place.starts_with(path)
        })
    }

    /// Waits until something happens and then stays quiet. Returns the affected files, or `None` after an
    /// interruption.
    pub(crate) fn next(&mut self, interrupted: &AtomicBool) -> Option<Vec<PathBuf>> {
        let mut touched = Vec::new();
        let mut begin = None;
        loop {
            if interrupted.load(Ordering::Relaxed) {
                return None;
            }
            match self.events.recv_timeout(if begin.is_some() { QUIET } else { ASK }) {
                // Read access, including that of this program, changes nothing.
                Ok(Ok(event)) if event.kind.is_access() => {}
                Ok(event) => {
                    let paths = event.map(|event| event.paths).unwrap_or_default();
                    let is_about = |path: &PathBuf| self.concerns(path);
                    if paths.is_empty() || paths.iter().any(is_about) {
                        self.renew(&paths);
                        touched.extend(paths);
                        begin.get_or_insert_with(Instant::now);
                    }
                }
                Err(RecvTimeoutError::Timeout) if begin.is_some() => return Some(touched),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            if begin.is_some_and(|begin| begin.elapsed() >= LONGEST) {
                return Some(touched);
            }
        }
    }
}

/// Returns a path in the form that events have.
fn absolute(path: &Path) -> PathBuf {
    env::current_dir().unwrap_or_default().join(path)
}

/// Returns the directory to watch for changes of a path. Files are not watched themselves: an editor may replace a
/// file by a new one.
fn place(path: &Path) -> (PathBuf, RecursiveMode) {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => (path.to_owned(), RecursiveMode::Recursive),
        Err(_) if pattern(path).is_some() => (literal_base(path), RecursiveMode::Recursive),
        _ => (parent(path), RecursiveMode::NonRecursive),
    }
}

/// Returns the directory that contains a path.
fn parent(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new(".")).to_owned()
}

/// State of some files at one time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Snapshot(BTreeMap<String, State>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    /// File with all links followed; `None` if it does not exist.
    file: Option<PathBuf>,
    size: u64,
    modified: Option<SystemTime>,
}

impl Snapshot {
    /// Records the state of the inputs and of the `others`.
    pub(crate) fn of<'p>(inputs: &[DiscoveredInput], others: impl Iterator<Item = &'p Path>) -> Self {
        let mut states = BTreeMap::new();
        for found in inputs {
            match found {
                Ok(input) => {
                    if let Origin::File(path) = &input.origin {
                        states.insert(input.name.clone(), State::of(path));
                    }
                }
                Err((name, _)) => {
                    states.insert(name.clone(), State { file: None, size: 0, modified: None });
                }
            }
        }
        states.extend(others.map(|path| (path.to_string_lossy().into_owned(), State::of(path))));
        Self(states)
    }

    /// Returns the number of files.
    pub(crate) fn files(&self) -> usize {
        self.0.values().filter(|state| state.file.is_some()).count()
    }

    /// Returns the names of the files that differ from `before` or were touched since. A file that is written twice
    /// within the resolution of its time stamp may look the same.
    pub(crate) fn changed(&self, before: &Self, touched: &[PathBuf]) -> Vec<String> {
        let touched: Vec<_> = touched.iter().map(|path| fs::canonicalize(path).ok()).collect();
        let is_touched = |state: &State| state.file.is_some() && touched.contains(&state.file);
        let there =
            self.0.iter().filter(|(name, state)| before.0.get(*name) != Some(*state) || is_touched(state));
        let gone = before.0.iter().filter(|(name, _)| !self.0.contains_key(*name));
        let mut changed: Vec<_> = there.chain(gone).map(|(name, _)| name.clone()).collect();
        changed.sort_unstable();
        changed
    }
}

impl State {
    fn of(path: &Path) -> Self {
        let metadata = fs::metadata(path).ok();
        Self {
            file: fs::canonicalize(path).ok(),
            size: metadata.as_ref().map_or(0, fs::Metadata::len),
            modified: metadata.and_then(|metadata| metadata.modified().ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;

    use notify::RecursiveMode;

    use super::{Snapshot, place};
    use crate::config::{Choice, Configs};
    use crate::input::{Selection, discover};

    #[test]
    fn a_file_is_watched_in_its_directory() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("a.json");
        fs::write(&file, "").unwrap();
        assert_eq!(place(&file), (directory.path().to_owned(), RecursiveMode::NonRecursive));
        assert_eq!(place(directory.path()), (directory.path().to_owned(), RecursiveMode::Recursive));
        assert_eq!(
            place(&directory.path().join("*.json")),
            (directory.path().to_owned(), RecursiveMode::Recursive)
        );
        assert_eq!(place(Path::new("absent.json")).0, Path::new("."));
    }

    #[test]
    fn what_was_changed_added_or_removed_is_seen() {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        let configs = Arc::new(Configs::new(Choice::Nothing).unwrap());
        let snapshot = || {
            let inputs =
                discover(&[directory.path().to_owned()], &configs, &Selection::default(), &|_| false).inputs;
            Snapshot::of(&inputs, std::iter::empty())
        };
        for name in ["a.json", "b.json", "c.json", "d.json"] {
            fs::write(path(name), "{}").unwrap();
        }
        let before = snapshot();
        assert_eq!((before.files(), before.changed(&before, &[])), (4, vec![]));
        fs::write(path("b.json"), "[{}]").unwrap();
        fs::remove_file(path("c.json")).unwrap();
        fs::write(path("e.json"), "").unwrap();
        // A file that is not an input, and one without a change.
        fs::write(path("notes.txt"), "").unwrap();
        let changed = snapshot().changed(&before, &[path("notes.txt"), path("d.json"), path("gone.json")]);
        let names: Vec<_> = changed.iter().map(|name| name.rsplit('/').next().unwrap()).collect();
        assert_eq!(names, ["b.json", "c.json", "d.json", "e.json"]);
    }
}
