//! Compression of a file.

use clap::ValueEnum;

/// Compression of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Compression {
    /// gzip
    Gzip,
    /// zstd
    Zstd,
    /// No compression
    #[default]
    None,
}

impl Compression {
    /// Returns the compression that the ending of a file's name stands for.
    pub(crate) fn of_name(name: &str) -> Self {
        match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("gz") => Self::Gzip,
            Some("zst" | "zstd") => Self::Zstd,
            _ => Self::None,
        }
    }

    /// Returns the ending of the names of such files.
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Gzip => ".gz",
            Self::Zstd => ".zst",
            Self::None => "",
        }
    }

    /// Returns the name of the compression in messages.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::None => "not compressed",
        }
    }
}
