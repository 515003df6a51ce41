//! Comparison of the findings on the fast path with those on the full path, for tests.

use acslint_types::{Category, Shape};
use serde_json::Value as Json;

use crate::{
    Checker, Event, Finding, Hints, Part, Position, Provenance, RecordType, Report, Session, Settings, Span,
    WorkerState,
};

/// Number and span of a record, and its findings with their positions.
pub(in crate::fast_path) type Found = (u64, Span, Vec<(Finding, Position)>);

/// Events with findings, and the number of records by path.
#[derive(Debug, Default)]
pub(in crate::fast_path) struct Outcome {
    pub(in crate::fast_path) found: Vec<Found>,
    pub(in crate::fast_path) provenances: Vec<Option<Provenance>>,
    pub(in crate::fast_path) records: u64,
    pub(in crate::fast_path) replayed: u64,
    pub(in crate::fast_path) proved: u64,
    /// Bytes of all parts, if the report wants them.
    pub(in crate::fast_path) parts: Option<Vec<u8>>,
    /// Number of records of a kind that took the full path and taught the fast path.
    pub(in crate::fast_path) met: u32,
}

impl Report for Outcome {
    fn event(&mut self, event: &Event<'_>) {
        self.records += 1;
        self.replayed += u64::from(event.replayed);
        if let Some(part) = event.part {
            self.part(part);
        }
        if !event.findings.is_empty() {
            let place = |finding: &Finding| event.excerpt.position(finding.primary.span.start);
            let findings = event.findings.iter().map(|finding| (finding.clone(), place(finding)));
            self.found.push((event.record, event.span, findings.collect()));
            self.provenances.push(event.provenance.cloned());
        }
    }

    fn proved_clean(&mut self, _: RecordType, records: u64) {
        self.records += records;
        self.proved += records;
    }

    fn wants_parts(&self) -> bool {
        self.parts.is_some()
    }

    fn part(&mut self, part: Part<'_>) {
        let (Part::Between(bytes) | Part::CleanLines(bytes) | Part::CleanItems(bytes) | Part::Skipped(bytes)) =
            part
        else {
            let (Part::Record { text, .. } | Part::Broken { text, .. }) = part else { unreachable!() };
            return self.parts.iter_mut().for_each(|parts| parts.extend_from_slice(text));
        };
        self.parts.iter_mut().for_each(|parts| parts.extend_from_slice(bytes));
    }
}

pub(in crate::fast_path) fn example(id: &str, shape: Shape) -> Json {
    serde_json::from_str(Category::by_id(id).unwrap().example(shape)).unwrap()
}

pub(in crate::fast_path) fn sms() -> Json {
    example("SMSOperational", Shape::ResourceLog)
}

pub(in crate::fast_path) fn checked(settings: &Settings, input: &str) -> Outcome {
    let checker = Checker::new(settings.clone()).unwrap();
    let (mut state, mut outcome) = (WorkerState::default(), Outcome::default());
    Session::new(&checker, Hints::default()).advance(&mut state, input.as_bytes(), true, &mut outcome);
    outcome.met = state.fast_path.met.iter().sum();
    outcome
}

/// Returns the outcome on the fast path, after comparing it with that of the full path.
pub(in crate::fast_path) fn agreed(settings: &Settings, input: &str) -> Outcome {
    let full = checked(&Settings { full_path_only: true, ..settings.clone() }, input);
    let fast = checked(settings, input);
    assert_eq!(full.replayed, 0);
    assert_eq!(full.records, fast.records);
    assert_eq!(full.found.len(), fast.found.len(), "{input}");
    for (full, fast) in full.found.iter().zip(&fast.found) {
        assert_eq!(full, fast);
    }
    assert_eq!(full.provenances, fast.provenances);
    fast
}

/// Returns the line of a record that begins with another member.
pub(in crate::fast_path) fn with(record: &Json, member: &str) -> String {
    format!("{{{member},{}", &record.to_string()[1..])
}

/// Returns the line of a resource log whose `properties` begin with another member.
pub(in crate::fast_path) fn with_inside(record: &Json, member: &str) -> String {
    record.to_string().replacen("\"properties\":{", &format!("\"properties\":{{{member},"), 1)
}

pub(in crate::fast_path) fn without(record: &Json, name: &str) -> Json {
    let mut record = record.clone();
    record.as_object_mut().unwrap().shift_remove(name).expect("the example has it");
    record
}

pub(in crate::fast_path) fn repeated(lines: &[String], times: usize) -> Vec<&str> {
    std::iter::repeat_n(lines, times).flatten().map(String::as_str).collect()
}

pub(in crate::fast_path) fn lines(lines: &[String], times: usize) -> String {
    repeated(lines, times).join("\n") + "\n"
}
