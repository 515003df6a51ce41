//! From paths to bytes: which inputs there are, and what they hold once decompressed.

pub(crate) mod bounded;
mod buffer;
mod changes;
mod decompress;
mod discover;
mod git;
mod left_out;
mod limits;
mod read;
pub(crate) mod schemas;
mod wait;

use std::path::PathBuf;

pub(crate) use buffer::Buffer;
pub(crate) use changes::{Changes, Snapshot};
pub(crate) use discover::{Discovered, Found, PATTERNS, discover, is_pattern};
pub(crate) use left_out::{Entries, LeftOut, Reason};
pub(crate) use limits::{Limits, Size};
pub(crate) use read::{Odometer, Source};

/// Something to check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Input {
    /// How reports name it: relative to the working directory where it lies below it, with `/` between the parts.
    pub(crate) name: String,
    /// Where its bytes are.
    pub(crate) origin: Origin,
}

/// Where bytes come from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}
