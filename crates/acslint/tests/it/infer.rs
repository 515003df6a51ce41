//! End-to-end tests of `acslint infer`: inputs, messages and omissions.

use serde_json::{Value, json};

use crate::run::World;

#[test]
fn a_draft_comes_from_all_framings_and_accepts_their_records() {
    let world = World::new();
    let records: Vec<Value> = (0..40)
        .map(|number| {
            let state = ["On", "Off"][number % 2];
            json!({ "category": "Mine", "time": "2024-03-05T09:01:57Z", "state": state, "n": number })
        })
        .collect();
    let lines: String = records.iter().flat_map(|record| [record.to_string(), "\n".to_owned()]).collect();
    world.file("lines.jsonl", &lines);
    world.file("array.json", Value::Array(records.clone()).to_string());
    world.file("envelope.json", json!({ "records": records }).to_string());
    let draft = |path: &str| {
        let ran = world.run(&["infer", path]);
        let review = "note: the draft contains these values of records; review them before you share it:\n  \
                      `category`: `Mine`\n  `state`: `Off`, `On`\n";
        assert_eq!((ran.code, ran.stderr.as_str()), (0, review), "{path}");
        serde_json::from_str::<Value>(&ran.stdout).unwrap()
    };
    let schema = draft("lines.jsonl");
    assert_eq!(schema, draft("array.json"));
    assert_eq!(schema, draft("envelope.json"));
    assert_eq!(schema["title"], "Mine");
    assert_eq!(schema["description"], "A draft, inferred from 40 records of the category `Mine`.");
    assert_eq!(schema["properties"]["category"]["const"], "Mine");
    assert_eq!(schema["properties"]["time"]["format"], "date-time");
    assert_eq!(schema["properties"]["state"]["enum"], json!(["Off", "On"]));
    assert_eq!(schema["properties"]["n"]["type"], "integer");
    assert_eq!(schema["required"], json!(["category", "n", "state", "time"]));
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(records.iter().all(|record| validator.is_valid(record)));
}

#[test]
fn what_cannot_be_used_is_named() {
    let world = World::new();
    world.file(
        "mixed.jsonl",
        "{\"category\":\"A\",\"x\":1}\n{\"category\":\"A\",\"x\":}\n{\"category\":\"B\",\"y\":1}\n[1]\n",
    );
    let ran = world.run(&["infer", "mixed.jsonl", "--category", "a"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let schema: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(schema["description"], "A draft, inferred from 1 record of the category `a`.");
    assert_eq!(schema["properties"]["y"], Value::Null);
    assert!(ran.stderr.starts_with("mixed.jsonl:2:21: not used: "), "{}", ran.stderr);
    let named = ran.stderr.lines().take_while(|line| !line.starts_with("note: "));
    assert_eq!(named.count(), 2, "{}", ran.stderr);
}

#[test]
fn nothing_to_infer_from_is_said() {
    let world = World::new();
    world.file("a.jsonl", "{\"category\":\"A\"}\n").file("empty.json", "");
    let ran = world.run(&["infer", "a.jsonl", "--category", "Z"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert_eq!(
        ran.stderr,
        "error: no records to infer from: no record of the category `Z`, only of `A` (1)\n"
    );
    assert_eq!(world.run(&["infer", "empty.json"]).code, 3);
    let ran = world.run(&["infer", "none.jsonl"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("error: cannot read `none.jsonl`: "), "{}", ran.stderr);
    assert_eq!(world.run(&["infer"]).code, 2);
}

#[test]
fn several_categories_are_pointed_out() {
    let world = World::new();
    world.file("two.jsonl", "{\"category\":\"A\"}\n{\"Category\":\"B\"}\n");
    let ran = world.run(&["infer", "two.jsonl", "--output", "draft.json"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert_eq!(
        ran.stderr,
        "note: the records are of several categories, `A` (1), `B` (1); select one with `--category`\n\
         note: the draft contains these values of records; review them before you share it:\n  \
         `Category`: `B`\n  `category`: `A`\n"
    );
    assert!(world.path("draft.json").exists());
}

/// Names of columns about people.
const OF_PEOPLE: [&str; 33] = [
    "agent",
    "caller",
    "callee",
    "owner",
    "assignee",
    "assignedTo",
    "manager",
    "employee",
    "contact",
    "operator",
    "participant",
    "from",
    "to",
    "cc",
    "recipient",
    "sender",
    "displayName",
    "createdBy",
    "author",
    "host",
    "patient",
    "supervisor",
    "member",
    "approver",
    "driver",
    "customerName",
    "clientName",
    "title",
    "subject",
    "nickname",
    "handle",
    "reportedBy",
    "worker",
];

#[test]
fn names_of_people_stay_out_unless_they_are_asked_for() {
    let world = World::new();
    for people in [["Ida Nowak", "Per Lindqvist", "Yu Chen"], ["Ida", "Per", "Yu"]] {
        let records: String = (0..90)
            .map(|number| {
                let columns = OF_PEOPLE.map(|column| (column.to_owned(), json!(people[number % 3])));
                let mut record: serde_json::Map<_, _> = columns.into_iter().collect();
                record.insert("state".to_owned(), json!(["Open", "Closed"][number % 2]));
                Value::Object(record).to_string() + "\n"
            })
            .collect();
        world.file("people.jsonl", records);
        let ran = world.run(&["infer", "people.jsonl"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        for person in people {
            assert!(!ran.stdout.contains(&format!("\"{person}\"")), "{person} is in {}", ran.stdout);
        }
        assert!(ran.stderr.ends_with("\n  `state`: `Closed`, `Open`\n"), "{}", ran.stderr);
        let ran = world.run(&["infer", "people.jsonl", "--values", "owner"]);
        let schema: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(schema["properties"]["owner"]["enum"], json!(people));
        assert_eq!(schema["properties"]["agent"]["enum"], Value::Null);
    }
}

#[test]
fn a_category_that_is_no_name_is_no_title_and_addresses_are_no_names() {
    let world = World::new();
    let record = json!({ "category": "ida@example.org", "seen": { "10.0.0.7": 1, "Ida Nowak": 2 } });
    world.file("a.jsonl", format!("{record}\n").repeat(30));
    let ran = world.run(&["infer", "a.jsonl"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let schema: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        (&schema["title"], &schema["properties"]["category"]["const"]),
        (&json!("Draft"), &Value::Null)
    );
    for value in ["ida@example.org", "10.0.0.7", "Nowak"] {
        assert!(
            !ran.stdout.contains(value) && !ran.stderr.contains(value),
            "{value}: {} {}",
            ran.stdout,
            ran.stderr
        );
    }
}

#[test]
fn directories_of_the_draft_are_created() {
    let world = World::new();
    world.file("a.json", "{\"a\":1}\n");
    let ran = world.run(&["infer", "a.json", "-o", "new/schemas/a.schema.json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(world.path("new/schemas/a.schema.json").is_file());
    let ran = world.run(&["infer", "a.json", "-o", "a.json/x/y.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("error: cannot create `a.json/x/y.json`: "), "{}", ran.stderr);
}
