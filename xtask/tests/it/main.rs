//! Tests of the verbs, and of the repository through them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod bench;
mod changelog;
mod conformance;
mod console;
mod examples;
mod features;
mod generate;
mod integrations;
mod new_category;
mod new_rule;
mod sources;
mod tidy;
mod verbs;
