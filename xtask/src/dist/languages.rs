//! Types in Java, C# and Go, which quicktype makes of the package's schemas: compiled, and used in a program each.

use std::fs;
use std::path::Path;

use super::consumers::{SOURCES, VALID, in_project, remove, said};
use crate::{
    Error, Repository, command,
    toolchain::{self, text},
};

/// Line that the programs print.
const SAID: &str = "SMSMessagesSent 250\n";

/// Generates the types, compiles them, and runs the programs.
pub(super) fn check(repository: &Repository, node: &Path) -> Result<(), Error> {
    let generated = node.join("generated");
    remove(&generated)?;
    command::run(in_project(node, "node", &["quicktype.mjs"]).arg(&generated))?;
    java(repository, &generated.join("java"))?;
    csharp(repository, &generated.join("csharp-types"))?;
    go(repository, &generated.join("go"))
}

fn java(repository: &Repository, directory: &Path) -> Result<(), Error> {
    let advice = "install a Java development kit, from https://adoptium.net or your system's packages";
    need(repository, "javac", &["default-jdk-headless"], advice)?;
    add(repository, "java/Use.java", directory)?;
    let mut sources = Vec::new();
    let listed = |source| Error::File { path: directory.to_owned(), source };
    for entry in fs::read_dir(directory).map_err(listed)? {
        sources.push(entry.map_err(listed)?.file_name().to_string_lossy().into_owned());
    }
    sources.sort();
    // In a file, because the list is too long for a line of a log.
    super::write(&directory.join("sources.txt"), &sources.join("\n"))?;
    let javac = ["-Xlint:all", "-Werror", "-d", "classes", "@sources.txt"];
    command::run(&mut in_project(directory, "javac", &javac))?;
    said(repository, &mut in_project(directory, "java", &["-cp", "classes", "org.example.acs.Use"]), SAID, 1)
}

fn csharp(repository: &Repository, directory: &Path) -> Result<(), Error> {
    need(repository, "mcs", &["mono-mcs", "mono-runtime"], "install Mono from your system's packages")?;
    add(repository, "csharp/Use.cs", directory)?;
    let mcs = ["-warnaserror", "-out:use.exe", "Use.cs", "records.csharp-types"];
    command::run(&mut in_project(directory, "mcs", &mcs))?;
    said(repository, &mut in_project(directory, "mono", &["use.exe"]), SAID, 1)
}

fn go(repository: &Repository, directory: &Path) -> Result<(), Error> {
    need(repository, "go", &["golang-go"], "install Go from https://go.dev or your system's packages")?;
    for file in ["go/go.mod", "go/records_test.go"] {
        add(repository, file, directory)?;
    }
    let records = repository.root().join(VALID);
    let mut test = in_project(directory, "go", &["test", "-count=1", "./..."]);
    let cache = repository.root().join(super::STAGE).join("go");
    command::run(test.env("ACSLINT_RECORDS", text(&records)).env("GOCACHE", cache).env("GOPROXY", "off"))
}

/// Requires a compiler, and installs it if no permission is needed.
fn need(
    repository: &Repository,
    program: &'static str,
    packages: &[&str],
    advice: &'static str,
) -> Result<(), Error> {
    if !command::is_there(program) {
        command::install(repository, packages)?;
    }
    if command::is_there(program) { Ok(()) } else { Err(Error::Missing { program, advice }) }
}

/// Copies a file of the programs into a directory.
fn add(repository: &Repository, file: &str, directory: &Path) -> Result<(), Error> {
    let name = Path::new(file).file_name().unwrap_or_default();
    toolchain::copy(&repository.root().join(SOURCES).join(file), &directory.join(name))
}
