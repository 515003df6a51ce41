//! The table of promises: each promise is in the page that makes it, and its tests exist. All list items of a page of
//! promises are in the table.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Tree, lines};
use crate::Problem;

/// The table: a row has a sentence, its page, and its tests.
const TABLE: &str = "docs/promises.md";

/// Pages whose list items are all promises.
const PAGES_OF_PROMISES: [&str; 1] = ["docs/security.md"];

pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    let Some(table) = tree.text(TABLE) else {
        return vec![Problem::new(TABLE, 0, "is missing: it must list the test of each promise")];
    };
    let mut problems = Vec::new();
    let mut known = BTreeSet::new();
    for (number, line) in lines(table).filter(|(_, line)| line.starts_with("| ")) {
        let cells = cells(line);
        let [promise, page, tests] = cells.as_slice() else {
            let message =
                format!("must have three cells, not {}: a promise, its page, its tests", cells.len());
            problems.push(Problem::new(TABLE, number, message));
            continue;
        };
        if promise == "promise" {
            continue;
        }
        let page = page.trim_matches('`');
        let promise = plain(promise);
        match tree.text(page) {
            None => problems.push(Problem::new(TABLE, number, format!("`{page}` does not exist"))),
            Some(text) if !plain(text).contains(&promise) => {
                problems.push(Problem::new(TABLE, number, format!("not in `{page}`: {promise}")));
            }
            Some(_) => {}
        }
        let tests: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        if tests.is_empty() {
            problems.push(Problem::new(TABLE, number, "must name a test: `path::name`"));
        }
        let missing = tests.into_iter().filter(|test| !is_test(tree, test));
        problems.extend(missing.map(|test| Problem::new(TABLE, number, format!("no test `{test}`"))));
        if !known.insert((page.to_owned(), promise)) {
            problems.push(Problem::new(TABLE, number, "is listed twice"));
        }
    }
    for page in PAGES_OF_PROMISES {
        for (number, item) in items(tree.text(page).unwrap_or_default()) {
            let item = plain(&item);
            if !known.contains(&(page.to_owned(), item)) {
                let message = format!("has no test: name one in {TABLE}");
                problems.push(Problem::new(page, number, message));
            }
        }
    }
    problems
}

/// The cells of a row; `\|` does not end a cell.
fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
    let cells = inner.split(" | ").map(|cell| cell.trim().replace("\\|", "|"));
    cells.filter(|cell| !cell.is_empty()).collect()
}

/// The items of lists, each with the number of its first line.
fn items(text: &str) -> Vec<(usize, String)> {
    let mut items: Vec<(usize, String)> = Vec::new();
    let mut is_open = false;
    for (number, line) in lines(text) {
        if let Some(begin) = line.strip_prefix("- ") {
            items.push((number, begin.to_owned()));
            is_open = true;
        } else if let Some((_, item)) = items.last_mut().filter(|_| is_open && line.starts_with("  ")) {
            *item += "\n";
            item.push_str(line);
        } else {
            is_open = false;
        }
    }
    items
}

/// A text on one line, without the markup of links and emphasis.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('[') {
        plain.push_str(before);
        let link = behind.split_once("](").filter(|(name, _)| !name.contains(['[', ']']));
        if let Some((name, (_, behind))) = link.and_then(|(name, link)| Some((name, link.split_once(')')?))) {
            plain.push_str(name);
            rest = behind;
        } else {
            plain.push('[');
            rest = behind;
        }
    }
    plain.push_str(rest);
    plain.replace("**", "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns true if `path::name` is a test.
fn is_test(tree: &Tree, test: &str) -> bool {
    let Some((path, name)) = test.split_once("::") else {
        return false;
    };
    let source = tree.text(path).unwrap_or_default();
    if Path::new(path).extension().is_some_and(|extension| extension == "py") {
        let head = format!("def {name}(");
        return name.starts_with("test_") && source.lines().any(|line| line.starts_with(&head));
    }
    let head = format!("fn {name}(");
    let mut is_marked = false;
    for line in source.lines().map(str::trim_start) {
        if line.starts_with(&head) {
            return is_marked;
        }
        is_marked = line == "#[test]" || (is_marked && line.starts_with(['#', '/']));
    }
    false
}
