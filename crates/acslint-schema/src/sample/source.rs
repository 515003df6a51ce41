//! Sources of the values of a property: its metadata, and the example of its category.

use acslint_types::{Kind, Property, Requirement, ValueKind};
use serde_json::Value;

use super::clock;
use super::facts::OUTCOMES;
use super::text::{Ids, Template};

/// Source of the values of a property.
#[derive(Debug)]
pub(super) enum Source {
    /// A time about this many nanoseconds before or after the record's time.
    Time {
        after: i64,
        fraction: usize,
    },
    Address,
    /// A count similar to that of the example.
    Count(u64),
    Recipients(List),
    /// A duration similar to that of the example, in milliseconds.
    Duration(u64),
    /// An amount similar to that of the example, in units of size 10^-`decimals`.
    Amount {
        units: u64,
        decimals: usize,
    },
    Flag {
        as_text: bool,
    },
    /// Digits written as a number or a string.
    Digits {
        template: Template,
        as_text: bool,
    },
    /// HTTP status of the outcome.
    Status {
        example: u64,
        as_text: bool,
    },
    /// Phrase of the outcome.
    Phrase(Vec<u8>),
    /// Texts by the outcome: that of the example, others for success and failure, and those that are always valid.
    Result {
        example: Vec<u8>,
        good: Vec<u8>,
        bad: Vec<u8>,
        others: Vec<Vec<u8>>,
    },
    /// Delivery status by the outcome of the e-mail.
    Delivery {
        underway: Vec<u8>,
        done: Vec<u8>,
        failed: Vec<Vec<u8>>,
    },
    /// E-mail address, empty if the record has no recipient; the domain as JSON, with the closing quote.
    Recipient {
        domain: Vec<u8>,
    },
    /// One of these JSON texts.
    Choice(Vec<Vec<u8>>),
    /// An array with one or more of these JSON texts.
    List(Vec<Vec<u8>>),
    Text(Template),
}

/// A list of an e-mail's recipients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    To,
    Cc,
    Bcc,
    Unique,
}

/// Example of a property, with the other inputs of its source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Model<'a> {
    pub(super) property: &'static Property,
    pub(super) example: &'a Value,
    /// Time of the record that the example is from.
    pub(super) time: i64,
    /// Number of decimals of the category's amounts.
    pub(super) decimals: usize,
}

impl Source {
    /// Selects the source for a property; values of an unknown kind stay as in the example.
    pub(super) fn new(model: &Model<'_>, ids: &mut Ids) -> Self {
        let Model { property, example, .. } = *model;
        let by_kind = match property.kind {
            Kind::Time => time(model),
            Kind::Address => Some(Self::Address),
            Kind::Count => {
                Some(list(property).map_or_else(|| Self::Count(number(example, 0)), Self::Recipients))
            }
            Kind::Duration => Some(Self::Duration(number(example, 0))),
            Kind::Amount => amount(example, model.decimals),
            Kind::Flag => Some(Self::Flag { as_text: example.is_string() }),
            Kind::Signature => status(example),
            Kind::Closed | Kind::Text => vocabulary(model),
            Kind::Any => items(example).map(Self::List),
            // An integer in the example may have to be an integer.
            kind if kind.is_numeric() && decimals(example) == Some(0) => amount(example, 0),
            kind if kind.is_numeric() => amount(example, model.decimals),
            _ => None,
        };
        by_kind.unwrap_or_else(|| as_in_example(model, ids))
    }
}

/// Number of decimals of a number without an exponent; `None` if there are too many to calculate with.
pub(super) fn decimals(example: &Value) -> Option<usize> {
    let text = numeric_text(example)?;
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole) && digits(fraction) && whole.len() <= 10 && fraction.len() <= 8).then_some(fraction.len())
}

fn numeric_text(example: &Value) -> Option<String> {
    match example {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// Number of the example in units of size 10^-`decimals`.
fn number(example: &Value, decimals: usize) -> u64 {
    let text = numeric_text(example).unwrap_or_default();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = format!("{fraction:0<decimals$}");
    format!("{whole}{}", &fraction[..decimals]).parse().unwrap_or(0)
}

fn amount(example: &Value, to: usize) -> Option<Source> {
    decimals(example)?;
    Some(Source::Amount { units: number(example, to), decimals: to })
}

fn time(model: &Model<'_>) -> Option<Source> {
    let (time, fraction) = clock::read(model.example.as_str()?)?;
    Some(Source::Time { after: time - model.time, fraction })
}

fn status(example: &Value) -> Option<Source> {
    let status = number(example, 0);
    (100..600).contains(&status).then(|| Source::Status { example: status, as_text: example.is_string() })
}

/// Lists of recipients that a rule compares.
fn list(property: &Property) -> Option<List> {
    match property.name {
        "ToRecipientsCount" => Some(List::To),
        "CcRecipientsCount" => Some(List::Cc),
        "BccRecipientsCount" => Some(List::Bcc),
        "UniqueRecipientsCount" => Some(List::Unique),
        _ => None,
    }
}

fn items(example: &Value) -> Option<Vec<Vec<u8>>> {
    let items = example.as_array().filter(|items| !items.is_empty())?;
    Some(items.iter().map(json).collect())
}

/// Texts that are selected rather than varied, and those that must agree with other properties.
fn vocabulary(model: &Model<'_>) -> Option<Source> {
    let Model { property, example, .. } = *model;
    let known = property.values.map_or(&[][..], |values| values.known);
    let text = example.as_str()?;
    match property.name {
        "ResultType" if !known.is_empty() => return Some(result(example, known)),
        "Level" if !known.is_empty() => return Some(level(example, known)),
        "DeliveryStatus" if !known.is_empty() => return Some(delivery(known)),
        "ResultDescription" if OUTCOMES.iter().any(|outcome| outcome.phrase == text) => {
            return Some(Source::Phrase(json(example)));
        }
        _ => {}
    }
    if property.personal_data == Some("email-address") {
        let text = example.to_string();
        let (_, domain) = text.split_once('@').unwrap_or(("", "example.com\""));
        return Some(Source::Recipient { domain: domain.as_bytes().to_vec() });
    }
    let values = property.values.filter(|values| !values.known.is_empty())?;
    let mut choices: Vec<Vec<u8>> = values.known.iter().map(|text| json_text(text)).collect();
    if values.kind == ValueKind::Examples && !values.known.contains(&text) {
        choices.push(json(example));
    }
    Some(Source::Choice(choices))
}

/// Result types that agree with a status of success or failure.
fn result(example: &Value, known: &[&str]) -> Source {
    let one = |wanted: &str, denied: &str| {
        let wanted = known.iter().find(|text| **text == wanted);
        wanted
            .or_else(|| known.iter().find(|text| **text != denied))
            .map_or(json(example), |text| json_text(text))
    };
    let (good, bad) = ("Succeeded", "Failed");
    let others = known.iter().filter(|text| ![good, bad].contains(text));
    Source::Result {
        example: json(example),
        good: one(good, bad),
        bad: one(bad, good),
        others: others.map(|text| json_text(text)).collect(),
    }
}

/// Severities: an error if the request failed.
fn level(example: &Value, known: &[&str]) -> Source {
    let bad = if known.contains(&"Error") { json_text("Error") } else { json(example) };
    Source::Result {
        example: json(example),
        good: json(example),
        bad,
        others: known.iter().map(|text| json_text(text)).collect(),
    }
}

/// Delivery statuses of a message, or of a recipient.
fn delivery(known: &[&str]) -> Source {
    let (underway, done) = ("OutForDelivery", "Delivered");
    let failed = known.iter().filter(|text| ![underway, done].contains(text));
    Source::Delivery {
        underway: json_text(if known.contains(&underway) { underway } else { "" }),
        done: json_text(if known.contains(&done) { done } else { "" }),
        failed: failed.map(|text| json_text(text)).collect(),
    }
}

fn as_in_example(model: &Model<'_>, ids: &mut Ids) -> Source {
    let Model { property, example, .. } = *model;
    if example.is_boolean() {
        return Source::Choice(vec![b"true".to_vec(), b"false".to_vec()]);
    }
    let digits = numeric_text(example).filter(|text| is_integer(text));
    if let (Kind::Id | Kind::Signature, Some(digits)) = (property.kind, digits) {
        let as_text = example.is_string();
        return Source::Digits { template: ids.template(&digits), as_text };
    }
    let text = example.to_string();
    // Columns that a workspace adds identify the resource, except for the identifier of the row.
    let of_resource = property.requirement == Requirement::System && property.name != "_ItemId";
    Source::Text(if of_resource { ids.template_of_resource(&text) } else { ids.template(&text) })
}

/// Returns true for an unsigned integer in JSON syntax.
fn is_integer(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0') && !text.is_empty())
}

fn json(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

fn json_text(text: &str) -> Vec<u8> {
    json(&Value::from(text))
}
