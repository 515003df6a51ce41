//! The guess which category a record is of, and in which shape: whose program to apply to it. That proves it or gives up.

use acslint_types::{CATEGORIES, Category, Shape};
use memchr::memmem::Finder;

use super::{
    Kind, kind,
    literal::{self, LONGEST, Literal, MIX},
    own_kind, scan,
};
use crate::{framing::Ground, own::OwnCategories};

/// How far a record is searched, in bytes.
const SEARCHED: usize = 4096;

/// How many places are remembered.
const SIGNS: usize = 4;

/// How many names are remembered, as a power of two: several times as many as there are, so that few share a place.
const NAMES: u32 = 8;

/// A key that tells the category, by its number among those of a [`Guess`].
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

/// What finds a key, and the key.
#[derive(Debug, Clone)]
struct Sought {
    key: String,
    finder: Finder<'static>,
}

impl Sought {
    fn new(key: &str) -> Self {
        Self { key: key.to_owned(), finder: Finder::new(&format!("\"{key}\"")).into_owned() }
    }
}

/// The kind of resource logs whose category has a name that no source has.
fn unpublished() -> Option<Kind> {
    kind(CATEGORIES.iter().find(|category| category.value.is_none())?, Shape::ResourceLog)
}

/// Where records told their category.
#[derive(Debug, Clone)]
struct Sign {
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

/// Guesses, and remembers where records told and what.
#[derive(Debug, Clone, Default)]
pub(super) struct Guess {
    signs: Vec<Sign>,
    names: Vec<Name>,
    /// The keys that tell: those of known categories, then those of own ones. Made when the first is sought.
    keys: Vec<Sought>,
}

impl Guess {
    /// What the record that begins at `at` seems to be.
    pub(super) fn kind(
        &mut self,
        own: &OwnCategories,
        ground: Ground,
        bytes: &[u8],
        at: usize,
    ) -> Option<Kind> {
        let stands = |sign: &&Sign| sign.before.stands_at(bytes, at + sign.distance - sign.before.len());
        if let Some(sign) = self.signs.iter().find(stands)
            && let Some(kind) = self.named(own, sign.key, bytes, at + sign.distance)
        {
            return Some(kind);
        }
        self.search(own, ground, bytes, at)
    }

    fn search(&mut self, own: &OwnCategories, ground: Ground, bytes: &[u8], at: usize) -> Option<Kind> {
        if self.keys.is_empty() {
            let others = own.telling_keys().into_iter().filter(|key| !KEYS.contains(key));
            self.keys = KEYS.into_iter().chain(others).map(Sought::new).collect();
        }
        let rest = &bytes[at..bytes.len().min(at + SEARCHED)];
        let record = match ground {
            Ground::Lines => memchr::memchr(b'\n', rest).map_or(rest, |end| &rest[..end]),
            Ground::Items => rest,
        };
        for key in 0..self.keys.len() {
            let finder = &self.keys[key].finder;
            let name = finder.find_iter(record).find_map(|found| {
                let value = scan::colon(record, found + finder.needle().len(), false)?;
                Some((found, scan::key(record, value)?.0))
            });
            if let Some((found, name)) = name
                && let Some(kind) = self.named(own, key as Key, bytes, at + name)
            {
                self.signs.truncate(SIGNS - 1);
                let before = Literal::new(&record[found.max(name.saturating_sub(LONGEST))..name]);
                self.signs.insert(0, Sign { key: key as Key, before, distance: name });
                return Some(kind);
            }
        }
        None
    }

    /// What a record is that has the name at `start` under a key.
    #[inline]
    fn named(&mut self, own: &OwnCategories, key: Key, bytes: &[u8], start: usize) -> Option<Kind> {
        let begins = bytes.get(start..)?.first_chunk::<LONGEST>()?;
        let mixed = literal::first(begins) ^ literal::first(&begins[8..]).rotate_left(29);
        let place = (mixed.wrapping_mul(MIX) >> (u64::BITS - NAMES)) as usize;
        if let Some(name) = self.names.get(place)
            && name.key == key
            && name.begins.begins(begins)
        {
            return Some(name.kind);
        }
        self.look(own, key, bytes, start, place)
    }

    /// Looks a name up, and remembers it.
    fn look(
        &mut self,
        own: &OwnCategories,
        key: Key,
        bytes: &[u8],
        start: usize,
        place: usize,
    ) -> Option<Kind> {
        let end = scan::text(bytes, start)?.end;
        let (sought, text) =
            (&self.keys.get(usize::from(key))?.key, std::str::from_utf8(&bytes[start..end]).ok()?);
        let kind = own.guess(sought, text).and_then(own_kind).or_else(|| kind_named(sought, text))?;
        let name = Name { key, begins: Literal::new(&bytes[start..=end]), kind };
        if self.names.is_empty() {
            self.names = vec![name; 1 << NAMES];
        } else {
            self.names[place] = name;
        }
        Some(kind)
    }
}
