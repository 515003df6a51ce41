//! Rows of CSV and the places of their cells. The `csv-core` crate does the grammar.

use std::ops::Range;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

/// Row, in buffers that are reused for the next.
#[derive(Debug)]
pub(super) struct Row {
    delimiter: u8,
    reader: Reader,
    /// Decoded texts of the cells.
    text: Vec<u8>,
    /// End of each cell in the text, and its place in the buffer, quotes included.
    cells: Vec<(usize, Range<usize>)>,
}

/// Result of reading a row.
pub(super) enum Next {
    /// The row ends before this offset.
    Row(usize),
    NeedMore,
    End,
}

impl Row {
    pub(super) fn new(delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { delimiter, reader, text: Vec::new(), cells: Vec::new() }
    }

    /// Reads the row that begins at `start`, without blank lines before it.
    pub(super) fn read(&mut self, buffer: &[u8], start: usize, end: bool) -> Next {
        self.cells.clear();
        let blank = |byte: &&u8| matches!(**byte, b'\r' | b'\n');
        let start = start + buffer[start..].iter().take_while(blank).count();
        if start == buffer.len() {
            return if end { Next::End } else { Next::NeedMore };
        }
        self.text.resize(buffer.len() - start + 1, 0);
        self.reader.reset();
        let (mut at, mut filled, mut cell) = (start, 0, start);
        loop {
            if at == buffer.len() && !end {
                // To the reader, an empty input is the end of all, also behind a delimiter.
                return Next::NeedMore;
            }
            let (result, read, written) = self.reader.read_field(&buffer[at..], &mut self.text[filled..]);
            (at, filled) = (at + read, filled + written);
            match result {
                // At the end, an empty input is read once more: that ends the last cell.
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::Field { record_end } => {
                    let raw = &buffer[cell..at];
                    let is_ended = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\r' | b'\n');
                    let length = raw.len() - usize::from(raw.last().is_some_and(is_ended));
                    self.cells.push((filled, cell..cell + length));
                    cell = at;
                    if record_end {
                        return Next::Row(at);
                    }
                }
                // The output has room for all of the input.
                ReadFieldResult::OutputFull | ReadFieldResult::End => return Next::End,
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Decoded texts of the cells, and their places in the buffer.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&[u8], Range<usize>)> + Clone {
        self.cells.iter().enumerate().map(|(index, (end, place))| {
            let start = index.checked_sub(1).map_or(0, |before| self.cells[before].0);
            (&self.text[start..*end], place.clone())
        })
    }

    /// Place of the row in the buffer.
    pub(super) fn range(&self) -> Range<usize> {
        let place = |cell: Option<&(usize, Range<usize>)>| cell.map_or(0..0, |(_, place)| place.clone());
        place(self.cells.first()).start..place(self.cells.last()).end
    }

    /// Returns the offset of the quote that the last cell begins with, if the input ends before another one closes it.
    pub(super) fn open_quote(&self, buffer: &[u8]) -> Option<usize> {
        let (_, place) = self.cells.last()?;
        let raw = &buffer[place.clone()];
        let quotes = memchr::memchr_iter(b'"', raw).count();
        (raw.first() == Some(&b'"') && quotes % 2 == 1).then_some(place.start)
    }
}
