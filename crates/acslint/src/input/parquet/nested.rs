//! Columns of structs, lists and maps, as JSON objects and arrays.

use std::sync::Arc;

use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::{Type, TypePtr};

use super::file::ParquetFile;
use super::values::{write_double, write_string, write_time};

/// Rows of the nested columns alone.
pub(super) struct Nested {
    rows: RowIter<'static>,
}

/// Values of the nested columns in a row.
pub(super) struct NestedRow(Row);

impl Nested {
    pub(super) fn new(file: &Arc<ParquetFile>, columns: Vec<TypePtr>) -> Result<Self> {
        let reader = SerializedFileReader::new(file.again()?)?;
        let schema = reader.metadata().file_metadata().schema();
        let name = schema.name().to_owned();
        let columns = Type::group_type_builder(&name).with_fields(columns).build()?;
        let rows = RowIter::from_file_into(Box::new(reader)).with_batch_size(super::BATCH);
        Ok(Self { rows: rows.project(Some(columns))? })
    }

    /// Returns the next row of the file.
    pub(super) fn next_row(&mut self) -> Result<NestedRow> {
        let missing = || ParquetError::EOF("a nested column has fewer values than there are rows".to_owned());
        self.rows.next().ok_or_else(missing)?.map(NestedRow)
    }
}

impl NestedRow {
    /// Returns the value of a column, by its number among the nested ones.
    pub(super) fn get(&self, number: usize) -> Option<&Field> {
        self.0.get_column_iter().nth(number).map(|(_, field)| field)
    }
}

/// Writes a value; writes nothing for null, and returns false. Null is a value only for the members that `may_be_null` names.
pub(super) fn write_field(field: &Field, may_be_null: &dyn Fn(&str) -> bool, text: &mut Vec<u8>) -> bool {
    match field {
        Field::Null => return false,
        Field::Float(value) => write_double(text, value.to_string().parse().unwrap_or(f64::from(*value))),
        Field::Double(value) => write_double(text, *value),
        Field::Str(value) => write_string(text, value.as_bytes()),
        Field::Bytes(value) => write_string(text, value.data()),
        Field::TimestampMillis(value) => write_time(text, i128::from(*value) * 1_000_000, true),
        Field::TimestampMicros(value) => write_time(text, i128::from(*value) * 1000, true),
        Field::Bool(_)
        | Field::Byte(_)
        | Field::Short(_)
        | Field::Int(_)
        | Field::Long(_)
        | Field::UByte(_)
        | Field::UShort(_)
        | Field::UInt(_)
        | Field::ULong(_)
        | Field::Decimal(_) => text.extend_from_slice(field.to_string().as_bytes()),
        Field::Date(_) | Field::TimeMillis(_) | Field::TimeMicros(_) | Field::Float16(_) => {
            write_string(text, field.to_string().as_bytes());
        }
        Field::Group(members) => write_members(members.get_column_iter(), may_be_null, text),
        Field::ListInternal(list) => write_list(list.elements(), may_be_null, text),
        Field::MapInternal(map) => {
            let entries: Vec<(String, &Field)> =
                map.entries().iter().map(|(key, value)| (name_of(key), value)).collect();
            write_members(entries.iter().map(|(key, value)| (key, *value)), may_be_null, text);
        }
    }
    true
}

fn name_of(key: &Field) -> String {
    match key {
        Field::Str(name) => name.clone(),
        key => key.to_string(),
    }
}

/// Writes an object. All rows have the same members, so one that is null is mostly one that the record does not have.
fn write_members<'m>(
    members: impl Iterator<Item = (&'m String, &'m Field)>,
    may_be_null: &dyn Fn(&str) -> bool,
    text: &mut Vec<u8>,
) {
    text.push(b'{');
    let start = text.len();
    for (name, value) in members {
        let begin = text.len();
        if begin > start {
            text.push(b',');
        }
        write_string(text, name.as_bytes());
        text.push(b':');
        if !write_field(value, may_be_null, text) {
            if may_be_null(name) {
                text.extend_from_slice(b"null");
            } else {
                text.truncate(begin);
            }
        }
    }
    text.push(b'}');
}

fn write_list(items: &[Field], may_be_null: &dyn Fn(&str) -> bool, text: &mut Vec<u8>) {
    text.push(b'[');
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            text.push(b',');
        }
        if !write_field(item, may_be_null, text) {
            text.extend_from_slice(b"null");
        }
    }
    text.push(b']');
}
