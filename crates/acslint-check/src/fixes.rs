//! Fixes of each rule: what `acslint fix` mends, and why it does not mend the rest. The pages of the rules print it.

/// Fixes of the rules about records, by id.
const FIXES: &[(&str, &str)] = &[
    ("damaged-cell", "None: the value is lost."),
    ("damaged-version", "None: the date does not say which version it was."),
    (
        "duplicate-key",
        "Safe where both members are the same: the second one is removed. None where their values differ, since \
         readers differ in which one they take.",
    ),
    ("empty-input", "None: there is nothing to mend."),
    ("end-before-start", "None: either time may be wrong."),
    (
        "field-spelling",
        "Safe: the key gets the name of the property. Unsafe for a name of the portal, since numbers may then be text. None \
         if the record also has the property under its name, or if the name is that of a column of a query answer.",
    ),
    ("foreign-record", "None: the record is not wrong."),
    ("invalid-encoding", "None: the encoding of the writer is not known."),
    (
        "invalid-format",
        "Safe for a time in a form that has one meaning. None for other values: their meaning is not known.",
    ),
    (
        "invalid-json",
        "Safe for commas, colons, comments, raw control characters, keys without quotes, single quotes around text \
         without double quotes or backslashes, and numbers with a plus sign or a bare point. Unsafe for literals of other languages, quotes and \
         backslashes that should be escaped. None for a record that cannot be read as a whole: its end is not known.",
    ),
    (
        "invalid-value",
        "Unsafe where one known value is close. None otherwise, and none for numbers out of range: the right value is not \
         known.",
    ),
    ("legacy-table", "None: the columns of the table are those of another service, too."),
    ("masked-address", "None: the address is lost, and emptying it is your decision."),
    (
        "misplaced-field",
        "None: a writer that puts members into another object may mean another version of the record.",
    ),
    (
        "missing-category",
        "None: the category is not known; pass `--category` if all records have the same one.",
    ),
    ("missing-field", "None: the value is not known."),
    ("missing-recommended-field", "None: the value is not known."),
    ("not-a-record", "None: it is not known what the value should be."),
    ("not-json-lines", "None: it is reported once for an input; `acslint split` writes JSON Lines."),
    ("recipient-count-mismatch", "None: either count may be wrong."),
    ("result-contradiction", "None: either member may be wrong."),
    ("status-recipient-mismatch", "None: either member may be wrong."),
    ("stringified-number", "Safe: the quotes are removed. None inside text that holds JSON."),
    ("stringified-object", "Safe: the object takes the place of its text."),
    ("truncated-record", "None: the rest of the record is not known."),
    ("unexpected-value", "Unsafe where one documented value is close. None otherwise."),
    (
        "unknown-category",
        "Safe for the name of a table, and for another spelling of a category. Unsafe where one category is close. None \
         otherwise.",
    ),
    ("unknown-field", "Unsafe where one absent property is close. None otherwise."),
    ("wrong-container", "None: either the record or its folder is right."),
    (
        "wrong-type",
        "Safe for numbers and booleans in quotes, and for a number where text is expected. None otherwise: the value is not known.",
    ),
];

/// Returns the fixes of a rule about records as sentences; `None` for any other id.
pub fn fixes(rule: &str) -> Option<&'static str> {
    FIXES.iter().find(|(id, _)| *id == rule).map(|(_, fixes)| *fixes)
}

#[cfg(test)]
mod tests {
    use super::FIXES;
    use crate::RULES;

    #[test]
    fn every_rule_says_what_is_mended_and_why_not_more() {
        let ids: Vec<&str> = FIXES.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, RULES.iter().map(|rule| rule.id).collect::<Vec<_>>());
        for (id, fixes) in FIXES {
            assert!(
                fixes.starts_with("None: ") || fixes.starts_with("Safe") || fixes.starts_with("Unsafe"),
                "{id}"
            );
            assert!(fixes.contains("None") || fixes.starts_with("Safe: "), "{id}");
        }
    }
}
