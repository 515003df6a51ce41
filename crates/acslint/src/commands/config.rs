//! `acslint config show`: the effective settings, and the origin of each.
//!
//! It shows the settings of `check` with the same options. Settings of the check come from the configuration file
//! for the given path, and settings of the whole run from that for the working directory.

use std::fmt::Write;

use acslint_check::{CustomCategories, Level, RULES};
use serde::Serialize;
use serde_json::{Value, json};

use crate::args::ConfigShow;
use crate::config::{Applies, Config, Configs, RunSettings, Setting, SettingOrigin};
use crate::environment::Environment;
use crate::error::Error;
use crate::input::PATTERNS;
use crate::text::{printable, table};
use crate::values::pattern::Pattern;
use crate::values::{CategoryChoice, ListFormat};

/// Version of the JSON format; changes when a name is removed or changes its meaning.
const VERSION: u32 = 1;

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
    settings.extend(of_check(args, config, applies.as_ref())?);
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
        format!("{}\n", printable(&format!("{}: {}", shown.path, file(&shown.file, shown.file_origin))));
    if shown.file != shown.run_file {
        let _ = writeln!(
            text,
            "settings of the run: {}",
            printable(&file(&shown.run_file, shown.run_file_origin))
        );
    }
    let row = |setting: &Setting| {
        let Setting { key, value, origin } = setting;
        let value = if value.is_null() { "-".to_owned() } else { printable(&value.to_string()).into_owned() };
        vec![printable(key).into_owned(), value, printable(&origin.text(key)).into_owned()]
    };
    // Lists are long and would push all origins out of view.
    let (long, short): (Vec<_>, Vec<_>) =
        shown.settings.iter().partition(|setting| setting.value.is_object() || setting.value.is_array());
    text.push('\n');
    text += &table(&short.into_iter().map(row).collect::<Vec<_>>(), &[], "");
    for setting in long {
        let Setting { key, value, origin } = setting;
        let (key, origin) = (printable(key), origin.text(key));
        let _ = writeln!(text, "\n{key}  {}\n    {}", printable(&origin), printable(&value.to_string()));
    }
    text
}

/// Keys about the reports, which come last among those of the run.
const LAST: [&str; 2] = ["redact", "reports"];

/// Settings of the whole run.
fn of_run(args: &ConfigShow, config: Option<&Config>, environment: &Environment) -> Vec<Setting> {
    let mut settings = RunSettings::new(&args.choices.given, config, environment).shown(config);
    settings.sort_by_key(|setting| LAST.iter().position(|key| *key == setting.key));
    settings
}

/// Settings of the check of the path, except levels.
fn of_check(
    args: &ConfigShow,
    config: Option<&Config>,
    applies: Option<&Applies>,
) -> Result<Vec<Setting>, Error> {
    let options = &args.choices.given.options;
    let none = CustomCategories::default();
    let custom = config.map_or(&none, |config| &config.custom);
    let category = options.category.as_ref().map(|given| CategoryChoice::new(given, custom));
    let category = category.transpose().map_err(Error::UnknownCategory)?.map(|category| json!(category.id()));
    let shape = options.shape.map(|shape| json!(shape.id()));
    let setting = |field: &str, given: Option<Value>, default: Value| match given {
        Some(value) => Setting {
            key: field.to_owned(),
            value,
            origin: SettingOrigin::Option { name: format!("--{field}") },
        },
        None => Setting::as_written(field, config, default),
    };
    let preset = match options.preset.preset() {
        Some(preset) => Setting {
            key: "preset".to_owned(),
            value: json!(preset.id()),
            origin: SettingOrigin::Option { name: format!("--{}", preset.id()) },
        },
        None => setting("preset", None, Value::Null),
    };
    let mut settings = vec![
        preset,
        setting("category", category, Value::Null),
        setting("shape", shape, Value::Null),
        setting("include", None, json!(PATTERNS)),
    ];
    // The patterns of the option apply besides those of the file.
    let excluded: Vec<&str> = options.exclude.iter().map(|Pattern(pattern)| pattern.as_str()).collect();
    let is_written = config.is_some_and(|config| config.file.exclude.is_some());
    if is_written || excluded.is_empty() {
        settings.push(setting("exclude", None, json!([])));
    }
    if !excluded.is_empty() {
        settings.push(setting("exclude", Some(json!(excluded)), Value::Null));
    }
    let Some(config) = config else {
        return Ok(settings);
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
                let origin = SettingOrigin::of(config, at, key);
                settings.push(Setting { key: key.to_owned(), value: items[index].clone(), origin });
            }
        }
    }
    Ok(settings)
}

/// Level of each rule. It includes overrides that apply to everything at the path, but not those for a part of it.
fn levels(args: &ConfigShow, config: Option<&Config>, applies: Option<&Applies>) -> Vec<Setting> {
    let mut all: Vec<(String, Level, SettingOrigin)> = Vec::new();
    let option = args.choices.given.options.preset.preset();
    if let Some(preset) = option {
        let origin = SettingOrigin::Option { name: format!("--{}", preset.id()) };
        all.extend(preset.levels().iter().map(|(id, level)| ((*id).to_owned(), *level, origin.clone())));
    }
    if let Some(config) = config {
        if let Some(preset) = config.file.preset.as_ref().filter(|_| option.is_none()) {
            let origin = SettingOrigin::of(config, preset.span.start, "preset");
            let levels = preset.value.levels().iter();
            all.extend(levels.map(|(id, level)| ((*id).to_owned(), *level, origin.clone())));
        }
        for (named, level) in config.file.levels.in_order() {
            let id = named.value.id();
            let origin = SettingOrigin::of(config, named.span.start, &format!("levels.{id}"));
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
                    all.push((id.to_owned(), level.value, SettingOrigin::of(config, named.span.start, &key)));
                }
            }
        }
    }
    let chosen = args.choices.level.iter();
    all.extend(
        chosen.map(|(id, level)| (id.clone(), *level, SettingOrigin::Option { name: "--level".to_owned() })),
    );
    let rows = RULES.iter().map(|rule| {
        let names = |id: &str| id == rule.id || id == rule.group.id();
        let last = all.iter().rev().find(|(id, ..)| names(id));
        let (level, origin) = last
            .map_or((rule.group.level(), SettingOrigin::Default), |(_, level, origin)| {
                (*level, origin.clone())
            });
        Setting { key: format!("levels.{}", rule.id), value: json!(level.id()), origin }
    });
    rows.collect()
}
