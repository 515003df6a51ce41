//! SQL: tables in the dialects of `PostgreSQL`, of SQL Server and of `BigQuery`, each in a directory of its own.

mod bigquery;
mod postgresql;
mod tsql;

use acslint_types::Document;

use super::{ExportedCategory, Unsaid};

/// Directories of the dialects.
pub(super) const DIALECTS: [&str; 3] = ["bigquery", "postgresql", "tsql"];

pub(super) fn documents(categories: &[ExportedCategory], unsaid: &mut Unsaid) -> Vec<Document> {
    let mut documents = bigquery::documents(categories, unsaid);
    documents.extend(postgresql::documents(categories, unsaid));
    documents.extend(tsql::documents(categories, unsaid));
    documents
}

/// Text between quotes of SQL, which a doubled quote stands for.
fn quoted(text: &str, quote: char) -> String {
    let text: String =
        text.chars().map(|character| if character == '\0' { ' ' } else { character }).collect();
    let doubled = format!("{quote}{quote}");
    format!("{quote}{}{quote}", text.replace(quote, &doubled))
}

/// Text in a comment that ends with its line.
fn in_comment(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}
