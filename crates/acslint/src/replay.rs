//! Replay of what shards found, as if one run had found it.

use std::collections::BTreeMap;

use acslint_check::{Checker, Outcomes, OutcomesError, Placement, Report, Split, SplitEnd};

use crate::error::Error;
use crate::report::Reports;
use crate::setup::Setups;
use crate::shard::{Counts, KeptEvent, Names, Part, Restored, Unmergeable};
use crate::tally::Tally;

/// Outcome of a split, without its place.
pub(crate) type Kept = (Counts, Vec<KeptEvent>);

/// Split that is to be checked again, since something before it makes its outcome invalid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Again<'a> {
    /// Name of the input in reports.
    pub(crate) file: &'a str,
    /// Stored size of the input.
    pub(crate) size: u64,
    pub(crate) split: &'a Split,
    pub(crate) checker: &'a Checker,
}

/// Check of a split again.
pub(crate) type CheckAgain<'a> = dyn FnMut(Again<'_>) -> Result<(SplitEnd, Kept), Error> + 'a;

/// Returns the parts of each of so many inputs.
pub(crate) fn by_input(
    count: usize,
    parts: impl Iterator<Item = Part>,
) -> Result<Vec<Vec<Part>>, Unmergeable> {
    let mut inputs: BTreeMap<usize, Vec<Part>> = BTreeMap::new();
    for part in parts {
        inputs.entry(part.input).or_default().push(part);
    }
    let numbers = 0..count;
    if let Some(missing) = numbers.clone().find(|number| !inputs.contains_key(number)) {
        return Err(Unmergeable::Parts(format!("no shard has input {}", missing + 1)));
    }
    for (number, parts) in &inputs {
        let is_whole = parts.iter().any(|part| part.split.is_none());
        if !numbers.contains(number) || (is_whole && parts.len() > 1) {
            return Err(Unmergeable::Parts(format!("`{}` is there twice", parts[0].file)));
        }
    }
    Ok(inputs.into_values().collect())
}

/// Findings and counts of all inputs, ready for a report: all of them are valid.
#[derive(Debug)]
pub(crate) struct Replay(Vec<WholeInput>);

/// Findings and counts of an input.
#[derive(Debug)]
struct WholeInput {
    file: String,
    setup: usize,
    /// Counts of records without findings, and events, in the order of the input.
    found: Vec<(Tally, Vec<Restored>)>,
    bytes: u64,
    /// Reason why it could not be read, or not to its end.
    error: Option<String>,
}

impl Replay {
    /// Joins the parts of all inputs.
    pub(crate) fn new(
        inputs: Vec<Vec<Part>>,
        setups: &Setups,
        again: &mut CheckAgain<'_>,
    ) -> Result<Self, Error> {
        let names = Names::new(setups.own_categories());
        let whole = |(number, parts)| whole(parts, setups.of_input(number), setups, (&names, &mut *again));
        Ok(Self(inputs.into_iter().enumerate().map(whole).collect::<Result<_, _>>()?))
    }

    /// Passes everything to the reports; `unread` takes the inputs that could not be read, with the errors.
    pub(crate) fn report(self, reports: &mut Reports, mut unread: impl FnMut(&str, &str)) {
        for WholeInput { file, setup, found, bytes, error } in self.0 {
            reports.begin(&file, setup);
            for (clean, events) in found {
                reports.clean(&clean);
                for event in &events {
                    reports.event(&event.event());
                }
            }
            match error {
                None => reports.end_of_file(bytes),
                Some(error) => {
                    unread(&file, &error);
                    reports.unreadable(&file, error, bytes);
                }
            }
        }
    }
}

/// Joins the parts of an input.
fn whole(
    parts: Vec<Part>,
    setup: usize,
    setups: &Setups,
    (names, again): (&Names, &mut CheckAgain<'_>),
) -> Result<WholeInput, Error> {
    let file = parts[0].file.clone();
    let mut input = WholeInput { file: file.clone(), setup, found: Vec::new(), bytes: 0, error: None };
    let (mut outcomes, mut size) = (Outcomes::default(), 0);
    for Part { bytes, error, split, counts, events, size: of_file, .. } in parts {
        let Some((split, end)) = split else {
            input.found.push(placed(names, &Placement::default(), (counts, events))?);
            (input.bytes, input.error) = (bytes, error);
            return Ok(input);
        };
        size = of_file;
        outcomes.add(split, end, (counts, events)).map_err(|error| fits_not(&file, error))?;
    }
    let checker = setups.checker(setup);
    let joined = outcomes.join(
        |split| again(Again { file: &file, size, split, checker }).map_err(Fault::Other),
        |placement, end: SplitEnd, kept| {
            input.bytes += end.bytes();
            input.found.push(placed(names, &placement, kept).map_err(Fault::Other)?);
            Ok(())
        },
    );
    joined.map_err(|fault| fault.error(&file))?;
    Ok(input)
}

/// Returns what was found in one place, as a session of the whole input reports it.
pub(crate) fn placed(
    names: &Names,
    placement: &Placement,
    (counts, events): Kept,
) -> Result<(Tally, Vec<Restored>), Error> {
    let clean = counts.tally(names).map_err(Unmergeable::Parts)?;
    let event = |event: KeptEvent| {
        let mut event = event.restored(names).map_err(Unmergeable::Parts)?;
        event.record += placement.records;
        event.anchor_position.line += placement.lines;
        placement.adapt(&mut event.findings);
        Ok::<_, Error>(event)
    };
    Ok((clean, events.into_iter().map(event).collect::<Result<_, _>>()?))
}

/// Part of an input at its place.
pub(crate) enum PlacedPart<K> {
    /// Part that is known, by what the caller calls it.
    Known(K, Placement),
    /// Part that had to be checked again.
    Again(Box<Part>, Placement),
}

/// Finds the places of the parts of an input, each of which comes with what the caller calls it.
pub(crate) fn place_parts<K>(
    parts: Vec<(K, Part)>,
    checker: &Checker,
    again: &mut CheckAgain<'_>,
) -> Result<Vec<PlacedPart<K>>, Error> {
    enum Found<K> {
        Known(K),
        Again(Box<Part>),
    }
    let Some((_, Part { input, file, path, size, .. })) = parts.first() else { return Ok(Vec::new()) };
    let (input, file, path, size) = (*input, file.clone(), path.clone(), *size);
    let mut outcomes = Outcomes::default();
    for (key, part) in parts {
        let Some((split, end)) = part.split else {
            return Ok(vec![PlacedPart::Known(key, Placement::default())]);
        };
        outcomes.add(split, end, Found::Known(key)).map_err(|error| fits_not(&file, error))?;
    }
    let mut placed = Vec::new();
    let joined = outcomes.join(
        |split| {
            let (end, (counts, events)) =
                again(Again { file: &file, size, split, checker }).map_err(Fault::Other)?;
            let (file, path, bytes) = (file.clone(), path.clone(), end.bytes());
            let split = Some((split.clone(), end.clone()));
            let part = Part { input, file, path, size, bytes, error: None, split, counts, events };
            Ok((end, Found::Again(Box::new(part))))
        },
        |placement, _, found| {
            placed.push(match found {
                Found::Known(key) => PlacedPart::Known(key, placement),
                Found::Again(part) => PlacedPart::Again(part, placement),
            });
            Ok(())
        },
    );
    joined.map_err(|fault: Fault| fault.error(&file))?;
    Ok(placed)
}

/// Reason why splits cannot be joined.
enum Fault {
    Outcomes(OutcomesError),
    Other(Error),
}

impl Fault {
    fn error(self, file: &str) -> Error {
        match self {
            Self::Outcomes(error) => fits_not(file, error),
            Self::Other(error) => error,
        }
    }
}

impl From<OutcomesError> for Fault {
    fn from(error: OutcomesError) -> Self {
        Self::Outcomes(error)
    }
}

fn fits_not(file: &str, error: OutcomesError) -> Error {
    Unmergeable::Parts(format!("`{file}`: {error}")).into()
}
