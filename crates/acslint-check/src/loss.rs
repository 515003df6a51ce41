//! Effects of loading a record into a destination, and the losses that they are.

/// Effect of loading a record or one of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// No table takes the record.
    NoTable,
    /// The whole file is discarded.
    FileDiscarded,
    /// The record is dropped without an error.
    Dropped,
    /// The record is rejected with an error.
    Rejected,
    /// The record becomes a row of NULLs.
    Corrupt,
    /// The column becomes NULL.
    Null,
    /// The column becomes NULL, and the value goes to a column for such values.
    Rescued,
    /// The value is cut off.
    Truncated,
    /// A later value of the same name replaces the value.
    Overwritten,
    /// The member has no column, and is left out.
    LeftOut,
    /// The member makes a new column.
    NewColumn,
    /// The value is kept as part of the record, but cannot be searched for.
    NotIndexed,
}

impl Effect {
    /// Every effect, those on whole records first.
    pub const ALL: [Self; 12] = [
        Self::NoTable,
        Self::FileDiscarded,
        Self::Dropped,
        Self::Rejected,
        Self::Corrupt,
        Self::Null,
        Self::Rescued,
        Self::Truncated,
        Self::Overwritten,
        Self::LeftOut,
        Self::NewColumn,
        Self::NotIndexed,
    ];

    /// Name in reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NoTable => "no-table",
            Self::FileDiscarded => "file-discarded",
            Self::Dropped => "dropped",
            Self::Rejected => "rejected",
            Self::Corrupt => "corrupt",
            Self::Null => "null",
            Self::Rescued => "rescued",
            Self::Truncated => "truncated",
            Self::Overwritten => "overwritten",
            Self::LeftOut => "left-out",
            Self::NewColumn => "new-column",
            Self::NotIndexed => "not-indexed",
        }
    }

    /// Returns true if the effect is on the whole record.
    pub const fn is_of_record(self) -> bool {
        matches!(self, Self::NoTable | Self::FileDiscarded | Self::Dropped | Self::Rejected | Self::Corrupt)
    }
}

/// Loss at the place of a finding, or the worst one of a record: the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Loss {
    /// Nothing is lost where the finding is.
    None,
    /// The name has no column.
    Column,
    /// The column does not get the value.
    Value,
    /// The record is not loaded.
    Record,
    /// The file is not loaded.
    File,
}

impl Loss {
    /// Every loss.
    pub const ALL: [Self; 5] = [Self::None, Self::Column, Self::Value, Self::Record, Self::File];

    /// Name in reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Column => "column",
            Self::Value => "value",
            Self::Record => "record",
            Self::File => "file",
        }
    }
}
