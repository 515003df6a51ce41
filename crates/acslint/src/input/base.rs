//! Files that differ from the base of the change under review.
//!
//! Only git knows them. Where it does not tell, as in a clone without the base, no file is known to differ.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::git;

/// Returns the absolute paths of the files that the checked-out revision of the repository around a directory changed
/// since it left the base, a branch or the id of a commit. The set is empty if git does not tell.
pub(crate) fn changed_since(base: &str, directory: &Path) -> BTreeSet<PathBuf> {
    changed(base, directory).unwrap_or_default()
}

fn changed(base: &str, directory: &Path) -> Option<BTreeSet<PathBuf>> {
    let root = text(git::ask(directory, &["rev-parse", "--show-toplevel"]).ok()?)?;
    let root = Path::new(&root);
    // A service that merges for the review makes the base the first parent.
    let merged = commit(root, "HEAD^2").and_then(|_| commit(root, "HEAD^1"));
    let branches = ["refs/remotes/origin/", "refs/heads/"].map(|of| format!("{of}{base}"));
    let by_name = branches.iter().find_map(|branch| commit(root, branch));
    let by_id = || Some(base).filter(|base| is_id(base)).and_then(|base| commit(root, base));
    let base = by_name.or_else(by_id).or(merged)?;
    let head = commit(root, "HEAD")?;
    // In a shallow clone, the common ancestor may be missing.
    let since = git::ask(root, &["merge-base", &base, &head]).ok().and_then(text).unwrap_or(base);
    let arguments = [
        "diff-tree",
        "-r",
        "-z",
        "--name-only",
        "--no-renames",
        "--no-ext-diff",
        "--no-textconv",
        "--end-of-options",
        &since,
        &head,
    ];
    let names = git::ask(root, &arguments).ok()?;
    let names = names.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Some(names.map(|name| root.join(String::from_utf8_lossy(name).as_ref())).collect())
}

/// Returns the id of a commit, if the repository has it.
fn commit(root: &Path, revision: &str) -> Option<String> {
    let revision = format!("{revision}^{{commit}}");
    let found = git::ask(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &revision]).ok()?;
    // With `--end-of-options`, older versions of git print that option as well.
    text(found)?.lines().last().filter(|id| is_id(id)).map(str::to_owned)
}

/// Returns true if a text is the whole id of an object.
fn is_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Returns an answer of one line.
fn text(answer: Vec<u8>) -> Option<String> {
    let answer = String::from_utf8(answer).ok()?;
    let answer = answer.trim_end_matches(['\n', '\r']);
    (!answer.is_empty()).then(|| answer.to_owned())
}
