//! `azure`: logging commands of Azure Pipelines, one for each kind of finding:
//! <https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands>.

use std::io::{self, Write};

use acslint_check::Level;

use super::{End, Located, Reporter, Sink, firsts::Firsts};
use crate::text::{counted, visible};

pub(super) struct Azure {
    pub(super) sink: Sink,
    pub(super) firsts: Firsts,
}

impl Reporter for Azure {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        self.firsts.event(event);
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        for unreadable in &end.tally.unreadable {
            let file = property(&unreadable.file);
            let reason = data(&unreadable.reason);
            writeln!(self.sink, "##vso[task.logissue type=error;sourcepath={file};]{reason}")?;
        }
        if let Some(trouble) = end.trouble() {
            writeln!(self.sink, "##vso[task.logissue type=error;]{}", data(&trouble))?;
        }
        for group in self.firsts.shown(end.tally) {
            let first = group.first;
            let (line, column) = (first.start.line, first.start.column);
            let kind = match group.level {
                Level::Error => "error",
                Level::Warning => "warning",
                // There is no issue below a warning.
                Level::Info | Level::Allow => {
                    let text =
                        format!("{}:{line}:{column}: info[{}] {}", first.file, group.rule, group.message());
                    writeln!(self.sink, "{}", visible(&text))?;
                    continue;
                }
            };
            writeln!(
                self.sink,
                "##vso[task.logissue type={kind};sourcepath={};linenumber={line};columnnumber={column};code={};]{}",
                property(&first.file),
                property(group.rule),
                data(&group.message()),
            )?;
        }
        writeln!(
            self.sink,
            "{} in {} of {}: {}",
            counted(end.tally.findings(), "finding"),
            counted(end.tally.records, "record"),
            counted(end.tally.files, "file"),
            end.reason()
        )?;
        self.sink.flush()
    }
}

/// The message of a command.
fn data(text: &str) -> String {
    visible(text).replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command.
fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}
