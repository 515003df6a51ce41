//! Recorder of a shard: takes everything that the check reports, before anything is left out of it.

use std::collections::VecDeque;
use std::io::{self, Write};

use acslint_check::{AlongKey, Event, RecordType, Report, Split, SplitEnd};
use acslint_schema::stats::Stats;

use super::left_out::KeptLeftOut;
use super::{Counts, KeptEvent, Part, RunOfShards};
use crate::content_statistics::ContentStatistics;
use crate::input::LeftOut;
use crate::stats::KeptStats;
use crate::tally::Tally;

/// Collector of what is found in a part.
#[derive(Debug)]
pub(crate) struct Collector {
    /// Name of the input in reports.
    file: String,
    /// Records without findings, and the losses of all records. Where statistics are collected, all records.
    clean: Tally,
    events: Vec<KeptEvent>,
}

impl Collector {
    /// Creates a collector of what is found in a file, which counts the same as a tally.
    pub(crate) fn new(counting: &Tally, file: &str) -> Self {
        Self { file: file.to_owned(), clean: counting.alike(), events: Vec::new() }
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
        if event.findings.is_empty() || self.clean.stats.is_some() {
            self.clean.event(event, &self.file);
        } else {
            if let Some(losses) = &mut self.clean.losses {
                losses.event(event);
            }
            self.events.push(KeptEvent::new(event));
        }
    }

    fn proved_clean(&mut self, record_type: RecordType, records: u64) {
        self.clean.proved_clean(record_type, records, &self.file);
    }

    fn proved_clean_along(&mut self, key: &AlongKey, records: u64) {
        self.clean.proved_clean_along(key, records);
    }

    fn unselected(&mut self, records: u64) {
        self.clean.unselected += records;
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
    /// Counts of no record, which show what is counted.
    counting: Tally,
    /// Events and counts of the last part.
    current: Collector,
    parts: Vec<Part>,
    /// Statistics of the inputs that are not split, if statistics are collected: they need no place, and no memory each.
    whole: Option<Stats>,
    /// Statistics of all parts.
    all: Option<Stats>,
}

impl Recorder {
    /// Creates a recorder of the shard of this number, with its inputs in their order. It counts the same as a tally.
    pub(crate) fn new(
        number: u32,
        run: RunOfShards,
        left_out: &LeftOut,
        inputs: VecDeque<RecordedInput>,
        counting: Tally,
    ) -> Self {
        Self {
            number,
            run,
            left_out: KeptLeftOut::new(left_out),
            inputs,
            current: Collector::new(&counting, ""),
            parts: Vec::new(),
            whole: counting.stats.clone(),
            all: counting.stats.clone(),
            counting,
        }
    }

    /// Returns the counts of no record, which show what is counted.
    pub(crate) fn counting(&self) -> &Tally {
        &self.counting
    }

    /// Returns the statistics of the shard, if they are collected.
    pub(crate) fn stats(&self) -> Option<&Stats> {
        self.all.as_ref()
    }

    /// Begins the next input.
    pub(crate) fn begin(&mut self, file: &str) {
        self.current = Collector::new(&self.counting, file);
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
        let mut collected = std::mem::replace(&mut self.current, Collector::new(&self.counting, ""));
        if let (Some(stats), Some(all), Some(whole)) =
            (&collected.clean.stats, &mut self.all, &mut self.whole)
        {
            all.merge(stats);
            // A merge of statistics does not need the contents that `html` shows.
            collected.clean.statistics = ContentStatistics::default();
            if self.parts.last().is_some_and(|part| part.split.is_none()) {
                whole.merge(stats);
                collected.clean.stats = None;
            }
        }
        let (counts, events) = collected.end();
        if let Some(part) = self.parts.last_mut() {
            (part.bytes, part.error) = (bytes, error.map(str::to_owned));
            (part.counts, part.events) = (counts, events);
        }
    }

    /// Returns the object `shard` as text.
    pub(crate) fn to_json(&self, interrupted: bool) -> io::Result<String> {
        let mut text = Vec::new();
        self.write(&mut text, interrupted)?;
        String::from_utf8(text).map_err(io::Error::other)
    }

    /// Writes the object `shard`, with each event on a line of its own.
    pub(crate) fn write(&self, sink: &mut dyn Write, interrupted: bool) -> io::Result<()> {
        let json = |value: &dyn erased::Value| value.to_json();
        write!(sink, "{{\"number\":{},\"run\":{}", self.number, json(&self.run)?)?;
        write!(sink, ",\"interrupted\":{interrupted},\"left_out\":{}", json(&self.left_out)?)?;
        if let Some(whole) = &self.whole {
            write!(sink, ",\"stats\":{}", json(&KeptStats::new(whole))?)?;
        }
        write!(sink, ",\"parts\":[")?;
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
