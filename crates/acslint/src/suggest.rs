//! "Did you mean": the nearest of a set of names.

/// The name that is nearest to what was given, if one is near.
pub(crate) fn nearest(given: &str, names: impl IntoIterator<Item = &'static str>) -> Option<&'static str> {
    let given = given.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::normalized_damerau_levenshtein(&given, &name.to_lowercase()), name))
        .filter(|(similarity, _)| *similarity >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// The end of a message about a wrong name.
pub(crate) fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        let names = ["wrong-type", "missing-field", "unknown-field"];
        assert_eq!(nearest("wrong-typ", names), Some("wrong-type"));
        assert_eq!(nearest("MISSING_FIELD", names), Some("missing-field"));
        assert_eq!(nearest("banana", names), None);
    }
}
