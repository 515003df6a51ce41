//! Heat map: findings by property and category.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::groups::row_key;
use super::markup::{breakable, text};
use super::{Kind, Records};
use crate::report::groups::About;
use crate::text::{counted, thousands};

/// Number of shades.
const STEPS: u32 = 5;

/// Findings about a property of some records.
#[derive(Debug, Clone, Copy)]
struct Cell {
    findings: u64,
    /// Number of the worst kind.
    kind: usize,
}

/// Writes the heat map.
pub(super) fn write(out: &mut String, kinds: &[Kind<'_>]) {
    let mut fields: BTreeMap<String, (&About<'_>, BTreeMap<Records, Cell>)> = BTreeMap::new();
    let mut about_none = 0;
    for kind in kinds {
        for (about, findings) in &kind.abouts {
            match row_key(about) {
                Some(key) => {
                    let first = Cell { findings: 0, kind: kind.number };
                    let (_, cells) = fields.entry(key).or_insert_with(|| (about, BTreeMap::new()));
                    cells.entry(kind.records).or_insert(first).findings += findings;
                }
                None => about_none += findings,
            }
        }
    }
    if fields.is_empty() {
        return;
    }
    let columns: BTreeSet<Records> = fields.values().flat_map(|(_, cells)| cells.keys()).copied().collect();
    let mut rows: Vec<_> =
        fields.iter().map(|(key, (about, cells))| (key, *about, cells, sum(cells))).collect();
    rows.sort_by_key(|(.., findings)| std::cmp::Reverse(*findings));
    let cells = fields.values().flat_map(|(_, cells)| cells.values());
    let most = cells.map(|cell| cell.findings).max().unwrap_or(0);
    out.push_str(
        "<section aria-labelledby=\"fields\">\n<h2 id=\"fields\">Defects by property and category</h2>\n\
         <p>Darker cells have more findings; each number links to the worst kind of finding.</p>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"fields\">\n\
         <table class=\"heat\">\n<thead>\n<tr><th scope=\"col\">Property</th>",
    );
    for records in &columns {
        let (key, name) = (text(&records.key()), breakable(&records.name()));
        let _ = write!(out, "<th scope=\"col\" data-records=\"{key}\"><span>{name}</span></th>");
    }
    out.push_str("<th scope=\"col\" class=\"n\">All</th></tr>\n</thead>\n<tbody>\n");
    for (key, about, cells, findings) in rows {
        let _ = write!(out, "<tr data-row=\"{}\"><th scope=\"row\">{}</th>", text(key), row_name(about));
        for records in &columns {
            let key = text(&records.key());
            match cells.get(records) {
                None => {
                    let _ = write!(out, "<td class=\"n\" data-records=\"{key}\"></td>");
                }
                Some(cell) => {
                    let _ = write!(
                        out,
                        "<td class=\"n heat-{step}\" data-records=\"{key}\" data-count=\"{count}\">\
                         <a href=\"#kind-{kind}\">{shown}</a></td>",
                        step = step(cell.findings, most),
                        count = cell.findings,
                        kind = cell.kind,
                        shown = thousands(cell.findings),
                    );
                }
            }
        }
        let _ =
            writeln!(out, "<td class=\"n all\" data-count=\"{findings}\">{}</td></tr>", thousands(findings));
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    if about_none > 0 {
        let verb = if about_none == 1 { "is" } else { "are" };
        let _ = writeln!(
            out,
            "<p>{} {verb} not in this table: not about a property or a name, such as broken records.</p>",
            counted(about_none, "finding")
        );
    }
    out.push_str("</section>\n");
}

/// Returns the name of a row.
fn row_name(about: &About<'_>) -> String {
    match about {
        About::Nothing => String::new(),
        About::Field(field) => format!("<code>{}</code>", breakable(field)),
        About::Name(name) => {
            format!("<code>{}</code> <span class=\"unknown\">unknown</span>", breakable(name))
        }
        About::OtherNames => "other unknown names".to_owned(),
    }
}

fn sum(cells: &BTreeMap<Records, Cell>) -> u64 {
    cells.values().map(|cell| cell.findings).sum()
}

/// Returns the shade for a number, on an exponential scale, since a few defects mostly outnumber all others.
fn step(findings: u64, most: u64) -> u32 {
    let share = (findings as f64).ln_1p() / (most as f64).ln_1p().max(f64::MIN_POSITIVE);
    (1..STEPS).find(|step| share * f64::from(STEPS) <= f64::from(*step)).unwrap_or(STEPS)
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn steps_follow_the_powers() {
        let steps: Vec<u32> =
            [1, 5, 20, 200, 1000].into_iter().map(|findings| step(findings, 1000)).collect();
        assert_eq!(steps, [1, 2, 3, 4, 5]);
        assert_eq!(step(1, 1), 5);
    }
}
