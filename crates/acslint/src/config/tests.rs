//! What is said of a wrong file, and that the schema says the same as the types.

use std::path::Path;

use serde_json::Value as Json;

use super::Config;
use super::file::schema;
use crate::report::draw_fault;

/// What is said of a wrong file.
#[track_caller]
fn says(text: &str, expected: &str) {
    let fault = Config::parse(text.to_owned(), Path::new("/nowhere"), Path::new("acslint.toml"))
        .expect_err("the file is wrong");
    let drawn = draw_fault(&fault, false, 100);
    let trimmed: Vec<&str> = drawn.lines().map(str::trim_end).collect();
    assert_eq!(trimmed.join("\n"), expected.trim_matches('\n'), "{text}");
}

#[test]
fn an_unknown_key_is_underlined_and_the_nearest_is_named() {
    says(
        "# levels\nfail_on = \"warning\"\nshow = 1\n",
        "
error: unknown key `fail_on`; did you mean `fail-on`?
   ╭─[acslint.toml:2:1]
 1 │ # levels
 2 │ fail_on = \"warning\"
   · ───────
 3 │ show = 1
   ╰────",
    );
    says(
        "[[reports]]\nform = \"json\"\n",
        "
error: unknown key `form`
   ╭─[acslint.toml:2:1]
 1 │ [[reports]]
 2 │ form = \"json\"
   · ────
   ╰────
  help: write `format` or `output`",
    );
}

#[test]
fn an_unknown_rule_is_underlined_and_the_nearest_is_named() {
    says(
        "[levels]\nwrong-typ = \"error\"\n",
        "
error: unknown rule `wrong-typ`; did you mean `wrong-type`?
   ╭─[acslint.toml:2:1]
 1 │ [levels]
 2 │ wrong-typ = \"error\"
   · ─────────
   ╰────",
    );
}

#[test]
fn an_unknown_level_is_underlined_and_all_are_named() {
    says(
        "[levels]\nwrong-type = \"off\"\n",
        "
error: unknown value `off`
   ╭─[acslint.toml:2:14]
 1 │ [levels]
 2 │ wrong-type = \"off\"
   ·              ─────
   ╰────
  help: write `error`, `warning`, `info` or `allow`",
    );
}

#[test]
fn an_unknown_category_is_underlined_and_the_nearest_is_named() {
    says(
        "category = \"SMSOperationl\"",
        "
error: unknown category `SMSOperationl`; did you mean `SMSOperational`?
   ╭─[acslint.toml:1:12]
 1 │ category = \"SMSOperationl\"
   ·            ───────────────
   ╰────",
    );
}

/// The message about a wrong file, and the place of it.
#[track_caller]
fn places(text: &str, place: &str, message: &str) {
    let drawn = Config::parse(text.to_owned(), Path::new("/nowhere"), Path::new("acslint.toml"))
        .map_err(|fault| draw_fault(&fault, false, 300))
        .expect_err("the file is wrong");
    let said = drawn.lines().next().unwrap_or_default();
    assert_eq!(said, format!("error: {message}"), "{text}");
    assert!(drawn.contains(&format!("[acslint.toml:{place}]")), "{text}: {drawn}");
}

#[test]
fn a_value_of_the_wrong_type_is_told_with_its_place() {
    places("threads = 0", "1:11", "0 is no number from 1 to 65535");
    places("\nthreads = 1.5", "2:11", "expected a whole number, but this is the floating point `1.5`");
    places("show = -1", "1:8", "the number is negative");
    places("show = 'al'", "1:8", "expected a number from 0 on, or \"all\", but this is the string \"al\"");
    places("exclude = ['a', 3]", "1:17", "expected a string, but this is the integer `3`");
    places("exclude = 'a'", "1:11", "expected an array, but this is the string \"a\"");
    places("exclude = ['']", "1:12", "the pattern is empty, and matches nothing");
    places(
        "exclude = ['a{b']",
        "1:12",
        "the pattern means nothing: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)",
    );
    places("redact = 'yes'", "1:10", "expected `true` or `false`, but this is the string \"yes\"");
    places(
        "levels = 'strict'",
        "1:10",
        "expected a table of levels by rule or group, but this is the string \"strict\"",
    );
    places("[levels]\nwrong-type = 3", "2:14", "expected a string");
    places("[[reports]]\noutput = 'x'", "1:1", "missing key `format`");
    places("fail-on = 'error'\nfail-on = 'error'", "2:1", "duplicate key");
    places("[levels", "1:8", "unclosed table, expected `]`");
}

#[test]
fn two_reports_need_two_places() {
    places(
        "[[reports]]\nformat = 'json'\n[[reports]]\nformat = 'human'\n",
        "4:10",
        "another report goes to standard output already",
    );
    places(
        "[[reports]]\nformat = 'json'\noutput='a'\n[[reports]]\nformat = 'human'\noutput = 'a'\n",
        "6:10",
        "`a` cannot hold two reports",
    );
}

/// Files that are right.
const RIGHT: &[&str] = &[
    "",
    "preset = 'strict'",
    "preset = 'lenient'\nfail-on = 'never'",
    "[levels]\nsuspicious = 'error'\nwrong-type = 'allow'",
    "include = ['*.log']\nexclude = ['node_modules/', '!keep.json']",
    "category = 'SMSOperational'\nshape = 'resource-log'",
    "show = 'all'\nmax-findings = 0\nthreads = 65535\nredact = false",
    "show = 0",
    "[[reports]]\nformat = 'sarif'\noutput = 'a.sarif'\n[[reports]]\nformat = 'human'",
];

/// Files that say something that no file may say.
const WRONG: &[&str] = &[
    "fail_on = 'error'",
    "fail-on = 'allow'",
    "preset = 'pedantic'",
    "preset = ['strict']",
    "[levels]\nwrong-typ = 'error'",
    "[levels]\nwrong-type = 'warn'",
    "[levels]\nwrong-type = true",
    "include = '*.log'",
    "exclude = [1]",
    "category = 1",
    "shape = 'row'",
    "show = 'some'",
    "show = -1",
    "show = 1.5",
    "max-findings = -1",
    "threads = 0",
    "threads = 65536",
    "redact = 'yes'",
    "[[reports]]\noutput = 'a'",
    "[[reports]]\nformat = 'pdf'",
    "[[reports]]\nformat = 'json'\nfile = 'a'",
    "[reports]\nformat = 'json'",
];

#[test]
fn the_schema_and_the_types_agree() {
    let schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    for (texts, right) in [(RIGHT, true), (WRONG, false)] {
        for text in texts {
            let read = toml::from_str::<super::File>(text);
            assert_eq!(read.is_ok(), right, "{text}: {:?}", read.err());
            let json: Json = toml::from_str(text).unwrap();
            assert_eq!(validator.is_valid(&json), right, "{text}: {json}");
        }
    }
}

#[test]
fn every_key_is_read_in_a_right_file() {
    let schema = schema();
    let keys: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    for key in keys {
        let says = |text: &&str| toml::from_str::<toml::Table>(text).unwrap().contains_key(key);
        assert!(RIGHT.iter().any(|text| says(&text)), "no file has `{key}`");
        assert!(WRONG.iter().any(|text| says(&text)), "no file has a wrong `{key}`");
    }
}
