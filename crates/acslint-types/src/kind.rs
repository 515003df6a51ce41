//! The kinds of values that properties hold.

/// What a property holds, independent of how a shape writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Opaque text.
    Text,
    /// A point in time, RFC 3339.
    Time,
    /// An IP address, perhaps with a port, perhaps masked.
    Address,
    /// A 32-bit integer that is not negative.
    Count,
    /// A 64-bit integer that is not negative.
    LongCount,
    /// A number of milliseconds: an integer in a table, perhaps with a fraction in a resource log.
    Duration,
    /// A number that is not negative.
    Amount,
    /// A number.
    Real,
    /// `true` or `false`.
    Boolean,
    /// An integer of any size, or text.
    Id,
    /// `true` or `false`, or text that says so.
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
    /// Whether a table writes it as a JSON number, so that numeric text is a number in quotes.
    pub const fn is_numeric(self) -> bool {
        matches!(self, Self::Count | Self::LongCount | Self::Duration | Self::Amount | Self::Real)
    }
}
