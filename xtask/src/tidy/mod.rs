//! `cargo xtask tidy`: checks rules of the repository that no compiler checks. It is also a test.
//!
//! Each check is a function from the [`Tree`] to its [`Problem`]s, so that a test can run it on a small tree with
//! mistakes. All problems are reported, not only the first.

mod circles;
mod landing;
mod layers;
mod manifests;
mod marks;
mod paths;
mod promises;
mod sources;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Error, Problem, Repository, bench, command, docs, generate, no_arguments};

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    no_arguments(arguments)?;
    let problems = problems(repository)?;
    if problems.is_empty() {
        return Ok(());
    }
    Err(Error::Problems { problems, advice: "fix each line" })
}

/// All problems of the repository.
pub fn problems(repository: &Repository) -> Result<Vec<Problem>, Error> {
    let metadata = ["metadata", "--no-deps", "--format-version", "1"];
    let metadata = command::json(&mut command::cargo(repository, metadata))?;
    let mut problems = problems_of(&Tree::read(repository)?, &metadata);
    problems.extend(generate::drift(repository)?);
    problems.extend(bench::drift(repository)?);
    problems.extend(docs::problems(repository)?);
    Ok(problems)
}

/// All problems of a tree with these packages, as described by `cargo metadata`.
pub fn problems_of(tree: &Tree, metadata: &Value) -> Vec<Problem> {
    let mut problems = layers::problems(tree, metadata);
    for check in [
        circles::problems,
        landing::problems,
        manifests::problems,
        marks::problems,
        paths::problems,
        promises::problems,
        sources::problems,
    ] {
        problems.extend(check(tree));
    }
    problems.sort();
    problems
}

/// The files of a repository, by path from its root.
#[derive(Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, Vec<u8>>,
}

impl Tree {
    /// Reads the files on disk.
    pub fn read(repository: &Repository) -> Result<Self, Error> {
        let mut files = BTreeMap::new();
        for file in repository.files()? {
            // A file removed since the listing is skipped.
            if let Some(bytes) = repository.bytes(&file)? {
                files.insert(file, bytes);
            }
        }
        Ok(Self { files })
    }

    /// A tree of these paths and texts.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let files = files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_owned()));
        Self { files: files.collect() }
    }

    fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The text of a file, if it exists and is UTF-8.
    fn text(&self, path: &str) -> Option<&str> {
        str::from_utf8(self.files.get(path)?).ok()
    }

    /// The text files with this ending.
    fn texts<'t>(&'t self, ending: &str) -> impl Iterator<Item = (&'t str, &'t str)> {
        self.paths()
            .filter(move |path| path.ends_with(ending))
            .filter_map(|path| Some((path, self.text(path)?)))
    }

    /// Returns true if the path is a file, or a directory with a file in it.
    fn has(&self, path: &str) -> bool {
        let directory = format!("{path}/");
        self.files.contains_key(path) || self.paths().any(|file| file.starts_with(&directory))
    }
}

/// The lines of a text, with their numbers.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines())
}
