//! Programs of custom categories: the schema, and the condition that identifies a record of the category.
//!
//! A record that passes identifies itself as of the category, and matches no category with precedence over it.

use serde_json::{Map, Value as Json, json};

use super::{
    custom_kind,
    expansion::{DIALECT, ExpansionBudget},
    extra_names::ExtraNames,
    inline::{inlined, is_composed},
    program::{Compiler, Program},
    property_set::PropertySet,
    value::{Check, ObjectTest},
};
use crate::{
    Settings,
    custom::{CustomCategories, LoadedCategory},
    framing::CONTAINER_KEYS,
};

impl Program {
    /// Compiles the program for records of a custom category, given by its index, if a program can express its
    /// schema.
    pub(crate) fn of_custom(number: usize, settings: &Settings) -> Option<Self> {
        let all = settings.custom.all();
        let custom = all.get(number)?;
        // A counted limit can report a record that is clean by itself. A destination has a table of its own for the
        // records, and nothing here compares the schema with it.
        if custom.limits.is_counted() || settings.destination.is_some() {
            return None;
        }
        let mut schema = settings.custom.schema(custom)?.clone();
        for path in &custom.paths {
            schema = identifying(&schema, path, custom.value.text, path.len() > 1, &settings.custom)?;
        }
        let mut compiler = Compiler::new(&settings.custom);
        let root = compiler.check(&schema)?;
        let root = Check { object: root.object, ..Check::default() };
        let Some(ObjectTest::Plan(plan)) = root.object else {
            return None;
        };
        compiler.program.root = compiler.add(root)?;
        let mut program = compiler.program;
        program.reserve_of_record(usize::from(plan), &all[..number])?;
        if all[..number].iter().any(|other| program.may_be_of(other)) {
            return None;
        }
        let plan = &program.plans[usize::from(plan)];
        program.slots = plan.keys.len();
        let slot = |path: &Vec<String>| {
            plan.keys.get(path[0].as_bytes(), 0, path[0].len()).map(|member| member.slot)
        };
        program.required = plan.required;
        program.identifying =
            custom.paths.iter().filter_map(slot).fold(0, |slots: PropertySet, slot| slots | 1 << slot);
        program.set_kind(custom_kind(number)?);
        (program.identifying != 0).then_some(program)
    }

    /// Reserves names in the plan of a record: the first keys of discriminators, and the keys by which framing opens
    /// an object instead of reading a record. `None` if the plan has such a key for arrays.
    fn reserve_of_record(&mut self, plan: usize, others: &[LoadedCategory]) -> Option<()> {
        let plan = &mut self.plans[plan];
        let has = |key: &str| plan.keys.get(key.as_bytes(), 0, key.len());
        for key in CONTAINER_KEYS {
            if has(key).is_some_and(|member| self.checks[usize::from(member.check)].array.is_some()) {
                return None;
            }
        }
        if let Some(extra) = &mut plan.others {
            let discriminating = others.iter().flat_map(|other| &other.paths).map(|path| path[0].clone());
            let reserved = CONTAINER_KEYS.map(str::to_owned).into_iter().chain(discriminating).collect();
            extra.names = Some(ExtraNames { reserved, ..ExtraNames::default() });
        }
        Some(())
    }

    /// Returns true if a record that passes may be identified as of a custom category.
    pub(super) fn may_be_of(&self, custom: &LoadedCategory) -> bool {
        custom.paths.iter().any(|path| self.may_hold(self.root, path, custom.value.text))
    }

    fn may_hold(&self, check: u16, path: &[String], text: &str) -> bool {
        let check = &self.checks[usize::from(check)];
        let [key, rest @ ..] = path else {
            return check.text.as_ref().is_some_and(|test| test.accepts(text.as_bytes()));
        };
        match check.object {
            None => false,
            Some(ObjectTest::Any) => true,
            Some(ObjectTest::Plan(plan)) => {
                let plan = &self.plans[usize::from(plan)];
                match plan.keys.get(key.as_bytes(), 0, key.len()) {
                    Some(member) => self.may_hold(member.check, rest, text),
                    None => plan.others.as_ref().is_some_and(|others| {
                        others.allows(key.as_bytes()) && self.may_hold(others.check, rest, text)
                    }),
                }
            }
        }
    }
}

/// Returns the schema of values that have `text` at the end of the path; an optional member may be absent.
fn identifying(
    schema: &Json,
    path: &[String],
    text: &str,
    must: bool,
    custom: &CustomCategories,
) -> Option<Json> {
    let [key, rest @ ..] = path else {
        // If the schema does not allow the text, no record is valid.
        let check = Compiler::new(custom).check(schema)?;
        return check.text?.accepts(text.as_bytes()).then(|| json!({ "const": text }));
    };
    let keywords = match schema {
        Json::Bool(true) => Map::new(),
        Json::Object(keywords) => keywords.clone(),
        _ => return None,
    };
    if keywords.get("$schema").is_some_and(|dialect| dialect != DIALECT) {
        return None;
    }
    let mut keywords = if is_composed(&keywords) {
        inlined(&keywords, custom, &mut ExpansionBudget::default())?
    } else {
        keywords
    };
    let empty = Json::Object(Map::new());
    let known = keywords.get("properties").and_then(|properties| properties.get(key));
    let others = keywords.get("additionalProperties").unwrap_or(&empty);
    if known.is_none() && *others == false {
        return (!must).then_some(Json::Object(keywords));
    }
    let inner = identifying(known.unwrap_or(others), rest, text, true, custom)?;
    let properties = keywords.entry("properties").or_insert_with(|| empty.clone());
    properties.as_object_mut()?.insert(key.clone(), inner);
    if must {
        let allows = |types: &Json| {
            *types == "object" || types.as_array().is_some_and(|all| all.contains(&json!("object")))
        };
        keywords.get("type").is_none_or(allows).then_some(())?;
        keywords.insert("type".to_owned(), json!("object"));
        let required = keywords.entry("required").or_insert_with(|| json!([])).as_array_mut()?;
        if !required.contains(&json!(key)) {
            required.push(json!(key));
        }
    }
    Some(Json::Object(keywords))
}
