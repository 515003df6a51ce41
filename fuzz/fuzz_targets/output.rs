//! No text of a record or of a file's name is a command to a reader of logs, markup or a link in a report.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    acslint::fuzzing::output_holds(bytes, &render);
});

/// HTML of Markdown as GitHub renders it, with embedded HTML unchanged.
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
