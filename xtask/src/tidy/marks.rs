//! Nothing is left for later in a comment, where nobody looks for it; and nothing leads out of the repository.

use super::{Tree, lines};
use crate::Problem;

/// Words that mark work left undone; written apart, so that this file has none.
const MARKS: [&str; 4] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];

/// A directory that may lie beside a clone but is no part of it.
const OUTSIDE: &str = concat!("../", "shared");

pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, bytes) in &tree.files {
        let text = String::from_utf8_lossy(bytes);
        for (number, line) in lines(&text) {
            if line.contains(OUTSIDE) {
                let message = format!("refers to `{OUTSIDE}`, which no clone of the repository has");
                problems.push(Problem::new(path, number, message));
            }
            if let Some(mark) = mark(line).filter(|_| is_written_by_hand(path)) {
                let message = format!("`{mark}`: do it now, or write down elsewhere that it is to be done");
                problems.push(Problem::new(path, number, message));
            }
        }
    }
    problems
}

/// Records and lock files are data: a mark in them is none.
fn is_written_by_hand(path: &str) -> bool {
    !path.starts_with("testdata/") && !path.ends_with("Cargo.lock") && !path.ends_with("package-lock.json")
}

/// The mark in a line: a whole word, not a piece of a value such as the end of a masked address.
fn mark(line: &str) -> Option<&'static str> {
    let words = || line.split(|character: char| character.is_whitespace() || "/*!#(:<-".contains(character));
    MARKS.into_iter().find(|mark| words().any(|word| word == *mark))
}
