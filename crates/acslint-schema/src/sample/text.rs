//! Texts that vary like their example: ids get other digits and letters, numbers that are times follow the
//! record's time, and everything else stays.
//!
//! An id that occurs twice in an example, such as that of a call in its property and in the URI, occurs twice in
//! every record. Resource ids are those of a few resources, as in real logs.

use super::clock::{self, SECOND};
use super::random::{Purpose, Random};

/// Number of resources that write the records of a sample.
const RESOURCES: u32 = 4;

/// Text with varying parts.
#[derive(Debug)]
pub(super) struct Template(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(Vec<u8>),
    /// The id with this number.
    Id(usize),
    /// The same in upper case.
    UpperId(usize),
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Milliseconds,
    /// Digits such as `20240305091427`.
    Compact,
}

/// Ids in the records of one category and shape.
#[derive(Debug)]
pub(super) struct Ids {
    seed: u64,
    known: Vec<Id>,
}

#[derive(Debug)]
struct Id {
    example: Vec<u8>,
    form: Form,
    /// Offset in the ids of a record.
    start: usize,
    /// Values of the id for each resource, if it belongs to the resource.
    of_resources: Vec<Vec<u8>>,
}

/// Characters of an id that vary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Hexadecimal digits except those of the version.
    Guid,
    /// Hexadecimal digits.
    Hex,
    /// Decimal digits after this many constant ones.
    Decimal(usize),
    /// Letters and digits, each replaced by one of its class.
    Mixed,
}

/// Classification of a word in an example.
enum Word {
    Plain,
    Id(Form),
    Time(Part),
}

impl Ids {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed, known: Vec::new() }
    }

    /// Makes a template of an example's text.
    pub(super) fn template(&mut self, text: &str) -> Template {
        self.read(text, false)
    }

    /// Makes a template of text whose ids are those of the resource.
    pub(super) fn template_of_resource(&mut self, text: &str) -> Template {
        self.read(text, true)
    }

    fn read(&mut self, text: &str, of_resource: bool) -> Template {
        let bytes = text.as_bytes();
        let mut parts = Vec::new();
        let mut literal = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let length = word_length(&bytes[at..]);
            let word = &bytes[at..at + length.max(1)];
            let part = match classify(word, at.checked_sub(1).map(|before| bytes[before])) {
                Word::Plain => None,
                Word::Time(part) => Some(part),
                Word::Id(form) => Some(self.id(word, form, of_resource)),
            };
            match part {
                None => literal.extend_from_slice(word),
                Some(part) => {
                    if !literal.is_empty() {
                        parts.push(Part::Literal(std::mem::take(&mut literal)));
                    }
                    parts.push(part);
                }
            }
            at += word.len();
        }
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        Template(parts)
    }

    /// Part for an id; the same for both letter cases.
    fn id(&mut self, word: &[u8], form: Form, of_resource: bool) -> Part {
        let hexadecimal = matches!(form, Form::Guid | Form::Hex);
        let upper = hexadecimal && word.iter().any(u8::is_ascii_uppercase);
        let example = if hexadecimal { word.to_ascii_lowercase() } else { word.to_vec() };
        let number = self.known.iter().position(|id| id.example == example).unwrap_or_else(|| {
            let start = self.known.last().map_or(0, |id| id.start + id.example.len());
            let of_resources = if of_resource { self.of_resources(&example, form) } else { Vec::new() };
            self.known.push(Id { example, form, start, of_resources });
            self.known.len() - 1
        });
        if upper { Part::UpperId(number) } else { Part::Id(number) }
    }

    /// Values of the id for each resource; the same for the same id in every category.
    fn of_resources(&self, example: &[u8], form: Form) -> Vec<Vec<u8>> {
        let name = example.iter().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
        });
        let other = |resource: u32| {
            let mut random = Random::new(self.seed, Purpose::Resources, name ^ u64::from(resource));
            let mut id = Vec::new();
            vary(example, form, &mut random, &mut id);
            id
        };
        (0..RESOURCES).map(other).collect()
    }

    /// Draws the ids of a record.
    pub(super) fn draw(&self, random: &mut Random, drawn: &mut Vec<u8>) {
        drawn.clear();
        let resource = random.below(RESOURCES) as usize;
        for id in &self.known {
            match id.of_resources.get(resource) {
                Some(of_resource) => drawn.extend_from_slice(of_resource),
                None => vary(&id.example, id.form, random, drawn),
            }
        }
    }

    fn of_record<'d>(&self, number: usize, drawn: &'d [u8]) -> &'d [u8] {
        let id = &self.known[number];
        &drawn[id.start..id.start + id.example.len()]
    }
}

impl Template {
    /// Appends the text with the ids drawn for the record, and its time.
    pub(super) fn write(&self, ids: &Ids, drawn: &[u8], time: i64, out: &mut Vec<u8>) {
        for part in &self.0 {
            match part {
                Part::Literal(text) => out.extend_from_slice(text),
                Part::Id(number) => out.extend_from_slice(ids.of_record(*number, drawn)),
                Part::UpperId(number) => {
                    let start = out.len();
                    out.extend_from_slice(ids.of_record(*number, drawn));
                    out[start..].make_ascii_uppercase();
                }
                Part::Seconds => super::digits::plain(out, (time / SECOND).cast_unsigned()),
                Part::Milliseconds => super::digits::plain(out, (time / (SECOND / 1000)).cast_unsigned()),
                Part::Compact => clock::write_compact(out, time),
            }
        }
    }
}

const GUID: usize = 36;

/// Length in bytes of the word at the beginning of the text: a GUID, or letters and digits; 0 for anything else.
fn word_length(text: &[u8]) -> usize {
    let word = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    match text.get(..GUID) {
        Some(start) if is_guid(start) && word(&text[GUID..]) == 0 => GUID,
        _ => word(text),
    }
}

fn is_guid(text: &[u8]) -> bool {
    text.len() == GUID
        && text.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Classifies a word; `before` is the byte before it.
fn classify(word: &[u8], before: Option<u8>) -> Word {
    if is_guid(word) {
        return Word::Id(Form::Guid);
    }
    if word.iter().all(u8::is_ascii_digit) {
        return classify_number(word, before);
    }
    let any = |test: fn(&u8) -> bool| word.iter().any(test);
    let (digit, lower, upper) =
        (any(u8::is_ascii_digit), any(u8::is_ascii_lowercase), any(u8::is_ascii_uppercase));
    if word.len() >= 8 && digit && lower != upper && word.iter().all(u8::is_ascii_hexdigit) {
        return Word::Id(Form::Hex);
    }
    let class = |byte: u8| (byte.is_ascii_digit(), byte.is_ascii_lowercase());
    let changes = word.windows(2).filter(|pair| class(pair[0]) != class(pair[1])).count();
    // A name such as `Windows10` changes from letters to digits once; an id changes all the time.
    if word.len() >= 10 && digit && lower && upper && 2 * changes >= word.len() {
        return Word::Id(Form::Mixed);
    }
    Word::Plain
}

fn classify_number(word: &[u8], before: Option<u8>) -> Word {
    let year = |digits: &[u8]| matches!(digits, [b'1', b'9', ..] | [b'2', b'0', ..]);
    match word {
        // A telephone number: all but the last two digits keep it fictitious.
        _ if before == Some(b'+') && word.len() >= 8 => Word::Id(Form::Decimal(word.len() - 2)),
        _ if word.len() == 14 && year(word) => Word::Time(Part::Compact),
        [b'1', ..] if word.len() == 13 => Word::Time(Part::Milliseconds),
        [b'1', ..] if word.len() == 10 => Word::Time(Part::Seconds),
        // A date, such as that in the version of a browser.
        [_, _, _, _, b'0' | b'1', _, b'0'..=b'3', _] if year(word) => Word::Plain,
        _ if word.len() >= 5 => Word::Id(Form::Decimal(1)),
        _ => Word::Plain,
    }
}

/// Appends an id like the example.
fn vary(example: &[u8], form: Form, random: &mut Random, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(example);
    let id = &mut out[start..];
    match form {
        Form::Guid => {
            vary_hexadecimal(id, random);
            // These digits mark a random GUID (version 4).
            id[14] = example[14];
            id[19] = example[19];
        }
        Form::Hex => vary_hexadecimal(id, random),
        Form::Decimal(kept) => vary_within_class(&mut id[kept..], random),
        Form::Mixed => vary_within_class(id, random),
    }
}

/// Replaces hexadecimal digits, sixteen per random number; other characters stay.
fn vary_hexadecimal(id: &mut [u8], random: &mut Random) {
    for digits in id.chunks_mut(16) {
        let mut bits = random.bits();
        for digit in digits.iter_mut().filter(|digit| **digit != b'-') {
            *digit = b"0123456789abcdef"[(bits & 15) as usize];
            bits >>= 4;
        }
    }
}

/// Replaces digits by digits and letters by letters, twelve per random number.
fn vary_within_class(id: &mut [u8], random: &mut Random) {
    for characters in id.chunks_mut(12) {
        let mut bits = random.bits();
        for character in characters {
            let (first, base) = match character {
                b'0'..=b'9' => (b'0', 10),
                b'a'..=b'z' => (b'a', 26),
                _ => (b'A', 26),
            };
            *character = first + (bits % base) as u8;
            bits /= base;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Ids, Part};
    use crate::sample::clock;
    use crate::sample::random::{Purpose, Random};

    const TIME: &str = "2024-06-18T13:27:44Z";

    /// The text with its ids and times replaced, in the record of this number.
    fn sampled(text: &str, number: u64) -> String {
        let mut ids = Ids::new(0);
        let template = ids.template(text);
        let (mut drawn, mut out) = (Vec::new(), Vec::new());
        ids.draw(&mut Random::new(0, Purpose::Values, number), &mut drawn);
        template.write(&ids, &drawn, clock::read(TIME).unwrap().0, &mut out);
        String::from_utf8(out).unwrap()
    }

    /// The text with a dot for every character that varies.
    fn mask(text: &str) -> String {
        let mut masked = text.as_bytes().to_vec();
        for number in 0..40 {
            for (shown, byte) in masked.iter_mut().zip(sampled(text, number).bytes()) {
                *shown = if *shown == byte { byte } else { b'.' };
            }
        }
        String::from_utf8(masked).unwrap()
    }

    #[test]
    fn ids_vary_and_the_rest_stays() {
        for (text, expected) in [
            ("72d1b8f4-3e6c-4f09-a58b-d0c7e2916f3a", "........-....-4...-a...-............"),
            ("8:acs:5e2b9c74-1f3d-4c86-a0b7-92d4e6f8a1c3_x", "8:acs:........-....-4...-a...-............_x"),
            ("19:9c1d7e5b3a@thread.v2", "19:..........@thread.v2"),
            ("Qm7xV2nLkU+T4y0e.1", "..........+T4y0e.1"),
            ("+18005550143", "+180055501.."),
            ("172800", "1....."),
            (
                "https://www.contoso.com/orders/48213?api-version=2023-11-07",
                "https://www.contoso.com/orders/4....?api-version=2023-11-07",
            ),
            (
                "Mozilla/5.0 (X11; rv:127.0) Gecko/20100101 Firefox/127.0",
                "Mozilla/5.0 (X11; rv:127.0) Gecko/20100101 Firefox/127.0",
            ),
            ("2020-07-20-preview1", "2020-07-20-preview1"),
            ("azsdk-net-Communication.Windows10Enterprise", "azsdk-net-Communication.Windows10Enterprise"),
            ("Größe 3e6c", "Größe 3e6c"),
            ("", ""),
        ] {
            assert_eq!(mask(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_that_are_times_follow_the_record() {
        for (text, expected) in [
            ("1712850128193", "1718717264000"),
            ("<72d1.1718717000@contoso.com>", "<72d1.1718717264@contoso.com>"),
            ("Outgoing_20240219073051_x", "Outgoing_20240618132744_x"),
        ] {
            assert_eq!(sampled(text, 0), expected);
        }
    }

    #[test]
    fn the_same_id_is_the_same_twice_in_either_letter_case() {
        let twice = sampled("28004f1b-93c6-4d5e-8a7f-6b1c0d9e2f38 28004F1B-93C6-4D5E-8A7F-6B1C0D9E2F38", 3);
        let (lower, upper) = twice.split_once(' ').unwrap();
        assert_eq!(lower.to_ascii_uppercase(), upper);
        assert!(!twice.starts_with("28004f1b"));
    }

    #[test]
    fn ids_of_the_resource_are_those_of_a_few_resources() {
        let mut ids = Ids::new(0);
        let template = ids.template_of_resource("/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D");
        assert!(matches!(template.0.as_slice(), [Part::Literal(_), Part::UpperId(0)]));
        let mut seen = std::collections::BTreeSet::new();
        for number in 0..100 {
            let mut drawn = Vec::new();
            ids.draw(&mut Random::new(0, Purpose::Values, number), &mut drawn);
            seen.insert(drawn);
        }
        assert_eq!(seen.len(), super::RESOURCES as usize);
    }
}
