//! Checks of values: tests of scalars, compiled from a schema and from the rules about single values.

use std::sync::Arc;

use acslint_types::{
    Values,
    scalar::{Form, is_address, is_time},
};
use jsonschema::Validator;
use serde_json::Value as Json;
use wide::u8x16;

use super::{
    literal::{self, MIX, Text},
    scan::{self, Lookahead, Number},
};

/// Condition on a value, by its JSON type.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Check {
    pub(super) null: bool,
    pub(super) yes: bool,
    pub(super) no: bool,
    pub(super) number: Option<NumberTest>,
    pub(super) text: Option<TextTest>,
    pub(super) array: Option<ArrayTest>,
    pub(super) object: Option<ObjectTest>,
}

/// Condition on a number.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct NumberTest {
    pub(super) integer: bool,
    /// Smallest and greatest valid number.
    pub(super) least: Option<i64>,
    pub(super) greatest: Option<i64>,
}

/// Condition on a text.
#[derive(Debug, Clone, Default)]
pub(super) struct TextTest {
    /// Forms, one of which a text must have; any text passes if there are none.
    pub(super) forms: Vec<TextForm>,
    /// Conditions of rules.
    pub(super) rules: Vec<RuleTest>,
    /// Number that identifies the test in the cache of validated values; 0 before one is assigned.
    pub(super) number: u32,
    /// True if addresses pass. Most addresses occur once, so those with a fast test are not cached.
    pub(super) is_address: bool,
}

impl PartialEq for TextTest {
    fn eq(&self, other: &Self) -> bool {
        self.forms == other.forms && self.rules == other.rules
    }
}

/// Form of valid texts.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TextForm {
    /// Time, which has a fast test.
    Time,
    /// Address, which has a fast test.
    Address,
    /// Number in quotes, which has a fast test.
    Numeral(&'static Form),
    /// Another grammar of `acslint-types`.
    Scalar(&'static Form),
    /// One of these texts.
    OneOf(Vec<String>),
    /// Smallest and greatest number of characters.
    Length(u64, u64),
    /// Texts that jsonschema finds valid by other keywords.
    Keywords(Arc<Keywords>),
}

/// Keywords about texts, and their validator.
#[derive(Debug)]
pub(super) struct Keywords {
    pub(super) schema: Json,
    pub(super) validator: Validator,
}

impl PartialEq for Keywords {
    fn eq(&self, other: &Self) -> bool {
        self.schema == other.schema
    }
}

/// Condition of one rule on a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuleTest {
    pub(super) rule: &'static str,
    pub(super) values: Option<Values>,
    pub(super) passes: fn(Option<&Values>, &[u8]) -> bool,
}

impl PartialEq for RuleTest {
    fn eq(&self, other: &Self) -> bool {
        // One rule can have several conditions. The compiler may merge functions only if they do the same.
        self.rule == other.rule
            && self.values == other.values
            && std::ptr::fn_addr_eq(self.passes, other.passes)
    }
}

/// Condition on an array.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum ArrayTest {
    Any,
    /// Each item passes this check of the program, and the number of items is in this range.
    Items {
        check: u16,
        least: u64,
        most: u64,
    },
}

/// Condition on an object.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum ObjectTest {
    Any,
    /// The members match this plan of the program.
    Plan(u16),
}

impl Check {
    /// Check that accepts any JSON.
    pub(super) fn any() -> Self {
        Self {
            null: true,
            yes: true,
            no: true,
            number: Some(NumberTest::default()),
            text: Some(TextTest::default()),
            array: Some(ArrayTest::Any),
            object: Some(ObjectTest::Any),
        }
    }
}

impl NumberTest {
    /// Returns the end of the number that begins at `at`, if it is valid.
    #[inline]
    pub(super) fn end(&self, bytes: &[u8], at: usize) -> Option<usize> {
        match scan::near(bytes, at) {
            Some(near) => self.end_ahead(near, bytes, at),
            None => self.other_end(bytes, at),
        }
    }

    /// Returns the same, for a number whose look-ahead is loaded.
    #[inline]
    pub(super) fn end_ahead(&self, near: &Lookahead, bytes: &[u8], at: usize) -> Option<usize> {
        match scan::short_number(near) {
            Some((value, length)) => self.is_within(value).then_some(at + length),
            None => self.other_end(bytes, at),
        }
    }

    /// Returns the end of a number that is not a short one.
    #[inline(never)]
    fn other_end(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let Number { end, whole } = scan::number(bytes, at)?;
        let text = &bytes[at..end];
        let valid = if whole && text.len() <= 18 {
            let (negative, digits) = match text {
                [b'-', digits @ ..] => (true, digits),
                digits => (false, digits),
            };
            let value = digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
            self.is_within(if negative { -value } else { value })
        } else {
            match (self.least, self.greatest) {
                (None, None) => whole || !self.integer,
                // A number without a sign is at least zero, whatever its size.
                (Some(..=0), None) => text[0] != b'-' && (whole || !self.integer),
                _ => false,
            }
        };
        valid.then_some(end)
    }

    #[inline]
    fn is_within(&self, value: i64) -> bool {
        self.least.is_none_or(|least| value >= least)
            && self.greatest.is_none_or(|greatest| value <= greatest)
    }
}

impl TextTest {
    /// Returns true if any text passes.
    #[inline]
    pub(super) fn is_any(&self) -> bool {
        self.forms.is_empty() && self.rules.is_empty()
    }

    /// Returns the offset of the closing quote of the text that begins at `at`, if the text is valid.
    #[inline]
    pub(super) fn end(&self, bytes: &[u8], at: usize, recall: &mut Recall) -> Option<usize> {
        if self.is_any() {
            return scan::text(bytes, at).map(|text| text.end);
        }
        if self.is_time() {
            return match scan::near(bytes, at) {
                Some(near) => recall.clock.end(near, bytes, at),
                None => recall.clock.look(bytes, at),
            };
        }
        let text = scan::text(bytes, at)?;
        (text.literal && recall.passed.passes(self, bytes, at, text.end)).then_some(text.end)
    }

    pub(super) fn accepts(&self, text: &[u8]) -> bool {
        (self.forms.is_empty() || self.forms.iter().any(|form| form.accepts(text))) && self.is_clean(text)
    }

    /// Returns true if every rule accepts the text.
    fn is_clean(&self, text: &[u8]) -> bool {
        self.rules.iter().all(|test| (test.passes)(test.values.as_ref(), text))
    }

    /// Returns true if exactly the times pass.
    #[inline]
    pub(super) fn is_time(&self) -> bool {
        matches!(*self.forms, [TextForm::Time]) && self.rules.is_empty()
    }

    /// Returns the only text that passes, if there is exactly one.
    pub(super) fn constant(&self) -> Option<&str> {
        match (self.forms.as_slice(), self.rules.as_slice()) {
            ([TextForm::OneOf(known)], []) if known.len() == 1 => known.first().map(String::as_str),
            _ => None,
        }
    }
}

impl TextForm {
    fn accepts(&self, text: &[u8]) -> bool {
        let is = |test: &dyn Fn(&str) -> bool| std::str::from_utf8(text).is_ok_and(test);
        match self {
            Self::Time => is(&is_usual_time),
            Self::Address => is_ipv4(text) || is(&is_address),
            Self::Numeral(form) => is_short_numeral(text) || is(&form.accepts),
            Self::Scalar(form) => is(&form.accepts),
            Self::OneOf(known) => known.iter().any(|known| known.as_bytes() == text),
            Self::Keywords(keywords) => is(&|text| keywords.validator.is_valid(&Json::from(text))),
            Self::Length(least, most) => {
                let characters = text.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
                (*least..=*most).contains(&(characters as u64))
            }
        }
    }
}

/// Returns true if the text is a time that every destination reads: none in a year, a second or an offset that some do not
/// have, and with capital letters. Others are rare.
fn is_usual_time(text: &str) -> bool {
    let is_usual = |bytes: &[u8]| {
        let offset =
            bytes.len().checked_sub(6).filter(|_| !bytes.ends_with(b"Z")).map(|at| &bytes[at + 1..at + 3]);
        bytes[10] == b'T'
            && bytes[17] < b'6'
            && !bytes.starts_with(b"0000")
            && !bytes.ends_with(b"z")
            && offset.is_none_or(|hours| hours < b"14")
    };
    is_time(text) && is_usual(text.as_bytes())
}

/// Returns true if the text is a whole number that every numeral grammar accepts.
fn is_short_numeral(text: &[u8]) -> bool {
    matches!(text, [b'0'] | [b'1'..=b'9', ..]) && text.len() <= 9 && text.iter().all(u8::is_ascii_digit)
}

/// Returns true if the text between these offsets is an address in one of the frequent notations.
#[inline]
fn is_usual_address(bytes: &[u8], start: usize, end: usize) -> bool {
    let text = &bytes[start..end];
    let is_ipv4 = match bytes[start..].first_chunk() {
        Some(bytes) => begins_with_ipv4(bytes, text.len()),
        None => is_ipv4(text),
    };
    is_ipv4 || is_plain_ipv6(text)
}

/// Returns true if the text is an IPv4 address, with or without a port: the most frequent notation.
pub(super) fn is_ipv4(text: &[u8]) -> bool {
    let mut bytes = [0; literal::LONGEST];
    match bytes.get_mut(..text.len()) {
        Some(room) => room.copy_from_slice(text),
        None => return false,
    }
    begins_with_ipv4(&bytes, text.len())
}

/// Returns true if the first `length` bytes are an IPv4 address. It has no branch: the digits of addresses defeat
/// branch prediction.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "a lazy operator is a branch")]
pub(super) fn begins_with_ipv4(bytes: &[u8; literal::LONGEST], length: usize) -> bool {
    /// Smallest number of so many digits without a redundant zero.
    const LEAST: [u32; 4] = [0, 0, 10, 100];

    let within = (1_u32 << (length % literal::LONGEST)) - 1;
    let points = literal::find(b'.', bytes) & within;
    let colon = literal::find(b':', bytes) & within;
    let digits = literal::find_digits(bytes) & within;
    let mut valid = (length < literal::LONGEST)
        & (points | colon | digits == within)
        & (points.count_ones() == 3)
        & (colon & colon.wrapping_sub(1) == 0)
        & (colon == 0 || colon > points);
    let mut ends = points | colon | (within + 1);
    let mut start = 0;
    for _ in 0..4 {
        let end = ends.trailing_zeros();
        ends &= ends.wrapping_sub(1);
        let count = end.wrapping_sub(start);
        // Three parts of three digits end within the first twelve bytes.
        let word = literal::first(&bytes[start as usize % 16..]) as u32 ^ 0x3030_3030;
        let part = word << (8 * (4 - count.clamp(1, 3)));
        let value = (part >> 8 & 0xFF) * 100 + (part >> 16 & 0xFF) * 10 + (part >> 24);
        let least = LEAST[count as usize % LEAST.len()];
        valid &= (count.wrapping_sub(1) < 3) & (value >= least) & (value <= 255);
        start = end + 1;
    }
    let port = (length as u32).wrapping_sub(start);
    valid & ((colon != 0) | (ends == 0)) & ((colon == 0) | (port.wrapping_sub(1) < 5))
}

/// Returns true if the text is an IPv6 address that does not end in an IPv4 address.
pub(super) fn is_plain_ipv6(text: &[u8]) -> bool {
    const GROUPS: u32 = 8;

    let (mut groups, mut digits, mut gap) = (0, 0, false);
    let mut before = None;
    for byte in text {
        if *byte == b':' {
            match before {
                Some(b':') if gap => return false,
                Some(b':') => gap = true,
                _ => groups += u32::from(digits > 0),
            }
            digits = 0;
        } else {
            // A single colon must not precede the first group.
            let alone = before == Some(b':') && groups == 0 && !gap;
            if !byte.is_ascii_hexdigit() || digits == 4 || alone {
                return false;
            }
            digits += 1;
        }
        before = Some(*byte);
    }
    let ends = digits > 0 || (gap && text.ends_with(b"::"));
    groups += u32::from(digits > 0);
    ends && if gap { groups < GROUPS } else { groups == GROUPS }
}

/// Caches of a thread for values that passed, as many values repeat.
///
/// Without validated values, clean records take 28 % more instructions (1.29 times the time), shuffled ones 13 %,
/// and all categories mixed 13 %; without timestamp layouts 32 % (1.32), 15 % and 19 %.
#[derive(Debug, Clone, Default)]
pub(super) struct Recall {
    pub(super) clock: Clock,
    pub(super) passed: ValidatedValues,
}

/// Validated values: a cache of texts that passed a test.
#[derive(Debug, Clone, Default)]
pub(super) struct ValidatedValues {
    /// Entries, indexed by the digest of the text. Allocated with the first entry.
    places: Option<Box<[Place; 1 << REMEMBERED]>>,
    /// Number of texts that were not cached because another text has the entry.
    turned_away: u32,
}

/// Text that passed a test. It fits a cache line.
#[derive(Debug, Clone)]
#[repr(align(64))]
struct Place {
    /// Number of the test, and length of the text in bytes.
    key: u64,
    text: Text,
}

const _: () = assert!(size_of::<Place>() == 64);

/// Binary logarithm of the number of entries.
const REMEMBERED: u32 = 9;

/// Offset of the bytes that enter the digest besides the last ones: identifiers of resources differ there.
const MIDDLE: usize = 16;

/// Longest text that is cached, in bytes.
const LONGEST: usize = 256;

/// Key of an empty entry; no text has it.
const NO_TEXT: u64 = u64::MAX;

impl Place {
    /// Returns a table of empty entries.
    fn all() -> Box<[Self; 1 << REMEMBERED]> {
        Box::new(std::array::from_fn(|_| Self { key: NO_TEXT, text: Text::new(&[]) }))
    }

    /// Returns true if the entry has this key and its text begins like `bytes`, as far as a literal goes.
    #[inline]
    fn begins(&self, key: u64, bytes: &[u8; literal::LONGEST]) -> bool {
        (self.key == key) & self.text.begins(bytes)
    }
}

impl ValidatedValues {
    /// Returns true if the text between these offsets, which has no escapes, passes a test.
    #[inline]
    pub(super) fn passes(&mut self, test: &TextTest, bytes: &[u8], start: usize, end: usize) -> bool {
        if test.is_address && is_usual_address(bytes, start, end) {
            return test.is_clean(&bytes[start..end]);
        }
        let length = end - start;
        let Some(begins) = bytes[start..].first_chunk().filter(|_| length <= LONGEST) else {
            return test.accepts(&bytes[start..end]);
        };
        // The bytes before a short text are mostly the same for one test: its key.
        let tail = literal::last(&bytes[..end]);
        let middle = if length < MIDDLE + 8 { 0 } else { literal::first(&begins[MIDDLE..]) };
        let key = u64::from(test.number) << 32 | length as u64;
        let mixed = (tail ^ middle.rotate_left(29) ^ key.rotate_right(16)).wrapping_mul(MIX);
        let place = (mixed >> (u64::BITS - REMEMBERED)) as usize;
        // Two texts of the same digest have an entry each. Which entry matches is not predictable, so both are
        // compared.
        if let Some(places) = &self.places {
            let known = &places[place ^ usize::from(!places[place].begins(key, begins))];
            if known.begins(key, begins) && known.text.goes_on(bytes, start, end) {
                return true;
            }
        }
        self.look(test, &bytes[start..end], key, place)
    }

    #[inline(never)]
    fn look(&mut self, test: &TextTest, bytes: &[u8], key: u64, place: usize) -> bool {
        if !test.accepts(bytes) {
            return false;
        }
        if test.number == 0 {
            return true;
        }
        let places = self.places.get_or_insert_with(Place::all);
        let is_free = places[place].key == NO_TEXT;
        let place = if is_free { place } else { place ^ (self.turned_away as usize >> 3 & 1) };
        if places[place].key != NO_TEXT {
            // Texts that occur once must not evict texts that repeat.
            self.turned_away = self.turned_away.wrapping_add(1);
            if !self.turned_away.is_multiple_of(8) {
                return true;
            }
        }
        places[place] = Place { key, text: Text::new(bytes) };
        true
    }
}

/// Cache of timestamp layouts. The times of one log share a layout, and most are of one day.
#[derive(Debug, Clone, Default)]
pub(super) struct Clock {
    makes: [TimestampLayout; 4],
    /// Index of the entry to replace next.
    next: usize,
}

/// Timestamp layout: the notation of a time up to its closing quote, and its day.
#[derive(Debug, Clone)]
struct TimestampLayout {
    /// Smallest and greatest byte at each position.
    least: [u8; MAKE],
    greatest: [u8; MAKE],
    /// Offset of the closing quote.
    length: usize,
}

const MAKE: usize = size_of::<Lookahead>();

impl Default for TimestampLayout {
    /// Layout that no time has.
    fn default() -> Self {
        Self { least: [u8::MAX; MAKE], greatest: [0; MAKE], length: 0 }
    }
}

impl Clock {
    /// Returns the offset of the closing quote of the text that begins at `at`, if it is a [usual time](is_usual_time).
    #[inline]
    pub(super) fn end(&mut self, near: &Lookahead, bytes: &[u8], at: usize) -> Option<usize> {
        match self.makes.iter().find(|make| make.is_of(near)) {
            Some(make) => Some(at + make.length),
            None => self.look(bytes, at),
        }
    }

    #[cold]
    pub(super) fn look(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let end = scan::text(bytes, at)?.end;
        let time = std::str::from_utf8(&bytes[at..end]).ok().filter(|text| is_usual_time(text))?;
        if let Some(make) = TimestampLayout::of(time.as_bytes()) {
            self.makes[self.next] = make;
            self.next = (self.next + 1) % self.makes.len();
        }
        Some(end)
    }
}

impl TimestampLayout {
    /// Returns the layout of a time; `None` if it is too long.
    fn of(time: &[u8]) -> Option<Self> {
        let length = time.len();
        if length >= MAKE {
            return None;
        }
        let mut make = Self { least: [0; MAKE], greatest: [u8::MAX; MAKE], length };
        for bounds in [&mut make.least, &mut make.greatest] {
            bounds[..length].copy_from_slice(time);
            bounds[length] = b'"';
        }
        let fraction = time.get(20..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit());
        let fraction = if time.get(19) == Some(&b'.') { fraction.count() } else { 0 };
        for place in [11, 12, 14, 15, 17, 18].into_iter().chain(20..20 + fraction) {
            make.least[place] = b'0';
            make.greatest[place] = match place {
                11 => b'2',
                14 | 17 => b'5',
                _ => b'9',
            };
        }
        Some(make)
    }

    /// Returns true if a text is a time of this layout.
    #[inline]
    fn is_of(&self, text: &Lookahead) -> bool {
        let part = |bytes: &[u8; MAKE], part: usize| {
            u8x16::new(bytes.as_chunks().0.get(part).copied().unwrap_or_default())
        };
        let fits = |number| {
            let text = part(text, number);
            let within = text.max(part(&self.least, number)).min(part(&self.greatest, number));
            within.simd_eq(text).to_bitmask() == 0xFFFF
        };
        let is_hour = text[11] < b'2' || text[12] <= b'3';
        fits(0) & fits(1) && is_hour && (self.length < 32 || fits(2))
    }
}
