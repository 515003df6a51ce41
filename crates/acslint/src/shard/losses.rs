//! Losses in a destination in the report of a shard.

use std::sync::Arc;

use acslint_check::Effect;
use serde::{Deserialize, Serialize};

use super::Names;
use super::event::KeptType;
use crate::losses::Losses;
use crate::values::TargetName;

/// Losses of the records in a part of an input.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeptLosses {
    target: TargetName,
    records: u64,
    /// True if a fault discards the file.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    discards: bool,
    effects: Vec<KeptEffect>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptEffect {
    effect: String,
    records: u64,
    values: u64,
    columns: Vec<(Option<KeptType>, Option<String>, u64)>,
}

impl KeptLosses {
    pub(super) fn new(losses: &Losses) -> Self {
        let (records, discards) = losses.of_input();
        let effects = losses.effects_of_input().map(|(effect, count)| KeptEffect {
            effect: effect.id().to_owned(),
            records: count.records,
            values: count.values,
            columns: count
                .columns()
                .into_iter()
                .map(|((of, column), values)| {
                    (of.map(Into::into), column.as_deref().map(str::to_owned), values)
                })
                .collect(),
        });
        Self { target: losses.target(), records, discards, effects: effects.collect() }
    }

    /// Returns the losses as those of a run; an error describes what is invalid in them.
    pub(super) fn losses(self, names: &Names) -> Result<Losses, String> {
        let mut losses = Losses::new(self.target, None);
        losses.lossless(self.records);
        losses.discard(self.discards);
        for KeptEffect { effect, records, values, columns } in self.effects {
            let known = Effect::ALL.into_iter().find(|known| known.id() == effect);
            let known = known.ok_or_else(|| format!("unknown effect `{effect}`"))?;
            losses.add_effect(known, [records, values]);
            for (of, column, values) in columns {
                let of = of.map(|of| names.record_type(&of)).transpose()?;
                losses.add_column(known, (of, column.map(Arc::from)), values);
            }
        }
        Ok(losses)
    }
}
