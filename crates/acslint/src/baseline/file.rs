//! File of a baseline: JSON with one entry on each line, sorted. A version control system shows and merges it well,
//! and two runs with the same findings write the same bytes.
//!
//! acslint reads and writes it entry by entry: a million entries take no more memory than the findings kept of them.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufWriter, Read, Write};
use std::num::NonZero;
use std::path::Path;

use acslint_types::Document;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{BaselineError, Count, Entries, Entry, Kind, Known};
use crate::bounded::{BASELINE_SIZE, open_regular, stream_limited};
use crate::fingerprint::{Fingerprint, Key};
use crate::output::OutputFile;
use crate::sanitize::{Form, Sanitizer};

/// Number of bytes at the beginning of a file that identify a baseline.
const BEGIN: u64 = 256;

/// Version of the format that acslint writes.
const VERSION: u32 = 3;
/// Versions that acslint reads. Version 1 identified findings by hashes of whole records; version 2 had neither names,
/// messages nor places.
const VERSIONS: [u32; 3] = [1, 2, VERSION];

/// Known findings: `acslint check --write-baseline` writes them, and `--baseline` leaves them out of the reports. The
/// file contains no value of any record.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a baseline")]
struct Whole {
    /// Version of this format.
    #[serde(rename = "version")]
    #[schemars(with = "Version")]
    _version: Version,
    /// Known findings. acslint writes them on one line each, in the order of rule, category, shape, field, pointer
    /// and value, which identify a finding. It reads them in any order; of two entries for the same finding, the
    /// larger count applies.
    #[schemars(with = "Vec<AnyLine>")]
    findings: Known,
}

/// Version that this program reads.
struct Version;

/// Known finding, with the number of its occurrences.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Line<'a> {
    /// Id of the rule.
    rule: &'a str,
    /// Category of the record; null if the record has no known category.
    category: Option<&'a str>,
    /// Shape of the record; null if the record has no known category, or a category from the configuration.
    shape: Option<&'a str>,
    /// Name of the property in the catalog; null if the finding is not about a property.
    field: Option<&'a str>,
    /// Name in the record, if the finding is about one that is not a property in the catalog; `?` if it may identify
    /// a person. It repeats the end of the pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// JSON Pointer to the place in the record. `*` stands for the index of an item in an array, `?` for a name that
    /// may identify a person.
    pointer: &'a str,
    /// Value that the finding is about, if it is not personal data; otherwise null.
    value: Option<&'a str>,
    /// Message of the first of these findings when the file was written, with `…` for each value.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    /// Place of the first of these findings when the file was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<First<'a>>,
    /// Number of equal findings, in all files.
    #[schemars(range(min = 1))]
    count: u64,
}

/// Place of a finding.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct First<'a> {
    /// File, as the command named it.
    file: &'a str,
    /// Number of the record in the file, from 1.
    record: u64,
    /// Line in the file, from 1.
    line: u64,
}

/// Entry as this version or an older one writes it.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum AnyLine {
    Line(Line<'static>),
    Legacy(LegacyLine),
}

/// Known finding, as version 1 wrote it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct LegacyLine {
    /// Id of the rule.
    rule: String,
    /// Category of the record; null if the record has no known category.
    category: Option<String>,
    /// Shape of the record; null if the record has no known category, or a category from the configuration.
    shape: Option<String>,
    /// Name of the property in the catalog; null if the finding is not about a property.
    field: Option<String>,
    /// Fingerprint of the finding: 128 bits of a BLAKE3 hash of all the above, the place in the record, and the whole
    /// record without the white space between its tokens.
    fingerprint: Fingerprint,
    /// Number of equal findings: findings in equal records, in all files.
    count: NonZero<u64>,
}

/// Entry of any version. What does not identify a finding is ignored.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a known finding")]
struct ReadLine<'a> {
    #[serde(borrow)]
    rule: Cow<'a, str>,
    category: Option<Cow<'a, str>>,
    shape: Option<Cow<'a, str>>,
    field: Option<Cow<'a, str>>,
    #[serde(rename = "name")]
    _name: Option<IgnoredAny>,
    pointer: Option<Cow<'a, str>>,
    value: Option<Cow<'a, str>>,
    #[serde(rename = "message")]
    _message: Option<IgnoredAny>,
    #[serde(rename = "first")]
    _first: Option<IgnoredAny>,
    fingerprint: Option<Fingerprint>,
    count: NonZero<u64>,
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            version if VERSIONS.contains(&version) => Ok(Self),
            other => Err(D::Error::custom(format!(
                "a baseline of version {other}, but this acslint reads versions up to {VERSION}"
            ))),
        }
    }
}

impl JsonSchema for Version {
    fn schema_name() -> Cow<'static, str> {
        "Version".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": VERSIONS })
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Fingerprint {
    fn schema_name() -> Cow<'static, str> {
        "Fingerprint".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9a-f]{32}$" })
    }
}

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Lines;
        impl<'de> Visitor<'de> for Lines {
            type Value = Known;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of known findings")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut lines: A) -> Result<Known, A::Error> {
                let mut known = Known::default();
                while let Some(line) = lines.next_element::<ReadLine<'_>>()? {
                    take(&mut known, line).map_err(A::Error::custom)?;
                }
                Ok(known)
            }
        }
        deserializer.deserialize_seq(Lines)
    }
}

/// Adds the finding of an entry.
fn take(known: &mut Known, line: ReadLine<'_>) -> Result<(), &'static str> {
    let ReadLine { rule, category, shape, field, pointer, value, fingerprint, count, .. } = line;
    match (pointer, fingerprint) {
        (Some(pointer), None) => {
            let key = Key { rule, category, shape, field, pointer, value };
            let known = known.counts.or_insert_with(&key, Count::default);
            known.known = known.known.max(count.get());
        }
        (None, Some(fingerprint)) => {
            let owned = |text: Option<Cow<'_, str>>| text.map(Cow::into_owned);
            let rule = rule.into_owned();
            let (category, shape, field) = (owned(category), owned(shape), owned(field));
            let kind = Kind { rule, category, shape, field, name: None };
            known.legacy.add(fingerprint, kind, count.get());
        }
        _ => return Err("a known finding has a `pointer`, or in version 1 a `fingerprint`"),
    }
    Ok(())
}

/// The JSON Schema of baselines, under its path below `schemas/`.
pub(crate) fn schema() -> Document {
    Document::schema::<Whole>("baseline", "acslint baseline")
}

/// Reads a baseline.
pub(super) fn read(path: &Path) -> Result<Known, BaselineError> {
    let unreadable = |source| BaselineError::Read { path: path.to_owned(), source };
    let file = stream_limited(path, BASELINE_SIZE).map_err(unreadable)?;
    let whole: Result<Whole, serde_json::Error> = serde_json::from_reader(file);
    match whole {
        Ok(Whole { findings, .. }) => Ok(findings),
        Err(error) if error.is_io() => Err(unreadable(error.into())),
        Err(source) => Err(BaselineError::Broken { path: path.to_owned(), source }),
    }
}

/// Begins a baseline that replaces the existing file, before the check: a write error should not appear only after
/// it.
pub(super) fn begin(path: &Path) -> Result<OutputFile, BaselineError> {
    OutputFile::create(path).map_err(|source| BaselineError::Write { path: path.to_owned(), source })
}

/// Writes a baseline in the order of the file format, and moves it to its place.
pub(super) fn write(file: OutputFile, path: &Path, entries: &Entries) -> Result<(), BaselineError> {
    let mut sorted: Vec<_> = entries.iter().collect();
    sorted.sort_unstable_by_key(|(key, _)| *key);
    let mut sink = BufWriter::new(file);
    let written = write_lines(&mut Sanitizer::new(&mut sink, Form::Json), &sorted);
    let whole = written.and_then(|()| sink.into_inner().map_err(io::IntoInnerError::into_error));
    whole
        .and_then(OutputFile::commit)
        .map_err(|source| BaselineError::Write { path: path.to_owned(), source })
}

fn write_lines(sink: &mut dyn Write, entries: &[(&Key<'_>, &Entry)]) -> io::Result<()> {
    write!(sink, "{{\"version\":{VERSION},\"findings\":[")?;
    let mut before = "\n";
    for (key, entry) in entries {
        let Key { rule, category, shape, field, pointer, value } = key;
        let name = key.name();
        let line = Line {
            rule,
            category: category.as_deref(),
            shape: shape.as_deref(),
            field: field.as_deref(),
            name: name.as_deref(),
            pointer,
            value: value.as_deref(),
            message: Some(&entry.message),
            first: Some(First { file: &entry.file, record: entry.record, line: entry.line }),
            count: entry.count,
        };
        sink.write_all(before.as_bytes())?;
        sink.write_all(&serde_json::to_vec(&line)?)?;
        before = ",\n";
    }
    if before != "\n" {
        writeln!(sink)?;
    }
    writeln!(sink, "]}}")?;
    sink.flush()
}

/// Returns true if a file begins like a baseline.
pub(crate) fn begins_like_baseline(path: &Path) -> io::Result<bool> {
    let file = open_regular(path, BASELINE_SIZE)?;
    let mut begin = Vec::new();
    file.take(BEGIN).read_to_end(&mut begin)?;
    let begin: Vec<u8> = begin.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
    Ok([&b"{\"version\":"[..], b"{\"findings\":["].iter().any(|known| begin.starts_with(known)))
}
