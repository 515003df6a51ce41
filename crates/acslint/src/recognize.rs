//! Recognition of files that this program wrote, by their content. Only these may be replaced where the user did not
//! name them.
//!
//! A JSON report is recognized by its keys and must parse to its end, so that neither records nor reports of other
//! tools match. Parsing goes item by item, and needs no more memory than the longest text. Text formats begin with a
//! [`marker`] in files; pages and test results name this program in their first lines.

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

/// Version, as a number or in the form of SARIF.
#[derive(Deserialize)]
#[serde(untagged)]
enum Version {
    Number(u64),
    Name(String),
}

/// Finding of a report or of a baseline; version 1 baselines have a fingerprint, version 2 baselines a count.
#[derive(Deserialize)]
#[serde(untagged)]
enum Finding {
    Reported {
        #[serde(rename = "rule")]
        _rule: Rule,
        #[serde(rename = "message")]
        _message: IgnoredAny,
        #[serde(rename = "pointer")]
        _pointer: IgnoredAny,
    },
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
