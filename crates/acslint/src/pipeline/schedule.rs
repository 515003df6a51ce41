//! Schedule: assigns tasks so that no worker waits without need and memory stays bounded.
//!
//! Earlier inputs come first, because the report follows the order of the inputs. If other workers read the earlier
//! ones, a worker begins with the next one, unless too much would be kept until its turn.

use std::collections::BTreeMap;
use std::io;
use std::iter::{Enumerate, Peekable};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::vec;

use acslint_check::{Hints, RecordLayout, Session};

use super::input_task::{Closed, InOrderMerger, InputTask};
use super::lock;
use super::reader::Reader;
use crate::input::{Buffer, DiscoveredInput, Input, Origin};
use crate::setup::Setups;
use crate::values::By;

/// Maximum number of pieces under way for each worker: one in its check, others waiting for the merger.
const PIECES: usize = 4;
/// Maximum size of the findings in pieces that wait for the merger, for each worker: the size of this many pieces.
const FOUND_PIECES: usize = 4;
/// Maximum size of transcripts of inputs before their turn, for each worker: the size of this many pieces.
const KEPT_PIECES: usize = 4;

/// Number of times that a worker polls for a task before it sleeps. Usually another one is reading a piece, and
/// finishes sooner than a sleeping worker would wake up.
const LOOKS: u32 = 200;

/// Task of a worker.
pub(super) enum Task<'c> {
    /// Begin with an input.
    Open {
        input: Arc<InputTask<'c>>,
        origin: io::Result<Origin>,
        merger: Box<InOrderMerger<'c>>,
        memory: Buffer,
    },
    /// Continue with an input of which nothing can be checked speculatively.
    Alone { input: Arc<InputTask<'c>>, reader: Reader, merger: Box<InOrderMerger<'c>> },
    /// Read a piece of an input, and check it speculatively.
    Speculative { input: Arc<InputTask<'c>>, reader: Reader, layout: Arc<RecordLayout>, memory: Buffer },
}

/// Tasks, and the state shared by the workers.
pub(super) struct Schedule<'c> {
    setups: &'c Setups,
    threads: usize,
    /// Approximate number of bytes in a piece.
    size: usize,
    interrupted: &'c AtomicBool,
    /// True if inputs before their turn keep all of their bytes.
    keeps_bytes: bool,
    /// Dimension along which clean records are counted.
    by: Option<By>,
    state: Mutex<State<'c>>,
    changed: Condvar,
    /// Wakes the workers that wait for the turn of an input, or for room to keep more of it.
    room: Condvar,
}

/// State after the workers have stopped: the inputs in their order, and whether some were not begun.
pub(super) struct Left {
    pub(super) closed: Vec<Closed>,
    pub(super) unread: bool,
}

/// Load of the pieces under way.
#[derive(Debug, Clone, Copy, Default)]
struct Load {
    pieces: usize,
    /// Size of the findings in pieces that wait for the merger.
    found: usize,
}

impl Load {
    fn is_below(self, limit: Self) -> bool {
        self.pieces < limit.pieces && self.found < limit.found
    }
}

/// Result of keeping events of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// There is room for more.
    More,
    /// It is the input's turn: its events need not be kept any more.
    Turn,
    /// The run has been stopped, and there is no room for more.
    Nothing,
}

struct State<'c> {
    inputs: Peekable<Enumerate<vec::IntoIter<DiscoveredInput>>>,
    /// Inputs that are not read to their end, in their order.
    reading: Vec<Place<'c>>,
    /// Index of the input whose events go to the report of the run.
    turn: usize,
    /// Inputs that were finished before their turn.
    closed: BTreeMap<usize, Closed>,
    /// Number of bytes kept of inputs before their turn.
    kept: usize,
    /// Load of all inputs.
    load: Load,
    /// Number of workers with a task.
    busy: usize,
    /// Unused memory, and the worker whose processor has it in its cache.
    free: Vec<(Option<usize>, Buffer)>,
    stopped: bool,
}

/// Input that is not read to its end.
struct Place<'c> {
    input: Arc<InputTask<'c>>,
    stage: Stage<'c>,
    load: Load,
    /// Flag that is true while the decompression thread of the input, if any, is idle.
    decompression_rests: Option<Arc<AtomicBool>>,
}

/// Stage of an input; the parts that a worker has taken are absent.
enum Stage<'c> {
    /// One worker does everything: no part can be checked speculatively.
    Alone(Option<(Reader, Box<InOrderMerger<'c>>)>),
    /// Pieces are checked speculatively.
    Shared(Option<Reader>, Arc<RecordLayout>),
}

impl<'c> Schedule<'c> {
    pub(super) fn new(
        setups: &'c Setups,
        threads: usize,
        size: usize,
        interrupted: &'c AtomicBool,
        inputs: Vec<DiscoveredInput>,
    ) -> Self {
        let state = State {
            inputs: inputs.into_iter().enumerate().peekable(),
            reading: Vec::new(),
            turn: 0,
            closed: BTreeMap::new(),
            kept: 0,
            load: Load::default(),
            busy: 0,
            free: Vec::new(),
            stopped: false,
        };
        let (changed, room) = (Condvar::new(), Condvar::new());
        let (keeps_bytes, by) = (false, None);
        Self { setups, threads, size, interrupted, keeps_bytes, by, state: Mutex::new(state), changed, room }
    }

    /// Reckons with inputs that keep all of their bytes before their turn, if `keeps_bytes` is true.
    pub(super) fn keeping_bytes(mut self, keeps_bytes: bool) -> Self {
        self.keeps_bytes = keeps_bytes;
        self
    }

    /// Counts clean records along a dimension.
    pub(super) fn counting_by(mut self, by: Option<By>) -> Self {
        self.by = by;
        self
    }

    /// Waits for the next task of a worker; returns `None` if there will not be any more.
    pub(super) fn next(&self, worker: usize) -> Option<Task<'c>> {
        let mut state = lock(&self.state);
        let mut looks = LOOKS;
        loop {
            if self.interrupted.load(Ordering::Relaxed) {
                state.stopped = true;
            }
            if state.stopped || (state.reading.is_empty() && state.inputs.peek().is_none()) {
                // Other waiting workers must see the same.
                self.changed.notify_all();
                self.room.notify_all();
                return None;
            }
            if state.busy < self.workers(&state) {
                if let Some(task) = self.choose(worker, &mut state) {
                    state.busy += 1;
                    return Some(task);
                }
                if looks > 0 {
                    looks -= 1;
                    drop(state);
                    thread::yield_now();
                    state = lock(&self.state);
                    continue;
                }
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Wakes a waiting worker, unless the maximum number is busy: then one of those finds the task.
    fn wake_another(&self, state: &State<'c>) {
        if state.busy < self.workers(state) {
            self.changed.notify_one();
        }
    }

    /// Marks the task of a worker as done.
    pub(super) fn done(&self) {
        lock(&self.state).busy -= 1;
    }

    /// Returns the maximum number of busy workers. Decompression needs a thread too, which must not wait for a
    /// checking one.
    fn workers(&self, state: &State<'c>) -> usize {
        let rests = state.reading.iter().filter_map(|place| place.decompression_rests.as_ref());
        let decompressing = rests.filter(|rests| !rests.load(Ordering::Relaxed)).count();
        self.threads.saturating_sub(decompressing).max(1)
    }

    /// Notes that a separate thread decompresses an input; `rests` is true while that thread is idle.
    pub(super) fn is_decompressed(&self, input: &InputTask<'c>, rests: Arc<AtomicBool>) {
        if let Some(place) = lock(&self.state).place(input) {
            place.decompression_rests = Some(rests);
        }
    }

    /// Returns the number of workers that have a task and do not wait.
    #[cfg(test)]
    pub(super) fn busy(&self) -> usize {
        lock(&self.state).busy
    }

    /// Returns the number of bytes kept of inputs before their turn.
    #[cfg(test)]
    pub(super) fn kept_bytes(&self) -> usize {
        lock(&self.state).kept
    }

    /// Returns true if a worker that asks for a task would have to wait.
    #[cfg(test)]
    pub(super) fn nothing_to_do(&self) -> bool {
        let mut state = lock(&self.state);
        if state.busy >= self.workers(&state) {
            return true;
        }
        let Some(task) = self.choose(0, &mut state) else {
            return true;
        };
        drop(state);
        match task {
            Task::Open { .. } => panic!("another input may be begun"),
            Task::Alone { input, reader, merger } => self.go_on_alone(&input, reader, merger),
            Task::Speculative { input, reader, memory, .. } => {
                self.read_on(&input, reader);
                self.merged(&input, 0, memory, 0, None);
            }
        }
        false
    }

    /// Returns the approximate maximum of bytes kept of inputs before their turn.
    fn most_kept(&self) -> usize {
        KEPT_PIECES * self.threads * self.size
    }

    fn choose(&self, worker: usize, state: &mut State<'c>) -> Option<Task<'c>> {
        // A piece that is begun must have room: otherwise its worker would wait for the turn of the input.
        let most_kept = if self.keeps_bytes { self.most_kept() / 2 } else { self.most_kept() };
        let keeps_much = state.kept >= most_kept;
        let most = Load { pieces: PIECES * self.threads, found: FOUND_PIECES * self.threads * self.size };
        // Half of it stays reserved for the input whose turn it is, since the others may have to wait for that one.
        let half = Load { pieces: most.pieces / 2, found: most.found / 2 };
        for Place { input, stage, load, .. } in &mut state.reading {
            let is_turn = input.index == state.turn;
            if keeps_much && !is_turn {
                continue;
            }
            let may_share = if is_turn {
                load.is_below(half) || state.load.is_below(most)
            } else {
                state.load.is_below(half)
            };
            match stage {
                Stage::Alone(idle) => {
                    if let Some((reader, merger)) = idle.take() {
                        return Some(Task::Alone { input: input.clone(), reader, merger });
                    }
                }
                Stage::Shared(idle, layout) if may_share => {
                    if let Some(reader) = idle.take() {
                        load.pieces += 1;
                        state.load.pieces += 1;
                        let (input, layout) = (input.clone(), layout.clone());
                        return Some(Task::Speculative {
                            input,
                            reader,
                            layout,
                            memory: state.memory(worker),
                        });
                    }
                }
                Stage::Shared(..) => {}
            }
        }
        let index = state.inputs.peek().map(|(index, _)| *index)?;
        let may_begin = state.reading.len() < self.threads && (!keeps_much || index == state.turn);
        if may_begin { self.begin(worker, state) } else { None }
    }

    fn begin(&self, worker: usize, state: &mut State<'c>) -> Option<Task<'c>> {
        let (index, found) = state.inputs.next()?;
        let (name, origin) = match found {
            Ok(Input { name, origin }) => (name, Ok(origin)),
            Err((name, error)) => (name, Err(error)),
        };
        let setup = self.setups.of_input(index);
        let checker = self.setups.checker(setup);
        let merger = InOrderMerger::new(Session::new(checker, Hints::from_path(&name)));
        let merger = Box::new(merger.counting_by(self.by, &name));
        let input = Arc::new(InputTask::new(index, name, setup));
        state.reading.push(Place {
            input: input.clone(),
            stage: Stage::Alone(None),
            load: Load::default(),
            decompression_rests: None,
        });
        Some(Task::Open { input, origin, merger, memory: state.memory(worker) })
    }

    /// Returns the parts needed to continue with an input.
    pub(super) fn go_on_alone(&self, input: &InputTask<'c>, reader: Reader, merger: Box<InOrderMerger<'c>>) {
        self.set(input, |stage| *stage = Stage::Alone(Some((reader, merger))));
    }

    /// Allows speculative checks of the pieces of an input from now on.
    pub(super) fn share(&self, input: &InputTask<'c>, reader: Reader, layout: RecordLayout) {
        self.set(input, |stage| *stage = Stage::Shared(Some(reader), Arc::new(layout)));
    }

    /// Returns the reader of an input whose pieces are checked speculatively.
    pub(super) fn read_on(&self, input: &InputTask<'c>, reader: Reader) {
        self.set(input, |stage| {
            if let Stage::Shared(idle, _) = stage {
                *idle = Some(reader);
            }
        });
    }

    fn set(&self, input: &InputTask<'c>, set: impl FnOnce(&mut Stage<'c>)) {
        let mut state = lock(&self.state);
        if let Some(place) = state.place(input) {
            set(&mut place.stage);
        }
        self.wake_another(&state);
    }

    /// Notes that an input was read to its end.
    pub(super) fn read_to_end(&self, input: &InputTask<'c>, memory: Buffer) {
        let mut state = lock(&self.state);
        state.reading.retain(|place| place.input.index != input.index);
        state.free(None, memory, self.size);
        // There is room for another input, and perhaps no task left for any worker.
        self.changed.notify_all();
    }

    /// Counts the findings of a piece, which are held until it is merged.
    pub(super) fn found(&self, input: &InputTask<'c>, bytes: usize) {
        let mut state = lock(&self.state);
        state.load.found += bytes;
        if let Some(place) = state.place(input) {
            place.load.found += bytes;
        }
    }

    /// Notes that a piece was merged, with the worker that had read it, the size of its findings, and the record
    /// layout that the session has determined since.
    pub(super) fn merged(
        &self,
        input: &InputTask<'c>,
        worker: usize,
        buffer: Buffer,
        found: usize,
        now: Option<RecordLayout>,
    ) {
        let mut state = lock(&self.state);
        state.load.pieces -= 1;
        state.load.found -= found;
        if let Some(Place { load, .. }) = state.place(input) {
            load.pieces -= 1;
            load.found -= found;
        }
        state.free(Some(worker), buffer, self.size);
        if let Some(now) = now
            && let Some(Place { stage: Stage::Shared(_, layout), .. }) = state.place(input)
        {
            *layout = Arc::new(now);
        }
        self.wake_another(&state);
    }

    /// Returns true if it is the turn of the input.
    pub(super) fn is_turn(&self, input: &InputTask<'c>) -> bool {
        lock(&self.state).turn == input.index
    }

    /// Counts more bytes kept of an input until its turn.
    pub(super) fn kept(&self, bytes: usize) {
        lock(&self.state).kept += bytes;
    }

    /// Returns the number of additional bytes that an input may keep before it must call [`Schedule::keep`].
    pub(super) fn unasked(&self) -> usize {
        self.size / 8
    }

    /// Counts more bytes kept of an input, and waits until there is room for more, or its turn has come.
    ///
    /// The wait ends: a worker that waits here is not busy, so that another one can continue with the input whose
    /// turn it is.
    pub(super) fn keep(&self, input: &InputTask<'c>, bytes: usize) -> Keep {
        let mut state = lock(&self.state);
        state.kept += bytes;
        loop {
            if state.turn == input.index {
                return Keep::Turn;
            }
            if state.kept < self.most_kept() {
                return Keep::More;
            }
            if state.stopped {
                return Keep::Nothing;
            }
            state.busy -= 1;
            self.wake_another(&state);
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.busy += 1;
        }
    }

    /// Notes that so many bytes are no longer kept.
    pub(super) fn dropped(&self, bytes: usize) {
        let mut state = lock(&self.state);
        state.kept = state.kept.saturating_sub(bytes);
        self.changed.notify_all();
        self.room.notify_all();
    }

    /// Keeps a finished input until its turn; returns it if the turn has come already.
    pub(super) fn close(&self, index: usize, closed: Closed) -> Option<Closed> {
        let mut state = lock(&self.state);
        if state.turn == index {
            return Some(closed);
        }
        state.kept += closed.size();
        state.closed.insert(index, closed);
        None
    }

    /// Passes the turn to the next input, and returns that input if it is finished already.
    pub(super) fn pass_turn(&self) -> Option<Closed> {
        let mut state = lock(&self.state);
        state.turn += 1;
        let turn = state.turn;
        let closed = state.closed.remove(&turn);
        state.kept = state.kept.saturating_sub(closed.as_ref().map_or(0, Closed::size));
        self.changed.notify_all();
        self.room.notify_all();
        closed
    }

    /// Makes every worker stop after its current task.
    pub(super) fn stop(&self) {
        lock(&self.state).stopped = true;
        self.changed.notify_all();
        self.room.notify_all();
    }

    /// Returns the inputs left to report after the workers have stopped.
    pub(super) fn left(self) -> Left {
        let mut state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let unread = !state.reading.is_empty() || state.inputs.peek().is_some();
        for Place { input, stage, .. } in state.reading {
            let merger = match stage {
                Stage::Alone(idle) => idle.map(|(_, merger)| merger),
                Stage::Shared(..) => input.take_merger(),
            };
            if let Some(merger) = merger {
                let InOrderMerger { follower, outcome } = *merger;
                let (records, read) = (follower.records(), follower.offset());
                let (name, setup, of_split) = (input.name.clone(), input.setup, input.of_split());
                let closed =
                    Closed { name, setup, of_split, is_complete: false, outcome, records, read, error: None };
                state.closed.insert(input.index, closed);
            }
        }
        Left { closed: state.closed.into_values().collect(), unread }
    }
}

impl<'c> State<'c> {
    fn place(&mut self, input: &InputTask<'c>) -> Option<&mut Place<'c>> {
        self.reading.iter_mut().find(|place| place.input.index == input.index)
    }

    fn free(&mut self, worker: Option<usize>, mut memory: Buffer, size: usize) {
        memory.clear(2 * size);
        self.free.push((worker, memory));
    }

    /// Returns memory for a worker, preferably from the cache of its processor, not from that of another one.
    fn memory(&mut self, worker: usize) -> Buffer {
        let own = self.free.iter().rposition(|(last, _)| *last == Some(worker));
        let place = own.or_else(|| self.free.len().checked_sub(1));
        place.map(|place| self.free.remove(place).1).unwrap_or_default()
    }
}
