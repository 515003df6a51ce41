//! Levels of rules and groups, in tables of the configuration file.

use std::fmt;

use acslint_check::{Group, Level, RULES};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, json};

use super::at::{At, Written};
use super::fault::unknown;

/// Levels of rules and groups, in the order of the file.
#[derive(Debug, Default, Clone)]
pub(crate) struct Levels(pub(crate) Vec<(At<Named>, At<Level>)>);

/// Rule or group that a level applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// A group, by its id.
    Group(&'static str),
    /// A rule, by its id.
    Rule(&'static str),
}

impl Named {
    /// Id of the rule or the group.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Group(id) | Self::Rule(id) => id,
        }
    }

    fn all() -> impl Iterator<Item = Self> {
        let groups = Group::ALL.into_iter().map(|group| Self::Group(group.id()));
        groups.chain(RULES.iter().map(|rule| Self::Rule(rule.id)))
    }
}

impl Levels {
    /// Levels by id, groups first, so that the last one for a rule applies.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &(At<Named>, At<Level>)> {
        let of_group = |(named, _): &&(At<Named>, _)| matches!(named.value, Named::Group(_));
        let (groups, rules): (Vec<_>, Vec<_>) = self.0.iter().partition(of_group);
        groups.into_iter().chain(rules)
    }
}

impl<'de> Deserialize<'de> for Levels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Table;

        impl<'de> Visitor<'de> for Table {
            type Value = Levels;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of levels by rule or group")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Levels, M::Error> {
                let mut levels = Vec::new();
                while let Some(key) = map.next_key::<At<RuleName>>()? {
                    let level = map.next_value::<At<LevelName>>()?;
                    levels.push((
                        At { value: key.value.0, span: key.span },
                        At { value: level.value.into(), span: level.span },
                    ));
                }
                Ok(Levels(levels))
            }
        }

        deserializer.deserialize_map(Table)
    }
}

impl JsonSchema for Levels {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Levels".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let level = generator.subschema_for::<LevelName>();
        let mut properties = Map::new();
        for named in Named::all() {
            let mut schema = level.clone();
            let description = match acslint_check::rule(named.id()) {
                Some(rule) => format!("{} Its level is `{}`.", rule.meaning(), rule.group.level()),
                None => format!("All rules of the group `{}`.", named.id()),
            };
            schema.insert("description".to_owned(), json!(description));
            properties.insert(named.id().to_owned(), schema.to_value());
        }
        json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
    }
}

/// Id of a rule or a group.
#[derive(Debug, Clone, Copy)]
struct RuleName(Named);

impl<'de> Deserialize<'de> for RuleName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        let known = Named::all().find(|named| named.id() == id);
        known.map(Self).ok_or_else(|| {
            let ids: Vec<&str> = Named::all().map(Named::id).collect();
            D::Error::custom(unknown("rule", &id, &ids))
        })
    }
}

/// Id of a rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OneRule(pub(crate) &'static str);

impl<'de> Deserialize<'de> for OneRule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        let known = acslint_check::rule(&id);
        known.map(|rule| Self(rule.id)).ok_or_else(|| {
            let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
            D::Error::custom(unknown("rule", &id, &ids))
        })
    }
}

impl JsonSchema for OneRule {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rule".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        json_schema!({ "type": "string", "enum": ids })
    }
}

impl Written for Levels {
    fn start(&self) -> Option<usize> {
        self.0.first().map(|(name, _)| name.span.start)
    }
}

/// Severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LevelName {
    /// The record is wrong.
    Error,
    /// Probably a mistake, but the record can be used.
    Warning,
    /// Worth knowing.
    Info,
    /// The rule is off.
    #[serde(alias = "off")]
    Allow,
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Error => Self::Error,
            LevelName::Warning => Self::Warning,
            LevelName::Info => Self::Info,
            LevelName::Allow => Self::Allow,
        }
    }
}
