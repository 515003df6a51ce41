//! Comments contain no marks of unfinished work, and no file refers to a path outside the repository.

use super::{Tree, lines};
use crate::Problem;

/// Marks of unfinished work; written in parts, so that this file contains none.
const MARKS: [&str; 4] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];

/// A directory that may be beside a clone but is not part of it.
const OUTSIDE: &str = concat!("../", "shared");

pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, bytes) in &tree.files {
        let text = String::from_utf8_lossy(bytes);
        for (number, line) in lines(&text) {
            if line.contains(OUTSIDE) {
                let message = format!("refers to `{OUTSIDE}`, which is not part of the repository");
                problems.push(Problem::new(path, number, message));
            }
            if let Some(mark) = mark(line).filter(|_| is_written_by_hand(path)) {
                let message = format!("`{mark}`: do it now, or track it elsewhere");
                problems.push(Problem::new(path, number, message));
            }
        }
    }
    problems
}

/// Returns false for records and lock files, which are data.
fn is_written_by_hand(path: &str) -> bool {
    !path.starts_with("testdata/") && !path.ends_with("Cargo.lock") && !path.ends_with("package-lock.json")
}

/// The mark in a line: a whole word, not a part of a value such as the end of a masked address.
fn mark(line: &str) -> Option<&'static str> {
    let words = || line.split(|character: char| character.is_whitespace() || "/*!#(:<-".contains(character));
    MARKS.into_iter().find(|mark| words().any(|word| word == *mark))
}
