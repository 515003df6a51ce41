//! State of the framing between two lines of JSON Lines, with which another framer goes on.
//!
//! Most of what a framer knows does not matter there. What does is what it reported once and never again, and what its
//! recovery depends on. [`FramingState::follow`] decides what the findings of a framer mean that began with an assumed
//! state instead of the actual one.

use serde::{Deserialize, Serialize};

use super::{Expect, Framer, Phase, effort::PASSES};
use crate::document::Foreign;

/// State between two lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FramingState {
    /// First keys of the records so far, with quotes; each character stands for the byte of its number.
    first_keys: Vec<String>,
    /// Kinds of deviations that were reported, each of which is reported once in an input.
    reported: Vec<OnceKind>,
    /// Length of the last record that was cut off with its line.
    cut_length: Option<u64>,
    /// Offsets behind this place that failed reads came to; 0 for none.
    failed: [u64; PASSES],
    /// Place of recovery that is known behind this one.
    place: Option<(u64, u64, bool)>,
}

/// Kind of a deviation that is reported once in an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OnceKind {
    /// Records that are not on a line of their own.
    Style,
    /// Comma between records.
    Comma,
    /// Text before a record.
    Prefix,
    /// Text that is not JSON's white space.
    Foreign(Foreign),
}

/// Deviation that was reported, and will not be again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Once {
    pub(crate) kind: OnceKind,
    /// Offset of its finding in the input.
    pub(crate) offset: u64,
    /// True if the text behind it is read in another way if it is not reported.
    decides: bool,
}

/// Record that was cut off with its line, the first of a framer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FirstCut {
    pub(crate) length: u64,
    /// Offset of the record in the input.
    pub(crate) offset: u64,
}

/// Parts of the state that a framer used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Usage {
    /// True if a decision depended on the first keys.
    pub(super) first_keys: bool,
    pub(super) first_cut: Option<FirstCut>,
    /// Offsets of the first failed reads, as many as make a difference.
    failures: Vec<u64>,
    pub(super) once: Vec<Once>,
}

/// Changes to the findings of a framer that began with an assumed state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Changes {
    /// Deviations that were reported before.
    pub(crate) known: Vec<Once>,
    /// First cut record, if one of the same length was cut before it.
    pub(crate) cut_again: Option<FirstCut>,
}

impl Usage {
    /// Notes a deviation that is reported for the first time.
    pub(super) fn note(&mut self, kind: OnceKind, offset: u64, decides: bool) {
        self.once.push(Once { kind, offset, decides });
    }

    /// Notes a failed read of what begins at an offset.
    pub(super) fn note_failure(&mut self, offset: u64) {
        if self.failures.len() < PASSES {
            self.failures.push(offset);
        }
    }
}

impl FramingState {
    /// Returns the first keys as bytes.
    pub(crate) fn first_keys(&self) -> impl Iterator<Item = Vec<u8>> {
        let byte = |letter: char| u8::try_from(u32::from(letter)).unwrap_or_default();
        self.first_keys.iter().map(move |key| key.chars().map(byte).collect())
    }

    /// Returns the state that is assumed anywhere behind this one.
    pub(crate) fn assumed(&self) -> Self {
        Self { cut_length: None, failed: [0; PASSES], place: None, ..self.clone() }
    }

    /// Returns true if a framer reads each byte as often with this state as with the assumed one: a byte is worn once as
    /// many failed reads came beyond it as there are passes.
    fn wears_alike(&self, assumed: &Self, usage: &Usage) -> bool {
        let furthest = self.failed.into_iter().max().unwrap_or_default();
        let before = self.failed.iter().filter(|until| **until > 0).count();
        let early = usage.failures.iter().filter(|start| **start < furthest).count();
        self.failed == assumed.failed || (assumed.failed == [0; PASSES] && before + early < PASSES)
    }

    /// Returns the state at the end of a framer that began with the state `assumed` and ended with `end` at an offset, if it
    /// had begun with this state, and the changes to its findings. `None` if its findings do not hold.
    pub(crate) fn follow(
        &self,
        assumed: &Self,
        (end, offset): (&Self, u64),
        usage: &Usage,
    ) -> Option<(Self, Changes)> {
        let has_all =
            |one: &Self, other: &Self| other.first_keys.iter().all(|key| one.first_keys.contains(key));
        let same_keys = has_all(self, assumed) && has_all(assumed, self);
        let was_known = |once: &&Once| self.reported.contains(&once.kind);
        let known: Vec<Once> = usage.once.iter().filter(was_known).copied().collect();
        // The first cut record is compared with the one before it, of which an assumed state knows nothing.
        let cut = usage.first_cut.filter(|_| self.cut_length != assumed.cut_length);
        let holds = (same_keys || !usage.first_keys)
            && assumed.reported.iter().all(|kind| self.reported.contains(kind))
            && self.wears_alike(assumed, usage)
            && self.place == assumed.place
            && (cut.is_none() || assumed.cut_length.is_none())
            && !known.iter().any(|once| once.decides);
        if !holds {
            return None;
        }
        let cut_again = cut.filter(|cut| self.cut_length == Some(cut.length));
        let mut state = end.clone();
        state.first_keys.clone_from(&self.first_keys);
        for key in &end.first_keys {
            if state.first_keys.len() < super::layout::MOST && !state.first_keys.contains(key) {
                state.first_keys.push(key.clone());
            }
        }
        for kind in &self.reported {
            if !state.reported.contains(kind) {
                state.reported.push(*kind);
            }
        }
        if usage.first_cut.is_none() {
            state.cut_length = self.cut_length;
        }
        let mut failed: Vec<u64> =
            self.failed.into_iter().filter(|until| *until > offset).chain(end.failed).collect();
        failed.sort_unstable_by(|one, other| other.cmp(one));
        state.failed.copy_from_slice(&failed[..PASSES]);
        state.failed.sort_unstable();
        Some((state, Changes { known, cut_again }))
    }
}

impl Framer {
    /// Creates a framer that goes on between two lines at an offset of the input.
    pub(crate) fn resume(offset: u64, state: &FramingState) -> Self {
        let mut framer = Self::new();
        framer.offset = offset;
        (framer.phase, framer.expect) = (Phase::Reading, Expect::CommaOrEnd);
        (framer.lines, framer.indentation) = (true, (offset, 0));
        framer.cut_length = state.cut_length.and_then(|length| usize::try_from(length).ok());
        for key in state.first_keys() {
            framer.first_keys.remember(&key);
        }
        for kind in &state.reported {
            match kind {
                OnceKind::Style => framer.style_reported = true,
                OnceKind::Comma => framer.reported.comma = true,
                OnceKind::Prefix => framer.reported.prefix = true,
                OnceKind::Foreign(foreign) => framer.reported.foreign.push(*foreign),
            }
        }
        framer.effort.resume(state.failed, state.place);
        framer
    }

    /// Returns the state behind the consumed bytes, if they end with a line and what follows depends on nothing else.
    pub(crate) fn pause(&self) -> Option<FramingState> {
        let between_lines = self.phase == Phase::Reading
            && self.stack.is_empty()
            && self.lines
            && !self.line_taken
            && self.search.is_none()
            && self.indentation == (self.offset, 0);
        let reported = &self.reported;
        let flags = [
            (self.style_reported, OnceKind::Style),
            (reported.comma, OnceKind::Comma),
            (reported.prefix, OnceKind::Prefix),
        ];
        let flags = flags.into_iter().filter_map(|(reported, kind)| reported.then_some(kind));
        let (failed, place) = self.effort.behind(self.offset);
        between_lines.then(|| FramingState {
            first_keys: self
                .first_keys
                .known()
                .iter()
                .map(|key| key.iter().map(|byte| char::from(*byte)).collect())
                .collect(),
            reported: flags.chain(reported.foreign.iter().copied().map(OnceKind::Foreign)).collect(),
            cut_length: self.cut_length.map(|length| length as u64),
            failed,
            place,
        })
    }

    /// Returns the parts of the initial state that were used.
    pub(crate) fn usage(&self) -> &Usage {
        &self.usage
    }
}
