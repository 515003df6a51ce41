//! The page of a directory of schemas, for people: one self-contained, accessible file.

use std::fmt::Write;

use super::{CATALOG, CATEGORIES_FILE, Dialect, Open, Publication, RECORD};
use crate::{CATEGORIES, Category, Document, Shape};

/// Follows the reader's choice of light or dark, and keeps tables within the window.
const STYLE: &str = "
:root { color-scheme: light dark; --line: #8886; --soft: #8881; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
h1 { line-height: 1.2; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: 0.5rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--soft); }
tbody th { font-weight: 600; }
tbody th span { display: block; font-weight: 400; }
code { overflow-wrap: anywhere; }
";

/// The page.
pub(super) fn index(publication: &Publication<'_>, open: &[Open]) -> Document {
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>JSON Schemas of Azure Communication Services logs</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>JSON Schemas of Azure Communication Services logs</h1>\n"
    );
    write_facts(&mut html, publication, open);
    write_table(&mut html, publication);
    html.push_str("</main>\n</body>\n</html>\n");
    Document { file: "index.html".to_owned(), text: html }
}

fn write_facts(html: &mut String, publication: &Publication<'_>, open: &[Open]) {
    let dialect = match publication.dialect {
        Dialect::Draft202012 => "draft 2020-12",
        Dialect::Draft07 => "draft-07",
    };
    let _ = writeln!(
        html,
        "<p>JSON Schema, {dialect}. Validate formats too: times and addresses are formats.</p>"
    );
    html.push_str("<ul>\n");
    let rest = if publication.bundle { "needs no other file" } else { "refers to the schemas below" };
    let _ = writeln!(
        html,
        "<li>{}: a record of any category; its category decides which schema applies. It {rest}.</li>",
        link(RECORD, RECORD)
    );
    let _ = writeln!(
        html,
        "<li>{}: what schemas cannot say: tables, spellings, known values, personal data.</li>",
        link(CATEGORIES_FILE, CATEGORIES_FILE)
    );
    let _ = writeln!(html, "<li>{}: the schemas as SchemaStore lists them.</li>", link(CATALOG, CATALOG));
    html.push_str("</ul>\n");
    if publication.closed {
        html.push_str(
            "<p>The schemas are closed: a member that they do not list is an error. What no source lists all members \
             of stays open:</p>\n<ul>\n",
        );
        for (pointer, shape, categories) in by_place(open) {
            let _ = writeln!(html, "<li><code>{}</code> of {categories} ({shape})</li>", escaped(pointer));
        }
        html.push_str("</ul>\n");
    } else {
        html.push_str("<p>The schemas are open: members that they do not list may be anything.</p>\n");
    }
}

/// The open objects in few words: each place, with its categories.
fn by_place(open: &[Open]) -> Vec<(&str, Shape, String)> {
    let mut places: Vec<(&str, Shape, Vec<&str>)> = Vec::new();
    for Open { category, shape, pointer } in open {
        match places.iter_mut().find(|(known, known_shape, _)| known == pointer && known_shape == shape) {
            Some((_, _, categories)) => categories.push(category.id),
            None => places.push((pointer, *shape, vec![category.id])),
        }
    }
    let all =
        |shape| CATEGORIES.iter().filter(|category| category.shapes().any(|known| known == shape)).count();
    let named = |shape, categories: &[&str]| {
        if categories.len() == all(shape) { "all categories".to_owned() } else { categories.join(", ") }
    };
    places
        .into_iter()
        .map(|(pointer, shape, categories)| (pointer, shape, named(shape, &categories)))
        .collect()
}

fn write_table(html: &mut String, publication: &Publication<'_>) {
    html.push_str(
        "<div class=\"wide\" role=\"region\" aria-labelledby=\"categories\" tabindex=\"0\">\n<table>\n\
         <caption id=\"categories\">Schemas by log category</caption>\n\
         <thead>\n<tr><th scope=\"col\">Category</th><th scope=\"col\">Table</th><th scope=\"col\">Status</th>",
    );
    for shape in publication.shapes {
        let _ = write!(html, "<th scope=\"col\">{}</th>", heading(*shape));
    }
    html.push_str("</tr>\n</thead>\n<tbody>\n");
    for category in CATEGORIES {
        if category.shapes().any(|shape| publication.shapes.contains(&shape)) {
            write_row(html, category, publication.shapes);
        }
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
}

fn write_row(html: &mut String, category: &Category, shapes: &[Shape]) {
    let _ = write!(
        html,
        "<tr><th scope=\"row\"><code>{}</code> <span>{}</span></th><td><code>{}</code></td><td>{}</td>",
        escaped(category.id),
        escaped(&category.description()),
        escaped(category.table.unwrap_or("none")),
        escaped(&category.status_text()),
    );
    for shape in shapes {
        let file = category.schema_file(*shape);
        let cell = if category.shapes().any(|known| known == *shape) {
            // A screen reader may read the link without its row, so the link names its target.
            link(&file, &format!("{} ({shape})", category.id))
        } else {
            "none".to_owned()
        };
        let _ = write!(html, "<td>{cell}</td>");
    }
    html.push_str("</tr>\n");
}

const fn heading(shape: Shape) -> &'static str {
    match shape {
        Shape::Table => "Row of the table",
        Shape::ResourceLog => "Resource log",
    }
}

fn link(file: &str, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escaped(file), escaped(text))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
