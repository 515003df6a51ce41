//! Tools for JSON Schemas of log records: comparison, inference, samples and export.
//!
//! The crate is pure: it uses no files, no environment, no clock and no threads. Callers read documents, and write
//! results.
//!
//! [`diff::compare`] finds the effect of a change on readers and writers of records:
//!
//! ```
//! use acslint_schema::diff::{Verdict, compare};
//! use serde_json::json;
//!
//! let old = json!({ "properties": { "State": { "enum": ["Started", "Ended"] } } });
//! let new = json!({ "properties": { "State": { "enum": ["Started", "Ended", "Failed"] } } });
//! let comparison = compare(&old, &new)?;
//! // Writers of the new schema may write a state that readers of the old one reject.
//! assert_eq!((comparison.readers, comparison.writers), (Verdict::Breaks, Verdict::Fine));
//! # Ok::<(), acslint_schema::diff::UnusableSchema>(())
//! ```
//!
//! An [`infer::Profile`] adds up observations of records, and drafts a schema that accepts them:
//!
//! ```
//! use acslint_schema::infer::Profile;
//! use serde_json::json;
//!
//! let mut profile = Profile::default();
//! profile.observe(&json!({ "category": "Parking", "durationMs": 250 }));
//! profile.observe(&json!({ "category": "Parking" }));
//! let draft = profile.draft(Some("Parking"));
//! assert_eq!(draft.schema["required"], json!(["category"]));
//! assert_eq!(draft.schema["properties"]["durationMs"]["type"], "integer");
//! ```
//!
//! A [`sample::Sampler`] generates synthetic records, with or without defects:
//!
//! ```
//! use acslint_schema::sample::{Sampler, Settings};
//! use acslint_types::{Category, Shape};
//!
//! let usage = Category::by_id("Usage").unwrap();
//! let settings = Settings { categories: vec![usage], ..Settings::new(Shape::ResourceLog, 1) };
//! let mut record = Vec::new();
//! Sampler::new(&settings)?.append(&mut record);
//! let record: serde_json::Value = serde_json::from_slice(&record).unwrap();
//! assert_eq!(record["category"], "Usage");
//! # Ok::<(), acslint_schema::sample::SettingsError>(())
//! ```
//!
//! [`documents`] holds sets of schemas that refer to each other, [`FileReferences`] are the files that one refers to,
//! and an [`export::Plan`] says what an export of the schemas of all categories writes and removes. [`targets`] has the
//! schemas in the languages of destinations, and [`forecast`] says what is lost when records are loaded with them.

pub mod diff;
pub mod documents;
pub mod export;
mod file;
mod file_references;
pub mod forecast;
pub mod infer;
pub mod numbers;
pub mod sample;
pub mod stats;
pub mod targets;
mod uri;

pub use file::File;
pub use file_references::FileReferences;
