//! Configuration: lookup of `acslint.toml`, its meaning, and its faults.
//!
//! Each input uses the nearest file, in its own directory or the nearest directory above. Files are not merged, so
//! that a reader of one file sees all that applies. Settings of the whole run, such as its reports, come from the
//! file for the working directory. The search ends at the root of the repository; paths in a found file must not
//! leave the repository.

mod error;
pub(crate) mod fault;
pub(crate) mod file;
pub(crate) mod trust;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::env;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use acslint_check::{CustomCategories, CustomCategory, CustomCategoryError, Discriminator, Override};
use acslint_types::{CATEGORIES, Category, Shape};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

pub(crate) use self::error::ConfigError;
use self::fault::Fault;
use self::file::{At, Categories, File, MinRecords, Names};
use self::trust::{Origin, Reach, TrustedUsers};
use crate::baseline::{BaselineError, begins_like_baseline};
use crate::bounded;
use crate::gate::Gate;
use crate::suggest::did_you_mean;
use crate::values::{CategoryName, Day, Format, category_names};

/// Name of a configuration file.
pub(crate) const NAME: &str = "acslint.toml";

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
    pub(crate) origin: Origin,
    /// Directory that its paths and patterns are relative to.
    directory: PathBuf,
    /// Boundary of its paths.
    reach: Reach,
    pub(crate) text: String,
    pub(crate) file: File,
    pub(crate) category: Option<&'static Category>,
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
    hints: Vec<(Gitignore, Option<&'static Category>, Option<Shape>)>,
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
        let file: File = toml::from_str(&text).map_err(|error| Fault::of_toml(name, &text, &error))?;
        let custom = CustomCategories::default();
        let reader = Reader { name, text: &text, custom: &custom, directory, reach: &reach };
        reader.paths(&file)?;
        let (custom, schemas) = reader.custom_categories(&file.categories)?;
        let reader = Reader { custom: &custom, ..reader };
        let category = file.category.as_ref().map(|name| reader.category(name)).transpose()?;
        reader.reports(&file.reports)?;
        Ok(Self {
            name: fault::name(name),
            path: path.to_owned(),
            schemas,
            origin: match &reach {
                Reach::Anywhere => Origin::Named,
                Reach::Within(_) => Origin::Found,
            },
            directory: directory.to_owned(),
            category,
            shape: file.shape.as_ref().map(|shape| shape.value.into()),
            gates: reader.gates(file.min_records.as_ref())?,
            required: reader.required(file.require_category.as_ref())?,
            include: file.include.as_ref().map(|patterns| reader.patterns(&patterns.value)).transpose()?,
            exclude: file.exclude.as_ref().map(|patterns| reader.patterns(&patterns.value)).transpose()?,
            overrides: file
                .overrides
                .iter()
                .map(|given| reader.override_of(&given.value))
                .collect::<Result<_, _>>()?,
            hints: file.hints.iter().map(|given| reader.hint(&given.value)).collect::<Result<_, _>>()?,
            suppressions: file
                .suppress
                .iter()
                .map(|given| reader.suppression(given))
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
    pub(crate) fn category(&self, applies: &Applies) -> Option<&'static Category> {
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

    /// Keys about the whole run, with their offsets.
    pub(crate) fn run_keys(&self) -> Vec<(&'static str, usize)> {
        let file = &self.file;
        let keys = [
            ("baseline", file.baseline.as_ref().map(|at| at.span.start)),
            ("min-records", file.min_records.as_ref().map(|at| at.span.start)),
            ("require-category", file.require_category.as_ref().map(|at| at.span.start)),
            ("fail-on", file.fail_on.as_ref().map(|at| at.span.start)),
            ("reports", file.reports.first().map(|report| report.span.start)),
            ("redact", file.redact.as_ref().map(|at| at.span.start)),
            ("show", file.show.as_ref().map(|at| at.span.start)),
            ("max-findings", file.max_findings.as_ref().map(|at| at.span.start)),
            ("max-decompressed", file.max_decompressed.as_ref().map(|at| at.span.start)),
            ("max-ratio", file.max_ratio.as_ref().map(|at| at.span.start)),
            ("threads", file.threads.as_ref().map(|at| at.span.start)),
        ];
        keys.into_iter().filter_map(|(key, at)| at.map(|at| (key, at))).collect()
    }

    /// Returns true if a file in a directory matches `include`; `None` if the configuration has no `include`.
    pub(crate) fn includes(&self, path: &Path) -> Option<bool> {
        self.include.as_ref().map(|include| self.matches(include, path, false))
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

/// Resolves the names in a file.
struct Reader<'r> {
    name: &'r Path,
    text: &'r str,
    custom: &'r CustomCategories,
    /// Directory that paths are relative to.
    directory: &'r Path,
    /// Boundary of the paths.
    reach: &'r Reach,
}

impl Reader<'_> {
    fn fault<T>(&self, at: &At<T>, message: String) -> Fault {
        Fault::new(self.name, self.text, at.span.clone(), message)
    }

    /// Resolves a category for records that do not name theirs.
    fn category(&self, given: &At<CategoryName>) -> Result<&'static Category, Fault> {
        let named = self.category_name(given)?;
        Category::by_id(named).ok_or_else(|| {
            let message =
                format!("`{named}` is a custom category: its `discriminator` identifies its records");
            self.fault(given, message)
        })
    }

    /// Resolves the name of a known or custom category.
    fn category_name(&self, given: &At<CategoryName>) -> Result<&'static str, Fault> {
        let CategoryName(name) = &given.value;
        let known = CATEGORIES.iter().find(|category| category.id == name || category.table == Some(name));
        let custom = || self.custom.names().find(|custom| custom == name);
        known.map(|category| category.id).or_else(custom).ok_or_else(|| {
            let names: Vec<&str> = category_names().chain(self.custom.names()).collect();
            self.fault(given, fault::unknown("category", name, &names))
        })
    }

    fn gates(&self, given: Option<&At<MinRecords>>) -> Result<Vec<Gate>, Fault> {
        match given.map(|given| &given.value) {
            None => Ok(Vec::new()),
            Some(MinRecords::All(records)) => Ok(vec![Gate { category: None, records: *records }]),
            Some(MinRecords::By(numbers)) => {
                let gate = |(name, records): &(At<CategoryName>, u64)| {
                    Ok(Gate { category: Some(self.category_name(name)?), records: *records })
                };
                numbers.iter().map(gate).collect()
            }
        }
    }

    fn required(&self, given: Option<&At<Vec<At<CategoryName>>>>) -> Result<Vec<&'static str>, Fault> {
        given.into_iter().flat_map(|names| &names.value).map(|name| self.category_name(name)).collect()
    }

    fn categories(&self, given: Option<&Names<CategoryName>>) -> Result<Vec<&'static str>, Fault> {
        given.into_iter().flat_map(|names| &names.0).map(|name| self.category_name(name)).collect()
    }

    /// Names of properties. If the rule can be about an unknown property, any name is valid.
    fn fields(
        &self,
        given: Option<&Names<String>>,
        categories: &[&'static str],
        any: bool,
    ) -> Result<Vec<String>, Fault> {
        let is_meant = |category: &&str| categories.is_empty() || categories.contains(category);
        let known = CATEGORIES.iter().filter(|category| is_meant(&category.id));
        let known = known.flat_map(|category| category.properties).map(|property| property.name);
        let custom =
            self.custom.names().filter(is_meant).flat_map(|category| self.custom.properties(category));
        let custom: BTreeSet<&str> = custom.collect();
        let names: BTreeSet<&str> = known.chain(custom.iter().copied()).collect();
        // Reports name a property by its path: `items[].name`, and `labels.*` for any name that the schema does
        // not declare.
        let is_way = |field: &str| {
            let last = field.trim_end_matches("[]");
            let ends_in =
                |name: &str| last.strip_suffix(name).is_some_and(|way| way.is_empty() || way.ends_with('.'));
            custom.iter().any(|name| ends_in(name)) || (!custom.is_empty() && ends_in("*"))
        };
        let fields = given.into_iter().flat_map(|names| &names.0).map(|field| {
            let name = field.value.as_str();
            if any || names.contains(name) || is_way(name) {
                return Ok(name.to_owned());
            }
            let (way, last) =
                name.rsplit_once('.').map_or(("", name), |(way, _)| name.split_at(way.len() + 1));
            let nearest = acslint_check::nearest(last, names.iter().copied());
            let nearest = nearest.map(|nearest| format!("{way}{nearest}"));
            let message = match categories {
                [only] => format!("`{only}` has no property `{name}`"),
                _ => format!("no category has a property `{name}`"),
            };
            Err(self.fault(field, message + &did_you_mean(nearest.as_deref())))
        });
        fields.collect()
    }

    fn override_of(&self, given: &file::Override) -> Result<(Option<Gitignore>, Override), Fault> {
        let names_unknown =
            |id: &str| acslint_check::rule(id).is_none_or(|rule| NAMES_UNKNOWN.contains(&rule.id));
        let any = given.levels.0.iter().any(|(named, _)| names_unknown(named.value.id()));
        let categories = self.categories(given.categories.as_ref())?;
        let fields = self.fields(given.fields.as_ref(), &categories, any)?;
        let levels = given.levels.in_order().map(|(named, level)| (named.value.id().to_owned(), level.value));
        let paths = given.paths.as_ref().map(|paths| self.patterns(&paths.0)).transpose()?;
        Ok((paths, Override { categories, fields, levels: levels.collect() }))
    }

    fn hint(
        &self,
        given: &file::Hint,
    ) -> Result<(Gitignore, Option<&'static Category>, Option<Shape>), Fault> {
        let category = given.category.as_ref().map(|name| self.category(name)).transpose()?;
        let shape = given.shape.as_ref().map(|shape| shape.value.into());
        Ok((self.patterns(&given.paths.0)?, category, shape))
    }

    fn suppression(
        &self,
        given: &At<file::Suppress>,
    ) -> Result<(Option<Gitignore>, Arc<Suppression>), Fault> {
        let At { value: given, span } = given;
        let file::OneRule(rule) = given.rule.value;
        let categories = self.categories(given.categories.as_ref())?;
        let fields = self.fields(given.fields.as_ref(), &categories, NAMES_UNKNOWN.contains(&rule))?;
        let paths = given.paths.as_ref().map(|paths| self.patterns(&paths.0)).transpose()?;
        let suppression = Suppression {
            file: fault::name(self.name),
            line: fault::line(self.text, span.start),
            rule,
            categories,
            fields,
            reason: given.reason.value.0.clone(),
            until: given.until.as_ref().map(|until| until.value),
        };
        Ok((paths, Arc::new(suppression)))
    }

    /// Checks that no path in the file leaves its boundary.
    fn paths(&self, file: &File) -> Result<(), Fault> {
        let schemas = file.categories.0.iter().map(|(_, category)| &category.schema);
        let outputs = file.reports.iter().filter_map(|report| report.value.output.as_ref());
        for path in schemas.chain(outputs).chain(&file.baseline) {
            if let Some(why) = self.reach.objection(&self.directory.join(&path.value)) {
                let help = format!("if you trust the configuration, pass `--config {}`", self.name.display());
                return Err(Fault {
                    help: Some(help),
                    ..self.fault(path, format!("`{}` {why}", path.value))
                });
            }
        }
        Ok(())
    }

    /// Reads the schemas of custom categories; returns them with their files.
    fn custom_categories(&self, categories: &Categories) -> Result<(CustomCategories, Vec<PathBuf>), Fault> {
        let path = |written: &str| self.directory.join(written).to_string_lossy().into_owned();
        let custom: Vec<CustomCategory> = categories
            .0
            .iter()
            .map(|(name, category)| {
                let text = |at: &Option<At<String>>| at.as_ref().map(|at| at.value.clone());
                let discriminator = category.discriminator.as_ref().map(|discriminator| Discriminator {
                    pointer: text(&discriminator.pointer),
                    value: text(&discriminator.value),
                });
                CustomCategory {
                    name: name.value.clone(),
                    schema: path(&category.schema.value),
                    discriminator: discriminator.unwrap_or_default(),
                    safe: category
                        .safe
                        .iter()
                        .flat_map(|names| &names.0)
                        .map(|name| name.value.clone())
                        .collect(),
                }
            })
            .collect();
        let files = RefCell::new(Vec::new());
        let read = |path: &str| {
            files.borrow_mut().push(PathBuf::from(path));
            let bytes = self.reach.read_schema(Path::new(path))?;
            String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
        };
        let custom =
            CustomCategories::load(&custom, &read).map_err(|error| self.own_fault(categories, &error))?;
        Ok((custom, files.into_inner()))
    }

    /// Locates a fault of a custom category in its schema, or else in the configuration.
    fn own_fault(&self, categories: &Categories, error: &CustomCategoryError) -> Fault {
        let help = error.help().map(str::to_owned);
        let about = categories.0.iter().find(|(name, _)| name.value == error.category());
        let key = about.map_or(0..0, |(name, _)| name.span.clone());
        match error {
            CustomCategoryError::Schema { file, place: Some((line, column)), span, message, .. } => {
                let read = self.reach.read_schema(Path::new(file)).ok();
                let text = read.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
                if !is_schema_text(&text) {
                    let span = about.map_or(key, |(_, category)| category.schema.span.clone());
                    let message = format!("the schema `{}` is not a JSON Schema", shown(file));
                    let help = Some(format!("fix line {line}, column {column} of it"));
                    return Fault { help, ..Fault::new(self.name, self.text, span, message) };
                }
                let span = match span {
                    Some(span) => span.start as usize..span.end as usize,
                    None => span_at(&text, u64::from(*line), u64::from(*column)),
                };
                Fault {
                    help,
                    ..Fault::new(Path::new(&shown(file)), &text, span, format!("the schema {message}"))
                }
            }
            CustomCategoryError::Schema { file, message, .. } => {
                let span = about.map_or(key, |(_, category)| category.schema.span.clone());
                let message = format!("the schema `{}` {message}", shown(file));
                Fault { help, ..Fault::new(self.name, self.text, span, message) }
            }
            error => Fault { help, ..Fault::new(self.name, self.text, key, error.to_string()) },
        }
    }

    fn patterns(&self, patterns: &[At<String>]) -> Result<Gitignore, Fault> {
        let mut builder = GitignoreBuilder::new("");
        builder.allow_unclosed_class(false);
        for pattern in patterns {
            let added = match pattern.value.as_str() {
                "" => Err("the pattern is empty, and matches nothing".to_owned()),
                text if text.starts_with('#') => {
                    Err("a pattern that begins with `#` is a comment".to_owned())
                }
                text => builder.add_line(None, text).map(drop).map_err(|error| said(&error)),
            };
            added.map_err(|message| self.fault(pattern, message))?;
        }
        builder.build().map_err(|error| Fault::new(self.name, self.text, 0..0, said(&error)))
    }

    fn reports(&self, reports: &[At<file::Report>]) -> Result<(), Fault> {
        for (index, At { value: report, .. }) in reports.iter().enumerate() {
            let before = &reports[..index];
            match &report.output {
                None if before.iter().any(|before| before.value.output.is_none()) => {
                    let message = "another report already goes to standard output".to_owned();
                    return Err(Fault {
                        help: Some("add `output` with the file for this report".to_owned()),
                        ..self.fault(&report.format, message)
                    });
                }
                Some(output) => {
                    let same = |before: &At<file::Report>| {
                        before.value.output.as_ref().is_some_and(|other| other.value == output.value)
                    };
                    if before.iter().any(same) {
                        let message = format!("`{}` cannot hold two reports", output.value);
                        return Err(self.fault(output, message));
                    }
                    if output.value.is_empty() {
                        return Err(self.fault(output, "the file name is empty".to_owned()));
                    }
                }
                None => {}
            }
        }
        Ok(())
    }
}

/// Rules that can report members that are not properties of the category.
const NAMES_UNKNOWN: [&str; 3] = ["duplicate-key", "invalid-json", "unknown-field"];

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

/// Name of a path in messages.
fn shown(path: &str) -> String {
    let current = env::current_dir().unwrap_or_default();
    let shown = Path::new(path).strip_prefix(current).unwrap_or(Path::new(path)).display().to_string();
    if shown.is_empty() { ".".to_owned() } else { shown }
}

/// Returns true if a text is that of a schema, so that an error may quote it. Its top level must have keywords
/// only, or begin with one. A configuration can name any file as a schema, and other files may be confidential.
fn is_schema_text(text: &str) -> bool {
    let is_keyword =
        |key: &String| key.starts_with('$') || key.starts_with("x-") || acslint_check::is_keyword(key);
    match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(serde_json::Value::Object(members)) => members.keys().all(is_keyword),
        Ok(_) => false,
        Err(_) => {
            let members = text.trim_start_matches('\u{feff}').trim_start().strip_prefix('{');
            members.is_some_and(|members| members.trim_start().starts_with("\"$"))
        }
    }
}

/// Bytes of the token at a line and column of a JSON text.
fn span_at(text: &str, line: u64, column: u64) -> Range<usize> {
    let before =
        text.split_inclusive('\n').take(line.saturating_sub(1) as usize).map(str::len).sum::<usize>();
    let rest = &text[before..];
    let characters = rest.char_indices().nth(column.saturating_sub(1) as usize);
    let start = before + characters.map_or(rest.len(), |(at, _)| at);
    let token = &text[start..];
    let length = match token.strip_prefix('"') {
        Some(inner) => inner.find(['"', '\n']).map_or(1, |end| end + 2),
        None => token
            .find(|character: char| !character.is_alphanumeric() && !"-+.".contains(character))
            .unwrap_or(0)
            .max(1),
    };
    start..(start + length).min(text.len())
}

/// Message about an invalid pattern.
fn said(error: &ignore::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once("': ") {
        Some((_, reason)) => format!("invalid pattern: {reason}"),
        None => format!("invalid pattern: {text}"),
    }
}

/// Configuration files of a run, each read when the first input that it applies to is found.
#[derive(Debug)]
pub(crate) struct Configs {
    choice: Choice,
    working_directory: PathBuf,
    of_run: Option<Arc<Config>>,
    found: Mutex<Found>,
}

#[derive(Debug, Default)]
struct Found {
    by_directory: HashMap<PathBuf, Option<Arc<Config>>>,
    /// First failure to read a file, or first fault in one.
    failure: Option<ConfigError>,
}

impl Configs {
    /// Creates the lookup for this choice; reads the file for the working directory at once.
    pub(crate) fn new(choice: Choice) -> Result<Self, ConfigError> {
        let working_directory = env::current_dir().unwrap_or_default();
        let mut configs =
            Self { choice, working_directory, of_run: None, found: Mutex::new(Found::default()) };
        configs.of_run = match &configs.choice {
            Choice::Nothing => None,
            Choice::Given(path) => Some(Arc::new(Config::named(&configs.absolute(path), path)?)),
            Choice::Nearest(_) => configs.nearest(&configs.working_directory.clone()),
        };
        match configs.failure() {
            Some(error) => Err(error),
            None => Ok(configs),
        }
    }

    /// The configuration of the whole run.
    pub(crate) fn of_run(&self) -> Option<&Arc<Config>> {
        self.of_run.as_ref()
    }

    /// The configuration of a file, or of the entries of a directory.
    pub(crate) fn of(&self, path: &Path, is_directory: bool) -> Option<Arc<Config>> {
        match self.choice {
            Choice::Nothing | Choice::Given(_) => self.of_run.clone(),
            Choice::Nearest(_) => {
                let path = self.absolute(path);
                self.nearest(if is_directory { &path } else { path.parent().unwrap_or(&path) })
            }
        }
    }

    /// Files read so far, in the order of their paths.
    pub(crate) fn read(&self) -> Vec<Arc<Config>> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let all = found.by_directory.values().flatten().chain(&self.of_run);
        let all: BTreeMap<&Path, &Arc<Config>> = all.map(|config| (config.path.as_path(), config)).collect();
        all.into_values().cloned().collect()
    }

    /// Takes the first failure, if any.
    pub(crate) fn failure(&self) -> Option<ConfigError> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).failure.take()
    }

    /// Path of an absolute path in messages: relative to the working directory if it lies below it.
    pub(crate) fn shown<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.working_directory).unwrap_or(path)
    }

    /// The absolute path, without `.` and `..`.
    pub(crate) fn absolute(&self, path: &Path) -> PathBuf {
        let path = self.working_directory.join(path);
        // The meaning of `..` depends on whether the directory before it is a link.
        let parts: Vec<Component<'_>> = path.components().collect();
        let ups = parts.iter().rposition(|part| *part == Component::ParentDir).map_or(0, |last| last + 1);
        let head: PathBuf = parts[..ups].iter().collect();
        let head = if ups == 0 { head } else { fs::canonicalize(&head).unwrap_or(head) };
        let rest = parts[ups..].iter().filter(|part| **part != Component::CurDir);
        rest.fold(head, |path, part| path.join(part))
    }

    /// The file in an absolute directory, or else in the nearest one above it up to the root of the repository.
    fn nearest(&self, directory: &Path) -> Option<Arc<Config>> {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let mut passed = Vec::new();
        let mut nearest = None;
        for directory in directory.ancestors() {
            if let Some(known) = found.by_directory.get(directory) {
                nearest.clone_from(known);
                break;
            }
            passed.push(directory);
            match self.in_directory(directory) {
                Ok(None) if trust::is_root(directory) => break,
                Ok(None) => {}
                Ok(Some(config)) => {
                    nearest = Some(Arc::new(config));
                    break;
                }
                Err(error) => {
                    found.failure.get_or_insert(error);
                    break;
                }
            }
        }
        for directory in passed {
            found.by_directory.insert(directory.to_owned(), nearest.clone());
        }
        nearest
    }

    fn in_directory(&self, directory: &Path) -> Result<Option<Config>, ConfigError> {
        let path = directory.join(NAME);
        match fs::symlink_metadata(&path) {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(None)
            }
            // A directory without read permission does not configure its contents.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(None),
            _ => {
                let Choice::Nearest(users) = &self.choice else {
                    return Ok(None);
                };
                let name = path.strip_prefix(&self.working_directory).unwrap_or(&path);
                Config::found(&path, name, users).map(Some)
            }
        }
    }
}

#[cfg(test)]
mod tests;
