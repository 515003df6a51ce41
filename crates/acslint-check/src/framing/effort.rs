//! Effort: how often the bytes of an input are looked at. Reading again behind something broken has a bound for each byte.

/// Reads over the same byte that may fail, before what begins there is read up to the next record only.
const PASSES: usize = 4;

/// What was looked at already.
#[derive(Debug)]
pub(super) struct Effort {
    /// Number of bytes that were looked at, each as often as it was.
    pub(super) steps: u64,
    /// How far the failed reads came that came furthest, as offsets in the input.
    failed: [u64; PASSES],
    /// No line ends between these offsets in the input; one may at the second.
    line: (u64, u64),
    /// No place to start again is between these offsets in the input; whether one is at the second.
    place: (u64, u64, bool),
}

impl Effort {
    pub(super) fn new() -> Self {
        Self { steps: 0, failed: [0; PASSES], line: (0, 0), place: (0, 0, false) }
    }

    /// Notes a read that came up to this offset and has to be done again.
    ///
    /// Reads begin further and further on, so the number of those that came beyond a place is how often it was read.
    pub(super) fn note_failure(&mut self, until: u64) {
        if let Some(least) = self.failed.iter_mut().min()
            && *least < until
        {
            *least = until;
        }
    }

    /// The failed reads so far.
    pub(super) fn failures(&self) -> [u64; PASSES] {
        self.failed
    }

    pub(super) fn forget_failures_since(&mut self, failures: [u64; PASSES]) {
        self.failed = failures;
    }

    /// Up to which offset the bytes from `at` on must not be read as one more value in vain.
    pub(super) fn worn_until(&self, at: u64) -> Option<u64> {
        self.failed.iter().copied().min().filter(|least| *least > at)
    }

    /// The next place to start again behind `at`, or `None` in it if there is none near; if that is known.
    #[expect(clippy::option_option, reason = "it may be known that there is none")]
    pub(super) fn place_behind(&self, at: u64) -> Option<Option<u64>> {
        let (from, to, found) = self.place;
        (from <= at && at < to).then(|| found.then_some(to))
    }

    pub(super) fn note_place(&mut self, from: u64, to: u64, found: bool) {
        self.place = (from, to, found);
    }

    /// Finds where the line ends on which the byte at `at` of the buffer stands.
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
