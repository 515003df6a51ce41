//! Messages about invalid files, and agreement of the schema with the types.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value as Json;

use super::Config;
use super::schema;
use super::trust::Reach;
use crate::report::draw_fault;
use crate::values::Day;

/// Asserts the drawn message about an invalid file.
#[track_caller]
fn says(text: &str, expected: &str) {
    let fault = Config::parse(
        text.to_owned(),
        Path::new("/nowhere/acslint.toml"),
        Path::new("acslint.toml"),
        Reach::Anywhere,
    )
    .expect_err("the file is invalid");
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
        "[levels]\nwrong-type = \"none\"\n",
        "
error: unknown value `none`
   ╭─[acslint.toml:2:14]
 1 │ [levels]
 2 │ wrong-type = \"none\"
   ·              ──────
   ╰────
  help: write `error`, `warning`, `info`, `allow` or `off`",
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

/// Asserts the message about an invalid file, and its place.
#[track_caller]
fn places(text: &str, place: &str, message: &str) {
    let drawn = Config::parse(
        text.to_owned(),
        Path::new("/nowhere/acslint.toml"),
        Path::new("acslint.toml"),
        Reach::Anywhere,
    )
    .map_err(|fault| draw_fault(&fault, false, 300))
    .expect_err("the file is invalid");
    let said = drawn.lines().next().unwrap_or_default();
    assert_eq!(said, format!("error: {message}"), "{text}");
    assert!(drawn.contains(&format!("[acslint.toml:{place}]")), "{text}: {drawn}");
}

#[test]
fn a_value_of_the_wrong_type_is_told_with_its_place() {
    places("threads = 0", "1:11", "expected a number from 1 to 65535, found 0");
    places("\nthreads = 1.5", "2:11", "expected a whole number, found floating point `1.5`");
    places(
        "threads = 99999999999999999999",
        "1:11",
        "expected a whole number, found integer `99999999999999999999`",
    );
    places("show = -1", "1:8", "the number is negative");
    places("show = 'al'", "1:8", "expected a number from 0 on, or \"all\", found string \"al\"");
    places("exclude = ['a', 3]", "1:17", "expected a string, found integer `3`");
    places("exclude = 'a'", "1:11", "expected an array, found string \"a\"");
    places("exclude = ['']", "1:12", "the pattern is empty, and matches nothing");
    places("exclude = ['a{b']", "1:12", UNCLOSED);
    places("redact = 'yes'", "1:10", "expected `true` or `false`, found string \"yes\"");
    places(
        "levels = 'strict'",
        "1:10",
        "expected a table of levels by rule or group, found string \"strict\"",
    );
    places("[levels]\nwrong-type = 3", "2:14", "expected a string");
    places("[[reports]]\noutput = 'x'", "1:1", "missing key `format`");
    places("fail-on = 'error'\nfail-on = 'error'", "2:1", "duplicate key");
    places("[levels", "1:8", "unclosed table, expected `]`");
}

#[test]
fn names_of_overrides_and_suppressions_are_looked_up() {
    places(
        "[[overrides]]\nfields = ['DurationMS']\nlevels.wrong-type = 'info'",
        "2:11",
        "no category has a property `DurationMS`; did you mean `DurationMs`?",
    );
    places(
        "[[overrides]]\ncategories = ['Usage']\nfields = ['DeliveryStatus']\nlevels.wrong-type = 'info'",
        "3:11",
        "`Usage` has no property `DeliveryStatus`",
    );
    places(
        "[[overrides]]\nlevels.wrong-typ = 'info'",
        "2:8",
        "unknown rule `wrong-typ`; did you mean `wrong-type`?",
    );
    places("[[overrides]]\npaths = ['a{']\nlevels = {}", "2:10", UNCLOSED);
    places(
        "[[overrides]]\npaths = []\nlevels = {}",
        "2:9",
        "the list is empty; leave the key out to mean all",
    );
    places(
        "[[hints]]\npaths = ['a']\ncategory = 'Usages'",
        "3:12",
        "unknown category `Usages`; did you mean `Usage`?",
    );
    places("min-records.Usages = 1", "1:13", "unknown category `Usages`; did you mean `Usage`?");
    places("require-category = ['Usages']", "1:21", "unknown category `Usages`; did you mean `Usage`?");
    places("[[suppress]]\nrule = 'wrong-type'", "1:1", "missing key `reason`");
    places(
        "[[suppress]]\nrule = 'wrong-type'\nreason = ''",
        "3:10",
        "the reason is empty; say why these findings are left out",
    );
    places(
        "[[suppress]]\nrule = 'wrong-type'\nreason = 'r'\nfields = ['Colour']",
        "4:11",
        "no category has a property `Colour`",
    );
    places(
        "[[suppress]]\nrule = 'wrong-type'\nreason = 'r'\nuntil = 2026-12-31T00:00:00Z",
        "4:9",
        "expected a date, such as 2027-03-31, found `2026-12-31T00:00:00Z`",
    );
    places(
        "[[suppress]]\nrule = 'wrong-type'\nreason = 'r'\nuntil = 'soon'",
        "4:9",
        "expected a date, such as 2027-03-31, found string \"soon\"",
    );
}

const UNCLOSED: &str =
    "invalid pattern: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)";

#[test]
fn days_have_their_dates() {
    for (days, date) in [
        (0, "1970-01-01"),
        (58, "1970-02-28"),
        (59, "1970-03-01"),
        (11_016, "2000-02-29"),
        (11_017, "2000-03-01"),
        (20_783, "2026-11-26"),
        (20_818, "2026-12-31"),
        (20_819, "2027-01-01"),
        (47_540, "2100-02-28"),
        (47_541, "2100-03-01"),
    ] {
        assert_eq!(Day::of_days(days).to_string(), date);
    }
}

#[test]
fn two_reports_need_two_places() {
    places(
        "[[reports]]\nformat = 'json'\n[[reports]]\nformat = 'human'\n",
        "4:10",
        "another report already goes to standard output",
    );
    places(
        "[[reports]]\nformat = 'json'\noutput='a'\n[[reports]]\nformat = 'human'\noutput = 'a'\n",
        "6:10",
        "`a` cannot hold two reports",
    );
}

/// Valid files.
const RIGHT: &[&str] = &[
    "",
    "preset = 'strict'",
    "preset = 'lenient'\nfail-on = 'never'\nannotate = 'kind'",
    "[levels]\nsuspicious = 'error'\nwrong-type = 'allow'",
    "target = 'adx'",
    "include = ['*.log']\nexclude = ['node_modules/', '!keep.json']",
    "baseline = '.known.json'",
    "min-records = 10",
    "min-records = { SMSOperational = 1, ACSChatIncomingOperations = 0 }\nrequire-category = ['Usage']",
    "category = 'SMSOperational'\nshape = 'resource-log'",
    "show = 'all'\nmax-findings = 0\nthreads = 65535\nredact = false",
    "target = 'log-analytics'",
    "max-decompressed = 1\nmax-ratio = 1",
    "max-decompressed = '512 MiB'\nmax-ratio = 4294967295",
    "max-decompressed = '10gb'",
    "show = 0",
    "[categories.A]\nschema = 'a.json'\n[categories.B]\nschema = 'b.json'\ndiscriminator = { pointer = '/k', value = 'b' }",
    "[[reports]]\nformat = 'sarif'\noutput = 'a.sarif'\n[[reports]]\nformat = 'human'",
    "[[overrides]]\npaths = ['old/']\ncategories = ['ACSSMSIncomingOperations', 'Usage']\nlevels.wrong-type = 'info'",
    "[[overrides]]\nfields = ['Colour']\n[overrides.levels]\nunknown-field = 'allow'",
    "[[hints]]\npaths = ['sms/**']\ncategory = 'SMSOperational'\nshape = 'table'",
    "[[suppress]]\nrule = 'wrong-type'\nreason = 'see the ticket'",
    "[[suppress]]\nrule = 'wrong-type'\npaths = ['a']\ncategories = ['Usage']\nfields = ['Quantity']\nreason = 'r'\n\
     until = 2028-02-29",
    "suppress = [{ rule = 'wrong-type', reason = 'r', until = '2026-12-31' }]",
];

/// Invalid files.
const WRONG: &[&str] = &[
    "fail_on = 'error'",
    "fail-on = 'allow'",
    "annotate = 'all'",
    "target = 'hive'",
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
    "target = 'kusto'",
    "max-decompressed = 0",
    "max-decompressed = -1",
    "max-decompressed = 'much'",
    "max-decompressed = '5k'",
    "max-ratio = 0",
    "max-ratio = 4294967296",
    "threads = 0",
    "threads = 65536",
    "redact = 'yes'",
    "baseline = ['.known.json']",
    "min-records = '10'",
    "min-records = -1",
    "min-records.Usage = -1",
    "require-category = 'Usage'",
    "[categories.A]",
    "[categories.A]\nschema = 1",
    "[categories.A]\nschema = 'a.json'\ndiscriminator = '/kind'",
    "[categories.A]\nschema = 'a.json'\ndiscriminator = { point = '/kind' }",
    "[[reports]]\noutput = 'a'",
    "[[reports]]\nformat = 'pdf'",
    "[[reports]]\nformat = 'json'\nfile = 'a'",
    "[reports]\nformat = 'json'",
    "[[overrides]]\npaths = ['a']",
    "[[overrides]]\npaths = []\nlevels = {}",
    "[[overrides]]\npath = ['a']\nlevels = {}",
    "[[overrides]]\ncategories = 'Usage'\nlevels = {}",
    "[[overrides]]\nlevels.suspicous = 'info'",
    "[[hints]]\ncategory = 'Usage'",
    "[[hints]]\npaths = ['a']\nshape = 'rows'",
    "[[suppress]]\nrule = 'wrong-type'",
    "[[suppress]]\nreason = 'r'",
    "[[suppress]]\nrule = 'suspicious'\nreason = 'r'",
    "[[suppress]]\nrule = 'wrong-type'\nreason = ' '",
    "[[suppress]]\nrule = 'wrong-type'\nreason = 'r'\nfields = []",
    "[[suppress]]\nrule = 'wrong-type'\nreason = 'r'\nuntil = '2026-02-30'",
    "[[suppress]]\nrule = 'wrong-type'\nreason = 'r'\nuntil = 2026-12-31T00:00:00Z",
    "[[suppress]]\nrule = 'wrong-type'\nreason = 'r'\nuntil = '31.12.2026'",
    "[[suppress]]\nrule = 'wrong-type'\nreason = 'r'\nuntil = 2026",
];

/// A file as JSON, for the validator.
fn as_json(text: &str) -> Json {
    let written = |key: &String| {
        let parsed = toml::from_str::<toml::Table>(text).unwrap();
        (key.clone(), super::json(parsed[key].clone()))
    };
    toml::from_str::<toml::Table>(text).unwrap().keys().map(written).collect()
}

#[test]
fn the_schema_and_the_types_agree() {
    let schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    for (texts, right) in [(RIGHT, true), (WRONG, false)] {
        for text in texts {
            let read = toml::from_str::<super::File>(text);
            assert_eq!(read.is_ok(), right, "{text}: {:?}", read.err());
            let json = as_json(text);
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
        assert!(RIGHT.iter().any(says), "no file has `{key}`");
        assert!(WRONG.iter().any(says), "no file has a wrong `{key}`");
    }
}

const PAGE: &str = include_str!("../../../../docs/configuration.md");

#[test]
fn the_page_has_a_section_for_every_key_and_names_those_within() {
    let schema = schema();
    let keys = schema["properties"].as_object().unwrap();
    let sections: BTreeSet<&str> =
        PAGE.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    assert_eq!(sections, keys.keys().map(String::as_str).collect());
    for (key, value) in keys {
        let section = PAGE.split(&format!("### `{key}`\n")).nth(1).unwrap();
        let section = section.split("\n## ").next().unwrap().split("\n### ").next().unwrap();
        let within =
            value["items"]["$ref"].as_str().and_then(|name| schema.pointer(name.trim_start_matches('#')));
        for inner in within.and_then(|item| item["properties"].as_object()).into_iter().flatten() {
            assert!(
                section.contains(&format!("`{}`", inner.0)) || section.contains(&format!("\n{}", inner.0)),
                "{key}.{}",
                inner.0
            );
        }
    }
}

#[test]
fn the_examples_of_the_page_are_right() {
    let examples: Vec<&str> =
        PAGE.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(examples.len() >= 5);
    for example in examples {
        if let Err(fault) = Config::parse(
            example.to_owned(),
            Path::new("/nowhere/acslint.toml"),
            Path::new("example"),
            Reach::Anywhere,
        ) {
            panic!("{}", draw_fault(&fault, false, 100));
        }
    }
}

/// Returns the message and the help about an invalid file.
#[track_caller]
fn fault(text: &str) -> (String, Option<String>) {
    let (path, name) = (Path::new("/nowhere/acslint.toml"), Path::new("acslint.toml"));
    let fault = Config::parse(text.to_owned(), path, name, Reach::Anywhere).expect_err("the file is invalid");
    (fault.message, fault.help)
}

/// Each test below pins one message of serde or of the TOML parser that is reworded. A new version of either may
/// change its words, which the rewording would no longer match.
mod reworded {
    use super::fault;

    #[track_caller]
    fn says(text: &str, message: &str) {
        assert_eq!(fault(text), (message.to_owned(), None), "{text}");
    }

    #[test]
    fn unknown_field_with_a_similar_name() {
        says("fail_on = 'error'", "unknown key `fail_on`; did you mean `fail-on`?");
    }

    #[test]
    fn unknown_field_of_two() {
        let help = Some("write `format` or `output`".to_owned());
        assert_eq!(fault("[[reports]]\nx = 1"), ("unknown key `x`".to_owned(), help));
    }

    #[test]
    fn unknown_field_of_several() {
        let help = Some("write `paths`, `category` or `shape`".to_owned());
        assert_eq!(fault("[[hints]]\nxyz = 1"), ("unknown key `xyz`".to_owned(), help));
    }

    #[test]
    fn unknown_variant_with_a_similar_name() {
        says("fail-on = 'warnin'", "unknown value `warnin`; did you mean `warning`?");
    }

    #[test]
    fn unknown_variant_of_two() {
        let help = Some("write `strict` or `lenient`".to_owned());
        assert_eq!(fault("preset = 'x'"), ("unknown value `x`".to_owned(), help));
    }

    #[test]
    fn missing_field() {
        says("[[suppress]]\nrule = 'unknown-field'", "missing key `reason`");
    }

    #[test]
    fn invalid_type_instead_of_an_unsigned_number() {
        says("max-findings = 'x'", "expected a whole number, found string \"x\"");
    }

    #[test]
    fn invalid_type_instead_of_a_signed_number() {
        says("max-ratio = 1.5", "expected a whole number, found floating point `1.5`");
    }

    #[test]
    fn invalid_type_of_a_number_that_is_too_large() {
        says(
            "max-findings = 99999999999999999999",
            "expected a whole number, found integer `99999999999999999999`",
        );
    }

    #[test]
    fn invalid_type_instead_of_a_string() {
        says("baseline = 3", "expected a string, found integer `3`");
    }

    #[test]
    fn invalid_type_instead_of_an_array() {
        says("include = 'a'", "expected an array, found string \"a\"");
    }

    #[test]
    fn invalid_type_instead_of_a_truth_value() {
        says("redact = 1", "expected `true` or `false`, found integer `1`");
    }

    #[test]
    fn invalid_type_instead_of_a_table() {
        says("hints = [3]", "expected something else, found integer `3`");
    }

    #[test]
    fn invalid_type_that_is_a_table() {
        says("baseline = {}", "expected a string, found a table");
    }

    #[test]
    fn invalid_type_that_is_an_array() {
        says("baseline = []", "expected a string, found an array");
    }

    #[test]
    fn invalid_value_of_a_number() {
        says("max-findings = -1", "expected a whole number, found integer `-1`");
    }

    #[test]
    fn invalid_value_of_a_string() {
        says("show = 'al'", "expected a number from 0 on, or \"all\", found string \"al\"");
    }

    #[test]
    fn wanted_string_or_table() {
        says("fail-on = 3", "expected a string");
    }
}
