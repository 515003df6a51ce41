//! The tree against values of `serde_json`, with each form of a node.

use super::{MOST_LISTED, Tree};
use crate::document::{Document, Embedded, Kind, Outcome, Value, parse};

fn tree(text: &str) -> Tree {
    let (mut tree, mut faults) = (Tree::default(), Vec::new());
    assert_eq!(parse(text.as_bytes(), true, &mut tree, &mut faults), Outcome::Complete(text.len()));
    assert_eq!(faults, []);
    tree
}

fn list(number: usize, item: impl Fn(usize) -> String, comma: &str) -> String {
    (0..number).map(item).collect::<Vec<_>>().join(comma)
}

/// Texts with each form of a node.
fn texts() -> Vec<String> {
    let long = "k".repeat(40_000);
    let members = list(3 * MOST_LISTED, |number| format!("\"a{number}\":[{number}]"), ",");
    let numbers = list(1000, |number| (number * number).to_string(), ",");
    let spaced = list(1000, |number| format!("-{number}.5e3"), ", ");
    let mixed = list(1000, |number| format!("{}{number}", if number % 300 == 0 { " " } else { "" }), ",");
    let broken =
        list(1000, |number| if number % 100 == 0 { "[]".to_owned() } else { number.to_string() }, ",");
    let nested = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    vec![
        "{}".to_owned(),
        "[ ]".to_owned(),
        r#"{"a":{},"b":[],"c":[{}],"category":null,"d":[true,false,1.5,"x\n"],"":""}"#.to_owned(),
        format!("{{\"{long}\":\"{long}\",\"b\":1}}"),
        format!("{{\"c\":{{{members}}},\"d\":{{\"e\":1}}}}"),
        format!("[[{numbers}],[{spaced}],[{mixed}],[{broken}],{nested},{numbers}]"),
        format!("{{\"a\":[{numbers}, \"x\"],\"b\":[{numbers}\n],\"c\":1}}"),
    ]
}

/// Checks that a value is the given one, as are those inside, and the way up from them.
fn check(value: Value<'_>, expected: &serde_json::Value) {
    let (tree, text) = (value.document.tree, value.document.text);
    assert!(value.to_json() == *expected);
    let end = value.span().end;
    let mut count = 0;
    match expected {
        serde_json::Value::Array(expected) => {
            for (place, (item, expected)) in value.items().zip(expected).enumerate() {
                assert_eq!((tree.parent(item.node), tree.place(item.node)), (value.node, place as u32));
                check(item, expected);
                count += 1;
            }
        }
        serde_json::Value::Object(expected) => {
            for (key, member) in value.members() {
                assert_eq!((tree.parent(key.node), tree.parent(member.node)), (value.node, key.node));
                assert!(tree.is_key(key.node) && tree.behind(key.node) == member.node);
                check(member, &expected[&*key.string().unwrap()]);
                count += 1;
            }
        }
        _ => assert_eq!(serde_json::from_str::<serde_json::Value>(value.raw()).unwrap(), *expected),
    }
    assert_eq!(value.count(), count);
    // The node behind it is the next one in the text that is not inside.
    let behind = tree.behind(value.node);
    if behind < tree.slots.len() as u32 {
        assert!(tree.node(behind).start >= end || tree.parent(behind) == super::NOWHERE);
    }
    assert!(text.is_char_boundary(end as usize));
}

#[test]
fn nodes_are_those_of_the_text() {
    for text in texts() {
        let (tree, embedded) = (tree(&text), Embedded::default());
        let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
        check(Document { text: &text, tree: &tree, embedded: &embedded }.root(), &expected);
        // Two brackets of each value, or its text, and a key for each member.
        let nodes = |value: &serde_json::Value| {
            fn nodes(value: &serde_json::Value) -> usize {
                match value {
                    serde_json::Value::Array(items) => 1 + items.iter().map(nodes).sum::<usize>(),
                    serde_json::Value::Object(members) => {
                        1 + members.values().map(|member| 1 + nodes(member)).sum::<usize>()
                    }
                    _ => 1,
                }
            }
            nodes(value)
        };
        assert_eq!(tree.len(), nodes(&expected));
    }
}

#[test]
fn copies_are_equal() {
    for text in texts() {
        let (of_text, embedded) = (tree(&text), Embedded::default());
        let root = Document { text: &text, tree: &of_text, embedded: &embedded }.root();
        let inside: Vec<Value<'_>> = match root.kind() {
            Kind::Array => root.items().collect(),
            _ => root.members().map(|(_, member)| member).collect(),
        };
        for value in inside.into_iter().chain([root]) {
            let expected: serde_json::Value = serde_json::from_str(value.raw()).unwrap();
            let alone = of_text.alone(value.node);
            check(Document { text: &text, tree: &alone, embedded: &embedded }.root(), &expected);
            let mut both = tree(r#"{"a":[1]}"#);
            let node = both.copy(&of_text, value.node);
            check(Document { text: &text, tree: &both, embedded: &embedded }.value(node), &expected);
        }
        let mut both = tree(r#"{"a":[1]}"#);
        let node = both.embed(&of_text);
        let origin = (0..=text.len() as u32).collect();
        let embedded = Embedded { text: text.clone(), origin };
        let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
        check(Document { text: &text, tree: &both, embedded: &embedded }.value(node), &expected);
    }
}

#[test]
fn nodes_are_found_by_their_offsets() {
    for text in texts() {
        let tree = tree(&text);
        let mut starts = Vec::new();
        for node in 0..tree.slots.len() as u32 {
            match tree.run_at(node) {
                Some(run) => starts.extend(run.map(|node| (tree.node(node).start, node))),
                None => starts.push((tree.node(node).start, node)),
            }
        }
        assert!(starts.is_sorted());
        for pair in starts.windows(2) {
            let [(start, node), (next, _)] = *pair else { unreachable!("a window has two elements") };
            assert!(tree.begins_at(start) && tree.begins_at(start + 1) == (next == start + 1));
            assert_eq!([start + 1, next].map(|offset| tree.last_before(offset)), [Some(node); 2]);
        }
        assert_eq!(tree.last_before(0), None);
    }
}

#[test]
fn the_last_of_repeated_members_counts() {
    let number = 2 * MOST_LISTED;
    let members = list(number, |number| format!("\"a{number}\":{number}"), ",");
    let text = format!("{{\"a5\":null,{members},\"a7\":true,\"a7\":false}}");
    let tree = tree(&text);
    let embedded = Embedded::default();
    let root = Document { text: &text, tree: &tree, embedded: &embedded }.root();
    assert_eq!(root.count(), number as u32);
    let values = |name: &str| -> Vec<String> {
        let members = root.members().filter(|(key, _)| key.string().unwrap() == name);
        members.map(|(_, value)| value.raw().to_owned()).collect()
    };
    assert_eq!((values("a5"), values("a7")), (vec!["5".to_owned()], vec!["false".to_owned()]));
    let duplicates: Vec<[u32; 2]> = tree
        .duplicates
        .iter()
        .map(|duplicate| [duplicate.first, duplicate.again].map(|key| tree.node(key).start))
        .collect();
    let at = |key: &str| text.match_indices(key).map(|(at, _)| at as u32).collect::<Vec<_>>();
    let (fives, sevens) = (at("\"a5\""), at("\"a7\""));
    assert_eq!(duplicates, [[fives[0], fives[1]], [sevens[0], sevens[1]], [sevens[0], sevens[2]]]);
}

#[test]
fn the_memory_of_long_records_is_not_kept() {
    for (number, is_complete, is_kept) in
        [(1000, true, true), (super::MOST_REUSED, true, false), (super::MOST_REUSED, false, true)]
    {
        let mut tree = tree(&format!("[{}]", list(number + 100, |number| (number % 10).to_string(), ",")));
        tree.free_if_long(is_complete);
        assert_eq!(tree.slots.capacity() > 0, is_kept);
    }
}

/// The bytes that a node takes decide how large a record can be.
#[test]
fn nodes_are_small() {
    assert_eq!((size_of::<super::Slot>(), size_of::<super::Container>()), (8, 20));
    let tree = tree(&format!("[{}]", list(100_000, |number| (number % 10).to_string(), ",")));
    assert_eq!((tree.slots.len(), tree.run_starts.len()), (66, 100_000 - 64));
}
