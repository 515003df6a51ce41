//! The keys of an object, found by a hash that is made to suit them.

use super::program::Member;

/// A table of keys without collisions.
#[derive(Debug, Default)]
pub(super) struct Keys {
    seed: u64,
    shift: u32,
    /// Number of the entry, from 1, by hash; 0 is none.
    table: Vec<u16>,
    entries: Vec<(Vec<u8>, Member)>,
}

impl Keys {
    /// The table of these keys; `None` for more than can be.
    pub(super) fn new(entries: &[(Vec<u8>, Member)]) -> Option<Self> {
        if entries.is_empty() {
            return Some(Self { table: vec![0], shift: 63, ..Self::default() });
        }
        // A larger table finds a seed sooner; each try is cheap.
        (2..8).flat_map(|room| (0..64).map(move |attempt| (room, attempt))).find_map(|(room, attempt)| {
            let size = (entries.len() << room).next_power_of_two();
            let seed = 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(2 * attempt + 1);
            let shift = 64 - size.trailing_zeros();
            let mut table = vec![0; size];
            for (index, (key, _)) in entries.iter().enumerate() {
                let place = &mut table[hash(key, seed, shift)];
                if *place != 0 {
                    return None;
                }
                *place = u16::try_from(index + 1).ok()?;
            }
            Some(Self { seed, shift, table, entries: entries.to_vec() })
        })
    }

    /// The member under this key.
    #[inline]
    pub(super) fn get(&self, key: &[u8]) -> Option<&Member> {
        let number = usize::from(*self.table.get(hash(key, self.seed, self.shift))?);
        let (known, member) = self.entries.get(number.checked_sub(1)?)?;
        (known == key).then_some(member)
    }
}

/// Mixes the two ends of a key and its length: the middles of names that differ nowhere else are rare.
#[inline]
fn hash(key: &[u8], seed: u64, shift: u32) -> usize {
    let (head, tail) = if let (Some(head), Some(tail)) = (key.first_chunk::<8>(), key.last_chunk::<8>()) {
        (u64::from_le_bytes(*head), u64::from_le_bytes(*tail))
    } else {
        let mut head = [0; 8];
        head[..key.len()].copy_from_slice(key);
        (u64::from_le_bytes(head), 0)
    };
    let mixed = (head ^ tail.rotate_left(29) ^ key.len() as u64).wrapping_mul(seed);
    (mixed >> shift) as usize
}

#[cfg(test)]
mod tests {
    use super::{Keys, Member};

    #[test]
    fn every_key_is_found_and_no_other() {
        let names: Vec<String> =
            (0..120).map(|number| format!("{:0width$}", number, width = 1 + number % 12)).collect();
        let names: std::collections::BTreeSet<String> = names.into_iter().collect();
        let member = |slot: usize| Member { slot: slot as u8, check: 0, flags: 0, kept: 0 };
        let entries = names.iter().enumerate().map(|(slot, name)| (name.clone().into_bytes(), member(slot)));
        let keys = Keys::new(&entries.collect::<Vec<_>>()).unwrap();
        for (slot, name) in names.iter().enumerate() {
            assert_eq!(
                keys.get(name.as_bytes()).map(|member| usize::from(member.slot)),
                Some(slot),
                "{name}"
            );
        }
        for name in ["", "x", "1234567890123456", "00000000000x"] {
            assert!(keys.get(name.as_bytes()).is_none(), "{name}");
        }
        assert!(Keys::new(&[]).unwrap().get(b"a").is_none());
    }
}
