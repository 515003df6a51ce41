//! Tests that custom categories are exact: written numbers, patterns of ECMA-262, every format, and references that are
//! resolved or refused.

use acslint_check::{
    Checker, CustomCategories, CustomCategory, CustomCategoryError, Discriminator, Event, Hints, RecordType,
    Report, Session, Settings, WorkerState,
};

use crate::support::{lines_of, see_with};

/// Loads a category whose schema is the first of these files, given as text.
fn load(files: &[(&str, &str)]) -> Result<CustomCategories, CustomCategoryError> {
    let category = CustomCategory {
        safe: Vec::new(),
        personal: Vec::new(),
        name: "A".to_owned(),
        schema: files[0].0.to_owned(),
        discriminator: Discriminator::default(),
    };
    CustomCategories::load(&[category], &|path| {
        let file = files.iter().find(|(name, _)| *name == path);
        file.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "no such file".to_owned())
    })
}

/// Returns the findings in a record with the value `x`, by its schema. Asserts that the fast path hides no finding.
fn found(schema: &str, x: &str) -> Vec<String> {
    let schema = format!(r#"{{"properties":{{"x":{schema}}}}}"#);
    let custom = load(&[("/a.json", &schema)]).unwrap_or_else(|error| panic!("{schema}: {error}"));
    let record = format!("{{\"category\":\"A\",\"x\":{x}}}");
    let [full, fast] = [true, false].map(|full_path_only| {
        let settings = Settings { custom: custom.clone(), full_path_only, ..Settings::default() };
        let mut findings = Findings::default();
        let checker = Checker::new(settings).expect("the settings name no rule");
        Session::new(&checker, Hints::default()).advance(
            &mut WorkerState::default(),
            record.as_bytes(),
            true,
            &mut findings,
        );
        findings.0
    });
    assert_eq!(full, fast, "{schema} {x}");
    full
}

#[derive(Default)]
struct Findings(Vec<String>);

impl Report for Findings {
    fn event(&mut self, event: &Event<'_>) {
        let said = event.findings.iter();
        self.0.extend(said.map(|finding| {
            format!("{} {}: {}", finding.rule, finding.pointer.verbatim(), finding.message.verbatim())
        }));
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

/// Asserts that some values are valid, and that each of the others has one finding of a rule.
fn assert_valid(schema: &str, valid: &[&str], invalid: &[&str], rule: &str) {
    for x in valid {
        assert_eq!(found(schema, x), Vec::<String>::new(), "{schema} {x}");
    }
    for x in invalid {
        let found = found(schema, x);
        assert!(matches!(found.as_slice(), [only] if only.starts_with(rule)), "{schema} {x}: {found:?}");
    }
}

#[test]
fn integers_are_told_by_all_their_digits() {
    assert_valid(
        r#"{ "type": "integer" }"#,
        &["0", "-0.0", "22.0", "1e400", "12.50e2", "123456789012345678901234567890", "1.0e30"],
        &["1e-400", "22.0000000000000000000000001", "0.5", "-1e-1", "123456789012345678901234567890.5"],
        "wrong-type",
    );
    assert_valid(
        r#"{ "$schema": "http://json-schema.org/draft-04/schema#", "type": "integer" }"#,
        &["1", "123456789012345678901234567890"],
        &["1.5"],
        "wrong-type",
    );
}

#[test]
fn constants_are_equal_in_all_their_digits_only() {
    for (schema, valid, invalid) in [
        (
            r#"{ "const": 9007199254740993 }"#,
            vec!["9007199254740993", "9007199254740993.0", "9.007199254740993e15"],
            vec!["9007199254740992", "9007199254740994", "9007199254740993.0000000001"],
        ),
        (
            r#"{ "const": 12345678901234567890123 }"#,
            vec!["12345678901234567890123", "12345678901234567890123.0"],
            vec!["12345678901234567890124", "12345678901234567890122", "1.2345678901234568e22"],
        ),
        (
            r#"{ "const": 1e400 }"#,
            vec!["1e400", "10e399"],
            vec!["1e401", "1", "\"1e400\"", "1.7976931348623157e308"],
        ),
        (
            r#"{ "const": 0.1 }"#,
            vec!["0.1", "1e-1"],
            vec!["0.1000000000000000055511151231257827", "0.10000000000000001"],
        ),
        (
            r#"{ "enum": [22.0000000000000000000000001, "a", null] }"#,
            vec!["22.0000000000000000000000001", "\"a\"", "null"],
            vec!["22", "22.0000000000000000000000002", "\"b\""],
        ),
        (
            r#"{ "const": { "a": [18446744073709551616, 1] } }"#,
            vec![r#"{ "a": [18446744073709551616, 1.0] }"#],
            vec![r#"{ "a": [18446744073709551617, 1] }"#, "{}", "[]"],
        ),
        (r#"{ "const": 1e-400, "enum": [1e-400, 0] }"#, vec!["1e-400"], vec!["0"]),
    ] {
        assert_valid(schema, &valid, &invalid, "invalid-value");
    }
    assert_eq!(
        found(r#"{ "enum": [1e400, "a"] }"#, "2"),
        [r#"invalid-value /x: `x` is 2, but must be `1e400` or `"a"`"#]
    );
}

#[test]
fn bounds_are_exact() {
    for (schema, valid, invalid) in [
        (
            r#"{ "minimum": 5 }"#,
            vec!["5", "5.0", "1e400"],
            vec!["4.9999999999999999999999999", "-1e400", "1e-400"],
        ),
        (
            r#"{ "maximum": 9007199254740993 }"#,
            vec!["9007199254740993"],
            vec!["9007199254740993.5", "9007199254740994"],
        ),
        (r#"{ "exclusiveMinimum": 0 }"#, vec!["1e-400"], vec!["0", "-0.0", "-1e-400"]),
        (r#"{ "exclusiveMaximum": 1e400 }"#, vec!["9.99e399"], vec!["1e400", "1.0e400"]),
        (r#"{ "minimum": 22.0000000000000000000000001 }"#, vec!["22.0000000000000000000000001"], vec!["22"]),
        (r#"{ "multipleOf": 0.01 }"#, vec!["4.35", "19.99", "1e400", "0"], vec!["4.355", "1e-400"]),
        (
            r#"{ "multipleOf": 12345678901234567890123 }"#,
            vec!["24691357802469135780246"],
            vec!["24691357802469135780247"],
        ),
        (r#"{ "multipleOf": 7 }"#, vec!["7e400", "63"], vec!["1e400", "64"]),
    ] {
        assert_valid(schema, &valid, &invalid, "invalid-value");
    }
    let draft4 = |keywords: &str| {
        let schema = format!(
            r#"{{ "$schema": "http://json-schema.org/draft-04/schema#", "properties": {{ "x": {keywords} }} }}"#
        );
        let custom = load(&[("/a.json", &schema)]).unwrap();
        let checker = Checker::new(Settings { custom, full_path_only: true, ..Settings::default() }).unwrap();
        lines_of(&see_with(&checker, br#"{"category":"A","x":5}"#))
    };
    assert_eq!(
        draft4(r#"{ "minimum": 5, "exclusiveMinimum": true }"#),
        ["1:21: error[invalid-value] `x` is 5, but must be greater than 5"]
    );
    assert_eq!(draft4(r#"{ "minimum": 5, "exclusiveMinimum": false }"#), Vec::<String>::new());
}

#[test]
fn items_differ_in_any_digit() {
    assert_valid(
        r#"{ "uniqueItems": true }"#,
        &["[9007199254740992, 9007199254740993]", "[1, true, \"1\", [1], {}]", "[1e400, 1e401]"],
        &["[1, 2, 1.0]", "[{\"a\":1,\"b\":2},{\"b\":2.0,\"a\":1e0}]", "[1e400, 10e399]"],
        "invalid-value",
    );
}

#[test]
fn international_formats_are_asserted() {
    assert_valid(
        r#"{ "format": "idn-hostname" }"#,
        &[r#""example.com""#, r#""例え.jp""#, r#""xn--nxasmq6b.example""#],
        &[r#""-bad-.example""#, r#""a b""#, r#""〮한국""#],
        "invalid-format",
    );
    assert_valid(
        r#"{ "format": "idn-email" }"#,
        &[r#""실례@실례.테스트""#, r#""a@example.com""#],
        &[r#""실례""#, r#""@""#],
        "invalid-format",
    );
    assert_valid(
        r#"{ "format": "regex" }"#,
        &[r#""^\\d+$""#, r#""(?<=a+)b""#],
        &[r#""^\\z""#, r#""(""#],
        "invalid-format",
    );
}

#[test]
fn patterns_mean_what_ecma_262_means() {
    for (schema, valid, invalid) in [
        (r#"{ "pattern": "\\bfoo\\b" }"#, vec![r#""éfoo""#], vec![r#""_foo""#]),
        (r#"{ "pattern": "^\\1(a)$" }"#, vec![r#""a""#], vec![r#""aa""#]),
        (
            r#"{ "pattern": "^(?<year>\\d{4})-\\k<year>$" }"#,
            vec![r#""2024-2024""#],
            vec![r#""2024-2025""#, r#""٢٠٢٤-٢٠٢٤""#],
        ),
        (r#"{ "pattern": "(?<=a+)b" }"#, vec![r#""aab""#], vec![r#""b""#]),
        (r#"{ "not": { "pattern": "^.$" } }"#, vec![r#""\n""#, r#""""#], vec![]),
    ] {
        assert_valid(schema, &valid, &invalid, "invalid-format");
    }
    assert_eq!(
        found(r#"{ "pattern": "^\\w+(?!x)$" }"#, r#""é""#),
        [r#"invalid-format /x: `x` does not match `^\w+(?!x)$`: "é""#]
    );
    let names = r#"{ "patternProperties": { "^\\w+$": { "type": "number" }, "^(?!x-)\\W": false }, "additionalProperties": { "type": "null" } }"#;
    assert_valid(names, &[r#"{"a":1,"x-é":null}"#], &[r#"{"a":"1"}"#], "wrong-type");
    assert_eq!(found(names, r#"{"é":null}"#), ["invalid-value /x/é: `é` is null, but must not be present"]);
    assert_eq!(
        found(r#"{ "propertyNames": { "pattern": "^\\w+$" } }"#, r#"{"é":1}"#),
        [r"invalid-value /x/é: the name `é` does not match `^\w+$`"]
    );
}

#[test]
fn two_patterns_of_names_that_mean_the_same_both_count() {
    let schema = r#"{ "patternProperties": { "^\\d$": { "type": "number" }, "^[0-9]$": { "maximum": 5 } } }"#;
    assert_valid(schema, &[r#"{"1":5}"#], &[r#"{"1":6}"#], "invalid-value");
    assert_valid(schema, &[], &[r#"{"1":"5"}"#], "wrong-type");
}

#[test]
fn a_match_without_a_verdict_is_told_and_is_none() {
    let slow = "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"";
    let pattern = r#""pattern": "^(a+)+\\1b$""#;
    let undecided = r"invalid-format /x: `x` could not be matched with `^(a+)+\1b$`: it takes too many steps";
    for schema in [
        format!("{{ {pattern} }}"),
        format!("{{ \"not\": {{ {pattern} }} }}"),
        format!("{{ \"anyOf\": [{{ {pattern} }}, {{ \"type\": \"number\" }}] }}"),
        format!("{{ \"oneOf\": [{{ {pattern} }}, {{ \"not\": {{ {pattern} }} }}] }}"),
        format!("{{ \"if\": {{ {pattern} }}, \"then\": {{ \"minLength\": 99 }} }}"),
    ] {
        assert_eq!(found(&schema, slow), [undecided], "{schema}");
    }
    // A violation that does not depend on the verdict is reported beside the undecided match.
    let both = format!("{{ {pattern}, \"maxLength\": 9 }}");
    let said = found(&both, slow);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("has more than 9 characters") && said[1] == undecided, "{said:?}");
    // A text that is decided within the limit has a verdict.
    assert_valid(&format!("{{ {pattern} }}"), &["\"aaab\""], &["\"b\"", "\"aaa\""], "invalid-format");
    let name = found(&format!("{{ \"propertyNames\": {{ {pattern} }} }}"), &format!("{{ {slow}: 1 }}"));
    assert!(matches!(name.as_slice(), [only] if only.contains("could not be matched with")), "{name:?}");
}

#[test]
fn patterns_of_other_languages_are_refused_at_the_construct() {
    let error = |schema: &str| load(&[("/a.json", schema)]).expect_err(schema);
    let schema = "{\n  \"properties\": { \"x\": {\n    \"pattern\": \"^\\t\\\\d\\\\<[a-z]+\" } }\n}";
    let refused = error(schema);
    assert_eq!(
        refused.to_string(),
        "/a.json:3:23: cannot be used: in a pattern, `\\<` escapes a character that has no escape in ECMA-262"
    );
    assert_eq!(refused.help(), Some("write `<` without the backslash"));
    let CustomCategoryError::Schema { span: Some(span), .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(&schema[span.start as usize..span.end as usize], "\\\\<");
    for (schema, expected) in [
        (
            r#"{ "patternProperties": { "^(?i)a": true } }"#,
            "/a.json:1:28: cannot be used: in a pattern, `(?i)` sets flags, which a pattern of JSON Schema cannot",
        ),
        (
            r#"{ "$defs": { "a": { "propertyNames": { "pattern": "^a\\Z" } } } }"#,
            "/a.json:1:54: cannot be used: in a pattern, `\\Z` is an escape that ECMA-262 does not have",
        ),
        (
            r#"{ "patternProperties": { "(a)\\1": true } }"#,
            "/a.json:1:27: cannot be used: in a pattern, `(a)\\1` has a reference or a lookbehind of variable length, \
             which the name of a property cannot be matched with",
        ),
    ] {
        assert_eq!(error(schema).to_string(), expected);
    }
}

#[test]
fn pointers_and_ids_that_mean_nothing_are_refused() {
    let error = |files: &[(&str, &str)]| {
        let error = load(files).expect_err("it is refused");
        format!("{error} ({})", error.help().unwrap_or("-"))
    };
    assert_eq!(
        error(&[("/a.json", r##"{ "$ref": "#/$defs/~2", "$defs": { "~2": true } }"##)]),
        "/a.json:1:11: `#/$defs/~2` is not a JSON Pointer: `~` must be followed by `0` or `1` (write `~0` for `~`, and `~1` for `/`)"
    );
    assert_eq!(
        error(&[("/a.json", r#"{ "$defs": { "a": { "$id": "x" }, "b": { "$id": "x" } } }"#)]),
        "/a.json:1:49: gives the id `file:///x` to a schema, but another one in this file already has it (give each schema an id of its own)"
    );
    assert_eq!(
        error(&[
            ("/a.json", r#"{ "$id": "urn:x:1", "$ref": "file:///b.json" }"#),
            ("/b.json", r#"{ "$id": "urn:x:1" }"#)
        ]),
        "/b.json:1:10: gives the id `urn:x:1` to a schema, but a schema in `/a.json` already has it (give each schema an id of its own)"
    );
}

#[test]
fn two_schemas_with_the_same_anchor_are_refused() {
    let error = |schema: &str| load(&[("/a.json", schema)]).expect_err(schema).to_string();
    assert_eq!(
        error(r#"{ "$defs": { "a": { "$anchor": "x" }, "b": { "$anchor": "x" } } }"#),
        "/a.json:1:57: gives the anchor `x` to a schema, but another one already has it"
    );
    assert_eq!(
        error(
            r##"{ "$schema": "http://json-schema.org/draft-07/schema#", "definitions": { "a": { "$id": "#x" }, "b": { "$id": "#x" } } }"##
        ),
        "/a.json:1:110: gives the anchor `x` to a schema, but another one already has it"
    );
    // Schemas with different ids may have equal anchors.
    let apart =
        r#"{ "$defs": { "a": { "$id": "a", "$anchor": "x" }, "b": { "$id": "b", "$anchor": "x" } } }"#;
    assert!(load(&[("/a.json", apart)]).is_ok());
}

#[test]
fn references_lead_out_of_other_files_too() {
    let lines = |files: &[(&str, &str)], record: &str| {
        let custom = load(files).unwrap_or_else(|error| panic!("{error}"));
        let checker = Checker::new(Settings { custom, full_path_only: true, ..Settings::default() }).unwrap();
        lines_of(&see_with(&checker, record.as_bytes()))
    };
    // `$recursiveRef` of a schema that is reached through another file.
    let draft = r#""$schema": "https://json-schema.org/draft/2019-09/schema""#;
    let tree = format!(
        r##"{{ {draft}, "$id": "tree.json", "$recursiveAnchor": true, "properties": {{ "kids": {{ "items": {{ "$recursiveRef": "#" }} }} }} }}"##
    );
    let strict = format!(
        r#"{{ {draft}, "$id": "strict.json", "$recursiveAnchor": true, "$ref": "tree.json", "properties": {{ "n": {{ "type": "number" }} }} }}"#
    );
    let root = format!(r#"{{ {draft}, "properties": {{ "x": {{ "$ref": "strict.json" }} }} }}"#);
    let files = [("/a.json", root.as_str()), ("/strict.json", &strict), ("/tree.json", &tree)];
    assert_eq!(
        lines(&files, r#"{"category":"A","x":{"kids":[{"kids":[{"n":"1"}]}]}}"#),
        ["1:44: error[wrong-type] `n` is a string, but must be a number"]
    );
    // `id` of draft 4 within a schema, and one that is an anchor of draft 7.
    let draft4 = r#"{ "$schema": "http://json-schema.org/draft-04/schema#", "id": "http://x.test/root", "definitions": { "n": { "id": "n", "type": "number" } }, "properties": { "x": { "$ref": "http://x.test/n" } } }"#;
    let draft7 = r##"{ "$schema": "http://json-schema.org/draft-07/schema#", "definitions": { "n": { "$id": "#n", "type": "number" } }, "properties": { "x": { "$ref": "#n" } } }"##;
    let other = r#"{ "$schema": "http://json-schema.org/draft-07/schema#", "$ref": "b.json" }"#;
    for files in
        [vec![("/a.json", draft4)], vec![("/a.json", draft7)], vec![("/a.json", other), ("/b.json", draft7)]]
    {
        assert_eq!(
            lines(&files, r#"{"category":"A","x":"1"}"#),
            ["1:21: error[wrong-type] `x` is a string, but must be a number"]
        );
    }
    // The schema of a dialect.
    let meta = r#"{ "properties": { "x": { "$ref": "http://json-schema.org/draft-07/schema#" } } }"#;
    for files in [vec![("/a.json", meta)], vec![("/a.json", r#"{ "$ref": "b.json" }"#), ("/b.json", meta)]] {
        assert_eq!(
            lines(&files, r#"{"category":"A","x":{"minLength":-1}}"#),
            ["1:34: error[invalid-value] `minLength` is -1, but must be at least 0"]
        );
    }
}

#[test]
fn a_category_has_the_schema_of_its_own_file() {
    let category = |name: &str, schema: &str| CustomCategory {
        safe: Vec::new(),
        personal: Vec::new(),
        name: name.to_owned(),
        schema: schema.to_owned(),
        discriminator: Discriminator::default(),
    };
    let error = CustomCategories::load(&[category("A", "/a.json"), category("B", "/b.json")], &|path| {
        Ok(if path == "/a.json" { r#"{ "$id": "b.json" }"#.to_owned() } else { "{}".to_owned() })
    });
    assert_eq!(
        error.unwrap_err().to_string(),
        "/b.json: cannot be used: `/a.json` gives the id `file:///b.json` to a schema of its own"
    );
}
