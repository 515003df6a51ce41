//! Cuts of the inputs into shards of about the same number of bytes.

use std::io::{self, Read};
use std::path::Path;

use acslint_check::{Checker, Hints, LineLayout, Split};

use super::digest::{size, stored_size};
use crate::input::{DiscoveredInput, Input, Origin, compression};
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
    /// Reason why the input is not cut although it is longer than its shard.
    pub(crate) uncut: Option<Uncut>,
}

/// Reason why an input is not cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Uncut {
    /// Its bytes can only be read from the beginning.
    Stream,
    /// It is compressed.
    Compressed,
    /// Its first bytes do not show one record on each line.
    NotLines,
}

impl Uncut {
    /// Name in plans.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Stream => "stream",
            Self::Compressed => "compressed",
            Self::NotLines => "not-lines",
        }
    }
}

/// Assignment of all inputs to shards.
///
/// All inputs together, in their order, are cut into pieces of the same number of stored bytes. An uncompressed input with
/// one record a line is cut at the start of a line behind that place; any other belongs to the shard of its first byte.
pub(crate) struct Assignment<'i, 'c> {
    inputs: &'i [DiscoveredInput],
    /// Stored sizes of the inputs.
    sizes: Vec<u64>,
    /// Returns the checker of an input.
    checker: &'i dyn Fn(usize) -> &'c Checker,
    /// Number of bytes that the layout of an input is learnt from.
    head: usize,
}

impl<'i, 'c> Assignment<'i, 'c> {
    pub(crate) fn new(
        inputs: &'i [DiscoveredInput],
        checker: &'i dyn Fn(usize) -> &'c Checker,
        head: usize,
    ) -> Self {
        let origins = inputs.iter().map(|input| input.as_ref().ok().map(|input| &input.origin));
        let sizes = origins.map(|origin| origin.map_or(0, size)).collect();
        Self { inputs, sizes, checker, head }
    }

    /// Number of stored bytes of all inputs.
    pub(crate) fn total(&self) -> u64 {
        self.sizes.iter().sum()
    }

    /// Returns the work of a shard, in the order of the inputs.
    pub(crate) fn work(&self, shard: Shard) -> io::Result<Vec<Work>> {
        let cuts = Cuts { total: self.total(), of: shard.of };
        let (mut work, mut offset) = (Vec::new(), 0);
        for (input, (found, size)) in self.inputs.iter().zip(&self.sizes).enumerate() {
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
                    self.layout(found, (self.checker)(input))?.map(|layout| (&found.origin, layout))
                }
                _ => Err(None),
            };
            let (origin, layout) = match layout {
                Ok(layout) => layout,
                Err(uncut) => {
                    if first == shard.number {
                        work.push(Work { input, size: *size, split: None, uncut });
                    }
                    continue;
                }
            };
            let place = |cut: u32| -> io::Result<u64> {
                let at = cuts.at(cut).saturating_sub(begin).max(layout.learnt_from()).min(*size);
                place(origin, &layout, at, *size)
            };
            let from = if shard.number == first { 0 } else { place(shard.number - 1)? };
            let to = if shard.number == last { *size } else { place(shard.number)? };
            if from < to {
                let start = (from > 0).then(|| layout.start(from));
                let split = Split { start, end: (to < *size).then_some(to) };
                work.push(Work { input, size: *size, split: Some(split), uncut: None });
            }
        }
        Ok(work)
    }

    /// Returns the layout of an input, if it can be cut. What cannot be opened is reported by the check.
    fn layout(&self, input: &Input, checker: &Checker) -> io::Result<Result<LineLayout, Option<Uncut>>> {
        let Ok(opened) = input.origin.open_at(0) else { return Ok(Err(None)) };
        let Some(bytes) = opened else { return Ok(Err(Some(Uncut::Stream))) };
        let mut head = Vec::new();
        bytes.take(self.head as u64).read_to_end(&mut head)?;
        // Compressed bytes may hold text as it is.
        if compression(&head) != Compression::None {
            return Ok(Err(Some(Uncut::Compressed)));
        }
        let layout = LineLayout::learn(checker, Hints::from_path(&input.name), &head);
        Ok(layout.ok_or(Some(Uncut::NotLines)))
    }
}

/// Returns the number of the shard that each input belongs to where no input is cut.
///
/// All inputs together, in their order, are cut into pieces of the same number of stored bytes, and each input belongs to the
/// shard of its first byte. The members of an archive lie where the archive does.
pub(crate) fn shards_of_whole_inputs(inputs: &[DiscoveredInput], of: u32) -> Vec<u32> {
    let mut archive: Option<&Path> = None;
    let mut total = 0;
    let mut begins = Vec::with_capacity(inputs.len());
    let mut begin = 0;
    for input in inputs {
        let origin = input.as_ref().ok().map(|input| &input.origin);
        let of_archive = origin.and_then(|origin| match origin {
            Origin::Member(member) => Some(member.archive()),
            Origin::File(_) | Origin::Given(_) | Origin::Stdin => None,
        });
        if of_archive.is_none() || of_archive != archive {
            begin = total;
            total += origin.map_or(0, stored_size);
        }
        archive = of_archive;
        begins.push(begin);
    }
    let cuts = Cuts { total, of };
    begins.into_iter().map(|begin| cuts.owner(begin)).collect()
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

/// Returns the place to cut nearest behind an offset; the size of the input if there is none.
fn place(origin: &Origin, layout: &LineLayout, at: u64, size: u64) -> io::Result<u64> {
    let from = at.saturating_sub(BEFORE);
    let mut window = WINDOW;
    loop {
        let mut bytes = Vec::new();
        let opened = origin.open_at(from)?;
        opened.map_or(Ok(0), |file| file.take(at - from + window as u64).read_to_end(&mut bytes))?;
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
    use std::io;
    use std::path::PathBuf;

    use super::{Cuts, shards_of_whole_inputs};
    use crate::input::{Input, Origin};

    #[test]
    fn whole_inputs_belong_to_the_shard_of_their_first_byte() {
        let directory = tempfile::tempdir().unwrap();
        let file = |(number, size): (usize, usize)| {
            let path: PathBuf = directory.path().join(number.to_string());
            std::fs::write(&path, vec![b' '; size]).unwrap();
            Ok(Input { name: number.to_string(), origin: Origin::File(path) })
        };
        let mut inputs: Vec<_> = [10, 0, 30, 5, 5, 10].into_iter().enumerate().map(file).collect();
        inputs.push(Err(("gone".to_owned(), io::ErrorKind::NotFound.into())));
        assert_eq!(shards_of_whole_inputs(&inputs, 1), [1; 7]);
        assert_eq!(shards_of_whole_inputs(&inputs, 2), [1, 1, 1, 2, 2, 2, 2]);
        assert_eq!(shards_of_whole_inputs(&inputs, 6), [1, 2, 2, 5, 5, 6, 6]);
        assert_eq!(shards_of_whole_inputs(&inputs[1..2], 3), [3]);
        assert_eq!(shards_of_whole_inputs(&[], 3), [0; 0]);
    }

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
