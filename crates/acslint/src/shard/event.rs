//! Events in the report of a shard, with everything that any format shows of them.

use std::ops::Range;

use acslint_check::{
    Applicability, Contents, Disclosure, Edit, Effect, Event, Excerpt, Finding, Fix, Label, Level, Loss,
    Mark, Position, Presence, Provenance, RecordType, Resource, Row, Span, Stored, Subject, Text, Time, rule,
};
use acslint_types::{Category, Shape};
use serde::{Deserialize, Serialize};

/// Event with the bytes that it refers to.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeptEvent {
    record: u64,
    span: (u64, u64),
    /// Number of the row of a table, and true if it is the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<(u64, bool)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subject: Option<KeptSubject>,
    findings: Vec<KeptFinding>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contents: Option<KeptContents>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provenance: Option<KeptProvenance>,
    /// Public spans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    shown: Vec<(u64, u64)>,
    bytes: KeptBytes,
    /// Offset of the bytes.
    offset: u64,
    /// Offset, line and column of a known position.
    anchor: (u64, u64, u64),
    /// Relation of offsets to the bytes of the input, unless they are the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stored: Option<KeptStored>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KeptStored {
    /// Offset of the anchor in the UTF-16 text.
    Utf16(u64),
    Rows,
}

/// Bytes as text, or one by one if they are not UTF-8: each character then stands for the byte of its number.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KeptBytes {
    Text(String),
    Bytes(String),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KeptSubject {
    Known(KeptType),
    Foreign(String),
    Unknown,
    Unreadable(Option<KeptType>),
    Schema,
}

/// Names of the category and the shape of a type of records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptType(String, Option<String>);

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptFinding {
    rule: String,
    level: String,
    message: KeptText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    help: Option<KeptText>,
    primary: KeptLabel,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    secondary: Vec<KeptLabel>,
    #[serde(default, skip_serializing_if = "KeptText::is_empty")]
    pointer: KeptText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<KeptText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fix: Option<KeptFix>,
    /// Loss in the destination, and the effect that is the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    loss: Option<(String, Option<String>)>,
}

/// Text with its marked parts: ranges and what they are.
#[derive(Debug, Default, Serialize, Deserialize)]
struct KeptText(String, #[serde(default, skip_serializing_if = "Vec::is_empty")] Vec<(usize, usize, char)>);

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptLabel {
    span: (u64, u64),
    #[serde(default, skip_serializing_if = "KeptText::is_empty")]
    text: KeptText,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    open: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptFix {
    safe: bool,
    edits: Vec<(u64, u64, KeptText)>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptContents {
    /// For each property: `-` if absent, `0` if empty, `1` if it has a value.
    properties: String,
}

/// Time, and resource with true if redacted reports may show it.
#[derive(Debug, Serialize, Deserialize)]
struct KeptProvenance(Option<String>, Option<(String, bool)>);

/// Names of custom categories, which a shard can refer to.
#[derive(Debug, Default)]
pub(crate) struct Names(Vec<&'static str>);

impl Names {
    pub(crate) fn new(custom: impl Iterator<Item = &'static str>) -> Self {
        Self(custom.collect())
    }

    /// Returns a type of records by its names.
    pub(super) fn record_type(&self, kept: &KeptType) -> Result<RecordType, String> {
        let KeptType(category, shape) = kept;
        let unknown = || format!("unknown category `{category}`");
        match shape {
            None => {
                let known = self.0.iter().find(|known| *known == category).ok_or_else(unknown)?;
                Ok(RecordType { category: known, shape: None })
            }
            Some(shape) => {
                let known = Category::by_id(category).ok_or_else(unknown)?;
                let shape = Shape::ALL.into_iter().find(|known| known.id() == shape).ok_or_else(unknown)?;
                Ok(RecordType::of(known, shape))
            }
        }
    }
}

impl From<RecordType> for KeptType {
    fn from(record_type: RecordType) -> Self {
        Self(record_type.category.to_owned(), record_type.shape.map(|shape| shape.id().to_owned()))
    }
}

/// Returns a level by its name.
pub(crate) fn level(id: &str) -> Result<Level, String> {
    let level = Level::ALL.into_iter().find(|level| level.id() == id);
    level.ok_or_else(|| format!("unknown level `{id}`"))
}

/// Returns a rule's id by its text.
pub(super) fn rule_id(id: &str) -> Result<&'static str, String> {
    rule(id).map(|rule| rule.id).ok_or_else(|| format!("unknown rule `{id}`"))
}

fn pair(span: Span) -> (u64, u64) {
    (span.start, span.end)
}

fn span((start, end): (u64, u64)) -> Span {
    Span::new(start, end)
}

impl KeptText {
    fn new(text: &Text) -> Self {
        let letter = |mark| match mark {
            Mark::Value => 'v',
            Mark::Index => 'i',
            Mark::Private => 'p',
        };
        let marks = text.marks().map(|(range, mark)| (range.start, range.end, letter(mark)));
        Self(text.verbatim().to_owned(), marks.collect())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn text(self) -> Result<Text, String> {
        let Self(text, marks) = self;
        let mark = |(start, end, letter): (usize, usize, char)| -> Result<(Range<usize>, Mark), String> {
            let mark = match letter {
                'v' => Mark::Value,
                'i' => Mark::Index,
                'p' => Mark::Private,
                _ => return Err(format!("unknown mark `{letter}`")),
            };
            Ok((start..end, mark))
        };
        let marks: Vec<_> = marks.into_iter().map(mark).collect::<Result<_, _>>()?;
        Text::marked(text, marks).ok_or_else(|| "marks outside of their text".to_owned())
    }
}

impl KeptLabel {
    fn new(label: &Label) -> Self {
        Self { span: pair(label.span), text: KeptText::new(&label.text), open: label.is_open }
    }

    fn label(self) -> Result<Label, String> {
        Ok(Label { span: span(self.span), text: self.text.text()?, is_open: self.open })
    }
}

impl KeptFinding {
    fn new(finding: &Finding) -> Self {
        let edit = |edit: &Edit| (edit.span.start, edit.span.end, KeptText::new(&edit.text));
        Self {
            rule: finding.rule.to_owned(),
            level: finding.level.id().to_owned(),
            message: KeptText::new(&finding.message),
            help: finding.help.as_ref().map(KeptText::new),
            primary: KeptLabel::new(&finding.primary),
            secondary: finding.secondary.iter().map(KeptLabel::new).collect(),
            pointer: KeptText::new(&finding.pointer),
            field: finding.field.clone(),
            name: finding.name.as_ref().map(KeptText::new),
            fix: finding.fix.as_ref().map(|fix| KeptFix {
                safe: fix.applicability == Applicability::Safe,
                edits: fix.edits.iter().map(edit).collect(),
            }),
            loss: finding
                .loss
                .map(|(loss, effect)| (loss.id().to_owned(), effect.map(|effect| effect.id().to_owned()))),
        }
    }

    fn finding(self) -> Result<Finding, String> {
        let edit = |(start, end, text): (u64, u64, KeptText)| -> Result<Edit, String> {
            Ok(Edit { span: Span::new(start, end), text: text.text()? })
        };
        let fix = |fix: KeptFix| -> Result<Fix, String> {
            let applicability = if fix.safe { Applicability::Safe } else { Applicability::Unsafe };
            Ok(Fix { applicability, edits: fix.edits.into_iter().map(edit).collect::<Result<_, _>>()? })
        };
        Ok(Finding {
            rule: rule_id(&self.rule)?,
            level: level(&self.level)?,
            message: self.message.text()?,
            help: self.help.map(KeptText::text).transpose()?,
            primary: self.primary.label()?,
            secondary: self.secondary.into_iter().map(KeptLabel::label).collect::<Result<_, _>>()?,
            pointer: self.pointer.text()?,
            field: self.field,
            name: self.name.map(KeptText::text).transpose()?,
            fix: self.fix.map(fix).transpose()?,
            loss: self.loss.map(loss).transpose()?,
        })
    }
}

/// Reads a loss with the effect that is its reason.
fn loss((kept, effect): (String, Option<String>)) -> Result<(Loss, Option<Effect>), String> {
    let known = Loss::ALL.into_iter().find(|known| known.id() == kept);
    let known = known.ok_or_else(|| format!("unknown loss `{kept}`"))?;
    let of = |id: String| {
        let known = Effect::ALL.into_iter().find(|known| known.id() == id);
        known.ok_or_else(|| format!("unknown effect `{id}`"))
    };
    Ok((known, effect.map(of).transpose()?))
}

impl KeptSubject {
    fn new(subject: &Subject) -> Self {
        match subject {
            Subject::Known(record_type) => Self::Known((*record_type).into()),
            Subject::Foreign { kind } => Self::Foreign(kind.clone()),
            Subject::Unknown => Self::Unknown,
            Subject::Unreadable { record_type } => Self::Unreadable(record_type.map(Into::into)),
            Subject::Schema => Self::Schema,
        }
    }

    fn subject(self, names: &Names) -> Result<Subject, String> {
        Ok(match self {
            Self::Known(kept) => Subject::Known(names.record_type(&kept)?),
            Self::Foreign(kind) => Subject::Foreign { kind },
            Self::Unknown => Subject::Unknown,
            Self::Unreadable(kept) => {
                let record_type = kept.as_ref().map(|kept| names.record_type(kept)).transpose()?;
                Subject::Unreadable { record_type }
            }
            Self::Schema => Subject::Schema,
        })
    }
}

impl KeptBytes {
    fn new(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Bytes(bytes.iter().map(|byte| char::from(*byte)).collect()),
        }
    }

    fn bytes(self) -> Result<Vec<u8>, String> {
        match self {
            Self::Text(text) => Ok(text.into_bytes()),
            Self::Bytes(letters) => {
                let bytes = letters.chars().map(|letter| u8::try_from(u32::from(letter)));
                bytes.collect::<Result<_, _>>().map_err(|_| "a character in the place of a byte".to_owned())
            }
        }
    }
}

impl KeptContents {
    fn new(contents: &Contents) -> Self {
        let letter = |presence: &Presence| match presence {
            Presence::Absent => '-',
            Presence::Null => 'n',
            Presence::Empty => '0',
            Presence::Value => '1',
        };
        Self { properties: contents.properties.iter().map(letter).collect() }
    }

    fn contents(self) -> Contents {
        let presence = |letter| match letter {
            '1' => Presence::Value,
            '0' => Presence::Empty,
            'n' => Presence::Null,
            _ => Presence::Absent,
        };
        Contents { properties: self.properties.chars().map(presence).collect(), values: Vec::new() }
    }
}

impl KeptProvenance {
    fn new(provenance: &Provenance) -> Self {
        let resource = |resource: &Resource| (resource.id.as_ref().to_owned(), resource.is_public);
        Self(provenance.time.map(|time| time.to_string()), provenance.resource.as_ref().map(resource))
    }

    fn provenance(self) -> Result<Provenance, String> {
        let time = |text: String| Time::parse(&text).ok_or_else(|| format!("`{text}` is not a time"));
        let resource = |(id, is_public): (String, bool)| Resource { id: id.into(), is_public };
        Ok(Provenance { time: self.0.map(time).transpose()?, resource: self.1.map(resource) })
    }
}

/// Event that a shard kept, for a report.
#[derive(Debug)]
pub(crate) struct Restored {
    pub(crate) record: u64,
    pub(crate) findings: Vec<Finding>,
    pub(crate) anchor_position: Position,
    span: Span,
    row: Option<Row>,
    stored: Stored,
    subject: Option<Subject>,
    contents: Option<Contents>,
    provenance: Option<Provenance>,
    shown: Vec<Span>,
    bytes: Vec<u8>,
    offset: u64,
    anchor: u64,
}

impl Restored {
    /// Returns the event.
    pub(crate) fn event(&self) -> Event<'_> {
        let Self { bytes, offset, anchor, anchor_position, stored, .. } = self;
        Event {
            record: self.record,
            span: self.span,
            row: self.row,
            replayed: false,
            subject: self.subject.clone(),
            findings: &self.findings,
            contents: self.contents.as_ref(),
            provenance: self.provenance.as_ref(),
            // The counts of the shard have the losses.
            forecast: None,
            disclosure: Disclosure::of_spans(&self.shown),
            excerpt: Excerpt {
                bytes,
                offset: *offset,
                anchor: *anchor,
                anchor_position: *anchor_position,
                stored: *stored,
            },
            part: None,
        }
    }
}

impl KeptEvent {
    pub(super) fn new(event: &Event<'_>) -> Self {
        let Event { record, span, row, ref subject, findings, contents, provenance, excerpt, .. } = *event;
        let anchor = Span::new(excerpt.anchor, excerpt.anchor);
        let spans = findings.iter().flat_map(Finding::spans).chain([anchor]);
        let needed =
            spans.fold(span, |all, span| Span::new(all.start.min(span.start), all.end.max(span.end)));
        let Position { line, column } = excerpt.anchor_position;
        Self {
            record,
            span: pair(span),
            row: row.map(|row| (row.number, row.is_record)),
            subject: subject.as_ref().map(KeptSubject::new),
            findings: findings.iter().map(KeptFinding::new).collect(),
            contents: contents.map(KeptContents::new),
            provenance: provenance.map(KeptProvenance::new),
            shown: event.shown().into_iter().map(pair).collect(),
            bytes: KeptBytes::new(excerpt.slice(needed)),
            offset: needed.start.max(excerpt.offset),
            anchor: (excerpt.anchor, line, column),
            stored: match excerpt.stored {
                Stored::Same => None,
                Stored::Utf16 { anchor } => Some(KeptStored::Utf16(anchor)),
                Stored::Rows => Some(KeptStored::Rows),
            },
        }
    }

    /// Returns the event as a session would report it; an error describes what is invalid in it.
    pub(crate) fn restored(self, names: &Names) -> Result<Restored, String> {
        let (anchor, line, column) = self.anchor;
        Ok(Restored {
            record: self.record,
            findings: self.findings.into_iter().map(KeptFinding::finding).collect::<Result<_, _>>()?,
            anchor_position: Position { line, column },
            span: span(self.span),
            row: self.row.map(|(number, is_record)| Row { number, is_record }),
            stored: match self.stored {
                None => Stored::Same,
                Some(KeptStored::Utf16(anchor)) => Stored::Utf16 { anchor },
                Some(KeptStored::Rows) => Stored::Rows,
            },
            subject: self.subject.map(|subject| subject.subject(names)).transpose()?,
            contents: self.contents.map(KeptContents::contents),
            provenance: self.provenance.map(KeptProvenance::provenance).transpose()?,
            shown: self.shown.into_iter().map(span).collect(),
            bytes: self.bytes.bytes()?,
            offset: self.offset,
            anchor,
        })
    }
}
