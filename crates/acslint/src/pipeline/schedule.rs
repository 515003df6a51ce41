//! Who does what next, such that no worker waits for another without need, and memory stays bounded.
//!
//! The earlier an input, the sooner it is worked on, because the report follows the order of the inputs. Where the earlier
//! ones are being read by others, the next one is begun, as long as what is found in it need not be kept for too long.

use std::collections::BTreeMap;
use std::io;
use std::iter::{Enumerate, Peekable};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::vec;

use acslint_check::{Hints, RecordLayout};

use super::input_task::{Closed, InOrderMerger, InputTask};
use super::lock;
use super::reader::Reader;
use crate::input::{Buffer, Found, Input, Origin};
use crate::setup::Setups;

/// Pieces that may be under way, for each worker: one that it checks, and others that wait for their turn to be merged.
const PIECES: usize = 4;
/// As many bytes as these many pieces have may be held of what was found in pieces that wait for their turn to be merged,
/// for each worker.
const FOUND_PIECES: usize = 4;
/// As much as these many pieces may be kept of inputs whose turn has not come, for each worker.
const KEPT_PIECES: usize = 4;

/// How often a worker looks for something to do before it sleeps. Mostly another one is reading a piece, and done with it
/// before a sleeper would be awake.
const LOOKS: u32 = 200;

/// Something to do.
pub(super) enum Task<'c> {
    /// Begin with an input.
    Open {
        input: Arc<InputTask<'c>>,
        origin: io::Result<Origin>,
        merger: Box<InOrderMerger<'c>>,
        memory: Buffer,
    },
    /// Go on with an input of which nothing can be checked ahead.
    Alone { input: Arc<InputTask<'c>>, reader: Reader, merger: Box<InOrderMerger<'c>> },
    /// Read a piece of an input, and check it ahead of those before it.
    Speculative { input: Arc<InputTask<'c>>, reader: Reader, layout: Arc<RecordLayout>, memory: Buffer },
}

/// What is to be done, and by how many.
pub(super) struct Schedule<'c> {
    setups: &'c Setups,
    threads: usize,
    /// About the number of bytes in a piece.
    size: usize,
    interrupted: &'c AtomicBool,
    state: Mutex<State<'c>>,
    changed: Condvar,
    /// Wakes those who wait for the turn of an input, or for room to keep more of it.
    room: Condvar,
}

/// What is left when the workers have stopped: the inputs in their order, and whether others were not even begun.
pub(super) struct Left {
    pub(super) closed: Vec<Closed>,
    pub(super) unread: bool,
}

/// What pieces under way take.
#[derive(Debug, Clone, Copy, Default)]
struct Load {
    pieces: usize,
    /// Bytes of what was found in those that wait for their turn.
    found: usize,
}

impl Load {
    fn is_below(self, limit: Self) -> bool {
        self.pieces < limit.pieces && self.found < limit.found
    }
}

/// What has become of an input while something was being kept of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// More may be kept of it.
    More,
    /// Its turn has come, so that nothing need be kept of it any more.
    Turn,
    /// The run has been stopped, and there is no room for more.
    Nothing,
}

struct State<'c> {
    inputs: Peekable<Enumerate<vec::IntoIter<Found>>>,
    /// Inputs that are not read to their end, in their order.
    reading: Vec<Place<'c>>,
    /// Index of the input that is told to the report of the run.
    turn: usize,
    /// Inputs that were checked before their turn.
    closed: BTreeMap<usize, Closed>,
    /// Number of bytes that are kept of inputs whose turn has not come.
    kept: usize,
    /// Of all inputs.
    load: Load,
    /// Number of workers that have something to do.
    busy: usize,
    /// Memory that is not in use, and the worker whose processor has it at hand.
    free: Vec<(Option<usize>, Buffer)>,
    stopped: bool,
}

/// An input that is not read to its end.
struct Place<'c> {
    input: Arc<InputTask<'c>>,
    stage: Stage<'c>,
    load: Load,
    /// Where a thread of its own decompresses it: whether that rests.
    decompression_rests: Option<Arc<AtomicBool>>,
}

/// How far an input has come; what a worker has taken is absent.
enum Stage<'c> {
    /// Nothing of it can be checked ahead, so that one worker does everything.
    Alone(Option<(Reader, Box<InOrderMerger<'c>>)>),
    /// Its pieces are checked ahead.
    Shared(Option<Reader>, Arc<RecordLayout>),
}

impl<'c> Schedule<'c> {
    pub(super) fn new(
        setups: &'c Setups,
        threads: usize,
        size: usize,
        interrupted: &'c AtomicBool,
        inputs: Vec<Found>,
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
        Self { setups, threads, size, interrupted, state: Mutex::new(state), changed, room }
    }

    /// The next thing for a worker to do, as soon as there is one; `None` once there will be nothing more.
    pub(super) fn next(&self, worker: usize) -> Option<Task<'c>> {
        let mut state = lock(&self.state);
        let mut looks = LOOKS;
        loop {
            if self.interrupted.load(Ordering::Relaxed) {
                state.stopped = true;
            }
            if state.stopped || (state.reading.is_empty() && state.inputs.peek().is_none()) {
                // Whoever else waits is to see the same.
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

    /// Wakes a worker that waits, unless as many as may be are busy: then one of those sees what there is to do.
    fn tell_another(&self, state: &State<'c>) {
        if state.busy < self.workers(state) {
            self.changed.notify_one();
        }
    }

    /// Tells that a worker has done what it had to do.
    pub(super) fn done(&self) {
        lock(&self.state).busy -= 1;
    }

    /// How many workers may be busy: decompressing takes a thread too, which must not have to wait for one that checks.
    fn workers(&self, state: &State<'c>) -> usize {
        let rests = state.reading.iter().filter_map(|place| place.decompression_rests.as_ref());
        let decompressing = rests.filter(|rests| !rests.load(Ordering::Relaxed)).count();
        self.threads.saturating_sub(decompressing).max(1)
    }

    /// Tells that a thread of its own decompresses an input, and what says whether that rests.
    pub(super) fn is_decompressed(&self, input: &InputTask<'c>, rests: Arc<AtomicBool>) {
        if let Some(place) = lock(&self.state).place(input) {
            place.decompression_rests = Some(rests);
        }
    }

    /// Number of workers that do something, and do not wait.
    #[cfg(test)]
    pub(super) fn busy(&self) -> usize {
        lock(&self.state).busy
    }

    /// Number of bytes that are kept of inputs whose turn has not come.
    #[cfg(test)]
    pub(super) fn kept_bytes(&self) -> usize {
        lock(&self.state).kept
    }

    /// Whether whoever asks for something to do would have to wait.
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

    /// About how many bytes may be kept of inputs whose turn has not come.
    fn most_kept(&self) -> usize {
        KEPT_PIECES * self.threads * self.size
    }

    fn choose(&self, worker: usize, state: &mut State<'c>) -> Option<Task<'c>> {
        let keeps_much = state.kept >= self.most_kept();
        let most = Load { pieces: PIECES * self.threads, found: FOUND_PIECES * self.threads * self.size };
        // Half of it stays free for the input whose turn it is: the others may have to wait for that one.
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
        let merger = Box::new(InOrderMerger::new(checker.session(Hints::from_path(&name))));
        let input = Arc::new(InputTask::new(index, name, setup));
        state.reading.push(Place {
            input: input.clone(),
            stage: Stage::Alone(None),
            load: Load::default(),
            decompression_rests: None,
        });
        Some(Task::Open { input, origin, merger, memory: state.memory(worker) })
    }

    /// Gives back what is needed to go on with an input.
    pub(super) fn go_on_alone(&self, input: &InputTask<'c>, reader: Reader, merger: Box<InOrderMerger<'c>>) {
        self.set(input, |stage| *stage = Stage::Alone(Some((reader, merger))));
    }

    /// Lets the pieces of an input be checked ahead from now on.
    pub(super) fn share(&self, input: &InputTask<'c>, reader: Reader, layout: RecordLayout) {
        self.set(input, |stage| *stage = Stage::Shared(Some(reader), Arc::new(layout)));
    }

    /// Gives back the reader of an input whose pieces are checked ahead.
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
        self.tell_another(&state);
    }

    /// Tells that there is nothing more to be read of an input.
    pub(super) fn read_to_end(&self, input: &InputTask<'c>, memory: Buffer) {
        let mut state = lock(&self.state);
        state.reading.retain(|place| place.input.index != input.index);
        state.free(None, memory, self.size);
        // There is room for another input, and perhaps nothing left to do for anybody.
        self.changed.notify_all();
    }

    /// Tells that so many bytes were found in a piece, which are held until it is merged.
    pub(super) fn found(&self, input: &InputTask<'c>, bytes: usize) {
        let mut state = lock(&self.state);
        state.load.found += bytes;
        if let Some(place) = state.place(input) {
            place.load.found += bytes;
        }
    }

    /// Tells that a piece was merged which a worker had read, in which so many bytes were found, and what the session says of
    /// the input since.
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
        self.tell_another(&state);
    }

    /// Whether it is the input's turn to be told to the report of the run.
    pub(super) fn is_turn(&self, input: &InputTask<'c>) -> bool {
        lock(&self.state).turn == input.index
    }

    /// Tells that so many bytes more are kept of an input until its turn comes.
    pub(super) fn kept(&self, bytes: usize) {
        lock(&self.state).kept += bytes;
    }

    /// How many bytes more may be kept of an input before [`Schedule::keep`] is asked.
    pub(super) fn unasked(&self) -> usize {
        self.size / 8
    }

    /// Tells that so many bytes more are kept of an input, and waits until there is room for more, or its turn has come.
    ///
    /// That will come: whoever waits here is not busy, so that another worker can go on with the input whose turn it is.
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
            self.tell_another(&state);
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.busy += 1;
        }
    }

    /// Tells that so many bytes are kept no longer.
    pub(super) fn dropped(&self, bytes: usize) {
        let mut state = lock(&self.state);
        state.kept = state.kept.saturating_sub(bytes);
        self.changed.notify_all();
        self.room.notify_all();
    }

    /// Keeps an input that is checked until its turn comes; if it has come, returns it.
    pub(super) fn close(&self, index: usize, closed: Closed) -> Option<Closed> {
        let mut state = lock(&self.state);
        if state.turn == index {
            return Some(closed);
        }
        state.kept += closed.size();
        state.closed.insert(index, closed);
        None
    }

    /// Passes the turn to the next input, and returns that if it is checked already.
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

    /// Lets every worker stop as soon as it has done what it is doing.
    pub(super) fn stop(&self) {
        lock(&self.state).stopped = true;
        self.changed.notify_all();
        self.room.notify_all();
    }

    /// What is left to be reported once the workers have stopped.
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
                let (name, setup) = (input.name.clone(), input.setup);
                let closed = Closed { name, setup, outcome, records, read, error: None };
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

    /// Memory for a worker: rather what its processor has at hand than what another one would have to give up.
    fn memory(&mut self, worker: usize) -> Buffer {
        let own = self.free.iter().rposition(|(last, _)| *last == Some(worker));
        let place = own.or_else(|| self.free.len().checked_sub(1));
        place.map(|place| self.free.remove(place).1).unwrap_or_default()
    }
}
