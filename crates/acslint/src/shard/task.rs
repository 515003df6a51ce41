//! Task: the work of one shard in a form that another process can carry out.

use std::io;
use std::path::PathBuf;

use acslint_check::Split;
use serde::{Deserialize, Serialize};

use super::left_out::KeptLeftOut;
use super::{RunOfShards, Work};
use crate::input::{DiscoveredInput, Given, Input, LeftOut, Origin};

/// Work of one shard.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShardTask {
    /// Number of the shard, from 1.
    pub(crate) number: u32,
    pub(crate) run: RunOfShards,
    /// Entries that are not inputs, in the first shard only.
    pub(crate) left_out: KeptLeftOut,
    pub(crate) inputs: Vec<TaskInput>,
}

/// Input of a task, or a split of one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaskInput {
    /// Number of the input among all, from 0.
    number: usize,
    /// Name of the input in reports.
    pub(crate) file: String,
    /// File that it comes from.
    pub(crate) path: String,
    /// Stored size.
    size: u64,
    /// Split; `None` for the whole input.
    split: Option<Split>,
    /// Reason why it is not cut although it is longer than its shard.
    uncut: Option<String>,
    /// Kind of its origin.
    origin: Kind,
    /// Reason why it could not be opened when the run was planned.
    error: Option<String>,
}

/// Kind of an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    File,
    Member,
    Given,
    Unreadable,
}

impl TaskInput {
    /// Describes the work on an input.
    pub(crate) fn new(work: &Work, input: &DiscoveredInput) -> Self {
        let Work { input: number, size, split, uncut } = work;
        let (number, size, split) = (*number, *size, split.clone());
        let uncut = uncut.map(|uncut| uncut.id().to_owned());
        match input {
            Ok(Input { name, origin }) => {
                let path =
                    origin.file().map_or_else(|| name.clone(), |path| path.to_string_lossy().into_owned());
                let origin = match origin {
                    Origin::Given(_) => Kind::Given,
                    Origin::Member(_) => Kind::Member,
                    Origin::File(_) | Origin::Stdin => Kind::File,
                };
                Self { number, file: name.clone(), path, size, split, uncut, origin, error: None }
            }
            Err((name, error)) => {
                let (file, path, error) = (name.clone(), name.clone(), Some(error.to_string()));
                Self { number, file, path, size, split, uncut, origin: Kind::Unreadable, error }
            }
        }
    }

    /// Returns the work, with the place of the input among those of the task.
    pub(crate) fn work(&self, place: usize) -> Work {
        Work { input: place, size: self.size, split: self.split.clone(), uncut: None }
    }

    /// Returns the input. `members` lists the members of an archive, and `given` opens an input that the caller reads.
    pub(crate) fn input(
        &self,
        members: impl FnOnce(PathBuf) -> Vec<DiscoveredInput>,
        given: impl FnOnce(&Self) -> Option<Given>,
    ) -> DiscoveredInput {
        let path = PathBuf::from(&self.path);
        let gone = |what: &str| (self.file.clone(), io::Error::new(io::ErrorKind::NotFound, what.to_owned()));
        let origin = match self.origin {
            Kind::File => Origin::File(path),
            Kind::Given => Origin::Given(given(self).ok_or_else(|| gone("nothing opens this input"))?),
            Kind::Member => {
                let is_it = |found: &DiscoveredInput| match found {
                    Ok(input) => input.name == self.file,
                    Err((name, _)) => *name == self.file,
                };
                return members(path)
                    .into_iter()
                    .find(is_it)
                    .ok_or_else(|| gone("the archive has no such member"))?;
            }
            Kind::Unreadable => {
                return Err((self.file.clone(), io::Error::other(self.error.clone().unwrap_or_default())));
            }
        };
        Ok(Input { name: self.file.clone(), origin })
    }

    /// Returns the facts for the recorder of a shard.
    pub(crate) fn recorded(&self) -> super::RecordedInput {
        super::RecordedInput { number: self.number, path: self.path.clone(), size: self.size }
    }

    /// Stored size of the input.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }
}

impl ShardTask {
    /// Returns the entries that are not inputs; an error describes what is invalid in them.
    pub(crate) fn left_out(&self) -> Result<LeftOut, String> {
        self.left_out.clone().left_out()
    }
}
