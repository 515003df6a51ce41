//! Names of the files of an output directory: those of the inputs, below the directories they were found in.

use std::collections::HashMap;
use std::iter;
use std::path::{Component, Path, PathBuf};

use super::SplitError;
use crate::input::{DiscoveredInput, Origin, literal_base};
use crate::values::Compression;

/// Name of the output of standard input in a directory.
const OF_STDIN: &str = "stdin.jsonl";

/// Relative names of the outputs, by the index of the input.
#[derive(Debug, Default)]
pub(crate) struct Names {
    names: Vec<PathBuf>,
    /// Inputs by the name of their output.
    taken: HashMap<PathBuf, usize>,
}

impl Names {
    /// Names the outputs of inputs that the paths stand for; fails if two inputs would have the same output.
    pub(crate) fn new(
        paths: &[PathBuf],
        inputs: &[DiscoveredInput],
        compress: Option<Compression>,
    ) -> Result<Self, SplitError> {
        let roots: Vec<PathBuf> = paths
            .iter()
            .filter(|path| *path != Path::new("-"))
            .map(|path| if path.exists() { path.clone() } else { literal_base(path) })
            .filter(|path| path.is_dir())
            .collect();
        let mut all = Self::default();
        let mut origins: Vec<String> = Vec::new();
        for (index, input) in inputs.iter().enumerate() {
            let Ok(input) = input else {
                // An input that cannot be opened has no output.
                all.names.push(PathBuf::new());
                origins.push(String::new());
                continue;
            };
            let name = match &input.origin {
                Origin::Stdin | Origin::Given(_) => PathBuf::from(OF_STDIN),
                Origin::File(path) => below(path, &roots),
                // Below a directory with the name of the archive.
                Origin::Member(member) => below(member.archive(), &roots).join(member.name()),
            };
            let name = match compress {
                Some(compress) => renamed(&name, None, compress),
                None => name,
            };
            if let Some(other) = all.taken.insert(name.clone(), index) {
                let first = origins[other].clone();
                return Err(SplitError::SameName { name, first, second: input.name.clone() });
            }
            all.names.push(name);
            origins.push(input.name.clone());
        }
        Ok(all)
    }

    /// Fails if inputs of different shards could have the same output, depending on their forms. `shards` has the number of
    /// the shard of each input.
    pub(crate) fn check_shards(&self, shards: &[u32], inputs: &[DiscoveredInput]) -> Result<(), SplitError> {
        let mut changed: HashMap<PathBuf, usize> = HashMap::new();
        for (index, name) in self.names.iter().enumerate().filter(|(_, name)| !name.as_os_str().is_empty()) {
            let is_free = |name: &PathBuf| self.taken.get(name).is_none_or(|input| *input == index);
            let name = in_json_lines(name).find(is_free).unwrap_or_default();
            let first = *changed.entry(name.clone()).or_insert(index);
            if shards[first] != shards[index] {
                let [first, second] = [first, index].map(|index| match &inputs[index] {
                    Ok(input) => input.name.clone(),
                    Err((name, _)) => name.clone(),
                });
                return Err(SplitError::SameNameInShards { name, first, second });
            }
        }
        Ok(())
    }

    /// Returns the names of some inputs, which are counted among themselves then.
    pub(crate) fn of_inputs(self, inputs: &[usize]) -> Self {
        let place = |input: usize| inputs.binary_search(&input).unwrap_or(usize::MAX);
        Self {
            names: inputs.iter().filter_map(|input| self.names.get(*input).cloned()).collect(),
            taken: self.taken.into_iter().map(|(name, input)| (name, place(input))).collect(),
        }
    }

    /// Returns the name of an input's output with this compression. `is_new_form` is true if the input is not in JSON
    /// Lines, and its output is.
    pub(crate) fn of(&mut self, input: usize, is_new_form: bool) -> PathBuf {
        let Some(name) = self.names.get(input).cloned() else {
            return PathBuf::new();
        };
        if !is_new_form {
            return name;
        }
        // Another input may have a name.
        let mut is_free = |name: &PathBuf| *self.taken.entry(name.clone()).or_insert(input) == input;
        in_json_lines(&name).find(&mut is_free).unwrap_or_default()
    }
}

/// Returns the path of a file below the deepest of the directories that contain it; its name if there is none.
fn below(path: &Path, roots: &[PathBuf]) -> PathBuf {
    let plain = |path: &Path| path.strip_prefix(".").unwrap_or(path).to_owned();
    let path = plain(path);
    let within = roots.iter().filter_map(|root| path.strip_prefix(plain(root)).ok());
    let is_safe = |path: &&Path| {
        path.components().next().is_some()
            && path.components().all(|part| matches!(part, Component::Normal(_)))
    };
    let shortest = within.filter(is_safe).min_by_key(|path| path.components().count());
    let alone = || path.file_name().map(PathBuf::from).unwrap_or_default();
    shortest.map_or_else(alone, Path::to_owned)
}

/// Returns the ending of a name that stands for its compression.
fn suffix(name: &Path) -> String {
    let is_compressed = Compression::of_name(&name.to_string_lossy()) != Compression::None;
    let ending = name.extension().filter(|_| is_compressed);
    ending.map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default()
}

fn without_compression(name: &Path) -> PathBuf {
    if suffix(name).is_empty() { name.to_owned() } else { name.with_extension("") }
}

/// Returns names of the output in JSON Lines of an input in another form, the best first. They do not end.
fn in_json_lines(name: &Path) -> impl Iterator<Item = PathBuf> {
    let compressed = suffix(name);
    let best = renamed(name, Some(".jsonl"), Compression::of_name(&name.to_string_lossy()));
    let whole = iter::successors(Some(without_compression(name)), |name| Some(with(name.clone(), ".jsonl")));
    iter::once(best).chain(whole.skip(1).map(move |name| with(name, &compressed)))
}

/// Returns a name with other endings: of the form, if it is given, and of the compression.
fn renamed(name: &Path, form: Option<&str>, compression: Compression) -> PathBuf {
    let same = Compression::of_name(&name.to_string_lossy()) == compression;
    let compressed = if same { suffix(name) } else { compression.ending().to_owned() };
    let mut whole = without_compression(name);
    if let Some(form) = form {
        let is_form = whole
            .extension()
            .is_some_and(|ending| ending == "json" || ending == "ndjson" || ending == "jsonl");
        if is_form {
            whole.set_extension("");
        }
        whole = with(whole, form);
    }
    with(whole, &compressed)
}

/// Returns a name with an ending appended.
fn with(name: PathBuf, ending: &str) -> PathBuf {
    let mut name = name.into_os_string();
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{Compression, Names, below, renamed};
    use crate::input::{DiscoveredInput, Input, Origin};

    fn inputs(names: &[&str]) -> Vec<DiscoveredInput> {
        let input = |name: &&str| Ok(Input { name: (*name).to_owned(), origin: Origin::File(name.into()) });
        names.iter().map(input).collect()
    }

    #[test]
    fn no_input_takes_the_name_of_another_one() {
        let inputs = inputs(&[
            "x.json",
            "x.json.jsonl",
            "x.json.jsonl.gz",
            "x.jsonl",
            "x.ndjson",
            "y.json.gz",
            "y.ndjson.gz",
        ]);
        let mut names = Names::new(&[], &inputs, None).unwrap();
        let all: Vec<PathBuf> = (0..inputs.len()).map(|input| names.of(input, true)).collect();
        let expected = [
            "x.json.jsonl.jsonl",
            "x.json.jsonl",
            "x.json.jsonl.gz",
            "x.jsonl",
            "x.ndjson.jsonl",
            "y.jsonl.gz",
            "y.ndjson.jsonl.gz",
        ];
        assert_eq!(all, expected.map(PathBuf::from));
    }

    #[test]
    fn shards_share_a_directory_unless_a_name_depends_on_another_shard() {
        let clashes = |files: &[&str], shards: &[u32]| {
            let inputs = inputs(files);
            Names::new(&[], &inputs, None).unwrap().check_shards(shards, &inputs).is_err()
        };
        assert!(clashes(&["x.json", "x.ndjson"], &[1, 2]));
        assert!(clashes(&["x.json", "x.jsonl", "x.json.json"], &[1, 1, 2]));
        assert!(!clashes(&["x.json", "x.ndjson"], &[2, 2]));
        assert!(!clashes(&["x.jsonl", "x.ndjson", "y.json"], &[1, 2, 3]));

        let inputs = inputs(&["a.jsonl", "x.jsonl", "x.m.jsonl", "x.ndjson"]);
        let mut names = Names::new(&[], &inputs, None).unwrap().of_inputs(&[2, 3]);
        assert_eq!(names.of(0, false), Path::new("x.m.jsonl"));
        assert_eq!(names.of(1, true), Path::new("x.ndjson.jsonl"));
    }

    #[test]
    fn names_are_those_below_the_directory() {
        let roots: Vec<PathBuf> = ["./logs", "logs/y=2026", "/data/", ".."].map(PathBuf::from).into();
        for (path, expected) in [
            ("./logs/a/b.json", "a/b.json"),
            ("logs/y=2026/c.json", "c.json"),
            ("/data/x.json.gz", "x.json.gz"),
            ("elsewhere/d.json", "d.json"),
            ("../up/e.json", "up/e.json"),
        ] {
            assert_eq!(below(Path::new(path), &roots), Path::new(expected), "{path}");
        }
    }

    #[test]
    fn endings_follow_form_and_compression() {
        for (name, form, compression, expected) in [
            ("a/PT1H.json", None, Compression::Gzip, "a/PT1H.json.gz"),
            ("a.json.gz", None, Compression::None, "a.json"),
            ("a.json.zstd", None, Compression::Zstd, "a.json.zstd"),
            ("a.json.gz", Some(".jsonl"), Compression::Gzip, "a.jsonl.gz"),
            ("a.json", Some(".jsonl"), Compression::Zstd, "a.jsonl.zst"),
            ("export", Some(".jsonl"), Compression::None, "export.jsonl"),
            ("x.y/answer.v2", Some(".jsonl"), Compression::None, "x.y/answer.v2.jsonl"),
        ] {
            assert_eq!(renamed(Path::new(name), form, compression), Path::new(expected));
        }
    }
}
