//! `json`: one object for other programs; `schemas/report.schema.json` describes it.
//!
//! acslint writes it finding by finding, so that its size does not matter. `findings` comes before `groups` and
//! `summary`, which are known at the end; consumers must not rely on the order of keys. Each finding has a line of
//! its own.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use acslint_check::{Effect, Level, Time};
use acslint_types::Shape;
use serde::Serialize;

use super::disclosed::{Cell, Fix};
use super::{End, Limit, Located, Reporter, Sink, SplitPlace, Spot, category_and_shape};
use crate::breakdown::{Breakdown, Key, Row};
use crate::grouping::Name;
use crate::input::{Entries, Unread};
use crate::losses::{ColumnKey, EffectCount, Losses};
use crate::suppress::Count;
use crate::{grouping, tally, verdict};

/// Version of the format; it changes when a name is removed or changes its meaning.
const VERSION: u32 = 1;

pub(super) struct Json {
    sink: Sink,
    limit: Limit,
    findings: Items,
    finding: Finding,
}

impl Json {
    pub(super) fn new(sink: Sink, limit: Limit) -> Self {
        Self {
            sink,
            limit,
            findings: Items::new(format!("{{\"version\":{VERSION},\"findings\":")),
            finding: Finding::default(),
        }
    }
}

/// List in a document, with each item on a line, written item by item.
pub(super) struct Items {
    /// Text before the list.
    before: String,
    empty: bool,
}

impl Items {
    pub(super) fn new(before: impl Into<String>) -> Self {
        Self { before: before.into(), empty: true }
    }

    pub(super) fn write(&mut self, sink: &mut Sink, item: &impl Serialize) -> io::Result<()> {
        self.begin_item(sink)?;
        write(sink, item)
    }

    /// Writes the separator before the next item.
    fn begin_item(&mut self, sink: &mut Sink) -> io::Result<()> {
        if std::mem::replace(&mut self.empty, false) {
            writeln!(sink, "{}[", self.before)
        } else {
            writeln!(sink, ",")
        }
    }

    /// Ends the list.
    pub(super) fn end(&self, sink: &mut Sink) -> io::Result<()> {
        if self.empty { write!(sink, "{}[]", self.before) } else { write!(sink, "\n]") }
    }
}

impl Reporter for Json {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        for spot in &event.findings {
            if self.limit.admits() {
                self.findings.begin_item(&mut self.sink)?;
                self.sink.write_all(self.finding.write(event, spot)?)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        self.findings.end(&mut self.sink)?;
        write!(self.sink, ",\n\"groups\":")?;
        let groups: Vec<_> = end.tally.groups().iter().map(|group| Group::new(group, end)).collect();
        write(&mut self.sink, &groups)?;
        write!(self.sink, ",\n\"summary\":")?;
        write(&mut self.sink, &Summary::new(end, &self.limit))?;
        if let Some(shard) = end.shard {
            write!(self.sink, ",\n\"shard\":")?;
            shard.write(&mut self.sink, end.tally.interrupted)?;
        }
        writeln!(self.sink, "}}")?;
        self.sink.flush()
    }
}

/// Writes a value as JSON; only writing can fail, not serialization.
pub(super) fn write(sink: &mut Sink, value: &impl Serialize) -> io::Result<()> {
    // One write: serialization makes many small ones, each of which would go through the sink.
    sink.write_all(&serde_json::to_vec(value)?)
}

/// Writer of findings with reused memory: with many findings, this takes much of the time of a run.
#[derive(Default)]
pub(super) struct Finding {
    bytes: Vec<u8>,
}

impl Finding {
    /// Returns a finding as an object.
    pub(super) fn write(&mut self, event: &Located<'_>, spot: &Spot<'_>) -> io::Result<&[u8]> {
        let finding = &spot.finding;
        let (category, shape) = category_and_shape(event.event);
        self.bytes.clear();
        self.known("{\"rule\":", Some(finding.rule()));
        self.known(",\"level\":", Some(finding.level().id()));
        self.text(",\"message\":", &finding.message())?;
        self.text_or_null(",\"help\":", finding.help().as_deref())?;
        self.text(",\"file\":", event.file)?;
        self.value(",\"record\":", &event.event.record)?;
        self.value(",\"line\":", &spot.start.line)?;
        self.value(",\"column\":", &spot.start.column)?;
        self.value(",\"end_line\":", &spot.end.line)?;
        self.value(",\"end_column\":", &spot.end.column)?;
        self.value(",\"byte_offset\":", &spot.bytes.start)?;
        self.value(",\"byte_length\":", &spot.bytes.len())?;
        self.text(",\"pointer\":", &finding.pointer())?;
        self.text_or_null(",\"field\":", finding.field())?;
        self.text_or_null(",\"name\":", finding.name().as_deref())?;
        self.value(",\"cell\":", &finding.cell(event.event).map(CellWire::from))?;
        self.known(",\"category\":", category);
        self.known(",\"shape\":", shape);
        self.time_or_null(",\"time\":", event.event.time());
        self.text_or_null(",\"resource\":", event.event.resource(finding.redactor()).as_deref())?;
        self.fix(finding.fix().as_ref())?;
        if let Some((loss, _)) = finding.loss() {
            self.known(",\"loss\":", Some(loss.id()));
        }
        if let Some(SplitPlace { aside }) = event.split {
            self.text_or_null(",\"out_file\":", aside.map(|aside| aside.file))?;
            self.value(",\"out_line\":", &aside.map(|aside| aside.line))?;
        }
        self.bytes.push(b'}');
        Ok(&self.bytes)
    }

    /// Returns a finding as a line.
    pub(super) fn write_line(&mut self, event: &Located<'_>, spot: &Spot<'_>) -> io::Result<&[u8]> {
        self.write(event, spot)?;
        self.bytes.push(b'\n');
        Ok(&self.bytes)
    }

    fn value(&mut self, before: &str, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
        self.bytes.extend_from_slice(before.as_bytes());
        Ok(serde_json::to_writer(&mut self.bytes, value)?)
    }

    fn text_or_null(&mut self, before: &str, text: Option<&str>) -> io::Result<()> {
        let Some(text) = text else {
            self.known(before, None);
            return Ok(());
        };
        self.text(before, text)
    }

    fn fix(&mut self, fix: Option<&Fix<'_>>) -> io::Result<()> {
        let Some(fix) = fix else {
            self.known(",\"fix\":", None);
            return Ok(());
        };
        self.known(",\"fix\":{\"applicability\":", Some(fix.applicability.id()));
        let mut before = ",\"edits\":[{\"byte_offset\":";
        for edit in &fix.edits {
            self.value(before, &edit.span.start)?;
            self.value(",\"byte_length\":", &edit.span.len())?;
            self.text(",\"text\":", edit.text)?;
            before = "},{\"byte_offset\":";
        }
        let end = if fix.edits.is_empty() { ",\"edits\":[]}" } else { "}]}" };
        self.bytes.extend_from_slice(end.as_bytes());
        Ok(())
    }

    fn time_or_null(&mut self, before: &str, time: Option<Time>) {
        let mut buffer = [0; Time::LONGEST];
        self.known(before, time.map(|time| time.encode(&mut buffer)));
    }

    /// Copies text without special bytes, the usual case: this check handles many bytes at a time, unlike escaping.
    fn text(&mut self, before: &str, text: &str) -> io::Result<()> {
        if may_need_escapes(text.as_bytes()) {
            return self.value(before, text);
        }
        self.known(before, Some(text));
        Ok(())
    }

    /// Copies text that has nothing to escape, or writes null.
    fn known(&mut self, before: &str, text: Option<&str>) {
        let Some(text) = text else {
            self.bytes.extend_from_slice(before.as_bytes());
            return self.bytes.extend_from_slice(b"null");
        };
        self.bytes.reserve(before.len() + text.len() + 2);
        self.bytes.extend_from_slice(before.as_bytes());
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(b'"');
    }
}

/// Returns true if a text has a byte that JSON escapes. It may be true for others, too: the test compares eight bytes at
/// once, and a subtraction borrows from the next byte.
fn may_need_escapes(text: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word;
    let is = |word: u64, byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    let special = |word: u64| below(word, b' ') | is(word, b'"') | is(word, b'\\');
    let (words, rest) = text.as_chunks::<8>();
    let mut last = [b' '; 8];
    last[..rest.len()].copy_from_slice(rest);
    let all = words
        .iter()
        .fold(special(u64::from_ne_bytes(last)), |all, word| all | special(u64::from_ne_bytes(*word)));
    all & (ONES << 7) != 0
}

#[derive(Serialize)]
struct CellWire {
    row: u64,
    column: Option<String>,
}

impl From<Cell> for CellWire {
    fn from(Cell { row, column }: Cell) -> Self {
        Self { row, column }
    }
}

#[derive(Serialize)]
struct Group<'a> {
    rule: &'a str,
    level: &'static str,
    category: Option<&'static str>,
    shape: Option<&'static str>,
    field: Option<&'a str>,
    name: Option<Cow<'a, str>>,
    count: u64,
    records: u64,
    first_time: Option<String>,
    last_time: Option<String>,
    time: Option<String>,
    resource: Option<Cow<'a, str>>,
    first: First<'a>,
}

#[derive(Serialize)]
struct First<'a> {
    file: &'a str,
    record: u64,
    line: u64,
}

impl<'a> Group<'a> {
    fn new(group: &'a grouping::Group, end: &End<'a>) -> Self {
        let name = match &group.name {
            Some(Name::Of(name)) => Some(end.disclose(name)),
            Some(Name::Others) | None => None,
        };
        let times = end.times(group);
        let (time, resource) = end.first_provenance(group);
        Self {
            rule: group.rule,
            level: group.level.id(),
            category: group.record_type.map(|of| of.category),
            shape: group.record_type.and_then(|of| of.shape).map(Shape::id),
            field: group.field.as_deref(),
            name,
            count: group.spread.findings,
            records: group.spread.records,
            first_time: times.map(|times| times.first.to_string()),
            last_time: times.map(|times| times.last.to_string()),
            time: time.map(|time| time.to_string()),
            resource,
            first: First { file: &group.first.file, record: group.first.record, line: group.first.line },
        }
    }
}

#[derive(Serialize)]
pub(super) struct Summary<'a> {
    files: u64,
    bytes: u64,
    records: u64,
    records_with_findings: u64,
    errors: u64,
    warnings: u64,
    infos: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings_omitted: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    names_omitted: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interrupted: Option<bool>,
    unreadable: Vec<Unreadable<'a>>,
    ignored: LeftOut<'a>,
    skipped: LeftOut<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unread: Option<UnreadWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unselected: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<ByDimension>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<TargetWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppressed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Baseline>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unmet: Vec<Unmet>,
    categories: Vec<Category>,
    foreign: Vec<Foreign<'a>>,
}

/// Input that could not be read, or not to its end.
#[derive(Serialize)]
struct Unreadable<'a> {
    file: &'a str,
    error: &'a str,
}

/// Numbers along a dimension.
#[derive(Serialize)]
struct ByDimension {
    dimension: &'static str,
    rows: Vec<ByRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<Counts>,
}

#[derive(Serialize)]
struct ByRow {
    key: Option<String>,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct Counts {
    records: u64,
    records_with_findings: u64,
    errors: u64,
    warnings: u64,
    infos: u64,
}

impl ByDimension {
    fn new(breakdown: &Breakdown, end: &End<'_>) -> Self {
        let row = |(key, row): (&Key, &Row)| ByRow {
            key: (*key != Key::None).then(|| end.key(key)),
            counts: Counts::new(row),
        };
        Self {
            dimension: breakdown.by().id(),
            rows: breakdown.rows().map(row).collect(),
            other: breakdown.other().map(Counts::new),
        }
    }
}

impl Counts {
    fn new(row: &Row) -> Self {
        Self {
            records: row.records,
            records_with_findings: row.records_with_findings,
            errors: row.of_level(Level::Error),
            warnings: row.of_level(Level::Warning),
            infos: row.of_level(Level::Info),
        }
    }
}

/// Losses in a destination.
#[derive(Serialize)]
struct TargetWire<'a> {
    name: &'static str,
    schema: Option<&'a str>,
    records: u64,
    loaded: u64,
    kinds: Vec<LossKind<'a>>,
}

#[derive(Serialize)]
struct LossKind<'a> {
    kind: &'static str,
    records: u64,
    values: u64,
    properties: Vec<LossOfProperty<'a>>,
}

#[derive(Serialize)]
struct LossOfProperty<'a> {
    category: Option<&'static str>,
    shape: Option<&'static str>,
    field: Option<&'a str>,
    values: u64,
}

impl<'a> TargetWire<'a> {
    fn new(losses: &'a Losses) -> Self {
        let property = |((record_type, column), values): (&'a ColumnKey, u64)| LossOfProperty {
            category: record_type.map(|of| of.category),
            shape: record_type.and_then(|of| of.shape).map(Shape::id),
            field: column.as_deref(),
            values,
        };
        let kind = |(effect, count): (Effect, &'a EffectCount)| LossKind {
            kind: effect.id(),
            records: count.records,
            values: count.values,
            properties: count.columns().into_iter().map(property).collect(),
        };
        Self {
            name: losses.target().id(),
            schema: losses.table(),
            records: losses.records(),
            loaded: losses.loaded(),
            kinds: losses.effects().map(kind).collect(),
        }
    }
}

/// Entries of directories that are not inputs.
#[derive(Serialize)]
struct LeftOut<'a> {
    count: u64,
    reasons: BTreeMap<&'static str, u64>,
    entries: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    path: &'a str,
    reason: &'static str,
}

impl<'a> LeftOut<'a> {
    fn new(entries: &'a Entries) -> Self {
        Self {
            count: entries.count(),
            reasons: entries.by_reason().map(|(reason, count)| (reason.id(), count)).collect(),
            entries: entries
                .named()
                .iter()
                .map(|(path, reason)| Entry { path, reason: reason.id() })
                .collect(),
        }
    }
}

/// Files of directories that are not read because of their names.
#[derive(Serialize)]
struct UnreadWire<'a> {
    count: u64,
    extensions: &'a BTreeMap<String, u64>,
}

impl<'a> UnreadWire<'a> {
    fn new(unread: &'a Unread) -> Option<Self> {
        let (count, extensions) = (unread.count(), unread.by_extension());
        (count > 0).then_some(Self { count, extensions })
    }
}

#[derive(Serialize)]
struct Baseline {
    known: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    stale: Option<u64>,
}

#[derive(Serialize)]
struct Unmet {
    category: Option<&'static str>,
    required: u64,
    records: u64,
}

#[derive(Serialize)]
struct Category {
    #[serde(rename = "category")]
    id: &'static str,
    shape: Option<&'static str>,
    records: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    broken: Option<u64>,
    findings: u64,
}

/// Entry of `suppress` in a configuration file.
#[derive(Serialize)]
struct Suppressed<'a> {
    file: &'a str,
    line: u64,
    rule: &'static str,
    reason: &'a str,
    until: Option<String>,
    state: &'static str,
    findings: u64,
}

impl<'a> Suppressed<'a> {
    fn new(count: &'a Count) -> Self {
        let suppression = &*count.suppression;
        Self {
            file: &suppression.file,
            line: suppression.line,
            rule: suppression.rule,
            reason: &suppression.reason,
            until: suppression.until.map(|until| until.to_string()),
            state: count.state().id(),
            findings: count.findings,
        }
    }
}

#[derive(Serialize)]
struct Foreign<'a> {
    kind: &'a str,
    records: u64,
}

impl Unmet {
    fn new(unmet: &verdict::Unmet) -> Self {
        let verdict::Unmet { gate, checked } = unmet;
        Self { category: gate.category, required: gate.records, records: *checked }
    }
}

impl<'a> Summary<'a> {
    pub(super) fn new(end: &End<'a>, limit: &Limit) -> Self {
        let tally = end.tally;
        let category = |count: tally::TypeCount| Category {
            id: count.record_type.category,
            shape: count.record_type.shape.map(Shape::id),
            records: count.checked(),
            broken: (count.broken > 0).then_some(count.broken),
            findings: count.findings,
        };
        Self {
            files: tally.files,
            bytes: tally.bytes,
            records: tally.records,
            records_with_findings: tally.records_with_findings,
            errors: tally.of_level(Level::Error),
            warnings: tally.of_level(Level::Warning),
            infos: tally.of_level(Level::Info),
            findings_omitted: (limit.omitted > 0).then_some(limit.omitted),
            names_omitted: Some(tally.names_omitted()).filter(|omitted| *omitted > 0),
            interrupted: tally.interrupted.then_some(true),
            unreadable: tally
                .unreadable
                .iter()
                .map(|input| Unreadable { file: &input.file, error: &input.reason })
                .collect(),
            ignored: LeftOut::new(&tally.left_out.ignored),
            skipped: LeftOut::new(&tally.left_out.skipped),
            unread: UnreadWire::new(&tally.left_out.unread),
            unselected: (tally.unselected > 0).then_some(tally.unselected),
            by: tally.breakdown.as_ref().map(|breakdown| ByDimension::new(breakdown, end)),
            target: tally.losses.as_ref().map(TargetWire::new),
            suppressed: (!tally.suppressions.is_empty()).then(|| tally.suppressed()),
            suppressions: tally.suppressions.iter().map(Suppressed::new).collect(),
            baseline: end.baseline.map(|baseline| Baseline {
                known: baseline.known,
                stale: baseline.stale.is_some().then(|| baseline.stale()),
            }),
            unmet: end.criteria.unmet(tally).iter().map(Unmet::new).collect(),
            categories: tally.types().into_iter().map(category).collect(),
            foreign: tally.foreign().map(|(kind, records)| Foreign { kind, records }).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Finding;

    /// Each ASCII character at each place of some words, and one that is not ASCII.
    #[test]
    fn text_is_written_as_a_serializer_writes_it() {
        let mut finding = Finding::default();
        for length in 1..20 {
            for place in 0..length {
                for character in ('\0'..='\x7f').chain(['\u{e9}']) {
                    let text: String =
                        (0..length).map(|at| if at == place { character } else { 'a' }).collect();
                    finding.bytes.clear();
                    finding.text("", &text).unwrap();
                    assert_eq!(finding.bytes, serde_json::to_vec(&text).unwrap(), "{text:?}");
                }
            }
        }
    }
}
