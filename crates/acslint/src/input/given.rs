//! Inputs whose bytes the caller of the library reads, such as blobs or objects of another program.

use std::cmp::Ordering;
use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;

/// Opens an input at an offset of its stored bytes.
type Open = dyn Fn(u64) -> io::Result<Box<dyn Read + Send>> + Send + Sync;

/// Input whose bytes the caller reads.
#[derive(Clone)]
pub struct Given(Arc<Opener>);

struct Opener {
    name: String,
    size: Option<u64>,
    open: Box<Open>,
}

impl Given {
    /// Input of a name, which reports show. `size` is the number of its stored bytes, if the caller knows it, and `open` opens
    /// it at an offset.
    pub fn new(
        name: String,
        size: Option<u64>,
        open: impl Fn(u64) -> io::Result<Box<dyn Read + Send>> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Opener { name, size, open: Box::new(open) }))
    }

    /// Name of the input.
    pub(crate) fn name(&self) -> &str {
        &self.0.name
    }

    /// Number of its stored bytes, if it is known.
    pub(crate) fn size(&self) -> Option<u64> {
        self.0.size
    }

    /// Opens the input at an offset of its stored bytes.
    pub(crate) fn open(&self, offset: u64) -> io::Result<Box<dyn Read + Send>> {
        (self.0.open)(offset)
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.name)
    }
}

impl PartialEq for Given {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Given {}

impl PartialOrd for Given {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Given {
    fn cmp(&self, other: &Self) -> Ordering {
        let address = |given: &Self| Arc::as_ptr(&given.0) as usize;
        self.name().cmp(other.name()).then_with(|| address(self).cmp(&address(other)))
    }
}
