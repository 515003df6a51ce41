//! `acslint config show`: the effective settings, and the origin of each.
//!
//! It shows the settings of `check` with the same options. Settings of the check come from the configuration file
//! for the given path, and settings of the whole run from that for the working directory.

use std::fmt::Write;

use acslint_check::{Level, RULES};
use clap::ValueEnum;
use serde::Serialize;
use serde_json::{Value, json};

use crate::args::ConfigShow;
use crate::config::file::At;
use crate::config::{Applies, Config, Configs};
use crate::environment::Environment;
use crate::error::Error;
use crate::input::PATTERNS;
use crate::plan::SHOWN;
use crate::text::{table, visible};
use crate::values::{AtMost, FailOn, ListFormat};

/// Version of the JSON format; changes when a name is removed or changes its meaning.
const VERSION: u32 = 1;

/// A setting with its origin.
#[derive(Debug, Serialize)]
struct Setting {
    key: String,
    value: Value,
    origin: Origin,
}

/// Origin of a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Origin {
    /// The built-in default.
    Default,
    /// A configuration file.
    File { file: String, line: u64, key: String },
    /// A command-line option.
    Option { name: &'static str },
    /// An environment variable.
    Environment { name: &'static str },
}

impl Origin {
    fn of(config: &Config, at: usize, key: &str) -> Self {
        Self::File { file: config.name.clone(), line: config.line(at), key: key.to_owned() }
    }

    /// The origin as text; omits the key if it equals `said`.
    fn text(&self, said: &str) -> String {
        match self {
            Self::Default => "default".to_owned(),
            Self::File { file, line, key } if key == said => format!("{file}:{line}"),
            Self::File { file, line, key } => format!("{file}:{line} ({key})"),
            Self::Option { name } => (*name).to_owned(),
            Self::Environment { name } => format!("${name}"),
        }
    }
}

#[derive(Serialize)]
struct Shown {
    version: u32,
    path: String,
    /// Configuration file for the check of the path.
    file: Option<String>,
    /// Origin of that file: `found` or `named`.
    file_origin: Option<&'static str>,
    /// Configuration file for the run.
    run_file: Option<String>,
    /// Origin of that file.
    run_file_origin: Option<&'static str>,
    settings: Vec<Setting>,
}

/// The effective settings as text.
pub(crate) fn show(args: &ConfigShow, environment: &Environment) -> Result<String, Error> {
    let configs = Configs::new(args.choices.which(environment))?;
    let path = configs.absolute(&args.path);
    let is_directory = path.is_dir();
    let config = configs.of(&path, is_directory);
    if let Some(error) = configs.failure() {
        return Err(error.into());
    }
    let (config, run) = (config.as_deref(), configs.of_run().map(AsRef::as_ref));
    let mut settings = of_run(args, run, environment);
    let applies = config.filter(|_| !is_directory).map(|config| config.applies_to(Some(&path)));
    settings.extend(of_check(args, config, applies.as_ref()));
    settings.extend(levels(args, config, applies.as_ref()));
    let name = |config: Option<&Config>| config.map(|config| config.name.clone());
    let reached = |config: Option<&Config>| config.map(|config| config.origin.id());
    let shown = Shown {
        version: VERSION,
        path: args.path.display().to_string(),
        file: name(config),
        file_origin: reached(config),
        run_file: name(run),
        run_file_origin: reached(run),
        settings,
    };
    Ok(match args.format {
        ListFormat::Json => format!("{:#}\n", json!(shown)),
        ListFormat::Table => text(&shown),
    })
}

fn text(shown: &Shown) -> String {
    let file = |file: &Option<String>, origin: Option<&str>| match (file, origin) {
        (Some(file), Some(origin)) => format!("{file} ({origin})"),
        _ => "no configuration file".to_owned(),
    };
    let mut text =
        format!("{}\n", visible(&format!("{}: {}", shown.path, file(&shown.file, shown.file_origin))));
    if shown.file != shown.run_file {
        let _ =
            writeln!(text, "settings of the run: {}", visible(&file(&shown.run_file, shown.run_file_origin)));
    }
    let row = |setting: &Setting| {
        let Setting { key, value, origin } = setting;
        let value = if value.is_null() { "-".to_owned() } else { visible(&value.to_string()).into_owned() };
        vec![visible(key).into_owned(), value, visible(&origin.text(key)).into_owned()]
    };
    // Lists are long and would push all origins out of view.
    let (long, short): (Vec<_>, Vec<_>) =
        shown.settings.iter().partition(|setting| setting.value.is_object() || setting.value.is_array());
    text.push('\n');
    text += &table(&short.into_iter().map(row).collect::<Vec<_>>(), &[], "");
    for setting in long {
        let Setting { key, value, origin } = setting;
        let (key, origin) = (visible(key), origin.text(key));
        let _ = writeln!(text, "\n{key}  {}\n    {}", visible(&origin), visible(&value.to_string()));
    }
    text
}

/// Offset of a value in its file.
fn start<T>(at: Option<&At<T>>) -> Option<usize> {
    at.map(|at| at.span.start)
}

/// Settings of the whole run.
fn of_run(args: &ConfigShow, config: Option<&Config>, environment: &Environment) -> Vec<Setting> {
    let choices = &args.choices;
    let file = config.map(|config| (config, &config.file));
    let setting =
        |key: &str, given: Option<(Value, Origin)>, written: Option<(Value, usize)>, default: Value| {
            let written =
                written.zip(config).map(|((value, at), config)| (value, Origin::of(config, at, key)));
            let (value, origin) = given.or(written).unwrap_or((default, Origin::Default));
            Setting { key: key.to_owned(), value, origin }
        };
    let option = |name| Origin::Option { name };
    let fail_on =
        |level: FailOn| level.to_possible_value().map(|value| json!(value.get_name())).unwrap_or_default();
    let show = |show: AtMost| show.0.map_or(json!("all"), |number| json!(number));
    let threads = choices.threads;
    let threads_from = if threads.from_environment {
        Origin::Environment { name: "ACSLINT_THREADS" }
    } else {
        option("--threads")
    };
    let redact = match (choices.redact, choices.no_redact) {
        (true, _) => Some((json!(true), option("--redact"))),
        (_, true) => Some((json!(false), option("--no-redact"))),
        _ => None,
    };
    let written = |key: &str, at: Option<usize>| config.zip(at).map(|(config, at)| (config.written(key), at));
    let reports = config.filter(|config| !config.file.reports.is_empty());
    vec![
        setting(
            "fail-on",
            choices.fail_on.map(|level| (fail_on(level), option("--fail-on"))),
            file.and_then(|(_, file)| file.fail_on.as_ref()).map(|at| (fail_on(at.value), at.span.start)),
            json!("error"),
        ),
        setting(
            "baseline",
            None,
            written("baseline", start(file.and_then(|(_, file)| file.baseline.as_ref()))),
            Value::Null,
        ),
        setting(
            "min-records",
            None,
            written("min-records", start(file.and_then(|(_, file)| file.min_records.as_ref()))),
            Value::Null,
        ),
        setting(
            "require-category",
            None,
            written("require-category", start(file.and_then(|(_, file)| file.require_category.as_ref()))),
            json!([]),
        ),
        setting(
            "show",
            choices.show.map(|at_most| (show(at_most), option("--show"))),
            file.and_then(|(_, file)| file.show.as_ref()).map(|at| (show(at.value), at.span.start)),
            json!(SHOWN),
        ),
        setting(
            "max-findings",
            choices.max_findings.map(|number| (json!(number), option("--max-findings"))),
            file.and_then(|(_, file)| file.max_findings.as_ref()).map(|at| (json!(at.value), at.span.start)),
            Value::Null,
        ),
        setting(
            "max-decompressed",
            choices.max_decompressed.map(|size| (json!(size.0), option("--max-decompressed"))),
            file.and_then(|(_, file)| file.max_decompressed.as_ref())
                .map(|at| (json!(at.value.0), at.span.start)),
            Value::Null,
        ),
        setting(
            "max-ratio",
            choices.max_ratio.map(|ratio| (json!(ratio), option("--max-ratio"))),
            file.and_then(|(_, file)| file.max_ratio.as_ref()).map(|at| (json!(at.value.0), at.span.start)),
            Value::Null,
        ),
        setting(
            "threads",
            threads.number.map(|number| (json!(number), threads_from)),
            file.and_then(|(_, file)| file.threads.as_ref()).map(|at| (json!(at.value.0), at.span.start)),
            json!(environment.processors),
        ),
        setting(
            "redact",
            redact,
            file.and_then(|(_, file)| file.redact.as_ref()).map(|at| (json!(at.value), at.span.start)),
            json!("in formats meant for sharing"),
        ),
        setting(
            "reports",
            None,
            reports.map(|config| (config.written("reports"), config.file.reports[0].span.start)),
            json!([{ "format": "human" }]),
        ),
    ]
}

/// Settings of the check of the path, except levels.
fn of_check(args: &ConfigShow, config: Option<&Config>, applies: Option<&Applies>) -> Vec<Setting> {
    let choices = &args.choices;
    let file = config.map(|config| &config.file);
    let option = |name| Origin::Option { name };
    let mut settings = Vec::new();
    let mut setting = |key: &str, given: Option<(Value, Origin)>, at: Option<usize>, default: Value| {
        let written = at.zip(config).map(|(at, config)| (config.written(key), Origin::of(config, at, key)));
        let (value, origin) = given.or(written).unwrap_or((default, Origin::Default));
        settings.push(Setting { key: key.to_owned(), value, origin });
    };
    setting("preset", None, start(file.and_then(|file| file.preset.as_ref())), Value::Null);
    let category = choices.category.map(|category| (json!(category.id), option("--category")));
    setting("category", category, start(file.and_then(|file| file.category.as_ref())), Value::Null);
    let shape = choices.shape.map(|shape| (json!(shape.id()), option("--shape")));
    setting("shape", shape, start(file.and_then(|file| file.shape.as_ref())), Value::Null);
    setting("include", None, start(file.and_then(|file| file.include.as_ref())), json!(PATTERNS));
    setting("exclude", None, start(file.and_then(|file| file.exclude.as_ref())), json!([]));
    let Some(config) = config else {
        return settings;
    };
    let spans = [
        ("overrides", config.file.overrides.iter().map(|at| at.span.start).collect::<Vec<_>>()),
        ("hints", config.file.hints.iter().map(|at| at.span.start).collect()),
        ("suppress", config.file.suppress.iter().map(|at| at.span.start).collect()),
    ];
    for (key, starts) in spans {
        let items = config.written(key);
        for (index, at) in starts.into_iter().enumerate() {
            if applies.is_none_or(|applies| applies.has(key, index)) {
                let origin = Origin::of(config, at, key);
                settings.push(Setting { key: key.to_owned(), value: items[index].clone(), origin });
            }
        }
    }
    settings
}

/// Level of each rule. It includes overrides that apply to everything at the path, but not those for a part of it.
fn levels(args: &ConfigShow, config: Option<&Config>, applies: Option<&Applies>) -> Vec<Setting> {
    let mut all: Vec<(String, Level, Origin)> = Vec::new();
    if let Some(config) = config {
        if let Some(preset) = &config.file.preset {
            let origin = Origin::of(config, preset.span.start, "preset");
            let levels = preset.value.levels().iter();
            all.extend(levels.map(|(id, level)| ((*id).to_owned(), *level, origin.clone())));
        }
        for (named, level) in config.file.levels.in_order() {
            let id = named.value.id();
            let origin = Origin::of(config, named.span.start, &format!("levels.{id}"));
            all.push((id.to_owned(), level.value, origin));
        }
        for (index, at) in config.file.overrides.iter().enumerate() {
            let given = &at.value;
            let is_for_all = match applies {
                Some(applies) => applies.has("overrides", index),
                None => given.paths.is_none(),
            };
            if is_for_all && given.categories.is_none() && given.fields.is_none() {
                for (named, level) in given.levels.in_order() {
                    let id = named.value.id();
                    let key = format!("overrides.levels.{id}");
                    all.push((id.to_owned(), level.value, Origin::of(config, named.span.start, &key)));
                }
            }
        }
    }
    let chosen = args.choices.level.iter();
    all.extend(chosen.map(|(id, level)| (id.clone(), *level, Origin::Option { name: "--level" })));
    let rows = RULES.iter().map(|rule| {
        let names = |id: &str| id == rule.id || id == rule.group.id();
        let last = all.iter().rev().find(|(id, ..)| names(id));
        let (level, origin) =
            last.map_or((rule.group.level(), Origin::Default), |(_, level, origin)| (*level, origin.clone()));
        Setting { key: format!("levels.{}", rule.id), value: json!(level.id()), origin }
    });
    rows.collect()
}
