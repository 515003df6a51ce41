//! Frame of a page: head, navigation and search.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::markdown::Rendered;
use super::{INDEX, SCHEMAS, SEARCH, STYLE, address, relative};

/// Sections of the navigation, with the directories of their pages.
const SECTIONS: [(&str, &str); 9] = [
    ("Guides", "docs/guides/"),
    ("Reference", "docs/"),
    ("Commands", "docs/cli/"),
    ("Rules", "docs/rules/"),
    ("Formats", "docs/formats/"),
    ("Categories", "docs/categories/"),
    ("Targets", "docs/targets/"),
    ("Decisions", "docs/decisions/"),
    ("Project", ""),
];

/// Pages by section, with their titles.
#[derive(Debug)]
pub(super) struct Navigation<'p>(Vec<(&'static str, Vec<(&'p str, &'p str)>)>);

impl<'p> Navigation<'p> {
    pub(super) fn new(pages: impl Iterator<Item = (&'p str, &'p str)>) -> Self {
        let mut by_directory: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        for (file, title) in pages {
            let directory = file.rfind('/').map_or("", |at| &file[..=at]);
            by_directory.entry(directory).or_default().push((file, title));
        }
        let mut sections: Vec<(&'static str, Vec<(&str, &str)>)> = Vec::new();
        for (name, directory) in SECTIONS {
            if let Some(mut pages) = by_directory.remove(directory) {
                // The index of a section first.
                pages.sort_by_key(|(file, title)| (!file.ends_with("README.md"), title.to_lowercase()));
                sections.push((name, pages));
            }
        }
        let others: Vec<_> = by_directory.into_values().flatten().collect();
        if !others.is_empty() {
            sections.push(("More", others));
        }
        Self(sections)
    }

    /// Returns the navigation of a page; only its own section is open.
    fn html(&self, current: &str) -> String {
        let from = address(current);
        let mut html = String::new();
        for (name, pages) in &self.0 {
            let is_open = pages.iter().any(|(file, _)| *file == current);
            let _ =
                write!(html, "<details{}><summary>{name}</summary><ul>", if is_open { " open" } else { "" });
            for (file, title) in pages {
                let here = if *file == current { " aria-current=\"page\"" } else { "" };
                let link = relative(&from, &address(file));
                let _ = write!(html, "<li><a href=\"{}\"{here}>{}</a></li>", escaped(&link), escaped(title));
            }
            html.push_str("</ul></details>\n");
        }
        let schemas = relative(&from, &format!("{SCHEMAS}/index.html"));
        let _ = writeln!(html, "<p><a href=\"{}\">Schemas</a></p>", escaped(&schemas));
        html
    }
}

/// Page of the site.
#[derive(Debug)]
pub(super) struct Page<'p> {
    pub(super) file: &'p str,
    pub(super) rendered: &'p Rendered,
    pub(super) navigation: &'p Navigation<'p>,
}

impl Page<'_> {
    pub(super) fn html(&self) -> String {
        let from = address(self.file);
        let to = |file: &str| escaped(&relative(&from, file));
        let up = "../".repeat(from.matches('/').count());
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title} · acslint</title>\n\
             <link rel=\"stylesheet\" href=\"{style}\">\n<link rel=\"icon\" href=\"data:,\">\n</head>\n\
             <body data-root=\"{up}\">\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n\
             <header>\n<a class=\"name\" href=\"{home}\">acslint</a>\n\
             <search><label for=\"words\">Search</label>\
             <input id=\"words\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></search>\n</header>\n\
             <section id=\"found\" aria-label=\"Search results\" aria-live=\"polite\" hidden></section>\n\
             <div class=\"columns\">\n<nav aria-label=\"Pages\">\n{navigation}</nav>\n\
             <main id=\"content\" tabindex=\"-1\">\n{content}</main>\n</div>\n\
             <script src=\"{index}\"></script>\n<script src=\"{search}\"></script>\n</body>\n</html>\n",
            title = escaped(&self.rendered.title),
            style = to(STYLE),
            home = to("index.html"),
            navigation = self.navigation.html(self.file),
            content = self.rendered.html,
            index = to(INDEX),
            search = to(SEARCH),
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
