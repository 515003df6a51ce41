//! Growth: the effort for an input is proportional to its length, whichever bytes are repeated in it.

use std::sync::LazyLock;

use crate::{Checker, Event, Group, Hints, Level, RecordType, Report, Settings, WorkerState};

/// Checker without rules: only the effort of framing is measured.
static CHECKER: LazyLock<Checker> = LazyLock::new(|| {
    let levels = Group::ALL.iter().map(|group| (group.id().to_owned(), Level::Allow)).collect();
    Checker::new(Settings { levels, ..Settings::default() }).expect("the settings name groups")
});

/// Report that ignores all events.
struct Unheard;

impl Report for Unheard {
    fn event(&mut self, _: &Event<'_>) {}

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

/// Returns the number of bytes read, counting repetitions, of an input that arrives in pieces of this size.
fn steps(input: &[u8], piece: usize) -> u64 {
    let mut session = CHECKER.session(Hints::default());
    let mut state = WorkerState::default();
    let (mut begin, mut available, mut least) = (0, 0, piece);
    loop {
        available = (available + least).min(input.len());
        let end = available == input.len();
        let done = session.advance(&mut state, &input[begin..available], end, &mut Unheard);
        begin += done;
        // The contract of `advance` requires a larger buffer.
        least = if done == 0 { piece.max(available - begin) } else { piece };
        if end {
            return session.steps();
        }
    }
}

/// Largest growth of the effort for an input four times as long.
const MOST_GROWTH: f64 = 4.4;

/// Largest number of reads of a byte, on average over an input.
const MOST_PASSES: f64 = 24.0;

/// Length of the shortest input. It exceeds the deepest value, beyond which the effort grows evenly.
const LENGTH: usize = 8 << 10;

/// Returns an input: a beginning, then a unit repeated up to about this length.
fn repeated(begin: &[u8], unit: &[u8], length: usize) -> Vec<u8> {
    let mut input = begin.to_vec();
    input.extend(unit.iter().copied().cycle().take(unit.len() * (length / unit.len()).max(1)));
    input
}

/// Checks inputs of three lengths, each four times the one before, and compares the increases of the effort. Effort
/// that occurs once cancels out.
///
/// # Panics
///
/// If the effort grows faster than the input.
fn grows_in_proportion(begin: &[u8], unit: &[u8], piece: usize) {
    let steps = [1, 4, 16].map(|times| steps(&repeated(begin, unit, times * LENGTH), piece) as f64);
    let more = [steps[1] - steps[0], steps[2] - steps[1]];
    // Bytes that are skipped at once take almost no effort. The ends of pieces affect each ratio, but raise both
    // only if the effort grows faster than the input.
    let growth = (more[1] / more[0].max(LENGTH as f64)).min(steps[2] / steps[1]);
    let passes = steps[2] / (16 * LENGTH) as f64;
    assert!(
        growth <= MOST_GROWTH && passes <= MOST_PASSES,
        "{steps:?} steps (growth {growth:.2}, {passes:.1} passes) for {:?} behind {:?} in pieces of {piece}",
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
    b"{\"tables\":[",
    b"},{",
    b"],[",
    b"{}",
    b"\xFF",
    b"\x01",
    b"\\u",
];

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
        tokens.iter().take(12).map(|token| TOKENS[usize::from(*token) % TOKENS.len()]).collect();
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

    use super::{grows_in_proportion, growth_holds};

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

    /// Failed reads that come far, before valid records.
    #[test]
    fn what_follows_failed_reads_takes_effort_in_proportion() {
        let failed = "[{\"a\":[1,{\"a\":[1,{\"a\":[1,{\"a\":[1,{\"a\":1},";
        for unit in ["1,", "\"x\",", "'x',", "{\"a\":1},", "{\"b\":1},", "{\"b\":[],", "[],", "/**/,", "{},"]
        {
            grows_in_proportion(failed.as_bytes(), unit.as_bytes(), usize::MAX / 2);
        }
    }

    proptest! {
        // Deterministic: the fuzz target searches for new inputs.
        #![proptest_config(ProptestConfig {
            cases: acslint_testing::count(32),
            failure_persistence: None,
            rng_seed: proptest::test_runner::RngSeed::Fixed(1),
            ..ProptestConfig::default()
        })]

        #[test]
        fn growth_holds_for_any_unit(bytes in vec(any::<u8>(), 3..9)) {
            growth_holds(&bytes);
        }
    }
}
