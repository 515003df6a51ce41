//! `acslint schema`: the committed JSON Schemas of the categories, and explanations of a category.

use std::fmt::Write;
use std::path::Path;

use acslint_check::{CategoryOutline, CustomCategories};
use acslint_types::{CATEGORIES, Category, Shape, schemas};
use anstyle::Style;

use crate::config::Configs;
use crate::error::Error;
use crate::text::{printable, table};
use crate::values::CategoryChoice;

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

/// Explanation of a category for a terminal, known or of the configuration of the run.
pub(crate) fn page(given: &str, configs: &Configs, colors: bool) -> Result<String, Error> {
    let none = CustomCategories::default();
    let custom = configs.of_run().map_or(&none, |config| &config.custom);
    match CategoryChoice::new(given, custom).map_err(Error::UnknownCategory)? {
        CategoryChoice::Known(category) => Ok(explain(category, colors)),
        CategoryChoice::Custom(name) => {
            let outline = custom.outline(name);
            Ok(outline.map(|outline| explain_custom(name, &outline, configs, colors)).unwrap_or_default())
        }
    }
}

/// Explanation of a custom category.
fn explain_custom(name: &str, outline: &CategoryOutline, configs: &Configs, colors: bool) -> String {
    let style = |style: Style| if colors { style } else { Style::new() };
    let (bold, dim) = (style(Style::new().bold()), style(Style::new().dimmed()));
    let mut text = format!("{bold}{name}{bold:#}\n");
    // The title of a draft is the name.
    for written in outline.texts.iter().filter(|written| *written != name) {
        let _ = writeln!(text, "{}", printable(written));
    }
    let pointers: Vec<String> = outline.pointers.iter().map(|pointer| format!("`{pointer}`")).collect();
    let value = serde_json::Value::from(outline.value.as_str());
    let schema = configs.shown(Path::new(&outline.schema)).display().to_string();
    let facts =
        [("custom category of", schema), ("identified by", format!("{value} at {}", pointers.join(" or ")))];
    text.push('\n');
    text += &table(&facts.map(|(name, fact)| vec![name.to_owned(), printable(&fact).into_owned()]), &[], "");
    if outline.properties.is_empty() {
        return text + "\nThe schema declares no properties.\n";
    }
    let _ = writeln!(text, "\n{bold}Properties{bold:#}\n");
    let cells = |cells: [&str; 4]| cells.map(|cell| printable(cell).into_owned()).to_vec();
    let mut rows = vec![cells(["property", "holds", "presence", "redacted reports"])];
    rows.extend(outline.properties.iter().map(|property| {
        let presence = if property.is_required { "required" } else { "optional" };
        let shown = match property.mark {
            Some("safe") => "show valid values",
            Some(_) => "hide it, and all inside",
            None => "hide texts and numbers",
        };
        cells([&property.name, &property.holds, presence, shown])
    }));
    let aligned = table(&rows, &[], "");
    let mut aligned = aligned.lines();
    let _ = writeln!(text, "{dim}{}{dim:#}", aligned.next().unwrap_or_default());
    for (line, property) in aligned.zip(&outline.properties) {
        let _ = writeln!(text, "{bold}{line}{bold:#}");
        if let Some(description) = &property.description {
            let _ = writeln!(text, "    {}", printable(description));
        }
    }
    text
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
