//! `jsonl`: the findings of [`json`](super::json), one on each line, followed by one line with the summary.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{Finding, Summary, write};
use super::{End, Limit, Located, Reporter, Sink};

pub(super) struct Jsonl {
    sink: Sink,
    limit: Limit,
    finding: Finding,
}

impl Jsonl {
    pub(super) fn new(sink: Sink, limit: Limit) -> Self {
        Self { sink, limit, finding: Finding::default() }
    }
}

#[derive(Serialize)]
struct Last<'a> {
    summary: Summary<'a>,
}

impl Reporter for Jsonl {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        for spot in &event.findings {
            if self.limit.admits() {
                self.sink.write_all(self.finding.write_line(event, spot)?)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        write(&mut self.sink, &Last { summary: Summary::new(end, &self.limit) })?;
        writeln!(self.sink)?;
        self.sink.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}
