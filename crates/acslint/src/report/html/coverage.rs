//! Coverage of the documented properties: one that never occurs is untested by fixtures, or not sent by the service.

use std::fmt::Write;

use acslint_check::RecordType;
use acslint_types::{Property, Requirement, Shape, Source};

use super::markup::text;
use super::{End, Records};
use crate::content_statistics::{Occurrences, TypeStatistics};
use crate::report::summary::share;
use crate::text::{counted, thousands};

/// Writes the coverage of each category with records.
pub(super) fn write(out: &mut String, end: &End<'_>) {
    let kinds = end.tally.statistics.kinds();
    if kinds.is_empty() {
        return;
    }
    out.push_str(
        "<section aria-labelledby=\"coverage\">\n<h2 id=\"coverage\">Coverage</h2>\n\
         <p>Documented properties that occur in the records, under any spelling. Columns that a workspace adds by itself \
         do not count.</p>\n",
    );
    for statistics in kinds {
        kind(out, statistics);
    }
    out.push_str("</section>\n");
}

/// Returns the numbers of documented properties that occur with a value, and of all documented ones.
pub(super) fn seen(statistics: &TypeStatistics) -> (usize, usize) {
    let documented = documented(statistics);
    (documented.iter().filter(|(_, occurrences)| occurrences.with_value > 0).count(), documented.len())
}

fn documented(statistics: &TypeStatistics) -> Vec<(&'static Property, Occurrences)> {
    let properties = statistics.category.properties.iter().zip(&statistics.properties);
    let documented = properties.filter(|(property, _)| is_documented(property, statistics.shape));
    documented.map(|(property, occurrences)| (property, *occurrences)).collect()
}

fn is_documented(property: &Property, shape: Shape) -> bool {
    property.source != Source::Observed
        && match shape {
            Shape::Table => property.in_table && property.requirement != Requirement::System,
            Shape::ResourceLog => property.log.is_some(),
        }
}

fn kind(out: &mut String, statistics: &TypeStatistics) {
    let records = Records(Some(RecordType::of(statistics.category, statistics.shape)));
    let documented = documented(statistics);
    let (seen, all) = seen(statistics);
    let such = |which: fn(&Occurrences) -> bool| {
        let such = documented.iter().filter(|(_, occurrences)| which(occurrences));
        let names = such.map(|(property, _)| format!("<code>{}</code>", name(property, statistics.shape)));
        names.collect::<Vec<_>>().join(", ")
    };
    let never = such(|occurrences| occurrences.with_value + occurrences.empty == 0);
    let empty = such(|occurrences| occurrences.with_value == 0 && occurrences.empty > 0);
    let _ = write!(
        out,
        "<details class=\"coverage\" data-records=\"{key}\" data-seen=\"{seen}\" data-of=\"{all}\">\n\
         <summary><span class=\"message\">{title}</span> <span class=\"count\">{seen} of {all} properties</span> \
         <span class=\"bar\" aria-hidden=\"true\"><span style=\"width: {percent}%\"></span></span></summary>\n",
        key = text(&records.key()),
        title = text(&records.name()),
        percent = 100 * seen / all.max(1),
    );
    for (what, names) in [("Never occurred", never), ("Occurred, but never with a value", empty)] {
        if !names.is_empty() {
            let _ = writeln!(out, "<p><b>{what}:</b> {names}</p>");
        }
    }
    let _ = write!(
        out,
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Properties of {title}\">\n\
         <table>\n<thead>\n<tr><th scope=\"col\">Property</th><th scope=\"col\">Expected</th>\
         <th scope=\"col\" class=\"n\">With a value</th><th scope=\"col\" class=\"n\">Empty</th>\
         <th scope=\"col\" class=\"n\" colspan=\"2\">Of {records}</th></tr>\n</thead>\n<tbody>\n",
        title = text(&records.name()),
        records = counted(statistics.records, "record"),
    );
    for (property, occurrences) in &documented {
        let required = statistics.category.requires(property, statistics.shape);
        let _ = writeln!(
            out,
            "<tr{class}><th scope=\"row\"><code>{name}</code></th><td>{expected}</td><td class=\"n\">{with_value}</td>\
             <td class=\"n\">{empty}</td><td class=\"n\">{share}</td>\
             <td><span class=\"bar\" aria-hidden=\"true\"><span style=\"width: {width}%\"></span></span></td></tr>",
            class = if occurrences.with_value == 0 { " class=\"never\"" } else { "" },
            name = name(property, statistics.shape),
            expected = if required { "required" } else { property.requirement.id() },
            with_value = thousands(occurrences.with_value),
            empty = thousands(occurrences.empty),
            share = share(occurrences.with_value, statistics.records),
            width = width(occurrences.with_value, statistics.records),
        );
    }
    out.push_str("</tbody>\n</table>\n</div>\n</details>\n");
}

/// Returns the width of a bar in per cent; it is empty or full only if the part is.
fn width(part: u64, whole: u64) -> u64 {
    match part {
        0 => 0,
        part if part >= whole => 100,
        part => (part.saturating_mul(100) / whole).clamp(1, 99),
    }
}

/// Returns the name of a property in records of this shape.
fn name(property: &Property, shape: Shape) -> String {
    match (shape, property.log) {
        (Shape::ResourceLog, Some(log)) => text(log.name),
        _ => text(property.name),
    }
}
