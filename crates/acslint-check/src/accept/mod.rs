//! The fast path: vouches for clean records from their bytes alone, and says nothing of any other.
//!
//! Three things are tried, each only where the one before gives up. A record that is made like one before it is compared
//! with the [`trails`] of those. Another takes the [`walk`] of its category's [`program`]. What neither is sure of is left
//! to the full path, which alone produces findings: so this can be slow by mistake, but never wrong. That a record which is
//! vouched for has no finding follows from how programs are made (see [`record`]), and tests prove it.

mod flat;
mod guess;
mod keys;
mod literal;
mod own;
mod program;
mod record;
mod scan;
mod sure;
mod trails;
mod value;
mod walk;

use acslint_types::{CATEGORIES, Category, Shape};

use guess::{Guess, Guessed};
use literal::Literal;
pub(crate) use program::Program;
pub(crate) use sure::Sure;
use trails::{Path, Trails};
use walk::{Mark, Tools, Trace, Untraced, Walk};

use crate::{
    Checker,
    framing::{FirstKeys, Ground, pass_blank_lines, skip_white_space},
};

/// Records of a kind that take the full path before the next are worth a program.
const BEFORE_PROGRAM: u32 = 8;

/// How many records make a window, over which it is counted how many the trails knew.
const WINDOW: u32 = 1024;

/// How many windows the trails rest at most, where they knew less than half of one.
const LONGEST_REST: u32 = 64;

/// What a record can be checked as, by number.
pub(crate) type Kind = u16;

/// The number of a category in a shape.
pub(crate) fn kind(category: &'static Category, shape: Shape) -> Option<Kind> {
    let index = CATEGORIES.iter().position(|known| *known == category)?;
    Kind::try_from(index * Shape::ALL.len() + shape as usize).ok()
}

/// The number of the first own category.
const FIRST_OWN: usize = CATEGORIES.len() * Shape::ALL.len();

/// The number of an own category, given by its number among them.
pub(crate) fn own_kind(number: usize) -> Option<Kind> {
    Kind::try_from(FIRST_OWN + number).ok()
}

/// The number of an own category among them.
pub(crate) fn own_number(kind: Kind) -> Option<usize> {
    usize::from(kind).checked_sub(FIRST_OWN)
}

/// Numbers of records by kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts(Vec<u64>);

impl Counts {
    fn count(&mut self, kind: Kind) {
        let kind = usize::from(kind);
        if self.0.len() <= kind {
            self.0.resize(kind + 1, 0);
        }
        self.0[kind] += 1;
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Kind, u64)> {
        (0..).zip(self.0.iter().copied()).filter(|(_, records)| *records > 0)
    }
}

/// Records that follow each other on a ground, all of them vouched for.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub(crate) records: u64,
    /// Lines that were passed, on the ground of lines.
    pub(crate) lines: u64,
    pub(crate) counts: Counts,
    pub(crate) first_keys: FirstKeys,
    /// How the last record begins: its brace and its first key, or as much of those as a literal holds.
    opening: Option<Literal>,
}

impl Run {
    /// Notes the first key of a record that begins with the text.
    fn note_opening(&mut self, text: &[u8]) {
        if !self.opening.as_ref().is_some_and(|opening| opening.stands_at(text, 0)) {
            let key = scan::white_space(text, 1, true);
            if let Some((_, end)) = scan::key(text, key) {
                self.opening = Some(Literal::new(&text[..=end]));
                self.first_keys.remember(&text[key..=end]);
            }
        }
    }
}

/// What a thread has learnt, and what it needs for vouching.
#[derive(Debug, Clone, Default)]
pub(crate) struct Accept {
    guess: Guess,
    trails: Trails,
    tools: Tools,
    /// By kind: records that took the full path.
    met: Vec<u32>,
    window: Window,
    marks: Vec<Mark>,
}

/// Whether following trails pays: where records are written in ever other ways, it does not.
#[derive(Debug, Clone, Default)]
struct Window {
    followed: u32,
    known: u32,
    /// Records until trails are followed again, and how many windows that is.
    resting: u32,
    rest: u32,
}

impl Window {
    /// Whether to follow trails for the next record.
    #[inline]
    fn is_open(&mut self) -> bool {
        if self.resting > 0 {
            self.resting -= 1;
            return false;
        }
        if self.followed == WINDOW {
            self.rest = if self.known * 2 >= WINDOW { 0 } else { (self.rest * 2).clamp(1, LONGEST_REST) };
            (self.followed, self.known) = (0, 0);
            self.resting = self.rest * WINDOW;
        }
        self.followed += 1;
        true
    }
}

/// A record that was vouched for.
#[derive(Debug, Clone, Copy)]
struct Vouched {
    end: usize,
    kind: Kind,
}

impl Trace for &mut Vec<Mark> {
    fn value(&mut self, mark: Mark) {
        self.push(mark);
    }
}

impl Accept {
    /// Vouches for the records from `at` on, as far as that goes, and gives where the ground goes on from there.
    pub(crate) fn run(
        &mut self,
        checker: &Checker,
        ground: Ground,
        bytes: &[u8],
        at: usize,
        run: &mut Run,
    ) -> usize {
        let mut at = at;
        while let Some(record) = begin(ground, bytes, &mut at, run)
            && let Some(vouched) = self.record(checker, ground, bytes, record)
            && let Some(behind) = end(ground, bytes, vouched.end)
        {
            run.records += 1;
            run.lines += u64::from(ground == Ground::Lines);
            run.counts.count(vouched.kind);
            run.note_opening(&bytes[record..vouched.end]);
            at = behind;
        }
        at
    }

    #[inline]
    fn record(&mut self, checker: &Checker, ground: Ground, bytes: &[u8], at: usize) -> Option<Vouched> {
        let guessed = self.guess.kind(&checker.settings.own, bytes, at);
        if let Some(Guessed { kind, .. }) = guessed
            && let Some(end) = self.vouch(checker, kind, ground, bytes, at)
        {
            return Some(Vouched { end, kind });
        }
        if guessed.is_some_and(|guessed| guessed.by_sign) {
            return None;
        }
        self.record_otherwise(checker, guessed, ground, bytes, at)
    }

    /// Vouches for a record that is perhaps not what it was guessed to be.
    #[cold]
    fn record_otherwise(
        &mut self,
        checker: &Checker,
        guessed: Option<Guessed>,
        ground: Ground,
        bytes: &[u8],
        at: usize,
    ) -> Option<Vouched> {
        let kind = self.guess.search(&checker.settings.own, ground, bytes, at)?;
        if guessed.is_some_and(|guessed| guessed.kind == kind) {
            return None;
        }
        let end = self.vouch(checker, kind, ground, bytes, at)?;
        Some(Vouched { end, kind })
    }

    /// Vouches for a record as one of this kind; gives where it ends.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is done for each record, and is little but calls")]
    fn vouch(
        &mut self,
        checker: &Checker,
        kind: Kind,
        ground: Ground,
        bytes: &[u8],
        at: usize,
    ) -> Option<usize> {
        if self.met.get(usize::from(kind)).is_none_or(|met| *met < BEFORE_PROGRAM) {
            return None;
        }
        let program = checker.program(kind)?;
        let path = Path { kind, program, ground, bytes };
        let open = self.window.is_open();
        if open && let Some(end) = self.trails.follow(&path, at, &mut self.tools) {
            self.window.known += 1;
            return Some(end);
        }
        let (newlines, tools) = (ground == Ground::Items, &mut self.tools);
        if !open || !self.trails.has_room() {
            let mut walk = Walk { program, bytes, newlines, tools, trace: Untraced, seen: 0, strange: false };
            return walk.record(at);
        }
        self.marks.clear();
        let trace = &mut self.marks;
        let mut walk = Walk { program, bytes, newlines, tools, trace, seen: 0, strange: false };
        let end = walk.record(at)?;
        if !walk.strange {
            self.trails.learn(&path, (at, end), &self.marks);
        }
        Some(end)
    }

    /// Takes note of a record that took the full path and is clean.
    pub(crate) fn meet(&mut self, kind: Kind) {
        let index = usize::from(kind);
        if self.met.len() <= index {
            self.met.resize(index + 1, 0);
        }
        self.met[index] = self.met[index].saturating_add(1);
    }
}

/// Where the next record begins; `at` is moved behind blank lines.
#[inline]
fn begin(ground: Ground, bytes: &[u8], at: &mut usize, run: &mut Run) -> Option<usize> {
    match ground {
        Ground::Lines => {
            if bytes.get(*at) != Some(&b'{') {
                *at = pass_blank_lines(bytes, *at, &mut run.lines);
            }
            Some(scan::white_space(bytes, *at, false))
        }
        Ground::Items => {
            let comma = skip_white_space(bytes, *at);
            (bytes.get(comma) == Some(&b',')).then(|| skip_white_space(bytes, comma + 1))
        }
    }
}

/// Where the ground goes on behind a record.
#[inline]
fn end(ground: Ground, bytes: &[u8], at: usize) -> Option<usize> {
    match ground {
        Ground::Items => Some(at),
        Ground::Lines => {
            let newline = scan::white_space(bytes, at, false);
            (bytes.get(newline) == Some(&b'\n')).then_some(newline + 1)
        }
    }
}

#[cfg(test)]
mod tests;
