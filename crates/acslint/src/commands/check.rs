//! `acslint check`: reads each input piece by piece, checks it, and reports what was found.

use std::io::{self, Write};
use std::time::Instant;

use acslint_check::{Checker, Hints, Memory};

use crate::error::Error;
use crate::exit::Exit;
use crate::input::{Buffer, Input, Source, discover};
use crate::plan::Plan;
use crate::report::Reports;
use crate::text::{bytes, counted, visible};

/// Carries out a planned run.
pub(crate) fn run(plan: &Plan) -> Result<Exit, Error> {
    let begin = Instant::now();
    let mut reports = Reports::open(&plan.report)?;
    let mut buffer = Buffer::default();
    let mut memory = Memory::default();
    for found in discover(&plan.paths, plan.report.output.as_deref()) {
        if !reports.is_open() {
            break;
        }
        let (name, result) = match found {
            Ok(input) => {
                let records = reports.tally().records;
                reports.begin(&input.name);
                let result = check(&plan.checker, &input, &mut memory, &mut buffer, &mut reports);
                if plan.verbose {
                    let records = counted(reports.tally().records - records, "record");
                    note(&format!("{}: {records}, {}", input.name, bytes(buffer.read() as f64)));
                }
                (input.name, result)
            }
            Err((name, error)) => {
                buffer.clear();
                (name, Err(error))
            }
        };
        match result {
            Ok(()) => reports.end_of_file(buffer.read()),
            Err(error) => {
                note(&format!("error: {name}: {error}"));
                reports.unreadable(&name, error.to_string(), buffer.read());
            }
        }
    }
    let exit = Exit::of(reports.tally(), plan.fail_on);
    let tally = reports.finish(exit, plan.fail_on, begin.elapsed())?;
    if std::env::var_os("DBG").is_some() {
        note(&format!("vouched {}", tally.vouched));
    }
    if plan.say_reason && matches!(exit, Exit::NothingChecked) {
        note(&format!("error: {}", exit.reason(&tally, plan.fail_on)));
    }
    Ok(exit)
}

/// Checks one input, as far as it can be read.
fn check(
    checker: &Checker,
    input: &Input,
    memory: &mut Memory,
    buffer: &mut Buffer,
    reports: &mut Reports,
) -> io::Result<()> {
    buffer.clear();
    let mut source = Source::open(input)?;
    let mut session = checker.session(Hints::from_path(&input.name));
    let mut advance = |buffer: &Buffer, end| {
        let done = session.advance(memory, buffer.bytes(), end, reports);
        reports.is_open().then_some(done)
    };
    loop {
        let filled = buffer.fill(&mut source);
        let end = matches!(filled, Ok(true));
        let Some(done) = advance(buffer, end) else {
            return Ok(());
        };
        filled?;
        if end {
            return Ok(());
        }
        buffer.advance(done);
    }
}

/// Writes a line to standard error; where that is closed, nobody wants to know.
fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", visible(line));
}
