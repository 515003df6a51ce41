//! Git, asked for what a repository has: nothing is fetched, nothing is written, and no program runs that its settings name.
//!
//! The settings of a repository came with it, in an archive or from somebody else who may write to it. What git is asked
//! here needs none of the programs that they can name; should another version of git think otherwise, it finds them
//! turned off, since the command line counts more than a repository.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Settings that name programs to run or places to reach, and what turns them off.
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

/// Variables that say the same, and count more. A version of git that knows nothing of `GIT_NO_LAZY_FETCH` may use no
/// protocol.
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

/// Why git did not answer.
pub(super) enum Refusal {
    /// There is no git.
    Missing(io::Error),
    /// What it says.
    Refused(String),
}

/// What git, asked in a directory, writes to standard output.
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

/// Whether a revision is known here.
pub(super) fn knows(directory: &Path, revision: &str) -> Result<(), Refusal> {
    let commit = format!("{revision}^{{commit}}");
    ask(directory, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).map(drop)
}

/// Whether this clone lacks a path that a revision has, or may have, because it is a partial one.
pub(super) fn lacks(directory: &Path, revision: &str, path: &str) -> bool {
    let is_missing = |object: &str| ask(directory, &["cat-file", "-e", object]).is_err();
    // Without its tree nobody knows what is in a revision.
    let commit = ask(directory, &["cat-file", "commit", revision]).unwrap_or_default();
    let commit = String::from_utf8_lossy(&commit);
    let tree = commit.lines().next().and_then(|line| line.strip_prefix("tree "));
    let object = format!("{revision}:{path}");
    let is_known =
        || ask(directory, &["rev-parse", "--verify", "--quiet", "--end-of-options", &object]).is_ok();
    tree.is_some_and(is_missing) || (is_known() && is_missing(&object))
}
