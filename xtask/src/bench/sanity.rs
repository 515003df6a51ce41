//! The sanity check before the measurements: each tool must distinguish good records from bad ones. A tool that does
//! nothing would be the fastest.
//!
//! Some records of a small sample are broken in known ways that the schemas forbid, so the expected verdict of each tool
//! is known as well.

use acslint_types::Shape;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::{
    context::Context,
    data::{Data, Recipe, SINGLE, Schemas},
    peers::{Peer, Share, Tells},
    program::Program,
    results::{Judgement, Tool, Verdict, leave_out},
};
use crate::Error;

/// Size with enough records of each category for each way to break them.
const BYTES: u64 = 1_000_000;

/// One record in this many is broken.
const EVERY: usize = 10;

/// A way to break a record; `None` if the record has no part that can be broken in this way.
type Break = fn(Value) -> Option<String>;

/// The ways to break a record. A tool could miss each of them for a different reason. The last one leaves invalid JSON.
const BREAKS: [Break; 7] = [
    // A required property is gone.
    |mut record| record.as_object_mut()?.remove("operationName").map(|_| record.to_string()),
    // A value has another type.
    |record| with(record, "operationName", &json!(7)),
    // A time that a pattern accepts, so that only a check of formats finds it.
    |record| with(record, "time", &json!("2024-13-45T99:00:00Z")),
    // An address, likewise.
    |record| with(record, "callerIpAddress", &json!("999.1.1.1")),
    // A number is out of range.
    |record| with(record, "durationMs", &json!(-5)),
    // A time that only the pattern rejects.
    |record| with(record, "time", &json!("2024-02-19 07:30:51Z")),
    // The record is not JSON.
    |record| Some(record.to_string().trim_end_matches('}').to_owned() + "]"),
];

/// The record with another value for one of its properties.
fn with(mut record: Value, name: &str, value: &Value) -> Option<String> {
    *record.as_object_mut()?.get_mut(name)? = value.clone();
    Some(record.to_string())
}

/// Records with some broken ones, and their number.
struct Broken {
    data: Data,
    /// Number of records broken in any way.
    bad: u64,
    /// Number of records that are not JSON.
    unreadable: u64,
}

impl Broken {
    /// Breaks some of these records in these ways.
    fn of(clean: &Data, ways: &[Break], context: &Context<'_>, name: &str) -> Result<Self, Error> {
        let (mut bad, mut unreadable, mut number) = (0, 0, 0);
        let data = clean.rewrite(context, name, |line, output| {
            number += 1;
            let way = ways[number / EVERY % ways.len()];
            let record = || serde_json::from_slice(line).ok();
            match (number % EVERY == 0).then(record).flatten().and_then(way) {
                None => output.write_all(line)?,
                Some(broken) => {
                    bad += 1;
                    unreadable += u64::from(serde_json::from_str::<IgnoredAny>(&broken).is_err());
                    writeln!(output, "{broken}")?;
                }
            }
            Ok(true)
        })?;
        Ok(Self { data, bad, unreadable })
    }

    /// Expected verdict of a tool.
    fn expected(&self, tells: Tells) -> Verdict {
        let invalid = match tells {
            Tells::Schema => self.bad,
            Tells::Syntax => self.unreadable,
            Tells::Lines => 0,
        };
        Verdict { valid: self.data.records - invalid, invalid }
    }

    /// Actual verdict of a tool.
    fn judge(&self, context: &Context<'_>, program: &Program, tells: Tells) -> Result<Judgement, Error> {
        let trial = program.try_once(context)?;
        let expected = self.expected(tells);
        let said = trial.verdict.unwrap_or(Verdict { valid: 0, invalid: 0 });
        let differs = if said == expected { "" } else { ": not what it should say" };
        println!("  {}: {} valid, {} invalid{differs}", program.name, said.valid, said.invalid);
        Ok(Judgement { tool: program.name.clone(), said, expected })
    }
}

/// The verdicts of acslint and of each tool on the same broken records, and those of each tool on records with a member that no
/// schema has; a tool that fails is removed.
pub(super) fn check(
    context: &Context<'_>,
    peers: &mut Vec<&'static Peer>,
    tools: &mut [Tool],
) -> Result<(Vec<Judgement>, Vec<Judgement>), Error> {
    println!("judging {} tools by broken records", peers.len() + 1);
    let clean = Data::make(context, "clean.jsonl", Recipe::clean(BYTES))?;
    let recipe = Recipe { categories: &[SINGLE], ..Recipe::clean(BYTES) };
    let single = Data::make(context, "clean-single.jsonl", recipe)?;
    let schemas = Schemas::new(context, Shape::ResourceLog)?;
    let unbroken = |data| Broken { data, bad: 0, unreadable: 0 };
    let mixed_drifted = unbroken(clean.drifted(context, "drifted.jsonl")?);
    let single_drifted = unbroken(single.drifted(context, "drifted-single.jsonl")?);
    let mixed = Broken::of(&clean, &BREAKS, context, "broken.jsonl")?;
    // The tool with one schema stops at a line that is not JSON.
    let single = Broken::of(&single, &BREAKS[..BREAKS.len() - 1], context, "broken-single.jsonl")?;
    let mut verdicts = vec![mixed.judge(context, &with_errors_only(context, &mixed.data)?, Tells::Schema)?];
    let mut drifted = Vec::new();
    peers.retain(|peer| {
        let (broken, of_drifted) = match peer.share {
            Share::OneCategory => (&single, &single_drifted),
            _ => (&mixed, &mixed_drifted),
        };
        let judge = |records: &Broken| {
            records.judge(context, &peer.program(context, &schemas, &records.data), peer.tells)
        };
        let judgements = judge(broken).and_then(|judgement| Ok((judgement, judge(of_drifted)?)));
        let judgements = judgements.map_err(|error| leave_out(tools, peer.name, context.reason(&error)));
        let is_there = judgements.is_ok();
        if let Ok((judgement, of_drifted)) = judgements {
            verdicts.push(judgement);
            drifted.push(of_drifted);
        }
        is_there
    });
    Ok((verdicts, drifted))
}

/// acslint with only those rules that find errors: schemas do not forbid the rest of its findings.
fn with_errors_only(context: &Context<'_>, data: &Data) -> Result<Program, Error> {
    let rules = context.ask(["rules", "--format", "json"])?;
    let rules: Vec<Value> = serde_json::from_str(&rules)
        .map_err(|source| Error::Output { command: "acslint rules --format json".to_owned(), source })?;
    let mut program = Program::acslint(context, data.file(), 1);
    for rule in rules.iter().filter(|rule| rule["about"] == "records" && rule["level"] != "error") {
        let id = rule["id"].as_str().unwrap_or_default();
        program.words.extend(["--level".to_owned(), format!("{id}=allow")]);
    }
    Ok(program)
}
