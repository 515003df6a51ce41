//! The schemas of own categories, and all that they refer to: read once, from disk alone, and each reference resolved before
//! a record is checked.
//!
//! What a reference means is worked out here and not left to a loader of the schema engine, so that one which leads nowhere
//! is told with its file, line and column.

use std::{collections::BTreeMap, fmt::Write};

use acslint_types::{CATEGORIES, pointer};
use jsonschema::{Draft, Registry, Retrieve, Uri, Validator, error::ValidationErrorKind, uri};
use serde_json::{Map, Value as Json};

use super::{OwnError, syntax_error};
use crate::{
    Excerpt, Position,
    document::{Document as Parsed, Embedded, Outcome, SpanTree, Tree, parse},
    limits::{Explosive, Limits},
    names::nearest,
};

/// Gives the text of a file, or says why there is none.
pub type ReadFile<'r> = dyn Fn(&str) -> Result<String, String> + 'r;

/// The dialect that is understood here.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What the ids of this project's own schemas begin with.
const OURS: &str = "urn:acslint:schema:";

/// Where the schemas of the dialects are, which the engine knows.
const DIALECTS: [&str; 2] = ["https://json-schema.org/", "http://json-schema.org/"];

/// Schemas, and where each is found.
#[derive(Debug, Default)]
pub(super) struct Schemas {
    documents: Vec<Document>,
    /// By URI: which document it is, and the pointer to what it names in it.
    ids: BTreeMap<String, (usize, String)>,
}

#[derive(Debug)]
struct Document {
    /// The path of the file; of one of this project's own schemas its id.
    file: String,
    text: String,
    /// Where the document is, and what its references are relative to.
    uri: String,
    base: Uri<String>,
    json: Json,
    /// The same with whole URIs as references.
    absolute: Json,
    /// Whether all of it is written in the dialect that is understood here; others only jsonschema understands.
    is_current: bool,
    /// The category that led to it first.
    category: String,
}

/// A reference of a schema to another one.
#[derive(Debug)]
struct Reference {
    /// JSON Pointer to it.
    pointer: String,
    /// As it is written.
    text: String,
    base: Uri<String>,
}

/// Finds nothing: what there is has been read by then.
struct Nothing;

impl Retrieve for Nothing {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Json, Box<dyn std::error::Error + Send + Sync>> {
        Err(format!("`{uri}` is not on disk").into())
    }
}

impl Schemas {
    /// Reads the schemas at some paths, of a category each, and what they refer to.
    pub(super) fn load<'c>(
        roots: impl Iterator<Item = (&'c str, &'c str)>,
        read: &ReadFile<'_>,
    ) -> Result<Self, OwnError> {
        let mut schemas = Self::default();
        for (category, path) in roots {
            if !schemas.ids.contains_key(&uri_of(path)) {
                let text = read(path).map_err(|reason| OwnError::Schema {
                    name: category.to_owned(),
                    file: path.to_owned(),
                    place: None,
                    message: format!("cannot be read: {reason}"),
                    help: None,
                })?;
                schemas.add(path, text, uri_of(path), category)?;
            }
        }
        let (mut next, mut all) = (0, Vec::new());
        while next < schemas.documents.len() {
            let document = &schemas.documents[next];
            let mut references = Vec::new();
            let mut absolute = document.json.clone();
            find_references(&mut absolute, &mut String::new(), &document.base, &mut references);
            schemas.documents[next].absolute = absolute;
            for reference in references {
                schemas.settle(next, &reference, read)?;
                all.push((next, reference));
            }
            next += 1;
        }
        for (document, reference) in all {
            schemas.check_pointer(document, &reference)?;
        }
        Ok(schemas)
    }

    /// Takes in the schema that a file holds.
    fn add(&mut self, file: &str, text: String, uri: String, category: &str) -> Result<(), OwnError> {
        let fail = |place, message: String, help: Option<&str>| OwnError::Schema {
            name: category.to_owned(),
            file: file.to_owned(),
            place,
            message,
            help: help.map(str::to_owned),
        };
        let json: Json = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            let place = (error.line() > 0).then(|| (error.line() as u64, error.column().max(1) as u64));
            fail(place, format!("is not JSON: {}", syntax_error(&text, &error)), None)
        })?;
        if !json.is_object() && !json.is_boolean() {
            return Err(fail(
                Some((1, 1)),
                "is no JSON Schema, which is an object".to_owned(),
                Some("give the file of a schema, not one of records"),
            ));
        }
        let here = uri::from_str(&uri).map_err(|error| fail(None, error.to_string(), None))?;
        let mut ids = Vec::new();
        let base = find_ids(&json, &mut String::new(), &here, &mut ids)
            .map_err(|(pointer, error)| fail(place(&text, &pointer), error, None))?;
        let number = self.documents.len();
        for (id, pointer) in std::iter::once((uri.clone(), String::new())).chain(ids) {
            self.ids.entry(id).or_insert((number, pointer));
        }
        self.documents.push(Document {
            file: file.to_owned(),
            text,
            uri,
            base,
            absolute: Json::Null,
            is_current: is_current(&json),
            json,
            category: category.to_owned(),
        });
        Ok(())
    }

    fn fail(&self, document: usize, pointer: &str, message: String, help: Option<String>) -> OwnError {
        let document = &self.documents[document];
        OwnError::Schema {
            name: document.category.clone(),
            file: document.file.clone(),
            place: place(&document.text, pointer),
            message,
            help,
        }
    }

    /// Sees to it that what a document refers to is there.
    fn settle(
        &mut self,
        document: usize,
        reference: &Reference,
        read: &ReadFile<'_>,
    ) -> Result<(), OwnError> {
        let Reference { pointer, text, base } = reference;
        let target = uri::resolve_against(&base.borrow(), text).map_err(|error| {
            self.fail(document, pointer, format!("`{text}` is no reference: {error}"), None)
        })?;
        let target = without_fragment(target.as_str()).to_owned();
        if self.ids.contains_key(&target) || DIALECTS.iter().any(|known| target.starts_with(known)) {
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
            // The `$id` of a schema says where it is published; the schemas beside it there are beside it on disk.
            None if !written.contains(':') && !written.starts_with('/') => {
                beside().and_then(|uri| path_of(uri.as_str()))
            }
            None => None,
        };
        let Some(path) = path else {
            return Err(self.fail(
                document,
                pointer,
                format!("`{text}` is not on disk, and nothing is fetched from a network"),
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

    /// Sees to it that a reference leads to something in the document that it is to.
    fn check_pointer(&self, document: usize, reference: &Reference) -> Result<(), OwnError> {
        let Reference { pointer, text, base } = reference;
        let Ok(target) = uri::resolve_against(&base.borrow(), text) else {
            return Ok(());
        };
        let uri = without_fragment(target.as_str());
        let fragment =
            percent_decoded(target.as_str()[uri.len()..].trim_start_matches('#')).unwrap_or_default();
        // Where anchors are, and what the dialects hold, the engine knows.
        let Some((found, resource)) = self.ids.get(uri).filter(|_| fragment.starts_with('/')) else {
            return Ok(());
        };
        match self.documents[*found].json.pointer(&[resource, fragment.as_str()].concat()) {
            Some(_) => Ok(()),
            None => Err(self.fail(document, pointer, format!("`{text}` leads nowhere"), None)),
        }
    }

    /// Takes in one of this project's own schemas.
    fn add_ours(&mut self, document: usize, reference: &Reference, id: &str) -> Result<(), OwnError> {
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
                format!("`{}` is none of the schemas of acslint", reference.text),
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
            absolute: Json::Null,
            is_current: true,
            json,
            category: self.documents[document].category.clone(),
        });
        Ok(())
    }

    /// The limits for the schemas at these paths, in their order; one that takes too much for any record has none.
    pub(super) fn limits(&self, roots: &[&str]) -> Result<Vec<Limits>, OwnError> {
        let Ok(registry) = self.registry() else {
            // Compiling tells why.
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

    /// What validates records of the schemas at these paths, in their order.
    pub(super) fn validators(&self, roots: &[&str]) -> Result<Vec<Validator<SpanTree>>, OwnError> {
        for (number, document) in self.documents.iter().enumerate() {
            // Those of this project are valid, which a test of theirs proves.
            if document.file.starts_with(OURS) {
                continue;
            }
            if let Err(error) = jsonschema::meta::options().validate(&document.json) {
                if let ValidationErrorKind::Referencing(_) = error.kind() {
                    let message = "is written in a dialect of JSON Schema that is not known".to_owned();
                    let help = "known are the drafts 2020-12, 2019-09, 7, 6 and 4".to_owned();
                    return Err(self.fail(number, "/$schema", message, Some(help)));
                }
                let pointer = error.instance_path().as_str();
                return Err(self.fail(number, pointer, format!("is no valid JSON Schema: {error}"), None));
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
            validators.push(options.build(&document.json).map_err(|error| {
                let pointer = [error.instance_path().as_str(), error.schema_path().as_str()];
                let pointer = pointer.into_iter().find(|pointer| !pointer.is_empty()).unwrap_or_default();
                self.fail(*number, pointer, format!("cannot be used: {error}"), None)
            })?);
        }
        Ok(validators)
    }

    fn registry(&self) -> Result<Registry<'_>, jsonschema::ReferencingError> {
        let mut registry = Registry::new().draft(Draft::Draft202012).retriever(Nothing);
        for (uri, (document, pointer)) in &self.ids {
            // What stands inside a document is found with it.
            if pointer.is_empty() {
                let json = &self.documents[*document].json;
                let draft = Draft::default().detect(json);
                registry = registry.add(uri, draft.create_resource_ref(json))?;
            }
        }
        registry.prepare()
    }

    /// The schema at a path, with whole URIs as references.
    pub(super) fn root(&self, path: &str) -> Option<&Json> {
        let (document, _) = self.ids.get(&uri_of(path))?;
        Some(&self.documents[*document].absolute)
    }

    /// What a whole URI refers to, with whole URIs as references; `None` for what is known by an anchor, and for other
    /// dialects than the one that is understood here.
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

/// Keywords whose value is a schema, or a list of schemas.
const APPLICATORS: [&str; 16] = [
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "oneOf",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords whose value is an object of schemas.
const MAPS: [&str; 6] =
    ["$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"];

/// Keywords that refer to another schema.
const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

fn step(pointer: &mut String, name: &str) -> usize {
    let before = pointer.len();
    pointer.push('/');
    pointer.push_str(&pointer::token(name));
    before
}

/// The schemas that stand directly inside one, each with the way to it.
fn inside(schema: &Map<String, Json>) -> impl Iterator<Item = (Vec<String>, &Json)> {
    schema.iter().flat_map(|(keyword, value)| {
        let mut found = Vec::new();
        if APPLICATORS.contains(&keyword.as_str()) {
            match value {
                Json::Array(schemas) => found.extend(
                    schemas
                        .iter()
                        .enumerate()
                        .map(|(at, schema)| (vec![keyword.clone(), at.to_string()], schema)),
                ),
                schema => found.push((vec![keyword.clone()], schema)),
            }
        } else if MAPS.contains(&keyword.as_str())
            && let Json::Object(schemas) = value
        {
            let of = schemas.iter().map(|(name, schema)| (vec![keyword.clone(), name.clone()], schema));
            found.extend(of);
        }
        found
    })
}

/// Finds the ids of a schema and of those inside it; gives what references of the schema itself are relative to.
fn find_ids(
    schema: &Json,
    pointer: &mut String,
    base: &Uri<String>,
    ids: &mut Vec<(String, String)>,
) -> Result<Uri<String>, (String, String)> {
    let Json::Object(keywords) = schema else {
        return Ok(base.clone());
    };
    let mut here = base.clone();
    if let Some(Json::String(id)) = keywords.get("$id").filter(|id| !is_fragment(id)) {
        here = uri::resolve_against(&base.borrow(), id)
            .map_err(|error| ([pointer, "/$id"].concat(), format!("`{id}` is no id: {error}")))?;
        ids.push((without_fragment(here.as_str()).to_owned(), pointer.clone()));
    }
    for (way, schema) in inside(keywords) {
        let before = pointer.len();
        for name in way {
            step(pointer, &name);
        }
        find_ids(schema, pointer, &here, ids)?;
        pointer.truncate(before);
    }
    Ok(here)
}

/// Whether the id of a draft before 2019-09 is an anchor.
fn is_fragment(id: &Json) -> bool {
    id.as_str().is_some_and(|id| id.starts_with('#'))
}

/// Finds the references of a schema, and puts whole URIs in their place.
fn find_references(schema: &mut Json, pointer: &mut String, base: &Uri<String>, found: &mut Vec<Reference>) {
    let Json::Object(keywords) = schema else {
        return;
    };
    let id = keywords.get("$id").filter(|id| !is_fragment(id)).and_then(Json::as_str);
    let base =
        id.and_then(|id| uri::resolve_against(&base.borrow(), id).ok()).unwrap_or_else(|| base.clone());
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
    let ways: Vec<Vec<String>> = inside(keywords).map(|(way, _)| way).collect();
    for way in ways {
        let before = pointer.len();
        let mut inner = keywords.get_mut(&way[0]);
        step(pointer, &way[0]);
        if let Some(name) = way.get(1) {
            step(pointer, name);
            inner = match inner {
                Some(Json::Array(schemas)) => name.parse().ok().and_then(|at: usize| schemas.get_mut(at)),
                Some(Json::Object(schemas)) => schemas.get_mut(name),
                _ => None,
            };
        }
        if let Some(inner) = inner {
            find_references(inner, pointer, &base, found);
        }
        pointer.truncate(before);
    }
}

/// Whether a schema, and all inside it, is written in draft 2020-12.
fn is_current(schema: &Json) -> bool {
    let Json::Object(keywords) = schema else {
        return true;
    };
    keywords.get("$schema").is_none_or(|dialect| dialect == DIALECT)
        && inside(keywords).all(|(_, schema)| is_current(schema))
}

fn without_fragment(uri: &str) -> &str {
    uri.split('#').next().unwrap_or_default()
}

/// The URI of a file.
fn uri_of(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut uri = String::from("file://");
    if !path.starts_with('/') {
        uri.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                uri.push(char::from(byte));
            }
            byte => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    match uri::from_str(&uri) {
        Ok(uri) => uri.as_str().to_owned(),
        Err(_) => uri,
    }
}

/// The path of the file that a URI names.
fn path_of(uri: &str) -> Option<String> {
    let path = percent_decoded(uri.strip_prefix("file://")?)?;
    let drive =
        path.as_bytes().get(1..3).is_some_and(|drive| drive[0].is_ascii_alphabetic() && drive[1] == b':');
    Some(if drive { path[1..].to_owned() } else { path })
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            bytes.push((digit()? * 16 + digit()?) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Line and column of what a JSON Pointer leads to in a text, or of the nearest that is there.
fn place(text: &str, pointer: &str) -> Option<(u64, u64)> {
    let (mut tree, mut faults) = (Tree::default(), Vec::new());
    let start = text.len() - text.trim_start_matches('\u{feff}').trim_start().len();
    let Outcome::Complete(_) = parse(&text.as_bytes()[start..], true, &mut tree, &mut faults) else {
        return None;
    };
    let embedded = Embedded::default();
    let mut value = Parsed { text: &text[start..], tree: &tree, embedded: &embedded }.root();
    for segment in pointer.split('/').skip(1) {
        let segment = segment.replace("~1", "/").replace("~0", "~");
        let item = || segment.parse().ok().and_then(|at| value.items().nth(at));
        match value.member(&segment).or_else(item) {
            Some(inner) => value = inner,
            None => break,
        }
    }
    let anchor_position = Position { line: 1, column: 1 };
    let excerpt = Excerpt { bytes: text.as_bytes(), offset: 0, anchor: 0, anchor_position };
    let Position { line, column } = excerpt.position(start as u64 + u64::from(value.span().start));
    Some((line, column))
}
