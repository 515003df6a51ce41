//! Texts with an effect unless escaped, and inputs that contain each of them in every place of a record.

use serde_json::{Value, json};

use super::texts::{TEXTS, records};
use crate::run::World;

/// A text with a word that identifies it.
#[derive(Debug, Clone)]
pub(super) struct Payload {
    pub(super) text: String,
    pub(super) marker: String,
}

/// Every text, followed by a marker.
pub(super) fn all() -> Vec<Payload> {
    let payload = |(number, text): (usize, &&str)| {
        let letter = |number: usize| char::from(b"ghijklmnop"[number]);
        let marker = format!("mark{}{}", letter(number / 10), letter(number % 10));
        Payload { text: format!("{text} {marker}"), marker }
    };
    TEXTS.iter().enumerate().map(payload).collect()
}

impl Payload {
    /// The text as a file name.
    pub(super) fn file(&self) -> String {
        self.text.replace(['/', '\0'], "")
    }

    /// The text as a TOML string, in which everything but letters is escaped.
    pub(super) fn toml(&self) -> String {
        let escaped = self.text.chars().map(|character| match character {
            'a'..='z' | 'A'..='Z' | ' ' => character.to_string(),
            other => format!("\\U{:08X}", u32::from(other)),
        });
        format!("\"{}\"", escaped.collect::<String>())
    }
}

/// A schema with a text in every possible place.
pub(super) fn schema(payload: &Payload) -> Value {
    let text = &payload.text;
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": text,
        "description": text,
        "type": "object",
        "properties": {
            "kind": { "const": "audit" },
            "who": { "enum": ["someone", text] },
            "number": { "type": "integer", "description": text, "examples": [text] },
            text: { "type": "integer", "minimum": 3, "maximum": 1, "default": text },
        },
        "required": [text],
        text: true,
    })
}

/// A directory with all payloads.
pub(super) fn world(payloads: &[Payload]) -> World {
    let world = World::new();
    let own = payloads.iter().map(|payload| {
        let Payload { marker, .. } = payload;
        world.file(&format!("schemas/{marker}.schema.json"), schema(payload).to_string());
        format!(
            "[categories.{marker}]\nschema = \"schemas/{marker}.schema.json\"\n\
             discriminator = {{ pointer = \"/kind\", value = \"audit\" }}\n"
        )
    });
    // Only one category can match the records.
    let own: String = own.take(1).collect();
    let suppressed = payloads.iter().map(|payload| {
        let Payload { marker, .. } = payload;
        let reason = payload.toml();
        format!(
            "[[suppress]]\nrule = \"missing-recommended-field\"\nreason = {reason}\npaths = [\"*{marker}*\"]\n"
        )
    });
    world.file("acslint.toml", own + &suppressed.collect::<String>());
    for payload in payloads {
        let lines: Vec<String> = records(&payload.text).into_iter().map(|(_, record)| record).collect();
        let (whole, broken) = lines.split_at(lines.len() - 4);
        world.file(&format!("in/a {}.jsonl", payload.file()), whole.join("\n"));
        // A broken part may make the rest of the input unreadable.
        for (number, line) in broken.iter().enumerate() {
            world.file(&format!("in/{}{number}.json", payload.file()), line);
        }
        let answer = json!({ "tables": [{
            "name": payload.text,
            "columns": [{ "name": "Type" }, { "name": payload.text }, { "name": "TimeGenerated" }],
            "rows": [["ACSBillingUsage", payload.text, payload.text]],
        }]});
        world.file(&format!("in/answer {}.json", payload.marker), answer.to_string());
        world.file(&format!("more/{}.schema.json", payload.file()), schema(payload).to_string());
    }
    world
}
