//! `new-rule`, on a copy of the sources.

use std::process::Command;

use xtask::{Error, Repository, new_rule};

use crate::sources::{cargo, copy};

const RULES: &str = "crates/acslint-check/src/rules";

fn order(registry: &str, prefix: &str, suffix: &str) -> Vec<String> {
    let names = registry.lines().filter_map(|line| line.strip_prefix(prefix)?.strip_suffix(suffix));
    names.map(|name| name.replace('_', "-")).collect()
}

/// The names in the list that makes the registry.
fn listed(registry: &str) -> Vec<String> {
    let (_, list) = registry.split_once("\nregistry! {\n").unwrap();
    order(list.split_once('}').unwrap().0, "    ", ",")
}

#[test]
fn a_new_rule_compiles_and_is_registered_in_order() {
    let repository = copy("new-rule");
    let before = order(&repository.text(&format!("{RULES}/mod.rs")).unwrap(), "mod ", ";");
    let ids = ["aaa-first", "missing-fieldset", "new-rule", "zzz-last"];
    for id in ids {
        new_rule::add(&repository, id).unwrap();
    }

    let registry = repository.text(&format!("{RULES}/mod.rs")).unwrap();
    let declared = order(&registry, "mod ", ";");
    assert_eq!(declared, listed(&registry));
    assert!(declared.is_sorted());
    assert_eq!(declared.len(), before.len() + ids.len());
    assert!(repository.text(&format!("{RULES}/new_rule.md")).unwrap().starts_with("# new-rule\n"));

    let said = cargo(&repository, &["check", "--offline", "--message-format", "short", "--workspace"]);
    assert!(!said.contains("new_rule"), "the new rule compiles with warnings: {said}");
    let written = repository.root().join(RULES).join("new_rule.rs");
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--check", "--edition", "2024"]).arg(written).current_dir(repository.root());
    assert!(rustfmt.status().unwrap().success(), "the new rule is not formatted");
}

#[test]
fn ids_that_cannot_be_are_refused_and_nothing_is_written() {
    let directory = tempfile::tempdir().unwrap();
    let repository = Repository::new(directory.path());
    let registry = "mod masked_address;\n\nregistry! {\n    masked_address,\n}\n";
    repository.write(&format!("{RULES}/mod.rs"), registry).unwrap();
    repository.write(&format!("{RULES}/masked_address.rs"), "").unwrap();
    for id in [
        "",
        "word",
        "Upper-case",
        "under_score",
        "-leading",
        "trailing-",
        "double--dash",
        "1st-digit",
        "../../outside-it",
        "white space",
        "masked-address",
    ] {
        let error = new_rule::add(&repository, id).unwrap_err();
        assert!(matches!(error, Error::Usage(_)), "{id}: {error}");
    }
    let files = ["masked_address.rs", "mod.rs"].map(|file| format!("{RULES}/{file}"));
    assert_eq!(repository.files().unwrap(), files);
    assert_eq!(repository.text(&format!("{RULES}/mod.rs")).unwrap(), registry);
}
