//! Queries to git about a repository. They fetch nothing, write nothing, and run no program that settings name.
//!
//! The settings of a repository come with it, in an archive or from anyone else who may write to it. The queries here
//! need none of the programs that settings can name. In case another version of git differs, the command line
//! disables these programs: it has precedence over a repository.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Settings that name programs to run or places to reach, with values that disable them.
const SETTINGS: [&str; 15] = [
    "core.alternateRefsCommand=false",
    "core.askPass=false",
    "core.editor=false",
    "core.fsmonitor=false",
    "core.gitProxy=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.sshCommand=false",
    "credential.helper=",
    "diff.external=",
    "fetch.bundleURI=",
    "gc.auto=0",
    "maintenance.auto=false",
    "protocol.allow=never",
    "submodule.recurse=false",
];

/// Environment variables with the same effect and a higher precedence. For versions of git without
/// `GIT_NO_LAZY_FETCH`, no protocol is allowed.
const VARIABLES: [(&str, &str); 9] = [
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_ASKPASS", "false"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_PAGER", "cat"),
    ("GIT_SSH_COMMAND", "false"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("LC_ALL", "C"),
    ("SSH_ASKPASS", "false"),
];

/// Reason for a failed query.
pub(super) enum Refusal {
    /// Git is not installed.
    Missing(io::Error),
    /// Message of git.
    Refused(String),
}

/// Runs git in a directory and returns its standard output.
pub(super) fn ask(directory: &Path, arguments: &[&str]) -> Result<Vec<u8>, Refusal> {
    let mut git = Command::new("git");
    git.arg("-C").arg(directory).arg("--no-pager");
    for setting in SETTINGS {
        git.args(["-c", setting]);
    }
    git.envs(VARIABLES).env_remove("GIT_EXTERNAL_DIFF").stdin(Stdio::null());
    let output = git.args(arguments).output().map_err(Refusal::Missing)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Refusal::Refused(said.trim().trim_start_matches("fatal: ").to_owned()))
}

/// Returns an error if a revision does not exist in this repository.
pub(super) fn knows(directory: &Path, revision: &str) -> Result<(), Refusal> {
    let commit = format!("{revision}^{{commit}}");
    ask(directory, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).map(drop)
}

/// Returns true if this is a partial clone that lacks, or may lack, a path of a revision.
pub(super) fn lacks(directory: &Path, revision: &str, path: &str) -> bool {
    let is_missing = |object: &str| ask(directory, &["cat-file", "-e", object]).is_err();
    // Without its tree, the paths of a revision are unknown.
    let commit = ask(directory, &["cat-file", "commit", revision]).unwrap_or_default();
    let commit = String::from_utf8_lossy(&commit);
    let tree = commit.lines().next().and_then(|line| line.strip_prefix("tree "));
    let object = format!("{revision}:{path}");
    let is_known =
        || ask(directory, &["rev-parse", "--verify", "--quiet", "--end-of-options", &object]).is_ok();
    tree.is_some_and(is_missing) || (is_known() && is_missing(&object))
}
