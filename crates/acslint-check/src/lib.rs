//! Checks Azure Communication Services log records: bytes in, findings out.
//!
//! No files, no terminal, no clock, no threads: a [`Checker`] is made from [`Settings`], a [`Session`] is fed the bytes
//! of one input in pieces of any size, and hands an [`Event`] with its [`Finding`]s to its caller for each record.

mod checker;
mod document;
mod finding;
mod framing;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod identify;
mod names;
mod record;
mod report;
mod rules;
mod time;
mod validate;
mod words;

pub use checker::{Checker, Hints, Session, Settings, SettingsError};
pub use finding::{Applicability, Edit, Finding, Fix, Label, Level, Span};
pub use names::nearest;
pub use report::{Event, Excerpt, Position, Subject};
pub use rules::{Group, RULES, Rule, is_deceptive, rule};
