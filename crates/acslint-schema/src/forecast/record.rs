//! Reader of a record: each value goes to its column.

use std::borrow::Cow;
use std::collections::HashSet;

use acslint_check::{Effect, ValueEffect};

use super::columns::{Field, Fields, Kind};
use super::json::{Json, JsonType, Malformed, Scanner};
use super::loading::Loading;

/// Maximum depth of arrays in arrays that are read item by item.
const DEPTH: usize = 64;

/// Maximum number of effects on values that are noted for one record. A record has as many only by intent.
const MOST_EFFECTS: usize = 10_000;

/// Reader of one record.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    loading: Loading,
    scanner: Scanner<'a>,
    pointer: String,
    /// Number of arrays that are open.
    arrays: usize,
    effects: Vec<ValueEffect>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(loading: Loading, text: &'a str, is_inside: bool) -> Self {
        let scanner = Scanner::new(text, loading.syntax(is_inside));
        Self { loading, scanner, pointer: String::new(), arrays: 0, effects: Vec::new() }
    }

    /// Reads the record into these columns; without columns, only its syntax counts.
    pub(super) fn read(mut self, fields: Option<&Fields>) -> Result<Vec<ValueEffect>, Malformed> {
        match fields {
            Some(fields) if self.scanner.peek() == Some(b'{') => self.object(fields)?,
            _ => {
                if self.scanner.value()?.of != JsonType::Object {
                    return Err(Malformed);
                }
            }
        }
        self.scanner.end()?;
        Ok(self.effects)
    }

    fn object(&mut self, fields: &Fields) -> Result<(), Malformed> {
        self.scanner.expect(b'{')?;
        let mut seen = vec![false; fields.len()];
        let mut others: HashSet<Cow<'a, str>> = HashSet::new();
        let is_strict = self.loading.repeated() == Effect::Rejected;
        let length = self.pointer.len();
        let mut is_first = true;
        while self.scanner.goes_on(b'}', is_first)? {
            is_first = false;
            let name = self.scanner.key()?;
            self.pointer.push('/');
            self.pointer.push_str(&acslint_types::pointer::token(&name));
            if let Some((number, field)) = fields.get(&name) {
                if std::mem::replace(&mut seen[number], true) {
                    self.note(self.loading.repeated(), Some(field));
                }
                self.value(field)?;
            } else {
                let value = self.scanner.value()?;
                if is_strict && !others.insert(name) {
                    self.note(Effect::Rejected, None);
                } else if let Some(effect) = fields.others.filter(|_| value.of != JsonType::Null) {
                    self.note(effect, None);
                }
            }
            self.pointer.truncate(length);
        }
        Ok(())
    }

    fn value(&mut self, field: &Field) -> Result<(), Malformed> {
        let first = self.scanner.peek();
        match (&field.kind, first) {
            (Kind::Object(fields), Some(b'{')) => self.object(fields),
            (Kind::Array(item), Some(b'[')) => self.items(item, field),
            // Each item is a value of the column.
            (Kind::Object(_) | Kind::Scalar(_), Some(b'['))
                if self.loading.takes_arrays() && self.arrays < DEPTH =>
            {
                self.items(field, field)
            }
            _ => {
                let value = self.scanner.value()?;
                self.load(field, &value);
                Ok(())
            }
        }
    }

    /// Reads an array. An effect on an item is one on the column; where a column does not take arrays of any values, an item
    /// of another type spoils the array.
    fn items(&mut self, item: &Field, column: &Field) -> Result<(), Malformed> {
        self.scanner.expect(b'[')?;
        self.arrays += 1;
        let length = self.pointer.len();
        let before_all = self.effects.len();
        let mut spoilt = None;
        let mut number = 0_usize;
        while self.scanner.goes_on(b']', number == 0)? {
            self.pointer.push('/');
            self.pointer.push_str(&number.to_string());
            let before = self.effects.len();
            self.value(item)?;
            for effect in &mut self.effects[before..] {
                effect.column = effect.column.take().or_else(|| column.column.clone());
                if effect.pointer == self.pointer && !self.loading.takes_arrays() {
                    spoilt = Some(effect.effect);
                }
            }
            self.pointer.truncate(length);
            number += 1;
        }
        self.arrays -= 1;
        if let Some(effect) = spoilt {
            self.effects.truncate(before_all);
            self.note(effect, Some(column));
        }
        Ok(())
    }

    fn load(&mut self, field: &Field, value: &Json<'_>) {
        if let Some(effect) = self.loading.value(field, value) {
            self.note(effect, Some(field));
        }
    }

    fn note(&mut self, effect: Effect, field: Option<&Field>) {
        if self.effects.len() < MOST_EFFECTS {
            let column = field.and_then(|field| field.column.clone());
            self.effects.push(ValueEffect { effect, column, pointer: self.pointer.clone() });
        }
    }
}
