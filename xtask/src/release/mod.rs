//! `cargo xtask release --dry-run`: everything that a release publishes, below `dist/`: crates, packages for npm and `PyPI`,
//! the program, a bill of materials, the section of the changelog, and checksums. Nothing is published.
//!
//! Equal sources give equal bytes: times come from `SOURCE_DATE_EPOCH`, or else from the last commit.

mod bill;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Error, Repository, command, dist, toolchain};

/// Crates that are published, each behind those that it needs.
const CRATES: [&str; 4] = ["acslint-types", "acslint-check", "acslint-schema", "acslint"];

/// Target of a program that needs no library, and the one to take where it cannot be had.
const STATIC: &str = "x86_64-unknown-linux-musl";
const DYNAMIC: &str = "x86_64-unknown-linux-gnu";

/// Directory in which crates and program are built.
const STAGE: &str = "target/release-dry-run";

/// File of the checksums.
const CHECKSUMS: &str = "SHA256SUMS";

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    match arguments {
        [option] if option == "--dry-run" => dry_run(repository),
        _ => {
            let usage =
                "usage: cargo xtask release --dry-run; docs/releasing.md says how to publish what it builds";
            Err(Error::Usage(usage.to_owned()))
        }
    }
}

fn dry_run(repository: &Repository) -> Result<(), Error> {
    let directory = repository.root().join(dist::DIRECTORY);
    if directory.exists() {
        fs::remove_dir_all(&directory).map_err(|source| Error::File { path: directory.clone(), source })?;
    }
    let epoch = epoch(repository)?;
    dist::build(repository)?;
    crates(repository, &directory)?;
    program(repository, &directory, &epoch)?;
    let bill = bill::of_program(repository, &epoch)?;
    dist::write(&directory.join(format!("acslint-{}.cdx.json", dist::VERSION)), &bill)?;
    dist::write(&directory.join("CHANGELOG-section.md"), &section(&repository.text("CHANGELOG.md")?)?)?;
    checksums(repository, &directory)
}

/// Returns the time of all files, in seconds since 1970.
fn epoch(repository: &Repository) -> Result<String, Error> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(given) if given.bytes().all(|byte| byte.is_ascii_digit()) && !given.is_empty() => Ok(given),
        Ok(given) => {
            Err(Error::Usage(format!("SOURCE_DATE_EPOCH must be a number of seconds, not `{given}`")))
        }
        Err(_) => {
            let mut log = command::program(repository, "git", ["log", "-1", "--format=%ct"]);
            Ok(command::text(&mut log)?.trim().to_owned())
        }
    }
}

/// Packs the crates. cargo compiles each from its package, with the others as its dependencies.
fn crates(repository: &Repository, directory: &Path) -> Result<(), Error> {
    let stage = repository.root().join(STAGE);
    // cargo keeps what it unpacks of a registry, and the packages of the last run were another one of the same version: a
    // registry of its own for each run, and only the build of other crates is shared.
    let target = stage.join(format!("crates-{}", std::process::id()));
    // What is not committed is packed too, because nothing is published; cargo refuses it when it publishes.
    let mut package =
        command::cargo(repository, ["package", "--locked", "--allow-dirty", "--quiet", "--target-dir"]);
    package.arg(&target).env("CARGO_BUILD_BUILD_DIR", stage.join("build"));
    for name in CRATES {
        package.args(["--package", name]);
    }
    command::run(&mut package)?;
    for name in CRATES {
        let file = format!("{name}-{}.crate", dist::VERSION);
        toolchain::copy(&target.join("package").join(&file), &directory.join(&file))?;
    }
    fs::remove_dir_all(&target).map_err(|source| Error::File { path: target, source })
}

/// Builds the program and packs it with its licences and manual pages.
fn program(repository: &Repository, directory: &Path, epoch: &str) -> Result<(), Error> {
    let target = target(repository)?;
    let stage = repository.root().join(STAGE);
    let root = toolchain::text(repository.root());
    let profile =
        ["build", "--profile", "dist", "--locked", "--package", "acslint", "--bin", "acslint", "--target"];
    let mut build = command::cargo(repository, profile);
    build.args([target, "--target-dir"]).arg(stage.join("program"));
    // The path of the clone is not part of the program.
    build.env("RUSTFLAGS", format!("--remap-path-prefix={root}=acslint"));
    command::run(build.env("SOURCE_DATE_EPOCH", epoch))?;
    let name = format!("acslint-{}-{target}", dist::VERSION);
    let packed = stage.join(&name);
    if packed.exists() {
        fs::remove_dir_all(&packed).map_err(|source| Error::File { path: packed.clone(), source })?;
    }
    let binary = stage.join("program").join(target).join("dist/acslint");
    toolchain::copy(&binary, &packed.join("acslint"))?;
    for file in ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "CHANGELOG.md"] {
        toolchain::copy(&repository.root().join(file), &packed.join(file))?;
    }
    command::run(Command::new(&binary).args(["man", "--directory"]).arg(packed.join("man")))?;
    pack(repository, &stage, &name, &directory.join(format!("{name}.tar.gz")), epoch)
}

/// Returns the target of the program: one that needs no library, where it can be had.
fn target(repository: &Repository) -> Result<&'static str, Error> {
    let is_installed = |repository: &Repository| -> Result<bool, Error> {
        let mut list = command::program(repository, "rustup", ["target", "list", "--installed"]);
        Ok(command::text(&mut list)?.lines().any(|line| line == STATIC))
    };
    if !is_installed(repository)? {
        command::succeeds(&mut command::program(repository, "rustup", ["target", "add", STATIC]));
    }
    if !command::is_there("musl-gcc") {
        command::install(repository, &["musl-tools"])?;
    }
    if is_installed(repository)? && command::is_there("musl-gcc") {
        return Ok(STATIC);
    }
    println!("`{STATIC}` cannot be had here: the program is built for `{DYNAMIC}`, and needs its C library");
    Ok(DYNAMIC)
}

/// Packs a directory, with the same bytes for the same files.
fn pack(repository: &Repository, stage: &Path, name: &str, file: &Path, epoch: &str) -> Result<(), Error> {
    let tar = file.with_extension("");
    let mut pack = command::program(
        repository,
        "tar",
        [
            "--create",
            "--sort=name",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "--mode=u+rw,go=rX",
            "--format=ustar",
        ],
    );
    pack.arg(format!("--mtime=@{epoch}")).arg("--file").arg(&tar).arg("--directory").arg(stage).arg(name);
    command::run(&mut pack)?;
    command::run(command::program(repository, "gzip", ["--no-name", "--best", "--force"]).arg(&tar))
}

/// Returns the first section of the changelog.
fn section(changelog: &str) -> Result<String, Error> {
    let missing = || Error::Usage("CHANGELOG.md has no section, which begins with `## `".to_owned());
    let start = changelog.find("\n## ").ok_or_else(missing)? + 1;
    let end = changelog[start + 3..].find("\n## ").map_or(changelog.len(), |end| start + 3 + end + 1);
    Ok(format!("{}\n", changelog[start..end].trim_end()))
}

/// Writes the checksums of all files, and prints them.
fn checksums(repository: &Repository, directory: &Path) -> Result<(), Error> {
    let listed = |source| Error::File { path: directory.to_owned(), source };
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(directory).map_err(listed)? {
        files.push(entry.map_err(listed)?.file_name().into());
    }
    files.sort();
    let mut sums = command::program(repository, "sha256sum", []);
    let sums = command::text(sums.current_dir(directory).args(&files))?;
    dist::write(&directory.join(CHECKSUMS), &sums)?;
    print!("{sums}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::section;

    #[test]
    fn the_first_section_is_that_of_the_release() {
        let changelog = "# Changelog\n\nAbout.\n\n## Unreleased\n\n- New.\n\n### Schemas\n\n- Same.\n\n## 0.1.0\n\n- Old.\n";
        assert_eq!(section(changelog).unwrap(), "## Unreleased\n\n- New.\n\n### Schemas\n\n- Same.\n");
        assert_eq!(section("# C\n\n## 1\n\n- Only.\n").unwrap(), "## 1\n\n- Only.\n");
        assert!(section("# C\n").is_err());
    }
}
