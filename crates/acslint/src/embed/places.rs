//! Findings of a shard as those of the whole run, one shard at a time: no process needs all of them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::sync::atomic::AtomicBool;

use acslint_check::{Placement, Report};
use serde::Serialize;

use super::{Failure, Open, capturing, plan_of};
use crate::commands::merge::{check_again, setups_of_shards};
use crate::commands::shard::named;
use crate::error::Error;
use crate::plan::Plan;
use crate::replay::{Again, PlacedPart, place_parts, placed};
use crate::report::Reports;
use crate::setup::Setups;
use crate::shard::{
    Counts, KeptLeftOut, Names, Part, ReportOfShard, RunOfShards, ShardOfReport, Unmergeable, together,
};
use crate::values::Format;

/// Places of what all shards of a run found.
#[derive(Debug)]
pub struct Places {
    /// For each shard, in the order of the outlines: the places of its parts, in JSON.
    pub shards: Vec<String>,
    /// Reports of what had to be checked again, each with its places.
    pub again: Vec<(Vec<u8>, String)>,
}

/// Reads the report of a shard.
pub(super) fn shard_of(report: &[u8]) -> Result<ShardOfReport, Failure> {
    let report: ReportOfShard = serde_json::from_slice(report).map_err(Failure::json)?;
    Ok(report
        .shard
        .ok_or_else(|| Unmergeable::Parts("a report has no object `shard`".to_owned()))
        .map_err(Error::from)?)
}

/// Report of a shard without its findings.
#[derive(Debug)]
pub struct Outline {
    /// The report.
    pub report: Vec<u8>,
    /// True if there are findings in the whole report. A place adds none.
    pub has_findings: bool,
}

/// Returns the report of a shard without its findings.
pub fn outline(report: &[u8]) -> Result<Outline, Failure> {
    let mut shard = shard_of(report)?;
    let has_findings = shard.parts.iter().any(|part| !part.events.is_empty());
    for part in &mut shard.parts {
        part.events.clear();
        part.counts = Counts::default();
    }
    Ok(Outline { report: written(&shard)?, has_findings })
}

/// Writes a shard as a report of it.
fn written(shard: &ShardOfReport) -> Result<Vec<u8>, Failure> {
    #[derive(Serialize)]
    struct Written<'s> {
        shard: &'s ShardOfReport,
    }
    serde_json::to_vec(&Written { shard }).map_err(Failure::json)
}

/// Places of the parts of a shard; absent for a part that belongs to what began before it.
type PlacesOfShard = Vec<Option<Placement>>;

/// Number of a shard among the outlines, and of a part in it.
type Key = (usize, usize);

/// Finds the places of what all shards of a run found, from their outlines. `open` opens inputs that the caller reads, of which
/// bytes must be checked again. The arguments are those of `acslint merge`.
pub fn places(
    arguments: &[OsString],
    outlines: &[Vec<u8>],
    open: &mut Open<'_>,
    interrupted: &AtomicBool,
) -> Result<Places, Failure> {
    let plan = plan_of("merge", arguments)?;
    let shards = outlines.iter().map(|outline| shard_of(outline)).collect::<Result<Vec<_>, _>>()?;
    let numbers: Vec<u32> = shards.iter().map(|shard| shard.number).collect();
    let named_shards = shards.into_iter().map(|shard| (format!("shard {}", shard.number), shard)).collect();
    let (run, shards) = together(named_shards).map_err(Error::from)?;
    let mut found: Vec<PlacesOfShard> = shards.iter().map(|shard| vec![None; shard.parts.len()]).collect();
    let inputs = by_number(&run, shards)?;
    let paths: Vec<String> = inputs.values().map(|parts| parts[0].1.path.clone()).collect();
    let (setups, counting) = setups_of_shards(&plan, &run, || paths.iter().cloned())?;
    let (_, caller) = capturing(interrupted, None);
    let mut again = Vec::new();
    for (number, parts) in inputs {
        let mut check = |of: Again<'_>| check_again(&of, &counting, &caller, open);
        let checker = setups.checker(setups.of_input(number));
        for placed in place_parts(parts, checker, &mut check)? {
            match placed {
                PlacedPart::Known((shard, part), placement) => found[shard][part] = Some(placement),
                PlacedPart::Again(part, placement) => {
                    again.push((written(&alone(&run, *part))?, to_json(&vec![Some(placement)])?));
                }
            }
        }
    }
    // The shards come in the order of their numbers.
    let of_number = |number: &u32| to_json(&found[*number as usize - 1]);
    Ok(Places { shards: numbers.iter().map(of_number).collect::<Result<_, _>>()?, again })
}

/// Returns the parts of each input, by its number.
fn by_number(
    run: &RunOfShards,
    shards: Vec<ShardOfReport>,
) -> Result<BTreeMap<usize, Vec<(Key, Part)>>, Failure> {
    let mut inputs: BTreeMap<usize, Vec<(Key, Part)>> = BTreeMap::new();
    for (shard, ShardOfReport { parts, .. }) in shards.into_iter().enumerate() {
        for (number, part) in parts.into_iter().enumerate() {
            inputs.entry(part.input).or_default().push(((shard, number), part));
        }
    }
    match (0..run.count).find(|number| !inputs.contains_key(number)) {
        None => Ok(inputs),
        Some(missing) => {
            let reason = format!("no shard has input {}", missing + 1);
            Err(Error::from(Unmergeable::Parts(reason)).into())
        }
    }
}

/// Returns a shard with nothing but a part that was checked again.
fn alone(run: &RunOfShards, part: Part) -> ShardOfReport {
    let run = RunOfShards { of: 1, ..run.clone() };
    ShardOfReport {
        number: 1,
        run,
        interrupted: false,
        left_out: KeptLeftOut::default(),
        stats: None,
        parts: vec![part],
    }
}

fn to_json(places: &PlacesOfShard) -> Result<String, Failure> {
    serde_json::to_string(places).map_err(Failure::json)
}

/// Returns the findings of a shard at their places in the run, in the format `jsonl`, without a summary.
pub fn findings(arguments: &[OsString], report: &[u8], places: &str) -> Result<Vec<u8>, Failure> {
    let plan = plan_of("merge", arguments)?;
    let shard = shard_of(report)?;
    let places: PlacesOfShard = serde_json::from_str(places).map_err(Failure::json)?;
    let interrupted = AtomicBool::new(false);
    let (captured, caller) = capturing(&interrupted, None);
    let setups =
        Setups::new(&plan.chosen, &plan.configs, &named(shard.parts.iter().map(|part| part.path.clone())))?;
    let names = Names::new(setups.own_categories());
    let mut reports = Reports::open(&jsonl(&plan), None, &caller.quiet()).map_err(Error::from)?;
    reports.suppress(setups.suppressions(plan.today));
    for (number, (part, place)) in shard.parts.into_iter().zip(places).enumerate() {
        let Some(place) = place else { continue };
        reports.begin(&part.file, setups.of_input(number));
        let (_, events) = placed(&names, &place, (part.counts, part.events))?;
        for event in &events {
            reports.event(&event.event());
        }
    }
    reports.finish(&plan.criteria, std::time::Duration::ZERO, 1).map_err(Error::from)?;
    let (mut report, _) = captured.take();
    // The last line is the summary.
    let end = report.len().saturating_sub(1);
    report.truncate(memchr::memrchr(b'\n', &report[..end]).map_or(0, |newline| newline + 1));
    Ok(report)
}

/// Returns the planned report in the format `jsonl`.
fn jsonl(plan: &Plan) -> crate::report::PlannedReports {
    let mut planned = plan.reports.clone();
    planned.reports.truncate(1);
    for report in &mut planned.reports {
        (report.format, report.output) = (Format::Jsonl, None);
    }
    planned
}
