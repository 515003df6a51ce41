//! Inputs of several tests: the files under `testdata` and the examples of the rules' pages.

use std::path::{Path, PathBuf};

use acslint_check::{Hints, Level, RULES, Rule};

/// A parsed page of a rule.
#[derive(Debug)]
pub(crate) struct Page {
    /// Lines that begin with `# `.
    pub(crate) titles: Vec<String>,
    /// Text between the title and the first section.
    pub(crate) opening: String,
    pub(crate) sections: Vec<Section>,
}

/// A part of a page under a heading.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) heading: String,
    pub(crate) prose: String,
    pub(crate) fences: Vec<Fence>,
}

/// A fenced block.
#[derive(Debug)]
pub(crate) struct Fence {
    pub(crate) language: String,
    /// Path of the input, where it matters: the word behind the language.
    pub(crate) path: String,
    pub(crate) text: String,
    /// Number of its first line in the page, from 0.
    pub(crate) line: usize,
}

impl Fence {
    /// Returns the bytes of an example: the text as it is, without a newline at its end.
    ///
    /// A `json-escaped` block holds bytes that Markdown cannot: `\xNN` is that byte. All other text, other backslashes
    /// included, is literal.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        if self.language != "json-escaped" {
            return self.text.clone().into_bytes();
        }
        let mut bytes = Vec::new();
        let mut rest = self.text.as_str();
        while let Some((plain, escape)) = rest.split_once("\\x") {
            bytes.extend_from_slice(plain.as_bytes());
            bytes.push(u8::from_str_radix(&escape[..2], 16).expect("two hexadecimal digits behind \\x"));
            rest = &escape[2..];
        }
        bytes.extend_from_slice(rest.as_bytes());
        bytes
    }
}

impl Page {
    pub(crate) fn of(rule: &Rule) -> Self {
        let mut page = Self { titles: Vec::new(), opening: String::new(), sections: Vec::new() };
        let mut open: Option<Fence> = None;
        for (number, line) in rule.page.lines().enumerate() {
            if let Some(mut fence) = open.take() {
                if line == "```" {
                    fence.text.pop();
                    page.sections.last_mut().expect("fences stand in sections").fences.push(fence);
                } else {
                    fence.text.push_str(line);
                    fence.text.push('\n');
                    open = Some(fence);
                }
            } else if let Some(language) = line.strip_prefix("```") {
                let (language, path) = language.split_once(' ').unwrap_or((language, ""));
                let (language, path) = (language.to_owned(), path.to_owned());
                open = Some(Fence { language, path, text: String::new(), line: number + 1 });
            } else if let Some(heading) = line.strip_prefix("## ") {
                page.sections.push(Section {
                    heading: heading.to_owned(),
                    prose: String::new(),
                    fences: Vec::new(),
                });
            } else if let Some(title) = line.strip_prefix("# ") {
                page.titles.push(title.to_owned());
            } else {
                let prose = page.sections.last_mut().map_or(&mut page.opening, |section| &mut section.prose);
                prose.push_str(line);
                prose.push('\n');
            }
        }
        assert!(open.is_none(), "{}: a fence is not closed", rule.id);
        page
    }
}

/// Returns the rule of a page if it is off by default, so that the checks of its examples turn it on.
pub(crate) fn turned_on(rule: &'static Rule) -> Vec<&'static str> {
    if rule.group.level() == Level::Allow { vec![rule.id] } else { Vec::new() }
}

/// An input with a name that describes its origin.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Returns every example of every page.
pub(crate) fn page_inputs() -> Vec<Input> {
    let mut inputs = Vec::new();
    for rule in RULES {
        let page = Page::of(rule);
        let fences =
            page.sections.iter().flat_map(|section| section.fences.iter().map(move |fence| (section, fence)));
        for (section, fence) in fences.filter(|(_, fence)| fence.language.starts_with("json")) {
            inputs.push(Input {
                name: format!("{}, {}, line {}", rule.id, section.heading, fence.line),
                bytes: fence.bytes(),
            });
        }
    }
    assert!(inputs.len() > 2 * RULES.len(), "examples were not found");
    inputs
}

/// Returns all inputs of several tests.
pub(crate) fn all_inputs() -> Vec<Input> {
    let mut inputs = page_inputs();
    for file in data_files() {
        inputs.push(Input { name: file.name.clone(), bytes: read(&file.path) });
    }
    inputs
}

/// A file under `testdata`.
#[derive(Debug, Clone)]
pub(crate) struct DataFile {
    /// Its path below `testdata`, with `/`.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) valid: bool,
}

impl DataFile {
    /// Returns the hints that its name gives: in `folders`, a `+` stands for a `/`.
    pub(crate) fn hints(&self) -> Hints {
        Hints::from_path(&self.name.replace('+', "/"))
    }
}

/// Returns the root of the repository's test data.
pub(crate) fn data_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}

/// Returns the inputs under `testdata/<kind>/{valid,invalid}`, sorted by name.
pub(crate) fn data_files() -> Vec<DataFile> {
    let mut files = Vec::new();
    for kind in KINDS {
        for valid in [true, false] {
            let folder = if valid { "valid" } else { "invalid" };
            for path in entries(&data_root().join(kind).join(folder)) {
                let file_name =
                    path.file_name().and_then(|name| name.to_str()).expect("names are UTF-8").to_owned();
                if path.extension().is_none_or(|extension| extension != "expected") {
                    files.push(DataFile { name: format!("{kind}/{folder}/{file_name}"), path, valid });
                }
            }
        }
    }
    files
}

/// Folders of `testdata` whose files these tests check.
pub(crate) const KINDS: [&str; 5] = ["folders", "framing", "resource-log", "syntax", "table"];

/// Returns the files of a folder, sorted.
#[expect(clippy::disallowed_methods, reason = "the crate is pure, its tests read their fixtures")]
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    paths.sort();
    paths
}

#[expect(clippy::disallowed_methods, reason = "the crate is pure, its tests read their fixtures")]
pub(crate) fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "only where expectations are rewritten")]
pub(crate) fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Returns true if the tests rewrite expectations instead of comparing them, as `cargo xtask bless` does.
#[expect(clippy::disallowed_methods, reason = "the switch of the tests, not of the crate")]
pub(crate) fn blessing() -> bool {
    std::env::var_os("ACSLINT_BLESS").is_some_and(|value| value == "1")
}
