//! Decompression on a thread of its own, so that it overlaps with checking.
//!
//! It is slower than checking and cannot be shared among threads, so nothing may keep it waiting: it fills one block
//! while others are being checked. The blocks are handed over as they are, and others come back for them.

use std::io::{self, Read};
use std::panic;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::Buffer;

/// Number of bytes handed over at once.
const BLOCK: usize = 512 * 1024;
/// How many blocks wait to be filled or taken: they make up for a pause of either side, also of one that has to wait for a
/// processor.
const BLOCKS: usize = 16;

/// What a decoder yields, decompressed ahead of its reader.
pub(super) struct Decompressed {
    filled: Receiver<Block>,
    empty: SyncSender<Buffer>,
    /// How the input ends, once that is known.
    end: Option<io::Result<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Bytes, and how the input ends if nothing follows them.
struct Block {
    bytes: Buffer,
    end: Option<io::Result<()>>,
}

impl Decompressed {
    /// Begins to decompress; this ends when the input does, or when nobody reads on.
    pub(super) fn start(decoder: impl Read + Send + 'static) -> io::Result<Self> {
        let (fill, filled) = sync_channel(BLOCKS);
        let (empty, take) = sync_channel(BLOCKS);
        for _ in 0..BLOCKS {
            let _ = empty.send(Buffer::default());
        }
        let thread = thread::Builder::new().name("decompress".to_owned());
        let thread = thread.spawn(move || decompress(decoder, &take, &fill))?;
        Ok(Self { filled, empty, end: None, thread: Some(thread) })
    }

    /// Puts the next block behind what is in a buffer, and gives its length: 0 at the end.
    pub(super) fn read_into(&mut self, buffer: &mut Buffer) -> io::Result<usize> {
        loop {
            if let Some(end) = &mut self.end {
                return std::mem::replace(end, Ok(())).map(|()| 0);
            }
            let Ok(Block { mut bytes, end }) = self.filled.recv() else {
                // The thread always sends an end, unless it panics.
                if let Some(Err(panicked)) = self.thread.take().map(JoinHandle::join) {
                    panic::resume_unwind(panicked);
                }
                self.end = Some(Ok(()));
                continue;
            };
            self.end = end;
            let count = bytes.bytes().len();
            buffer.take(&mut bytes);
            // Behind the last block, nobody waits for another one.
            let _ = self.empty.send(bytes);
            if count > 0 {
                return Ok(count);
            }
        }
    }
}

/// Fills blocks until the input ends, or nobody reads on.
fn decompress(mut decoder: impl Read, empty: &Receiver<Buffer>, filled: &SyncSender<Block>) {
    while let Ok(mut bytes) = empty.recv() {
        bytes.make_headroom();
        let mut end = None;
        while bytes.bytes().len() < BLOCK && end.is_none() {
            match bytes.write(BLOCK - bytes.bytes().len(), |room| decoder.read(room)) {
                Ok(0) => end = Some(Ok(())),
                Ok(_) => {}
                Err(error) => end = Some(Err(error)),
            }
        }
        let last = end.is_some();
        if filled.send(Block { bytes, end }).is_err() || last {
            return;
        }
    }
}
