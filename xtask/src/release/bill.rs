//! Bill of materials of the program, in the form of `CycloneDX`: the crates that it is made of, with their versions, licences,
//! checksums and dependencies.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::{Error, Repository, command};

/// Package that the bill is about.
const PROGRAM: &str = "acslint";

/// Returns the bill, as JSON.
pub(super) fn of_program(repository: &Repository, epoch: &str) -> Result<String, Error> {
    let platform = "--filter-platform=x86_64-unknown-linux-gnu";
    let arguments = ["metadata", "--format-version=1", "--locked", platform];
    let metadata = command::json(&mut command::cargo(repository, arguments))?;
    let checksums = checksums(&repository.text("Cargo.lock")?);
    let seconds: i64 = epoch.parse().unwrap_or_default();
    Ok(format!("{:#}\n", bill(&metadata, &checksums, seconds)))
}

/// Checksums of a lock file, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let mut checksums = BTreeMap::new();
    for package in lock.split("[[package]]") {
        let value = |key: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))?;
            Some(line.trim_matches('"').to_owned())
        };
        if let (Some(name), Some(version), Some(checksum)) =
            (value("name"), value("version"), value("checksum"))
        {
            checksums.insert((name, version), checksum);
        }
    }
    checksums
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn items<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().into_iter().flatten()
}

fn bill(metadata: &Value, checksums: &BTreeMap<(String, String), String>, seconds: i64) -> Value {
    let packages: BTreeMap<&str, &Value> =
        items(metadata, "packages").map(|package| (text(package, "id"), package)).collect();
    let nodes: BTreeMap<&str, &Value> =
        items(&metadata["resolve"], "nodes").map(|node| (text(node, "id"), node)).collect();
    let root =
        packages.iter().find(|(_, package)| text(package, "name") == PROGRAM).map_or("", |(id, _)| *id);
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(needed(nodes.get(id).copied()));
        }
    }
    let reference = |id: &str| packages.get(id).map(|package| purl(package)).unwrap_or_default();
    let mut components: Vec<Value> = reached
        .iter()
        .filter(|id| **id != root)
        .filter_map(|id| Some(component(packages.get(id)?, checksums)))
        .collect();
    components.sort_by_key(|component| text(component, "bom-ref").to_owned());
    let mut dependencies: Vec<Value> = reached
        .iter()
        .map(|id| {
            let mut on: Vec<String> = needed(nodes.get(id).copied()).into_iter().map(reference).collect();
            on.sort();
            json!({ "ref": reference(id), "dependsOn": on })
        })
        .collect();
    dependencies.sort_by_key(|dependency| text(dependency, "ref").to_owned());
    let of_program = packages.get(root).map(|package| component(package, checksums)).unwrap_or_default();
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "timestamp": timestamp(seconds), "component": of_program },
        "components": components,
        "dependencies": dependencies,
    })
}

/// Packages that a package needs to run or to be built, without those of its tests.
fn needed(node: Option<&Value>) -> Vec<&str> {
    let dependencies = node.into_iter().flat_map(|node| items(node, "deps"));
    let is_needed = |dependency: &&Value| items(dependency, "dep_kinds").any(|kind| kind["kind"] != "dev");
    dependencies.filter(is_needed).map(|dependency| text(dependency, "pkg")).collect()
}

fn purl(package: &Value) -> String {
    format!("pkg:cargo/{}@{}", text(package, "name"), text(package, "version"))
}

fn component(package: &Value, checksums: &BTreeMap<(String, String), String>) -> Value {
    let (name, version) = (text(package, "name"), text(package, "version"));
    let kind = if name == PROGRAM { "application" } else { "library" };
    let mut component = json!({
        "type": kind,
        "bom-ref": purl(package),
        "name": name,
        "version": version,
        "purl": purl(package),
    });
    if let Some(license) = package["license"].as_str() {
        // Some manifests write the alternative as it was written before SPDX.
        component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
    }
    if let Some(checksum) = checksums.get(&(name.to_owned(), version.to_owned())) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    component
}

/// Time of so many seconds after 1970, in RFC 3339.
fn timestamp(seconds: i64) -> String {
    let date = acslint_types::calendar::Date::from_epoch_days(seconds.div_euclid(86_400));
    let rest = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", date.year, date.month, date.day)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{bill, checksums, timestamp};

    #[test]
    fn the_bill_lists_what_the_program_needs() {
        let package = |name: &str, license: &str| json!({ "id": name, "name": name, "version": "1.0.0", "license": license });
        let dep = |name: &str, kind| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [package("acslint", "MIT"), package("a", "MIT/Apache-2.0"), package("b", "MIT"), package("t", "MIT")],
            "resolve": { "nodes": [
                { "id": "acslint", "deps": [dep("a", None), dep("t", Some("dev"))] },
                { "id": "a", "deps": [dep("b", Some("build"))] },
                { "id": "b", "deps": [] },
                { "id": "t", "deps": [] },
            ] },
        });
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"x\"\nchecksum = \"00ff\"\n";
        let bill = bill(&metadata, &checksums(lock), 0);
        let names: Vec<_> =
            bill["components"].as_array().unwrap().iter().map(|of| of["name"].clone()).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(bill["components"][0]["hashes"][0]["content"], "00ff");
        assert_eq!(bill["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(
            bill["dependencies"][1],
            json!({ "ref": "pkg:cargo/acslint@1.0.0", "dependsOn": ["pkg:cargo/a@1.0.0"] })
        );
        assert_eq!(bill["metadata"]["component"]["name"], "acslint");
    }

    #[test]
    fn times_are_those_of_the_calendar() {
        assert_eq!(timestamp(0), "1970-01-01T00:00:00Z");
        assert_eq!(timestamp(1_709_630_067), "2024-03-05T09:14:27Z");
    }
}
