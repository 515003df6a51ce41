//! Progress of a run, in one line on standard error, for an interactive user.
//!
//! Workers draw it when they have news, so that it needs no thread. If the report goes to the same terminal, acslint
//! wipes the line for good before the report's first byte. Two writers on one terminal garble each other, and
//! scrolling findings show progress well enough.

use std::io::{self, BufWriter, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::sanitize;
use crate::tally::Tally;
use crate::text::{bytes, counted, printable};

/// Minimum number of milliseconds between two draws: drawing for each checked piece would cost more than it is worth.
const PAUSE: u64 = 100;

/// Report and notes of a run, kept for the caller of the library in place of the standard streams.
#[derive(Debug, Clone, Default)]
pub(crate) struct Captured(Arc<Mutex<Streams>>);

#[derive(Debug, Default)]
struct Streams {
    report: Vec<u8>,
    notes: Vec<String>,
}

impl Captured {
    /// Returns the report and the notes so far.
    pub(crate) fn take(&self) -> (Vec<u8>, Vec<String>) {
        let Streams { report, notes } =
            std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        (report, notes)
    }

    fn note(&self, note: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).notes.push(note);
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).report.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Progress line, if there is one, and the way for notes.
#[derive(Debug, Clone)]
pub(crate) struct Progress {
    line: Option<Arc<Line>>,
    captured: Option<Captured>,
}

#[derive(Debug)]
struct Line {
    bar: ProgressBar,
    begin: Instant,
    /// Number of bytes to read, before decompression.
    total: Option<u64>,
    /// True if the report goes to the same terminal.
    with_report: bool,
    /// Time of the last draw, in milliseconds from the beginning.
    drawn: AtomicU64,
    wiped: AtomicBool,
}

impl Progress {
    /// Returns a progress that shows nothing.
    pub(crate) fn none() -> Self {
        Self { line: None, captured: None }
    }

    /// Returns a progress that shows nothing, and keeps the notes.
    pub(crate) fn captured(captured: Captured) -> Self {
        Self { line: None, captured: Some(captured) }
    }

    /// Returns the destination of a report without a file: standard output, or what the caller gets.
    pub(crate) fn report(&self) -> Box<dyn Write + Send> {
        if let Some(captured) = &self.captured {
            return Box::new(captured.clone());
        }
        let stdout = WipingWriter { sink: sanitize::raw_stdout(), progress: self.clone() };
        Box::new(BufWriter::new(stdout))
    }

    /// Returns a progress that shows the bytes read, out of `total` if known. `with_report` is true if the report
    /// goes to the same terminal.
    pub(crate) fn new(total: Option<u64>, with_report: bool) -> Self {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{wide_msg}") {
            bar.set_style(style);
        }
        let (drawn, wiped) = (AtomicU64::new(0), AtomicBool::new(false));
        let line = Line { bar, begin: Instant::now(), total, with_report, drawn, wiped };
        Self { line: Some(Arc::new(line)), captured: None }
    }

    /// Shows the number of bytes read, and the counts so far.
    pub(crate) fn show(&self, read: u64, tally: &Tally) {
        let Some(line) = self.line.as_ref().filter(|line| !line.wiped.load(Ordering::Relaxed)) else {
            return;
        };
        let elapsed = line.begin.elapsed();
        let now = elapsed.as_millis() as u64;
        if now < line.drawn.load(Ordering::Relaxed) + PAUSE {
            return;
        }
        line.drawn.store(now, Ordering::Relaxed);
        line.bar.set_position(read);
        let left = line.total.map(|_| line.bar.eta().as_secs());
        line.bar.set_message(message(read, line.total, elapsed.as_secs_f64(), left, tally));
    }

    /// Wipes the line for good.
    pub(crate) fn wipe(&self) {
        if let Some(line) = &self.line
            && !line.wiped.swap(true, Ordering::Relaxed)
        {
            line.bar.finish_and_clear();
        }
    }

    /// Writes a line to standard error, or keeps it for the caller.
    pub(crate) fn note(&self, note: &str) {
        if let Some(captured) = &self.captured {
            return captured.note(printable(note).into_owned());
        }
        let write = || sanitize::say(&printable(note));
        match &self.line {
            None => write(),
            Some(line) => line.bar.suspend(write),
        }
    }
}

fn message(read: u64, total: Option<u64>, seconds: f64, left: Option<u64>, tally: &Tally) -> String {
    let total = total.map(|total| format!(" of {}", bytes(total as f64))).unwrap_or_default();
    let left = left.map(|left| format!(", {left} s left")).unwrap_or_default();
    format!(
        "{}{total}, {}/s, {}, {}{left}",
        bytes(read as f64),
        bytes(read as f64 / seconds.max(1e-9)),
        counted(tally.records, "record"),
        counted(tally.findings(), "finding"),
    )
}

/// Standard output that wipes the line before its first byte, if both are on one terminal.
struct WipingWriter<W> {
    sink: W,
    progress: Progress,
}

impl<W: Write> Write for WipingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.progress.line.as_ref().is_some_and(|line| line.with_report) {
            self.progress.wipe();
        }
        self.sink.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::atomic::Ordering;

    use super::{Progress, WipingWriter, message};
    use crate::tally::Tally;

    #[test]
    fn the_line_says_what_is_known() {
        let mut tally = Tally::default();
        tally.records = 1234;
        assert_eq!(
            message(5_000_000, Some(20_000_000), 2.0, Some(6), &tally),
            "5.0 MB of 20.0 MB, 2.5 MB/s, 1,234 records, 0 findings, 6 s left"
        );
        assert_eq!(
            message(5_000_000, None, 2.0, None, &tally),
            "5.0 MB, 2.5 MB/s, 1,234 records, 0 findings"
        );
    }

    #[test]
    fn the_line_makes_way_for_a_report_on_its_terminal() {
        for with_report in [true, false] {
            let progress = Progress::new(None, with_report);
            let mut sink = WipingWriter { sink: Vec::new(), progress: progress.clone() };
            let wiped = || progress.line.as_ref().unwrap().wiped.load(Ordering::Relaxed);
            sink.flush().unwrap();
            assert!(!wiped());
            sink.write_all(b"finding").unwrap();
            assert_eq!(wiped(), with_report);
            progress.wipe();
            assert!(wiped());
        }
    }
}
