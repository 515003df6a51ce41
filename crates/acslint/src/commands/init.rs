//! `acslint init`: writes a configuration file, with what is found in a directory.
//!
//! It looks at the beginning of each file only: what is there tells what the rest is, and exports are large.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

use acslint_check::{Checker, Event, Hints, Level, RecordType, Report, Settings, WorkerState};
use acslint_types::Shape;

use crate::args::Init;
use crate::config::{Choice, Configs, NAME};
use crate::error::Error;
use crate::input::{Buffer, Found, Limits, Odometer, Source, discover};
use crate::interrupt;
use crate::output::OutputFile;
use crate::text::{counted, visible};

/// Bytes of each file that are looked at.
const LOOKED_AT: usize = 256 * 1024;
/// Files that are looked at.
const FILES: usize = 2000;
/// Folders that are named, and kinds of records in each.
const NAMED: [usize; 2] = [20, 4];

/// What was found in a directory.
#[derive(Debug, Default)]
struct Findings {
    files: u64,
    /// By folder: what records are in it.
    folders: BTreeMap<String, BTreeMap<(&'static str, Shape), u64>>,
    /// By rule: its level, and how many findings it has.
    rules: BTreeMap<&'static str, (Level, u64)>,
    /// Files that were not looked at.
    more: usize,
}

/// Writes the file and says so.
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
    Ok(format!("wrote {}; `acslint check` goes by it\n", visible(&written.display().to_string())))
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
        // What cannot be read is for `check` to tell.
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
        checker.session(Hints::from_path(&input.name)).advance(
            &mut memory,
            buffer.bytes(),
            end,
            &mut looking,
        );
    }
    Ok(findings)
}

/// Takes what is found in a file.
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
        // Without a configuration there are no other categories.
        if let Some(shape) = record_type.shape {
            let folder = self.findings.folders.entry(self.folder.clone()).or_default();
            *folder.entry((record_type.category, shape)).or_default() += records;
        }
    }
}

fn text(findings: &Findings) -> String {
    let mut text = "\
# How `acslint check` checks what is in this directory and below it. `acslint config show` prints what counts, and
# where each value comes from; a line without its `#` counts.
"
    .to_owned();
    if findings.folders.is_empty() {
        let _ = writeln!(
            text,
            "#\n# No record of a known category was found in {}.",
            counted(findings.files, "file")
        );
    } else {
        text += "#\n# What is here, by the beginning of each file:\n";
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
        let _ = writeln!(text, "#   not looked at: {}", counted(findings.more as u64, "more file"));
    }
    text += "
# The lowest level of a finding that fails the run: \"error\", \"warning\", \"info\" or \"never\".
fail-on = \"error\"

# \"strict\" makes an error of whatever is suspicious; \"lenient\" asks for what is wrong only.
# preset = \"strict\"

# Files and directories that are not read, as in a `.gitignore`.
# exclude = [\"generated/\"]
";
    text += &hint(findings);
    text += "
# The level of a rule, or of a group of rules: \"error\", \"warning\", \"info\" or \"allow\". `acslint rules` lists them.
[levels]
";
    if !findings.rules.is_empty() {
        text += "# Rules that find something here now, with their levels:\n";
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

/// What could be said of a folder with records of one kind.
fn hint(findings: &Findings) -> String {
    let one = findings.folders.iter().find(|(folder, kinds)| !folder.is_empty() && kinds.len() == 1);
    let known = one.and_then(|(folder, kinds)| kinds.keys().next().map(|kind| (folder.as_str(), *kind)));
    let (folder, (category, shape)) =
        known.unwrap_or(("exports/sms", ("SMSOperational", Shape::ResourceLog)));
    // In quotes as TOML has them.
    let pattern = serde_json::Value::from(format!("/{folder}/"));
    format!(
        "
# What is known of records that do not say it themselves.
# [[hints]]
# paths = [{pattern}]
# category = \"{category}\"
# shape = \"{shape}\"
"
    )
}

/// How a rule's findings could be left out.
fn suppression(findings: &Findings) -> String {
    let rule = findings.rules.keys().next().copied().unwrap_or("unknown-field");
    format!(
        "
# Findings that are left out, with the reason; `until` is the last day on which they are.
# [[suppress]]
# rule = \"{rule}\"
# paths = [\"legacy/\"]
# reason = \"the producer is mended with its next release\"
# until = 2027-03-31
"
    )
}
