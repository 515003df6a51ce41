//! Recognition of files that this program wrote, by their content. Only these may be replaced where the user did not
//! name them.
//!
//! A JSON report is recognized by its keys and must parse to its end, so that neither records nor reports of other
//! tools match. Parsing goes item by item, and needs no more memory than the longest text. Text formats begin with a
//! [`marker`] in files; pages and test results name this program in their first lines.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::marker::PhantomData;

use acslint_check::{RULES, SCHEMA_RULES};
use clap::ValueEnum;
use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
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

/// Returns true if a file contains one report of acslint in JSON or JSON Lines and nothing else, so that it is not an
/// input.
///
/// Every key must be one of such a report, and the keys that distinguish it must be present. So a file with a log
/// record, which has keys of its own, is never one, whatever else is in it.
pub(crate) fn is_only_report(mut file: impl Read) -> io::Result<bool> {
    let mut head = Vec::new();
    (&mut file).take(SHORT_HEAD).read_to_end(&mut head)?;
    // Most files are logs, of which no more is read here.
    if !begins_like_report(&head) {
        return Ok(false);
    }
    let whole = head.as_slice().chain(BufReader::with_capacity(1 << 16, file));
    let mut parts = serde_json::Deserializer::from_reader(whole).into_iter::<OwnPart>();
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

/// Number of bytes at the beginning of a file that decide whether it can be a report of acslint.
const SHORT_HEAD: u64 = 256;

/// Returns true if a text begins like a report of acslint, in any order of its keys.
fn begins_like_report(head: &[u8]) -> bool {
    const FIRST: [&str; 7] =
        ["version", "findings", "groups", "summary", "rule", "byte_length", "byte_offset"];
    let key = head.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    let key = key.and_then(|key| key.strip_prefix(b"\""));
    key.is_some_and(|key| {
        FIRST
            .iter()
            .any(|first| key.strip_prefix(first.as_bytes()).is_some_and(|rest| rest.starts_with(b"\"")))
    })
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
    #[serde(rename = "category")]
    _category: Option<String>,
    #[serde(rename = "shape")]
    _shape: Option<String>,
    #[serde(rename = "fix")]
    _fix: Option<IgnoredAny>,
}

impl OwnPart {
    /// Returns true if a member is present that a finding does not have.
    fn has_more(&self) -> bool {
        self.version.is_some() || self.findings.is_some() || self.groups.is_some() || self.summary.is_some()
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
        !(says_what || says_where || has_bytes)
    }

    fn is_report(&self) -> bool {
        let is_versioned = matches!(self.version, Some(1..));
        let is_whole = self.findings.is_some() && self.groups.is_some() && self.summary.is_some();
        is_versioned && is_whole && self.has_no_finding()
    }

    fn is_last_line(&self) -> bool {
        let is_alone = self.version.is_none() && self.findings.is_none() && self.groups.is_none();
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
    #[serde(rename = "count")]
    _count: u64,
    #[serde(rename = "records")]
    _records: u64,
    #[serde(rename = "first")]
    _first: IgnoredAny,
}

/// The summary of our report: counts, and lists of what is not told by findings.
struct OwnSummary;

/// The keys that a summary has.
const SUMMARY_KEYS: [&str; 18] = [
    "files",
    "bytes",
    "records",
    "records_with_findings",
    "errors",
    "warnings",
    "infos",
    "findings_omitted",
    "interrupted",
    "unreadable",
    "ignored",
    "skipped",
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
    use acslint_types::CATEGORIES;

    use super::{Written, recognize};
    use crate::values::Format;

    fn kind(text: &str) -> Option<Written> {
        recognize(text.as_bytes()).unwrap()
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
        let is_report = |text: &str| super::is_only_report(text.as_bytes()).unwrap();
        let finding = r#"{"rule":"wrong-type","level":"error","message":"m","help":null,"file":"f","record":1,"line":1,"column":1,"end_line":1,"end_column":2,"byte_offset":0,"byte_length":1,"pointer":"","field":null,"category":"Usage","shape":"table","fix":null}"#;
        let group = r#"{"rule":"wrong-type","level":"error","category":null,"shape":null,"field":null,"count":1,"records":1,"first":{"file":"f","record":1,"line":1}}"#;
        let summary = r#"{"files":1,"bytes":1,"records":1,"records_with_findings":1,"errors":1,"warnings":0,"infos":0,"unreadable":[],"ignored":{},"skipped":{},"categories":[],"foreign":[]}"#;
        let json = format!(
            "{{\"version\":1,\"findings\":[\n{finding}\n],\"groups\":[{group}],\"summary\":{summary}}}\n"
        );
        let lines = format!("{finding}\n{finding}\n{{\"summary\":{summary}}}\n");
        assert!(is_report(&json) && is_report(&lines));
        assert!(is_report(&json.replace(finding, "").replace(group, "")));
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
