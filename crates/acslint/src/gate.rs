//! Gates: minimum numbers of checked records, so that a run that no longer checks anything does not pass unnoticed.
//!
//! Only records of a known category count: acslint does not check those of other services, or data that is not a
//! record.

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

    /// Returns the gates, one for each category.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Gate> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use acslint_types::Category;

    use super::{Gate, Gates};

    fn usage() -> &'static Category {
        Category::by_id("Usage").unwrap()
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
