//! Every source file begins with a description, and has a descriptive name.

use super::Tree;
use crate::Problem;

/// Names of files for unrelated code.
const SHAPELESS: [&str; 5] = ["common", "helper", "helpers", "util", "utils"];

pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts(".rs") {
        if text.strip_prefix("//! ").is_none_or(|rest| rest.trim_start() != rest) {
            problems.push(Problem::new(path, 1, "must begin with `//! ` and a description of the file"));
        }
        let mut parts = path.trim_end_matches(".rs").split('/');
        if let Some(name) = parts.find(|part| SHAPELESS.contains(part)) {
            problems.push(Problem::new(
                path,
                0,
                format!("`{name}` is not descriptive: name the concept, or inline it"),
            ));
        }
    }
    problems
}
