//! Pages in HTML, made from Markdown by the rules of GitHub.

use std::panic::RefUnwindSafe;
use std::sync::Arc;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Anchorizer, Arena, Options, format_html, parse_document};

/// Page without what surrounds it.
#[derive(Debug)]
pub(super) struct Rendered {
    pub(super) title: String,
    pub(super) html: String,
    /// Headings with their anchors.
    pub(super) headings: Vec<(String, String)>,
    /// Plain text, for the search.
    pub(super) text: String,
    /// Destinations of links and images, as written, with their lines.
    pub(super) links: Vec<(usize, String)>,
}

/// Renders a page; a function returns the addresses of links in the site.
pub(super) fn render(
    text: &str,
    address: impl Fn(&str) -> String + Copy + RefUnwindSafe + Send + Sync,
) -> Rendered {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.header_id_prefix = Some(String::new());
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    // Embedded HTML is the repository's own.
    options.render.r#unsafe = true;
    let arena = Arena::new();
    let document = parse_document(&arena, text, &options);
    let mut rendered = Rendered {
        title: String::new(),
        html: String::new(),
        headings: Vec::new(),
        text: String::new(),
        links: Vec::new(),
    };
    rendered.read(document);
    options.extension.link_url_rewriter = Some(Arc::new(address));
    options.extension.image_url_rewriter = Some(Arc::new(address));
    let mut html = String::new();
    // Writing to a text does not fail.
    let _ = format_html(document, &options, &mut html);
    rendered.html = scrollable(&html);
    rendered
}

impl Rendered {
    /// Collects headings, links and text.
    fn read<'a>(&mut self, document: &'a AstNode<'a>) {
        let mut anchors = Anchorizer::new();
        for node in document.descendants() {
            let data = node.data();
            match &data.value {
                NodeValue::Heading(_) => {
                    let heading = node.collect_text();
                    if self.title.is_empty() {
                        self.title.clone_from(&heading);
                    }
                    self.headings.push((anchors.anchorize(&heading), heading));
                }
                NodeValue::Link(link) | NodeValue::Image(link) => {
                    self.links.push((data.sourcepos.start.line, link.url.clone()));
                }
                NodeValue::Text(text) => self.add(text),
                NodeValue::Code(code) => self.add(&code.literal),
                NodeValue::CodeBlock(block) => self.add(&block.literal),
                _ => {}
            }
        }
    }

    fn add(&mut self, text: &str) {
        for word in text.split_whitespace() {
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(word);
        }
    }
}

/// Makes what is wider than a phone scrollable, with the keyboard too.
fn scrollable(html: &str) -> String {
    html.replace("<table>", "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>")
        .replace("</table>", "</table></div>")
        .replace("<pre>", "<pre tabindex=\"0\">")
        // A head without text is not one.
        .replace("<th></th>", "<td></td>")
}
