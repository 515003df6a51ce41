//! Names under which records name their category, in full or not quite.

use acslint_types::{CATEGORIES, Category};

use crate::names::nearest;

/// Keys under which records name their category.
pub(crate) const CATEGORY_KEYS: [&str; 2] = ["category", "Category"];

/// Returns the category without a published name, if the text is similar to the name of its table.
pub(crate) fn of_unpublished_name(text: &str) -> Option<&'static Category> {
    let is_near = |category: &&&Category| {
        let stem = category.table.and_then(|table| table.strip_prefix("ACS"));
        nearest(text, stem).is_some()
    };
    CATEGORIES.iter().filter(|category| category.value.is_none()).find(is_near).copied()
}

/// Suffix of the names that categories had in a private preview.
const PREVIEW: &str = "PRIVATEPREVIEW";

/// Returns the name of a private preview without its suffix.
pub(crate) fn preview_stem(text: &str) -> Option<&str> {
    let (stem, suffix) = text.split_at_checked(text.len().checked_sub(PREVIEW.len())?)?;
    suffix.eq_ignore_ascii_case(PREVIEW).then_some(stem)
}

/// Returns true if a record's category identifies the only category without a published name.
pub(crate) fn is_only_unpublished(text: &str) -> bool {
    let mut unpublished = CATEGORIES.iter().filter(|category| category.value.is_none());
    let only = unpublished.next().filter(|_| unpublished.next().is_none());
    let named = Category::by_id(text).or_else(|| of_unpublished_name(text));
    only.is_some_and(|only| named == Some(only))
}

/// Returns true if a record's category does not identify a category with a published name.
pub(crate) fn is_unpublished(text: &str) -> bool {
    Category::by_id(text).is_none_or(|category| category.value.is_none())
}
