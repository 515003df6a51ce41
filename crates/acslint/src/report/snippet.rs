//! Snippet: a few lines of an input for a finding, cut around the marked places, safe for a terminal.
//!
//! A record may be one line of any length, so this module scans only the shown part and both ends of the line. It
//! shows nothing of the neighbouring records. They may or may not be in memory, depending on the cuts between pieces,
//! and a report must not depend on these. Offsets in a [`Snippet`] refer to its own text, in which stand-ins replace
//! control characters and invalid bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use acslint_check::{Excerpt, Position, Span, Stored};

use super::Cursor;
use super::disclosed::{Event, Finding, Label};
use crate::text::{columns, stand_in};

/// Mark of a cut.
const CUT: char = '…';
/// Minimum width of the text around a place.
const NARROWEST: usize = 24;

/// Lines of an input with the marked places in them.
#[derive(Debug)]
pub(super) struct Snippet {
    /// Lines, each ending with a line feed.
    pub(super) text: String,
    /// Number and start in `text` of each line; a gap between numbers means that lines were left out.
    pub(super) lines: Vec<Line>,
    /// Marked places, the primary label of the finding first.
    pub(super) marks: Vec<Mark>,
}

/// Line of a snippet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Number in the input.
    pub(super) number: u64,
    /// Start in the text of the snippet.
    pub(super) start: usize,
}

/// Marked place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Range in the text of the snippet.
    pub(super) range: Range<usize>,
    /// Position in the input.
    pub(super) position: Position,
}

/// Line to show, with the ranges to mark in it.
struct Draft {
    number: u64,
    /// Range of its bytes in the scene, without the line's end.
    span: Range<usize>,
    /// Index of the label, and its range within the line.
    focuses: Vec<(usize, Range<usize>)>,
}

/// Replacement for the part of a line before its first byte.
#[derive(Clone, Copy)]
enum Head<'a> {
    /// None: the line begins with these bytes.
    Nothing,
    Cut,
    /// White space of the same width: the indentation of the record's last line.
    Indentation(&'a [u8]),
}

/// Bytes that may be shown: those of the event, and those of the finding's labels outside of it.
struct Scene<'a> {
    bytes: &'a [u8],
    /// Offset of the first of `bytes` in the input.
    offset: u64,
    /// Range of the event's own bytes.
    record: Range<usize>,
    /// Replacement for the start of the first line, if that is before `bytes`.
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

    /// Returns the range to mark for a label that begins in `line`. Of a value that is too long to underline, that is
    /// the opening brace, and of one without a proper end the first character.
    fn focus(&self, line: &Range<usize>, label: &Label<'_>, width: usize) -> Range<usize> {
        let (label, is_open) = (label.span, label.is_open);
        let start = self.index(label.start).min(line.end);
        let end = self.index(label.end);
        let opens = matches!(self.bytes.get(start), Some(b'{' | b'['));
        let long = end > line.end || end.saturating_sub(start) > width;
        let end = if opens && long { start + 1 } else { end.clamp(start, line.end) };
        let end = if is_open { end.min(start + Cell::length(&self.bytes[start..line.end])) } else { end };
        start - line.start..end - line.start
    }
}

/// Returns the replacement before the first line of a record that begins after `before` characters.
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
    /// Creates the snippet of a finding, in lines of at most `width` columns.
    pub(super) fn new(event: &Event<'_>, finding: &Finding<'_>, width: usize) -> Self {
        let around = event.around(finding, width);
        let excerpt = around.excerpt();
        let mut cursor = Cursor::new(excerpt);
        let scene = Scene::new(event, excerpt, finding, &mut cursor);
        let mut drafts: BTreeMap<usize, Draft> = BTreeMap::new();
        let mut positions = Vec::new();
        for (index, label) in finding.labels().enumerate() {
            let mut position = cursor.position(label.span.start);
            if excerpt.stored == Stored::Rows {
                // The line is the row.
                position.column = 1;
            }
            positions.push(position);
            let line = line_around(scene.bytes, scene.index(label.span.start));
            if index == 0 {
                add_context(&mut drafts, &scene, &line, position.line);
            }
            let focus = scene.focus(&line, &label, width);
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

/// Returns the line that contains the byte at `index`, without its end.
fn line_around(bytes: &[u8], index: usize) -> Range<usize> {
    let start = memchr::memrchr(b'\n', &bytes[..index]).map_or(0, |newline| newline + 1);
    let end = memchr::memchr(b'\n', &bytes[index..]).map_or(bytes.len(), |newline| index + newline);
    let end = if end > start && bytes[end - 1] == b'\r' { end - 1 } else { end };
    start..end
}

/// Adds the lines before and after the primary one, if they belong to the same record.
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

/// Appends the shown parts of a line, and returns the ranges of its (sorted) focuses in the text.
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

/// Boundary between two characters: an offset in the line, and the corresponding offset in the text.
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

/// Returns the range of a focus in the text: whole characters, as far as they are shown.
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

/// Returns the parts of a line to show: each focus, or its beginning, with context on both sides.
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

/// Returns a focus with its context, at most `columns` columns together; the focus may take two thirds of them.
fn around(line: &[u8], focus: &Range<usize>, columns: usize) -> Range<usize> {
    let core = forward(&line[..focus.end], focus.start, columns * 2 / 3);
    let rest = columns.saturating_sub(width_of(&line[focus.start..core]));
    let before = backward(line, focus.start, rest / 2);
    let after = forward(line, core, rest - width_of(&line[before..focus.start]).min(rest));
    let unused = columns.saturating_sub(width_of(&line[before..after]));
    backward(line, before, unused)..after
}

/// Returns the end of the text that fits into `columns` columns from `start` on.
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

/// Returns the beginning of the text that fits into `columns` columns before `end`.
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

/// One character, or one byte of an invalid sequence.
struct Cell<'a> {
    /// Text to show for it.
    text: Cow<'a, str>,
    /// Number of its bytes in the input.
    length: usize,
    /// Number of its columns, or more: a line that fits by this count fits on every terminal.
    columns: usize,
}

impl<'a> Cell<'a> {
    /// Returns the number of bytes of the first cell of a line.
    fn length(line: &'a [u8]) -> usize {
        if line.is_empty() { 0 } else { Self::at(line, 0).length }
    }

    fn at(line: &'a [u8], at: usize) -> Self {
        let Some(text) = character(&line[at..]) else {
            return Self { text: Cow::Borrowed("\u{FFFD}"), length: 1, columns: 1 };
        };
        let length = text.len();
        if text == "\t" {
            return Self { text: Cow::Borrowed(text), length, columns: 4 };
        }
        let text = text.chars().next().and_then(stand_in).unwrap_or(Cow::Borrowed(text));
        let columns = columns(&text);
        Self { text, length, columns }
    }

    /// Returns the beginning of the cell that ends at `end`.
    fn before(line: &[u8], end: usize) -> usize {
        (1..=end.min(4))
            .map(|length| end - length)
            .find(|start| character(&line[*start..end]).is_some_and(|text| text.len() == end - start))
            .unwrap_or(end - 1)
    }
}

/// Returns the first character, if the bytes begin with a valid one.
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
