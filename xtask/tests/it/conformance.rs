//! The conformance corpus: it covers the schemas, Rust's jsonschema agrees with it, and contradictions are reported.

use std::collections::BTreeSet;

use jsonschema::PatternOptions;
use serde_json::{Value, json};
use xtask::{
    Repository,
    conformance::{self, Difference, Differences, Suite, Test, Verdicts},
};

fn suites() -> Vec<Suite> {
    conformance::read(&Repository::here()).unwrap()
}

fn schema(suite: &Suite) -> Value {
    serde_json::from_str(&Repository::here().text(&suite.schema_file()).unwrap()).unwrap()
}

/// The restricting keywords of a schema, as JSON Pointers; keywords in a branch of a choice count as the choice.
fn constraints(schema: &Value, pointer: &str, found: &mut BTreeSet<String>) {
    for (keyword, value) in schema.as_object().into_iter().flatten() {
        let pointer = format!("{pointer}/{keyword}");
        match keyword.as_str() {
            "properties" => {
                for (name, property) in value.as_object().unwrap() {
                    constraints(property, &format!("{pointer}/{name}"), found);
                }
            }
            "anyOf" => {
                for (index, branch) in value.as_array().unwrap().iter().enumerate() {
                    let mut inside = BTreeSet::new();
                    constraints(branch, &format!("{pointer}/{index}"), &mut inside);
                    found.extend(inside.into_iter().filter(|pointer| !pointer.ends_with("/type")));
                }
                found.insert(pointer);
            }
            "$id" | "$schema" | "description" | "examples" | "title" => {}
            _ => {
                found.insert(pointer);
            }
        }
    }
}

#[test]
fn each_constraint_of_each_schema_is_broken_by_a_test_and_each_requirement_too() {
    let suites = suites();
    assert!(suites.iter().map(|suite| suite.tests.len()).sum::<usize>() > 2000);
    for suite in &suites {
        let schema = schema(suite);
        assert_eq!(schema["$id"], json!(suite.schema));
        let mut expected = BTreeSet::new();
        constraints(&schema, "", &mut expected);
        let broken: BTreeSet<String> = suite
            .tests
            .iter()
            .filter_map(|test| Some(test.breaks.as_ref()?["schema"].as_str()?.to_owned()))
            .collect();
        let missed: Vec<_> = expected.difference(&broken).collect();
        assert!(missed.is_empty(), "{}: {missed:?}", suite.file);
        for name in schema["required"].as_array().unwrap() {
            let description = format!("the record: without `{}`", name.as_str().unwrap());
            assert!(suite.tests.iter().any(|test| test.description == description), "{description}");
        }
        for test in &suite.tests {
            assert_eq!(test.valid, test.breaks.is_none(), "{}: {}", suite.file, test.description);
        }
    }
}

/// Checks that every schema keyword named by a test exists, and the value that breaks it.
#[test]
fn what_a_test_breaks_exists() {
    for suite in suites() {
        let schema = schema(&suite);
        for test in suite.tests {
            let Some(breaks) = test.breaks else {
                continue;
            };
            let keyword = breaks["schema"].as_str().unwrap();
            assert!(schema.pointer(keyword).is_some(), "{}: {keyword}", suite.file);
            assert!(keyword.ends_with(breaks["keyword"].as_str().unwrap()), "{}: {keyword}", suite.file);
            let instance = breaks["instance"].as_str().unwrap();
            assert!(test.data.pointer(instance).is_some(), "{}: {}", suite.file, test.description);
        }
    }
}

#[test]
fn the_jsonschema_crate_says_what_the_corpus_says() {
    let suites = suites();
    let verdicts: Verdicts = suites
        .iter()
        .map(|suite| {
            let validator = jsonschema::options()
                .should_validate_formats(true)
                .with_pattern_options(PatternOptions::regex())
                .build(&schema(suite))
                .unwrap();
            (suite.file.clone(), suite.tests.iter().map(|test| validator.is_valid(&test.data)).collect())
        })
        .collect();
    let (problems, _) = conformance::problems_of("jsonschema", &suites, &verdicts, &Differences::default());
    assert_eq!(problems, []);
}

fn test(description: &str, valid: bool) -> Test {
    Test { description: description.to_owned(), data: json!({}), valid, breaks: None }
}

fn suite(tests: Vec<Test>) -> Suite {
    Suite { file: "table/Usage.json".to_owned(), schema: String::new(), tests }
}

fn verdicts(said: &[bool]) -> Verdicts {
    Verdicts::from([("table/Usage.json".to_owned(), said.to_vec())])
}

fn known(test: &str) -> Differences {
    let validators = vec!["ajv".to_owned()];
    let known = Difference { validators, test: test.to_owned(), suites: None, why: String::new() };
    Differences { list: vec![known] }
}

fn problems(said: &[bool], differences: &Differences) -> Vec<String> {
    let suites = [suite(vec![test("/A: null", true), test("/A: a text", false)])];
    let (problems, _) = conformance::problems_of("ajv", &suites, &verdicts(said), differences);
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn disagreement_is_noticed_with_its_line() {
    let none = Differences::default();
    assert_eq!(problems(&[true, false], &none), Vec::<String>::new());
    assert_eq!(
        problems(&[true, true], &none),
        ["testdata/conformance/table/Usage.json:7: ajv says valid: /A: a text"]
    );
    assert_eq!(
        problems(&[false, false], &none),
        ["testdata/conformance/table/Usage.json:6: ajv says invalid: /A: null"]
    );
    assert_eq!(problems(&[true], &none), ["testdata/conformance/table/Usage.json: ajv judged 1 of 2 tests"]);
}

#[test]
fn a_documented_difference_must_occur_each_time() {
    assert_eq!(problems(&[true, true], &known(": a text")), Vec::<String>::new());
    assert_eq!(
        problems(&[true, false], &known(": a text")),
        [
            "testdata/conformance/table/Usage.json:7: ajv agrees, although a difference is documented: /A: a text"
        ]
    );
    assert_eq!(
        problems(&[true, false], &known(": a number")),
        ["testdata/conformance/differences.json: no test matches the difference of ajv: : a number"]
    );
}
