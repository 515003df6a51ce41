//! No report is a command to what reads a log, markup of its own or a link, whatever a record and its file's name hold.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    acslint::fuzzing::output_holds(bytes, &render);
});

/// HTML of Markdown, as GitHub makes it, with HTML in it left as it is.
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
