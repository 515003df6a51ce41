//! Sizes of allocations: an approximation for bounds on the memory of findings.

/// Bytes that an allocator takes for a block of memory in addition to its contents, rounded.
const BLOCK: usize = 16;

/// Returns the size of a block of memory; an empty block is not allocated.
pub(crate) const fn block(bytes: usize) -> usize {
    if bytes == 0 { 0 } else { bytes + BLOCK }
}
