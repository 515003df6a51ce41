//! Ctrl-C: the first one lets a run end early with a report of what was checked, the second one ends it at once.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::exit::Exit;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Watches out for Ctrl-C from now on; what is returned says whether it was pressed.
///
/// Whoever started this program may have decided that Ctrl-C means nothing to it, as `nohup` does; that stays so.
pub(crate) fn watch() -> &'static AtomicBool {
    // Without a handler, Ctrl-C ends the program as it always does.
    let _ = ctrlc::try_set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            end_at_once();
        }
    });
    &INTERRUPTED
}

#[allow(clippy::exit, reason = "a thread that is stuck in a read cannot be asked to return")]
fn end_at_once() {
    process::exit(i32::from(Exit::Failure.code()));
}
