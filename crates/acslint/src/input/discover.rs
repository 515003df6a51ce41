//! Which inputs the given paths stand for: files, what directories hold, and what patterns match.

use std::collections::HashSet;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use globset::GlobBuilder;
use ignore::{DirEntry, WalkBuilder};

use super::{Input, Origin};
use crate::config::Configs;

/// An input, or the name of what should have been one and why it is none.
pub(crate) type Found = Result<Input, (String, io::Error)>;

/// The inputs that `paths` stand for, in the order of their names, each once; which files of a directory count is what
/// `configs` say.
pub(crate) fn discover(paths: &[PathBuf], configs: &Arc<Configs>) -> Vec<Found> {
    let mut search = Search {
        configs,
        working_directory: env::current_dir().unwrap_or_default(),
        seen: HashSet::new(),
        found: Vec::new(),
    };
    for path in paths {
        search.path(path);
    }
    search.found.sort_by(|a, b| name(a).cmp(name(b)));
    search.found
}

fn name(found: &Found) -> &str {
    match found {
        Ok(input) => &input.name,
        Err((name, _)) => name,
    }
}

struct Search<'c> {
    configs: &'c Arc<Configs>,
    working_directory: PathBuf,
    /// Canonical paths of what was found.
    seen: HashSet<PathBuf>,
    found: Vec<Found>,
}

impl Search<'_> {
    fn path(&mut self, path: &Path) {
        if path == Path::new("-") {
            if self.seen.insert(PathBuf::from("-")) {
                self.found.push(Ok(Input { name: "<stdin>".to_owned(), origin: Origin::Stdin }));
            }
            return;
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let configs = Arc::clone(self.configs);
                let excluded = move |entry: &DirEntry| {
                    let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
                    // What a directory excludes lies in it; it does not exclude itself.
                    let config = entry.path().parent().and_then(|parent| configs.of(parent, true));
                    config
                        .is_some_and(|config| config.excludes(&configs.absolute(entry.path()), is_directory))
                };
                let configs = Arc::clone(self.configs);
                let wanted = |file: &Path| match configs.of(file, false) {
                    Some(config) => {
                        config.includes(&configs.absolute(file)).unwrap_or_else(|| is_candidate(file))
                    }
                    None => is_candidate(file),
                };
                let mut walk = WalkBuilder::new(path);
                walk.require_git(false).filter_entry(move |entry| entry.depth() == 0 || !excluded(entry));
                self.walk(&mut walk, wanted);
            }
            Ok(_) => self.file(path),
            Err(error) => match pattern(path) {
                Some(pattern) => self.pattern(path, &pattern),
                None => self.fail(path, error),
            },
        }
    }

    /// Adds what a pattern matches, as a shell would: `.gitignore` and the kind of file do not matter.
    fn pattern(&mut self, path: &Path, pattern: &str) {
        let glob = match GlobBuilder::new(pattern).literal_separator(true).build() {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => return self.fail(path, io::Error::new(io::ErrorKind::InvalidInput, error)),
        };
        let base = literal_base(path);
        let wants_hidden = path.components().any(|part| is_hidden(part.as_os_str()));
        let matched = self
            .walk(WalkBuilder::new(base).standard_filters(false).hidden(!wants_hidden), |file| {
                glob.is_match(file.strip_prefix(".").unwrap_or(file))
            });
        if matched == 0 {
            self.fail(path, io::Error::new(io::ErrorKind::NotFound, "no file matches this pattern"));
        }
    }

    /// Adds the wanted files below a directory and returns how many there are.
    fn walk(&mut self, walk: &mut WalkBuilder, wanted: impl Fn(&Path) -> bool) -> usize {
        let mut matched = 0;
        for entry in walk.build() {
            match entry {
                Ok(entry) if !entry.file_type().is_some_and(|kind| kind.is_file()) => {}
                Ok(entry) if wanted(entry.path()) => {
                    matched += 1;
                    self.file(entry.path());
                }
                Ok(_) => {}
                Err(error) => self.walk_error(error),
            }
        }
        matched
    }

    fn file(&mut self, path: &Path) {
        let identity = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if self.seen.insert(identity) {
            let name = self.name(path);
            self.found.push(Ok(Input { name, origin: Origin::File(path.to_owned()) }));
        }
    }

    fn fail(&mut self, path: &Path, error: io::Error) {
        let name = self.name(path);
        self.found.push(Err((name, error)));
    }

    fn walk_error(&mut self, error: ignore::Error) {
        match error {
            ignore::Error::WithPath { path, err } => match err.into_io_error() {
                Some(error) => self.fail(&path, error),
                None => self.fail(&path, io::Error::other("it cannot be searched")),
            },
            ignore::Error::WithDepth { err, .. } => self.walk_error(*err),
            error => self.fail(Path::new("."), io::Error::other(error)),
        }
    }

    fn name(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.working_directory).unwrap_or(path);
        let path = path.strip_prefix(".").unwrap_or(path);
        let name = path.to_string_lossy();
        match name.as_ref() {
            "" => ".".to_owned(),
            name if std::path::MAIN_SEPARATOR == '/' => name.to_owned(),
            name => name.replace(std::path::MAIN_SEPARATOR, "/"),
        }
    }
}

/// What [`is_candidate`] says, as patterns.
pub(crate) const PATTERNS: [&str; 3] =
    ["*.json{,.gz,.zst,.zstd}", "*.jsonl{,.gz,.zst,.zstd}", "*.ndjson{,.gz,.zst,.zstd}"];

/// Whether a file in a directory is one to check, by its name.
fn is_candidate(path: &Path) -> bool {
    let extension = |path: &Path| path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    let plain = match extension(path).as_deref() {
        Some("gz" | "zst" | "zstd") => path.with_extension(""),
        _ => path.to_owned(),
    };
    matches!(extension(&plain).as_deref(), Some("json" | "jsonl" | "ndjson"))
}

/// Tells whether a path that is not there is a pattern.
pub(crate) fn is_pattern(path: &Path) -> bool {
    pattern(path).is_some()
}

/// The path as a pattern, if it is one.
pub(super) fn pattern(path: &Path) -> Option<String> {
    let pattern = path.strip_prefix(".").unwrap_or(path).to_str()?;
    pattern.contains(['*', '?', '[', '{']).then(|| pattern.to_owned())
}

/// The directory that everything a pattern matches lies in.
pub(super) fn literal_base(path: &Path) -> PathBuf {
    let literal = |part: &Component<'_>| pattern(Path::new(part.as_os_str())).is_none();
    let base: PathBuf = path.components().take_while(literal).collect();
    if base.as_os_str().is_empty() { PathBuf::from(".") } else { base }
}

fn is_hidden(part: &OsStr) -> bool {
    part.as_encoded_bytes().starts_with(b".") && part != "." && part != ".."
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{is_candidate, literal_base, pattern};

    #[test]
    fn candidates_are_told_by_their_extensions() {
        for name in ["a.json", "a.JSONL", "a.ndjson", "a.json.gz", "a.b.jsonl.zst", "a.json.zstd"] {
            assert!(is_candidate(Path::new(name)), "{name}");
        }
        for name in ["json", "a.log", "a.gz", "a.json.bak", "a.csv", "a.gz.json.txt"] {
            assert!(!is_candidate(Path::new(name)), "{name}");
        }
    }

    #[test]
    fn a_pattern_is_searched_for_where_it_begins() {
        assert_eq!(literal_base(Path::new("logs/2023/**/*.json")), Path::new("logs/2023"));
        assert_eq!(literal_base(Path::new("*.json")), Path::new("."));
        assert_eq!(literal_base(Path::new("/tmp/{a,b}/c.json")), Path::new("/tmp"));
        assert_eq!(pattern(Path::new("./a*.json")).as_deref(), Some("a*.json"));
        assert_eq!(pattern(Path::new("a.json")), None);
    }
}
