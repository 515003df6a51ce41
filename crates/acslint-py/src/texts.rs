//! Texts of an Arrow array, as bytes: an engine may pass text that is not UTF-8.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, BinaryArray, BinaryViewArray, FixedSizeBinaryArray, LargeBinaryArray};
use arrow_schema::DataType;

/// Texts of an array.
pub(crate) enum Texts {
    Small(BinaryArray),
    Large(LargeBinaryArray),
    View(BinaryViewArray),
    Fixed(FixedSizeBinaryArray),
    /// Array of a dictionary, the place of each value, and the values.
    Dictionary(ArrayRef, Vec<usize>, Box<Self>),
    /// Nothing but nulls.
    Null,
}

impl Texts {
    /// Texts of an array; `None` if its type is neither text nor binary.
    pub(crate) fn of(array: &ArrayRef) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Self::Small(BinaryArray::from(array.as_string::<i32>().clone())),
            DataType::LargeUtf8 => Self::Large(LargeBinaryArray::from(array.as_string::<i64>().clone())),
            DataType::Utf8View => Self::View(array.as_string_view().clone().to_binary_view()),
            DataType::Binary => Self::Small(array.as_binary::<i32>().clone()),
            DataType::LargeBinary => Self::Large(array.as_binary::<i64>().clone()),
            DataType::BinaryView => Self::View(array.as_binary_view().clone()),
            DataType::FixedSizeBinary(_) => Self::Fixed(array.as_fixed_size_binary().clone()),
            DataType::Dictionary(_, _) => {
                let dictionary = array.as_any_dictionary_opt()?;
                let values = Box::new(Self::of(dictionary.values())?);
                let keys =
                    if dictionary.values().is_empty() { Vec::new() } else { dictionary.normalized_keys() };
                Self::Dictionary(array.clone(), keys, values)
            }
            DataType::Null => Self::Null,
            _ => return None,
        })
    }

    /// Returns the text at a place; `None` for a null.
    pub(crate) fn get(&self, place: usize) -> Option<&[u8]> {
        match self {
            Self::Small(array) => array.is_valid(place).then(|| {
                let offsets = array.value_offsets();
                &array.value_data()[offsets[place] as usize..offsets[place + 1] as usize]
            }),
            Self::Large(array) => array.is_valid(place).then(|| {
                let offsets = array.value_offsets();
                &array.value_data()[offsets[place] as usize..offsets[place + 1] as usize]
            }),
            Self::View(array) => array.is_valid(place).then(|| array.value(place)),
            Self::Fixed(array) => array.is_valid(place).then(|| array.value(place)),
            Self::Dictionary(array, keys, values) => {
                array.is_valid(place).then(|| values.get(*keys.get(place)?)).flatten()
            }
            Self::Null => None,
        }
    }
}
