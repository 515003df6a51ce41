//! Rust types of Azure Communication Services log records, and the JSON Schemas they generate.
//!
//! Azure Monitor delivers a record in one of two [shapes](Shape). Each category of [`categories`] has one
//! type for each: `Table` (a row of a Log Analytics table) and `ResourceLog` (a record of a storage account or an
//! Event Hub). Both derive `Serialize`, `Deserialize` and `JsonSchema`, and accept the same values
//! as their schema.
//!
//! The types read and write records:
//!
//! ```
//! use acslint_types::{Category, Shape, categories::usage};
//!
//! let record: usage::Table = serde_json::from_str(Category::by_id("Usage").unwrap().example(Shape::Table))?;
//! assert_eq!(record.unit_type, "minutes");
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! A [`Category`] is plain data, for programs that handle all categories alike:
//!
//! ```
//! use acslint_types::{CATEGORIES, Category};
//!
//! let category = Category::by_id("CallSummary").unwrap();
//! assert_eq!(category.table, Some("ACSCallSummary"));
//! assert!(category.property("CallDuration").is_some());
//! assert!(CATEGORIES.contains(&category));
//! ```
//!
//! [`schemas()`] returns the JSON Schemas of all categories, and a [`publish::Publication`] the same under other
//! addresses or in another dialect:
//!
//! ```
//! use acslint_types::publish::Publication;
//!
//! let documents = acslint_types::schemas();
//! assert_eq!(documents[0].file, "catalog.json");
//!
//! let publication = Publication { base_url: Some("https://example.org/acs"), ..Publication::default() };
//! let schema = publication.publish().documents.into_iter().find(|document| document.file == "record.schema.json");
//! assert!(schema.unwrap().text.contains("https://example.org/acs/record.schema.json"));
//! ```
//!
//! # Errors
//!
//! Reading is strict about values and open about names. A value that its schema does not accept is an error of `serde_json`, and so
//! is a record without a required property; members that the schema does not list are ignored. Any other property that is missing
//! is `None`:
//!
//! ```
//! use acslint_types::{Category, Shape, categories::usage::Table};
//!
//! let example = Category::by_id("Usage").unwrap().example(Shape::Table);
//! let with_another_member = example.replacen('{', r#"{"Extra": 1,"#, 1);
//! assert!(serde_json::from_str::<Table>(&with_another_member).is_ok());
//!
//! let without_quantity = example.replace("\"Quantity\"", "\"Amount\"");
//! let error = serde_json::from_str::<Table>(&without_quantity).unwrap_err();
//! assert!(error.to_string().starts_with("missing field `Quantity`"));
//! ```
//!
//! # Facts and their sources
//!
//! Names, types, meanings and units are those of the Azure Monitor table reference and of the product documentation. The
//! [`Source`] of a property says which of them names it, its [`Evidence`] whether a published record shows its place in a resource
//! log, and the notes of a [`Category`] where the two differ. The description of a field names its unit; names often end in it, such as
//! `DurationMs`. The kinds of values, such as [`scalar::Time`], say which forms they accept.
//!
//! [`pages()`] has a page for each category with all of this, which the repository has in `docs/categories/`.

pub mod calendar;
mod catalog;
pub mod categories;
mod category;
mod envelope;
mod kind;
mod kusto;
mod object;
mod page;
pub mod pointer;
mod pretty;
pub mod publish;
mod safe;
pub mod scalar;
mod schema;

pub use category::{
    Category, Evidence, LogPlace, Place, Property, Requirement, Shape, Source, Status, ValueKind, Values,
};
pub use kind::Kind;
pub use kusto::KustoType;
pub use page::{PropertyRow, pages};
pub use safe::{Safe, is_plain_name};
pub use schema::{Document, schemas};

/// Every category, in the order of the product documentation.
pub static CATEGORIES: &[&Category] = &[
    &categories::usage::CATEGORY,
    &categories::chat_operational::CATEGORY,
    &categories::sms_operational::CATEGORY,
    &categories::auth_operational::CATEGORY,
    &categories::network_traversal_operational::CATEGORY,
    &categories::network_traversal_diagnostics::CATEGORY,
    &categories::email_send_mail_operational::CATEGORY,
    &categories::email_status_update_operational::CATEGORY,
    &categories::email_user_engagement_operational::CATEGORY,
    &categories::call_automation_operational::CATEGORY,
    &categories::call_automation_media_summary::CATEGORY,
    &categories::call_automation_streaming_usage::CATEGORY,
    &categories::call_summary::CATEGORY,
    &categories::call_summary_updates::CATEGORY,
    &categories::call_diagnostics::CATEGORY,
    &categories::call_diagnostics_updates::CATEGORY,
    &categories::call_client_operations::CATEGORY,
    &categories::call_client_media_stats_time_series::CATEGORY,
    &categories::call_client_service_request_and_outcome::CATEGORY,
    &categories::call_recording_operational::CATEGORY,
    &categories::call_recording_summary::CATEGORY,
    &categories::call_closed_captions_summary::CATEGORY,
    &categories::call_survey::CATEGORY,
    &categories::rooms_operational::CATEGORY,
    &categories::job_router_operational::CATEGORY,
    &categories::advanced_messaging_operational::CATEGORY,
    &categories::calling_metrics::CATEGORY,
    &categories::opt_out_management_operations::CATEGORY,
    &categories::call_client_media_stats_compressed_time_series::CATEGORY,
];
