//! The values that properties hold: newtypes that deserialise exactly what their schemas accept.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, Visitor},
};

use crate::Kind;
use crate::calendar::{Date, days_in_month};

/// A type of property values.
pub trait Scalar {
    /// Kind of its values, for code without Rust types.
    const KIND: Kind;
    /// The type of the same values in a resource log, where numbers may be text.
    type InResourceLog;
}

/// The type of `T`'s values in a resource log.
pub(crate) type InResourceLog<T> = <T as Scalar>::InResourceLog;

/// Values that may be left out of a written record.
pub(crate) trait Absent {
    fn is_absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

/// A required field is never left out.
macro_rules! never_absent {
    ($($type:ty),*) => {
        $(
            impl $crate::scalar::Absent for $type {
                fn is_absent(&self) -> bool {
                    false
                }
            }
        )*
    };
}

pub(crate) use never_absent;

never_absent!(String, Time, Address, Count, Duration, Amount, Id, Flag, Signature, Identity);

impl<N> Absent for Numeric<N> {
    fn is_absent(&self) -> bool {
        false
    }
}

/// The same type in both shapes.
macro_rules! scalar {
    ($($type:ty: $kind:ident),* $(,)?) => {
        $(impl Scalar for $type {
            const KIND: Kind = Kind::$kind;
            type InResourceLog = Self;
        })*
    };
}

scalar!(
    String: Text,
    Time: Time,
    Address: Address,
    Id: Id,
    bool: Boolean,
    Flag: Flag,
    Signature: Signature,
    serde_json::Value: Any,
);

impl Scalar for Count {
    const KIND: Kind = Kind::Count;
    type InResourceLog = Numeric<Self>;
}

impl Scalar for LongCount {
    const KIND: Kind = Kind::LongCount;
    type InResourceLog = Numeric<Self>;
}

impl Scalar for Duration {
    const KIND: Kind = Kind::Duration;
    type InResourceLog = Numeric<Amount>;
}

impl Scalar for LongDuration {
    const KIND: Kind = Kind::Duration;
    type InResourceLog = Numeric<Amount>;
}

impl Scalar for Amount {
    const KIND: Kind = Kind::Amount;
    type InResourceLog = Numeric<Self>;
}

impl Scalar for Real {
    const KIND: Kind = Kind::Real;
    type InResourceLog = Numeric<Self>;
}

impl Scalar for Identity {
    const KIND: Kind = Kind::Identity;
    type InResourceLog = Claims;
}

/// Error for a rejected value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused(&'static str);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.0)
    }
}

impl std::error::Error for Refused {}

/// Text that follows a grammar.
macro_rules! text {
    ($(#[$meta:meta])* $name:ident, $test:path, $expected:literal, $schema:tt) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The text as written in the record.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = Refused;

            fn try_from(text: String) -> Result<Self, Refused> {
                if $test(&text) { Ok(Self(text)) } else { Err(Refused($expected)) }
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

text!(
    /// A point in time: RFC 3339 with at most nine digits of a second's fraction, and `Z` or an offset.
    Time,
    is_time,
    "a time such as 2024-03-05T09:14:27.441Z",
    {
        "type": "string",
        "format": "date-time",
        "pattern": concat!(
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}",
            "(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})$"
        )
    }
);

text!(
    /// An IP address as the services write it: IPv4 or IPv6, perhaps with a port, perhaps with masked parts,
    /// or empty.
    Address,
    is_address,
    "an IP address",
    {
        "anyOf": [
            { "description": "IPv4.", "type": "string", "format": "ipv4", "pattern": "^[0-9.]+$" },
            {
                "description": "IPv6.",
                "type": "string",
                "format": "ipv6",
                "pattern": "^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$"
            },
            {
                "description": "IPv4 and a port.",
                "type": "string",
                "pattern": concat!(
                    "^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}",
                    "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9]):[0-9]{1,5}$"
                )
            },
            {
                "description": "IPv6 in brackets, perhaps with a port.",
                "type": "string",
                "pattern": "^\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\\](:[0-9]{1,5})?$"
            },
            {
                "description": "IPv4 whose last parts are masked.",
                "type": "string",
                "pattern": "^([0-9]{1,3}\\.){1,3}([Xx]{1,3}|\\*)(\\.([Xx]{1,3}|\\*)){0,2}$"
            },
            { "description": "No address.", "type": "string", "maxLength": 0 }
        ]
    }
);

/// Parts of a time as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeParts {
    /// Day.
    pub date: Date,
    /// Second of the day; a leap second counts as the second after it.
    pub second: u32,
    /// Nanosecond of the second.
    pub nanosecond: u32,
    /// Difference from UTC in minutes, positive in the east.
    pub offset: i32,
}

/// Returns true if the text is RFC 3339 with at most nine fraction digits; the check of [`Time`].
///
/// A leap second is accepted only at 23:59:60 UTC.
pub fn is_time(text: &str) -> bool {
    time_parts(text).is_some()
}

/// Returns the parts of a text that [`is_time`] accepts.
///
/// ```
/// use acslint_types::scalar::time_parts;
///
/// let parts = time_parts("2024-03-05T10:14:27.44+01:00").unwrap();
/// assert_eq!((parts.date.year, parts.date.month, parts.date.day), (2024, 3, 5));
/// assert_eq!((parts.second, parts.nanosecond, parts.offset), (36_867, 440_000_000, 60));
/// assert_eq!(time_parts("2024-03-05"), None);
/// ```
pub fn time_parts(text: &str) -> Option<TimeParts> {
    let (written, rest) = text.as_bytes().split_first_chunk::<19>()?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T' | b't', h1, h2, b':', n1, n2, b':', s1, s2] =
        *written
    else {
        return None;
    };
    let (year, month, day) = (number([y1, y2, y3, y4])?, number([m1, m2])?, number([d1, d2])?);
    let (hour, minute, second) = (number([h1, h2])?, number([n1, n2])?, number([s1, s2])?);
    if !(1..=days_in_month(year, month)?).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (nanosecond, zone) = match rest {
        [b'.', digits @ ..] => fraction(digits)?,
        _ => (0, rest),
    };
    let offset = match *zone {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (number([h1, h2])?, number([m1, m2])?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let minutes = (hours * 60 + minutes).cast_signed();
            if sign == b'+' { minutes } else { -minutes }
        }
        _ => return None,
    };
    let minute = hour * 60 + minute;
    if second == 60 && (minute.cast_signed() - offset).rem_euclid(24 * 60) != 24 * 60 - 1 {
        return None;
    }
    let date = Date { year: year.into(), month: month.into(), day: day.into() };
    Some(TimeParts { date, second: minute * 60 + second, nanosecond, offset })
}

/// Returns the number that these digits write.
fn number<const N: usize>(digits: [u8; N]) -> Option<u32> {
    let (mut sum, mut is_number) = (0, true);
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        is_number &= digit < 10;
        sum = sum * 10 + u32::from(digit);
    }
    is_number.then_some(sum)
}

/// Returns the nanoseconds of a fraction of one to nine digits, and the bytes behind it.
fn fraction(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let unit = 10_u32.pow(9_u32.checked_sub(digits as u32)?);
    let (digits, behind) = bytes.split_at(digits);
    let sum = digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    (!digits.is_empty()).then_some((sum * unit, behind))
}

/// Returns true if the text is an address as the services write it; the check of [`Address`].
pub fn is_address(text: &str) -> bool {
    use std::net::{Ipv4Addr, Ipv6Addr};

    fn is_port(text: &str) -> bool {
        (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    }
    // IPv6 first, because a colon in it does not separate a port.
    if text.is_empty() || text.parse::<Ipv6Addr>().is_ok() || text.parse::<Ipv4Addr>().is_ok() {
        return true;
    }
    if let Some(rest) = text.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else {
            return false;
        };
        let hexadecimal = address.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
        return hexadecimal
            && address.contains(':')
            && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port));
    }
    match text.split_once(':') {
        Some((address, port)) => address.parse::<Ipv4Addr>().is_ok() && is_port(port),
        None => is_masked_address(text),
    }
}

/// Returns true for an IPv4 address whose last parts are masked by `x` or `*`, such as `203.0.113.XXX`.
pub fn is_masked_address(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let shown = parts
        .iter()
        .take_while(|part| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
        .count();
    let masked = &parts[shown..];
    (1..=3).contains(&shown)
        && (1..=3).contains(&masked.len())
        && masked.iter().all(|part| {
            *part == "*"
                || ((1..=3).contains(&part.len()) && part.bytes().all(|byte| matches!(byte, b'x' | b'X')))
        })
}

/// A grammar of texts: its schema, and an equivalent check that is faster.
#[derive(Debug)]
pub struct Form {
    /// Name of the grammar.
    pub name: &'static str,
    /// Returns true if the text follows the grammar, that is, satisfies one of the [branches](Self::branches).
    pub accepts: fn(&str) -> bool,
    schema: fn() -> Schema,
}

/// Every grammar that schemas express with `pattern`, `format` or `maxLength`.
pub static FORMS: &[Form] = &[
    Form { name: "time", accepts: is_time, schema: schema_of::<Time> },
    Form { name: "address", accepts: is_address, schema: schema_of::<Address> },
    Form { name: "count in quotes", accepts: is_text_of::<Count>, schema: text_schema::<Count> },
    Form { name: "long count in quotes", accepts: is_text_of::<LongCount>, schema: text_schema::<LongCount> },
    Form { name: "amount in quotes", accepts: is_text_of::<Amount>, schema: text_schema::<Amount> },
];

impl Form {
    /// The schemas of the grammar; a text must satisfy one of them.
    pub fn branches(&self) -> Vec<serde_json::Value> {
        let mut schema = (self.schema)().to_value();
        match schema.get_mut("anyOf").map(serde_json::Value::take) {
            Some(serde_json::Value::Array(branches)) => branches,
            _ => vec![schema],
        }
    }
}

impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

fn schema_of<T: JsonSchema>() -> Schema {
    T::json_schema(&mut SchemaGenerator::default())
}

fn text_schema<N: Bounded>() -> Schema {
    json_schema!({ "type": "string", "pattern": N::PATTERN })
}

fn is_text_of<N: Bounded>(text: &str) -> bool {
    is_unsigned_number(text) && N::accepts_text(text)
}

/// A number within the bounds of its type.
pub trait Bounded: Copy + Serialize {
    /// Description of expected values, for errors.
    const EXPECTED: &'static str;
    /// The number, or `None` if it is out of bounds.
    fn from_f64(number: f64) -> Option<Self>;
    /// The number, or `None` if it is out of bounds; exact even beyond the precision of `f64`.
    fn from_u64(number: u64) -> Option<Self> {
        Self::from_f64(number as f64)
    }
    /// Returns true if the text, a JSON number, is a valid notation of the number.
    fn accepts_text(text: &str) -> bool;
    /// The schema of the number.
    fn number_schema() -> Schema;
    /// The pattern of the numeric text.
    const PATTERN: &'static str;
}

/// A non-negative 32-bit integer: a counter or a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Count(i32);

impl Count {
    /// The number.
    pub fn get(self) -> i32 {
        self.0
    }
}

impl Bounded for Count {
    const EXPECTED: &'static str = "an integer from 0 to 2147483647";
    const PATTERN: &'static str = "^(0|[1-9][0-9]{0,9})$";

    fn from_f64(number: f64) -> Option<Self> {
        (number.fract() == 0.0 && (0.0..=f64::from(i32::MAX)).contains(&number))
            .then_some(Self(number as i32))
    }

    fn accepts_text(text: &str) -> bool {
        text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn number_schema() -> Schema {
        json_schema!({ "type": "integer", "minimum": 0, "maximum": 2_147_483_647 })
    }
}

/// A non-negative 64-bit integer: a counter of bytes or seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct LongCount(i64);

impl LongCount {
    /// The number.
    pub fn get(self) -> i64 {
        self.0
    }
}

impl Bounded for LongCount {
    const EXPECTED: &'static str = "an integer from 0 to 9223372036854775807";
    const PATTERN: &'static str = "^(0|[1-9][0-9]{0,18})$";

    fn from_f64(number: f64) -> Option<Self> {
        // The smallest `f64` above the range is a power of two, so the comparison is exact.
        (number.fract() == 0.0 && (0.0..TWO_TO_THE_63).contains(&number)).then_some(Self(number as i64))
    }

    fn from_u64(number: u64) -> Option<Self> {
        i64::try_from(number).ok().map(Self)
    }

    fn accepts_text(text: &str) -> bool {
        text.len() <= 19 && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn number_schema() -> Schema {
        json_schema!({ "type": "integer", "minimum": 0, "maximum": 9_223_372_036_854_775_807_i64 })
    }
}

/// One more than the largest 64-bit integer.
const TWO_TO_THE_63: f64 = 9_223_372_036_854_775_808.0;

/// A number of milliseconds: a non-negative 32-bit integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Duration(Count);

impl Duration {
    /// The number of milliseconds.
    pub fn milliseconds(self) -> i32 {
        self.0.get()
    }
}

impl Bounded for Duration {
    const EXPECTED: &'static str = Count::EXPECTED;
    const PATTERN: &'static str = Count::PATTERN;

    fn from_f64(number: f64) -> Option<Self> {
        Count::from_f64(number).map(Self)
    }

    fn accepts_text(text: &str) -> bool {
        Count::accepts_text(text)
    }

    fn number_schema() -> Schema {
        Count::number_schema()
    }
}

/// A number of milliseconds: a non-negative 64-bit integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct LongDuration(LongCount);

impl LongDuration {
    /// The number of milliseconds.
    pub fn milliseconds(self) -> i64 {
        self.0.get()
    }
}

impl Bounded for LongDuration {
    const EXPECTED: &'static str = LongCount::EXPECTED;
    const PATTERN: &'static str = LongCount::PATTERN;

    fn from_f64(number: f64) -> Option<Self> {
        LongCount::from_f64(number).map(Self)
    }

    fn from_u64(number: u64) -> Option<Self> {
        LongCount::from_u64(number).map(Self)
    }

    fn accepts_text(text: &str) -> bool {
        LongCount::accepts_text(text)
    }

    fn number_schema() -> Schema {
        LongCount::number_schema()
    }
}

/// A non-negative number: a size, a quantity.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
pub struct Amount(f64);

impl Amount {
    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Bounded for Amount {
    const EXPECTED: &'static str = "a number that is not negative";
    const PATTERN: &'static str = "^(0|[1-9][0-9]*)(\\.[0-9]+)?([Ee][+-]?[0-9]+)?$";

    fn from_f64(number: f64) -> Option<Self> {
        (number >= 0.0).then_some(Self(number))
    }

    fn accepts_text(_: &str) -> bool {
        true
    }

    fn number_schema() -> Schema {
        json_schema!({ "type": "number", "minimum": 0 })
    }
}

/// A number of any sign: a metric.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
pub struct Real(f64);

impl Real {
    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Bounded for Real {
    const EXPECTED: &'static str = "a number";
    // Only counters, durations and ratios are known to occur in quotes, and they have no sign.
    const PATTERN: &'static str = Amount::PATTERN;

    fn from_f64(number: f64) -> Option<Self> {
        Some(Self(number))
    }

    fn accepts_text(text: &str) -> bool {
        Amount::accepts_text(text)
    }

    fn number_schema() -> Schema {
        json_schema!({ "type": "number" })
    }
}

struct NumberVisitor<N>(std::marker::PhantomData<N>);

impl<N: Bounded> Visitor<'_> for NumberVisitor<N> {
    type Value = N;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(N::EXPECTED)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<N, E> {
        N::from_u64(number).ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(number), &self))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<N, E> {
        match u64::try_from(number) {
            Ok(number) => self.visit_u64(number),
            Err(_) => self.visit_f64(number as f64),
        }
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<N, E> {
        N::from_f64(number).ok_or_else(|| E::invalid_value(de::Unexpected::Float(number), &self))
    }
}

macro_rules! number {
    ($($type:ident),*) => {
        $(
            impl<'de> Deserialize<'de> for $type {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_f64(NumberVisitor(std::marker::PhantomData))
                }
            }

            impl JsonSchema for $type {
                fn schema_name() -> Cow<'static, str> {
                    stringify!($type).into()
                }

                fn inline_schema() -> bool {
                    true
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    <$type as Bounded>::number_schema()
                }
            }
        )*
    };
}

number!(Count, LongCount, Duration, LongDuration, Amount, Real);

/// A number in a resource log, where producers also write numbers as text.
#[derive(Debug, Clone, PartialEq)]
pub enum Numeric<N> {
    /// A JSON number.
    Number(N),
    /// A number in quotes, in the grammar of JSON numbers.
    Text(String),
}

impl<N: Bounded> Serialize for Numeric<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de, N: Bounded> Deserialize<'de> for Numeric<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumericVisitor<N>(NumberVisitor<N>);

        impl<N: Bounded> Visitor<'_> for NumericVisitor<N> {
            type Value = Numeric<N>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}, or text that holds one", N::EXPECTED)
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
                self.0.visit_u64(number).map(Numeric::Number)
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
                self.0.visit_i64(number).map(Numeric::Number)
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
                self.0.visit_f64(number).map(Numeric::Number)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                if is_text_of::<N>(text) {
                    Ok(Numeric::Text(text.to_owned()))
                } else {
                    Err(E::invalid_value(de::Unexpected::Str(text), &self))
                }
            }
        }

        deserializer.deserialize_any(NumericVisitor(NumberVisitor(std::marker::PhantomData)))
    }
}

impl<N: Bounded> JsonSchema for Numeric<N> {
    fn schema_name() -> Cow<'static, str> {
        "Numeric".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [N::number_schema(), text_schema::<N>()] })
    }
}

/// Returns true if the text is an unsigned JSON number.
pub fn is_unsigned_number(text: &str) -> bool {
    fn digits(bytes: &[u8]) -> usize {
        bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
    }
    let mut rest = text.as_bytes();
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest[0] == b'0') {
        return false;
    }
    rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = exponent.strip_prefix(b"+").or(exponent.strip_prefix(b"-")).unwrap_or(exponent);
        let length = digits(exponent);
        return length > 0 && length == exponent.len();
    }
    rest.is_empty()
}

/// One of two JSON types.
macro_rules! either {
    (
        $(#[$meta:meta])*
        $name:ident { $($(#[$variant_meta:meta])* $variant:ident($type:ty)),* }
        $schema:tt
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(untagged)]
        pub enum $name {
            $($(#[$variant_meta])* $variant($type),)*
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

either!(
    /// An identifier that some producers write as a number: 13 digits occur, more than 32 bits hold.
    Id {
        /// Written as a number.
        Number(Integer),
        /// Written as text.
        Text(String)
    }
    { "anyOf": [{ "type": "integer" }, { "type": "string" }] }
);

either!(
    /// A status code: `202` and `"202"` both occur.
    Signature {
        /// Written as a number.
        Number(Integer),
        /// Written as text.
        Text(String)
    }
    { "anyOf": [{ "type": "integer" }, { "type": "string" }] }
);

either!(
    /// A truth value that a workspace writes as text: `false` and `"False"` both occur.
    Flag {
        /// `true` or `false`.
        Boolean(bool),
        /// Text, such as `True`.
        Text(String)
    }
    { "anyOf": [{ "type": "boolean" }, { "type": "string" }] }
);

either!(
    /// The identity of a resource log: text, or the object of claims of Azure Monitor's common schema.
    Claims {
        /// Text.
        Text(String),
        /// Claims by name.
        Object(serde_json::Map<String, serde_json::Value>)
    }
    { "anyOf": [{ "type": "string" }, { "type": "object" }] }
);

/// An object whose members no source lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Object(serde_json::Map<String, serde_json::Value>);

impl Object {
    /// The members, in their order.
    pub fn members(&self) -> &serde_json::Map<String, serde_json::Value> {
        &self.0
    }
}

impl JsonSchema for Object {
    fn schema_name() -> Cow<'static, str> {
        "Object".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object" })
    }
}

/// The identity in a table: text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Identity(pub String);

/// An integer of any size; `1.0` is one, as JSON Schema has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Integer(serde_json::Number);

impl Integer {
    /// The number.
    pub fn get(&self) -> &serde_json::Number {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        let integral = !number.is_f64() || number.as_f64().is_some_and(|number| number.fract() == 0.0);
        if integral { Ok(Self(number)) } else { Err(de::Error::custom("expected an integer")) }
    }
}

/// A closed set of texts.
///
/// Not derived: a derived enum would also accept an object, `{"LongCodeNumber": null}`.
macro_rules! closed {
    (
        $(#[$meta:meta])*
        $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal),+ $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl $name {
            /// The text in a record.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl $crate::scalar::Scalar for $name {
            const KIND: $crate::Kind = $crate::Kind::Closed;
            type InResourceLog = Self;
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                match String::deserialize(deserializer)?.as_str() {
                    $($text => Ok(Self::$variant),)+
                    other => Err(serde::de::Error::unknown_variant(other, &[$($text),+])),
                }
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($text),+] })
            }
        }
    };
}

pub(crate) use closed;

closed!(
    /// Kind of number that sent a text message.
    NumberType {
        /// A telephone number of ordinary length.
        LongCodeNumber = "LongCodeNumber",
        /// A short number.
        ShortCodeNumber = "ShortCodeNumber",
        /// A sender name instead of a number.
        DynamicAlphaSenderId = "DynamicAlphaSenderID",
        /// No value: what services write for rows that have none.
        None = "",
    }
);
