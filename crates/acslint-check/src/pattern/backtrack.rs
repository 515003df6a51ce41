//! Matcher of patterns with backreferences: backtracking as ECMA-262 describes it, within a bound on steps.
//!
//! No other method is known, and its time can double with each character. So the search ends without a verdict when it
//! reaches the bound.

use super::{
    Undecided,
    class::Class,
    syntax::{Node, Repeat},
};

/// A pattern compiled to a program.
#[derive(Debug)]
pub(super) struct Program {
    steps: Vec<Step>,
    groups: usize,
    marks: usize,
}

#[derive(Debug, Clone)]
enum Step {
    Class {
        class: Class,
        back: bool,
    },
    Start,
    End,
    WordBoundary {
        negated: bool,
    },
    /// Continues with the first step, and, if that fails, with the second.
    Split(usize, usize),
    Jump(usize),
    /// Saves the place as a border of a group.
    Save(usize),
    /// Resets the captures of these groups.
    Forget(usize, usize),
    /// Saves the place where a round begins.
    Mark(usize),
    /// Fails if a round has consumed nothing.
    Moved(usize),
    Reference {
        group: usize,
        back: bool,
    },
    /// Tests that the steps before `end` match from here, or do not.
    Look {
        negated: bool,
        end: usize,
    },
    Match,
}

/// Maximum number of steps of a pattern.
const STEPS: usize = 20_000;

/// Maximum number of steps of a search in one text, plus as many for each of its characters.
const LIMIT: u64 = 1_000_000;
const LIMIT_PER_CHARACTER: u64 = 64;

impl Program {
    /// Compiles a pattern; `None` if it is too large.
    pub(super) fn new(root: &Node, groups: usize) -> Option<Self> {
        let mut program = Self { steps: Vec::new(), groups: groups + 1, marks: 0 };
        program.add(root, false)?;
        program.push(Step::Match)?;
        Some(program)
    }

    fn push(&mut self, step: Step) -> Option<usize> {
        self.steps.push(step);
        (self.steps.len() <= STEPS).then_some(self.steps.len() - 1)
    }

    /// Adds the steps of a node; from right to left within a lookbehind.
    fn add(&mut self, node: &Node, back: bool) -> Option<()> {
        match node {
            Node::Class(class) => self.push(Step::Class { class: class.clone(), back }).map(drop),
            Node::Start => self.push(Step::Start).map(drop),
            Node::End => self.push(Step::End).map(drop),
            Node::WordBoundary { negated } => self.push(Step::WordBoundary { negated: *negated }).map(drop),
            Node::Sequence(nodes) if back => nodes.iter().rev().try_for_each(|node| self.add(node, back)),
            Node::Sequence(nodes) => nodes.iter().try_for_each(|node| self.add(node, back)),
            Node::Choice(branches) => {
                let mut ends = Vec::new();
                for (number, branch) in branches.iter().enumerate() {
                    if number + 1 == branches.len() {
                        self.add(branch, back)?;
                        break;
                    }
                    let split = self.push(Step::Match)?;
                    self.add(branch, back)?;
                    ends.push(self.push(Step::Match)?);
                    self.steps[split] = Step::Split(split + 1, self.steps.len());
                }
                let behind = self.steps.len();
                for end in ends {
                    self.steps[end] = Step::Jump(behind);
                }
                Some(())
            }
            Node::Capture(group, inner) => {
                let (first, second) =
                    if back { (2 * group + 1, 2 * group) } else { (2 * group, 2 * group + 1) };
                self.push(Step::Save(first))?;
                self.add(inner, back)?;
                self.push(Step::Save(second)).map(drop)
            }
            Node::Repeat(repeat) => self.repeat(repeat, back),
            Node::Look(look) => {
                let at = self.push(Step::Match)?;
                self.add(&look.inner, look.behind)?;
                self.push(Step::Match)?;
                self.steps[at] = Step::Look { negated: look.negated, end: self.steps.len() };
                Some(())
            }
            Node::Reference(group) => self.push(Step::Reference { group: *group, back }).map(drop),
        }
    }

    fn round(&mut self, repeat: &Repeat, back: bool) -> Option<()> {
        if !repeat.groups.is_empty() {
            self.push(Step::Forget(repeat.groups.start, repeat.groups.end))?;
        }
        self.add(&repeat.inner, back)
    }

    fn repeat(&mut self, repeat: &Repeat, back: bool) -> Option<()> {
        for _ in 0..repeat.least {
            // A step for each round, so that an empty node that is repeated too often is also too large.
            self.push(Step::Jump(self.steps.len() + 1))?;
            self.round(repeat, back)?;
        }
        let count = repeat.most.map_or(1, |most| most - repeat.least);
        let mut splits = Vec::new();
        for _ in 0..count {
            let split = self.push(Step::Match)?;
            let mark = self.marks;
            self.marks += 1;
            self.push(Step::Mark(mark))?;
            self.round(repeat, back)?;
            self.push(Step::Moved(mark))?;
            if repeat.most.is_none() {
                self.push(Step::Jump(split))?;
            }
            splits.push(split);
        }
        let end = self.steps.len();
        for split in splits {
            self.steps[split] =
                if repeat.greedy { Step::Split(split + 1, end) } else { Step::Split(end, split + 1) };
        }
        Some(())
    }

    /// Returns true if the pattern matches somewhere in a text.
    pub(super) fn is_match(&self, text: &str) -> Result<bool, Undecided> {
        let text: Vec<char> = text.chars().collect();
        let mut search = Search {
            program: self,
            text: &text,
            places: vec![None; 2 * self.groups],
            marks: vec![usize::MAX; self.marks],
            changes: Vec::new(),
            left: LIMIT + LIMIT_PER_CHARACTER * text.len() as u64,
        };
        for start in 0..=text.len() {
            if search.run(0, start)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A change that the search undoes when it backtracks.
enum Change {
    Place(usize, Option<usize>),
    Mark(usize, usize),
}

struct Search<'s> {
    program: &'s Program,
    text: &'s [char],
    /// Borders of the captures of groups.
    places: Vec<Option<usize>>,
    marks: Vec<usize>,
    changes: Vec<Change>,
    left: u64,
}

impl Search<'_> {
    /// Returns the end of a match that begins here; without a match, the state is unchanged.
    fn run(&mut self, first: usize, start: usize) -> Result<Option<usize>, Undecided> {
        let floor = self.changes.len();
        let mut choices: Vec<(usize, usize, usize)> = Vec::new();
        let (mut step, mut at) = (first, start);
        let program = self.program;
        loop {
            self.left = self.left.checked_sub(1).ok_or(Undecided)?;
            let next = match &program.steps[step] {
                Step::Match => return Ok(Some(at)),
                Step::Class { class, back: false } => {
                    self.text.get(at).filter(|character| class.has(**character)).map(|_| (step + 1, at + 1))
                }
                Step::Class { class, back: true } => {
                    let before = at.checked_sub(1).filter(|before| class.has(self.text[*before]));
                    before.map(|before| (step + 1, before))
                }
                Step::Start => (at == 0).then_some((step + 1, at)),
                Step::End => (at == self.text.len()).then_some((step + 1, at)),
                Step::WordBoundary { negated } => {
                    let is_word = |at: Option<usize>| {
                        at.and_then(|at| self.text.get(at)).is_some_and(|at| Class::is_word(*at))
                    };
                    let is_border = is_word(at.checked_sub(1)) != is_word(Some(at));
                    (is_border != *negated).then_some((step + 1, at))
                }
                Step::Split(one, other) => {
                    choices.push((*other, at, self.changes.len()));
                    Some((*one, at))
                }
                Step::Jump(to) => Some((*to, at)),
                Step::Save(border) => {
                    self.place(*border, Some(at));
                    Some((step + 1, at))
                }
                Step::Forget(start, end) => {
                    for border in 2 * start..2 * end {
                        self.place(border, None);
                    }
                    Some((step + 1, at))
                }
                Step::Mark(mark) => {
                    self.changes.push(Change::Mark(*mark, self.marks[*mark]));
                    self.marks[*mark] = at;
                    Some((step + 1, at))
                }
                Step::Moved(mark) => (self.marks[*mark] != at).then_some((step + 1, at)),
                Step::Reference { group, back } => self.captured(*group, at, *back)?.map(|at| (step + 1, at)),
                Step::Look { negated, end } => {
                    let changes = self.changes.len();
                    let found = self.run(step + 1, at)?.is_some();
                    if *negated && found {
                        self.undo(changes);
                    }
                    (found != *negated).then_some((*end, at))
                }
            };
            if let Some(next) = next {
                (step, at) = next;
            } else if let Some((other, there, changes)) = choices.pop() {
                self.undo(changes);
                (step, at) = (other, there);
            } else {
                self.undo(floor);
                return Ok(None);
            }
        }
    }

    fn place(&mut self, border: usize, place: Option<usize>) {
        self.changes.push(Change::Place(border, self.places[border]));
        self.places[border] = place;
    }

    fn undo(&mut self, to: usize) {
        while self.changes.len() > to {
            match self.changes.pop() {
                Some(Change::Place(border, place)) => self.places[border] = place,
                Some(Change::Mark(mark, place)) => self.marks[mark] = place,
                None => return,
            }
        }
    }

    /// Returns the end of a group's captured text, matched from here. A group without a capture has the empty text.
    fn captured(&mut self, group: usize, at: usize, back: bool) -> Result<Option<usize>, Undecided> {
        let (Some(start), Some(end)) = (self.places[2 * group], self.places[2 * group + 1]) else {
            return Ok(Some(at));
        };
        let length = end - start;
        self.left = self.left.checked_sub(length as u64).ok_or(Undecided)?;
        let here = if back { at.checked_sub(length) } else { Some(at) };
        let Some(here) = here else {
            return Ok(None);
        };
        let same = self.text.get(here..here + length) == Some(&self.text[start..end]);
        Ok(same.then_some(if back { here } else { here + length }))
    }
}
