//! Plans of runs: every decision that depends on options, environment or terminal is made here, once.

mod check;
mod choices;
mod lint;
mod shard;
mod split;
mod stats;

pub(crate) use check::{Plan, StatsFiles};
pub(crate) use choices::{limits, overrides, selection};
pub(crate) use lint::LintPlan;
pub(crate) use split::outputs_of_shard;
