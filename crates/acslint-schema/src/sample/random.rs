//! Pseudo-random numbers by `SplitMix64`: our own generator, because the output for a seed must not change with a
//! dependency or the platform.
//!
//! Every record has its own sequence, and so does every purpose within it. So draws for one purpose do not affect
//! others: a defect leaves all other records as they are, and shuffled keys leave all values.

/// Step of the sequence: 2^64 divided by the golden ratio.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// Purpose of a sequence.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    /// Type of a record, and its values.
    Values = 1,
    /// Order of its keys.
    Order = 2,
    /// Its defect, if any.
    Defect = 3,
    /// Resources that write records.
    Resources = 4,
}

/// A sequence of pseudo-random numbers.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    /// Sequence of this seed for one purpose of the record (or other item) with this number.
    pub(super) fn new(seed: u64, purpose: Purpose, number: u64) -> Self {
        let seed = mix(seed.wrapping_add(STEP.wrapping_mul(purpose as u64)));
        Self(mix(seed ^ number.wrapping_mul(STEP)))
    }

    /// The next 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number below the bound; 0 if the bound is 0.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        (((self.bits() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// An index of a sequence of this length.
    pub(super) fn index(&mut self, length: usize) -> usize {
        self.below(length as u32) as usize
    }

    /// Returns true with a probability of 1 in `chances`.
    pub(super) fn one_in(&mut self, chances: u32) -> bool {
        self.below(chances) == 0
    }

    /// One of the items, if any.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.index(items.len()))
    }

    /// Shuffles the items; all orders are equally likely.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.index(last + 1));
        }
    }
}

/// The output function of `SplitMix64` (Steele, Lea and Flood, 2014).
fn mix(state: u64) -> u64 {
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::{Purpose, Random};

    #[test]
    fn numbers_are_those_of_the_published_algorithm() {
        // The first outputs for seed 1234567, from reference implementations.
        let mut random = Random(1_234_567);
        let drawn = [random.bits(), random.bits(), random.bits()];
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn each_seed_purpose_and_number_has_its_own_sequence() {
        let first = |seed, purpose, number| Random::new(seed, purpose, number).bits();
        let base = first(0, Purpose::Values, 0);
        assert_eq!(base, first(0, Purpose::Values, 0));
        for other in [first(1, Purpose::Values, 0), first(0, Purpose::Order, 0), first(0, Purpose::Values, 1)]
        {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn bounds_hold_and_are_reached() {
        let mut random = Random::new(0, Purpose::Values, 0);
        let mut seen = [false; 5];
        for _ in 0..200 {
            seen[random.index(5)] = true;
        }
        assert_eq!(seen, [true; 5]);
        assert_eq!(random.below(0), 0);
        let mut items = [0, 1, 2, 3, 4, 5, 6, 7];
        random.shuffle(&mut items);
        assert_ne!(items, [0, 1, 2, 3, 4, 5, 6, 7]);
        items.sort_unstable();
        assert_eq!(items, [0, 1, 2, 3, 4, 5, 6, 7]);
    }
}
