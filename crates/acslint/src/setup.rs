//! Setup of the check of each input: inputs with the same configuration share a checker.

use std::sync::Arc;

use acslint_check::{Along, Checker, CustomCategories, Level, Override, Settings, Window};
use acslint_types::Shape;

use crate::bounded::{SCHEMA_SIZE, read_limited};
use crate::config::{Applies, Config, Configs};
use crate::destination::PlannedDestination;
use crate::error::Error;
use crate::input::{DiscoveredInput, Limits};
use crate::shard::{Digest, KeptOptions, KeptTarget, KeptWindow, level};
use crate::suppress::Suppressions;
use crate::values::{By, CategoryChoice, Day, Preset};

/// Overrides from the command line for all inputs; they take precedence over configuration files.
#[derive(Debug, Clone, Default)]
pub(crate) struct CliOverrides {
    /// Preset, instead of that of a configuration.
    pub(crate) preset: Option<Preset>,
    pub(crate) levels: Vec<(String, Level)>,
    pub(crate) category: Option<CategoryChoice>,
    pub(crate) shape: Option<Shape>,
    /// True if a report describes the contents of clean records.
    pub(crate) contents: bool,
    /// True if statistics describe their public values too.
    pub(crate) values: bool,
    /// Window of time that selects the records.
    pub(crate) window: Option<Window>,
    /// True if the bytes of records outside of the window are to be left out.
    pub(crate) keeps_apart: bool,
    /// Dimension along which clean records are counted.
    pub(crate) along: Option<Along>,
    /// Destination that losses are forecast for.
    pub(crate) destination: Option<PlannedDestination>,
}

impl CliOverrides {
    /// Settings for inputs with this configuration, as far as its entries apply to them.
    pub(crate) fn settings(&self, config: Option<&Config>, applies: &Applies) -> Settings {
        let written = config.and_then(|config| config.file.preset.as_ref()).map(|preset| preset.value);
        let preset = self.preset.or(written).map_or(&[][..], Preset::levels);
        let written = config.into_iter().flat_map(|config| config.file.levels.in_order());
        let levels = preset.iter().map(|(id, level)| ((*id).to_owned(), *level));
        let levels = levels.chain(written.map(|(named, level)| (named.value.id().to_owned(), level.value)));
        let mut levels: Vec<_> = levels.collect();
        let mut overrides = config.map(|config| config.overrides(applies)).unwrap_or_default();
        if overrides.is_empty() {
            levels.extend(self.levels.iter().cloned());
        } else if !self.levels.is_empty() {
            overrides.push(Override { levels: self.levels.clone(), ..Override::default() });
        }
        let category = self.category.or(config.and_then(|config| config.category(applies)));
        let (category, custom_category) = match category {
            Some(CategoryChoice::Known(category)) => (Some(category), None),
            Some(CategoryChoice::Custom(name)) => (None, Some(name)),
            None => (None, None),
        };
        Settings {
            levels,
            overrides,
            category,
            custom_category,
            shape: self.shape.or(config.and_then(|config| config.shape(applies))),
            custom: config.map(|config| config.custom.clone()).unwrap_or_default(),
            full_path_only: false,
            contents: self.contents,
            values: self.values,
            window: self.window,
            keeps_apart: self.keeps_apart,
            along: self.along,
            destination: None,
        }
    }
}

impl CliOverrides {
    /// Returns the options for the report of a shard, which counts along a dimension.
    pub(crate) fn kept(&self, limits: Limits, by: Option<By>) -> KeptOptions {
        let level = |(id, level): &(String, Level)| (id.clone(), level.id().to_owned());
        KeptOptions {
            preset: self.preset.map(|preset| preset.id().to_owned()),
            levels: self.levels.iter().map(level).collect(),
            category: self.category.map(|category| category.id().to_owned()),
            shape: self.shape.map(|shape| shape.id().to_owned()),
            limits: format!("{limits:?}"),
            target: self
                .destination
                .as_ref()
                .map(|destination| KeptTarget { name: destination.target, table: destination.table() }),
            window: self.window.as_ref().map(KeptWindow::new),
            by,
        }
    }

    /// Returns the options in the report of a shard, which describes contents, and their values; an error describes what is
    /// invalid in them.
    pub(crate) fn of_kept(
        kept: &KeptOptions,
        custom: &CustomCategories,
        (contents, values): (bool, bool),
    ) -> Result<Self, String> {
        let preset = |id: &String| {
            let known = [Preset::Strict, Preset::Lenient].into_iter().find(|preset| preset.id() == id);
            known.ok_or_else(|| format!("unknown preset `{id}`"))
        };
        let category = |given: &String| {
            CategoryChoice::new(given, custom).map_err(|_| format!("unknown category `{given}`"))
        };
        let shape = |id: &String| {
            let known = Shape::ALL.into_iter().find(|shape| shape.id() == id);
            known.ok_or_else(|| format!("unknown shape `{id}`"))
        };
        let levels = kept.levels.iter().map(|(id, of)| Ok::<_, String>((id.clone(), level(of)?)));
        Ok(Self {
            preset: kept.preset.as_ref().map(preset).transpose()?,
            levels: levels.collect::<Result<_, _>>()?,
            category: kept.category.as_ref().map(category).transpose()?,
            shape: kept.shape.as_ref().map(shape).transpose()?,
            contents,
            values,
            window: kept.window.as_ref().map(KeptWindow::window).transpose()?,
            keeps_apart: false,
            along: kept.by.and_then(By::along),
            destination: kept
                .target
                .as_ref()
                .map(|target| PlannedDestination::of(target.name, target.table.clone())),
        })
    }
}

/// Checkers of a run, and their assignment to inputs.
#[derive(Debug)]
pub(crate) struct Setups {
    setups: Vec<Setup>,
    /// Setup of each input, in the order of the inputs.
    by_input: Vec<usize>,
}

/// Setup that some of the inputs share.
#[derive(Debug)]
pub(crate) struct Setup {
    pub(crate) checker: Checker,
    config: Option<Arc<Config>>,
    applies: Applies,
}

impl Setup {
    fn new(chosen: &CliOverrides, config: Option<Arc<Config>>, applies: Applies) -> Result<Self, Error> {
        let mut settings = chosen.settings(config.as_deref(), &applies);
        let destination = chosen.destination.as_ref();
        settings.destination =
            destination.map(|destination| destination.of_config(config.as_deref())).transpose()?;
        Ok(Self { checker: Checker::new(settings)?, config, applies })
    }

    fn is_of(&self, config: Option<&Arc<Config>>, applies: &Applies) -> bool {
        let same = match (&self.config, config) {
            (None, None) => true,
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        same && self.applies == *applies
    }
}

impl Setups {
    /// Setups for these inputs.
    pub(crate) fn new(
        chosen: &CliOverrides,
        configs: &Configs,
        inputs: &[DiscoveredInput],
    ) -> Result<Self, Error> {
        // The setup of the run is always created, so that invalid options fail even without inputs.
        let of_run = configs.of_run().cloned();
        let applies = of_run.as_ref().map(|config| config.applies_to(None)).unwrap_or_default();
        let mut setups = Self {
            setups: vec![Setup::new(chosen, of_run, applies)?],
            by_input: Vec::with_capacity(inputs.len()),
        };
        for input in inputs {
            let path = input.as_ref().ok().and_then(|input| input.origin.configured());
            let path = path.map(|path| configs.absolute(path));
            let config = match &path {
                Some(path) => configs.of(path, false),
                None => configs.of_run().cloned(),
            };
            let applies =
                config.as_ref().map(|config| config.applies_to(path.as_deref())).unwrap_or_default();
            let known = setups.setups.iter().position(|setup| setup.is_of(config.as_ref(), &applies));
            setups.by_input.push(known.unwrap_or(setups.setups.len()));
            if known.is_none() {
                setups.setups.push(Setup::new(chosen, config, applies)?);
            }
        }
        match configs.failure() {
            Some(error) => Err(error.into()),
            None => Ok(setups),
        }
    }

    /// Index of the setup of an input.
    pub(crate) fn of_input(&self, input: usize) -> usize {
        self.by_input.get(input).copied().unwrap_or_default()
    }

    /// Checker of a setup.
    pub(crate) fn checker(&self, setup: usize) -> &Checker {
        &self.setups[setup].checker
    }

    /// Returns a digest of the configuration files and schemas that apply to so many inputs.
    pub(crate) fn digest(&self, inputs: usize) -> String {
        let mut digest = Digest::new();
        for input in 0..inputs {
            digest.add(&(self.of_input(input) as u64).to_le_bytes());
        }
        for Setup { config, applies, .. } in &self.setups {
            digest.add(format!("{applies:?}").as_bytes());
            digest.add(config.as_ref().map_or(&[], |config| config.text.as_bytes()));
            for schema in config.iter().flat_map(|config| &config.schemas) {
                // A schema that cannot be read now has not been checked against either.
                digest.add(&read_limited(schema, SCHEMA_SIZE).unwrap_or_default());
            }
        }
        digest.end()
    }

    /// Suppressions by setup, on this day.
    pub(crate) fn suppressions(&self, today: Day) -> Suppressions {
        let mut suppressions = Suppressions::new(today);
        for Setup { config, applies, .. } in &self.setups {
            suppressions.add(config.as_deref().map(|config| (config, applies)));
        }
        suppressions
    }

    /// Names of all custom categories.
    pub(crate) fn own_categories(&self) -> impl Iterator<Item = &'static str> {
        self.setups.iter().filter_map(|setup| setup.config.as_ref()).flat_map(|config| config.custom.names())
    }

    /// Warnings about settings of the whole run in configuration files that are not for the working directory.
    pub(crate) fn without_effect(&self, configs: &Configs) -> Vec<String> {
        let others = self.setups.iter().filter_map(|setup| setup.config.as_ref());
        let others = others.filter(|config| !configs.of_run().is_some_and(|run| Arc::ptr_eq(run, config)));
        let keys = others.flat_map(|config| {
            config.run_keys().into_iter().map(|(key, at)| {
                format!(
                    "warning: {}:{}: `{key}` is a setting of the whole run, which only the file for the working directory \
                     can set; pass `--config {}` to apply it",
                    config.name,
                    config.line(at),
                    config.name
                )
            })
        });
        keys.collect()
    }
}

#[cfg(test)]
impl From<Settings> for Setups {
    fn from(settings: Settings) -> Self {
        let checker = Checker::new(settings).expect("settings without rules are valid");
        let setup = Setup { checker, config: None, applies: Applies::default() };
        Self { setups: vec![setup], by_input: Vec::new() }
    }
}
