//! Tests of patterns against the verdicts of an ECMA-262 engine, which `xtask/tools/patterns/check.mjs` verifies.

use serde_json::{Value as Json, json};

use super::{Matcher, Pattern, Undecided, translated, unportable};

/// Returns the groups of `testdata/patterns.json`: a pattern with texts, or with the construct that makes it invalid.
fn table() -> Vec<Json> {
    serde_json::from_str(include_str!("../../../../testdata/patterns.json")).unwrap()
}

fn texts<'g>(group: &'g Json, key: &str) -> impl Iterator<Item = &'g str> {
    group[key].as_array().into_iter().flatten().map(|text| text.as_str().unwrap())
}

#[test]
fn every_verdict_is_that_of_ecma_262() {
    let (mut wrong, mut counts) = (Vec::new(), [0; 3]);
    for group in table() {
        let source = group["pattern"].as_str().unwrap();
        match Pattern::new(source) {
            Err(error) => {
                counts[0] += 1;
                if group["refused"] != error.construct {
                    wrong.push(format!("{source:?} is refused for {:?}: {error}", error.construct));
                }
                assert_eq!(source.get(error.span), Some(error.construct.as_str()), "{source:?}");
            }
            Ok(pattern) => {
                for (key, expected) in [("matches", true), ("others", false)] {
                    for text in texts(&group, key) {
                        counts[usize::from(expected) + 1] += 1;
                        if pattern.is_match(text) != Ok(expected) {
                            wrong.push(format!("{source:?} {text:?}: not {expected}"));
                        }
                    }
                }
                if group["refused"].is_string() {
                    wrong.push(format!("{source:?} is not refused"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(counts.iter().all(|count| *count > 100), "{counts:?}");
}

#[test]
fn names_of_properties_are_matched_as_texts_are() {
    let mut count = 0;
    for group in table() {
        let source = group["pattern"].as_str().unwrap();
        let Ok(name) = translated(source) else {
            continue;
        };
        let schema = json!({ "patternProperties": { (name.as_str()): false } });
        let validator =
            jsonschema::options().build(&schema).unwrap_or_else(|error| panic!("{source:?}: {error}"));
        for (key, expected) in [("matches", true), ("others", false)] {
            for text in texts(&group, key) {
                count += 1;
                assert_eq!(
                    !validator.is_valid(&json!({ text: 1 })),
                    expected,
                    "{source:?} {name:?} {text:?}"
                );
            }
        }
    }
    assert!(count > 300, "{count}");
}

#[test]
fn what_is_refused_says_what_to_write() {
    let said = |source: &str| {
        let error = Pattern::new(source).unwrap_err();
        format!("{error}; {}", error.help)
    };
    for (source, expected) in [
        (
            r"^\<a\>$",
            r"`\<` escapes a character that has no escape in ECMA-262; write `<` without the backslash",
        ),
        (r"^a\z", r"`\z` is an escape that ECMA-262 does not have; write `$`"),
        (r"^\x{e9}$", r"`\x{e9}` is an escape that ECMA-262 does not have; write it like `\u{e9}`"),
        (
            r"^[[:alpha:]]$",
            "`[:alpha:]` is a POSIX class, which ECMA-262 does not have; write out its characters, such as `a-zA-Z`",
        ),
        (
            r"(?i)a",
            "`(?i)` sets flags, which a pattern of JSON Schema cannot; write it out, such as `[Aa]` for `(?i)a`, or `[^]` for `(?s).`",
        ),
        (r"a++", "`++` is a possessive quantifier, which ECMA-262 does not have; remove the second `+`"),
        (
            r"^[a-z&&[^b]]$",
            "`[a-z&&[^b]]` is a class with an operator, which ECMA-262 does not have with the `u` flag; write out its characters",
        ),
        (r"[\w-.]", r"`\w-.` is a range that begins or ends with a class; write `\-` for the hyphen"),
    ] {
        assert_eq!(said(source), expected);
    }
}

#[test]
fn what_is_too_large_is_refused() {
    for source in
        ["(?:ab){9999999}", "(?=a{30000})b", r"^(a)(?:\1{300}){300}$", r"^(?:(?:(?:\1){999}){999}){999}()$"]
    {
        assert_eq!(Pattern::new(source).unwrap_err().why, "is too large", "{source}");
    }
    let deep = format!("{}a{}", "(".repeat(101), ")".repeat(101));
    assert_eq!(Pattern::new(&deep).unwrap_err().why, "is nested too deep");
    // A repeated class alone is only counted.
    let pattern = Pattern::new("^[a-z]{2,3000000000}$").unwrap();
    assert!(matches!(pattern.matcher, Matcher::Count { .. }));
    assert_eq!(["ab", "a", "aB"].map(|text| pattern.is_match(text)), [Ok(true), Ok(false), Ok(false)]);
}

#[test]
fn a_search_that_takes_too_long_has_no_verdict() {
    let pattern = Pattern::new(r"^(a+)+\1b$").unwrap();
    assert_eq!(pattern.is_match("aaab"), Ok(true));
    assert_eq!(pattern.is_match(&"a".repeat(60)), Err(Undecided));
    // The length alone does not exceed the limit.
    let pattern = Pattern::new(r"^(a)\1*$").unwrap();
    assert_eq!(pattern.is_match(&"a".repeat(1_000_000)), Ok(true));
}

#[test]
fn lookaround_takes_steps_in_proportion_to_the_text() {
    let steps = |source: &str, text: &str| match Pattern::new(source).unwrap().matcher {
        Matcher::Lookaround(passes) => passes.steps(text),
        other => panic!("{other:?}"),
    };
    for (source, unit) in [
        ("(?<=a+)b", "a"),
        (r"(?<=^a+)b|(?=a+c)a", "a"),
        ("^(?=(?:a*)*b)a", "a"),
        (r"(?:(?<!a*b)a)+\B!", "a"),
        ("(?<=(?=a+$)a+)b", "a"),
    ] {
        let (few, many) = (steps(source, &unit.repeat(1_000)), steps(source, &unit.repeat(10_000)));
        assert!(many <= 11 * few, "{source}: {few} steps, then {many}");
    }
}

#[test]
fn constructs_that_are_not_portable_are_reported() {
    let constructs = |source: &str| -> Vec<String> {
        unportable(source).into_iter().map(|found| source[found.span].to_owned()).collect()
    };
    let found = [
        r"^[a-z0-9_.\-]+(?:@|x{2,3})*?$",
        r"^\d\D[\s\w]\b\p{Lu}\u{e9}\u00e9\cJ\0\v$",
        r"^(?=a)(?!b)(?<=c)(?<!d)(?<n>e)\k<n>\1$",
        r"[^][][[a][a&&b]",
    ]
    .map(constructs);
    assert_eq!(found[0], Vec::<String>::new());
    assert_eq!(
        found[1],
        [r"\d", r"\D", r"\s", r"\w", r"\b", r"\p{Lu}", r"\u{e9}", r"\u00e9", r"\cJ", r"\0", r"\v"]
    );
    assert_eq!(found[2], ["(?=", "(?!", "(?<=", "(?<!", "(?<n>", r"\k<n>", r"\1"]);
    assert_eq!(found[3], ["[^]", "[]", "[[a]", "[a&&b]"]);
}
