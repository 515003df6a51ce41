//! Links of the pages: to other pages, to their headings, and to files of the repository, which the site then has too.

use std::collections::{BTreeMap, BTreeSet};

use super::markdown::Rendered;
use super::{address, relative};
use crate::Problem;

/// Everything that links can lead to.
#[derive(Debug)]
pub(super) struct Links<'t> {
    pages: &'t BTreeMap<String, String>,
    files: &'t BTreeSet<String>,
}

/// Destination of a link.
#[derive(Debug, PartialEq, Eq)]
enum Target {
    /// Page, with an anchor.
    Page(String, Option<String>),
    /// File of the repository.
    File(String),
    /// Directory of the repository without a page.
    Directory(String),
    /// Address outside of the site.
    Outside,
    /// Nothing.
    Nowhere,
}

impl<'t> Links<'t> {
    pub(super) fn new(pages: &'t BTreeMap<String, String>, files: &'t BTreeSet<String>) -> Self {
        Self { pages, files }
    }

    /// Returns the address in the site of a link on a page. A directory without a page has none.
    pub(super) fn address(&self, page: &str, url: &str) -> String {
        let from = address(page);
        match self.target(page, url) {
            Target::Page(file, anchor) => {
                let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
                format!("{}{anchor}", relative(&from, &address(&file)))
            }
            Target::File(file) => relative(&from, &file),
            Target::Directory(_) | Target::Nowhere => "#".to_owned(),
            Target::Outside => url.to_owned(),
        }
    }

    fn target(&self, page: &str, url: &str) -> Target {
        if url.contains("://") || url.starts_with("mailto:") {
            return Target::Outside;
        }
        let (path, anchor) = match url.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor.to_owned())),
            None => (url, None),
        };
        let Some(file) = resolved(page, path) else { return Target::Nowhere };
        let index = if file.is_empty() { "README.md".to_owned() } else { format!("{file}/README.md") };
        if self.pages.contains_key(&file) {
            Target::Page(file, anchor)
        } else if self.pages.contains_key(&index) {
            Target::Page(index, anchor)
        } else if self.files.contains(&file) {
            Target::File(file)
        } else if self
            .files
            .range(format!("{file}/")..)
            .next()
            .is_some_and(|next| next.starts_with(&format!("{file}/")))
        {
            Target::Directory(file)
        } else {
            Target::Nowhere
        }
    }

    /// Returns the files of the repository that pages link to.
    pub(super) fn files(&self, rendered: &BTreeMap<&String, Rendered>) -> BTreeSet<String> {
        let links =
            rendered.iter().flat_map(|(page, rendered)| rendered.links.iter().map(move |link| (page, link)));
        let files = links.filter_map(|(page, (_, url))| match self.target(page, url) {
            Target::File(file) => Some(file),
            _ => None,
        });
        files.collect()
    }

    /// Returns the links that lead nowhere.
    pub(super) fn problems(&self, rendered: &BTreeMap<&String, Rendered>) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (page, of_page) in rendered {
            for (line, url) in &of_page.links {
                let fault = match self.target(page, url) {
                    Target::Nowhere => Some("leads nowhere"),
                    Target::Page(file, Some(anchor)) => {
                        let headings = rendered.get(&file).map(|target| target.headings.as_slice());
                        let is_there = headings.unwrap_or_default().iter().any(|(known, _)| *known == anchor);
                        (!is_there).then_some("names a heading that the page does not have")
                    }
                    _ => None,
                };
                if let Some(fault) = fault {
                    problems.push(Problem::new(page.as_str(), *line, format!("the link `{url}` {fault}")));
                }
            }
        }
        problems
    }
}

/// Returns the path from the root of a link on a page; `None` if it leads out of the repository.
fn resolved(page: &str, path: &str) -> Option<String> {
    if path.is_empty() {
        return Some(page.to_owned());
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.trim_end_matches('/').split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::markdown::{Rendered, render};
    use super::Links;

    fn problems(link: &str) -> Vec<String> {
        let pages: BTreeMap<String, String> = [
            ("docs/a.md", format!("# A\n\n[link]({link})\n")),
            ("docs/b/README.md", "# B\n\n## More of it\n".to_owned()),
        ]
        .map(|(file, text)| (file.to_owned(), text))
        .into();
        let files: BTreeSet<String> =
            ["docs/a.md", "docs/b/README.md", "testdata/x.json"].map(str::to_owned).into();
        let links = Links::new(&pages, &files);
        let rendered: BTreeMap<&String, Rendered> =
            pages.iter().map(|(file, text)| (file, render(text, |url| links.address(file, url)))).collect();
        links.problems(&rendered).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn links_must_lead_somewhere() {
        for fine in [
            "b/README.md",
            "b/",
            "b/README.md#more-of-it",
            "#a",
            "../testdata/x.json",
            "../testdata",
            "https://x.example",
        ] {
            assert_eq!(problems(fine), [""; 0], "{fine}");
        }
        assert_eq!(problems("c.md"), ["docs/a.md:3: the link `c.md` leads nowhere"]);
        assert_eq!(problems("../../x"), ["docs/a.md:3: the link `../../x` leads nowhere"]);
        let heading = "docs/a.md:3: the link `b/README.md#less` names a heading that the page does not have";
        assert_eq!(problems("b/README.md#less"), [heading]);
    }

    #[test]
    fn links_lead_to_the_pages_of_the_site() {
        let pages: BTreeMap<String, String> = [("docs/b/README.md".to_owned(), String::new())].into();
        let files: BTreeSet<String> = ["testdata/x.json".to_owned()].into();
        let links = Links::new(&pages, &files);
        assert_eq!(links.address("docs/a.md", "b/README.md#x"), "b/index.html#x");
        assert_eq!(links.address("docs/b/c.md", "../../testdata/x.json"), "../../testdata/x.json");
        assert_eq!(links.address("docs/a.md", "https://x.example/#y"), "https://x.example/#y");
    }
}
