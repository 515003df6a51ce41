//! Verdict on a run: the exit code that its counts give, and the reason.

use acslint_check::Level;

use crate::exit::Exit;
use crate::gate::{Gate, Gates};
use crate::tally::{Tally, TypeCount};
use crate::text::{counted, thousands};

/// Criteria for a successful end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Criteria {
    /// Failing level, if any.
    pub(crate) fail_on: Option<Level>,
    /// Gates.
    pub(crate) gates: Gates,
    /// True if a run that checks too little succeeds: no gate applies.
    pub(crate) allow_empty: bool,
}

impl Criteria {
    /// Returns the gates that a run with these counts does not pass.
    pub(crate) fn unmet(&self, tally: &Tally) -> Vec<Unmet> {
        let unmet = |gate: &Gate| Unmet { gate: *gate, checked: checked(tally, gate.category) };
        let gates = self.gates.iter().filter(|_| !self.allow_empty);
        gates.map(unmet).filter(|unmet| unmet.checked < unmet.gate.records).collect()
    }
}

fn checked(tally: &Tally, category: Option<&str>) -> u64 {
    let counts = tally.types();
    let of_it = counts.iter();
    let of_it = of_it.filter(|count| category.is_none_or(|category| count.record_type.category == category));
    of_it.map(TypeCount::checked).sum()
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

impl Exit {
    /// Returns the end of a run with these counts.
    ///
    /// An unreadable input may contain further defects, so it outweighs findings. Findings are more specific than the
    /// lack of any identified record, so they outweigh that. A failed gate ranks with nothing checked: the records
    /// found are not sufficient for a verdict.
    pub(crate) fn of(tally: &Tally, criteria: &Criteria) -> Self {
        if tally.interrupted || !tally.unreadable.is_empty() {
            Self::Failure
        } else if failing(tally, criteria.fail_on) > 0 {
            Self::Findings
        } else if !criteria.allow_empty && (tally.checked() == 0 || !criteria.unmet(tally).is_empty()) {
            Self::NothingChecked
        } else {
            Self::Success
        }
    }

    /// Returns the reason as a phrase.
    pub(crate) fn reason(self, tally: &Tally, criteria: &Criteria) -> String {
        match (self, too_little(tally, criteria)) {
            (Self::Findings, Some(too_little)) => format!("{}; {too_little}", self.main(tally, criteria)),
            (Self::NothingChecked, Some(too_little)) if tally.checked() > 0 => too_little,
            _ => self.main(tally, criteria),
        }
    }

    /// Returns the reason without the gates.
    fn main(self, tally: &Tally, criteria: &Criteria) -> String {
        let fail_on = criteria.fail_on;
        match self {
            Self::Failure if tally.interrupted => "interrupted: not everything was read".to_owned(),
            Self::Failure if tally.unreadable.is_empty() => "the baseline could not be written".to_owned(),
            Self::Failure => format!("{} could not be read", counted(tally.unreadable.len() as u64, "input")),
            Self::Findings => at_or_above(failing(tally, fail_on), fail_on),
            Self::NothingChecked => nothing(tally),
            Self::Success if tally.checked() == 0 => {
                format!("{}, which `--allow-empty` allows", nothing(tally))
            }
            Self::Success if tally.findings() > 0 => at_or_above(0, fail_on),
            Self::Success if tally.known > 0 => "no new findings".to_owned(),
            Self::Success => "no findings".to_owned(),
        }
    }
}

/// Returns the reason why no record was checked as a phrase.
fn nothing(tally: &Tally) -> String {
    match (tally.files, tally.records) {
        (0, _) => "nothing was checked: no inputs".to_owned(),
        (files, 0) => format!("nothing was checked: no records in {}", counted(files, "file")),
        (_, records) => {
            format!("nothing was checked: none of {} is of a known category", counted(records, "record"))
        }
    }
}

/// Returns the failed gates as a phrase.
pub(crate) fn too_little(tally: &Tally, criteria: &Criteria) -> Option<String> {
    let reasons: Vec<_> = criteria.unmet(tally).into_iter().map(Unmet::reason).collect();
    (!reasons.is_empty()).then(|| format!("too little was checked: {}", reasons.join("; ")))
}

/// Returns true if a run with these counts checked everything, as far as it can determine.
pub(crate) fn is_complete(tally: &Tally, criteria: &Criteria) -> bool {
    let is_read = !tally.interrupted && tally.unreadable.is_empty();
    is_read && tally.checked() > 0 && criteria.unmet(tally).is_empty()
}

fn failing(tally: &Tally, fail_on: Option<Level>) -> u64 {
    fail_on.map_or(0, |level| tally.at_or_above(level))
}

fn at_or_above(findings: u64, fail_on: Option<Level>) -> String {
    match (fail_on, findings) {
        (None, _) => "findings do not fail this run".to_owned(),
        (Some(level), 0) => format!("no finding at or above `{level}`"),
        (Some(level), 1) => format!("1 finding at or above `{level}`"),
        (Some(level), findings) => format!("{} findings at or above `{level}`", thousands(findings)),
    }
}

#[cfg(test)]
mod tests {
    use acslint_check::RecordType;
    use acslint_types::{Category, Shape};

    use super::{Criteria, Unmet};
    use crate::gate::{Gate, Gates};
    use crate::tally::Tally;

    fn usage() -> &'static Category {
        Category::by_id("Usage").unwrap()
    }

    fn calls() -> &'static Category {
        Category::by_id("CallSummary").unwrap()
    }

    fn reasons(gates: &Gates, tally: &Tally) -> Vec<String> {
        Criteria { gates: gates.clone(), ..Criteria::default() }
            .unmet(tally)
            .into_iter()
            .map(Unmet::reason)
            .collect()
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
        tally.proved_clean(RecordType::of(usage(), Shape::Table), 1, "a");
        tally.proved_clean(RecordType::of(calls(), Shape::Table), 1198, "a");
        assert_eq!(
            reasons(&gates, &tally),
            ["1,199 records, at least 1,200 required", "1 record of `Usage`, at least 3 required"]
        );
        tally.proved_clean(RecordType::of(usage(), Shape::ResourceLog), 2, "a");
        assert_eq!(reasons(&gates, &tally), [""; 0]);
    }
}
