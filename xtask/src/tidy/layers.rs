//! Dependencies point one way: types <- check <- schema <- acslint <- xtask. What is absent is a promise too: the lower crates
//! stay free of what touches files, terminals and threads.

use serde_json::Value;

use super::{Tree, lines};
use crate::Problem;

/// What a package of the workspace may depend on.
struct Layer {
    package: &'static str,
    /// The packages of the workspace that it may depend on, for tests too.
    below: &'static [&'static str],
    outside: Outside,
}

/// What a package may take from outside the workspace; its tests may take anything.
enum Outside {
    Anything,
    Only(&'static [&'static str]),
}

/// From the bottom to the top. A new package gets a line here, and so a place in the order.
const LAYERS: &[Layer] = &[
    Layer {
        package: "acslint-types",
        below: &[],
        outside: Outside::Only(&["schemars", "serde", "serde_json"]),
    },
    Layer {
        package: "acslint-check",
        below: &["acslint-types"],
        outside: Outside::Only(&[
            "jsonschema",
            "jsonschema-value",
            "memchr",
            "referencing",
            "regex",
            "regex-syntax",
            "serde_json",
            "simdutf8",
            "stacker",
            "strsim",
            "thiserror",
            "wide",
        ]),
    },
    Layer {
        package: "acslint-schema",
        below: &["acslint-check", "acslint-types"],
        outside: Outside::Only(&[
            "jsonschema",
            "percent-encoding",
            "referencing",
            "regex-syntax",
            "serde_json",
            "stacker",
            "thiserror",
        ]),
    },
    Layer {
        package: "acslint",
        below: &["acslint-schema", "acslint-check", "acslint-types"],
        outside: Outside::Anything,
    },
    Layer {
        package: "xtask",
        below: &["acslint", "acslint-schema", "acslint-check", "acslint-types"],
        outside: Outside::Anything,
    },
];

pub(super) fn problems(tree: &Tree, metadata: &Value) -> Vec<Problem> {
    let mut problems = Vec::new();
    for package in array(metadata, "packages") {
        let name = text(package, "name");
        let manifest = manifest(metadata, package);
        let Some(layer) = LAYERS.iter().find(|layer| layer.package == name) else {
            let message =
                format!("`{name}` has no place in the order of packages; give it one in {}", file!());
            problems.push(Problem::new(manifest, 0, message));
            continue;
        };
        for dependency in array(package, "dependencies") {
            if let Some(message) = objection(layer, dependency) {
                let line = line_of(tree, manifest, text(dependency, "name"));
                problems.push(Problem::new(manifest, line, message));
            }
        }
    }
    problems
}

/// Why a layer may not have a dependency.
fn objection(layer: &Layer, dependency: &Value) -> Option<String> {
    let Layer { package, below, outside } = layer;
    let name = text(dependency, "name");
    let is_ours = LAYERS.iter().any(|layer| layer.package == name);
    let is_for_tests = dependency["kind"] == "dev";
    if is_ours {
        // A package's tests may not depend on a higher one either: they would have to wait for it to compile.
        return (!below.contains(&name))
            .then(|| format!("`{package}` must not depend on `{name}`: it is not below it"));
    }
    match outside {
        Outside::Only(allowed) if !is_for_tests && !allowed.contains(&name) => Some(format!(
            "`{package}` may depend on {} only, not on `{name}`: it has no business with files, terminals or threads",
            allowed.join(", ")
        )),
        _ => None,
    }
}

/// The manifest of a package, from the root of the workspace.
fn manifest<'m>(metadata: &'m Value, package: &'m Value) -> &'m str {
    let path = text(package, "manifest_path");
    let inside = path.strip_prefix(text(metadata, "workspace_root"));
    inside.map_or(path, |inside| inside.trim_start_matches('/'))
}

/// The line of a manifest that names a dependency.
fn line_of(tree: &Tree, manifest: &str, name: &str) -> usize {
    let is_entry = |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', ' ', '=']));
    let found = lines(tree.text(manifest).unwrap_or_default()).find(|(_, line)| is_entry(line));
    found.map_or(0, |(number, _)| number)
}

fn array<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}
