//! Properties of a split: its sides together are the input, however it is cut.

use acslint_check::{Event, Hints, Level, Part, RecordType, Report, Session, WorkerState, clean_items};

use super::CHECKER;
use crate::split::trial::Texts;
use crate::split::{Router, Side, Sides};

/// Counts of bytes that are not white space, by value.
type Histogram = [u64; 256];

fn count(histogram: &mut Histogram, bytes: &[u8]) {
    for byte in bytes.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        histogram[usize::from(*byte)] += 1;
    }
}

/// Split of an input into texts.
#[derive(Debug, Default)]
struct SplitTexts {
    router: Router,
    texts: Texts,
    rejected: u64,
    /// Bytes between records.
    structure: Vec<u8>,
    /// Number of bytes in all parts.
    parted: usize,
    /// True if a record or a stretch is in an array, an envelope or a query answer, or spans several lines.
    is_other_form: bool,
    /// True if records are not JSON text in the input.
    is_encoded: bool,
}

impl SplitTexts {
    fn note(&mut self, part: Part<'_>) {
        let bytes = match part {
            Part::Between(bytes) => {
                self.structure.extend_from_slice(bytes);
                self.is_other_form |=
                    !bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii().is_empty();
                bytes
            }
            Part::CleanItems(bytes) => {
                self.is_other_form = true;
                let mut at = 0;
                for item in clean_items(bytes) {
                    let start = item.as_ptr() as usize - bytes.as_ptr() as usize;
                    self.structure.extend_from_slice(&bytes[at..start]);
                    at = start + item.len();
                }
                self.structure.extend_from_slice(&bytes[at..]);
                bytes
            }
            Part::Record { text, outside } => {
                self.is_other_form |= !outside || memchr::memchr(b'\n', text).is_some();
                text
            }
            Part::Broken { text, outside } => {
                self.is_other_form |= !outside;
                text
            }
            Part::CleanLines(bytes) | Part::Skipped(bytes) => bytes,
        };
        self.parted += bytes.len();
    }
}

impl Report for SplitTexts {
    fn event(&mut self, event: &Event<'_>) {
        let Some(part) = event.part else { return };
        self.note(part);
        let is_rejected = matches!(part, Part::Broken { .. })
            || event.findings.iter().any(|finding| finding.level >= Level::Error);
        self.rejected += u64::from(is_rejected);
        let side = if is_rejected { Side::Invalid } else { Side::Valid };
        let line = self.router.subject(part, side, &mut self.texts).expect("memory can be written");
        assert!(line <= self.texts.line(side), "line {line} is behind the end");
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}

    fn wants_parts(&self) -> bool {
        true
    }

    fn part(&mut self, part: Part<'_>) {
        self.note(part);
        self.router.part(part, &mut self.texts).expect("memory can be written");
    }
}

/// Way to pass an input to its session.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// In pieces of this size.
    Pieces(usize),
    /// The first piece of this size, and the rest with a speculative check.
    Ahead(usize),
}

fn split(input: &[u8], way: Way) -> SplitTexts {
    let mut split = SplitTexts::default();
    let mut session = Session::new(&CHECKER, Hints::default());
    let mut state = WorkerState::default();
    let (Way::Pieces(size) | Way::Ahead(size)) = way;
    let (mut start, mut end) = (0, size.min(input.len()));
    loop {
        let is_end = end == input.len();
        let done = session.advance(&mut state, &input[start..end], is_end, &mut split);
        if is_end {
            break;
        }
        start += done;
        if let (Way::Ahead(_), Some(layout)) = (way, session.layout()) {
            let rest = &input[start..];
            let ahead = CHECKER.check_speculatively(&mut state, &layout, rest, start as u64);
            session.follow(&mut state, rest, true, ahead, &mut split);
            break;
        }
        let more = if done == 0 { (end - start).max(size) } else { size };
        end = (end + more).min(input.len());
    }
    split.is_encoded = session.encoded_form().is_some();
    split.router.end(&mut split.texts).expect("memory can be written");
    split
}

/// Asserts that the two sides of a split are together the input, that they do not depend on how the input is cut, and
/// that nothing is rejected of the valid side.
///
/// The first byte chooses how the input is cut; the rest is the input.
///
/// # Panics
///
/// If one of these does not hold: fuzzing searches for such bytes.
pub fn split_holds(bytes: &[u8]) {
    let Some((&cut, input)) = bytes.split_first() else {
        return;
    };
    let size = usize::from(cut) + 1;
    let whole = split(input, Way::Pieces(input.len().max(1)));
    for way in [Way::Pieces(size), Way::Ahead(size)] {
        let other = split(input, way);
        for (side, (expected, actual)) in
            ["valid", "invalid"].iter().zip(whole.texts.0.iter().zip(&other.texts.0))
        {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert!(expected == actual, "{way:?}, {side}:\n{}\n--\n{}", text(expected), text(actual));
        }
    }
    let Texts([valid, invalid, _]) = &whole.texts;
    let is_composed = whole.is_encoded || may_be_composed(input);
    if !is_composed {
        assert_eq!(whole.parted, input.len(), "the parts are not the whole input");
        let (mut expected, mut actual) = ([0; 256], [0; 256]);
        count(&mut expected, input);
        for bytes in [valid, invalid, &whole.structure] {
            count(&mut actual, bytes);
        }
        assert!(expected == actual, "bytes are lost, or come twice");
    }
    if !is_composed && !whole.is_other_form {
        let input = input.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input);
        let newlines = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).count();
        // Records that share a line are on lines of their own, and a broken stretch may end within a line.
        if newlines(valid) + newlines(invalid) == newlines(input) {
            assert_eq!(lines(&[input]), lines(&[valid, invalid]), "the lines are not those of the input");
        }
        let again = split(valid, Way::Pieces(valid.len().max(1)));
        assert_eq!(again.rejected, 0, "valid records are rejected");
        assert!(again.texts.0[0] == *valid, "valid records do not stay as they are");
    }
}

/// Returns true if records may be rows of tables or texts in strings, whose bytes are not those of the input.
fn may_be_composed(input: &[u8]) -> bool {
    let marks: [&[u8]; 4] = [b"ows\"", b"tables", b"\"{", b"\"["];
    marks.iter().any(|mark| memchr::memmem::find(input, mark).is_some())
}

/// Returns the sorted lines of texts that are not blank.
fn lines<'t>(texts: &[&'t [u8]]) -> Vec<&'t [u8]> {
    let lines = texts.iter().flat_map(|text| text.split(|byte| *byte == b'\n'));
    let mut lines: Vec<&[u8]> = lines.filter(|line| !line.trim_ascii().is_empty()).collect();
    lines.sort_unstable();
    lines
}
