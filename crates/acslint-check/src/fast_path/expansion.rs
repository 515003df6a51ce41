//! Shared state of the parts of the compiler that expand a schema: its dialect, and a bound on the expansion.

/// Dialect of the schemas that a program can express.
pub(super) const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Expansion budget: bounds compilation, as a schema that refers to itself expands without end.
#[derive(Debug, Default)]
pub(super) struct ExpansionBudget {
    depth: u32,
    steps: u32,
}

impl ExpansionBudget {
    /// Deepest nesting of schemas.
    const DEEPEST: u32 = 48;
    const MOST: u32 = 20_000;

    /// Enters a nested schema; `None` if the budget is exhausted.
    pub(super) fn enter(&mut self) -> Option<()> {
        self.depth += 1;
        self.steps += 1;
        (self.depth <= Self::DEEPEST && self.steps <= Self::MOST).then_some(())
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }
}
