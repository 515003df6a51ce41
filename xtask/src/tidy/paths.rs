//! Paths in prose exist. Prose outlives the files that it describes; this check finds outdated paths.

use globset::GlobBuilder;

use super::{Tree, lines};
use crate::Problem;

/// Documents whose paths are checked; all their paths begin at the root of the repository.
const PROSE: [&str; 3] = ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"];

/// Directory of documents whose links are checked; other paths in them belong to their readers.
const DOCUMENTS: &str = "docs/";

/// File endings that make a word without a slash a path.
const ENDINGS: [&str; 7] = [".json", ".lock", ".md", ".mjs", ".rs", ".toml", ".yml"];

pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in PROSE {
        for (number, line) in prose(tree.text(file).unwrap_or_default()) {
            let named = quoted(line).filter(|quoted| is_path(quoted)).chain(linked(line));
            let missing = named.filter(|path| !exists(tree, path));
            problems
                .extend(missing.map(|path| Problem::new(file, number, format!("`{path}` does not exist"))));
        }
    }
    for (file, text) in tree.texts(".md").filter(|(file, _)| file.starts_with(DOCUMENTS)) {
        for (number, line) in prose(text) {
            let missing = linked(line).filter(|path| !tree.has(&beside(file, path)));
            problems
                .extend(missing.map(|path| Problem::new(file, number, format!("`{path}` does not exist"))));
        }
    }
    problems
}

/// The lines outside of code blocks.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut is_code = false;
    lines(text).filter(move |(_, line)| {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// The target of a link in a file.
fn beside(file: &str, link: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in link.trim_end_matches('/').split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// The texts in backticks.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The targets of links within the repository.
fn linked(line: &str) -> impl Iterator<Item = &str> {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    let within = targets.map(|(target, _)| target).filter(|target| !target.contains("://"));
    within.filter_map(|target| target.split('#').next()).filter(|path| !path.is_empty())
}

/// Returns true for a text with a slash, or with a file's ending; `<name>`, `*` and `{a,b}` are wildcards.
fn is_path(quoted: &str) -> bool {
    let is_path_character =
        |character: char| character.is_ascii_alphanumeric() || "_-./<>*{},".contains(character);
    let looks_like_one = quoted.contains('/') || ENDINGS.iter().any(|ending| quoted.ends_with(ending));
    looks_like_one && !quoted.starts_with(['/', '-']) && quoted.chars().all(is_path_character)
}

fn exists(tree: &Tree, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    if !path.contains(['<', '*', '{']) {
        return tree.has(path);
    }
    let pattern = with_wildcards(path);
    let Ok(pattern) = GlobBuilder::new(&pattern).literal_separator(true).build() else {
        return false;
    };
    let pattern = pattern.compile_matcher();
    let with_directories =
        |file: &str| file.match_indices('/').map(|(end, _)| end).chain([file.len()]).collect::<Vec<_>>();
    tree.paths().any(|file| with_directories(file).into_iter().any(|end| pattern.is_match(&file[..end])))
}

/// Replaces placeholders with wildcards: `<id>.rs` is `*.rs`.
fn with_wildcards(path: &str) -> String {
    let mut parts = path.split('<');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |pattern, part| pattern + "*" + part.split_once('>').map_or(part, |(_, rest)| rest))
}
