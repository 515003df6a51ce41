//! Recorder of a shard: takes everything that the check reports, before anything is left out of it.

use std::collections::VecDeque;
use std::io::{self, Write};

use acslint_check::{Event, RecordType, Report, Split, SplitEnd};

use super::left_out::KeptLeftOut;
use super::{Counts, KeptEvent, Part, RunOfShards};
use crate::input::LeftOut;
use crate::losses::Losses;
use crate::tally::Tally;

/// Name of the file of records that are not counted by file.
const NOT_BY_FILE: &str = "";

/// Collector of what is found in a part.
#[derive(Debug)]
pub(crate) struct Collector {
    /// Records without findings, and the losses of all records.
    clean: Tally,
    events: Vec<KeptEvent>,
}

impl Collector {
    /// Collector that counts losses, if there is a destination.
    pub(crate) fn new(losses: Option<&Losses>) -> Self {
        let mut clean = Tally::default();
        clean.losses = losses.map(Losses::alike);
        Self { clean, events: Vec::new() }
    }

    /// Counts records without findings.
    pub(crate) fn clean(&mut self, clean: &Tally) {
        self.clean.add_clean(clean);
    }

    /// Returns what was collected.
    pub(crate) fn end(self) -> (Counts, Vec<KeptEvent>) {
        (Counts::new(&self.clean), self.events)
    }
}

impl Report for Collector {
    fn event(&mut self, event: &Event<'_>) {
        if event.findings.is_empty() {
            self.clean.event(event, NOT_BY_FILE);
        } else {
            if let Some(losses) = &mut self.clean.losses {
                losses.event(event);
            }
            self.events.push(KeptEvent::new(event));
        }
    }

    fn proved_clean(&mut self, record_type: RecordType, records: u64) {
        self.clean.proved_clean(record_type, records, NOT_BY_FILE);
    }
}

/// Input of a shard that is recorded.
#[derive(Debug, Clone)]
pub(crate) struct RecordedInput {
    /// Number among all inputs, from 0.
    pub(crate) number: usize,
    /// File that it comes from.
    pub(crate) path: String,
    /// Stored size.
    pub(crate) size: u64,
}

/// Parts of a shard so far.
#[derive(Debug)]
pub(crate) struct Recorder {
    number: u32,
    run: RunOfShards,
    left_out: KeptLeftOut,
    /// Inputs to come.
    inputs: VecDeque<RecordedInput>,
    /// Losses of no record, if there is a destination.
    losses: Option<Losses>,
    /// Events and counts of the last part.
    current: Collector,
    parts: Vec<Part>,
}

impl Recorder {
    /// Creates a recorder of the shard of this number, with its inputs in their order.
    pub(crate) fn new(
        number: u32,
        run: RunOfShards,
        left_out: &LeftOut,
        inputs: VecDeque<RecordedInput>,
        losses: Option<Losses>,
    ) -> Self {
        let (current, parts) = (Collector::new(losses.as_ref()), Vec::new());
        Self { number, run, left_out: KeptLeftOut::new(left_out), inputs, losses, current, parts }
    }

    /// Begins the next input.
    pub(crate) fn begin(&mut self, file: &str) {
        let Some(RecordedInput { number, path, size }) = self.inputs.pop_front() else { return };
        self.parts.push(Part {
            input: number,
            file: file.to_owned(),
            path,
            size,
            bytes: 0,
            error: None,
            split: None,
            counts: Counts::default(),
            events: Vec::new(),
        });
    }

    /// Returns the receiver of what is found in the current input.
    pub(crate) fn current(&mut self) -> &mut Collector {
        &mut self.current
    }

    /// Notes that the current part is a split of its input.
    pub(crate) fn split(&mut self, split: Split, end: SplitEnd) {
        if let Some(part) = self.parts.last_mut() {
            part.split = Some((split, end));
        }
    }

    /// Ends the current part.
    pub(crate) fn end(&mut self, bytes: u64, error: Option<&str>) {
        let next = Collector::new(self.losses.as_ref());
        let (counts, events) = std::mem::replace(&mut self.current, next).end();
        if let Some(part) = self.parts.last_mut() {
            (part.bytes, part.error) = (bytes, error.map(str::to_owned));
            (part.counts, part.events) = (counts, events);
        }
    }

    /// Writes the object `shard`, with each event on a line of its own.
    pub(crate) fn write(&self, sink: &mut dyn Write, interrupted: bool) -> io::Result<()> {
        let json = |value: &dyn erased::Value| value.to_json();
        write!(sink, "{{\"number\":{},\"run\":{}", self.number, json(&self.run)?)?;
        write!(sink, ",\"interrupted\":{interrupted},\"left_out\":{},\"parts\":[", json(&self.left_out)?)?;
        for (number, part) in self.parts.iter().enumerate() {
            let comma = if number > 0 { "," } else { "" };
            write!(sink, "{comma}\n{{\"input\":{},\"file\":{}", part.input, json(&part.file)?)?;
            write!(
                sink,
                ",\"size\":{},\"bytes\":{},\"error\":{}",
                part.size,
                part.bytes,
                json(&part.error)?
            )?;
            write!(sink, ",\"path\":{}", json(&part.path)?)?;
            write!(sink, ",\"split\":{},\"counts\":{}", json(&part.split)?, json(&part.counts)?)?;
            write!(sink, ",\"events\":[")?;
            for (number, event) in part.events.iter().enumerate() {
                write!(sink, "{}\n{}", if number > 0 { "," } else { "" }, json(event)?)?;
            }
            write!(sink, "]}}")?;
        }
        write!(sink, "]}}")
    }
}

/// Values that can be written as JSON, whatever their type is.
mod erased {
    use std::io;

    use serde::Serialize;

    pub(super) trait Value {
        fn to_json(&self) -> io::Result<String>;
    }

    impl<T: Serialize> Value for T {
        fn to_json(&self) -> io::Result<String> {
            Ok(serde_json::to_string(self)?)
        }
    }
}
