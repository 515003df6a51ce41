//! Every rule by id: those about records, and those about schemas.

use crate::{RULES, Rule, SCHEMA_RULES};

/// Returns the rule with this id, about records or about schemas.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().chain(SCHEMA_RULES).copied().find(|rule| rule.id == id)
}
