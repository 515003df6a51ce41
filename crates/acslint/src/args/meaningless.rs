//! Options of `check` that mean nothing for commands that share its options, or nothing alone: hidden there, and refused.

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

/// Options about what is found, which the checks of the shards have decided.
pub(super) const IN_MERGE: [&str; 10] = [
    "category",
    "exclude",
    "lenient",
    "level",
    "max_decompressed",
    "max_ratio",
    "shape",
    "strict",
    "target",
    "threads",
];

/// Options about shards, each of which is checked once.
pub(super) const IN_WATCH: [&str; 2] = ["contents", "shard"];

/// Options about reports that mean nothing where records are routed.
pub(super) const IN_SPLIT: [&str; 3] = ["annotate", "fail_on", "show"];

/// Options about reports of findings that mean nothing where records are described.
pub(super) const IN_STATS: [&str; 9] =
    ["annotate", "lenient", "level", "max_findings", "no_redact", "redact", "show", "strict", "target"];

/// Options about reports and threads that mean nothing where inputs are rewritten.
pub(super) const IN_REWRITES: [&str; 8] =
    ["annotate", "fail_on", "max_findings", "no_redact", "redact", "show", "target", "threads"];

/// Hides an option if it is one of these; other options stay as they are.
pub(super) fn without(meaningless: &[&str], option: Arg) -> Arg {
    if meaningless.contains(&option.get_id().as_str()) { option.hide(true) } else { option }
}

/// Refuses options on the command line that mean nothing for the command.
///
/// An environment variable is for all commands, so it may set one.
///
/// # Errors
///
/// One such option, by its name.
pub(super) fn refuse(command: &mut Command, matches: &ArgMatches) -> Result<(), clap::Error> {
    let Some((name, given)) = matches.subcommand() else { return Ok(()) };
    let meaningless: &[&str] = match name {
        "split" => &IN_SPLIT,
        "stats" => &IN_STATS,
        "merge" => &IN_MERGE,
        "watch" => &IN_WATCH,
        "fix" | "redact" => &IN_REWRITES,
        _ => return Ok(()),
    };
    let is_given = |id: &str| given.value_source(id) == Some(ValueSource::CommandLine);
    let subcommand = command.find_subcommand_mut(name).map_or_else(Command::default, |found| found.clone());
    let mut subcommand = subcommand.bin_name(format!("acslint {name}"));
    let Some(id) = meaningless.iter().find(|id| is_given(id)) else {
        if name == "stats" && is_given("fail_on") && !is_given("compare") && !is_given("shard") {
            let message = "the option '--fail-on' of `acslint stats` is about changes; pass '--compare' too";
            return Err(subcommand.error(ErrorKind::MissingRequiredArgument, message));
        }
        return Ok(());
    };
    let option = id.replace('_', "-");
    let instead = if (name, *id) == ("split", "fail_on") { "; pass '--reject-on'" } else { "" };
    let message =
        format!("the option '--{option}' of `acslint check` means nothing for `acslint {name}`{instead}");
    Err(subcommand.error(ErrorKind::ArgumentConflict, message))
}
