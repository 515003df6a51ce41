//! `cargo xtask new-rule <id>`: writes a rule's code and page, and its two lines in the registry.
//!
//! The generated code compiles and reports a finding. The tests of its page fail until the page has an example with
//! that finding, so they guide the author from there.

use crate::{Error, Repository, registry::insert_sorted};

const REGISTRY: &str = "crates/acslint-check/src/rules/mod.rs";

/// Runs the verb.
pub fn run(repository: &Repository, arguments: &[String]) -> Result<(), Error> {
    let [id] = arguments else {
        return Err(Error::Usage("usage: cargo xtask new-rule <id>".to_owned()));
    };
    for file in add(repository, id)? {
        println!("wrote {file}");
    }
    println!("now write the rule and its examples; `cargo xtask bless` fills in the findings on its page");
    Ok(())
}

/// Adds the rule and returns the written files.
pub fn add(repository: &Repository, id: &str) -> Result<[String; 3], Error> {
    if !is_rule_id(id) {
        return Err(Error::Usage(format!(
            "`{id}` is not a rule id: name the mistake in two or more words of lower-case letters and digits, joined by `-`"
        )));
    }
    let module = id.replace('-', "_");
    let [code, page] = ["rs", "md"].map(|ending| format!("crates/acslint-check/src/rules/{module}.{ending}"));
    if let Some(file) = [&code, &page].into_iter().find(|file| repository.has(file)) {
        return Err(Error::Usage(format!("rule `{id}` already exists: {file}")));
    }
    let registry = register(&repository.text(REGISTRY)?, id, &module)
        .ok_or_else(|| Error::Usage(format!("{REGISTRY} has no sorted `mod` lines and list to add to")))?;
    repository.write(&code, &code_text(id, &module))?;
    repository.write(&page, &page_text(id))?;
    repository.write(REGISTRY, &registry)?;
    Ok([code, page, REGISTRY.to_owned()])
}

/// Returns true for an id of at least two words, so that no id is an English word.
fn is_rule_id(id: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    id.contains('-') && id.split('-').all(is_word)
}

/// The registry with the rule's two lines in their sorted places.
fn register(registry: &str, id: &str, module: &str) -> Option<String> {
    let declared = |line: &str| Some(line.strip_prefix("mod ")?.strip_suffix(';')?.replace('_', "-"));
    let listed = |line: &str| {
        let name = line.strip_prefix("    ")?.strip_suffix(',')?;
        let is_module =
            name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        is_module.then(|| name.replace('_', "-"))
    };
    let registry = insert_sorted(registry, declared, id, &format!("mod {module};"))?;
    insert_sorted(&registry, listed, id, &format!("    {module},"))
}

fn code_text(id: &str, module: &str) -> String {
    let since = env!("CARGO_PKG_VERSION");
    format!(
        r#"//! `{id}`: the mistake that it reports, in a few words.

use super::{{Check, Draft, Group, RecordRule, Rule, Sink}};
use crate::{{clean_when::CleanWhen, names::Column, record::Record}};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {{
        id: "{id}",
        // It decides the level of the findings.
        group: Group::Suspicious,
        since: "{since}",
        page: include_str!("{module}.md"),
    }},
    Check::Record(check),
)
.clean_when(CleanWhen::Text {{
    of: |property, _| property.name == "OperationVersion",
    passes: |_, text| text != b"{id}",
}});

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {{
    let Some((value, _)) = record.property(Column::OperationVersion) else {{
        return;
    }};
    if value.string().is_some_and(|text| text == "{id}") {{
        sink.report(
            Draft::value(record, value, "what is wrong, as a phrase").label("this value").help("what to do"),
        );
    }}
}}
"#
    )
}

fn page_text(id: &str) -> String {
    format!(
        r#"# {id}

One sentence about the records that the rule reports.

## Why is this bad?

The consequences for a reader of such a record.

## Fails

```json
{{"category": "Usage", "operationVersion": "{id}"}}
```

```text
```

## Passes

```json
{{"category": "Usage", "operationVersion": "1.0"}}
```
"#
    )
}
