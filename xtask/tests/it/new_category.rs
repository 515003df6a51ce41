//! `new-category`, on a copy of the sources.

use std::process::Command;

use xtask::{Error, Repository, new_category};

use crate::sources::{cargo, copy};

const CATEGORIES: &str = "crates/acslint-types/src/categories";

#[test]
fn a_new_category_compiles_and_is_registered() {
    let repository = copy("new-category");
    for (id, module) in
        [("AAAFirst", "aaa_first"), ("CallNews", "call_news"), ("ZebraTTLUpdates", "zebra_ttl_updates")]
    {
        let written = new_category::add(&repository, id).unwrap();
        assert_eq!(written[0], format!("{CATEGORIES}/{module}.rs"));
        let lists = [
            (format!("{CATEGORIES}/mod.rs"), format!("pub mod {module};")),
            ("crates/acslint-types/src/lib.rs".to_owned(), format!("    &categories::{module}::CATEGORY,")),
            ("crates/acslint-types/tests/it/main.rs".to_owned(), format!("    {module},")),
        ];
        for (file, line) in lists {
            let text = repository.text(&file).unwrap();
            assert_eq!(text.lines().filter(|other| *other == line).count(), 1, "{file}: {line}");
        }
    }
    let modules = repository.text(&format!("{CATEGORIES}/mod.rs")).unwrap();
    let modules: Vec<&str> = modules.lines().filter(|line| line.starts_with("pub mod ")).collect();
    assert!(modules.is_sorted(), "{modules:?}");

    let said = cargo(&repository, &["check", "--offline", "--message-format", "short", "--workspace"]);
    assert!(!said.contains("warning: "), "the new category compiles with warnings: {said}");
    let written = repository.root().join(CATEGORIES).join("call_news.rs");
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--check", "--edition", "2024"]).arg(written).current_dir(repository.root());
    assert!(rustfmt.status().unwrap().success(), "the new category is not formatted");
}

#[test]
fn ids_that_cannot_be_are_refused_and_nothing_is_written() {
    let directory = tempfile::tempdir().unwrap();
    let repository = Repository::new(directory.path());
    repository.write(&format!("{CATEGORIES}/sms_operational.rs"), "").unwrap();
    for id in
        ["", "callSummary", "Call-Summary", "Call_Summary", "SMS", "../../Outside", "SMSOperational", "Été"]
    {
        let error = new_category::add(&repository, id).unwrap_err();
        assert!(matches!(error, Error::Usage(_)), "{id}: {error}");
    }
    assert_eq!(repository.files().unwrap(), [format!("{CATEGORIES}/sms_operational.rs")]);
}
