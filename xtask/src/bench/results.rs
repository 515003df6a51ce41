//! Measurements, run by run: the content of `results.json`, from which the document and its plots are rendered.

use serde::{Deserialize, Serialize};

use super::statistics::Spread;
use crate::Error;

/// Results of one `cargo xtask bench`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// Its options.
    pub settings: Settings,
    /// Its machine.
    pub machine: Machine,
    /// The tools to compare with, in the order of the tables.
    pub peers: Vec<Tool>,
    /// The verdicts of each tool on the same bad records.
    pub verdicts: Vec<Judgement>,
    /// The verdicts of each other tool on records with a member that no schema has.
    pub drifted: Vec<Judgement>,
    /// Comparisons of two programs that ran in turn.
    pub comparisons: Vec<Comparison>,
    /// acslint on inputs of growing size.
    pub growth: Vec<Series>,
}

/// The options of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// True for small data and few runs: a test of the benchmark, without useful numbers.
    pub quick: bool,
    /// Size of the data that the fastest tools run on.
    pub bytes: u64,
    /// Number of runs of each pair.
    pub runs: usize,
}

/// A computer and its installed programs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Machine {
    /// The day, in UTC.
    pub date: String,
    /// The measured acslint: its commit, with a mark for changed files, and its profile.
    pub build: String,
    /// Name of the processor.
    pub processor: String,
    /// Its vector instructions that parsers use.
    pub vectors: Vec<String>,
    /// Number of cores.
    pub cores: usize,
    /// Bytes of memory, if known.
    pub memory: Option<u64>,
    /// Name and release of the system.
    pub system: String,
    /// True if each program was pinned to its own cores.
    pub pinned: bool,
    /// acslint, and the compilers and interpreters, with their versions.
    pub versions: Vec<(String, String)>,
}

/// A tool that acslint is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Its name for `--only`.
    pub name: String,
    /// Its version, or those of its parts.
    pub version: String,
    /// The reason why it was not measured, if any.
    pub left_out: Option<String>,
}

/// Numbers of valid and invalid records according to a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// Valid records.
    pub valid: u64,
    /// The others.
    pub invalid: u64,
}

/// Verdict of a tool on records with some bad ones, and the expected verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// The tool.
    pub tool: String,
    /// The actual verdict.
    pub said: Verdict,
    /// The correct verdict, as far as the tool aims to give one.
    pub expected: Verdict,
}

/// Cost of one run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Seconds from start to exit.
    pub wall: f64,
    /// Seconds of processor time, of the program and of the system on its behalf.
    pub cpu: f64,
    /// Peak memory in bytes.
    pub memory: u64,
}

/// One program on one input, several times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// The program.
    pub name: String,
    /// Bytes of the input, decompressed.
    pub bytes: u64,
    /// Its verdict on the records, if it gives one.
    pub verdict: Option<Verdict>,
    /// The runs, in order.
    pub runs: Vec<Cost>,
}

impl Series {
    /// Seconds from start to exit.
    pub fn wall(&self) -> Option<Spread> {
        Spread::of(self.runs.iter().map(|run| run.wall))
    }

    /// Megabytes a second, from start to exit.
    pub fn rate(&self) -> Option<Spread> {
        Spread::of(self.runs.iter().map(|run| self.bytes as f64 / 1e6 / run.wall))
    }

    /// The most memory that any run took.
    pub fn memory(&self) -> Option<u64> {
        self.runs.iter().map(|run| run.memory).max()
    }
}

/// Two programs, or one on two inputs, that ran in turn: one run of each is a pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// Name of the case, such as `lines`.
    pub case: String,
    /// The measured program.
    pub subject: Series,
    /// The program that it is compared with.
    pub reference: Series,
}

impl Comparison {
    /// Speed of the subject as a multiple of the reference's, pair by pair, from start to exit.
    pub fn speed(&self) -> Option<Spread> {
        self.ratio(|run| run.wall)
    }

    /// The same by processor time.
    pub fn cpu_speed(&self) -> Option<Spread> {
        self.ratio(|run| run.cpu)
    }

    /// Bytes per time, the subject's over the reference's. A time of 0 is too short for the system's clock to compare.
    fn ratio(&self, time: fn(&Cost) -> f64) -> Option<Spread> {
        let pairs = || self.subject.runs.iter().zip(&self.reference.runs);
        if pairs().any(|(subject, reference)| time(subject) <= 0.0 || time(reference) <= 0.0) {
            return None;
        }
        let bytes = self.subject.bytes as f64 / self.reference.bytes as f64;
        Spread::of(pairs().map(|(subject, reference)| bytes * time(reference) / time(subject)))
    }
}

/// Records and prints the reason why a tool is not in the tables.
pub(super) fn leave_out(tools: &mut [Tool], name: &str, reason: String) {
    println!("  {name} is left out: {reason}");
    if let Some(tool) = tools.iter_mut().find(|tool| tool.name == name) {
        tool.left_out = Some(reason);
    }
}

impl Results {
    /// Parses the text of this file.
    pub fn from_json(file: &str, text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|source| Error::Json { path: file.into(), source })
    }

    /// The results as text, with each entry of a list on its own line, so that a difference is readable.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let members = serde_json::to_value(self)?;
        let members = members.as_object().into_iter().flatten().map(|(name, value)| {
            let entries =
                value.as_array().map(|list| list.iter().map(ToString::to_string).collect::<Vec<_>>());
            let text = match entries {
                Some(entries) if !entries.is_empty() => format!("[\n    {}\n  ]", entries.join(",\n    ")),
                _ => value.to_string(),
            };
            format!("  \"{name}\": {text}")
        });
        Ok(format!("{{\n{}\n}}\n", members.collect::<Vec<_>>().join(",\n")))
    }

    /// The comparison of a case with this reference.
    pub fn comparison(&self, case: &str, reference: &str) -> Option<&Comparison> {
        self.comparisons
            .iter()
            .find(|comparison| comparison.case == case && comparison.reference.name == reference)
    }

    /// The comparisons of a case, in the order in which they were made.
    pub fn case<'r>(&'r self, case: &'r str) -> impl Iterator<Item = &'r Comparison> {
        self.comparisons.iter().filter(move |comparison| comparison.case == case)
    }
}
