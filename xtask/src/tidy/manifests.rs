//! Every package of the workspace inherits the workspace's lints; otherwise a lint would not cover it.

use super::Tree;
use crate::Problem;

pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    let manifests = tree.texts("Cargo.toml").filter(|(path, text)| {
        let is_manifest = *path == "Cargo.toml" || path.ends_with("/Cargo.toml");
        // A package with its own workspace cannot inherit from ours.
        is_manifest && has_line(text, "[package]") && !has_line(text, "[workspace]")
    });
    let without_lints = manifests.filter(|(_, text)| !inherits_lints(text));
    let message = "lacks `[lints]` with `workspace = true`";
    without_lints.map(|(path, _)| Problem::new(path, 0, message)).collect()
}

fn has_line(text: &str, wanted: &str) -> bool {
    text.lines().any(|line| line.trim() == wanted)
}

fn inherits_lints(text: &str) -> bool {
    let mut section = text.lines().map(str::trim).skip_while(|line| *line != "[lints]").skip(1);
    section.find(|line| !line.is_empty()).is_some_and(|line| line == "workspace = true")
}
