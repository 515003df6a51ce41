//! Heat map: findings by property and category.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::markup::text;
use super::{Kind, Records};
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
    let mut fields: BTreeMap<&str, BTreeMap<Records, Cell>> = BTreeMap::new();
    let mut about_none = 0;
    for kind in kinds {
        let findings = kind.group.spread.findings;
        match kind.group.field.as_deref() {
            Some(field) => {
                let first = Cell { findings: 0, kind: kind.number };
                fields.entry(field).or_default().entry(kind.records()).or_insert(first).findings += findings;
            }
            None => about_none += findings,
        }
    }
    if fields.is_empty() {
        return;
    }
    let columns: BTreeSet<Records> = fields.values().flat_map(BTreeMap::keys).copied().collect();
    let mut rows: Vec<_> = fields.iter().map(|(field, cells)| (*field, cells, sum(cells))).collect();
    rows.sort_by_key(|(_, _, findings)| std::cmp::Reverse(*findings));
    let most = fields.values().flat_map(BTreeMap::values).map(|cell| cell.findings).max().unwrap_or(0);
    out.push_str(
        "<section aria-labelledby=\"fields\">\n<h2 id=\"fields\">Defects by property and category</h2>\n\
         <p>Darker cells have more findings; each number links to the worst kind of finding.</p>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"group\" aria-labelledby=\"fields\">\n\
         <table class=\"heat\">\n<thead>\n<tr><th scope=\"col\">Property</th>",
    );
    for records in &columns {
        let (key, name) = (text(&records.key()), text(&records.name()));
        let _ = write!(out, "<th scope=\"col\" data-records=\"{key}\"><span>{name}</span></th>");
    }
    out.push_str("<th scope=\"col\" class=\"n\">All</th></tr>\n</thead>\n<tbody>\n");
    for (field, cells, findings) in rows {
        let name = text(field);
        let _ = write!(out, "<tr data-field=\"{name}\"><th scope=\"row\"><code>{name}</code></th>");
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
            "<p>{} {verb} not in this table: not about a known property, such as broken records.</p>",
            counted(about_none, "finding")
        );
    }
    out.push_str("</section>\n");
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
