//! Spellings of a name: folded, so that names are compared without case and spaces, and in camel case.

/// Folds a name: without case and spaces.
pub(crate) fn fold(name: &str) -> String {
    if !name.is_ascii() {
        return letters(name).collect();
    }
    let mut folded = name.to_ascii_lowercase();
    folded.retain(|character| character != ' ');
    folded
}

/// Returns true if two names are the same when folded. Most differ in their first letters.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        let letters =
            |name| str::bytes(name).filter(|byte| *byte != b' ').map(|byte| byte.to_ascii_lowercase());
        return letters(one).eq(letters(other));
    }
    letters(one).eq(letters(other))
}

/// Returns the characters of a folded name.
pub(crate) fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|character| *character != ' ').flat_map(char::to_lowercase)
}

/// Converts to camel case: `OperationName` -> `operationName`, `URI` -> `uri`, `UserIdA` -> `userIdA`.
pub(crate) fn camel_case(name: &str) -> String {
    let capitals = name.bytes().take_while(u8::is_ascii_uppercase).count();
    let lowered = if capitals == name.len() || capitals <= 1 { capitals } else { capitals - 1 };
    let (head, tail) = name.split_at(lowered);
    head.to_ascii_lowercase() + tail
}

#[cfg(test)]
mod tests {
    use super::camel_case;

    #[test]
    fn camel_case_lowers_leading_acronyms() {
        for (name, expected) in [
            ("OperationName", "operationName"),
            ("URI", "uri"),
            ("TTL", "ttl"),
            ("UserIdA", "userIdA"),
            ("SdkType", "sdkType"),
            ("OSVersion", "osVersion"),
        ] {
            assert_eq!(camel_case(name), expected);
        }
    }
}
