//! Rules of destinations: the effect on each value of a record, by the type of its column.
//!
//! `docs/targets/<target>.md` cites the documentation of each, and says where it is silent.

use acslint_check::{Effect, Keeps, KeptTexts};

use super::columns::{Field, Kind, Scalar};
use super::json::{Json, JsonType, Syntax};
use super::numbers::Number;
use super::times;
use crate::targets::Target;
use crate::targets::elasticsearch::LONGEST_TERM;

/// Largest value of a column of Azure Data Explorer, in bytes.
const MOST_IN_ADX: usize = 1 << 20;
/// Largest value of a column of Log Analytics, in bytes.
const MOST_IN_LOG_ANALYTICS: usize = 64 << 10;

/// Way of loading records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loading {
    Adx,
    Databricks,
    Elasticsearch,
    LogAnalytics,
}

impl Loading {
    /// Way of loading records into a target, if there are forecasts for it.
    pub(super) const fn of(target: Target) -> Option<Self> {
        match target {
            Target::Adx => Some(Self::Adx),
            Target::Databricks => Some(Self::Databricks),
            Target::Elasticsearch => Some(Self::Elasticsearch),
            Target::LogAnalytics => Some(Self::LogAnalytics),
            Target::Arrow | Target::Avro | Target::Parquet | Target::Sql => None,
        }
    }

    /// Syntax that the destination reads in lines, or in arrays and envelopes.
    pub(super) fn syntax(self, is_inside: bool) -> Syntax {
        match self {
            Self::Adx => Syntax { single_quotes: !is_inside, comments: !is_inside, ..Syntax::default() },
            Self::Databricks => {
                Syntax { single_quotes: true, comments: false, non_numbers: true, trailing: !is_inside }
            }
            Self::Elasticsearch | Self::LogAnalytics => Syntax::default(),
        }
    }

    /// Effect of a record that the destination cannot read, as a line.
    pub(super) const fn malformed(self) -> Effect {
        match self {
            Self::Adx => Effect::Dropped,
            Self::Databricks => Effect::Corrupt,
            Self::Elasticsearch | Self::LogAnalytics => Effect::Rejected,
        }
    }

    /// Effect on a member that the exported table does not have.
    pub(super) const fn other_members(self) -> Effect {
        match self {
            Self::Adx | Self::LogAnalytics => Effect::LeftOut,
            Self::Databricks => Effect::Rescued,
            Self::Elasticsearch => Effect::NotIndexed,
        }
    }

    /// Effect of a second member of the same name.
    pub(super) const fn repeated(self) -> Effect {
        match self {
            Self::Elasticsearch => Effect::Rejected,
            Self::Adx | Self::Databricks | Self::LogAnalytics => Effect::Overwritten,
        }
    }

    /// Effect of a value that does not have the type of its column.
    const fn mismatch(self) -> Effect {
        match self {
            Self::Adx | Self::LogAnalytics => Effect::Null,
            Self::Databricks => Effect::Rescued,
            Self::Elasticsearch => Effect::Rejected,
        }
    }

    /// Returns true if every column takes an array of its values.
    pub(super) const fn takes_arrays(self) -> bool {
        matches!(self, Self::Elasticsearch)
    }

    /// Largest number of bytes of a text that every column keeps.
    pub(super) const fn longest_text(self) -> usize {
        match self {
            Self::Adx => MOST_IN_ADX,
            Self::Databricks => usize::MAX,
            Self::Elasticsearch => LONGEST_TERM as usize,
            Self::LogAnalytics => MOST_IN_LOG_ANALYTICS,
        }
    }

    /// Returns the effect of loading a value into a column; `None` if it is kept.
    pub(super) fn value(self, field: &Field, value: &Json<'_>) -> Option<Effect> {
        if value.of == JsonType::Null {
            return None;
        }
        let effect = match &field.kind {
            Kind::Other => None,
            Kind::Json => self.any_json(value),
            Kind::Scalar(scalar) => self.scalar(*scalar, field.is_strict, value),
            // An object that is only a way to columns is left out where it is none.
            Kind::Object(_) if field.column.is_none() => Some(self.other_members()),
            Kind::Object(fields) if fields.others.is_none() => self.any_json(value),
            Kind::Object(_) | Kind::Array(_) => Some(self.mismatch()),
        };
        match effect {
            Some(Effect::Rejected) if field.ignores_malformed => Some(Effect::NotIndexed),
            effect => effect,
        }
    }

    /// Effect on a value in a column for any JSON.
    fn any_json(self, value: &Json<'_>) -> Option<Effect> {
        let is_long = |most: usize| (value.raw.len() > most).then_some(());
        match self {
            Self::Adx => is_long(MOST_IN_ADX).map(|()| Effect::Null),
            Self::LogAnalytics => is_long(MOST_IN_LOG_ANALYTICS).map(|()| Effect::Truncated),
            Self::Databricks | Self::Elasticsearch => None,
        }
    }

    fn scalar(self, scalar: Scalar, is_strict: bool, value: &Json<'_>) -> Option<Effect> {
        match scalar {
            Scalar::Text(most) => self.text(most, value),
            Scalar::Integer { least, greatest } => self.integer((least, greatest), is_strict, value),
            Scalar::Number => self.number(is_strict, value),
            _ => (!self.keeps_other(scalar, value)).then(|| self.mismatch()),
        }
    }

    fn text(self, most: Option<usize>, value: &Json<'_>) -> Option<Effect> {
        let is_container = matches!(value.of, JsonType::Array | JsonType::Object);
        match self {
            Self::Databricks => None,
            Self::Adx | Self::LogAnalytics => {
                // Without escapes, the text is as long as it is written, but for the quotes.
                let is_long =
                    value.raw.len() > self.longest_text() && value.text().len() > self.longest_text();
                is_long.then_some(Effect::Truncated)
            }
            Self::Elasticsearch if is_container => Some(Effect::Rejected),
            Self::Elasticsearch => {
                let most = most.unwrap_or(usize::MAX);
                let is_long = value.raw.len() > most && value.text().chars().count() > most;
                is_long.then_some(Effect::NotIndexed)
            }
        }
    }

    fn integer(self, (least, greatest): (i128, i128), is_strict: bool, value: &Json<'_>) -> Option<Effect> {
        let is_within = |whole: Option<i128>| whole.is_some_and(|whole| (least..=greatest).contains(&whole));
        let is_within_real = |real: f64| real.trunc() >= least as f64 && real.trunc() <= greatest as f64;
        let number = self.as_number(is_strict, value)?;
        match (self, number) {
            (_, Ok(Number::Whole(whole))) => (!is_within(whole)).then(|| self.mismatch()),
            (Self::Elasticsearch, Ok(Number::Real(real))) if !is_strict && is_within_real(real) => {
                (real.fract() != 0.0).then_some(Effect::Truncated)
            }
            (_, Ok(Number::Real(_))) => Some(self.mismatch()),
            (_, Err(effect)) => Some(effect),
        }
    }

    fn number(self, is_strict: bool, value: &Json<'_>) -> Option<Effect> {
        if value.of == JsonType::NonNumber {
            return None;
        }
        if self == Self::Databricks && value.of == JsonType::Text {
            const NON_NUMBERS: [&str; 6] = ["NaN", "+INF", "-INF", "Infinity", "+Infinity", "-Infinity"];
            return (!NON_NUMBERS.contains(&&*value.text())).then_some(Effect::Rescued);
        }
        match self.as_number(is_strict, value)? {
            Ok(number) if self == Self::Elasticsearch && !number.is_finite() => Some(Effect::Rejected),
            Ok(_) => None,
            Err(effect) => Some(effect),
        }
    }

    /// Reads a value for a column of numbers, or returns the effect of one that is not a number. `None` if the empty text
    /// stands for no value.
    fn as_number(self, is_strict: bool, value: &Json<'_>) -> Option<Result<Number, Effect>> {
        let read = |text: &str| Number::read(text).ok_or(self.mismatch());
        Some(match (self, value.of) {
            (_, JsonType::Number) => read(value.raw),
            (Self::Elasticsearch, JsonType::Text) if is_strict => Err(Effect::Rejected),
            (Self::Adx | Self::LogAnalytics | Self::Elasticsearch, JsonType::Text) => {
                let text = value.text();
                let text = text.trim();
                if text.is_empty() && self == Self::Elasticsearch {
                    return Some(Err(Effect::Null));
                }
                read(text)
            }
            _ => Err(self.mismatch()),
        })
    }

    /// Returns true if a column of a type that is neither of texts nor of numbers keeps a value.
    fn keeps_other(self, scalar: Scalar, value: &Json<'_>) -> bool {
        let text = if value.of == JsonType::Text { value.text() } else { "".into() };
        let is_whole = || value.of == JsonType::Number && value.raw.parse::<i64>().is_ok();
        match (scalar, self) {
            (Scalar::AnyObject, _) => value.of == JsonType::Object,
            (Scalar::Boolean, _) if value.of == JsonType::Boolean => true,
            (Scalar::Boolean, Self::Adx | Self::LogAnalytics) => {
                ["true", "false"].iter().any(|known| text.eq_ignore_ascii_case(known))
            }
            (Scalar::Boolean, Self::Elasticsearch) => {
                value.of == JsonType::Text && ["true", "false", ""].contains(&&*text)
            }
            (Scalar::Boolean, Self::Databricks) => false,
            (Scalar::Time | Scalar::Date, Self::Adx | Self::LogAnalytics) => times::is_of_kusto(&text),
            (Scalar::Time, Self::Databricks) => times::is_of_spark(&text) || is_whole(),
            (Scalar::Date, Self::Databricks) => times::is_of_spark(&text),
            (Scalar::Time | Scalar::Date, Self::Elasticsearch) => {
                times::is_of_elasticsearch(&text) || is_whole()
            }
            (Scalar::Uuid, _) => is_uuid(&text),
            (Scalar::Address, _) => text.parse::<std::net::IpAddr>().is_ok(),
            (Scalar::Text(_) | Scalar::Integer { .. } | Scalar::Number, _) => true,
        }
    }

    /// Returns the values that a column keeps whatever else they are.
    pub(super) fn keeps(self, field: &Field) -> Keeps {
        let nothing = Keeps {
            booleans: false,
            integers: None,
            numbers: false,
            texts: KeptTexts::Nothing,
            containers: false,
        };
        let all = Keeps { booleans: true, numbers: true, texts: KeptTexts::All, containers: true, ..nothing };
        let Kind::Scalar(scalar) = &field.kind else {
            return match &field.kind {
                Kind::Json | Kind::Other => all,
                _ => nothing,
            };
        };
        let is_elasticsearch = self == Self::Elasticsearch;
        let converts = matches!(self, Self::Adx | Self::LogAnalytics) || is_elasticsearch && !field.is_strict;
        match *scalar {
            Scalar::Text(_) => Keeps { containers: !is_elasticsearch, ..all },
            Scalar::Boolean => Keeps { booleans: true, ..nothing },
            Scalar::Integer { least, greatest } => {
                let bound =
                    |bound: i128| i64::try_from(bound).unwrap_or(if bound < 0 { i64::MIN } else { i64::MAX });
                Keeps { integers: Some((bound(least), bound(greatest))), ..nothing }
            }
            // A number may be too large for Elasticsearch.
            Scalar::Number => Keeps {
                numbers: !is_elasticsearch,
                texts: if converts && !is_elasticsearch { KeptTexts::Numerals } else { KeptTexts::Nothing },
                ..nothing
            },
            Scalar::Time => Keeps { texts: KeptTexts::Times, ..nothing },
            Scalar::Date | Scalar::Uuid | Scalar::Address | Scalar::AnyObject => nothing,
        }
    }
}

/// Returns true for a UUID with hyphens.
fn is_uuid(text: &str) -> bool {
    let text = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
