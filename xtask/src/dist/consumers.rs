//! Tests of the packages in fresh projects: installed, type-checked, run, and given to other generators.
//!
//! Other dependencies of a project are installed in pinned versions; a missing one is a failure.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{Packages, STAGE};
use crate::{
    Error, Problem, Repository, command,
    toolchain::{self, text},
};

/// The programs that use the packages, with their dependencies.
pub(super) const SOURCES: &str = "xtask/tools/dist/consumers";

/// Records for the examples: the first file is valid, the second is not.
pub(super) const VALID: &str = "testdata/table/valid/sms-of-a-workspace-export.jsonl";

/// Tests both packages, and returns the project with the npm package.
pub(super) fn check(repository: &Repository, packages: &Packages) -> Result<PathBuf, Error> {
    let node = node(repository, &packages.npm)?;
    let python = python(repository, &packages.pypi, &node)?;
    examples(repository, &node, &python)?;
    Ok(node)
}

/// Creates a project with the npm package, compiles its types and uses its schemas.
fn node(repository: &Repository, package: &Path) -> Result<PathBuf, Error> {
    let project = repository.root().join(STAGE).join("consumers/node");
    toolchain::node(repository, &format!("{SOURCES}/node"), &project)?;
    toolchain::copy(
        &repository.root().join("examples/typescript/validate.ts"),
        &project.join("validate.ts"),
    )?;
    // Files of an earlier build would hide mistakes of this one.
    for left_over in ["node_modules/acslint-schemas", "compiled"] {
        remove(&project.join(left_over))?;
    }
    // With the lock file, npm needs only the installed packages from the registry: an empty cache is enough.
    let install = ["install", "--no-save", "--no-audit", "--no-fund", "--offline"];
    command::run(in_project(&project, "npm", &install).arg(package))?;
    command::run(&mut in_project(&project, "node", &["node_modules/typescript/bin/tsc", "--project", "."]))?;
    command::run(in_project(&project, "node", &["verdicts.mjs"]).arg(repository.root()))?;
    Ok(project)
}

/// Creates an environment with the wheel, checks its types and uses its schemas. Returns its interpreter.
fn python(repository: &Repository, package: &Path, node: &Path) -> Result<PathBuf, Error> {
    let environment = repository.root().join(STAGE).join("consumers/python");
    let python = toolchain::python(repository, &format!("{SOURCES}/python/requirements.txt"), &environment)?;
    let program = text(&python);
    let install =
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--force-reinstall"];
    command::run(command::program(repository, &program, install).arg(package))?;
    let typed = [&format!("{SOURCES}/python/typed.py"), "examples/python/validate.py"]
        .map(|file: &str| file.to_owned());
    let cache = environment.join("mypy");
    let mut mypy = command::program(repository, &program, ["-m", "mypy", "--strict", "--cache-dir"]);
    command::run(mypy.arg(cache).args(&typed))?;
    let pyright = text(&node.join("node_modules/pyright/index.js"));
    let mut pyright =
        command::program(repository, "node", [pyright.as_str(), "--pythonpath", program.as_str()]);
    command::run(pyright.args(&typed))?;
    let verdicts = format!("{SOURCES}/python/verdicts.py");
    command::run(command::program(repository, &program, [verdicts.as_str()]).arg(repository.root()))?;
    Ok(python)
}

/// Checks that the examples accept good records, and report the mistake in a bad one.
fn examples(repository: &Repository, node: &Path, python: &Path) -> Result<(), Error> {
    let records = repository.text(VALID)?;
    let wrong = node.join("wrong.jsonl");
    super::write(&wrong, &records.replace("\"OperationName\"", "\"OperationNam\""))?;
    let valid = repository.root().join(VALID);
    for (file, expected) in [(&valid, ": 1\n"), (&wrong, "OperationName")] {
        let mut typescript = in_project(node, "node", &["compiled/validate.js"]);
        said(repository, typescript.arg(file), expected, records.lines().count())?;
        let example = repository.root().join("examples/python/validate.py");
        let mut python = in_project(node, &text(python), &[&text(&example)]);
        said(repository, python.arg(file), expected, records.lines().count())?;
    }
    Ok(())
}

/// Fails unless the command prints this number of lines, with this one among them.
pub(super) fn said(
    repository: &Repository,
    command: &mut Command,
    expected: &str,
    lines: usize,
) -> Result<(), Error> {
    let printed = command::text(command)?;
    if printed.lines().count() == lines && printed.contains(expected) {
        return Ok(());
    }
    let message = format!("prints {printed:?}, and not {lines} lines with {expected:?} among them");
    let file = command.get_args().next().unwrap_or_default().to_string_lossy().into_owned();
    let file = file.strip_prefix(&text(repository.root())).unwrap_or(&file).to_owned();
    Err(Error::Problems { problems: vec![Problem::new(file, 0, message)], advice: "fix the example" })
}

pub(super) fn in_project(project: &Path, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(project);
    command
}

pub(super) fn remove(directory: &Path) -> Result<(), Error> {
    if directory.exists() {
        fs::remove_dir_all(directory).map_err(|source| Error::File { path: directory.to_owned(), source })?;
    }
    Ok(())
}
