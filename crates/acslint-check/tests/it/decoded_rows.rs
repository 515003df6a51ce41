//! Tests of inputs whose rows their reader decodes: findings are at rows and columns, and not at bytes.

use acslint_check::{
    Checker, DecodedFrom, Event, Hints, RecordType, Report, Session, Settings, Span, WorkerState,
};

const LOST: &str = r#"{"OperationCategory":"EmailStatusUpdateOperational","DeliveryStatus":"Lost"}"#;
const GOOD: &str = r#"{"OperationCategory":"EmailStatusUpdateOperational","DeliveryStatus":"Delivered"}"#;

/// Report that collects rule, line and row of each finding, and whether the record is the row.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found(Vec<(&'static str, u64, u64, bool)>);

impl Report for Found {
    fn event(&mut self, event: &Event<'_>) {
        let row = event.row.expect("every event is in a row");
        for finding in event.findings {
            let position = event.excerpt.position(finding.primary.span.start);
            assert_eq!(
                (position.column, event.excerpt.stored_span(finding.primary.span)),
                (1, Span::new(0, 0))
            );
            assert!(finding.fix.is_none(), "there are no bytes to edit");
            self.0.push((finding.rule, position.line, row.number, row.is_record));
        }
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

/// Returns the findings of decoded rows, which are the same in pieces.
fn found(text: &str) -> Vec<(&'static str, u64, u64, bool)> {
    let checker = Checker::new(Settings::default()).expect("these are the default settings");
    let in_pieces = |size: usize| {
        let (mut state, mut found) = (WorkerState::default(), Found::default());
        let mut session = Session::new(&checker, Hints::default());
        session.set_decoded_from(DecodedFrom::Parquet);
        let (mut start, mut end) = (0, 0);
        while end < text.len() {
            end = (end + size).min(text.len());
            let piece = &text.as_bytes()[start..end];
            start += session.advance(&mut state, piece, end == text.len(), &mut found);
        }
        found.0
    };
    let whole = in_pieces(text.len());
    for size in [1, 50, 300] {
        assert_eq!(in_pieces(size), whole, "in pieces of {size}");
    }
    whole
}

#[test]
fn a_line_is_a_row() {
    let text = format!("{GOOD}\n{LOST}\n{GOOD}\n{LOST}\n");
    assert_eq!(found(&text), [("unexpected-value", 2, 2, true), ("unexpected-value", 4, 4, true)]);
}

#[test]
fn a_record_in_a_value_is_in_the_row_without_being_it() {
    let text = serde_json::Value::from(format!("{LOST}\n{LOST}"));
    let expected = ("unexpected-value", 2, 2, false);
    assert_eq!(found(&format!("{GOOD}\n{{\"Body\":{text}}}\n")), [expected; 2]);
    assert_eq!(found(&format!("{GOOD}\n{{\"Body\":{LOST}}}\n")), [expected]);
}
