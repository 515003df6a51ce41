//! Tests of the text of rows, and of files that are damaged.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::{Odometer, Rows};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/parquet")
}

/// Returns the text of a file as far as it can be read, and the error that ends it.
fn read(path: &Path) -> (Vec<u8>, Option<String>) {
    let mut text = Vec::new();
    let done = Odometer::default();
    let mut rows = match Rows::open(path, Odometer::default(), done.clone()) {
        Ok(rows) => rows,
        Err(error) => return (text, Some(error.to_string())),
    };
    let error = rows.read_to_end(&mut text).err().map(|error| error.to_string());
    if error.is_none() {
        assert_eq!(done.read(), fs::metadata(path).unwrap().len());
    }
    (text, error)
}

fn rows(name: &str) -> Vec<String> {
    let (text, error) = read(&directory().join(name));
    assert_eq!(error, None, "{name}");
    String::from_utf8_lossy(&text).lines().map(str::to_owned).collect()
}

fn error(name: &str) -> String {
    let (text, error) = read(&directory().join(name));
    assert!(text.is_empty(), "{name}");
    error.unwrap()
}

#[test]
fn a_row_is_an_object_with_the_values_of_its_columns() {
    let first = r#"{"TimeGenerated":"2024-06-18T13:27:58.12Z","OperationName":"Billing","OperationVersion":"1.0","CorrelationId":"a6dc0665-e1d9-4350-877f-914ff97aa639","Category":"Usage","RecordId":"a7b416bd-fb35-4880-9b54-98bfe02e61c9","UsageType":"Chat","UnitType":"megabytes","Quantity":9.5,"StartTime":"2024-06-18T13:22:58.12Z","EndTime":"2024-06-18T13:27:58.12Z","ParticipantId":"13f6244a-fe1c-40a1-866c-167067f8fb9c","Properties":{"a": [1, 2]},"Type":"ACSBillingUsage"}"#;
    let second = first.replace("9.5", "2").replace("\"13f6244a-fe1c-40a1-866c-167067f8fb9c\"", "null");
    let third = first
        .replace("\"EndTime\":\"2024-06-18T13:27:58.12Z\"", "\"EndTime\":null")
        .replace("{\"a\": [1, 2]}", "null");
    assert_eq!(rows("clean.parquet"), [first, &second, &third]);
    assert_eq!(rows("int96.parquet"), [first]);
    assert_eq!(rows("empty.parquet"), [""; 0]);
    // Row groups of two rows, and pages of the second version.
    assert_eq!(rows("defects.parquet").len(), 5);
    assert_eq!(rows("defects.parquet")[4], first);
}

#[test]
fn each_type_has_the_form_that_it_has_in_json() {
    let known = r#"{"TimeGenerated":"2024-06-18T13:27:58.12Z","Category":"Usage","Type":"ACSBillingUsage","#;
    let values = r#""int8":-8,"uint8":200,"int64":-9223372036854775808,"uint32":4294967295,"uint64":18446744073709551615,"float":0.1,"double":1e+300,"whole":7,"nan":"NaN","bool":false,"decimal":-0.125,"decimal38":12345678901234567890.50,"date":"2024-02-29","time":"01:02:03.00004","ms":"2024-06-18T13:27:58.12Z","ns":"2024-06-18T13:27:58.12Z","before":"1969-12-31T23:59:59.999999Z","local":"2024-06-18T13:27:58.12","bytes":"a"#;
    let (text, error) = read(&directory().join("kinds.parquet"));
    assert_eq!(error, None);
    let rest =
        b"\xff\\\"\\\\\\u0001\",\"fixed\":\"00abff\",\"uuid\":\"00000000-0000-0001-0000-000000000000\"}\n";
    let expected = [known.as_bytes(), values.as_bytes(), rest].concat();
    assert_eq!(String::from_utf8_lossy(&text), String::from_utf8_lossy(&expected));
    assert_eq!(text, expected);
}

/// As in CSV, and in a struct: all rows have its members.
#[test]
fn no_value_is_nothing_where_the_category_has_no_such_column() {
    let row = r#"{"TimeGenerated":"2024-06-18T13:27:58.12Z","Category":"Usage","Type":"ACSBillingUsage","Colour":"blue"}"#;
    assert_eq!(rows("unknown-column.parquet"), [row]);
}

#[test]
fn structs_lists_and_maps_are_json() {
    let [first, second, third] = &rows("nested.parquet")[..] else { panic!("three rows") };
    let inner = r#""StartTime":"2024-06-18T13:22:58Z","EndTime":"2024-06-18T13:27:58Z","Quantity":9.5"#;
    let more = r#","more":[{"a":[1,null],"b":{"x":true}},null],"pairs":{"k":1}}}"#;
    let ids = r#""properties":{"RecordId":"a7b416bd-fb35-4880-9b54-98bfe02e61c9","#;
    assert!(
        first.ends_with(&format!("{ids}\"UsageType\":\"Chat\",\"UnitType\":\"megabytes\",{inner}{more}")),
        "{first}"
    );
    // Null where the category has the member, and nothing where it has none.
    assert!(
        second.ends_with(&format!("{ids}\"UsageType\":null,\"UnitType\":\"megabytes\",{inner}}}}}")),
        "{second}"
    );
    assert!(third.ends_with(r#""location":"westeurope"}"#), "{third}");
    // A column of text has no other way to hold an object.
    let [text] = &rows("text-properties.parquet")[..] else { panic!("one row") };
    assert!(text.ends_with(r#","properties":{"Quantity": "1"}}"#), "{text}");
}

#[test]
fn what_cannot_be_read_is_named() {
    for (name, problem) in [
        ("brotli.parquet", ": the column `TimeGenerated` is compressed with Brotli, which is not read"),
        ("encrypted.parquet", ": the file is encrypted"),
        ("encrypted-columns.parquet", " behind row 0: columns of the file are encrypted"),
    ] {
        assert_eq!(error(name), format!("cannot read the Parquet file{problem}"));
    }
}

/// Returns the error of a file with these bytes, and its text.
fn read_bytes(bytes: &[u8]) -> (Vec<u8>, Option<String>) {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    read(file.path())
}

#[test]
fn a_file_that_is_cut_off_says_so() {
    let whole = fs::read(directory().join("clean.parquet")).unwrap();
    for length in [4, 7, 12, whole.len() - 1] {
        let (text, error) = read_bytes(&whole[..length]);
        assert!(text.is_empty());
        let error = error.unwrap();
        assert!(error.starts_with("cannot read the Parquet file: the file is cut off"), "{length}: {error}");
    }
}

/// The rows before the damage are read.
#[test]
fn a_damaged_file_is_read_up_to_the_damage() {
    let mut bytes = fs::read(directory().join("defects.parquet")).unwrap();
    let whole = read_bytes(&bytes).0;
    // The last frame of Zstandard is in the third row group.
    let last = memchr::memmem::rfind(&bytes, b"\x28\xB5\x2F\xFD").unwrap();
    bytes[last] = 0;
    let (text, error) = read_bytes(&bytes);
    let error = error.unwrap();
    assert!(error.starts_with("cannot read the Parquet file behind row 4: "), "{error}");
    assert_eq!(text, whole.split_inclusive(|byte| *byte == b'\n').take(4).collect::<Vec<_>>().concat());
}

proptest! {
    #![proptest_config(acslint_testing::cases(400))]

    /// A damaged file gives rows on lines of their own and perhaps an error, and never a panic.
    #[test]
    fn damage_is_an_error(
        file in 0..9_usize,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..8_u8), 1..4),
    ) {
        let names = ["clean", "defects", "kinds", "nested", "int96", "wrong-types", "unknown-column", "capture", "empty"];
        let mut bytes = fs::read(directory().join(format!("{}.parquet", names[file]))).unwrap();
        for (place, byte, kind) in damage {
            // The metadata is at the end.
            let at = if kind % 2 == 0 { place.index(bytes.len()) } else { bytes.len() - 1 - place.index(bytes.len().min(800)) };
            match kind {
                0..6 => bytes[at] = byte,
                6 => bytes[at] ^= 1 << (byte % 8),
                _ => drop(bytes.drain(at..bytes.len().min(at + usize::from(byte % 4)))),
            }
        }
        let (text, _) = read_bytes(&bytes);
        let ends_row = text.is_empty() || text.ends_with(b"}\n");
        prop_assert!(ends_row);
    }
}
