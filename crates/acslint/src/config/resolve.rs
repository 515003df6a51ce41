//! Names, patterns and paths of a configuration file, resolved once the whole file has been read.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::env;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use acslint_check::{CustomCategories, CustomCategory, CustomCategoryError, Discriminator, Override};
use acslint_types::{CATEGORIES, Category, Shape};
use ignore::gitignore::Gitignore;

use super::Suppression;
use super::at::{At, Names};
use super::fault::{self, Fault};
use super::file::File;
use super::levels::OneRule;
use super::tables::{self, Categories, MinRecords};
use super::trust::Reach;
use crate::gate::Gate;
use crate::suggest::did_you_mean;
use crate::values::pattern::{self, add_pattern, pattern_message};
use crate::values::{CategoryChoice, CategoryName, category_names};

/// Resolves the names in a file.
pub(super) struct Resolver<'r> {
    pub(super) name: &'r Path,
    pub(super) text: &'r str,
    pub(super) custom: &'r CustomCategories,
    /// Directory that paths are relative to.
    pub(super) directory: &'r Path,
    /// Boundary of the paths.
    pub(super) reach: &'r Reach,
}

impl Resolver<'_> {
    fn fault<T>(&self, at: &At<T>, message: String) -> Fault {
        Fault::new(self.name, self.text, at.span.clone(), message)
    }

    /// Resolves a category for records that do not name theirs.
    pub(super) fn category(&self, given: &At<CategoryName>) -> Result<CategoryChoice, Fault> {
        let named = self.category_name(given)?;
        Ok(Category::by_id(named).map_or(CategoryChoice::Custom(named), CategoryChoice::Known))
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

    pub(super) fn gates(&self, given: Option<&At<MinRecords>>) -> Result<Vec<Gate>, Fault> {
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

    pub(super) fn required(
        &self,
        given: Option<&At<Vec<At<CategoryName>>>>,
    ) -> Result<Vec<&'static str>, Fault> {
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
        let is_path = |field: &str| {
            let last = field.trim_end_matches("[]");
            let ends_in = |name: &str| {
                last.strip_suffix(name).is_some_and(|parent| parent.is_empty() || parent.ends_with('.'))
            };
            custom.iter().any(|name| ends_in(name)) || (!custom.is_empty() && ends_in("*"))
        };
        let fields = given.into_iter().flat_map(|names| &names.0).map(|field| {
            let name = field.value.as_str();
            if any || names.contains(name) || is_path(name) {
                return Ok(name.to_owned());
            }
            let (parent, last) =
                name.rsplit_once('.').map_or(("", name), |(parent, _)| name.split_at(parent.len() + 1));
            let nearest = acslint_check::nearest(last, names.iter().copied());
            let nearest = nearest.map(|nearest| format!("{parent}{nearest}"));
            let message = match categories {
                [only] => format!("`{only}` has no property `{name}`"),
                _ => format!("no category has a property `{name}`"),
            };
            Err(self.fault(field, message + &did_you_mean(nearest.as_deref())))
        });
        fields.collect()
    }

    pub(super) fn override_of(
        &self,
        given: &tables::Override,
    ) -> Result<(Option<Gitignore>, Override), Fault> {
        let names_unknown =
            |id: &str| acslint_check::rule(id).is_none_or(|rule| NAMES_UNKNOWN.contains(&rule.id));
        let any = given.levels.0.iter().any(|(named, _)| names_unknown(named.value.id()));
        let categories = self.categories(given.categories.as_ref())?;
        let fields = self.fields(given.fields.as_ref(), &categories, any)?;
        let levels = given.levels.in_order().map(|(named, level)| (named.value.id().to_owned(), level.value));
        let paths = given.paths.as_ref().map(|paths| self.patterns(&paths.0)).transpose()?;
        Ok((paths, Override { categories, fields, levels: levels.collect() }))
    }

    pub(super) fn hint(
        &self,
        given: &tables::Hint,
    ) -> Result<(Gitignore, Option<CategoryChoice>, Option<Shape>), Fault> {
        let category = given.category.as_ref().map(|name| self.category(name)).transpose()?;
        let shape = given.shape.as_ref().map(|shape| shape.value.into());
        Ok((self.patterns(&given.paths.0)?, category, shape))
    }

    pub(super) fn suppression(
        &self,
        given: &At<tables::Suppress>,
    ) -> Result<(Option<Gitignore>, Arc<Suppression>), Fault> {
        let At { value: given, span } = given;
        let OneRule(rule) = given.rule.value;
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
    pub(super) fn paths(&self, file: &File) -> Result<(), Fault> {
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
    pub(super) fn custom_categories(
        &self,
        categories: &Categories,
    ) -> Result<(CustomCategories, Vec<PathBuf>), Fault> {
        let path = |written: &str| self.directory.join(written).to_string_lossy().into_owned();
        let custom: Vec<CustomCategory> = categories
            .0
            .iter()
            .map(|(name, category)| {
                let text = |at: &Option<At<String>>| at.as_ref().map(|at| at.value.clone());
                let names = |names: Option<&Names<String>>| {
                    names.into_iter().flat_map(|names| &names.0).map(|name| name.value.clone()).collect()
                };
                let discriminator = category.discriminator.as_ref().map(|discriminator| Discriminator {
                    pointer: text(&discriminator.pointer),
                    value: text(&discriminator.value),
                });
                CustomCategory {
                    name: name.value.clone(),
                    schema: path(&category.schema.value),
                    discriminator: discriminator.unwrap_or_default(),
                    safe: names(category.safe.as_ref()),
                    personal: names(category.personal.as_ref()),
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

    pub(super) fn patterns(&self, patterns: &[At<String>]) -> Result<Gitignore, Fault> {
        let mut builder = pattern::builder();
        for pattern in patterns {
            add_pattern(&mut builder, &pattern.value).map_err(|message| self.fault(pattern, message))?;
        }
        builder.build().map_err(|error| Fault::new(self.name, self.text, 0..0, pattern_message(&error)))
    }

    pub(super) fn reports(&self, reports: &[At<tables::Report>]) -> Result<(), Fault> {
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
                    let same = |before: &At<tables::Report>| {
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
