//! Writer of `FlatBuffers`: the encoding of Arrow's metadata. It writes every table before what the table refers to, and
//! the table's layout right before the table.

/// Value of a field of a table.
#[derive(Debug)]
pub(super) enum Value {
    Bool(bool),
    U8(u8),
    I16(i16),
    I32(i32),
    I64(i64),
    Text(String),
    Table(Table),
    Tables(Vec<Table>),
}

/// Table: its fields by their numbers; absent ones have their default.
pub(super) type Table = Vec<Option<Value>>;

impl Value {
    /// Number of bytes in the table, and their alignment.
    const fn size(&self) -> usize {
        match self {
            Self::Bool(_) | Self::U8(_) => 1,
            Self::I16(_) => 2,
            Self::I32(_) | Self::Text(_) | Self::Table(_) | Self::Tables(_) => 4,
            Self::I64(_) => 8,
        }
    }
}

/// Returns a buffer whose root is this table.
pub(super) fn buffer(root: &Table) -> Vec<u8> {
    let mut bytes = vec![0; 4];
    let at = table(&mut bytes, root);
    refer(&mut bytes, 0, at);
    bytes
}

/// Appends a table with everything it refers to, and returns its place.
fn table(bytes: &mut Vec<u8>, fields: &Table) -> usize {
    // The largest fields come first, so that padding is only needed after the offset of the layout.
    let mut order: Vec<(usize, &Value)> =
        fields.iter().enumerate().filter_map(|(number, value)| Some((number, value.as_ref()?))).collect();
    order.sort_by_key(|(number, value)| (std::cmp::Reverse(value.size()), *number));
    let is_wide = order.first().is_some_and(|(_, value)| value.size() == 8);
    let mut offsets = vec![0_u16; fields.len()];
    let mut size = if is_wide { 8 } else { 4 };
    for (number, value) in &order {
        offsets[*number] = size as u16;
        size += value.size();
    }
    let layout_size = 4 + 2 * fields.len();
    pad(bytes, 2);
    while !(bytes.len() + layout_size).is_multiple_of(8) {
        bytes.extend([0, 0]);
    }
    bytes.extend((layout_size as u16).to_le_bytes());
    bytes.extend((size as u16).to_le_bytes());
    bytes.extend(offsets.iter().flat_map(|offset| offset.to_le_bytes()));
    let at = bytes.len();
    bytes.extend((layout_size as u32).to_le_bytes());
    bytes.resize(at + size, 0);
    let mut referred = Vec::new();
    for (number, value) in order {
        let place = at + usize::from(offsets[number]);
        match value {
            Value::Bool(value) => bytes[place] = u8::from(*value),
            Value::U8(value) => bytes[place] = *value,
            Value::I16(value) => bytes[place..place + 2].copy_from_slice(&value.to_le_bytes()),
            Value::I32(value) => bytes[place..place + 4].copy_from_slice(&value.to_le_bytes()),
            Value::I64(value) => bytes[place..place + 8].copy_from_slice(&value.to_le_bytes()),
            Value::Text(_) | Value::Table(_) | Value::Tables(_) => referred.push((place, value)),
        }
    }
    for (place, value) in referred {
        let to = match value {
            Value::Text(value) => text(bytes, value),
            Value::Table(value) => table(bytes, value),
            Value::Tables(values) => tables(bytes, values),
            _ => continue,
        };
        refer(bytes, place, to);
    }
    at
}

fn text(bytes: &mut Vec<u8>, text: &str) -> usize {
    pad(bytes, 4);
    let at = bytes.len();
    bytes.extend((text.len() as u32).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes.push(0);
    at
}

fn tables(bytes: &mut Vec<u8>, values: &[Table]) -> usize {
    pad(bytes, 4);
    let at = bytes.len();
    bytes.extend((values.len() as u32).to_le_bytes());
    bytes.resize(bytes.len() + 4 * values.len(), 0);
    for (number, value) in values.iter().enumerate() {
        let to = table(bytes, value);
        refer(bytes, at + 4 + 4 * number, to);
    }
    at
}

/// Writes the reference from a place to a later one.
fn refer(bytes: &mut [u8], from: usize, to: usize) {
    bytes[from..from + 4].copy_from_slice(&((to - from) as u32).to_le_bytes());
}

/// Appends zeros up to a multiple.
pub(super) fn pad(bytes: &mut Vec<u8>, multiple: usize) {
    bytes.resize(bytes.len().next_multiple_of(multiple), 0);
}
