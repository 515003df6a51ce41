//! The grammars of times, addresses and numbers: the Rust test and the schema accept the same texts.

use acslint_types::scalar::{
    Address, Amount, Count, LongCount, Numeric, Real, Time, is_address, is_masked_address, is_time,
};
use jsonschema::Validator;
use proptest::prelude::*;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::validator;

/// A type and its schema.
struct Grammar {
    accepts: fn(&str) -> bool,
    schema: Validator,
}

impl Grammar {
    fn of<T: JsonSchema + DeserializeOwned>() -> Self {
        let schema = validator(&schemars::SchemaGenerator::default().into_root_schema_for::<T>().to_value());
        Self { accepts: |text| serde_json::from_value::<T>(Value::from(text)).is_ok(), schema }
    }

    /// The verdict of both, which must be equal.
    fn verdict(&self, text: &str) -> bool {
        let verdict = (self.accepts)(text);
        assert_eq!(
            verdict,
            self.schema.is_valid(&Value::from(text)),
            "the type and the schema disagree on {text:?}"
        );
        verdict
    }
}

#[track_caller]
fn check<T: JsonSchema + DeserializeOwned>(good: &[&str], bad: &[&str]) {
    let grammar = Grammar::of::<T>();
    for text in good {
        assert!(grammar.verdict(text), "{text:?} is refused");
    }
    for text in bad {
        assert!(!grammar.verdict(text), "{text:?} is accepted");
    }
}

#[test]
fn times() {
    check::<Time>(
        &[
            "2024-03-05T09:14:27Z",
            "2024-03-05t09:14:27z",
            "2024-03-05T09:14:27.4Z",
            "2024-03-05T09:14:27.123456789Z",
            "2024-03-05T09:14:27+05:30",
            "2024-03-05T09:14:27-00:00",
            "2024-02-29T00:00:00Z",
            "2000-02-29T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "2016-12-31T23:59:60Z",
            "2017-01-01T05:29:60+05:30",
            "2016-12-31T18:59:60.5-05:00",
        ],
        &[
            "",
            "2024-03-05",
            "2024-03-05 09:14:27Z",
            "2024-03-05T09:14:27",
            "2024-03-05T09:14:27.Z",
            "2024-03-05T09:14Z",
            "2024-03-05T09:14:27.1234567890Z",
            "2024-03-05T09:14:27+0530",
            "2024-03-05T09:14:27+24:00",
            "2024-03-05T24:00:00Z",
            "2024-03-05T09:60:00Z",
            "2024-03-05T09:14:60Z",
            "2016-12-31T23:59:60+01:00",
            "2016-12-31T23:59:61Z",
            "2023-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2024-00-05T09:14:27Z",
            "2024-13-05T09:14:27Z",
            "2024-04-31T09:14:27Z",
            "2024-03-00T09:14:27Z",
            "2024-03-05T09:14:27Z\n",
            " 2024-03-05T09:14:27Z",
            "06/22/2022 10:24:59",
            "5/25/2023, 5:43:25.746 PM",
            "２024-03-05T09:14:27Z",
        ],
    );
}

#[test]
fn addresses() {
    check::<Address>(
        &[
            "",
            "203.0.113.7",
            "0.0.0.0",
            "255.255.255.255",
            "203.0.113.7:0",
            "203.0.113.7:38208",
            "2001:db8::1",
            "::",
            "2001:DB8:0:0:0:0:0:1",
            "::ffff:203.0.113.7",
            "[2001:db8::1]",
            "[2001:db8::1]:443",
            "203.0.113.XXX",
            "203.0.113.x",
            "203.0.*.*",
            "203.x.x.xxx",
            "203.0.113.*",
        ],
        &[
            "x",
            "localhost",
            "203.0.113",
            "203.0.113.256",
            "203.0.113.07",
            "203.0.113.7:",
            "203.0.113.7:123456",
            "203.0.113.256:80",
            "203.0.113.7 ",
            "203.0.113.7\n",
            "2001:db8::1::2",
            "2001:db8::g",
            "fe80::1%eth0",
            "[203.0.113.7]",
            "[2001:db8::1",
            "[2001:db8::1]:",
            "[2001:db8::1]443",
            "2001:db8::1]:443",
            "XXX.0.113.7",
            "203.x.113.x",
            "203.0.113.**",
            "203.0.113.xxxx",
            "*",
            "x.x.x.x",
            "203.0.113.7/24",
        ],
    );
}

#[test]
fn masked_addresses_are_told_apart() {
    assert!(is_masked_address("203.0.113.XXX"));
    assert!(!is_masked_address("203.0.113.7"));
    assert!(!is_masked_address(""));
}

#[test]
fn numbers_in_quotes() {
    check::<Numeric<Count>>(
        &["0", "7", "2147483647"],
        &["", "-1", "+1", "01", "1.0", "1e3", " 1", "1 ", "1\n", "12345678901", "x", "0x1", "١"],
    );
    check::<Numeric<LongCount>>(
        &["0", "2147483648", "9223372036854775807"],
        &["", "-1", "01", "1.0", "1e3", "12345678901234567890", "x"],
    );
    check::<Numeric<Real>>(&["0", "38.4", "1e-3"], &["", "-1", "NaN", "1."]);
    check::<Numeric<Amount>>(
        &[
            "0",
            "78",
            "73.3857",
            "3.146336E-05",
            "1e3",
            "1E+3",
            "0.0",
            "1e400",
            "123456789012345678901234567890",
        ],
        &[
            "", "-1", "-0", "+1", "01", "1.", ".5", "1e", "1e+", "1e3.5", "1,5", "NaN", "Infinity", "1 ",
            "1\n", "--1",
        ],
    );
}

/// Concatenated parts of a time, some of them out of range.
fn time_like() -> impl Strategy<Value = String> {
    let date = (prop_oneof![Just(1900), Just(2000), Just(2023), Just(2024), 0..10_000], 0..14, 0..33);
    let time = (0..26, prop_oneof![Just(59), 0..62], prop_oneof![Just(60), 0..63]);
    let fraction = prop_oneof![Just(String::new()), "\\.[0-9]{0,11}"];
    let zone = prop_oneof![Just("Z".to_owned()), "[zZ]", "[+-][0-2][0-9]:[0-6][0-9]", "[+-][0-9]{4}"];
    (date, "[Tt ]", time, fraction, zone).prop_map(
        |((year, month, day), t, (hour, minute, second), fraction, zone)| {
            format!("{year:04}-{month:02}-{day:02}{t}{hour:02}:{minute:02}:{second:02}{fraction}{zone}")
        },
    )
}

/// A leap second somewhere near midnight UTC, in any zone.
fn leap_second() -> impl Strategy<Value = String> {
    (0..24, 0..60, "[+-]", 0..24, 0..60).prop_map(|(hour, minute, sign, zone_hour, zone_minute)| {
        format!("2016-12-31T{hour:02}:{minute:02}:60{sign}{zone_hour:02}:{zone_minute:02}")
    })
}

/// The valid leap seconds: the local time of 23:59 UTC.
fn true_leap_second() -> impl Strategy<Value = String> {
    (0..24_i32, 0..60_i32, any::<bool>()).prop_map(|(zone_hour, zone_minute, east)| {
        let offset = zone_hour * 60 + zone_minute;
        let local = (23 * 60 + 59 + if east { offset } else { -offset }).rem_euclid(24 * 60);
        let sign = if east { '+' } else { '-' };
        format!("2016-12-31T{:02}:{:02}:60{sign}{zone_hour:02}:{zone_minute:02}", local / 60, local % 60)
    })
}

/// The text with a few characters replaced, inserted or removed.
fn damaged(text: impl Strategy<Value = String>, alphabet: &'static str) -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), 0..3, any::<prop::sample::Index>());
    (text, prop::collection::vec(edit, 1..4)).prop_map(move |(text, edits)| {
        let mut characters: Vec<char> = text.chars().collect();
        for (place, kind, letter) in edits {
            let place = place.index(characters.len() + 1);
            let letter = alphabet.chars().nth(letter.index(alphabet.chars().count())).unwrap();
            if kind == 0 || place == characters.len() {
                characters.insert(place, letter);
            } else if kind == 1 {
                characters[place] = letter;
            } else {
                characters.remove(place);
            }
        }
        characters.into_iter().collect()
    })
}

fn address_like() -> impl Strategy<Value = String> {
    let number = (0..300_u32).prop_map(|number| number.to_string());
    let masked =
        prop_oneof![Just("x".to_owned()), Just("XXX".to_owned()), Just("*".to_owned()), "[0-9]{1,3}"];
    let v4 = prop::collection::vec(number, 3..6).prop_map(|parts| parts.join("."));
    let mask = prop::collection::vec(masked, 1..7).prop_map(|parts| parts.join("."));
    let v6 = prop_oneof![
        any::<u128>().prop_map(|bits| std::net::Ipv6Addr::from(bits).to_string()),
        any::<u32>().prop_map(|bits| std::net::Ipv6Addr::from(u128::from(bits)).to_string()),
        prop::collection::vec("[0-9a-fA-F]{0,4}", 1..10).prop_map(|parts| parts.join(":")),
    ];
    let port = prop_oneof![Just(String::new()), ":[0-9]{0,6}"];
    prop_oneof![
        (v4, port.clone()).prop_map(|(address, port)| address + &port),
        mask,
        v6.clone(),
        (v6, port).prop_map(|(address, port)| format!("[{address}]{port}")),
    ]
}

const TIME_ALPHABET: &str = "0123456789-:TtZz.+ \n٣";
const ADDRESS_ALPHABET: &str = "0123456789abcfF:.[]xX*% \n٣";
const NUMBER_ALPHABET: &str = "0123456789.eE+- \n٣";

proptest! {
    #![proptest_config(acslint_testing::cases(2_000))]

    #[test]
    fn type_and_schema_agree_on_times(
        texts in prop::collection::vec(prop_oneof![
            time_like(),
            leap_second(),
            damaged(time_like(), TIME_ALPHABET),
            damaged(true_leap_second(), TIME_ALPHABET),
            "[0-9TtZz:.+-]{0,30}",
        ], 8),
    ) {
        let grammar = TIMES.get_or_init(Grammar::of::<Time>);
        for text in texts {
            prop_assert_eq!(grammar.verdict(&text), is_time(&text));
        }
    }

    #[test]
    fn true_leap_seconds_are_times(text in true_leap_second()) {
        prop_assert!(TIMES.get_or_init(Grammar::of::<Time>).verdict(&text));
    }

    #[test]
    fn type_and_schema_agree_on_addresses(
        texts in prop::collection::vec(prop_oneof![
            address_like(),
            damaged(address_like(), ADDRESS_ALPHABET),
            "[0-9a-fx:.*]{0,20}",
        ], 8),
    ) {
        let grammar = ADDRESSES.get_or_init(Grammar::of::<Address>);
        for text in texts {
            prop_assert_eq!(grammar.verdict(&text), is_address(&text));
        }
    }

    #[test]
    fn type_and_schema_agree_on_numbers_in_quotes(
        texts in prop::collection::vec(prop_oneof![
            any::<f64>().prop_map(|number| number.to_string()),
            any::<f64>().prop_map(|number| format!("{number:e}")),
            any::<i64>().prop_map(|number| number.to_string()),
            any::<u16>().prop_map(|number| number.to_string()),
            damaged(any::<f32>().prop_map(|number| format!("{number:E}")), NUMBER_ALPHABET),
            "[0-9.eE+-]{0,8}",
        ], 8),
    ) {
        for text in texts {
            COUNTS.get_or_init(Grammar::of::<Numeric<Count>>).verdict(&text);
            LONG_COUNTS.get_or_init(Grammar::of::<Numeric<LongCount>>).verdict(&text);
            AMOUNTS.get_or_init(Grammar::of::<Numeric<Amount>>).verdict(&text);
        }
    }
}

static TIMES: std::sync::OnceLock<Grammar> = std::sync::OnceLock::new();
static ADDRESSES: std::sync::OnceLock<Grammar> = std::sync::OnceLock::new();
static COUNTS: std::sync::OnceLock<Grammar> = std::sync::OnceLock::new();
static LONG_COUNTS: std::sync::OnceLock<Grammar> = std::sync::OnceLock::new();
static AMOUNTS: std::sync::OnceLock<Grammar> = std::sync::OnceLock::new();
