//! `changelog` writes its entries between two lines and changes nothing else.

use xtask::changelog;

#[test]
fn entries_replace_those_before_and_nothing_else() {
    let begin = "<!-- What follows is written by `cargo xtask changelog`. -->\n";
    let end = "<!-- This was written by `cargo xtask changelog`. -->\n";
    let before = format!("# Changelog\n\n- by hand\n\n{begin}\n- old\n\n{end}\n## 0.1.0\n");
    let after = changelog::with_entries(&before, "- new\n- more\n\n").unwrap();
    assert_eq!(after, format!("# Changelog\n\n- by hand\n\n{begin}\n- new\n- more\n\n{end}\n## 0.1.0\n"));
    assert_eq!(changelog::with_entries(&after, "- new\n- more").unwrap(), after);
    assert_eq!(changelog::with_entries("# Changelog\n", "- new"), None);
}

#[test]
fn released_schemas_keep_what_decides_on_records() {
    let released = changelog::released();
    let (_, usage) = released
        .iter()
        .find(|(file, _)| file == "testdata/released/table/Usage.schema.json")
        .expect("there is one for each category and shape");
    let usage: serde_json::Value = serde_json::from_str(usage).unwrap();
    assert_eq!(usage["$id"], "urn:acslint:schema:v1:table:Usage");
    assert_eq!(usage["properties"]["Quantity"]["description"], serde_json::Value::Null);
    assert!(
        usage["properties"]["Quantity"]["type"].is_string()
            || usage["properties"]["Quantity"]["anyOf"].is_array()
            || usage["properties"]["Quantity"]["type"].is_array()
    );
    assert!(usage["required"].as_array().is_some_and(|required| !required.is_empty()));
}
