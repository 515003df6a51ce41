//! Parallel check of all inputs in bounded memory, with a report that depends on neither.
//!
//! Workers take turns at reading an input. A worker reads the next piece, cuts it between two records, and releases
//! the reader. It then checks the piece speculatively while its bytes are in the processor's cache. The worker that
//! has the next piece in order lets the input's session follow all checked pieces. This needs neither a separate
//! thread nor a queue of bytes. Until a session knows the record layout, as at the beginning, one worker does
//! everything.
//!
//! Workers share several inputs if one does not keep them all busy. The report follows the order of the inputs.
//! Findings in an input before its turn are kept, up to a bound. See [`schedule`] for the bounds on memory.

#[cfg(test)]
mod differential;
mod input_task;
mod reader;
mod schedule;
#[cfg(test)]
mod tests;
mod transcript;

use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use acslint_check::{
    AlongKey, Event, Part, RecordLayout, RecordType, Report, SpeculativeFindings, WorkerState,
};

use self::input_task::{Closed, InOrderMerger, InputTask, Outcome};
use self::reader::{More, Piece, Reader};
use self::schedule::{Keep, Left, Schedule, Task};
use crate::input::{Buffer, DiscoveredInput, Limits, Odometer, Origin, Source};
use crate::interrupt::is_interruption;
use crate::progress::Progress;
use crate::report::Reports;
use crate::setup::Setups;
use crate::text::{bytes, counted};

/// Settings of a check of inputs.
pub(crate) struct Pipeline<'p> {
    pub(crate) setups: &'p Setups,
    /// Number of workers; a single one runs in the calling thread.
    pub(crate) threads: usize,
    /// Approximate number of bytes in a piece.
    pub(crate) piece: usize,
    /// True if the progress should name each checked input.
    pub(crate) verbose: bool,
    /// Set from outside to stop early.
    pub(crate) interrupted: &'p AtomicBool,
    pub(crate) progress: &'p Progress,
    /// Limits on compressed inputs.
    pub(crate) limits: Limits,
    /// Counter of the bytes read.
    pub(crate) odometer: &'p Odometer,
}

impl Pipeline<'_> {
    /// Checks all readable inputs, and reports the findings in the order of the inputs.
    pub(crate) fn run(&self, inputs: Vec<DiscoveredInput>, reports: Reports) -> Reports {
        let wants_parts = reports.wants_parts();
        let schedule = Schedule::new(self.setups, self.threads, self.piece, self.interrupted, inputs);
        let schedule = schedule.keeping_bytes(wants_parts).counting(reports.counting());
        let crew = Crew { pipeline: self, schedule, wants_parts, reports: Mutex::new(reports) };
        thread::scope(|scope| {
            let crew = &crew;
            for number in 1..self.threads {
                let worker = thread::Builder::new().name("check".to_owned());
                if worker.spawn_scoped(scope, move || crew.work(number)).is_err() {
                    // The system has no more threads; the existing ones do the work.
                    break;
                }
            }
            crew.work(0);
        });
        crew.finish()
    }
}

/// Workers with their shared state.
struct Crew<'p> {
    pipeline: &'p Pipeline<'p>,
    schedule: Schedule<'p>,
    /// True if the reports want the parts of the inputs.
    wants_parts: bool,
    /// Locked before the schedule wherever both are needed.
    reports: Mutex<Reports>,
}

/// Worker state, by the number of the setup that it was learnt with: the most recently used one first.
#[derive(Default)]
struct WorkerStates(Vec<(usize, WorkerState)>);

/// Maximum number of setups with worker state. Inputs with the same setup mostly follow each other.
const MEMORIES: usize = 4;

impl WorkerStates {
    fn of(&mut self, setup: usize) -> &mut WorkerState {
        let known = self.0.iter().position(|(known, _)| *known == setup);
        let place = known.unwrap_or_else(|| {
            self.0.truncate(MEMORIES - 1);
            self.0.push((setup, WorkerState::default()));
            self.0.len() - 1
        });
        self.0[..=place].rotate_right(1);
        &mut self.0[0].1
    }
}

/// Stops the other workers if one panics: no worker would complete the tasks that they wait for.
struct StopsOnPanic<'s, 'p>(&'s Schedule<'p>);

impl Drop for StopsOnPanic<'_, '_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

impl<'p> Crew<'p> {
    /// Runs tasks until none are left, as the worker of this number.
    fn work(&self, worker: usize) {
        let _guard = StopsOnPanic(&self.schedule);
        let mut memories = WorkerStates::default();
        while let Some(task) = self.schedule.next(worker) {
            match task {
                Task::Open { input, origin, merger, memory: buffer } => {
                    self.open(&input, origin, merger, buffer, memories.of(input.setup));
                }
                Task::Alone { input, reader, merger } => {
                    self.alone(&input, reader, merger, memories.of(input.setup));
                }
                Task::Speculative { input, reader, layout, memory: buffer } => {
                    let piece = self.read_piece(worker, &input, reader, &layout, buffer);
                    self.ahead(&input, piece, &layout, memories.of(input.setup));
                }
            }
            self.schedule.done();
        }
    }

    fn open(
        &self,
        input: &Arc<InputTask<'p>>,
        origin: io::Result<Origin>,
        mut merger: Box<InOrderMerger<'p>>,
        buffer: Buffer,
        memory: &mut WorkerState,
    ) {
        match origin.and_then(|origin| Source::open(&origin, self.pipeline.odometer, self.pipeline.limits)) {
            Ok(source) => {
                if let Some(rests) = source.decompression_rests() {
                    self.schedule.is_decompressed(input, rests);
                }
                let _ = input.form.set((source.compression(), source.decoded_from()));
                merger.follower.set_decoded_from(source.decoded_from());
                self.alone(input, Reader::new(source, buffer, self.wants_parts), merger, memory);
            }
            Err(error) => {
                self.schedule.read_to_end(input, buffer);
                self.close(input, *merger, 0, Some(error));
            }
        }
    }

    /// Continues to read and check an input, without any speculation.
    fn alone(
        &self,
        input: &Arc<InputTask<'p>>,
        mut reader: Reader,
        mut merger: Box<InOrderMerger<'p>>,
        memory: &mut WorkerState,
    ) {
        let more = reader.read_on(self.pipeline.piece);
        let InOrderMerger { follower, outcome } = merger.as_mut();
        let done = self.report_to(input, outcome, |report| {
            follower.advance(memory, reader.bytes(), more.is_end(), report)
        });
        if more.pauses() {
            lock(&self.reports).pause();
        }
        let error = match more {
            More::Follows | More::Pauses => {
                reader.done_with(done);
                match merger.follower.layout().filter(|_| self.pipeline.threads > 1) {
                    None => self.schedule.go_on_alone(input, reader, merger),
                    Some(layout) => {
                        input.leave(merger);
                        self.schedule.share(input, reader, layout);
                    }
                }
                return;
            }
            More::End => None,
            More::Fails(error) => Some(error),
        };
        let read = reader.read();
        self.schedule.read_to_end(input, reader.into_memory());
        self.close(input, *merger, read, error);
    }

    /// Reads a piece, and releases the reader.
    fn read_piece(
        &self,
        worker: usize,
        input: &InputTask<'p>,
        mut reader: Reader,
        layout: &RecordLayout,
        buffer: Buffer,
    ) -> Piece {
        let piece = reader.piece(worker, buffer, layout, self.pipeline.piece);
        if piece.more.follows() {
            self.schedule.read_on(input, reader);
        } else {
            self.schedule.read_to_end(input, reader.into_memory());
        }
        piece
    }

    /// Checks a piece speculatively; then merges the checked pieces.
    fn ahead(
        &self,
        input: &Arc<InputTask<'p>>,
        piece: Piece,
        layout: &RecordLayout,
        memory: &mut WorkerState,
    ) {
        let checker = self.pipeline.setups.checker(input.setup);
        let ahead = checker.check_speculatively(memory, layout, piece.buffer.bytes(), piece.offset);
        self.schedule.found(input, ahead.size_in_memory());
        input.deposit(piece, ahead);
        while let Some((merger, piece, ahead)) = input.take() {
            self.merge(input, merger, piece, ahead, memory);
        }
    }

    fn merge(
        &self,
        input: &Arc<InputTask<'p>>,
        mut merger: Box<InOrderMerger<'p>>,
        piece: Piece,
        ahead: SpeculativeFindings,
        memory: &mut WorkerState,
    ) {
        let InOrderMerger { follower, outcome } = merger.as_mut();
        let found = ahead.size_in_memory();
        self.report_to(input, outcome, |report| follower.follow(memory, &piece, ahead, report));
        let Piece { worker, offset, buffer, more, .. } = piece;
        let read = offset + buffer.bytes().len() as u64;
        if more.pauses() {
            lock(&self.reports).pause();
        }
        let error = match more {
            More::Follows | More::Pauses => {
                let layout = merger.follower.layout();
                input.leave(merger);
                return self.schedule.merged(input, worker, buffer, found, layout);
            }
            More::End => None,
            More::Fails(error) => Some(error),
        };
        self.schedule.merged(input, worker, buffer, found, None);
        self.close(input, *merger, read, error);
    }

    /// Passes events of an input to the report of the run if it is the input's turn, otherwise to its transcript.
    fn report_to<R>(
        &self,
        input: &InputTask<'p>,
        outcome: &mut Outcome,
        use_report: impl FnOnce(&mut dyn Report) -> R,
    ) -> R {
        let counted = outcome.transcript.size();
        let mut report = InputReport { crew: self, input, outcome, reports: None, counted, is_heard: true };
        if report.outcome.has_turn || self.schedule.is_turn(input) {
            report.take_turn();
        }
        let result = use_report(&mut report);
        report.end();
        result
    }

    /// Finishes an input, and the inputs after it that waited only for it.
    fn close(&self, input: &InputTask<'p>, merger: InOrderMerger<'p>, read: u64, error: Option<io::Error>) {
        let InOrderMerger { follower, outcome } = merger;
        let (name, setup, of_split) = (input.name.clone(), input.setup, input.of_split());
        let is_complete = error.is_none() && !outcome.is_partial;
        let records = follower.records();
        let closed = Closed { name, setup, of_split, is_complete, outcome, records, read, error };
        let mut next = self.schedule.close(input.index, closed);
        if next.is_none() {
            return;
        }
        let mut reports = lock(&self.reports);
        while let Some(closed) = next {
            self.schedule.dropped(closed.outcome.transcript.size());
            self.pipeline.report(closed, &mut reports);
            next = self.schedule.pass_turn();
        }
    }

    /// Reports the inputs that were not read to their end, and returns the report.
    fn finish(self) -> Reports {
        let Left { closed, unread } = self.schedule.left();
        let mut reports = self.reports.into_inner().unwrap_or_else(PoisonError::into_inner);
        for closed in closed {
            self.pipeline.report(closed, &mut reports);
        }
        if unread && reports.is_open() {
            reports.interrupted();
        }
        reports
    }
}

impl Pipeline<'_> {
    /// Reports a finished input.
    fn report(&self, closed: Closed, reports: &mut Reports) {
        let Closed { name, setup, of_split, is_complete, outcome, records, read, error } = closed;
        let Outcome { has_turn, mut transcript, .. } = outcome;
        if !has_turn {
            reports.begin(&name, setup);
            reports.begin_split(of_split);
            transcript.replay(reports, self.setups.checker(setup));
        }
        if self.verbose && (read > 0 || error.is_none()) {
            let records = counted(records, "record");
            self.progress.note(&format!("{name}: {records}, {}", bytes(read as f64)));
        }
        reports.end_of_split(is_complete);
        match error {
            None => reports.end_of_file(read),
            Some(error) if is_interruption(&error) => {
                reports.end_of_file(read);
                reports.interrupted();
            }
            Some(error) => {
                self.progress.note(&format!("error: {name}: {error}"));
                reports.unreadable(&name, error.to_string(), read);
            }
        }
    }
}

/// Receiver of the events of an input while a worker checks a part of it.
struct InputReport<'t, 'p> {
    crew: &'t Crew<'p>,
    input: &'t InputTask<'p>,
    outcome: &'t mut Outcome,
    /// Report of the run, once it is the input's turn.
    reports: Option<MutexGuard<'t, Reports>>,
    /// Size of the transcript that the schedule has counted.
    counted: usize,
    /// True unless the run was stopped and there is no room for more events.
    is_heard: bool,
}

impl InputReport<'_, '_> {
    /// Passes the transcript to the report of the run, and all later events too.
    fn take_turn(&mut self) {
        let crew = self.crew;
        let mut reports = lock(&crew.reports);
        if !self.outcome.has_turn {
            self.outcome.has_turn = true;
            crew.schedule.dropped(self.counted);
            reports.begin(&self.input.name, self.input.setup);
            reports.begin_split(self.input.of_split());
            let checker = crew.pipeline.setups.checker(self.input.setup);
            self.outcome.transcript.replay(&mut reports, checker);
        }
        self.reports = Some(reports);
    }

    /// Bounds the transcript until the input's turn.
    fn keep(&mut self) {
        let size = self.outcome.transcript.size();
        let more = size - self.counted;
        if more <= self.crew.schedule.unasked() {
            return;
        }
        self.counted = size;
        match self.crew.schedule.keep(self.input, more) {
            Keep::More => {}
            Keep::Turn => self.take_turn(),
            Keep::Nothing => (self.is_heard, self.outcome.is_partial) = (false, true),
        }
    }

    fn end(self) {
        let Self { crew, outcome, reports, counted, .. } = self;
        let Some(reports) = reports else {
            match outcome.transcript.size() - counted {
                0 => {}
                more => crew.schedule.kept(more),
            }
            return;
        };
        crew.pipeline.progress.show(crew.pipeline.odometer.read(), reports.tally());
        if !reports.is_open() {
            crew.schedule.stop();
        }
    }
}

impl Report for InputReport<'_, '_> {
    fn event(&mut self, event: &Event<'_>) {
        match &mut self.reports {
            Some(reports) => reports.event(event),
            None if self.is_heard => {
                self.outcome.transcript.event(event);
                self.keep();
            }
            None => {}
        }
    }

    fn proved_clean(&mut self, record_type: RecordType, records: u64) {
        match &mut self.reports {
            Some(reports) => reports.proved_clean(record_type, records),
            None => self.outcome.transcript.proved_clean(record_type, records),
        }
    }

    fn proved_clean_along(&mut self, key: &AlongKey, records: u64) {
        match &mut self.reports {
            Some(reports) => reports.proved_clean_along(key, records),
            None => self.outcome.transcript.proved_clean_along(key, records),
        }
    }

    fn unselected(&mut self, records: u64) {
        match &mut self.reports {
            Some(reports) => reports.unselected(records),
            None => self.outcome.transcript.unselected(records),
        }
    }

    fn wants_parts(&self) -> bool {
        self.crew.wants_parts
    }

    fn part(&mut self, part: Part<'_>) {
        match &mut self.reports {
            Some(reports) => reports.part(part),
            None if self.is_heard => {
                self.outcome.transcript.part(part);
                self.keep();
            }
            None => {}
        }
    }
}

/// Locks a mutex, even a poisoned one: after a panic of a worker, the run ends with that panic, whatever the state
/// is.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
