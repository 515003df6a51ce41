//! Discovery of inputs: files, directories and patterns.
//!
//! Of a directory everything is either an input or counted among what is [left out](LeftOut), by its name or for another reason, such
//! as reports of this program, schemas, and other documents that are not logs by their content. The only files that can
//! hide something are the `.gitignore` files of the repository: what else a machine has set up for itself does not change
//! what is checked.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::env;
use std::ffi::OsStr;
use std::fs::{self, DirEntry, File};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use acslint_check::{Hints, Window};
use globset::{GlobBuilder, GlobMatcher};
use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::archive::{self, Found};
use super::left_out::{COMPRESSED, LeftOut, Reason, Unread};
use super::{Given, Input, Limits, Origin};
use crate::bounded::{CONFIG_SIZE, read_regular};
use crate::config::{self, Configs};
use crate::identity::Identity;
use crate::recognize::{Document, document};
use crate::repository::{GIT, root_of};

/// Input, or the name of a path that cannot be one and the error.
pub(crate) type DiscoveredInput = Result<Input, (String, io::Error)>;

/// Result of a search for inputs.
#[derive(Debug)]
pub(crate) struct Discovered {
    /// Inputs in the order of their names.
    pub(crate) inputs: Vec<DiscoveredInput>,
    pub(crate) left_out: LeftOut,
    /// Files that are not inputs because of their content.
    pub(crate) documents: Vec<PathBuf>,
}

impl Discovered {
    /// Inputs that the caller of the library reads: nothing is searched for.
    pub(crate) fn given(given: Vec<Given>) -> Self {
        let input = |given: Given| Ok(Input { name: given.name().to_owned(), origin: Origin::Given(given) });
        let inputs = given.into_iter().map(input).collect();
        Self { inputs, left_out: LeftOut::default(), documents: Vec::new() }
    }
}

/// Criteria for inputs besides the configuration.
#[derive(Debug, Clone)]
pub(crate) struct Selection {
    /// True if all links in directories are followed.
    pub(crate) follow: bool,
    /// Patterns of files and directories to leave out, relative to the working directory.
    pub(crate) excluded: Gitignore,
    /// True if a file given by name is left out as one in a directory is: by patterns, and by its content.
    pub(crate) force_exclude: bool,
    /// True if files are inputs whatever their content is, as schemas are for a linter of schemas.
    pub(crate) any_content: bool,
    /// Limits on archives.
    pub(crate) limits: Limits,
    /// Window of time: files in folders of exports for other hours are left out without being opened.
    pub(crate) window: Option<Window>,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            follow: false,
            excluded: Gitignore::empty(),
            force_exclude: false,
            any_content: false,
            limits: Limits::default(),
            window: None,
        }
    }
}

/// Returns the inputs that `paths` stand for, in the order of their names, each file once. `configs` decide which
/// files of a directory are inputs.
///
/// A document that is not a log by its content is left out of directories and patterns; given by name, it is an
/// error.
///
/// A file for which `is_ours` returns true, such as an output of this run, does not count among the left out ones:
/// the run created it.
///
/// A discovered link leads to an input if its target lies in the searched directory or in its repository; with
/// `follow`, wherever its target lies.
pub(crate) fn discover(
    paths: &[PathBuf],
    configs: &Arc<Configs>,
    selection: &Selection,
    is_ours: &dyn Fn(&Path) -> bool,
) -> Discovered {
    let mut search = Search {
        configs,
        selection,
        working_directory: env::current_dir().unwrap_or_default(),
        stdin: false,
        candidates: Vec::new(),
        failures: Vec::new(),
        left_out: BTreeMap::new(),
        unread: Unread::default(),
        counted: HashSet::new(),
        given: paths.iter().map(|path| Identity::of(path)).collect(),
        is_ours,
    };
    for path in paths {
        search.path(path);
    }
    search.end()
}

/// Way in which an input was found. Among the names of a file, the one with the smallest rank counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Given by the user, with the number of paths given before it.
    Given(usize),
    File,
    Link,
}

/// File that may be an input.
struct Candidate {
    rank: Rank,
    name: String,
    path: PathBuf,
}

struct Search<'c> {
    configs: &'c Arc<Configs>,
    selection: &'c Selection,
    working_directory: PathBuf,
    /// True if standard input is an input.
    stdin: bool,
    candidates: Vec<Candidate>,
    failures: Vec<(String, io::Error)>,
    left_out: BTreeMap<String, Reason>,
    unread: Unread,
    /// Directories whose unread files are counted.
    counted: HashSet<Identity>,
    /// Paths given by the user.
    given: HashSet<Identity>,
    /// Returns true for a file of the run itself.
    is_ours: &'c dyn Fn(&Path) -> bool,
}

impl Search<'_> {
    fn path(&mut self, path: &Path) {
        if path == Path::new("-") {
            self.stdin = true;
            return;
        }
        match fs::metadata(path) {
            Ok(metadata) if self.selection.force_exclude && self.is_excluded(path, metadata.is_dir()) => {
                self.leave_out(path, Reason::Exclude);
            }
            Ok(metadata) if metadata.is_dir() => {
                self.walk(path, &Wanted::InDirectory(Arc::clone(self.configs)));
            }
            Ok(_) => {
                let rank = Rank::Given(self.candidates.len());
                let (name, path) = (self.name(path), path.to_owned());
                self.candidates.push(Candidate { rank, name, path });
            }
            Err(error) => match pattern(path) {
                Some(pattern) => self.pattern(path, &pattern),
                None => self.fail(path, error),
            },
        }
    }

    /// Adds the matches of a pattern, like a shell: `.gitignore` and the kind of file do not matter.
    fn pattern(&mut self, path: &Path, pattern: &str) {
        let glob = match GlobBuilder::new(pattern).literal_separator(true).build() {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => return self.fail(path, io::Error::new(io::ErrorKind::InvalidInput, error)),
        };
        let base = literal_base(path);
        let below = base.strip_prefix(".").unwrap_or(&base).components().count();
        let wanted = Wanted::Matching {
            glob,
            hidden: path.components().any(|part| is_hidden(part.as_os_str())),
            // Without `**`, the pattern determines the depth.
            depth: if pattern.contains("**") {
                usize::MAX
            } else {
                (pattern.matches('/').count() + 1).saturating_sub(below)
            },
        };
        if self.walk(&base, &wanted) == 0 {
            self.fail(path, io::Error::new(io::ErrorKind::NotFound, "no file matches this pattern"));
        }
    }

    /// Adds the wanted files below a directory and returns their number.
    fn walk(&mut self, root: &Path, wanted: &Wanted) -> usize {
        let real = match fs::canonicalize(root) {
            Ok(real) => real,
            // A pattern whose base directory does not exist matches nothing.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return 0,
            Err(error) => {
                self.fail(root, error);
                return 0;
            }
        };
        let repository = root_of(&real).map(Path::to_owned);
        let mut walk = Walk {
            search: self,
            wanted,
            entered: HashSet::new(),
            links: VecDeque::new(),
            found: 0,
            real: real.clone(),
            repository,
        };
        let mut ignores = Ignores::default();
        if wanted.minds_gitignore()
            && let Some(repository) = walk.repository.clone()
        {
            let above: Vec<&Path> =
                real.ancestors().skip(1).take_while(|directory| directory.starts_with(&repository)).collect();
            for directory in above.into_iter().rev() {
                walk.ignore(&mut ignores, directory, directory);
            }
        }
        let place = Place { path: root.to_owned(), real, depth: 1, ignores };
        walk.directory(&place);
        // Links come last, so that a file gets the name that is not a link if it has one.
        while let Some(place) = walk.links.pop_front() {
            walk.directory(&place);
        }
        walk.found
    }

    /// Returns true if a pattern excludes a path or a directory above it, as it would in a search from the top.
    fn is_excluded(&self, path: &Path, is_directory: bool) -> bool {
        let path = self.configs.absolute(path);
        let here = path.ancestors().enumerate();
        let mut entries = here.map(|(number, entry)| (entry, number > 0 || is_directory));
        self.matches_option(&path, is_directory)
            || entries.any(|(entry, is_directory)| {
                let config = entry.parent().and_then(|parent| self.configs.of(parent, true));
                config.is_some_and(|config| config.excludes(entry, is_directory))
            })
    }

    /// Returns true if `--exclude` matches an absolute path. Patterns with a `/` are about the working directory.
    fn matches_option(&self, path: &Path, is_directory: bool) -> bool {
        let excluded = &self.selection.excluded;
        match path.strip_prefix(&self.working_directory) {
            Ok(path) if path.as_os_str().is_empty() => false,
            Ok(path) => excluded.matched_path_or_any_parents(path, is_directory).is_ignore(),
            Err(_) => {
                let relative: PathBuf =
                    path.components().filter(|part| matches!(part, Component::Normal(_))).collect();
                excluded.matched(relative, is_directory).is_ignore()
            }
        }
    }

    fn fail(&mut self, path: &Path, error: io::Error) {
        let name = self.name(path);
        self.failures.push((name, error));
    }

    /// Counts a file that is not read because of its name, unless it is a configuration, the user gave it or the run writes it.
    fn count_unread(&mut self, path: &Path) {
        let is_configuration = path.file_name().is_some_and(|name| name == config::NAME);
        if !is_configuration && !(self.is_ours)(path) && !self.given.contains(&Identity::of(path)) {
            self.unread.add(path);
        }
    }

    fn leave_out(&mut self, path: &Path, reason: Reason) {
        let name = self.name(path);
        self.left_out.entry(name).or_insert(reason);
    }

    /// Returns each file once, under the name with the smallest rank.
    fn end(mut self) -> Discovered {
        let is_ours = self.is_ours;
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.sort_by(|a, b| (a.rank, &a.name).cmp(&(b.rank, &b.name)));
        let mut seen: HashMap<Identity, PathBuf> = HashMap::new();
        let mut inputs: Vec<DiscoveredInput> = self.failures.drain(..).map(Err).collect();
        if self.stdin {
            inputs.push(Ok(Input { name: "<stdin>".to_owned(), origin: Origin::Stdin }));
        }
        let mut documents = Vec::new();
        for Candidate { rank, name, path } in candidates {
            let identity = Identity::of(&path);
            if let Some(other) = seen.get(&identity) {
                // A directory that is reached on two paths contains the same entries.
                let is_other_entry = || fs::canonicalize(&path).ok() != fs::canonicalize(other).ok();
                if rank == Rank::Link || (rank == Rank::File && is_other_entry()) {
                    self.left_out.entry(name).or_insert(Reason::SameFile);
                }
                continue;
            }
            seen.insert(identity, path.clone());
            if self.is_of_another_hour(&name) {
                self.left_out.entry(name).or_insert(Reason::OtherHour);
                continue;
            }
            // The caller decides about the files of the run itself.
            let is_any = self.selection.any_content || is_ours(&path);
            let document = if is_any { None } else { self.document(&path) };
            match (document, rank) {
                (None, _) if is_any => inputs.push(Ok(Input { name, origin: Origin::File(path) })),
                (None, _) => self.file(name, path, &mut inputs),
                (Some(document), Rank::Given(_)) if !self.selection.force_exclude => {
                    inputs.push(Err((name, not_a_log(document))));
                }
                (Some(document), _) => {
                    documents.push(path);
                    self.left_out.entry(name).or_insert(Reason::Document(document));
                }
            }
        }
        inputs.sort_by(|a, b| order(a).cmp(&order(b)));
        let known: BTreeSet<&str> = inputs.iter().map(name).collect();
        self.left_out.retain(|name, _| !is_ours(Path::new(name)));
        let left_out = LeftOut::new(self.left_out, &known, self.unread);
        Discovered { inputs, left_out, documents }
    }

    /// Adds a file, or the members of an archive.
    fn file(&mut self, name: String, path: PathBuf, inputs: &mut Vec<DiscoveredInput>) {
        let opened = match archive::open(&path, self.selection.limits) {
            Ok(Some(opened)) => opened,
            Ok(None) => return inputs.push(Ok(Input { name, origin: Origin::File(path) })),
            Err(error) => return inputs.push(Err((name, error))),
        };
        for (member, found) in opened.archive.found() {
            let name = format!("{name}!/{member}");
            match found {
                Found::Input(member) => inputs.push(Ok(Input { name, origin: Origin::Member(member) })),
                Found::Unreadable(error) => inputs.push(Err((name, error))),
                Found::Hidden => {
                    self.left_out.entry(name).or_insert(Reason::Hidden);
                }
                Found::NotAFile => {
                    self.left_out.entry(name).or_insert(Reason::NotAFile);
                }
            }
        }
        if let Some(fault) = opened.fault {
            inputs.push(Err((name, fault)));
        }
    }

    /// Returns true if the folders of a file are for an hour outside of the window.
    fn is_of_another_hour(&self, name: &str) -> bool {
        let hour = self.selection.window.as_ref().zip(Hints::from_path(name).hour);
        hour.is_some_and(|(window, hour)| !window.reaches_folder(hour))
    }

    /// Returns the kind of a file that is not a log by its content. For a file that cannot be read, the check reports
    /// the error.
    fn document(&self, path: &Path) -> Option<Document> {
        // Reading a pipe would consume its content.
        let is_file = fs::metadata(path).is_ok_and(|there| there.is_file());
        let config = || self.configs.of(path, false);
        let identifies = |key: &str| config().is_some_and(|config| config.identifies(key));
        let file = is_file.then(|| File::open(path).ok()).flatten()?;
        document(file, &identifies).unwrap_or_default()
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

/// Error about a document that is given by name.
fn not_a_log(document: Document) -> io::Error {
    let message = format!(
        "not a log, but a {}; leave it out, or pass `--force-exclude` to skip such files",
        document.phrase()
    );
    io::Error::new(io::ErrorKind::InvalidData, message)
}

/// Key to sort inputs by: members of an archive stay in its order, since they are read in that order.
fn order(found: &DiscoveredInput) -> (&str, usize) {
    let name = name(found);
    match found {
        Ok(Input { origin: Origin::Member(member), .. }) => {
            (name.strip_suffix(member.name()).unwrap_or(name), member.index())
        }
        _ => (name, 0),
    }
}

fn name(found: &DiscoveredInput) -> &str {
    match found {
        Ok(input) => &input.name,
        Err((name, _)) => name,
    }
}

/// Criterion for the files of a directory that are inputs.
enum Wanted {
    /// By name and configuration.
    InDirectory(Arc<Configs>),
    /// Matches of a pattern, down to a depth; `hidden` if names may begin with a dot.
    Matching { glob: GlobMatcher, hidden: bool, depth: usize },
}

impl Wanted {
    /// Returns true if a file is an input by its name.
    fn is(&self, file: &Path) -> bool {
        match self {
            Self::InDirectory(configs) => match configs.of(file, false) {
                Some(config) => {
                    config.includes(&configs.absolute(file)).unwrap_or_else(|| is_candidate(file))
                }
                None => is_candidate(file),
            },
            Self::Matching { glob, .. } => glob.is_match(file.strip_prefix(".").unwrap_or(file)),
        }
    }

    /// Returns true if the configuration excludes an entry.
    fn excludes(&self, path: &Path, is_directory: bool) -> bool {
        let Self::InDirectory(configs) = self else {
            return false;
        };
        // The configuration of a directory excludes entries in it, not the directory itself.
        let config = path.parent().and_then(|parent| configs.of(parent, true));
        config.is_some_and(|config| config.excludes(&configs.absolute(path), is_directory))
    }

    fn minds_gitignore(&self) -> bool {
        matches!(self, Self::InDirectory(_))
    }

    fn minds_hidden(&self) -> bool {
        !matches!(self, Self::Matching { hidden: true, .. })
    }

    /// Returns true if directories of this depth, counted from 1, may contain wanted files.
    fn reaches_into(&self, depth: usize) -> bool {
        match self {
            Self::InDirectory(_) => true,
            Self::Matching { depth: most, .. } => depth < *most,
        }
    }
}

/// Applicable `.gitignore` files, the nearest one last.
type Ignores = Vec<Arc<Gitignore>>;

/// Directory to search.
struct Place {
    /// Path as given, with the parts below it.
    path: PathBuf,
    /// Path with all links in the given part resolved.
    real: PathBuf,
    /// Depth of its entries, from 1.
    depth: usize,
    ignores: Ignores,
}

/// Search of a directory and everything below it.
struct Walk<'w, 'c> {
    search: &'w mut Search<'c>,
    wanted: &'w Wanted,
    /// Directories searched so far. Each one is searched once, so that cycles of links end.
    entered: HashSet<Identity>,
    /// Links to directories, followed at the end.
    links: VecDeque<Place>,
    /// Number of wanted files.
    found: usize,
    /// Directory with all links followed.
    real: PathBuf,
    /// Repository that contains the directory.
    repository: Option<PathBuf>,
}

impl Walk<'_, '_> {
    fn directory(&mut self, place: &Place) {
        if !self.entered.insert(Identity::of(&place.path)) {
            self.search.leave_out(&place.path, Reason::SameDirectory);
            return;
        }
        let mut entries = Vec::new();
        match fs::read_dir(&place.path) {
            Ok(listed) => {
                for entry in listed {
                    match entry {
                        Ok(entry) => entries.push(entry),
                        Err(error) => self.search.fail(&place.path, error),
                    }
                }
            }
            Err(error) => return self.search.fail(&place.path, error),
        }
        entries.sort_by_key(DirEntry::file_name);
        let mut ignores = place.ignores.clone();
        if self.wanted.minds_gitignore() && entries.iter().any(|entry| entry.file_name() == ".gitignore") {
            self.ignore(&mut ignores, &place.path, &place.real);
        }
        let is_first = self.search.counted.insert(Identity::of(&place.path));
        let counts_unread = is_first && matches!(self.wanted, Wanted::InDirectory(_));
        for entry in entries {
            self.entry(&entry, place, &ignores, counts_unread);
        }
    }

    /// Adds the `.gitignore` of a directory.
    fn ignore(&mut self, ignores: &mut Ignores, directory: &Path, real: &Path) {
        let file = directory.join(".gitignore");
        let text = match read_regular(&file, CONFIG_SIZE) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(_) => return self.search.leave_out(&file, Reason::UnreadableGitignore),
        };
        let text = String::from_utf8_lossy(&text);
        let mut builder = GitignoreBuilder::new(real);
        builder.allow_unclosed_class(false);
        for line in text.strip_prefix('\u{FEFF}').unwrap_or(&text).lines() {
            // An invalid line ignores nothing, as in git.
            let _ = builder.add_line(None, line);
        }
        if let Ok(ignore) = builder.build() {
            ignores.push(Arc::new(ignore));
        }
    }

    fn entry(&mut self, entry: &DirEntry, place: &Place, ignores: &Ignores, counts_unread: bool) {
        let (path, real) = (entry.path(), place.real.join(entry.file_name()));
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => return self.search.fail(&path, error),
        };
        let is_link = kind.is_symlink();
        let target =
            if is_link { fs::metadata(&path).ok().map(|target| target.file_type()) } else { Some(kind) };
        let is_directory = target.is_some_and(|target| target.is_dir());
        let concerns =
            if is_directory { self.wanted.reaches_into(place.depth) } else { self.wanted.is(&path) };
        // Files of git itself do not belong to the directory.
        if entry.file_name() == GIT {
            return;
        }
        if !concerns {
            let is_file = target.is_some_and(|target| target.is_file());
            let hides = is_hidden(&entry.file_name()) || is_ignored(ignores, &real, false);
            if counts_unread && is_file && !hides && !self.excludes(&path, false) {
                self.search.count_unread(&path);
            }
            return;
        }
        let reason = if self.wanted.minds_hidden() && is_hidden(&entry.file_name()) {
            Reason::Hidden
        } else if is_ignored(ignores, &real, kind.is_dir()) {
            Reason::Gitignore
        } else if self.excludes(&path, is_directory) {
            Reason::Exclude
        } else {
            match target {
                None => Reason::BrokenLink,
                Some(target) if target.is_dir() && is_link && !self.follows() => Reason::LinkToDirectory,
                Some(target) if target.is_dir() => {
                    let place = Place { path, real, depth: place.depth + 1, ignores: ignores.clone() };
                    if is_link {
                        self.links.push_back(place);
                    } else {
                        self.directory(&place);
                    }
                    return;
                }
                Some(target) if !target.is_file() => Reason::NotAFile,
                Some(_) if is_link && !self.follows() && !self.is_inside(&path) => Reason::LinkOutside,
                Some(_) => {
                    self.found += 1;
                    let rank = if is_link { Rank::Link } else { Rank::File };
                    let name = self.search.name(&path);
                    return self.search.candidates.push(Candidate { rank, name, path });
                }
            }
        };
        self.search.leave_out(&path, reason);
    }

    fn follows(&self) -> bool {
        self.search.selection.follow
    }

    /// Returns true if the configuration or `--exclude` excludes an entry; with `--force-exclude`, also a match of a
    /// pattern.
    fn excludes(&self, path: &Path, is_directory: bool) -> bool {
        let is_match = matches!(self.wanted, Wanted::Matching { .. });
        let option = || self.search.matches_option(&self.search.configs.absolute(path), is_directory);
        let as_if_named =
            || is_match && self.search.selection.force_exclude && self.search.is_excluded(path, is_directory);
        self.wanted.excludes(path, is_directory) || option() || as_if_named()
    }

    /// Returns true if a link leads into the searched directory or its repository, but not to files of git itself.
    fn is_inside(&self, link: &Path) -> bool {
        let Ok(target) = fs::canonicalize(link) else {
            return false;
        };
        let roots = [Some(&self.real), self.repository.as_ref()];
        roots.into_iter().flatten().any(|root| {
            let inner = target.strip_prefix(root);
            inner.is_ok_and(|inner| inner.components().all(|part| part.as_os_str() != GIT))
        })
    }
}

/// Returns true if the nearest `.gitignore` file with a matching line ignores the entry.
fn is_ignored(ignores: &Ignores, real: &Path, is_directory: bool) -> bool {
    let said = ignores.iter().rev().map(|ignore| ignore.matched(real, is_directory));
    said.into_iter().find(|said| !said.is_none()).is_some_and(|said| matches!(said, Match::Ignore(_)))
}

/// Patterns of the names that [`is_candidate`] accepts.
pub(crate) const PATTERNS: [&str; 3] =
    ["*.json{,.gz,.zst,.zstd}", "*.jsonl{,.gz,.zst,.zstd}", "*.ndjson{,.gz,.zst,.zstd}"];

/// Returns true if a file in a directory is one to check, by its name.
fn is_candidate(path: &Path) -> bool {
    let extension = |path: &Path| path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    let plain = match extension(path).as_deref() {
        Some(last) if COMPRESSED.contains(&last) => path.with_extension(""),
        _ => path.to_owned(),
    };
    matches!(extension(&plain).as_deref(), Some("json" | "jsonl" | "ndjson"))
}

/// Returns true if a path that does not exist is a pattern.
pub(crate) fn is_pattern(path: &Path) -> bool {
    pattern(path).is_some()
}

/// Returns the path as a pattern, if it is one.
pub(super) fn pattern(path: &Path) -> Option<String> {
    let pattern = path.strip_prefix(".").unwrap_or(path).to_str()?;
    pattern.contains(['*', '?', '[', '{']).then(|| pattern.to_owned())
}

/// Returns the directory that contains all matches of a pattern.
pub(crate) fn literal_base(path: &Path) -> PathBuf {
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
