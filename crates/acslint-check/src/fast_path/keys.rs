//! Keys of an object, found by a perfect hash.

use super::{
    literal::{MIX, Text, digest},
    property_set::PropertySet,
};

/// Known member of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) slot: u8,
    pub(super) check: u16,
    /// Flags to set together with the slot.
    pub(super) flags: PropertySet,
    /// Number, from 1, of the captured range for cross-field conditions; 0 if the value is not captured.
    pub(super) captured: u8,
}

/// Table of keys without collisions.
#[derive(Debug, Default)]
pub(super) struct Keys {
    seed: u64,
    shift: u32,
    /// Number of the entry, from 1, by hash; 0 for none.
    table: Vec<u16>,
    entries: Vec<(Text, Member)>,
}

impl Keys {
    /// Builds the table of these keys; `None` if there are too many.
    pub(super) fn new(entries: &[(Vec<u8>, Member)]) -> Option<Self> {
        if entries.is_empty() {
            return Some(Self { table: vec![0], shift: 63, ..Self::default() });
        }
        let digests: Vec<u64> = entries.iter().map(|(key, _)| digest(key, 0, key.len())).collect();
        // A larger table finds a seed sooner; each attempt is cheap.
        (2..8).flat_map(|room| (0..64).map(move |attempt| (room, attempt))).find_map(|(room, attempt)| {
            let size = (entries.len() << room).next_power_of_two();
            let seed = MIX.wrapping_mul(2 * attempt + 1);
            let shift = 64 - size.trailing_zeros();
            let mut table = vec![0; size];
            for (index, digest) in digests.iter().enumerate() {
                let place = &mut table[hash(*digest, seed, shift)];
                if *place != 0 {
                    return None;
                }
                *place = u16::try_from(index + 1).ok()?;
            }
            let entries = entries.iter().map(|(key, member)| (Text::new(key), *member)).collect();
            Some(Self { seed, shift, table, entries })
        })
    }

    /// Number of keys.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns the member under the key between these offsets.
    #[inline]
    pub(super) fn get(&self, bytes: &[u8], start: usize, end: usize) -> Option<&Member> {
        let number = usize::from(*self.table.get(hash(digest(bytes, start, end), self.seed, self.shift))?);
        let (known, member) = self.entries.get(number.checked_sub(1)?)?;
        known.is(bytes, start, end).then_some(member)
    }
}

#[inline]
fn hash(digest: u64, seed: u64, shift: u32) -> usize {
    (digest.wrapping_mul(seed) >> shift) as usize
}

#[cfg(test)]
mod tests {
    use super::{Keys, Member};

    #[test]
    fn every_key_is_found_and_no_other() {
        let names: Vec<String> =
            (0..120).map(|number| format!("{:0width$}", number, width = 1 + number % 12)).collect();
        let names: std::collections::BTreeSet<String> = names.into_iter().collect();
        let member = |slot: usize| Member { slot: slot as u8, check: 0, flags: 0, captured: 0 };
        let entries = names.iter().enumerate().map(|(slot, name)| (name.clone().into_bytes(), member(slot)));
        let keys = Keys::new(&entries.collect::<Vec<_>>()).unwrap();
        for (slot, name) in names.iter().enumerate() {
            assert_eq!(
                keys.get(name.as_bytes(), 0, name.len()).map(|member| usize::from(member.slot)),
                Some(slot),
                "{name}"
            );
        }
        for name in ["", "x", "1234567890123456", "00000000000x"] {
            assert!(keys.get(name.as_bytes(), 0, name.len()).is_none(), "{name}");
        }
        assert!(Keys::new(&[]).unwrap().get(b"a", 0, 1).is_none());
    }
}
