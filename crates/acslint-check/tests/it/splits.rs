//! Tests of splits: their outcomes, joined in any grouping, say what one whole check says.

use std::collections::BTreeMap;

use acslint_check::{
    Checker, Event, Finding, Hints, LineLayout, Outcomes, OutcomesError, RecordType, Report, Session,
    Settings, Split, SplitEnd, Subject, WorkerState,
};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::{fixtures::all_inputs, support::checker_with};

/// Event with the lines and columns of its findings.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    record: u64,
    subject: Option<Subject>,
    findings: Vec<(Finding, u64, u64)>,
}

/// Events with findings, and the number of other records by subject.
#[derive(Debug, Clone, Default, PartialEq)]
struct Kept {
    seen: Vec<Seen>,
    clean: BTreeMap<String, u64>,
}

impl Kept {
    fn add(&mut self, other: Seen) {
        match &other.subject {
            Some(subject) if other.findings.is_empty() => {
                *self.clean.entry(format!("{subject:?}")).or_default() += 1;
            }
            _ if other.findings.is_empty() => {}
            _ => self.seen.push(other),
        }
    }
}

impl Report for Kept {
    fn event(&mut self, event: &Event<'_>) {
        let findings = event.findings.iter().map(|finding| {
            let at = event.excerpt.position(finding.primary.span.start);
            (finding.clone(), at.line, at.column)
        });
        let (record, subject) = (event.record, event.subject.clone());
        self.add(Seen { record, subject, findings: findings.collect() });
    }

    fn proved_clean(&mut self, record_type: RecordType, records: u64) {
        *self.clean.entry(format!("{:?}", Subject::Known(record_type))).or_default() += records;
    }
}

fn whole(checker: &Checker, input: &[u8]) -> Kept {
    let mut kept = Kept::default();
    Session::new(checker, Hints::default()).advance(&mut WorkerState::default(), input, true, &mut kept);
    kept
}

fn check(checker: &Checker, input: &[u8], split: &Split) -> (SplitEnd, Kept) {
    let mut kept = Kept::default();
    let mut bytes = &input[split.offset() as usize..];
    let split: Split = written(split);
    let end =
        checker.check_split(&mut WorkerState::default(), Hints::default(), &split, &mut bytes, &mut kept);
    (written(&end.expect("memory can be read")), kept)
}

/// Writes a value and reads it again: what is kept between processes is text.
fn written<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    let text = serde_json::to_string(value).expect("it can be written");
    serde_json::from_str(&text).expect("it can be read")
}

/// Cuts an input near these offsets, if it can be cut.
fn plan(layout: Option<&LineLayout>, input: &[u8], cuts: &[usize]) -> Vec<Split> {
    let Some(layout) = layout else { return vec![Split::default()] };
    let mut places: Vec<usize> = cuts
        .iter()
        .map(|cut| (*cut).clamp(layout.learnt_from() as usize, input.len()))
        .filter_map(|cut| Some(cut + layout.cut(&input[..cut], &input[cut..])?))
        .collect();
    places.sort_unstable();
    places.dedup();
    let starts = std::iter::once(None).chain(places.iter().map(|place| Some(layout.start(*place as u64))));
    let ends = places.iter().map(|place| Some(*place as u64)).chain([None]);
    starts.zip(ends).map(|(start, end)| Split { start, end }).collect()
}

/// Joins outcomes; returns what they say together, and the number of splits that were checked again.
fn join(checker: &Checker, input: &[u8], outcomes: Outcomes<Kept>) -> Result<(Kept, u64), OutcomesError> {
    let (mut all, mut again) = (Kept::default(), 0);
    outcomes.join(
        |split| {
            again += 1;
            Ok(check(checker, input, split))
        },
        |placement, _, kept| {
            for (subject, records) in kept.clean {
                *all.clean.entry(subject).or_default() += records;
            }
            for mut seen in kept.seen {
                let mut findings: Vec<Finding> =
                    seen.findings.iter().map(|(finding, ..)| finding.clone()).collect();
                placement.adapt(&mut findings);
                let mut left = findings.iter();
                seen.findings.retain_mut(|(finding, line, _)| {
                    *line += placement.lines;
                    let is_left = left
                        .as_slice()
                        .first()
                        .is_some_and(|next| next.primary == finding.primary && next.rule == finding.rule);
                    if let Some(next) = left.next_if(is_left) {
                        *finding = next.clone();
                    }
                    is_left
                });
                seen.record += placement.records;
                all.add(seen);
            }
            Ok(())
        },
    )?;
    Ok((all, again))
}

trait NextIf<'f> {
    fn next_if(&mut self, take: bool) -> Option<&'f Finding>;
}

impl<'f> NextIf<'f> for std::slice::Iter<'f, Finding> {
    fn next_if(&mut self, take: bool) -> Option<&'f Finding> {
        if take { self.next() } else { None }
    }
}

/// Checks an input in splits and joins them in groups; returns the number of splits, and of those checked again.
#[track_caller]
fn compare(checker: &Checker, input: &[u8], head: usize, cuts: &[usize], groups: &[usize]) -> (usize, u64) {
    let layout = LineLayout::learn(checker, Hints::default(), &input[..head.min(input.len())]);
    let layout = layout.map(|layout| written(&layout));
    let splits = plan(layout.as_ref(), input, cuts);
    let mut all: Vec<Outcomes<Kept>> = (0..4).map(|_| Outcomes::default()).collect();
    for (number, split) in splits.iter().enumerate() {
        let (end, kept) = check(checker, input, split);
        let group = groups.get(number % groups.len().max(1)).copied().unwrap_or_default();
        all[group % 4].add(split.clone(), end, kept).expect("no split comes twice");
    }
    let merged = all.into_iter().reduce(|mut one, other| {
        one.merge(other).expect("no split comes twice");
        one
    });
    let joined = join(checker, input, merged.unwrap_or_default());
    let (joined, again) = joined.expect("no split is missing");
    let whole = whole(checker, input);
    assert_eq!(joined, whole, "{} in {splits:#?}", String::from_utf8_lossy(input));
    (splits.len(), again)
}

/// A record with a finding, and one without.
const LOST: &str = r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Lost"}"#;
const FINE: &str = r#"{"time": "2024-06-18T13:27:58Z", "category": "Usage"}"#;

#[test]
fn lines_are_counted_on_from_split_to_split() {
    let checker = checker_with(&[]);
    let input = format!("{LOST}\n\n{FINE}\r\n").repeat(50);
    for cuts in [vec![1000], vec![500, 900, 901, 902, 3000], (0..7000).step_by(97).collect()] {
        let (splits, again) = compare(&checker, input.as_bytes(), 300, &cuts, &[0]);
        assert!(splits > 1);
        assert_eq!(again, 0);
    }
}

#[test]
fn an_input_is_cut_at_the_start_of_a_record() {
    let checker = checker_with(&[]);
    let input = format!("{LOST}\n").repeat(10);
    let layout = LineLayout::learn(&checker, Hints::default(), &input.as_bytes()[..200]).unwrap();
    let line = LOST.len() + 1;
    assert_eq!(layout.learnt_from(), 2 * line as u64);
    let cut = |before: &str, behind: &str| layout.cut(before.as_bytes(), behind.as_bytes());
    assert_eq!(cut(&input[..line], &input[line..]), Some(0));
    assert_eq!(cut(&input[..=line], &input[line + 1..]), Some(line - 1));
    assert_eq!(cut(&input[..line + 5], &input[line + 5..2 * line - 1]), None);
    // Not within a record over several lines, and not behind a broken one.
    let broken = format!("{{\n\"a\": [{{\n\"b\": 1}}]}}\n{{\"cut\": \n{input}");
    assert_eq!(cut("", &broken), Some(broken.len() - input.len() + line));
    assert_eq!(cut("", "x\ny\nz"), Some(2));
}

/// Inputs that are not JSON Lines, at their heads or behind them.
#[test]
fn only_an_input_of_lines_is_cut() {
    let checker = checker_with(&[]);
    let learnt = |input: &str| LineLayout::learn(&checker, Hints::default(), input.as_bytes());
    for input in [
        String::new(),
        "\n\n".to_owned(),
        FINE.to_owned(),
        format!("[{FINE},\n{FINE}]\n"),
        format!("[\n{FINE},\n{FINE},\n"),
        format!("{{\"records\":[\n{FINE},\n"),
        "{\n\"a\": 1}\n{\n\"a\": 2}\n".to_owned(),
        "a,b\n1,2\n".to_owned(),
        "\u{1F}\u{8B}\u{8}\n\n".to_owned(),
    ] {
        assert!(learnt(&input).is_none(), "{input}");
    }
    assert!(learnt(&format!("{FINE}\n")).is_some());
    assert!(learnt(&format!("\u{FEFF}{FINE}\r\n{LOST}")).is_some());
}

#[test]
fn what_is_said_once_of_an_input_is_said_once() {
    let checker = checker_with(&[]);
    let shared = format!("{FINE} {LOST}\n").repeat(3);
    let several = "{\n\"category\": \"Usage\"\n}\n".repeat(3);
    let prefix = format!("2024-06-18 13:27:58 INFO {LOST}\n").repeat(3);
    let comma = format!("{LOST},\n").repeat(3);
    let invisible = format!("\u{200B}{LOST}\n").repeat(3);
    let conflict = format!("<<<<<<< ours\n{LOST}\n=======\n{FINE}\n>>>>>>> theirs\n").repeat(3);
    let head = format!("{FINE}\n").repeat(3);
    let length = head.len();
    for part in [&shared, &several, &prefix, &comma, &invisible, &conflict] {
        let input = format!("{head}{part}{head}{part}{head}{part}");
        let cuts: Vec<usize> =
            (0..6).map(|number| length * (number / 2 + 1) + part.len() * number.div_ceil(2)).collect();
        let (splits, _) = compare(&checker, input.as_bytes(), length, &cuts, &[0, 1, 2]);
        assert!(splits >= 4, "{splits} splits of {input}");
    }
}

/// The record that was cut before it may be in another split.
#[test]
fn records_that_are_cut_at_the_same_length_are_recognized() {
    let checker = checker_with(&[]);
    let cut = &LOST[..60];
    let shorter = &LOST[..50];
    let head = format!("{FINE}\n").repeat(4);
    for between in [format!("{cut}\n"), format!("{shorter}\n"), String::new()] {
        let input = format!("{head}{cut}\n{head}{between}{head}{cut}\n{head}");
        // What was looked at behind a cut record ends before these places.
        let heads = input.match_indices(&head).skip(1);
        let cuts: Vec<usize> = heads.map(|(at, _)| at + head.len() - FINE.len() - 1).collect();
        assert_eq!(cuts.len(), 3);
        let (_, again) = compare(&checker, input.as_bytes(), head.len(), &cuts, &[3, 1]);
        assert_eq!(again, 0);
    }
}

/// The framer takes what follows an invisible character for the start of a line, as far as indentation goes.
#[test]
fn a_check_goes_on_at_the_start_of_a_line_only() {
    let checker = checker_with(&[]);
    let input = format!("{FINE}\n{FINE}\n\u{200B}{{\"a\": \"one\ntwo\"}}\n{LOST}\n");
    let cuts: Vec<usize> = (0..input.len()).step_by(5).collect();
    compare(&checker, input.as_bytes(), 120, &cuts, &[0]);
}

/// Text that changes how everything behind it is read.
#[test]
fn what_begins_before_a_split_is_read_to_its_end() {
    let checker = checker_with(&[]);
    let head = format!("{FINE}\n{LOST}\n");
    for opening in
        ["[\n", "{\"records\": [\n", "{\"a\": [\n", "{\"a\": \"\n", "/* \n", "{\"a\": [{\"a\": [\n"]
    {
        for closing in ["]\n", "]}\n", "\"}\n", "*/\n", ""] {
            let input = format!("{head}{opening}{head}{head}{head}{closing}{head}{head}");
            for size in [50, 170] {
                let cuts: Vec<usize> = (head.len()..input.len()).step_by(size).collect();
                compare(&checker, input.as_bytes(), head.len(), &cuts, &[0]);
            }
        }
    }
}

#[test]
fn a_missing_or_double_outcome_is_an_error() {
    let checker = checker_with(&[]);
    let input = format!("{LOST}\n").repeat(10).into_bytes();
    let layout = LineLayout::learn(&checker, Hints::default(), &input[..200]).unwrap();
    let splits = plan(Some(&layout), &input, &[300, 500]);
    assert_eq!(splits.len(), 3);
    let places: Vec<u64> = splits.iter().map(Split::offset).collect();
    let joined = |numbers: &[usize]| {
        let mut outcomes = Outcomes::default();
        for number in numbers {
            let (end, kept) = check(&checker, &input, &splits[*number]);
            outcomes.add(splits[*number].clone(), end, kept)?;
        }
        join(&checker, &input, outcomes)
    };
    assert_eq!(joined(&[2, 0, 1]), Ok((whole(&checker, &input), 0)));
    assert_eq!(joined(&[1, 2]), Err(OutcomesError::Missing { from: 0 }));
    assert_eq!(joined(&[0, 2]), Err(OutcomesError::Missing { from: places[1] }));
    assert_eq!(joined(&[0, 1]), Err(OutcomesError::Missing { from: places[2] }));
    assert_eq!(joined(&[]), Err(OutcomesError::Missing { from: 0 }));
    assert_eq!(joined(&[0, 1, 1]), Err(OutcomesError::Double { from: places[1] }));
}

#[test]
fn fixtures_say_the_same_behind_lines_of_records() {
    let checkers =
        [checker_with(&["foreign-record", "stringified-number"]), Checker::new(Settings::default()).unwrap()];
    let head = format!("{FINE}\n{LOST}\n");
    for input in all_inputs() {
        let text = [head.as_bytes(), &input.bytes, b"\n", head.as_bytes(), &input.bytes].concat();
        for checker in &checkers {
            for size in [61, 400] {
                let cuts: Vec<usize> = (head.len()..text.len()).step_by(size).collect();
                compare(checker, &text, head.len(), &cuts, &[0]);
            }
        }
    }
}

/// Lines, and parts of lines.
const FRAGMENTS: &[&str] = &[
    "{\"OperationCategory\": \"EmailStatusUpdateOperational\", \"DeliveryStatus\": \"Lost\"}\n",
    "{\"OperationCategory\": \"EmailStatusUpdateOperational\", \"DeliveryStatus\": \"Delivered\"}\r\n",
    "{\"DeliveryStatus\": \"Lost\", \"OperationCategory\": \"EmailStatusUpdateOperational\"}\n",
    "{\n  \"OperationCategory\": \"EmailStatusUpdateOperational\",\n  \"DeliveryStatus\": \"Bounced\"\n}\n",
    "{\"OperationCategory\": \"EmailStatusUpdateOperational\", \"DeliveryStatus\": \"Delivered\",}\n",
    "{\"OperationCategory\": \"EmailStatusUpdateOperational\", \"DeliveryStatus\": \"Deliv\n",
    "{\"OperationCategory\": \"EmailStatusUpdateOperational\", \"DeliveryStatus\": #}\n",
    "{\"time\": \"2024-06-18T13:27:58Z\", \"category\": \"Usage\"}\n",
    "{\"time\": \"2024-06-18T13:27:58Z\", \"category\": \"Usage\"} {\"a\": 1}\n",
    "{\"time\": \"2024-06-18T13:27:58Z\", \"categ\n",
    "\"{\\\"time\\\": \\\"2024-06-18T13:27:58Z\\\", \\\"category\\\": \\\"Usage\\\"}\"\n",
    "{\"a\": \"it said \"no\" to it\"}\n",
    "{\"a\": \"one\ntwo\"}\n",
    "2024-06-18 INFO {\"time\": \"2024-06-18T13:27:58Z\"}\n",
    "{\"records\": [\n",
    "], \"count\": 2}\n",
    "{\"tables\": [{\"columns\": [{\"name\": \"Category\"}], \"rows\": [[\"Usage\"]]}]}\n",
    "{\"FrameType\":\"TableHeader\",\"TableId\":1,\"Columns\":[{\"ColumnName\":\"TimeGenerated\"}]}\n",
    "{\"FrameType\":\"TableFragment\",\"TableId\":1,\"Rows\":[[\"2024-06-18T13:27:58Z\"]]}\n",
    "<<<<<<< ours\n",
    "=======\n",
    "{",
    "}",
    "[",
    "]",
    ",\n",
    "\"",
    "//",
    "/* */",
    "/*",
    "\n",
    "\r\n",
    "  ",
    "null\n",
    "\u{FEFF}",
    "\u{200B}",
];

proptest! {
    #![proptest_config(acslint_testing::cases(600))]

    #[test]
    fn random_inputs_say_the_same_in_random_splits(
        fragments in vec(select(FRAGMENTS), 1..14),
        head in 0..3_usize,
        cuts in vec(0..1500_usize, 0..9),
        groups in vec(0..4_usize, 1..9),
    ) {
        let full = checker_with(&[]);
        let fast = Checker::new(Settings::default()).unwrap();
        let begin = format!("{LOST}\n").repeat(head);
        let input = [begin.clone(), fragments.concat()].concat().into_bytes();
        let learnt = begin.len().max(60);
        compare(&full, &input, learnt, &cuts, &groups);
        compare(&fast, &input, learnt, &cuts, &groups);
    }
}
