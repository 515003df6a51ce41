//! Tests of the lint of schemas: its rules with their pages, inputs that are not schemas, and this project's schemas.

use std::{collections::BTreeSet, path::Path};

use acslint_check::{CustomCategories, CustomCategory, Discriminator, Level, Linter, SCHEMA_RULES, Subject};

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
            // People read the schemas of records; programs read that of the catalog.
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
    assert_eq!(lint("{")[0].subject, Some(Subject::Unreadable { record_type: None }));
}

#[test]
fn a_schema_is_an_object_or_a_boolean() {
    assert_eq!(findings("true"), Vec::<String>::new());
    assert_eq!(
        findings("[]"),
        ["1:1: error[invalid-schema] a schema must be an object or a boolean, not an array"]
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
fn patterns_of_other_languages_are_underlined_at_the_construct() {
    let schema = r#"{ "title": "A.", "examples": [{}], "pattern": "^\t\\<a\\>", "patternProperties": { "a": true, "(?i)b": true, "(?<=c+)d": true } }"#;
    let seen = lint(schema);
    let errors: Vec<String> = lines_of(&seen).into_iter().filter(|line| line.contains("error[")).collect();
    assert_eq!(
        errors,
        [
            r"1:51: error[invalid-schema] in a pattern, `\<` escapes a character that has no escape in ECMA-262",
            "1:96: error[invalid-schema] in a pattern, `(?i)` sets flags, which a pattern of JSON Schema cannot",
            "1:111: error[invalid-schema] in a pattern, `(?<=c+)d` has a reference or a lookbehind of variable length, \
             which the name of a property cannot be matched with",
        ]
    );
    let underlined: Vec<&str> = seen[0]
        .found
        .iter()
        .filter(|found| found.finding.rule == "invalid-schema")
        .map(|found| {
            &schema[found.finding.primary.span.start as usize..found.finding.primary.span.end as usize]
        })
        .collect();
    assert_eq!(underlined, [r"\\<", "(?i)", "(?<=c+)d"]);
}

#[test]
fn constructs_that_are_not_portable_are_told_once_a_pattern() {
    assert_eq!(
        findings(
            r#"{ "title": "A.", "examples": ["11a"], "pattern": "^\\d\\d\\w", "patternProperties": { "\\bx(?=y)": true } }"#
        ),
        [
            r"1:52: info[unportable-pattern] `\d` is not portable: Python, .NET and Rust count digits of every script",
            r"1:58: info[unportable-pattern] `\w` is not portable: Python, .NET and Rust count letters of every script",
            r"1:88: info[unportable-pattern] `\b` is not portable: Python, .NET, Java and Rust count letters of every script as words",
            "1:92: info[unportable-pattern] `(?=` is not portable: Go, RE2 and Rust have no lookahead",
        ]
    );
}

#[test]
fn examples_are_checked_as_records_are() {
    let wrong = |keywords: &str, example: &str| {
        findings(format!(r#"{{ "title": "A.", {keywords}, "examples": [{example}] }}"#))
            .into_iter()
            .filter(|line| line.contains("invalid-example"))
            .collect::<Vec<_>>()
    };
    assert_eq!(wrong(r#""pattern": "\\bfoo""#, "\"éfoo\""), Vec::<String>::new());
    assert_eq!(
        wrong(r#""pattern": "^\\w$""#, "\"é\""),
        [
            r"1:51: error[invalid-example] example 1 is not valid by its own schema: the value must match `^\w$`"
        ]
    );
    assert_eq!(wrong(r#""multipleOf": 0.01"#, "4.35"), Vec::<String>::new());
    assert_eq!(
        wrong(r#""minimum": 5"#, "4"),
        [
            "1:45: error[invalid-example] example 1 is not valid by its own schema: the value must be at least 5"
        ]
    );
}

#[test]
fn a_pointer_with_an_escape_that_means_nothing_leads_nowhere() {
    assert_eq!(
        findings(
            r##"{ "title": "A.", "examples": [1], "$ref": "#/$defs/~2", "$defs": { "~2": { "title": "B." } } }"##
        ),
        ["1:43: error[unresolved-reference] `#/$defs/~2` cannot be resolved"]
    );
}

#[test]
fn levels_can_be_set_for_rules_of_schemas_only() {
    let levels = |id: &str, level| Linter::new(&[(id.to_owned(), level)]);
    let mut seen = Transcript::default();
    levels("missing-example", Level::Allow).expect("it is a rule").lint(b"{\"title\": \"A.\"}", &mut seen);
    assert_eq!(lines_of(&seen.0), Vec::<String>::new());
    let error = levels("missing-exampel", Level::Error).expect_err("it is not a rule").to_string();
    assert_eq!(error, "unknown rule `missing-exampel`; did you mean `missing-example`?");
    assert!(levels("missing-field", Level::Error).is_err());
    assert!(levels("duplicate-key", Level::Error).is_ok());
    // A group is all of its rules, and the last level for a rule counts.
    let (style, example) = ("style".to_owned(), "missing-example".to_owned());
    let of = |levels: &[(String, Level)]| {
        let mut seen = Transcript::default();
        Linter::new(levels)
            .expect("they are known")
            .lint(b"{\"requierd\": [], \"type\": \"object\"}", &mut seen);
        lines_of(&seen.0)
    };
    let keyword = "1:2: warning[unknown-keyword] unknown keyword `requierd`";
    assert_eq!(of(&[(style.clone(), Level::Allow)]), [keyword]);
    let last = "1:1: error[missing-example] the schema has no example";
    assert_eq!(of(&[(style, Level::Allow), (example, Level::Error)]), [last, keyword]);
}

#[test]
fn what_loading_refuses_is_an_error_here() {
    let nested = format!("{}{{}}{}", "{\"not\":".repeat(200), "}".repeat(200));
    let links = |number: usize| format!("\"l{number}\":{{\"$ref\":\"#/$defs/l{}\"}}", number + 1);
    let chain: Vec<String> = (0..600).map(links).collect();
    let chain = format!("{{\"$ref\":\"#/$defs/l0\",\"$defs\":{{{},\"l600\":true}}}}", chain.join(","));
    let schemas = [
        r#"{"$schema":"http://json-schema.org/draft-03/schema#","type":"any"}"#,
        r#"{"$schema":"https://a.example/dialect","type":"string"}"#,
        r#"{"type":"strin"}"#,
        r#"{"minimum":"1"}"#,
        r#"{"required":"a"}"#,
        r#"{"pattern":"("}"#,
        r#"{"patternProperties":{"[":{}}}"#,
        r##"{"$ref":"#/$defs/a"}"##,
        r#"{"$id":"http://[","type":"string"}"#,
        r#"{"type":"string" // text
}"#,
        r#"{"type":"string",}"#,
        "[]",
        "1",
        "",
        r#"{"name":"a","version":"1.0.0","main":"a.js"}"#,
        r#"{"openapi":"3.1.0","info":{"title":"a"},"components":{"schemas":{"a":{"type":"string"}}}}"#,
        r#"{"main":"a.js"}"#,
        r##"{"$ref":"#/$defs/x","$defs":{"x":{"$ref":"#/$defs/y"},"y":{"$ref":"#/$defs/x"}}}"##,
        r##"{"properties":{"a":{"allOf":[{"$ref":"#/properties/a"}]}}}"##,
        r#"{"$defs":{"a":{"$id":"x"},"b":{"$id":"x"}}}"#,
        &nested,
        &chain,
    ];
    let category = CustomCategory {
        safe: Vec::new(),
        personal: Vec::new(),
        name: "LoadedCategory".to_owned(),
        schema: "/custom.json".to_owned(),
        discriminator: Discriminator { pointer: Some("/kind".to_owned()), value: Some("custom".to_owned()) },
    };
    for schema in schemas {
        let loaded = CustomCategories::load(std::slice::from_ref(&category), &|_| Ok(schema.to_owned()));
        assert!(loaded.is_err(), "{schema}");
        let found = findings(schema);
        assert!(found.iter().any(|line| line.contains(": error[")), "{schema}: {found:?}");
    }
}

#[test]
fn what_is_refused_is_told_with_its_place_and_no_file_that_is_not_there() {
    let errors = |schema: &str| -> Vec<String> {
        findings(schema).into_iter().filter(|line| line.contains(": error[")).collect()
    };
    assert_eq!(
        errors(r#"{"name":"a","version":"1.0.0","dependencies":{"b":"^1"}}"#),
        [
            "1:1: error[invalid-schema] the document is not a JSON Schema: it looks like the `package.json` of an npm package"
        ]
    );
    assert_eq!(
        errors(r#"{"openapi":"3.1.0","paths":{}}"#),
        ["1:1: error[invalid-schema] the document is not a JSON Schema: it looks like an OpenAPI document"]
    );
    assert_eq!(
        errors(r##"{"$ref":"#/$defs/x","$defs":{"x":{"$ref":"#/$defs/y"},"y":{"$ref":"#/$defs/x"}}}"##),
        [
            "1:35: error[explosive-schema] the schema applies itself to the same value again without end: infinite recursion"
        ]
    );
    assert_eq!(
        errors(r#"{"$defs":{"a":{"$id":"x"},"b":{"$id":"x"}}}"#),
        [
            "1:38: error[invalid-schema] the schema gives the id `file:///x` to a schema, but another one in this file already has it"
        ]
    );
}

/// Returns the findings that are not about descriptions and examples.
fn telling(schema: &str) -> Vec<String> {
    findings(schema).into_iter().filter(|line| !line.contains(": info[")).collect()
}

#[test]
fn what_lies_elsewhere_is_no_fault() {
    for reference in ["other.json", "https://a.example/b.json#/$defs/c", "../up.json#anchor", "urn:a:b"] {
        assert_eq!(telling(&format!(r#"{{"items":{{"$ref":"{reference}"}}}}"#)), Vec::<String>::new());
    }
}

#[test]
fn a_wrong_type_is_one_finding() {
    assert_eq!(
        telling(r#"{"type":"strng","minLength":1,"enum":["a"],"const":"a","default":"b"}"#),
        [
            "1:9: error[invalid-schema] `strng` is not the name of a JSON type",
            "1:31: warning[redundant-keyword] `enum` has no effect beside `const`",
        ]
    );
    assert_eq!(
        telling(r#"{"properties":{"a":{"type":["strng","null"],"maximum":1}}}"#),
        ["1:29: error[invalid-schema] `strng` is not the name of a JSON type"]
    );
}

#[test]
fn keywords_of_other_dialects_are_named() {
    let of = |dialect: &str, keywords: &str| telling(&format!("{{\"$schema\":\"{dialect}\",\n{keywords}}}"));
    let (seven, newest) =
        ("http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(
        of(
            seven,
            r#""unevaluatedProperties":false,"dependentRequired":{"a":["b"]},"contains":{},"minContains":2"#
        ),
        [
            "2:1: warning[unknown-keyword] `unevaluatedProperties` is not a keyword of draft 7, but of draft 2019-09 and later",
            "2:31: warning[unknown-keyword] `dependentRequired` is not a keyword of draft 7, but of draft 2019-09 and later",
            "2:77: warning[unknown-keyword] `minContains` is not a keyword of draft 7, but of draft 2019-09 and later",
        ]
    );
    assert_eq!(
        of(newest, r#""items":false,"additionalItems":false,"dependencies":{}"#),
        [
            "2:15: warning[unknown-keyword] `additionalItems` is not a keyword of draft 2020-12, but of draft 2019-09 and earlier",
            "2:39: warning[unknown-keyword] `dependencies` is not a keyword of draft 2020-12, but of draft 7 and earlier",
        ]
    );
    assert_eq!(of(newest, r#""prefixItems":[true],"unevaluatedItems":false"#), Vec::<String>::new());
    assert_eq!(
        of(seven, r#""items":[true],"additionalItems":false,"dependencies":{"a":["b"]}"#),
        Vec::<String>::new()
    );
}

#[test]
fn equal_anchors_are_named_in_one_document() {
    assert_eq!(
        telling(
            r##"{"$ref":"#x","$defs":{"a":{"$anchor":"x"},"b":{"$dynamicAnchor":"x"},"c":{"$id":"c","$anchor":"x"}}}"##
        ),
        ["1:65: error[invalid-schema] duplicate anchor `x`"]
    );
}

#[test]
fn a_comment_is_called_one() {
    assert_eq!(findings("{\n  \"type\": \"string\" /* text */\n}"), ["2:20: error[invalid-json] a comment"]);
}

#[test]
fn schemas_that_explode_are_linted_without_exploding() {
    let level = |number: usize| {
        format!(
            "\"l{number}\":{{\"allOf\":[{{\"$ref\":\"#/$defs/l{0}\"}},{{\"$ref\":\"#/$defs/l{0}\"}}]}}",
            number + 1
        )
    };
    let levels: Vec<String> = (0..40).map(level).collect();
    let schema = format!(
        "{{\"$ref\":\"#/$defs/l0\",\"examples\":[{{}}],\n\"$defs\":{{{},\"l40\":{{\"required\":[\"a\"]}}}}}}",
        levels.join(",")
    );
    let found = telling(&schema);
    let explosive: Vec<&String> = found.iter().filter(|line| line.contains("explosive-schema")).collect();
    assert_eq!(
        explosive,
        [
            "2:1582: error[explosive-schema] the schema applies subschemas to one value in more than 100,000 ways"
        ]
    );
}
