//! The package for npm.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::json;

use super::{STAGE, VERSION};
use crate::{
    Error, Repository, command,
    toolchain::{self, text},
};

/// The package's own files.
const SOURCES: &str = "packages/npm";

/// The generator of its types.
const GENERATOR: &str = "xtask/tools/dist/node";

/// Builds the package into a directory, and returns its path.
pub(super) fn build(repository: &Repository, directory: &Path) -> Result<PathBuf, Error> {
    let stage = super::stage(repository, SOURCES, "")?;
    set_version(&stage.join("package.json"))?;
    let tools = repository.root().join(STAGE).join("node");
    toolchain::node(repository, GENERATOR, &tools)?;
    let mut types = command::program(repository, "node", [text(&tools.join("types.mjs")).as_str()]);
    command::run(types.arg(stage.join("schemas")).arg(&stage))?;
    fs::create_dir_all(directory).map_err(|source| Error::File { path: directory.to_owned(), source })?;
    let mut pack = command::program(repository, "npm", ["pack", "--silent", "--pack-destination"]);
    command::run(pack.arg(directory).arg(&stage))?;
    Ok(directory.join(format!("acslint-schemas-{VERSION}.tgz")))
}

/// Puts the version after the name, where readers of a manifest expect it.
fn set_version(manifest: &Path) -> Result<(), Error> {
    let wrong = |source| Error::Json { path: manifest.to_owned(), source };
    let mut package: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(&super::read(manifest)?).map_err(wrong)?;
    package.shift_insert(1, "version".to_owned(), json!(VERSION));
    let text = serde_json::to_string_pretty(&package).map_err(wrong)?;
    super::write(manifest, &(text + "\n"))
}
