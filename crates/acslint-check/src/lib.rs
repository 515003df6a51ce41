//! Checks Azure Communication Services log records: bytes in, findings out.
//!
//! The crate uses no files, no terminal, no clock and no threads. A [`Checker`] is made from [`Settings`]. A
//! [`Session`] takes the bytes of one input in pieces of any size, and passes the events to a [`Report`]. Pieces
//! can also be checked [speculatively](SpeculativeFindings), in parallel.
//!
//! ```
//! use acslint_check::{Checker, Event, Hints, RecordType, Report, Session, Settings, WorkerState};
//!
//! /// Receives the findings.
//! #[derive(Default)]
//! struct Rules(Vec<&'static str>);
//!
//! impl Report for Rules {
//!     fn event(&mut self, event: &Event<'_>) {
//!         self.0.extend(event.findings.iter().map(|finding| finding.rule));
//!     }
//!
//!     fn proved_clean(&mut self, _: RecordType, _: u64) {}
//! }
//!
//! let input = br#"{"category": "Usage", "time": "yesterday"}"#;
//! let checker = Checker::new(Settings::default())?;
//! let mut session = Session::new(&checker, Hints::default());
//! let mut rules = Rules::default();
//! // The whole input at once: nothing follows these bytes.
//! session.advance(&mut WorkerState::default(), input, true, &mut rules);
//! assert!(rules.0.contains(&"invalid-format"));
//! # Ok::<(), acslint_check::SettingsError>(())
//! ```

mod along;
mod base64;
mod category_names;
mod checker;
mod clean_when;
mod contents;
mod csv;
mod custom;
mod derived;
mod destination;
mod disclosure;
mod document;
mod document_kind;
mod draft;
mod exact_keywords;
mod fast_path;
mod finding;
mod fixes;
mod folder;
mod frames;
mod framing;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod heap;
mod identify;
mod key_interner;
mod keywords;
mod levels;
mod limits;
mod lint;
mod loss;
mod names;
mod noted_provenance;
mod part;
mod pattern;
mod permissions;
mod position;
mod provenance;
mod quote;
mod reading;
mod record;
mod record_check;
mod registry;
mod report;
mod rule_meta;
mod rules;
mod run_rules;
mod session;
mod settings;
mod single;
mod speculative;
mod spelling;
mod splits;
mod spreadsheet;
mod subject;
mod table_column;
mod text;
mod time;
mod undecided;
mod validate;
mod violation;
mod window;
mod worker_state;
mod wrapper;

pub use along::{Along, AlongKey};
pub use checker::Checker;
pub use contents::{Contents, Presence, PublicValue};
pub use custom::{
    CategoryOutline, CustomCategories, CustomCategory, CustomCategoryError, Discriminator, PropertyOutline,
    ReadFile, syntax_error,
};
pub use destination::{Destination, Forecast, Keeps, KeptTexts, LoadedRecord, MemberPlace, ValueEffect};
pub use disclosure::{Disclosure, KeptDisclosure};
pub use document_kind::{DocumentKind, document_kind};
pub use finding::{Applicability, Edit, Finding, Fix, Label, Level, Span};
pub use fixes::fixes;
pub use keywords::is_keyword;
pub use limits::{Explosive, explosive, is_linear};
pub use lint::{Linter, SCHEMA_RULES};
pub use loss::{Effect, Loss};
pub use names::nearest;
pub use part::{Part, clean_items};
pub use permissions::is_known_name;
pub use position::{DecodedFrom, Excerpt, Position, Stored};
pub use provenance::{Provenance, Resource};
pub use quote::is_deceptive;
pub use registry::rule;
pub use report::{Event, Report, Row};
pub use rule_meta::{Group, Rule};
pub use rules::RULES;
pub use session::{EncodedForm, Session, SessionStart};
pub use settings::{Hints, Override, Settings, SettingsError};
pub use speculative::{RecordLayout, SpeculativeFindings};
pub use splits::{Joined, LineLayout, Outcomes, OutcomesError, Placement, Split, SplitEnd};
pub use subject::{RecordType, Subject};
pub use table_column::{CATEGORY_COLUMNS, TableColumn, category_of_cell, is_log_member, json_on_one_line};
pub use text::{Mark, Text};
pub use time::Time;
pub use window::Window;
pub use worker_state::WorkerState;
