//! The keywords of JSON Schema in all dialects: one table of what each does, where its subschemas are, and the dialects
//! that have it.

use jsonschema::Draft;

/// Keyword of JSON Schema.
#[derive(Debug)]
pub(crate) struct Keyword {
    pub(crate) name: &'static str,
    role: Role,
    /// Form of the subschemas in its value.
    pub(crate) subschemas: Option<Subschemas>,
    /// Values that it applies to, if it ignores others.
    pub(crate) applies_to: Option<Applicable>,
    /// First and last dialect that have it, if not every dialect has it.
    pub(crate) dialects: Option<(Draft, Draft)>,
    /// Replacement in dialects without it: a phrase, which may be empty.
    pub(crate) instead: &'static str,
}

/// Role of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Decides what is valid, or refers to a schema that does.
    Constraint,
    /// Does not affect validity in any dialect.
    Annotation,
    /// Any other keyword of a dialect, or of an API description.
    Other,
    /// Annotation that a widespread tool defines.
    Extension,
    /// Constraint that only draft 3 has.
    Obsolete,
}

/// Form of the subschemas in a keyword's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subschemas {
    One,
    List,
    /// A list in older dialects.
    OneOrList,
    ByName,
}

/// Values that a keyword applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Applicable {
    String,
    Number,
    Array,
    Object,
}

impl Applicable {
    /// JSON types of the values.
    pub(crate) const fn types(self) -> &'static [&'static str] {
        match self {
            Self::String => &["string"],
            Self::Number => &["integer", "number"],
            Self::Array => &["array"],
            Self::Object => &["object"],
        }
    }

    /// Phrase for such a value.
    pub(crate) const fn phrase(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Number => "a number",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

const fn keyword(name: &'static str, role: Role) -> Keyword {
    Keyword { name, role, subschemas: None, applies_to: None, dialects: None, instead: "" }
}

const fn constraint(name: &'static str) -> Keyword {
    keyword(name, Role::Constraint)
}

const fn annotation(name: &'static str) -> Keyword {
    keyword(name, Role::Annotation)
}

const fn other(name: &'static str) -> Keyword {
    keyword(name, Role::Other)
}

const fn extension(name: &'static str) -> Keyword {
    keyword(name, Role::Extension)
}

const fn obsolete(name: &'static str) -> Keyword {
    keyword(name, Role::Obsolete)
}

impl Keyword {
    const fn holds(self, subschemas: Subschemas) -> Self {
        Self { subschemas: Some(subschemas), ..self }
    }

    const fn applies_to(self, values: Applicable) -> Self {
        Self { applies_to: Some(values), ..self }
    }

    const fn since(self, first: Draft, instead: &'static str) -> Self {
        Self { dialects: Some((first, Draft::Draft202012)), instead, ..self }
    }

    const fn until(self, last: Draft, instead: &'static str) -> Self {
        Self { dialects: Some((Draft::Draft4, last)), instead, ..self }
    }

    const fn only(self, dialect: Draft, instead: &'static str) -> Self {
        Self { dialects: Some((dialect, dialect)), instead, ..self }
    }
}

/// Every keyword. Suggestions for an unknown keyword prefer the first of two that are equally near.
#[rustfmt::skip]
static KEYWORDS: [Keyword; 91] = [
    // Keywords whose value is a subschema.
    constraint("additionalItems").holds(Subschemas::One).applies_to(Applicable::Array).until(Draft::Draft201909, "write `items` beside `prefixItems`"),
    constraint("additionalProperties").holds(Subschemas::One).applies_to(Applicable::Object),
    constraint("contains").holds(Subschemas::One).applies_to(Applicable::Array).since(Draft::Draft6, ""),
    constraint("contentSchema").holds(Subschemas::One),
    constraint("else").holds(Subschemas::One).since(Draft::Draft7, "write `anyOf` with `not`"),
    constraint("if").holds(Subschemas::One).since(Draft::Draft7, "write `anyOf` with `not`"),
    constraint("items").holds(Subschemas::OneOrList).applies_to(Applicable::Array),
    constraint("not").holds(Subschemas::One),
    constraint("propertyNames").holds(Subschemas::One).applies_to(Applicable::Object).since(Draft::Draft6, "write `patternProperties` beside a closed object"),
    constraint("then").holds(Subschemas::One).since(Draft::Draft7, "write `anyOf` with `not`"),
    constraint("unevaluatedItems").holds(Subschemas::One).applies_to(Applicable::Array).since(Draft::Draft201909, "write `additionalItems`"),
    constraint("unevaluatedProperties").holds(Subschemas::One).applies_to(Applicable::Object).since(Draft::Draft201909, "write `additionalProperties`"),
    constraint("extends").holds(Subschemas::One).until(Draft::Draft4, "write `allOf`"),
    // Keywords whose value is a list of subschemas.
    constraint("allOf").holds(Subschemas::List),
    constraint("anyOf").holds(Subschemas::List),
    constraint("oneOf").holds(Subschemas::List),
    constraint("prefixItems").holds(Subschemas::List).applies_to(Applicable::Array).since(Draft::Draft202012, "write a list as `items`"),
    // Keywords whose value holds subschemas by name.
    annotation("$defs").holds(Subschemas::ByName),
    annotation("definitions").holds(Subschemas::ByName),
    constraint("dependencies").holds(Subschemas::ByName).until(Draft::Draft7, "write `dependentRequired` or `dependentSchemas`"),
    constraint("dependentSchemas").holds(Subschemas::ByName).applies_to(Applicable::Object).since(Draft::Draft201909, "write `dependencies`"),
    constraint("patternProperties").holds(Subschemas::ByName).applies_to(Applicable::Object),
    constraint("properties").holds(Subschemas::ByName).applies_to(Applicable::Object),
    // Keywords without subschemas.
    annotation("$anchor").since(Draft::Draft201909, "write `$id` with a fragment, or refer to it by a pointer"),
    annotation("$comment"),
    other("$dynamicAnchor").since(Draft::Draft202012, ""),
    constraint("$dynamicRef").since(Draft::Draft202012, "write `$ref`"),
    annotation("$id").since(Draft::Draft6, "write `id`"),
    other("$recursiveAnchor").only(Draft::Draft201909, "write `$dynamicAnchor`, which draft 2020-12 has"),
    constraint("$recursiveRef").only(Draft::Draft201909, "write `$dynamicRef`, which draft 2020-12 has"),
    constraint("$ref"),
    annotation("$schema"),
    other("$vocabulary"),
    constraint("const").since(Draft::Draft6, "write `enum` with one value"),
    constraint("contentEncoding"),
    constraint("contentMediaType"),
    annotation("default"),
    constraint("dependentRequired").applies_to(Applicable::Object).since(Draft::Draft201909, "write `dependencies`"),
    annotation("deprecated"),
    annotation("description"),
    other("discriminator"),
    constraint("enum"),
    other("example"),
    annotation("examples"),
    constraint("exclusiveMaximum").applies_to(Applicable::Number),
    constraint("exclusiveMinimum").applies_to(Applicable::Number),
    other("externalDocs"),
    constraint("format"),
    other("id").until(Draft::Draft4, "write `$id`"),
    constraint("maxContains").applies_to(Applicable::Array).since(Draft::Draft201909, ""),
    constraint("maxItems").applies_to(Applicable::Array),
    constraint("maxLength").applies_to(Applicable::String),
    constraint("maxProperties").applies_to(Applicable::Object),
    constraint("maximum").applies_to(Applicable::Number),
    constraint("minContains").applies_to(Applicable::Array).since(Draft::Draft201909, ""),
    constraint("minItems").applies_to(Applicable::Array),
    constraint("minLength").applies_to(Applicable::String),
    constraint("minProperties").applies_to(Applicable::Object),
    constraint("minimum").applies_to(Applicable::Number),
    constraint("multipleOf").applies_to(Applicable::Number),
    other("nullable"),
    constraint("pattern").applies_to(Applicable::String),
    other("propertyDependencies"),
    annotation("readOnly"),
    constraint("required").applies_to(Applicable::Object),
    annotation("title"),
    constraint("type"),
    constraint("uniqueItems").applies_to(Applicable::Array),
    annotation("writeOnly"),
    other("xml"),
    // Annotations for editors and code generators.
    extension("allowTrailingCommas"),
    extension("allowComments"),
    extension("defaultSnippets"),
    extension("deprecationMessage"),
    extension("doNotSuggest"),
    extension("enumDescriptions"),
    extension("enumDeprecated"),
    extension("enumNames"),
    extension("enumItemLabels"),
    extension("errorMessage"),
    extension("javaType"),
    extension("javaEnumNames"),
    extension("markdownDescription"),
    extension("markdownEnumDescriptions"),
    extension("patternErrorMessage"),
    extension("propertyOrder"),
    extension("suggestSortText"),
    extension("tsEnumNames"),
    extension("tsType"),
    // Keywords of draft 3, which no reader of schemas here knows.
    obsolete("disallow"),
    obsolete("divisibleBy"),
];

/// Keywords that refer to another schema.
pub(crate) const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// Returns every keyword of a dialect or a widespread tool.
pub(crate) fn known() -> impl Iterator<Item = &'static Keyword> + Clone {
    KEYWORDS.iter().filter(|keyword| keyword.role != Role::Obsolete)
}

/// Returns the keyword of a dialect or a widespread tool with this name.
pub(crate) fn find(name: &str) -> Option<&'static Keyword> {
    known().find(|keyword| keyword.name == name)
}

/// Returns true if a name is a keyword of JSON Schema in a dialect, or an extension of a widespread tool.
pub fn is_keyword(name: &str) -> bool {
    find(name).is_some()
}

/// Returns true for the name of a keyword that decides what is valid, in any dialect.
pub(crate) fn is_constraint(name: &str) -> bool {
    let constrains = |keyword: &Keyword| matches!(keyword.role, Role::Constraint | Role::Obsolete);
    KEYWORDS.iter().any(|keyword| keyword.name == name && constrains(keyword))
}

/// Returns true for the name of a keyword that does not affect validity in any dialect.
pub(crate) fn is_annotation(name: &str) -> bool {
    find(name).is_some_and(|keyword| keyword.role == Role::Annotation)
}
