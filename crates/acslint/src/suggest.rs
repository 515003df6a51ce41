//! "Did you mean": the end of a message about a wrong name.

/// The end of a message about a wrong name.
pub(crate) fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}
