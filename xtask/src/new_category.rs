//! `cargo xtask new-category <Id>`: writes a category's file, and its lines in the lists of modules, categories, tests.
//!
//! The generated code compiles and has one property, so that the tests of the types guide the author from there.

use crate::{
    Error, Repository,
    registry::{append, insert_sorted},
};

const DIRECTORY: &str = "crates/acslint-types/src/categories";
const MODULES: &str = "crates/acslint-types/src/categories/mod.rs";
const CATEGORIES: &str = "crates/acslint-types/src/lib.rs";
const READERS: &str = "crates/acslint-types/tests/it/main.rs";

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    let [id] = arguments else {
        return Err(Error::Usage("usage: cargo xtask new-category <Id>".to_owned()));
    };
    for file in add(repository, id)? {
        println!("wrote {file}");
    }
    println!(
        "now list its properties and write its examples; `cargo xtask generate` writes schemas and page"
    );
    Ok(())
}

/// Adds the category and returns the written files.
pub fn add(repository: &Repository, id: &str) -> Result<[String; 4], Error> {
    if !is_category_id(id) {
        return Err(Error::Usage(format!(
            "`{id}` is not a category: write the value of `category`, such as `CallSummary`"
        )));
    }
    let module = module(id);
    let code = format!("{DIRECTORY}/{module}.rs");
    if repository.has(&code) {
        return Err(Error::Usage(format!("category `{id}` already exists: {code}")));
    }
    let lines = [
        (MODULES, add_module(&repository.text(MODULES)?, &module)),
        (CATEGORIES, add_category(&repository.text(CATEGORIES)?, &module)),
        (READERS, add_reader(&repository.text(READERS)?, &module)),
    ];
    for (file, text) in &lines {
        if text.is_none() {
            return Err(Error::Usage(format!("{file} has no list to add a category to")));
        }
    }
    repository.write(&code, &code_text(id))?;
    for (file, text) in lines {
        repository.write(file, &text.unwrap_or_default())?;
    }
    Ok([code, MODULES.to_owned(), CATEGORIES.to_owned(), READERS.to_owned()])
}

/// `CallSummary`, `SMSOperational`: words in `PascalCase`, some of them in capitals.
fn is_category_id(id: &str) -> bool {
    id.starts_with(|first: char| first.is_ascii_uppercase())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && id.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// `SMSOperational` -> `sms_operational`.
fn module(id: &str) -> String {
    let letters: Vec<char> = id.chars().collect();
    let mut module = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let begins_word = letter.is_ascii_uppercase()
            && index > 0
            && (!letters[index - 1].is_ascii_uppercase()
                || letters.get(index + 1).is_some_and(char::is_ascii_lowercase));
        if begins_word {
            module.push('_');
        }
        module.push(letter.to_ascii_lowercase());
    }
    module
}

fn add_module(text: &str, module: &str) -> Option<String> {
    let declared = |line: &str| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned());
    insert_sorted(text, declared, module, &format!("pub mod {module};"))
}

/// Appends the category. Its author moves it to its place in the order of the documentation.
fn add_category(text: &str, module: &str) -> Option<String> {
    append(text, "    &categories::", "::CATEGORY,", &format!("    &categories::{module}::CATEGORY,"))
}

fn add_reader(text: &str, module: &str) -> Option<String> {
    append(text, "readers!(", "", &format!("    {module},"))
}

/// The fields of the envelope that the scaffold leaves out of the table.
const ENVELOPE: [(&str, &str, &str); 10] = [
    ("operation_version", "OperationVersion", "operationVersion"),
    ("result_type", "ResultType", "resultType"),
    ("result_signature", "ResultSignature", "resultSignature"),
    ("result_description", "ResultDescription", "resultDescription"),
    ("duration_ms", "DurationMs", "durationMs"),
    ("caller_ip_address", "CallerIpAddress", "callerIpAddress"),
    ("identity", "Identity", "identity"),
    ("level", "Level", "level"),
    ("location", "Location", "location"),
    ("uri", "URI", "uri"),
];

fn code_text(id: &str) -> String {
    let lines = ENVELOPE.map(|(field, column, log)| format!("        {field} \"{column}\" => \"{log}\";\n"));
    let envelope = lines.concat();
    format!(
        r##"//! The `{id}` category: the content of its records, in a few words.

use crate::envelope::category;

category! {{
    /// One sentence about the content of a record.
    category "{id}", "{id}";
    table "ACS{id}";
    status active;
    notes [];
    time {{}}
    category_column required;
    columns {{
        operation_name "OperationName" => "operationName": required;
        correlation_id "CorrelationId" => "correlationId": optional;
    }}
    envelope_only {{
{envelope}    }}
    properties optional in "PascalCase" {{
        /// One sentence about its value, with the unit.
        first_property "FirstProperty": String, optional, inferred;
    }}
    properties_only {{}}
    table_only {{}}
    example_table r#"{{
        "TimeGenerated": "2024-06-18T13:27:58.8120000Z",
        "OperationName": "{id}",
        "CorrelationId": "72d1b8f4-3e6c-4f09-a58b-d0c7e2916f3a",
        "Category": "{id}",
        "FirstProperty": "value",
        "Type": "ACS{id}"
    }}"#;
    example_resource_log r#"{{
        "time": "2024-06-18T13:27:58.8120000Z",
        "resourceId": "/SUBSCRIPTIONS/7A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
        "category": "{id}",
        "operationName": "{id}",
        "correlationId": "72d1b8f4-3e6c-4f09-a58b-d0c7e2916f3a",
        "properties": {{
            "FirstProperty": "value"
        }}
    }}"#;
}}
"##
    )
}
