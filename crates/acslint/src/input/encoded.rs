//! Inputs whose records are not JSON text, which commands that rewrite an input refuse.

use acslint_check::EncodedForm;

/// Returns the reason why an input of this form cannot be, for example, `redacted`, with advice.
pub(crate) fn refusal(form: EncodedForm, done: &str) -> String {
    match form {
        EncodedForm::Csv => {
            format!("rows of CSV cannot be {done}; make JSON Lines of them with `acslint split`")
        }
        EncodedForm::Base64 => format!("records in Base64 cannot be {done}; decode them first"),
        EncodedForm::Parquet => {
            format!("rows of Parquet cannot be {done}; make JSON Lines of them with `acslint split`")
        }
        EncodedForm::Utf16 => format!("UTF-16 text cannot be {done}; write it as UTF-8 first"),
    }
}
