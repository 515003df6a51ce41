//! The key interner: numbers the known names of keys. The parser looks a key up once; other code compares numbers.

use std::{borrow::Cow, sync::LazyLock};

use acslint_types::CATEGORIES;

use crate::spelling::{camel_case, fold};

/// Id of a known name, compared with case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyId(u16);

impl KeyId {
    /// Id of every unknown name.
    pub(crate) const UNKNOWN: Self = Self(u16::MAX);

    /// Returns the id of the name with an index; an index behind all names is that of an unknown one.
    #[inline]
    pub(crate) fn from_index(index: usize) -> Self {
        if index < KeyInterner::MOST { Self(index as u16) } else { Self::UNKNOWN }
    }

    /// Index of the name in a list with one element for each known name.
    pub(crate) fn index(self) -> Option<usize> {
        (self != Self::UNKNOWN).then_some(usize::from(self.0))
    }
}

/// Names of the properties of all categories and shapes, and other keys with a meaning.
#[derive(Debug)]
pub(crate) struct KeyInterner {
    names: Table,
    /// Folded names: without case and spaces.
    folded: Table,
    /// Index of the folded name, for each name.
    folds: Vec<usize>,
}

/// Keys that have a meaning and are not names of properties.
const OTHERS: [&str; 3] = ["Properties", "TableName", "properties"];

static KEY_INTERNER: LazyLock<KeyInterner> = LazyLock::new(KeyInterner::new);

/// Returns the key interner, which is built for the first record.
#[inline]
pub(crate) fn key_interner() -> &'static KeyInterner {
    &KEY_INTERNER
}

impl KeyInterner {
    /// Upper bound on the number of names.
    pub(crate) const MOST: usize = 1024;

    fn new() -> Self {
        // Names that occur in one record get adjacent numbers, so that data about them is adjacent in memory.
        let properties = || CATEGORIES.iter().flat_map(|category| category.properties);
        let columns = properties().map(|property| property.name);
        let fields = properties().filter_map(|property| property.log).map(|log| log.name);
        let spellings = properties().flat_map(|property| property.spellings).copied();
        let lowered = properties().map(|property| Cow::Owned(camel_case(property.name)));
        let exact = OTHERS.into_iter().chain(columns).chain(fields).map(Cow::Borrowed);
        let names = Table::new(exact.chain(lowered).chain(spellings.map(Cow::Borrowed)).collect());
        let folded = Table::new(names.texts.iter().map(|name| Cow::Owned(fold(&name.text))).collect());
        let fold_of = |name: &Known| folded.find(fold(&name.text).as_bytes()).unwrap_or_default();
        let folds = names.texts.iter().map(fold_of).collect();
        Self { names, folded, folds }
    }

    /// Number of names.
    pub(crate) fn len(&self) -> usize {
        self.names.texts.len()
    }

    /// Number of distinct folded names.
    pub(crate) fn folded_len(&self) -> usize {
        self.folded.texts.len()
    }

    /// Names in the order of their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.texts.iter().map(|known| &*known.text)
    }

    /// Returns the id of a name.
    #[inline]
    pub(crate) fn find(&self, name: &[u8]) -> KeyId {
        self.names.find(name).map_or(KeyId::UNKNOWN, |number| KeyId(number as u16))
    }

    /// Returns the name with an id.
    pub(crate) fn text(&self, key: KeyId) -> Option<&str> {
        Some(&self.names.texts.get(key.index()?)?.text)
    }

    /// Returns the index of the folded name of a name, given by its index.
    pub(crate) fn fold_of(&self, key: usize) -> usize {
        self.folds[key]
    }

    /// Folds a name, and returns the index of the result among the folded names.
    pub(crate) fn find_folded(&self, name: &str) -> Option<usize> {
        let mut buffer = [0; 64];
        if !name.is_ascii() || name.len() > buffer.len() {
            return self.folded.find(fold(name).as_bytes());
        }
        let mut length = 0;
        for byte in name.bytes().filter(|byte| *byte != b' ') {
            buffer[length] = byte.to_ascii_lowercase();
            length += 1;
        }
        self.folded.find(&buffer[..length])
    }
}

/// Hash table of texts.
#[derive(Debug)]
struct Table {
    texts: Vec<Known>,
    /// Index of a text at the slot of its outline, or in a slot behind it; `u16::MAX` in a free slot.
    slots: Vec<u16>,
}

#[derive(Debug)]
struct Known {
    outline: Outline,
    text: Cow<'static, str>,
}

/// Outline of a text, which differs for most texts: the length, and the first and the last eight bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Outline {
    length: usize,
    first: u64,
    last: u64,
}

impl Outline {
    #[inline]
    fn of(text: &[u8]) -> Self {
        let (first, last) =
            if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
                (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
            } else if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
                (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)))
            } else {
                (text.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)), 0)
            };
        Self { length: text.len(), first, last }
    }

    #[inline]
    fn slot(self, slots: usize) -> usize {
        let mixed =
            (self.first ^ self.last.rotate_left(32) ^ self.length as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 40) as usize & (slots - 1)
    }
}

impl Table {
    /// Table of the texts in their order, without repetitions.
    fn new(texts: Vec<Cow<'static, str>>) -> Self {
        // The table is sparse, so that most texts are in their first slot: many texts are looked up often.
        let slots = vec![u16::MAX; (2 * texts.len()).next_power_of_two()];
        let mut table = Self { texts: Vec::with_capacity(texts.len()), slots };
        for text in texts {
            let outline = Outline::of(text.as_bytes());
            if table.find_outlined(outline, text.as_bytes()).is_some() {
                continue;
            }
            let mut slot = outline.slot(table.slots.len());
            while table.slots[slot] != u16::MAX {
                slot = (slot + 1) & (table.slots.len() - 1);
            }
            table.slots[slot] = table.texts.len() as u16;
            table.texts.push(Known { outline, text });
        }
        table
    }

    #[inline]
    fn find(&self, text: &[u8]) -> Option<usize> {
        self.find_outlined(Outline::of(text), text)
    }

    #[inline]
    fn find_outlined(&self, outline: Outline, text: &[u8]) -> Option<usize> {
        let mut slot = outline.slot(self.slots.len());
        loop {
            let number = usize::from(self.slots[slot]);
            let known = self.texts.get(number)?;
            if known.outline == outline
                && (text.len() <= 16 || known.text.as_bytes()[8..text.len() - 8] == text[8..text.len() - 8])
            {
                return Some(number);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyId, KeyInterner, key_interner};

    #[test]
    fn each_word_is_found_by_its_name_only() {
        let keys = key_interner();
        for (index, name) in keys.iter().enumerate() {
            let key = keys.find(name.as_bytes());
            assert_eq!(key.index(), Some(index), "{name}");
            assert_eq!(keys.text(key), Some(name));
            assert_eq!(keys.find_folded(name), Some(keys.fold_of(index)), "{name}");
            let (head, tail) = name.split_at(name.len() / 2);
            for other in [format!("{name}x"), format!("x{name}"), format!("{head}~{}", &tail[1..])] {
                assert_eq!(keys.find(other.as_bytes()), KeyId::UNKNOWN, "{other}");
            }
        }
        assert_eq!(keys.find(b""), KeyId::UNKNOWN);
        assert!(keys.len() < KeyInterner::MOST);
    }

    #[test]
    fn names_are_folded_as_everywhere() {
        let keys = key_interner();
        let time = keys.find_folded("TimeGenerated");
        assert!(time.is_some());
        for name in
            ["timegenerated", "Time Generated", "T I M E generated", &format!("{:80}", "TimeGenerated")]
        {
            assert_eq!(keys.find_folded(name), time, "{name}");
        }
        // The Kelvin sign is a K in another case.
        assert_eq!(keys.find_folded("PlatformType"), keys.find_folded("platformtype"));
        assert_eq!(keys.find_folded("Sd\u{212A}Type"), keys.find_folded("SdkType"));
        assert_eq!(keys.find_folded("Time-Generated"), None);
    }
}
