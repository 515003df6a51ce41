//! `human`: each finding with its lines and an underline below its bytes, followed by a summary.
//!
//! Only this file uses miette, which draws. miette would scan the whole input for each label, print lines of any
//! length and pass control characters on to the terminal. It therefore gets a [`Snippet`] instead, which has none of
//! these problems.
//!
//! Repeated findings are shown a few times and then counted: the report grows with the kinds of findings.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::io::{self, Write};

use acslint_check::{Level, Position, RecordType, Span, Stored, Subject};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    Severity, SourceCode, SourceSpan, SpanContents,
};

use super::disclosed::{Cell, Event, Finding};
use super::fold::{Folded, fold, is_folded, listed};
use super::groups::About;
use super::repeats::{self, Names, Repeats};
use super::snippet::Snippet;
use super::summary::summary;
use super::{End, Limit, Located, PlannedReport, Reporter, Sink, Spot, concise};
use crate::config::fault::Fault;
use crate::grouping::{Group, Head, Name};
use crate::losses::effect_in_words;
use crate::text::{columns, counted, printable, shortened, thousands, wrapped};

/// Width of the frame around an excerpt, with line numbers of up to seven digits.
const FRAME: usize = 12;

pub(super) struct Human {
    sink: Sink,
    limit: Limit,
    show: Option<u64>,
    colors: bool,
    width: usize,
    summary: bool,
    verbose: bool,
    /// Rules whose explain command has been shown.
    explained: HashSet<&'static str>,
    /// Shown and hidden findings, by group.
    groups: Vec<Repeats>,
    names: Names,
}

impl Human {
    pub(super) fn new(sink: Sink, report: &PlannedReport, limit: Limit) -> Self {
        Self {
            sink,
            limit,
            show: report.show,
            colors: report.colors,
            width: report.width,
            summary: report.summary,
            verbose: report.verbose,
            explained: HashSet::new(),
            groups: Vec::new(),
            names: Names::default(),
        }
    }

    /// Adds the groups that begin with these findings.
    fn expect(&mut self, event: &Located<'_>, spot: &Spot<'_>) {
        let record_type = event.event.subject.and_then(Subject::record_type);
        if self.groups.len() == spot.group {
            let is_hidden = !self.names.admit(&spot.finding, record_type);
            self.groups.push(Repeats::new(is_hidden));
        }
    }

    /// Returns true if folded findings are to be shown; otherwise counts them.
    fn admits(&mut self, event: &Located<'_>, folded: &Folded<'_, '_>) -> bool {
        repeats::admit(&mut self.groups, folded, event.place, self.show, &mut self.limit)
    }

    fn draw(&mut self, event: &Located<'_>, folded: &Folded<'_, '_>) -> String {
        let finding = &folded.first().finding;
        let explain = self.explained.insert(finding.rule());
        let shown = Shown::new(event, folded, self.width, explain);
        let symbol = format!("{}[{}]:", finding.level(), finding.rule());
        shown.draw(&symbol, self.colors, self.width) + "\n"
    }

    fn repeats(&mut self, end: &End<'_>) -> io::Result<()> {
        let mut hidden = hidden(end, &self.groups);
        hidden.sort_by_key(|hidden| std::cmp::Reverse((hidden.level, hidden.findings)));
        for Hidden { level, rule, about, record_type, counts, .. } in hidden {
            let style = if self.colors { concise::style(level) } else { anstyle::Style::new() };
            let about = about.map(|about| format!(" {}", printable(&about))).unwrap_or_default();
            let records = record_type.map(|of| format!(" of {of}")).unwrap_or_default();
            writeln!(self.sink, "{style}{level}[{rule}]{style:#}{about}{records}: {counts}")?;
        }
        Ok(())
    }
}

/// Line about findings that are not shown.
struct Hidden {
    level: Level,
    rule: &'static str,
    about: Option<String>,
    record_type: Option<RecordType>,
    findings: u64,
    counts: String,
}

/// Names of one rule and type of record that are not shown.
#[derive(Default)]
struct OtherNames {
    findings: u64,
    names: u64,
    /// True if there are further names, which were not distinguished.
    has_more: bool,
}

/// Returns the lines about findings that are not shown: one for each property or name, but one for all names that are
/// not shown at all, and one for folded properties that are absent equally often.
fn hidden(end: &End<'_>, repeats: &[Repeats]) -> Vec<Hidden> {
    let mut hidden = Vec::new();
    let mut names: BTreeMap<Head, OtherNames> = BTreeMap::new();
    let mut folds: BTreeMap<(Head, [u64; 3], bool), Vec<&Group>> = BTreeMap::new();
    for (group, repeats) in end.tally.groups().iter().zip(repeats) {
        let more = repeats.more;
        let head = (group.rule, group.level, group.record_type);
        if more.findings == 0 {
        } else if repeats.is_hidden {
            let others = names.entry(head).or_default();
            others.findings += more.findings;
            match group.name {
                Some(Name::Others) => others.has_more = true,
                _ => others.names += 1,
            }
        } else if is_folded(group.rule) {
            let counts = [more.findings, more.records, more.files];
            folds.entry((head, counts, repeats.shows_any())).or_default().push(group);
        } else {
            let about = About::of(group, end).text();
            let counts = [more.findings, more.records, more.files];
            hidden.push(Hidden::new(head, about, counts, repeats.shows_any(), false));
        }
    }
    for ((head, counts, shows_any), groups) in folds {
        let names: Vec<_> = groups.iter().filter_map(|group| About::of(group, end).text()).collect();
        let about = listed(&names, "and");
        hidden.push(Hidden::new(head, Some(about), counts, shows_any, names.len() > 1));
    }
    for ((rule, level, record_type), OtherNames { findings, names, has_more }) in names {
        let more_than = if has_more { "more than " } else { "" };
        let about = Some(format!("{more_than}{}", counted(names, "other name")));
        let counts = format!("{} not shown", counted(findings, "finding"));
        hidden.push(Hidden { level, rule, about, record_type, findings, counts });
    }
    hidden
}

impl Hidden {
    fn new(
        (rule, level, record_type): Head,
        about: Option<String>,
        [findings, records, files]: [u64; 3],
        shows_any: bool,
        of_each: bool,
    ) -> Self {
        let like = if shows_any { "more like this" } else { "not shown" };
        let each = if of_each { " each" } else { "" };
        let counts = format!(
            "{} {like}{each}, in {} of {}",
            thousands(findings),
            counted(records, "record"),
            counted(files, "file")
        );
        Self { level, rule, about, record_type, findings, counts }
    }
}

impl Reporter for Human {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        event.findings.iter().for_each(|spot| self.expect(event, spot));
        let mut findings = fold(event);
        // The worst of a record first.
        findings.sort_by_key(|folded| std::cmp::Reverse(folded.level()));
        for folded in &findings {
            if self.admits(event, folded) {
                let drawn = self.draw(event, folded);
                self.sink.write_all(drawn.as_bytes())?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        self.repeats(end)?;
        if self.summary {
            if self.groups.iter().any(|repeats| repeats.more.findings > 0) {
                writeln!(self.sink)?;
            }
            self.sink.write_all(summary(end, self.colors, self.verbose).as_bytes())?;
        } else {
            for unreadable in &end.tally.unreadable {
                writeln!(
                    self.sink,
                    "error: {}: {}",
                    printable(&unreadable.file),
                    printable(&unreadable.reason)
                )?;
            }
        }
        self.sink.flush()
    }
}

/// Draws an error in a configuration file like a finding.
pub(crate) fn draw_fault(fault: &Fault, colors: bool, width: usize) -> String {
    let bytes = fault.text.as_bytes();
    let at = |offset: usize| offset.min(bytes.len()) as u64;
    let span = Span::new(at(fault.span.start), at(fault.span.end));
    let finding = Finding::of_file(&fault.message, fault.help.as_deref(), span);
    let anchor_position = Position { line: 1, column: 1 };
    let excerpt =
        acslint_check::Excerpt { bytes, offset: 0, anchor: 0, anchor_position, stored: Stored::Same };
    let event = Event::of_file(excerpt);
    let labels: Vec<_> = finding.labels().map(|label| label.text()).collect();
    let shown = Shown {
        finding: &finding,
        message: finding.message(),
        help: fault.help.as_deref().map(|help| printable(help).into_owned()),
        excerpt: Excerpt::new(&fault.file, &event, &finding, &labels, width),
    };
    shown.draw("error:", colors, width)
}

/// Finding as miette sees it.
#[derive(Debug)]
struct Shown<'a> {
    finding: &'a Finding<'a>,
    message: Cow<'a, str>,
    help: Option<String>,
    excerpt: Excerpt,
}

/// Snippet as miette reads it.
#[derive(Debug)]
struct Excerpt {
    name: String,
    snippet: Snippet,
    /// Texts of the labels, wrapped.
    labels: Vec<String>,
}

/// Minimum width of a label, unless its text is shorter.
const LABEL: usize = 24;
/// Width of the line from an underline to its label.
const HOOK: usize = 4;

impl Excerpt {
    /// Creates the excerpt of a finding; `labels` are the texts of its labels.
    fn new(
        file: &str,
        event: &Event<'_>,
        finding: &Finding<'_>,
        labels: &[Cow<'_, str>],
        width: usize,
    ) -> Self {
        let labels: Vec<String> = labels.iter().map(|label| printable(label).into_owned()).collect();
        let room = width.saturating_sub(FRAME);
        let mut snippet = Snippet::new(event, finding, room);
        let mut rooms = rooms(&snippet, room);
        let needs = labels.iter().map(|label| columns(label).min(LABEL));
        if needs.zip(&rooms).any(|(needed, room)| needed > *room) {
            // A narrower excerpt leaves room for the labels.
            snippet = Snippet::new(event, finding, room.saturating_sub(LABEL).max(LABEL));
            rooms = self::rooms(&snippet, room);
        }
        let place = finding.labels().zip(&snippet.marks).next().map(|(_, mark)| mark.position);
        let place = place.map_or(0, |place| format!(":{}:{}", place.line, place.column).len());
        let cell = finding.cell(event).map(|cell| in_words(&cell)).unwrap_or_default();
        let room_for_name = width.saturating_sub(FRAME + place + columns(&cell)).max(LABEL);
        Self {
            name: cell + &shortened(&printable(file), room_for_name),
            labels: labels
                .iter()
                .zip(rooms)
                .map(|(label, room)| wrapped(label, room.max(LABEL / 2)))
                .collect(),
            snippet,
        }
    }
}

/// Longest name of a column that a title shows, in columns of the terminal.
const COLUMN_NAME: usize = 40;

/// Returns the beginning of a title that names a cell.
fn in_words(cell: &Cell) -> String {
    match &cell.column {
        Some(column) => {
            format!("row {}, column {} of ", thousands(cell.row), shortened(&printable(column), COLUMN_NAME))
        }
        None => format!("row {} of ", thousands(cell.row)),
    }
}

/// Returns the width that is left for each label beside its line.
fn rooms(snippet: &Snippet, width: usize) -> Vec<usize> {
    let room = |mark: &super::snippet::Mark| {
        let line = snippet.lines.partition_point(|line| line.start <= mark.range.start).max(1) - 1;
        let line = snippet.lines.get(line).map_or(0, |line| line.start);
        let before = columns(&snippet.text[line..mark.range.start]);
        let middle = before + columns(&snippet.text[mark.range.clone()]) / 2;
        // The frame has room for line numbers of seven digits.
        let digits = snippet.lines.last().map_or(1, |line| line.number.to_string().len());
        (width + 7usize.saturating_sub(digits)).saturating_sub(middle + HOOK)
    };
    snippet.marks.iter().map(room).collect()
}

impl<'a> Shown<'a> {
    fn new(event: &Located<'_>, folded: &Folded<'a, 'a>, width: usize, explain: bool) -> Self {
        let finding = &folded.first().finding;
        let more = explain.then(|| format!("run `acslint explain {}` for details", finding.rule()));
        let help = finding.help().as_deref().map(|help| printable(help).into_owned());
        let loss = finding.loss().map(|(_, effect)| format!("loss: {}", effect_in_words(effect)));
        let help: Vec<String> = [help, loss, more].into_iter().flatten().collect();
        let labels = finding.labels().enumerate().map(|(index, label)| folded.label(index, &label));
        let labels: Vec<_> = labels.collect();
        Self {
            finding,
            message: folded.message(),
            help: (!help.is_empty()).then(|| help.join("\n")),
            excerpt: Excerpt::new(event.file, event.event, finding, &labels, width),
        }
    }

    fn draw(&self, symbol: &str, colors: bool, width: usize) -> String {
        let handler = GraphicalReportHandler::new_themed(self.theme(symbol, colors))
            .without_syntax_highlighting()
            .with_links(false)
            .with_width(width);
        let mut drawn = String::new();
        match handler.render_report(&mut drawn, self) {
            Ok(()) => drawn.trim_start().to_owned(),
            Err(fmt::Error) => format!("{self}\n"),
        }
    }

    /// Returns a theme with our symbol, which names level and rule: miette puts one before the message.
    fn theme(&self, symbol: &str, colors: bool) -> GraphicalTheme {
        let mut theme = if colors { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let styles = &theme.styles;
        let primary = match self.finding.level() {
            Level::Error => styles.error,
            Level::Warning => styles.warning,
            Level::Info | Level::Allow => styles.advice,
        };
        let secondary = styles.help;
        theme.styles.highlights =
            self.labels_in_order().map(|label| if label == 0 { primary } else { secondary }).collect();
        symbol.clone_into(&mut theme.characters.error);
        symbol.clone_into(&mut theme.characters.warning);
        symbol.clone_into(&mut theme.characters.advice);
        theme
    }

    /// Returns the labels, 0 being the primary one, in the order in which miette assigns their styles.
    fn labels_in_order(&self) -> impl Iterator<Item = usize> {
        let marks = &self.excerpt.snippet.marks;
        let mut labels: Vec<usize> = (0..marks.len()).collect();
        labels.sort_by_key(|label| marks[*label].range.start);
        labels.into_iter()
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable(&self.message))
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(match self.finding.level() {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Info | Level::Allow => Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let Excerpt { snippet: Snippet { marks, .. }, labels, .. } = &self.excerpt;
        let spans = labels.iter().zip(marks).enumerate().map(|(index, (label, mark))| {
            let text = Some(label.clone()).filter(|text| !text.is_empty());
            let span = SourceSpan::from(mark.range.clone());
            match index {
                0 => LabeledSpan::new_primary_with_span(text, span),
                _ => LabeledSpan::new_with_span(text, span),
            }
        });
        Some(Box::new(spans))
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let Snippet { text, lines, marks } = &self.snippet;
        let line_of = |offset| lines.partition_point(|line| line.start <= offset).checked_sub(1);
        let (Some(first), Some(last)) = (line_of(span.offset()), line_of(span.offset() + span.len())) else {
            return Err(MietteError::OutOfBounds);
        };
        let successive = |a: usize, b: usize| lines[b].number - lines[a].number == (b - a) as u64;
        let number = |line: usize| lines[line].number.saturating_sub(1) as usize;
        let contents = |range: std::ops::Range<usize>, line, column, count| {
            let data = &text.as_bytes()[range.clone()];
            let name = self.name.clone();
            Ok(Box::new(MietteSpanContents::new_named(name, data, range.into(), line, column, count)) as _)
        };
        if before == 0 && after == 0 {
            // Without context lines, the request is for the title of the frame.
            let mark = marks.iter().find(|mark| mark.range.start == span.offset());
            let column = mark.map_or(0, |mark| mark.position.column.saturating_sub(1) as usize);
            return contents(span.offset()..span.offset() + span.len(), number(first), column, 1);
        }
        let start =
            (first.saturating_sub(before)..=first).find(|line| successive(*line, first)).unwrap_or(first);
        let end =
            (last..lines.len().min(last + after + 1)).rfind(|line| successive(last, *line)).unwrap_or(last);
        let range = lines[start].start..lines.get(end + 1).map_or(text.len(), |line| line.start);
        contents(range, number(start), 0, end - start + 1)
    }
}
