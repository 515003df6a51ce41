//! Writing JSON for reviewers: what fits on a line stays on it, the rest has one entry a line.

use std::fmt::Write;

use serde_json::Value;

/// The width that a line keeps to where it can.
const WIDTH: usize = 100;

/// The value as text that ends in a newline.
pub(crate) fn pretty(value: &Value) -> String {
    let mut text = String::new();
    write_value(&mut text, value, 0, 0);
    text.push('\n');
    text
}

/// Writes a value of which `used` columns of the line are taken, on as many lines as it needs.
fn write_value(text: &mut String, value: &Value, indent: usize, used: usize) {
    let line = one_line(value);
    // The comma after it takes a column too.
    if used + line.chars().count() < WIDTH {
        text.push_str(&line);
        return;
    }
    match value {
        Value::Object(entries) => {
            let entries =
                entries.iter().map(|(key, value)| (format!("{}: ", Value::from(key.as_str())), value));
            write_entries(text, ['{', '}'], entries, indent);
        }
        Value::Array(items) => {
            write_entries(text, ['[', ']'], items.iter().map(|item| (String::new(), item)), indent);
        }
        _ => text.push_str(&line),
    }
}

/// Writes one entry a line.
fn write_entries<'a>(
    text: &mut String,
    brackets: [char; 2],
    entries: impl Iterator<Item = (String, &'a Value)>,
    indent: usize,
) {
    let inner = indent + 2;
    text.push(brackets[0]);
    for (index, (key, value)) in entries.enumerate() {
        let separator = if index == 0 { "" } else { "," };
        write!(text, "{separator}\n{:inner$}{key}", "").expect("a String takes all text");
        write_value(text, value, inner, inner + key.chars().count());
    }
    write!(text, "\n{:indent$}{}", "", brackets[1]).expect("a String takes all text");
}

/// The value without a line break.
fn one_line(value: &Value) -> String {
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), one_line(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(one_line).collect();
            format!("[{}]", items.join(", "))
        }
        _ => value.to_string(),
    }
}
