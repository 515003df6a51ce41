//! `acslint fix`: fixes each input in its place, or shows what would change.

use std::fmt::Write as _;
use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use acslint_check::Hints;
use tempfile::NamedTempFile;

use crate::args;
use crate::config::{Configs, RunSettings};
use crate::environment::Environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::fix::{Counts, Diff, Fixer, Output};
use crate::input::{Buffer, Discovered, Input, Limits, Odometer, Origin, Source, discover};
use crate::interrupt;
use crate::output::{Encoder, OutputFile};
use crate::plan::{limits, overrides, selection};
use crate::progress::Progress;
use crate::sanitize::{self, Form, Sanitizer};
use crate::setup::Setups;
use crate::suppress::Suppressions;
use crate::text::{counted, thousands};
use crate::values::Compression;

/// Most passes over an input. A fix between records can bring to light what the next pass fixes.
const PASSES: usize = 8;

/// Bytes read at once where nothing is checked.
const PIECE: usize = 64 * 1024;

/// Use of the fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Apply,
    Diff,
    Check,
}

/// Reason why an input is not fixed.
#[derive(Debug, thiserror::Error)]
enum FixError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("{0}")]
    OtherForm(String),
    #[error("the file changed while it was being fixed, and is left as it is; run `acslint fix` again")]
    Changed,
}

/// Fixes all inputs.
pub(crate) fn run(args: &args::FixArgs, environment: &Environment) -> Result<Exit, Error> {
    interrupt::listen();
    let configs = Arc::new(Configs::new(args.choices.which(environment))?);
    let settings = RunSettings::new(&args.choices.given, configs.of_run().map(AsRef::as_ref), environment);
    let limits = limits(&settings);
    let selection = selection(&args.choices, args.follow, limits);
    let Discovered { inputs, left_out, .. } = discover(&args.paths, &configs, &selection, &|_| false);
    let chosen = overrides(&args.choices, configs.of_run().map(AsRef::as_ref), false)?;
    let setups = Setups::new(&chosen, &configs, &inputs)?;
    let mode = match (args.diff, args.check) {
        (true, _) => Mode::Diff,
        (_, true) => Mode::Check,
        _ => Mode::Apply,
    };
    let mut run = Run {
        setups: &setups,
        suppressions: setups.suppressions(environment.today),
        limits,
        with_unsafe: args.with_unsafe,
        mode,
        on_terminal: environment.terminal,
    };
    let progress = Progress::none();
    for note in left_out.notes() {
        progress.note(&note.to_string());
    }
    let (mut total, mut changed, mut failed) = (Counts::default(), 0, false);
    let files = inputs.len();
    for (index, input) in inputs.into_iter().enumerate() {
        let fixed = match input {
            Ok(input) => run.fix(&input, setups.of_input(index)).map_err(|error| (input.name, error)),
            Err((name, error)) => Err((name, error.into())),
        };
        match fixed {
            Ok(counts) => {
                total.fixed += counts.fixed;
                total.left += counts.left;
                total.uncertain += counts.uncertain;
                changed += u64::from(counts.fixed > 0);
            }
            // The reader of the differences or of the records has seen enough.
            Err((_, FixError::Io(error))) if error.kind() == io::ErrorKind::BrokenPipe => break,
            Err((name, error)) => {
                failed = true;
                progress.note(&format!("error: {name}: {error}"));
            }
        }
    }
    if !args.quiet {
        progress.note(&summary(mode, total, changed, files as u64, args.with_unsafe));
    }
    Ok(match mode {
        _ if failed => Exit::Failure,
        Mode::Diff | Mode::Check if total.fixed > 0 => Exit::Findings,
        _ => Exit::Success,
    })
}

fn summary(mode: Mode, total: Counts, changed: u64, files: u64, with_unsafe: bool) -> String {
    let Counts { fixed, left, uncertain } = total;
    let findings = counted(fixed, "finding");
    let files = counted(files, "file");
    let mut summary = match mode {
        Mode::Apply => format!("fixed {findings} in {} of {files}", thousands(changed)),
        Mode::Diff | Mode::Check => format!("{findings} in {} of {files} can be fixed", thousands(changed)),
    };
    if left > 0 {
        let _ = write!(summary, "; {} left", thousands(left));
        if uncertain > 0 && !with_unsafe {
            let _ = write!(summary, ", {} of them with a fix for `--unsafe`", thousands(uncertain));
        }
    }
    summary
}

/// Fix of a run's inputs.
struct Run<'r> {
    setups: &'r Setups,
    suppressions: Suppressions,
    limits: Limits,
    with_unsafe: bool,
    mode: Mode,
    on_terminal: bool,
}

impl Run<'_> {
    fn fix(&mut self, input: &Input, setup: usize) -> Result<Counts, FixError> {
        self.suppressions.begin(setup);
        let hints = Hints::from_path(&input.name);
        match (&input.origin, self.mode) {
            (Origin::Member(_), _) => {
                Err(FixError::OtherForm("members of an archive cannot be fixed; unpack it first".to_owned()))
            }
            (Origin::Given(_), _) => Err(FixError::OtherForm("only files can be fixed".to_owned())),
            (Origin::Stdin, Mode::Apply) => self.pass_through(setup, hints),
            (Origin::Stdin, Mode::Check) => self.pass(&input.origin, setup, hints, &mut Nowhere),
            (Origin::Stdin, Mode::Diff) => {
                let copy = copy_of(&input.origin, self.limits)?;
                self.diff(&Origin::File(copy.path().to_owned()), &input.name, setup, hints)
            }
            (Origin::File(path), Mode::Apply) => self.replace(path, setup, hints),
            (Origin::File(_), Mode::Check) => self.pass(&input.origin, setup, hints, &mut Nowhere),
            (Origin::File(_), Mode::Diff) => self.diff(&input.origin, &input.name, setup, hints),
        }
    }

    fn open(&self, origin: &Origin) -> io::Result<Source> {
        Source::open(origin, &Odometer::default(), self.limits)
    }

    /// Fixes an input once.
    fn pass(
        &mut self,
        origin: &Origin,
        setup: usize,
        hints: Hints,
        output: &mut dyn Output,
    ) -> Result<Counts, FixError> {
        let mut source = self.open(origin)?;
        self.pass_source(&mut source, setup, hints, output)
    }

    fn pass_source(
        &mut self,
        source: &mut Source,
        setup: usize,
        hints: Hints,
        output: &mut dyn Output,
    ) -> Result<Counts, FixError> {
        let checker = self.setups.checker(setup);
        let fixed =
            Fixer::new(checker, &mut self.suppressions, self.with_unsafe).fix(source, hints, output)?;
        match fixed.refusal {
            Some(form) => Err(FixError::OtherForm(form)),
            None => Ok(fixed.counts),
        }
    }

    /// Passes standard input to standard output, with the compression that it has.
    fn pass_through(&mut self, setup: usize, hints: Hints) -> Result<Counts, FixError> {
        let mut source = self.open(&Origin::Stdin)?;
        let stdout = sanitize::raw_stdout();
        let sink: Box<dyn Write + Send> =
            if self.on_terminal { Box::new(Sanitizer::new(stdout, Form::Text)) } else { Box::new(stdout) };
        let mut encoded = Encoded(Encoder::new(sink, source.compression())?);
        let counts = self.pass_source(&mut source, setup, hints, &mut encoded)?;
        encoded.0.finish()?;
        Ok(counts)
    }

    /// Replaces a file until nothing changes any more.
    fn replace(&mut self, path: &Path, setup: usize, hints: Hints) -> Result<Counts, FixError> {
        let mut total = Counts::default();
        for _ in 0..PASSES {
            let before = Stamp::of(path)?;
            let origin = Origin::File(path.to_owned());
            let mut source = self.open(&origin)?;
            let mut replacement = Replacement {
                path,
                compression: source.compression(),
                limits: self.limits,
                passed: 0,
                file: None,
            };
            let counts = self.pass_source(&mut source, setup, hints, &mut replacement)?;
            total = Counts { fixed: total.fixed + counts.fixed, ..counts };
            let Some((file, encoder)) = replacement.file else { break };
            encoder.finish()?;
            if Stamp::of(path)? != before {
                return Err(FixError::Changed);
            }
            file.commit()?;
        }
        Ok(total)
    }

    /// Writes the differences between an input and its fixed form to standard output.
    fn diff(&mut self, origin: &Origin, name: &str, setup: usize, hints: Hints) -> Result<Counts, FixError> {
        let (mut total, mut last) = (Counts::default(), None::<NamedTempFile>);
        for _ in 0..PASSES {
            let next = NamedTempFile::new()?;
            let mut output = Copy { writer: BufWriter::new(next.reopen()?), is_changed: false };
            let from = match &last {
                Some(last) => &Origin::File(last.path().to_owned()),
                None => origin,
            };
            let counts = self.pass(from, setup, hints, &mut output)?;
            output.writer.flush()?;
            total = Counts { fixed: total.fixed + counts.fixed, ..counts };
            if !output.is_changed {
                break;
            }
            last = Some(next);
        }
        if let Some(fixed) = last {
            let old = Decompressed { source: self.open(origin)?, buffer: Buffer::default(), is_end: false };
            let mut sink = BufWriter::new(sanitize::stdout(Form::Text));
            Diff { name }.write(old, BufReader::new(File::open(fixed.path())?), &mut sink)?;
            sink.flush()?;
        }
        Ok(total)
    }
}

/// Copies an input that can be read only once, decompressed.
fn copy_of(origin: &Origin, limits: Limits) -> io::Result<NamedTempFile> {
    let source = Source::open_undecoded(origin, limits)?;
    let mut copy = NamedTempFile::new()?;
    io::copy(&mut Decompressed { source, buffer: Buffer::default(), is_end: false }, &mut copy)?;
    Ok(copy)
}

/// State of a file that shows a change.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    #[cfg(unix)]
    inode: u64,
}

impl Stamp {
    fn of(path: &Path) -> io::Result<Self> {
        let metadata: Metadata = fs::metadata(path)?;
        Ok(Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&metadata),
        })
    }
}

/// Output that only the counts matter of.
struct Nowhere;

impl Output for Nowhere {
    fn same(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn changed(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
}

/// Compressed output.
struct Encoded(Encoder);

impl Output for Encoded {
    fn same(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.as_writer().write_all(bytes)
    }

    fn changed(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.same(bytes)
    }
}

/// Copy that knows whether it differs.
struct Copy<W> {
    writer: W,
    is_changed: bool,
}

impl<W: Write> Output for Copy<W> {
    fn same(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writer.write_all(bytes)
    }

    fn changed(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.is_changed = true;
        self.writer.write_all(bytes)
    }
}

/// File that replaces an input, written from the first change on.
struct Replacement<'p> {
    path: &'p Path,
    compression: Compression,
    limits: Limits,
    /// Number of bytes before the first change.
    passed: u64,
    file: Option<(OutputFile, Encoder)>,
}

impl Replacement<'_> {
    /// Returns the writer; the first call copies the bytes before the first change.
    fn writer(&mut self) -> io::Result<&mut dyn Write> {
        if self.file.is_none() {
            let file = OutputFile::create(self.path)?;
            let mut encoder = Encoder::new(Box::new(file.writer()?), self.compression)?;
            let origin = Origin::File(PathBuf::from(self.path));
            let source = Source::open(&origin, &Odometer::default(), self.limits)?;
            let before = Decompressed { source, buffer: Buffer::default(), is_end: false };
            io::copy(&mut before.take(self.passed), encoder.as_writer())?;
            self.file = Some((file, encoder));
        }
        match &mut self.file {
            Some((_, encoder)) => Ok(encoder.as_writer()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

impl Output for Replacement<'_> {
    fn same(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.file.is_some() {
            return self.writer()?.write_all(bytes);
        }
        self.passed += bytes.len() as u64;
        Ok(())
    }

    fn changed(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writer()?.write_all(bytes)
    }
}

/// Reader of the decompressed bytes of an input.
struct Decompressed {
    source: Source,
    buffer: Buffer,
    is_end: bool,
}

impl BufRead for Decompressed {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.buffer.bytes().is_empty() && !self.is_end {
            self.buffer.clear(PIECE);
            self.is_end = self.source.fill(&mut self.buffer, PIECE)?;
        }
        Ok(self.buffer.bytes())
    }

    fn consume(&mut self, count: usize) {
        self.buffer.advance(count);
    }
}

impl Read for Decompressed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}
