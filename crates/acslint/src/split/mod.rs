//! Split of inputs: each record goes to the side that its verdict sends it to.
//!
//! The splitter stands behind suppressions and baseline, and takes the events in input order, like the reports.

mod names;
mod router;
#[cfg(any(test, fuzzing))]
pub(crate) mod trial;
mod writer;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use acslint_check::{Event, Level, Part, Subject};

use crate::input::DiscoveredInput;
use crate::losses;
use crate::output::{FileError, Opening};
use crate::values::{Compression, Shard};
pub(crate) use names::Names;
pub(crate) use router::{Router, Side, Sides};
pub(crate) use writer::Writer;

/// Reason why a split is not complete.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SplitError {
    /// A file of a side cannot be created or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Standard output cannot be written.
    #[error("cannot write the records to standard output")]
    Stdout(#[source] io::Error),
    /// The existing file to continue has another compression.
    #[error("cannot append {} data to `{}`, which is {}; pass `--compress`", wanted.id(), path.display(), found.id())]
    OtherCompression {
        /// Existing file.
        path: PathBuf,
        /// Its compression.
        found: Compression,
        /// Compression of the data to append.
        wanted: Compression,
    },
    /// Inputs of different shards could be written to the same file of a directory.
    #[error(
        "`{first}` and `{second}` could both be written to `{}` in the output directory, by different shards; split them one after \
         the other, into different directories",
        name.display()
    )]
    SameNameInShards {
        /// Relative name of the output.
        name: PathBuf,
        /// One input.
        first: String,
        /// The other one.
        second: String,
    },
    /// Two inputs would be written to the same file of a directory.
    #[error(
        "`{first}` and `{second}` would both be written to `{}` in the output directory; split them one after the other, into \
         different directories",
        name.display()
    )]
    SameName {
        /// Relative name of the output.
        name: PathBuf,
        /// One input.
        first: String,
        /// The other one.
        second: String,
    },
}

/// Place that a side is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Stdout,
    File(PathBuf),
    /// Directory with a file for each input.
    Directory(PathBuf),
}

impl Target {
    /// Returns the path of a file or directory; `None` for standard output.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdout => None,
            Self::File(path) | Self::Directory(path) => Some(path),
        }
    }

    /// Returns the target that an argument stands for: `-`, a file, or a directory, which exists or ends in a slash.
    pub(crate) fn of(argument: &Path) -> Self {
        let last = argument.as_os_str().as_encoded_bytes().last();
        let ends_in_separator = last.is_some_and(|last| std::path::is_separator(char::from(*last)));
        match argument {
            _ if argument == Path::new("-") => Self::Stdout,
            _ if ends_in_separator || argument.is_dir() => Self::Directory(argument.to_owned()),
            _ => Self::File(argument.to_owned()),
        }
    }
}

/// Side that records of other services go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Foreign {
    Valid,
    Invalid,
    Apart(Target),
}

/// Settings of a split.
#[derive(Debug, Clone)]
pub(crate) struct SplitSettings {
    pub(crate) valid: Target,
    pub(crate) invalid: Target,
    pub(crate) foreign: Foreign,
    /// Lowest level of a finding that sends its record to the invalid side; `None` if losses do that instead.
    pub(crate) reject_on: Option<Level>,
    /// Compression of the outputs; if absent, that of the input, or the one that the name of a file stands for.
    pub(crate) compress: Option<Compression>,
    /// True if existing files are continued.
    pub(crate) append: bool,
    /// True if standard output is a terminal.
    pub(crate) on_terminal: bool,
    /// Shard whose inputs are split, if not all.
    pub(crate) shard: Option<Shard>,
}

impl SplitSettings {
    /// Returns the targets of the sides.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &Target> {
        let apart = match &self.foreign {
            Foreign::Apart(target) => Some(target),
            Foreign::Valid | Foreign::Invalid => None,
        };
        [&self.valid, &self.invalid].into_iter().chain(apart)
    }

    /// Returns the names of the outputs in directories, for inputs that the paths stand for.
    pub(crate) fn names(&self, paths: &[PathBuf], inputs: &[DiscoveredInput]) -> Result<Names, SplitError> {
        if self.targets().any(|target| matches!(target, Target::Directory(_))) {
            Names::new(paths, inputs, self.compress)
        } else {
            Ok(Names::default())
        }
    }

    /// Returns the way to write a file with the records of all inputs, or of all of a shard.
    pub(crate) fn opening_for_all(&self, is_stream: bool) -> Opening {
        match self.opening(is_stream) {
            // Another shard may have written it.
            Opening::Whole if self.shard.is_some_and(Shard::is_part) => Opening::New,
            opening => opening,
        }
    }

    /// Returns the way to write files; `is_stream` is true if an input may have no end.
    pub(crate) fn opening(&self, is_stream: bool) -> Opening {
        match (is_stream, self.append) {
            (true, continues) => Opening::Growing { continues },
            (false, true) => Opening::WholeAfterExisting,
            (false, false) => Opening::Whole,
        }
    }
}

/// Counts of a split.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Records on the invalid side, including those that cannot be read.
    pub(crate) rejected: u64,
    /// Stretches of bytes on the invalid side that are not in place of a record.
    pub(crate) stretches: u64,
    /// Records of other services that were not rejected.
    pub(crate) foreign: u64,
}

impl Counts {
    /// Returns true if the verdict sent anything to the invalid side.
    pub(crate) fn has_rejected(self) -> bool {
        self.rejected > 0 || self.stretches > 0
    }
}

/// Place of a record on the invalid side.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Aside<'a> {
    pub(crate) file: &'a str,
    pub(crate) line: u64,
}

/// End of a split.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SplitEnd {
    pub(crate) counts: Counts,
    /// True if the invalid side was written, at least of some inputs.
    pub(crate) is_written: bool,
}

/// Input that a split begins.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SplitInput {
    /// Index in the order of the inputs.
    pub(crate) index: usize,
    pub(crate) compression: Compression,
    /// True if its rows are not text, so that its records are written in another form.
    pub(crate) has_rows: bool,
}

/// Split of a run while it is written.
pub(crate) struct Splitter {
    settings: SplitSettings,
    router: Router,
    outputs: Outputs,
    counts: Counts,
    failure: Option<SplitError>,
    /// True if an input was not read to its end: outputs for all inputs together are not complete.
    is_partial: bool,
    /// True if the first part of the current input is known.
    has_form: bool,
}

impl Splitter {
    /// Begins a split. `names` are those of the outputs in directories; `is_stream` is true if an input may have no end.
    pub(crate) fn new(settings: SplitSettings, names: Names, is_stream: bool) -> Result<Self, SplitError> {
        let targets = [
            Some(settings.valid.clone()),
            Some(settings.invalid.clone()),
            match &settings.foreign {
                Foreign::Apart(target) => Some(target.clone()),
                Foreign::Valid | Foreign::Invalid => None,
            },
        ];
        let mut outputs = Outputs {
            sides: targets.map(|target| Output { target, writer: None }),
            names,
            opening: settings.opening(is_stream),
            compress: settings.compress,
            input: SplitInput::default(),
            is_new_form: false,
            failed: None,
        };
        for output in &mut outputs.sides {
            output.writer = match &output.target {
                Some(Target::Stdout) => {
                    let compression = settings.compress.unwrap_or_default();
                    Some(Writer::stdout(compression, settings.on_terminal)?)
                }
                Some(Target::File(path)) => {
                    let of_name = Compression::of_name(&path.to_string_lossy());
                    let opening = settings.opening_for_all(is_stream);
                    Some(Writer::file(path, settings.compress.unwrap_or(of_name), opening)?)
                }
                Some(Target::Directory(_)) | None => None,
            };
        }
        Ok(Self {
            settings,
            router: Router::default(),
            outputs,
            counts: Counts::default(),
            failure: None,
            is_partial: false,
            has_form: false,
        })
    }

    /// Returns true until writing fails.
    pub(crate) fn is_open(&self) -> bool {
        self.failure.is_none()
    }

    /// Begins an input.
    pub(crate) fn begin(&mut self, input: SplitInput) {
        self.outputs.input = input;
        (self.has_form, self.outputs.is_new_form) = (input.has_rows, input.has_rows);
    }

    /// Takes a part without an event.
    pub(crate) fn part(&mut self, part: Part<'_>) {
        if !self.is_open() {
            return;
        }
        if let Part::Broken { .. } = part {
            self.counts.stretches += 1;
        }
        self.note_form(part);
        let routed = self.router.part(part, &mut self.outputs);
        self.note(routed);
    }

    /// Takes an event after suppression and baseline; returns the place of its bytes if they go to the invalid side.
    pub(crate) fn event(&mut self, event: &Event<'_>) -> Option<Aside<'_>> {
        let part = event.part.filter(|_| self.is_open())?;
        self.note_form(part);
        let is_foreign = matches!(event.subject, Some(Subject::Foreign { .. }));
        let is_rejected = match (part, self.settings.reject_on) {
            (Part::Broken { .. }, _) => true,
            (_, Some(level)) => event.findings.iter().any(|finding| finding.level >= level),
            (_, None) => losses::is_rejected(event),
        };
        let side = match &self.settings.foreign {
            _ if is_rejected => Side::Invalid,
            Foreign::Invalid if is_foreign => Side::Invalid,
            Foreign::Apart(_) if is_foreign => Side::Foreign,
            _ => Side::Valid,
        };
        match (is_rejected, is_foreign, &event.subject) {
            (true, _, Some(_)) => self.counts.rejected += 1,
            (true, _, None) => self.counts.stretches += 1,
            (false, true, _) => self.counts.foreign += 1,
            (false, false, _) => {}
        }
        let routed = self.router.subject(part, side, &mut self.outputs);
        let line = self.note(routed)?;
        let invalid = self.outputs.sides[Side::Invalid as usize].writer.as_ref();
        invalid.filter(|_| side == Side::Invalid).map(|writer| Aside { file: &writer.name, line })
    }

    /// Writes everything through to the files.
    pub(crate) fn flush(&mut self) {
        let flushed = self.outputs.flush();
        self.note(flushed);
    }

    /// Ends an input; `is_complete` is true if it was read to its end.
    pub(crate) fn end_of_input(&mut self, is_complete: bool) {
        let ended = self.router.end(&mut self.outputs);
        self.note(ended);
        self.is_partial |= !is_complete;
        let is_growing = matches!(self.outputs.opening, Opening::Growing { .. });
        if !self.is_open() || !(is_complete || is_growing) {
            return self.outputs.give_up_directories();
        }
        if let Err(error) = self.outputs.complete_directories() {
            self.failure.get_or_insert(error);
        }
    }

    /// Ends the split. Files for all inputs together are moved to their places if every input was read.
    pub(crate) fn finish(mut self) -> Result<SplitEnd, SplitError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let is_growing = matches!(self.outputs.opening, Opening::Growing { .. });
        let is_written = !self.is_partial
            || is_growing
            || matches!(self.settings.invalid, Target::Directory(_) | Target::Stdout);
        // The invalid side first: where there are valid records, the others are not lost.
        for side in [Side::Invalid, Side::Foreign, Side::Valid] {
            let output = &mut self.outputs.sides[side as usize];
            let Some(mut writer) = output.writer.take() else { continue };
            // The output of the next shard goes on with a line of its own.
            let is_last = self.settings.shard.is_none_or(|shard| shard.number == shard.of);
            if !is_last && writer.is_open() {
                writer.write(b"\n", false).map_err(|error| writer.error(error))?;
            }
            if !self.is_partial || is_growing || output.target == Some(Target::Stdout) {
                writer.commit()?;
            }
        }
        Ok(SplitEnd { counts: self.counts, is_written })
    }

    /// The first part decides whether an input is in JSON Lines.
    fn note_form(&mut self, part: Part<'_>) {
        if self.has_form || matches!(part, Part::Between(_)) {
            return;
        }
        self.has_form = true;
        self.outputs.is_new_form = match part {
            Part::CleanItems(_) => true,
            Part::Record { text, outside } => !outside || memchr::memchr(b'\n', text).is_some(),
            Part::Broken { outside, .. } => !outside,
            Part::Between(_) | Part::CleanLines(_) | Part::Skipped(_) => false,
        };
    }

    fn note<T>(&mut self, result: io::Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(source) => {
                let error = self.outputs.failed.take().unwrap_or(SplitError::Stdout(source));
                self.failure.get_or_insert(error);
                None
            }
        }
    }
}

/// Output of one side.
struct Output {
    /// `None` if no records go there.
    target: Option<Target>,
    /// `None` for a directory until the current input has something for the side.
    writer: Option<Writer>,
}

/// Outputs of all sides.
struct Outputs {
    sides: [Output; Side::ALL.len()],
    names: Names,
    opening: Opening,
    compress: Option<Compression>,
    input: SplitInput,
    /// True if the current input is not in JSON Lines.
    is_new_form: bool,
    /// Error of the last failed write.
    failed: Option<SplitError>,
}

impl Outputs {
    /// Returns the path of the current input's output in a directory.
    fn path(&mut self, directory: &Path) -> PathBuf {
        directory.join(self.names.of(self.input.index, self.is_new_form))
    }

    /// Returns the writer of a side, opening the file of the current input if necessary.
    fn writer(&mut self, side: Side) -> Result<Option<&mut Writer>, SplitError> {
        let output = &self.sides[side as usize];
        if let (None, Some(Target::Directory(directory))) = (&output.writer, &output.target) {
            let path = self.path(&directory.clone());
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)
                    .map_err(|source| FileError::Create { path: parent.to_owned(), source })?;
            }
            let compression = self.compress.unwrap_or(self.input.compression);
            let writer = Writer::file(&path, compression, self.opening)?;
            self.sides[side as usize].writer = Some(writer);
        }
        Ok(self.sides[side as usize].writer.as_mut())
    }

    /// Completes the files of the current input. The valid side always gets one; the invalid side only if there is
    /// something for it, or an earlier file that no longer holds.
    fn complete_directories(&mut self) -> Result<(), SplitError> {
        for side in [Side::Invalid, Side::Foreign, Side::Valid] {
            let Some(Target::Directory(directory)) = self.sides[side as usize].target.clone() else {
                continue;
            };
            let continues = self.opening.continues();
            if side == Side::Valid || (!continues && self.path(&directory).exists()) {
                self.writer(side)?;
            }
            if let Some(writer) = self.sides[side as usize].writer.take() {
                writer.commit()?;
            }
        }
        Ok(())
    }

    fn give_up_directories(&mut self) {
        for output in &mut self.sides {
            if matches!(output.target, Some(Target::Directory(_))) {
                output.writer = None;
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        for writer in self.sides.iter_mut().filter_map(|output| output.writer.as_mut()) {
            if let Err(error) = writer.flush() {
                let kind = error.kind();
                self.failed = Some(writer.error(error));
                return Err(kind.into());
            }
        }
        Ok(())
    }
}

impl Sides for Outputs {
    fn write(&mut self, side: Side, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        let failed = match self.writer(side) {
            Ok(Some(writer)) => match writer.write(bytes, side == Side::Invalid) {
                Ok(()) => return Ok(()),
                Err(error) => writer.error(error),
            },
            Ok(None) => return Ok(()),
            Err(error) => error,
        };
        self.failed = Some(failed);
        Err(io::ErrorKind::Other.into())
    }

    fn is_open(&self, side: Side) -> bool {
        self.sides[side as usize].writer.as_ref().is_some_and(Writer::is_open)
    }

    fn line(&self, side: Side) -> u64 {
        self.sides[side as usize].writer.as_ref().map_or(1, Writer::line)
    }
}
