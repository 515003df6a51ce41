//! Growth: the effort for an input is proportional to its length, whichever bytes are repeated in it.

use std::sync::LazyLock;

use crate::{Checker, Event, Group, Hints, Level, RecordType, Report, Session, Settings, WorkerState};

/// Checker without rules: only the effort of framing is measured.
static CHECKER: LazyLock<Checker> = LazyLock::new(|| {
    let levels = Group::ALL.iter().map(|group| (group.id().to_owned(), Level::Allow)).collect();
    Checker::new(Settings { levels, ..Settings::default() }).expect("the settings name groups")
});

/// Report that ignores all events.
struct NoReport;

impl Report for NoReport {
    fn event(&mut self, _: &Event<'_>) {}

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

/// Returns the number of bytes read, counting repetitions, of an input that arrives in pieces of this size.
fn steps(input: &[u8], piece: usize) -> u64 {
    let mut session = Session::new(&CHECKER, Hints::default());
    let mut state = WorkerState::default();
    let (mut begin, mut available, mut least) = (0, 0, piece);
    loop {
        available = (available + least).min(input.len());
        let end = available == input.len();
        let done = session.advance(&mut state, &input[begin..available], end, &mut NoReport);
        begin += done;
        // The contract of `advance` requires a larger buffer.
        least = if done == 0 { piece.max(available - begin) } else { piece };
        if end {
            return session.steps();
        }
    }
}

/// Largest number of looks at a byte, on average over an input, for every division into buffers.
///
/// Reads from at most four places fail over a byte. A search for the next record follows each of them, and a buffer that ends
/// too early repeats all of it in a buffer of twice the length. The ratio of the efforts for inputs of two lengths is not a
/// criterion, since it depends on the ends of their buffers: it exceeds 6 for some inputs whose bytes are looked at three times.
///
/// A failed read of a query answer takes the most: a search, two parses, and the search for its rows, each in bytes that double
/// until they contain the answer, and again in a buffer that doubles. Behind failed reads, a record that begins its line is read
/// up to the next one as well. The largest number seen is 132.
const MOST_LOOKS: u64 = 256;

/// Smallest length of the inputs. Quadratic effort, a look from each unit to the end of the input, takes hundreds of looks at
/// each byte of such an input: the longest unit has fewer than 160 bytes.
const LENGTH: usize = 256 << 10;

/// Returns an input: a beginning, then a unit repeated up to about this length.
fn repeated(begin: &[u8], unit: &[u8], length: usize) -> Vec<u8> {
    let mut input = begin.to_vec();
    input.extend(unit.iter().copied().cycle().take(unit.len() * length.div_ceil(unit.len())));
    input
}

/// Checks an input of repeated units, and counts the looks at its bytes.
///
/// # Panics
///
/// If there are more looks than [`MOST_LOOKS`].
fn grows_in_proportion(begin: &[u8], unit: &[u8], piece: usize) {
    let input = repeated(begin, unit, LENGTH);
    let steps = steps(&input, piece);
    assert!(
        steps <= MOST_LOOKS * input.len() as u64,
        "{:.1} looks per byte for {:?} behind {:?} in pieces of {piece}",
        steps as f64 / input.len() as f64,
        String::from_utf8_lossy(unit),
        String::from_utf8_lossy(begin),
    );
}

/// Tokens of which units consist.
const TOKENS: [&[u8]; 32] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"'",
    b"\\",
    b"\n",
    b" ",
    b"/*",
    b"*/",
    b"//",
    b"#",
    b"1",
    b"a",
    b"null",
    b"\"a\"",
    b"\"a\":",
    b"\"a\":1",
    b"{\"a\":",
    b"{\"a\":\"",
    b"{\"time\":",
    b"{\"records\":[",
    b"{\"tables\":[{\"rows\":[",
    b"},{",
    b"],[",
    b"{}",
    b"\xFF",
    b"\x01",
    b"\\u",
];

/// Largest number of tokens in a unit.
const MOST_TOKENS: usize = 12;

/// Asserts that the effort for a repeated unit is proportional to its repetitions.
///
/// The first byte chooses how much of the unit precedes the repetitions, the second how the input is cut. Each
/// further byte is a token.
///
/// # Panics
///
/// If the effort is not proportional: fuzzing searches for such bytes.
pub fn growth_holds(bytes: &[u8]) {
    let [once, cut, tokens @ ..] = bytes else {
        return;
    };
    let tokens: Vec<&[u8]> =
        tokens.iter().take(MOST_TOKENS).map(|token| TOKENS[usize::from(*token) % TOKENS.len()]).collect();
    let (begin, unit) = tokens.split_at(usize::from(*once) % (tokens.len() + 1));
    let unit = unit.concat();
    if !unit.is_empty() {
        let piece = if cut % 2 == 0 { usize::MAX / 2 } else { 64 << (cut % 8) };
        grows_in_proportion(&begin.concat(), &unit, piece);
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::{LENGTH, MOST_LOOKS, MOST_TOKENS, TOKENS, grows_in_proportion, growth_holds};

    /// Units that took quadratic time before a fix, and similar ones.
    const HOSTILE: &[&str] = &[
        "{\"a\":\"",
        "{}{\"a\":\"\"",
        "{\"a\":\"a\":1,",
        "{\"records\":[{\"a\":",
        "{\"records\":[\n{\"a\":\n",
        "{\"records\":[{\"a\":\n",
        "{\"records\":[\n",
        "{\"a\":",
        "{\"a\":[",
        "{\"a\":[1,",
        "{\"a\":[1,\n",
        "[{\"a\":",
        "[",
        "[\n",
        "{",
        "{\n",
        "{}",
        "{} ",
        "{}\n",
        "{\"a\":1}",
        "{\"a\":1}\n",
        "{\"a\":1},",
        "\"",
        "'",
        "'{\"a\":",
        "{'a':'",
        "\"a\":",
        "\"a\":{",
        "/*",
        "/* ",
        "/*\n",
        "/*{\"a\":1},",
        "{\"a\":1/*",
        "//",
        "//\n",
        "// {\"a\":1}",
        "{\"a\":\"x\n",
        "{\"a\":\"x\n1\n",
        "{\"a\":\"x\"y",
        "{\"a\":\"x\"y\",",
        "{\"a\":\"{\"",
        "{\"a\":\"{\"a\":",
        "{\"a\":\"{\"a\":1}\",",
        "{\"a\":\"[\"a\",",
        "{\"a:",
        "{\"a:\"b",
        "{\"a\":\"x,\"b\":",
        "{\"a\":x\",",
        "{\"a\":01 ",
        "01 ",
        "{a\":",
        "{\u{201C}a",
        "{\u{201C}a\u{201D}:",
        "{\"a\":\"x\u{201D}\n",
        "{\"a\":\u{A0}",
        "\u{FEFF}",
        "\u{1E}{",
        "\u{1B}[0m",
        "<<<<<<< a\n",
        "=======\n{",
        ",",
        ",\n",
        "{\"a\":1},\n",
        "a {\"a\":1}\n",
        "a {\"a\":",
        "a {\"a\":\n",
        "[a] {\"a\":1}\n",
        "{\"time\":\"",
        "{\"time\":[",
        "},{\"a\":",
        "},{",
        "]{",
        "1,",
        "1 ",
        "a ",
        "\\",
        "{\"tables\":[{\"columns\":[",
        "{\"tables\":[{\"rows\":[[",
        "{\"a\":{\"a\":1},\"records\":[",
        "{\"meta\":{},\"records\":[{\"a\":1},",
        "\"records\":[",
        "{\"a\":1,\"records\":[",
        "{\"a\":\"\\u",
        "#",
        "\u{FEFF}",
        "{\"a\":nul",
        "{\"a\":[,",
        "{\"a\":[,\n{\"time\":1},",
        "{\"a\":[,\n{\"time\":1}]},",
        "\"a\":[,\n{\"time\":1}],",
        "],{\"a\":1},",
    ];

    #[test]
    fn hostile_units_take_effort_in_proportion() {
        let mut failures = Vec::new();
        let begins = ["[", "{\"records\":[", "{\"a\":1}\n{\"a\":1}\n", "[{\"a\":1},"];
        for (index, unit) in HOSTILE.iter().enumerate() {
            for (begin, piece) in [("", usize::MAX / 2), (begins[index % begins.len()], 512 << (index % 3))] {
                let grow = || grows_in_proportion(begin.as_bytes(), unit.as_bytes(), piece);
                if let Err(why) = std::panic::catch_unwind(grow) {
                    failures.push(why.downcast_ref::<String>().cloned().unwrap_or_default());
                }
            }
        }
        assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    }

    /// Units are short enough for quadratic effort to exceed the bound.
    #[test]
    fn units_are_short() {
        let longest = TOKENS.iter().map(|token| token.len()).max().unwrap();
        assert!((LENGTH / (2 * MOST_TOKENS * longest)) as u64 > 2 * MOST_LOOKS);
    }

    /// Failed reads that come far, before valid records.
    #[test]
    fn what_follows_failed_reads_takes_effort_in_proportion() {
        let failed = "[{\"a\":[1,{\"a\":[1,{\"a\":[1,{\"a\":[1,{\"a\":1},";
        for unit in ["1,", "\"x\",", "'x',", "{\"a\":1},", "{\"b\":1},", "{\"b\":[],", "[],", "/**/,", "{},"]
        {
            grows_in_proportion(failed.as_bytes(), unit.as_bytes(), usize::MAX / 2);
        }
    }

    /// Answers that can be read only after looking at them once more, as often as they are short.
    #[test]
    fn answers_on_one_line_take_effort_in_proportion() {
        for rows in ["['x']", "['x'],[1", "['x']]", "[1],@", "['x'],[\"", "[[1,[2]", "[[[[1,[2]", "[1 2]"] {
            for answer in ["{\"tables\":[{\"rows\":[%]}]}", "{\"tables\":[{\"rows\":[%],\"b\":1}]}"] {
                let answer = answer.replace('%', rows);
                for (begin, between) in [("", " "), ("{\"records\":[", ",")] {
                    let unit = format!("{answer}{between}");
                    for piece in [usize::MAX / 2, 512] {
                        grows_in_proportion(begin.as_bytes(), unit.as_bytes(), piece);
                    }
                }
            }
        }
    }

    /// Rows of an answer that no comma is between, behind which no other row is found.
    #[test]
    fn rows_without_commas_take_effort_in_proportion() {
        let answer = "{\"tables\":[{\"rows\":[";
        for begin in [answer.to_owned(), format!("{answer}{}],", "[1,".repeat(20))] {
            for unit in ["['x'] ", "[1] ", "[1]", "['x']1 ", "['x']]", "{'x'} ", "[\"x\"y\"] "] {
                grows_in_proportion(begin.as_bytes(), unit.as_bytes(), usize::MAX / 2);
            }
        }
    }

    proptest! {
        // Fewer than of other properties: each case is a long input.
        #![proptest_config(ProptestConfig {
            cases: acslint_testing::count(32),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn growth_holds_for_any_unit(bytes in vec(any::<u8>(), 3..9)) {
            growth_holds(&bytes);
        }
    }
}
