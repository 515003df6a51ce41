//! `acslint split`: checks the inputs, and writes each record to the side that its verdict sends it to.

use std::fmt::Write;

use super::check;
use crate::args;
use crate::environment::Environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::plan::Plan;
use crate::progress::Progress;
use crate::report::Finished;
use crate::split::{Foreign, SplitEnd};
use crate::text::{counted, thousands};

/// Carries out a split.
pub(crate) fn run(args: args::Split, environment: &Environment) -> Result<Exit, Error> {
    let quiet = args.quiet;
    let plan = Plan::of_split(args, environment)?;
    let finished = check::carry_out(&plan)?;
    let Finished { exit, split: Some(split), .. } = &finished else {
        return Ok(finished.exit);
    };
    if let (false, Some(settings)) = (quiet, &plan.split) {
        let of_shard = plan.shard.zip(finished.inputs.as_deref());
        let of_shard = of_shard.map(|(shard, inputs)| shard.phrase(inputs)).unwrap_or_default();
        Progress::none().note(&(summary(&finished, split, &settings.foreign) + &of_shard));
    }
    Ok(if split.counts.has_rejected() { (*exit).max(Exit::Findings) } else { *exit })
}

fn summary(finished: &Finished, split: &SplitEnd, foreign: &Foreign) -> String {
    let SplitEnd { counts, is_written } = split;
    let tally = &finished.tally;
    let elsewhere = if *foreign == Foreign::Valid { 0 } else { counts.foreign };
    let valid = tally.records.saturating_sub(counts.rejected + elsewhere);
    let mut summary = format!(
        "{} of {}: {} valid, {} rejected",
        counted(tally.records, "record"),
        counted(tally.files, "file"),
        thousands(valid),
        thousands(counts.rejected),
    );
    if counts.stretches > 0 {
        let stretches = if counts.stretches == 1 { "stretch" } else { "stretches" };
        let _ = write!(summary, ", {} other broken {stretches} set aside", thousands(counts.stretches));
    }
    if counts.foreign > 0 {
        let side = match foreign {
            Foreign::Valid => "with the valid ones",
            Foreign::Invalid => "with the rejected ones",
            Foreign::Apart(_) => "in a place of their own",
        };
        let _ = write!(summary, "; {} of other services, {side}", counted(counts.foreign, "record"));
    }
    if !is_written {
        summary += "; the outputs for all inputs together were not written, since not everything was read";
    }
    summary
}
