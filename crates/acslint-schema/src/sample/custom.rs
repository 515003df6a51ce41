//! Synthetic records of a custom category, which only a JSON Schema describes.

use serde_json::{Map, Value};

use super::random::{Purpose, Random};
use crate::diff::records;

/// Generator of records that a JSON Schema accepts. The same arguments give the same records.
#[derive(Debug)]
pub struct SchemaSampler {
    records: Vec<Value>,
    seed: u64,
    shuffle: bool,
    /// Number of the next record.
    number: u64,
}

impl SchemaSampler {
    /// Begins a sample of records with `value` at the end of one of the paths of keys. Returns a phrase that describes
    /// the reason if no record is found, or if the schema cannot be used.
    ///
    /// ```
    /// use acslint_schema::sample::SchemaSampler;
    /// use serde_json::json;
    ///
    /// let schema = json!({ "properties": { "who": { "type": "string", "minLength": 2 } }, "required": ["who"] });
    /// let mut record = Vec::new();
    /// SchemaSampler::new(&schema, &[vec!["kind".to_owned()]], "audit", 0, false)?.append(&mut record);
    /// let record: serde_json::Value = serde_json::from_slice(&record).unwrap();
    /// assert_eq!(record["kind"], "audit");
    /// assert!(record["who"].as_str().unwrap().len() >= 2);
    /// # Ok::<(), String>(())
    /// ```
    pub fn new(
        schema: &Value,
        paths: &[Vec<String>],
        value: &str,
        seed: u64,
        shuffle: bool,
    ) -> Result<Self, String> {
        let mut random = Random::new(seed, Purpose::Resources, 0);
        let records = records(schema, paths, value, |length| random.index(length))?;
        Ok(Self { records, seed, shuffle, number: 0 })
    }

    /// Appends the next record on one line, without a line break.
    pub fn append(&mut self, out: &mut Vec<u8>) {
        let purpose = |purpose| Random::new(self.seed, purpose, self.number);
        let (mut values, mut order) = (purpose(Purpose::Values), purpose(Purpose::Order));
        self.number += 1;
        let record = values.pick(&self.records);
        let record = match record {
            Some(Value::Object(members)) if self.shuffle => {
                let mut members: Vec<(String, Value)> = members.clone().into_iter().collect();
                order.shuffle(&mut members);
                Some(Value::Object(members.into_iter().collect::<Map<_, _>>()))
            }
            record => record.cloned(),
        };
        out.extend(record.unwrap_or_default().to_string().bytes());
    }
}
