//! `cargo xtask site`: the documentation as a site below `target/site`, made from what the repository has: pages, rules,
//! formats, commands, categories, targets, and the schemas at the paths of their `$id`s.
//!
//! The site loads nothing from elsewhere, and works from a disk: links are relative, and the search reads an index that is
//! part of the site. A link that leads nowhere ends the build.

mod links;
mod markdown;
mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use acslint_types::publish::Publication;
use serde_json::json;

use self::links::Links;
use self::markdown::{Rendered, render};
use self::page::{Navigation, Page};
use crate::{Error, Repository};

/// Directory of the site.
const SITE: &str = "target/site";

/// Address that the schemas have in their `$id`s, unless `--base-url` gives another one.
pub(crate) const BASE: &str = "https://acslint.example/schemas/";

/// Directory of the schemas in the site.
const SCHEMAS: &str = "schemas";

/// Style, search and index of the site.
const STYLE: &str = "site.css";
const SEARCH: &str = "search.js";
const INDEX: &str = "search-index.js";

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    let base = match arguments {
        [] => BASE,
        [option, base] if option == "--base-url" => base,
        _ => return Err(Error::Usage("the only option is `--base-url URL`".to_owned())),
    };
    let site = build(repository, base)?;
    println!("{} pages and {} other files in {}", site.pages, site.files, site.directory.display());
    Ok(())
}

/// Site that was built.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) directory: PathBuf,
    pub(crate) pages: usize,
    pub(crate) files: usize,
}

/// Builds the site anew.
pub(crate) fn build(repository: &Repository, base: &str) -> Result<Site, Error> {
    let directory = repository.root().join(SITE);
    if directory.exists() {
        fs::remove_dir_all(&directory).map_err(|source| Error::File { path: directory.clone(), source })?;
    }
    let files: BTreeSet<String> = repository.files()?.into_iter().collect();
    let sources: Vec<&String> = files.iter().filter(|file| is_page(file)).collect();
    let texts = sources.iter().map(|file| Ok(((*file).clone(), repository.text(file)?)));
    let texts: BTreeMap<String, String> = texts.collect::<Result<_, Error>>()?;
    let schemas = schemas(base);
    let links = Links::new(&texts, &files);
    let rendered: BTreeMap<&String, Rendered> =
        texts.iter().map(|(file, text)| (file, render(text, |url| links.address(file, url)))).collect();
    let problems = links.problems(&rendered);
    if !problems.is_empty() {
        return Err(Error::Problems { problems, advice: "mend the links" });
    }
    let navigation =
        Navigation::new(rendered.iter().map(|(file, page)| (file.as_str(), page.title.as_str())));
    for (file, rendered) in &rendered {
        let page = Page { file, rendered, navigation: &navigation };
        write(&directory, &address(file), page.html().as_bytes())?;
    }
    let mut others = vec![
        (STYLE.to_owned(), include_bytes!("../../tools/site/site.css").to_vec()),
        (SEARCH.to_owned(), include_bytes!("../../tools/site/search.js").to_vec()),
        (INDEX.to_owned(), index(&rendered).into_bytes()),
    ];
    for file in links.files(&rendered) {
        if let Some(bytes) = repository.bytes(&file)? {
            others.push((file, bytes));
        }
    }
    others.extend(schemas);
    for (file, bytes) in &others {
        write(&directory, file, bytes)?;
    }
    Ok(Site { directory, pages: rendered.len(), files: others.len() })
}

/// Returns true for a file that becomes a page.
fn is_page(file: &str) -> bool {
    let is_of_project = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "ARCHITECTURE.md"].contains(&file);
    is_of_project || file.starts_with("docs/") && Path::new(file).extension().is_some_and(|of| of == "md")
}

/// Path of a page in the site: `README.md` is the index of its directory.
fn address(file: &str) -> String {
    let stem = file.strip_suffix(".md").unwrap_or(file);
    match stem.strip_suffix("README") {
        Some(directory) => format!("{directory}index.html"),
        None => format!("{stem}.html"),
    }
}

/// Returns the schemas at the paths of their `$id`s.
fn schemas(base: &str) -> Vec<(String, Vec<u8>)> {
    let publication = Publication { base_url: Some(base), ..Publication::default() };
    let documents = publication.publish().documents.into_iter();
    let documents =
        documents.map(|document| (format!("{SCHEMAS}/{}", document.file), document.text.into_bytes()));
    documents.collect()
}

/// Index of the search: title, address, headings and words of each page.
fn index(rendered: &BTreeMap<&String, Rendered>) -> String {
    let pages = rendered.iter().map(|(file, page)| {
        json!({
            "title": page.title,
            "address": address(file),
            "headings": page.headings.iter().map(|(_, text)| text).collect::<Vec<_>>(),
            "text": page.text,
        })
    });
    format!("globalThis.acslintPages = {};\n", json!(pages.collect::<Vec<_>>()))
}

fn write(directory: &Path, file: &str, bytes: &[u8]) -> Result<(), Error> {
    let path = directory.join(file);
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(&path, bytes)).map_err(|source| Error::File { path, source })
}

/// Returns the relative path from a page to a file of the site.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let same = from.iter().zip(&to).take(from.len() - 1).take_while(|(one, other)| one == other).count();
    let up = "../".repeat(from.len() - 1 - same);
    format!("{up}{}", to[same..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::{address, relative};

    #[test]
    fn pages_have_addresses_beside_each_other() {
        assert_eq!(address("README.md"), "index.html");
        assert_eq!(address("docs/rules/README.md"), "docs/rules/index.html");
        assert_eq!(address("docs/split.md"), "docs/split.html");
        assert_eq!(relative("docs/rules/index.html", "docs/split.html"), "../split.html");
        assert_eq!(relative("index.html", "docs/split.html"), "docs/split.html");
        assert_eq!(relative("docs/split.html", "docs/split.html"), "split.html");
        assert_eq!(relative("docs/a/b.html", "site.css"), "../../site.css");
    }
}
