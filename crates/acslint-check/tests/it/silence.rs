//! Tests that valid test data has no findings, and that invalid test data has exactly the findings of its file.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use acslint_check::{Checker, RecordType, Settings, Subject};
use acslint_types::{CATEGORIES, Shape};

use crate::{
    fixtures::{KINDS, blessing, data_files, data_root, entries, read, write},
    support::{checker_with, lines_of, rules_of, see, see_with_hints},
};

#[test]
fn folders_of_test_data_are_the_ones_that_are_tested() {
    let folders: Vec<String> = entries(&data_root())
        .into_iter()
        .filter(|path| path.is_dir())
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect();
    for kind in KINDS {
        assert!(folders.iter().any(|folder| folder == kind), "{kind}");
    }
}

#[test]
fn valid_files_are_silent() {
    for file in data_files().into_iter().filter(|file| file.valid) {
        let seen = see_with_hints(&checker_with(&[]), &read(&file.path), file.hints());
        assert!(!seen.is_empty() || file.name.contains("empty"), "{}: nothing was read", file.name);
        assert_eq!(lines_of(&seen), Vec::<String>::new(), "{}", file.name);
    }
}

#[test]
fn valid_files_of_the_shapes_hold_known_records_only() {
    for file in data_files().into_iter().filter(|file| file.valid) {
        let Some(shape) = file.name.split('/').next().and_then(Shape::from_id) else {
            continue;
        };
        for event in see(read(&file.path)) {
            let fits = matches!(event.subject, Some(Subject::Known(found)) if found.shape == Some(shape));
            assert!(fits, "{}: {}", file.name, event.kind());
        }
    }
}

#[test]
fn every_category_has_valid_files_in_its_shapes_and_an_invalid_one() {
    let mut files: BTreeMap<(String, bool), usize> = BTreeMap::new();
    for file in data_files() {
        let kinds: BTreeSet<String> = see(read(&file.path)).iter().map(crate::support::Seen::kind).collect();
        for kind in kinds {
            *files.entry((kind, file.valid)).or_default() += 1;
        }
    }
    for category in CATEGORIES {
        let count = |shape: Shape, valid: bool| {
            files.get(&(format!("{}/{shape}", category.id), valid)).copied().unwrap_or_default()
        };
        for shape in category.shapes() {
            assert!(count(shape, true) >= 1, "{} ({shape}) has no valid file", category.id);
        }
        let invalid: usize = category.shapes().map(|shape| count(shape, false)).sum();
        assert!(invalid >= 1, "{} has no invalid file", category.id);
    }
}

#[test]
fn invalid_files_have_their_expected_findings() {
    for file in data_files().into_iter().filter(|file| !file.valid) {
        let lines = lines_of(&see_with_hints(&every_rule(), &read(&file.path), file.hints()));
        assert!(!lines.is_empty(), "{}: nothing was found", file.name);
        let expected = expected_path(&file.path);
        let text = lines.join("\n") + "\n";
        if blessing() {
            write(&expected, &text);
        } else {
            assert_eq!(text, String::from_utf8_lossy(&read(&expected)), "{}", file.name);
        }
    }
}

#[test]
fn every_expectation_has_its_file() {
    for kind in KINDS {
        let paths = entries(&data_root().join(kind).join("invalid"));
        for path in
            paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "expected"))
        {
            let input = path.with_extension("");
            assert!(paths.contains(&input), "{}", path.display());
        }
    }
}

#[test]
fn every_rule_has_an_invalid_file() {
    let mut fired: BTreeSet<&str> = BTreeSet::new();
    for file in data_files().into_iter().filter(|file| !file.valid) {
        fired.extend(rules_of(&see_with_hints(&every_rule(), &read(&file.path), file.hints())));
    }
    let rules: BTreeSet<&str> = acslint_check::RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(fired, rules);
}

#[test]
fn examples_of_the_types_are_silent() {
    for category in CATEGORIES {
        for shape in category.shapes() {
            let seen = see(category.example(shape));
            assert_eq!(lines_of(&seen), Vec::<String>::new(), "{} ({shape})", category.id);
            assert_eq!(seen[0].subject, Some(Subject::Known(RecordType::of(category, shape))));
        }
    }
}

#[test]
fn a_rule_that_does_not_exist_is_refused_with_the_nearest() {
    let levels = vec![("wrong-tpye".to_owned(), acslint_check::Level::Info)];
    let error = Checker::new(Settings { levels, ..Settings::default() }).expect_err("there is no such rule");
    assert_eq!(error.to_string(), "unknown rule `wrong-tpye`; did you mean `wrong-type`?");
}

/// Returns a checker with the rules that are off by default turned on.
fn every_rule() -> Checker {
    checker_with(&["foreign-record", "stringified-number"])
}

/// Returns the path of the expectations: `x.jsonl` -> `x.jsonl.expected`.
fn expected_path(path: &std::path::Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".expected");
    name.into()
}
