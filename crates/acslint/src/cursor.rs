//! Lines and columns of many offsets in one excerpt.

use acslint_check::{Excerpt, Position, Span, Stored};

/// Positions in an excerpt. Each search begins at the end of the last one, so that many findings need one pass.
pub(crate) struct Cursor<'a> {
    excerpt: Excerpt<'a>,
    start: Excerpt<'a>,
}

impl<'a> Cursor<'a> {
    /// Begins at the anchor of the excerpt.
    pub(crate) fn new(excerpt: Excerpt<'a>) -> Self {
        Self { excerpt, start: excerpt }
    }

    /// Continues at the end of another search, if that is further.
    pub(crate) fn behind(&mut self, other: &Self) -> &mut Self {
        if self.excerpt.anchor < other.excerpt.anchor {
            self.excerpt = other.excerpt;
        }
        self
    }

    /// Returns the offset in the input of an offset in the excerpt; 0 for values of rows.
    pub(crate) fn stored(&mut self, offset: u64) -> u64 {
        if self.excerpt.stored == Stored::Same {
            return offset;
        }
        self.position(offset);
        self.excerpt.stored_span(Span::new(offset, offset)).start
    }

    /// Returns line and column of an offset.
    pub(crate) fn position(&mut self, offset: u64) -> Position {
        if offset < self.excerpt.anchor {
            self.excerpt = self.start;
        }
        if offset > self.excerpt.anchor {
            self.excerpt = self.excerpt.anchored_at(offset);
        }
        self.excerpt.anchor_position
    }
}
