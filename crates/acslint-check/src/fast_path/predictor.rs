//! The guess which category a record is of, and in which shape: whose program to apply to it. That proves it or gives up.

use acslint_types::{CATEGORIES, Category, Shape};
use memchr::memmem::Finder;

use super::{
    Kind, custom_kind, kind,
    literal::{self, LONGEST, Literal, MIX},
    scan,
};
use crate::{custom::CustomCategories, framing::LayoutKind};

/// How far a record is searched, in bytes.
const SEARCHED: usize = 4096;

/// How many places are remembered.
const SIGNATURES: usize = 4;

/// How many records make a window, over which it is noted how near to their beginnings they told.
const WINDOW: u32 = 1024;

/// How many names are remembered, as a power of two: several times as many as there are, so that few share a place.
const NAMES: u32 = 8;

/// A key that tells the category, by its number among those of a [`CategoryPredictor`].
type Key = u16;

/// Keys that tell known categories: that of a resource log, that of a row, and that which tells a row's table.
const KEYS: [&str; 3] = ["category", "Category", "Type"];

/// What a known record is that has this name under the key.
fn kind_named(key: &str, name: &str) -> Option<Kind> {
    let by_id = |shape| Category::by_id(name).and_then(|category| kind(category, shape));
    match key {
        "category" => by_id(Shape::ResourceLog).or_else(unpublished),
        "Category" => by_id(Shape::Table),
        "Type" => kind(Category::by_table(name)?, Shape::Table),
        _ => None,
    }
}

/// How far a key was behind the beginnings of records.
#[derive(Debug, Clone, Copy)]
struct Distances {
    last: usize,
    /// The shortest one in this window and in the one before it.
    shortest: [usize; 2],
    /// How many more records this window has.
    left: u32,
}

impl Default for Distances {
    fn default() -> Self {
        Self { last: 0, shortest: [usize::MAX; 2], left: WINDOW }
    }
}

impl Distances {
    /// The shortest one that is to be expected.
    fn shortest(&self) -> usize {
        self.shortest[0].min(self.shortest[1])
    }

    /// Notes that of another record; whether it is the same as that of the record before.
    fn note(&mut self, distance: usize) -> bool {
        self.shortest[0] = self.shortest[0].min(distance);
        self.left -= 1;
        if self.left == 0 {
            (self.shortest, self.left) = ([distance, self.shortest[0]], WINDOW);
        }
        std::mem::replace(&mut self.last, distance) == distance
    }
}

/// A key, what finds it, and where it was.
#[derive(Debug, Clone)]
struct Sought {
    key: String,
    finder: Finder<'static>,
    distances: Distances,
}

impl Sought {
    fn new(key: &str) -> Self {
        let finder = Finder::new(&format!("\"{key}\"")).into_owned();
        Self { key: key.to_owned(), finder, distances: Distances::default() }
    }

    /// The first place of the key with a text under it, and where what is between the quotes of that begins.
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

/// The kind of resource logs whose category has a name that no source has.
fn unpublished() -> Option<Kind> {
    kind(CATEGORIES.iter().find(|category| category.value.is_none())?, Shape::ResourceLog)
}

/// Where records told their category.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature {
    key: Key,
    /// What stands before the name, and how far the name is from the beginning of the record.
    before: Literal,
    distance: usize,
}

/// What records are whose name begins so under a key, with the quote behind it where it is short.
#[derive(Debug, Clone)]
struct Name {
    key: Key,
    begins: Literal,
    kind: Kind,
}

/// What a record seems to be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prediction {
    pub(super) kind: Kind,
    /// Whether it told where records before it told. Otherwise what was found may belong to a record behind it.
    pub(super) by_signature: bool,
}

/// Guesses, and remembers where records told and what.
#[derive(Debug, Clone, Default)]
pub(super) struct CategoryPredictor {
    signatures: Vec<Signature>,
    /// The key that told last, apart from signs.
    last: Option<Key>,
    names: Vec<Name>,
    /// The keys that tell: those of known categories, then those of own ones. Made when the first is sought.
    keys: Vec<Sought>,
}

impl CategoryPredictor {
    /// What the record that begins at `at` seems to be, judged by where records before it told.
    #[inline]
    pub(super) fn kind(&mut self, custom: &CustomCategories, bytes: &[u8], at: usize) -> Option<Prediction> {
        let stands = |signature: &&Signature| {
            signature.before.stands_at(bytes, at + signature.distance - signature.before.len())
        };
        if let Some(signature) = self.signatures.iter().find(stands)
            && let Some(kind) = self.named(custom, signature.key, bytes, at + signature.distance)
        {
            return Some(Prediction { kind, by_signature: true });
        }
        let kind = self.near(custom, bytes, at)?;
        Some(Prediction { kind, by_signature: false })
    }

    /// What the record is by the key that told last, sought from where it was in records before.
    #[inline(never)]
    fn near(&mut self, custom: &CustomCategories, bytes: &[u8], at: usize) -> Option<Kind> {
        let key = self.last?;
        let sought = &mut self.keys[usize::from(key)];
        let from = at + sought.distances.shortest();
        let rest = bytes.get(from..bytes.len().min(at + SEARCHED))?;
        let (found, name) = sought.find(rest)?;
        let (found, name) = (from + found, from + name);
        if sought.distances.note(found - at) {
            self.remember(key, &bytes[found..name], name - at);
        }
        self.named(custom, key, bytes, name)
    }

    /// What the record that begins at `at` tells of itself: what the first of the keys says that tell anything. Those of
    /// other records come later.
    pub(super) fn search(
        &mut self,
        custom: &CustomCategories,
        layout: LayoutKind,
        bytes: &[u8],
        at: usize,
    ) -> Option<Kind> {
        if self.keys.is_empty() {
            let others = custom.telling_keys().into_iter().filter(|key| !KEYS.contains(key));
            self.keys = KEYS.into_iter().chain(others).map(Sought::new).collect();
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

    /// Remembers that a record has its name behind this, at this distance.
    fn remember(&mut self, key: Key, before: &[u8], distance: usize) {
        let before = Literal::new(&before[before.len().saturating_sub(LONGEST)..]);
        let signature = Signature { key, before, distance };
        if !self.signatures.contains(&signature) {
            self.signatures.truncate(SIGNATURES - 1);
            self.signatures.insert(0, signature);
        }
    }

    /// What a record is that has the name at `start` under a key.
    #[inline]
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

    /// Looks a name up, and remembers it.
    fn look(
        &mut self,
        custom: &CustomCategories,
        key: Key,
        bytes: &[u8],
        start: usize,
        place: usize,
    ) -> Option<Kind> {
        let end = scan::text(bytes, start)?.end;
        let (sought, text) =
            (&self.keys.get(usize::from(key))?.key, std::str::from_utf8(&bytes[start..end]).ok()?);
        let kind = custom.guess(sought, text).and_then(custom_kind).or_else(|| kind_named(sought, text))?;
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
