//! The part of an input that is shown for a finding: a few lines, cut around what matters, safe for a terminal.
//!
//! A record may be one line of any length, so nothing here looks at more of it than what is shown and the line's two
//! ends. Nothing of its neighbours is shown: whether they are in memory depends on how the input was cut, and a report
//! must not. Offsets in a [`Snippet`] are its own: control characters and broken text have been replaced in it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use acslint_check::{Excerpt, Position, Span};

use super::Cursor;
use super::disclosed::{Event, Finding};
use crate::text::stand_in;

/// What marks a cut.
const CUT: char = '…';
/// The least that is shown around a place.
const NARROWEST: usize = 24;

/// Lines of an input and the places marked in them.
#[derive(Debug)]
pub(super) struct Snippet {
    /// The lines, each ending in a line feed.
    pub(super) text: String,
    /// Number and beginning in `text` of each line; where numbers are not successive, lines were left out.
    pub(super) lines: Vec<Line>,
    /// The marked places: the finding's primary one first.
    pub(super) marks: Vec<Mark>,
}

/// A line of a window.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number in the input.
    pub(super) number: u64,
    /// Where it begins in the window's text.
    pub(super) start: usize,
}

/// A marked place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Where it is in the window's text.
    pub(super) range: Range<usize>,
    /// Where it is in the input.
    pub(super) position: Position,
}

/// A line to show, and what to mark in it.
struct Draft {
    number: u64,
    /// Its bytes in the scene, without the line's end.
    span: Range<usize>,
    /// Index of the label, and its bytes within the line.
    focuses: Vec<(usize, Range<usize>)>,
}

/// What is shown for what stands before a line's bytes.
#[derive(Clone, Copy)]
enum Head<'a> {
    /// The line begins with them.
    Nothing,
    Cut,
    /// The white space that the record's last line is indented by, which is as wide.
    Indentation(&'a [u8]),
}

/// The bytes that may be shown: those of the event, and of the finding's labels where they lie outside of it.
struct Scene<'a> {
    bytes: &'a [u8],
    /// Offset of the first of `bytes` in the input.
    offset: u64,
    /// The event's own bytes.
    record: Range<usize>,
    /// What is shown where the first line begins before `bytes`.
    head: Head<'a>,
}

impl<'a> Scene<'a> {
    fn new(event: &Event<'_>, excerpt: Excerpt<'a>, finding: &Finding<'_>, cursor: &mut Cursor<'a>) -> Self {
        let spans = finding.labels().map(|label| label.span).chain([event.span]);
        let hull = spans
            .fold(event.span, |hull, span| Span::new(hull.start.min(span.start), hull.end.max(span.end)));
        let offset = hull.start.max(excerpt.offset);
        let bytes = excerpt.slice(hull);
        let index = |at: u64| excerpt.slice(Span::new(offset, at.max(offset))).len().min(bytes.len());
        let record = index(event.span.start)..index(event.span.end);
        let head = head(&bytes[record.clone()], cursor.position(offset).column - 1);
        Self { bytes, offset, record, head }
    }

    fn index(&self, offset: u64) -> usize {
        usize::try_from(offset.saturating_sub(self.offset))
            .map_or(self.bytes.len(), |index| index.min(self.bytes.len()))
    }

    /// What to mark of a label that begins in `line`: the brace of what is too long to be underlined.
    fn focus(&self, line: &Range<usize>, label: Span, width: usize) -> Range<usize> {
        let start = self.index(label.start).min(line.end);
        let end = self.index(label.end);
        let opens = matches!(self.bytes.get(start), Some(b'{' | b'['));
        let long = end > line.end || end.saturating_sub(start) > width;
        let end = if opens && long { start + 1 } else { end.clamp(start, line.end) };
        start - line.start..end - line.start
    }
}

/// What to show before the first line of a record that begins behind so many characters.
fn head(record: &[u8], before: u64) -> Head<'_> {
    if before == 0 {
        return Head::Nothing;
    }
    let last_line = memchr::memrchr(b'\n', record).map(|newline| &record[newline + 1..]);
    let indentation = last_line.map(|line| &line[..line.len() - line.trim_ascii_start().len()]);
    match indentation {
        Some(indentation) if indentation.len() as u64 == before => Head::Indentation(indentation),
        _ => Head::Cut,
    }
}

impl Snippet {
    /// What to show of a finding in lines of at most `width` columns.
    pub(super) fn new(event: &Event<'_>, finding: &Finding<'_>, width: usize) -> Self {
        let around = event.around(finding, width);
        let excerpt = around.excerpt();
        let mut cursor = Cursor::new(excerpt);
        let scene = Scene::new(event, excerpt, finding, &mut cursor);
        let mut drafts: BTreeMap<usize, Draft> = BTreeMap::new();
        let mut positions = Vec::new();
        for (index, label) in finding.labels().enumerate() {
            let position = cursor.position(label.span.start);
            positions.push(position);
            let line = line_around(scene.bytes, scene.index(label.span.start));
            if index == 0 {
                add_context(&mut drafts, &scene, &line, position.line);
            }
            let focus = scene.focus(&line, label.span, width);
            let draft = drafts.entry(line.start).or_insert_with(|| Draft {
                number: position.line,
                span: line,
                focuses: Vec::new(),
            });
            draft.focuses.push((index, focus));
        }
        Self::draw(&scene, drafts, &positions, width)
    }

    fn draw(scene: &Scene<'_>, drafts: BTreeMap<usize, Draft>, positions: &[Position], width: usize) -> Self {
        let mut snippet = Self { text: String::new(), lines: Vec::new(), marks: Vec::new() };
        let mut ranges = vec![0..0; positions.len()];
        for mut draft in drafts.into_values() {
            snippet.lines.push(Line { number: draft.number, start: snippet.text.len() });
            draft.focuses.sort_by_key(|(_, focus)| (focus.start, focus.end));
            let focuses: Vec<_> = draft.focuses.iter().map(|(_, focus)| focus.clone()).collect();
            let head = if draft.span.start == 0 { scene.head } else { Head::Nothing };
            let marks = draw_line(&mut snippet.text, head, &scene.bytes[draft.span], &focuses, width);
            for ((label, _), range) in draft.focuses.iter().zip(marks) {
                ranges[*label] = range;
            }
            snippet.text.push('\n');
        }
        let marks = ranges.into_iter().zip(positions);
        snippet.marks = marks.map(|(range, position)| Mark { range, position: *position }).collect();
        snippet
    }
}

/// The line that the byte at `index` is in, without its end.
fn line_around(bytes: &[u8], index: usize) -> Range<usize> {
    let start = memchr::memrchr(b'\n', &bytes[..index]).map_or(0, |newline| newline + 1);
    let end = memchr::memchr(b'\n', &bytes[index..]).map_or(bytes.len(), |newline| index + newline);
    let end = if end > start && bytes[end - 1] == b'\r' { end - 1 } else { end };
    start..end
}

/// The lines before and behind the primary one, as far as they belong to the same record.
fn add_context(drafts: &mut BTreeMap<usize, Draft>, scene: &Scene<'_>, line: &Range<usize>, number: u64) {
    let Scene { bytes, record, .. } = scene;
    let mut add = |span: Range<usize>, number| {
        drafts.insert(span.start, Draft { number, span, focuses: Vec::new() });
    };
    if line.start > record.start && line.start > 0 {
        add(line_around(bytes, line.start - 1), number - 1);
    }
    if let Some(newline) = memchr::memchr(b'\n', &bytes[line.end..]).map(|newline| line.end + newline)
        && newline + 1 < record.end
    {
        add(line_around(bytes, newline + 1), number + 1);
    }
}

/// Appends what is shown of a line, and returns where its focuses (sorted) are in the text.
fn draw_line(
    text: &mut String,
    head: Head<'_>,
    line: &[u8],
    focuses: &[Range<usize>],
    width: usize,
) -> Vec<Range<usize>> {
    let parts = parts(line, focuses, width);
    let mut seams = Vec::with_capacity(parts.len());
    let mut shown = 0;
    for part in &parts {
        match head {
            _ if part.start > shown => text.push(CUT),
            Head::Cut if seams.is_empty() => text.push(CUT),
            Head::Indentation(blank) if seams.is_empty() => {
                draw_part(text, blank, 0..blank.len());
            }
            _ => {}
        }
        seams.push(draw_part(text, line, part.clone()));
        shown = part.end;
    }
    if shown < line.len() {
        text.push(CUT);
    }
    focuses.iter().map(|focus| locate(&parts, &seams, focus)).collect()
}

/// Between two characters: an offset in the line, and the same place in the text.
type Seam = (usize, usize);

fn draw_part(text: &mut String, line: &[u8], part: Range<usize>) -> Vec<Seam> {
    let mut seams = vec![(part.start, text.len())];
    let mut at = part.start;
    while at < part.end {
        let cell = Cell::at(line, at);
        text.push_str(&cell.text);
        at += cell.length;
        seams.push((at, text.len()));
    }
    seams
}

/// Where a focus is in the text: whole characters, as far as they are shown.
fn locate(parts: &[Range<usize>], seams: &[Vec<Seam>], focus: &Range<usize>) -> Range<usize> {
    let part = parts.iter().rposition(|part| part.start <= focus.start).unwrap_or(0);
    let seams = &seams[part];
    let start = seams.partition_point(|seam| seam.0 <= focus.start).saturating_sub(1);
    let end = seams.partition_point(|seam| seam.0 < focus.end).clamp(start, seams.len() - 1);
    seams[start].1..seams[end].1
}

fn fits(line: &[u8], width: usize) -> bool {
    line.len() <= 4 * width && forward(line, 0, width) == line.len()
}

/// The parts of a line to show: each focus, or its beginning, with something on both sides.
fn parts(line: &[u8], focuses: &[Range<usize>], width: usize) -> Vec<Range<usize>> {
    if fits(line, width) {
        return std::iter::once(0..line.len()).collect();
    }
    let share = (width / focuses.len().max(1)).max(NARROWEST) - 2;
    let mut parts: Vec<Range<usize>> = Vec::new();
    for focus in focuses {
        let part = around(line, focus, share);
        match parts.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => parts.push(part),
        }
    }
    if parts.is_empty() {
        parts.push(0..forward(line, 0, share));
    }
    parts
}

/// What surrounds a focus: at most `columns` columns with it, of which it may take two thirds.
fn around(line: &[u8], focus: &Range<usize>, columns: usize) -> Range<usize> {
    let core = forward(&line[..focus.end], focus.start, columns * 2 / 3);
    let rest = columns.saturating_sub(width_of(&line[focus.start..core]));
    let before = backward(line, focus.start, rest / 2);
    let after = forward(line, core, rest - width_of(&line[before..focus.start]).min(rest));
    let unused = columns.saturating_sub(width_of(&line[before..after]));
    backward(line, before, unused)..after
}

/// The end of what fits into `columns` columns from `start` on.
fn forward(line: &[u8], start: usize, columns: usize) -> usize {
    let (mut at, mut used) = (start, 0);
    while at < line.len() {
        let cell = Cell::at(line, at);
        used += cell.columns;
        if used > columns {
            break;
        }
        at += cell.length;
    }
    at
}

/// The beginning of what fits into `columns` columns before `end`.
fn backward(line: &[u8], end: usize, columns: usize) -> usize {
    let (mut at, mut used) = (end, 0);
    while at > 0 {
        let start = Cell::before(line, at);
        used += Cell::at(line, start).columns;
        if used > columns {
            break;
        }
        at = start;
    }
    at
}

fn width_of(bytes: &[u8]) -> usize {
    let (mut at, mut columns) = (0, 0);
    while at < bytes.len() {
        let cell = Cell::at(bytes, at);
        columns += cell.columns;
        at += cell.length;
    }
    columns
}

/// One character, or one byte that belongs to none.
struct Cell<'a> {
    /// What is shown for it.
    text: Cow<'a, str>,
    /// Number of its bytes in the input.
    length: usize,
    /// The columns it takes, or more: a line that fits by this count fits on every terminal.
    columns: usize,
}

impl<'a> Cell<'a> {
    fn at(line: &'a [u8], at: usize) -> Self {
        let Some(text) = character(&line[at..]) else {
            return Self { text: Cow::Borrowed("\u{FFFD}"), length: 1, columns: 1 };
        };
        let length = text.len();
        if text == "\t" {
            return Self { text: Cow::Borrowed(text), length, columns: 4 };
        }
        let text = text.chars().next().and_then(stand_in).unwrap_or(Cow::Borrowed(text));
        let columns = text.chars().map(|character| 1 + usize::from(character >= '\u{1100}')).sum();
        Self { text, length, columns }
    }

    /// Where the cell that ends at `end` begins.
    fn before(line: &[u8], end: usize) -> usize {
        (1..=end.min(4))
            .map(|length| end - length)
            .find(|start| character(&line[*start..end]).is_some_and(|text| text.len() == end - start))
            .unwrap_or(end - 1)
    }
}

/// The first character, if the bytes begin with one.
fn character(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).ok()?,
    };
    valid
        .char_indices()
        .nth(1)
        .map_or(Some(valid), |(end, _)| valid.get(..end))
        .filter(|text| !text.is_empty())
}
