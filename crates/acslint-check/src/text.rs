//! Text about a record, in which each part that comes from the record is marked.
//!
//! The code that quotes a part decides whether it is private, since only that code knows its property. So reports do
//! not search messages for values, and an unmarked message is private as a whole.

use std::borrow::Cow;
use std::ops::Range;

/// A message, a help or a pointer about a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    text: String,
    quotes: Vec<Quote>,
}

/// A part that comes from the record.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Quote {
    range: Range<usize>,
    kind: Mark,
}

/// Meaning of a part of a text that comes from the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A value that says nothing about a person.
    Value,
    /// Index of an item in an array.
    Index,
    /// Anything else.
    Private,
}

impl Text {
    /// Returns a text without parts of a record: acslint's own words, and names from a schema or the settings.
    pub fn known(text: impl Into<String>) -> Self {
        Self { text: text.into(), quotes: Vec::new() }
    }

    /// Returns a text that may hold any part of a record.
    pub fn private(text: impl Into<String>) -> Self {
        let mut private = Self::default();
        private.push_quote(&text.into(), Mark::Private);
        private
    }

    /// Returns a value of the record that says nothing about a person.
    pub(crate) fn value(text: impl Into<String>) -> Self {
        let mut value = Self::default();
        value.push_quote(&text.into(), Mark::Value);
        value
    }

    /// Returns a text with these marked parts, in their order and without overlaps; `None` if they are not parts of it.
    pub fn marked(text: String, marks: impl IntoIterator<Item = (Range<usize>, Mark)>) -> Option<Self> {
        let mut behind = 0;
        let mut quotes = Vec::new();
        for (range, kind) in marks {
            text.get(range.clone()).filter(|part| !part.is_empty() && range.start >= behind)?;
            behind = range.end;
            quotes.push(Quote { range, kind });
        }
        Some(Self { text, quotes })
    }

    /// Returns the marked parts.
    pub fn marks(&self) -> impl Iterator<Item = (Range<usize>, Mark)> {
        self.quotes.iter().map(|quote| (quote.range.clone(), quote.kind))
    }

    /// Returns the empty text, with room for most messages.
    pub(crate) fn with_room() -> Self {
        Self { text: String::with_capacity(64), quotes: Vec::new() }
    }

    fn push_quote(&mut self, text: &str, kind: Mark) {
        let start = self.text.len();
        self.text.push_str(text);
        if start < self.text.len() {
            self.quotes.push(Quote { range: start..self.text.len(), kind });
        }
    }

    pub(crate) fn push_known(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends a part with this meaning; without one, the part is known.
    pub(crate) fn push_marked(&mut self, text: &str, mark: Option<Mark>) {
        match mark {
            Some(mark) => self.push_quote(text, mark),
            None => self.push_known(text),
        }
    }

    pub(crate) fn push(&mut self, other: &Self) {
        let start = self.text.len();
        self.text.push_str(&other.text);
        self.quotes.extend(other.quotes.iter().map(|quote| Quote {
            range: quote.range.start + start..quote.range.end + start,
            kind: quote.kind,
        }));
    }

    /// Returns the text with all quoted parts, for readers who may see the record.
    pub fn verbatim(&self) -> &str {
        &self.text
    }

    /// Returns the text with each private part replaced, for any reader.
    pub fn redacted(&self, mut stand_in: impl FnMut(&str) -> String) -> Cow<'_, str> {
        if !self.is_private() {
            return Cow::Borrowed(&self.text);
        }
        self.replaced(|kind, part| (kind == Mark::Private).then(|| stand_in(part)))
    }

    /// Returns the text with `*` for each index of an array and `?` for each private part. Similar records have the
    /// same pattern.
    pub fn pattern(&self) -> Cow<'_, str> {
        self.replaced(|kind, _| match kind {
            Mark::Value => None,
            Mark::Index => Some("*".to_owned()),
            Mark::Private => Some("?".to_owned()),
        })
    }

    /// Returns the text with `…` for each value and each private part, and `*` for each index of an array. The rest
    /// are acslint's own words and public names.
    pub fn template(&self) -> Cow<'_, str> {
        self.replaced(|kind, _| {
            Some(match kind {
                Mark::Value | Mark::Private => "…".to_owned(),
                Mark::Index => "*".to_owned(),
            })
        })
    }

    fn replaced(&self, mut instead: impl FnMut(Mark, &str) -> Option<String>) -> Cow<'_, str> {
        if self.quotes.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let (mut text, mut at) = (String::with_capacity(self.text.len()), 0);
        for Quote { range, kind } in &self.quotes {
            if let Some(instead) = instead(*kind, &self.text[range.clone()]) {
                text.push_str(&self.text[at..range.start]);
                text.push_str(&instead);
                at = range.end;
            }
        }
        text.push_str(&self.text[at..]);
        Cow::Owned(text)
    }

    /// Returns the quoted values that say nothing about a person.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        let values = self.quotes.iter().filter(|quote| quote.kind == Mark::Value);
        values.map(|quote| &self.text[quote.range.clone()])
    }

    /// Returns true if any part is private.
    pub fn is_private(&self) -> bool {
        self.quotes.iter().any(|quote| quote.kind == Mark::Private)
    }

    /// Returns true if the whole text is one private part, so that its redacted form says nothing.
    pub fn is_all_private(&self) -> bool {
        matches!(self.quotes.as_slice(), [Quote { range, kind: Mark::Private }] if range.len() == self.text.len())
    }

    /// Returns the number of heap bytes.
    pub(crate) fn heap_size(&self) -> usize {
        block(self.text.capacity()) + block(self.quotes.capacity() * size_of::<Quote>())
    }

    /// Returns true if the text is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// Concatenates the parts.
impl FromIterator<Self> for Text {
    fn from_iter<I: IntoIterator<Item = Self>>(parts: I) -> Self {
        parts.into_iter().fold(Self::default(), |mut text, part| {
            text.push(&part);
            text
        })
    }
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Self::known(text)
    }
}

/// Private as a whole, since the origin of its parts is unknown.
impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::private(text)
    }
}

impl From<Cow<'static, str>> for Text {
    fn from(text: Cow<'static, str>) -> Self {
        match text {
            Cow::Borrowed(text) => Self::known(text),
            Cow::Owned(text) => Self::private(text),
        }
    }
}

/// A part of a text: acslint's own words, or a text with marked parts.
pub(crate) trait Part {
    fn add_to(&self, text: &mut Text);
}

impl Part for &'static str {
    fn add_to(&self, text: &mut Text) {
        text.push_known(self);
    }
}

impl Part for Text {
    fn add_to(&self, text: &mut Text) {
        text.push(self);
    }
}

impl Part for &Text {
    fn add_to(&self, text: &mut Text) {
        text.push(self);
    }
}

/// Builds a [`Text`] from parts.
macro_rules! text {
    ($($part:expr),+ $(,)?) => {{
        let mut text = $crate::text::Text::with_room();
        $($crate::text::Part::add_to(&$part, &mut text);)+
        text
    }};
}

use crate::heap::block;
pub(crate) use text;

#[cfg(test)]
mod tests {
    use super::{Mark, Text};

    fn index() -> Text {
        let mut index = Text::default();
        index.push_marked("7", Some(Mark::Index));
        index
    }

    #[test]
    fn private_parts_are_left_out_and_others_stay() {
        let text =
            text!["`", Text::private("zoe@example.org"), "` is ", Text::value("Lost"), " at ", index()];
        assert_eq!(text.verbatim(), "`zoe@example.org` is Lost at 7");
        assert_eq!(text.redacted(|part| format!("<{}>", part.len())), "`<15>` is Lost at 7");
        assert_eq!(text.pattern(), "`?` is Lost at *");
        assert_eq!(text.template(), "`…` is … at *");
        assert_eq!(text.values().collect::<Vec<_>>(), ["Lost"]);
        assert!(text.is_private() && !text.is_all_private());
    }

    #[test]
    fn marked_parts_make_the_same_text() {
        let text = text!["`", Text::private("zoë"), "` is ", Text::value("Lost"), " at ", index()];
        let marked = |marks: Vec<_>| Text::marked(text.verbatim().to_owned(), marks);
        assert_eq!(marked(text.marks().collect()), Some(text.clone()));
        // Behind the text, empty, overlapping, and within a character.
        for wrong in [&[(0, 99)][..], &[(0, 0)], &[(1, 4), (3, 6)], &[(0, 4)]] {
            let marks = wrong.iter().map(|(start, end)| (*start..*end, Mark::Value));
            assert_eq!(marked(marks.collect()), None, "{wrong:?}");
        }
    }

    #[test]
    fn text_that_nobody_marked_is_private() {
        assert!(Text::from(format!("`{}`", 1)).is_all_private());
        assert!(!Text::from("words").is_private() && !Text::known(format!("{}", 1)).is_private());
        // The empty text is not private.
        assert!(!Text::private("").is_private() && Text::from(String::new()).is_empty());
    }
}
