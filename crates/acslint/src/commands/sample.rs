//! `acslint sample`: writes synthetic records in large pieces, so that memory does not grow with their number.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use acslint_schema::sample::{self, Label, Sampler, Settings, SettingsError};
use serde::Serialize;

use crate::args::{self, Framing};
use crate::error::Error;
use crate::exit::Exit;
use crate::output::{Guard, OutputFile, Purpose};
use crate::sanitize::{self, Sanitizer};

/// Bytes collected before each write.
const PIECE: usize = 1 << 18;

/// Writes the requested records; a closed pipe is not a failure.
pub(crate) fn run(args: args::Sample) -> Result<Exit, Error> {
    if let (Some(path), true) = (&args.labels, args.labels == args.output) {
        return Err(Error::SameFile { path: path.clone() });
    }
    let mut guard = Guard::new();
    for path in args.output.iter().chain(&args.labels) {
        guard.writes(path, Purpose::Other)?;
    }
    let sampler = Sampler::new(&Settings {
        categories: args.category,
        shape: args.shape,
        seed: args.seed,
        defects: args.defects.unwrap_or(0.0),
        rules: args.rule,
        shuffle: args.shuffle,
    })
    .map_err(|error| match error {
        SettingsError::NoSuchShape { category, .. } => Error::NoRows { category: category.id },
        SettingsError::NoDefect { rule } => {
            let suggestion = acslint_check::nearest(&rule, sample::rules());
            Error::NoDefect { rule, suggestion }
        }
    })?;
    let mut output = Output::open(args.output)?;
    let mut labels = Labels::open(args.labels)?;
    let end = args.bytes.map_or(End::Count(args.count), End::Bytes);
    match write(sampler, end, args.framing, &mut output, &mut labels) {
        Err(Error::WriteRecords(error)) if error.kind() == io::ErrorKind::BrokenPipe => {}
        result => result?,
    }
    output.finish()?;
    labels.finish()?;
    Ok(Exit::Success)
}

/// Condition that ends a sample.
#[derive(Debug, Clone, Copy)]
enum End {
    Count(u64),
    Bytes(u64),
}

/// Destination of the records.
enum Output {
    Stdout(io::StdoutLock<'static>),
    File(PathBuf, OutputFile),
}

impl Output {
    fn open(path: Option<PathBuf>) -> Result<Self, Error> {
        Ok(match path {
            None => Self::Stdout(sanitize::raw_stdout().lock()),
            Some(path) => {
                let file = create(&path)?;
                Self::File(path, file)
            }
        })
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Stdout(stdout) => stdout.write_all(bytes),
            Self::File(_, file) => file.write_all(bytes),
        }
    }

    fn finish(self) -> Result<(), Error> {
        match self {
            Self::Stdout(mut stdout) => match stdout.flush() {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::WriteRecords(error)),
                _ => Ok(()),
            },
            Self::File(path, file) => file.commit().map_err(|source| Error::WriteFile { path, source }),
        }
    }
}

fn create(path: &Path) -> Result<OutputFile, Error> {
    OutputFile::create(path).map_err(|source| Error::Create { path: path.to_owned(), source })
}

fn write(
    mut sampler: Sampler,
    end: End,
    framing: Framing,
    output: &mut Output,
    labels: &mut Labels,
) -> Result<(), Error> {
    let [opening, separator, closing] = framing.text();
    let mut piece = opening.as_bytes().to_vec();
    let (mut records, mut written) = (0, 0);
    loop {
        let closing = if records > 0 { closing } else { closing.trim_start() };
        let done = match end {
            End::Count(count) => records >= count,
            End::Bytes(bytes) => written + (piece.len() + closing.len()) as u64 >= bytes,
        };
        if done || piece.len() >= PIECE {
            if done {
                piece.extend_from_slice(closing.as_bytes());
            }
            output.write(&piece).map_err(Error::WriteRecords)?;
            written += piece.len() as u64;
            piece.clear();
        }
        if done {
            return Ok(());
        }
        if records > 0 {
            piece.extend_from_slice(separator.as_bytes());
        }
        records += 1;
        if let Some(label) = sampler.append(&mut piece) {
            labels.write(records, label)?;
        }
    }
}

impl Framing {
    /// Text before, between and after the records.
    const fn text(self) -> [&'static str; 3] {
        match self {
            Self::Lines => ["", "\n", "\n"],
            Self::Array => ["[\n", ",\n", "\n]\n"],
            Self::Records => ["{\"records\":[\n", ",\n", "\n]}\n"],
        }
    }
}

/// Destination of the labels of defects.
enum Labels {
    Stderr(BufWriter<Sanitizer<io::Stderr>>),
    File(PathBuf, BufWriter<OutputFile>),
}

/// A label for other programs.
#[derive(Serialize)]
struct Line {
    record: u64,
    rule: &'static str,
    field: Option<&'static str>,
}

impl Labels {
    fn open(path: Option<PathBuf>) -> Result<Self, Error> {
        Ok(match path {
            None => Self::Stderr(BufWriter::new(sanitize::stderr())),
            Some(path) => {
                let file = create(&path)?;
                Self::File(path, BufWriter::new(file))
            }
        })
    }

    fn write(&mut self, record: u64, Label { rule, field }: Label) -> Result<(), Error> {
        match self {
            // A closed standard error is not a failure.
            Self::Stderr(stderr) => {
                let _ = writeln!(stderr, "record {record}: {rule} {}", field.unwrap_or("-"));
                Ok(())
            }
            Self::File(path, file) => {
                let line = Line { record, rule, field };
                let written = serde_json::to_writer(&mut *file, &line).map_err(io::Error::from);
                written.and_then(|()| file.write_all(b"\n")).map_err(|source| label_error(path, source))
            }
        }
    }

    fn finish(self) -> Result<(), Error> {
        match self {
            Self::Stderr(mut stderr) => {
                let _ = stderr.flush();
                Ok(())
            }
            Self::File(path, file) => {
                let written = file.into_inner().map_err(io::IntoInnerError::into_error);
                written.and_then(OutputFile::commit).map_err(|source| label_error(&path, source))
            }
        }
    }
}

fn label_error(path: &Path, source: io::Error) -> Error {
    Error::WriteLabels { path: path.to_owned(), source }
}
