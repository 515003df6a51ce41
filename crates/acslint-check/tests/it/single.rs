//! Tests of the check of one record alone: it says what the check of an input with this record says.

use acslint_check::{Checker, Event, Hints, RecordType, Report, Session, Settings, WorkerState};

use crate::{
    fixtures::all_inputs,
    support::{Transcript, checker_with, transcript},
};

/// Numbers of findings and of records, proved clean or not.
#[derive(Debug, Default, PartialEq)]
struct Counts {
    rules: Vec<&'static str>,
    records: u64,
    proved_clean: u64,
}

impl Report for Counts {
    fn event(&mut self, event: &Event<'_>) {
        self.rules.extend(event.findings.iter().map(|finding| finding.rule));
        self.records += u64::from(event.subject.is_some());
    }

    fn proved_clean(&mut self, _: RecordType, records: u64) {
        (self.records, self.proved_clean) = (self.records + records, self.proved_clean + records);
    }
}

/// Lines of all test inputs, and the inputs themselves.
fn texts() -> Vec<Vec<u8>> {
    let inputs: Vec<Vec<u8>> = all_inputs().into_iter().map(|input| input.bytes).collect();
    let lines = inputs.iter().flat_map(|bytes| bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec));
    lines.chain(inputs.iter().cloned()).collect()
}

#[test]
fn a_record_alone_is_checked_as_an_input() {
    let checker = checker_with(&[]);
    for text in texts() {
        let (mut alone, mut whole) = (Transcript::default(), Transcript::default());
        checker.check_one(&mut WorkerState::default(), &text, Hints::default(), &mut alone);
        Session::new(&checker, Hints::default()).advance(
            &mut WorkerState::default(),
            &text,
            true,
            &mut whole,
        );
        assert_eq!(transcript(&alone.0), transcript(&whole.0), "{}", String::from_utf8_lossy(&text));
    }
}

/// The records that a worker has learnt from change nothing but the time.
#[test]
fn a_record_alone_takes_the_fast_path() {
    let checker = Checker::new(Settings::default()).unwrap();
    let mut state = WorkerState::default();
    let texts = texts();
    for text in texts.iter().chain(&texts).chain(&texts) {
        let (mut alone, mut whole) = (Counts::default(), Counts::default());
        checker.check_one(&mut state, text, Hints::default(), &mut alone);
        Session::new(&checker, Hints::default()).advance(&mut WorkerState::default(), text, true, &mut whole);
        assert_eq!(
            (alone.rules, alone.records),
            (whole.rules, whole.records),
            "{}",
            String::from_utf8_lossy(text)
        );
    }
    let clean = r#"{"TimeGenerated":"2023-06-30T12:00:00Z","OperationName":"Usage","OperationVersion":"1.0","Category":"Usage","CorrelationId":"c","RecordId":"r","UsageType":"sms","UnitType":"count","Quantity":1,"Type":"ACSBillingUsage"}"#;
    let mut counts = Counts::default();
    for text in [clean.to_owned(), format!(" {clean}\r\n")] {
        for _ in 0..20 {
            checker.check_one(&mut state, text.as_bytes(), Hints::default(), &mut counts);
        }
    }
    assert_eq!((counts.rules.len(), counts.records), (0, 40));
    assert!(counts.proved_clean >= 30, "{} proved clean", counts.proved_clean);
}
