//! Signals that ask the program to end: Ctrl-C (SIGINT), SIGTERM and SIGHUP, which all mean the same.
//!
//! A run of `check` and `watch` ends early on the first one, with a report of what was checked; the second one ends it at
//! once. Any other command ends at once. Before the process ends, files that are not complete are removed, and what they
//! would have replaced stays as it was.

use std::error;
use std::fmt;
use std::io;
use std::process;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::exit::Exit;
use crate::output;

/// Set once a signal has arrived.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// Set where a run can end early by itself.
static CAN_END_EARLY: AtomicBool = AtomicBool::new(false);
/// Number of threads that wait for what may never come, such as the reader of a pipe.
static STUCK: AtomicUsize = AtomicUsize::new(0);

/// Lets a run end early from now on; what is returned says whether it must.
///
/// Whoever started this program may have decided that it ignores a signal, as `nohup` does; that stays so.
pub(crate) fn watch() -> &'static AtomicBool {
    CAN_END_EARLY.store(true, Ordering::SeqCst);
    signals::listen();
    &INTERRUPTED
}

/// Lets no signal end the process before incomplete files are removed. The threads of the program start after this.
pub(crate) fn listen() {
    signals::listen();
}

/// Does what may never return; a signal ends the process meanwhile, at once.
pub(crate) fn stuck<R>(wait: impl FnOnce() -> R) -> R {
    STUCK.fetch_add(1, Ordering::SeqCst);
    if INTERRUPTED.load(Ordering::SeqCst) {
        end();
    }
    let done = wait();
    STUCK.fetch_sub(1, Ordering::SeqCst);
    done
}

/// Takes a signal: a run that can end early is asked to, any other one ends as `by_signal` has it.
fn arrived(by_signal: impl FnOnce()) {
    if !CAN_END_EARLY.load(Ordering::SeqCst) {
        output::discard_all();
        by_signal();
        exit(Exit::Failure);
    }
    if INTERRUPTED.swap(true, Ordering::SeqCst) || STUCK.load(Ordering::SeqCst) > 0 {
        end();
    }
    signals::wake_readers();
}

/// Ends the process without incomplete files.
fn end() {
    output::discard_all();
    exit(Exit::Failure);
}

#[allow(clippy::exit, reason = "a thread that is stuck cannot be asked to return")]
fn exit(exit: Exit) {
    process::exit(i32::from(exit.code()));
}

/// The end of waiting for input, because the run is to end.
#[derive(Debug)]
struct Interruption;

impl fmt::Display for Interruption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

impl error::Error for Interruption {}

/// Tells whether an input was not read further because the run is to end.
pub(crate) fn is_interruption(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn error::Error + Send + Sync>::is::<Interruption>)
}

#[cfg(unix)]
pub(crate) use signals::wait_readable;

/// Signals are blocked in all threads but one, which waits for them: no handler runs, and no system call is cut short.
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

    /// A pipe that is closed when the run is to end.
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
            // A file that may grow no further is an error like a full disk, and no reason to die without cleaning up.
            let mut size = SigSet::empty();
            size.add(Signal::SIGXFSZ);
            let _ = size.thread_block();
            // Without a thread that waits for them, signals end the program as they always do.
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

    /// The signals that the program was started to ignore, by bits. Linux keeps them for whoever waits for them, other
    /// systems drop them.
    fn ignored() -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
    }

    /// Ends the process as the signal does where nobody waits for it, so that a shell sees what happened.
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

    /// Waits until there is something to read, or the input ends; fails where the run is to end instead.
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

/// Elsewhere there is Ctrl-C only.
#[cfg(not(unix))]
mod signals {
    use super::arrived;

    pub(super) fn listen() {
        // Without a handler, Ctrl-C ends the program as it always does. A second call changes nothing.
        let _ = ctrlc::try_set_handler(|| arrived(|| ()));
    }

    pub(super) fn wake_readers() {}
}
