//! Configuration: lookup of `acslint.toml`, its meaning, and its faults.
//!
//! Each input uses the nearest file, in its own directory or the nearest directory above. Files are not merged, so
//! that a reader of one file sees all that applies. Settings of the whole run, such as its reports, come from the
//! file for the working directory. The search ends at the root of the repository; paths in a found file must not
//! leave the repository.

mod at;
mod error;
pub(crate) mod fault;
mod file;
mod levels;
mod lookup;
mod resolve;
mod schema;
mod settings;
mod tables;
pub(crate) mod trust;

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use acslint_check::{CustomCategories, Override};
use acslint_types::Shape;
use ignore::gitignore::Gitignore;

use self::at::At;
pub(crate) use self::error::ConfigError;
use self::fault::Fault;
use self::file::File;
pub(crate) use self::file::{Options, RunSettings};
pub(crate) use self::lookup::Configs;
use self::resolve::Resolver;
pub(crate) use self::schema::schema;
pub(crate) use self::settings::{Given, Setting, SettingOrigin};
use self::trust::{ConfigOrigin, Reach};
use crate::baseline::{BaselineError, begins_like_baseline};
use crate::bounded;
use crate::environment::TrustedUsers;
use crate::gate::Gate;
use crate::values::{CategoryChoice, Day, Format};

/// Name of a configuration file.
pub(crate) const NAME: &str = "acslint.toml";

/// Fields of the keys that a run must fulfil.
const REQUIREMENTS: [&str; 3] = ["baseline", "min_records", "require_category"];

/// Selection of the configuration files that apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Choice {
    /// The nearest one for each input; it must belong to one of these users.
    Nearest(TrustedUsers),
    /// This one, for all inputs.
    Given(PathBuf),
    /// None.
    Nothing,
}

/// A valid configuration file.
#[derive(Debug)]
pub(crate) struct Config {
    /// Name of the file in messages.
    pub(crate) name: String,
    /// Absolute path of the file.
    pub(crate) path: PathBuf,
    /// Files of the schemas of custom categories, and those that they refer to.
    pub(crate) schemas: Vec<PathBuf>,
    pub(crate) origin: ConfigOrigin,
    /// Directory that its paths and patterns are relative to.
    directory: PathBuf,
    /// Boundary of its paths.
    reach: Reach,
    pub(crate) text: String,
    pub(crate) file: File,
    pub(crate) category: Option<CategoryChoice>,
    pub(crate) shape: Option<Shape>,
    /// Minimum numbers of records.
    pub(crate) gates: Vec<Gate>,
    /// Categories of which at least one record is required.
    pub(crate) required: Vec<&'static str>,
    /// Custom categories.
    pub(crate) custom: CustomCategories,
    include: Option<Gitignore>,
    exclude: Option<Gitignore>,
    overrides: Vec<(Option<Gitignore>, Override)>,
    hints: Vec<(Gitignore, Option<CategoryChoice>, Option<Shape>)>,
    suppressions: Vec<(Option<Gitignore>, Arc<Suppression>)>,
}

/// Entries of a configuration that apply to an input, by its path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Applies {
    overrides: Vec<bool>,
    hints: Vec<bool>,
    suppressions: Vec<bool>,
}

impl Applies {
    /// Returns true if an entry of `overrides`, `hints` or `suppress` applies.
    pub(crate) fn has(&self, key: &str, index: usize) -> bool {
        let marks = match key {
            "overrides" => &self.overrides,
            "hints" => &self.hints,
            _ => &self.suppressions,
        };
        marks.get(index).is_some_and(|mark| *mark)
    }
}

/// Findings to leave out of the reports.
#[derive(Debug, Clone)]
pub(crate) struct Suppression {
    /// Name of the configuration file in messages.
    pub(crate) file: String,
    /// Line of the entry.
    pub(crate) line: u64,
    pub(crate) rule: &'static str,
    /// Categories of the records; all if empty.
    pub(crate) categories: Vec<&'static str>,
    /// Properties; all if empty.
    pub(crate) fields: Vec<String>,
    pub(crate) reason: String,
    /// Last day on which the suppression applies.
    pub(crate) until: Option<Day>,
}

impl Config {
    /// Reads the file at an absolute path that the user named.
    fn named(path: &Path, name: &Path) -> Result<Self, ConfigError> {
        let read = bounded::read_limited(path, bounded::CONFIG_SIZE);
        let bytes = read.map_err(|source| ConfigError::Read { path: name.to_owned(), source })?;
        Self::of_bytes(bytes, path, name, Reach::Anywhere)
    }

    /// Reads a found file at an absolute path; messages use `name` for it.
    fn found(path: &Path, name: &Path, users: &TrustedUsers) -> Result<Self, ConfigError> {
        let unreadable = |source| ConfigError::Read { path: name.to_owned(), source };
        let reach = Reach::of_found(path, users)
            .map_err(unreadable)?
            .map_err(|why| ConfigError::Untrusted { path: name.to_owned(), why })?;
        let bytes = bounded::read_regular(path, bounded::CONFIG_SIZE).map_err(unreadable)?;
        Self::of_bytes(bytes, path, name, reach)
    }

    fn of_bytes(bytes: Vec<u8>, path: &Path, name: &Path, reach: Reach) -> Result<Self, ConfigError> {
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes());
                let message = "the file is not UTF-8".to_owned();
                return Err(Fault::new(name, &text, at..at + 1, message).into());
            }
        };
        // Editors do not count the byte order mark as a column.
        let text = text.strip_prefix('\u{FEFF}').map_or(text.as_str(), |rest| rest).to_owned();
        Self::parse(text, path, name, reach).map_err(ConfigError::from)
    }

    fn parse(text: String, path: &Path, name: &Path, reach: Reach) -> Result<Self, Fault> {
        let directory = path.parent().unwrap_or(Path::new(""));
        let keys = || File::ALL.iter().copied().map(settings::key).collect::<Vec<String>>();
        let file: File =
            toml::from_str(&text).map_err(|error| Fault::of_toml(name, &text, &error, &keys()))?;
        let custom = CustomCategories::default();
        let resolver = Resolver { name, text: &text, custom: &custom, directory, reach: &reach };
        resolver.paths(&file)?;
        let (custom, schemas) = resolver.custom_categories(&file.categories)?;
        let resolver = Resolver { custom: &custom, ..resolver };
        let category = file.category.as_ref().map(|name| resolver.category(name)).transpose()?;
        resolver.reports(&file.reports)?;
        Ok(Self {
            name: fault::name(name),
            path: path.to_owned(),
            schemas,
            origin: match &reach {
                Reach::Anywhere => ConfigOrigin::Named,
                Reach::Within(_) => ConfigOrigin::Found,
            },
            directory: directory.to_owned(),
            category,
            shape: file.shape.as_ref().map(|shape| shape.value.into()),
            gates: resolver.gates(file.min_records.as_ref())?,
            required: resolver.required(file.require_category.as_ref())?,
            include: file.include.as_ref().map(|patterns| resolver.patterns(&patterns.value)).transpose()?,
            exclude: file.exclude.as_ref().map(|patterns| resolver.patterns(&patterns.value)).transpose()?,
            overrides: file
                .overrides
                .iter()
                .map(|given| resolver.override_of(&given.value))
                .collect::<Result<_, _>>()?,
            hints: file.hints.iter().map(|given| resolver.hint(&given.value)).collect::<Result<_, _>>()?,
            suppressions: file
                .suppress
                .iter()
                .map(|given| resolver.suppression(given))
                .collect::<Result<_, _>>()?,
            custom: custom.clone(),
            reach,
            text,
            file,
        })
    }

    /// Returns a key of the file as JSON; dates become strings.
    pub(crate) fn written(&self, key: &str) -> serde_json::Value {
        let table = toml::from_str::<toml::Table>(&self.text).ok();
        table.and_then(|mut table| table.remove(key)).map_or(serde_json::Value::Null, json)
    }

    /// Returns the entries that apply to an input at an absolute path, or to an input that is not a file.
    pub(crate) fn applies_to(&self, path: Option<&Path>) -> Applies {
        let matches = |paths: &Gitignore| path.is_some_and(|path| self.matches(paths, path, false));
        let every = |paths: &Option<Gitignore>| paths.as_ref().is_none_or(matches);
        Applies {
            overrides: self.overrides.iter().map(|(paths, _)| every(paths)).collect(),
            hints: self.hints.iter().map(|(paths, ..)| matches(paths)).collect(),
            suppressions: self.suppressions.iter().map(|(paths, _)| every(paths)).collect(),
        }
    }

    /// Overrides that apply to an input.
    pub(crate) fn overrides(&self, applies: &Applies) -> Vec<Override> {
        chosen(&self.overrides, &applies.overrides).map(|(_, given)| given.clone()).collect()
    }

    /// Category of records of an input that do not name theirs.
    pub(crate) fn category(&self, applies: &Applies) -> Option<CategoryChoice> {
        chosen(&self.hints, &applies.hints).filter_map(|(_, category, _)| *category).last().or(self.category)
    }

    /// Shape to assume for records of an input that fit both.
    pub(crate) fn shape(&self, applies: &Applies) -> Option<Shape> {
        chosen(&self.hints, &applies.hints).filter_map(|(.., shape)| *shape).last().or(self.shape)
    }

    /// Suppressions that apply to an input.
    pub(crate) fn suppressions<'a>(
        &'a self,
        applies: &'a Applies,
    ) -> impl Iterator<Item = &'a Arc<Suppression>> {
        chosen(&self.suppressions, &applies.suppressions).map(|(_, suppression)| suppression)
    }

    /// All suppressions.
    pub(crate) fn all_suppressions(&self) -> impl Iterator<Item = &Arc<Suppression>> {
        self.suppressions.iter().map(|(_, suppression)| suppression)
    }

    /// Line number of a byte of the file, from 1.
    pub(crate) fn line(&self, at: usize) -> u64 {
        fault::line(&self.text, at)
    }

    /// Returns the names of the custom categories, with the files of their schemas, and the pointer and the value of
    /// their discriminators where the file states them.
    pub(crate) fn schemas_of_categories(
        &self,
    ) -> impl Iterator<Item = (&str, PathBuf, Option<&str>, Option<&str>)> {
        self.file.categories.0.iter().map(|(name, category)| {
            let discriminator = category.discriminator.as_ref();
            let pointer = discriminator.and_then(|discriminator| discriminator.pointer.as_ref());
            let value = discriminator.and_then(|discriminator| discriminator.value.as_ref());
            (
                name.value.as_str(),
                self.directory.join(&category.schema.value),
                pointer.map(|at| at.value.as_str()),
                value.map(|at| at.value.as_str()),
            )
        })
    }

    /// Returns the baseline, if the file names one. If the configuration was found, the file must begin like a
    /// baseline, since read errors quote its content.
    pub(crate) fn baseline(&self) -> Result<Option<PathBuf>, ConfigError> {
        let Some(written) = &self.file.baseline else {
            return Ok(None);
        };
        let path = self.path(&written.value);
        if let Reach::Within(_) = &self.reach {
            match begins_like_baseline(&path) {
                Err(source) if source.kind() == io::ErrorKind::NotFound => {}
                Err(source) => return Err(BaselineError::Read { path, source }.into()),
                Ok(true) => {}
                Ok(false) => {
                    let message = format!("`{}` is not a baseline", written.value);
                    let help = format!("write one: `acslint check --write-baseline {}`", path.display());
                    let fault = Fault::new(Path::new(&self.name), &self.text, written.span.clone(), message);
                    return Err(Fault { help: Some(help), ..fault }.into());
                }
            }
        }
        Ok(Some(path))
    }

    /// Resolves a path of the file.
    fn path(&self, written: &str) -> PathBuf {
        let path = self.directory.join(written);
        match env::current_dir().ok().and_then(|current| path.strip_prefix(current).map(Path::to_owned).ok())
        {
            Some(relative) => relative,
            None => path,
        }
    }

    /// Reports that the file requests, and their output files.
    pub(crate) fn outputs(&self) -> Result<Vec<(Format, Option<PathBuf>)>, ConfigError> {
        let mut outputs = Vec::new();
        for At { value: report, .. } in &self.file.reports {
            let format = report.format.value;
            let output = report.output.as_ref().map(|written| self.output(written, format)).transpose()?;
            outputs.push((format, output));
        }
        Ok(outputs)
    }

    /// Resolves the output file of a report. A found configuration may only overwrite a report of the same format.
    fn output(&self, written: &At<String>, format: Format) -> Result<PathBuf, ConfigError> {
        let path = self.path(&written.value);
        if let Reach::Within(_) = &self.reach
            && !trust::may_overwrite(&path, format)
        {
            let name = format.id();
            let message = format!("`{}` exists and is not a report in the format `{name}`", written.value);
            let help = format!("remove it, or pass `--format {name} --output {}`", path.display());
            let fault = Fault::new(Path::new(&self.name), &self.text, written.span.clone(), message);
            return Err(Fault { help: Some(help), ..fault }.into());
        }
        Ok(path)
    }

    /// Keys about the whole run, with their offsets: first what a run must fulfil.
    pub(crate) fn run_keys(&self) -> Vec<(String, usize)> {
        let mut fields = File::OF_RUN.to_vec();
        fields.sort_by_key(|field| !REQUIREMENTS.contains(field));
        let keys = fields.into_iter();
        keys.filter_map(|field| Some((settings::key(field), self.file.start(field)?))).collect()
    }

    /// Returns true if a file in a directory matches `include`; `None` if the configuration has no `include`.
    pub(crate) fn includes(&self, path: &Path) -> Option<bool> {
        self.include.as_ref().map(|include| self.matches(include, path, false))
    }

    /// Returns true if a member of this name may identify a record of a custom category.
    pub(crate) fn identifies(&self, key: &str) -> bool {
        self.custom.identifies(key)
    }

    /// Returns true if `exclude` matches a file or a directory.
    pub(crate) fn excludes(&self, path: &Path, is_directory: bool) -> bool {
        self.exclude.as_ref().is_some_and(|exclude| self.matches(exclude, path, is_directory))
    }

    /// Returns true if patterns match an absolute path.
    fn matches(&self, patterns: &Gitignore, path: &Path, is_directory: bool) -> bool {
        let relative = path.strip_prefix(&self.directory);
        relative.is_ok_and(|path| patterns.matched_path_or_any_parents(path, is_directory).is_ignore())
    }
}

/// Items with a set mark.
fn chosen<'i, T>(items: &'i [T], marks: &'i [bool]) -> impl Iterator<Item = &'i T> {
    items.iter().zip(marks).filter(|(_, mark)| **mark).map(|(item, _)| item)
}

/// Converts a TOML value to JSON; dates become strings.
fn json(value: toml::Value) -> serde_json::Value {
    match value {
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
    }
}

#[cfg(test)]
mod tests;
