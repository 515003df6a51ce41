//! Protection of inputs: refuses outputs that would destroy a file that the run reads, before anything is written.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::config::{self, Configs};
use crate::identity::Identity;
use crate::input::{DiscoveredInput, is_pattern};
use crate::output::Place;
use crate::recognize::{Written, recognize};

/// Purpose of an output, which determines the files below a checked directory that it may replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A report may replace reports.
    Report,
    /// A baseline may replace a baseline.
    Baseline,
    /// A draft of a schema may replace a draft.
    Draft,
    /// Any other content, which may not replace anything that would be checked.
    Other,
    /// Appended to the existing file.
    Append,
}

/// Use of a file that a run reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Input,
    Configuration,
    Schema,
    Baseline,
}

impl fmt::Display for Use {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Input => "input",
            Self::Configuration => "configuration file",
            Self::Schema => "schema",
            Self::Baseline => "baseline",
        })
    }
}

/// Reason to refuse an output.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Clash {
    /// The run reads the file.
    #[error("`{output}` is {}; name another file for the output", same(output, *used, other))]
    Used {
        /// Output, as given.
        output: String,
        /// Other use of the file.
        used: Use,
        /// Name of the file in that use.
        other: String,
    },
    /// Two outputs are the same file.
    #[error("`{output}` is {} the output `{other}`; name another file", if output == other { "already" } else { "the same file as" })]
    Twice {
        /// Output, as given.
        output: String,
        /// Earlier output.
        other: String,
    },
    /// The output would replace a file that is an input.
    #[error(
        "`{output}` would be replaced, and is not {}; name another file for the output, or move this one away",
        kind(*purpose)
    )]
    NotOurs {
        /// Output, as given.
        output: String,
        /// Purpose of the output.
        purpose: Purpose,
    },
    /// An output directory contains an input.
    #[error("`{directory}` is an output directory, and contains the input `{input}`; name another directory")]
    Contains {
        /// Directory, as given.
        directory: String,
        /// Input, as given or found.
        input: String,
    },
    /// Standard output or standard error goes to a named input.
    #[error("standard output or standard error goes to the input `{input}`; redirect it to another file")]
    Stream {
        /// Input, as given.
        input: String,
    },
}

fn same(output: &str, used: Use, other: &str) -> String {
    let article = if used == Use::Input { "an" } else { "a" };
    if output == other {
        format!("{article} {used}")
    } else {
        format!("the same file as the {used} `{other}`")
    }
}

fn kind(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Baseline => "a baseline",
        Purpose::Draft => "a draft by `acslint infer`",
        Purpose::Report | Purpose::Other | Purpose::Append => "a report by acslint",
    }
}

/// Outputs of a run, which must not be files that it reads.
#[derive(Debug)]
pub(crate) struct Guard {
    outputs: Vec<Output>,
    /// Directories that the run writes files to, as given and without links.
    directories: Vec<(PathBuf, PathBuf)>,
    /// Files that are not inputs, and that the run does not write.
    others: Vec<Identity>,
    streams: Vec<Identity>,
}

#[derive(Debug)]
struct Output {
    path: PathBuf,
    purpose: Purpose,
    identity: Option<Identity>,
}

impl Output {
    fn name(&self) -> String {
        self.path.display().to_string()
    }

    fn is(&self, identity: &Identity) -> bool {
        self.identity.as_ref() == Some(identity)
    }

    /// Returns true if the output may replace files of its own kind below a checked directory.
    fn replaces_its_like(&self) -> bool {
        let Ok(metadata) = fs::metadata(&self.path) else { return true };
        if metadata.len() == 0 || !metadata.is_file() || self.purpose == Purpose::Append {
            return true;
        }
        let written = File::open(&self.path).and_then(recognize);
        match (self.purpose, written) {
            (Purpose::Report, Ok(Some(Written::Report(_)))) => true,
            (Purpose::Baseline, Ok(Some(Written::Baseline))) => true,
            (Purpose::Draft, Ok(Some(Written::Draft))) => true,
            (_, _) => false,
        }
    }
}

impl Guard {
    /// Creates a guard with the output streams of the process.
    pub(crate) fn new() -> Self {
        Self { outputs: Vec::new(), directories: Vec::new(), others: Vec::new(), streams: output_streams() }
    }

    /// Adds an output; fails if it is the same file as an earlier one.
    pub(crate) fn writes(&mut self, path: &Path, purpose: Purpose) -> Result<(), Clash> {
        let output = Output { path: path.to_owned(), purpose, identity: Identity::of_content(path) };
        let clashes = |before: &&Output| output.identity.as_ref().is_some_and(|identity| before.is(identity));
        if let Some(before) = self.outputs.iter().find(clashes) {
            return Err(Clash::Twice { output: output.name(), other: before.name() });
        }
        if purpose != Purpose::Append && is_configuration(path) {
            let (output, other) = (output.name(), output.name());
            return Err(Clash::Used { output, used: Use::Configuration, other });
        }
        self.outputs.push(output);
        Ok(())
    }

    /// Adds a directory that gets a file for each input; fails if another output is the same one.
    pub(crate) fn writes_below(&mut self, directory: &Path) -> Result<(), Clash> {
        let real = fs::canonicalize(directory).or_else(|_| std::path::absolute(directory));
        let real = real.unwrap_or_else(|_| directory.to_owned());
        if let Some((other, _)) = self.directories.iter().find(|(_, other)| *other == real) {
            let [output, other] = [directory, other].map(|path| path.display().to_string());
            return Err(Clash::Twice { output, other });
        }
        self.directories.push((directory.to_owned(), real));
        Ok(())
    }

    /// Fails if an input is in one of the output directories.
    fn checks_directories(&self, found: &[DiscoveredInput]) -> Result<(), Clash> {
        if self.directories.is_empty() {
            return Ok(());
        }
        for input in found.iter().flatten() {
            let Some(path) = input.origin.file() else { continue };
            let Ok(real) = fs::canonicalize(path) else { continue };
            if let Some((directory, _)) =
                self.directories.iter().find(|(_, directory)| real.starts_with(directory))
            {
                let directory = directory.display().to_string();
                return Err(Clash::Contains { directory, input: input.name.clone() });
            }
        }
        Ok(())
    }

    /// Returns true if the run writes files.
    pub(crate) fn has_outputs(&self) -> bool {
        !self.outputs.is_empty()
    }

    /// Fails if a file that the run reads is one of the outputs.
    pub(crate) fn reads(&self, path: &Path, used: Use) -> Result<(), Clash> {
        self.reads_file(Identity::of_content(path), &path.display().to_string(), used)
    }

    fn reads_file(&self, identity: Option<Identity>, name: &str, used: Use) -> Result<(), Clash> {
        let Some(identity) = identity else { return Ok(()) };
        match self.outputs.iter().find(|output| output.is(&identity)) {
            None if used == Use::Input && self.streams.contains(&identity) => {
                Err(Clash::Stream { input: name.to_owned() })
            }
            None => Ok(()),
            Some(output) => {
                let output = output.name();
                Err(Clash::Used { output, used, other: name.to_owned() })
            }
        }
    }

    /// Fails if a configuration file that was read, or a schema of one, is one of the outputs.
    pub(crate) fn reads_configs(&self, configs: &Configs) -> Result<(), Clash> {
        for config in configs.read() {
            self.reads_file(Identity::of_content(&config.path), &config.name, Use::Configuration)?;
            for schema in &config.schemas {
                self.reads(configs.shown(schema), Use::Schema)?;
            }
        }
        Ok(())
    }

    /// Adds the baseline that the run compares with; fails if it is one of the outputs. It is not an input either.
    pub(crate) fn compares_with(&mut self, baseline: &Path) -> Result<(), Clash> {
        self.reads(baseline, Use::Baseline)?;
        self.others.extend(Identity::of_content(baseline));
        Ok(())
    }

    /// Fails if an output is one of the named paths, or would replace an input that is not of its kind, or a document
    /// that is not an input. `found` are all inputs that the paths stand for, `documents` the files that are none by
    /// their content.
    pub(crate) fn checks(
        &self,
        named: &[PathBuf],
        found: &[DiscoveredInput],
        documents: &[PathBuf],
    ) -> Result<(), Clash> {
        for path in named {
            if path == Path::new("-") {
                self.reads_file(Identity::of_input_stream(), "-", Use::Input)?;
            } else if !path.is_dir() && (path.exists() || !is_pattern(path)) {
                let is_baseline =
                    Identity::of_content(path).is_some_and(|identity| self.others.contains(&identity));
                if !is_baseline {
                    self.reads(path, Use::Input)?;
                }
            }
        }
        self.checks_directories(found)?;
        for output in &self.outputs {
            let is_output = |found: Option<Identity>| found.is_some_and(|found| output.is(&found));
            let is_found = found.iter().any(|found| is_output(self.identity(found)))
                || documents.iter().any(|path| is_output(Identity::of_content(path)));
            if is_found && !output.replaces_its_like() {
                let (output, purpose) = (output.name(), output.purpose);
                return Err(Clash::NotOurs { output, purpose });
            }
        }
        Ok(())
    }

    /// Returns the inputs without the files that the run writes or compares with.
    pub(crate) fn inputs(&self, mut found: Vec<DiscoveredInput>) -> Vec<DiscoveredInput> {
        found.retain(|found| self.identity(found).is_none_or(|identity| !self.knows(&identity)));
        found
    }

    /// Returns true for a file that the run writes or compares with, under any of its names.
    pub(crate) fn is_ours(&self, path: &Path) -> bool {
        Identity::of_content(path).is_some_and(|identity| self.knows(&identity))
    }

    fn knows(&self, identity: &Identity) -> bool {
        let is_output = self.outputs.iter().any(|output| output.is(identity));
        is_output || self.others.contains(identity) || self.streams.contains(identity)
    }

    /// Returns the identity of an input, if it can be that of an output.
    fn identity(&self, found: &DiscoveredInput) -> Option<Identity> {
        let is_needed = !(self.outputs.is_empty() && self.others.is_empty() && self.streams.is_empty());
        match found {
            Ok(input) if is_needed => input.origin.file().and_then(Identity::of_content),
            _ => None,
        }
    }
}

/// Returns the identities of the regular files that standard output and standard error go to.
fn output_streams() -> Vec<Identity> {
    #[cfg(unix)]
    {
        use crate::output::Stream;
        let streams = [Stream::Output, Stream::Error].into_iter().flat_map(Stream::open);
        streams.filter_map(|stream| Identity::of_open(&stream)).collect()
    }
    #[cfg(not(unix))]
    Vec::new()
}

/// Returns true if an existing file is a configuration file by its name.
fn is_configuration(path: &Path) -> bool {
    let Ok(Place::File { path, replaced: Some(there) }) = Place::of(path) else { return false };
    there.len() > 0 && path.file_name().is_some_and(|name| name == config::NAME)
}
