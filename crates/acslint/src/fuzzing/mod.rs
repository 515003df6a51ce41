//! Properties of every report, as a function that both the fuzz target `output` and a test here call.

mod consumers;
mod texts;

use std::sync::LazyLock;

use acslint_check::{Checker, Settings};

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

    use super::{output_holds, texts::TEXTS};

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

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: acslint_testing::count(64),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

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
