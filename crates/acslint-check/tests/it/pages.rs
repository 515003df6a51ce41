//! Tests of the rules' pages: the examples fail and pass as the page claims.

use std::{collections::BTreeSet, path::Path};

use acslint_check::{Hints, RULES, Rule};

use crate::{
    fixtures::{Fence, Page, blessing, entries, read, turned_on, write},
    support::{checker_with, lines_of, rules_of, see_with_hints},
};

#[test]
fn rules_are_sorted_and_known_by_their_ids() {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    for rule in RULES {
        assert!(acslint_check::rule(rule.id).is_some_and(|found| std::ptr::eq(found, *rule)));
        let kebab = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
        assert!(rule.id.bytes().all(kebab), "{}", rule.id);
    }
    assert!(acslint_check::rule("no-such-rule").is_none());
}

#[test]
fn rules_and_their_folder_agree() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let stems = |extension: &str| -> BTreeSet<String> {
        let paths = entries(&folder)
            .into_iter()
            .filter(|path| path.extension().is_some_and(|found| found == extension));
        paths
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .filter(|stem| stem != "mod")
            .collect()
    };
    let registered: BTreeSet<String> = RULES.iter().map(|rule| rule.id.replace('-', "_")).collect();
    assert_eq!(stems("md"), registered);
    assert_eq!(stems("rs"), registered);
}

#[test]
fn no_rule_comes_from_the_future() {
    let parts =
        |version: &str| -> Vec<u64> { version.split('.').filter_map(|part| part.parse().ok()).collect() };
    let current = parts(env!("CARGO_PKG_VERSION"));
    for rule in RULES {
        let since = parts(rule.since);
        assert!(since.len() == 3 && since <= current, "{} since {}", rule.id, rule.since);
    }
}

#[test]
fn pages_have_their_sections_in_order() {
    for rule in RULES {
        let page = Page::of(rule);
        assert_eq!(page.titles, [rule.id]);
        let sentence = page.opening.trim();
        assert!(
            sentence.ends_with('.') && !sentence.contains("\n\n"),
            "{}: one sentence: {sentence}",
            rule.id
        );
        let headings: Vec<&str> = page.sections.iter().map(|section| section.heading.as_str()).collect();
        assert_eq!(headings, ["Why is this bad?", "Fails", "Passes"], "{}", rule.id);
        let [why, fails, passes] = page.sections.as_slice() else { unreachable!() };
        assert!(why.fences.is_empty() && why.prose.matches(['.', '?']).count() >= 2, "{}", rule.id);
        assert!(passes.fences.iter().all(is_input) && !passes.fences.is_empty(), "{}", rule.id);
        assert!(!fails.fences.is_empty() && fails.fences.len() % 2 == 0, "{}", rule.id);
        for pair in fails.fences.chunks(2) {
            assert!(
                is_input(&pair[0]) && pair[1].language == "text",
                "{}: `json` and `text` in turn",
                rule.id
            );
        }
    }
}

#[test]
fn rules_that_are_off_say_how_to_turn_them_on() {
    for rule in RULES.iter().filter(|rule| !turned_on(rule).is_empty()) {
        assert!(rule.page.contains(&format!("`--level {}=warning`", rule.id)), "{}", rule.id);
    }
}

#[test]
fn failing_examples_have_the_findings_that_the_page_shows() {
    for rule in RULES {
        let page = Page::of(rule);
        let mut blessed: Vec<(usize, usize, Vec<String>)> = Vec::new();
        for pair in page.sections[1].fences.chunks(2) {
            let hints = Hints::from_path(&pair[0].path);
            let seen = see_with_hints(&checker_with(&turned_on(rule)), &pair[0].bytes(), hints);
            assert!(rules_of(&seen).contains(&rule.id), "{}: does not fire:\n{}", rule.id, pair[0].text);
            let lines = lines_of(&seen);
            if blessing() {
                blessed.push((pair[1].line, pair[1].text.lines().count(), lines));
            } else {
                assert_eq!(lines.join("\n"), pair[1].text, "{}, input:\n{}", rule.id, pair[0].text);
            }
        }
        bless(rule, &blessed);
    }
}

#[test]
fn passing_examples_do_not_fire_the_rule() {
    for rule in RULES {
        for fence in &Page::of(rule).sections[2].fences {
            let hints = Hints::from_path(&fence.path);
            let seen = see_with_hints(&checker_with(&turned_on(rule)), &fence.bytes(), hints);
            assert!(
                !rules_of(&seen).contains(&rule.id),
                "{}: {:?}\n{}",
                rule.id,
                lines_of(&seen),
                fence.text
            );
        }
    }
}

fn is_input(fence: &Fence) -> bool {
    matches!(fence.language.as_str(), "json" | "json-escaped")
}

/// Writes the findings into the page. `blocks` holds the first line, the number of lines and the new lines of each
/// block.
fn bless(rule: &Rule, blocks: &[(usize, usize, Vec<String>)]) {
    bless_in("src/rules", rule, blocks);
}

/// Writes the findings into a page in a directory of the crate.
pub(crate) fn bless_in(directory: &str, rule: &Rule, blocks: &[(usize, usize, Vec<String>)]) {
    if blocks.is_empty() {
        return;
    }
    let file = format!("{directory}/{}.md", rule.id.replace('-', "_"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let page = String::from_utf8(read(&path)).expect("pages are UTF-8");
    assert_eq!(page, rule.page, "the page has changed since the tests were built");
    let mut lines: Vec<String> = page.lines().map(str::to_owned).collect();
    for (line, count, replacement) in blocks.iter().rev() {
        lines.splice(*line..line + count, replacement.iter().cloned());
    }
    let blessed = lines.join("\n") + "\n";
    if blessed != page {
        write(&path, &blessed);
    }
}
