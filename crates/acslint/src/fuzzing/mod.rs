//! Properties of every report, of splits and of archives, as functions that both the fuzz targets and tests here call.

mod archives;
mod consumers;
mod fix;
mod split;
mod texts;

use std::sync::LazyLock;

use acslint_check::{Checker, Settings};

pub use archives::archives_hold;
pub use fix::fix_holds;
pub use split::split_holds;

use crate::report;

/// Shared checker: compiling the schemas takes longer than checking an input.
static CHECKER: LazyLock<Checker> =
    LazyLock::new(|| Checker::new(Settings::default()).expect("the settings name no rule"));

/// Asserts that, in every format, a report of a record contains no command to a reader of logs, no foreign markup and
/// no link. Returns the number of reports that mention the record.
///
/// The first byte selects the place of a text in a record. Of the bytes that follow, those from 0xC0 on stand for
/// texts of attackers, the others for themselves. The byte 0xBF ends the text, and the name of the file follows it.
/// `render` renders Markdown as HTML with the extensions of GitHub.
///
/// # Panics
///
/// If an assertion fails: a fuzzer looks for that.
pub fn output_holds(bytes: &[u8], render: &dyn Fn(&str) -> String) -> usize {
    let Some((&place, rest)) = bytes.split_first() else {
        return 0;
    };
    let mut parts = rest.splitn(2, |byte| *byte == 0xBF).map(text);
    let (text, file) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let records = texts::records(&text);
    let (_, record) = &records[usize::from(place) % records.len()];
    let mut reports = 0;
    for (format, report, notes) in report::written(&CHECKER, &file, record.as_bytes()) {
        consumers::is_report(format, &report, render);
        consumers::is_inert(&notes);
        reports += usize::from(!report.is_empty());
    }
    reports
}

/// Decodes a text from the bytes.
fn text(bytes: &[u8]) -> String {
    let mut text = Vec::new();
    for byte in bytes {
        match byte.checked_sub(0xC0) {
            Some(number) => {
                let number = usize::from(number) % texts::TEXTS.len();
                text.extend_from_slice(texts::TEXTS[number].as_bytes());
            }
            None => text.push(*byte),
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use proptest::prelude::*;

    use acslint_schema::sample::{self, Sampler};
    use acslint_types::Shape;

    use super::{archives_hold, fix_holds, output_holds, split_holds, texts::TEXTS};

    fn render(text: &str) -> String {
        let mut options = comrak::Options::default();
        options.extension.autolink = true;
        options.extension.footnotes = true;
        options.extension.strikethrough = true;
        options.extension.table = true;
        options.extension.tasklist = true;
        options.render.r#unsafe = true;
        comrak::markdown_to_html(text, &options)
    }

    #[test]
    fn every_text_has_a_byte() {
        assert!(TEXTS.len() <= 0x100 - 0xC0);
    }

    /// Text before, between and behind the records of an input.
    const FRAMINGS: [[&str; 3]; 6] = [
        ["", "\n", "\n"],
        ["\n", "\r\n  ", ""],
        ["[\n", ",\n", "\n]\n"],
        ["{\"records\":[", ",", "]}"],
        ["{\"records\":[\n", ",\n", "],\"next\":\"x\"}\n{\"records\":[]}\n"],
        ["", " ", "\n"],
    ];

    /// Records with defects, in a framing.
    fn records(seed: u64, [before, between, behind]: [&str; 3]) -> Vec<u8> {
        let shape = if seed.is_multiple_of(2) { Shape::Table } else { Shape::ResourceLog };
        let settings = sample::Settings { defects: 0.3, ..sample::Settings::new(shape, seed) };
        let mut sampler = Sampler::new(&settings).unwrap();
        let mut text = before.as_bytes().to_vec();
        for number in 0..24 {
            if number > 0 {
                text.extend_from_slice(between.as_bytes());
            }
            sampler.append(&mut text);
        }
        text.extend_from_slice(behind.as_bytes());
        text
    }

    /// Every seed of a fuzz target.
    fn seeds(target: &str) -> Vec<Vec<u8>> {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target);
        fs::read_dir(seeds).unwrap().map(|seed| fs::read(seed.unwrap().path()).unwrap()).collect()
    }

    #[test]
    fn seeds_of_the_fuzz_target_split_hold() {
        let seeds = [seeds("split"), seeds("check"), seeds("framing")].concat();
        assert!(seeds.len() > 10);
        for seed in &seeds {
            split_holds(seed);
        }
    }

    #[test]
    fn seeds_of_the_fuzz_target_archives_hold() {
        assert!(seeds("archives").iter().map(|seed| archives_hold(seed)).sum::<usize>() > 10);
    }

    #[test]
    fn seeds_of_the_fuzz_target_fix_hold() {
        let seeds = [seeds("fix"), seeds("check")].concat();
        assert!(seeds.iter().map(|seed| fix_holds(seed)).sum::<u64>() > 10);
    }

    #[test]
    fn fix_holds_for_records_with_defects() {
        for with_unsafe in [0, 1] {
            let fixed = (0..acslint_testing::count(60).into()).map(|seed| {
                let records = records(seed, FRAMINGS[seed as usize % FRAMINGS.len()]);
                fix_holds(&[&[with_unsafe], &records[..]].concat())
            });
            assert!(fixed.sum::<u64>() > 0);
        }
    }

    #[test]
    fn splits_and_fixes_hold_for_the_test_data() {
        let mut count = 0;
        for kind in ["framing", "resource-log", "syntax", "table"] {
            for verdict in ["valid", "invalid"] {
                let directory =
                    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata").join(kind).join(verdict);
                for file in fs::read_dir(directory).unwrap() {
                    let bytes = fs::read(file.unwrap().path()).unwrap();
                    split_holds(&[&[6], &bytes[..]].concat());
                    fix_holds(&[&[6], &bytes[..]].concat());
                    fix_holds(&[&[7], &bytes[..]].concat());
                    count += 1;
                }
            }
        }
        assert!(count > 20, "{count} files");
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: acslint_testing::count(64),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn split_holds_for_damaged_records(
            cut: u8,
            seed in 0..1000_u64,
            framing in 0..FRAMINGS.len(),
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 0..6),
        ) {
            let mut input = vec![cut];
            input.extend_from_slice(&records(seed, FRAMINGS[framing]));
            for (place, byte, kind) in damage {
                let at = place.index(input.len());
                match kind {
                    0 => input[at] = byte,
                    1 => input.insert(at, byte),
                    2 => input.truncate(at.max(1)),
                    _ => drop(input.drain(at..input.len().min(at + usize::from(byte)))),
                }
            }
            split_holds(&input);
        }

        #[test]
        fn archives_hold_for_choices(kind: u8, form: u8, bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            archives_hold(&[&[kind, form], &bytes[..]].concat());
        }

        #[test]
        fn output_holds_for_texts(bytes in prop::collection::vec(prop_oneof![4 => 0xBF..=0xFF_u8, 1 => any::<u8>()], 1..12)) {
            prop_assert!(output_holds(&bytes, &render) >= 12);
        }
    }

    #[test]
    fn seeds_of_the_fuzz_target_output_hold() {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/output");
        let mut count = 0;
        for seed in fs::read_dir(seeds).unwrap() {
            output_holds(&fs::read(seed.unwrap().path()).unwrap(), &render);
            count += 1;
        }
        assert!(count > 0);
    }
}
