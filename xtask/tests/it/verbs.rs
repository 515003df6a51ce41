//! The command line of `cargo xtask`.

use xtask::{Error, Repository, VERBS};

fn run(arguments: &[&str]) -> Result<(), Error> {
    let nowhere = tempfile::tempdir().unwrap();
    let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    xtask::run(&Repository::new(nowhere.path()), &arguments)
}

#[test]
fn verbs_are_sorted() {
    assert!(VERBS.is_sorted_by_key(|verb| verb.name));
}

#[test]
fn wrong_usage_is_said_before_anything_runs() {
    for arguments in [
        &[][..],
        &["no-such-verb"],
        &["bench", "--fast"],
        &["bless", "all"],
        &["changelog", "--releas"],
        &["ci", "--fast"],
        &["conformance", "ajv"],
        &["deny", "all"],
        &["dist", "--chekc"],
        &["generate", "--chekc"],
        &["growth", "--only", "everything"],
        &["new-category"],
        &["new-rule"],
        &["tidy", "all"],
    ] {
        let error = run(arguments).unwrap_err();
        assert!(matches!(error, Error::Usage(_)), "{arguments:?}: {error}");
    }
}

#[test]
fn help_is_no_error() {
    run(&["help"]).unwrap();
    run(&["--help"]).unwrap();
}
