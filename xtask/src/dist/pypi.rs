//! The package for `PyPI`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{STAGE, VERSION};
use crate::{
    Error, Repository, command,
    toolchain::{self, text},
};

/// The package's own files.
const SOURCES: &str = "packages/pypi";

/// The tools that make its types and pack it.
const TOOLS: &str = "xtask/tools/dist/python";

/// Date of all files in the wheel: the earliest that an archive of this format can hold.
const DATE: &str = "315532800";

/// Builds the package into a directory, and returns its path.
pub(super) fn build(repository: &Repository, directory: &Path) -> Result<PathBuf, Error> {
    let stage = super::stage(repository, SOURCES, "acslint_schemas")?;
    let module = stage.join("acslint_schemas");
    super::write(&module.join("_version.py"), &format!("__version__ = \"{VERSION}\"\n"))?;
    let environment = repository.root().join(STAGE).join("python");
    let python = text(&toolchain::python(repository, &format!("{TOOLS}/requirements.txt"), &environment)?);
    let mut types = command::program(repository, &python, [format!("{TOOLS}/record_types.py").as_str()]);
    command::run(types.arg(module.join("schemas")).arg(module.join("records.py")))?;
    fs::create_dir_all(directory).map_err(|source| Error::File { path: directory.to_owned(), source })?;
    let wheel =
        ["-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"];
    let mut wheel = command::program(repository, &python, wheel);
    wheel.env("SOURCE_DATE_EPOCH", DATE).arg("--wheel-dir").arg(directory).arg(&stage);
    command::run(&mut wheel)?;
    Ok(directory.join(format!("acslint_schemas-{VERSION}-py3-none-any.whl")))
}
