//! Custom categories: a record has a finding exactly where jsonschema rejects it, and the fast path passes no other
//! record.
//!
//! The bytes choose a schema, and records that are related to it.

use serde_json::{Map, Value as Json, json};

use crate::{
    Checker, CustomCategories, CustomCategory, Discriminator, Event, Hints, RecordType, Report, Session,
    Settings, WorkerState,
};

/// Number of different records of an input, and repetitions of each: enough for the fast path to learn it.
const RECORDS: usize = 4;
const TIMES: usize = 12;

/// Deepest nesting of schemas and values.
const DEPTH: u32 = 3;

/// Asserts that the verdicts agree for one schema and some records.
///
/// # Panics
///
/// If they do not agree: fuzzing searches for such bytes.
pub fn custom_verdicts_hold(bytes: &[u8]) {
    verdicts(bytes);
}

/// Number of records of an input by verdict.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdicts {
    pub(crate) valid: u64,
    pub(crate) invalid: u64,
    /// Records that the fast path proved clean.
    pub(crate) proved_clean: u64,
}

/// Asserts that the verdicts agree, and counts them.
pub(crate) fn verdicts(bytes: &[u8]) -> Verdicts {
    let mut choices = Choices { bytes };
    let schema = choices.root();
    let text = schema.to_string();
    let records: Vec<Json> = (0..RECORDS).map(|_| choices.record(&schema)).collect();
    let category = CustomCategory {
        name: "LoadedCategory".to_owned(),
        schema: "/custom.json".to_owned(),
        discriminator: Discriminator { pointer: Some("/kind".to_owned()), value: Some("custom".to_owned()) },
        safe: Vec::new(),
        personal: Vec::new(),
    };
    let Ok(custom) = CustomCategories::load(&[category], &|_| Ok(text.clone())) else {
        return Verdicts::default();
    };
    let validator = jsonschema::draft202012::new(&schema).expect("a schema that loads is valid");
    let expected: Vec<bool> = records.iter().map(|record| validator.is_valid(record)).collect();
    // First each record repeatedly, then all of them in turn.
    let order = (0..RECORDS * TIMES).map(|at| at / TIMES).chain((0..2 * RECORDS).map(|at| at % RECORDS));
    let order: Vec<usize> = order.collect();
    let input: String =
        order.iter().flat_map(|record| [records[*record].to_string(), "\n".to_owned()]).collect();
    let mut verdicts = Verdicts::default();
    for full_path_only in [true, false] {
        let settings = Settings { custom: custom.clone(), full_path_only, ..Settings::default() };
        let checker = Checker::new(settings).expect("the settings name no rule");
        let mut verdict = Verdict::default();
        Session::new(&checker, Hints::default()).advance(
            &mut WorkerState::default(),
            input.as_bytes(),
            true,
            &mut verdict,
        );
        let refused: Vec<u64> =
            (1..).zip(&order).filter(|(_, record)| !expected[**record]).map(|(number, _)| number).collect();
        assert_eq!(verdict.refused, refused, "full path only: {full_path_only}, {schema} for\n{input}");
        assert_eq!(verdict.records, order.len() as u64, "{input}");
        verdicts.proved_clean += verdict.proved_clean;
    }
    for record in order {
        *(if expected[record] { &mut verdicts.valid } else { &mut verdicts.invalid }) += 1;
    }
    verdicts
}

/// Numbers of the records that have findings.
#[derive(Debug, Default)]
struct Verdict {
    refused: Vec<u64>,
    records: u64,
    proved_clean: u64,
}

impl Report for Verdict {
    fn event(&mut self, event: &Event<'_>) {
        self.records += 1;
        if !event.findings.is_empty() {
            self.refused.push(event.record);
        }
    }

    fn proved_clean(&mut self, _: RecordType, records: u64) {
        self.records += records;
        self.proved_clean += records;
    }
}

/// Names of members.
const NAMES: [&str; 5] = ["a", "b", "ab", "ä", "A/~"];

/// Bytes, each of which decides one choice; behind the last one, each choice is the simplest.
struct Choices<'b> {
    bytes: &'b [u8],
}

impl Choices<'_> {
    fn below(&mut self, bound: u8) -> u8 {
        let Some((byte, rest)) = self.bytes.split_first() else {
            return 0;
        };
        self.bytes = rest;
        byte % bound
    }

    fn name(&mut self) -> &'static str {
        NAMES[usize::from(self.below(NAMES.len() as u8))]
    }

    fn count(&mut self) -> Json {
        Json::from(self.below(4))
    }

    /// Returns a schema of records: a discriminator, and members of all kinds.
    fn root(&mut self) -> Json {
        // A definition refers only to later ones, so that each evaluation ends.
        let last = self.schema(DEPTH, 0);
        let first = self.schema(DEPTH - 1, 1);
        let mut schema = match self.schema(0, 2) {
            Json::Object(schema) => schema,
            other => Map::from_iter([("not".to_owned(), json!({ "not": other }))]),
        };
        schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        schema.insert("$defs".to_owned(), json!({ "first": first, "last": last }));
        let properties = schema.entry("properties").or_insert_with(|| json!({}));
        properties["kind"] = json!({ "const": "custom" });
        Json::Object(schema)
    }

    /// Returns a schema that may refer to this number of definitions.
    fn schema(&mut self, depth: u32, definitions: u8) -> Json {
        if depth >= DEPTH {
            return match self.below(6) {
                0 => json!({}),
                1 => Json::Bool(false),
                2 => json!({ "type": self.type_name() }),
                3 => json!({ "const": self.value(depth) }),
                4 => json!({ "minimum": self.number() }),
                _ => json!({ "maxLength": self.count() }),
            };
        }
        let mut schema = Map::new();
        for _ in 0..=self.below(4) {
            let (name, value) = self.keyword(depth, definitions);
            schema.insert(name.to_owned(), value);
        }
        Json::Object(schema)
    }

    fn keyword(&mut self, depth: u32, definitions: u8) -> (&'static str, Json) {
        match self.below(36) {
            0 => ("properties", self.members(depth, definitions)),
            1 => ("required", json!([self.name()])),
            2 => ("type", json!(self.type_name())),
            3 => ("type", json!([self.type_name(), "object", "null"])),
            4 => ("additionalProperties", self.schema(depth + 1, definitions)),
            5 => ("additionalProperties", json!(false)),
            6 => {
                let schema = self.schema(depth + 1, definitions);
                let pattern = ["^a", "b$", "^[^a]", "."][usize::from(self.below(4))];
                ("patternProperties", json!({ pattern: schema }))
            }
            7 => ("propertyNames", json!({ "maxLength": self.count() })),
            8 => ("minProperties", self.count()),
            9 => ("maxProperties", self.count()),
            10 => ("items", self.schema(depth + 1, definitions)),
            11 => ("prefixItems", self.list(depth, definitions)),
            12 => ("contains", self.schema(depth + 1, definitions)),
            13 => ("minContains", self.count()),
            14 => ("maxContains", self.count()),
            15 => ("minItems", self.count()),
            16 => ("maxItems", self.count()),
            17 => ("uniqueItems", json!(true)),
            18 => ("enum", json!([self.value(depth), self.value(depth), "custom"])),
            19 => ("const", self.value(depth)),
            20 => ("minimum", self.number()),
            21 => ("exclusiveMaximum", self.number()),
            22 => ("multipleOf", json!([1, 2, 3][usize::from(self.below(3))])),
            23 => ("minLength", self.count()),
            24 => ("maxLength", self.count()),
            25 => ("pattern", json!(["^a", "b$", "^.?$", "[0-9]"][usize::from(self.below(4))])),
            26 => ("allOf", self.list(depth, definitions)),
            27 => ("anyOf", self.list(depth, definitions)),
            28 => ("oneOf", self.list(depth, definitions)),
            29 => ("not", self.schema(depth + 1, definitions)),
            30 => ("if", self.schema(depth + 1, definitions)),
            31 => ("then", self.schema(depth + 1, definitions)),
            32 => ("dependentRequired", json!({ self.name(): [self.name()] })),
            33 => ("dependentSchemas", json!({ self.name(): self.schema(depth + 1, definitions) })),
            34 => ("unevaluatedProperties", self.schema(depth + 1, definitions)),
            _ => match definitions {
                0 => ("else", self.schema(depth + 1, definitions)),
                1 => ("$ref", json!("#/$defs/last")),
                _ => ("$ref", json!(["#/$defs/first", "#/$defs/last"][usize::from(self.below(2))])),
            },
        }
    }

    fn members(&mut self, depth: u32, definitions: u8) -> Json {
        let mut members = Map::new();
        for _ in 0..=self.below(3) {
            let name = self.name();
            members.insert(name.to_owned(), self.schema(depth + 1, definitions));
        }
        Json::Object(members)
    }

    fn list(&mut self, depth: u32, definitions: u8) -> Json {
        (0..=self.below(3)).map(|_| self.schema(depth + 1, definitions)).collect()
    }

    fn type_name(&mut self) -> &'static str {
        let names = ["string", "integer", "number", "boolean", "null", "array", "object"];
        names[usize::from(self.below(names.len() as u8))]
    }

    fn number(&mut self) -> Json {
        let numbers = [json!(0), json!(1), json!(2), json!(3), json!(-1), json!(0.5), json!(2.0), json!(10)];
        numbers[usize::from(self.below(numbers.len() as u8))].clone()
    }

    fn value(&mut self, depth: u32) -> Json {
        match self.below(if depth >= DEPTH { 10 } else { 14 }) {
            0 => Json::Null,
            1 => json!(true),
            2 => json!(false),
            3..=5 => self.number(),
            6 => json!(""),
            7 => json!("a"),
            8 => json!("äb"),
            9 => json!("ab1"),
            10 | 11 => (0..self.below(4)).map(|_| self.value(depth + 1)).collect(),
            _ => {
                let mut members = Map::new();
                for _ in 0..self.below(4) {
                    let name = self.name();
                    members.insert(name.to_owned(), self.value(depth + 1));
                }
                Json::Object(members)
            }
        }
    }

    /// Returns a record with its discriminator; most of its members are those of the schema.
    fn record(&mut self, schema: &Json) -> Json {
        let mut record = Map::from_iter([("kind".to_owned(), Json::from("custom"))]);
        let described = schema["properties"].as_object().into_iter().flat_map(Map::keys);
        for name in described.filter(|name| *name != "kind") {
            if self.below(8) > 0 {
                record.insert(name.clone(), self.value(1));
            }
        }
        for _ in 0..self.below(3) {
            let name = self.name();
            record.insert(name.to_owned(), self.value(1));
        }
        Json::Object(record)
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdicts, verdicts};

    /// Returns pseudo-random bytes that depend only on a number.
    fn bytes(mut state: u64) -> Vec<u8> {
        let mut next = || {
            state = state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
            (state >> 33) as u8
        };
        (0..300).map(|_| next()).collect()
    }

    #[test]
    fn verdicts_on_random_schemas_are_those_of_jsonschema() {
        const SEEDS: u32 = 300;
        let mut all = Verdicts::default();
        let seeds = acslint_testing::count(SEEDS);
        for seed in 0..seeds.into() {
            let Verdicts { valid, invalid, proved_clean } = verdicts(&bytes(seed));
            all.valid += valid;
            all.invalid += invalid;
            all.proved_clean += proved_clean;
        }
        assert!(all.valid > 0 && all.invalid > 0, "{all:?}");
        // All seeds together reach enough of each verdict.
        let is_enough = all.valid > 3000 && all.invalid > 3000 && all.proved_clean > 500;
        assert!(is_enough || seeds < SEEDS, "{all:?}");
    }
}
