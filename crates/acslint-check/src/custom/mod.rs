//! Custom categories: their configuration, and the assignment of records to them.
//!
//! A custom category is another type of records, defined by a name and a JSON Schema. It has no shape, no table and no
//! spellings. Its schema alone decides which records are valid, and jsonschema alone decides what the schema means.
//! Identification tries custom categories before those of Communication Services, because a user who describes records
//! knows best what they are. So a name that is already taken is an error.

mod certain;
mod engine;
mod error;
mod explain;
mod outline;
mod schemas;
mod subschemas;
mod syntax;

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::{Arc, Mutex, PoisonError},
};

use acslint_types::{CATEGORIES, Category};
use jsonschema::Validator;
use serde_json::Value as Json;

pub(crate) use certain::violations;
pub(crate) use engine::construct;
pub use error::CustomCategoryError;
pub use outline::{CategoryOutline, PropertyOutline};
pub use schemas::ReadFile;
use schemas::Schemas;
pub(crate) use schemas::is_pointer;
pub use syntax::syntax_error;

use crate::{
    category_names::{CATEGORY_KEYS, of_unpublished_name},
    document::{SpanTree, Value},
    limits::Limits,
    names::{FoldedName, nearest},
    spelling::fold,
    violation::Violation,
};

/// Configuration of a custom category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomCategory {
    /// Name in reports.
    pub name: String,
    /// Absolute path of the schema.
    pub schema: String,
    /// Discriminator of its records.
    pub discriminator: Discriminator,
    /// Names of properties whose valid values say nothing about a person, besides those that the schema marks.
    pub safe: Vec<String>,
    /// Names of properties that hold personal data, besides those that the schema marks; the mark has precedence.
    pub personal: Vec<String>,
}

/// Place in a record, and text at it, that identify a category.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discriminator {
    /// JSON Pointer to the identifying text; without one, `category` or `Category`.
    pub pointer: Option<String>,
    /// Identifying text; without one, the schema's `const` at that place, or the name of the category.
    pub value: Option<String>,
}

/// Loaded custom categories.
#[derive(Debug, Clone, Default)]
pub struct CustomCategories(Option<Arc<Registry>>);

#[derive(Debug)]
struct Registry {
    categories: Vec<LoadedCategory>,
    schemas: Schemas,
    places: Vec<Place>,
}

/// A place in records that identifies categories.
#[derive(Debug)]
struct Place {
    /// Keys on the path to the place.
    path: Vec<String>,
    /// Index of the category, by identifying text.
    values: BTreeMap<String, usize>,
}

/// Text of a record that is similar to the identifying text of a category.
#[derive(Debug)]
pub(crate) struct NearDiscriminator {
    pub(crate) category: &'static str,
    /// JSON Pointer to the text.
    pub(crate) pointer: String,
    /// Identifying text of the category.
    pub(crate) value: String,
}

/// A loaded custom category.
#[derive(Debug)]
pub(crate) struct LoadedCategory {
    pub(crate) name: &'static str,
    /// Places that identify the category: the keys on the path to each.
    pub(crate) paths: Vec<Vec<String>>,
    /// Identifying text at one of them.
    pub(crate) value: FoldedName,
    schema_path: String,
    validator: Validator<SpanTree>,
    /// Limits on validating a record.
    pub(crate) limits: Limits,
    /// Every name of a property in the schema.
    pub(crate) described: BTreeSet<String>,
    /// Names whose values are public: each subschema of such a property is marked with [`SAFE`].
    pub(crate) safe: BTreeSet<String>,
    /// Names of which nothing inside is public: a subschema of such a property is marked with [`PERSONAL`].
    pub(crate) personal: BTreeSet<String>,
}

/// Violations and unknown names of a record.
#[derive(Debug, Default)]
pub(crate) struct Violations<'r> {
    pub(crate) violations: Vec<Violation<'r>>,
    pub(crate) unknown: Vec<Unknown>,
}

/// A key that the schema does not allow.
#[derive(Debug)]
pub(crate) struct Unknown {
    pub(crate) key: u32,
    pub(crate) value: u32,
    /// Names that the object could have besides its own.
    pub(crate) candidates: Rc<[String]>,
}

/// Annotation of a subschema: the values that satisfy it are public.
const SAFE: &str = "x-safe";

/// Annotation of a subschema: the values are personal data, and so is everything inside them.
const PERSONAL: &str = "x-personal";

/// Maximum number of characters of a name.
const LONGEST_NAME: usize = 100;

impl CustomCategories {
    /// Reads the schemas of custom categories with all that they refer to, and checks that they can be used.
    ///
    /// `read` returns the text of a file; nothing else reads files.
    pub fn load(categories: &[CustomCategory], read: &ReadFile<'_>) -> Result<Self, CustomCategoryError> {
        if categories.is_empty() {
            return Ok(Self::default());
        }
        let mut names: Vec<&str> = Vec::new();
        for category in categories {
            check_name(&category.name, &names)?;
            names.push(&category.name);
        }
        let roots = || categories.iter().map(|category| (category.name.as_str(), category.schema.as_str()));
        let schemas = Schemas::load(roots(), read)?;
        let paths: Vec<&str> = roots().map(|(_, path)| path).collect();
        let limits = schemas.limits(&paths)?;
        let validators = schemas.validators(&paths)?;
        let mut registry = Registry { categories: Vec::new(), schemas, places: Vec::new() };
        for (category, compiled) in categories.iter().zip(validators.into_iter().zip(limits)) {
            registry.add(category, compiled)?;
        }
        Ok(Self(Some(Arc::new(registry))))
    }

    /// Returns true if there are no custom categories.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the names, in the order of the configuration.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.all().iter().map(|custom| custom.name)
    }

    /// Returns every name of a property in the schema of a category; nothing if the category does not exist.
    pub fn properties(&self, category: &str) -> impl Iterator<Item = &str> {
        let custom = self.all().iter().find(|custom| custom.name == category);
        custom.into_iter().flat_map(|custom| &custom.described).map(String::as_str)
    }

    /// Returns true if a member of this name may identify a record of one of the categories.
    pub fn identifies(&self, key: &str) -> bool {
        let places = self.0.iter().flat_map(|registry| &registry.places);
        places.filter_map(|place| place.path.first()).any(|first| first == key)
    }

    pub(crate) fn all(&self) -> &[LoadedCategory] {
        self.0.as_ref().map_or(&[], |registry| &registry.categories)
    }

    /// Returns the index of the category that a record names; the first of several.
    pub(crate) fn find(&self, root: Value<'_>) -> Option<usize> {
        let places = self.0.as_ref()?.places.iter();
        let found = places.filter_map(|place| {
            let value = place.path.iter().try_fold(root, |value, key| value.member(key))?;
            place.values.get(&*value.string()?).copied()
        });
        found.min()
    }

    /// Returns the category whose identifying text is similar to that of a record, in the order of the places.
    pub(crate) fn nearest(&self, root: Value<'_>) -> Option<NearDiscriminator> {
        let registry = self.0.as_ref()?;
        registry.places.iter().find_map(|place| {
            let value = place.path.iter().try_fold(root, |value, key| value.member(key))?;
            let near = nearest(&value.string()?, place.values.keys().map(String::as_str))?;
            let category = registry.categories[*place.values.get(near)?].name;
            Some(NearDiscriminator { category, pointer: pointer_of(&place.path), value: near.to_owned() })
        })
    }

    /// Returns the category that a text identifies at a place of which only the last key is known.
    pub(crate) fn find_by_key(&self, key: &str, text: &str) -> Option<usize> {
        let places = self.0.as_ref()?.places.iter();
        let found = places.filter(|place| place.path.last().is_some_and(|last| last == key));
        found.filter_map(|place| place.values.get(text).copied()).min()
    }

    /// Returns the last key of each identifying place, each once.
    pub(crate) fn discriminator_keys(&self) -> BTreeSet<&str> {
        let places = self.0.iter().flat_map(|registry| &registry.places);
        places.filter_map(|place| place.path.last()).map(String::as_str).collect()
    }

    /// Returns the schema of a category, in which references are whole URIs.
    pub(crate) fn schema(&self, custom: &LoadedCategory) -> Option<&Json> {
        self.0.as_ref()?.schemas.root(&custom.schema_path)
    }

    /// Returns the schema that a whole URI refers to; `None` also for a URI that only jsonschema can resolve.
    pub(crate) fn referred(&self, uri: &str) -> Option<&Json> {
        self.0.as_ref()?.schemas.get(uri)
    }
}

impl Registry {
    fn add(
        &mut self,
        category: &CustomCategory,
        (validator, limits): (Validator<SpanTree>, Limits),
    ) -> Result<(), CustomCategoryError> {
        let fail = |message: String, help: Option<&str>| CustomCategoryError::Category {
            name: category.name.clone(),
            message,
            help: help.map(str::to_owned),
        };
        let Discriminator { pointer, value } = &category.discriminator;
        let paths: Vec<Vec<String>> = match pointer {
            None => CATEGORY_KEYS.iter().map(|key| vec![(*key).to_owned()]).collect(),
            Some(pointer) => vec![keys_of(pointer).ok_or_else(|| {
                let help = "write a JSON Pointer (RFC 6901) that begins with `/`, such as `/kind`";
                fail(format!("`{pointer}` does not point to a member of a record"), Some(help))
            })?],
        };
        let root = self.schemas.root(&category.schema);
        let constant = || {
            paths
                .iter()
                .find_map(|path| constant(&self.schemas, root?, path, &mut BTreeSet::new()))
                .map(str::to_owned)
        };
        let value = value.clone().or_else(constant).unwrap_or_else(|| category.name.clone());
        for path in &paths {
            let known = match path.as_slice() {
                [key] if CATEGORY_KEYS.contains(&key.as_str()) => Category::by_id(&value).is_some(),
                [key] if key == "Type" => Category::by_table(&value).is_some(),
                _ => false,
            };
            if known {
                let message =
                    format!("records with `{value}` as `{}` belong to Communication Services", path[0]);
                return Err(fail(message, Some("choose another `discriminator`")));
            }
        }
        let number = self.categories.len();
        for path in &paths {
            let place = self.places.iter().position(|place| place.path == *path).unwrap_or_else(|| {
                self.places.push(Place { path: path.clone(), values: BTreeMap::new() });
                self.places.len() - 1
            });
            if let Some(other) = self.places[place].values.insert(value.clone(), number) {
                let message = format!(
                    "`{value}` at `/{}` already identifies `{}`",
                    path.join("/"),
                    self.categories[other].name
                );
                return Err(fail(message, Some("give each category a `discriminator` of its own")));
            }
        }
        let described = root.map(|root| describe(&self.schemas, root)).unwrap_or_default();
        let personal: BTreeSet<String> =
            described.personal().into_iter().chain(category.personal.iter().cloned()).collect();
        let mut safe: BTreeSet<String> =
            described.safe().into_iter().chain(category.safe.iter().cloned()).collect();
        safe.retain(|name| !personal.contains(name));
        let described = described.0.into_keys().collect();
        self.categories.push(LoadedCategory {
            name: interned(&category.name),
            paths,
            value: FoldedName::new(interned(&value)),
            schema_path: category.schema.clone(),
            validator,
            limits,
            described,
            safe,
            personal,
        });
        Ok(())
    }
}

fn check_name(name: &str, others: &[&str]) -> Result<(), CustomCategoryError> {
    let fail = |message: &str, help: &str| {
        Err(CustomCategoryError::Category {
            name: name.to_owned(),
            message: message.to_owned(),
            help: Some(help.to_owned()),
        })
    };
    let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '.' | '_' | '-');
    if name.is_empty() || name.chars().count() > LONGEST_NAME || !name.chars().all(is_plain) {
        return fail(
            "is not a valid category name",
            "use letters, digits, `.`, `_` and `-`, at most 100 of them",
        );
    }
    let is_taken = |category: &&&Category| {
        let same = |known: &str| fold(known) == fold(name);
        same(category.id) || category.table.is_some_and(same)
    };
    if CATEGORIES.iter().any(|category| is_taken(&category)) || of_unpublished_name(name).is_some() {
        let help = "choose another name; a configuration cannot change a known category";
        return fail("is a category of Communication Services", help);
    }
    if others.iter().any(|other| fold(other) == fold(name)) {
        return fail("differs from another one in letter case only", "choose another name");
    }
    Ok(())
}

/// Returns the keys of a JSON Pointer.
fn keys_of(pointer: &str) -> Option<Vec<String>> {
    let keys = pointer.strip_prefix('/').filter(|_| is_pointer(pointer))?.split('/');
    Some(keys.map(|key| acslint_types::pointer::name(key).into_owned()).collect())
}

/// Returns the JSON Pointer of keys, the inverse of [`keys_of`].
fn pointer_of(keys: &[String]) -> String {
    keys.iter().fold(String::new(), |pointer, key| pointer + "/" + &acslint_types::pointer::token(key))
}

/// Returns the only text that a schema allows at the end of a path.
fn constant<'s>(
    schemas: &'s Schemas,
    schema: &'s Json,
    path: &[String],
    seen: &mut BTreeSet<(&'s str, usize)>,
) -> Option<&'s str> {
    let direct = match path {
        [] => match (schema.get("const"), schema.get("enum").and_then(Json::as_array).map(Vec::as_slice)) {
            (Some(only), _) | (None, Some([only])) => only.as_str(),
            _ => None,
        },
        [key, rest @ ..] => {
            let member = schema.get("properties").and_then(|properties| properties.get(key));
            member.and_then(|schema| constant(schemas, schema, rest, seen))
        }
    };
    let uri = schema.get("$ref").and_then(Json::as_str).filter(|uri| seen.insert((uri, path.len())));
    let referred = uri.and_then(|uri| schemas.get(uri));
    let mut parts = schema.get("allOf").and_then(Json::as_array).into_iter().flatten().chain(referred);
    direct.or_else(|| parts.find_map(|part| constant(schemas, part, path, seen)))
}

/// Names of properties in a schema, with the marks of each.
#[derive(Debug, Default)]
struct Described(BTreeMap<String, Marks>);

/// Number of subschemas that describe a name, and the numbers of those that mark it.
#[derive(Debug, Default)]
struct Marks {
    all: usize,
    safe: usize,
    personal: usize,
}

impl Described {
    fn add(&mut self, name: &str, schema: &Json) {
        let is_marked = |mark: &str| schema.get(mark).and_then(Json::as_bool) == Some(true);
        let marks = self.0.entry(name.to_owned()).or_default();
        marks.all += 1;
        marks.safe += usize::from(is_marked(SAFE));
        marks.personal += usize::from(is_marked(PERSONAL));
    }

    /// Returns the names that every subschema marks as safe.
    fn safe(&self) -> Vec<String> {
        self.names(|marks| marks.all > 0 && marks.all == marks.safe)
    }

    /// Returns the names that a subschema marks as personal.
    fn personal(&self) -> Vec<String> {
        self.names(|marks| marks.personal > 0)
    }

    fn names(&self, wanted: impl Fn(&Marks) -> bool) -> Vec<String> {
        self.0.iter().filter(|(_, marks)| wanted(marks)).map(|(name, _)| name.clone()).collect()
    }
}

/// Returns the names of properties in a schema and all that it refers to.
fn describe(schemas: &Schemas, schema: &Json) -> Described {
    let (mut names, mut seen) = (Described::default(), BTreeSet::new());
    // Not recursive: a chain of references can be long.
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        match schema {
            Json::Array(inner) => open.extend(inner),
            Json::Object(keywords) => {
                for (keyword, value) in keywords {
                    match (keyword.as_str(), value) {
                        ("properties", Json::Object(properties)) => {
                            for (name, schema) in properties {
                                names.add(name, schema);
                            }
                            open.extend(properties.values());
                        }
                        ("required", Json::Array(required)) => {
                            for name in required.iter().filter_map(Json::as_str) {
                                names.0.entry(name.to_owned()).or_default();
                            }
                        }
                        ("$ref" | "$dynamicRef", Json::String(uri)) => {
                            open.extend(schemas.get(uri).filter(|_| seen.insert(uri)));
                        }
                        ("const" | "enum" | "examples" | "default", _) => {}
                        (_, inner) => open.push(inner),
                    }
                }
            }
            _ => {}
        }
    }
    names
}

/// Interns the name or the identifying text of a custom category for the life of the process.
///
/// Reports copy names of categories in every group, count and event, from several threads, as they copy those of known
/// categories. The number of interned names is that of the configurations, however often one is read again.
fn interned(name: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return known;
    }
    let name: &'static str = Box::leak(name.into());
    names.insert(name);
    name
}

#[cfg(test)]
mod tests;
