//! The file of a baseline: JSON with an entry on each line, sorted, so that a version control system shows and merges it
//! well, and two runs that find the same write the same.
//!
//! It is read and written entry by entry: a million of them take no more memory than what is kept of them.

use std::borrow::Cow;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::num::NonZero;
use std::path::Path;

use acslint_types::Document;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Entry, Kind, Known};
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::input::bounded::{BASELINE_SIZE, stream_limited};

/// The version of the format; it changes when files of before cannot be used any more.
const VERSION: u32 = 1;

/// Findings that are known: `acslint check --write-baseline` writes them, and with `--baseline` they are not reported.
/// The file has no value of any record in it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a baseline")]
struct Whole {
    /// Version of this format.
    #[serde(rename = "version")]
    #[schemars(with = "Version")]
    _version: Version,
    /// The known findings. They are written in the order of rule, category, shape, field and fingerprint, each on a line;
    /// they are read in any order, and of two entries for the same finding the larger one counts.
    #[schemars(with = "Vec<Line<'static>>")]
    findings: Known,
}

/// The one version that this program reads.
struct Version;

/// A finding that is known, once or several times.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a known finding")]
struct Line<'a> {
    /// Id of the rule.
    rule: Cow<'a, str>,
    /// Category of the record; null where it was not checked as one.
    category: Option<Cow<'a, str>>,
    /// Shape of the record; null where it was not checked as one, or is of a category of the configuration.
    shape: Option<Cow<'a, str>>,
    /// Name of the property in the catalog; null where the finding is not about one.
    field: Option<Cow<'a, str>>,
    /// What the finding is known by: 128 bits of a BLAKE3 hash of all the above, the place in the record, and the whole
    /// record without the white space between its tokens.
    fingerprint: Fingerprint,
    /// How many findings are the same: in equal records, wherever they are.
    count: NonZero<u64>,
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            VERSION => Ok(Self),
            other => Err(D::Error::custom(format!(
                "a baseline of version {other}, but this acslint reads version {VERSION}"
            ))),
        }
    }
}

impl JsonSchema for Version {
    fn schema_name() -> Cow<'static, str> {
        "Version".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "const": VERSION })
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
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
                while let Some(line) = lines.next_element::<Line<'_>>()? {
                    let count = line.count.get();
                    let entry = known.entry(line.fingerprint, || Kind::from(line));
                    entry.count = entry.count.max(count);
                }
                Ok(known)
            }
        }
        deserializer.deserialize_seq(Lines)
    }
}

impl From<Line<'_>> for Kind {
    fn from(line: Line<'_>) -> Self {
        Self {
            rule: line.rule.into_owned(),
            category: line.category.map(Cow::into_owned),
            shape: line.shape.map(Cow::into_owned),
            field: line.field.map(Cow::into_owned),
        }
    }
}

/// The JSON Schema of baselines, under its path below `schemas/`.
pub(crate) fn schema() -> Document {
    Document::schema::<Whole>("baseline", "acslint baseline")
}

/// Reads a baseline.
pub(super) fn read(path: &Path) -> Result<Known, Error> {
    let unreadable = |source| Error::ReadBaseline { path: path.to_owned(), source };
    let file = stream_limited(path, BASELINE_SIZE).map_err(unreadable)?;
    let whole: Result<Whole, serde_json::Error> = serde_json::from_reader(file);
    match whole {
        Ok(Whole { findings, .. }) => Ok(findings),
        Err(error) if error.is_io() => Err(unreadable(error.into())),
        Err(source) => Err(Error::BrokenBaseline { path: path.to_owned(), source }),
    }
}

/// Fails where a baseline could not be written: to learn that after all has been checked is late.
pub(super) fn reach(path: &Path) -> Result<(), Error> {
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
    fs::metadata(directory.unwrap_or(Path::new(".")))
        .map(drop)
        .map_err(|source| Error::WriteBaseline { path: path.to_owned(), source })
}

/// Writes a baseline, in the order that the file has.
pub(super) fn write(path: &Path, known: &mut Known) -> Result<(), Error> {
    let Known { entries, kinds, .. } = known;
    entries.sort_by(|a, b| (&kinds[a.kind], a.fingerprint).cmp(&(&kinds[b.kind], b.fingerprint)));
    replace(path, |sink| write_lines(sink, entries, kinds))
        .map_err(|source| Error::WriteBaseline { path: path.to_owned(), source })
}

fn write_lines(sink: &mut dyn Write, entries: &[Entry], kinds: &[Kind]) -> io::Result<()> {
    write!(sink, "{{\"version\":{VERSION},\"findings\":[")?;
    let mut before = "\n";
    for entry in entries {
        // An entry without a finding says nothing.
        let Some(count) = NonZero::new(entry.count) else {
            continue;
        };
        let Kind { rule, category, shape, field } = &kinds[entry.kind];
        let line = Line {
            rule: rule.into(),
            category: category.as_ref().map(Into::into),
            shape: shape.as_ref().map(Into::into),
            field: field.as_ref().map(Into::into),
            fingerprint: entry.fingerprint,
            count,
        };
        sink.write_all(before.as_bytes())?;
        sink.write_all(&serde_json::to_vec(&line)?)?;
        before = ",\n";
    }
    if before != "\n" {
        writeln!(sink)?;
    }
    writeln!(sink, "]}}")
}

/// Writes a file beside the one that is there, and then puts it in its place: a run that ends in between leaves the one or
/// the other, and never half of it.
fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A link stays a link, and a device is written to.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&path).is_ok_and(|there| !there.is_file()) {
        return into(File::create(&path)?, write);
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let beside = path.with_file_name(name);
    let written = into(File::create(&beside)?, write).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // What is left of it helps nobody; that it stays is no worse than the failure itself.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn into(file: File, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut sink = BufWriter::new(file);
    write(&mut sink)?;
    sink.flush()
}
