//! The schemas of custom categories, and all that they refer to. They are read once, from disk only, and each reference
//! is resolved before a record is checked.
//!
//! This module resolves references, not a loader of the schema engine. So the error about an unresolved reference has a
//! file, a line and a column.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use acslint_types::CATEGORIES;
use jsonschema::{Draft, Registry, Retrieve, Uri, Validator, error::ValidationErrorKind, uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use referencing::meta;
use serde_json::{Map, Value as Json};

use super::{
    CustomCategoryError, engine,
    subschemas::{inside, step},
    syntax_error,
};
use crate::{
    Excerpt, Position,
    document::{Document as Parsed, Embedded, Outcome, SpanTree, Tree, parse},
    document_kind::foreign,
    exact_keywords::exact,
    keywords::REFERENCES,
    limits::{Explosive, Limits},
    names::nearest,
};

/// Function that returns the text of a file, or the reason why it cannot be read.
pub type ReadFile<'r> = dyn Fn(&str) -> Result<String, String> + 'r;

/// Dialect that this module understands.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Prefix of the ids of this project's own schemas.
const OURS: &str = "urn:acslint:schema:";

/// Prefixes of the URIs of the dialects' schemas, which the engine knows.
const DIALECTS: [&str; 2] = ["https://json-schema.org/", "http://json-schema.org/"];

/// Schemas, with an index by URI.
#[derive(Debug, Default)]
pub(super) struct Schemas {
    documents: Vec<Document>,
    /// Index of the document, and pointer into it, by URI.
    ids: BTreeMap<String, (usize, String)>,
    /// True if one of them refers to the schema of a dialect.
    refers_to_dialects: bool,
}

#[derive(Debug)]
struct Document {
    /// Path of the file; for one of this project's own schemas, its id.
    file: String,
    text: String,
    /// URI of the document, and base of its references.
    uri: String,
    base: Uri<String>,
    json: Json,
    /// Schema for the engine.
    engine: Json,
    /// The schema with whole URIs as references.
    absolute: Json,
    /// True if the whole document is written in [`DIALECT`]; only jsonschema understands others.
    is_current: bool,
    /// First category that refers to the document.
    category: String,
}

/// A reference of a schema to another one.
#[derive(Debug)]
struct Reference {
    /// JSON Pointer to the reference.
    pointer: String,
    /// Reference as it is written.
    text: String,
    base: Uri<String>,
}

/// Retriever that finds nothing: all documents have already been read.
struct Nothing;

impl Retrieve for Nothing {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Json, Box<dyn std::error::Error + Send + Sync>> {
        Err(format!("`{uri}` is not on disk").into())
    }
}

impl Schemas {
    /// Reads the schemas at these paths, one per category, and all that they refer to.
    pub(super) fn load<'c>(
        roots: impl Iterator<Item = (&'c str, &'c str)>,
        read: &ReadFile<'_>,
    ) -> Result<Self, CustomCategoryError> {
        let mut schemas = Self::default();
        for (category, path) in roots {
            let known = schemas.ids.get(&uri_of(path)).map(|(number, _)| &schemas.documents[*number].file);
            if let Some(other) = known.filter(|known| *known != path) {
                return Err(CustomCategoryError::Schema {
                    name: category.to_owned(),
                    file: path.to_owned(),
                    place: None,
                    span: None,
                    message: format!(
                        "cannot be used: `{other}` gives the id `{}` to a schema of its own",
                        uri_of(path)
                    ),
                    help: Some("give each schema an id of its own".to_owned()),
                });
            }
            if known.is_none() {
                let text = read(path).map_err(|reason| CustomCategoryError::Schema {
                    name: category.to_owned(),
                    file: path.to_owned(),
                    place: None,
                    span: None,
                    message: format!("cannot be read: {reason}"),
                    help: None,
                })?;
                schemas.add(path, text, uri_of(path), category)?;
                // A reference may point into a document of any kind, but a root must be a schema.
                let number = schemas.documents.len() - 1;
                if let Some((message, help)) = foreign(&schemas.documents[number].json) {
                    return Err(schemas.fail(number, "", message, Some(help.to_owned())));
                }
            }
        }
        let (mut next, mut all) = (0, Vec::new());
        while next < schemas.documents.len() {
            let document = &schemas.documents[next];
            let mut references = Vec::new();
            let mut absolute = document.json.clone();
            find_references(
                &mut absolute,
                &mut String::new(),
                &document.base,
                Draft::default(),
                &mut references,
            );
            schemas.documents[next].absolute = absolute;
            for reference in references {
                schemas.load_target(next, &reference, read)?;
                all.push((next, reference));
            }
            next += 1;
        }
        for (document, reference) in all {
            schemas.check_pointer(document, &reference)?;
            schemas.use_id(document, &reference);
        }
        Ok(schemas)
    }

    /// Adds the schema of a file.
    fn add(
        &mut self,
        file: &str,
        text: String,
        uri: String,
        category: &str,
    ) -> Result<(), CustomCategoryError> {
        let fail = |place, message: String, help: Option<&str>| CustomCategoryError::Schema {
            name: category.to_owned(),
            file: file.to_owned(),
            place,
            span: None,
            message,
            help: help.map(str::to_owned),
        };
        let json: Json = read_json(&text).map_err(|error| {
            let place = (error.line() > 0).then(|| (error.line() as u32, error.column().max(1) as u32));
            fail(place, format!("is not JSON: {}", syntax_error(&text, &error)), None)
        })?;
        if !json.is_object() && !json.is_boolean() {
            return Err(fail(
                Some((1, 1)),
                "is not a JSON Schema, which is an object".to_owned(),
                Some("name the file of a schema, not one of records"),
            ));
        }
        let here = uri::from_str(&uri).map_err(|error| fail(None, error.to_string(), None))?;
        let mut ids = Vec::new();
        let base =
            find_ids(&json, &mut String::new(), &here, Draft::default(), &mut ids, &mut BTreeSet::new())
                .map_err(|(pointer, error)| fail(place(&text, &pointer), error, None))?;
        let engine = engine::prepared(&json, &text).map_err(|refused| CustomCategoryError::Schema {
            name: category.to_owned(),
            file: file.to_owned(),
            place: match &refused.span {
                Some(span) => Some(position(&text, span.start as usize)),
                None => place(&text, &refused.pointer),
            },
            span: refused.span,
            message: format!("cannot be used: in a pattern, {}", refused.error),
            help: Some(refused.error.help.clone()),
        })?;
        let number = self.documents.len();
        for (id, pointer) in std::iter::once((uri.clone(), String::new())).chain(ids) {
            let here = (number, pointer);
            let (known, known_pointer) = self.ids.entry(id.clone()).or_insert_with(|| here.clone());
            if *known != number || *known_pointer != here.1 {
                let other = match self.documents.get(*known) {
                    Some(other) => format!("a schema in `{}` already has it", other.file),
                    None => "another one in this file already has it".to_owned(),
                };
                let message = format!("gives the id `{id}` to a schema, but {other}");
                let has_id = json.pointer(&here.1).is_some_and(|schema| schema.get("$id").is_some());
                let keyword = if has_id { "/$id" } else { "/id" };
                let place = place(&text, &[&here.1, keyword].concat());
                return Err(fail(place, message, Some("give each schema an id of its own")));
            }
        }
        self.documents.push(Document {
            file: file.to_owned(),
            text,
            uri,
            base,
            engine,
            absolute: Json::Null,
            is_current: is_current(&json),
            json,
            category: category.to_owned(),
        });
        Ok(())
    }

    fn fail(
        &self,
        document: usize,
        pointer: &str,
        message: String,
        help: Option<String>,
    ) -> CustomCategoryError {
        let document = &self.documents[document];
        CustomCategoryError::Schema {
            name: document.category.clone(),
            file: document.file.clone(),
            place: place(&document.text, pointer),
            span: None,
            message,
            help,
        }
    }

    /// Loads the target of a reference.
    fn load_target(
        &mut self,
        document: usize,
        reference: &Reference,
        read: &ReadFile<'_>,
    ) -> Result<(), CustomCategoryError> {
        let Reference { pointer, text, base } = reference;
        let target = uri::resolve_against(&base.borrow(), text).map_err(|error| {
            self.fail(document, pointer, format!("`{text}` is not a reference: {error}"), None)
        })?;
        let target = without_fragment(target.as_str()).to_owned();
        if self.ids.contains_key(&target) {
            return Ok(());
        }
        if DIALECTS.iter().any(|known| target.starts_with(known)) {
            self.refers_to_dialects = true;
            return Ok(());
        }
        if target.starts_with(OURS) {
            return self.add_ours(document, reference, &target);
        }
        let written = without_fragment(text);
        let beside = || {
            uri::resolve_against(&uri::from_str(&self.documents[document].uri).ok()?.borrow(), written).ok()
        };
        let path = match path_of(&target) {
            Some(path) => Some(path),
            // The `$id` of a schema is its published URI; schemas beside it there are beside it on disk, too.
            None if !written.contains(':') && !written.starts_with('/') => {
                beside().and_then(|uri| path_of(uri.as_str()))
            }
            None => None,
        };
        let Some(path) = path else {
            return Err(self.fail(
                document,
                pointer,
                format!("`{text}` is not on disk, and acslint fetches nothing from a network"),
                Some("save that schema in a file, and refer to the file".to_owned()),
            ));
        };
        let known = self.ids.get(&uri_of(&path)).cloned();
        if known.is_none() {
            let content = read(&path).map_err(|reason| {
                self.fail(document, pointer, format!("`{text}` cannot be read: `{path}`: {reason}"), None)
            })?;
            let category = self.documents[document].category.clone();
            self.add(&path, content, uri_of(&path), &category)?;
        }
        let found = self.ids.get(&uri_of(&path)).cloned();
        self.ids.extend(found.map(|found| (target, found)));
        Ok(())
    }

    /// Checks that the fragment of a reference resolves in its document.
    fn check_pointer(&self, document: usize, reference: &Reference) -> Result<(), CustomCategoryError> {
        let Reference { pointer, text, base } = reference;
        let Ok(target) = uri::resolve_against(&base.borrow(), text) else {
            return Ok(());
        };
        let uri = without_fragment(target.as_str());
        let fragment =
            percent_decoded(target.as_str()[uri.len()..].trim_start_matches('#')).unwrap_or_default();
        if !is_pointer(&fragment) {
            let message = format!("`{text}` is not a JSON Pointer: `~` must be followed by `0` or `1`");
            let help = "write `~0` for `~`, and `~1` for `/`".to_owned();
            return Err(self.fail(document, pointer, message, Some(help)));
        }
        // The engine resolves anchors, and references to the schemas of dialects.
        let Some((found, resource)) = self.ids.get(uri).filter(|_| fragment.starts_with('/')) else {
            return Ok(());
        };
        match self.documents[*found].json.pointer(&[resource, fragment.as_str()].concat()) {
            Some(_) => Ok(()),
            None => Err(self.fail(document, pointer, format!("`{text}` cannot be resolved"), None)),
        }
    }

    /// Rewrites a reference so that it uses the id of the schema that it points to, or into. The engine finds the
    /// dynamic scope of a schema, which `$recursiveRef` and `$dynamicRef` need, by ids only.
    fn use_id(&mut self, document: usize, reference: &Reference) {
        let target = uri::resolve_against(&reference.base.borrow(), &reference.text).ok();
        let Some(target) = target.filter(|_| reference.pointer.ends_with("/$ref")) else {
            return;
        };
        let uri = without_fragment(target.as_str());
        let fragment = target.as_str()[uri.len()..].trim_start_matches('#');
        let Some((found, resource)) = self.ids.get(uri) else {
            return;
        };
        // A fragment with escapes stays as it is: it seldom points to a schema with an id.
        let is_pointer = fragment.starts_with('/') && !fragment.contains('%');
        let inside = if is_pointer { fragment } else { "" };
        let whole = [resource, inside].concat();
        let leads_into = |pointer: &str| {
            whole.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let ids = self.ids.iter().filter(|(_, (other, pointer))| other == found && leads_into(pointer));
        let Some((id, (_, pointer))) = ids.max_by_key(|(_, (_, pointer))| pointer.len()) else {
            return;
        };
        let id = if pointer.is_empty() { without_fragment(self.documents[*found].base.as_str()) } else { id };
        let rest = if is_pointer { &whole[pointer.len()..] } else { fragment };
        if id != uri {
            let hash = if rest.is_empty() { "" } else { "#" };
            let text = [id, hash, rest].concat();
            if let Some(written) = self.documents[document].engine.pointer_mut(&reference.pointer) {
                *written = text.into();
            }
        }
    }

    /// Adds one of this project's own schemas.
    fn add_ours(
        &mut self,
        document: usize,
        reference: &Reference,
        id: &str,
    ) -> Result<(), CustomCategoryError> {
        let ids = || {
            let of = CATEGORIES.iter().flat_map(|category| category.shapes().map(|shape| (*category, shape)));
            of.map(|(category, shape)| (category.schema_id(shape), category, shape))
        };
        let Some((id, category, shape)) = ids().find(|(known, ..)| known == id) else {
            let known: Vec<String> = ids().map(|(id, ..)| id).collect();
            let help = nearest(id, known.iter().map(String::as_str))
                .or_else(|| known.iter().map(String::as_str).find(|known| known.eq_ignore_ascii_case(id)));
            return Err(self.fail(
                document,
                &reference.pointer,
                format!("`{}` is not a schema of acslint", reference.text),
                help.map(|id| format!("did you mean `{id}`?")),
            ));
        };
        let json = category.schema(shape);
        let here = uri::from_str(&id)
            .map_err(|error| self.fail(document, &reference.pointer, error.to_string(), None))?;
        self.ids.insert(id.clone(), (self.documents.len(), String::new()));
        self.documents.push(Document {
            file: id.clone(),
            text: String::new(),
            uri: id,
            base: here,
            engine: json.clone(),
            absolute: Json::Null,
            is_current: true,
            json,
            category: self.documents[document].category.clone(),
        });
        Ok(())
    }

    /// Returns the limits for the schemas at these paths, in their order, or an error about a schema that costs too
    /// much for any record.
    pub(super) fn limits(&self, roots: &[&str]) -> Result<Vec<Limits>, CustomCategoryError> {
        let Ok(registry) = self.registry() else {
            // Compiling reports the reason.
            return Ok(Vec::new());
        };
        let found = roots.iter().filter_map(|root| self.ids.get(&uri_of(root)));
        let limits = found.map(|(number, _)| {
            let Document { json, uri, .. } = &self.documents[*number];
            let draft = Draft::default().detect(json);
            Limits::new(json, &registry, uri, draft).map_err(|Explosive { pointer, message, help }| {
                self.fail(*number, &pointer, message, Some(help.to_owned()))
            })
        });
        limits.collect()
    }

    /// Returns the validators for the schemas at these paths, in their order.
    pub(super) fn validators(&self, roots: &[&str]) -> Result<Vec<Validator<SpanTree>>, CustomCategoryError> {
        for (number, document) in self.documents.iter().enumerate() {
            // A test proves that this project's own schemas are valid.
            if document.file.starts_with(OURS) {
                continue;
            }
            if let Err(error) = jsonschema::meta::options().validate(&document.json) {
                if let ValidationErrorKind::Referencing(_) = error.kind() {
                    let message = "is written in an unknown dialect of JSON Schema".to_owned();
                    let help = "use draft 2020-12, 2019-09, 7, 6 or 4".to_owned();
                    return Err(self.fail(number, "/$schema", message, Some(help)));
                }
                let pointer = error.instance_path().as_str();
                return Err(self.fail(number, pointer, format!("is not a valid JSON Schema: {error}"), None));
            }
        }
        let registry = self.registry().map_err(|error| self.fail(0, "", error.to_string(), None))?;
        let mut validators = Vec::new();
        for root in roots {
            let Some((number, _)) = self.ids.get(&uri_of(root)) else {
                continue;
            };
            let document = &self.documents[*number];
            let options = jsonschema::options_for::<SpanTree>()
                .should_validate_formats(true)
                .with_base_uri(document.uri.clone())
                .with_retriever(Nothing)
                .with_registry(&registry);
            validators.push(exact(options).build(&document.engine).map_err(|error| {
                let pointer = [error.instance_path().as_str(), error.schema_path().as_str()];
                let pointer = pointer.into_iter().find(|pointer| !pointer.is_empty()).unwrap_or_default();
                self.fail(*number, pointer, format!("cannot be used: {error}"), None)
            })?);
        }
        Ok(validators)
    }

    fn registry(&self) -> Result<Registry<'_>, jsonschema::ReferencingError> {
        let mut registry = Registry::new().draft(Draft::Draft202012).retriever(Nothing);
        for dialect in dialects().iter().filter(|_| self.refers_to_dialects) {
            let draft = Draft::default().detect(dialect);
            let id = dialect.get("$id").or_else(|| dialect.get("id")).and_then(Json::as_str);
            registry =
                registry.add(without_fragment(id.unwrap_or_default()), draft.create_resource_ref(dialect))?;
        }
        for (uri, (document, pointer)) in &self.ids {
            // The registry finds schemas inside a document by itself.
            if pointer.is_empty() {
                let json = &self.documents[*document].engine;
                let draft = Draft::default().detect(json);
                registry = registry.add(uri, draft.create_resource_ref(json))?;
            }
        }
        registry.prepare()
    }

    /// Returns the schema at a path, with whole URIs as references.
    pub(super) fn root(&self, path: &str) -> Option<&Json> {
        let (document, _) = self.ids.get(&uri_of(path))?;
        Some(&self.documents[*document].absolute)
    }

    /// Returns the schema at a path with all loaded documents embedded under their URIs.
    pub(super) fn bundled(&self, path: &str) -> Option<Json> {
        let (root, _) = self.ids.get(&uri_of(path))?;
        let identified = |number: usize, id: &str| {
            let mut schema = match &self.documents[number].absolute {
                Json::Object(keywords) => keywords.clone(),
                Json::Bool(false) => Map::from_iter([("not".to_owned(), Json::Object(Map::new()))]),
                _ => Map::new(),
            };
            let keyword = if Draft::default().detect(&self.documents[number].json) == Draft::Draft4 {
                "id"
            } else {
                "$id"
            };
            schema.insert(keyword.to_owned(), id.into());
            schema
        };
        let base = without_fragment(self.documents[*root].base.as_str());
        let mut schema = identified(*root, base);
        let parts: Map<String, Json> = self
            .ids
            .iter()
            .filter(|(uri, (_, pointer))| pointer.is_empty() && *uri != base)
            .map(|(uri, (number, _))| {
                let refers = || {
                    Map::from_iter([
                        ("$id".to_owned(), uri.as_str().into()),
                        ("$ref".to_owned(), base.into()),
                    ])
                };
                let part = if number == root { refers() } else { identified(*number, uri) };
                (uri.clone(), Json::Object(part))
            })
            .collect();
        let is_old = matches!(
            Draft::default().detect(&self.documents[*root].json),
            Draft::Draft4 | Draft::Draft6 | Draft::Draft7
        );
        let keyword = if is_old { "definitions" } else { "$defs" };
        if let Json::Object(definitions) = schema.entry(keyword).or_insert_with(|| Json::Object(Map::new())) {
            definitions.extend(parts);
        }
        Some(Json::Object(schema))
    }

    /// Returns the schema that a whole URI refers to, with whole URIs as references; `None` for an anchor, and for a
    /// dialect other than [`DIALECT`].
    pub(super) fn get(&self, uri: &str) -> Option<&Json> {
        let base = without_fragment(uri);
        let (document, pointer) = self.ids.get(base)?;
        if !self.documents[*document].is_current {
            return None;
        }
        let fragment = uri[base.len()..].trim_start_matches('#');
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return None;
        }
        let resource = self.documents[*document].absolute.pointer(pointer)?;
        resource.pointer(&percent_decoded(fragment)?)
    }
}

/// Returns the schemas of the dialects.
fn dialects() -> [&'static Json; 19] {
    [
        &meta::DRAFT4,
        &meta::DRAFT6,
        &meta::DRAFT7,
        &meta::DRAFT201909,
        &meta::DRAFT201909_APPLICATOR,
        &meta::DRAFT201909_CONTENT,
        &meta::DRAFT201909_CORE,
        &meta::DRAFT201909_FORMAT,
        &meta::DRAFT201909_META_DATA,
        &meta::DRAFT201909_VALIDATION,
        &meta::DRAFT202012,
        &meta::DRAFT202012_APPLICATOR,
        &meta::DRAFT202012_CONTENT,
        &meta::DRAFT202012_CORE,
        &meta::DRAFT202012_FORMAT_ANNOTATION,
        &meta::DRAFT202012_FORMAT_ASSERTION,
        &meta::DRAFT202012_META_DATA,
        &meta::DRAFT202012_UNEVALUATED,
        &meta::DRAFT202012_VALIDATION,
    ]
}

/// Collects the ids of a schema and of its subschemas. Returns the base URI of the schema's own references.
fn find_ids(
    schema: &Json,
    pointer: &mut String,
    base: &Uri<String>,
    draft: Draft,
    ids: &mut Vec<(String, String)>,
    anchors: &mut BTreeSet<String>,
) -> Result<Uri<String>, (String, String)> {
    let Json::Object(keywords) = schema else {
        return Ok(base.clone());
    };
    let mut here = base.clone();
    let draft = draft.detect(schema);
    if let Some((keyword, id)) = id_of(keywords, draft) {
        here = uri::resolve_against(&base.borrow(), id)
            .map_err(|error| (format!("{pointer}/{keyword}"), format!("`{id}` is not an id: {error}")))?;
        ids.push((without_fragment(here.as_str()).to_owned(), pointer.clone()));
    }
    if let Some((keyword, anchor)) = anchor_of(keywords, draft) {
        let whole = format!("{}#{anchor}", without_fragment(here.as_str()));
        if !anchors.insert(whole) {
            let message = format!("gives the anchor `{anchor}` to a schema, but another one already has it");
            return Err((format!("{pointer}/{keyword}"), message));
        }
    }
    for (path, schema) in inside(keywords) {
        let before = pointer.len();
        for name in path {
            step(pointer, &name);
        }
        find_ids(schema, pointer, &here, draft, ids, anchors)?;
        pointer.truncate(before);
    }
    Ok(here)
}

/// Returns the id of a schema, and its keyword. Up to draft 7, an id that is a fragment is an anchor.
fn id_of(keywords: &Map<String, Json>, draft: Draft) -> Option<(&'static str, &str)> {
    let keyword = if draft == Draft::Draft4 { "id" } else { "$id" };
    // Up to draft 7, a reference hides its sibling keywords.
    let is_hidden =
        matches!(draft, Draft::Draft4 | Draft::Draft6 | Draft::Draft7) && keywords.contains_key("$ref");
    let id = keywords.get(keyword)?.as_str()?;
    (!is_hidden && !id.starts_with('#')).then_some((keyword, id))
}

/// Returns the anchor of a schema, and its keyword.
fn anchor_of(keywords: &Map<String, Json>, draft: Draft) -> Option<(&'static str, &str)> {
    let (keyword, mark) = match draft {
        Draft::Draft4 => ("id", "#"),
        Draft::Draft6 | Draft::Draft7 => ("$id", "#"),
        _ => ("$anchor", ""),
    };
    let is_hidden = mark == "#" && keywords.contains_key("$ref");
    let anchor = keywords.get(keyword).filter(|_| !is_hidden)?.as_str()?.strip_prefix(mark)?;
    (!anchor.is_empty()).then_some((keyword, anchor))
}

/// Collects the references of a schema, and replaces them by whole URIs.
fn find_references(
    schema: &mut Json,
    pointer: &mut String,
    base: &Uri<String>,
    draft: Draft,
    found: &mut Vec<Reference>,
) {
    let draft = draft.detect(schema);
    let Json::Object(keywords) = schema else {
        return;
    };
    let id = id_of(keywords, draft).and_then(|(_, id)| uri::resolve_against(&base.borrow(), id).ok());
    let base = id.unwrap_or_else(|| base.clone());
    for keyword in REFERENCES {
        if let Some(Json::String(text)) = keywords.get_mut(keyword) {
            let before = step(pointer, keyword);
            found.push(Reference { pointer: pointer.clone(), text: text.clone(), base: base.clone() });
            pointer.truncate(before);
            if let Ok(uri) = uri::resolve_against(&base.borrow(), text) {
                uri.as_str().clone_into(text);
            }
        }
    }
    let paths: Vec<Vec<String>> = inside(keywords).map(|(path, _)| path).collect();
    for path in paths {
        let before = pointer.len();
        let mut inner = keywords.get_mut(&path[0]);
        step(pointer, &path[0]);
        if let Some(name) = path.get(1) {
            step(pointer, name);
            inner = match inner {
                Some(Json::Array(schemas)) => name.parse().ok().and_then(|at: usize| schemas.get_mut(at)),
                Some(Json::Object(schemas)) => schemas.get_mut(name),
                _ => None,
            };
        }
        if let Some(inner) = inner {
            find_references(inner, pointer, &base, draft, found);
        }
        pointer.truncate(before);
    }
}

/// Returns true if a schema and all its subschemas are written in draft 2020-12.
fn is_current(schema: &Json) -> bool {
    let Json::Object(keywords) = schema else {
        return true;
    };
    keywords.get("$schema").is_none_or(|dialect| dialect == DIALECT)
        && inside(keywords).all(|(_, schema)| is_current(schema))
}

/// Returns true if the escapes of a text are those of a JSON Pointer.
pub(crate) fn is_pointer(text: &str) -> bool {
    !text.starts_with('/') || text.split('~').skip(1).all(|escape| escape.starts_with(['0', '1']))
}

/// Parses a JSON text. A number that is too large for `f64` becomes the largest `f64`, as in a record.
fn read_json(text: &str) -> serde_json::Result<Json> {
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text).or_else(|error| {
        let (mut tree, mut faults) = (Tree::default(), Vec::new());
        let outcome = parse(text.as_bytes(), true, &mut tree, &mut faults);
        let is_whole = matches!(outcome, Outcome::Complete(end) if text[end..].trim().is_empty());
        if !is_whole || !faults.is_empty() || !error.to_string().starts_with("number out of range") {
            return Err(error);
        }
        let embedded = Embedded::default();
        Ok(Parsed { text, tree: &tree, embedded: &embedded }.root().to_json())
    })
}

/// Returns the line and column of a byte.
fn position(text: &str, at: usize) -> (u32, u32) {
    let anchor_position = Position { line: 1, column: 1 };
    let stored = crate::Stored::Same;
    let excerpt = Excerpt { bytes: text.as_bytes(), offset: 0, anchor: 0, anchor_position, stored };
    let Position { line, column } = excerpt.position(at as u64);
    (line as u32, column as u32)
}

fn without_fragment(uri: &str) -> &str {
    uri.split('#').next().unwrap_or_default()
}

/// Characters of a path that a URI contains percent-encoded.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b':');

/// Returns the URI of a file.
fn uri_of(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut uri = String::from("file://");
    if !path.starts_with('/') {
        uri.push('/');
    }
    uri.extend(utf8_percent_encode(&path, ENCODED));
    match uri::from_str(&uri) {
        Ok(uri) => uri.as_str().to_owned(),
        Err(_) => uri,
    }
}

/// Returns the path of the file that a URI names.
fn path_of(uri: &str) -> Option<String> {
    let path = percent_decoded(uri.strip_prefix("file://")?)?;
    let drive =
        path.as_bytes().get(1..3).is_some_and(|drive| drive[0].is_ascii_alphabetic() && drive[1] == b':');
    Some(if drive { path[1..].to_owned() } else { path })
}

/// Decodes the percent escapes of a text; `None` if the result is not UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}

/// Returns the line and column of the value at a JSON Pointer in a text, or of its nearest existing ancestor.
fn place(text: &str, pointer: &str) -> Option<(u32, u32)> {
    let (mut tree, mut faults) = (Tree::default(), Vec::new());
    let start = text.len() - text.trim_start_matches('\u{feff}').trim_start().len();
    let Outcome::Complete(_) = parse(&text.as_bytes()[start..], true, &mut tree, &mut faults) else {
        return None;
    };
    let embedded = Embedded::default();
    let mut value = Parsed { text: &text[start..], tree: &tree, embedded: &embedded }.root();
    for segment in pointer.split('/').skip(1) {
        let segment = acslint_types::pointer::name(segment);
        let item = || segment.parse().ok().and_then(|at| value.items().nth(at));
        match value.member(&segment).or_else(item) {
            Some(inner) => value = inner,
            None => break,
        }
    }
    Some(position(text, start + value.span().start as usize))
}
