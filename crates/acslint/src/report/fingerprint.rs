//! Fingerprints: what makes a finding the same in the next run, wherever its record stands then.

use super::{Located, Spot, category_and_shape};

/// The fingerprint of a finding in its record: of the rule, the place in the record and the record's bytes.
pub(super) fn in_record(event: &Located<'_>, spot: &Spot<'_>) -> String {
    parts(event, spot, b"")
}

/// The same, which differs from file to file.
pub(super) fn in_file(event: &Located<'_>, spot: &Spot<'_>) -> String {
    parts(event, spot, event.file.as_bytes())
}

fn parts(event: &Located<'_>, spot: &Spot<'_>, file: &[u8]) -> String {
    let (category, shape) = category_and_shape(event.event);
    let finding = spot.finding;
    of(&[
        file,
        finding.rule.as_bytes(),
        category.unwrap_or_default().as_bytes(),
        shape.unwrap_or_default().as_bytes(),
        finding.field.as_deref().unwrap_or_default().as_bytes(),
        finding.pointer.as_bytes(),
        event.original.slice(event.event.span),
    ])
}

/// 128 bits of a hash of some parts, in hexadecimal digits.
pub(super) fn of(parts: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(super::of(&[b"ab", b"c"]), super::of(&[b"a", b"bc"]));
        assert_eq!(super::of(&[b"a"]).len(), 32);
    }
}
