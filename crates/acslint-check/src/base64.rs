//! Base64 text (RFC 4648), as sinks of event hubs write the body of an event.

/// Decodes a text in the standard alphabet, with its padding or without it. Returns `None` if it is not such a text.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let digits = text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text);
    let padding = text.len() - digits.len();
    if digits.len() % 4 == 1 || (padding > 0 && !text.len().is_multiple_of(4)) {
        return None;
    }
    let mut decoded = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    for group in digits.chunks(4) {
        let mut bits = 0_u32;
        for digit in group {
            bits = bits << 6 | value(*digit)?;
        }
        bits <<= 6 * (4 - group.len());
        let [_, bytes @ ..] = bits.to_be_bytes();
        decoded.extend_from_slice(&bytes[..group.len() - 1]);
    }
    Some(decoded)
}

/// Returns true if a text can be the Base64 form of a JSON object or array, by its first characters.
pub(crate) fn may_hold_json(text: &[u8]) -> bool {
    // The first six bits of a brace and of a bracket: most texts begin otherwise.
    let begin = text.get(..4).filter(|begin| matches!(begin, [b'e' | b'W', ..])).and_then(decode);
    matches!(
        begin.as_deref(),
        Some([b'{', b'"' | b' ' | b'\r' | b'\n', ..] | [b'[', b'{' | b' ' | b'\r' | b'\n', ..])
    )
}

fn value(digit: u8) -> Option<u32> {
    Some(u32::from(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::{decode, may_hold_json};

    #[test]
    fn the_examples_of_the_standard_are_decoded() {
        for (text, bytes) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"),
            ("Zm9vYg", "foob"),
        ] {
            assert_eq!(decode(text.as_bytes()).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
        for text in ["Z", "Zm9vYg=", "Zm9v=", "Zm9vY===", "Zm_v", "Z g=", "eyJh.eyJi"] {
            assert_eq!(decode(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn objects_and_arrays_of_objects_are_recognized_by_their_beginning() {
        for text in ["eyJhIjoxfQ==", "W3siYSI6MX1d", "ewogImEiOiAxfQ=="] {
            assert!(may_hold_json(text.as_bytes()), "{text}");
        }
        for text in ["Zm9vYmFy", "MTIz", "eyJ", "{\"a\":1}"] {
            assert!(!may_hold_json(text.as_bytes()), "{text}");
        }
    }
}
