//! Choices that several commands have in common: overrides for inputs, and limits of what is read.

use acslint_check::{CustomCategories, Window};

use crate::args::{Choices, TimeWindow};
use crate::config::{Config, RunSettings};
use crate::environment::Environment;
use crate::error::Error;
use crate::input::{Limits, Selection};
use crate::setup::CliOverrides;
use crate::values::pattern::matcher;
use crate::values::{CategoryChoice, Moment};

/// Returns the overrides for all inputs; `contents` is true if the contents of clean records are wanted.
pub(crate) fn overrides(
    choices: &Choices,
    config: Option<&Config>,
    contents: bool,
) -> Result<CliOverrides, Error> {
    let options = &choices.given.options;
    Ok(CliOverrides {
        preset: options.preset.preset(),
        levels: choices.level.clone(),
        category: options.category.as_deref().map(|given| named(given, config)).transpose()?,
        shape: options.shape,
        contents,
        ..CliOverrides::default()
    })
}

/// Returns the window of time that options select, if they do.
pub(crate) fn window(given: &TimeWindow, environment: &Environment) -> Result<Option<Window>, Error> {
    let time = |moment: Option<Moment>| {
        let time = |moment: Moment| moment.time(environment.now).ok_or(Error::NoSuchTime);
        moment.map(time).transpose()
    };
    let window = Window { since: time(given.since)?, until: time(given.until)? };
    match window {
        Window { since: None, until: None } => Ok(None),
        Window { since: Some(since), until: Some(until) } if since >= until => {
            Err(Error::EmptyWindow { since, until })
        }
        window => Ok(Some(window)),
    }
}

/// Returns the selection of files in directories.
pub(crate) fn selection(choices: &Choices, follow: bool, limits: Limits) -> Selection {
    Selection { follow, excluded: matcher(&choices.given.options.exclude), limits, ..Selection::default() }
}

/// Returns the limits of what is read of compressed inputs.
pub(crate) fn limits(settings: &RunSettings) -> Limits {
    Limits {
        size: settings.max_decompressed.value,
        ratio: settings.max_ratio.value.map(|ratio| ratio.0.get().into()),
    }
}

/// Category that a name given on the command line means.
pub(super) fn named(given: &str, config: Option<&Config>) -> Result<CategoryChoice, Error> {
    let none = CustomCategories::default();
    let custom = config.map_or(&none, |config| &config.custom);
    CategoryChoice::new(given, custom).map_err(Error::UnknownCategory)
}
