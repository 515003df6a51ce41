//! Settings: keys of the configuration file that are options too, each declared once.
//!
//! The macro `settings` makes three types of one table: the keys of the file, the options of the command line, and the
//! settings of a run. The command line has precedence over the environment, the environment over the nearest file, and
//! the file over the default.

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, Command, FromArgMatches};
use serde::Serialize;
use serde_json::{Value, json};

use super::Config;
use super::at::At;

/// Headings of the options, in the order of the help.
const HEADINGS: [&str; 6] = ["Report", "Rules", "Records", "Forecast", "Inputs", "Speed"];

/// Declares the keys of the configuration file.
///
/// An entry is a key, with its description and type, and what else it is:
/// - `default TYPE = …`: a setting of the whole run, with its default in an environment.
/// - `shown …`: a key about the whole run that is not merged, with what `config show` prints if it is absent.
/// - `option`: the option that sets the same, with its help and type.
macro_rules! settings {
    (
        $(#[$of_keys:meta])* keys $Keys:ident;
        $(#[$of_options:meta])* options $Options:ident;
        $(#[$of_run:meta])* run $Run:ident;
        $(
            $(#[$of_key:meta])*
            $name:ident: $type:ty
            $(, default $value:ty = $default:expr)?
            $(, shown $shown:expr)?
            $(, option $(#[$of_option:meta])* $option:ty)?
            ;
        )*
    ) => {
        $(#[$of_keys])*
        pub(crate) struct $Keys {
            $( $(#[$of_key])* pub(crate) $name: $type, )*
        }

        impl $Keys {
            /// Fields of all keys.
            pub(crate) const ALL: &[&str] = &[ $( stringify!($name), )* ];

            /// Fields of the keys about the whole run.
            pub(crate) const OF_RUN: &[&str] =
                &[ $( $( settings!(@name $name $value), )? $( settings!(@name $name $shown), )? )* ];

            /// Returns the offset of the key in this field; `None` if the file does not have it.
            pub(crate) fn start(&self, field: &str) -> Option<usize> {
                match field {
                    $( stringify!($name) => self.$name.start(), )*
                    _ => None,
                }
            }
        }

        $(#[$of_options])*
        pub(crate) struct $Options {
            $( $( $(#[$of_option])* pub(crate) $name: $option, )? )*
        }

        $(#[$of_run])*
        pub(crate) struct $Run {
            $( $( pub(crate) $name: Effective<$value>, )? )*
        }

        impl $Run {
            /// Merges the command line, the environment and the configuration of the run.
            pub(crate) fn new(
                given: &Given<$Options>,
                config: Option<&Config>,
                environment: &Environment,
            ) -> Self {
                $( $(
                    let $name: Effective<$value> = {
                        let default: fn(&Environment) -> $value = $default;
                        let chosen = given.chosen(stringify!($name), &given.options.$name);
                        let written = config.and_then(|config| {
                            config.file.$name.as_ref().map(|at| Effective::written(config, stringify!($name), at))
                        });
                        chosen.or(written).unwrap_or_else(|| Effective::default_to(default(environment)))
                    };
                )? )*
                Self { $( $( $name: settings!(@field $name $value), )? )* }
            }

            /// Returns the keys about the whole run, as `config show` prints them.
            pub(crate) fn shown(&self, config: Option<&Config>) -> Vec<Setting> {
                vec![ $(
                    $( Setting::effective::<$value>(stringify!($name), &self.$name), )?
                    $( Setting::as_written(stringify!($name), config, $shown), )?
                )* ]
            }
        }
    };
    (@name $name:ident $($other:tt)*) => { stringify!($name) };
    (@field $name:ident $($other:tt)*) => { $name };
}

pub(super) use settings;

/// Returns the key of a field.
pub(crate) fn key(field: &str) -> String {
    field.replace('_', "-")
}

/// Origin of a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum SettingOrigin {
    /// The built-in default.
    Default,
    /// A configuration file.
    File { file: String, line: u64, key: String },
    /// A command-line option.
    Option { name: String },
    /// An environment variable.
    Environment { name: String },
}

impl SettingOrigin {
    /// Returns the origin of a key at an offset of a configuration file.
    pub(crate) fn of(config: &Config, at: usize, key: &str) -> Self {
        Self::File { file: config.name.clone(), line: config.line(at), key: key.to_owned() }
    }

    /// Returns the origin as text; omits the key if it is the given one.
    pub(crate) fn text(&self, shown: &str) -> String {
        match self {
            Self::Default => "default".to_owned(),
            Self::File { file, line, key } if key == shown => format!("{file}:{line}"),
            Self::File { file, line, key } => format!("{file}:{line} ({key})"),
            Self::Option { name } => name.clone(),
            Self::Environment { name } => format!("${name}"),
        }
    }
}

/// Value of a setting that applies, with its origin.
#[derive(Debug, Clone)]
pub(crate) struct Effective<T> {
    pub(crate) value: T,
    pub(crate) origin: SettingOrigin,
}

impl<T> Effective<T> {
    /// Value of a key of a file.
    pub(super) fn written<V: Clone + Into<T>>(config: &Config, field: &str, at: &At<V>) -> Self {
        Self { value: at.value.clone().into(), origin: SettingOrigin::of(config, at.span.start, &key(field)) }
    }

    pub(super) fn default_to(value: T) -> Self {
        Self { value, origin: SettingOrigin::Default }
    }
}

/// Key, as `config show` prints it.
#[derive(Debug, Serialize)]
pub(crate) struct Setting {
    pub(crate) key: String,
    pub(crate) value: Value,
    pub(crate) origin: SettingOrigin,
}

impl Setting {
    pub(super) fn effective<T: Serialize>(field: &str, setting: &Effective<T>) -> Self {
        Self { key: key(field), value: json!(setting.value), origin: setting.origin.clone() }
    }

    /// Key as the file has it, or else a default.
    pub(crate) fn as_written(field: &str, config: Option<&Config>, default: Value) -> Self {
        let key = key(field);
        let written = config.and_then(|config| Some((config, config.file.start(field)?)));
        match written {
            Some((config, at)) => {
                Self { value: config.written(&key), origin: SettingOrigin::of(config, at, &key), key }
            }
            None => Self { key, value: default, origin: SettingOrigin::Default },
        }
    }
}

/// Part of the options that sets one key.
pub(crate) trait OptionValue<T> {
    /// Value that the user gave, if any.
    fn value(&self) -> Option<T>;

    /// Name of the option.
    fn option(&self, key: &str) -> String {
        format!("--{key}")
    }
}

impl<V: Clone + Into<T>, T> OptionValue<T> for Option<V> {
    fn value(&self) -> Option<T> {
        self.clone().map(Into::into)
    }
}

/// Options, with those that come from the environment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given<O> {
    pub(crate) options: O,
    /// Field of an option, and the name of the variable that set it.
    environment: Vec<(String, String)>,
}

impl<O> Given<O> {
    /// Returns what the command line or the environment sets in a field.
    pub(super) fn chosen<T>(&self, field: &str, choice: &impl OptionValue<T>) -> Option<Effective<T>> {
        let value = choice.value()?;
        let variable = self.environment.iter().find(|(option, _)| option == field);
        let origin = match variable {
            Some((_, name)) => SettingOrigin::Environment { name: name.clone() },
            None => SettingOrigin::Option { name: choice.option(&key(field)) },
        };
        Some(Effective { value, origin })
    }
}

/// Returns the options by heading; under each, they keep the order of the table.
fn in_order<O: Args>() -> Vec<clap::Arg> {
    let command = O::augment_args(Command::new("options"));
    let mut options: Vec<clap::Arg> = command.get_arguments().cloned().collect();
    options
        .sort_by_key(|option| HEADINGS.iter().position(|heading| option.get_help_heading() == Some(heading)));
    options
}

impl<O: Args> Args for Given<O> {
    fn augment_args(command: Command) -> Command {
        command.args(in_order::<O>())
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<O: Args> FromArgMatches for Given<O> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let from_environment = |option: clap::Arg| {
            let name = option.get_env()?.to_string_lossy().into_owned();
            let field = option.get_id().to_string();
            (matches.value_source(&field) == Some(ValueSource::EnvVariable)).then_some((field, name))
        };
        let environment = in_order::<O>().into_iter().filter_map(from_environment).collect();
        Ok(Self { options: O::from_arg_matches(matches)?, environment })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
