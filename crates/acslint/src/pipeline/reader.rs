//! The reading end of an input: what was read and not handed over yet, and where it is cut.

use std::io;

use acslint_check::RecordLayout;

use crate::input::{Buffer, Source};

/// What comes behind the bytes that were read.
#[derive(Debug)]
pub(super) enum More {
    Follows,
    /// Nothing: the input ends.
    End,
    /// What cannot be read.
    Fails(io::Error),
}

impl More {
    pub(super) fn is_end(&self) -> bool {
        matches!(self, Self::End)
    }

    pub(super) fn follows(&self) -> bool {
        matches!(self, Self::Follows)
    }
}

/// A part of an input that is checked ahead of what precedes it.
#[derive(Debug)]
pub(super) struct Piece {
    /// From 0, in the order of the input.
    pub(super) number: u64,
    /// The number of the worker that read it, whose processor has its bytes at hand.
    pub(super) worker: usize,
    /// Where it begins in the input.
    pub(super) offset: u64,
    pub(super) buffer: Buffer,
    pub(super) more: More,
}

/// Reads one input.
pub(super) struct Reader {
    source: Source,
    /// What was read and is not done with, or is behind the last cut.
    rest: Buffer,
    /// Where `rest` begins in the input.
    offset: u64,
    /// Number of the next piece.
    number: u64,
    /// What the next stretch must hold at least, because a smaller one was not enough.
    least: usize,
}

impl Reader {
    /// Reads from `source` into memory that another input has used.
    pub(super) fn new(source: Source, memory: Buffer) -> Self {
        Self { source, rest: memory, offset: 0, number: 0, least: 0 }
    }

    /// The memory, for the next input.
    pub(super) fn into_memory(self) -> Buffer {
        self.rest
    }

    /// Number of bytes that were read.
    pub(super) fn read(&self) -> u64 {
        self.source.read()
    }

    /// Reads on behind what is not done with.
    pub(super) fn read_on(&mut self, size: usize) -> More {
        let size = self.piece_size(size);
        fill(&mut self.rest, &mut self.source, size)
    }

    /// What was read and is not done with.
    pub(super) fn bytes(&self) -> &[u8] {
        self.rest.bytes()
    }

    /// Drops what is done with; where that is nothing, more is read the next time.
    pub(super) fn done_with(&mut self, count: usize) {
        self.least = if count == 0 { 2 * self.rest.bytes().len() } else { 0 };
        self.rest.advance(count);
        self.offset += count as u64;
    }

    /// Reads the next piece for a worker into `buffer`, of about `size` bytes.
    ///
    /// It ends where the ground says that one record ends and another one begins, so that it can be checked on its own. If
    /// there is no such place in its second half it is not cut at all: whoever follows the pieces joins them then, and
    /// what is in memory is not determined by how far a place to cut is away.
    pub(super) fn piece(
        &mut self,
        worker: usize,
        mut buffer: Buffer,
        layout: &RecordLayout,
        size: usize,
    ) -> Piece {
        let piece = self.piece_size(size);
        self.rest.move_to(&mut buffer, 0);
        self.rest.clear(size);
        let more = fill(&mut buffer, &mut self.source, piece);
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

    /// How long the next stretch is, with what is there of it.
    fn piece_size(&self, size: usize) -> usize {
        size.max(self.rest.bytes().len() + size / 2 + 1).max(self.least)
    }
}

fn fill(buffer: &mut Buffer, source: &mut Source, size: usize) -> More {
    match buffer.fill(source, size) {
        Ok(true) => More::End,
        Ok(false) => More::Follows,
        Err(error) => More::Fails(error),
    }
}
