//! Names: maps the keys of a record to the properties of its category.

use std::borrow::Cow;

use acslint_types::{Category, Evidence, Place, Property, Requirement, Shape, ValueKind};

use crate::{
    key_interner::{KeyId, KeyInterner, key_interner},
    spelling::{camel_case, fold, is_same},
};

/// Suffix that the portal appends to the names of time columns.
const PORTAL_SUFFIX: &str = " [UTC]";

/// Names that properties had in a preview, with their names now.
const OLD_NAMES: [(&str, &str); 1] = [("MessageStatus", "DeliveryStatus")];

/// Returns the name now of a property that had this name in a preview.
pub(crate) fn name_now(old: &str) -> Option<&'static str> {
    OLD_NAMES.iter().find(|(name, _)| is_same(name, old)).map(|(_, now)| *now)
}

/// Match quality of a key and a property, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MatchQuality {
    /// Name and place of the schema.
    Exact,
    /// Another name or place that is as good, since neither is documented for certain.
    Equivalent,
    /// Another spelling.
    Spelling,
    /// Name that belongs in the other object of a resource log.
    Misplaced,
}

/// Property, and the quality of the match with a key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named {
    pub(crate) property: &'static Property,
    /// Index of the property in its category.
    pub(crate) index: u16,
    pub(crate) quality: MatchQuality,
}

/// Defines numbers for the properties that rules refer to.
macro_rules! columns {
    ($($name:ident),+ $(,)?) => {
        /// Property that rules refer to, in any category, by its canonical name: that of the column.
        #[derive(Debug, Clone, Copy)]
        pub(crate) enum Column {
            $($name),+
        }

        impl Column {
            /// Canonical name of the property.
            pub(crate) const fn name(self) -> &'static str {
                COLUMNS[self as usize]
            }
        }

        /// Names of the columns, in their order.
        const COLUMNS: &[&str] = &[$(stringify!($name)),+];
    };
}

columns! {
    BccRecipientsCount,
    CallerIpAddress,
    Category,
    CcRecipientsCount,
    DeliveryStatus,
    EndTime,
    OperationVersion,
    RecipientId,
    ResultSignature,
    ResultType,
    StartTime,
    TimeGenerated,
    ToRecipientsCount,
    Type,
    UniqueRecipientsCount,
    _ResourceId,
}

/// Canonical name of the resource that a record is about.
pub(crate) const RESOURCE_ID: &str = Column::_ResourceId.name();

/// Names of one category in one shape.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) category: &'static Category,
    pub(crate) shape: Shape,
    top: Lookup,
    inner: Lookup,
    /// Name and place in the schema, for each property of the category.
    seen_as: Vec<SeenAs>,
    /// Index of the property for each column, if the category has it.
    columns: Vec<Option<usize>>,
    /// Properties that are documented for every record.
    pub(crate) recommended: Vec<usize>,
    /// Properties with an open vocabulary.
    pub(crate) open: Vec<usize>,
}

/// Name of a property in the schema, and the object that holds it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeenAs {
    pub(crate) place: Place,
    pub(crate) key_id: KeyId,
    /// True if the schema has the property.
    known: bool,
}

/// Property by its index, and the quality of the match with a name.
#[derive(Debug, Clone, Copy)]
struct Spelled {
    property: u16,
    quality: MatchQuality,
}

impl Spelled {
    fn of(self, properties: &'static [Property]) -> Named {
        let Self { property, quality } = self;
        Named { property: &properties[usize::from(property)], index: property, quality }
    }
}

/// Properties that interned keys name in one object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NamedKeys<'n> {
    properties: &'static [Property],
    keys: &'n [Option<Spelled>],
}

impl NamedKeys<'_> {
    /// Returns the property that an interned key, given by its index, names.
    #[inline]
    pub(crate) fn get(self, index: usize) -> Option<Named> {
        Some(self.keys[index]?.of(self.properties))
    }
}

/// Look-up of properties by the keys of one object.
#[derive(Debug)]
struct Lookup {
    /// Property by interned key.
    keys: Vec<Option<Spelled>>,
    /// Property by folded name, for unknown keys and for interned keys without a property of their own.
    folded: Vec<Option<Spelled>>,
    candidates: Vec<Candidate>,
}

/// Name of a property that an unknown name may stand for.
#[derive(Debug)]
pub(crate) struct Candidate {
    /// Index of its property in the category.
    pub(crate) property: usize,
    pub(crate) name: FoldedName,
}

/// Name with its folded form.
#[derive(Debug)]
pub(crate) struct FoldedName {
    pub(crate) text: &'static str,
    pub(crate) folded: String,
    letters: Letters,
}

impl FoldedName {
    pub(crate) fn new(text: &'static str) -> Self {
        Self { text, folded: fold(text), letters: Letters::of(text) }
    }
}

impl Lookup {
    fn new(interner: &KeyInterner) -> Self {
        Self {
            keys: vec![None; interner.len()],
            folded: vec![None; interner.folded_len()],
            candidates: Vec::new(),
        }
    }

    fn name(&mut self, key: &str, spelled: Spelled) {
        keep_best(
            key_interner().find(key.as_bytes()).index().and_then(|index| self.keys.get_mut(index)),
            spelled,
        );
    }

    fn fold(&mut self, key: &str, spelled: Spelled) {
        keep_best(key_interner().find_folded(key).and_then(|fold| self.folded.get_mut(fold)), spelled);
    }

    /// Gives interned keys without a property the property of their folded names.
    fn complete(&mut self, interner: &KeyInterner) {
        for (index, spelled) in self.keys.iter_mut().enumerate() {
            *spelled = spelled.or(self.folded[interner.fold_of(index)]);
        }
    }

    /// Returns the property that an unknown key names.
    fn unknown(&self, key: &str) -> Option<Spelled> {
        self.folded[key_interner().find_folded(key)?]
    }

    /// Returns the property that a key names.
    fn get(&self, key: &str) -> Option<Spelled> {
        match key_interner().find(key.as_bytes()).index() {
            Some(index) => self.keys[index],
            None => self.unknown(key),
        }
    }
}

fn keep_best(entry: Option<&mut Option<Spelled>>, spelled: Spelled) {
    if let Some(entry) = entry
        && entry.is_none_or(|before| spelled.quality < before.quality)
    {
        *entry = Some(spelled);
    }
}

impl Names {
    pub(crate) fn new(category: &'static Category, shape: Shape) -> Self {
        let interner = key_interner();
        let properties = || category.properties.iter().enumerate();
        let mut names = Self {
            category,
            shape,
            top: Lookup::new(interner),
            inner: Lookup::new(interner),
            seen_as: Vec::new(),
            columns: COLUMNS
                .iter()
                .map(|name| category.properties.iter().position(|property| property.name == *name))
                .collect(),
            recommended: Vec::new(),
            open: Vec::new(),
        };
        for (index, property) in properties() {
            names.seen_as.push(names.see(property));
            match shape {
                Shape::Table => names.add_column(property, index as u16),
                Shape::ResourceLog => names.add_field(property, index as u16),
            }
        }
        names.top.complete(interner);
        names.inner.complete(interner);
        names.top.candidates = names.make_candidates(Place::Top);
        names.inner.candidates = names.make_candidates(Place::Properties);
        let such = |which: fn(&Property) -> bool| {
            properties().filter(|(_, property)| which(property)).map(|(index, _)| index).collect()
        };
        names.recommended = such(|property| property.requirement == Requirement::Recommended);
        names.open = such(|property| property.values.is_some_and(|values| values.kind == ValueKind::Open));
        names
    }

    /// Returns the name and place of a property in the schema.
    fn see(&self, property: &'static Property) -> SeenAs {
        let (place, known) = match (self.shape, property.log) {
            (Shape::Table, _) => (Place::Top, property.in_table),
            (Shape::ResourceLog, Some(log)) => (log.place, true),
            (Shape::ResourceLog, None) => (Place::Top, false),
        };
        SeenAs { place, key_id: key_interner().find(self.schema_name(property).as_bytes()), known }
    }

    fn add_column(&mut self, property: &'static Property, index: u16) {
        if !property.in_table {
            return;
        }
        let spelled = |quality| Spelled { property: index, quality };
        self.top.name(property.name, spelled(MatchQuality::Exact));
        self.top.fold(property.name, spelled(MatchQuality::Spelling));
        for other in property.spellings {
            self.top.name(other, spelled(MatchQuality::Spelling));
            self.top.fold(other, spelled(MatchQuality::Spelling));
        }
        if let Some(log) = property.log {
            self.top.fold(log.name, spelled(MatchQuality::Spelling));
        }
    }

    fn add_field(&mut self, property: &'static Property, index: u16) {
        let Some(log) = property.log else {
            return;
        };
        // A member of an open object is not a property of the envelope.
        let elsewhere = !(self.category.open_properties && log.place == Place::Top);
        let (own, other) = match log.place {
            Place::Top => (&mut self.top, &mut self.inner),
            Place::Properties => (&mut self.inner, &mut self.top),
        };
        let spelled = |quality| Spelled { property: index, quality };
        own.name(log.name, spelled(MatchQuality::Exact));
        let spellings = || [log.name, property.name].into_iter().chain(property.spellings.iter().copied());
        for spelling in spellings() {
            own.fold(spelling, spelled(MatchQuality::Spelling));
        }
        match log.evidence {
            Evidence::Seen if elsewhere => {
                for spelling in spellings() {
                    other.fold(spelling, spelled(MatchQuality::Misplaced));
                }
            }
            Evidence::Seen => {}
            Evidence::Inferred => {
                let other = elsewhere.then_some(other);
                for lookup in [Some(own), other].into_iter().flatten() {
                    for spelling in spellings() {
                        lookup.fold(spelling, spelled(MatchQuality::Spelling));
                    }
                    for name in [log.name, property.name, &camel_case(property.name)] {
                        lookup.name(name, spelled(MatchQuality::Equivalent));
                    }
                }
            }
        }
    }

    fn lookup(&self, place: Place) -> &Lookup {
        match place {
            Place::Top => &self.top,
            Place::Properties => &self.inner,
        }
    }

    /// Returns the properties that interned keys name in the object at this place.
    pub(crate) fn keys(&self, place: Place) -> NamedKeys<'_> {
        NamedKeys { properties: self.category.properties, keys: &self.lookup(place).keys }
    }

    /// Returns the property that an unknown key names in the object at this place.
    pub(crate) fn get_unknown(&self, place: Place, key: &str) -> Option<Named> {
        let lookup = self.lookup(place);
        let spelled = lookup.unknown(key).or_else(|| {
            let column = lookup.get(key.strip_suffix(PORTAL_SUFFIX)?)?;
            Some(Spelled { quality: column.quality.max(MatchQuality::Spelling), ..column })
        });
        spelled.map(|spelled| spelled.of(self.category.properties))
    }

    /// Returns the index of a column's property in the category.
    pub(crate) fn column(&self, column: Column) -> Option<usize> {
        self.columns[column as usize]
    }

    /// Returns the name and place in the schema of the property with this index.
    pub(crate) fn seen_as(&self, index: u16) -> SeenAs {
        self.seen_as[usize::from(index)]
    }

    /// Returns the name of a property in the schema.
    pub(crate) fn schema_name(&self, property: &'static Property) -> &'static str {
        match (self.shape, property.log) {
            (Shape::ResourceLog, Some(log)) => log.name,
            _ => property.name,
        }
    }

    /// Returns the property that the schema has at this place under this name.
    pub(crate) fn property(&self, place: Place, name: &str) -> Option<&'static Property> {
        let key_id = key_interner().find(name.as_bytes());
        let index = self
            .seen_as
            .iter()
            .position(|seen| seen.known && seen.place == place && seen.key_id == key_id)?;
        Some(&self.category.properties[index])
    }

    /// Returns the names that an unknown key at this place may stand for.
    pub(crate) fn candidates(&self, place: Place) -> &[Candidate] {
        &self.lookup(place).candidates
    }

    fn make_candidates(&self, place: Place) -> Vec<Candidate> {
        let properties = self.category.properties.iter().enumerate();
        let candidates = properties.filter(|(_, property)| match (self.shape, property.log) {
            (Shape::Table, _) => property.in_table,
            (Shape::ResourceLog, Some(log)) => log.place == place || log.evidence == Evidence::Inferred,
            (Shape::ResourceLog, None) => false,
        });
        let candidates = candidates
            .map(|(property, of)| Candidate { property, name: FoldedName::new(self.schema_name(of)) });
        candidates.collect()
    }
}

/// Returns true if the key is a time column of the portal's CSV export.
pub(crate) fn is_portal_column(key: &str) -> bool {
    key.ends_with(PORTAL_SUFFIX)
}

/// Returns the nearest candidate, if it is near enough: a quarter of the letters may differ, at most four.
///
/// Case and spaces do not count. Names of more than 100 bytes have no near candidate.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let named = UnknownName::new(name)?;
    let near = candidates
        .into_iter()
        .filter(|candidate| named.may_have_length(candidate) && named.may_mean(&Letters::of(candidate)));
    named.nearest(near.map(|candidate| (Cow::Owned(fold(candidate)), candidate)))
}

/// Returns the nearest candidate, like [`nearest`].
pub(crate) fn nearest_folded<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a FoldedName>,
) -> Option<&'static str> {
    let named = UnknownName::new(name)?;
    let near = candidates.filter(|candidate| named.may_mean(&candidate.letters));
    named.nearest(near.map(|candidate| (Cow::Borrowed(candidate.folded.as_str()), candidate.text)))
}

/// Unknown name.
struct UnknownName {
    folded: String,
    letters: Letters,
    /// Largest distance of a near name.
    allowed: usize,
}

impl UnknownName {
    fn new(name: &str) -> Option<Self> {
        if name.len() > 100 {
            return None;
        }
        let letters = Letters::of(name);
        let allowed = letters.count.div_ceil(4).min(4);
        Some(Self { folded: fold(name), letters, allowed })
    }

    /// Returns true if a name can be near as far as its length tells; that takes less time than counting its letters.
    fn may_have_length(&self, candidate: &str) -> bool {
        let longest = self.letters.count + self.allowed;
        let is_longer = candidate.len() > longest && candidate.bytes().all(|byte| byte.is_ascii_graphic());
        candidate.len() + self.allowed >= self.letters.count && !is_longer
    }

    /// Returns true if a name with these letters can be near.
    fn may_mean(&self, letters: &Letters) -> bool {
        self.letters.count.abs_diff(letters.count) <= self.allowed
            && self.letters.least_distance(letters) <= self.allowed
    }

    /// Returns the nearest of some names, each given with its folded form.
    fn nearest<'f, 'a>(&self, candidates: impl Iterator<Item = (Cow<'f, str>, &'a str)>) -> Option<&'a str> {
        candidates
            .map(|(folded, candidate)| (distance(&self.folded, &folded), candidate))
            .filter(|(distance, _)| *distance <= self.allowed)
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, candidate)| candidate)
    }
}

/// Returns the number of edits between two texts: characters added, removed, replaced, or exchanged with the next one.
fn distance(one: &str, other: &str) -> usize {
    // What they begin or end with in common has no edits, and most near names have little else.
    let same = |(a, b): &(char, char)| a == b;
    let begin: usize = one.chars().zip(other.chars()).take_while(same).map(|(a, _)| a.len_utf8()).sum();
    let (one, other) = (&one[begin..], &other[begin..]);
    let end: usize =
        one.chars().rev().zip(other.chars().rev()).take_while(same).map(|(a, _)| a.len_utf8()).sum();
    strsim::osa_distance(&one[..one.len() - end], &other[..other.len() - end])
}

/// Number of occurrences of each letter, by which most distant names are ruled out without comparing them.
#[derive(Debug, Clone, Copy)]
struct Letters {
    /// Number of characters, without spaces.
    count: usize,
    /// Number by character, in lower case; several characters may share a counter.
    counts: [u8; 32],
}

impl Letters {
    fn of(name: &str) -> Self {
        let mut letters = Self { count: 0, counts: [0; 32] };
        if name.is_ascii() {
            name.bytes().filter(|byte| *byte != b' ').for_each(|byte| letters.add(byte.to_ascii_lowercase()));
        } else {
            fold(name).chars().for_each(|character| letters.add(character as u8));
        }
        letters
    }

    fn add(&mut self, letter: u8) {
        self.count += 1;
        let count = &mut self.counts[usize::from(letter & 31)];
        *count = count.saturating_add(1);
    }

    /// Lower bound of the distance: an edit adds, removes or replaces one character.
    fn least_distance(&self, other: &Self) -> usize {
        let more = |a: &Self, b: &Self| -> u32 {
            a.counts.iter().zip(&b.counts).map(|(a, b)| u32::from(a.saturating_sub(*b))).sum()
        };
        more(self, other).max(more(other, self)) as usize
    }
}

#[cfg(test)]
mod tests {
    use acslint_types::CATEGORIES;

    use proptest::prelude::*;

    use super::{COLUMNS, Letters, distance, nearest};
    use crate::spelling::fold;

    #[test]
    fn columns_are_properties() {
        for name in COLUMNS {
            assert!(CATEGORIES.iter().any(|category| category.property(name).is_some()), "{name}");
        }
    }

    #[test]
    fn nearest_takes_no_far_name() {
        assert_eq!(nearest("DurationMS", ["DurationMs", "Level"]), Some("DurationMs"));
        assert_eq!(nearest("Durtion", ["Duration", "Level"]), Some("Duration"));
        assert_eq!(nearest("Colour", ["Duration", "Level"]), None);
        assert_eq!(nearest("", ["Duration"]), None);
    }

    proptest! {
        #[test]
        fn the_distance_is_that_of_whole_texts(one in "[abc\u{e9}]{0,8}", other in "[abc\u{e9}]{0,8}") {
            prop_assert_eq!(distance(&one, &other), strsim::osa_distance(&one, &other));
        }
    }

    #[test]
    fn letters_rule_out_no_near_name() {
        let names = [
            "",
            "a",
            "ab",
            "ba",
            "Size",
            "Sizes",
            "size ",
            "Sise",
            "ezis",
            "Gr\u{f6}\u{df}e",
            "Gr\u{d6}\u{df}e",
            "\u{212A}ey",
            "key",
        ];
        for one in names {
            for other in names {
                let distance = strsim::osa_distance(&fold(one), &fold(other));
                let least = Letters::of(one).least_distance(&Letters::of(other));
                assert!(least <= distance, "{one} and {other}: {least} > {distance}");
            }
        }
    }
}
