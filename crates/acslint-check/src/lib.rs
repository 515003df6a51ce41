//! Checks Azure Communication Services log records: bytes in, findings out.
//!
//! The crate uses no files, no terminal, no clock and no threads. A [`Checker`] is made from [`Settings`]. A
//! [`Session`] takes the bytes of one input in pieces of any size, and passes the events to a [`Report`]. Pieces
//! can also be checked [speculatively](SpeculativeFindings), in parallel.

mod checker;
mod contents;
mod custom;
mod disclosure;
mod document;
mod document_kind;
mod fast_path;
mod finding;
mod framing;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod identify;
mod key_interner;
mod limits;
mod lint;
mod names;
mod pattern;
mod record;
mod report;
mod rules;
mod session;
mod speculative;
mod text;
mod time;
mod validate;
mod worker_state;

pub use checker::{Checker, Hints, Override, Settings, SettingsError};
pub use contents::{Contents, Presence};
pub use custom::{
    CustomCategories, CustomCategory, CustomCategoryError, Discriminator, ReadFile, syntax_error,
};
pub use disclosure::{Disclosure, KeptDisclosure, is_known_name};
pub use document_kind::{DocumentKind, document_kind};
pub use finding::{Applicability, Edit, Finding, Fix, Label, Level, Span};
pub use limits::{Explosive, explosive, is_linear};
pub use lint::{Linter, SCHEMA_RULES, is_keyword};
pub use names::nearest;
pub use report::{Event, Excerpt, Position, RecordType, Report, Subject};
pub use rules::{Group, RULES, Rule, is_deceptive, rule};
pub use session::Session;
pub use speculative::{RecordLayout, SpeculativeFindings};
pub use text::Text;
pub use worker_state::WorkerState;
