//! Witnesses: records that are valid by one schema and invalid by the other. The search tries boundary values of
//! both schemas, embeds them in the smallest record, and has the validator confirm each.

use std::fmt::Write;

use acslint_types::pointer;
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::{Value, json};

use super::algebra::Algebra;
use super::bounds::SearchBudget;
use super::comparer::{Difference, Probe, Step, StepKind};
use super::declared::keeps_to_names;
use super::document::{self, Document, Node};
use super::instance::{self, Wish};

/// Record that one schema accepts and the other rejects, with the place of the rejection.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The record.
    pub record: Value,
    /// JSON Pointer of the rejected value, or of the object without a required property.
    pub pointer: String,
    /// Message of the validator.
    pub reason: String,
}

/// Search for records that `from` accepts and `to` rejects.
pub(super) struct Search<'d, 'a> {
    pub(super) from: &'d Document<'a>,
    pub(super) to: &'d Document<'a>,
    /// True if `from` is the old schema.
    pub(super) from_old: bool,
    pub(super) algebra: Option<&'d Algebra<'d>>,
    pub(super) budget: SearchBudget,
}

/// Maximum number of records tried for one difference.
const MOST_RECORDS: usize = 600;
/// Cost of generating the records for one difference, in tried records.
const COST_OF_RECORDS: u64 = 20;
/// Maximum number of records generated around one value at each level.
const MOST_AROUND: usize = 4;

impl<'a> Search<'_, 'a> {
    /// Returns the best and then shortest record that shows a difference.
    pub(super) fn find(&self, difference: &Difference<'a>) -> Option<Witness> {
        let mut best: Option<(usize, usize, Witness)> = None;
        let mut tried = 0;
        for place in &difference.places {
            if !self.budget.spend(COST_OF_RECORDS) {
                break;
            }
            for record in self.records(difference, place) {
                tried += 1;
                if tried > MOST_RECORDS || !self.budget.spend(1) {
                    break;
                }
                let length = record.to_string().len();
                if best.as_ref().is_some_and(|(rank, known, _)| *rank == 0 && *known <= length) {
                    continue;
                }
                if let Some((rank, witness)) = self.judge(&record, difference, place)
                    && best.as_ref().is_none_or(|(known, size, _)| (rank, length) < (*known, *size))
                {
                    best = Some((rank, length, witness));
                }
            }
            if best.is_some() {
                break;
            }
        }
        best.map(|(.., witness)| witness)
    }

    /// Returns a record that shows any difference of the schemas.
    pub(super) fn find_any(&self) -> Option<Witness> {
        let mut records = self.left_over("", "");
        records.extend(instance::values(self.from, &[self.from.root()]));
        records.sort_by_key(|record| record.to_string().len());
        records.into_iter().find_map(|record| {
            let error = self.refusal(&record)?;
            let pointer = error.instance_path().as_str().to_owned();
            Some(Witness { pointer, reason: reason(&error), record: record.clone() })
        })
    }

    /// First error about a record that shows a difference, if it does.
    fn refusal(&self, record: &Value) -> Option<ValidationError<'static>> {
        let shows = self.from.whole().is_valid(record) && keeps_to_names(self.from, record);
        if shows { self.to.whole().iter_errors(record).next().map(ValidationError::to_owned) } else { None }
    }

    /// Rates how well a record shows the difference: 0 is best, `None` if it does not.
    fn judge(
        &self,
        record: &Value,
        difference: &Difference<'a>,
        place: &[Step<'a>],
    ) -> Option<(usize, Witness)> {
        self.refusal(record)?;
        let pointer = pointer(place);
        let mut best: Option<(usize, Witness)> = None;
        let errors: Vec<ValidationError<'_>> = self.to.whole().iter_errors(record).collect();
        let alone = usize::from(errors.len() > 1);
        for error in &errors {
            let error = innermost(error);
            let Some(at) = relation(error, &pointer) else { continue };
            // A record that shows a break by a missing property need not contain the place.
            let at =
                if record.pointer(&at).is_some() { at } else { error.instance_path().as_str().to_owned() };
            let same = error.kind().keyword() == difference.keyword
                || matches!(
                    (error.kind().keyword(), difference.keyword.as_str()),
                    ("additionalProperties" | "unevaluatedProperties", "properties")
                );
            let rank = 2 * usize::from(!same) + alone;
            if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                let witness = Witness { record: record.clone(), pointer: at, reason: reason(error) };
                best = Some((rank, witness));
            }
        }
        best
    }

    /// Records that may show a difference.
    fn records(&self, difference: &Difference<'a>, place: &[Step<'a>]) -> Vec<Value> {
        if let (Probe::Without(name), Some((_, outer))) = (&difference.probe, place.split_last()) {
            let nodes = self.container(place, place.len() - 1);
            let objects = instance::objects(self.from, &nodes, &Wish::Without(name));
            let mut records: Vec<Value> =
                objects.into_iter().flat_map(|object| self.around(outer, object)).collect();
            records.extend(self.around_left_over(difference, place));
            return records;
        }
        let (from, to) = self.sides(&difference.old, &difference.new);
        // Only one side lists the property: values come from its schema.
        let listed = match (difference.keyword.as_str(), place.last().map(|step| &step.kind)) {
            (
                "properties" | "patternProperties" | "additionalProperties",
                Some(StepKind::Property(name, _)),
            ) => {
                let nodes = super::declared::schemas_of(self.from, std::slice::from_ref(from), name);
                let others = super::declared::schemas_of(self.to, std::slice::from_ref(to), name);
                Some((nodes, others))
            }
            _ => None,
        };
        let (accepting, refusing) = listed.unwrap_or_else(|| (vec![from.clone()], vec![to.clone()]));
        let mut values = instance::values(self.from, &accepting);
        values.extend(instance::values(self.to, &refusing));
        values.extend(self.left_over_of(&accepting, &refusing));
        values.extend(accepting.iter().flat_map(|node| instance::edges(self.from, node)));
        values.extend(refusing.iter().flat_map(|node| instance::edges(self.to, node)));
        values.extend(instance::SHAPELESS.iter().map(|text| json!(text)));
        values.extend([
            json!(null),
            json!(true),
            json!(0),
            json!(1),
            json!(-1),
            json!(0.5),
            json!([]),
            json!({}),
        ]);
        let mut distinct: Vec<Value> = Vec::new();
        for value in values {
            if !distinct.contains(&value) {
                distinct.push(value);
            }
        }
        let mut records: Vec<Value> =
            distinct.into_iter().flat_map(|value| self.around(place, value)).collect();
        records.extend(self.around_left_over(difference, place));
        records
    }

    fn sides<'n>(&self, old: &'n Node<'a>, new: &'n Node<'a>) -> (&'n Node<'a>, &'n Node<'a>) {
        if self.from_old { (old, new) } else { (new, old) }
    }

    /// Schemas that apply to the value that a step starts from.
    fn container(&self, place: &[Step<'a>], step: usize) -> Vec<Node<'a>> {
        let mut nodes = vec![self.sides(&place[step].old, &place[step].new).0.clone()];
        for step in place[..step].iter().rev().take_while(|step| matches!(step.kind, StepKind::Branch)) {
            nodes.push(self.sides(&step.old, &step.new).0.clone());
        }
        nodes
    }

    /// Records with a value at a place.
    fn around(&self, place: &[Step<'a>], value: Value) -> Vec<Value> {
        let mut current = vec![value];
        for number in (0..place.len()).rev() {
            let around: Vec<Value> = match &place[number].kind {
                StepKind::Branch => continue,
                StepKind::Property(name, _) => current
                    .iter()
                    .flat_map(|value| {
                        let nodes = self.container(place, number);
                        instance::objects(self.from, &nodes, &Wish::With(name, value))
                    })
                    .collect(),
                StepKind::Item(item, _) => current
                    .iter()
                    .flat_map(|value| {
                        instance::arrays(self.from, &self.container(place, number), *item, value)
                    })
                    .collect(),
            };
            current = around;
            current.truncate(MOST_AROUND);
        }
        current
    }

    /// Records around values that only one side accepts by the algebra, in the innermost separately comparable
    /// schemas.
    fn around_left_over(&self, difference: &Difference<'a>, place: &[Step<'a>]) -> Vec<Value> {
        let (from, to) = self.sides(&difference.anchor.0, &difference.anchor.1);
        let is_anchor = |step: &Step<'a>| {
            let (step, _) = self.sides(&step.old, &step.new);
            step.identity() == from.identity()
        };
        let depth = place.iter().position(is_anchor).unwrap_or(place.len());
        let values = self.left_over_of(std::slice::from_ref(from), std::slice::from_ref(to));
        values.into_iter().flat_map(|value| self.around(&place[..depth], value)).collect()
    }

    fn left_over_of(&self, from: &[Node<'a>], to: &[Node<'a>]) -> Vec<Value> {
        let (Some(from), Some(to)) = (from.first(), to.first()) else { return Vec::new() };
        match (self.from.pointer(from), self.to.pointer(to)) {
            (Some(from), Some(to)) => self.left_over(from, to),
            _ => Vec::new(),
        }
    }

    /// Values that only one side accepts by the algebra.
    fn left_over(&self, from: &str, to: &str) -> Vec<Value> {
        let Some(difference) = self.algebra.and_then(|algebra| algebra.difference(from, to)) else {
            return Vec::new();
        };
        let draft = self.from.draft();
        let Ok(registry) = document::registry(&difference, draft) else { return Vec::new() };
        Document::new(&difference, &registry, draft)
            .map(|document| instance::values(&document, &[document.root()]))
            .unwrap_or_default()
    }
}

/// JSON Pointer of a place in a record.
fn pointer(place: &[Step<'_>]) -> String {
    let mut pointer = String::new();
    for step in place {
        match &step.kind {
            StepKind::Property(name, _) => {
                let _ = write!(pointer, "/{}", pointer::token(name));
            }
            StepKind::Item(item, _) => {
                let _ = write!(pointer, "/{item}");
            }
            StepKind::Branch => {}
        }
    }
    pointer
}

/// Innermost error of an error about branches: it concerns the branch that was most likely meant.
fn innermost<'e, 'i>(error: &'e ValidationError<'i>) -> &'e ValidationError<'i> {
    let (ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context }) =
        error.kind()
    else {
        return error;
    };
    let depth = |error: &ValidationError<'_>| error.instance_path().as_str().len();
    let is_type = |error: &ValidationError<'_>| matches!(error.kind(), ValidationErrorKind::Type { .. });
    let inside = context.iter().flatten().map(innermost);
    let deepest = inside.max_by_key(|inner| (depth(inner), !is_type(inner)));
    deepest.filter(|inner| depth(inner) > depth(error) || !is_type(inner)).unwrap_or(error)
}

/// Pointer of an error that concerns a place.
fn relation(error: &ValidationError<'_>, pointer: &str) -> Option<String> {
    let path = error.instance_path().as_str();
    let inside =
        |path: &str| path == pointer || path.strip_prefix(pointer).is_some_and(|rest| rest.starts_with('/'));
    let named = |names: &[String]| {
        names.iter().map(|name| format!("{path}/{}", pointer::token(name))).find(|path| inside(path))
    };
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            let missing = format!("{path}/{}", pointer::token(property.as_str().unwrap_or_default()));
            (inside(&missing) || path == pointer).then(|| path.to_owned())
        }
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            named(unexpected).or_else(|| (path == pointer).then(|| path.to_owned()))
        }
        ValidationErrorKind::AdditionalItems { .. } | ValidationErrorKind::UnevaluatedItems { .. } => {
            let item = pointer.strip_prefix(path)?.strip_prefix('/')?.split('/').next()?;
            Some(format!("{path}/{item}"))
        }
        ValidationErrorKind::AnyOf { .. }
        | ValidationErrorKind::OneOfNotValid { .. }
        | ValidationErrorKind::OneOfMultipleValid { .. }
        | ValidationErrorKind::Not { .. }
        | ValidationErrorKind::Contains => {
            let around = pointer == path
                || pointer.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
                || inside(path);
            around.then(|| if inside(path) { path.to_owned() } else { pointer.to_owned() })
        }
        _ => inside(path).then(|| path.to_owned()),
    }
}

/// Maximum number of characters of a reason.
const LONGEST_REASON: usize = 160;

/// Reworded message of the validator; its values are made up.
fn reason(error: &ValidationError<'_>) -> String {
    let text = match error.kind() {
        ValidationErrorKind::Required { property } => {
            format!("`{}` is missing", property.as_str().unwrap_or_default())
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            format!("`{}` is not a declared property", unexpected.join("`, `"))
        }
        ValidationErrorKind::FalseSchema => "nothing is allowed there".to_owned(),
        ValidationErrorKind::AnyOf { .. } | ValidationErrorKind::OneOfNotValid { .. } => {
            "no branch accepts it".to_owned()
        }
        ValidationErrorKind::OneOfMultipleValid { .. } => "more than one branch accepts it".to_owned(),
        _ => error.to_string(),
    };
    match text.char_indices().nth(LONGEST_REASON) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
