//! Counter of members and items read, so that tests can distinguish linear work from quadratic work without a
//! clock.
//!
//! It counts in test builds only.

#[cfg(test)]
thread_local! {
    static STEPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Counts members or items that are read.
#[cfg_attr(not(test), expect(clippy::inline_always, reason = "there is nothing to call"))]
#[cfg_attr(not(test), inline(always))]
pub(crate) fn count(number: usize) {
    #[cfg(test)]
    STEPS.with(|steps| steps.set(steps.get() + number as u64));
    #[cfg(not(test))]
    let _ = number;
}

/// Counts as many as a function returns.
#[cfg_attr(not(test), expect(clippy::inline_always, reason = "there is nothing to call"))]
#[cfg_attr(not(test), inline(always))]
pub(crate) fn count_of(number: impl FnOnce() -> usize) {
    #[cfg(test)]
    count(number());
    #[cfg(not(test))]
    let _ = number;
}

/// Returns the number of steps of an operation.
#[cfg(test)]
pub(crate) fn taken(by: impl FnOnce()) -> u64 {
    let before = STEPS.with(std::cell::Cell::get);
    by();
    STEPS.with(std::cell::Cell::get) - before
}
