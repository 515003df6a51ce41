//! Unified diff of an input and its fixed form, line by line in bounded memory.

use std::collections::VecDeque;
use std::io::{self, BufRead, Write};

/// Number of equal lines around a change.
const CONTEXT: usize = 3;

/// Most lines that are searched for the next equal ones. Fixes change lines, and rarely add or remove one.
const MOST_SEARCHED: usize = 64;

/// Lines of one side that were read ahead.
struct Lines<R> {
    reader: R,
    ahead: VecDeque<Vec<u8>>,
    /// Number of the next line, from 1.
    next: u64,
}

impl<R: BufRead> Lines<R> {
    fn new(reader: R) -> Self {
        Self { reader, ahead: VecDeque::new(), next: 1 }
    }

    /// Returns the line at a distance from the next one; `None` behind the end.
    fn peek(&mut self, distance: usize) -> io::Result<Option<&[u8]>> {
        while self.ahead.len() <= distance {
            let mut line = Vec::new();
            if self.reader.read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            self.ahead.push_back(line);
        }
        Ok(self.ahead.get(distance).map(Vec::as_slice))
    }

    fn take(&mut self) -> Vec<u8> {
        self.next += 1;
        self.ahead.pop_front().unwrap_or_default()
    }
}

/// Hunk of a diff while it grows.
#[derive(Default)]
struct Hunk {
    start: [u64; 2],
    count: [u64; 2],
    text: Vec<u8>,
    /// Number of equal lines at its end.
    equal: usize,
}

impl Hunk {
    fn push(&mut self, sign: u8, line: &[u8]) {
        self.count[0] += u64::from(sign != b'+');
        self.count[1] += u64::from(sign != b'-');
        self.equal = if sign == b' ' { self.equal + 1 } else { 0 };
        self.text.push(sign);
        self.text.extend_from_slice(line);
        if !line.ends_with(b"\n") {
            self.text.extend_from_slice(b"\n\\ No newline at end of file\n");
        }
    }

    fn write(&self, sink: &mut dyn Write) -> io::Result<()> {
        let [old, new] = [0, 1].map(|side| {
            // An empty range is named by the line before it.
            let start = if self.count[side] == 0 { self.start[side] - 1 } else { self.start[side] };
            if self.count[side] == 1 { start.to_string() } else { format!("{start},{}", self.count[side]) }
        });
        writeln!(sink, "@@ -{old} +{new} @@")?;
        sink.write_all(&self.text)
    }
}

/// Writer of a unified diff.
pub(crate) struct Diff<'d> {
    /// Name of the file on both sides.
    pub(crate) name: &'d str,
}

impl Diff<'_> {
    /// Writes the differences between two texts.
    pub(crate) fn write(&self, old: impl BufRead, new: impl BufRead, sink: &mut dyn Write) -> io::Result<()> {
        let (mut old, mut new) = (Lines::new(old), Lines::new(new));
        let mut before: VecDeque<Vec<u8>> = VecDeque::new();
        let mut hunk: Option<Hunk> = None;
        let mut has_head = false;
        loop {
            let are_equal = match (old.peek(0)?, new.peek(0)?) {
                (None, None) => break,
                (old, new) => old == new,
            };
            if are_equal {
                let line = old.take();
                new.take();
                if let Some(open) = &mut hunk {
                    if open.equal < CONTEXT {
                        open.push(b' ', &line);
                    }
                    if open.equal == CONTEXT {
                        self.finish(hunk.take(), &mut has_head, sink)?;
                        before.clear();
                    }
                } else {
                    before.push_back(line);
                    if before.len() > CONTEXT {
                        before.pop_front();
                    }
                }
                continue;
            }
            let open = hunk.get_or_insert_with(|| {
                let context = before.len() as u64;
                let mut open = Hunk { start: [old.next - context, new.next - context], ..Hunk::default() };
                before.drain(..).for_each(|line| open.push(b' ', &line));
                open
            });
            let (removed, added) = distance(&mut old, &mut new)?;
            (0..removed).for_each(|_| open.push(b'-', &old.take()));
            (0..added).for_each(|_| open.push(b'+', &new.take()));
        }
        self.finish(hunk, &mut has_head, sink)
    }

    fn finish(&self, hunk: Option<Hunk>, has_head: &mut bool, sink: &mut dyn Write) -> io::Result<()> {
        let Some(hunk) = hunk else { return Ok(()) };
        if !std::mem::replace(has_head, true) {
            writeln!(sink, "--- {0}\n+++ {0}", self.name)?;
        }
        hunk.write(sink)
    }
}

/// Returns the smallest numbers of lines of both sides before equal ones, or before the end of both.
fn distance<O: BufRead, N: BufRead>(old: &mut Lines<O>, new: &mut Lines<N>) -> io::Result<(usize, usize)> {
    for most in 1..=MOST_SEARCHED {
        // As many lines on both sides first: a fix mostly changes lines.
        let unequal = (0..most).rev().flat_map(|less| [(most, less), (less, most)]);
        for (removed, added) in std::iter::once((most, most)).chain(unequal) {
            let are_equal = match (old.peek(removed)?, new.peek(added)?) {
                (Some(one), Some(other)) => one == other,
                (None, None) => old.ahead.len() == removed && new.ahead.len() == added,
                _ => false,
            };
            if are_equal {
                return Ok((removed, added));
            }
        }
    }
    Ok((usize::from(old.peek(0)?.is_some()), usize::from(new.peek(0)?.is_some())))
}

#[cfg(test)]
mod tests {
    use super::Diff;

    fn diff(old: &str, new: &str) -> String {
        let mut text = Vec::new();
        Diff { name: "f" }.write(old.as_bytes(), new.as_bytes(), &mut text).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn changes_come_with_the_lines_around_them() {
        let old = (1..=20).fold(String::new(), |lines, number| lines + &number.to_string() + "\n");
        assert_eq!(diff(&old, &old), "");
        let new = old.replace("\n5\n", "\nfive\n").replace("\n18\n", "\n");
        assert_eq!(
            diff(&old, &new),
            "--- f\n+++ f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n@@ -15,6 +15,5 @@\n 15\n 16\n 17\n-18\n 19\n 20\n"
        );
    }

    #[test]
    fn ends_without_a_newline_are_marked() {
        assert_eq!(
            diff("a\nb", "a\nc\n"),
            "--- f\n+++ f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n"
        );
        assert_eq!(diff("", "a\n"), "--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n");
    }
}
