//! Reports in the format `html`.

use acslint_check::{Level, Subject, Text};
use serde_json::json;
use snapbox::assert_data_eq;

use super::{RECORD, Run, about, matrix, options, usage, wrong_type};
use crate::report::PlannedReport;
use crate::values::Format;

/// Returns the visible part of a page, without its policy, whose token changes with every byte.
fn without_head(report: &str) -> String {
    let lines = report.lines();
    let mut kept = String::new();
    let mut is_shown = true;
    for line in lines {
        match line {
            "<!DOCTYPE html>" => is_shown = false,
            "<main>" => is_shown = true,
            "</main>" => is_shown = false,
            _ if line.starts_with("== ") => is_shown = true,
            _ => {}
        }
        if is_shown || line.starts_with("<h1>") {
            kept.extend([line, "\n"]);
        }
    }
    kept
}

#[test]
fn html_matrix() {
    assert_data_eq!(without_head(&matrix(Format::Html)), snapbox::file!["html/matrix.txt"]);
}

/// Records, names of files and reasons stay text in markup.
#[test]
fn nothing_becomes_markup() {
    let hostile =
        "</script></pre><script>alert(1)</script><img src=x onerror=\"alert(1)\">'`--><!--\u{202E}\u{7}";
    let text = format!("{{\"Quantity\":{}}}", json!(hostile));
    let mut finding = about(text.as_bytes(), b"alert(1)", "wrong-type", Level::Error, hostile);
    finding.help = Some(Text::known(hostile));
    finding.field = Some(hostile.to_owned());
    finding.primary.text = Text::known(hostile);
    let mut run = Run::new(&options(Format::Html));
    run.record(hostile, text.as_bytes(), usage(), &[finding]);
    run.record("b", b"{}", Subject::Foreign { kind: hostile.to_owned() }, &[]);
    run.reports.unreadable(hostile, hostile.to_owned(), 0);
    let (page, _) = run.finish();
    // Only the page's own script: without a time there is no picture.
    assert_eq!(page.matches("<script").count(), 1, "{page}");
    assert_eq!(page.matches("</script").count(), 1);
    for markup in ["<img", "<!--", "onerror=\"", "\u{202E}", "\u{7}"] {
        assert!(!page.contains(markup), "{markup:?} in {page}");
    }
    assert_eq!(page.matches("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;").count(), 11, "{page}");
}

/// A page has the first findings of each kind and the number of the others, however many there are.
#[test]
fn a_page_does_not_grow_with_the_findings() {
    let page = |records: u64, show| {
        let mut run = Run::new(&PlannedReport { show, ..options(Format::Html) });
        run.reports.begin("a.json", 0);
        for record in 1..=records {
            run.event(RECORD, record, 0, RECORD.len(), usage(), &[wrong_type()]);
        }
        run.finish().0
    };
    for (show, shown) in [(Some(3), 3), (None, 20), (Some(0), 0), (Some(1_000), 20)] {
        let page = page(1_000, show);
        assert_eq!(page.matches("<figure class=\"example").count(), shown, "{show:?}");
        let more = match shown {
            0 => "None of 1,000 is shown.".to_owned(),
            _ => format!("{} more are not shown.", 1_000 - shown),
        };
        assert!(page.contains(&more), "{show:?}");
    }
    // Only numbers may have more digits.
    assert!(page(100_000, Some(3)).len() < page(1_000, Some(3)).len() + 100);
}
