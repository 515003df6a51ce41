//! `acslint init`: writes a configuration file that fits the logs in a directory.
//!
//! It reads only the beginning of each file: exports are large, and the rest of a file is alike.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

use acslint_check::{
    Checker, Event, Hints, Level, RecordType, Report, Session, Settings, Subject, WorkerState,
};
use acslint_types::Shape;

use crate::args::Init;
use crate::config::{Choice, Configs, NAME};
use crate::error::Error;
use crate::input::{Buffer, DiscoveredInput, Limits, Odometer, Selection, Source, discover};
use crate::interrupt;
use crate::output::{FileError, OutputFile};
use crate::text::{counted, printable};

/// Bytes read of each file.
const LOOKED_AT: usize = 256 * 1024;
/// Maximum number of files to read.
const FILES: usize = 2000;
/// Maximum number of folders to name, and of record types in each.
const NAMED: [usize; 2] = [20, 4];

/// Summary of the logs in a directory.
#[derive(Debug, Default)]
struct Findings {
    files: u64,
    /// Record types by folder.
    folders: BTreeMap<String, BTreeMap<(&'static str, Shape), u64>>,
    /// Level and number of findings by rule.
    rules: BTreeMap<&'static str, (Level, u64)>,
    /// Files without log records by folder, and the number of files in each folder.
    others: BTreeMap<String, (Vec<String>, usize)>,
    /// Number of files that were not read.
    more: usize,
}

/// Writes the file, and returns a message about it.
pub(crate) fn run(args: &Init) -> Result<String, Error> {
    interrupt::listen();
    let path = args.directory.join(NAME);
    let cannot = |source| FileError::Create { path: path.clone(), source };
    let metadata = fs::metadata(&args.directory).map_err(cannot)?;
    if !metadata.is_dir() {
        return Err(cannot(io::Error::from(io::ErrorKind::NotADirectory)).into());
    }
    let there = fs::symlink_metadata(&path);
    if there.as_ref().is_ok_and(fs::Metadata::is_symlink) {
        return Err(Error::ConfigIsLink { path });
    }
    if !args.force && there.is_ok() {
        return Err(Error::ConfigExists { path });
    }
    let findings = look_into(&args.directory)?;
    let text = text(&findings);
    let file = if args.force { OutputFile::create(&path) } else { OutputFile::create_new(&path) };
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.commit()));
    written.map_err(cannot)?;
    let written = path.strip_prefix(".").unwrap_or(&path);
    Ok(format!(
        "wrote {}, which `acslint check` reads from now on\n",
        printable(&written.display().to_string())
    ))
}

fn look_into(directory: &Path) -> Result<Findings, Error> {
    let configs = Arc::new(Configs::new(Choice::Nothing)?);
    let checker = Checker::new(Settings::default())?;
    let (mut findings, mut memory, mut buffer) =
        (Findings::default(), WorkerState::default(), Buffer::default());
    let inputs = discover(&[directory.to_owned()], &configs, &Selection::default(), &|_| false).inputs;
    findings.more = inputs.len().saturating_sub(FILES);
    for input in inputs.into_iter().take(FILES).filter_map(DiscoveredInput::ok) {
        buffer.clear(2 * LOOKED_AT);
        // `check` reports unreadable files.
        let source = Source::open(&input.origin, &Odometer::default(), Limits::default());
        let Ok(end) = source.and_then(|mut source| source.fill(&mut buffer, LOOKED_AT)) else {
            continue;
        };
        findings.files += 1;
        let name = Path::new(&input.name);
        let name = name.strip_prefix(directory.strip_prefix(".").unwrap_or(directory)).unwrap_or(name);
        let folder =
            name.parent().map(|folder| folder.to_string_lossy().replace('\\', "/")).unwrap_or_default();
        let mut looking =
            Looking { findings: &mut findings, folder: folder.clone(), has_logs: false, has_others: false };
        Session::new(&checker, Hints::from_path(&input.name)).advance(
            &mut memory,
            buffer.bytes(),
            end,
            &mut looking,
        );
        let is_other = looking.has_others && !looking.has_logs;
        let (others, all) = findings.others.entry(folder).or_default();
        *all += 1;
        others.extend(is_other.then(|| name.file_name().unwrap_or_default().to_string_lossy().into_owned()));
    }
    Ok(findings)
}

/// Collects the record types and findings of a file.
struct Looking<'f> {
    findings: &'f mut Findings,
    folder: String,
    /// True if the file has a log record, or may have one.
    has_logs: bool,
    /// True if the file has values that are not log records.
    has_others: bool,
}

/// Rules whose findings show that a value is not a log record, as far as its content tells.
const NOT_A_LOG: [&str; 2] = ["missing-category", "not-a-record"];

impl Report for Looking<'_> {
    fn event(&mut self, event: &Event<'_>) {
        for finding in event.findings {
            self.findings.rules.entry(finding.rule).or_insert((finding.level, 0)).1 += 1;
        }
        if event.findings.iter().any(|finding| NOT_A_LOG.contains(&finding.rule)) {
            self.has_others = true;
        } else {
            self.has_logs |= event.subject.is_some();
        }
        if let Some(record_type) = event.subject.as_ref().and_then(Subject::record_type) {
            self.proved_clean(record_type, 1);
        }
    }

    fn proved_clean(&mut self, record_type: RecordType, records: u64) {
        self.has_logs = true;
        // Without a configuration there are no custom categories.
        if let Some(shape) = record_type.shape {
            let folder = self.findings.folders.entry(self.folder.clone()).or_default();
            *folder.entry((record_type.category, shape)).or_default() += records;
        }
    }
}

fn text(findings: &Findings) -> String {
    let mut text = "\
# Configuration of `acslint check` for this directory and its subdirectories. `acslint config show` prints the effective
# settings and their sources. Remove a `#` to enable a line.
"
    .to_owned();
    if findings.folders.is_empty() {
        let _ = writeln!(
            text,
            "#\n# Found no records of a known category in {}.",
            counted(findings.files, "file")
        );
    } else {
        text += "#\n# Records found at the beginning of each file:\n";
        for (folder, kinds) in findings.folders.iter().take(NAMED[0]) {
            let folder = if folder.is_empty() { "." } else { folder };
            let mut names: Vec<String> = kinds
                .keys()
                .take(NAMED[1])
                .map(|(category, shape)| format!("{category} ({shape})"))
                .collect();
            names.extend(
                kinds.len().checked_sub(NAMED[1]).filter(|more| *more > 0).map(|more| format!("{more} more")),
            );
            let _ = writeln!(text, "#   {}: {}", printable(folder), names.join(", "));
        }
        let more = findings.folders.len().saturating_sub(NAMED[0]);
        if more > 0 {
            let _ = writeln!(text, "#   and {}", counted(more as u64, "more folder"));
        }
    }
    if findings.more > 0 {
        let _ = writeln!(text, "#   not read: {}", counted(findings.more as u64, "more file"));
    }
    text += "
# Lowest level of a finding that fails the run: \"error\", \"warning\", \"info\" or \"never\".
fail-on = \"error\"

# \"strict\" makes suspicious records errors; \"lenient\" reports only wrong records.
# preset = \"strict\"
";
    text += &excludes(findings);
    text += "
# Levels of rules or groups of rules: \"error\", \"warning\", \"info\" or \"allow\". `acslint rules` lists them.
";
    if findings.rules.is_empty() {
        text += "# levels.unknown-field = \"error\"\n";
    } else {
        text += "# Rules that currently find something, with their levels:\n";
    }
    let width =
        findings.rules.iter().map(|(rule, (level, _))| rule.len() + level.id().len()).max().unwrap_or(0);
    for (rule, (level, count)) in &findings.rules {
        let gap = width - rule.len() - level.id().len();
        let _ = writeln!(text, "# levels.{rule} = \"{level}\"{:gap$}  # {}", "", counted(*count, "finding"));
    }
    text += "
# Tables come last. Add keys such as those above before the first table: a key belongs to the table before it.
";
    text += &hint(findings);
    text += "
# Levels for some files, categories or properties.
# [[overrides]]
# paths = [\"legacy/\"]
# levels.unknown-field = \"allow\"
";
    text += &suppression(findings);
    text
}

/// Proposal to exclude what has no log records, or else an example.
fn excludes(findings: &Findings) -> String {
    let mut patterns: Vec<String> = Vec::new();
    for (folder, (others, all)) in &findings.others {
        let is_whole = !folder.is_empty() && others.len() == *all;
        let above = if folder.is_empty() { String::new() } else { format!("/{}", literal(folder)) };
        if is_whole {
            patterns.push(format!("{above}/"));
        } else {
            patterns.extend(others.iter().map(|name| format!("{above}/{}", literal(name))));
        }
    }
    let mut text = "\n# Files and directories to skip, as in a `.gitignore`.".to_owned();
    let more = patterns.len().saturating_sub(NAMED[0]);
    if patterns.is_empty() {
        patterns.push("generated/".to_owned());
    } else {
        text += " These have no log records:";
    }
    patterns.truncate(NAMED[0]);
    // JSON strings are valid TOML strings.
    let listed: Vec<String> =
        patterns.into_iter().map(|pattern| serde_json::Value::from(pattern).to_string()).collect();
    let _ = writeln!(text, "\n# exclude = [{}]", listed.join(", "));
    if more > 0 {
        let _ = writeln!(text, "# and {}", counted(more as u64, "more file"));
    }
    text
}

/// Returns a name as a pattern that matches only this name.
fn literal(name: &str) -> String {
    name.chars()
        .flat_map(|character| "*?[]\\".contains(character).then_some('\\').into_iter().chain([character]))
        .collect()
}

/// Example of a hint for a folder with records of one type.
fn hint(findings: &Findings) -> String {
    let one = findings.folders.iter().find(|(folder, kinds)| !folder.is_empty() && kinds.len() == 1);
    let known = one.and_then(|(folder, kinds)| kinds.keys().next().map(|kind| (folder.as_str(), *kind)));
    let (folder, (category, shape)) =
        known.unwrap_or(("exports/sms", ("SMSOperational", Shape::ResourceLog)));
    // JSON strings are valid TOML strings.
    let pattern = serde_json::Value::from(format!("/{folder}/"));
    format!(
        "
# Category and shape of records that do not name theirs.
# [[hints]]
# paths = [{pattern}]
# category = \"{category}\"
# shape = \"{shape}\"
"
    )
}

/// Example of a suppression of a rule's findings.
fn suppression(findings: &Findings) -> String {
    let rule = findings.rules.keys().next().copied().unwrap_or("unknown-field");
    format!(
        "
# Findings to leave out, with the reason; `until` is the last day.
# [[suppress]]
# rule = \"{rule}\"
# paths = [\"legacy/\"]
# reason = \"the next release of the producer fixes it\"
# until = 2027-03-31
"
    )
}
