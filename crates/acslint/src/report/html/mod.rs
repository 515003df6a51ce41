//! `html`: a page in one self-contained file, for readers who prefer a browser to a terminal.
//!
//! The contents of a record must never become markup. Every text goes through [`markup`]. As a second barrier, the
//! page's own policy allows only the script at its end, whose token is a hash of everything before it. The page is
//! readable without its script, which only filters it.
//!
//! acslint writes the page at the end of the run. It grows with the kinds of findings, not with their number.

mod coverage;
mod excerpt;
mod groups;
mod heat_map;
mod markup;
mod overview;
mod timeline;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use acslint_check::{Level, RecordType, Subject};

use self::markup::{rich, text};
use super::fold::{self, fold, is_folded};
use super::groups::About;
use super::repeats::{Names, Repeats};
use super::{End, Limit, Located, PlannedReport, Reporter, Sink, Spot};
use crate::exit::Exit;
use crate::grouping::{Group, Head, Spread, Times};
use crate::text::counted;

/// Style of the page.
const STYLE: &str = include_str!("page.css");
/// Script that filters the page.
const SCRIPT: &str = include_str!("page.js");

/// Maximum number of examples of one kind: a page must not grow with the findings.
const MOST_SHOWN: u64 = 20;

pub(super) struct Html {
    sink: Sink,
    limit: Limit,
    show: u64,
    redacts: bool,
    kinds: Vec<Shown>,
    /// Index of the kind of each group.
    kind_of: Vec<usize>,
    /// Kinds with several groups: of folded findings, and of names that do not have a kind each.
    shared: BTreeMap<Head, usize>,
    names: Names,
}

/// Shown parts of a kind: one group or several.
#[derive(Debug, Default)]
struct Shown {
    repeats: Repeats,
    /// Numbers of records and files; folded findings count once.
    spread: Spread,
    /// True if the kind has all names without a kind of their own.
    has_other_names: bool,
    /// Message of the first finding.
    message: String,
    /// First findings, as markup.
    examples: Vec<String>,
}

impl Html {
    pub(super) fn new(sink: Sink, report: &PlannedReport, limit: Limit) -> Self {
        let show = report.show.unwrap_or(MOST_SHOWN).min(MOST_SHOWN);
        Self {
            sink,
            limit,
            show,
            redacts: report.redacts,
            kinds: Vec::new(),
            kind_of: Vec::new(),
            shared: BTreeMap::new(),
            names: Names::default(),
        }
    }
}

impl Reporter for Html {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        for spot in &event.findings {
            if spot.group == self.kind_of.len() {
                let kind = self.begin(event, spot);
                self.kind_of.push(kind);
            }
        }
        for folded in fold(event) {
            let finding = &folded.first().finding;
            let shown = &mut self.kinds[self.kind_of[folded.first().group]];
            shown.spread.add(event.place);
            // If messages are told apart, there may be examples of each.
            let is_full = shown.examples.len() as u64 >= MOST_SHOWN;
            let show = if is_full { 0 } else { self.show };
            let is_shown = shown.has_room(&folded, show) && self.limit.admits();
            shown.repeats.count(finding, event.place, is_shown);
            if is_shown {
                let is_told = folded.message() == shown.message;
                shown.examples.push(excerpt::draw(event, &folded, is_told));
            }
        }
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        let body = self.body(end);
        // The author of a record cannot predict the token, since it depends on the whole page.
        let token = blake3::hash(body.as_bytes()).to_hex();
        write!(
            self.sink,
            "<!DOCTYPE html>\n\
             <html lang=\"en\">\n\
             <head>\n\
             <meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'unsafe-inline'; script-src 'nonce-{token}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"generator\" content=\"acslint {version}\">\n\
             <title>acslint: {title}</title>\n\
             <style>\n{STYLE}</style>\n\
             </head>\n\
             <body>\n{body}<script nonce=\"{token}\">\n{SCRIPT}</script>\n</body>\n</html>\n",
            version = env!("CARGO_PKG_VERSION"),
            title = text(&end.reason()),
        )?;
        self.sink.flush()
    }
}

impl Html {
    /// Returns the kind of a new group.
    fn begin(&mut self, event: &Located<'_>, spot: &Spot<'_>) -> usize {
        let finding = &spot.finding;
        let record_type = event.event.subject.and_then(Subject::record_type);
        let has_other_names = !self.names.admit(finding, record_type);
        let next = self.kinds.len();
        let kind = if has_other_names || is_folded(finding.rule()) {
            let head = (finding.rule(), finding.level(), record_type);
            *self.shared.entry(head).or_insert(next)
        } else {
            next
        };
        if kind == next {
            let message = finding.message().into_owned();
            self.kinds.push(Shown { has_other_names, message, ..Shown::default() });
        }
        kind
    }

    fn body(&self, end: &End<'_>) -> String {
        let groups = Kind::all(end, &self.kinds, &self.kind_of);
        let mut out = String::new();
        header(&mut out, end);
        overview::filter(&mut out, end, &groups);
        out.push_str("<main>\n");
        overview::totals(&mut out, end);
        overview::unreadable(&mut out, end);
        overview::entries(&mut out, end);
        timeline::write(&mut out, end);
        overview::categories(&mut out, end, &groups);
        groups::write(&mut out, &groups);
        heat_map::write(&mut out, &groups);
        coverage::write(&mut out, end);
        out.push_str("</main>\n");
        footer(&mut out, self.redacts);
        out
    }
}

fn header(out: &mut String, end: &End<'_>) {
    let outcome = match end.exit {
        Exit::Success => "passed",
        Exit::Findings | Exit::Failure | Exit::NothingChecked => "failed",
    };
    let _ = write!(
        out,
        "<a class=\"skip\" href=\"#findings\">Go to the findings</a>\n\
         <header class=\"{outcome}\">\n\
         <p class=\"brand\">acslint <span>log records of Azure Communication Services</span></p>\n\
         <h1>{reason}</h1>\n\
         <p>{counts}; exit code <span data-total=\"exit-code\">{code}</span></p>\n\
         <button type=\"button\" id=\"theme\" hidden>Dark or light</button>\n\
         </header>\n",
        reason = rich(&capitalized(&end.reason())),
        counts = text(&end.counts()),
        code = end.exit.code(),
    );
}

fn footer(out: &mut String, redacts: bool) {
    let personal = if redacts {
        "It shows no personal data of the records: stars cover other values in excerpts, and hashes replace them in \
         messages."
    } else {
        "It may contain personal data of the records: check it before you share it."
    };
    let _ = writeln!(
        out,
        "<footer><p>Written by acslint {}. {personal} Run <code>acslint explain</code> with the id of a \
         rule for its full description.</p></footer>",
        env!("CARGO_PKG_VERSION")
    );
}

/// Returns a phrase with a capital at its beginning, as in a heading.
fn capitalized(phrase: &str) -> String {
    let mut characters = phrase.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

impl Shown {
    /// Returns true if one more finding may be shown, of which at most `show` are.
    fn has_room(&mut self, folded: &fold::Folded<'_, '_>, show: u64) -> bool {
        self.repeats.has_room(&folded.first().finding, Some(show))
    }
}

/// Kind of findings with its shown parts.
struct Kind<'a> {
    /// Number from 1, in the order of the page; other parts of the page refer to it.
    number: usize,
    rule: &'static str,
    level: Level,
    records: Records,
    /// Properties and names that the findings are about, with the numbers of findings.
    abouts: Vec<(About<'a>, u64)>,
    /// Times of the records, if the report may show them.
    times: Option<Times>,
    shown: &'a Shown,
}

impl<'a> Kind<'a> {
    /// Returns all kinds: the worst level first, then the most frequent.
    fn all(end: &End<'a>, shown: &'a [Shown], kind_of: &[usize]) -> Vec<Self> {
        let mut groups: Vec<Vec<&'a Group>> = shown.iter().map(|_| Vec::new()).collect();
        for (group, kind) in end.tally.groups().iter().zip(kind_of) {
            groups[*kind].push(group);
        }
        let mut kinds: Vec<Self> =
            groups.iter().zip(shown).filter_map(|(groups, shown)| Self::new(groups, shown, end)).collect();
        kinds.sort_by_key(|kind| std::cmp::Reverse((kind.level, kind.findings())));
        for (index, kind) in kinds.iter_mut().enumerate() {
            kind.number = index + 1;
        }
        kinds
    }

    fn new(groups: &[&'a Group], shown: &'a Shown, end: &End<'a>) -> Option<Self> {
        let first = groups.first()?;
        let about = |group: &&'a Group| (About::of(group, end), group.spread.findings);
        let mut abouts: Vec<_> = groups.iter().map(about).collect();
        if shown.has_other_names {
            abouts = vec![(About::OtherNames, abouts.iter().map(|(_, findings)| findings).sum())];
        }
        let records = Records(first.record_type);
        let times = groups.iter().filter_map(|group| end.times(group)).reduce(Times::with);
        Some(Self { number: 0, rule: first.rule, level: first.level, records, abouts, times, shown })
    }

    fn findings(&self) -> u64 {
        self.abouts.iter().map(|(_, findings)| findings).sum()
    }

    /// Returns the message of all its findings.
    fn message(&self) -> Cow<'a, str> {
        if self.shown.has_other_names {
            return format!("other names, such as: {}", self.shown.message).into();
        }
        let fields: Vec<_> = self.abouts.iter().filter_map(|(about, _)| about.plain()).collect();
        if fields.len() < 2 {
            return self.shown.message.as_str().into();
        }
        fold::message(fields, self.records.0).into()
    }

    /// Returns the numbers of findings, records and files as a phrase.
    fn spread(&self) -> String {
        let Spread { records, files, .. } = self.shown.spread;
        let findings = counted(self.findings(), "finding");
        let times = self.times.map(|times| format!(", {times}")).unwrap_or_default();
        format!("{findings} in {} of {}{times}", counted(records, "record"), counted(files, "file"))
    }
}

/// Records of a type, or those of unknown type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Records(Option<RecordType>);

impl Records {
    /// Returns the key that the parts of the page use.
    fn key(self) -> String {
        match self.0 {
            None => "unknown".to_owned(),
            Some(RecordType { category, shape: None }) => category.to_owned(),
            Some(RecordType { category, shape: Some(shape) }) => format!("{category} {shape}"),
        }
    }

    /// Returns the name for people.
    fn name(self) -> String {
        self.0.map_or_else(|| "unknown category".to_owned(), |known| known.to_string())
    }
}
