//! `cargo xtask dist`: the packages of the schemas for npm, `PyPI` and crates.io, below `dist/`.
//!
//! Their types come from the generators of their ecosystems, in pinned versions, so that equal sources give equal
//! bytes. With `--check`, the packages are built twice, compared, and used in fresh projects.

mod consumers;
mod languages;
mod npm;
mod pypi;

use std::{
    fs,
    path::{Path, PathBuf},
};

use acslint_schema::File;
use acslint_types::{
    Document,
    publish::{Dialect, Publication},
};

use crate::{Error, Problem, Repository, command, generate, toolchain};

/// Directory of the packages, below the repository.
pub(crate) const DIRECTORY: &str = "dist";

/// Directory in which they are built.
const STAGE: &str = "target/dist";

/// Version of every package, equal to the workspace's.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Licences beside the manifest of the workspace.
const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    match arguments {
        [] => {
            build(repository)?;
            pack_crate(repository)
        }
        [check] if check == "--check" => self::check(repository),
        _ => Err(Error::Usage("usage: cargo xtask dist [--check]".to_owned())),
    }
}

/// The built packages of other ecosystems.
#[derive(Debug)]
pub(crate) struct Packages {
    npm: PathBuf,
    pypi: PathBuf,
}

/// Builds the packages of other ecosystems, and prints their paths.
pub(crate) fn build(repository: &Repository) -> Result<Packages, Error> {
    let directory = repository.root().join(DIRECTORY);
    let packages =
        Packages { npm: npm::build(repository, &directory)?, pypi: pypi::build(repository, &directory)? };
    for package in [&packages.npm, &packages.pypi] {
        println!("built {}", package.display());
    }
    Ok(packages)
}

/// Builds them twice, compares, installs and uses them. Then cargo itself checks the crate.
pub(crate) fn check(repository: &Repository) -> Result<(), Error> {
    let packages = build(repository)?;
    let again = repository.root().join(STAGE).join("again");
    for (first, second) in
        [(&packages.npm, npm::build(repository, &again)?), (&packages.pypi, pypi::build(repository, &again)?)]
    {
        if read(first)? != read(&second)? {
            let message = format!("differs when it is built again: compare it with {}", second.display());
            let problems = vec![Problem::new(toolchain::text(first), 0, message)];
            return Err(Error::Problems { problems, advice: "equal sources must give equal bytes" });
        }
    }
    let node = consumers::check(repository, &packages)?;
    languages::check(repository, &node)?;
    pack_crate(repository)
}

/// The documents in the packages: the committed schemas, and the bundled ones for records of all categories.
fn documents() -> Vec<Document> {
    let bundle = Publication { bundle: true, ..Publication::default() };
    let mut documents = bundle.publish().documents;
    // The catalog and the page describe a web site.
    documents.retain(|document| !["catalog.json", "index.html"].contains(&document.file.as_str()));
    let older = Publication { dialect: Dialect::Draft07, ..bundle }.publish().documents;
    let older = older.into_iter().find(|document| document.file == "record.schema.json");
    documents.extend(older.map(|older| Document { file: "record.draft-07.schema.json".to_owned(), ..older }));
    documents
}

/// Fills an empty directory with the parts of a package: its sources, the licences, and below `data` its schemas, those of
/// destinations, and the conformance corpus, for tests of other validators.
fn stage(repository: &Repository, sources: &str, data: &str) -> Result<PathBuf, Error> {
    let directory = repository.root().join(STAGE).join(sources);
    if directory.exists() {
        fs::remove_dir_all(&directory).map_err(|source| Error::File { path: directory.clone(), source })?;
    }
    toolchain::copy_all(repository, sources, &directory)?;
    let data = directory.join(data);
    for Document { file, text } in documents() {
        write(&data.join("schemas").join(file), &text)?;
    }
    for File { path, bytes } in generate::of_targets("targets") {
        write(&data.join(path), &bytes)?;
    }
    toolchain::copy_all(repository, "testdata/conformance", &data.join("conformance"))?;
    for license in LICENSES {
        toolchain::copy(&repository.root().join(license), &directory.join(license))?;
    }
    Ok(directory)
}

/// Packs the crate; `cargo package` compiles the packed crate by itself.
fn pack_crate(repository: &Repository) -> Result<(), Error> {
    let target = repository.root().join(STAGE).join("crate");
    // Uncommitted files are packed too, because this is only a trial; cargo checks again when it publishes.
    let package =
        ["package", "--package", "acslint-types", "--allow-dirty", "--locked", "--quiet", "--target-dir"];
    command::run(command::cargo(repository, package).arg(&target))?;
    let file = format!("acslint-types-{VERSION}.crate");
    let packed = repository.root().join(DIRECTORY).join(&file);
    toolchain::copy(&target.join("package").join(&file), &packed)?;
    println!("built {}", packed.display());
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|source| Error::File { path: path.to_owned(), source })
}

pub(crate) fn write(path: &Path, contents: &(impl AsRef<[u8]> + ?Sized)) -> Result<(), Error> {
    let directory = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = directory.and_then(|()| fs::write(path, contents));
    written.map_err(|source| Error::File { path: path.to_owned(), source })
}
