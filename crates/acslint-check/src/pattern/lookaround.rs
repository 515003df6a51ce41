//! Matcher of patterns with lookaround, in time that is linear in the text.
//!
//! A lookaround assertion holds at a place regardless of the path to it. So the matcher first finds the places at which
//! each assertion holds, inner assertions before outer ones, with one pass over the text for each. A lookbehind takes
//! a pass forwards; a lookahead takes a pass backwards, over the reversed pattern. A pass for the pattern itself then
//! looks the places up.

use std::collections::BTreeMap;

use super::{
    class::Class,
    syntax::{Look, Node, Repeat},
};

/// A pattern compiled to passes over the text.
#[derive(Debug)]
pub(super) struct Passes {
    /// Passes of assertions, each after those nested in it.
    assertions: Vec<Pass>,
    whole: Pass,
}

/// Program of one pass.
#[derive(Debug)]
struct Pass {
    steps: Vec<Step>,
    /// True if the pass reads the text from its end, with the steps of the reversed pattern.
    backwards: bool,
}

#[derive(Debug, Clone)]
enum Step {
    /// Matches a character, then continues with the next step.
    Class(Class),
    Start,
    End,
    WordBoundary {
        negated: bool,
    },
    /// Tests that the assertion of this number holds, or does not.
    Look {
        number: usize,
        negated: bool,
    },
    /// Continues with both steps.
    Split(usize, usize),
    Jump(usize),
    Match,
}

/// Maximum number of steps of a pattern.
const STEPS: usize = 20_000;

/// Maximum number of assertions of a pattern; each takes a bit for every place of the text.
const ASSERTIONS: usize = 100;

/// State of the compilation of a pattern.
struct Compiler {
    assertions: Vec<Pass>,
    /// Numbers of assertions by address, since a repetition compiles its content more than once.
    numbers: BTreeMap<*const Look, usize>,
    /// Number of steps left.
    left: usize,
}

impl Passes {
    /// Compiles a pattern without backreferences; `None` if it is too large.
    pub(super) fn new(root: &Node) -> Option<Self> {
        let mut compiler = Compiler { assertions: Vec::new(), numbers: BTreeMap::new(), left: STEPS };
        let whole = Pass::new(root, false, &mut compiler)?;
        Some(Self { assertions: compiler.assertions, whole })
    }

    /// Returns true if the pattern matches somewhere in a text.
    pub(super) fn is_match(&self, text: &str) -> bool {
        self.search(text).0
    }

    /// Returns the number of steps of a match.
    #[cfg(test)]
    pub(super) fn steps(&self, text: &str) -> usize {
        self.search(text).1
    }

    /// Returns true if the pattern matches, and the number of steps.
    fn search(&self, text: &str) -> (bool, usize) {
        let text: Vec<char> = text.chars().collect();
        let mut steps = 0;
        let mut known: Vec<Vec<bool>> = Vec::with_capacity(self.assertions.len());
        for pass in &self.assertions {
            let mut holds = vec![false; text.len() + 1];
            steps += pass.run(&text, &known, |place| {
                holds[place] = true;
                false
            });
            known.push(holds);
        }
        let mut found = false;
        steps += self.whole.run(&text, &known, |_| {
            found = true;
            true
        });
        (found, steps)
    }
}

impl Pass {
    fn new(node: &Node, backwards: bool, compiler: &mut Compiler) -> Option<Self> {
        let mut pass = Self { steps: Vec::new(), backwards };
        pass.add(node, compiler)?;
        pass.push(Step::Match, compiler)?;
        Some(pass)
    }

    fn push(&mut self, step: Step, compiler: &mut Compiler) -> Option<usize> {
        compiler.left = compiler.left.checked_sub(1)?;
        self.steps.push(step);
        Some(self.steps.len() - 1)
    }

    fn add(&mut self, node: &Node, compiler: &mut Compiler) -> Option<()> {
        match node {
            Node::Class(class) => self.push(Step::Class(class.clone()), compiler).map(drop),
            Node::Start => self.push(Step::Start, compiler).map(drop),
            Node::End => self.push(Step::End, compiler).map(drop),
            Node::WordBoundary { negated } => {
                self.push(Step::WordBoundary { negated: *negated }, compiler).map(drop)
            }
            Node::Sequence(nodes) if self.backwards => {
                nodes.iter().rev().try_for_each(|node| self.add(node, compiler))
            }
            Node::Sequence(nodes) => nodes.iter().try_for_each(|node| self.add(node, compiler)),
            Node::Choice(branches) => {
                let mut ends = Vec::new();
                for branch in branches {
                    let split = self.push(Step::Match, compiler)?;
                    self.add(branch, compiler)?;
                    ends.push(self.push(Step::Match, compiler)?);
                    self.steps[split] = Step::Split(split + 1, self.steps.len());
                }
                // The last branch has no other branch after it.
                let dead = self.push(Step::Class(Class::default()), compiler)?;
                for end in ends {
                    self.steps[end] = Step::Jump(dead + 1);
                }
                Some(())
            }
            Node::Capture(_, inner) => self.add(inner, compiler),
            Node::Repeat(repeat) => self.repeat(repeat, compiler),
            Node::Look(look) => {
                let here: *const Look = &raw const **look;
                let known = compiler.numbers.get(&here).copied();
                let number = if let Some(number) = known {
                    number
                } else {
                    let pass = Self::new(&look.inner, !look.behind, compiler)?;
                    let number = compiler.assertions.len();
                    compiler.assertions.push(pass);
                    compiler.numbers.insert(here, number);
                    (number < ASSERTIONS).then_some(number)?
                };
                self.push(Step::Look { number, negated: look.negated }, compiler).map(drop)
            }
            Node::Reference(_) => None,
        }
    }

    fn repeat(&mut self, repeat: &Repeat, compiler: &mut Compiler) -> Option<()> {
        for _ in 0..repeat.least {
            self.add(&repeat.inner, compiler)?;
            compiler.left = compiler.left.checked_sub(1)?;
        }
        match repeat.most {
            None => {
                let split = self.push(Step::Match, compiler)?;
                self.add(&repeat.inner, compiler)?;
                self.push(Step::Jump(split), compiler)?;
                self.steps[split] = Step::Split(split + 1, self.steps.len());
            }
            Some(most) => {
                let mut splits = Vec::new();
                for _ in repeat.least..most {
                    splits.push(self.push(Step::Match, compiler)?);
                    self.add(&repeat.inner, compiler)?;
                }
                let end = self.steps.len();
                for split in splits {
                    self.steps[split] = Step::Split(split + 1, end);
                }
            }
        }
        Some(())
    }

    /// Calls `found` with each place at which a match ends, in the direction of the pass, until it returns true. Returns
    /// the number of steps.
    fn run(&self, text: &[char], known: &[Vec<bool>], mut found: impl FnMut(usize) -> bool) -> usize {
        let mut steps = 0;
        let mut here = Places::new(self.steps.len());
        let mut next = Places::new(self.steps.len());
        for at in 0..=text.len() {
            let place = if self.backwards { text.len() - at } else { at };
            // A match can begin at every place.
            here.open.push(0);
            let matched = self.close(&mut here, text, known, place);
            steps += here.marked.len();
            if matched && found(place) {
                return steps;
            }
            let beside = if self.backwards { place.checked_sub(1) } else { Some(place) };
            let Some(character) = beside.and_then(|beside| text.get(beside)) else {
                return steps;
            };
            for step in &here.waiting {
                if let Step::Class(class) = &self.steps[*step]
                    && class.has(*character)
                {
                    next.open.push(step + 1);
                }
            }
            here.clear();
            std::mem::swap(&mut here, &mut next);
        }
        steps
    }

    /// Follows the steps that consume no character. Returns true if one of them is the last.
    fn close(&self, here: &mut Places, text: &[char], known: &[Vec<bool>], place: usize) -> bool {
        let is_word =
            |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|at| Class::is_word(*at));
        let mut matched = false;
        while let Some(step) = here.open.pop() {
            if std::mem::replace(&mut here.seen[step], true) {
                continue;
            }
            here.marked.push(step);
            let passes = match &self.steps[step] {
                Step::Class(_) => {
                    here.waiting.push(step);
                    false
                }
                Step::Start => place == 0,
                Step::End => place == text.len(),
                Step::WordBoundary { negated } => {
                    (is_word(place.checked_sub(1)) != is_word(Some(place))) != *negated
                }
                Step::Look { number, negated } => known[*number][place] != *negated,
                Step::Split(one, other) => {
                    here.open.extend([*other, *one]);
                    false
                }
                Step::Jump(to) => {
                    here.open.push(*to);
                    false
                }
                Step::Match => {
                    matched = true;
                    false
                }
            };
            if passes {
                here.open.push(step + 1);
            }
        }
        matched
    }
}

/// Possible steps at a place.
struct Places {
    open: Vec<usize>,
    seen: Vec<bool>,
    /// Steps already visited.
    marked: Vec<usize>,
    /// Steps that consume a character.
    waiting: Vec<usize>,
}

impl Places {
    fn new(steps: usize) -> Self {
        Self { open: Vec::new(), seen: vec![false; steps], marked: Vec::new(), waiting: Vec::new() }
    }

    fn clear(&mut self) {
        for step in self.marked.drain(..) {
            self.seen[step] = false;
        }
        self.waiting.clear();
        self.open.clear();
    }
}
