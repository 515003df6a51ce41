//! Splits of an input: parts that are checked apart, and whose outcomes together say what one whole check says.
//!
//! Only an input with one record on each line can be cut: its [`LineLayout`] is learnt from its first lines. A split owns
//! the lines that begin in it. Its check begins with an assumption about what precedes it, and notes what it used of
//! that. [`Outcomes`] compares the assumption with what the splits before it say. Mostly it holds, or the difference
//! changes a finding in a known way; otherwise the split is checked again from the actual state. So the result never
//! depends on the cuts.

mod check;
mod layout;
mod outcomes;

pub use check::{Split, SplitEnd};
pub use layout::LineLayout;
pub use outcomes::{Joined, Outcomes, OutcomesError, Placement};
