//! `acslint init`: writes a configuration file that fits the logs in a directory.
//!
//! It reads only the beginning of each file: exports are large, and the rest of a file is alike.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

use acslint_check::{Checker, Event, Hints, Level, RecordType, Report, Session, Settings, WorkerState};
use acslint_types::Shape;

use crate::args::Init;
use crate::config::{Choice, Configs, NAME};
use crate::error::Error;
use crate::input::{Buffer, Found, Limits, Odometer, Source, discover};
use crate::interrupt;
use crate::output::OutputFile;
use crate::text::{counted, visible};

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
    /// Number of files that were not read.
    more: usize,
}

/// Writes the file, and returns a message about it.
pub(crate) fn run(args: &Init) -> Result<String, Error> {
    interrupt::listen();
    let path = args.directory.join(NAME);
    let cannot = |source| Error::Create { path: path.clone(), source };
    let metadata = fs::metadata(&args.directory).map_err(cannot)?;
    if !metadata.is_dir() {
        return Err(cannot(io::Error::from(io::ErrorKind::NotADirectory)));
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
        visible(&written.display().to_string())
    ))
}

fn look_into(directory: &Path) -> Result<Findings, Error> {
    let configs = Arc::new(Configs::new(Choice::Nothing)?);
    let checker = Checker::new(Settings::default())?;
    let (mut findings, mut memory, mut buffer) =
        (Findings::default(), WorkerState::default(), Buffer::default());
    let inputs = discover(&[directory.to_owned()], &configs, false, &|_| false).inputs;
    findings.more = inputs.len().saturating_sub(FILES);
    for input in inputs.into_iter().take(FILES).filter_map(Found::ok) {
        buffer.clear(2 * LOOKED_AT);
        // `check` reports unreadable files.
        let source = Source::open(&input.origin, &Odometer::default(), Limits::default());
        let Ok(end) = source.and_then(|mut source| buffer.fill(&mut source, LOOKED_AT)) else {
            continue;
        };
        findings.files += 1;
        let name = Path::new(&input.name);
        let name = name.strip_prefix(directory.strip_prefix(".").unwrap_or(directory)).unwrap_or(name);
        let folder =
            name.parent().map(|folder| folder.to_string_lossy().replace('\\', "/")).unwrap_or_default();
        let mut looking = Looking { findings: &mut findings, folder };
        Session::new(&checker, Hints::from_path(&input.name)).advance(
            &mut memory,
            buffer.bytes(),
            end,
            &mut looking,
        );
    }
    Ok(findings)
}

/// Collects the record types and findings of a file.
struct Looking<'f> {
    findings: &'f mut Findings,
    folder: String,
}

impl Report for Looking<'_> {
    fn event(&mut self, event: &Event<'_>) {
        for finding in event.findings {
            self.findings.rules.entry(finding.rule).or_insert((finding.level, 0)).1 += 1;
        }
        if let Some(record_type) = crate::tally::known(event.subject.as_ref()) {
            self.proved_clean(record_type, 1);
        }
    }

    fn proved_clean(&mut self, record_type: RecordType, records: u64) {
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
            let _ = writeln!(text, "#   {}: {}", visible(folder), names.join(", "));
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

# Files and directories to skip, as in a `.gitignore`.
# exclude = [\"generated/\"]
";
    text += &hint(findings);
    text += "
# Levels of rules or groups of rules: \"error\", \"warning\", \"info\" or \"allow\". `acslint rules` lists them.
[levels]
";
    if !findings.rules.is_empty() {
        text += "# Rules that currently find something, with their levels:\n";
    }
    let width =
        findings.rules.iter().map(|(rule, (level, _))| rule.len() + level.id().len()).max().unwrap_or(0);
    for (rule, (level, count)) in &findings.rules {
        let gap = width - rule.len() - level.id().len();
        let _ = writeln!(text, "# {rule} = \"{level}\"{:gap$}  # {}", "", counted(*count, "finding"));
    }
    text += "
# Levels for some files, categories or properties.
# [[overrides]]
# paths = [\"legacy/\"]
# levels.unknown-field = \"allow\"
";
    text += &suppression(findings);
    text
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
