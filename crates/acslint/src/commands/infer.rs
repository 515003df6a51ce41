//! `acslint infer`: drafts a schema from records of an undocumented category.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use acslint_check::{
    Checker, Event, Hints, Part, RecordType, Report, Session, Settings, Subject, WorkerState,
};
use acslint_schema::infer::Profile;
use acslint_types::is_plain_name;
use serde_json::Value;

use crate::args::Infer;
use crate::config::{Choice, Configs};
use crate::environment::Environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::guard::{Guard, Purpose};
use crate::input::{Buffer, Input, Limits, Odometer, Selection, Source, discover};
use crate::interrupt;
use crate::output::{self, FileError};
use crate::sanitize::{self, Form};
use crate::text::{counted, printable, thousands};

/// Bytes read at once.
const PIECE: usize = 1 << 18;
/// Number of unusable records named one by one; the rest are counted.
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
    let found = discover(&args.paths, &configs, &Selection::default(), &|path| guard.is_ours(path));
    guard.checks(&args.paths, &found.inputs, &found.documents)?;
    guard.reads_configs(&configs)?;
    let profile = || Profile::with_values(&args.values);
    let mut seen = Seen { wanted: args.category.as_deref(), profile: profile(), ..Seen::default() };
    let (mut total, mut unreadable) = (profile(), false);
    for found in guard.inputs(found.inputs) {
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
        say(&format!("{} more not used", counted(seen.unusable - MOST_NAMED, "record")));
    }
    if let Some(error) = configs.failure() {
        return Err(error.into());
    }
    if total.records() == 0 {
        say(&format!("error: no records to infer from: {}", seen.nothing()));
        return Ok(if unreadable { Exit::Failure } else { Exit::NothingChecked });
    }
    let only = seen.categories.keys().next().filter(|_| seen.categories.len() == 1 && seen.nameless == 0);
    if args.category.is_none() && seen.categories.len() > 1 {
        say(&format!(
            "note: the records are of several categories, {}; select one with `--category`",
            seen.listed()
        ));
    }
    // Any other text might be personal data.
    let only = only.filter(|only| is_plain_name(only));
    let draft = total.draft(args.category.as_deref().or(only.map(String::as_str)));
    for omission in &draft.omissions {
        say(&format!("note: {omission}"));
    }
    if !draft.values.is_empty() {
        say("note: the draft contains these values of records; review them before you share it:");
        draft.values.iter().for_each(|values| say(&format!("  {values}")));
    }
    let text = format!("{:#}\n", draft.schema);
    match &args.output {
        Some(path) => {
            let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
            made.and_then(|()| output::write(path, text))
                .map_err(|source| FileError::Create { path: path.clone(), source })?;
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

/// Reads an input to its end; the records before a failure count.
fn read(checker: &Checker, input: &Input, seen: &mut Seen<'_>) -> io::Result<()> {
    let mut source = Source::open(&input.origin, &Odometer::default(), Limits::default())?;
    let mut session = Session::new(checker, Hints::from_path(&input.name));
    session.set_decoded_from(source.decoded_from());
    let (mut memory, mut buffer, mut size) = (WorkerState::default(), Buffer::default(), PIECE);
    loop {
        let filled = source.fill(&mut buffer, size);
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

/// Observations so far.
#[derive(Default)]
struct Seen<'a> {
    /// Profile of the current input.
    profile: Profile,
    /// Category of the records to use; `None` for all.
    wanted: Option<&'a str>,
    /// Name of the current input.
    input: String,
    /// Number of records of each category.
    categories: BTreeMap<String, u64>,
    /// Number of records without a category.
    nameless: u64,
    /// Number of unusable records.
    unusable: u64,
}

impl Seen<'_> {
    /// Reports an unusable record.
    fn cannot_use(&mut self, event: &Event<'_>, offset: u64, why: &str) {
        self.unusable += 1;
        if self.unusable <= MOST_NAMED {
            let position = event.excerpt.position(offset);
            say(&format!("{}:{}:{}: not used: {why}", self.input, position.line, position.column));
        }
    }

    fn record(&mut self, event: &Event<'_>) {
        let written = event.excerpt.slice(event.span);
        // A record in a text or in a row of CSV has another form in its input.
        let bytes = match event.part {
            Some(Part::Record { text, .. }) if !written.starts_with(b"[") => text,
            _ => written,
        };
        let record = match serde_json::from_slice::<Value>(bytes) {
            Ok(record @ Value::Object(_)) => record,
            Ok(_) => {
                return self.cannot_use(
                    event,
                    event.span.start,
                    "a row of a query answer has no names of its own",
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
            // Bounds memory if the field does not hold categories.
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

    /// Reason why no record was used.
    fn nothing(&self) -> String {
        match self.wanted {
            Some(wanted) if !self.categories.is_empty() => {
                format!("no record of the category `{wanted}`, only of {}", self.listed())
            }
            Some(wanted) if self.nameless > 0 => {
                format!(
                    "no record of the category `{wanted}`, only {} without a category",
                    counted(self.nameless, "record")
                )
            }
            _ => "no record could be read".to_owned(),
        }
    }

    /// List of the first categories.
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
            // Only a linter reports schemas; this event comes from a checker.
            Some(Subject::Schema) => {}
            Some(Subject::Unreadable { .. }) => {
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

    fn wants_parts(&self) -> bool {
        true
    }
}

/// Writes a message to standard error.
fn say(message: &str) {
    sanitize::say(&printable(message));
}
