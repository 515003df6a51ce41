//! First sections of the page: totals, inputs and categories, with the filter.

use std::collections::BTreeMap;
use std::fmt::Write;

use acslint_check::{Level, RecordType};
use acslint_types::Shape;

use super::markup::{breakable, text};
use super::{End, Kind, Records, coverage};
use crate::input::LeftOut;
use crate::tally::Tally;
use crate::text::{bytes, counted, thousands};

/// Maximum number of named kinds of foreign records; the others are counted.
const MOST_FOREIGN: usize = 50;
/// Maximum number of named inputs that were not read; the others are counted.
const MOST_UNREADABLE: usize = 100;

/// Levels of findings, the worst first.
const LEVELS: [Level; 3] = [Level::Error, Level::Warning, Level::Info];

/// Writes the filter form, which stays hidden until the script shows it.
pub(super) fn filter(out: &mut String, end: &End<'_>, kinds: &[Kind<'_>]) {
    if kinds.is_empty() {
        return;
    }
    let mut records: Vec<Records> =
        end.tally.types().iter().map(|count| Records(Some(count.record_type))).collect();
    records.extend(kinds.iter().map(|kind| kind.records));
    records.sort_unstable();
    records.dedup();
    let mut rules: Vec<&str> = kinds.iter().map(|kind| kind.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    out.push_str(
        "<form id=\"filter\" role=\"search\" aria-label=\"Filter\" hidden>\n\
         <span><label for=\"by-records\">Category</label> <select id=\"by-records\"><option value=\"\">all</option>",
    );
    for records in records {
        let (key, name) = (text(&records.key()), text(&records.name()));
        let _ = write!(out, "<option value=\"{key}\">{name}</option>");
    }
    out.push_str("</select></span>\n<span><label for=\"by-rule\">Rule</label> <select id=\"by-rule\"><option value=\"\">all</option>");
    for rule in rules {
        let rule = text(rule);
        let _ = write!(out, "<option value=\"{rule}\">{rule}</option>");
    }
    out.push_str("</select></span>\n<fieldset><legend>Level</legend>");
    for level in LEVELS {
        let _ = write!(
            out,
            "<label><input type=\"checkbox\" name=\"level\" value=\"{level}\" checked> {level}</label>"
        );
    }
    out.push_str(
        "</fieldset>\n\
         <span><label for=\"by-text\">Text</label> <input type=\"search\" id=\"by-text\" autocomplete=\"off\" spellcheck=\"false\"></span>\n\
         <button type=\"reset\">Show all</button>\n\
         <output id=\"matching\"></output>\n\
         <p class=\"keys\"><kbd>/</kbd> goes to the text, <kbd>Esc</kbd> shows all</p>\n\
         </form>\n",
    );
}

/// Writes the totals.
pub(super) fn totals(out: &mut String, end: &End<'_>) {
    let tally = end.tally;
    out.push_str(
        "<section aria-labelledby=\"totals\">\n<h2 id=\"totals\">Totals</h2>\n<dl class=\"totals\">\n",
    );
    let mut total = |name: &str, key: &str, number: u64, shown: &str| {
        let _ = writeln!(
            out,
            "<div class=\"{key}\"><dt>{name}</dt><dd data-total=\"{key}\" data-count=\"{number}\">{shown}</dd></div>"
        );
    };
    let mut count = |name, key, number| total(name, key, number, &thousands(number));
    count("files", "files", tally.files);
    count("records", "records", tally.records);
    count("with findings", "records_with_findings", tally.records_with_findings);
    count("errors", "errors", tally.of_level(Level::Error));
    count("warnings", "warnings", tally.of_level(Level::Warning));
    count("infos", "infos", tally.of_level(Level::Info));
    total("read", "bytes", tally.bytes, &bytes(tally.bytes as f64));
    out.push_str("</dl>\n</section>\n");
}

/// Writes the inputs that could not be read.
pub(super) fn unreadable(out: &mut String, end: &End<'_>) {
    let inputs = &end.tally.unreadable;
    if inputs.is_empty() {
        return;
    }
    out.push_str(
        "<section class=\"trouble\" aria-labelledby=\"unreadable\">\n<h2 id=\"unreadable\">Not read</h2>\n<ul>\n",
    );
    for input in inputs.iter().take(MOST_UNREADABLE) {
        let _ = writeln!(out, "<li><code>{}</code>: {}</li>", text(&input.file), text(&input.reason));
    }
    out.push_str("</ul>\n");
    left_out(out, inputs.len(), MOST_UNREADABLE, "input");
    out.push_str("</section>\n");
}

/// Writes the entries of directories that are not inputs, with the reasons.
pub(super) fn entries(out: &mut String, end: &End<'_>) {
    let LeftOut { ignored, skipped, unread } = &end.tally.left_out;
    if ignored.count() + skipped.count() + unread.count() == 0 {
        return;
    }
    out.push_str(
        "<section aria-labelledby=\"left-out\">\n<h2 id=\"left-out\">Left out</h2>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"left-out\">\n\
         <table>\n<thead>\n<tr><th scope=\"col\">What</th><th scope=\"col\" class=\"n\">Entries</th></tr>\n</thead>\n<tbody>\n",
    );
    for (done, entries) in [("ignored", ignored), ("skipped", skipped)] {
        for (reason, count) in entries.by_reason() {
            let (reason, count) = (text(reason.phrase()), thousands(count));
            let _ =
                writeln!(out, "<tr><th scope=\"row\">{done}: {reason}</th><td class=\"n\">{count}</td></tr>");
        }
    }
    for (extension, count) in unread.by_extension() {
        let extension = if extension.is_empty() { "without an extension".into() } else { text(extension) };
        let count = thousands(*count);
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">not read: {extension}</th><td class=\"n\">{count}</td></tr>"
        );
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    if !skipped.named().is_empty() {
        out.push_str("<ul>\n");
        for (name, reason) in skipped.named() {
            let _ = writeln!(out, "<li><code>{}</code>: {}</li>", text(name), text(reason.phrase()));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</section>\n");
}

/// Writes the records and the findings of each category.
pub(super) fn categories(out: &mut String, end: &End<'_>, kinds: &[Kind<'_>]) {
    let tally = end.tally;
    out.push_str(
        "<section aria-labelledby=\"categories\">\n<h2 id=\"categories\">Records by category</h2>\n",
    );
    let counts = tally.types();
    if counts.is_empty() {
        out.push_str("<p>No record of a known category.</p>\n");
    } else {
        out.push_str(
            "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"categories\">\n\
             <table id=\"by-category\">\n<thead>\n<tr><th scope=\"col\">Category</th><th scope=\"col\">Shape</th>\
             <th scope=\"col\" class=\"n\">Records</th><th scope=\"col\" class=\"n\">Findings</th>\
             <th scope=\"col\" class=\"n\">Errors</th><th scope=\"col\" class=\"n\">Warnings</th>\
             <th scope=\"col\" class=\"n\">Infos</th><th scope=\"col\" class=\"n\">Properties</th></tr>\n\
             </thead>\n<tbody>\n",
        );
        let by_level = by_level(kinds);
        let statistics = tally.statistics.kinds();
        for count in counts {
            let records = Records(Some(count.record_type));
            let of_level = |level| by_level.get(&(records, level)).copied().unwrap_or(0);
            let of = |statistics: &&&crate::content_statistics::TypeStatistics| {
                RecordType::of(statistics.category, statistics.shape) == count.record_type
            };
            let seen = statistics.iter().find(of).map(|statistics| coverage::seen(statistics));
            let _ = writeln!(
                out,
                "<tr data-records=\"{key}\" data-count=\"{number}\"><th scope=\"row\">{category}</th><td>{shape}</td>\
                 <td class=\"n\">{records}</td><td class=\"n\">{findings}</td><td class=\"n error\">{errors}</td>\
                 <td class=\"n warning\">{warnings}</td><td class=\"n info\">{infos}</td><td class=\"n\">{seen}</td></tr>",
                key = text(&records.key()),
                number = count.checked(),
                category = breakable(count.record_type.category),
                shape = count.record_type.shape.map_or("", Shape::id),
                records = thousands(count.checked()),
                findings = thousands(count.findings),
                errors = thousands(of_level(Level::Error)),
                warnings = thousands(of_level(Level::Warning)),
                infos = thousands(of_level(Level::Info)),
                seen = seen.map(|(seen, all)| format!("{seen} of {all}")).unwrap_or_default(),
            );
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
    }
    others(out, tally);
    out.push_str("</section>\n");
}

fn by_level(kinds: &[Kind<'_>]) -> BTreeMap<(Records, Level), u64> {
    let mut counts = BTreeMap::new();
    for kind in kinds {
        *counts.entry((kind.records, kind.level)).or_default() += kind.findings();
    }
    counts
}

/// Writes the numbers of records that were not checked.
fn others(out: &mut String, tally: &Tally) {
    let foreign = tally.foreign();
    let kinds = foreign.clone().count();
    let broken: u64 = tally.types().iter().map(|count| count.broken).sum();
    let others = [
        ("broken", broken),
        ("category missing or unknown", tally.unidentified),
        ("not a record", tally.broken),
    ];
    let others = others.into_iter().filter(|(_, records)| *records > 0);
    if kinds == 0 && others.clone().next().is_none() {
        return;
    }
    out.push_str(
        "<h3 id=\"others\">Not checked</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"others\">\n\
         <table>\n<thead>\n<tr><th scope=\"col\">What</th><th scope=\"col\" class=\"n\">Records</th></tr>\n</thead>\n<tbody>\n",
    );
    for (what, records) in others.chain(foreign.take(MOST_FOREIGN)) {
        let (what, records) = (text(what), thousands(records));
        let _ = writeln!(out, "<tr><th scope=\"row\">{what}</th><td class=\"n\">{records}</td></tr>");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    left_out(out, kinds, MOST_FOREIGN, "kind");
}

/// Writes the number of unnamed items.
fn left_out(out: &mut String, count: usize, most: usize, noun: &str) {
    if let Some(more) = count.checked_sub(most).filter(|more| *more > 0) {
        let _ = writeln!(out, "<p>{} more not listed.</p>", counted(more as u64, noun));
    }
}
