//! The guess which category a record is of, and in which shape: whose program to apply to it. That proves it or gives up.

use std::sync::LazyLock;

use acslint_types::{CATEGORIES, Category, Shape};
use memchr::memmem::Finder;

use super::{
    Kind, kind,
    literal::{self, LONGEST, Literal, MIX},
    scan,
};
use crate::framing::Ground;

/// How far a record is searched, in bytes.
const SEARCHED: usize = 4096;

/// How many places are remembered.
const SIGNS: usize = 4;

/// How many names are remembered, as a power of two: several times as many as there are, so that few share a place.
const NAMES: u32 = 8;

/// A key that tells the category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// Of a resource log.
    Category,
    /// Of a row.
    CategoryColumn,
    /// Of a row too, which tells the table.
    Type,
}

impl Key {
    const ALL: [Self; 3] = [Self::Category, Self::CategoryColumn, Self::Type];

    fn quoted(self) -> &'static str {
        match self {
            Self::Category => r#""category""#,
            Self::CategoryColumn => r#""Category""#,
            Self::Type => r#""Type""#,
        }
    }

    /// What a record is that has this name under the key.
    fn kind_named(self, name: &[u8]) -> Option<Kind> {
        let name = std::str::from_utf8(name).ok()?;
        let by_id = |shape| Category::by_id(name).and_then(|category| kind(category, shape));
        match self {
            Self::Category => by_id(Shape::ResourceLog).or_else(unpublished),
            Self::CategoryColumn => by_id(Shape::Table),
            Self::Type => kind(Category::by_table(name)?, Shape::Table),
        }
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
}

impl Guess {
    /// What the record that begins at `at` seems to be.
    pub(super) fn kind(&mut self, ground: Ground, bytes: &[u8], at: usize) -> Option<Kind> {
        let stands = |sign: &&Sign| sign.before.stands_at(bytes, at + sign.distance - sign.before.len());
        if let Some(sign) = self.signs.iter().find(stands)
            && let Some(kind) = self.named(sign.key, bytes, at + sign.distance)
        {
            return Some(kind);
        }
        self.search(ground, bytes, at)
    }

    fn search(&mut self, ground: Ground, bytes: &[u8], at: usize) -> Option<Kind> {
        static FINDERS: LazyLock<[Finder<'static>; 3]> =
            LazyLock::new(|| Key::ALL.map(|key| Finder::new(key.quoted())));

        let rest = &bytes[at..bytes.len().min(at + SEARCHED)];
        let record = match ground {
            Ground::Lines => memchr::memchr(b'\n', rest).map_or(rest, |end| &rest[..end]),
            Ground::Items => rest,
        };
        for (key, finder) in Key::ALL.into_iter().zip(&*FINDERS) {
            let name = finder.find_iter(record).find_map(|found| {
                let value = scan::colon(record, found + key.quoted().len(), false)?;
                Some((found, scan::key(record, value)?.0))
            });
            if let Some((found, name)) = name
                && let Some(kind) = self.named(key, bytes, at + name)
            {
                self.signs.truncate(SIGNS - 1);
                let before = Literal::new(&record[found.max(name.saturating_sub(LONGEST))..name]);
                self.signs.insert(0, Sign { key, before, distance: name });
                return Some(kind);
            }
        }
        None
    }

    /// What a record is that has the name at `start` under a key.
    fn named(&mut self, key: Key, bytes: &[u8], start: usize) -> Option<Kind> {
        let begins = bytes.get(start..)?.first_chunk::<LONGEST>()?;
        let mixed = literal::first(begins) ^ literal::first(&begins[8..]).rotate_left(29);
        let place = (mixed.wrapping_mul(MIX) >> (u64::BITS - NAMES)) as usize;
        if let Some(name) = self.names.get(place)
            && name.key == key
            && name.begins.begins(begins)
        {
            return Some(name.kind);
        }
        let end = scan::text(bytes, start)?.end;
        let name = Name {
            key,
            begins: Literal::new(&bytes[start..=end]),
            kind: key.kind_named(&bytes[start..end])?,
        };
        let kind = name.kind;
        if self.names.is_empty() {
            self.names = vec![name; 1 << NAMES];
        } else {
            self.names[place] = name;
        }
        Some(kind)
    }
}
