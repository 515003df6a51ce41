//! Router: the bytes of each part of an input to one side.
//!
//! Lines outside arrays and envelopes keep everything: indentation, white space at their end, and the newline. So the
//! lines of all sides together are those of the input. Of arrays, envelopes and query answers, each record becomes a
//! line. The result depends neither on how the input is cut into parts nor on the number of threads.

use std::io;

use acslint_check::{Part, clean_items};

/// Side that records go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Valid,
    Invalid,
    /// Records of other services, where they have a file of their own.
    Foreign,
}

impl Side {
    pub(crate) const ALL: [Self; 3] = [Self::Valid, Self::Invalid, Self::Foreign];
}

/// Files of the sides.
pub(crate) trait Sides {
    /// Writes bytes to a side.
    fn write(&mut self, side: Side, bytes: &[u8]) -> io::Result<()>;

    /// Returns true if the last line of a side contains more than white space.
    fn is_open(&self, side: Side) -> bool;

    /// Returns the number of the last line of a side, from 1.
    fn line(&self, side: Side) -> u64;
}

/// Most white space that is held back until its side is known, in bytes. More of it goes to the valid side.
const MOST_HELD: usize = 64 * 1024;

/// Byte order mark, which is left out.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// White space held back until its side is known.
#[derive(Debug, Default)]
struct Held {
    bytes: Vec<u8>,
    /// True if there was too much of it: it goes to a side at once.
    is_over: bool,
}

impl Held {
    /// Takes white space; returns what must be written at once, since it is too much to hold.
    fn take(&mut self, blank: &[u8]) -> Option<Vec<u8>> {
        self.is_over |= self.bytes.len() + blank.len() > MOST_HELD;
        self.bytes.extend_from_slice(blank);
        self.is_over.then(|| std::mem::take(&mut self.bytes))
    }

    fn release(&mut self) -> Vec<u8> {
        self.is_over = false;
        std::mem::take(&mut self.bytes)
    }
}

/// Router of one input.
#[derive(Debug, Default)]
pub(crate) struct Router {
    has_begun: bool,
    /// True inside arrays, envelopes and query answers: what lies between records is structure.
    inside: bool,
    /// Side of the record or the broken bytes before, until their line ends.
    tail: Option<Side>,
    /// White space at the beginning of a line.
    indentation: Held,
    /// White space behind broken bytes, which more of them may follow; true if they are in no array or envelope.
    broken: Option<(Held, bool)>,
}

impl Router {
    /// Routes a part that is not of a record.
    pub(crate) fn part(&mut self, part: Part<'_>, sides: &mut impl Sides) -> io::Result<()> {
        match part {
            Part::Between(bytes) => self.between(bytes, sides),
            Part::CleanLines(bytes) => {
                self.begin_line(Side::Valid, sides)?;
                sides.write(Side::Valid, bytes)
            }
            Part::CleanItems(bytes) => {
                self.enter(sides)?;
                clean_items(bytes).try_for_each(|item| write_line(Side::Valid, item, sides))
            }
            Part::Skipped(bytes) => self.broken(bytes, None, sides).map(drop),
            Part::Broken { text, outside } => self.broken(text, Some(outside), sides).map(drop),
            Part::Record { text, outside } => self.record(Side::Valid, text, outside, sides).map(drop),
        }
    }

    /// Routes a record or broken bytes to a side, and returns the number of their line there.
    pub(crate) fn subject(&mut self, part: Part<'_>, side: Side, sides: &mut impl Sides) -> io::Result<u64> {
        match part {
            Part::Record { text, outside } => self.record(side, text, outside, sides),
            Part::Broken { text, outside } => self.broken(text, Some(outside), sides),
            _ => self.part(part, sides).map(|()| sides.line(side)),
        }
    }

    /// Ends the input. Its last line stays without a newline if it had none.
    pub(crate) fn end(&mut self, sides: &mut impl Sides) -> io::Result<()> {
        self.end_broken(sides)?;
        let indentation = self.indentation.release();
        if !self.inside && !indentation.is_empty() {
            sides.write(self.tail.unwrap_or(Side::Valid), &indentation)?;
        }
        *self = Self::default();
        Ok(())
    }

    fn between(&mut self, bytes: &[u8], sides: &mut impl Sides) -> io::Result<()> {
        let bytes = if self.has_begun { bytes } else { bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes) };
        self.has_begun = true;
        self.end_broken(sides)?;
        if self.inside {
            return Ok(());
        }
        let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.white_space(&bytes[..blank], sides)?;
        if blank < bytes.len() { self.enter(sides) } else { Ok(()) }
    }

    /// Takes white space outside arrays and envelopes.
    fn white_space(&mut self, bytes: &[u8], sides: &mut impl Sides) -> io::Result<()> {
        let mut bytes = bytes;
        if let Some(side) = self.tail {
            let newline = memchr::memchr(b'\n', bytes);
            let length = newline.map_or(bytes.len(), |newline| newline + 1);
            sides.write(side, &bytes[..length])?;
            if newline.is_none() {
                return Ok(());
            }
            self.tail = None;
            bytes = &bytes[length..];
        }
        // Blank lines are valid.
        let lines = memchr::memrchr(b'\n', bytes).map_or(0, |newline| newline + 1);
        if lines > 0 {
            let indentation = self.indentation.release();
            sides.write(Side::Valid, &indentation)?;
            sides.write(Side::Valid, &bytes[..lines])?;
        }
        match self.indentation.take(&bytes[lines..]) {
            Some(over) => sides.write(Side::Valid, &over),
            None => Ok(()),
        }
    }

    fn record(&mut self, side: Side, text: &[u8], outside: bool, sides: &mut impl Sides) -> io::Result<u64> {
        let joined = joined(text);
        let text = joined.as_deref().unwrap_or(text);
        if outside {
            self.begin_line(side, sides)?;
            let line = sides.line(side);
            sides.write(side, text)?;
            self.tail = Some(side);
            return Ok(line);
        }
        self.enter(sides)?;
        end_line(side, sides)?;
        let line = sides.line(side);
        write_line(side, text, sides)?;
        Ok(line)
    }

    /// Takes broken bytes, or those skipped behind them where `outside` is absent.
    fn broken(&mut self, bytes: &[u8], outside: Option<bool>, sides: &mut impl Sides) -> io::Result<u64> {
        self.has_begun = true;
        let solid = bytes.trim_ascii_end().len();
        let (mut held, is_outside) = match self.broken.take() {
            Some((mut held, is_outside)) if outside.is_none() => {
                if solid > 0 {
                    sides.write(Side::Invalid, &held.release())?;
                }
                (held, is_outside)
            }
            before => {
                self.broken = before;
                let is_outside = outside.unwrap_or(!self.inside);
                if is_outside {
                    self.begin_line(Side::Invalid, sides)?;
                } else {
                    self.enter(sides)?;
                    end_line(Side::Invalid, sides)?;
                }
                (Held::default(), is_outside)
            }
        };
        let line = sides.line(Side::Invalid);
        sides.write(Side::Invalid, &bytes[..solid])?;
        if let Some(over) = held.take(&bytes[solid..]) {
            sides.write(Side::Invalid, &over)?;
        }
        self.broken = Some((held, is_outside));
        Ok(line)
    }

    /// Takes the white space behind broken bytes, which no more of them follow.
    fn end_broken(&mut self, sides: &mut impl Sides) -> io::Result<()> {
        match self.broken.take() {
            Some((mut held, true)) => {
                self.tail = Some(Side::Invalid);
                self.white_space(&held.release(), sides)
            }
            Some((_, false)) => end_line(Side::Invalid, sides),
            None => Ok(()),
        }
    }

    /// Begins a line outside arrays and envelopes with the white space before it.
    fn begin_line(&mut self, side: Side, sides: &mut impl Sides) -> io::Result<()> {
        self.has_begun = true;
        self.end_broken(sides)?;
        self.inside = false;
        if let Some(tail) = self.tail.take() {
            // The line has another record.
            end_line(tail, sides)?;
        }
        end_line(side, sides)?;
        let indentation = self.indentation.release();
        if indentation.is_empty() { Ok(()) } else { sides.write(side, &indentation) }
    }

    /// Enters an array, an envelope or a query answer.
    fn enter(&mut self, sides: &mut impl Sides) -> io::Result<()> {
        self.has_begun = true;
        self.end_broken(sides)?;
        self.inside = true;
        self.indentation.release();
        match self.tail.take() {
            Some(tail) => end_line(tail, sides),
            None => Ok(()),
        }
    }
}

/// Ends the last line of a side, if it has more than white space.
fn end_line(side: Side, sides: &mut impl Sides) -> io::Result<()> {
    if sides.is_open(side) { sides.write(side, b"\n") } else { Ok(()) }
}

/// Writes a record on a line of its own.
fn write_line(side: Side, text: &[u8], sides: &mut impl Sides) -> io::Result<()> {
    end_line(side, sides)?;
    let joined = joined(text);
    sides.write(side, joined.as_deref().unwrap_or(text))?;
    sides.write(side, b"\n")
}

/// Returns a record that spans several lines in one: without its line breaks and the white space around them, which have no
/// meaning. `None` for a record on one line, and for one that is not JSON, whose text stays.
fn joined(text: &[u8]) -> Option<Vec<u8>> {
    memchr::memchr(b'\n', text)?;
    serde_json::from_slice::<serde::de::IgnoredAny>(text).ok()?;
    Some(text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).collect::<Vec<_>>().concat())
}

#[cfg(test)]
mod tests {
    use acslint_check::Part;

    use super::{MOST_HELD, Router, Side};
    use crate::split::trial::Texts;

    /// Routes records to the invalid side if they contain `bad`.
    fn routed(parts: &[Part<'_>]) -> [String; 2] {
        let (mut router, mut texts) = (Router::default(), Texts::default());
        for part in parts {
            let is_bad = |text: &[u8]| memchr::memmem::find(text, b"bad").is_some();
            match *part {
                Part::Record { text, .. } => {
                    let side = if is_bad(text) { Side::Invalid } else { Side::Valid };
                    router.subject(*part, side, &mut texts).unwrap();
                }
                _ => router.part(*part, &mut texts).unwrap(),
            }
        }
        router.end(&mut texts).unwrap();
        let [valid, invalid, _] = texts.0;
        [valid, invalid].map(|text| String::from_utf8(text).unwrap())
    }

    fn record(text: &str) -> Part<'_> {
        Part::Record { text: text.as_bytes(), outside: true }
    }

    fn item(text: &str) -> Part<'_> {
        Part::Record { text: text.as_bytes(), outside: false }
    }

    fn between(text: &str) -> Part<'_> {
        Part::Between(text.as_bytes())
    }

    fn broken(text: &str) -> Part<'_> {
        Part::Broken { text: text.as_bytes(), outside: true }
    }

    #[test]
    fn lines_keep_everything() {
        let parts = [
            between("\u{FEFF}\n  "),
            record("{\"a\":1}"),
            between(" \r\n\t"),
            record("{\"bad\":1}"),
            between("\r\n"),
            between("\n "),
            Part::CleanLines(b"{\"b\":1}\n\n{\"c\":1}\r\n"),
            broken("{oh"),
            between("\n"),
            record("{\"bad\":2}"),
        ];
        assert_eq!(
            routed(&parts),
            ["\n  {\"a\":1} \r\n\n {\"b\":1}\n\n{\"c\":1}\r\n", "\t{\"bad\":1}\r\n{oh\n{\"bad\":2}"]
        );
    }

    #[test]
    fn records_that_share_a_line_get_their_own() {
        let parts =
            [record("{\"a\":1}"), between(" "), record("{\"bad\":1}"), record("{\"b\":1}"), between("\n")];
        assert_eq!(routed(&parts), ["{\"a\":1} \n{\"b\":1}\n", "{\"bad\":1}\n"]);
    }

    #[test]
    fn structure_is_left_out_and_each_record_is_a_line() {
        let parts = [
            between("{\"records\": [\n  "),
            item("{\n  \"a\": \"x  y\",\r\n  \"b\": 2\n}"),
            between(",\n  "),
            item("{\"bad\": 'x'\n}"),
            Part::CleanItems(b", {\"b\":1}\n,{\"c\":{\"d\":\"}\"}}"),
            Part::Broken { text: b"{\"e\"", outside: false },
            between("]}\n"),
            record("{\"f\":1}"),
        ];
        assert_eq!(
            routed(&parts),
            [
                "{\"a\": \"x  y\",\"b\": 2}\n{\"b\":1}\n{\"c\":{\"d\":\"}\"}}\n{\"f\":1}",
                "{\"bad\": 'x'\n}\n{\"e\"\n"
            ]
        );
    }

    #[test]
    fn skipped_bytes_continue_the_broken_ones() {
        let whole = [broken("{oh \n\n no \n  "), record("{\"a\":1}"), between("\n")];
        let cut = [
            broken("{oh \n"),
            Part::Skipped(b"\n "),
            Part::Skipped(b"no \n "),
            Part::Skipped(b" "),
            record("{\"a\":1}"),
            between("\n"),
        ];
        assert_eq!(routed(&whole), ["  {\"a\":1}\n", "{oh \n\n no \n"]);
        assert_eq!(routed(&cut), routed(&whole));
    }

    #[test]
    fn white_space_without_end_is_not_held() {
        let blank = " ".repeat(MOST_HELD / 2 + 1);
        let twice = format!("{blank}{blank}");
        for parts in [vec![between(&twice)], vec![between(&blank), between(&blank)]] {
            let parts = [parts, vec![record("{\"bad\":1}")]].concat();
            assert_eq!(routed(&parts), [twice.clone(), "{\"bad\":1}".to_owned()]);
        }
    }
}
