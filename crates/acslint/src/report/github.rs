//! `github`: workflow commands, which GitHub shows at the lines of a pull request, and the summary of the step.
//!
//! A step shows ten annotations of a level. So there is one for each kind of finding, at its first place, and a notice of
//! those that were left out: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;

use acslint_check::Level;

use super::{End, Located, Reporter, Sink, firsts::Firsts, markdown};
use crate::text::{counted, visible};

/// How many annotations of one level a step shows.
const SHOWN: usize = 10;

pub(super) struct Github {
    pub(super) sink: Sink,
    pub(super) firsts: Firsts,
    /// The file that GitHub shows on the page of the run.
    pub(super) step_summary: Option<PathBuf>,
}

impl Reporter for Github {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        self.firsts.event(event);
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        let groups = self.firsts.shown(end.tally);
        for unreadable in &end.tally.unreadable {
            let file = property(&unreadable.file);
            writeln!(self.sink, "::error file={file},title=unreadable::{}", data(&unreadable.reason))?;
        }
        if let Some(trouble) = end.trouble() {
            writeln!(self.sink, "::error title=acslint::{}", data(&trouble))?;
        }
        let mut left_out = 0;
        // One of the notices is for what is left out.
        for (level, command, shown) in [
            (Level::Error, "error", SHOWN),
            (Level::Warning, "warning", SHOWN),
            (Level::Info, "notice", SHOWN - 1),
        ] {
            let of_level = || groups.iter().filter(|group| group.level == level);
            left_out += of_level().skip(shown).count();
            for group in of_level().take(shown) {
                let first = group.first;
                writeln!(
                    self.sink,
                    "::{command} file={},line={},endLine={},{}title={}::{}",
                    property(&first.file),
                    first.start.line,
                    first.end.line,
                    // Columns are for annotations within one line.
                    if first.start.line == first.end.line {
                        format!("col={},endColumn={},", first.start.column, first.end.column)
                    } else {
                        String::new()
                    },
                    property(group.rule),
                    data(&group.message()),
                )?;
            }
        }
        if left_out > 0 {
            let kinds = counted(left_out as u64, "kind");
            writeln!(
                self.sink,
                "::notice title=acslint::{kinds} of findings without an annotation; see the log"
            )?;
            for group in &groups {
                let first = group.first;
                let place = format!("{}:{}:{}", first.file, first.start.line, first.start.column);
                let line = format!("{place}: {}[{}] {}", group.level, group.rule, group.message());
                writeln!(self.sink, "{}", visible(&line))?;
            }
        }
        writeln!(
            self.sink,
            "{} in {} of {}: {}",
            counted(end.tally.findings(), "finding"),
            counted(end.tally.records, "record"),
            counted(end.tally.files, "file"),
            end.reason()
        )?;
        self.sink.flush()?;
        if let Some(path) = &self.step_summary {
            let mut file = OpenOptions::new().create(true).append(true).open(path)?;
            markdown::write(&mut file, &groups, end)?;
        }
        Ok(())
    }
}

/// The message of a command.
fn data(text: &str) -> String {
    visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
