//! `acslint schema export`: writes the schemas to a directory, ready to be published.
//!
//! A list in the directory names the written files, so that the next export replaces only those.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use acslint_schema::export::{LIST, Plan};
use acslint_schema::targets::{self, ExportedCategory, Target, TargetExport, UNSAID};
use acslint_types::Shape;
use acslint_types::publish::{self, Publication};
use serde_json::Value;

use crate::args::{Dialect, Export, ExportTarget};
use crate::config::{Choice, Configs};
use crate::environment::Environment;
use crate::error::Error;
use crate::input::schemas;
use crate::interrupt;
use crate::output::{self, FileError};
use crate::text::{counted, printable};

/// Writes the documents, and returns a summary.
pub(crate) fn run(args: &Export, environment: &Environment) -> Result<String, Error> {
    let shapes: Vec<Shape> =
        Shape::ALL.into_iter().filter(|shape| args.shape.is_empty() || args.shape.contains(shape)).collect();
    if let Some(target) = args.target {
        return run_for_target(args, target, &shapes, environment);
    }
    let publication = Publication {
        base_url: args.base_url.as_deref(),
        shapes: &shapes,
        dialect: match args.dialect {
            Dialect::Draft202012 => publish::Dialect::Draft202012,
            Dialect::Draft07 => publish::Dialect::Draft07,
        },
        closed: args.closed,
        bundle: args.bundle,
    };
    let plan = carry_out(args, |list| Plan::new(&publication, list))?;
    Ok(summary(&args.directory, &plan))
}

/// Writes the documents for a target, and returns a summary.
fn run_for_target(
    args: &Export,
    target: ExportTarget,
    shapes: &[Shape],
    environment: &Environment,
) -> Result<String, Error> {
    let target = match target {
        ExportTarget::Adx => Target::Adx,
        ExportTarget::Arrow => Target::Arrow,
        ExportTarget::Avro => Target::Avro,
        ExportTarget::Databricks => Target::Databricks,
        ExportTarget::Elasticsearch => Target::Elasticsearch,
        ExportTarget::LogAnalytics => Target::LogAnalytics,
        ExportTarget::Parquet => Target::Parquet,
        ExportTarget::Sql => Target::Sql,
    };
    let mut categories = ExportedCategory::of_catalog(shapes);
    let configs = Configs::new(which(args, environment))?;
    let custom = configs.of_run().map(|config| config.schemas_of_categories());
    for (name, schema, pointer, value) in custom.into_iter().flatten() {
        let path = schema.to_string_lossy();
        let set = schemas::read(&path, &path)?;
        let of_schema = |schema: &Value| ExportedCategory::custom(name, schema.clone(), pointer, value);
        categories.extend(set.schemas().values().map(of_schema));
    }
    let TargetExport { files, unsaid } = targets::export(target, &categories);
    let plan = carry_out(args, |list| Plan::of_target(files, list))?;
    let mut text = format!(
        "wrote {} for `{}` to `{}`\n",
        counted(plan.files().len() as u64, "file"),
        target.id(),
        printable(&args.directory.display().to_string()),
    );
    if !unsaid.is_empty() {
        let _ = writeln!(
            text,
            "{} cannot be said in {}: see `{}`",
            counted(unsaid.len() as u64, "constraint"),
            target.language(),
            printable(&args.directory.join(UNSAID).display().to_string()),
        );
    }
    Ok(text)
}

/// Selects the configuration that names custom categories.
fn which(args: &Export, environment: &Environment) -> Choice {
    match &args.custom.config {
        Some(path) => Choice::Given(path.clone()),
        None if args.custom.no_config => Choice::Nothing,
        None => Choice::Nearest(environment.trusted_users.clone()),
    }
}

/// Carries out a plan, made from the list of an earlier export.
fn carry_out(args: &Export, plan: impl FnOnce(&str) -> Plan) -> Result<Plan, Error> {
    let directory = &args.directory;
    interrupt::listen();
    refuse_links(directory, LIST)?;
    let plan = plan(&list_in(directory, args.force)?);
    for file in plan.touched() {
        refuse_links(directory, file)?;
    }
    if !args.force {
        refuse_others(directory, &plan)?;
    }
    // Written first, so that a failed export can be repeated.
    write(&directory.join(LIST), plan.list_before().as_bytes())?;
    for file in plan.files() {
        write(&directory.join(&file.path), &file.bytes)?;
    }
    for file in plan.obsolete() {
        remove(directory, file)?;
    }
    write(&directory.join(LIST), plan.list_after().as_bytes())?;
    Ok(plan)
}

fn summary(directory: &Path, plan: &Plan) -> String {
    let mut text = format!(
        "wrote {}, among them {} of categories, to `{}`; see `{}`\n",
        counted(plan.files().len() as u64, "file"),
        counted(plan.schemas_of_categories() as u64, "schema"),
        printable(&directory.display().to_string()),
        printable(&directory.join("index.html").display().to_string()),
    );
    if !plan.open().is_empty() {
        let places: BTreeSet<&str> = plan.open().iter().map(|open| open.pointer.as_str()).collect();
        let places: Vec<String> = places.into_iter().map(|place| format!("`{place}`")).collect();
        let _ = writeln!(
            text,
            "{} open, since no source lists all their members: {}; `index.html` names their categories",
            counted(plan.open().len() as u64, "place") + " stay",
            places.join(", "),
        );
    }
    text
}

/// Reads the list of an earlier export; without a list, the directory must be empty.
fn list_in(directory: &Path, force: bool) -> Result<String, Error> {
    let list = directory.join(LIST);
    match fs::read_to_string(&list) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if force || is_empty(directory)? {
                Ok(String::new())
            } else {
                Err(Error::NotEmpty { path: directory.to_owned() })
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(Error::List { path: directory.to_owned(), source: error })
        }
        Err(source) => Err(Error::Read { path: list, source }),
    }
}

/// Fails if the export would overwrite a file of another origin.
fn refuse_others(directory: &Path, plan: &Plan) -> Result<(), Error> {
    let others = plan.additional().map(|file| directory.join(file));
    match others.into_iter().find(|path| path.symlink_metadata().is_ok()) {
        Some(path) => Err(Error::NotOurs { path }),
        None => Ok(()),
    }
}

/// Fails if a file of the directory is reached through a link, or is not a file.
fn refuse_links(directory: &Path, file: &str) -> Result<(), Error> {
    let mut path = directory.to_owned();
    let mut parts = Path::new(file).components().peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let is_last = parts.peek().is_none();
        let what = match path.symlink_metadata() {
            // Nothing exists behind a missing part either; writing reports other errors.
            Err(_) => return Ok(()),
            Ok(there) if there.is_symlink() => "a link",
            Ok(there) if is_last && !there.is_file() => "not a file",
            Ok(there) if !is_last && !there.is_dir() => "not a directory",
            Ok(_) => continue,
        };
        return Err(Error::NotPlain { path, what });
    }
    Ok(())
}

fn is_empty(directory: &Path) -> Result<bool, Error> {
    match fs::read_dir(directory) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(source) => Err(Error::List { path: directory.to_owned(), source }),
    }
}

fn write(path: &Path, contents: &[u8]) -> Result<(), Error> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = made.and_then(|()| output::write(path, contents));
    written.map_err(|source| FileError::Write { path: path.to_owned(), source }.into())
}

/// Removes a file, and its directory if that becomes empty.
fn remove(directory: &Path, file: &str) -> Result<(), Error> {
    let path: PathBuf = directory.join(file);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            return Err(Error::Remove { path, source });
        }
        _ => {}
    }
    if let Some(parent) = path.parent().filter(|parent| *parent != directory) {
        // Fails for a directory that is not empty, which stays.
        let _ = fs::remove_dir(parent);
    }
    Ok(())
}
