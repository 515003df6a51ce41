//! Dependencies point one way: types <- check <- schema <- acslint <- xtask. The absence of dependencies is a promise too: the
//! lower crates stay free of files, terminals and threads.

use serde_json::Value;

use super::{Tree, lines};
use crate::Problem;

/// Permitted dependencies of a package of the workspace.
struct Layer {
    package: &'static str,
    /// Its permitted packages of the workspace, for tests too.
    below: &'static [&'static str],
    outside: Outside,
}

/// The permitted external dependencies of a package; its tests may use any.
enum Outside {
    Anything,
    Only(&'static [&'static str]),
}

/// The packages from bottom to top. A new package gets a line here, and so its place in the order.
const LAYERS: &[Layer] = &[
    Layer { package: "acslint-testing", below: &[], outside: Outside::Only(&["proptest"]) },
    Layer {
        package: "acslint-types",
        below: &["acslint-testing"],
        outside: Outside::Only(&["schemars", "serde", "serde_json"]),
    },
    Layer {
        package: "acslint-check",
        below: &["acslint-testing", "acslint-types"],
        outside: Outside::Only(&[
            "csv-core",
            "jsonschema",
            "jsonschema-value",
            "memchr",
            "percent-encoding",
            "referencing",
            "regex",
            "regex-syntax",
            "serde",
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
        below: &["acslint-check", "acslint-testing", "acslint-types"],
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
        below: &["acslint-check", "acslint-schema", "acslint-testing", "acslint-types"],
        outside: Outside::Anything,
    },
    Layer {
        package: "xtask",
        below: &["acslint", "acslint-check", "acslint-schema", "acslint-testing", "acslint-types"],
        outside: Outside::Anything,
    },
];

pub(super) fn problems(tree: &Tree, metadata: &Value) -> Vec<Problem> {
    let mut problems = Vec::new();
    for package in array(metadata, "packages") {
        let name = text(package, "name");
        let manifest = manifest(metadata, package);
        let Some(layer) = LAYERS.iter().find(|layer| layer.package == name) else {
            let message = format!("`{name}` is not in the order of packages; add it to {}", file!());
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

/// Reason against a dependency of a layer, if there is one.
fn objection(layer: &Layer, dependency: &Value) -> Option<String> {
    let Layer { package, below, outside } = layer;
    let name = text(dependency, "name");
    let is_ours = LAYERS.iter().any(|layer| layer.package == name);
    let is_for_tests = dependency["kind"] == "dev";
    if is_ours {
        // Tests must not depend on a higher package either: they would have to wait for its compilation.
        return (!below.contains(&name))
            .then(|| format!("`{package}` must not depend on `{name}`: it is not a lower package"));
    }
    match outside {
        Outside::Only(allowed) if !is_for_tests && !allowed.contains(&name) => Some(format!(
            "`{package}` may depend on {} only, not on `{name}`: it must not use files, terminals or threads",
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
