//! Values of columns as JSON: each type has the form that it has in the JSON of the service.

use std::io::Write;

use acslint_types::calendar::Date;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::data_type::Int96;
use parquet::schema::types::ColumnDescriptor;

/// Value in a row.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cell<'c> {
    Null,
    Bool(bool),
    Int(i64),
    /// Day and time of the day, as Spark writes times.
    Int96(&'c Int96),
    Float(f32),
    Double(f64),
    Bytes(&'c [u8]),
}

/// Meaning of the values of a column, which says how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Numbers and booleans.
    Plain,
    /// Number without a sign, of so many bits.
    Unsigned(u32),
    Decimal {
        scale: usize,
    },
    Text,
    /// Text that is JSON.
    Json,
    /// Bytes that are not text, which are written in hexadecimal digits.
    Hex,
    Uuid,
    Half,
    Date,
    /// Time of the day, in units of so many nanoseconds.
    TimeOfDay(i128),
    Time {
        /// Number of nanoseconds in a unit.
        unit: i128,
        is_utc: bool,
    },
}

const SECOND: i128 = 1_000_000_000;
const DAY: i128 = 86_400 * SECOND;

/// Number of the day 1970-01-01 in times of 96 bits.
const EPOCH: i128 = 2_440_588;

impl Format {
    pub(super) fn of(column: &ColumnDescriptor) -> Self {
        let unit = |unit: &TimeUnit| match unit {
            TimeUnit::MILLIS => 1_000_000,
            TimeUnit::MICROS => 1000,
            TimeUnit::NANOS => 1,
        };
        let decimal = |scale: i32| Self::Decimal { scale: usize::try_from(scale).unwrap_or_default() };
        match column.logical_type_ref() {
            Some(LogicalType::Timestamp(time)) => {
                return Self::Time { unit: unit(&time.unit), is_utc: time.is_adjusted_to_u_t_c };
            }
            Some(LogicalType::Time(time)) => return Self::TimeOfDay(unit(&time.unit)),
            Some(LogicalType::Uuid) => return Self::Uuid,
            Some(LogicalType::Float16) => return Self::Half,
            Some(LogicalType::Decimal(decimals)) => return decimal(decimals.scale),
            Some(LogicalType::Json) => return Self::Json,
            _ => {}
        }
        match column.converted_type() {
            ConvertedType::TIMESTAMP_MILLIS => Self::Time { unit: 1_000_000, is_utc: true },
            ConvertedType::TIMESTAMP_MICROS => Self::Time { unit: 1000, is_utc: true },
            ConvertedType::TIME_MILLIS => Self::TimeOfDay(1_000_000),
            ConvertedType::TIME_MICROS => Self::TimeOfDay(1000),
            ConvertedType::DATE => Self::Date,
            ConvertedType::DECIMAL => decimal(column.type_scale()),
            ConvertedType::UINT_8 => Self::Unsigned(8),
            ConvertedType::UINT_16 => Self::Unsigned(16),
            ConvertedType::UINT_32 => Self::Unsigned(32),
            ConvertedType::UINT_64 => Self::Unsigned(64),
            ConvertedType::JSON => Self::Json,
            ConvertedType::BSON => Self::Hex,
            _ => match column.physical_type() {
                Type::INT96 => Self::Time { unit: 1, is_utc: true },
                // Some programs do not say that bytes are text.
                Type::BYTE_ARRAY => Self::Text,
                Type::FIXED_LEN_BYTE_ARRAY => Self::Hex,
                _ => Self::Plain,
            },
        }
    }

    /// Writes a value; an error says what it is.
    pub(super) fn write(self, cell: &Cell<'_>, text: &mut Vec<u8>) -> Result<(), &'static str> {
        match (*cell, self) {
            (Cell::Null, _) => text.extend_from_slice(b"null"),
            (Cell::Bool(value), _) => write_plain(text, value),
            (Cell::Int(value), Self::Unsigned(bits)) => {
                write_plain(text, value.cast_unsigned() & (u64::MAX >> (64 - bits)));
            }
            (Cell::Int(value), Self::Decimal { scale }) => write_decimal(text, i128::from(value), scale),
            (Cell::Int(value), Self::Date) => write_quoted(text, &date(i128::from(value))),
            (Cell::Int(value), Self::TimeOfDay(unit)) => {
                write_quoted(text, &time_of_day((i128::from(value) * unit).rem_euclid(DAY)));
            }
            (Cell::Int(value), Self::Time { unit, is_utc }) => {
                write_time(text, i128::from(value) * unit, is_utc);
            }
            (Cell::Int(value), _) => write_plain(text, value),
            (Cell::Int96(value), _) => write_time(text, nanoseconds(value), true),
            (Cell::Float(value), _) => write_float(text, value.is_finite(), value),
            (Cell::Double(value), _) => write_double(text, value),
            (Cell::Bytes(bytes), Self::Decimal { scale }) => {
                let number = signed(bytes).ok_or("numbers of more than 38 digits, which are not read")?;
                write_decimal(text, number, scale);
            }
            (Cell::Bytes(bytes), Self::Uuid) if bytes.len() == 16 => {
                let digits = hex(bytes);
                let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
                write_quoted(text, &parts.join("-"));
            }
            (Cell::Bytes(_), Self::Half) => return Err("numbers of 16 bits, which are not read"),
            (Cell::Bytes(bytes), Self::Hex | Self::Uuid) => write_quoted(text, &hex(bytes)),
            (Cell::Bytes(bytes), _) => write_string(text, bytes),
        }
        Ok(())
    }
}

fn write_plain(text: &mut Vec<u8>, value: impl std::fmt::Display) {
    // Memory can be written.
    let _ = write!(text, "{value}");
}

fn write_quoted(text: &mut Vec<u8>, value: &str) {
    let _ = write!(text, "\"{value}\"");
}

/// Writes a number; one that JSON does not have is a text, as in the JSON of Kusto.
fn write_float(text: &mut Vec<u8>, is_finite: bool, value: impl std::fmt::Display) {
    if is_finite { write_plain(text, value) } else { write_quoted(text, &value.to_string()) }
}

pub(super) fn write_double(text: &mut Vec<u8>, value: f64) {
    match serde_json::Number::from_f64(value) {
        // A whole number has no fraction in the JSON of the service.
        Some(number) => {
            let number = number.to_string();
            write_plain(text, number.strip_suffix(".0").unwrap_or(&number));
        }
        None => write_quoted(text, &value.to_string()),
    }
}

/// Writes a text as a JSON string. Bytes that are not UTF-8 stay as they are, so that the check finds them.
pub(super) fn write_string(text: &mut Vec<u8>, bytes: &[u8]) {
    text.push(b'"');
    let mut from = 0;
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'"' | b'\\' | 0..0x20)) {
        text.extend_from_slice(&bytes[from..at]);
        from = at + 1;
        match byte {
            b'"' | b'\\' => text.extend([b'\\', *byte]),
            b'\n' => text.extend(b"\\n"),
            b'\r' => text.extend(b"\\r"),
            b'\t' => text.extend(b"\\t"),
            byte => {
                let _ = write!(text, "\\u{byte:04x}");
            }
        }
    }
    text.extend_from_slice(&bytes[from..]);
    text.push(b'"');
}

/// Writes a decimal number of this many digits behind the point.
fn write_decimal(text: &mut Vec<u8>, number: i128, scale: usize) {
    let sign = if number < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let point = if fraction.is_empty() { "" } else { "." };
    write_plain(text, format_args!("{sign}{whole}{point}{fraction}"));
}

/// Returns a big-endian number with a sign, if it has at most 128 bits.
fn signed(bytes: &[u8]) -> Option<i128> {
    let first = i128::from(i8::from_be_bytes([*bytes.first()?]));
    (bytes.len() <= 16).then(|| bytes[1..].iter().fold(first, |number, byte| number << 8 | i128::from(*byte)))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |digit: u8| char::from_digit(u32::from(digit), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xF)]).collect()
}

/// Returns the nanoseconds from 1970 on.
fn nanoseconds(time: &Int96) -> i128 {
    let [low, high, day] = [0, 1, 2].map(|part| time.data().get(part).copied().unwrap_or_default());
    // The time of the day has a sign, as the other types of times.
    let of_day = (u64::from(high) << 32 | u64::from(low)).cast_signed();
    (i128::from(day) - EPOCH) * DAY + i128::from(of_day)
}

/// Writes the time that is this many nanoseconds from 1970 on.
pub(super) fn write_time(text: &mut Vec<u8>, nanoseconds: i128, is_utc: bool) {
    let (day, of_day) = (nanoseconds.div_euclid(DAY), nanoseconds.rem_euclid(DAY));
    let zone = if is_utc { "Z" } else { "" };
    write_quoted(text, &format!("{}T{}{zone}", date(day), time_of_day(of_day)));
}

/// Returns the date that is this many days from 1970 on.
fn date(days: i128) -> String {
    // Values of 64 bits are fewer days.
    let Date { year, month, day } = Date::from_epoch_days(i64::try_from(days).unwrap_or_default());
    format!("{year:04}-{month:02}-{day:02}")
}

fn time_of_day(nanoseconds: i128) -> String {
    let (seconds, fraction) = (nanoseconds / SECOND, nanoseconds % SECOND);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = format!(".{fraction:09}");
    let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
    format!("{hours:02}:{minutes:02}:{seconds:02}{fraction}")
}
