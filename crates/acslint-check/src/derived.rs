//! Text derived from an input, such as a decoded string. It is checked like an input, and its events are about the bytes of
//! the input that it comes from.

use std::ops::Range;

use crate::{
    AlongKey, Disclosure, Event, Excerpt, Finding, Part, RecordType, Report, Row, Span, document::unescape,
};

/// Stretch of a derived text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    /// Offset of its first byte in the text.
    at: u64,
    /// Bytes of the input that it comes from.
    source: Span,
    origin: Origin,
}

/// Relation of a stretch to its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// It has the same bytes.
    Verbatim,
    /// It has the same meaning in another form, so that each part of it has the whole source for its place.
    Decoded,
    /// It is about its source, and not in it.
    New,
}

/// Places in an input of the bytes of a derived text.
#[derive(Debug, Default)]
pub(crate) struct SourceMap {
    /// Stretches in the order of the text, which they cover.
    stretches: Vec<Stretch>,
    /// Length of the text.
    length: u64,
    /// Beginnings of the rows that the text consists of, and their numbers.
    rows: Vec<(u64, u64)>,
}

/// Text derived from an input, with the places of its bytes.
#[derive(Debug, Default)]
pub(crate) struct DerivedText {
    pub(crate) bytes: Vec<u8>,
    pub(crate) map: SourceMap,
}

impl DerivedText {
    /// Decodes the string whose escaped text, without quotes, begins at `offset` in the input.
    pub(crate) fn of_string(inner: &[u8], offset: u64) -> Self {
        let mut map = SourceMap::default();
        let bytes = unescape(inner, |length, from| {
            let start = offset + from as u64;
            map.close(start);
            if inner[from] == b'\\' {
                map.push(length, Span::new(start, start), Origin::Decoded);
            } else if let Some(last) = map.stretches.last_mut().filter(|last| last.origin == Origin::Verbatim)
            {
                last.source.end = start + 1;
                map.length += length as u64;
            } else {
                map.push(length, Span::new(start, start + 1), Origin::Verbatim);
            }
        });
        map.close(offset + inner.len() as u64);
        Self { bytes, map }
    }

    /// Text that comes from these bytes of the input as a whole.
    pub(crate) fn of_whole(bytes: Vec<u8>, source: Span) -> Self {
        let mut map = SourceMap::default();
        map.push(bytes.len(), source, Origin::Decoded);
        Self { bytes, map }
    }

    /// Begins the text of the row with this number in its table.
    pub(crate) fn begin_row(&mut self, number: u64) {
        self.map.rows.push((self.map.length, number));
    }

    /// Appends another text of the same input.
    pub(crate) fn append(&mut self, other: Self) {
        let length = self.map.length;
        let SourceMap { stretches, rows, .. } = other.map;
        self.map
            .stretches
            .extend(stretches.into_iter().map(|stretch| Stretch { at: stretch.at + length, ..stretch }));
        self.map.rows.extend(rows.into_iter().map(|(start, number)| (start + length, number)));
        self.map.length += other.map.length;
        self.bytes.extend_from_slice(&other.bytes);
    }

    /// Appends the text of this source.
    pub(crate) fn append_verbatim(&mut self, bytes: &[u8], source: Span) {
        self.bytes.extend_from_slice(bytes);
        self.map.push(bytes.len(), source, Origin::Verbatim);
    }

    /// Appends a text with the meaning of this source.
    pub(crate) fn append_decoded(&mut self, bytes: &[u8], source: Span) {
        self.bytes.extend_from_slice(bytes);
        self.map.push(bytes.len(), source, Origin::Decoded);
    }

    /// Appends text about this source that is not in it.
    pub(crate) fn append_new(&mut self, bytes: &[u8], source: Span) {
        self.bytes.extend_from_slice(bytes);
        self.map.push(bytes.len(), source, Origin::New);
    }
}

impl SourceMap {
    fn push(&mut self, length: usize, source: Span, origin: Origin) {
        self.stretches.push(Stretch { at: self.length, source, origin });
        self.length += length as u64;
    }

    /// Ends the source of an escape.
    fn close(&mut self, end: u64) {
        if let Some(last) = self.stretches.last_mut().filter(|last| last.origin == Origin::Decoded) {
            last.source.end = end;
        }
    }

    fn index(&self, at: u64) -> usize {
        self.stretches.partition_point(|stretch| stretch.at <= at).saturating_sub(1)
    }

    /// Returns the row that a span of the text is in, if the text consists of rows.
    fn row(&self, span: Span) -> Option<Row> {
        let behind = self.rows.partition_point(|(start, _)| *start <= span.start);
        let (start, number) = *self.rows.get(behind.checked_sub(1)?)?;
        Some(Row { number, is_record: start == span.start })
    }

    /// Place in the input of one byte of the text; behind the text, the end of its last source.
    fn place(&self, at: u64) -> Range<u64> {
        let Some(stretch) = self.stretches.get(self.index(at)) else { return 0..0 };
        if at >= self.length {
            stretch.source.end..stretch.source.end
        } else if stretch.origin == Origin::Verbatim {
            let start = stretch.source.start + (at - stretch.at);
            start..start + 1
        } else {
            stretch.source.start..stretch.source.end
        }
    }

    /// Returns the place in the input of a span of the text.
    pub(crate) fn span(&self, span: Span) -> Span {
        let start = self.place(span.start).start;
        let end = if span.start < span.end { self.place(span.end - 1).end } else { start };
        Span::new(start, end.max(start))
    }

    /// Returns the place of a span that is public, if all of that place is public.
    fn public_span(&self, span: Span) -> Option<Span> {
        if span.start >= span.end {
            return None;
        }
        let (first, last) = (self.index(span.start), self.index(span.end - 1));
        let end_of = |index: usize| self.stretches.get(index + 1).map_or(self.length, |next| next.at);
        let is_whole = |index: usize, is_edge: bool| match self.stretches[index].origin {
            Origin::Verbatim => true,
            Origin::Decoded => is_edge,
            Origin::New => false,
        };
        let begins_whole = is_whole(first, self.stretches[first].at == span.start);
        (begins_whole && is_whole(last, end_of(last) == span.end)).then(|| self.span(span))
    }
}

/// Report about a derived text, which passes its events on as events of the input.
pub(crate) struct DerivedReport<'r> {
    report: &'r mut dyn Report,
    map: &'r SourceMap,
    /// Number of records of the input before the text.
    records: u64,
    /// Bytes of the input, with an anchor at or before the events to come.
    excerpt: Excerpt<'r>,
    /// Findings about values of the text, which are the cause of all others about them.
    causes: &'r [(Span, Finding)],
}

impl<'r> DerivedReport<'r> {
    /// Passes events on to `report`. The input has so many records before the text; the anchor of `excerpt` is at or before
    /// all sources of the text.
    pub(crate) fn new(
        report: &'r mut dyn Report,
        map: &'r SourceMap,
        records: u64,
        excerpt: Excerpt<'r>,
    ) -> Self {
        Self { report, map, records, excerpt, causes: &[] }
    }

    /// Adds findings about the input, each in place of all findings about a value of the text, to the record that they are in.
    pub(crate) fn with_causes(self, causes: &'r [(Span, Finding)]) -> Self {
        Self { causes, ..self }
    }

    /// Returns a finding about the input. It has no fix, since the bytes to replace have another form there.
    fn finding(&self, finding: &Finding) -> Finding {
        let mut finding = Finding { fix: None, ..finding.clone() };
        finding.primary.span = self.map.span(finding.primary.span);
        for label in &mut finding.secondary {
            label.span = self.map.span(label.span);
        }
        finding
    }

    /// Returns the public spans of an event in the input.
    fn shown(&self, event: &Event<'_>) -> Vec<Span> {
        let mut shown: Vec<Span> =
            event.shown().into_iter().filter_map(|span| self.map.public_span(span)).collect();
        shown.sort_unstable();
        shown.dedup_by(|next, kept| next.start < kept.end);
        shown
    }
}

impl Report for DerivedReport<'_> {
    fn event(&mut self, event: &Event<'_>) {
        let is_within = |span: Span, outer: Span| span.start >= outer.start && span.end <= outer.end;
        let is_echo =
            |finding: &&Finding| self.causes.iter().any(|(value, _)| is_within(finding.primary.span, *value));
        let own = event.findings.iter().filter(|finding| !is_echo(finding));
        let mut findings: Vec<Finding> = own.map(|finding| self.finding(finding)).collect();
        let causes = self.causes.iter().filter(|(value, _)| is_within(*value, event.span));
        findings.extend(causes.map(|(_, finding)| {
            let loss = event.forecast.map(|forecast| forecast.of(finding));
            Finding { loss, ..finding.clone() }
        }));
        if !self.causes.is_empty() {
            findings.sort_by_key(|finding| (finding.primary.span.start, finding.rule));
        }
        let span = self.map.span(event.span);
        let starts = findings.iter().flat_map(Finding::spans).map(|span| span.start);
        let first = starts.min().map_or(span.start, |first| first.min(span.start));
        if first > self.excerpt.anchor {
            self.excerpt = self.excerpt.anchored_at(first);
        }
        let shown = self.shown(event);
        self.report.event(&Event {
            replayed: event.replayed,
            record: self.records + event.record,
            span,
            row: self.map.row(event.span).or(event.row).or_else(|| {
                let number = self.excerpt.row(span.start)?;
                Some(Row { number, is_record: false })
            }),
            subject: event.subject.clone(),
            findings: &findings,
            contents: event.contents,
            provenance: event.provenance,
            forecast: event.forecast,
            disclosure: Disclosure::of_spans(&shown),
            excerpt: self.excerpt,
            part: event.part.map(inside),
        });
    }

    fn proved_clean(&mut self, record_type: RecordType, records: u64) {
        self.report.proved_clean(record_type, records);
    }

    fn proved_clean_along(&mut self, key: &AlongKey, records: u64) {
        self.report.proved_clean_along(key, records);
    }

    fn unselected(&mut self, records: u64) {
        self.report.unselected(records);
    }

    fn wants_parts(&self) -> bool {
        self.report.wants_parts()
    }

    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Between(_) => {}
            Part::CleanLines(lines) => {
                let lines = lines.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
                for text in lines.filter(|line| !line.is_empty()) {
                    self.report.part(Part::Record { text, outside: false });
                }
            }
            part => self.report.part(inside(part)),
        }
    }
}

/// Returns a part as one inside a value.
fn inside(part: Part<'_>) -> Part<'_> {
    match part {
        Part::Record { text, .. } => Part::Record { text, outside: false },
        Part::Broken { text, .. } => Part::Broken { text, outside: false },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::DerivedText;
    use crate::Span;

    #[test]
    fn each_byte_of_a_decoded_string_has_its_place() {
        let inner = br#"a\"b\u00e9c\\"#;
        let text = DerivedText::of_string(inner, 100);
        assert_eq!(text.bytes, "a\"béc\\".as_bytes());
        let place = |start, end| {
            let span = text.map.span(Span::new(start, end));
            (span.start - 100, span.end - 100)
        };
        assert_eq!(place(0, 1), (0, 1), "a plain character");
        assert_eq!(place(1, 2), (1, 3), "an escaped quote");
        assert_eq!(place(0, 3), (0, 4), "across an escape");
        assert_eq!(place(3, 5), (4, 10), "a character of two bytes");
        assert_eq!(place(5, 6), (10, 11), "behind it");
        assert_eq!(place(6, 7), (11, 13), "an escape at the end");
        assert_eq!(place(7, 7), (13, 13), "the end");
        assert_eq!(place(2, 2), (3, 3), "an empty span");
    }

    #[test]
    fn a_part_of_a_whole_is_not_public() {
        let text = DerivedText::of_whole(b"{\"a\":1}".to_vec(), Span::new(10, 20));
        assert_eq!(text.map.span(Span::new(1, 4)), Span::new(10, 20));
        assert_eq!(text.map.public_span(Span::new(1, 4)), None);
        let text = DerivedText::of_string(br#"\"a\""#, 0);
        assert_eq!(text.map.public_span(Span::new(0, 3)), Some(Span::new(0, 5)));
        assert_eq!(text.map.public_span(Span::new(1, 2)), Some(Span::new(2, 3)));
    }
}
