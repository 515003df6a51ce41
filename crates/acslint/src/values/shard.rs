//! Number of a shard among all, as `--shard` takes it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Shard: one of several parts of about the same size that the inputs are cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Shard {
    /// Number, from 1.
    pub(crate) number: u32,
    /// Number of all shards.
    pub(crate) of: u32,
}

impl Shard {
    /// Returns the end of the summary of a shard whose output is not merged, with the digest of all inputs; empty if there are no other
    /// shards.
    pub(crate) fn phrase(self, inputs: &str) -> String {
        if self.is_part() { format!("; shard {self} of inputs {inputs}") } else { String::new() }
    }

    /// Returns true if there are other shards.
    pub(crate) const fn is_part(self) -> bool {
        self.of > 1
    }
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        const EXPECTED: &str = "expected I/N with I from 1 to N, such as `2/8`";
        let (number, of) = given.split_once('/').ok_or(EXPECTED)?;
        let [number, of] = [number, of].map(|text| text.parse::<u32>().map_err(|_| EXPECTED));
        let shard = Self { number: number?, of: of? };
        if (1..=shard.of).contains(&shard.number) { Ok(shard) } else { Err(EXPECTED) }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::Shard;

    #[test]
    fn a_shard_is_one_of_those_there_are() {
        assert_eq!("1/1".parse(), Ok(Shard { number: 1, of: 1 }));
        assert_eq!("12/40".parse::<Shard>().map(|shard| shard.to_string()), Ok("12/40".to_owned()));
        for wrong in ["", "1", "0/1", "2/1", "1/0", "-1/2", "1/2/3", "a/b", "1/ 2", "99999999999/1"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
