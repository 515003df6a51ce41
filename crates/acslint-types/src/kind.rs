//! Kinds of values of properties.

/// Kind of a property's values, independent of their notation in a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Opaque text.
    Text,
    /// A point in time, RFC 3339.
    Time,
    /// An IP address, perhaps with a port, perhaps masked.
    Address,
    /// A non-negative 32-bit integer.
    Count,
    /// A non-negative 64-bit integer.
    LongCount,
    /// A number of milliseconds: an integer in a table, perhaps with a fraction in a resource log.
    Duration,
    /// A non-negative number.
    Amount,
    /// A number.
    Real,
    /// `true` or `false`.
    Boolean,
    /// An integer of any size, or text.
    Id,
    /// `true` or `false`, or their text.
    Flag,
    /// A status code, as a number or as text.
    Signature,
    /// Text, or in a resource log an object of claims.
    Identity,
    /// Any JSON.
    Any,
    /// One of a closed set of texts.
    Closed,
}

impl Kind {
    /// Returns true if a table has a JSON number for it, so that numeric text is a number in quotes.
    pub const fn is_numeric(self) -> bool {
        matches!(self, Self::Count | Self::LongCount | Self::Duration | Self::Amount | Self::Real)
    }
}
