//! Cuts of the inputs into shards of about the same number of bytes.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use acslint_check::{Checker, Hints, LineLayout, Split};

use super::digest::size;
use crate::input::{DiscoveredInput, Origin, compression};
use crate::values::{Compression, Shard};

/// Number of bytes behind a cut that are searched for the start of a record at first.
const WINDOW: usize = 64 * 1024;

/// Number of bytes before a cut that are looked at.
const BEFORE: u64 = 1024;

/// Input of a shard, or a split of one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Work {
    /// Number of the input, from 0.
    pub(crate) input: usize,
    /// Stored size of the input.
    pub(crate) size: u64,
    /// Split of the input; `None` for the whole input.
    pub(crate) split: Option<Split>,
}

/// Returns the work of a shard, in the order of the inputs.
///
/// All inputs together, in their order, are cut into pieces of the same number of stored bytes. An uncompressed input with
/// one record a line is cut at the start of a line behind that place; any other belongs to the shard of its first byte.
/// `checker` returns the checker of an input.
pub(crate) fn assign<'c>(
    inputs: &[DiscoveredInput],
    checker: &dyn Fn(usize) -> &'c Checker,
    shard: Shard,
    head: usize,
) -> io::Result<Vec<Work>> {
    let origins = inputs.iter().map(|input| input.as_ref().ok().map(|input| &input.origin));
    let sizes: Vec<u64> = origins.map(|origin| origin.map_or(0, size)).collect();
    let cuts = Cuts { total: sizes.iter().sum(), of: shard.of };
    let (mut work, mut offset) = (Vec::new(), 0);
    for (input, (found, size)) in inputs.iter().zip(&sizes).enumerate() {
        let (begin, end) = (offset, offset + size);
        offset = end;
        let first = cuts.owner(begin);
        // The last byte before the end decides, since the shard that begins at the end has none of the bytes.
        let last = if *size == 0 { first } else { cuts.owner(end - 1) };
        if !(first..=last).contains(&shard.number) {
            continue;
        }
        let layout = match found {
            Ok(found) if first < last => {
                layout(&found.origin, checker(input), Hints::from_path(&found.name), head)?
            }
            _ => None,
        };
        let Some((mut file, layout)) = layout else {
            if first == shard.number {
                work.push(Work { input, size: *size, split: None });
            }
            continue;
        };
        let mut place = |cut: u32| -> io::Result<u64> {
            let at = cuts.at(cut).saturating_sub(begin).max(layout.learnt_from()).min(*size);
            place(&mut file, &layout, at, *size)
        };
        let from = if shard.number == first { 0 } else { place(shard.number - 1)? };
        let to = if shard.number == last { *size } else { place(shard.number)? };
        if from < to {
            let start = (from > 0).then(|| layout.start(from));
            let split = Split { start, end: (to < *size).then_some(to) };
            work.push(Work { input, size: *size, split: Some(split) });
        }
    }
    Ok(work)
}

/// Cuts between shards, in the bytes of all inputs together.
struct Cuts {
    total: u64,
    of: u32,
}

impl Cuts {
    /// Returns the offset behind so many shards.
    fn at(&self, shards: u32) -> u64 {
        let at = u128::from(self.total) * u128::from(shards) / u128::from(self.of);
        u64::try_from(at).unwrap_or(self.total)
    }

    /// Returns the number of the shard that a byte belongs to, from 1.
    fn owner(&self, offset: u64) -> u32 {
        // An estimate, which rounding makes wrong by one.
        let guess = u128::from(offset) * u128::from(self.of) / u128::from(self.total.max(1));
        let mut shard = u32::try_from(guess).unwrap_or(self.of).min(self.of - 1);
        while shard > 0 && self.at(shard) > offset {
            shard -= 1;
        }
        while shard + 1 < self.of && self.at(shard + 1) <= offset {
            shard += 1;
        }
        shard + 1
    }
}

/// Returns an input with its layout, if it can be cut. What cannot be opened is reported by the check.
fn layout(
    origin: &Origin,
    checker: &Checker,
    hints: Hints,
    head: usize,
) -> io::Result<Option<(File, LineLayout)>> {
    let Origin::File(path) = origin else { return Ok(None) };
    let Some(mut file) = regular(path) else { return Ok(None) };
    let mut bytes = Vec::new();
    (&mut file).take(head as u64).read_to_end(&mut bytes)?;
    // Compressed bytes may hold text as it is.
    if compression(&bytes) != Compression::None {
        return Ok(None);
    }
    Ok(LineLayout::learn(checker, hints, &bytes).map(|layout| (file, layout)))
}

fn regular(path: &Path) -> Option<File> {
    let file = File::open(path).ok()?;
    file.metadata().is_ok_and(|there| there.is_file()).then_some(file)
}

/// Returns the place to cut nearest behind an offset; the size of the input if there is none.
fn place(file: &mut File, layout: &LineLayout, at: u64, size: u64) -> io::Result<u64> {
    let from = at.saturating_sub(BEFORE);
    let mut window = WINDOW;
    loop {
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.take(at - from + window as u64).read_to_end(&mut bytes)?;
        let is_end = from + bytes.len() as u64 >= size;
        let (before, behind) = bytes.split_at(bytes.len().min((at - from) as usize));
        match layout.cut(before, behind) {
            Some(cut) => return Ok((at + cut as u64).min(size)),
            None if is_end || bytes.len() < (at - from) as usize + window => return Ok(size),
            None => window *= 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cuts;

    #[test]
    fn every_byte_belongs_to_one_shard() {
        for (total, of) in [(0, 1), (0, 3), (1, 3), (10, 3), (10, 10), (7, 10), (u64::MAX, 7)] {
            let cuts = Cuts { total, of };
            assert_eq!((cuts.at(0), cuts.at(of)), (0, total));
            for offset in (0..12).chain([total.saturating_sub(1), total]) {
                let owner = cuts.owner(offset);
                assert!((1..=of).contains(&owner));
                assert!(cuts.at(owner - 1) <= offset, "{offset} of {total} in {of}");
                assert!(owner == of || offset < cuts.at(owner), "{offset} of {total} in {of}");
            }
        }
    }
}
