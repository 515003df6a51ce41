//! Spark, unpacked from its source packages: programs of several steps run the same copy.
//!
//! It has no wheels: pip builds one first, which takes ten times as long as unpacking, and each environment has a copy of
//! 400 MB then.

use std::env;
use std::ffi::OsString;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Error, Repository, command, suites, toolchain};

/// Version of the tests. The package `py4j` of the environments belongs to it.
pub(crate) const CURRENT: &str = "4.0.1";

/// Oldest version that the Python package supports.
pub(crate) const OLDEST: &str = "3.5.7";

/// Directory below which each version is unpacked.
const DIRECTORY: &str = "target/spark";

/// Directory with the requirements of each version.
const TOOLS: &str = "xtask/tools/spark";

/// Parts of a source package: Spark's modules, programs and classes, and the package that connects them.
const PARTS: [&str; 4] = ["pyspark", "deps/bin", "deps/jars", "lib"];

/// Unpacked version.
#[derive(Debug)]
pub(crate) struct Spark {
    /// Search path for its modules.
    modules: OsString,
    /// Directory of its programs and classes.
    home: PathBuf,
}

impl Spark {
    /// Unpacks a version, unless that was done before.
    pub(crate) fn unpacked(repository: &Repository, version: &str) -> Result<Self, Error> {
        let directory = repository.root().join(DIRECTORY).join(version);
        let requirements = format!("{TOOLS}/{version}.txt");
        // Two steps may need it at the same time.
        let _lock = command::lock(&directory.join("lock"))?;
        toolchain::once(&repository.text(&requirements)?, &directory.join("installed"), || {
            suites::download(repository, &requirements, &directory)?;
            let archive = directory.join(format!("pyspark-{version}.tar.gz"));
            let mut tar = command::program(
                repository,
                "tar",
                ["--extract", "--gzip", "--strip-components=1", "--file"],
            );
            tar.arg(&archive).arg("--directory").arg(&directory);
            command::run(tar.args(PARTS.map(|part| format!("pyspark-{version}/{part}"))))?;
            fs::remove_file(&archive).map_err(|source| Error::File { path: archive.clone(), source })
        })?;
        Ok(Self { modules: modules(&directory)?, home: directory.join("deps") })
    }

    /// Has a program of Python find this version before any other.
    pub(crate) fn add_to(&self, program: &mut Command) {
        program.env("PYTHONPATH", &self.modules).env("SPARK_HOME", &self.home);
    }
}

/// Returns the search path for the modules of an unpacked version: its own, and the archive with the package `py4j`.
fn modules(directory: &Path) -> Result<OsString, Error> {
    let library = directory.join("lib");
    let entries = fs::read_dir(&library).map_err(|source| Error::File { path: library, source })?;
    let is_py4j = |entry: &DirEntry| entry.file_name().to_string_lossy().starts_with("py4j-");
    let archives = entries.flatten().filter(is_py4j).map(|entry| entry.path());
    let path = env::join_paths(archives.chain([directory.to_owned()]));
    path.map_err(|error| Error::Usage(error.to_string()))
}
