//! Reports: each output format is one file here, behind the trait [`Reporter`].
//!
//! [`Reports`] is the interface of the check: it counts each event in the [`Tally`], determines the positions of its
//! findings once, and passes both to the format. A new format is a file with a `Reporter` and an arm in [`reporter`].

mod annotations;
mod azure;
mod breakdown;
mod concise;
mod disclosed;
mod fold;
mod github;
mod gitlab;
mod grouped;
mod groups;
mod html;
mod human;
mod json;
mod jsonl;
mod junit;
#[cfg(any(test, fuzzing))]
pub(crate) mod leaks;
mod markdown;
mod paths;
mod planned;
mod rdjson;
mod redact;
mod repeats;
mod row;
mod sarif;
mod snippet;
mod summary;
#[cfg(any(test, fuzzing))]
mod trial;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use acslint_check::{
    AlongKey, Event, Part, Position, Provenance, RecordType, Report, Span, Subject, Text, Time,
};
use acslint_schema::stats::Stats;
use acslint_types::Shape;

use self::annotations::{Each, Levels};
use self::groups::{ByGroup, Firsts, Shown};
pub(crate) use self::human::draw_fault;
use self::paths::Paths;
pub(crate) use self::paths::Roots;
pub(crate) use self::planned::{PlannedReport, PlannedReports};
use self::redact::Redactor;
pub(crate) use self::redact::{is_told, key_of, token};
pub use self::row::{CellOfRow, EditOfRow, FixOfRow, Row};
#[cfg(any(test, fuzzing))]
pub(crate) use self::trial::written;
use crate::baseline::{Baseline, BaselineError, Outcome};
use crate::breakdown::{Breakdown, Key};
use crate::cursor::Cursor;
use crate::exit::Exit;
use crate::grouping::{First, Group, Place, Times};
use crate::input::{LeftOut, changed_since};
use crate::losses::Losses;
use crate::output::{FileError, Opening, OutputFile};
use crate::progress::Progress;
use crate::recognize;
use crate::sanitize::{self, Form, Sanitizer};
use crate::shard::Recorder;
use crate::split::{Aside, SplitEnd, SplitError, SplitInput, Splitter};
use crate::suppress::Suppressions;
use crate::tally::{Tally, Unreadable};
use crate::text::counted;
use crate::values::{Annotate, By, Format};
use crate::verdict::{self, Criteria};

/// Reason why a report is not complete.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReportError {
    /// Its file cannot be created or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Its baseline cannot be written.
    #[error(transparent)]
    Baseline(#[from] BaselineError),
    /// Standard output cannot be written.
    #[error("cannot write the report")]
    Stream(#[source] io::Error),
    /// A split is not complete.
    #[error(transparent)]
    Split(#[from] SplitError),
}

/// Destination of a report.
type Sink = Box<dyn Write + Send>;

/// Writer of one report, finding by finding, in input order.
trait Reporter: Send {
    /// Takes an event with findings.
    fn event(&mut self, event: &Located<'_>) -> io::Result<()>;

    /// Takes the name of an input that was read to its end.
    fn end_of_input(&mut self, _file: &str) {}

    /// Ends the report; the tally lists unreadable inputs.
    fn finish(&mut self, end: &End<'_>) -> io::Result<()>;

    /// Writes everything so far through to the sink, if the format has no end that readers need.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Event with the positions of its findings in the input.
struct Located<'a> {
    /// Name of the input in reports.
    file: &'a str,
    /// Place of the record in the order of the run.
    place: Place,
    event: &'a disclosed::Event<'a>,
    findings: Vec<Spot<'a>>,
    paths: &'a Paths,
    service: &'a OnceCell<ServicePath>,
    /// Place of its record in a split, if there is a split.
    split: Option<SplitPlace<'a>>,
}

/// Path of an input for services.
#[derive(Debug)]
struct ServicePath {
    path: String,
    /// True if the file differs from the base of the change under review.
    is_changed: bool,
}

impl Located<'_> {
    fn service(&self) -> &ServicePath {
        self.service.get_or_init(|| ServicePath {
            path: self.paths.service_path(self.file).into_owned(),
            is_changed: self.paths.is_changed(self.file),
        })
    }

    /// Returns the path of the input for services.
    fn service_path(&self) -> &str {
        &self.service().path
    }

    /// Returns true if the input differs from the base of the change under review.
    fn is_changed(&self) -> bool {
        self.service().is_changed
    }
}

/// Place of a record in a split.
#[derive(Debug, Clone, Copy)]
struct SplitPlace<'a> {
    /// Place on the invalid side, if it is there.
    aside: Option<Aside<'a>>,
}

/// Finding with its position.
struct Spot<'a> {
    finding: disclosed::Finding<'a>,
    /// Index of its group in [`Tally::groups`].
    group: usize,
    start: Position,
    end: Position,
    /// Its bytes in the input.
    bytes: Span,
}

/// Results of a run, once everything was checked.
#[derive(Clone, Copy)]
pub(crate) struct End<'a> {
    pub(crate) tally: &'a Tally,
    pub(crate) exit: Exit,
    pub(crate) criteria: &'a Criteria,
    /// Outcome of the baseline, if there is one.
    pub(crate) baseline: Option<&'a Outcome>,
    pub(crate) elapsed: Duration,
    /// Number of threads of the check.
    pub(crate) threads: usize,
    /// Recorder of the shard, if the run checks one.
    shard: Option<&'a Recorder>,
    paths: &'a Paths,
    /// Replacement of private parts, if the report is redacted.
    redactor: Option<&'a Redactor>,
}

impl<'a> End<'a> {
    /// Returns a text of a finding as the report may show it.
    fn disclose(&self, text: &'a Text) -> Cow<'a, str> {
        disclosed::disclose(text, self.redactor)
    }

    /// Returns the times of a group's records, if the report may show them.
    fn times(&self, group: &Group) -> Option<Times> {
        group.times.filter(|_| self.redactor.is_none() || disclosed::shows_time(group.record_type))
    }

    /// Returns the time and the resource of the record with the first finding of a group, as the report may show them.
    fn first_provenance(&self, group: &'a Group) -> (Option<Time>, Option<Cow<'a, str>>) {
        let Provenance { time, resource } = &group.first.provenance;
        let time = time.filter(|_| self.times(group).is_some());
        (time, resource.as_ref().map(|resource| disclosed::disclose_resource(resource, self.redactor)))
    }

    /// Returns the path of an input for services.
    fn service_path<'n>(&self, file: &'n str) -> Cow<'n, str> {
        self.paths.service_path(file)
    }

    /// Returns the numbers of findings, records and files as a phrase.
    pub(crate) fn counts(&self) -> String {
        format!(
            "{} in {} of {}{}{}",
            counted(self.tally.findings(), "finding"),
            counted(self.tally.records, self.tally.unit()),
            counted(self.tally.files, "file"),
            self.known().map(|known| format!(" ({known})")).unwrap_or_default(),
            self.left_out(),
        )
    }

    /// Returns the numbers of known and of stale findings as a phrase.
    pub(crate) fn known(&self) -> Option<String> {
        self.baseline.map(Outcome::phrase)
    }

    /// Returns the entries that are not inputs as a phrase, to append to the checked ones.
    pub(crate) fn left_out(&self) -> String {
        let parts: Vec<_> = [self.tally.left_out.phrase(), self.unselected()].into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) }
    }

    /// Returns the number of records outside of the window of time as a phrase.
    pub(crate) fn unselected(&self) -> Option<String> {
        let records = self.tally.unselected;
        (records > 0).then(|| format!("{} outside of `--since` and `--until`", counted(records, "record")))
    }

    /// Returns the place of a row of the breakdown, as the report may show it.
    fn key(&self, key: &Key) -> String {
        match key {
            Key::Resource(resource) => disclosed::disclose_resource(resource, self.redactor).into_owned(),
            key => key.to_string(),
        }
    }

    /// Returns the reason why the run allows no verdict, unless a finding or an unreadable input shows it.
    pub(crate) fn failure(&self) -> Option<String> {
        match self.exit {
            Exit::NothingChecked => Some(self.reason()),
            Exit::Failure => self.tally.interrupted.then(|| self.reason()),
            Exit::Success | Exit::Findings => verdict::too_little(self.tally, self.criteria),
        }
    }

    /// Returns the reason for the end of the run.
    pub(crate) fn reason(&self) -> String {
        self.exit.reason(self.tally, self.criteria)
    }
}

/// Reports of a run while it writes them.
pub(crate) struct Reports {
    tally: Tally,
    /// Number of the current input, including unreadable ones.
    input: u64,
    file: String,
    /// Path of the current input for services, once one needs it.
    service: OnceCell<ServicePath>,
    paths: Paths,
    outputs: Vec<Output>,
    redactor: Redactor,
    baseline: Option<Baseline>,
    suppressions: Suppressions,
    split: Option<Splitter>,
    shard: Option<Recorder>,
}

/// Format of a report, until writing fails.
struct Output {
    /// True if the report must not show personal data.
    redacts: bool,
    /// `None` once the reader has closed the report.
    reporter: Option<Box<dyn Reporter>>,
    /// File of the report, moved to its place once the report is complete.
    file: Option<(PathBuf, OutputFile)>,
    failure: Option<ReportError>,
}

impl Output {
    /// Writes, unless an earlier write failed. A closed pipe is not an error: its reader has seen enough.
    fn write(&mut self, write: impl FnOnce(&mut dyn Reporter) -> io::Result<()>) {
        let Some(reporter) = &mut self.reporter else {
            return;
        };
        if let Err(error) = write(reporter.as_mut()) {
            self.reporter = None;
            let file = self.file.take();
            if error.kind() != io::ErrorKind::BrokenPipe {
                self.failure = Some(match file {
                    Some((path, _)) => FileError::Write { path, source: error }.into(),
                    None => ReportError::Stream(error),
                });
            }
        }
    }

    /// Ends the report, and moves its file to its place.
    fn finish(&mut self, end: &End<'_>) {
        self.write(|reporter| reporter.finish(end));
        if let Some((path, file)) = self.file.take()
            && let Err(source) = file.commit()
        {
            self.reporter = None;
            self.failure = Some(FileError::Write { path, source }.into());
        }
    }
}

impl Reports {
    /// Opens the planned reports. On the terminal, the progress line gives way to the report there.
    ///
    /// Findings that a baseline knows are absent from all reports.
    pub(crate) fn open(
        plan: &PlannedReports,
        baseline: Option<Baseline>,
        progress: &Progress,
    ) -> Result<Self, ReportError> {
        let mut reports = Self::new(plan.redact_key.as_deref());
        reports.baseline = baseline;
        reports.paths = Paths::new(&plan.roots, changed(plan));
        for report in &plan.reports {
            let (sink, file): (Sink, _) = match &report.output {
                None => (progress.report(), None),
                Some(path) => {
                    let (sink, file) = create(path, report.format, report.opening)
                        .map_err(|source| FileError::Create { path: path.clone(), source })?;
                    (Box::new(sink), Some((path.clone(), file)))
                }
            };
            reports.add(reporter(report, sink, Box::new(sanitize::stderr())), file, report.redacts);
        }
        Ok(reports)
    }

    /// Lists categories of the configuration, even if no record has them.
    pub(crate) fn expect(&mut self, own: impl Iterator<Item = &'static str>) {
        own.for_each(|category| self.tally.expect(RecordType { category, shape: None }));
    }

    fn new(redact_key: Option<&str>) -> Self {
        let redactor = Redactor::new(redact_key);
        Self {
            tally: Tally::default(),
            input: 0,
            file: String::new(),
            service: OnceCell::new(),
            paths: Paths::default(),
            outputs: Vec::new(),
            redactor,
            baseline: None,
            suppressions: Suppressions::default(),
            split: None,
            shard: None,
        }
    }

    fn add(&mut self, reporter: Box<dyn Reporter>, file: Option<(PathBuf, OutputFile)>, redacts: bool) {
        self.outputs.push(Output { redacts, reporter: Some(reporter), file, failure: None });
    }

    /// Returns the counts so far.
    pub(crate) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Returns true while a report has a reader, or a baseline is being written.
    pub(crate) fn is_open(&self) -> bool {
        if let Some(split) = &self.split {
            return split.is_open() && self.outputs.iter().all(|output| output.failure.is_none());
        }
        self.tally.stats.is_some()
            || self.shard.as_ref().is_some_and(|shard| shard.stats().is_some())
            || self.outputs.iter().any(|output| output.reporter.is_some())
            || self.baseline.as_ref().is_some_and(Baseline::is_written)
    }

    /// Returns an empty tally that counts what the reports and the recorder of a shard want.
    pub(crate) fn counting(&self) -> Tally {
        self.shard.as_ref().map_or_else(|| self.tally.alike(), |shard| shard.counting().alike())
    }

    /// Adds statistics of inputs whose records are not passed on.
    pub(crate) fn add_stats(&mut self, stats: &Stats) {
        if let Some(all) = &mut self.tally.stats {
            all.merge(stats);
        }
    }

    /// Records everything for the report of a shard from now on.
    pub(crate) fn record_shard(&mut self, recorder: Recorder) {
        self.shard = Some(recorder);
    }

    /// Notes that the current input is a split of a file, checked up to its end.
    pub(crate) fn end_of_shard(&mut self, split: acslint_check::Split, end: acslint_check::SplitEnd) {
        let bytes = end.bytes();
        if let Some(shard) = &mut self.shard {
            shard.split(split, end);
        }
        self.end_of_file(bytes);
    }

    /// Counts records and findings along a dimension from now on.
    pub(crate) fn count_by(&mut self, by: Option<By>) {
        self.tally.breakdown = by.map(Breakdown::new);
    }

    /// Counts losses in a destination from now on.
    pub(crate) fn count_losses(&mut self, losses: Option<Losses>) {
        self.tally.losses = losses;
    }

    /// Collects statistics of all records from now on.
    pub(crate) fn collect_stats(&mut self) {
        self.tally.stats = Some(Stats::default());
    }

    /// Splits the inputs from now on.
    pub(crate) fn split(&mut self, split: Splitter) {
        self.split = Some(split);
    }

    /// Begins the split of an input, if there is a split.
    pub(crate) fn begin_split(&mut self, input: SplitInput) {
        if let Some(split) = &mut self.split {
            split.begin(input);
        }
    }

    /// Ends the split of an input; `is_complete` is true if it was read to its end.
    pub(crate) fn end_of_split(&mut self, is_complete: bool) {
        if let Some(split) = &mut self.split {
            split.end_of_input(is_complete);
        }
    }

    /// Writes everything through, because the input pauses.
    pub(crate) fn pause(&mut self) {
        if let Some(split) = &mut self.split {
            split.flush();
        }
        for output in &mut self.outputs {
            output.write(|reporter| reporter.flush());
        }
    }

    /// Leaves suppressed findings out from now on.
    pub(crate) fn suppress(&mut self, suppressions: Suppressions) {
        self.suppressions = suppressions;
    }

    /// Begins an input; `setup` is the number of its setup.
    pub(crate) fn begin(&mut self, file: &str, setup: usize) {
        self.input += 1;
        if let Some(shard) = &mut self.shard {
            shard.begin(file);
        }
        self.suppressions.begin(setup);
        file.clone_into(&mut self.file);
        self.service.take();
    }

    /// Ends an input that was read to its end.
    pub(crate) fn end_of_file(&mut self, bytes: u64) {
        self.tally.files += 1;
        self.tally.bytes += bytes;
        self.tally.end_of_input();
        if let Some(shard) = &mut self.shard {
            shard.end(bytes, None);
        }
        for output in &mut self.outputs {
            if let Some(reporter) = &mut output.reporter {
                reporter.end_of_input(&self.file);
            }
        }
    }

    /// Ends an input that could not be read, or not beyond `bytes`.
    pub(crate) fn unreadable(&mut self, file: &str, reason: String, bytes: u64) {
        if let Some(shard) = &mut self.shard {
            shard.end(bytes, Some(&reason));
        }
        self.tally.files += u64::from(bytes > 0);
        self.tally.end_of_input();
        self.tally.bytes += bytes;
        self.tally.unreadable.push(Unreadable { file: file.to_owned(), reason });
    }

    /// Counts records of the current input without findings.
    pub(crate) fn clean(&mut self, clean: &Tally) {
        for count in clean.types() {
            self.suppressions.reach(Some(count.record_type.category));
        }
        if let Some(shard) = &mut self.shard {
            shard.current().clean(clean);
        }
        self.tally.add_clean(clean);
    }

    /// Notes the entries that the search for inputs left out.
    pub(crate) fn left_out(&mut self, left_out: LeftOut) {
        self.tally.left_out = left_out;
    }

    /// Notes that the run ended before everything was read.
    pub(crate) fn interrupted(&mut self) {
        self.tally.interrupted = true;
    }

    /// Ends the baseline and then the report, so that the report shows the outcome of the baseline.
    pub(crate) fn finish(
        mut self,
        criteria: &Criteria,
        elapsed: Duration,
        threads: usize,
    ) -> Result<Finished, ReportError> {
        let mut tally = std::mem::take(&mut self.tally);
        tally.suppressions = std::mem::take(&mut self.suppressions).finish();
        let is_complete = verdict::is_complete(&tally, criteria);
        let split = self.split.take().map(Splitter::finish).transpose()?;
        if split.is_some_and(|split| !split.is_written) {
            // The findings would name places in a file that does not appear.
            self.outputs.clear();
        }
        let (baseline, written) = self.baseline.take().map(|baseline| baseline.finish(is_complete)).unzip();
        let exit = match &written {
            Some(Err(_)) => Exit::Failure,
            _ => Exit::of(&tally, criteria),
        };
        let (baseline_outcome, paths) = (baseline.as_ref(), &self.paths);
        let end = End {
            tally: &tally,
            exit,
            criteria,
            baseline: baseline_outcome,
            elapsed,
            threads,
            shard: self.shard.as_ref(),
            paths,
            redactor: None,
        };
        for output in &mut self.outputs {
            let redactor = output.redacts.then_some(&self.redactor);
            output.finish(&End { redactor, ..end });
        }
        let failure = end.failure();
        let shard = self.shard.take();
        let is_read = self.outputs.iter().any(|output| output.reporter.is_some());
        let suppressions = tally.suppression_warnings();
        written.transpose()?;
        match self.outputs.into_iter().find_map(|output| output.failure) {
            Some(error) => Err(error),
            None => Ok(Finished {
                exit,
                is_read,
                failure,
                baseline,
                suppressions,
                split,
                shard,
                tally,
                inputs: None,
            }),
        }
    }

    /// Takes an event after suppression, and leaves known findings out.
    fn sift(&mut self, event: &Event<'_>) {
        let Some(baseline) = &mut self.baseline else {
            return self.write_event(event);
        };
        let findings = baseline.sift(&self.file, event);
        if let Cow::Borrowed(all) = findings
            && all.len() == event.findings.len()
        {
            return self.write_event(event);
        }
        self.tally.known += (event.findings.len() - findings.len()) as u64;
        self.write_event(&Event { subject: event.subject.clone(), findings: &findings, ..*event });
    }

    /// Counts an event whose findings are all new, and writes them.
    fn write_event(&mut self, event: &Event<'_>) {
        self.tally.event(event, &self.file);
        let is_open = self.is_open();
        let split = self.split.as_mut();
        let split = split.map(|split| SplitPlace { aside: split.event(event) });
        if event.findings.is_empty() || !is_open {
            return;
        }
        let place = Place { input: self.input, record: event.record };
        let time = event.provenance.and_then(|of| of.time);
        let (mut starts, mut ends) = (Cursor::new(event.excerpt), Cursor::new(event.excerpt));
        let mut places = Vec::with_capacity(event.findings.len());
        for finding in event.findings {
            let Span { start: first, end: last } = finding.primary.span;
            let start = starts.position(first);
            let end = ends.behind(&starts).position(last);
            let bytes = Span::new(starts.stored(first), ends.stored(last));
            let place_of_first = || First {
                file: self.file.clone(),
                record: event.record,
                line: start.line,
                provenance: event.provenance.cloned().unwrap_or_default(),
            };
            let group = self.tally.finding(finding, event.subject.as_ref(), (place, time), place_of_first);
            places.push((group, start, end, bytes));
        }
        let (file, redactor) = (self.file.as_str(), &self.redactor);
        let (paths, service) = (&self.paths, &self.service);
        for redacts in [false, true] {
            let mut outputs = self.outputs.iter_mut().filter(|output| output.redacts == redacts).peekable();
            if outputs.peek().is_none() {
                continue;
            }
            let disclosed = disclosed::Event::new(event, redacts);
            let findings =
                event.findings.iter().zip(&places).map(|(finding, (group, start, end, bytes))| Spot {
                    finding: disclosed::Finding::new(finding, redacts.then_some(redactor)),
                    group: *group,
                    start: *start,
                    end: *end,
                    bytes: *bytes,
                });
            let findings = findings.collect();
            let located = Located { file, place, event: &disclosed, findings, paths, service, split };
            for output in outputs {
                output.write(|reporter| reporter.event(&located));
            }
        }
    }
}

/// Passes the findings of an event in a file on as rows, verbatim.
pub(crate) fn rows(event: &Event<'_>, file: &str, mut pass: impl FnMut(&Row<'_>)) {
    let disclosed = disclosed::Event::new(event, false);
    let (mut starts, mut ends) = (Cursor::new(event.excerpt), Cursor::new(event.excerpt));
    for finding in event.findings {
        let Span { start: first, end: last } = finding.primary.span;
        let start = starts.position(first);
        let end = ends.behind(&starts).position(last);
        let bytes = Span::new(starts.stored(first), ends.stored(last));
        let finding = disclosed::Finding::new(finding, None);
        pass(&Row::new(&disclosed, file, &Spot { finding, group: 0, start, end, bytes }));
    }
}

/// End of a run, after everything has been written.
pub(crate) struct Finished {
    pub(crate) exit: Exit,
    /// True if a reader has read a report to its end.
    pub(crate) is_read: bool,
    /// Reason why the run allows no verdict.
    pub(crate) failure: Option<String>,
    /// Outcome of the baseline.
    pub(crate) baseline: Option<Outcome>,
    /// Warnings about suppressions.
    pub(crate) suppressions: Vec<String>,
    /// End of the split, if there is one.
    pub(crate) split: Option<SplitEnd>,
    /// Recorder of the shard, if the run was about one.
    pub(crate) shard: Option<Recorder>,
    /// Counts of the run.
    pub(crate) tally: Tally,
    /// Digest of the names and sizes of all inputs, if the run had those of a shard that nothing merges.
    pub(crate) inputs: Option<String>,
}

impl Report for Reports {
    fn event(&mut self, event: &Event<'_>) {
        if let Some(shard) = &mut self.shard {
            shard.current().event(event);
        }
        match self.suppressions.left(event) {
            None => self.sift(event),
            Some(left) => self.sift(&Event { subject: event.subject.clone(), findings: &left, ..*event }),
        }
    }

    fn proved_clean(&mut self, record_type: RecordType, records: u64) {
        if let Some(shard) = &mut self.shard {
            shard.current().proved_clean(record_type, records);
        }
        self.suppressions.reach(Some(record_type.category));
        self.tally.proved_clean(record_type, records, &self.file);
    }

    fn proved_clean_along(&mut self, key: &AlongKey, records: u64) {
        if let Some(shard) = &mut self.shard {
            shard.current().proved_clean_along(key, records);
        }
        self.tally.proved_clean_along(key, records);
    }

    fn unselected(&mut self, records: u64) {
        if let Some(shard) = &mut self.shard {
            shard.current().unselected(records);
        }
        self.tally.unselected += records;
    }

    fn wants_parts(&self) -> bool {
        self.split.is_some()
    }

    fn part(&mut self, part: Part<'_>) {
        if let Some(split) = &mut self.split {
            split.part(part);
        }
    }
}

/// Begins the file of a report. A marker line identifies it as one if its content does not.
fn create(
    path: &Path,
    format: Format,
    opening: Opening,
) -> io::Result<(impl Write + Send + use<>, OutputFile)> {
    let file = OutputFile::open(path, opening)?;
    let mut sink = BufWriter::new(file.writer()?);
    if let Some(marker) = recognize::marker(format).filter(|_| file.is_regular()) {
        sink.write_all(marker.as_bytes())?;
    }
    Ok((sink, file))
}

/// Returns the files of the change under review, if a report puts them first.
fn changed(plan: &PlannedReports) -> BTreeSet<PathBuf> {
    let is_selective = |report: &PlannedReport| {
        report.annotate == Annotate::Each
            && matches!(report.format, Format::Azure | Format::Github | Format::Junit)
    };
    let base = plan.base.as_ref().filter(|_| plan.reports.iter().any(is_selective));
    let directories = [PathBuf::from(".")].into_iter().chain(plan.roots.checkouts.iter().cloned());
    let changed = base.into_iter().flat_map(|base| directories.clone().map(|at| changed_since(base, &at)));
    changed.into_iter().find(|changed| !changed.is_empty()).unwrap_or_default()
}

/// Creates the reporter of a planned format; `notes` takes messages beside the report.
fn reporter(report: &PlannedReport, sink: Sink, notes: Sink) -> Box<dyn Reporter> {
    let limit = Limit { left: report.max_findings, omitted: 0 };
    let sink: Sink = match form(report.format) {
        Some(form) => Box::new(Sanitizer::new(sink, form)),
        None => sink,
    };
    match report.format {
        Format::Azure => {
            let directory = report.agent_directory.clone();
            by_annotation(report.annotate, sink, move |sink, groups, levels, end| {
                azure::write(sink, groups, levels, end, directory.as_deref())
            })
        }
        Format::Github => {
            let step_summary = report.step_summary.clone();
            by_annotation(report.annotate, sink, move |sink, groups, levels, end| {
                github::write(sink, groups, levels, end, step_summary.as_deref())
            })
        }
        Format::Gitlab => Box::new(gitlab::Gitlab::new(sink, limit)),
        Format::Grouped => {
            let (summary, colors) = (report.summary, report.colors);
            let write = move |sink: &mut dyn Write, groups: &[Shown<'_>], end: &End<'_>| {
                grouped::write(sink, groups, end, summary, colors)
            };
            Box::new(ByGroup::new(sink, Firsts::default(), write))
        }
        Format::Junit => Box::new(junit::Junit::new(sink, report.annotate)),
        Format::Markdown => Box::new(ByGroup::new(sink, Firsts::default(), markdown::write)),
        Format::Rdjson => Box::new(rdjson::Rdjson::new(sink, limit)),
        Format::Sarif => Box::new(sarif::Sarif::new(sink, limit)),
        Format::Html => Box::new(html::Html::new(sink, report, limit)),
        Format::Human => Box::new(human::Human::new(sink, report, limit)),
        Format::Concise => {
            Box::new(concise::Concise { sink, notes, limit, summary: report.summary, colors: report.colors })
        }
        Format::Json => Box::new(json::Json::new(sink, limit)),
        Format::Jsonl => Box::new(jsonl::Jsonl::new(sink, limit)),
    }
}

/// Creates the reporter of a service with annotations; `write` gets the findings if each has one.
fn by_annotation(
    annotate: Annotate,
    sink: Sink,
    write: impl Fn(&mut dyn Write, &[Shown<'_>], Option<&Levels>, &End<'_>) -> io::Result<()> + Send + 'static,
) -> Box<dyn Reporter> {
    match annotate {
        Annotate::Each => Box::new(Each::new(
            sink,
            move |sink: &mut dyn Write, groups: &[Shown<'_>], levels: &Levels, end: &End<'_>| {
                write(sink, groups, Some(levels), end)
            },
        )),
        Annotate::Kind => Box::new(ByGroup::new(
            sink,
            Firsts::for_service(),
            move |sink: &mut dyn Write, groups: &[Shown<'_>], end: &End<'_>| write(sink, groups, None, end),
        )),
    }
}

/// Returns the syntax of a format; `None` if it consists of commands, since such a format sanitizes each text itself.
fn form(format: Format) -> Option<Form> {
    match format {
        Format::Azure | Format::Github => None,
        Format::Concise | Format::Grouped | Format::Human | Format::Markdown => Some(Form::Text),
        Format::Gitlab | Format::Json | Format::Jsonl | Format::Rdjson | Format::Sarif => Some(Form::Json),
        Format::Html | Format::Junit => Some(Form::Markup),
    }
}

/// Number of findings that may still be written.
struct Limit {
    left: Option<u64>,
    omitted: u64,
}

impl Limit {
    /// Returns true if one more finding may be written; otherwise counts it as omitted.
    fn admits(&mut self) -> bool {
        match &mut self.left {
            None => true,
            Some(0) => {
                self.omitted += 1;
                false
            }
            Some(left) => {
                *left -= 1;
                true
            }
        }
    }
}

/// Returns the names of category and shape of an event's record, if it was checked in full.
fn category_and_shape(event: &disclosed::Event<'_>) -> (Option<&'static str>, Option<&'static str>) {
    let record_type = event.subject.and_then(Subject::record_type);
    (record_type.map(|of| of.category), record_type.and_then(|of| of.shape).map(Shape::id))
}

#[cfg(test)]
pub(crate) mod tests;
