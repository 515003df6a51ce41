//! `acslint redact`: writes each input without personal data.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use acslint_check::Hints;

use crate::args;
use crate::config::{Configs, RunSettings};
use crate::environment::Environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::guard::{Guard, Purpose};
use crate::input::{Discovered, Input, Limits, Odometer, Origin, Source, discover};
use crate::interrupt;
use crate::output::{FileError, Opening};
use crate::plan::{limits, outputs_of_shard, overrides, selection};
use crate::progress::Progress;
use crate::redact::InputRedactor;
use crate::setup::Setups;
use crate::shard::{self, shards_of_whole_inputs};
use crate::split::{Names, SplitError, Target, Writer};
use crate::text::counted;
use crate::values::Shard;

/// Redacts all inputs.
pub(crate) fn run(args: &args::RedactArgs, environment: &Environment) -> Result<Exit, Error> {
    interrupt::listen();
    let target = Target::of(&args.output);
    if args.shard.is_some_and(Shard::is_part) {
        if environment.redact_key.is_none() {
            return Err(Error::NoKeyOfShards);
        }
        outputs_of_shard(target.path().into_iter(), &args.paths)?;
    }
    let mut guard = Guard::new();
    match &target {
        Target::Stdout => {}
        Target::File(path) => guard.writes(path, Purpose::Other)?,
        Target::Directory(path) => guard.writes_below(path)?,
    }
    let configs = Arc::new(Configs::new(args.choices.which(environment))?);
    let settings = RunSettings::new(&args.choices.given, configs.of_run().map(AsRef::as_ref), environment);
    let limits = limits(&settings);
    let selection = selection(&args.choices, args.follow, limits);
    let Discovered { inputs, left_out, documents } =
        discover(&args.paths, &configs, &selection, &|path| guard.is_ours(path));
    guard.checks(&args.paths, &inputs, &documents)?;
    let inputs = guard.inputs(inputs);
    if !matches!(target, Target::Directory(_)) && inputs.len() > 1 {
        return Err(Error::NotOneInput { count: inputs.len() });
    }
    if args.shard.is_some() && inputs.iter().flatten().any(|input| input.origin == Origin::Stdin) {
        return Err(Error::NotInShard {
            what: "standard input and pipes cannot be divided among shards; name files",
        });
    }
    let of_shard = args.shard.map(|shard| shard.phrase(&shard::inputs(&inputs, &left_out)));
    let shards = shards_of_whole_inputs(&inputs, args.shard.map_or(1, |shard| shard.of));
    let is_own = |index: usize| args.shard.is_none_or(|shard| shards[index] == shard.number);
    let mut names = Names::new(&args.paths, &inputs, None)?;
    // The contents are those of all records, so that none is proved clean from its bytes alone.
    let chosen = overrides(&args.choices, configs.of_run().map(AsRef::as_ref), true)?;
    let setups = Setups::new(&chosen, &configs, &inputs)?;
    guard.reads_configs(&configs)?;
    let redactor = InputRedactor::new(environment.redact_key.as_deref(), args.shift_time.unwrap_or_default());
    let progress = Progress::none();
    for note in left_out.notes() {
        progress.note(&note.to_string());
    }
    let (mut records, mut files, mut failed) = (0, 0, false);
    let run = Run { redactor, setups: &setups, limits, target: &target, on_terminal: environment.terminal };
    for (index, input) in inputs.into_iter().enumerate().filter(|(index, _)| is_own(*index)) {
        let redacted = match input {
            Err((name, error)) => Err((name, error.to_string())),
            Ok(input) => {
                run.redact(&input, index, &mut names)?.map_err(|error| (input.name, error.to_string()))
            }
        };
        match redacted {
            Ok(count) => {
                records += count;
                files += 1;
            }
            Err((name, error)) => {
                failed = true;
                progress.note(&format!("error: {name}: {error}"));
            }
        }
    }
    if !args.quiet {
        let of_shard = of_shard.unwrap_or_default();
        progress.note(&format!(
            "redacted {} of {}{of_shard}",
            counted(records, "record"),
            counted(files, "file")
        ));
    }
    Ok(if failed { Exit::Failure } else { Exit::Success })
}

/// Redaction of a run's inputs.
struct Run<'r> {
    redactor: InputRedactor,
    setups: &'r Setups,
    limits: Limits,
    target: &'r Target,
    on_terminal: bool,
}

impl Run<'_> {
    /// Redacts an input, and returns its number of records, or why it cannot be redacted. A failure to write ends the run.
    fn redact(&self, input: &Input, index: usize, names: &mut Names) -> Result<io::Result<u64>, SplitError> {
        let mut source = match Source::open(&input.origin, &Odometer::default(), self.limits) {
            Ok(source) => source,
            Err(error) => return Ok(Err(error)),
        };
        let compression = source.compression();
        let mut writer = match self.target {
            Target::Stdout => Writer::stdout(compression, self.on_terminal)?,
            Target::File(path) => Writer::file(path, compression, Opening::Whole)?,
            Target::Directory(directory) => {
                let path = directory.join(names.of(index, false));
                create_parent(&path)?;
                Writer::file(&path, compression, Opening::Whole)?
            }
        };
        let checker = self.setups.checker(self.setups.of_input(index));
        let redacted = self.redactor.redact(checker, &mut source, Hints::from_path(&input.name), &mut writer);
        if redacted.is_ok() {
            writer.commit()?;
        }
        Ok(redacted)
    }
}

fn create_parent(path: &Path) -> Result<(), SplitError> {
    let Some(parent) = path.parent() else { return Ok(()) };
    fs::create_dir_all(parent).map_err(|source| FileError::Create { path: parent.to_owned(), source }.into())
}
