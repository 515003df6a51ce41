//! `acslint schema`: the committed JSON Schemas of the categories, and explanations of a category.

use std::fmt::Write;

use acslint_types::{CATEGORIES, Category, Shape, schemas};
use anstyle::Style;

use crate::error::Error;
use crate::text::table;

/// All schemas: category, shape, table and `$id`.
pub(crate) fn list() -> String {
    let mut rows = Vec::new();
    for category in CATEGORIES {
        for shape in category.shapes() {
            let cells = [category.id, shape.id(), category.table.unwrap_or("-")];
            rows.push(cells.map(str::to_owned).into_iter().chain([category.schema_id(shape)]).collect());
        }
    }
    table(&rows, &[], "")
}

/// Schema of a category, byte for byte the file in the repository.
pub(crate) fn show(category: &'static Category, shape: Shape) -> Result<String, Error> {
    let file = category.schema_file(shape);
    let document = schemas().into_iter().find(|document| document.file == file);
    document.map(|document| document.text).ok_or(Error::NoSuchShape { category: category.id, shape })
}

/// Explanation of a category for a terminal, with the facts of its page under `docs/`.
pub(crate) fn explain(category: &Category, colors: bool) -> String {
    let style = |style: Style| if colors { style } else { Style::new() };
    let (bold, dim) = (style(Style::new().bold()), style(Style::new().dimmed()));
    let mut text = format!("{bold}{}{bold:#}\n{}\n\n", category.id, category.description());
    let facts = [
        ("documented as", category.title.to_owned()),
        ("category", category.value.unwrap_or("unknown").to_owned()),
        ("table", category.table.unwrap_or("none").to_owned()),
        ("status", category.status_text()),
    ];
    text += &table(&facts.map(|(name, fact)| vec![name.to_owned(), fact]), &[], "");
    if !category.notes.is_empty() {
        let _ = writeln!(text, "\n{bold}Notes{bold:#}\n");
        for note in category.notes {
            let _ = writeln!(text, "- {note}");
        }
    }
    let _ = writeln!(text, "\n{bold}Properties{bold:#}\n");
    write_properties(&mut text, category, bold, dim);
    let _ = writeln!(text, "\n{bold}Examples{bold:#}");
    for shape in category.shapes() {
        let _ = writeln!(text, "\n{shape}:\n");
        for line in category.pretty_example(shape).lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    text
}

/// Writes two lines per property: its names, content and presence; its meaning.
fn write_properties(text: &mut String, category: &Category, bold: Style, dim: Style) {
    let rows = category.rows();
    let cells = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let mut lines = vec![cells(["column", "resource log", "holds", "presence"])];
    lines.extend(rows.iter().map(|row| {
        let mark = if row.log_is_inferred { " *" } else { "" };
        let log = row.log.as_deref().map_or("-".to_owned(), |log| format!("{log}{mark}"));
        cells([row.column.unwrap_or("-"), &log, row.holds, row.presence])
    }));
    let aligned = table(&lines, &[], "");
    let mut aligned = aligned.lines();
    let _ = writeln!(text, "{dim}{}{dim:#}", aligned.next().unwrap_or_default());
    for (line, row) in aligned.zip(rows) {
        let _ = writeln!(text, "{bold}{line}{bold:#}\n    {}", row.meaning);
    }
    text.push_str(
        "\n* inferred: no published record shows it there; either letter case and either place is accepted\n",
    );
}

#[cfg(test)]
mod tests {
    use acslint_types::{CATEGORIES, Category, Shape};

    use super::{explain, show};

    #[test]
    fn every_property_of_every_category_is_explained() {
        for category in CATEGORIES {
            let text = explain(category, false);
            let lines: Vec<&str> = text.lines().collect();
            for row in category.rows() {
                let meaning = format!("    {}", row.meaning);
                let name = row.column.map_or(row.log.unwrap_or_default(), str::to_owned);
                let explained = lines
                    .windows(2)
                    .any(|pair| pair[1] == meaning && pair[0].split(' ').any(|cell| cell == name));
                assert!(explained, "{}: {name}", category.id);
            }
            assert!(!text.contains('\x1b'), "{}", category.id);
        }
    }

    #[test]
    fn a_category_without_a_table_has_no_schema_of_one() {
        let category = Category::by_id("CallClientMediaStatsCompressedTimeSeries").expect("it is known");
        let error = show(category, Shape::Table).expect_err("it has no table");
        assert_eq!(
            error.to_string(),
            "`CallClientMediaStatsCompressedTimeSeries` has no table, and so no schema of the shape `table`; \
             pass `--shape resource-log`"
        );
        assert!(show(category, Shape::ResourceLog).is_ok());
    }
}
