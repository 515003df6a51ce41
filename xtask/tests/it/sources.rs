//! Copies of the library crates' sources, for verbs that write into them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use xtask::Repository;

/// A copy of the sources that the library crates need; always at the same path, so that its second build is short.
pub(crate) fn copy(name: &str) -> Repository {
    let copy = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    if copy.exists() {
        fs::remove_dir_all(&copy).unwrap();
    }
    let here = Repository::here();
    for file in here.files().unwrap() {
        let is_needed = ["crates/acslint-types/", "crates/acslint-check/", "crates/acslint-testing/"]
            .iter()
            .any(|needed| file.starts_with(needed));
        if is_needed || ["Cargo.lock", "clippy.toml", "rustfmt.toml"].contains(&file.as_str()) {
            let to = copy.join(&file);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(here.root().join(&file), to).unwrap();
        }
    }
    let manifest = here.text("Cargo.toml").unwrap();
    let (_, rest) = manifest.split_once("\n[workspace.package]").unwrap();
    let members = "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n";
    fs::write(copy.join("Cargo.toml"), format!("{members}\n[workspace.package]{rest}")).unwrap();
    Repository::new(copy)
}

pub(crate) fn cargo(repository: &Repository, arguments: &[&str]) -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments).current_dir(repository.root()).env("CARGO_TARGET_DIR", target);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "cargo {arguments:?}: {said}");
    said
}
