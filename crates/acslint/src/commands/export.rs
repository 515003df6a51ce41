//! `acslint schema export`: writes the schemas to a directory, ready to be published.
//!
//! A list in the directory names the written files, so that the next export replaces only those.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use acslint_types::Shape;
use acslint_types::publish::{self, Publication};

use crate::args::{Dialect, Export};
use crate::error::Error;
use crate::interrupt;
use crate::output::{self, FileError};
use crate::text::{counted, printable};

/// Name of the list of written files.
const LIST: &str = ".acslint-export";

/// Files of an export that are not schemas.
const OTHERS: [&str; 3] = ["catalog.json", "categories.json", "index.html"];

/// First line of that list.
const LIST_BEGIN: &str = "# Written by `acslint schema export`, which replaces and removes these files:\n";

/// Writes the documents, and returns a summary.
pub(crate) fn run(args: &Export) -> Result<String, Error> {
    let shapes: Vec<Shape> =
        Shape::ALL.into_iter().filter(|shape| args.shape.is_empty() || args.shape.contains(shape)).collect();
    let publication = Publication {
        base_url: args.base_url.as_deref(),
        shapes: &shapes,
        dialect: match args.dialect {
            Dialect::Draft202012 => publish::Dialect::Draft202012,
            Dialect::Draft07 => publish::Dialect::Draft07,
        },
        closed: args.closed,
        bundle: args.bundle,
    };
    let published = publication.publish();
    let directory = &args.directory;
    let files: BTreeSet<&str> = published.documents.iter().map(|document| document.file.as_str()).collect();
    interrupt::listen();
    refuse_links(directory, LIST)?;
    let earlier = Earlier::in_directory(directory, args.force)?;
    for file in files.iter().copied().chain(earlier.files.iter().map(String::as_str)) {
        refuse_links(directory, file)?;
    }
    earlier.refuse_others(directory, &files, args.force)?;
    // Written first, so that a failed export can be repeated.
    let names: BTreeSet<&str> =
        earlier.files.iter().map(String::as_str).chain(files.iter().copied()).collect();
    write_list(directory, &names)?;
    for document in &published.documents {
        write(&directory.join(&document.file), &document.text)?;
    }
    for left_over in earlier.files.iter().filter(|file| !files.contains(file.as_str())) {
        remove(directory, left_over)?;
    }
    write_list(directory, &files)?;
    Ok(summary(directory, &published))
}

fn summary(directory: &Path, published: &publish::Published) -> String {
    let is_record = |file: &str| file.ends_with(".schema.json") && file.contains('/');
    let schemas = published.documents.iter().filter(|document| is_record(&document.file)).count();
    let mut text = format!(
        "wrote {}, among them {} of categories, to `{}`; see `{}`\n",
        counted(published.documents.len() as u64, "file"),
        counted(schemas as u64, "schema"),
        printable(&directory.display().to_string()),
        printable(&directory.join("index.html").display().to_string()),
    );
    if !published.open.is_empty() {
        let places: BTreeSet<&str> = published.open.iter().map(|open| open.pointer.as_str()).collect();
        let places: Vec<String> = places.into_iter().map(|place| format!("`{place}`")).collect();
        let _ = writeln!(
            text,
            "{} open, since no source lists all their members: {}; `index.html` names their categories",
            counted(published.open.len() as u64, "place") + " stay",
            places.join(", "),
        );
    }
    text
}

/// Files that an earlier export wrote.
#[derive(Debug, Default)]
struct Earlier {
    files: BTreeSet<String>,
}

impl Earlier {
    /// Reads the list in the directory; without a list, the directory must be empty.
    fn in_directory(directory: &Path, force: bool) -> Result<Self, Error> {
        let list = directory.join(LIST);
        match fs::read_to_string(&list) {
            Ok(text) => {
                let files = text.lines().filter(|line| is_of_an_export(line));
                Ok(Self { files: files.map(str::to_owned).collect() })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if force || is_empty(directory)? {
                    Ok(Self::default())
                } else {
                    Err(Error::NotEmpty { path: directory.to_owned() })
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                Err(Error::List { path: directory.to_owned(), source: error })
            }
            Err(source) => Err(Error::Read { path: list, source }),
        }
    }

    /// Fails if the export would overwrite a file of another origin.
    fn refuse_others(&self, directory: &Path, files: &BTreeSet<&str>, force: bool) -> Result<(), Error> {
        let others =
            files.iter().filter(|file| !self.files.contains(**file)).map(|file| directory.join(file));
        match others.into_iter().find(|path| path.symlink_metadata().is_ok()) {
            Some(path) if !force => Err(Error::NotOurs { path }),
            _ => Ok(()),
        }
    }
}

/// Returns true if an export can have written a file; the list itself is not trusted.
fn is_of_an_export(file: &str) -> bool {
    let (folder, name) = file.split_once('/').map_or((None, file), |(folder, name)| (Some(folder), name));
    let is_in_place = folder.is_none_or(|folder| Shape::ALL.iter().any(|shape| shape.id() == folder));
    let is_schema = name.strip_suffix(".schema.json").is_some_and(|stem| !stem.is_empty());
    let is_name = Path::new(name).components().eq([Component::Normal(name.as_ref())]);
    is_in_place && is_name && (is_schema || (folder.is_none() && OTHERS.contains(&name)))
}

/// Fails if a file of the directory is reached through a link, or is not a file.
fn refuse_links(directory: &Path, file: &str) -> Result<(), Error> {
    let mut path = directory.to_owned();
    let mut parts = Path::new(file).components().peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let is_last = parts.peek().is_none();
        let what = match path.symlink_metadata() {
            // Nothing exists behind a missing part either; writing reports other errors.
            Err(_) => return Ok(()),
            Ok(there) if there.is_symlink() => "a link",
            Ok(there) if is_last && !there.is_file() => "not a file",
            Ok(there) if !is_last && !there.is_dir() => "not a directory",
            Ok(_) => continue,
        };
        return Err(Error::NotPlain { path, what });
    }
    Ok(())
}

fn is_empty(directory: &Path) -> Result<bool, Error> {
    match fs::read_dir(directory) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(source) => Err(Error::List { path: directory.to_owned(), source }),
    }
}

fn write_list(directory: &Path, files: &BTreeSet<&str>) -> Result<(), Error> {
    let mut text = LIST_BEGIN.to_owned();
    for file in files {
        text.push_str(file);
        text.push('\n');
    }
    write(&directory.join(LIST), &text)
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = made.and_then(|()| output::write(path, text));
    written.map_err(|source| FileError::Write { path: path.to_owned(), source }.into())
}

/// Removes a file, and its directory if that becomes empty.
fn remove(directory: &Path, file: &str) -> Result<(), Error> {
    let path: PathBuf = directory.join(file);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            return Err(Error::Remove { path, source });
        }
        _ => {}
    }
    if let Some(parent) = path.parent().filter(|parent| *parent != directory) {
        // Fails for a directory that is not empty, which stays.
        let _ = fs::remove_dir(parent);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use acslint_types::publish::Publication;

    use super::is_of_an_export;

    #[test]
    fn a_list_cannot_name_files_elsewhere_nor_files_of_others() {
        for document in Publication::default().publish().documents {
            assert!(is_of_an_export(&document.file), "{}", document.file);
        }
        for file in ["old.schema.json", "table/Old.schema.json"] {
            assert!(is_of_an_export(file), "{file}");
        }
        for file in [
            "",
            "#",
            "/etc/passwd",
            "/a.schema.json",
            "../a.schema.json",
            "table/../a.schema.json",
            "table/../../a.schema.json",
            "./a.schema.json",
            "table/index.html",
            "table/.schema.json",
            "src/a.schema.json",
            "table/sub/a.schema.json",
            "notes.txt",
            "package.json",
            "..",
            ".",
        ] {
            assert!(!is_of_an_export(file), "{file}");
        }
    }
}
