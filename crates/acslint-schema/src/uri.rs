//! Parts of URIs: percent-encoded paths and fragments, and the base of documents that name none.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Base URI of documents without an `$id`; nothing is fetched from there.
pub(crate) const MADE_UP_BASE: &str = "acslint://schema/";

/// Bytes that a path does not contain literally.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
/// Bytes that a fragment does not contain literally.
const FRAGMENT: &AsciiSet = &PATH.remove(b'$');

/// Encodes a path with `/` between its segments.
pub(crate) fn encoded_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// Encodes a JSON Pointer as the fragment of a URI.
pub(crate) fn encoded_fragment(pointer: &str) -> String {
    utf8_percent_encode(pointer, FRAGMENT).to_string()
}

/// Decodes percent-encoded bytes. Other text stays, such as a `%` without two digits.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::{decoded, encoded_fragment, encoded_path};

    #[test]
    fn what_is_encoded_is_decoded_again() {
        assert_eq!(encoded_path("a b/é$.json"), "a%20b/%C3%A9%24.json");
        assert_eq!(encoded_fragment("/$defs/a~1b c"), "/$defs/a~1b%20c");
        assert_eq!(decoded("a%20b/%C3%A9%24.json"), "a b/é$.json");
        assert_eq!(decoded("100%, %2"), "100%, %2");
    }
}
