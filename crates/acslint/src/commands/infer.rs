//! `acslint infer`: a draft of a schema, from records of a category that nobody has described.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use acslint_check::{Checker, Event, Hints, RecordType, Report, Settings, Subject, WorkerState};
use acslint_types::is_plain_name;
use serde_json::Value;

use crate::args::Infer;
use crate::config::{Choice, Configs};
use crate::error::Error;
use crate::exit::Exit;
use crate::infer::{self, Profile};
use crate::input::{Buffer, Input, Limits, Odometer, Source, discover};
use crate::interrupt;
use crate::output::{self, Guard, Purpose};
use crate::plan::Environment;
use crate::sanitize::{self, Form};
use crate::text::{counted, thousands, visible};

/// Bytes that are read at once.
const PIECE: usize = 1 << 18;
/// Records that are named one by one because they cannot be used; the rest are counted.
const MOST_NAMED: u64 = 10;

/// Reads all records, and writes the draft.
pub(super) fn run(args: &Infer, environment: &Environment) -> Result<Exit, Error> {
    interrupt::listen();
    let checker = Checker::new(Settings { full_path_only: true, ..Settings::default() })?;
    let configs = Arc::new(Configs::new(Choice::Nearest(environment.trusted_users.clone()))?);
    let mut guard = Guard::new();
    if let Some(output) = &args.output {
        guard.writes(output, Purpose::Draft)?;
    }
    let found = discover(&args.paths, &configs, false, &|_| false).inputs;
    guard.checks(&args.paths, &found)?;
    guard.reads_configs(&configs)?;
    let profile = || Profile::with_values(&args.values);
    let mut seen = Seen { wanted: args.category.as_deref(), profile: profile(), ..Seen::default() };
    let (mut total, mut unreadable) = (profile(), false);
    for found in guard.inputs(found) {
        let failed = match found {
            Ok(input) => {
                input.name.clone_into(&mut seen.input);
                read(&checker, &input, &mut seen).err().map(|error| (input.name, error))
            }
            Err(failed) => Some(failed),
        };
        total.merge(std::mem::replace(&mut seen.profile, profile()));
        if let Some((name, error)) = failed {
            say(&format!("error: cannot read `{name}`: {error}"));
            unreadable = true;
        }
    }
    if seen.unusable > MOST_NAMED {
        say(&format!("{} more could not be used", counted(seen.unusable - MOST_NAMED, "record")));
    }
    if let Some(error) = configs.failure() {
        return Err(error);
    }
    if total.records() == 0 {
        say(&format!("error: there is nothing to infer from: {}", seen.nothing()));
        return Ok(if unreadable { Exit::Failure } else { Exit::NothingChecked });
    }
    let only = seen.categories.keys().next().filter(|_| seen.categories.len() == 1 && seen.nameless == 0);
    if args.category.is_none() && seen.categories.len() > 1 {
        say(&format!(
            "note: the records are of several categories, {}; `--category` picks one",
            seen.listed()
        ));
    }
    // What is no name may be anything.
    let only = only.filter(|only| is_plain_name(only));
    let draft = infer::draft(&total, args.category.as_deref().or(only.map(String::as_str)));
    for omission in &draft.omissions {
        say(&format!("note: {omission}"));
    }
    if !draft.values.is_empty() {
        say("note: these values of records are in the draft; look at them before you share it:");
        draft.values.iter().for_each(|values| say(&format!("  {values}")));
    }
    let text = format!("{:#}\n", draft.schema);
    match &args.output {
        Some(path) => {
            output::write(path, text).map_err(|source| Error::Create { path: path.clone(), source })?;
        }
        None => {
            super::print_in(Form::Json, &text)?;
        }
    }
    Ok(match (unreadable, seen.unusable) {
        (true, _) => Exit::Failure,
        (false, 0) => Exit::Success,
        (false, _) => Exit::Findings,
    })
}

/// Reads an input to its end; what precedes a failure is taken into account.
fn read(checker: &Checker, input: &Input, seen: &mut Seen<'_>) -> io::Result<()> {
    let mut source = Source::open(&input.origin, &Odometer::default(), Limits::default())?;
    let mut session = checker.session(Hints::from_path(&input.name));
    let (mut memory, mut buffer, mut size) = (WorkerState::default(), Buffer::default(), PIECE);
    loop {
        let filled = buffer.fill(&mut source, size);
        let end = matches!(filled, Ok(true));
        let done = session.advance(&mut memory, buffer.bytes(), end, seen);
        filled?;
        if end {
            return Ok(());
        }
        buffer.advance(done);
        size = if done == 0 { buffer.bytes().len() * 2 } else { buffer.bytes().len() + PIECE };
    }
}

/// What was seen so far.
#[derive(Default)]
struct Seen<'a> {
    /// What was observed in the input in hand.
    profile: Profile,
    /// The category whose records count, if not all do.
    wanted: Option<&'a str>,
    /// The input in hand.
    input: String,
    /// How many records there are of each category.
    categories: BTreeMap<String, u64>,
    /// How many records name no category.
    nameless: u64,
    /// How many records could not be used.
    unusable: u64,
}

impl Seen<'_> {
    /// Names a record that cannot be used.
    fn cannot_use(&mut self, event: &Event<'_>, offset: u64, why: &str) {
        self.unusable += 1;
        if self.unusable <= MOST_NAMED {
            let position = event.excerpt.position(offset);
            say(&format!("{}:{}:{}: not used: {why}", self.input, position.line, position.column));
        }
    }

    fn record(&mut self, event: &Event<'_>) {
        let bytes = event.excerpt.slice(event.span);
        let record = match serde_json::from_slice::<Value>(bytes) {
            Ok(record @ Value::Object(_)) => record,
            Ok(_) => {
                return self.cannot_use(
                    event,
                    event.span.start,
                    "a row of a query's answer has no names of its own",
                );
            }
            Err(error) => return self.cannot_use(event, event.span.start, &error.to_string()),
        };
        let category = ["category", "Category", "Type"]
            .into_iter()
            .find_map(|name| record.get(name)?.as_str().map(str::to_owned));
        let counts = self.wanted.is_none_or(|wanted| {
            category.as_ref().is_some_and(|category| category.eq_ignore_ascii_case(wanted))
        });
        match category {
            // A field that is no category fills no memory.
            Some(category) if self.categories.len() < 1_000 || self.categories.contains_key(&category) => {
                *self.categories.entry(category).or_default() += 1;
            }
            Some(_) => {}
            None => self.nameless += 1,
        }
        if counts {
            self.profile.observe(&record);
        }
    }

    /// Why nothing could be observed.
    fn nothing(&self) -> String {
        match self.wanted {
            Some(wanted) if !self.categories.is_empty() => {
                format!("no record is of the category `{wanted}`; there are {}", self.listed())
            }
            Some(wanted) if self.nameless > 0 => {
                format!(
                    "no record is of the category `{wanted}`; {} none",
                    counted(self.nameless, "record names").replace("record namess", "records name")
                )
            }
            _ => "no record could be read".to_owned(),
        }
    }

    /// The categories, the first few of them.
    fn listed(&self) -> String {
        const MOST: usize = 5;
        let named = self.categories.iter().filter(|(name, _)| is_plain_name(name)).take(MOST);
        let mut listed: Vec<String> =
            named.map(|(name, count)| format!("`{name}` ({})", thousands(*count))).collect();
        if self.categories.len() > listed.len() {
            listed.push(format!("{} more", self.categories.len() - listed.len()));
        }
        listed.join(", ")
    }
}

impl Report for Seen<'_> {
    fn event(&mut self, event: &Event<'_>) {
        match event.subject {
            Some(Subject::Known { .. } | Subject::Foreign { .. } | Subject::Unknown) => self.record(event),
            // Only a linter takes anything for a schema, and this is a checker's event.
            Some(Subject::Schema) => {}
            Some(Subject::Unreadable) => {
                let finding = event.findings.first();
                let offset = finding.map_or(event.span.start, |finding| finding.primary.span.start);
                let why = finding.map_or("it cannot be read", |finding| finding.message.verbatim());
                self.cannot_use(event, offset, why);
            }
            None => {
                for finding in event.findings {
                    let position = event.excerpt.position(finding.primary.span.start);
                    say(&format!(
                        "{}:{}:{}: {}",
                        self.input,
                        position.line,
                        position.column,
                        finding.message.verbatim()
                    ));
                }
            }
        }
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

/// Says something on standard error.
fn say(message: &str) {
    sanitize::say(&visible(message));
}
