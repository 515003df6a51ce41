//! Two programs in turn, A B A B …, so that disturbances of the machine affect both. First, each runs once unmeasured.

use super::{
    context::Context,
    data::Data,
    program::Program,
    results::{Comparison, Series, Verdict},
};
use crate::Error;

/// A program on its data, and its expected result.
#[derive(Debug, Clone)]
pub(super) struct Run<'d> {
    pub(super) name: &'static str,
    pub(super) program: Program,
    pub(super) data: &'d Data,
    pub(super) expects: Expects,
}

/// Expected result of a program, to make sure that it does the intended work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expects {
    /// Every record is valid.
    AllValid,
    /// Some record is invalid.
    SomeInvalid,
    /// The program read all bytes.
    AllBytes,
    /// No expectation.
    Nothing,
}

impl Run<'_> {
    /// Runs the program once and verifies its result.
    pub(super) fn warm_up(&self, context: &Context<'_>) -> Result<(i32, Series), Error> {
        let trial = self.program.try_once(context)?;
        let Verdict { valid, invalid } = trial.verdict.unwrap_or(Verdict { valid: 0, invalid: 0 });
        let holds = match self.expects {
            Expects::AllValid => (valid, invalid) == (self.data.records, 0) && trial.code == 0,
            Expects::SomeInvalid => invalid > 0,
            Expects::AllBytes => valid == self.data.bytes && trial.code == 0,
            Expects::Nothing => trial.code == 0,
        };
        if !holds {
            let why = format!(
                "says of {} records in {} that {valid} are valid and {invalid} are not, and ends with exit code {}",
                self.data.records,
                self.data.file(),
                trial.code
            );
            return Err(Error::Unmeasurable { what: self.program.name.clone(), why });
        }
        let verdict = trial.verdict.filter(|_| self.expects != Expects::AllBytes);
        let name = self.name.to_owned();
        Ok((trial.code, Series { name, bytes: self.data.bytes, verdict, runs: Vec::new() }))
    }
}

/// Duration in seconds below which a pair is short: one disturbance is a large part of it.
pub(super) const SHORT: f64 = 2.0;

/// Factor for the number of runs of short pairs.
pub(super) const MORE: usize = 3;

/// Runs both programs in turn, short pairs more often.
pub(super) fn compare(
    context: &Context<'_>,
    runs: usize,
    case: &str,
    subject: &Run<'_>,
    reference: &Run<'_>,
) -> Result<Comparison, Error> {
    let (subject_code, mut measured) = subject.warm_up(context)?;
    let (reference_code, mut against) = reference.warm_up(context)?;
    let pair = || -> Result<_, Error> {
        Ok((subject.program.cost(context, subject_code)?, reference.program.cost(context, reference_code)?))
    };
    let mut pairs = vec![pair()?];
    let is_short = pairs[0].0.wall + pairs[0].1.wall < SHORT;
    let runs = if is_short { runs * MORE } else { runs };
    while pairs.len() < runs {
        pairs.push(pair()?);
    }
    (measured.runs, against.runs) = pairs.into_iter().unzip();
    let comparison = Comparison { case: case.to_owned(), subject: measured, reference: against };
    say(&comparison);
    Ok(comparison)
}

/// Measures one program alone.
pub(super) fn series(context: &Context<'_>, runs: usize, run: &Run<'_>) -> Result<Series, Error> {
    let (code, mut series) = run.warm_up(context)?;
    for _ in 0..runs {
        series.runs.push(run.program.cost(context, code)?);
    }
    Ok(series)
}

fn say(comparison: &Comparison) {
    let [subject, reference] = [&comparison.subject, &comparison.reference].map(|series| {
        let seconds = series.wall().map_or(0.0, |wall| wall.median);
        format!("{} {seconds:.3} s", series.name)
    });
    let times = comparison.speed().map_or(0.0, |speed| speed.median);
    println!("  {}: {subject}, {reference}, {times:.2} times as fast", comparison.case);
}
