//! The repository is tidy, and every check of `tidy` fails on a small tree with the mistake.

use serde_json::{Value, json};
use xtask::{
    Repository,
    tidy::{self, Tree},
};

#[test]
fn the_repository_is_tidy() {
    let problems = tidy::problems(&Repository::here()).unwrap();
    let listing: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), listing.join("\n"));
}

/// The smallest tidy tree.
const TIDY: &[(&str, &str)] = &[
    (".ci/run", "cargo xtask ci\n"),
    ("CHANGELOG.md", "# Changelog\n\n## Unreleased\n"),
    ("CONTRIBUTING.md", "    cargo xtask ci\n"),
    ("README.md", "cargo xtask ci\n"),
    ("docs/promises.md", "# Promises\n"),
    ("testdata/README.md", "# Test data\n"),
];

/// Checks the problems that `tidy` reports for the smallest tidy tree with these files changed or added.
fn check(files: &[(&str, &str)], expected: &[&str]) {
    check_packages(files, &[], expected);
}

/// The same, with packages as `cargo metadata` describes them.
fn check_packages(files: &[(&str, &str)], packages: &[Value], expected: &[&str]) {
    let tree = Tree::of(TIDY.iter().chain(files).copied());
    let metadata = json!({ "workspace_root": "/root", "packages": packages });
    let problems: Vec<String> = tidy::problems_of(&tree, &metadata).iter().map(ToString::to_string).collect();
    assert_eq!(problems, expected);
}

fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Value {
    let dependency = |(name, kind): &(&str, Option<&str>)| json!({ "name": name, "kind": kind });
    json!({
        "name": name,
        "manifest_path": format!("/root/crates/{name}/Cargo.toml"),
        "dependencies": dependencies.iter().map(dependency).collect::<Vec<_>>(),
    })
}

#[test]
fn the_least_tidy_tree_is_tidy() {
    check(&[], &[]);
}

#[test]
fn dependencies_point_down() {
    check_packages(
        &[(
            "crates/acslint-types/Cargo.toml",
            "[package]\n[dependencies]\nserde.workspace = true\nacslint-check.workspace = true\n[lints]\nworkspace = true\n",
        )],
        &[
            package("acslint-types", &[("serde", None), ("acslint-check", Some("dev"))]),
            package("acslint-check", &[("acslint-types", None), ("acslint", None)]),
            package("acslint-schema", &[("acslint-check", None), ("acslint", Some("dev"))]),
            package("acslint", &[("acslint-schema", None), ("acslint-types", None), ("xtask", Some("dev"))]),
        ],
        &[
            "crates/acslint-check/Cargo.toml: `acslint-check` must not depend on `acslint`: it is not a lower package",
            "crates/acslint-schema/Cargo.toml: `acslint-schema` must not depend on `acslint`: it is not a lower package",
            "crates/acslint-types/Cargo.toml:4: `acslint-types` must not depend on `acslint-check`: it is not a lower package",
            "crates/acslint/Cargo.toml: `acslint` must not depend on `xtask`: it is not a lower package",
        ],
    );
}

#[test]
fn modules_import_in_one_direction() {
    let lib = ("xtask/src/lib.rs", "//! a\npub use a::Thing;\npub mod a;\nmod b;\nmod c;\n");
    let a = "//! a\npub struct Thing;\n";
    check(
        &[
            lib,
            ("xtask/src/a.rs", a),
            ("xtask/src/b.rs", "//! b\nuse crate::{\n    Thing,\n    c::{self, Other},\n};\n"),
            (
                "xtask/src/c.rs",
                "//! c\nuse super::a::Thing as T;\n// use crate::b;\n#[cfg(test)]\nmod tests {\n    use crate::b;\n}\n",
            ),
        ],
        &[],
    );
    for back in [
        "use crate::b;",
        "use crate::{b::{self}};",
        "pub(crate) use super::b::f;",
        "fn f() {\n    crate::b::f();\n}",
    ] {
        let c = format!("//! c\n{back}\n");
        check(
            &[
                lib,
                ("xtask/src/a.rs", a),
                ("xtask/src/b.rs", "//! b\nuse crate::Thing;\nuse super::c;\n"),
                ("xtask/src/c.rs", &c),
            ],
            &["xtask/src/b.rs: is part of a circle of modules: b -> c -> b"],
        );
    }
    let through_an_export = "//! a\nuse super::b;\n";
    check(
        &[lib, ("xtask/src/a.rs", through_an_export), ("xtask/src/b.rs", "//! b\nuse crate::Thing;\n")],
        &["xtask/src/a.rs: is part of a circle of modules: a -> b -> a"],
    );
    check(
        &[
            ("xtask/src/d/mod.rs", "//! d\nmod e;\nmod f;\npub struct Shared;\nuse e::g;\n"),
            ("xtask/src/d/e.rs", "//! e\nuse super::{Shared, f::h};\n"),
            ("xtask/src/d/f.rs", "//! f\nuse super::{Shared, e};\n"),
        ],
        &["xtask/src/d/e.rs: is part of a circle of modules: e -> f -> e"],
    );
}

#[test]
fn lower_packages_stay_pure() {
    check_packages(
        &[],
        &[
            package("acslint-types", &[("memchr", None), ("proptest", Some("dev"))]),
            package("acslint-check", &[("clap", None), ("miette", Some("build")), ("proptest", Some("dev"))]),
            package("acslint-schema", &[("tempfile", None), ("proptest", Some("dev"))]),
            package("acslint", &[("clap", None), ("miette", None)]),
        ],
        &[
            "crates/acslint-check/Cargo.toml: `acslint-check` may depend on csv-core, jsonschema, jsonschema-value, memchr, percent-encoding, referencing, regex, regex-syntax, serde, serde_json, simdutf8, stacker, \
             strsim, thiserror, wide only, not on `clap`: it must not use files, terminals or threads",
            "crates/acslint-check/Cargo.toml: `acslint-check` may depend on csv-core, jsonschema, jsonschema-value, memchr, percent-encoding, referencing, regex, regex-syntax, serde, serde_json, simdutf8, stacker, \
             strsim, thiserror, wide only, not on `miette`: it must not use files, terminals or threads",
            "crates/acslint-schema/Cargo.toml: `acslint-schema` may depend on jsonschema, percent-encoding, referencing, regex-syntax, serde_json, stacker, thiserror only, \
             not on `tempfile`: it must not use files, terminals or threads",
            "crates/acslint-types/Cargo.toml: `acslint-types` may depend on schemars, serde, serde_json only, not on \
             `memchr`: it must not use files, terminals or threads",
        ],
    );
}

#[test]
fn packages_have_a_place_in_the_order() {
    check_packages(
        &[],
        &[package("acslint-extra", &[])],
        &["crates/acslint-extra/Cargo.toml: `acslint-extra` is not in the order of packages; add it to \
           xtask/src/tidy/layers.rs"],
    );
}

#[test]
fn packages_inherit_lints() {
    check(
        &[
            ("Cargo.toml", "[workspace]\n"),
            ("a/Cargo.toml", "[package]\n[lints]\nworkspace = true\n"),
            ("b/Cargo.toml", "[package]\n"),
            ("c/Cargo.toml", "[package]\n[lints]\nrust.unsafe_code = \"allow\"\n"),
            ("fuzz/Cargo.toml", "[package]\n[workspace]\n"),
        ],
        &[
            "b/Cargo.toml: lacks `[lints]` with `workspace = true`",
            "c/Cargo.toml: lacks `[lints]` with `workspace = true`",
        ],
    );
}

#[test]
fn sources_say_what_they_are() {
    check(
        &[
            ("a/build.rs", "fn main() {}\n"),
            ("a/src/empty.rs", ""),
            ("a/src/lib.rs", "//! What it is.\n"),
            ("a/src/plain.rs", "// What it is.\n"),
            ("a/src/silent.rs", "//!\n//! What it is.\n"),
            ("a/tests/it/main.rs", "#[test]\nfn test() {}\n"),
        ],
        &[
            "a/build.rs:1: must begin with `//! ` and a description of the file",
            "a/src/empty.rs:1: must begin with `//! ` and a description of the file",
            "a/src/plain.rs:1: must begin with `//! ` and a description of the file",
            "a/src/silent.rs:1: must begin with `//! ` and a description of the file",
            "a/tests/it/main.rs:1: must begin with `//! ` and a description of the file",
        ],
    );
}

#[test]
fn sources_have_names_that_say_something() {
    check(
        &[
            ("a/src/common.rs", "//! A.\n"),
            ("a/src/helpers/text.rs", "//! A.\n"),
            ("a/src/uncommon.rs", "//! A.\n"),
            ("a/src/utils.rs", "//! A.\n"),
        ],
        &[
            "a/src/common.rs: `common` is not descriptive: name the concept, or inline it",
            "a/src/helpers/text.rs: `helpers` is not descriptive: name the concept, or inline it",
            "a/src/utils.rs: `utils` is not descriptive: name the concept, or inline it",
        ],
    );
}

#[test]
fn nothing_is_left_for_later() {
    let marks = ["TO", "FIX", "XX", "HA"].into_iter().zip(["DO", "ME", "X", "CK"]);
    let marks: Vec<String> = marks.map(|(a, b)| format!("{a}{b}")).collect();
    let [todo, fixme, xxx, hack] = marks.as_slice() else {
        panic!("there are four marks");
    };
    let source = format!(
        "//! A.\n//{todo}: a\n// {fixme}(me) b\nlet masked = \"1.2.3.{xxx}\"; // a {hack}\nlet {todo}S = 1;\n"
    );
    let page = format!("<!--{xxx}-->\n");
    let data = format!("{{\"OperationName\": \" {todo} \"}}\n");
    let advice = "do it now, or track it elsewhere";
    check(
        &[("a.md", page.as_str()), ("a.rs", source.as_str()), ("testdata/a.json", data.as_str())],
        &[
            format!("a.md:1: `{xxx}`: {advice}").as_str(),
            format!("a.rs:2: `{todo}`: {advice}").as_str(),
            format!("a.rs:3: `{fixme}`: {advice}").as_str(),
            format!("a.rs:4: `{hack}`: {advice}").as_str(),
        ],
    );
}

#[test]
fn nothing_leads_outside() {
    let outside = ["..", "shared"].join("/");
    let text = format!("inside\nsee {outside}/notes.md\n");
    let message = format!("refers to `{outside}`, which is not part of the repository");
    check(
        &[("a.md", text.as_str()), ("testdata/a.json", text.as_str())],
        &[format!("a.md:2: {message}").as_str(), format!("testdata/a.json:2: {message}").as_str()],
    );
}

#[test]
fn documents_link_what_exists() {
    check(
        &[
            (
                "docs/guides/a.md",
                "[a](b.md) [b](../rules/c.md#d) [c](../../README.md) `gone/x.json` [d](../gone.md)\n\
                 ```text\n[e](gone.md)\n```\n[f](../rules/) [g](README.md)\n",
            ),
            ("docs/guides/b.md", "# B\n"),
            ("docs/rules/c.md", "# C\n"),
        ],
        &[
            "docs/guides/a.md:1: `../gone.md` does not exist",
            "docs/guides/a.md:5: `README.md` does not exist",
        ],
    );
}

#[test]
fn prose_names_what_exists() {
    check(
        &[
            (
                "ARCHITECTURE.md",
                "`crates/a/src/lib.rs` `crates/a/src/gone.rs` `crates/a/`\n\
                 `crates/a/src/<name>.rs` `crates/a/src/*.rs` `crates/<name>/src` `crates/<name>/gone.rs` `crates/<name>`\n\
                 `deny.toml` `a / b` `/properties/A` `--flag` `a::b` `word`\n\
                 ```text\n`crates/gone/`\n```\n\
                 [a](README.md) [b](README.md#b) [c](GONE.md) [d](https://example.org/gone.md)\n",
            ),
            ("crates/a/src/lib.rs", "//! A.\n"),
        ],
        &[
            "ARCHITECTURE.md:1: `crates/a/src/gone.rs` does not exist",
            "ARCHITECTURE.md:2: `crates/<name>/gone.rs` does not exist",
            "ARCHITECTURE.md:3: `deny.toml` does not exist",
            "ARCHITECTURE.md:7: `GONE.md` does not exist",
        ],
    );
}

#[test]
fn promises_stand_in_their_pages_and_have_tests() {
    let table = "\
# Promises

| promise | page | test |
|---|---|---|
| It is fast, by `a \\| b`. | `README.md` | `a/tests/it/main.rs::is_fast`, `a/src/lib.rs::is_small`, `test_a.py::test_it` |
| Two lines, linked. | `docs/security.md` | `a/tests/it/main.rs::is_fast` |
| Two lines, linked. | `docs/security.md` | `a/tests/it/main.rs::is_fast` |
| It is green. | `README.md` | `a/tests/it/main.rs::is_fast` |
| It is fast, | `absent.md` | `a/tests/it/main.rs::is_absent`, `a/tests/it/main.rs::no_test`, `test_a.py::helper` |
| It is fast, | `README.md` | a/tests/it/main.rs |
| It is fast, | `README.md` |
";
    check(
        &[
            ("README.md", "It is **fast**,\nby `a | b`.\ncargo xtask ci\n"),
            ("a/src/lib.rs", "//! A.\n#[test]\n#[cfg(unix)]\n/// Why.\nfn is_small() {}\n"),
            ("a/tests/it/main.rs", "//! A.\n#[test]\nfn is_fast() {}\n\nfn no_test() {}\n"),
            (
                "test_a.py",
                "\"\"\"A.\"\"\"\n\n\ndef helper() -> None:\n    pass\n\n\ndef test_it() -> None:\n    pass\n",
            ),
            ("docs/promises.md", table),
            ("docs/security.md", "# S\n\n- Two\n  lines, [linked](promises.md).\n- Another.\n\nText.\n"),
        ],
        &[
            "docs/promises.md:7: is listed twice",
            "docs/promises.md:8: not in `README.md`: It is green.",
            "docs/promises.md:9: `absent.md` does not exist",
            "docs/promises.md:9: no test `a/tests/it/main.rs::is_absent`",
            "docs/promises.md:9: no test `a/tests/it/main.rs::no_test`",
            "docs/promises.md:9: no test `test_a.py::helper`",
            "docs/promises.md:10: must name a test: `path::name`",
            "docs/promises.md:11: must have three cells, not 2: a promise, its page, its tests",
            "docs/security.md:5: has no test: name one in docs/promises.md",
        ],
    );
    let without_table = Tree::of(TIDY.iter().copied().filter(|(path, _)| !path.starts_with("docs/")));
    let problems: Vec<String> =
        tidy::problems_of(&without_table, &json!({})).iter().map(ToString::to_string).collect();
    assert_eq!(problems, ["docs/promises.md: is missing: it must list the test of each promise"]);
}

#[test]
fn what_a_visitor_relies_on_is_there() {
    let long = "line\n".repeat(151);
    check(
        &[
            (".ci/run", "cargo test\n"),
            ("CHANGELOG.md", "# Changelog\n\n## 0.1.0\n\n## Unreleased\n"),
            ("CONTRIBUTING.md", "Run cargo xtask ci\n"),
            ("README.md", long.as_str()),
        ],
        &[
            ".ci/run: must have the test command on a line of its own: cargo xtask ci",
            "CHANGELOG.md: must open with `## Unreleased`",
            "CONTRIBUTING.md: must have the test command on a line of its own: cargo xtask ci",
            "README.md: must have the test command on a line of its own: cargo xtask ci",
            "README.md:151: has 151 lines, but must have at most 150",
        ],
    );
    let without_data = Tree::of(TIDY.iter().copied().filter(|(path, _)| !path.starts_with("testdata/")));
    let problems = tidy::problems_of(&without_data, &json!({}));
    assert_eq!(problems.len(), 1);
    assert_eq!(
        problems[0].to_string(),
        "testdata/README.md: is missing: it must give the origin of the test data"
    );
}
