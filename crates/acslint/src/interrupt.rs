//! Signals that ask the program to end: Ctrl-C (SIGINT), SIGTERM and SIGHUP, all with the same effect.
//!
//! On the first signal, `check` and `watch` end early and report the records checked so far; on the second one they
//! end at once. Any other command ends at once. Before the process ends, it removes incomplete files, and the files
//! that those would have replaced stay as they were.

use std::error;
use std::fmt;
use std::io;
use std::process;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::exit::Exit;
use crate::unfinished;

/// True once a signal has arrived.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// True while a run can end early by itself.
static CAN_END_EARLY: AtomicBool = AtomicBool::new(false);
/// Number of threads that wait for an event that may never come, such as the reader of a pipe.
static STUCK: AtomicUsize = AtomicUsize::new(0);

/// Lets a run end early from now on; the returned flag tells it to.
///
/// The parent process may have set a signal to be ignored, as `nohup` does; it stays ignored.
pub(crate) fn watch() -> &'static AtomicBool {
    CAN_END_EARLY.store(true, Ordering::SeqCst);
    signals::listen();
    &INTERRUPTED
}

/// Ensures that no signal ends the process before it removes incomplete files. Must run before other threads start.
pub(crate) fn listen() {
    signals::listen();
}

/// Runs an operation that may never return; meanwhile a signal ends the process at once.
pub(crate) fn stuck<R>(wait: impl FnOnce() -> R) -> R {
    STUCK.fetch_add(1, Ordering::SeqCst);
    if INTERRUPTED.load(Ordering::SeqCst) {
        end();
    }
    let done = wait();
    STUCK.fetch_sub(1, Ordering::SeqCst);
    done
}

/// Handles a signal: a run that can end early does so, any other one ends by `by_signal`.
fn arrived(by_signal: impl FnOnce()) {
    if !CAN_END_EARLY.load(Ordering::SeqCst) {
        unfinished::discard_all();
        by_signal();
        exit(Exit::Failure);
    }
    if INTERRUPTED.swap(true, Ordering::SeqCst) || STUCK.load(Ordering::SeqCst) > 0 {
        end();
    }
    signals::wake_readers();
}

/// Removes incomplete files and ends the process.
fn end() {
    unfinished::discard_all();
    exit(Exit::Failure);
}

#[allow(clippy::exit, reason = "a thread that is stuck cannot be asked to return")]
fn exit(exit: Exit) {
    process::exit(i32::from(exit.code()));
}

/// Error that ends a wait for input, because the run must end.
#[derive(Debug)]
struct Interruption;

impl fmt::Display for Interruption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

impl error::Error for Interruption {}

/// Returns true for the error of an input that was not read further because the run must end.
pub(crate) fn is_interruption(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn error::Error + Send + Sync>::is::<Interruption>)
}

#[cfg(unix)]
pub(crate) use signals::{is_readable_soon, wait_readable};

/// All threads but one block signals, and that one waits for them. No handler runs, and no system call is
/// interrupted.
#[cfg(unix)]
mod signals {
    use std::fs;
    use std::io::{self, PipeReader, PipeWriter};
    use std::os::fd::{AsFd, BorrowedFd};
    use std::sync::atomic::Ordering;
    use std::sync::{Mutex, Once, OnceLock, PoisonError};
    use std::thread;

    use nix::errno::Errno;
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    use nix::sys::signal::{SigSet, Signal, raise};

    use super::{INTERRUPTED, Interruption, arrived};

    /// Pipe that is closed when the run must end.
    static WAKER: OnceLock<(PipeReader, Mutex<Option<PipeWriter>>)> = OnceLock::new();

    pub(super) fn listen() {
        static LISTENS: Once = Once::new();
        LISTENS.call_once(|| {
            let ignored = ignored();
            let all = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP];
            let signals: SigSet =
                all.into_iter().filter(|signal| ignored >> (*signal as i32 - 1) & 1 == 0).collect();
            if let Ok((reader, writer)) = io::pipe() {
                let _ = WAKER.set((reader, Mutex::new(Some(writer))));
            }
            // The file size limit then causes an error like a full disk, instead of killing the process without a
            // cleanup.
            let mut size = SigSet::empty();
            size.add(Signal::SIGXFSZ);
            let _ = size.thread_block();
            // Without a waiting thread, signals have their default effect.
            if signals.thread_block().is_ok() {
                let listener = move || {
                    loop {
                        if let Ok(signal) = signals.wait() {
                            arrived(|| end_by(signal));
                        }
                    }
                };
                if thread::Builder::new().name("signals".to_owned()).spawn(listener).is_err() {
                    let _ = signals.thread_unblock();
                }
            }
        });
    }

    /// Returns the signals that the parent set to be ignored, as bits. Linux delivers them to a waiting thread, other
    /// systems drop them.
    fn ignored() -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
    }

    /// Ends the process by the default effect of the signal, so that a shell sees the cause.
    fn end_by(signal: Signal) {
        let mut signals = SigSet::empty();
        signals.add(signal);
        let _ = signals.thread_unblock().and_then(|()| raise(signal));
    }

    pub(super) fn wake_readers() {
        if let Some((_, writer)) = WAKER.get() {
            drop(writer.lock().unwrap_or_else(PoisonError::into_inner).take());
        }
    }

    /// Number of milliseconds without data that count as a pause of an input.
    const PAUSE: u8 = 5;

    /// Waits a moment for data or the end of the input; returns false if neither arrives.
    pub(crate) fn is_readable_soon(input: BorrowedFd<'_>) -> bool {
        let mut input = [PollFd::new(input, PollFlags::POLLIN)];
        !matches!(poll(&mut input, PollTimeout::from(PAUSE)), Ok(0))
    }

    /// Waits until data is available, or the input ends; returns an error if the run must end instead.
    pub(crate) fn wait_readable(input: BorrowedFd<'_>) -> io::Result<()> {
        let waker = WAKER.get().map(|(reader, _)| reader.as_fd());
        let mut both: Vec<PollFd<'_>> =
            [Some(input), waker].into_iter().flatten().map(|fd| PollFd::new(fd, PollFlags::POLLIN)).collect();
        loop {
            match poll(&mut both, PollTimeout::NONE) {
                Err(Errno::EINTR) => {}
                Err(error) => return Err(error.into()),
                Ok(_) if INTERRUPTED.load(Ordering::SeqCst) => return Err(io::Error::other(Interruption)),
                Ok(_) => return Ok(()),
            }
        }
    }
}

/// Other systems have Ctrl-C only.
#[cfg(not(unix))]
mod signals {
    use super::arrived;

    pub(super) fn listen() {
        // Without a handler, Ctrl-C has its default effect. A second call changes nothing.
        let _ = ctrlc::try_set_handler(|| arrived(|| ()));
    }

    pub(super) fn wake_readers() {}
}
