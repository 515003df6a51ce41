//! A schema document with resolved references and validators for the whole and for its parts. The library of the
//! validator resolves references, so that both agree.

use std::cell::RefCell;
use std::collections::HashMap;

use acslint_types::pointer;
use jsonschema::{Draft, Registry, Uri, Validator, uri};
use referencing::Resolver;
use serde_json::{Map, Value, json};

use crate::uri::{MADE_UP_BASE, encoded_fragment};

/// A schema in a document, with the base of its references.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) value: &'a Value,
    scope: Resolver<'a>,
}

impl<'a> Node<'a> {
    /// Keywords, if the schema is an object.
    pub(super) fn keywords(&self) -> Option<&'a Map<String, Value>> {
        self.value.as_object()
    }

    /// Value of a keyword.
    pub(super) fn get(&self, keyword: &str) -> Option<&'a Value> {
        self.value.get(keyword)
    }

    /// Identity of this part of the document: its address in memory.
    pub(super) fn identity(&self) -> usize {
        std::ptr::from_ref(self.value).addr()
    }

    /// Target of a reference in the schema.
    pub(super) fn target(&self, reference: &str) -> Option<Self> {
        let (value, scope, _) = self.scope.lookup(reference).ok()?.into_inner();
        Some(Self { value, scope })
    }

    /// Targets of the schema's own references.
    pub(super) fn references(&self) -> impl Iterator<Item = Self> {
        ["$ref", "$dynamicRef", "$recursiveRef"]
            .into_iter()
            .filter_map(|keyword| self.target(self.get(keyword)?.as_str()?))
    }

    /// Returns true if the schema accepts everything and has no keywords.
    pub(super) fn is_trivial(&self) -> bool {
        self.value == &Value::Bool(true) || self.keywords().is_some_and(Map::is_empty)
    }
}

/// Generated values, by the schemas that they were made from and the depth.
type Made = HashMap<(Vec<usize>, usize), Vec<Value>>;

/// A document with its validators. It borrows the text and a registry that holds it.
pub(super) struct Document<'a> {
    root: &'a Value,
    registry: &'a Registry<'a>,
    base: Uri<String>,
    draft: Draft,
    pointers: HashMap<usize, String>,
    validators: RefCell<HashMap<usize, Option<Validator>>>,
    patterns: RefCell<HashMap<String, Option<Validator>>>,
    made: RefCell<Made>,
    whole: Validator,
}

/// Base URI of a document: its `$id`, or else a made-up one.
fn base_uri(root: &Value) -> Result<Uri<String>, String> {
    let id = root.get("$id").or_else(|| root.get("id")).and_then(Value::as_str).unwrap_or_default();
    let id = id.split('#').next().unwrap_or_default();
    uri::from_str(MADE_UP_BASE)
        .and_then(|base| uri::resolve_against(&base.borrow(), id))
        .map_err(|error| error.to_string())
}

/// Registry of one document.
pub(super) fn registry(root: &Value, draft: Draft) -> Result<Registry<'_>, String> {
    Registry::new()
        .draft(draft)
        .add(base_uri(root)?.as_str(), root)
        .and_then(jsonschema::RegistryBuilder::prepare)
        .map_err(|error| error.to_string())
}

impl<'a> Document<'a> {
    pub(super) fn new(root: &'a Value, registry: &'a Registry<'a>, draft: Draft) -> Result<Self, String> {
        let base = base_uri(root)?;
        let whole = jsonschema::options()
            .with_draft(draft)
            .with_registry(registry)
            .with_base_uri(base.as_str())
            .should_validate_formats(true)
            .offline()
            .build(root)
            .map_err(|error| error.to_string())?;
        let mut pointers = HashMap::new();
        index(root, &mut String::new(), &mut pointers);
        Ok(Self {
            root,
            registry,
            base,
            draft,
            pointers,
            validators: RefCell::default(),
            patterns: RefCell::default(),
            made: RefCell::default(),
            whole,
        })
    }

    pub(super) fn draft(&self) -> Draft {
        self.draft
    }

    pub(super) fn value(&self) -> &'a Value {
        self.root
    }

    /// Validator of the whole document.
    pub(super) fn whole(&self) -> &Validator {
        &self.whole
    }

    pub(super) fn root(&self) -> Node<'a> {
        Node { value: self.root, scope: self.registry.resolver(self.base.clone()) }
    }

    /// Schema written inside another one.
    pub(super) fn child(&self, parent: &Node<'a>, value: &'a Value) -> Node<'a> {
        let inside = self.draft.create_resource_ref(value);
        let scope = parent.scope.in_subresource(inside).unwrap_or_else(|_| parent.scope.clone());
        Node { value, scope }
    }

    /// Pointer to a schema in the document; `None` for a schema of another document.
    pub(super) fn pointer(&self, node: &Node<'a>) -> Option<&str> {
        self.pointers.get(&node.identity()).map(String::as_str)
    }

    /// Returns true if a part of the document accepts a value. Parts without a validator accept everything, since
    /// the validator of the whole document checks each claim.
    pub(super) fn accepts_at(&self, node: &Node<'a>, value: &Value) -> bool {
        let mut validators = self.validators.borrow_mut();
        let validator = validators.entry(node.identity()).or_insert_with(|| {
            let pointer = self.pointer(node)?;
            let reference =
                json!({ "$ref": format!("{}#{}", self.base.as_str(), encoded_fragment(pointer)) });
            jsonschema::options()
                .with_draft(self.draft)
                .with_registry(self.registry)
                .should_validate_formats(true)
                .offline()
                .build(&reference)
                .ok()
        });
        validator.as_ref().is_none_or(|validator| validator.is_valid(value))
    }

    /// Values that `make` returns for parts of the document at a depth, cached: nested schemas would take
    /// exponential time otherwise.
    pub(super) fn made(
        &self,
        nodes: &[Node<'a>],
        depth: usize,
        make: impl FnOnce() -> Vec<Value>,
    ) -> Vec<Value> {
        let key = (nodes.iter().map(Node::identity).collect(), depth);
        if let Some(known) = self.made.borrow().get(&key) {
            return known.clone();
        }
        let values = make();
        self.made.borrow_mut().insert(key, values.clone());
        values
    }

    /// Returns true if the validator checks a format.
    pub(super) fn knows_format(&self, format: &str) -> bool {
        jsonschema::options().is_known_format(self.draft, format)
    }

    /// Returns true if a text matches a pattern by the validator's rules.
    pub(super) fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut patterns = self.patterns.borrow_mut();
        let validator = patterns
            .entry(pattern.to_owned())
            .or_insert_with(|| jsonschema::options().offline().build(&json!({ "pattern": pattern })).ok());
        validator.as_ref().is_some_and(|validator| validator.is_valid(&json!(text)))
    }
}

/// Records the pointer of each value.
fn index(value: &Value, at: &mut String, pointers: &mut HashMap<usize, String>) {
    pointers.insert(std::ptr::from_ref(value).addr(), at.clone());
    let length = at.len();
    let mut inside = |key: &str, value| {
        at.push('/');
        at.push_str(&pointer::token(key));
        index(value, at, pointers);
        at.truncate(length);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| inside(key, value)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(place, value)| inside(&place.to_string(), value));
        }
        _ => {}
    }
}
