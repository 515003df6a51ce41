//! Trial loading of a schema as that of a custom category: the lint reports every schema that loading refuses.

use std::ops::Range;

use super::Schema;
use crate::{
    custom::{CustomCategories, CustomCategory, CustomCategoryError, Discriminator},
    document::{Document, Kind},
};

/// Path under which the schema is loaded.
const PATH: &str = "/schema.json";

/// Error of a schema that cannot be loaded.
#[derive(Debug)]
pub(super) struct Refusal {
    /// Bytes of the text that the finding is about.
    pub(super) span: Range<u64>,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Loads a schema as that of a custom category, without references to other documents, which are not available here.
pub(super) fn refusal(document: Document<'_>, schema: &Schema<'_, '_>) -> Option<Refusal> {
    let text = alone(document, schema);
    let category = CustomCategory {
        name: "Linted".to_owned(),
        schema: PATH.to_owned(),
        discriminator: Discriminator {
            pointer: Some("/category".to_owned()),
            value: Some("Linted".to_owned()),
        },
        safe: Vec::new(),
        personal: Vec::new(),
    };
    let read = |path: &str| if path == PATH { Ok(text.clone()) } else { Err("not available".to_owned()) };
    let CustomCategoryError::Schema { file, place, span, message, help, .. } =
        CustomCategories::load(&[category], &read).err()?
    else {
        return None;
    };
    if file != PATH {
        return None;
    }
    let span = span.map_or_else(
        || {
            let start = place.map_or(0, |(line, column)| offset(&text, line, column));
            start as u64..(start + text[start..].chars().next().map_or(0, char::len_utf8)) as u64
        },
        |span| u64::from(span.start)..u64::from(span.end),
    );
    let message = if message.starts_with('`') { message } else { format!("the schema {message}") };
    Some(Refusal { span, message, help })
}

/// Returns the text with the key of each reference to another document masked; every position stays the same.
fn alone(document: Document<'_>, schema: &Schema<'_, '_>) -> String {
    let ids: Vec<&str> = schema.subschemas.iter().filter_map(|part| part.get("$id")?.as_str()).collect();
    let mut bytes = document.text.as_bytes().to_vec();
    for part in &schema.subschemas {
        for keyword in ["$ref", "$dynamicRef", "$recursiveRef"] {
            let Some(value) = part.value.member(keyword).filter(|value| value.kind() == Kind::String) else {
                continue;
            };
            let reference = value.string().unwrap_or_default();
            let target = reference.split('#').next().unwrap_or_default();
            if !target.is_empty() && !ids.contains(&target) {
                let key = value.parent().span();
                bytes[key.start as usize + 1..key.end as usize - 1].fill(b'x');
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| document.text.to_owned())
}

/// Returns the byte offset of a line and a column, which count from 1.
fn offset(text: &str, line: u32, column: u32) -> usize {
    let begin: usize = text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
    let behind = text[begin..].char_indices().nth(column as usize - 1);
    behind.map_or(text.len(), |(at, _)| begin + at)
}

#[cfg(test)]
mod tests {
    use super::offset;

    #[test]
    fn places_count_characters() {
        let text = "{\n \"é\": 1}";
        assert_eq!((offset(text, 1, 1), offset(text, 2, 2), offset(text, 2, 4)), (0, 3, 6));
        assert_eq!(offset(text, 9, 9), text.len());
    }
}
