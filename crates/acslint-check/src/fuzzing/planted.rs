//! Framing: no damage hides an intact record, whatever the layout of the records is.

use std::{ops::Range, sync::LazyLock};

use acslint_types::{CATEGORIES, Shape};
use serde_json::Value as Json;

use crate::{
    Finding, Subject,
    fuzzing::{CHECKER, Seen, events, fast_path_agrees_on},
};

/// Layout of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Lines,
    Array,
    ArrayOverLines,
    Envelope,
    EnvelopeWithMembers,
    EnvelopeOverLines,
    Objects,
    Pretty,
    PrettyArray,
    PrettyEnvelope,
}

impl Form {
    pub(crate) const ALL: [Self; 10] = [
        Self::Lines,
        Self::Array,
        Self::ArrayOverLines,
        Self::Envelope,
        Self::EnvelopeWithMembers,
        Self::EnvelopeOverLines,
        Self::Objects,
        Self::Pretty,
        Self::PrettyArray,
        Self::PrettyEnvelope,
    ];

    /// Returns the text before, between and behind the items.
    fn around(self) -> [&'static str; 3] {
        match self {
            Self::Lines | Self::Pretty => ["", "\n", "\n"],
            Self::Array => ["[", ",", "]"],
            Self::ArrayOverLines => ["[\n", ",\n", "\n]\n"],
            Self::Envelope => ["{\"records\":[", ", ", "]}"],
            Self::EnvelopeWithMembers => {
                ["{\"id\":1,\"meta\":{\"a\":[]},\"records\":[", ",", "],\"n\":{\"b\":2}}\n"]
            }
            Self::EnvelopeOverLines => ["{\"records\": [\n  ", ",\n  ", "\n]}\n"],
            Self::Objects => ["", " ", ""],
            Self::PrettyArray => ["[\n  ", ",\n  ", "\n]\n"],
            Self::PrettyEnvelope => ["{\n  \"records\": [\n    ", ",\n    ", "\n  ]\n}\n"],
        }
    }

    /// Returns the indentation of a record over several lines, which each of its lines has.
    fn indentation(self) -> Option<&'static str> {
        match self {
            Self::Pretty => Some("\n"),
            Self::PrettyArray => Some("\n  "),
            Self::PrettyEnvelope => Some("\n    "),
            _ => None,
        }
    }

    /// Returns true if brackets behind the items can close what is left open in them.
    fn has_brackets(self) -> bool {
        !matches!(self, Self::Lines | Self::Objects | Self::Pretty)
    }
}

/// Damage between records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Damage {
    pub(crate) text: &'static [u8],
    kind: DamageKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DamageKind {
    /// Broken record, or another text in the place of a record.
    Plain,
    /// Text that opens an array and does not close it: brackets behind the records may close it.
    OpensArray,
    /// Text that the rest of the line belongs to: a comment, the value of a key, or a query answer.
    TakesNext,
}

const fn plain(text: &'static [u8]) -> Damage {
    Damage { text, kind: DamageKind::Plain }
}

const fn opens_array(text: &'static [u8]) -> Damage {
    Damage { text, kind: DamageKind::OpensArray }
}

const fn takes_next(text: &'static [u8]) -> Damage {
    Damage { text, kind: DamageKind::TakesNext }
}

/// Texts that are inserted between records.
pub(crate) const DAMAGES: &[Damage] = &[
    plain(b"'"),
    plain(b"\""),
    plain(b"`"),
    plain(b"''"),
    plain(b"\"\""),
    plain(b"'\""),
    plain(b"it's"),
    plain(b"\\"),
    plain(b"\\\""),
    plain(b"/"),
    plain(b"/*"),
    plain(b"/* it's"),
    takes_next(b"//"),
    takes_next(b"// it's"),
    plain(b"*/"),
    plain(b"#"),
    plain(b"# \""),
    plain(b"@"),
    takes_next(b":"),
    takes_next(b"\"a\":"),
    plain(b"\"a\":1"),
    plain(b"\"a\" 1"),
    plain(b"1"),
    plain(b"-"),
    plain(b"tru"),
    plain(b"NaN"),
    plain(b"\x00"),
    plain(b"\x07\x1B"),
    plain(b"\xFF"),
    plain(b"\xC3"),
    plain(b"\xEF\xBB\xBF"),
    plain(b"\"\\ud800\""),
    plain(b"\"\xFF\""),
    plain(b"{"),
    plain(b"}"),
    plain(b"{}}"),
    plain(b"{{"),
    plain(b"{\""),
    plain(b"{\"a"),
    plain(b"{\"a\""),
    takes_next(b"{\"a\":"),
    plain(b"{\"a\":\""),
    plain(b"{\"a\":\"x"),
    plain(b"{\"a\":\"x\\"),
    plain(b"{\"a\":'x"),
    plain(b"{'a':'x}"),
    plain(b"{\"a\":\"x}"),
    plain(b"{\"a\":x\"}"),
    plain(b"{a\":1}"),
    plain(b"{\"a:1}"),
    plain(b"{\"a\":\"x\"y\"}"),
    plain(b"{\"a\":\"\"x\"}"),
    plain(b"{\"a\":1,"),
    plain(b"{\"a\":1,,\"b\":2}"),
    plain(b"{\"a\":1 \"b\":2}"),
    plain(b"{\"a\" 1}"),
    plain(b"{\"a\":@}"),
    plain(b"{\"a\":{\"b\":@}}"),
    plain(b"{\"a\":[1,{\"b\":@},{\"c\":1}]}"),
    plain(b"{\"a\":[{\"b\":1},{\"c\":@},{\"d\":1}],\"e\":2}"),
    plain(b"{\"a\":[1,2}"),
    plain(b"{\"a\":1]}"),
    plain(b"{\"a\":{\"b\":1}"),
    takes_next(b"{\"a\":{\"b\":{\"c\":"),
    plain(b"{\"a\":tru}"),
    plain(b"{\"a\":01}"),
    plain(b"{\"a\":\"\\q\"}"),
    plain(b"{\"a\":\"\\ud800\"}"),
    plain(b"{\"a\":\"\x01\"}"),
    plain(b"{\"a\":\"\xFF\"}"),
    takes_next(b"{\"a\":1 // x }"),
    plain(b"{\"a\":1 /* x }"),
    plain(b"{\"a\":1 # x }"),
    plain(b"{'TimeGenerated': 'x', 'b': \"it's\"}"),
    plain(b"]"),
    plain(b"],"),
    plain(b"]]"),
    plain(b"],["),
    plain(b"]}"),
    plain(b"["),
    plain(b"[1,"),
    plain(b"\"records\":["),
    plain(b"\"a\":["),
    plain(b"\"a\":[1,"),
    takes_next(b"{\"tables\":["),
    plain(b"{\"a\":["),
    plain(b"{\"a\":[["),
    plain(b"{\"a\":[1,"),
    plain(b"{\"a\":[1 2"),
    plain(b"{\"a\":{\"b\":["),
    plain(b"{\"TimeGenerated\":\"2024-01-01T00:00:00Z\",\"x\":["),
    plain(b"{\"TimeGenerated\":\"2024-01-01T00:00:00Z\",\"x\":[1,"),
    opens_array(b"{\"a\":[1,2"),
    opens_array(b"{\"a\":[{\"b\":1}"),
    opens_array(b"{\"a\":[\"x"),
];

/// Clean record, and the same record with an invalid duration.
static RECORDS: LazyLock<[String; 2]> = LazyLock::new(|| {
    let category = CATEGORIES.iter().find(|category| category.id == "SMSOperational");
    let good = category.expect("the category is known").example(Shape::Table);
    let mut record: Json = serde_json::from_str(good).expect("examples are JSON");
    let good = record.to_string();
    record["DurationMs"] = Json::from("x");
    [good, record.to_string()]
});

/// Input with bad records at known places.
#[derive(Debug)]
pub(crate) struct Planted {
    pub(crate) bytes: Vec<u8>,
    /// Ranges of the bad records.
    pub(crate) bad: Vec<Range<usize>>,
}

/// Item of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Item {
    Good,
    Bad,
    /// Damage by its number.
    Damage(usize),
}

/// Composes an input of items.
pub(crate) fn planted(form: Form, items: &[Item]) -> Planted {
    let [before, between, behind] = form.around();
    let mut bytes = before.as_bytes().to_vec();
    let mut bad = Vec::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            bytes.extend_from_slice(between.as_bytes());
        }
        let start = bytes.len();
        let record = match item {
            Item::Damage(number) => {
                bytes.extend_from_slice(DAMAGES[*number].text);
                continue;
            }
            Item::Good => &RECORDS[0],
            Item::Bad => &RECORDS[1],
        };
        match form.indentation() {
            Some(line) => {
                let record: Json = serde_json::from_str(record).expect("records are JSON");
                bytes.extend_from_slice(format!("{record:#}").replace('\n', line).as_bytes());
            }
            None => bytes.extend_from_slice(record.as_bytes()),
        }
        if *item == Item::Bad {
            bad.push(start..bytes.len());
        }
    }
    bytes.extend_from_slice(behind.as_bytes());
    Planted { bytes, bad }
}

/// Returns true if the end of each damage can be recognized, so that the records behind it must be found.
fn is_certain(form: Form, items: &[Item]) -> bool {
    if form.around()[0].is_empty()
        && matches!(items.first(), Some(Item::Damage(number)) if DAMAGES[*number].text[0] < b'\t')
    {
        // Such an input is binary data, and reported as that.
        return false;
    }
    if comments_out(form, items) {
        return false;
    }
    items.iter().all(|item| match item {
        Item::Good | Item::Bad => true,
        Item::Damage(number) => {
            let Damage { text, kind } = DAMAGES[*number];
            let odd = |quote: u8| memchr::memchr_iter(quote, text).count() % 2 == 1;
            match kind {
                DamageKind::OpensArray if form.has_brackets() => false,
                // Objects on one line have no feature but themselves that distinguishes them from text and
                // comments.
                _ => form != Form::Objects || !(kind == DamageKind::TakesNext || odd(b'"') || odd(b'\'')),
            }
        }
    })
}

/// Returns true if two damages form a comment: one opens it, the other closes it, and no line between them begins with a
/// record.
fn comments_out(form: Form, items: &[Item]) -> bool {
    let has = |item: &Item, mark: &[u8]| match item {
        Item::Damage(number) => memchr::memmem::find(DAMAGES[*number].text, mark).is_some(),
        Item::Good | Item::Bad => false,
    };
    let mut behind = items.iter().skip_while(|item| !has(item, b"/*")).skip(1);
    !form.around()[1].contains('\n') && behind.any(|item| has(item, b"*/"))
}

/// Asserts that each bad record is found once, at its place, with the same findings as alone.
fn all_are_found(planted: &Planted, seen: &[Seen]) {
    let shown = String::from_utf8_lossy(&planted.bytes);
    let bad: Vec<&Seen> = seen
        .iter()
        .filter(|seen| seen.findings.iter().any(|(finding, ..)| finding.pointer.verbatim() == "/DurationMs"))
        .collect();
    let spans: Vec<Range<usize>> =
        bad.iter().map(|seen| seen.span.start as usize..seen.span.end as usize).collect();
    assert_eq!(spans, planted.bad, "{shown}");
    let mut records = 0;
    for seen in seen {
        records += u64::from(seen.subject.is_some());
        assert_eq!(seen.record, records, "{shown}");
    }
    for seen in bad {
        assert!(matches!(seen.subject, Some(Subject::Known(_))), "{shown}");
        let rules: Vec<&str> = seen
            .findings
            .iter()
            .map(|(finding, ..): &(Finding, _, _)| finding.rule)
            .filter(|rule| *rule != "not-json-lines")
            .collect();
        assert_eq!(rules, ["wrong-type"], "{shown}");
    }
}

/// Asserts that all bad records are found, whatever stands between them. The fast path, speculative checking and
/// the cut of the input must not change the events.
///
/// The first byte chooses the layout of the records, the second how the input is cut, each further one the next
/// item.
///
/// # Panics
///
/// If it does not hold: fuzzing searches for such bytes.
pub fn framing_holds(bytes: &[u8]) {
    let [form, cut, items @ ..] = bytes else {
        return;
    };
    let form = Form::ALL[usize::from(*form) % Form::ALL.len()];
    let item = |byte: &u8| match usize::from(*byte) {
        byte if byte < 64 => Item::Good,
        byte if byte < 128 => Item::Bad,
        byte => Item::Damage((byte - 128) % DAMAGES.len()),
    };
    let items: Vec<Item> = items.iter().take(24).map(item).collect();
    let planted = planted(form, &items);
    if planted.bytes.is_empty() {
        return;
    }
    let whole = events(&CHECKER, &planted.bytes, planted.bytes.len());
    if is_certain(form, &items) {
        all_are_found(&planted, &whole);
    }
    let piece = 1 + usize::from(*cut) * 7;
    assert_eq!(whole, events(&CHECKER, &planted.bytes, piece), "in pieces of {piece}");
    fast_path_agrees_on(&planted.bytes);
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use proptest::{collection::vec, prelude::*};

    use super::{DAMAGES, Damage, Form, Item, all_are_found, framing_holds, is_certain, planted};
    use crate::fuzzing::{CHECKER, events};

    /// Every kind of damage in every layout: at the beginning, in the middle, and twice.
    #[test]
    fn no_damage_hides_a_record() {
        use Item::{Bad, Good};
        let mut failures = Vec::new();
        for form in Form::ALL {
            for (number, Damage { text, .. }) in DAMAGES.iter().enumerate() {
                let damage = Item::Damage(number);
                for items in [
                    vec![damage, Bad],
                    vec![damage, Bad, Bad, Good, Bad],
                    vec![Good, damage, Bad, Bad],
                    vec![Bad, damage, Good, Bad],
                    vec![Good, damage, Bad, damage, Bad, damage],
                    vec![Good, damage, damage, Bad],
                ] {
                    if !is_certain(form, &items) {
                        continue;
                    }
                    let planted = planted(form, &items);
                    let seen = events(&CHECKER, &planted.bytes, planted.bytes.len());
                    if let Err(why) = catch_unwind(|| all_are_found(&planted, &seen)) {
                        let why = why.downcast_ref::<String>().cloned().unwrap_or_default();
                        failures.push(format!("{form:?} {items:?} {}\n{why}", String::from_utf8_lossy(text)));
                    }
                }
            }
        }
        assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    }

    /// A complete comment hides what is in it, unless a line begins with a record.
    #[test]
    fn a_comment_of_two_damages_hides_what_is_in_it_on_one_line_only() {
        let damage =
            |text: &[u8]| Item::Damage(DAMAGES.iter().position(|damage| damage.text == text).unwrap());
        let items = [Item::Good, damage(b"/*"), Item::Bad, damage(b"*/"), Item::Bad];
        for form in Form::ALL {
            let planted = planted(form, &items);
            let found = events(&CHECKER, &planted.bytes, planted.bytes.len());
            let finds_all = catch_unwind(|| all_are_found(&planted, &found)).is_ok();
            assert_eq!(finds_all, is_certain(form, &items), "{form:?}");
        }
        assert!(is_certain(Form::Lines, &items) && !is_certain(Form::Array, &items));
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: acslint_testing::count(80),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn framing_holds_for_any_damage(bytes in vec(any::<u8>(), 3..14)) {
            framing_holds(&bytes);
        }
    }
}
