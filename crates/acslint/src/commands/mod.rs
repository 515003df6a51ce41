//! Commands of the program, one file per command.

pub(crate) mod check;
mod completions;
mod config;
mod diff;
mod explain;
mod export;
mod fix;
mod infer;
mod init;
mod lint;
mod man;
pub(crate) mod merge;
mod redact;
mod rules;
mod sample;
mod schema;
pub(crate) mod shard;
mod split;
mod stats;
mod watch;

use std::io::{self, Write};

use crate::args::{Args, Command, ConfigCommand, DiffFormat, SchemaCommand};
use crate::environment::Environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::plan::{LintPlan, Plan};
use crate::report::ReportError;
use crate::sanitize::{self, Form};
use crate::shard::ShardedCommand;
use crate::values::ListFormat;

/// Runs the given command.
pub(crate) fn run(args: Args, environment: &Environment) -> Result<Exit, Error> {
    match args.command {
        Command::Check(args) => {
            let plan = Plan::new(args, environment)?;
            match plan.shard {
                Some(shard) => shard::run(&plan, shard),
                None => check::run(&plan),
            }
        }
        Command::Completions { shell } => print_data(&completions::script(shell)),
        Command::Config(ConfigCommand::Show(args)) => {
            print_in(form(args.format), &config::show(&args, environment)?)
        }
        Command::Init(args) => print(&init::run(&args)?),
        Command::Explain { rule, color } => print(&explain::run(&rule, color, environment)?),
        Command::Fix(args) => fix::run(&args, environment),
        Command::Infer(args) => infer::run(&args, environment),
        Command::Man { directory: Some(directory), .. } => man::write_all(&directory),
        Command::Man { command, directory: None } => print_data(&man::page(&command)?),
        Command::Merge(args) => {
            let merge = merge::Merge::read(args, environment)?;
            match merge.command() {
                ShardedCommand::Check => merge.run(),
                ShardedCommand::Stats => stats::merge(merge, environment),
            }
        }
        Command::Redact(args) => redact::run(&args, environment),
        Command::Rules { format } => print_in(form(format), &rules::list(format)),
        Command::Sample(args) => sample::run(args, environment),
        Command::Schema(SchemaCommand::Export(args)) => print(&export::run(&args, environment)?),
        Command::Schema(SchemaCommand::Diff(args)) => {
            let (text, exit) = diff::run(&args, environment)?;
            let form = if args.format == DiffFormat::Json { Form::Json } else { Form::Text };
            print_in(form, &text).map(|_| exit)
        }
        Command::Schema(SchemaCommand::List) => print(&schema::list()),
        Command::Schema(SchemaCommand::Explain { category, configuration, color }) => {
            let configs = configuration.read(environment)?;
            print(&schema::page(&category, &configs, environment.colors(color, false))?)
        }
        Command::Schema(SchemaCommand::Lint(args)) => lint::run(&LintPlan::new(args, environment)?),
        Command::Schema(SchemaCommand::Show { category, shape }) => {
            print_data(&schema::show(category, shape)?)
        }
        Command::Split(args) => split::run(args, environment),
        Command::Stats(args) => stats::run(args, environment),
        Command::Watch(args) => watch::run(&args, environment),
    }
}

/// Syntax of a list.
fn form(format: ListFormat) -> Form {
    match format {
        ListFormat::Json => Form::Json,
        ListFormat::Table => Form::Text,
    }
}

/// Writes a text for people to standard output.
fn print(text: &str) -> Result<Exit, Error> {
    print_in(Form::Text, text)
}

/// Writes a text in this syntax to standard output.
fn print_in(form: Form, text: &str) -> Result<Exit, Error> {
    write(sanitize::stdout(form), text)
}

/// Writes data verbatim to standard output.
fn print_data(text: &str) -> Result<Exit, Error> {
    write(sanitize::raw_stdout(), text)
}

/// Writes a text to standard output; a closed pipe is not a failure.
fn write(mut stdout: impl Write, text: &str) -> Result<Exit, Error> {
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(ReportError::Stream(error).into()),
        _ => Ok(Exit::Success),
    }
}
