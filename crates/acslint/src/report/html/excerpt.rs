//! Finding with its lines, underlined as in the terminal.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use super::markup::{preformatted, rich, text};
use crate::report::Located;
use crate::report::fold::Folded;
use crate::report::snippet::{Line, Snippet};

/// Columns of an excerpt that fit beside the page's margins without scrolling.
const WIDTH: usize = 96;

/// Marked place of a line.
struct Place<'a> {
    /// Range in the line.
    range: Range<usize>,
    is_primary: bool,
    /// Description of the place.
    label: Cow<'a, str>,
}

impl Place<'_> {
    fn class(&self) -> &'static str {
        if self.is_primary { "primary" } else { "secondary" }
    }
}

/// Draws a finding; `is_told` is true if its message precedes it on the page.
pub(super) fn draw(event: &Located<'_>, folded: &Folded<'_, '_>, is_told: bool) -> String {
    let spot = folded.first();
    let finding = &spot.finding;
    let snippet = Snippet::new(event.event, finding, WIDTH);
    let place = format!("{}:{}:{}", event.file, spot.start.line, spot.start.column);
    let place = text(&place);
    let mut out = format!(
        "<figure class=\"example {level}\">\n<figcaption><code>{place}</code>{message}</figcaption>\n\
         <pre tabindex=\"0\" role=\"group\" aria-label=\"Excerpt at {place}\">",
        level = finding.level(),
        message = if is_told { String::new() } else { format!(" {}", rich(&folded.message())) },
    );
    let labels: Vec<_> = finding.labels().collect();
    let digits = snippet.lines.last().map_or(1, |line| line.number.to_string().len());
    let mut before: Option<u64> = None;
    for (index, Line { number, start }) in snippet.lines.iter().enumerate() {
        if before.is_some_and(|before| before + 1 != *number) {
            let _ = writeln!(out, "<span class=\"no\">{:>digits$} ⋮</span>", "");
        }
        before = Some(*number);
        let end = snippet.lines.get(index + 1).map_or(snippet.text.len(), |next| next.start);
        let line = snippet.text[*start..end].trim_end_matches('\n');
        let range = *start..*start + line.len();
        let marks = snippet.marks.iter().zip(&labels).enumerate();
        let inside =
            marks.filter(|(_, (mark, _))| range.contains(&mark.range.start) || mark.range.start == range.end);
        let mut places: Vec<Place<'_>> = inside
            .map(|(mark_index, (mark, label))| Place {
                range: mark.range.start - start..mark.range.end.min(range.end) - start,
                is_primary: mark_index == 0,
                label: folded.label(mark_index, label),
            })
            .collect();
        places.sort_by_key(|place| (place.range.start, !place.is_primary));
        let _ = writeln!(out, "<span class=\"no\">{number:>digits$} │ </span>{}", marked(line, &places));
        for place in places.iter().filter(|place| !place.label.is_empty()) {
            // Exactly as wide as the text before the place, in any font.
            let _ = writeln!(
                out,
                "<span class=\"no\">{:>digits$} · </span><span class=\"pad\" aria-hidden=\"true\">{}</span>\
                 <span class=\"note {}\">╰ {}</span>",
                "",
                preformatted(&line[..place.range.start]),
                place.class(),
                rich(&place.label),
            );
        }
    }
    out.push_str("</pre>\n");
    if let Some(help) = finding.help() {
        let _ = writeln!(out, "<p class=\"help\"><b>help:</b> {}</p>", rich(&help));
    }
    out.push_str("</figure>\n");
    out
}

/// Returns the line with its places marked; where they overlap, the primary one wins.
fn marked(line: &str, places: &[Place<'_>]) -> String {
    let mut seams: Vec<usize> =
        places.iter().flat_map(|place| [place.range.start, place.range.end]).collect();
    seams.extend([0, line.len()]);
    seams.sort_unstable();
    seams.dedup();
    let mut out = String::with_capacity(2 * line.len());
    for (index, seam) in seams.iter().enumerate() {
        if let Some(point) = places.iter().find(|place| place.range == (*seam..*seam)) {
            let _ = write!(out, "<mark class=\"{} point\"></mark>", point.class());
        }
        let Some(end) = seams.get(index + 1) else {
            break;
        };
        let part = preformatted(&line[*seam..*end]);
        let covers = |place: &&Place<'_>| place.range.start <= *seam && *end <= place.range.end;
        let mut covering: Vec<_> = places.iter().filter(covers).collect();
        covering.sort_by_key(|place| !place.is_primary);
        match covering.first() {
            Some(place) => {
                let _ = write!(out, "<mark class=\"{}\">{part}</mark>", place.class());
            }
            None => out.push_str(&part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Place, marked};

    fn place(range: std::ops::Range<usize>, is_primary: bool) -> Place<'static> {
        Place { range, is_primary, label: "".into() }
    }

    #[test]
    fn what_overlaps_is_cut_and_points_are_seen() {
        assert_eq!(
            marked("a<cd", &[place(0..3, false), place(1..2, true)]),
            "<mark class=\"secondary\">a</mark><mark class=\"primary\">&lt;</mark><mark class=\"secondary\">c</mark>d"
        );
        assert_eq!(marked("ab", &[place(2..2, true)]), "ab<mark class=\"primary point\"></mark>");
        assert_eq!(marked("", &[place(0..0, true)]), "<mark class=\"primary point\"></mark>");
        assert_eq!(marked("ab", &[]), "ab");
    }
}
