//! Gates: minimum numbers of checked records, so that a run that no longer checks anything does not pass unnoticed.
//!
//! Only records of a known category count: acslint does not check those of other services, or data that is not a
//! record.

use crate::tally::Tally;
use crate::text::{counted, thousands};

/// Minimum number of checked records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gate {
    /// Category, in any shape; `None` for all categories together.
    pub(crate) category: Option<&'static str>,
    /// Minimum number of records.
    pub(crate) records: u64,
}

/// Gates of a run: at most one for each category, and one for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Gates(Vec<Gate>);

impl Gates {
    /// Returns the gates of the options. The last of several gates for one category applies; the gate of each
    /// `required` category is at least one record.
    pub(crate) fn new(asked: &[Gate], required: &[&'static str]) -> Self {
        let mut gates: Vec<Gate> = Vec::new();
        for gate in asked {
            gates.retain(|other| other.category != gate.category);
            gates.push(*gate);
        }
        for category in required {
            match gates.iter_mut().find(|gate| gate.category == Some(category)) {
                Some(gate) => gate.records = gate.records.max(1),
                None => gates.push(Gate { category: Some(category), records: 1 }),
            }
        }
        Self(gates)
    }

    /// Returns the gates that a run with these counts does not pass.
    pub(crate) fn unmet(&self, tally: &Tally) -> Vec<Unmet> {
        let unmet = |gate: &Gate| Unmet { gate: *gate, checked: checked(tally, gate.category) };
        self.0.iter().map(unmet).filter(|unmet| unmet.checked < unmet.gate.records).collect()
    }
}

fn checked(tally: &Tally, category: Option<&str>) -> u64 {
    let counts = tally.types();
    let of_it = counts.iter();
    let of_it = of_it.filter(|count| category.is_none_or(|category| count.record_type.category == category));
    of_it.map(|count| count.records).sum()
}

/// Gate that a run did not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unmet {
    pub(crate) gate: Gate,
    /// Number of checked records.
    pub(crate) checked: u64,
}

impl Unmet {
    /// Returns the shortfall as a phrase.
    pub(crate) fn reason(self) -> String {
        let Self { gate: Gate { category, records }, checked } = self;
        let of_it = category.map(|category| format!(" of `{category}`")).unwrap_or_default();
        let found = if checked == 0 { "no record".to_owned() } else { counted(checked, "record") };
        format!("{found}{of_it}, at least {} required", thousands(records))
    }
}

#[cfg(test)]
mod tests {
    use acslint_check::RecordType;
    use acslint_types::{Category, Shape};

    use super::{Gate, Gates};
    use crate::tally::Tally;

    fn usage() -> &'static Category {
        Category::by_id("Usage").unwrap()
    }

    fn calls() -> &'static Category {
        Category::by_id("CallSummary").unwrap()
    }

    fn reasons(gates: &Gates, tally: &Tally) -> Vec<String> {
        gates.unmet(tally).into_iter().map(super::Unmet::reason).collect()
    }

    #[test]
    fn records_of_all_shapes_count() {
        let mut tally = Tally::default();
        let gates = Gates::new(
            &[Gate { category: None, records: 1200 }, Gate { category: Some(usage().id), records: 3 }],
            &[calls().id],
        );
        assert_eq!(
            reasons(&gates, &tally),
            [
                "no record, at least 1,200 required",
                "no record of `Usage`, at least 3 required",
                "no record of `CallSummary`, at least 1 required",
            ]
        );
        tally.proved_clean(RecordType::of(usage(), Shape::Table), 1);
        tally.proved_clean(RecordType::of(calls(), Shape::Table), 1198);
        assert_eq!(
            reasons(&gates, &tally),
            ["1,199 records, at least 1,200 required", "1 record of `Usage`, at least 3 required"]
        );
        tally.proved_clean(RecordType::of(usage(), Shape::ResourceLog), 2);
        assert_eq!(reasons(&gates, &tally), [""; 0]);
    }

    #[test]
    fn the_last_number_for_a_category_counts() {
        let of_usage = |records| Gate { category: Some(usage().id), records };
        let gates = Gates::new(&[of_usage(5), Gate { category: None, records: 2 }, of_usage(0)], &[]);
        assert_eq!(gates, Gates(vec![Gate { category: None, records: 2 }, of_usage(0)]));
        assert_eq!(Gates::new(&[of_usage(0)], &[usage().id]), Gates(vec![of_usage(1)]));
        assert_eq!(Gates::new(&[of_usage(7)], &[usage().id, usage().id]), Gates(vec![of_usage(7)]));
    }
}
