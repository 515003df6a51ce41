//! The keywords of JSON Schema in all dialects: their names, the types they apply to, and those with subschemas.

/// Keywords whose value is a subschema.
pub(super) const SINGLE: [&str; 13] = [
    "additionalItems",
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "extends",
];

/// Keywords whose value is a list of subschemas; `items` was one in older dialects.
pub(super) const LIST: [&str; 5] = ["allOf", "anyOf", "items", "oneOf", "prefixItems"];

/// Keywords whose value holds subschemas by name.
pub(super) const MAP: [&str; 6] =
    ["$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"];

/// All other keywords.
const OTHERS: [&str; 47] = [
    "$anchor",
    "$comment",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$recursiveAnchor",
    "$recursiveRef",
    "$ref",
    "$schema",
    "$vocabulary",
    "const",
    "contentEncoding",
    "contentMediaType",
    "default",
    "dependentRequired",
    "deprecated",
    "description",
    "discriminator",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "format",
    "id",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "nullable",
    "pattern",
    "propertyDependencies",
    "readOnly",
    "required",
    "title",
    "type",
    "uniqueItems",
    "writeOnly",
    "xml",
];

/// Annotations that editors and generators of code read.
const OF_TOOLS: [&str; 19] = [
    "allowTrailingCommas",
    "allowComments",
    "defaultSnippets",
    "deprecationMessage",
    "doNotSuggest",
    "enumDescriptions",
    "enumDeprecated",
    "enumNames",
    "enumItemLabels",
    "errorMessage",
    "javaType",
    "javaEnumNames",
    "markdownDescription",
    "markdownEnumDescriptions",
    "patternErrorMessage",
    "propertyOrder",
    "suggestSortText",
    "tsEnumNames",
    "tsType",
];

/// Returns every keyword of a dialect or a wide-spread tool.
pub(super) fn known() -> impl Iterator<Item = &'static str> {
    SINGLE.into_iter().chain(LIST).chain(MAP).chain(OTHERS).chain(OF_TOOLS)
}

/// Keywords that apply to values of some types only.
pub(super) const APPLICABLE: [(&[&str], &[&str], &str); 4] = [
    (&["string"], &["maxLength", "minLength", "pattern"], "a string"),
    (
        &["integer", "number"],
        &["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"],
        "a number",
    ),
    (
        &["array"],
        &[
            "additionalItems",
            "contains",
            "items",
            "maxContains",
            "maxItems",
            "minContains",
            "minItems",
            "prefixItems",
            "unevaluatedItems",
            "uniqueItems",
        ],
        "an array",
    ),
    (
        &["object"],
        &[
            "additionalProperties",
            "dependentRequired",
            "dependentSchemas",
            "maxProperties",
            "minProperties",
            "patternProperties",
            "properties",
            "propertyNames",
            "required",
            "unevaluatedProperties",
        ],
        "an object",
    ),
];

/// Formats of the specifications, and those of registries that build on them.
pub(super) const FORMATS: [&str; 44] = [
    "base64url",
    "binary",
    "byte",
    "char",
    "color",
    "commonmark",
    "date",
    "date-time",
    "decimal",
    "decimal128",
    "double",
    "double-int",
    "duration",
    "email",
    "float",
    "host-name",
    "hostname",
    "html",
    "idn-email",
    "idn-hostname",
    "int16",
    "int32",
    "int64",
    "int8",
    "ip-address",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "media-range",
    "password",
    "phone",
    "regex",
    "relative-json-pointer",
    "sf-string",
    "style",
    "time",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "uri",
    "uri-reference",
];

/// More formats, with short names or names of two words.
pub(super) const MORE_FORMATS: [&str; 4] = ["uri-template", "utc-millisec", "uuid", "uint"];
