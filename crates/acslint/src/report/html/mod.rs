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

use std::fmt::Write as _;
use std::io;

use acslint_check::RecordType;

use self::markup::{rich, text};
use super::repeats::Repeats;
use super::{End, Limit, Located, PlannedReport, Reporter, Sink};
use crate::exit::Exit;
use crate::tally::Group;
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
    /// Shown parts, by group.
    kinds: Vec<Shown>,
}

/// Shown parts of a group.
#[derive(Debug, Default)]
struct Shown {
    repeats: Repeats,
    /// Message of the first finding.
    message: String,
    /// First findings, as markup.
    examples: Vec<String>,
}

impl Html {
    pub(super) fn new(sink: Sink, report: &PlannedReport, limit: Limit) -> Self {
        let show = report.show.unwrap_or(MOST_SHOWN).min(MOST_SHOWN);
        Self { sink, limit, show, redacts: report.redacts, kinds: Vec::new() }
    }
}

impl Reporter for Html {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        for spot in &event.findings {
            if spot.group == self.kinds.len() {
                self.kinds.push(Shown { message: spot.finding.message().into_owned(), ..Shown::default() });
            }
            let shown = &mut self.kinds[spot.group];
            // If messages are told apart, there may be examples of each.
            let is_full = shown.examples.len() as u64 >= MOST_SHOWN;
            let show = if is_full { 0 } else { self.show };
            if shown.repeats.admits(&spot.finding, event.place, Some(show), &mut self.limit) {
                let is_told = spot.finding.message() == shown.message;
                shown.examples.push(excerpt::draw(event, spot, is_told));
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
    fn body(&self, end: &End<'_>) -> String {
        let groups = Kind::all(end, &self.kinds);
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

/// Group with its shown parts.
struct Kind<'a> {
    /// Number from 1, in the order of the page; other parts of the page refer to it.
    number: usize,
    group: &'a Group,
    shown: &'a Shown,
}

impl<'a> Kind<'a> {
    /// Returns all kinds: the worst level first, then the most frequent.
    fn all(end: &End<'a>, shown: &'a [Shown]) -> Vec<Self> {
        let mut groups: Vec<_> = end.tally.groups().iter().zip(shown).collect();
        groups.sort_by_key(|(group, _)| std::cmp::Reverse((group.level, group.spread.findings)));
        let kind = |(index, (group, shown))| Self { number: index + 1, group, shown };
        groups.into_iter().enumerate().map(kind).collect()
    }

    fn records(&self) -> Records {
        Records(self.group.record_type)
    }

    /// Returns the numbers of findings, records and files as a phrase.
    fn spread(&self) -> String {
        let spread = &self.group.spread;
        format!(
            "{} in {} of {}",
            counted(spread.findings, "finding"),
            counted(spread.records, "record"),
            counted(spread.files, "file")
        )
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
