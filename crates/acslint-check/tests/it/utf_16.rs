//! Tests of inputs that their reader decodes from UTF-16: findings are at the bytes of the input.

use acslint_check::{
    Checker, DecodedFrom, Event, Hints, RecordType, Report, Session, Settings, Span, WorkerState,
};

const LOST: &str = "{\"OperationCategory\": \"EmailStatusUpdateOperational\", \"SenderUsername\": \"\u{e9}\u{1F600}\", \"DeliveryStatus\": \"Lost\"}";
const GOOD: &str = r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered"}"#;

/// Report that collects rule, line, column and bytes of each finding.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found(Vec<(&'static str, u64, u64, Span)>);

impl Report for Found {
    fn event(&mut self, event: &Event<'_>) {
        for finding in event.findings {
            let (span, position) = (finding.primary.span, event.excerpt.position(finding.primary.span.start));
            assert!(finding.fix.is_none(), "the bytes of an edit are not in the input");
            let stored = event.excerpt.stored_span(span);
            self.0.push((finding.rule, position.line, position.column, stored));
        }
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

fn session(checker: &Checker) -> Session<'_> {
    let mut session = Session::new(checker, Hints::default());
    session.set_decoded_from(DecodedFrom::Utf16);
    session
}

/// Returns the findings in decoded text, which are the same in pieces, and with pieces that are checked ahead.
fn found(text: &[u8]) -> Found {
    let checker = Checker::new(Settings::default()).expect("these are the default settings");
    let mut whole = Found::default();
    session(&checker).advance(&mut WorkerState::default(), text, true, &mut whole);
    for size in [1, 50, 300] {
        let (mut state, mut pieces) = (WorkerState::default(), Found::default());
        let mut session = session(&checker);
        let (mut start, mut end) = (0, 0);
        while end < text.len() {
            end = (end + size).min(text.len());
            start += session.advance(&mut state, &text[start..end], end == text.len(), &mut pieces);
        }
        assert_eq!(pieces, whole, "in pieces of {size}");
    }
    let (mut state, mut ahead) = (WorkerState::default(), Found::default());
    let mut session = session(&checker);
    let first = text.iter().position(|byte| *byte == b'\n').map_or(text.len(), |end| end + 1);
    let done = session.advance(&mut state, &text[..first], false, &mut ahead);
    if let Some(layout) = session.layout() {
        let rest = &text[done..];
        let cut = layout.cut(rest).unwrap_or(0);
        let mut other = WorkerState::default();
        let findings = checker.check_speculatively(&mut other, &layout, &rest[..cut], done as u64);
        let followed = session.follow(&mut state, &rest[..cut], false, findings, &mut ahead);
        session.advance(&mut state, &rest[followed..], true, &mut ahead);
        assert_eq!(ahead, whole, "checked ahead");
    }
    whole
}

/// Range of a text in the input.
fn bytes_of(text: &str, part: &str, from: usize) -> Span {
    let at = from + text[from..].find(part).expect("it is there");
    let length = |text: &str| 2 * text.encode_utf16().count() as u64;
    Span::new(length(&text[..at]), length(&text[..at + part.len()]))
}

#[test]
fn findings_are_at_the_bytes_of_the_input() {
    let text = format!("\u{FEFF}{GOOD}\n{LOST}\n{GOOD}\n{GOOD}\n{LOST}\n{GOOD}\n");
    let second = text.rfind(LOST).expect("it is there");
    let column = LOST.chars().take_while(|letter| *letter != 'L').count() as u64;
    assert_eq!(
        found(text.as_bytes()).0,
        [
            ("unexpected-value", 2, column, bytes_of(&text, "\"Lost\"", 0)),
            ("unexpected-value", 5, column, bytes_of(&text, "\"Lost\"", second)),
        ]
    );
}

#[test]
fn csv_in_utf_16_has_findings_at_its_cells() {
    let text = "\u{FEFF}TimeGenerated,OperationName,Category\ncaf\u{e9},\u{1F600},Usage\n";
    let about = found(text.as_bytes()).0;
    assert!(about.contains(&("invalid-format", 2, 1, bytes_of(text, "caf\u{e9}", 0))), "{about:?}");
}

#[test]
fn what_cannot_be_decoded_is_found_at_its_bytes() {
    // Half of a pair, as its reader writes it.
    let before = r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered", "SenderUsername": ""#;
    let good = format!("\u{FEFF}{GOOD}\n");
    let text = [good.as_bytes(), before.as_bytes(), b"\xED\xA0\xBD\"}\n"].concat();
    let column = before.len() as u64 + 1;
    // The byte order mark is one character.
    let at = 2 * (good.chars().count() + before.len()) as u64;
    assert_eq!(found(&text).0, [("invalid-encoding", 2, column, Span::new(at, at + 2))]);
    let text = [good.as_bytes(), before.as_bytes(), b"\xFF"].concat();
    let about = found(&text).0;
    assert!(
        about.contains(&("truncated-record", 2, 1, Span::new(2 * good.chars().count() as u64, at + 1))),
        "{about:?}"
    );
}
