//! Properties that hold for every input, as functions for the fuzz targets and for tests.

mod csv;
mod custom;
mod growth;
mod kusto;
mod planted;
mod tables;

use std::{cell::RefCell, collections::BTreeMap, ops::Range, sync::LazyLock};

use acslint_types::CATEGORIES;
use serde_json::Value as Json;

pub use csv::csv_holds;
pub use custom::custom_verdicts_hold;
pub use growth::growth_holds;
pub use kusto::kusto_holds;
pub use planted::framing_holds;

use crate::{
    Checker, CustomCategories, CustomCategory, Discriminator, Event, Finding, Hints, Level, Override,
    Position, RecordType, Report, Session, Settings, Span, Subject, WorkerState,
    document::{Document, Embedded, Outcome, Tree, parse},
};

/// Asserts that the parser accepts exactly the texts that `serde_json` accepts, and reads the same values from
/// them.
///
/// Exceptions: `serde_json` rejects numbers beyond the range of `f64` and more than 128 levels of nesting.
///
/// # Panics
///
/// If the parsers disagree: fuzzing searches for such bytes.
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
            assert!(ours, "serde_json accepts what the parser rejects: {outcome:?}, {faults:?}");
            let embedded = Embedded::default();
            let document = Document { text, tree: &tree, embedded: &embedded };
            assert_eq!(document.root().to_json(), value);
        }
        Err(error) => {
            let message = error.to_string();
            let excused =
                message.starts_with("number out of range") || message.starts_with("recursion limit");
            assert!(!ours || excused, "the parser accepts what serde_json rejects: {message}");
        }
    }
}

/// Shared checker: compiling the schemas takes longer than checking an input.
pub(crate) static CHECKER: LazyLock<Checker> = LazyLock::new(|| {
    let settings = Settings { full_path_only: true, ..Settings::default() };
    Checker::new(settings).expect("the settings name no rule")
});

/// Owned event.
#[derive(Debug, PartialEq)]
pub(crate) struct Seen {
    pub(crate) record: u64,
    pub(crate) span: Span,
    pub(crate) subject: Option<Subject>,
    pub(crate) findings: Vec<(Finding, Position, Position)>,
}

impl Seen {
    /// Returns true if the event is equal, without copying it.
    fn is(&self, event: &Event<'_>) -> bool {
        let place = |span: Span| (event.excerpt.position(span.start), event.excerpt.position(span.end));
        self.record == event.record
            && self.span == event.span
            && self.subject == event.subject
            && self.findings.len() == event.findings.len()
            && self.findings.iter().zip(event.findings).all(|((seen, start, stop), finding)| {
                seen == finding && (*start, *stop) == place(finding.primary.span)
            })
    }
}

/// Asserts that checking does not panic, that spans lie inside the input, and that the events do not depend on how
/// the input is cut.
///
/// The first byte chooses how it is cut; the rest is the input.
///
/// # Panics
///
/// If one of these does not hold: fuzzing searches for such bytes.
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

/// Events of an input.
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

    fn proved_clean(&mut self, record_type: RecordType, _: u64) {
        unreachable!("{record_type} was proved clean, against the settings");
    }
}

/// Returns the events of an input that arrives in pieces.
pub(crate) fn events(checker: &Checker, input: &[u8], piece: usize) -> Vec<Seen> {
    let mut session = Session::new(checker, Hints::default());
    let (mut state, mut seeing) = (WorkerState::default(), Seeing::default());
    let (mut begin, mut available) = (0, 0);
    loop {
        // The buffer grows for a record that is longer, so that the record is read again only a few times.
        available = (available + piece.max((available - begin) / 4)).min(input.len());
        let end = available == input.len();
        begin += session.advance(&mut state, &input[begin..available], end, &mut seeing);
        if end {
            assert_eq!(begin, input.len(), "the session consumes the whole input");
            return seeing.0;
        }
    }
}

/// Returns line and column, counted from the beginning.
fn position(input: &[u8], offset: u64) -> Position {
    let before = &input[..usize::try_from(offset).expect("an offset in memory")];
    let mark = if before.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(mark, |newline| newline + 1);
    Position {
        line: before.split(|byte| *byte == b'\n').count() as u64,
        column: 1 + before[line_start..].iter().filter(|byte| (**byte & 0xC0) != 0x80).count() as u64,
    }
}

/// Events of an input whose clean records may be proved clean: those are only counted.
#[derive(Debug, Default, PartialEq)]
struct Gist {
    /// Events with findings, and events whose category is not a known one.
    events: Vec<Seen>,
    /// Number of clean records by type.
    clean: BTreeMap<RecordType, u64>,
}

impl Report for Gist {
    fn event(&mut self, event: &Event<'_>) {
        match &event.subject {
            Some(Subject::Known(record_type)) if event.findings.is_empty() => {
                *self.clean.entry(*record_type).or_default() += 1;
            }
            _ => {
                let mut seeing = Seeing::default();
                seeing.event(event);
                self.events.extend(seeing.0);
            }
        }
    }

    fn proved_clean(&mut self, record_type: RecordType, records: u64) {
        *self.clean.entry(record_type).or_default() += records;
    }
}

/// Report that compares the events of an input with the expected ones, without keeping them.
struct Against<'e> {
    expected: &'e Gist,
    events: usize,
    clean: BTreeMap<RecordType, u64>,
    differs: bool,
}

impl<'e> Against<'e> {
    fn new(expected: &'e Gist) -> Self {
        Self { expected, events: 0, clean: BTreeMap::new(), differs: false }
    }

    fn agrees(&self) -> bool {
        !self.differs && self.events == self.expected.events.len() && self.clean == self.expected.clean
    }
}

impl Report for Against<'_> {
    fn event(&mut self, event: &Event<'_>) {
        match &event.subject {
            Some(Subject::Known(record_type)) if event.findings.is_empty() => {
                self.proved_clean(*record_type, 1);
            }
            _ => {
                self.differs |= !self.expected.events.get(self.events).is_some_and(|seen| seen.is(event));
                self.events += 1;
            }
        }
    }

    fn proved_clean(&mut self, record_type: RecordType, records: u64) {
        *self.clean.entry(record_type).or_default() += records;
    }
}

/// Checker that uses the fast path, and one with the same levels that does not.
pub(crate) struct Pair {
    full: Checker,
    fast: Checker,
    /// State that has learnt from clean records of every category, in both shapes and both layouts.
    learnt: WorkerState,
}

impl Pair {
    fn new(settings: Settings) -> Self {
        let checker = |settings| Checker::new(settings).expect("the settings name existing rules");
        let full = checker(Settings { full_path_only: true, ..settings.clone() });
        let fast = checker(settings);
        let mut state = WorkerState::default();
        for records in EXAMPLES.iter().map(|example| vec![example.as_slice(); 20]) {
            let items = [b"[".as_slice(), &records.join(&b","[..]), b"]"].concat();
            for input in [[records.concat().as_slice(), b"\n"].concat(), records.join(&b"\n"[..]), items] {
                Session::new(&fast, Hints::default()).advance(&mut state, &input, true, &mut Gist::default());
            }
        }
        Self { full, fast, learnt: state }
    }
}

/// Schema of a custom category that leaves other members open, and whose discriminators are in places that known
/// categories leave open too.
const CUSTOM_SCHEMA: &str = r#"{
    "properties": {"kind": {"const": "custom"}, "count": {"type": "integer"}, "when": {"format": "date-time"}},
    "required": ["count"],
    "additionalProperties": {"type": ["integer", "string", "null", "object"]}
}"#;

/// Record of the custom category.
const CUSTOM_RECORD: &str =
    r#"{"kind":"custom","count":7,"when":"2024-02-19T07:30:51Z","name":"x","more":{"a":[1]}}"#;

/// Returns custom categories by members that records of known categories may have.
fn custom_categories() -> CustomCategories {
    let category = |name: &str, pointer: &str| CustomCategory {
        name: name.to_owned(),
        schema: "/custom.json".to_owned(),
        discriminator: Discriminator { pointer: Some(pointer.to_owned()), value: Some("custom".to_owned()) },
        ..CustomCategory::default()
    };
    let categories = [category("Custom", "/kind"), category("Inner", "/properties/kind")];
    CustomCategories::load(&categories, &|_| Ok(CUSTOM_SCHEMA.to_owned())).expect("the schema is valid")
}

/// Pairs with the rules' own levels, with overrides for some categories and properties, with other members allowed but
/// for some names, and with custom categories.
static PAIRS: LazyLock<[Pair; 4]> = LazyLock::new(|| {
    let every =
        |step: usize| CATEGORIES.iter().skip(step - 2).step_by(step).map(|category| category.id).collect();
    let fields = |step: usize| {
        let properties = CATEGORIES.iter().flat_map(|category| category.properties);
        properties.step_by(step).map(|property| property.name.to_owned()).collect::<Vec<_>>()
    };
    let levels = |levels: &[(&str, Level)]| {
        levels.iter().map(|(id, level)| ((*id).to_owned(), *level)).collect::<Vec<_>>()
    };
    let overrides = vec![
        Override {
            categories: every(2),
            levels: levels(&[("suspicious", Level::Allow)]),
            ..Override::default()
        },
        Override {
            categories: every(3),
            levels: levels(&[("restriction", Level::Info)]),
            ..Override::default()
        },
        Override {
            categories: every(2),
            fields: fields(3),
            levels: levels(&[
                ("missing-recommended-field", Level::Error),
                ("unexpected-value", Level::Warning),
                ("masked-address", Level::Warning),
                ("stringified-number", Level::Warning),
                ("field-spelling", Level::Info),
                ("misplaced-field", Level::Info),
            ]),
        },
        Override {
            categories: Vec::new(),
            fields: fields(5),
            levels: levels(&[
                ("missing-recommended-field", Level::Allow),
                ("unexpected-value", Level::Allow),
                ("field-spelling", Level::Allow),
                ("wrong-type", Level::Allow),
                ("missing-field", Level::Allow),
                ("stringified-number", Level::Error),
            ]),
        },
        Override {
            categories: every(4),
            fields: Vec::new(),
            levels: levels(&[("duplicate-key", Level::Allow), ("invalid-json", Level::Warning)]),
        },
    ];
    let named = |fields: &[&str], level| Override {
        fields: fields.iter().map(|field| (*field).to_owned()).collect(),
        levels: levels(&[("unknown-field", level)]),
        ..Override::default()
    };
    let allowing = Settings {
        levels: levels(&[("unknown-field", Level::Allow), ("misplaced-field", Level::Allow)]),
        overrides: vec![named(&["colour", "Extra-1"], Level::Error)],
        ..Settings::default()
    };
    let custom = Settings {
        custom: custom_categories(),
        overrides: vec![named(&["Colour"], Level::Allow), named(&["kind"], Level::Allow)],
        ..Settings::default()
    };
    [Settings::default(), Settings { overrides, ..Settings::default() }, allowing, custom].map(Pair::new)
});

/// Clean record of each category, in each shape, on one line, and of a custom category.
static EXAMPLES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let examples =
        CATEGORIES.iter().flat_map(|category| category.shapes().map(|shape| category.example(shape)));
    let compact = |example| serde_json::from_str::<Json>(example).expect("examples are JSON").to_string();
    examples.map(compact).chain([CUSTOM_RECORD.to_owned()]).map(String::into_bytes).collect()
});

/// Number of inputs that are checked with the state learnt from earlier ones.
const BATCH: usize = 256;

/// State that a thread keeps from one comparison to the next, as a run keeps it from one input to the next.
///
/// Starting each comparison with a new state would take most of the time. A difference may thus depend on earlier
/// inputs. The comparison then repeats the input with a new state. If the input alone shows no difference, the
/// failure reports the whole batch.
struct Comparison {
    kept: Vec<Kept>,
    /// Inputs since the state was new.
    batch: Vec<Vec<u8>>,
}

/// Worker states of a pair.
#[derive(Clone)]
struct Kept {
    full: WorkerState,
    fast: WorkerState,
    ahead: WorkerState,
}

thread_local! {
    static COMPARISON: RefCell<Comparison> = RefCell::new(Comparison::new());
}

impl Comparison {
    fn new() -> Self {
        let kept = |pair: &Pair| {
            let learnt = || pair.learnt.clone();
            Kept { full: WorkerState::default(), fast: learnt(), ahead: learnt() }
        };
        Self { kept: PAIRS.iter().map(kept).collect(), batch: Vec::new() }
    }

    /// Compares the results for an input with the settings of some pairs; panics if they differ.
    fn run(&mut self, input: &[u8], pairs: Range<usize>) {
        if self.batch.len() == BATCH {
            *self = Self::new();
        }
        self.batch.push(input.to_vec());
        let Some(pair) = pairs.clone().find(|pair| !self.agree(input, *pair)) else {
            return;
        };
        let batch = std::mem::replace(self, Self::new()).batch;
        let alone = self.difference(input, pair);
        *self = Self::new();
        if let Some(difference) = alone {
            panic!("{difference}");
        }
        let batch: Vec<_> = batch.iter().map(|input| String::from_utf8_lossy(input)).collect();
        panic!("with the settings of pair {pair}, behind all of these: {batch:?}");
    }

    /// Returns true if the full path, the fast path and speculative checking find the same in an input.
    fn agree(&mut self, input: &[u8], pair: usize) -> bool {
        let (pair, kept) = (&PAIRS[pair], &mut self.kept[pair]);
        let mut full = Gist::default();
        Session::new(&pair.full, Hints::default()).advance(&mut kept.full, input, true, &mut full);
        let mut proved_clean = Against::new(&full);
        Session::new(&pair.fast, Hints::default()).advance(&mut kept.fast, input, true, &mut proved_clean);
        let mut checked_ahead = Against::new(&full);
        ahead(pair, &mut kept.ahead, input, &mut checked_ahead);
        proved_clean.agrees() && checked_ahead.agrees()
    }

    /// Describes the first path that finds something else in an input than the full path.
    fn difference(&mut self, input: &[u8], pair: usize) -> Option<String> {
        let (pair, kept) = (&PAIRS[pair], &mut self.kept[pair]);
        let [mut full, mut proved_clean, mut checked_ahead] = [(); 3].map(|()| Gist::default());
        Session::new(&pair.full, Hints::default()).advance(&mut kept.full, input, true, &mut full);
        Session::new(&pair.fast, Hints::default()).advance(&mut kept.fast, input, true, &mut proved_clean);
        ahead(pair, &mut kept.ahead, input, &mut checked_ahead);
        let ways = [("proving clean records", proved_clean), ("speculative checking", checked_ahead)];
        let (how, gist) = ways.into_iter().find(|(_, gist)| *gist != full)?;
        let shown = String::from_utf8_lossy(input);
        Some(format!("{how} of {shown}\nin full: {full:?}\notherwise: {gist:?}"))
    }
}

/// Asserts that the fast path proves a record clean only if the full path has no finding for it, and identifies it
/// alike. The same holds for speculative checking.
///
/// The bytes choose how a clean record is changed, and how it is placed among others (see [`edited`]). They also
/// choose the settings: testing both would take twice as long, and a change of the bytes may choose the others.
///
/// # Panics
///
/// If one of these does not hold: fuzzing searches for such bytes.
pub fn fast_path_holds(bytes: &[u8]) {
    let Some(input) = edited(bytes) else {
        return;
    };
    let chosen = bytes.iter().fold(0, |sum, byte| sum ^ byte).count_ones() as usize % PAIRS.len();
    COMPARISON.with_borrow_mut(|comparison| comparison.run(&input, chosen..chosen + 1));
}

/// Asserts the same for a given input, with the settings of every pair.
///
/// # Panics
///
/// If it does not hold.
pub fn fast_path_agrees_on(input: &[u8]) {
    COMPARISON.with_borrow_mut(|comparison| comparison.run(input, 0..PAIRS.len()));
}

/// Number of pieces of an input whose record layout stays unknown.
const FEEDS: usize = 8;

/// Checks an input with speculative checking wherever it is possible; returns the number of records that it covered.
///
/// The session reads on until the record layout is known, which even a short input with few records reaches. The rest is
/// checked speculatively in two pieces.
fn ahead(pair: &Pair, state: &mut WorkerState, input: &[u8], report: &mut dyn Report) -> u64 {
    let mut session = Session::new(&pair.fast, Hints::default());
    let (mut done, mut available, mut halved, mut records) = (0, 0_usize, false, 0);
    while available < input.len() {
        if let Some(layout) = session.layout() {
            let end = if halved { input.len() } else { available.max(usize::midpoint(done, input.len())) };
            (available, halved) = (end, true);
            let rest = &input[done..available];
            let piece = &rest[..layout.cut(rest).unwrap_or(0)];
            let found = pair.fast.check_speculatively(state, &layout, piece, done as u64);
            records += found.chunks.iter().map(|chunk| chunk.run.records).sum::<u64>();
            done += session.follow(state, piece, false, found, report);
        } else {
            available = (available + input.len().div_ceil(FEEDS)).min(input.len());
            done += session.advance(state, &input[done..available], false, report);
        }
    }
    session.advance(state, &input[done..], true, report);
    records
}

/// Texts that edits insert into records.
const PIECES: [&[u8]; 30] = [
    b"null",
    b"true",
    b"-1",
    b"0",
    b"1.5",
    b"1e3",
    b"2147483648",
    b"\"\"",
    b"\"x\"",
    b"\"12\"",
    b"\"2024-02-30T00:00:00Z\"",
    b"\"2024-03-05T09:14:60Z\"",
    b"\"203.0.113.xxx\"",
    b"\"2001:db8::1\"",
    b"\"3/6/23\"",
    b"{}",
    b"[]",
    b"{\"a\":1,\"a\":2}",
    b"[1,{\"b\":[true]}]",
    b" ",
    b"\n",
    b"\\n",
    b"\\u00e9",
    b"\\ud83d",
    b"\xC3\xA9",
    b"\xFF",
    b"\"Level\":\"x\",",
    b",",
    b"\"",
    b"}",
];

/// Members that edits insert into objects: unknown ones, known ones under other names, and ones with a meaning.
const MEMBERS: [&[u8]; 20] = [
    b"\"Colour\":1,",
    b"\"Colour\":null,",
    b"\"Colour\":true,",
    b"\"colour\":\"x\",",
    b"\"colour\": {\"a\":[1]} ,",
    b"\"Extra-1\":\"a long text behind a name, which does not fit into one literal\",",
    b"\"a_name_of_more_than_thirty_two_bytes_0\":\"x\",",
    b"\"kind\":\"custom\",",
    b"\"kind\":{},",
    b"\"TableName\":\"PrimaryResult\",",
    b"\"TableName\":\"x\",",
    b"\"records\":[],",
    b"\"OperationCategory\":\"x\",",
    b"\"DurationMS\":7,",
    b"\"Durationms\":7,",
    b"\"messageID\":\"x\",",
    b"\"MESSAGEID\":null,",
    b"\"correlationID\":\"x\",",
    b"\"caf\xC3\xA9\":1,",
    b"\"two words\":1,",
];

/// Inserts a member into a record, at the beginning of a member from this offset on.
fn insert_member(record: &mut Vec<u8>, at: usize, member: usize) {
    let begins = |pair: &[u8]| matches!(pair, b"{\"" | b",\"");
    let from = at.min(record.len());
    let place = record[from..].windows(2).position(begins).map_or(0, |place| from + place);
    let place = (place + 1).min(record.len());
    record.splice(place..place, MEMBERS[member % MEMBERS.len()].iter().copied()).for_each(drop);
}

/// Returns an input that is made from bytes. The first byte chooses the category and shape of the record to change,
/// or none: then the bytes are the input. The second chooses the layout: lines or an array, alone or behind a clean
/// record. The rest are edits.
fn edited(bytes: &[u8]) -> Option<Vec<u8>> {
    let [choice, place, edits @ ..] = bytes else {
        return None;
    };
    let Some(clean) = EXAMPLES.get(usize::from(*choice)) else {
        return Some(bytes.to_vec());
    };
    let mut record = clean.clone();
    for edit in edits.chunks_exact(4) {
        let at = usize::from(u16::from_le_bytes([edit[0], edit[1]])) % (record.len() + 1);
        let argument = usize::from(edit[3]);
        let end = (at + argument % 64).min(record.len());
        match edit[2] % 6 {
            _ if edit[2] >= 240 => insert_member(&mut record, at, argument),
            0 => record.splice(at..end.min(at + 1), [edit[3]]).for_each(drop),
            1 => record.insert(at, edit[3]),
            2 => record.drain(at..end).for_each(drop),
            3 => {
                let piece = PIECES[argument % PIECES.len()].iter().copied();
                // The value to replace ends at the next comma or bracket.
                let value = record[at..].iter().position(|byte| matches!(byte, b',' | b'}')).unwrap_or(0);
                let from = record[..at].iter().rposition(|byte| *byte == b':').map_or(at, |colon| colon + 1);
                record.splice(from..at + value, piece).for_each(drop);
            }
            4 => record.splice(at..at, PIECES[argument % PIECES.len()].iter().copied()).for_each(drop),
            _ => {
                let copy = record[at..end].to_vec();
                let to = argument * record.len() / 256;
                record.splice(to..to, copy).for_each(drop);
            }
        }
    }
    let other = &EXAMPLES[usize::from(place >> 3) % EXAMPLES.len()];
    let records: Vec<&[u8]> = match place & 6 {
        0 => vec![clean, &record],
        2 => vec![&record, clean],
        4 => vec![other, &record, clean],
        _ => vec![clean, &record, &record],
    };
    Some(if place & 1 == 0 {
        [records.join(&b"\n"[..]).as_slice(), b"\n"].concat()
    } else {
        [b"{\"records\":[".as_slice(), &records.join(&b","[..]), b"]}"].concat()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        EXAMPLES, Gist, Json, MEMBERS, PAIRS, ahead, checking_holds, csv_holds, custom_verdicts_hold, edited,
        fast_path_agrees_on, fast_path_holds, insert_member, kusto_holds, parser_agrees_with_serde_json,
    };

    /// Text that resembles JSON: tokens in any order.
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
        #![proptest_config(acslint_testing::cases(256))]

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
        fn fast_path_agrees_on_changed_records(choice in 0..40_u8, bytes in proptest::collection::vec(any::<u8>(), 1..14)) {
            fast_path_holds(&[&[choice][..], &bytes].concat());
        }

        /// The same members come again: in another record, in another order, and twice in one object.
        #[test]
        fn fast_path_agrees_on_records_with_other_members(
            choice in 0..100_usize,
            members in proptest::collection::vec((0..2000_usize, 0..MEMBERS.len()), 1..5),
            order in Just(()).prop_perturb(|(), mut random| random.random::<u64>()),
            items: bool,
        ) {
            let clean = &EXAMPLES[choice % EXAMPLES.len()];
            let mut record = clean.clone();
            for (at, member) in members {
                let at = at % record.len();
                insert_member(&mut record, at, member);
            }
            let mut records = vec![clean.clone(), record.clone(), record.clone()];
            if let Ok(value) = serde_json::from_slice::<Json>(&record) {
                records.push(shuffled(&value, order).to_string().into_bytes());
                records.push(serde_json::to_string_pretty(&value).unwrap().replace('\n', " ").into_bytes());
            }
            records.extend([record, clean.clone()]);
            let input = if items {
                [b"[".as_slice(), &records.join(&b","[..]), b"]"].concat()
            } else {
                [records.join(&b"\n"[..]).as_slice(), b"\n"].concat()
            };
            fast_path_agrees_on(&input);
        }

        #[test]
        fn fast_path_agrees_on_records_in_any_order(
            choice in 0..100_usize,
            order in Just(()).prop_perturb(|(), mut random| random.random::<u64>()),
        ) {
            let record: Json = serde_json::from_slice(&EXAMPLES[choice % EXAMPLES.len()]).unwrap();
            let shuffled = shuffled(&record, order).to_string();
            fast_path_agrees_on(format!("{record}\n{shuffled}\n{shuffled}\n{record}\n").as_bytes());
        }

        #[test]
        fn csv_holds_for_tables(cut: u8, kind: u8, bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            csv_holds(&[&[cut, kind], &bytes[..]].concat());
        }

        #[test]
        fn kusto_holds_for_answers(cut: u8, edits: bool, bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            kusto_holds(&[&[cut, u8::from(edits)], &bytes[..]].concat());
        }

        #[test]
        fn checking_holds_for_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            checking_holds(&bytes);
        }
    }

    /// Returns the value with the members of every object in another order.
    fn shuffled(value: &serde_json::Value, order: u64) -> serde_json::Value {
        let serde_json::Value::Object(members) = value else {
            return value.clone();
        };
        let mut members: Vec<_> =
            members.iter().map(|(key, value)| (key.clone(), shuffled(value, order))).collect();
        let rank = |key: &str| {
            key.bytes().fold(order, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15))
        };
        members.sort_by_key(|(key, _)| rank(key));
        serde_json::Value::Object(members.into_iter().collect())
    }

    #[test]
    fn fast_path_holds_where_any_byte_of_a_record_is_another() {
        let bytes = [b'"', b'\\', b',', b' ', b'0', b'{', 0xC3];
        for (index, clean) in EXAMPLES.iter().enumerate() {
            let changed = (0..clean.len()).map(|at| {
                let byte = bytes[(at + index) % bytes.len()];
                [&clean[..at], &[byte], &clean[at + 1..], b"\n"].concat()
            });
            let input = [&clean[..], b"\n", &changed.collect::<Vec<_>>().concat(), clean].concat();
            fast_path_agrees_on(&input);
        }
    }

    /// Removes every pair of members, or sets them to null or text: one of them must not hide what the other
    /// identifies.
    #[test]
    fn fast_path_holds_without_what_identifies_a_record() {
        let identifying = [
            "Category",
            "category",
            "Type",
            "_ResourceId",
            "resourceId",
            "properties",
            "TimeGenerated",
            "time",
        ];
        for clean in &*EXAMPLES {
            let record: Json = serde_json::from_slice(clean).unwrap();
            let mut input = vec![record.to_string()];
            let members: Vec<&str> =
                identifying.into_iter().filter(|name| record.get(name).is_some()).collect();
            for one in &members {
                for other in &members {
                    for value in [None, Some(Json::Null), Some(Json::from("x"))] {
                        let mut changed = record.clone();
                        let object = changed.as_object_mut().unwrap();
                        object.shift_remove(*one);
                        match value {
                            None => object.shift_remove(*other),
                            Some(value) => object.insert((*other).to_owned(), value),
                        };
                        input.push(changed.to_string());
                    }
                }
            }
            input.push(record.to_string());
            fast_path_agrees_on((input.join("\n") + "\n").as_bytes());
        }
    }

    /// However long the records are: in short inputs of records of the same length, all but the first are checked ahead. The
    /// last item of an array is not, since no comma is behind it.
    #[test]
    fn records_are_checked_ahead() {
        for clean in &*EXAMPLES {
            for pair in &*PAIRS {
                let mut state = pair.learnt.clone();
                let mut records = |input: &[u8]| ahead(pair, &mut state, input, &mut Gist::default());
                let lines = [clean.as_slice(), b"\n"].concat();
                for count in 2..5 {
                    assert_eq!(records(&lines.repeat(count)), count as u64 - 1, "{count} lines");
                    let items = vec![clean.as_slice(); count].join(&b","[..]);
                    let items = [b"[".as_slice(), &items, b"]"].concat();
                    assert_eq!(records(&items), count as u64 - 2, "{count} items");
                }
            }
        }
    }

    #[test]
    fn seeds_of_the_fuzz_target_fast_path_hold() {
        seeds_hold("fast_path", |seed| edited(seed).iter().for_each(|input| fast_path_agrees_on(input)));
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
    fn seeds_of_the_fuzz_target_framing_hold() {
        seeds_hold("framing", super::framing_holds);
    }

    #[test]
    fn seeds_of_the_fuzz_target_csv_hold() {
        seeds_hold("csv", csv_holds);
    }

    #[test]
    fn seeds_of_the_fuzz_target_kusto_hold() {
        seeds_hold("kusto", kusto_holds);
    }

    #[test]
    fn seeds_of_the_fuzz_target_growth_hold() {
        seeds_hold("growth", super::growth_holds);
    }

    #[test]
    fn seeds_of_the_fuzz_target_parse_hold() {
        seeds_hold("parse", parser_agrees_with_serde_json);
    }

    #[test]
    fn seeds_of_the_fuzz_target_check_hold() {
        seeds_hold("check", checking_holds);
    }

    #[test]
    fn seeds_of_the_fuzz_target_own_hold() {
        seeds_hold("custom", custom_verdicts_hold);
    }
}
