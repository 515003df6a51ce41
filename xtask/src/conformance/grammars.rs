//! Texts for each pattern of the schemas: some that it accepts, and some that it only just rejects.
//!
//! They are written by hand: a corpus with verdicts from a validator could not show that this validator is wrong. Each
//! pattern of the schemas has exactly one entry, so a test notices a new pattern.

/// Known texts of one pattern, and of the format beside it.
#[derive(Debug)]
pub(super) struct Grammar {
    /// The pattern, as written in the schemas.
    pub(super) pattern: &'static str,
    /// Texts that pattern and format accept.
    pub(super) takes: &'static [&'static str],
    /// Texts that the pattern rejects. No other branch of an `anyOf` around it accepts them either.
    pub(super) refuses: &'static [&'static str],
    /// Texts that the pattern accepts and the format rejects; empty without a format.
    pub(super) no_format: &'static [&'static str],
}

/// The entry of a pattern.
pub(super) fn grammar(pattern: &str) -> Option<&'static Grammar> {
    GRAMMARS.iter().find(|grammar| grammar.pattern == pattern)
}

/// All grammars: times, numbers as text, addresses.
pub(super) static GRAMMARS: &[Grammar] = &[
    Grammar {
        pattern: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})$",
        takes: &[
            "2024-02-29T23:59:59.123456789Z",
            "2024-05-07t20:16:33.7z",
            "2024-05-07T20:16:33+05:30",
            "2024-05-07T20:16:33-23:59",
        ],
        refuses: &[
            "",
            "2024-05-07 20:16:33Z",
            "2024-05-07T20:16:33",
            "2024-05-07T20:16:33.Z",
            "2024-05-07T20:16:33.0123456789Z",
            "2024-05-07T20:16:33+0530",
            "2024-05-07T20:16Z",
            "05/07/2024 20:16:33",
            "2024-05-07T20:16:33Z ",
        ],
        no_format: &[
            "2023-02-29T20:16:33Z",
            "2024-04-31T20:16:33Z",
            "2024-13-07T20:16:33Z",
            "2024-00-07T20:16:33Z",
            "2024-05-00T20:16:33Z",
            "2024-05-07T24:00:00Z",
            "2024-05-07T20:60:33Z",
            "2024-05-07T20:16:61Z",
            "2024-05-07T20:16:33+24:00",
            "2024-05-07T20:16:33+05:60",
        ],
    },
    Grammar {
        pattern: r"^(0|[1-9][0-9]{0,9})$",
        takes: &["0", "9", "9999999999"],
        refuses: &[
            "",
            "-1",
            "+1",
            "007",
            "1.0",
            "1e3",
            " 1",
            "1 ",
            "10000000000",
            "1,000",
            "0x1F",
            "\u{661}",
        ],
        no_format: &[],
    },
    Grammar {
        pattern: r"^(0|[1-9][0-9]{0,18})$",
        takes: &["0", "9", "9999999999999999999"],
        refuses: &["", "-1", "+1", "007", "1.0", "1e3", " 1", "1 ", "10000000000000000000", "\u{661}"],
        no_format: &[],
    },
    Grammar {
        pattern: r"^(0|[1-9][0-9]*)(\.[0-9]+)?([Ee][+-]?[0-9]+)?$",
        takes: &["0", "73.3857", "3.146336E-05", "1e+9", "123456789012345678901234567890"],
        refuses: &["", "-1", "+1", "01", "1.", ".5", "1e", "1,5", "NaN", "Infinity", " 1", "1 ", "\u{661}"],
        no_format: &[],
    },
    Grammar {
        pattern: r"^[0-9.]+$",
        takes: &["203.0.113.140", "0.0.0.0", "255.255.255.255"],
        refuses: &["203.0.113.14O", "203.0.113.140/24", " 203.0.113.140", "203,0,113,140", "localhost"],
        no_format: &["256.0.113.140", "203.0.113", "203.0.113.140.1", "203.0..140", "1234", "203.0.113.0140"],
    },
    Grammar {
        pattern: r"^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$",
        takes: &["2001:db8::1", "::", "2001:DB8:0:0:0:0:0:1", "::ffff:203.0.113.140"],
        refuses: &["2001:db8::g", "2001:db8::1%eth0", "2001:db8::/32", "2001-db8--1"],
        no_format: &[
            "2001:db8",
            "2001:db8::1::2",
            "2001:db8:0:0:0:0:0:0:1",
            "12345::1",
            ":",
            "::ffff:256.0.113.140",
        ],
    },
    Grammar {
        pattern: r"^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9]):[0-9]{1,5}$",
        takes: &["203.0.113.140:41788", "0.0.0.0:0"],
        refuses: &[
            "256.0.113.140:41788",
            "203.0.113.140:",
            "203.0.113.140:417880",
            "203.0.113:41788",
            "203.0.113.140:http",
        ],
        no_format: &[],
    },
    Grammar {
        pattern: r"^\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\](:[0-9]{1,5})?$",
        takes: &["[2001:db8::1]", "[2001:db8::1]:41788"],
        refuses: &[
            "[2001:db8::1",
            "[2001]:41788",
            "[2001:db8::1]:",
            "[2001:db8::1]:417880",
            "2001:db8::1]:41788",
            "[]",
        ],
        no_format: &[],
    },
    Grammar {
        pattern: r"^([0-9]{1,3}\.){1,3}([Xx]{1,3}|\*)(\.([Xx]{1,3}|\*)){0,2}$",
        takes: &["203.0.113.XXX", "203.0.x.x", "203.*.*.*"],
        refuses: &["XXX", "*.0.113.140", "203.0.113.XXXX", "203.0.XXX.140", "2030.0.113.X", "203.0.113.**"],
        no_format: &[],
    },
];
