//! The sanity check before anything is timed: each tool must tell good records from bad ones. A tool that does nothing
//! would be the fastest.
//!
//! Some records of a small sample are broken in ways that the schemas forbid, each known, so that it is known as well
//! what every tool should say.

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

/// Enough records of each category for each way to break them.
const BYTES: u64 = 1_000_000;

/// One record in this many is broken.
const EVERY: usize = 10;

/// A way to break a record; `None` where the record has nothing that could be broken so.
type Break = fn(Value) -> Option<String>;

/// The ways, each of which a tool could miss for another reason. The last leaves no JSON.
const BREAKS: [Break; 7] = [
    // A required property is gone.
    |mut record| record.as_object_mut()?.remove("operationName").map(|_| record.to_string()),
    // A value has another type.
    |record| with(record, "operationName", &json!(7)),
    // A time that a pattern lets pass, so that formats must be checked to find it.
    |record| with(record, "time", &json!("2024-13-45T99:00:00Z")),
    // An address of which the same is true.
    |record| with(record, "callerIpAddress", &json!("999.1.1.1")),
    // A number is out of range.
    |record| with(record, "durationMs", &json!(-5)),
    // A time that only the pattern refuses.
    |record| with(record, "time", &json!("2024-02-19 07:30:51Z")),
    // The record is no JSON.
    |record| Some(record.to_string().trim_end_matches('}').to_owned() + "]"),
];

/// The record with another value of a property that it has.
fn with(mut record: Value, name: &str, value: &Value) -> Option<String> {
    *record.as_object_mut()?.get_mut(name)? = value.clone();
    Some(record.to_string())
}

/// The records some of which are broken, and how many are.
struct Broken {
    data: Data,
    /// Broken in any way.
    bad: u64,
    /// No JSON.
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

    /// What a tool should say.
    fn expected(&self, tells: Tells) -> Verdict {
        let invalid = match tells {
            Tells::Schema => self.bad,
            Tells::Syntax => self.unreadable,
            Tells::Lines => 0,
        };
        Verdict { valid: self.data.records - invalid, invalid }
    }

    /// What a tool says.
    fn judge(&self, context: &Context<'_>, program: &Program, tells: Tells) -> Result<Judgement, Error> {
        let trial = program.try_once(context)?;
        let expected = self.expected(tells);
        let said = trial.verdict.unwrap_or(Verdict { valid: 0, invalid: 0 });
        let differs = if said == expected { "" } else { ": not what it should say" };
        println!("  {}: {} valid, {} invalid{differs}", program.name, said.valid, said.invalid);
        Ok(Judgement { tool: program.name.clone(), said, expected })
    }
}

/// What acslint and each of these tools say of the same records; a tool that fails is no longer one of them.
pub(super) fn check(
    context: &Context<'_>,
    peers: &mut Vec<&'static Peer>,
    tools: &mut [Tool],
) -> Result<Vec<Judgement>, Error> {
    println!("judging {} tools by broken records", peers.len() + 1);
    let clean = Data::make(context, "clean.jsonl", Recipe::clean(BYTES))?;
    let recipe = Recipe { categories: &[SINGLE], ..Recipe::clean(BYTES) };
    let single = Data::make(context, "clean-single.jsonl", recipe)?;
    let schemas = Schemas::new(context, Shape::ResourceLog)?;
    let mixed = Broken::of(&clean, &BREAKS, context, "broken.jsonl")?;
    // The tool that takes one schema ends at a line that is no JSON.
    let single = Broken::of(&single, &BREAKS[..BREAKS.len() - 1], context, "broken-single.jsonl")?;
    let mut verdicts = vec![mixed.judge(context, &with_errors_only(context, &mixed.data)?, Tells::Schema)?];
    peers.retain(|peer| {
        let broken = if peer.share == Share::OneCategory { &single } else { &mixed };
        let judgement = broken.judge(context, &peer.program(context, &schemas, &broken.data), peer.tells);
        let judgement = judgement.map_err(|error| leave_out(tools, peer.name, context.reason(&error)));
        let is_there = judgement.is_ok();
        verdicts.extend(judgement);
        is_there
    });
    Ok(verdicts)
}

/// acslint with those rules only that find errors: what else it finds, no schema forbids.
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
