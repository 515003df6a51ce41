//! The category predictor: predicts the kind of a record, and so the program that is to prove it clean. A wrong
//! prediction costs time only, as the program of another kind rejects the record.
//!
//! A signature is the bytes before the name of the category, and their distance from the beginning of the record.
//! The predictor compares the signature of an earlier record with the next one before it searches for a key.
//!
//! Without the predictor, clean records take 40 % more instructions (1.45 times the time), rows 33 % (1.35) and all
//! categories mixed 20 % (1.2): every record is searched for every key. Without the signature alone, clean records
//! take 8 % more; more than one signature brings nothing. Without the cached names, clean records take 12 % more
//! (1.14), shuffled ones 6 %.

use acslint_types::{CATEGORIES, Category, Shape};
use memchr::memmem::Finder;

use super::{
    Kind, custom_kind, kind,
    literal::{self, LONGEST, Literal, MIX},
    scan,
};
use crate::{custom::CustomCategories, framing::LayoutKind};

/// Number of bytes of a record that are searched.
const SEARCHED: usize = 4096;

/// Number of records in a window, over which the shortest distance of a key is measured.
const WINDOW: u32 = 1024;

/// Binary logarithm of the number of names in the cache: several times as many as there are names, to avoid
/// collisions.
const NAMES: u32 = 8;

/// Index, among the keys of a [`CategoryPredictor`], of a key that identifies the category.
type Key = u16;

/// Keys that identify known categories: of a resource log, of a row, and of the table that a row belongs to.
const KEYS: [&str; 3] = ["category", "Category", "Type"];

/// Returns the kind of a known record that has this name under the key.
fn kind_named(key: &str, name: &str) -> Option<Kind> {
    let by_id = |shape| Category::by_id(name).and_then(|category| kind(category, shape));
    match key {
        "category" => by_id(Shape::ResourceLog).or_else(unpublished),
        "Category" => by_id(Shape::Table),
        "Type" => kind(Category::by_table(name)?, Shape::Table),
        _ => None,
    }
}

/// Distances of a key from the beginnings of records.
#[derive(Debug, Clone, Copy)]
struct Distances {
    last: usize,
    /// Shortest distance in this window and in the one before it.
    shortest: [usize; 2],
    /// Number of records left in this window.
    left: u32,
}

impl Default for Distances {
    fn default() -> Self {
        Self { last: 0, shortest: [usize::MAX; 2], left: WINDOW }
    }
}

impl Distances {
    /// Returns the shortest distance to expect.
    fn shortest(&self) -> usize {
        self.shortest[0].min(self.shortest[1])
    }

    /// Notes the distance in another record; returns true if it equals the distance in the record before.
    fn note(&mut self, distance: usize) -> bool {
        self.shortest[0] = self.shortest[0].min(distance);
        self.left -= 1;
        if self.left == 0 {
            (self.shortest, self.left) = ([distance, self.shortest[0]], WINDOW);
        }
        std::mem::replace(&mut self.last, distance) == distance
    }
}

/// Key to search for, its finder, and the distances where it was found.
#[derive(Debug, Clone)]
struct KeyFinder {
    key: String,
    finder: Finder<'static>,
    distances: Distances,
}

impl KeyFinder {
    fn new(key: &str) -> Self {
        let finder = Finder::new(&format!("\"{key}\"")).into_owned();
        Self { key: key.to_owned(), finder, distances: Distances::default() }
    }

    /// Finds the first occurrence of the key with a string value; returns its offset and that of the string's first
    /// byte.
    #[inline]
    fn find(&self, bytes: &[u8]) -> Option<(usize, usize)> {
        let mut behind = 0;
        loop {
            let found = behind + self.finder.find(bytes.get(behind..)?)?;
            behind = found + self.finder.needle().len();
            if let Some(value) = scan::colon(bytes, behind, false)
                && bytes.get(value) == Some(&b'"')
            {
                return Some((found, value + 1));
            }
        }
    }
}

/// Returns the kind of resource logs whose category has no published name.
fn unpublished() -> Option<Kind> {
    kind(CATEGORIES.iter().find(|category| category.value.is_none())?, Shape::ResourceLog)
}

/// Signature of a category: the bytes before its name, at a fixed distance from the beginning of the record.
#[derive(Debug, Clone, Copy)]
struct Signature {
    key: Key,
    /// Bytes before the name, and distance of the name from the beginning of the record.
    before: Literal,
    distance: usize,
}

/// Cached name of a category under a key, with its closing quote where the literal has room for it.
#[derive(Debug, Clone)]
struct Name {
    key: Key,
    begins: Literal,
    kind: Kind,
}

/// Predicted kind of a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prediction {
    pub(super) kind: Kind,
    /// True if a signature matched. Otherwise the name that was found may belong to a later record.
    pub(super) by_signature: bool,
}

/// Predictor of the category of the next record.
#[derive(Debug, Clone, Default)]
pub(super) struct CategoryPredictor {
    /// Signature of the last record that a search found.
    signature: Option<Signature>,
    /// Key that last identified a category without a signature.
    last: Option<Key>,
    names: Vec<Name>,
    /// Keys that identify known categories, then those of custom categories. Built by the first search.
    keys: Vec<KeyFinder>,
}

impl CategoryPredictor {
    /// Predicts the kind of the record that begins at `at`, from the signature and then from the last key.
    #[inline]
    pub(super) fn kind(&mut self, custom: &CustomCategories, bytes: &[u8], at: usize) -> Option<Prediction> {
        if let Some(Signature { key, before, distance }) = self.signature
            && before.stands_at(bytes, at + distance - before.len())
            && let Some(kind) = self.named(custom, key, bytes, at + distance)
        {
            return Some(Prediction { kind, by_signature: true });
        }
        let kind = self.near(custom, bytes, at)?;
        Some(Prediction { kind, by_signature: false })
    }

    /// Predicts the kind by the key that identified the last record, searched from its shortest distance.
    #[inline(never)]
    fn near(&mut self, custom: &CustomCategories, bytes: &[u8], at: usize) -> Option<Kind> {
        let key = self.last?;
        let finder = &mut self.keys[usize::from(key)];
        let from = at + finder.distances.shortest();
        let rest = bytes.get(from..bytes.len().min(at + SEARCHED))?;
        let (found, name) = finder.find(rest)?;
        let (found, name) = (from + found, from + name);
        if finder.distances.note(found - at) {
            self.remember(key, &bytes[found..name], name - at);
        }
        self.named(custom, key, bytes, name)
    }

    /// Searches the record that begins at `at`; returns the kind that the first identifying key names. A key of a
    /// later record comes behind it.
    pub(super) fn search(
        &mut self,
        custom: &CustomCategories,
        layout: LayoutKind,
        bytes: &[u8],
        at: usize,
    ) -> Option<Kind> {
        if self.keys.is_empty() {
            let others = custom.discriminator_keys().into_iter().filter(|key| !KEYS.contains(key));
            self.keys = KEYS.into_iter().chain(others).map(KeyFinder::new).collect();
        }
        let rest = &bytes[at..bytes.len().min(at + SEARCHED)];
        let rest = match layout {
            LayoutKind::Lines => memchr::memchr(b'\n', rest).map_or(rest, |end| &rest[..end]),
            LayoutKind::Items => rest,
        };
        let mut first: Option<(usize, usize, Key, Kind)> = None;
        for key in 0..self.keys.len() {
            if let Some((found, name)) = self.keys[key].find(rest)
                && let Some(kind) = self.named(custom, key as Key, bytes, at + name)
            {
                self.keys[key].distances.note(found);
                if first.is_none_or(|(before, ..)| found < before) {
                    first = Some((found, name, key as Key, kind));
                }
            }
        }
        let (found, name, key, kind) = first?;
        self.last = Some(key);
        self.remember(key, &rest[found..name], name);
        Some(kind)
    }

    /// Remembers the signature of a record.
    fn remember(&mut self, key: Key, before: &[u8], distance: usize) {
        let before = Literal::new(&before[before.len().saturating_sub(LONGEST)..]);
        self.signature = Some(Signature { key, before, distance });
    }

    /// Returns the kind of a record that has the name at `start` under a key.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it runs for each record, and a call takes as long as the rest")]
    fn named(&mut self, custom: &CustomCategories, key: Key, bytes: &[u8], start: usize) -> Option<Kind> {
        let begins = bytes.get(start..)?.first_chunk::<LONGEST>()?;
        let mixed = literal::first(begins) ^ literal::first(&begins[8..]).rotate_left(29);
        let place = (mixed.wrapping_mul(MIX) >> (u64::BITS - NAMES)) as usize;
        if let Some(name) = self.names.get(place)
            && name.key == key
            && name.begins.begins(begins)
        {
            return Some(name.kind);
        }
        self.look(custom, key, bytes, start, place)
    }

    /// Looks up the kind of a name, and caches it.
    fn look(
        &mut self,
        custom: &CustomCategories,
        key: Key,
        bytes: &[u8],
        start: usize,
        place: usize,
    ) -> Option<Kind> {
        let end = scan::text(bytes, start)?.end;
        let (key_name, text) =
            (&self.keys.get(usize::from(key))?.key, std::str::from_utf8(&bytes[start..end]).ok()?);
        let kind = custom
            .find_by_key(key_name, text)
            .and_then(custom_kind)
            .or_else(|| kind_named(key_name, text))?;
        let name = Name { key, begins: Literal::new(&bytes[start..=end]), kind };
        if self.names.is_empty() {
            self.names = vec![name; 1 << NAMES];
        } else {
            self.names[place] = name;
        }
        Some(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::{Distances, WINDOW};

    #[test]
    fn the_shortest_distance_is_that_of_the_last_two_windows() {
        let mut distances = Distances::default();
        assert!(!distances.note(100));
        assert!(!distances.note(300));
        assert!(distances.note(300));
        for _ in 3..WINDOW {
            distances.note(400);
        }
        assert_eq!(distances.shortest(), 100);
        for _ in 0..WINDOW - 1 {
            distances.note(500);
        }
        assert_eq!(distances.shortest(), 100);
        distances.note(500);
        assert_eq!(distances.shortest(), 400);
        distances.note(50);
        assert_eq!(distances.shortest(), 50);
    }
}
