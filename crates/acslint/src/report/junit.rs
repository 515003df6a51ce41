//! `junit`: a test case for each kind of finding and each category, for viewers of test results.
//!
//! A kind of finding at or above the failing level is a failure. One below it is a case that passes, with the finding
//! as output. An unreadable input is an error.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{End, groups::Shown};
use crate::text::{counted, printable};

/// Writes the test cases.
pub(super) fn write(sink: &mut dyn Write, groups: &[Shown<'_>], end: &End<'_>) -> io::Result<()> {
    let fails = |group: &&Shown<'_>| end.criteria.fail_on.is_some_and(|level| group.level >= level);
    let categories = end.tally.types();
    let (failure, known) = (end.failure(), end.known());
    let errors = end.tally.unreadable.len() + usize::from(failure.is_some());
    let tests = categories.len() + groups.len() + usize::from(known.is_some()) + errors;
    let counts = format!(
        "tests=\"{tests}\" failures=\"{}\" errors=\"{errors}\" time=\"{:.3}\"",
        groups.iter().filter(fails).count(),
        end.elapsed.as_secs_f64()
    );
    writeln!(sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(sink, "<testsuites name=\"acslint\" {counts}>\n  <testsuite name=\"acslint\" {counts}>")?;
    for count in categories {
        let name = count.record_type.to_string();
        let records = counted(count.records, "record");
        writeln!(sink, "    <testcase classname=\"categories\" name=\"{}\">", escaped(&name))?;
        writeln!(sink, "      <system-out>{records}</system-out>\n    </testcase>")?;
    }
    for group in groups {
        let first = group.first;
        let name = match group.field {
            Some(field) => format!("{}: {field}", group.rule),
            None => group.rule.to_owned(),
        };
        let (file, line) = (escaped(&first.file), first.start.line);
        writeln!(
            sink,
            "    <testcase classname=\"{}\" name=\"{}\" file=\"{file}\" line=\"{line}\">",
            escaped(&group.kind()),
            escaped(&name)
        )?;
        let help = first.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let text = group.line() + &help;
        if fails(&group) {
            let message = escaped(&first.message);
            let rule = escaped(group.rule);
            writeln!(
                sink,
                "      <failure message=\"{message}\" type=\"{rule}\">{}</failure>",
                escaped(&text)
            )?;
        } else {
            writeln!(sink, "      <system-out>{}</system-out>", escaped(&text))?;
        }
        writeln!(sink, "    </testcase>")?;
    }
    if let Some(known) = known {
        writeln!(sink, "    <testcase classname=\"baseline\" name=\"known findings\">")?;
        writeln!(sink, "      <system-out>{}</system-out>\n    </testcase>", escaped(&known))?;
    }
    for unreadable in &end.tally.unreadable {
        let (file, reason) = (escaped(&unreadable.file), escaped(&unreadable.reason));
        writeln!(sink, "    <testcase classname=\"inputs\" name=\"{file}\">")?;
        writeln!(sink, "      <error message=\"{reason}\" type=\"unreadable\"/>\n    </testcase>")?;
    }
    if let Some(failure) = failure {
        writeln!(sink, "    <testcase classname=\"inputs\" name=\"everything was checked\">")?;
        writeln!(
            sink,
            "      <error message=\"{}\" type=\"not-checked\"/>\n    </testcase>",
            escaped(&failure)
        )?;
    }
    writeln!(sink, "  </testsuite>\n</testsuites>")
}

/// Escapes text for an element or an attribute of XML; the allowed control characters stay.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, newline) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "&#10;"));
        for character in printable(line).chars() {
            let entity: Cow<'static, str> = match character {
                '&' => "&amp;".into(),
                '<' => "&lt;".into(),
                '>' => "&gt;".into(),
                '"' => "&quot;".into(),
                '\u{FFFE}' | '\u{FFFF}' => "\u{FFFD}".into(),
                other => other.to_string().into(),
            };
            escaped.push_str(&entity);
        }
        escaped.push_str(newline);
    }
    escaped
}
