//! Effort: bounds how often the framing reads each byte again behind invalid input.

/// Number of failed reads over one byte; after it, a value is read only up to the next record.
pub(super) const PASSES: usize = 4;

/// Record of what was read already.
#[derive(Debug)]
pub(super) struct Effort {
    /// Number of bytes read, counting repetitions.
    pub(super) steps: u64,
    /// Furthest offsets that failed reads came to, in the input.
    failed: [u64; PASSES],
    /// Offsets in the input between which no line ends; a line may end at the second.
    line: (u64, u64),
    /// Offsets in the input between which recovery finds no place; true if it finds one at the second.
    place: (u64, u64, bool),
}

impl Effort {
    pub(super) fn new() -> Self {
        Self { steps: 0, failed: [0; PASSES], line: (0, 0), place: (0, 0, false) }
    }

    /// Sets what [`Self::behind`] returned for another framer.
    pub(super) fn resume(&mut self, failed: [u64; PASSES], place: Option<(u64, u64, bool)>) {
        self.failed = failed;
        self.place = place.unwrap_or_default();
    }

    /// Returns what matters behind an offset: the failed reads that came beyond it, and the place of recovery.
    pub(super) fn behind(&self, offset: u64) -> ([u64; PASSES], Option<(u64, u64, bool)>) {
        let mut failed = self.failed.map(|until| if until > offset { until } else { 0 });
        failed.sort_unstable();
        (failed, (self.place.1 > offset).then_some(self.place))
    }

    /// Notes a failed read that came up to this offset.
    ///
    /// Each read begins behind the ones before it. The number of failed reads that came beyond a byte is therefore
    /// the number of times the byte was read.
    pub(super) fn note_failure(&mut self, until: u64) {
        if let Some(least) = self.failed.iter_mut().min()
            && *least < until
        {
            *least = until;
        }
    }

    /// Offsets of the failed reads so far.
    pub(super) fn failures(&self) -> [u64; PASSES] {
        self.failed
    }

    pub(super) fn forget_failures_since(&mut self, failures: [u64; PASSES]) {
        self.failed = failures;
    }

    /// Returns the offset up to which the bytes from `at` on must not be read again as one value.
    pub(super) fn worn_until(&self, at: u64) -> Option<u64> {
        self.failed.iter().copied().min().filter(|least| *least > at)
    }

    /// Returns the next place of recovery behind `at`, if it is known; the inner `None` means that there is none
    /// near.
    #[expect(clippy::option_option, reason = "the outer option is the lookup, the inner one its result")]
    pub(super) fn place_behind(&self, at: u64) -> Option<Option<u64>> {
        let (from, to, found) = self.place;
        (from <= at && at < to).then(|| found.then_some(to))
    }

    pub(super) fn note_place(&mut self, from: u64, to: u64, found: bool) {
        self.place = (from, to, found);
    }

    /// Finds the end of the line with the byte at `at` of the buffer.
    pub(super) fn line_end(&mut self, buffer: &[u8], offset: u64, at: usize) -> Option<usize> {
        let start = offset + at as u64;
        let (first, known) = self.line;
        let from = if first <= start && start <= known { (known - offset) as usize } else { at };
        let rest = buffer.get(from..).unwrap_or_default();
        let found = memchr::memchr(b'\n', rest);
        let end = from.max(at) + found.unwrap_or(rest.len());
        self.steps += (end - from.min(end)) as u64;
        self.line = (start, offset + end as u64);
        found.map(|_| end)
    }
}

#[cfg(test)]
mod tests {
    use super::{Effort, PASSES};

    #[test]
    fn a_place_is_worn_when_every_pass_went_over_it() {
        let mut effort = Effort::new();
        for pass in 1..=PASSES as u64 {
            assert_eq!(effort.worn_until(5), None);
            effort.note_failure(10 * pass);
        }
        assert_eq!(effort.worn_until(5), Some(10));
        assert_eq!(effort.worn_until(10), None);
        effort.note_failure(30);
        assert_eq!(effort.worn_until(10), Some(20));
    }

    #[test]
    fn a_line_is_sought_once() {
        let mut effort = Effort::new();
        let text = b"abcdef\ngh";
        assert_eq!(effort.line_end(text, 0, 0), Some(6));
        assert_eq!(effort.line_end(text, 0, 3), Some(6));
        assert_eq!(effort.line_end(&text[3..], 3, 3), Some(3));
        assert_eq!(effort.steps, 6);
        assert_eq!(effort.line_end(text, 0, 7), None);
        assert_eq!(effort.line_end(b"abcdef\nghij\n", 0, 8), Some(11));
        assert_eq!(effort.steps, 10);
    }
}
