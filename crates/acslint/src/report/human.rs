//! `human`: each finding with its lines and an underline below its bytes, followed by a summary.
//!
//! Only this file uses miette, which draws. miette would scan the whole input for each label, print lines of any
//! length and pass control characters on to the terminal. It therefore gets a [`Snippet`] instead, which has none of
//! these problems.
//!
//! Repeated findings are shown a few times and then counted: the report grows with the kinds of findings.

use std::collections::HashSet;
use std::fmt;
use std::io::{self, Write};

use acslint_check::{Level, Position, Span};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    Severity, SourceCode, SourceSpan, SpanContents,
};

use super::disclosed::{Event, Finding};
use super::repeats::Repeats;
use super::snippet::Snippet;
use super::summary::summary;
use super::{End, Limit, Located, PlannedReport, Reporter, Sink, Spot, concise};
use crate::config::fault::Fault;
use crate::tally::Group;
use crate::text::{counted, printable, thousands};

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
        }
    }

    /// Returns true if one more finding of this group must be shown; otherwise counts it.
    fn admits(&mut self, group: usize, event: &Located<'_>, finding: &Finding<'_>) -> bool {
        if self.groups.len() <= group {
            self.groups.resize(group + 1, Repeats::default());
        }
        self.groups[group].admits(finding, event.place, self.show, &mut self.limit)
    }

    fn draw(&mut self, event: &Located<'_>, spot: &Spot<'_>) -> String {
        let explain = self.explained.insert(spot.finding.rule());
        let shown = Shown::new(event, spot, self.width.saturating_sub(FRAME), explain);
        let symbol = format!("{}[{}]:", spot.finding.level(), spot.finding.rule());
        shown.draw(&symbol, self.colors, self.width) + "\n"
    }

    fn repeats(&mut self, groups: &[Group]) -> io::Result<()> {
        let mut hidden: Vec<_> =
            groups.iter().zip(&self.groups).filter(|(_, repeats)| repeats.more.findings > 0).collect();
        hidden.sort_by_key(|(group, repeats)| std::cmp::Reverse((group.level, repeats.more.findings)));
        for (group, repeats) in hidden {
            let style = if self.colors { concise::style(group.level) } else { anstyle::Style::new() };
            let more = repeats.more;
            let like = if repeats.shows_any() { "more like this" } else { "not shown" };
            writeln!(
                self.sink,
                "{style}{}[{}]{style:#}{}: {} {like}, in {} of {}",
                group.level,
                group.rule,
                about(group),
                thousands(more.findings),
                counted(more.records, "record"),
                counted(more.files, "file"),
            )?;
        }
        Ok(())
    }
}

/// Returns the common properties of the findings of a group, besides the rule.
fn about(group: &Group) -> String {
    let field = group.field.as_ref().map(|field| format!(" `{}`", printable(field)));
    let records = group.record_type.map(|of| format!(" of {of}"));
    field.unwrap_or_default() + &records.unwrap_or_default()
}

impl Reporter for Human {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        for spot in &event.findings {
            if self.admits(spot.group, event, &spot.finding) {
                let drawn = self.draw(event, spot);
                self.sink.write_all(drawn.as_bytes())?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        self.repeats(end.tally.groups())?;
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
    let excerpt = acslint_check::Excerpt { bytes, offset: 0, anchor: 0, anchor_position };
    let event = Event::of_file(excerpt);
    let shown = Shown {
        finding: &finding,
        help: fault.help.as_deref().map(|help| printable(help).into_owned()),
        excerpt: Excerpt {
            name: printable(&fault.file).into_owned(),
            snippet: Snippet::new(&event, &finding, width.saturating_sub(FRAME)),
        },
    };
    shown.draw("error:", colors, width)
}

/// Finding as miette sees it.
#[derive(Debug)]
struct Shown<'a> {
    finding: &'a Finding<'a>,
    help: Option<String>,
    excerpt: Excerpt,
}

/// Snippet as miette reads it.
#[derive(Debug)]
struct Excerpt {
    name: String,
    snippet: Snippet,
}

impl<'a> Shown<'a> {
    fn new(event: &Located<'_>, spot: &'a Spot<'a>, width: usize, explain: bool) -> Self {
        let finding = &spot.finding;
        let more = explain.then(|| format!("run `acslint explain {}` for details", finding.rule()));
        let help = finding.help().as_deref().map(|help| printable(help).into_owned());
        Self {
            finding,
            help: match (help, more) {
                (Some(help), Some(more)) => Some(format!("{help}\n{more}")),
                (help, more) => help.or(more),
            },
            excerpt: Excerpt {
                name: printable(event.file).into_owned(),
                snippet: Snippet::new(event.event, finding, width),
            },
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
        f.write_str(&printable(&self.finding.message()))
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
        let marks = &self.excerpt.snippet.marks;
        let spans = self.finding.labels().zip(marks).enumerate().map(|(index, (label, mark))| {
            let text = Some(label.text()).filter(|text| !text.is_empty());
            let text = text.map(|text| printable(&text).into_owned());
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
