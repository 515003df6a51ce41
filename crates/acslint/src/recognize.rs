//! Recognition of files by their content: those that this program wrote, and other documents that are not logs.
//!
//! Only files that this program wrote may be replaced where the user did not name them. Documents are not inputs; a file
//! is one only by positive evidence, and never with a member that can identify a log record.
//!
//! A JSON report is recognized by its keys and must parse to its end, so that neither records nor reports of other
//! tools match. Parsing goes item by item, and needs no more memory than the longest text. Text formats begin with a
//! [`marker`] in files; pages and test results name this program in their first lines.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::marker::PhantomData;
use std::path::Path;

use acslint_check::{RULES, SCHEMA_RULES, Time};
use clap::ValueEnum;
use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::values::Format;

/// Number of bytes at the beginning of a file that are examined before parsing.
const HEAD: u64 = 4096;

/// Start of the first line of a text report; the name of the format follows.
const TEXT: &str = "# acslint report: ";
/// Start and end of the same line in Markdown, as a comment that is not rendered.
const COMMENT: [&str; 2] = ["<!-- acslint report: ", " -->"];

/// Kind of file that this program writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Report in this format.
    Report(Format),
    /// Baseline.
    Baseline,
    /// Draft of a schema, by `acslint infer`.
    Draft,
    /// Statistics, by `acslint stats`.
    Statistics,
}

/// Returns the first line of a report in this format in a file; `None` if its content identifies it.
///
/// A line with `#` is not a workflow command, a logging command or the place of a finding, so that readers of logs
/// skip it.
pub(crate) fn marker(format: Format) -> Option<String> {
    match format {
        Format::Human | Format::Concise | Format::Grouped | Format::Github | Format::Azure => {
            Some(format!("{TEXT}{}\n", name(format)))
        }
        Format::Markdown => Some(format!("{}{}{}\n", COMMENT[0], name(format), COMMENT[1])),
        Format::Json
        | Format::Jsonl
        | Format::Sarif
        | Format::Junit
        | Format::Gitlab
        | Format::Rdjson
        | Format::Html => None,
    }
}

/// Returns the kind of a file that this program wrote; `None` for any other content, including an empty file.
pub(crate) fn recognize(file: impl Read) -> io::Result<Option<Written>> {
    let mut head = Vec::new();
    let mut file = BufReader::with_capacity(1 << 16, file);
    (&mut file).take(HEAD).read_to_end(&mut head)?;
    if let Some(format) = by_head(&head) {
        return Ok(Some(Written::Report(format)));
    }
    let first = head.iter().find(|byte| !byte.is_ascii_whitespace()).copied();
    let whole = head.as_slice().chain(file);
    match first {
        Some(b'{') => objects(whole),
        Some(b'[') => outcome(serde_json::from_reader::<_, Items<Issue>>(whole))
            .map(|issues| issues.map(|_| Written::Report(Format::Gitlab))),
        _ => Ok(None),
    }
}

/// Returns true if a file contains a report in this format.
pub(crate) fn is_report(file: impl Read, format: Format) -> io::Result<bool> {
    Ok(recognize(file)? == Some(Written::Report(format)))
}

/// Kind of a document that is not a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Document {
    /// Report that this program wrote.
    Report,
    /// Labels of the defects in a sample.
    Labels,
    /// Baseline.
    Baseline,
    /// Statistics.
    Statistics,
    /// JSON Schema.
    Schema,
    /// `package.json`, or the lock file of a package manager.
    Package,
    /// Another document that names its schema by `$schema`, such as a configuration.
    Described,
}

impl Document {
    /// All kinds.
    pub(crate) const ALL: [Self; 7] = [
        Self::Report,
        Self::Labels,
        Self::Baseline,
        Self::Statistics,
        Self::Schema,
        Self::Package,
        Self::Described,
    ];

    /// Returns the name of the kind in reports.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Labels => "labels",
            Self::Baseline => "baseline",
            Self::Statistics => "statistics",
            Self::Schema => "schema",
            Self::Package => "package",
            Self::Described => "document",
        }
    }

    /// Returns the kind as a phrase for people, without an article.
    pub(crate) const fn phrase(self) -> &'static str {
        match self {
            Self::Report => "report of acslint",
            Self::Labels => "file of labels by `acslint sample`",
            Self::Baseline => "baseline of acslint",
            Self::Statistics => "file of statistics by acslint",
            Self::Schema => "JSON Schema",
            Self::Package => "file of a package manager",
            Self::Described => "document with a `$schema`",
        }
    }
}

/// Returns the kind of a file that is not a log; `None` for any other content. `identifies` returns true for the name
/// of a member that identifies records of a custom category.
///
/// A report in JSON or JSON Lines, and labels, must have all the keys of theirs and no others. Any other document is
/// one value, and has no member at its top that identifies a log record or holds log records. So a file with a log
/// record is never one, whatever else is in it.
pub(crate) fn document(
    mut file: impl Read + Seek,
    identifies: &dyn Fn(&str) -> bool,
) -> io::Result<Option<Document>> {
    let mut head = Vec::new();
    (&mut file).take(HEAD).read_to_end(&mut head)?;
    if head.starts_with(b"#") || head.starts_with(b"<") {
        return Ok(by_head(&head).map(|_| Document::Report));
    }
    // Most files are logs, of which no more is read here.
    let keys = first_keys(&head);
    let has = |names: &[&str]| keys.iter().any(|key| names.contains(&key.as_ref()));
    let is_clue = |key: &str| is_clue(key) || identifies(key);
    if has(&REPORT_KEYS) && is_only_report(again(&mut file)?)? {
        return Ok(Some(Document::Report));
    }
    if keys.iter().any(|key| is_clue(key)) {
        return Ok(None);
    }
    if has(&["rule"]) && has(&["record"]) && is_only_labels(again(&mut file)?)? {
        return Ok(Some(Document::Labels));
    }
    if head.trim_ascii_start().starts_with(b"[") {
        // An empty list has no first item, and may be a log without records.
        let is_gitlab =
            has(&["check_name"]) && recognize(again(&mut file)?)? == Some(Written::Report(Format::Gitlab));
        return Ok(is_gitlab.then_some(Document::Report));
    }
    if !has(&DOCUMENT_KEYS) {
        return Ok(None);
    }
    let mut values = serde_json::Deserializer::from_reader(again(&mut file)?).into_iter::<Members>();
    let Some(Members(members)) = values.next().map(outcome).transpose()?.flatten() else {
        return Ok(None);
    };
    if values.next().is_some() || members.keys().any(|key| is_clue(key)) {
        return Ok(None);
    }
    Ok(match recognize(again(&mut file)?)? {
        // A report in JSON with other keys, such as those of a record, is not ours alone.
        Some(Written::Report(Format::Json | Format::Jsonl)) => None,
        Some(Written::Report(_)) => Some(Document::Report),
        Some(Written::Baseline) => Some(Document::Baseline),
        Some(Written::Statistics) => Some(Document::Statistics),
        Some(Written::Draft) => Some(Document::Schema),
        None => by_members(&members),
    })
}

/// Returns a file from its beginning.
fn again<R: Read + Seek>(file: &mut R) -> io::Result<BufReader<&mut R>> {
    file.rewind()?;
    Ok(BufReader::with_capacity(1 << 16, file))
}

/// Keys of a report in JSON or JSON Lines, or of one of its findings.
const REPORT_KEYS: [&str; 7] =
    ["version", "findings", "groups", "summary", "rule", "byte_length", "byte_offset"];

/// Keys near the beginning of a document that is not a log.
const DOCUMENT_KEYS: [&str; 10] = [
    "$schema",
    "dependencies",
    "devDependencies",
    "diagnostics",
    "findings",
    "lockfileVersion",
    "name",
    "runs",
    "scripts",
    "statistics",
];

/// Returns the kind of a document with these members, none of which identifies a log record.
fn by_members(members: &BTreeMap<String, Member>) -> Option<Document> {
    let has = |name: &str, kind: fn(&Member) -> bool| members.get(name).is_some_and(kind);
    let is_text = |member: &Member| matches!(member, Member::Text(_));
    let is_number = |member: &Member| matches!(member, Member::Number);
    let is_object = |member: &Member| matches!(member, Member::Object);
    if let Some(Member::Text(schema)) = members.get("$schema") {
        if schema.contains("json-schema.org/") {
            return Some(Document::Schema);
        }
        let is_file = Path::new(schema.trim_end_matches('#')).extension().is_some_and(|end| end == "json");
        let is_url = schema.starts_with("https://") || schema.starts_with("http://");
        return (is_url || is_file).then_some(Document::Described);
    }
    let depends = ["dependencies", "devDependencies", "peerDependencies", "scripts", "engines"];
    let is_package = has("name", is_text) && depends.into_iter().any(|name| has(name, is_object));
    // The lock files of npm and bun, and that of NuGet.
    let is_lock =
        has("lockfileVersion", |_| true) || (has("version", is_number) && has("dependencies", is_object));
    (is_package || is_lock).then_some(Document::Package)
}

/// Members that identify a log record, in any letter case and with any spaces, and those that hold records.
const CLUES: [&str; 21] = [
    "_resourceid",
    "category",
    "correlationid",
    "data",
    "eventtype",
    "hits",
    "metricname",
    "operationcategory",
    "operationname",
    "records",
    "resourceid",
    "resulttype",
    "rows",
    "specversion",
    "tables",
    "time",
    "timegenerated",
    "timegenerated[utc]",
    "timegrain",
    "timestamp",
    "value",
];

/// Returns true if a member of this name identifies a log record or holds log records.
fn is_clue(key: &str) -> bool {
    let folded: String =
        key.chars().filter(|letter| *letter != ' ').map(|letter| letter.to_ascii_lowercase()).collect();
    // A JSON Schema has `type`; a row of a table has `Type`.
    key == "Type" || CLUES.contains(&folded.as_str())
}

/// Returns the keys of the first object at the beginning of a text, which may be an item of an array. The text may end
/// anywhere.
fn first_keys(head: &[u8]) -> Vec<Cow<'_, str>> {
    let (mut keys, mut depth, mut at) = (Vec::new(), 0_usize, 0);
    let mut begins = None;
    while let Some(byte) = head.get(at) {
        match byte {
            b'"' => {
                let text = &head[at + 1..];
                let Some(length) = string_length(text) else { break };
                let rest = text[length + 1..].trim_ascii_start();
                if begins == Some(depth) && rest.first() == Some(&b':') {
                    keys.push(String::from_utf8_lossy(&text[..length]));
                }
                at += length + 2;
                continue;
            }
            b'{' | b'[' => {
                depth += 1;
                if *byte == b'{' && begins.is_none() {
                    begins = Some(depth);
                }
            }
            b'}' | b']' => {
                if begins == Some(depth) {
                    break;
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        at += 1;
    }
    keys
}

/// Returns the length of a string's content, up to the closing quote.
fn string_length(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match text.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Returns true if a file contains one report of acslint in JSON or JSON Lines and nothing else.
///
/// Every key must be one of such a report, and the keys that distinguish it must be present.
fn is_only_report(file: impl BufRead) -> io::Result<bool> {
    let mut parts = serde_json::Deserializer::from_reader(file).into_iter::<OwnPart>();
    let Some(mut last) = parts.next().map(outcome).transpose()?.flatten() else {
        return Ok(false);
    };
    if last.is_report() {
        return Ok(parts.next().is_none());
    }
    for part in parts {
        match outcome(part)? {
            Some(part) if last.is_finding() => last = part,
            _ => return Ok(false),
        }
    }
    Ok(last.is_last_line())
}

/// Returns true if a file contains labels of defects, and nothing else.
fn is_only_labels(file: impl BufRead) -> io::Result<bool> {
    for label in serde_json::Deserializer::from_reader(file).into_iter::<Label>() {
        if outcome(label)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn name(format: Format) -> String {
    format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// Returns the format that the first lines name.
fn by_head(head: &[u8]) -> Option<Format> {
    let head = String::from_utf8_lossy(head);
    let (first, rest) = head.split_once('\n')?;
    let named = first
        .strip_prefix(TEXT)
        .or_else(|| first.strip_prefix(COMMENT[0]).and_then(|rest| rest.strip_suffix(COMMENT[1])));
    if let Some(named) = named {
        let format = Format::from_str(named, false).ok()?;
        return (marker(format)? == format!("{first}\n")).then_some(format);
    }
    if first == "<!DOCTYPE html>" {
        let is_ours = rest.contains("\n<meta name=\"generator\" content=\"acslint ");
        return is_ours.then_some(Format::Html);
    }
    let is_xml = first.starts_with("<?xml ") && rest.starts_with("<testsuites name=\"acslint\" ");
    is_xml.then_some(Format::Junit)
}

/// Returns the kind of a sequence of JSON objects.
fn objects(bytes: impl BufRead) -> io::Result<Option<Written>> {
    let mut objects = serde_json::Deserializer::from_reader(bytes).into_iter::<Object>();
    let Some(mut last) = objects.next().map(outcome).transpose()?.flatten() else {
        return Ok(None);
    };
    if let Some(kind) = last.kind() {
        return Ok(objects.next().is_none().then_some(kind));
    }
    // One finding after the other, followed by the summary.
    for object in objects {
        match outcome(object)? {
            Some(object) if last.is_finding() => last = object,
            _ => return Ok(None),
        }
    }
    Ok(last.is_summary().then_some(Written::Report(Format::Jsonl)))
}

/// Returns a value, `None` if it does not match, or an error if the file cannot be read.
fn outcome<T>(parsed: Result<T, serde_json::Error>) -> io::Result<Option<T>> {
    match parsed {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_io() => Err(error.into()),
        Err(_) => Ok(None),
    }
}

/// Object of any format that consists of objects.
#[derive(Deserialize)]
struct Object {
    // Baselines, and reports in JSON and SARIF.
    version: Option<Version>,
    findings: Option<Items<Finding>>,
    groups: Option<Items<IgnoredAny>>,
    summary: Option<Summary>,
    // SARIF.
    runs: Option<Items<Run>>,
    // rdjson.
    source: Option<Tool>,
    diagnostics: Option<Items<Diagnostic>>,
    // A line of JSON Lines.
    rule: Option<Rule>,
    level: Option<IgnoredAny>,
    message: Option<IgnoredAny>,
    file: Option<IgnoredAny>,
    pointer: Option<IgnoredAny>,
    // Statistics.
    total: Option<u64>,
    others: Option<u64>,
    statistics: Option<Items<IgnoredAny>>,
    // A draft of a schema.
    #[serde(rename = "$schema")]
    schema: Option<IgnoredAny>,
    description: Option<String>,
}

impl Object {
    /// Returns its kind if it stands alone.
    fn kind(&self) -> Option<Written> {
        let is_versioned = matches!(self.version, Some(Version::Number(1..)));
        let is_named = |version: &str| matches!(&self.version, Some(Version::Name(name)) if name == version);
        match self {
            Self {
                findings: Some(Items(None | Some(Finding::Reported { .. }))),
                groups: Some(_),
                summary: Some(_),
                ..
            } if is_versioned => Some(Written::Report(Format::Json)),
            Self {
                findings: Some(Items(None | Some(Finding::Known { .. } | Finding::Listed { .. }))),
                groups: None,
                summary: None,
                ..
            } if is_versioned => Some(Written::Baseline),
            Self { runs: Some(Items(Some(_))), .. } if is_named("2.1.0") => {
                Some(Written::Report(Format::Sarif))
            }
            Self { source: Some(_), diagnostics: Some(_), .. } => Some(Written::Report(Format::Rdjson)),
            Self { total: Some(_), others: Some(_), statistics: Some(_), .. } if is_versioned => {
                Some(Written::Statistics)
            }
            Self { schema: Some(_), description: Some(description), .. }
                if description.starts_with("A draft, inferred from ") =>
            {
                Some(Written::Draft)
            }
            _ => None,
        }
    }

    fn is_finding(&self) -> bool {
        let names_rule = self.rule.is_some() && self.level.is_some() && self.message.is_some();
        names_rule && self.file.is_some() && self.pointer.is_some()
    }

    fn is_summary(&self) -> bool {
        self.summary.is_some() && self.rule.is_none() && self.findings.is_none()
    }
}

/// A whole report, or a line of one: no other key may be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnPart {
    // A report in JSON; `summary` is the last line of one in JSON Lines too.
    version: Option<u64>,
    findings: Option<Items<OwnFinding>>,
    groups: Option<Items<OwnGroup>>,
    summary: Option<OwnSummary>,
    // Only the report of a shard has it.
    shard: Option<IgnoredAny>,
    // A finding.
    rule: Option<Rule>,
    level: Option<Level>,
    message: Option<String>,
    #[serde(rename = "help")]
    _help: Option<String>,
    file: Option<String>,
    record: Option<u64>,
    #[serde(rename = "line")]
    _line: Option<u64>,
    #[serde(rename = "column")]
    _column: Option<u64>,
    #[serde(rename = "end_line")]
    _end_line: Option<u64>,
    #[serde(rename = "end_column")]
    _end_column: Option<u64>,
    byte_offset: Option<u64>,
    byte_length: Option<u64>,
    pointer: Option<String>,
    #[serde(rename = "field")]
    _field: Option<String>,
    #[serde(rename = "name")]
    _name: Option<String>,
    #[serde(rename = "cell")]
    _cell: Option<OwnCell>,
    #[serde(rename = "category")]
    _category: Option<String>,
    #[serde(rename = "shape")]
    _shape: Option<String>,
    time: Option<UtcTime>,
    resource: Option<String>,
    #[serde(rename = "fix")]
    _fix: Option<IgnoredAny>,
}

impl OwnPart {
    /// Returns true if a member is present that a finding does not have.
    fn has_more(&self) -> bool {
        self.version.is_some()
            || self.findings.is_some()
            || self.groups.is_some()
            || self.summary.is_some()
            || self.shard.is_some()
    }

    fn is_finding(&self) -> bool {
        let says_what = self.rule.is_some() && self.level.is_some() && self.message.is_some();
        let says_where = self.file.is_some() && self.record.is_some() && self.pointer.is_some();
        let has_bytes = self.byte_offset.is_some() && self.byte_length.is_some();
        says_what && says_where && has_bytes && !self.has_more()
    }

    /// Returns true if no member of a finding is present.
    fn has_no_finding(&self) -> bool {
        let says_what = self.rule.is_some() || self.level.is_some() || self.message.is_some();
        let says_where = self.file.is_some() || self.record.is_some() || self.pointer.is_some();
        let has_bytes = self.byte_offset.is_some() || self.byte_length.is_some();
        let says_when = self.time.is_some() || self.resource.is_some();
        !(says_what || says_where || has_bytes || says_when)
    }

    fn is_report(&self) -> bool {
        let is_versioned = matches!(self.version, Some(1..));
        let is_whole = self.findings.is_some() && self.groups.is_some() && self.summary.is_some();
        is_versioned && is_whole && self.has_no_finding()
    }

    fn is_last_line(&self) -> bool {
        let is_alone = self.version.is_none()
            && self.findings.is_none()
            && self.groups.is_none()
            && self.shard.is_none();
        self.summary.is_some() && is_alone && self.has_no_finding()
    }
}

/// A finding of our report, with its keys and no others.
struct OwnFinding;

impl<'de> Deserialize<'de> for OwnFinding {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let part = OwnPart::deserialize(deserializer)?;
        if part.is_finding() { Ok(Self) } else { Err(D::Error::custom("no finding")) }
    }
}

/// A cell that a finding is about.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnCell {
    #[serde(rename = "row")]
    _row: u64,
    #[serde(rename = "column")]
    _column: Option<String>,
}

/// A time as reports write it.
struct UtcTime;

impl<'de> Deserialize<'de> for UtcTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let is_ours = Time::parse(&text).is_some_and(|time| time.to_string() == *text);
        if is_ours { Ok(Self) } else { Err(D::Error::custom("another form of time")) }
    }
}

/// A level by its name.
struct Level;

/// A group of findings in our report.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnGroup {
    #[serde(rename = "rule")]
    _rule: Rule,
    #[serde(rename = "level")]
    _level: Level,
    #[serde(rename = "category")]
    _category: Option<String>,
    #[serde(rename = "shape")]
    _shape: Option<String>,
    #[serde(rename = "field")]
    _field: Option<String>,
    #[serde(rename = "name")]
    _name: Option<String>,
    #[serde(rename = "count")]
    _count: u64,
    #[serde(rename = "records")]
    _records: u64,
    #[serde(rename = "first_time")]
    _first_time: Option<UtcTime>,
    #[serde(rename = "last_time")]
    _last_time: Option<UtcTime>,
    #[serde(rename = "time")]
    _time: Option<UtcTime>,
    #[serde(rename = "resource")]
    _resource: Option<String>,
    #[serde(rename = "first")]
    _first: IgnoredAny,
}

/// The summary of our report: counts, and lists of what is not told by findings.
struct OwnSummary;

/// The keys that a summary has.
const SUMMARY_KEYS: [&str; 22] = [
    "files",
    "bytes",
    "records",
    "records_with_findings",
    "errors",
    "warnings",
    "infos",
    "findings_omitted",
    "names_omitted",
    "interrupted",
    "unreadable",
    "ignored",
    "skipped",
    "unread",
    "unselected",
    "by",
    "suppressed",
    "suppressions",
    "baseline",
    "unmet",
    "categories",
    "foreign",
];

impl<'de> Deserialize<'de> for OwnSummary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = BTreeMap::<String, IgnoredAny>::deserialize(deserializer)?;
        let is_known = |key: &String| SUMMARY_KEYS.contains(&key.as_str());
        let tells = ["records", "errors", "categories"].iter().all(|key| members.contains_key(*key));
        if tells && members.keys().all(is_known) { Ok(Self) } else { Err(D::Error::custom("no summary")) }
    }
}

/// Label of a defect in a sample, with its keys and no others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    #[serde(rename = "record")]
    _record: u64,
    #[serde(rename = "rule")]
    _rule: Rule,
    /// Null if the defect is not about a property, but never absent.
    #[serde(rename = "field", deserialize_with = "Option::deserialize")]
    _field: Option<String>,
}

/// Members of an object, without the content of objects and lists.
struct Members(BTreeMap<String, Member>);

/// Maximum number of members; documents that are not logs have few.
const MOST_MEMBERS: usize = 1000;

/// Maximum number of bytes of a text to keep.
const LONGEST_TEXT: usize = 1000;

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members, M::Error> {
                let mut members = BTreeMap::new();
                while let Some((key, member)) = map.next_entry()? {
                    members.insert(key, member);
                    if members.len() > MOST_MEMBERS {
                        return Err(M::Error::custom("too many members"));
                    }
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

/// Value of a member.
#[derive(Debug)]
enum Member {
    Text(String),
    Number,
    Object,
    Other,
}

impl<'de> Deserialize<'de> for Member {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Member;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Member, E> {
                Ok(if text.len() > LONGEST_TEXT { Member::Other } else { Member::Text(text.to_owned()) })
            }

            fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<Member, E> {
                Ok(Member::Number)
            }

            fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Member, E> {
                Ok(Member::Number)
            }

            fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Member, E> {
                Ok(Member::Number)
            }

            fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<Member, E> {
                Ok(Member::Other)
            }

            fn visit_unit<E: serde::de::Error>(self) -> Result<Member, E> {
                Ok(Member::Other)
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Member, S::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Member::Other)
            }

            fn visit_map<M: MapAccess<'de>>(self, mut members: M) -> Result<Member, M::Error> {
                while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Member::Object)
            }
        }

        deserializer.deserialize_any(Any)
    }
}

/// A version, as a number or as SARIF has it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Version {
    Number(u64),
    Name(String),
}

/// Finding of a report or of a baseline. Findings of baselines have a count, in version 1 with a fingerprint; since
/// version 3 they have the keys of a reported finding as well.
#[derive(Deserialize)]
#[serde(untagged)]
enum Finding {
    Known {
        #[serde(rename = "rule")]
        _rule: Rule,
        #[serde(rename = "fingerprint")]
        _fingerprint: IgnoredAny,
        #[serde(rename = "count")]
        _count: u64,
    },
    Listed {
        #[serde(rename = "rule")]
        _rule: Rule,
        #[serde(rename = "pointer")]
        _pointer: IgnoredAny,
        #[serde(rename = "count")]
        _count: u64,
    },
    Reported {
        #[serde(rename = "rule")]
        _rule: Rule,
        #[serde(rename = "message")]
        _message: IgnoredAny,
        #[serde(rename = "pointer")]
        _pointer: IgnoredAny,
    },
}

/// Summary of a report.
#[derive(Deserialize)]
struct Summary {
    #[serde(rename = "records")]
    _records: u64,
    #[serde(rename = "errors")]
    _errors: u64,
    #[serde(rename = "categories")]
    _categories: IgnoredAny,
}

/// Run of SARIF, by this program.
#[derive(Deserialize)]
struct Run {
    #[serde(rename = "tool")]
    _tool: Driven,
}

/// Tool of a run of SARIF.
#[derive(Deserialize)]
struct Driven {
    #[serde(rename = "driver")]
    _driver: Tool,
}

/// This program, by its name.
#[derive(Deserialize)]
struct Tool {
    #[serde(rename = "name")]
    _name: OurName,
}

/// Diagnostic of rdjson.
#[derive(Deserialize)]
struct Diagnostic {
    #[serde(rename = "message")]
    _message: IgnoredAny,
    #[serde(rename = "location")]
    _location: IgnoredAny,
}

/// Issue of GitLab's code quality report.
#[derive(Deserialize)]
struct Issue {
    #[serde(rename = "check_name")]
    _check: Check,
    #[serde(rename = "fingerprint")]
    _fingerprint: IgnoredAny,
    #[serde(rename = "location")]
    _location: IgnoredAny,
}

/// Id of a rule.
struct Rule;

/// Check of an issue in GitLab's report: a rule, or a check of the run itself.
struct Check;

/// `acslint`.
struct OurName;

/// Checks of GitLab's report about the run.
const RUN_CHECKS: [&str; 4] = ["unreadable", "not-checked", "baseline", "findings-omitted"];

fn is_rule(name: &str) -> bool {
    RULES.iter().chain(SCHEMA_RULES).any(|rule| rule.id == name)
}

/// Reads a text that must pass a test, and returns `value`.
fn text<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    value: T,
    is_expected: impl FnOnce(&str) -> bool,
) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    if is_expected(&text) { Ok(value) } else { Err(D::Error::custom("another name")) }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer, Self, is_rule)
    }
}

impl<'de> Deserialize<'de> for Check {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer, Self, |name| RUN_CHECKS.contains(&name) || is_rule(name))
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer, Self, |name| matches!(name, "error" | "warning" | "info"))
    }
}

impl<'de> Deserialize<'de> for OurName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer, Self, |name| name == "acslint")
    }
}

/// List whose items must all match; keeps the first one.
struct Items<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Each<T> {
            type Value = Items<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Items<T>, S::Error> {
                let first = items.next_element()?;
                while items.next_element::<T>()?.is_some() {}
                Ok(Items(first))
            }
        }

        deserializer.deserialize_seq(Each(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use acslint_types::CATEGORIES;

    use super::{Document, Written, document, first_keys, recognize};
    use crate::values::Format;

    fn kind(text: &str) -> Option<Written> {
        recognize(text.as_bytes()).unwrap()
    }

    /// Kind of a document, where `kind` identifies records of a custom category.
    fn said(text: &str) -> Option<Document> {
        document(Cursor::new(text), &|key| key == "kind").unwrap()
    }

    #[test]
    fn documents_that_are_not_logs_are_known_by_their_content() {
        let issue = r#"{"check_name":"wrong-type","fingerprint":"0","location":{"path":"a"}}"#;
        for (text, expected) in [
            (r#"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"acslint"}}}]}"#, Document::Report),
            (r#"{"source":{"name":"acslint"},"diagnostics":[]}"#, Document::Report),
            ("# acslint report: concise\na.json:1:1: error[x] y\n", Document::Report),
            (&format!("[\n{issue},{issue}]"), Document::Report),
            (
                "{\"record\":1,\"rule\":\"wrong-type\",\"field\":\"A\"}\n{\"record\":3,\"rule\":\"invalid-json\",\"field\":null}\n",
                Document::Labels,
            ),
            (r#"{"version":1,"findings":[]}"#, Document::Baseline),
            (r#"{"version":1,"total":0,"others":0,"statistics":[]}"#, Document::Statistics),
            (
                r#"{"findings":[{"rule":"wrong-type","pointer":"","count":1}],"version":2}"#,
                Document::Baseline,
            ),
            (
                r#"{"title":"T","$schema":"https://json-schema.org/draft/2020-12/schema","properties":{"category":{},"time":{}},"examples":[{"category":"Usage","time":"2024-01-01T00:00:00Z"}]}"#,
                Document::Schema,
            ),
            (r#"{"$schema":"http://json-schema.org/draft-07/schema#","definitions":{}}"#, Document::Schema),
            (r#"{"name":"a","version":"1.0.0","private":true,"scripts":{"test":"x"}}"#, Document::Package),
            (
                r#"{"name":"a","version":"1.0.0","lockfileVersion":3,"packages":{"":{"type":"x"}}}"#,
                Document::Package,
            ),
            (r#"{"version":1,"dependencies":{"net8.0":{}}}"#, Document::Package),
            (
                r#"{"$schema":"https://json.schemastore.org/tsconfig","compilerOptions":{}}"#,
                Document::Described,
            ),
            (
                r#"{"$schema":"./catalog.schema.json","categories":[{"category":"Usage"}]}"#,
                Document::Described,
            ),
        ] {
            assert_eq!(said(text), Some(expected), "{text}");
            // Behind the beginning of the file that is looked at first, a clue counts as well.
            for clue in ["time", "Category", "resource Id", "records", "Type", "kind"] {
                let padding = "x".repeat(5000);
                for more in [format!("\"{clue}\":\"x\""), format!("\"more\":\"{padding}\",\"{clue}\":\"x\"")]
                {
                    let opened = text.replacen('{', &format!("{{{more},"), 1);
                    let closed = text.trim_end().strip_suffix('}').map(|text| format!("{text},{more}}}"));
                    for spoilt in
                        std::iter::once(opened).chain(closed).filter(|_| text.starts_with(['{', '[']))
                    {
                        assert_eq!(said(&spoilt), None, "{spoilt}");
                    }
                }
            }
            let record = "{\"time\":\"2024-01-01T00:00:00Z\",\"category\":\"Usage\"}";
            if text.starts_with('{') {
                assert_eq!(said(&format!("{text}\n{record}\n")), None, "{text}");
                assert_eq!(said(&text[..text.len() - 2]), None, "{text}");
            }
        }
    }

    #[test]
    fn what_may_be_a_log_is_an_input() {
        for text in [
            "",
            "[]",
            "{}",
            "[{}]",
            "null",
            r#"{"$schema":"/mediawiki/recentchange/1.0.0","meta":{}}"#,
            r#"{"$schema":"https://example.com/event.json","kind":"audit"}"#,
            r#"{"$schema":"https://example.com/event.json","records":[{"category":"Usage"}]}"#,
            r#"{"$schema":"https://example.com/event.json"} {"$schema":"https://example.com/event.json"}"#,
            r#"{"name":"a","version":"1"}"#,
            r#"{"name":"a","version":"1","dependencies":[]}"#,
            r#"{"record":1,"rule":"another","field":null}"#,
            r#"{"record":1,"rule":"wrong-type","field":null,"message":"m"}"#,
            r#"{"record":1,"rule":"wrong-type"}"#,
            r#"[{"check_name":"another","fingerprint":"0","location":{}}]"#,
            r#"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"CodeQL"}}}]}"#,
        ] {
            assert_eq!(said(text), None, "{text}");
        }
        for category in CATEGORIES {
            for shape in category.shapes() {
                let record = category.pretty_example(shape);
                for text in [record.clone(), format!("[{record}]"), format!("{{\"records\":[{record}]}}")] {
                    assert_eq!(said(&text), None, "{text}");
                }
            }
        }
    }

    #[test]
    fn keys_are_those_of_the_first_object() {
        let keys = |text: &str| first_keys(text.as_bytes()).join(" ");
        assert_eq!(keys(r#"{"a":{"b":1},"c" : ["d:",{"e":2}],"f\"":"g","h"#), "a c f\\\"");
        assert_eq!(keys(r#"[[{"a":1},{"b":2}]]"#), "a");
        assert_eq!(keys(r#"{"a":1}{"b":1}"#), "a");
        assert_eq!(keys(r#"["a", {"b": 1"#), "b");
        assert_eq!(keys(""), "");
    }

    #[test]
    fn no_record_is_taken_for_a_report() {
        for category in CATEGORIES {
            for shape in category.shapes() {
                let record = category.pretty_example(shape);
                let array = format!("[{record}]");
                let envelope = format!("{{\"records\":{array}}}");
                for text in [&record, &array, &envelope, &format!("{record}\n{record}")] {
                    assert_eq!(kind(text), None, "{text}");
                }
            }
        }
    }

    #[test]
    fn what_only_looks_like_a_report_is_none() {
        let finding = r#"{"rule":"wrong-type","level":"error","message":"m","file":"f","pointer":""}"#;
        let summary = r#"{"summary":{"records":1,"errors":0,"categories":[]}}"#;
        let rest = r#""groups":[],"summary":{"records":1,"errors":0,"categories":[]}"#;
        let issue = r#"[{"check_name":"NAME","fingerprint":"0","location":{"path":"a"}}]"#;
        let sarif = r#"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"NAME"}}}]}"#;
        for (text, expected) in [
            (String::new(), None),
            ("{}".to_owned(), None),
            // Replacing an empty list loses nothing.
            ("[]\n".to_owned(), Some(Written::Report(Format::Gitlab))),
            (
                format!("{{\"version\":1,\"findings\":[{finding}],{rest}}}\n"),
                Some(Written::Report(Format::Json)),
            ),
            (format!("{{\"version\":1,\"findings\":[{finding}],{rest}"), None),
            (format!("{{\"version\":1,\"findings\":[{finding}],{rest}}}\n{{}}"), None),
            (format!("{{\"findings\":[{finding}],{rest}}}\n"), None),
            (format!("{{\"version\":1,\"findings\":[{{\"rule\":\"wrong-type\"}}],{rest}}}\n"), None),
            (format!("{summary}\n"), Some(Written::Report(Format::Jsonl))),
            (format!("{finding}\n{finding}\n{summary}\n"), Some(Written::Report(Format::Jsonl))),
            (format!("{finding}\n"), None),
            (format!("{finding}\n{{\"a\":1}}\n{summary}\n"), None),
            (format!("{finding}\n{summary}\n{finding}\n"), None),
            (format!("{summary}\n{summary}\n"), None),
            (finding.replace("wrong-type", "another-tool") + "\n" + summary, None),
            (issue.replace("NAME", "wrong-type"), Some(Written::Report(Format::Gitlab))),
            (issue.replace("NAME", "unreadable"), Some(Written::Report(Format::Gitlab))),
            (issue.replace("NAME", "no-unused-vars"), None),
            (sarif.replace("NAME", "acslint"), Some(Written::Report(Format::Sarif))),
            (sarif.replace("NAME", "CodeQL"), None),
            (
                r#"{"source":{"name":"acslint"},"diagnostics":[]}"#.to_owned(),
                Some(Written::Report(Format::Rdjson)),
            ),
            (r#"{"source":{"name":"clippy"},"diagnostics":[]}"#.to_owned(), None),
            (r#"{"version":1,"findings":[]}"#.to_owned(), Some(Written::Baseline)),
            (r#"{"version":1,"findings":[{"rule":"r"}]}"#.to_owned(), None),
            (r#"{"version":1,"total":0,"others":0,"statistics":[]}"#.to_owned(), Some(Written::Statistics)),
            (r#"{"version":1,"total":0,"statistics":[]}"#.to_owned(), None),
            (
                "# acslint report: concise\na.json:1:1: error[x] y\n".to_owned(),
                Some(Written::Report(Format::Concise)),
            ),
            ("# acslint report: json\n{}\n".to_owned(), None),
            ("# acslint report: markdown\n".to_owned(), None),
            ("# acslint report: concise".to_owned(), None),
            ("# Notes\n# acslint report: concise\n".to_owned(), None),
            (
                "<!-- acslint report: markdown -->\n## acslint\n".to_owned(),
                Some(Written::Report(Format::Markdown)),
            ),
            ("<!-- acslint report: human -->\n".to_owned(), None),
            ("<!DOCTYPE html>\n<html><title>acslint</title></html>\n".to_owned(), None),
            ("<?xml version=\"1.0\"?>\n<testsuites name=\"pytest\" tests=\"1\">\n".to_owned(), None),
        ] {
            assert_eq!(kind(&text), expected, "{text}");
        }
    }

    #[test]
    fn only_a_report_in_json_is_no_input() {
        let is_report = |text: &str| said(text) == Some(Document::Report);
        let finding = r#"{"rule":"wrong-type","level":"error","message":"m","help":null,"file":"f","record":1,"line":1,"column":1,"end_line":1,"end_column":2,"byte_offset":0,"byte_length":1,"pointer":"","field":null,"category":"Usage","shape":"table","fix":null}"#;
        let dated = finding.replacen('{', r#"{"time":"2024-01-01T00:00:00.5Z","resource":"/a","#, 1);
        let group = r#"{"rule":"wrong-type","level":"error","category":null,"shape":null,"field":null,"count":1,"records":1,"first":{"file":"f","record":1,"line":1}}"#;
        let summary = r#"{"files":1,"bytes":1,"records":1,"records_with_findings":1,"errors":1,"warnings":0,"infos":0,"unreadable":[],"ignored":{},"skipped":{},"categories":[],"foreign":[]}"#;
        let json = format!(
            "{{\"version\":1,\"findings\":[\n{finding}\n],\"groups\":[{group}],\"summary\":{summary}}}\n"
        );
        let lines = format!("{finding}\n{finding}\n{{\"summary\":{summary}}}\n");
        assert!(is_report(&json) && is_report(&lines));
        assert!(is_report(&json.replace(finding, "").replace(group, "")));
        assert!(is_report(&json.replace(finding, &dated)) && is_report(&lines.replace(finding, &dated)));
        for time in ["2024-01-01T00:00:00.50Z", "2024-01-01T00:00:00+01:00", "yesterday"] {
            assert!(
                !is_report(&lines.replace(finding, &dated.replace("2024-01-01T00:00:00.5Z", time))),
                "{time}"
            );
        }
        for more in [r#"{"time":"2024-01-01T00:00:00Z","#, r#"{"resource":"/a","#] {
            assert!(!is_report(&json.replacen('{', more, 1)), "{more}");
        }
        assert!(is_report(&format!("{{\"summary\":{summary}}}\n")));
        assert!(is_report(&json.replace(':', " : ").replace('{', "{\n ")));
        // A clue of a record, wherever it is, a record beside the report, and a report that is cut off.
        let record = r#"{"time":"2024-01-01T00:00:00Z","category":"Usage"}"#;
        for clue in ["time", "TimeGenerated", "resourceId", "operationName", "properties", "Type"] {
            let more = format!("{{\"{clue}\":\"x\",");
            for (text, place) in
                [(&json, "{\"rule\""), (&json, "{\"version\""), (&json, "{\"files\""), (&lines, "{\"rule\"")]
            {
                let spoilt = text.replacen(place, &place.replacen('{', &more, 1), 1);
                assert!(spoilt != *text && !is_report(&spoilt), "{spoilt}");
                let behind = text.replacen(place, &place.replacen('{', "{\"pointer\":\"\",", 1), 1);
                assert!(!is_report(&behind), "{behind}");
            }
        }
        for text in [
            format!("{json}{record}\n"),
            format!("{record}\n{json}"),
            format!("{finding}\n{record}\n{{\"summary\":{summary}}}\n"),
            format!("{lines}{record}\n"),
            format!("{lines}{finding}\n"),
            format!("{finding}\n"),
            json.replace("wrong-type", "another-tool"),
            json.replace("\"level\":\"error\"", "\"level\":\"Informational\""),
            json[..json.len() - 3].to_owned(),
            format!("[{json}]"),
            "{}".to_owned(),
            String::new(),
        ] {
            assert!(!is_report(&text), "{text}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_is_an_error() {
        struct Broken;
        impl std::io::Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("the disk is gone"))
            }
        }
        let spaces = vec![b' '; 5000];
        let later = std::io::Read::chain(spaces.as_slice(), Broken);
        assert!(recognize(Broken).is_err());
        assert!(recognize(std::io::Read::chain(b"{\"version\":".as_slice(), later)).is_err());
    }
}
