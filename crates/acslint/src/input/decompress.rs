//! Decompression on a separate thread, concurrently with the check.
//!
//! Decompression is sequential, so nothing should make it wait: it fills one block while workers check others. Blocks
//! move to the reader without copying, and empty blocks come back. If decompression is faster than the check, it
//! pauses once it is far enough ahead, long enough for another thread to use its processor.

use std::io::{self, Read};
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread::{self, JoinHandle};

use super::Buffer;

/// Size of a block in bytes.
const BLOCK: usize = 512 * 1024;
/// Number of blocks that wait to be filled or taken. They make up for a pause of either side, including the wait for
/// a processor.
const BLOCKS: usize = 16;
/// Number of empty blocks that end a pause: the more the better, since a thread that wakes up is slow at first. The
/// blocks left keep a reader busy while the thread fills the next one.
const RESTING: usize = BLOCKS - 2;
/// Number of times that a reader polls for a block before it sleeps: about the time that a fast decoder takes to fill
/// one.
const LOOKS: u32 = 2000;

/// Output of a decoder, decompressed ahead of its reader.
pub(super) struct Decompressed {
    filled: Receiver<Block>,
    empty: SyncSender<Buffer>,
    rests: Arc<AtomicBool>,
    /// End of the input, once known.
    end: Option<io::Result<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Bytes, and the end of the input if nothing follows them.
struct Block {
    bytes: Buffer,
    end: Option<io::Result<()>>,
}

impl Decompressed {
    /// Starts the thread. It stops when the input ends or the reader is dropped.
    pub(super) fn start(decoder: impl Read + Send + 'static) -> io::Result<Self> {
        let (fill, filled) = sync_channel(BLOCKS);
        let (empty, take) = sync_channel(BLOCKS);
        for _ in 0..BLOCKS {
            let _ = empty.send(Buffer::default());
        }
        let thread = thread::Builder::new().name("decompress".to_owned());
        let rests = Arc::new(AtomicBool::new(false));
        let decompressor = Decompressor { empty: take, filled: fill, rests: rests.clone() };
        let thread = thread.spawn(move || decompressor.run(decoder))?;
        Ok(Self { filled, empty, rests, end: None, thread: Some(thread) })
    }

    /// Returns a flag that is true while the thread is idle: far enough ahead, or at the end.
    pub(super) fn rests(&self) -> Arc<AtomicBool> {
        self.rests.clone()
    }

    /// Appends the next block to a buffer and returns its length: 0 at the end.
    pub(super) fn read_into(&mut self, buffer: &mut Buffer) -> io::Result<usize> {
        loop {
            if let Some(end) = &mut self.end {
                return std::mem::replace(end, Ok(())).map(|()| 0);
            }
            let Some(Block { mut bytes, end }) = self.next_block() else {
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
            // After the last block, the thread no longer receives.
            let _ = self.empty.send(bytes);
            if count > 0 {
                return Ok(count);
            }
        }
    }

    /// Waits for the next block; `None` if the thread panicked.
    fn next_block(&self) -> Option<Block> {
        for _ in 0..LOOKS {
            match self.filled.try_recv() {
                Err(TryRecvError::Empty) => thread::yield_now(),
                looked => return looked.ok(),
            }
        }
        self.filled.recv().ok()
    }
}

/// State of the thread.
struct Decompressor {
    empty: Receiver<Buffer>,
    filled: SyncSender<Block>,
    rests: Arc<AtomicBool>,
}

impl Decompressor {
    /// Fills blocks until the input ends or the reader is dropped.
    fn run(&self, mut decoder: impl Read) {
        let mut ready = Vec::new();
        while let Some(mut bytes) = self.next_empty(&mut ready) {
            bytes.make_headroom(BLOCK);
            let mut end = None;
            while bytes.bytes().len() < BLOCK && end.is_none() {
                match bytes.write(BLOCK - bytes.bytes().len(), |room| decoder.read(room)) {
                    Ok(0) => end = Some(Ok(())),
                    Ok(_) => {}
                    Err(error) => end = Some(Err(error)),
                }
            }
            let last = end.is_some();
            if self.filled.send(Block { bytes, end }).is_err() || last {
                break;
            }
        }
        self.rests.store(true, Ordering::Relaxed);
    }

    /// Returns the next block to fill, a ready or a returned one; `None` if the reader was dropped. Without an empty
    /// block it waits until many have come back, so that other threads can have its processor for that long.
    fn next_empty(&self, ready: &mut Vec<Buffer>) -> Option<Buffer> {
        ready.pop().or_else(|| match self.empty.try_recv() {
            Err(TryRecvError::Empty) => {
                self.rests.store(true, Ordering::Relaxed);
                ready.extend(self.empty.iter().take(RESTING));
                self.rests.store(false, Ordering::Relaxed);
                ready.pop()
            }
            looked => looked.ok(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};
    use std::sync::atomic::Ordering;
    use std::sync::mpsc::{Receiver, channel};
    use std::thread;
    use std::time::{Duration, Instant};

    use super::{BLOCK, BLOCKS, Buffer, Decompressed, RESTING};

    /// Waits until the thread is idle, or busy.
    fn wait_until(decompressed: &Decompressed, rests: bool) {
        let patience = Instant::now() + Duration::from_secs(60);
        while decompressed.rests.load(Ordering::Relaxed) != rests {
            assert!(Instant::now() < patience, "{rests}");
            thread::yield_now();
        }
    }

    /// Decoder that yields one block for each message, and ends when the sender is dropped.
    struct Gate(Receiver<()>);

    impl Read for Gate {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            Ok(self.0.recv().map_or(0, |()| room.len()))
        }
    }

    #[test]
    fn the_thread_rests_until_many_blocks_are_empty_and_at_the_end() {
        let (open, gate) = channel();
        let mut decompressed = Decompressed::start(Gate(gate)).unwrap();
        let read = |decompressed: &mut Decompressed| decompressed.read_into(&mut Buffer::default()).unwrap();
        for _ in 0..BLOCKS {
            assert!(!decompressed.rests.load(Ordering::Relaxed));
            open.send(()).unwrap();
        }
        wait_until(&decompressed, true);
        for _ in 1..RESTING {
            assert_eq!(read(&mut decompressed), BLOCK);
        }
        thread::sleep(Duration::from_millis(20));
        assert!(decompressed.rests.load(Ordering::Relaxed));
        assert_eq!(read(&mut decompressed), BLOCK);
        wait_until(&decompressed, false);
        drop(open);
        wait_until(&decompressed, true);
        for _ in RESTING..BLOCKS {
            assert_eq!(read(&mut decompressed), BLOCK);
        }
        assert_eq!(read(&mut decompressed), 0);
    }
}
