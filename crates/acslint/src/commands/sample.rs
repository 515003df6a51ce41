//! `acslint sample`: writes synthetic records in large pieces, so that memory does not grow with their number.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use acslint_check::CustomCategories;
use acslint_schema::sample::{self, Label, Sampler, SchemaSampler, Settings, SettingsError};
use serde::Serialize;

use crate::args::{self, Framing};
use crate::config::Configs;
use crate::environment::Environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::guard::{Guard, Purpose};
use crate::output::{FileError, OutputFile};
use crate::sanitize::{self, Sanitizer};
use crate::values::CategoryChoice;

/// Bytes collected before each write.
const PIECE: usize = 1 << 18;

/// Writes the requested records; a closed pipe is not a failure.
pub(crate) fn run(args: args::Sample, environment: &Environment) -> Result<Exit, Error> {
    if let (Some(path), true) = (&args.labels, args.labels == args.output) {
        return Err(Error::SameFile { path: path.clone() });
    }
    let mut guard = Guard::new();
    for path in args.output.iter().chain(&args.labels) {
        guard.writes(path, Purpose::Other)?;
    }
    let sources = sources(&args, environment, &mut guard)?;
    let mut output = Output::open(args.output)?;
    let mut labels = Labels::open(args.labels)?;
    let end = args.bytes.map_or(End::Count(args.count), End::Bytes);
    match write(sources, end, args.framing, &mut output, &mut labels) {
        Err(Error::WriteRecords(error)) if error.kind() == io::ErrorKind::BrokenPipe => {}
        result => result?,
    }
    output.finish()?;
    labels.finish()?;
    Ok(Exit::Success)
}

/// Sources of the records of a sample, which take turns.
struct Sources {
    known: Option<Sampler>,
    custom: Vec<SchemaSampler>,
    /// Number of turns of `known`: that of its categories.
    turns: usize,
    next: usize,
}

impl Sources {
    /// Appends the next record; returns the label of its defect, if any.
    fn append(&mut self, out: &mut Vec<u8>) -> Option<Label> {
        let turn = self.next;
        self.next = (turn + 1) % (self.turns + self.custom.len()).max(1);
        match (&mut self.known, turn.checked_sub(self.turns).and_then(|turn| self.custom.get_mut(turn))) {
            (_, Some(custom)) => {
                custom.append(out);
                None
            }
            (Some(known), None) => known.append(out),
            (None, None) => None,
        }
    }
}

/// Returns the sources of the requested records.
fn sources(args: &args::Sample, environment: &Environment, guard: &mut Guard) -> Result<Sources, Error> {
    let (mut categories, mut custom) = (Vec::new(), Vec::new());
    // Only a name that acslint does not know needs the configuration.
    let is_custom =
        args.category.iter().any(|given| CategoryChoice::new(given, &CustomCategories::default()).is_err());
    let configs = is_custom.then(|| args.configuration.read(environment)).transpose()?;
    let none = CustomCategories::default();
    let known = configs.as_ref().and_then(Configs::of_run).map_or(&none, |config| &config.custom);
    if let Some(configs) = &configs {
        guard.reads_configs(configs)?;
    }
    for given in &args.category {
        match CategoryChoice::new(given, known).map_err(Error::UnknownCategory)? {
            CategoryChoice::Known(category) => categories.push(category),
            CategoryChoice::Custom(name) if args.defects.is_some() => {
                return Err(Error::NoCustomDefects { name });
            }
            CategoryChoice::Custom(name) => {
                let Some((schema, paths, value)) = known.bundled(name) else { continue };
                let sampler = SchemaSampler::new(&schema, paths, value, args.seed, args.shuffle);
                custom.push(sampler.map_err(|reason| Error::NoCustomSample { name, reason })?);
            }
        }
    }
    let turns = if custom.is_empty() { 1 } else { categories.len() };
    let settings = Settings {
        categories,
        shape: args.shape,
        seed: args.seed,
        defects: args.defects.unwrap_or(0.0),
        rules: args.rule.clone(),
        shuffle: args.shuffle,
    };
    let sampler = (turns > 0).then(|| Sampler::new(&settings)).transpose().map_err(|error| match error {
        SettingsError::NoSuchShape { category, .. } => Error::NoRows { category: category.id },
        SettingsError::NoDefect { rule } => {
            let suggestion = acslint_check::nearest(&rule, sample::rules());
            Error::NoDefect { rule, suggestion }
        }
    })?;
    Ok(Sources { known: sampler, custom, turns, next: 0 })
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
            Self::File(path, file) => {
                file.commit().map_err(|source| FileError::Write { path, source }.into())
            }
        }
    }
}

fn create(path: &Path) -> Result<OutputFile, Error> {
    OutputFile::create(path).map_err(|source| FileError::Create { path: path.to_owned(), source }.into())
}

fn write(
    mut sources: Sources,
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
        if let Some(label) = sources.append(&mut piece) {
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
