//! Decompression on a thread of its own, so that it overlaps with checking.
//!
//! It cannot be shared among threads, so nothing may keep it waiting: it fills one block while others are being checked.
//! The blocks are handed over as they are, and others come back for them. Where it is the faster of both, it rests as soon
//! as it is far enough ahead, for so long that another thread can use its processor meanwhile.

use std::io::{self, Read};
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread::{self, JoinHandle};

use super::Buffer;

/// Number of bytes handed over at once.
const BLOCK: usize = 512 * 1024;
/// How many blocks wait to be filled or taken: they make up for a pause of either side, also of one that has to wait for a
/// processor.
const BLOCKS: usize = 16;
/// How many blocks are emptied while it rests: the more at once the better, since a thread that was woken up is slow at
/// first. Those that are left keep a reader busy while it fills the next one.
const RESTING: usize = BLOCKS - 2;
/// How often a reader looks for a block before it sleeps: for about as long as it takes to fill one, where that is done
/// fast.
const LOOKS: u32 = 2000;

/// What a decoder yields, decompressed ahead of its reader.
pub(super) struct Decompressed {
    filled: Receiver<Block>,
    empty: SyncSender<Buffer>,
    rests: Arc<AtomicBool>,
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
        let rests = Arc::new(AtomicBool::new(false));
        let decompressor = Decompressor { empty: take, filled: fill, rests: rests.clone() };
        let thread = thread.spawn(move || decompressor.run(decoder))?;
        Ok(Self { filled, empty, rests, end: None, thread: Some(thread) })
    }

    /// Tells whether the thread has nothing to do for a while, as it is far enough ahead or at the end.
    pub(super) fn rests(&self) -> Arc<AtomicBool> {
        self.rests.clone()
    }

    /// Puts the next block behind what is in a buffer, and gives its length: 0 at the end.
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
            // Behind the last block, nobody waits for another one.
            let _ = self.empty.send(bytes);
            if count > 0 {
                return Ok(count);
            }
        }
    }

    /// The next block, as soon as it is filled, unless the thread has panicked.
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

/// What the thread works with.
struct Decompressor {
    empty: Receiver<Buffer>,
    filled: SyncSender<Block>,
    rests: Arc<AtomicBool>,
}

impl Decompressor {
    /// Fills blocks until the input ends, or nobody reads on.
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

    /// The next block to fill, unless nobody reads on: one that is ready or just came back. Where there is none it rests
    /// until many have come back, so that others can have its processor for that long.
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

    /// Waits until the thread rests, or does not.
    fn wait_until(decompressed: &Decompressed, rests: bool) {
        let patience = Instant::now() + Duration::from_secs(60);
        while decompressed.rests.load(Ordering::Relaxed) != rests {
            assert!(Instant::now() < patience, "{rests}");
            thread::yield_now();
        }
    }

    /// Yields as many blocks as it is told to, and ends when nobody can tell it.
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
