//! Lines and columns of many offsets in one excerpt.

use acslint_check::{Excerpt, Position};

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

    /// Returns line and column of an offset.
    pub(crate) fn position(&mut self, offset: u64) -> Position {
        if offset < self.excerpt.anchor {
            self.excerpt = self.start;
        }
        if offset >= self.excerpt.anchor {
            self.excerpt.anchor_position = self.excerpt.position(offset);
            self.excerpt.anchor = offset;
        }
        self.excerpt.anchor_position
    }
}
