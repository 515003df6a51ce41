//! The benchmark data: made by `acslint sample`, or cut and wrapped from such data.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use acslint_types::{CATEGORIES, Shape};
use serde_json::{Map, json};

use super::context::Context;
use crate::{Error, command};

/// The first categories of acslint. Their records have 600 to 900 bytes.
pub(super) const DOCUMENTED: [&str; 9] = [
    "Usage",
    "ChatOperational",
    "SMSOperational",
    "AuthOperational",
    "NetworkTraversalOperational",
    "EmailSendMailOperational",
    "EmailStatusUpdateOperational",
    "EmailUserEngagementOperational",
    "CallAutomationOperational",
];

/// Arguments for `acslint sample`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recipe {
    pub(super) shape: Shape,
    pub(super) bytes: u64,
    /// The share of bad records, such as `1%`.
    pub(super) defects: Option<&'static str>,
    /// The rules that bad records break; any rule with a defect, if empty.
    pub(super) rules: &'static [&'static str],
    /// True if the keys of a record are shuffled.
    pub(super) shuffle: bool,
    /// The categories, mixed; all categories, if empty.
    pub(super) categories: &'static [&'static str],
}

impl Recipe {
    /// Clean resource logs of the documented categories.
    pub(super) fn clean(bytes: u64) -> Self {
        let shape = Shape::ResourceLog;
        Self { shape, bytes, defects: None, rules: &[], shuffle: false, categories: &DOCUMENTED }
    }
}

/// A file of records. It is removed when no longer needed, because a disk may not hold all of them.
#[derive(Debug)]
pub(super) struct Data {
    path: PathBuf,
    /// Bytes of the records, decompressed.
    pub(super) bytes: u64,
    /// Number of records.
    pub(super) records: u64,
}

impl Drop for Data {
    fn drop(&mut self) {
        // A file that cannot be removed is overwritten the next time.
        let _ = fs::remove_file(&self.path);
    }
}

impl Data {
    /// Generates new records.
    pub(super) fn make(context: &Context<'_>, name: &str, recipe: Recipe) -> Result<Self, Error> {
        let path = place(context, name)?;
        let (shape, bytes) = (recipe.shape.id(), format!("{}B", recipe.bytes));
        let mut sample = std::process::Command::new(context.acslint());
        sample.args(["sample", "--shape", shape, "--bytes", &bytes, "--seed", "1"]);
        sample.args(recipe.categories.iter().flat_map(|category| ["--category", category]));
        sample
            .args(recipe.defects.into_iter().flat_map(|share| ["--defects", share, "--labels", "/dev/null"]));
        sample.args(recipe.rules.iter().flat_map(|rule| ["--rule", rule]));
        sample.args(recipe.shuffle.then_some("--shuffle")).arg("--output").arg(&path);
        command::run(&mut sample)?;
        Self::at(path)
    }

    /// Opens a file of lines.
    pub(super) fn at(path: PathBuf) -> Result<Self, Error> {
        let (bytes, records) = size(&path).map_err(at(&path))?;
        Ok(Self { path, bytes, records })
    }

    /// Its first lines, up to this many bytes but at least one.
    pub(super) fn head(&self, context: &Context<'_>, name: &str, bytes: u64) -> Result<Self, Error> {
        let mut left = bytes;
        self.rewrite(context, name, |line, output| {
            let is_first = left == bytes;
            let Some(rest) = left.checked_sub(line.len() as u64).or(is_first.then_some(0)) else {
                return Ok(false);
            };
            left = rest;
            output.write_all(line)?;
            Ok(left > 0)
        })
    }

    /// The same records with one more member, which no schema has.
    pub(super) fn drifted(&self, context: &Context<'_>, name: &str) -> Result<Self, Error> {
        self.rewrite(context, name, |line, output| {
            output.write_all(b"{\"colourOfTheDay\":\"green\",")?;
            output.write_all(line.strip_prefix(b"{").unwrap_or(line))?;
            Ok(true)
        })
    }

    /// The records in one document: after `before`, separated by commas, and before `behind`.
    pub(super) fn wrapped(
        &self,
        context: &Context<'_>,
        name: &str,
        before: &str,
        behind: &str,
    ) -> Result<Self, Error> {
        let mut between = before;
        let mut wrapped = self.rewrite(context, name, |line, output| {
            output.write_all(between.as_bytes())?;
            output.write_all(line.trim_ascii_end())?;
            between = ",\n";
            Ok(true)
        })?;
        let append = || File::options().append(true).open(&wrapped.path)?.write_all(behind.as_bytes());
        append().map_err(at(&wrapped.path))?;
        wrapped.bytes += behind.len() as u64;
        wrapped.records = self.records;
        Ok(wrapped)
    }

    /// The same, compressed with `gzip` or `zstd`.
    pub(super) fn compressed(&self, context: &Context<'_>, codec: &str) -> Result<Self, Error> {
        let path = place(context, &format!("lines.{codec}"))?;
        let program = context.place("peers/release/codec").to_string_lossy().into_owned();
        let mut compress = command::program(context.repository(), &program, [codec, "compress"]);
        command::run(compress.arg(&self.path).arg(&path))?;
        Ok(Self { path, bytes: self.bytes, records: self.records })
    }

    /// The lines, each rewritten.
    pub(super) fn rewrite(
        &self,
        context: &Context<'_>,
        name: &str,
        line: impl FnMut(&[u8], &mut dyn Write) -> io::Result<bool>,
    ) -> Result<Self, Error> {
        let path = place(context, name)?;
        rewrite(&self.path, &path, line).map_err(at(&path))?;
        Self::at(path)
    }

    /// Path of another file in its directory.
    pub(super) fn beside(&self, name: &str) -> String {
        self.path.with_file_name(name).to_string_lossy().into_owned()
    }

    /// Path of the file.
    pub(super) fn file(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }
}

/// The schemas in the form that the tools expect.
#[derive(Debug)]
pub(super) struct Schemas {
    /// All schemas of a shape in one file, by the names that select them.
    pub(super) dispatch: String,
    /// The schema of [`SINGLE`].
    pub(super) single: String,
}

/// The category of the records for a tool that takes only one schema.
pub(super) const SINGLE: &str = "ChatOperational";

impl Schemas {
    /// Writes the schemas of a shape into one file.
    pub(super) fn new(context: &Context<'_>, shape: Shape) -> Result<Self, Error> {
        let keys: &[&str] = match shape {
            Shape::Table => &["Category", "Type"],
            Shape::ResourceLog => &["category"],
        };
        let mut schemas = Map::new();
        for category in CATEGORIES.iter().filter(|category| category.shapes().any(|known| known == shape)) {
            let schema = category.schema(shape);
            let table = category.table.filter(|_| shape == Shape::Table);
            schemas.extend(table.map(|table| (table.to_owned(), schema.clone())));
            schemas.insert(category.id.to_owned(), schema);
        }
        let path = context.place(&format!("schemas-{shape}.json"));
        fs::write(&path, json!({ "keys": keys, "schemas": schemas }).to_string()).map_err(at(&path))?;
        let single = context.repository().root().join(format!("schemas/{shape}/{SINGLE}.schema.json"));
        let [dispatch, single] = [path, single].map(|path| path.to_string_lossy().into_owned());
        Ok(Self { dispatch, single })
    }
}

impl Schemas {
    /// Writes a configuration of custom categories, named `Own…`, with the schemas of resource logs; returns its path.
    pub(super) fn custom(context: &Context<'_>) -> Result<String, Error> {
        let directory = context.place("custom");
        fs::create_dir_all(&directory).map_err(at(&directory))?;
        let mut config = String::new();
        for id in DOCUMENTED {
            let category = CATEGORIES.iter().find(|category| category.id == id);
            let Some(category) = category else { continue };
            let mut schema = category.schema(Shape::ResourceLog);
            let name = format!("Own{}", category.value.unwrap_or(id));
            schema["properties"]["category"] = json!({ "const": name });
            let path = directory.join(format!("{id}.json"));
            fs::write(&path, schema.to_string()).map_err(at(&path))?;
            config.extend(["[categories.", &name, "]\nschema = \"", id, ".json\"\n"]);
        }
        let path = directory.join("acslint.toml");
        fs::write(&path, config).map_err(at(&path))?;
        Ok(path.to_string_lossy().into_owned())
    }
}

fn place(context: &Context<'_>, name: &str) -> Result<PathBuf, Error> {
    let directory = context.place("data");
    fs::create_dir_all(&directory).map_err(at(&directory))?;
    Ok(directory.join(name))
}

fn at(path: &Path) -> impl Fn(io::Error) -> Error {
    |source| Error::File { path: path.to_owned(), source }
}

/// Number of bytes and lines of a file.
fn size(path: &Path) -> io::Result<(u64, u64)> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 256 * 1024];
    let (mut bytes, mut lines) = (0, 0);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((bytes, lines)),
            read => {
                bytes += read as u64;
                lines += memchr::memchr_iter(b'\n', &buffer[..read]).count() as u64;
            }
        }
    }
}

/// Passes each line, with its newline, to the function until the function has enough.
fn rewrite(
    from: &Path,
    to: &Path,
    mut line: impl FnMut(&[u8], &mut dyn Write) -> io::Result<bool>,
) -> io::Result<()> {
    let mut input = BufReader::with_capacity(256 * 1024, File::open(from)?);
    let mut output = BufWriter::new(File::create(to)?);
    let mut bytes = Vec::new();
    while input.read_until(b'\n', &mut bytes)? > 0 && line(&bytes, &mut output)? {
        bytes.clear();
    }
    output.flush()
}
