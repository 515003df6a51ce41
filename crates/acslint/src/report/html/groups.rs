//! Kinds of findings, each with its first examples.

use std::fmt::Write;

use super::Kind;
use super::markup::{rich, text};
use crate::report::groups::About;
use crate::text::{counted, thousands};

/// Number of kinds that are open initially; users open the others.
const OPEN: usize = 3;

/// Writes the kinds.
pub(super) fn write(out: &mut String, kinds: &[Kind<'_>]) {
    out.push_str("<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n");
    if kinds.is_empty() {
        out.push_str("<p>No findings.</p>\n</section>\n");
        return;
    }
    out.push_str(
        "<p>Each kind groups the findings of one rule about one property, and shows the first ones.</p>\n\
         <p id=\"no-match\" hidden>No kind of finding matches the filter.</p>\n\
         <ol class=\"groups\">\n",
    );
    for kind in kinds {
        group(out, kind);
    }
    out.push_str("</ol>\n</section>\n");
}

fn group(out: &mut String, kind: &Kind<'_>) {
    let Kind { number, level, shown, .. } = kind;
    let rule = text(kind.rule);
    let rows: Vec<(String, u64)> =
        kind.abouts.iter().filter_map(|(about, count)| Some((row_key(about)?, *count))).collect();
    let _ = write!(
        out,
        "<li class=\"group\" data-records=\"{records}\" data-rule=\"{rule}\" data-level=\"{level}\" \
         data-rows=\"{rows}\" data-count=\"{count}\">\n\
         <details{open}>\n\
         <summary><span class=\"level {level}\">{level}</span> <code class=\"rule\">{rule}</code> \
         <span class=\"message\">{message}</span> <span class=\"count\">{findings}</span></summary>\n\
         <div class=\"kind\" id=\"kind-{number}\">\n\
         <p>{about}{name}: {spread}. Run <code>acslint explain {rule}</code> for details.</p>\n",
        records = text(&kind.records.key()),
        rows = text(&serde_json::to_string(&rows).unwrap_or_default()),
        count = kind.findings(),
        open = if *number <= OPEN { " open" } else { "" },
        message = rich(&kind.message()),
        findings = counted(kind.findings(), "finding"),
        about = about(kind),
        name = text(&kind.records.name()),
        spread = kind.spread(),
    );
    for example in &shown.examples {
        out.push_str(example);
    }
    match shown.repeats.more.findings {
        0 => {}
        more if shown.examples.is_empty() => {
            let _ = writeln!(out, "<p class=\"more\">None of {} is shown.</p>", thousands(more));
        }
        more => {
            let _ = writeln!(out, "<p class=\"more\">{} more are not shown.</p>", thousands(more));
        }
    }
    out.push_str("</div>\n</details>\n</li>\n");
}

/// Returns the key of the row of a property or name in the heat map.
pub(super) fn row_key(about: &About<'_>) -> Option<String> {
    match about {
        About::Nothing => None,
        About::Field(field) => Some(format!("property {field}")),
        About::Name(name) => Some(format!("name {name}")),
        About::OtherNames => Some("other names".to_owned()),
    }
}

/// Returns the properties or names that the findings of a kind are about, each with its number if there are several.
fn about(kind: &Kind<'_>) -> String {
    let several = kind.abouts.len() > 1;
    let one = |(about, count): &(About<'_>, u64)| {
        let number = if several { format!(" ({})", thousands(*count)) } else { String::new() };
        about.text().map(|about| rich(&about) + &number + ", ")
    };
    kind.abouts.iter().filter_map(one).collect()
}
