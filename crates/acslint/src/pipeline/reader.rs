//! Reader of an input: bytes read but not handed over yet, and the cuts between pieces.

use std::io;

use acslint_check::RecordLayout;

use crate::input::{Buffer, Filled, Source};

/// Continuation after the bytes read.
#[derive(Debug)]
pub(super) enum More {
    Follows,
    /// More follows, but not at once.
    Pauses,
    /// End of the input.
    End,
    /// Read error.
    Fails(io::Error),
}

impl More {
    pub(super) fn pauses(&self) -> bool {
        matches!(self, Self::Pauses)
    }

    pub(super) fn is_end(&self) -> bool {
        matches!(self, Self::End)
    }

    pub(super) fn follows(&self) -> bool {
        matches!(self, Self::Follows | Self::Pauses)
    }
}

/// Piece of an input: checked speculatively, before the pieces that precede it.
#[derive(Debug)]
pub(super) struct Piece {
    /// Number from 0, in the order of the input.
    pub(super) number: u64,
    /// Number of the worker that read it: the cache of its processor has the bytes.
    pub(super) worker: usize,
    /// Offset in the input.
    pub(super) offset: u64,
    pub(super) buffer: Buffer,
    pub(super) more: More,
}

/// Reader of one input.
pub(super) struct Reader {
    source: Source,
    /// Bytes read that are not finished, or follow the last cut.
    rest: Buffer,
    /// Offset of `rest` in the input.
    offset: u64,
    /// Number of the next piece.
    number: u64,
    /// Minimum size of the next read, after a smaller one was not enough.
    least: usize,
    /// True if a pause of the input ends a read.
    minds_pauses: bool,
}

/// Most bytes that are read again whenever a line is added to a record that is not complete.
const READ_AGAIN: usize = 64 * 1024;

impl Reader {
    /// Creates a reader of `source` that reuses the memory of another input. With `minds_pauses`, what has arrived is
    /// checked before more of it does.
    pub(super) fn new(source: Source, memory: Buffer, minds_pauses: bool) -> Self {
        Self { source, rest: memory, offset: 0, number: 0, least: 0, minds_pauses }
    }

    /// Returns the memory, for the next input.
    pub(super) fn into_memory(self) -> Buffer {
        self.rest
    }

    /// Returns the number of bytes read.
    pub(super) fn read(&self) -> u64 {
        self.source.read()
    }

    /// Reads more after the unfinished bytes.
    pub(super) fn read_on(&mut self, size: usize) -> More {
        let size = self.piece_size(size);
        let minds_pauses = self.minds_pauses();
        fill(&mut self.rest, &mut self.source, size, minds_pauses)
    }

    /// Returns the unfinished bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.rest.bytes()
    }

    /// Drops `count` finished bytes; if there are none, the next read is larger.
    pub(super) fn done_with(&mut self, count: usize) {
        self.least = if count == 0 { longer(self.rest.bytes().len()) } else { 0 };
        self.rest.advance(count);
        self.offset += count as u64;
    }

    /// Reads the next piece, of about `size` bytes, for a worker into `buffer`.
    ///
    /// It ends where, by the record layout, one record ends and another one begins, so that its check does not depend
    /// on other pieces. Without such a place in its second half, the reader does not cut it, and the session joins
    /// the pieces. So the memory does not depend on the distance to the next possible cut.
    pub(super) fn piece(
        &mut self,
        worker: usize,
        mut buffer: Buffer,
        layout: &RecordLayout,
        size: usize,
    ) -> Piece {
        let (piece, minds_pauses) = (self.piece_size(size), self.minds_pauses());
        self.rest.move_to(&mut buffer, 0);
        self.rest.clear(size);
        let more = fill(&mut buffer, &mut self.source, piece, minds_pauses);
        let length = buffer.bytes().len();
        if more.follows()
            && let Some(cut) = layout.cut(buffer.bytes()).filter(|cut| length - cut <= size / 2)
        {
            buffer.move_to(&mut self.rest, cut);
        }
        let piece = Piece { number: self.number, worker, offset: self.offset, buffer, more };
        self.number += 1;
        self.offset += piece.buffer.bytes().len() as u64;
        self.least = 0;
        piece
    }

    fn minds_pauses(&self) -> bool {
        self.minds_pauses && (self.least == 0 || self.rest.bytes().len() < READ_AGAIN)
    }

    /// Returns the size of the next piece, including the bytes read already.
    fn piece_size(&self, size: usize) -> usize {
        size.max(self.rest.bytes().len() + size / 2 + 1).max(self.least)
    }
}

/// Number of bytes from which a longer read is longer by a half only: the bytes behind a long record take memory while it is checked.
const MOST_DOUBLED: usize = 16 << 20;

/// Returns the number of bytes to check next, if this many hold no complete record.
///
/// It is in proportion to this number, so that the bytes of a long record are read a bounded number of times.
pub(super) fn longer(length: usize) -> usize {
    if length < MOST_DOUBLED { 2 * length } else { length + length / 2 }
}

fn fill(buffer: &mut Buffer, source: &mut Source, size: usize, minds_pauses: bool) -> More {
    let filled = if minds_pauses {
        source.fill_until_pause(buffer, size)
    } else {
        source.fill(buffer, size).map(|is_end| if is_end { Filled::End } else { Filled::Full })
    };
    match filled {
        Ok(Filled::End) => More::End,
        Ok(Filled::Full) => More::Follows,
        Ok(Filled::Pause) => More::Pauses,
        Err(error) => More::Fails(error),
    }
}
