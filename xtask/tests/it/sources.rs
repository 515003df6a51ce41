//! Copies of the library crates' sources, for verbs that write into them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use xtask::Repository;

/// Crates that are copied whole; of the others, a copy has the manifest and empty programs.
const COPIED: [&str; 3] = ["crates/acslint-types/", "crates/acslint-check/", "crates/acslint-testing/"];

/// Directory of the copied repository in its workspace. Without it, cargo would take the crates for those of the repository,
/// whose builds are in the same directory.
const INSIDE: &str = "repository";

/// A copy of the sources; always at the same path, so that its second build is short.
///
/// It has the manifests of all crates: cargo chooses the same features of each dependency as for the repository, and finds
/// them built.
pub(crate) fn copy(name: &str) -> Repository {
    let workspace = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    if workspace.exists() {
        fs::remove_dir_all(&workspace).unwrap();
    }
    let copy = workspace.join(INSIDE);
    let here = Repository::here();
    for file in here.files().unwrap() {
        if let Some(text) = copied(&here, &file) {
            let to = copy.join(&file);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(to, text).unwrap();
        }
    }
    let manifest = here.text("Cargo.toml").unwrap();
    let inside = |path: &str| (format!("\"{path}"), format!("\"{INSIDE}/{path}"));
    let manifest = ["crates/", "xtask"]
        .map(inside)
        .iter()
        .fold(manifest, |text, (path, inside)| text.replace(path, inside));
    fs::write(workspace.join("Cargo.toml"), manifest).unwrap();
    for file in ["Cargo.lock", "clippy.toml", "rustfmt.toml"] {
        fs::copy(here.root().join(file), workspace.join(file)).unwrap();
    }
    Repository::new(copy)
}

/// The text of a file in a copy; `None` for a file that cargo does not read there.
fn copied(here: &Repository, file: &str) -> Option<Vec<u8>> {
    let is_member = ["crates/", "xtask/src/", "xtask/tests/"].iter().any(|part| file.starts_with(part));
    let is_manifest =
        file == "xtask/Cargo.toml" || (file.starts_with("crates/") && file.ends_with("/Cargo.toml"));
    let is_copied = is_manifest || COPIED.iter().any(|copied| file.starts_with(copied));
    match file.rsplit_once('/') {
        _ if is_copied => Some(fs::read(here.root().join(file)).unwrap()),
        Some((_, "lib.rs")) if is_member => Some(b"//! Empty.\n".to_vec()),
        Some((_, "main.rs")) if is_member => Some(b"//! Empty.\n\nfn main() {}\n".to_vec()),
        _ => None,
    }
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
