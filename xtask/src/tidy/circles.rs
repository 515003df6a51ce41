//! Modules of one directory import each other in one direction.
//!
//! A module stands for everything below it. Imports of a child from its parent do not count: the parent is the
//! place for code that its children share. Paths count everywhere, re-exports by their target.

use std::collections::{BTreeMap, BTreeSet};

use super::Tree;
use crate::Problem;

/// The sources whose modules must be acyclic.
const SOURCES: [&str; 4] =
    ["crates/acslint-types/src", "crates/acslint-check/src", "crates/acslint-schema/src", "xtask/src"];

/// The path of a module from the root of its crate.
type Module = Vec<String>;

pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    SOURCES.into_iter().flat_map(|sources| Crate::read(tree, sources).problems()).collect()
}

/// The modules of a crate, with the paths that each one names.
struct Crate {
    modules: BTreeMap<Module, File>,
    /// Re-exported items: their target by their exported path.
    exports: BTreeMap<Module, Module>,
}

struct File {
    path: String,
    references: Vec<Module>,
}

impl Crate {
    fn read(tree: &Tree, sources: &str) -> Self {
        let texts: Vec<(Module, &str, &str)> = tree
            .texts(".rs")
            .filter_map(|(path, text)| Some((module(path.strip_prefix(sources)?)?, path, text)))
            .collect();
        let names: BTreeSet<&Module> = texts.iter().map(|(module, ..)| module).collect();
        let (mut modules, mut exports) = (BTreeMap::new(), BTreeMap::new());
        for (module, path, text) in &texts {
            let mut references = Vec::new();
            for Import { path, is_public } in imports(&code(text)) {
                let Some(path) = absolute(&path, module, &names) else { continue };
                if let (true, Some(name)) = (is_public, path.last()) {
                    exports.insert([module.as_slice(), std::slice::from_ref(name)].concat(), path.clone());
                }
                references.push(path);
            }
            modules.insert(module.clone(), File { path: (*path).to_owned(), references });
        }
        Self { modules, exports }
    }

    /// The module at the end of a path.
    fn resolve(&self, path: &[String]) -> Module {
        let mut path = path.to_vec();
        // A re-export may lead to another one; without a circle, the chain is not longer than the list of exports.
        for _ in 0..=self.exports.len() {
            let mut prefixes = (0..=path.len()).rev();
            let export = prefixes.find_map(|length| Some((length, self.exports.get(&path[..length])?)));
            match export {
                Some((length, target)) if *target != path[..length] => {
                    path = [target.as_slice(), &path[length..]].concat();
                }
                _ => break,
            }
        }
        while !self.modules.contains_key(&path) && path.pop().is_some() {}
        path
    }

    /// One problem for each circle, at a file in it.
    fn problems(&self) -> Vec<Problem> {
        let mut edges: BTreeMap<Module, BTreeMap<&str, BTreeMap<String, &str>>> = BTreeMap::new();
        for (module, file) in &self.modules {
            for target in file.references.iter().map(|path| self.resolve(path)) {
                let shared = module.iter().zip(&target).take_while(|(a, b)| a == b).count();
                if let (Some(from), Some(to)) = (module.get(shared), target.get(shared)) {
                    let siblings = edges.entry(module[..shared].to_vec()).or_default();
                    siblings.entry(from).or_default().insert(to.clone(), &file.path);
                }
            }
        }
        edges.values().filter_map(circle).collect()
    }
}

/// A circle among siblings, if one exists.
fn circle(edges: &BTreeMap<&str, BTreeMap<String, &str>>) -> Option<Problem> {
    // A module without remaining imports is not part of a circle. The rest at the end is, or leads to one.
    let mut rest: BTreeSet<&str> = edges.keys().copied().collect();
    let imports_rest =
        |name: &str, rest: &BTreeSet<&str>| edges[name].keys().any(|to| rest.contains(to.as_str()));
    while let Some(free) = rest.iter().copied().find(|name| !imports_rest(name, &rest)) {
        rest.remove(free);
    }
    let mut way = vec![*rest.first()?];
    loop {
        let next = edges[way.last()?].keys().find_map(|to| rest.get(to.as_str()).copied())?;
        if let Some(start) = way.iter().position(|name| *name == next) {
            let circle = [&way[start..], &[next]].concat();
            let file = edges[circle[0]].get(circle[1])?;
            let message = format!("is part of a circle of modules: {}", circle.join(" -> "));
            return Some(Problem::new(*file, 0, message));
        }
        way.push(next);
    }
}

/// The module of a file below the sources; `None` for tests and for the main file of a program.
fn module(file: &str) -> Option<Module> {
    let mut parts: Module =
        file.trim_start_matches('/').strip_suffix(".rs")?.split('/').map(str::to_owned).collect();
    match parts.last().map(String::as_str) {
        Some("lib" | "mod") => parts.truncate(parts.len() - 1),
        Some("main") => return None,
        _ => {}
    }
    (!parts.iter().any(|part| part == "tests")).then_some(parts)
}

/// The text without comments and without the tests at its end.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// A path in a module.
struct Import {
    path: Module,
    is_public: bool,
}

/// The paths of all `use` declarations, and those in expressions and types.
fn imports(code: &str) -> Vec<Import> {
    let mut imports = Vec::new();
    let mut rest = String::new();
    for (number, statement) in code.split("use ").enumerate() {
        let before = code_before(&rest);
        if number > 0 && is_start(before) {
            let (tree, behind) = statement.split_once(';').unwrap_or((statement, ""));
            let is_public = before.ends_with("pub ") || before.ends_with(") ");
            for path in expand(tree) {
                let path = path.split(" as ").next().unwrap_or_default();
                imports.push(Import { path: segments(path), is_public });
            }
            rest.push_str(behind);
        } else {
            rest.push_str(statement);
        }
    }
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | ':');
    let paths = rest.split(|character| !is_part(character)).filter(|word| word.contains("::"));
    imports.extend(paths.map(|path| Import { path: segments(path), is_public: false }));
    imports
}

/// The line before a declaration, up to it.
fn code_before(text: &str) -> &str {
    text.rsplit(['\n', ';', '{', '}']).next().unwrap_or_default()
}

/// Returns true for text that may precede `use`: nothing, or a visibility.
fn is_start(before: &str) -> bool {
    let before = before.trim();
    before.is_empty() || before == "pub" || (before.starts_with("pub(") && before.ends_with(')'))
}

/// Each path of a tree of imports.
fn expand(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((prefix, inner)) = tree.split_once('{') else { return vec![tree.to_owned()] };
    let inner = inner.rsplit_once('}').map_or(inner, |(inner, _)| inner);
    let (mut depth, mut start, mut paths) = (0, 0, Vec::new());
    for (at, character) in inner.char_indices().chain([(inner.len(), ',')]) {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = inner[start..at].trim();
                if !part.is_empty() {
                    paths.extend(expand(part).into_iter().map(|path| format!("{prefix}{path}")));
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    paths
}

fn segments(path: &str) -> Module {
    path.split("::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The path from the root of the crate; `None` for a path out of the crate.
fn absolute(path: &[String], module: &[String], modules: &BTreeSet<&Module>) -> Option<Module> {
    let (first, behind) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(behind.to_vec()),
        "self" => Some([module, behind].concat()),
        "super" => {
            let above = path.iter().take_while(|part| *part == "super").count();
            let parent = &module[..module.len().checked_sub(above)?];
            Some([parent, &path[above..]].concat())
        }
        name => {
            let child = [module, &[name.to_owned()]].concat();
            modules.contains(&child).then(|| [module, path].concat())
        }
    }
}
