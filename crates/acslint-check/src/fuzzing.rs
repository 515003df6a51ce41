//! What must hold for every input, as functions: the fuzz targets call them, and so do the tests here.

use std::sync::LazyLock;

use acslint_types::{Category, Shape};
use serde_json::Value as Json;

use crate::{
    Checker, Event, Finding, Hints, Memory, Position, Report, Settings, Span, Subject,
    document::{Document, Embedded, Outcome, Tree, parse},
};

/// The parser accepts exactly the texts that `serde_json` accepts, and reads the same values from them.
///
/// Exceptions: `serde_json` refuses numbers beyond the range of `f64` and more than 128 levels of nesting.
///
/// # Panics
///
/// When that does not hold: this is what fuzzing looks for.
pub fn parser_agrees_with_serde_json(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (mut tree, mut faults) = (Tree::default(), Vec::new());
    let outcome = parse(bytes, true, &mut tree, &mut faults);
    let whole = match outcome {
        Outcome::Complete(end) => {
            text[end..].bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
        }
        Outcome::Incomplete { .. } | Outcome::Broken(_) => false,
    };
    let ours = whole && faults.is_empty();
    match serde_json::from_str::<Json>(text) {
        Ok(value) => {
            assert!(ours, "serde_json accepts what the parser refuses: {outcome:?}, {faults:?}");
            let embedded = Embedded::default();
            let document = Document { text, tree: &tree, embedded: &embedded };
            assert_eq!(document.root().to_json(), value);
        }
        Err(error) => {
            let message = error.to_string();
            let excused =
                message.starts_with("number out of range") || message.starts_with("recursion limit");
            assert!(!ours || excused, "the parser accepts what serde_json refuses: {message}");
        }
    }
}

/// Made once: compiling the schemas takes longer than checking an input.
static CHECKER: LazyLock<Checker> = LazyLock::new(|| {
    let settings = Settings { full_path_only: true, ..Settings::default() };
    Checker::new(settings).expect("the settings name no rule")
});

/// An event without its borrowings.
#[derive(Debug, PartialEq)]
struct Seen {
    record: u64,
    span: Span,
    subject: Option<Subject>,
    findings: Vec<(Finding, Position, Position)>,
}

/// Checking never panics, spans lie inside the input, and the events do not depend on how the input is cut.
///
/// The first byte decides how it is cut, the rest is the input.
///
/// # Panics
///
/// When that does not hold: this is what fuzzing looks for.
pub fn checking_holds(bytes: &[u8]) {
    let Some((&cut, input)) = bytes.split_first() else {
        return;
    };
    let checker = &*CHECKER;
    let whole = events(checker, input, input.len().max(1));
    let mut end = 0;
    for event in &whole {
        assert!(
            event.span.start >= end.min(event.span.start) && event.span.end <= input.len() as u64,
            "{event:?}"
        );
        end = event.span.end;
        for (finding, start, stop) in &event.findings {
            let labels = std::iter::once(&finding.primary).chain(&finding.secondary).map(|label| label.span);
            let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
            for span in labels.chain(edits) {
                assert!(span.start <= span.end && span.end <= input.len() as u64, "{finding:?}");
            }
            assert!(start <= stop, "{finding:?}");
            assert_eq!(*start, position(input, finding.primary.span.start), "{finding:?}");
        }
    }
    assert_eq!(
        whole,
        events(checker, input, usize::from(cut) + 1),
        "cut into pieces of {}",
        usize::from(cut) + 1
    );
}

/// What is seen of an input.
#[derive(Debug, Default, PartialEq)]
struct Seeing(Vec<Seen>);

impl Report for Seeing {
    fn event(&mut self, event: &Event<'_>) {
        let place = |span: Span| (event.excerpt.position(span.start), event.excerpt.position(span.end));
        let findings = event.findings.iter().map(|finding| {
            let (start, stop) = place(finding.primary.span);
            (finding.clone(), start, stop)
        });
        self.0.push(Seen {
            record: event.record,
            span: event.span,
            subject: event.subject.clone(),
            findings: findings.collect(),
        });
    }

    fn vouched(&mut self, category: &'static Category, shape: Shape, _: u64) {
        unreachable!("{} ({shape}) was vouched for, against the settings", category.id);
    }
}

/// The events of an input that arrives in pieces.
fn events(checker: &Checker, input: &[u8], piece: usize) -> Vec<Seen> {
    let mut session = checker.session(Hints::default());
    let (mut memory, mut seeing) = (Memory::default(), Seeing::default());
    let (mut begin, mut available) = (0, 0);
    loop {
        // A record that is longer than the buffer makes it grow, lest reading it again and again takes for ever.
        available = (available + piece.max((available - begin) / 4)).min(input.len());
        let end = available == input.len();
        begin += session.advance(&mut memory, &input[begin..available], end, &mut seeing);
        if end {
            assert_eq!(begin, input.len(), "everything is read");
            return seeing.0;
        }
    }
}

/// Line and column, counted from the beginning.
fn position(input: &[u8], offset: u64) -> Position {
    let before = &input[..usize::try_from(offset).expect("an offset in memory")];
    let mark = if before.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(mark, |newline| newline + 1);
    Position {
        line: before.split(|byte| *byte == b'\n').count() as u64,
        column: 1 + before[line_start..].iter().filter(|byte| (**byte & 0xC0) != 0x80).count() as u64,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{checking_holds, parser_agrees_with_serde_json};

    /// Text that is nearly JSON: tokens in any order.
    fn tokens() -> impl Strategy<Value = String> {
        let token = prop_oneof![
            Just("{"),
            Just("}"),
            Just("["),
            Just("]"),
            Just(","),
            Just(":"),
            Just("\"a\""),
            Just("\"b\\n\""),
            Just("1"),
            Just("-0.5e3"),
            Just("01"),
            Just("true"),
            Just("null"),
            Just("nul"),
            Just(" "),
            Just("\n"),
            Just("\"\\ud83d\\ude00\""),
            Just("\"\\ud83d\""),
            Just("\"é\""),
            Just("'"),
            Just("//"),
            Just("\""),
            Just("{\"time\":\"2024-03-05T09:14:27Z\",\"category\":\"Usage\"}"),
            Just("{\"records\":["),
            Just("{\"tables\":[{\"columns\":[{\"name\":\"Type\"}],\"rows\":[[\"x\"]]}]}"),
        ];
        proptest::collection::vec(token, 0..24).prop_map(|tokens| tokens.concat())
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            any::<u64>().prop_map(serde_json::Value::from),
            any::<f64>().prop_map(serde_json::Value::from),
            any::<String>().prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(5, 40, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
                proptest::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn parser_reads_what_serde_json_writes(value in json(), pretty: bool) {
            let text = if pretty { format!("{value:#}") } else { value.to_string() };
            parser_agrees_with_serde_json(text.as_bytes());
        }

        #[test]
        fn parser_and_serde_json_refuse_the_same(text in tokens()) {
            parser_agrees_with_serde_json(text.as_bytes());
        }

        #[test]
        fn checking_holds_for_tokens(cut: u8, text in tokens()) {
            let mut bytes = vec![cut % 9];
            bytes.extend_from_slice(text.as_bytes());
            checking_holds(&bytes);
        }

        #[test]
        fn checking_holds_for_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            checking_holds(&bytes);
        }
    }

    #[expect(clippy::disallowed_methods, reason = "tests read fixtures")]
    fn seeds_hold(target: &str, holds: fn(&[u8])) {
        let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target);
        let mut count = 0;
        for seed in std::fs::read_dir(seeds).unwrap() {
            holds(&std::fs::read(seed.unwrap().path()).unwrap());
            count += 1;
        }
        assert!(count > 0, "no seeds for {target}");
    }

    #[test]
    fn seeds_of_the_fuzz_target_parse_hold() {
        seeds_hold("parse", parser_agrees_with_serde_json);
    }

    #[test]
    fn seeds_of_the_fuzz_target_check_hold() {
        seeds_hold("check", checking_holds);
    }
}
