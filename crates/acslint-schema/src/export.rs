//! Export of the schemas to a directory: which files it writes, replaces and removes.
//!
//! A list in the directory names the written files, so that the next export replaces only those.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use acslint_types::Shape;
use acslint_types::publish::{Open, Publication, Published};

use crate::{File, targets};

/// Name of the list of written files, in the directory of the export.
pub const LIST: &str = ".acslint-export";

/// First line of that list.
const LIST_BEGIN: &str = "# Written by `acslint schema export`, which replaces and removes these files:\n";

/// Files of an export that are not schemas.
const OTHERS: [&str; 3] = ["catalog.json", "categories.json", "index.html"];

/// Plan of an export: the files to write, and those of an earlier export.
///
/// Whoever carries it out writes [`list_before`](Self::list_before) to [`LIST`] first, so that a failed export can be
/// repeated; then the [`files`](Self::files); removes the [`obsolete`](Self::obsolete) files; and writes
/// [`list_after`](Self::list_after).
///
/// ```
/// use acslint_schema::export::Plan;
/// use acslint_types::publish::Publication;
///
/// let plan = Plan::new(&Publication::default(), "index.html\nold.schema.json\n../mine.json\n");
/// assert_eq!(plan.obsolete().collect::<Vec<_>>(), ["old.schema.json"]);
/// assert!(plan.additional().all(|file| file != "index.html"));
/// ```
#[derive(Debug, Clone)]
pub struct Plan {
    files: Vec<File>,
    open: Vec<Open>,
    /// Files that an earlier export wrote.
    earlier: BTreeSet<String>,
}

impl Plan {
    /// Plans an export, given the list of an earlier one; empty if there was none. The list is not trusted: lines that
    /// no export can have written are ignored.
    pub fn new(publication: &Publication<'_>, list: &str) -> Self {
        let earlier = list.lines().filter(|line| is_of_an_export(line)).map(str::to_owned).collect();
        let Published { documents, open, .. } = publication.publish();
        Self { files: documents.into_iter().map(File::from).collect(), open, earlier }
    }

    /// Plans an export of these files for a target, as [`Plan::new`] does for JSON Schemas.
    pub fn of_target(files: Vec<File>, list: &str) -> Self {
        let earlier = list.lines().filter(|line| is_of_an_export(line)).map(str::to_owned).collect();
        Self { files, open: Vec::new(), earlier }
    }

    /// Files to write, in the order of their paths.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// Objects that stay open in closed schemas.
    pub fn open(&self) -> &[Open] {
        &self.open
    }

    /// Number of schemas of categories among the files.
    pub fn schemas_of_categories(&self) -> usize {
        let is_record = |file: &str| file.ends_with(".schema.json") && file.contains('/');
        self.files.iter().filter(|file| is_record(&file.path)).count()
    }

    /// Files that the export writes or removes, each once.
    pub fn touched(&self) -> impl Iterator<Item = &str> {
        self.written().chain(self.obsolete())
    }

    /// Files that the export writes and that no earlier one wrote: if one exists, it is of another origin.
    pub fn additional(&self) -> impl Iterator<Item = &str> {
        self.written().filter(|file| !self.earlier.contains(*file))
    }

    /// Files of an earlier export to remove.
    pub fn obsolete(&self) -> impl Iterator<Item = &str> {
        let written: BTreeSet<&str> = self.written().collect();
        self.earlier.iter().map(String::as_str).filter(move |file| !written.contains(file))
    }

    /// Text of the list while the export is under way: the files of both exports.
    pub fn list_before(&self) -> String {
        list(self.touched().collect())
    }

    /// Text of the list after the export.
    pub fn list_after(&self) -> String {
        list(self.written().collect())
    }

    fn written(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.path.as_str())
    }
}

fn list(files: BTreeSet<&str>) -> String {
    let mut text = LIST_BEGIN.to_owned();
    for file in files {
        text.extend([file, "\n"]);
    }
    text
}

/// Returns true if an export can have written a file.
fn is_of_an_export(file: &str) -> bool {
    let (folder, name) = file.split_once('/').map_or((None, file), |(folder, name)| (Some(folder), name));
    let is_in_place = folder.is_none_or(|folder| Shape::ALL.iter().any(|shape| shape.id() == folder));
    let is_schema = name.strip_suffix(".schema.json").is_some_and(|stem| !stem.is_empty());
    let is_name = Path::new(name).components().eq([Component::Normal(name.as_ref())]);
    let is_of_schemas = is_in_place && is_name && (is_schema || (folder.is_none() && OTHERS.contains(&name)));
    is_of_schemas || targets::is_of_an_export(file)
}

#[cfg(test)]
mod tests {
    use acslint_types::publish::Publication;

    use super::{Plan, is_of_an_export};

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

    #[test]
    fn a_repeated_export_replaces_its_files_and_no_others() {
        let publication = Publication::default();
        let first = Plan::new(&publication, "");
        assert_eq!(first.list_before(), first.list_after());
        assert_eq!((first.obsolete().count(), first.additional().count()), (0, first.files().len()));
        let again = Plan::new(&publication, &(first.list_after() + "table/Old.schema.json\nnotes.txt\n"));
        assert_eq!(again.list_after(), first.list_after());
        assert_eq!(again.additional().count(), 0);
        assert_eq!(again.obsolete().collect::<Vec<_>>(), ["table/Old.schema.json"]);
        assert!(again.list_before().contains("\ntable/Old.schema.json\n"));
    }
}
