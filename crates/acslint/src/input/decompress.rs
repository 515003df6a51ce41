//! Decompression on a thread of its own, so that it overlaps with checking.
//!
//! It is slower than checking and cannot be shared among threads, so nothing may keep it waiting: it fills one block
//! while another is being taken over. The blocks go round between the two threads.

use std::io::{self, Read};
use std::panic;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

/// Number of bytes handed over at once: each hand-over wakes a thread, which costs more than staying in the nearest cache gains.
const BLOCK: usize = 512 * 1024;
/// One is filled, one is taken over, and the one between makes up for a pause of either side.
const BLOCKS: usize = 3;

/// What a decoder yields, decompressed ahead of its reader.
pub(super) struct Decompressed {
    filled: Receiver<Block>,
    empty: SyncSender<Vec<u8>>,
    current: Block,
    taken: usize,
    thread: Option<JoinHandle<()>>,
}

/// Bytes, and whether others follow them.
struct Block {
    bytes: Vec<u8>,
    length: usize,
    end: Option<io::Result<()>>,
}

impl Decompressed {
    /// Begins to decompress; this ends when the input does, or when nobody reads on.
    pub(super) fn start(decoder: impl Read + Send + 'static) -> io::Result<Self> {
        let (fill, filled) = sync_channel(BLOCKS);
        let (empty, take) = sync_channel(BLOCKS);
        for _ in 1..BLOCKS {
            let _ = empty.send(vec![0; BLOCK]);
        }
        let thread = thread::Builder::new().name("decompress".to_owned());
        let thread = thread.spawn(move || decompress(decoder, &take, &fill))?;
        let current = Block { bytes: vec![0; BLOCK], length: 0, end: None };
        Ok(Self { filled, empty, current, taken: 0, thread: Some(thread) })
    }

    /// Gets the next block, and gives back the one that was read.
    fn turn_over(&mut self) {
        let Ok(next) = self.filled.recv() else {
            // The thread always sends an end, unless it panics.
            if let Some(Err(panicked)) = self.thread.take().map(JoinHandle::join) {
                panic::resume_unwind(panicked);
            }
            self.current.end = Some(Ok(()));
            return;
        };
        let read = std::mem::replace(&mut self.current, next);
        self.taken = 0;
        // Behind the last block, nobody waits for another one.
        let _ = self.empty.send(read.bytes);
    }
}

impl Read for Decompressed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.current.length {
            match &mut self.current.end {
                None => self.turn_over(),
                Some(end) => return std::mem::replace(end, Ok(())).map(|()| 0),
            }
        }
        let available = &self.current.bytes[self.taken..self.current.length];
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.taken += count;
        Ok(count)
    }
}

/// Fills blocks until the input ends, or nobody reads on.
fn decompress(mut decoder: impl Read, empty: &Receiver<Vec<u8>>, filled: &SyncSender<Block>) {
    while let Ok(mut bytes) = empty.recv() {
        let mut length = 0;
        let mut end = None;
        while length < bytes.len() && end.is_none() {
            match decoder.read(&mut bytes[length..]) {
                Ok(0) => end = Some(Ok(())),
                Ok(count) => length += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => end = Some(Err(error)),
            }
        }
        let last = end.is_some();
        if filled.send(Block { bytes, length, end }).is_err() || last {
            return;
        }
    }
}
