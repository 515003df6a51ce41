//! Values written from a source and the facts of a record.

use acslint_types::Shape;

use super::clock;
use super::digits;
use super::facts::{Delivery, Facts};
use super::random::Random;
use super::source::{List, Source};
use super::text::Ids;

/// Maximum of a 32-bit integer, the type of counts and durations.
const LARGEST: u64 = i32::MAX as u64;

/// Names for addresses of fictitious people.
const NAMES: [&str; 12] =
    ["alex", "charlie", "dana", "eli", "jamie", "kim", "lou", "morgan", "noor", "robin", "sam", "toni"];

/// Maximum span between two times of a record, in nanoseconds: a century.
const LONGEST: u64 = 100 * 365 * 86_400 * 1_000_000_000;

impl Source {
    /// Appends a value for a record with these facts.
    pub(super) fn write(
        &self,
        shape: Shape,
        facts: &Facts,
        ids: &Ids,
        random: &mut Random,
        out: &mut Vec<u8>,
    ) {
        let quotes = shape == Shape::ResourceLog && facts.quotes_numbers;
        match self {
            Self::Time { after, fraction } => {
                quoted(true, out, |out| clock::write(out, time(*after, facts), *fraction));
            }
            Self::Address => address(random, out),
            Self::Count(example) => {
                quoted(quotes, out, |out| digits::plain(out, facts.counts.of(*example).min(LARGEST)));
            }
            Self::Recipients(list) => quoted(quotes, out, |out| digits::plain(out, list.length(facts))),
            Self::Duration(example) => quoted(quotes, out, |out| {
                digits::plain(out, facts.duration.of(*example).min(LARGEST));
                if shape == Shape::ResourceLog && facts.other_form {
                    fraction(random, out);
                }
            }),
            Self::Amount { units, decimals } => {
                quoted(quotes, out, |out| digits::decimal(out, facts.counts.of(*units), *decimals));
            }
            Self::Flag { as_text } => flag(*as_text != facts.other_form, random, out),
            Self::Digits { template, as_text } => quoted(*as_text != facts.other_form, out, |out| {
                template.write(ids, &facts.ids, facts.time, out);
            }),
            Self::Status { example, as_text } => quoted(*as_text != facts.other_form, out, |out| {
                digits::plain(out, facts.outcome.map_or(*example, |outcome| outcome.status.into()));
            }),
            Self::Phrase(example) => match facts.outcome {
                None => out.extend_from_slice(example),
                Some(outcome) => quoted(true, out, |out| out.extend_from_slice(outcome.phrase.as_bytes())),
            },
            Self::Result { others, .. } if random.one_in(32) && !others.is_empty() => {
                out.extend_from_slice(&others[random.index(others.len())]);
            }
            Self::Result { example, good, bad, .. } => out.extend_from_slice(match facts.outcome {
                None => example,
                Some(outcome) if outcome.failed() => bad,
                Some(_) => good,
            }),
            Self::Delivery { underway, done, failed } => out.extend_from_slice(match facts.delivery {
                Delivery::Underway => underway,
                Delivery::Done => done,
                Delivery::Failed => random.pick(failed).unwrap_or(done),
            }),
            Self::Recipient { domain } => recipient(domain, facts, random, out),
            Self::Choice(texts) => out.extend_from_slice(random.pick(texts).map_or(b"\"\"", Vec::as_slice)),
            Self::List(items) => some_of(items, random, out),
            Self::Text(template) => template.write(ids, &facts.ids, facts.time, out),
        }
    }
}

impl List {
    fn length(self, facts: &Facts) -> u64 {
        match self {
            Self::To => facts.recipients.to,
            Self::Cc => facts.recipients.cc,
            Self::Bcc => facts.recipients.bcc,
            Self::Unique => facts.recipients.unique,
        }
    }
}

/// A time whose distance from the record's time is similar to that of the example.
fn time(after: i64, facts: &Facts) -> i64 {
    let span = facts.spans.of(after.unsigned_abs()).min(LONGEST);
    facts.time + after.signum() * span.cast_signed()
}

/// Appends a dot and some digits.
fn fraction(random: &mut Random, out: &mut Vec<u8>) {
    out.push(b'.');
    digits::plain(out, u64::from(1 + random.below(9999)));
}

fn flag(as_text: bool, random: &mut Random, out: &mut Vec<u8>) {
    let flags: [&[u8]; 2] = if as_text { [b"\"True\"", b"\"False\""] } else { [b"true", b"false"] };
    out.extend_from_slice(flags[random.index(2)]);
}

fn quoted(quotes: bool, out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    if quotes {
        out.push(b'"');
    }
    write(out);
    if quotes {
        out.push(b'"');
    }
}

/// Appends an address of the ranges reserved for documentation: IPv4 or IPv6, with or without a port, or empty.
fn address(random: &mut Random, out: &mut Vec<u8>) {
    const V4: [&[u8]; 3] = [b"192.0.2.", b"198.51.100.", b"203.0.113."];
    out.push(b'"');
    let (form, port) = (random.below(16), u64::from(1024 + random.below(64_000)));
    match form {
        0 => {}
        1..=4 => {
            let bracket = form == 1;
            out.extend_from_slice(if bracket { b"[2001:db8:" } else { b"2001:db8:" });
            hexadecimal(random.below(0x1_0000), out);
            out.extend_from_slice(b"::");
            hexadecimal(random.below(0x1_0000), out);
            if bracket {
                out.extend_from_slice(b"]:");
                digits::plain(out, port);
            }
        }
        _ => {
            out.extend_from_slice(V4[random.index(V4.len())]);
            digits::plain(out, u64::from(1 + random.below(254)));
            if form < 9 {
                out.push(b':');
                digits::plain(out, port);
            }
        }
    }
    out.push(b'"');
}

/// Appends up to four hexadecimal digits without leading zeros.
fn hexadecimal(number: u32, out: &mut Vec<u8>) {
    let first = (0..4).rev().find(|place| number >> (4 * place) != 0).unwrap_or(0);
    for place in (0..=first).rev() {
        out.push(b"0123456789abcdef"[(number >> (4 * place)) as usize & 15]);
    }
}

fn recipient(domain: &[u8], facts: &Facts, random: &mut Random, out: &mut Vec<u8>) {
    out.push(b'"');
    if facts.delivery == Delivery::Underway {
        out.push(b'"');
    } else {
        out.extend_from_slice(NAMES[random.index(NAMES.len())].as_bytes());
        digits::plain(out, u64::from(1 + random.below(999)));
        out.push(b'@');
        out.extend_from_slice(domain);
    }
}

/// Appends an array with some of the items, at least one, in their order.
fn some_of(items: &[Vec<u8>], random: &mut Random, out: &mut Vec<u8>) {
    let certain = random.index(items.len());
    out.push(b'[');
    let mut first = true;
    for (index, item) in items.iter().enumerate() {
        if index == certain || random.one_in(2) {
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            out.extend_from_slice(item);
        }
    }
    out.push(b']');
}
