//! The lint of schemas: its rules with their pages, inputs that are no schemas, and our own schemas.

use std::{collections::BTreeSet, path::Path};

use acslint_check::{Level, Linter, SCHEMA_RULES, Subject};

use crate::{
    fixtures::{Page, blessing, entries, read},
    pages::bless_in,
    support::{Seen, Transcript, lines_of, rules_of},
};

fn lint(bytes: impl AsRef<[u8]>) -> Vec<Seen> {
    let mut seen = Transcript::default();
    Linter::new(&[]).expect("no level is set").lint(bytes.as_ref(), &mut seen);
    seen.0
}

fn findings(bytes: impl AsRef<[u8]>) -> Vec<String> {
    lines_of(&lint(bytes))
}

#[test]
fn rules_are_sorted_and_each_has_a_page() {
    assert!(SCHEMA_RULES.is_sorted_by_key(|rule| rule.id));
    let registered: BTreeSet<String> = SCHEMA_RULES.iter().map(|rule| rule.id.replace('-', "_")).collect();
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint");
    let files =
        entries(&directory).into_iter().filter(|path| path.extension().is_some_and(|found| found == "md"));
    let pages: BTreeSet<String> =
        files.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    assert_eq!(registered, pages);
    for rule in SCHEMA_RULES {
        let page = Page::of(rule);
        assert_eq!(page.titles, [rule.id]);
        let headings: Vec<&str> = page.sections.iter().map(|section| section.heading.as_str()).collect();
        assert_eq!(headings, ["Why is this bad?", "Fails", "Passes"], "{}", rule.id);
        assert_eq!(acslint_check::rule(rule.id).map(|rule| rule.id), Some(rule.id));
    }
}

#[test]
fn failing_examples_have_the_findings_that_the_page_shows() {
    for rule in SCHEMA_RULES {
        let mut blessed: Vec<(usize, usize, Vec<String>)> = Vec::new();
        for pair in Page::of(rule).sections[1].fences.chunks(2) {
            let seen = lint(pair[0].bytes());
            assert!(rules_of(&seen).contains(&rule.id), "{}: does not fire:\n{}", rule.id, pair[0].text);
            if blessing() {
                blessed.push((pair[1].line, pair[1].text.lines().count(), lines_of(&seen)));
            } else {
                assert_eq!(lines_of(&seen).join("\n"), pair[1].text, "{}:\n{}", rule.id, pair[0].text);
            }
        }
        bless_in("src/lint", rule, &blessed);
    }
}

#[test]
fn passing_examples_have_no_finding_at_all() {
    for rule in SCHEMA_RULES {
        for fence in &Page::of(rule).sections[2].fences {
            assert_eq!(findings(fence.bytes()), Vec::<String>::new(), "{}:\n{}", rule.id, fence.text);
        }
    }
}

#[test]
fn our_own_schemas_are_clean() {
    for document in acslint_types::schemas() {
        if document.file.ends_with(".schema.json") {
            // Those of records are read by strangers, the catalog's by programs.
            let is_of_records = document.file.contains('/');
            let found = findings(&document.text);
            let found: Vec<_> =
                found.iter().filter(|line| is_of_records || !line.contains(": info[")).collect();
            assert_eq!(found, Vec::<&String>::new(), "{}", document.file);
        }
    }
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/report.schema.json");
    let found = findings(read(&report));
    assert!(found.iter().all(|line| line.contains(": info[")), "{found:?}");
}

#[test]
fn what_is_no_json_is_said_with_its_place() {
    let one = |bytes: &[u8]| {
        let found = findings(bytes);
        assert_eq!(found.len(), 1, "{found:?}");
        found.into_iter().next().unwrap_or_default()
    };
    assert!(one(b"{\"type\": \"string\",}").starts_with("1:18: error[invalid-json] "));
    assert!(one(b"{\"type\": \"string\"").starts_with("1:18: error[invalid-json] "));
    assert!(one(b"{\n} {}").starts_with("2:3: error[invalid-json] "));
    assert!(one(b"").starts_with("1:1: error[invalid-json] "));
    assert!(one(b"\xFF\xFE{\0}\0").starts_with("1:1: error[invalid-encoding] "));
    assert!(one(b"{\"\xFF\": 1}").starts_with("1:3: error[invalid-encoding] "));
    assert_eq!(lint("{")[0].subject, Some(Subject::Unreadable));
}

#[test]
fn a_schema_is_an_object_or_a_boolean() {
    assert_eq!(findings("true"), Vec::<String>::new());
    assert_eq!(
        findings("[]"),
        ["1:1: error[invalid-schema] a schema is an object or a boolean, not an array"]
    );
    assert_eq!(lint("true")[0].subject, Some(Subject::Schema));
}

#[test]
fn a_byte_order_mark_takes_no_column() {
    assert_eq!(
        findings("\u{FEFF}{\"title\": \"A size.\", \"examples\": [1], \"minimun\": 1}"),
        ["1:39: warning[unknown-keyword] unknown keyword `minimun`"]
    );
}

#[test]
fn places_are_those_of_the_keyword_in_the_text() {
    let seen = lint(
        "{\n  \"title\": \"A record.\",\n  \"examples\": [{}],\n  \"properties\": {\n    \"a/b\": { \"title\": \"Bytes.\", \"type\": \"integer\", \"minLength\": 1 }\n  }\n}\n",
    );
    assert_eq!(
        lines_of(&seen),
        ["5:52: warning[redundant-keyword] `minLength` has no effect: no value of type integer is a string"]
    );
    assert_eq!(seen[0].found[0].finding.pointer.verbatim(), "/properties/a~1b/minLength");
}

#[test]
fn depth_and_size_do_no_harm() {
    let nested = format!("{}true{}", "{\"not\": ".repeat(10_000), "}".repeat(10_000));
    assert!(lint(nested).len() == 1);
    let many =
        (0..2000).map(|number| format!("\"p{number}\": {{ \"title\": \"N.\", \"default\": {number} }}"));
    let many = many.collect::<Vec<_>>().join(", ");
    let schema = format!("{{ \"title\": \"Many.\", \"examples\": [{{}}], \"properties\": {{ {many} }} }}");
    assert_eq!(findings(schema), Vec::<String>::new());
}

#[test]
fn levels_can_be_set_for_rules_of_schemas_only() {
    let levels = |id: &str, level| Linter::new(&[(id.to_owned(), level)]);
    let mut seen = Transcript::default();
    levels("missing-example", Level::Allow).expect("it is a rule").lint(b"{\"title\": \"A.\"}", &mut seen);
    assert_eq!(lines_of(&seen.0), Vec::<String>::new());
    let error = levels("missing-exampel", Level::Error).expect_err("it is no rule").to_string();
    assert_eq!(error, "unknown rule `missing-exampel`; did you mean `missing-example`?");
    assert!(levels("missing-field", Level::Error).is_err());
    assert!(levels("duplicate-key", Level::Error).is_ok());
}
