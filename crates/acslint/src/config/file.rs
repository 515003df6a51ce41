//! Keys of `acslint.toml`; the schema for editors is generated from them.
//!
//! Each value keeps its place, so that messages and `config show` can name its line. Parsing resolves names of
//! rules and levels; names of categories and properties are resolved once the whole file has been read.

use std::num::NonZero;

use acslint_types::Shape;
use clap::builder::NonEmptyStringValueParser;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Config;
use super::at::{At, Written};
use super::levels::Levels;
use super::settings::{Effective, Given, OptionValue, Setting, settings};
use super::tables::{Categories, Hint, MinRecords, Override, Report, Suppress};
use crate::environment::Environment;
use crate::values::parsers::{Completed, at_least_one, categories, shape};
use crate::values::pattern::{Pattern, pattern};
use crate::values::{
    Annotate, AtMost, CategoryName, FailOn, Preset, Ratio, Redaction, ShapeName, Size, TargetName, Threads,
};

settings! {
    /// The configuration of acslint: `acslint.toml`.
    #[derive(Debug, Default, Deserialize, JsonSchema)]
    #[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
    keys File;

    /// Options that set a key of the configuration file.
    #[derive(Debug, Clone, Default, clap::Args)]
    options Options;

    /// Settings of the whole run.
    #[derive(Debug, Clone)]
    run RunSettings;

    /// Preset that the levels of the rules start from.
    preset: Option<At<Preset>>,
        option
            #[command(flatten)]
            Presets;

    /// The level of a rule, or of all rules of a group. The level of a rule overrides the level of its group.
    levels: Levels;

    /// Lowest level of a finding that fails the run.
    fail_on: Option<At<FailOn>>,
        default FailOn = |_| FailOn::Error,
        option
            /// Lowest level of a finding that fails the run [default: error]
            #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Rules")]
            Option<FailOn>;

    /// File of known findings, relative to this file's directory. Reports leave out known findings, and they do
    /// not fail the run.
    baseline: Option<At<String>>,
        shown Value::Null;

    /// Minimum number of records that a run must check: in total, or in a table by category, custom category or
    /// table.
    min_records: Option<At<MinRecords>>,
        shown Value::Null;

    /// Categories, custom categories or tables of which a run must check at least one record.
    require_category: Option<At<Vec<At<CategoryName>>>>,
        shown json!([]);

    /// Files to read in directories, as patterns like those in a `.gitignore`, relative to this file's directory.
    /// They replace the default `*.json`, `*.jsonl` and `*.ndjson`, also with `.gz`, `.zst` or `.zstd` appended.
    include: Option<At<Vec<At<String>>>>;

    /// Files and directories to skip in directories, as patterns like those in a `.gitignore`, relative to this
    /// file's directory. They apply to a file given by name only with `--force-exclude`.
    exclude: Option<At<Vec<At<String>>>>,
        option
            /// Skip files and directories that match this pattern, like one in a `.gitignore`; may be repeated.
            ///
            /// The pattern is relative to the working directory, and applies to directories and glob patterns in addition
            /// to `exclude` in the configuration. It applies to a file given by name only with `--force-exclude`.
            #[arg(long, value_name = "PATTERN", value_parser = pattern, help_heading = "Inputs")]
            Vec<Pattern>;

    /// Levels for some files, categories or properties; the last entry with a level for a rule applies.
    overrides: Vec<At<Override>>;

    /// Category and shape of records in some files; the last matching entry applies.
    hints: Vec<At<Hint>>;

    /// Findings that reports leave out and that do not fail the run, each with a reason.
    suppress: Vec<At<Suppress>>;

    /// Category, or table, of records that do not name theirs.
    category: Option<At<CategoryName>>,
        option
            /// Category of records that do not name theirs.
            ///
            /// Takes a category or its table, in any letter case, or a custom category of the configuration.
            #[arg(
                long,
                value_parser = Completed { parser: NonEmptyStringValueParser::new(), names: categories },
                hide_possible_values = true,
                help_heading = "Records"
            )]
            Option<String>;

    /// Shape to assume where a record fits both.
    shape: Option<At<ShapeName>>,
        option
            /// Shape to assume where a record fits both.
            #[arg(long, value_parser = shape(), help_heading = "Records")]
            Option<Shape>;

    /// Destination that a forecast is made for: what it loses of the records, if they are loaded with the tables of
    /// `acslint schema export`.
    target: Option<At<TargetName>>,
        default Option<TargetName> = |_| None,
        option
            /// Forecast what this destination loses of the records when they are loaded.
            ///
            /// The forecast assumes the tables that `acslint schema export --for` writes for it, or the one of
            /// `--target-schema`. `human` says it for each finding and in the summary; in `json`, findings have `loss`, and
            /// the summary has `target`. A record without findings can lose something too. It takes longer: records that
            /// the tables do not keep whole are checked in full.
            #[arg(long, value_enum, value_name = "TARGET", help_heading = "Forecast")]
            Option<TargetName>;

    /// Custom categories by name: their records are checked against your JSON Schema.
    categories: Categories;

    /// Reports to write if the command line does not select any.
    reports: Vec<At<Report>>,
        shown json!([{ "format": "human" }]);

    /// True if all formats mask personal data, false if none does. By default, formats meant for sharing mask it.
    redact: Option<At<bool>>,
        default Redaction = |_| Redaction::Shared,
        option
            #[command(flatten)]
            Redact;

    /// Number of findings to show per group before counting the rest (`human` and `html` only).
    show: Option<At<AtMost>>,
        default AtMost = |_| AtMost(Some(3)),
        option
            /// Number of findings to show per group before counting the rest (`human` and `html` only) [default: 3]
            ///
            /// A group holds the findings of one rule and level about the same property, or the same unknown name, of the
            /// same category and shape. `human` shows the first 20 unknown names of a rule and category.
            /// `html` shows at most 20 per group.
            #[arg(long, value_name = "N|all", value_parser = clap::value_parser!(AtMost), help_heading = "Report")]
            Option<AtMost>;

    /// Maximum number of findings to write; the report counts the rest.
    max_findings: Option<At<u64>>,
        default Option<u64> = |_| None,
        option
            /// Write at most this many findings; the report counts the rest.
            #[arg(long, value_name = "N", help_heading = "Report")]
            Option<u64>;

    /// Items that get an annotation in the formats for services: `each` finding, or each `kind` (`azure`, `github` and
    /// `junit` only).
    annotate: Option<At<Annotate>>,
        default Annotate = |_| Annotate::Each,
        option
            /// Items that get an annotation (`azure`, `github` and `junit` only) [default: each]
            ///
            /// Of `each` finding, as many get one as the service shows: errors first, and as many files as possible,
            /// with those first that differ from the base branch. The summary of the step lists the others.
            #[arg(long, value_enum, value_name = "ITEM", help_heading = "Report")]
            Option<Annotate>;

    /// Maximum number of bytes of decompressed data per input: a number, or a text such as `512MiB`.
    max_decompressed: Option<At<Size>>,
        default Option<Size> = |_| None,
        option
            /// Read at most this many bytes of decompressed data per input, such as `512MiB` or `10GB`.
            ///
            /// acslint checks a larger input up to this size and then counts it as unreadable, which fails the run.
            #[arg(long, value_name = "SIZE", value_parser = clap::value_parser!(Size), help_heading = "Inputs")]
            Option<Size>;

    /// Maximum ratio of decompressed to compressed size, from the first MiB on.
    max_ratio: Option<At<Ratio>>,
        default Option<Ratio> = |_| None,
        option
            /// Stop reading an input whose decompressed size exceeds its compressed size by this factor.
            ///
            /// The limit applies from the first MiB on, since a small text may compress to almost nothing.
            #[arg(long, value_name = "N", value_parser = at_least_one::<NonZero<u32>, Ratio>, help_heading = "Inputs")]
            Option<Ratio>;

    /// Number of threads that check.
    threads: Option<At<Threads>>,
        default Threads = |environment| Threads::of(environment.processors),
        option
            /// Number of threads that check [default: number of processors]
            ///
            /// The report does not depend on it. With 1, everything but decompression runs in one thread. Memory does
            /// not grow with the input or its findings. Each thread needs at most 8 MiB. In addition, there are the
            /// longest record with its findings, an entry per group of findings, and, for each input being
            /// decompressed, 8 MiB and the window of its zstd frame.
            #[arg(
                long,
                value_name = "N",
                value_parser = at_least_one::<NonZero<u16>, Threads>,
                env = "ACSLINT_THREADS",
                hide_env_values = true,
                help_heading = "Speed"
            )]
            Option<Threads>;
}

/// Pair of options that select a preset; the last one applies.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Presets {
    /// Report suspicious records as errors: the preset `strict`.
    ///
    /// It replaces the `preset` of the configuration; levels in the configuration and `--level` still apply.
    #[arg(long, overrides_with = "lenient", help_heading = "Rules")]
    strict: bool,
    /// Report only wrong records: the preset `lenient`.
    ///
    /// It replaces the `preset` of the configuration; levels in the configuration and `--level` still apply.
    #[arg(long, overrides_with = "strict", help_heading = "Rules")]
    lenient: bool,
}

impl Presets {
    /// Returns the selected preset, if any.
    pub(crate) fn preset(&self) -> Option<Preset> {
        match (self.strict, self.lenient) {
            (true, _) => Some(Preset::Strict),
            (false, true) => Some(Preset::Lenient),
            (false, false) => None,
        }
    }
}

/// Pair of options that mask personal data, or show it; the last one applies.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Redact {
    /// Mask all values that may be personal data.
    ///
    /// This is the default in formats meant for sharing: `azure`, `github`, `gitlab`, `html`, `junit`, `markdown`,
    /// `rdjson` and `sarif`. Reports still show known vocabularies, times, versions, counts and the like, file
    /// names, and resource identifiers. Excerpts mask everything else. Messages replace a value by a keyed hash,
    /// so that equal values stay recognizable. The key is random in each run, or taken from `ACSLINT_REDACT_KEY`.
    #[arg(long, overrides_with = "no_redact", help_heading = "Report")]
    redact: bool,
    /// Show values of records in all formats.
    #[arg(long, overrides_with = "redact", help_heading = "Report")]
    no_redact: bool,
}

impl Redact {
    /// Returns true if the option to mask was given.
    pub(crate) fn is_redacting(&self) -> bool {
        self.redact
    }
}

impl OptionValue<Redaction> for Redact {
    fn value(&self) -> Option<Redaction> {
        (self.redact || self.no_redact).then(|| Redaction::from(self.redact))
    }

    fn option(&self, key: &str) -> String {
        if self.redact { format!("--{key}") } else { format!("--no-{key}") }
    }
}
