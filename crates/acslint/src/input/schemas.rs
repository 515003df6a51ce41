//! Schemas to compare, from files, directories and git revisions.
//!
//! acslint runs the `git` program, since only git knows all forms of repositories. It fetches nothing: it follows a
//! reference from one schema to another only if the other one lies beside it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use acslint_schema::documents::DocumentSet;
use serde_json::Value;

use super::bounded;
use super::git::{self, Refusal};
use crate::config::trust::Bounds;

/// Reason why schemas cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum SchemasError {
    /// A file cannot be read.
    #[error("cannot read `{place}`")]
    Read {
        /// File.
        place: String,
        /// Error of the system.
        source: io::Error,
    },
    /// A file is not JSON.
    #[error("`{place}` is not JSON")]
    Json {
        /// File.
        place: String,
        /// Error of the parser, with line and column.
        source: serde_json::Error,
    },
    /// A file has a comment, or its JSON is nested too deeply.
    #[error("`{place}:{line}:{column}`: {said}")]
    Syntax {
        /// File.
        place: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// Description of the error.
        said: String,
    },
    /// The name is not a file, a directory or a revision.
    #[error("`{given}` is not a file, a directory or a git revision: {said}")]
    Nothing {
        /// Name, as given.
        given: String,
        /// Message of git.
        said: String,
    },
    /// The name may be that of a revision, but git is not available.
    #[error(
        "`{given}` is not a file or a directory, and acslint cannot run `git` to look it up as a revision"
    )]
    NoGit {
        /// Name, as given.
        given: String,
        /// Error of the system.
        source: io::Error,
    },
    /// A revision does not have this path.
    #[error("`{path}` not found in revision `{revision}`")]
    NotInRevision {
        /// Revision.
        revision: String,
        /// Path.
        path: String,
    },
    /// A revision has this path, but a partial clone does not.
    #[error(
        "`{revision}:{}` is not in this partial clone, and acslint fetches nothing; fetch it with \
         `git {}cat-file -e {revision}:{path}`",
        path.trim_start_matches("./"),
        if directory == "." { String::new() } else { format!("-C {directory} ") }
    )]
    NotFetched {
        /// Directory of the query.
        directory: String,
        /// Revision.
        revision: String,
        /// Path.
        path: String,
    },
    /// A revision without a path does not identify schemas.
    #[error("`{given}` is a revision without a path; add the path of its schemas, such as `{given}:schemas`")]
    NoPath {
        /// Name, as given.
        given: String,
    },
    /// A directory has no schema.
    #[error("no schema in `{given}`: none of its {files} JSON files declares itself as one")]
    NoSchema {
        /// Name, as given.
        given: String,
        /// Number of JSON files.
        files: usize,
    },
    /// A reference does not lead to a schema.
    #[error("invalid reference in `{place}`: {said}")]
    Reference {
        /// File.
        place: String,
        /// Description of the error.
        said: String,
    },
}

/// Source of schemas.
enum Source {
    Input,
    File(PathBuf),
    Directory(PathBuf),
    /// Path in a revision, and the directory of the repository.
    Revision {
        directory: PathBuf,
        revision: String,
        path: String,
        tree: bool,
    },
}

/// Reads the schemas of a name. A revision alone stands for the same path as the other name.
pub(crate) fn read(given: &str, other: &str) -> Result<DocumentSet, SchemasError> {
    let source = source(given, other)?;
    let (single, texts) = match &source {
        Source::Input => {
            let mut text = Vec::new();
            let failed = |source| SchemasError::Read { place: "<stdin>".to_owned(), source };
            let mut limited = io::stdin().lock().take(bounded::SCHEMA_SIZE + 1);
            limited.read_to_end(&mut text).map_err(failed)?;
            if text.len() as u64 > bounded::SCHEMA_SIZE {
                return Err(failed(bounded::too_large(bounded::SCHEMA_SIZE)));
            }
            (true, BTreeMap::from([("<stdin>".to_owned(), text)]))
        }
        Source::File(path) => {
            let name =
                path.file_name().map_or_else(|| given.to_owned(), |name| name.to_string_lossy().into_owned());
            (true, BTreeMap::from([(name, read_file(path)?)]))
        }
        Source::Directory(path) => {
            let mut texts = BTreeMap::new();
            let failed = |source| SchemasError::Read { place: given.to_owned(), source };
            let bounds = fs::canonicalize(path).and_then(|path| Bounds::around(&path)).map_err(failed)?;
            read_directory(path, "", &bounds, &mut texts)?;
            (false, texts)
        }
        Source::Revision { directory, revision, path, tree } => {
            (!tree, read_revision(directory, revision, path, *tree, given)?)
        }
    };
    let mut documents = Vec::with_capacity(texts.len());
    for (name, text) in texts {
        let place = place(given, &name, single);
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text);
        let value: Value = serde_json::from_slice(text)
            .map_err(|source| not_json(place, &String::from_utf8_lossy(text), source))?;
        documents.push((name, value));
    }
    let mut schemas = if single {
        documents.pop().map(|(name, schema)| DocumentSet::single(name, schema)).unwrap_or_default()
    } else {
        DocumentSet::of_documents(documents)
    };
    if schemas.schemas().is_empty() {
        return Err(SchemasError::NoSchema { given: given.to_owned(), files: schemas.others().len() });
    }
    schemas.embed_references(|name| read_beside(&source, name)).map_err(|error| SchemasError::Reference {
        place: place(given, &error.name, single),
        said: error.message,
    })?;
    Ok(schemas)
}

/// Returns the place of a document, for messages.
fn place(given: &str, name: &str, single: bool) -> String {
    if single { given.to_owned() } else { format!("{given}/{name}") }
}

/// Returns the error for a text that is not JSON, in this program's words if it has a message for it.
fn not_json(place: String, text: &str, source: serde_json::Error) -> SchemasError {
    let said = acslint_check::syntax_error(text, &source);
    if source.to_string().starts_with(&said) {
        return SchemasError::Json { place, source };
    }
    SchemasError::Syntax { place, line: source.line(), column: source.column(), said }
}

fn source(given: &str, other: &str) -> Result<Source, SchemasError> {
    let path = Path::new(given);
    if given == "-" {
        return Ok(Source::Input);
    }
    if path.is_dir() {
        return Ok(Source::Directory(path.to_owned()));
    }
    if path.exists() {
        return Ok(Source::File(path.to_owned()));
    }
    let (revision, path) = match given.split_once(':') {
        Some((revision, path)) => (revision, path.to_owned()),
        None => (given, String::new()),
    };
    let mut directory = PathBuf::from(".");
    git::knows(&directory, revision)
        .or_else(|error| {
            // A repository around the other path may have the revision if there is none here.
            let beside =
                Path::new(other).parent().filter(|_| Path::new(other).exists() && !given.contains(':'));
            let beside = beside.filter(|beside| !beside.as_os_str().is_empty()).ok_or(error)?;
            beside.clone_into(&mut directory);
            git::knows(beside, revision)
        })
        .map_err(|error| refused(error, given))?;
    let path = match (given.contains(':'), other.split_once(':')) {
        (true, _) => path,
        (false, _) if Path::new(other).exists() => beside(other, &mut directory)?,
        (false, Some((_, path))) => path.to_owned(),
        (false, None) => return Err(SchemasError::NoPath { given: given.to_owned() }),
    };
    let missing = |_| {
        if git::lacks(&directory, revision, &path) {
            return not_fetched(&directory, revision, &path);
        }
        SchemasError::NotInRevision { revision: revision.to_owned(), path: path.clone() }
    };
    let kind = git::ask(&directory, &["cat-file", "-t", &format!("{revision}:{path}")]).map_err(missing)?;
    let tree = kind.starts_with(b"tree");
    Ok(Source::Revision { directory, revision: revision.to_owned(), path, tree })
}

/// Returns the path of a file as git names it, and sets `directory` to the directory for the query.
fn beside(path: &str, directory: &mut PathBuf) -> Result<String, SchemasError> {
    let failed = |source| SchemasError::Read { place: path.to_owned(), source };
    let whole = fs::canonicalize(path).map_err(failed)?;
    match (whole.parent(), whole.file_name()) {
        (Some(parent), Some(name)) => {
            parent.clone_into(directory);
            Ok(format!("./{}", name.to_string_lossy()))
        }
        _ => Ok(String::new()),
    }
}

fn not_fetched(directory: &Path, revision: &str, path: &str) -> SchemasError {
    let (revision, path) = (revision.to_owned(), path.to_owned());
    SchemasError::NotFetched { directory: directory.display().to_string(), revision, path }
}

/// Returns the error for a refused name.
fn refused(refusal: Refusal, given: &str) -> SchemasError {
    match refusal {
        Refusal::Missing(source) => SchemasError::NoGit { given: given.to_owned(), source },
        Refusal::Refused(said) if said.is_empty() => {
            SchemasError::Nothing { given: given.to_owned(), said: "revision not found".to_owned() }
        }
        Refusal::Refused(said) => SchemasError::Nothing { given: given.to_owned(), said },
    }
}

/// Reads a file that the user names.
fn read_file(path: &Path) -> Result<Vec<u8>, SchemasError> {
    bounded::read_limited(path, bounded::SCHEMA_SIZE)
        .map_err(|source| SchemasError::Read { place: path.display().to_string(), source })
}

/// Reads a file of a directory, or one that a schema in it refers to: one within the repository of the directory.
fn read_within(path: &Path, bounds: &Bounds) -> io::Result<Vec<u8>> {
    let directory = fs::canonicalize(directory_of(path))?;
    match bounds.objection(&directory.join(path.file_name().unwrap_or_default())) {
        Some(why) => Err(io::Error::new(io::ErrorKind::InvalidInput, format!("it {why}"))),
        None => bounded::read_regular(path, bounded::SCHEMA_SIZE),
    }
}

fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn read_directory(
    directory: &Path,
    prefix: &str,
    bounds: &Bounds,
    texts: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), SchemasError> {
    let failed = |source| SchemasError::Read { place: directory.display().to_string(), source };
    for entry in fs::read_dir(directory).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let (path, inner) = (entry.path(), format!("{prefix}{name}"));
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if !entry.file_type().is_ok_and(|kind| kind.is_symlink()) {
                read_directory(&path, &format!("{inner}/"), bounds, texts)?;
            }
        } else if is_json(&name) {
            let failed = |source| SchemasError::Read { place: path.display().to_string(), source };
            texts.insert(inner, read_within(&path, bounds).map_err(failed)?);
        }
    }
    Ok(())
}

fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn read_revision(
    directory: &Path,
    revision: &str,
    path: &str,
    tree: bool,
    given: &str,
) -> Result<BTreeMap<String, Vec<u8>>, SchemasError> {
    let show = |path: &str| {
        git::ask(directory, &["cat-file", "blob", &format!("{revision}:{path}")]).map_err(|error| {
            if git::lacks(directory, revision, path) {
                return not_fetched(directory, revision, path);
            }
            refused(error, given)
        })
    };
    if !tree {
        let name = path.rsplit('/').next().unwrap_or(path);
        return Ok(BTreeMap::from([(name.to_owned(), show(path)?)]));
    }
    let listed = git::ask(directory, &["ls-tree", "-r", "-z", "--name-only", &format!("{revision}:{path}")])
        .map_err(|error| refused(error, given))?;
    let listed = String::from_utf8_lossy(&listed);
    let mut texts = BTreeMap::new();
    for name in listed.split('\0').filter(|name| is_json(name)) {
        let base = path.trim_end_matches('/');
        let whole = if base.is_empty() { name.to_owned() } else { format!("{base}/{name}") };
        texts.insert(name.to_owned(), show(&whole)?);
    }
    Ok(texts)
}

/// Reads a file beside a single schema.
fn read_beside(source: &Source, name: &str) -> Option<Vec<u8>> {
    match source {
        Source::File(path) => fs::canonicalize(directory_of(path))
            .and_then(|directory| Bounds::around(&directory))
            .and_then(|bounds| read_within(&path.with_file_name(name), &bounds))
            .ok(),
        Source::Revision { directory, revision, path, .. } => {
            let base = path.rsplit_once('/').map_or(String::new(), |(base, _)| format!("{base}/"));
            git::ask(directory, &["cat-file", "blob", &format!("{revision}:{base}{name}")]).ok()
        }
        Source::Input | Source::Directory(_) => None,
    }
}
