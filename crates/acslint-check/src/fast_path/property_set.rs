//! Sets of the properties of a record, as bits.

/// Set of properties: one bit for each slot.
pub(super) type PropertySet = u128;

/// Number of slots for the properties of a record; three more bits are flags.
pub(super) const SLOTS: usize = 125;

/// Bits of all slots.
pub(super) const MEMBERS: PropertySet = (1 << SLOTS) - 1;

/// Flag: a rule reports a name that a template can replay.
pub(super) const REPORTED: PropertySet = 1 << 125;

/// Flag: `properties` is null.
pub(super) const NO_PROPERTIES: PropertySet = 1 << 126;

/// Flag: a property that belongs in `properties` stands at the top of the record.
pub(super) const OUTSIDE_PROPERTIES: PropertySet = 1 << 127;

pub(super) fn slot(number: usize) -> Option<u8> {
    u8::try_from(number).ok().filter(|_| number < SLOTS)
}
