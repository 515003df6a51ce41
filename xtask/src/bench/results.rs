//! What was measured, run by run: the content of `results.json`, from which the document and its plots are rendered.

use serde::{Deserialize, Serialize};

use super::statistics::Spread;
use crate::Error;

/// All of one `cargo xtask bench`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// How it was called.
    pub settings: Settings,
    /// Where it ran.
    pub machine: Machine,
    /// What was measured against, in the order of the tables.
    pub peers: Vec<Tool>,
    /// What each tool said of the same bad records.
    pub verdicts: Vec<Judgement>,
    /// Two things that ran in turn.
    pub comparisons: Vec<Comparison>,
    /// acslint on inputs of growing size.
    pub growth: Vec<Series>,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Small data and few runs: to see that everything works, not for its numbers.
    pub quick: bool,
    /// Size of the data that the fastest tools run on.
    pub bytes: u64,
    /// How often each pair ran.
    pub runs: usize,
}

/// A computer and what was installed on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Machine {
    /// The day, in UTC.
    pub date: String,
    /// Which acslint it was: the commit, with a mark where files had changed since, and the profile.
    pub build: String,
    /// Name of the processor.
    pub processor: String,
    /// The vector instructions it has, of those that parsers use.
    pub vectors: Vec<String>,
    /// How many cores there are.
    pub cores: usize,
    /// Bytes of memory, where that is known.
    pub memory: Option<u64>,
    /// Name and release of the system.
    pub system: String,
    /// Whether each program was kept on its own cores.
    pub pinned: bool,
    /// acslint, and the compilers and interpreters, with their versions.
    pub versions: Vec<(String, String)>,
}

/// Something acslint is measured against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// The name that `--only` takes.
    pub name: String,
    /// Its version, or those of its parts.
    pub version: String,
    /// Why it was not measured, where it was not.
    pub left_out: Option<String>,
}

/// How many records a tool took for valid and how many not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// Valid records.
    pub valid: u64,
    /// The others.
    pub invalid: u64,
}

/// What a tool said of records some of which were bad, and what it should have said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// The tool.
    pub tool: String,
    /// What it said.
    pub said: Verdict,
    /// What is true of the same records, as far as the tool sets out to tell.
    pub expected: Verdict,
}

/// What one run cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Seconds from start to exit.
    pub wall: f64,
    /// Seconds of processor time, of the program and of the system on its behalf.
    pub cpu: f64,
    /// Most bytes of memory at any time.
    pub memory: u64,
}

/// One program on one input, several times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// What ran.
    pub name: String,
    /// Bytes of the input, decompressed.
    pub bytes: u64,
    /// What it said of the records, where it says that.
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

/// Two programs, or one on two inputs, that ran in turn: one run of each makes a pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// What was compared, such as `lines`.
    pub case: String,
    /// What is asked about.
    pub subject: Series,
    /// What it is measured against.
    pub reference: Series,
}

impl Comparison {
    /// How many times as fast the subject was, pair by pair, from start to exit.
    pub fn speed(&self) -> Option<Spread> {
        self.ratio(|run| run.wall)
    }

    /// The same by processor time.
    pub fn cpu_speed(&self) -> Option<Spread> {
        self.ratio(|run| run.cpu)
    }

    /// Bytes for time, the subject's over the reference's. A time of 0 is too short for the system's clock to compare.
    fn ratio(&self, time: fn(&Cost) -> f64) -> Option<Spread> {
        let pairs = || self.subject.runs.iter().zip(&self.reference.runs);
        if pairs().any(|(subject, reference)| time(subject) <= 0.0 || time(reference) <= 0.0) {
            return None;
        }
        let bytes = self.subject.bytes as f64 / self.reference.bytes as f64;
        Spread::of(pairs().map(|(subject, reference)| bytes * time(reference) / time(subject)))
    }
}

/// Records why a tool is not in the tables, and prints it.
pub(super) fn leave_out(tools: &mut [Tool], name: &str, reason: String) {
    println!("  {name} is left out: {reason}");
    if let Some(tool) = tools.iter_mut().find(|tool| tool.name == name) {
        tool.left_out = Some(reason);
    }
}

impl Results {
    /// Reads the text of this file.
    pub fn from_json(file: &str, text: &str) -> Result<Self, Error> {
        serde_json::from_str(text).map_err(|source| Error::Json { path: file.into(), source })
    }

    /// As text, each entry of a list on a line of its own, so that a difference can be read.
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
