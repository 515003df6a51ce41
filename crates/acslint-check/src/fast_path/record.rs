//! Programs of known categories: the schema under the names that records may use, and the rules that are on.
//!
//! A record that passes is in canonical form. Every key belongs to the schema, each occurs once, and none has a
//! spelling that a rule reports. The record identifies its category and shape itself. The full path handles all
//! other records.

use std::collections::BTreeMap;

use acslint_types::{Category, Place, Property, Shape, Values};
use serde_json::Value as Json;

use super::{
    extra_names::{ExtraNames, Spelled},
    keys::Keys,
    kind,
    program::{
        Compiler, CrossField, MOST_CAPTURED, MOST_CROSS_FIELD, Others, Plan, Program, ProvenancePlace,
        restrict_to_types,
    },
    value::{Check, NumberTest, ObjectTest, RuleTest, TextForm},
};
use crate::{
    Destination, Keeps, KeptTexts, MemberPlace, RecordType, Settings,
    category_names::{is_only_unpublished, is_unpublished},
    clean_when::CleanWhen,
    custom::CustomCategories,
    fast_path::{
        keys::Member,
        property_set::{OUTSIDE_PROPERTIES, PropertySet, slot},
        rejected::Rejectable,
    },
    framing::CONTAINER_KEYS,
    identify::{Identifies, clues, identifies, is_own_resource, points_for},
    key_interner::key_interner,
    keywords::is_annotation,
    levels::{Levels, NamesOn},
    names::{Column, MatchQuality, Named, Names, RESOURCE_ID},
    record::QUERY_COLUMN,
    spelling::{camel_case, fold},
};

impl Program {
    /// Compiles the program for records of a category with this schema; `None` if a program cannot express the
    /// schema or a rule that is on.
    pub(crate) fn of_records(
        names: &Names,
        schema: &Json,
        levels: &Levels,
        settings: &Settings,
    ) -> Option<Self> {
        let inner = schema["properties"].get("properties").filter(|_| names.shape == Shape::ResourceLog);
        let compiler = Compiler::new(&settings.custom);
        let mut records = Records {
            compiler,
            names,
            levels,
            destination: settings.destination.as_deref(),
            members: Vec::new(),
            captured: Vec::new(),
        };
        records.compile(schema, inner, settings)?;
        let mut program = records.compiler.program;
        program.set_kind(kind(names.category, names.shape)?);
        // Custom categories take precedence, so a record that one of them claims must not pass.
        (!settings.custom.all().iter().any(|custom| program.may_be_of(custom))).then_some(program)
    }
}

/// Compiler of the program of one category in one shape.
struct Records<'a> {
    compiler: Compiler<'a>,
    names: &'a Names,
    levels: &'a Levels,
    /// Destination that must keep all values.
    destination: Option<&'a dyn Destination>,
    /// Check of each property; `None` for a property that this shape lacks.
    members: Vec<Option<u16>>,
    /// Slots of the captured ranges.
    captured: Vec<u8>,
}

impl Records<'_> {
    fn category(&self) -> &'static Category {
        self.names.category
    }

    fn compile(&mut self, schema: &Json, inner: Option<&Json>, settings: &Settings) -> Option<()> {
        for object in [Some(schema), inner].into_iter().flatten() {
            let plain = |key: &String| {
                is_annotation(key) || matches!(key.as_str(), "type" | "properties" | "required")
            };
            object.as_object()?.keys().all(plain).then_some(())?;
        }
        for property in self.category().properties {
            let check = self.member(property, schema, inner)?;
            self.members.push(check);
        }
        self.compiler.program.provenance = ProvenancePlace::Captured {
            time: self.slot_of(Column::TimeGenerated.name()).and_then(|slot| self.capture(slot)),
            resource: self.slot_of(RESOURCE_ID).and_then(|slot| {
                let property = &self.category().properties[slot];
                Some((self.capture(slot)?, property))
            }),
        };
        self.compiler.program.cross_field = self.cross_field()?;
        let mut required = self.required(schema, Place::Top)?;
        let mut top = Plan { others: self.others(Place::Top, settings)?, ..Plan::default() };
        let mut keys = self.keys(Place::Top);
        if let Some(inner) = inner {
            required |= self.required(inner, Place::Properties)?;
            let others = self.others(Place::Properties, settings)?;
            let keys_inside = Keys::new(&self.keys(Place::Properties))?;
            let plan = Plan { keys: keys_inside, others, shared: true, ..Plan::default() };
            let plan = self.compiler.add_plan(plan)?;
            let slot = slot(self.category().properties.len())?;
            keys.push((b"properties".to_vec(), self.properties(inner, plan, slot)?));
            if requires(schema, "properties") {
                required |= 1 << slot;
            }
        }
        self.compiler.program.points = self.points(&keys, &self.keys(Place::Properties));
        self.identifies_its_shape(required).then_some(())?;
        top.keys = Keys::new(&keys)?;
        let plan = self.compiler.add_plan(top)?;
        let root = Check { object: Some(ObjectTest::Plan(plan)), ..Check::default() };
        self.compiler.program.root = self.compiler.add(root)?;
        self.compiler.program.identifying = match (self.category().value, self.names.shape) {
            // The category of such a row is not published, but its table is.
            (None, Shape::Table) => self.slots(|property| property.name == "Type"),
            _ => self.slots(|property| matches!(property.name, "Category" | "Type")),
        };
        self.compiler.program.expected = required | self.recommended();
        self.compiler.program.times = self.slots(|property| property.name == Column::TimeGenerated.name());
        self.compiler.program.rejectable = self.rejectable(&settings.custom);
        self.compiler.program.slots = self.category().properties.len() + 1;
        self.compiler.program.identified = settings.category == Some(self.category());
        Some(())
    }

    fn slots(&self, chosen: impl Fn(&Property) -> bool) -> PropertySet {
        let properties = self.category().properties.iter().enumerate();
        properties.filter(|(_, property)| chosen(property)).fold(0, |slots, (slot, _)| slots | 1 << slot)
    }

    /// Compiles the check of a property, if this shape has it.
    #[expect(
        clippy::option_option,
        reason = "a property may be absent, and its schema may be beyond a program"
    )]
    fn member(
        &mut self,
        property: &'static Property,
        schema: &Json,
        inner: Option<&Json>,
    ) -> Option<Option<u16>> {
        let name = self.names.schema_name(property);
        let here =
            |place| self.names.property(place, name).is_some_and(|known| std::ptr::eq(known, property));
        let value = match inner {
            _ if here(Place::Top) => schema["properties"].get(name),
            Some(inner) if here(Place::Properties) => inner["properties"].get(name),
            _ => None,
        };
        let Some(value) = value else {
            return Some(None);
        };
        let mut check = self.compiler.check(value)?;
        for (rule, prove) in self.levels.clean_conditions_of(self.category(), property) {
            match prove {
                CleanWhen::Text { of, passes } if of(property, self.names.shape) => {
                    let test = RuleTest { rule, values: property.values, passes: *passes };
                    check.text.iter_mut().for_each(|text| text.rules.push(test));
                }
                _ => {}
            }
        }
        let place = if here(Place::Top) { Place::Top } else { Place::Properties };
        if let Some(destination) = self.destination {
            match destination.column(self.record_type(), member_place(place), name) {
                Some(keeps) => restrict_to_kept(&mut check, keeps),
                None => check = Check { null: check.null, ..Check::default() },
            }
        }
        // A property that identifies the category must name it: null does not.
        check.null &= !matches!(property.name, "Category" | "Type");
        if property.name == "Category" && self.category().value.is_none() {
            check.text.iter_mut().for_each(|text| text.rules.push(self.unpublished()));
        }
        // A category alone does not always identify a record of this service; its resource must not contradict it.
        if property.name == RESOURCE_ID {
            let passes =
                |_: Option<&Values>, text: &[u8]| std::str::from_utf8(text).is_ok_and(is_own_resource);
            let test = RuleTest { rule: "foreign-record", values: None, passes };
            check.text.iter_mut().for_each(|text| text.rules.push(test));
        }
        self.compiler.add(check).map(Some)
    }

    /// Condition on a category without a published name: it must not be the name of another category.
    fn unpublished(&self) -> RuleTest {
        let passes: fn(Option<&Values>, &[u8]) -> bool = match self.names.shape {
            Shape::Table => |_, text| std::str::from_utf8(text).is_ok_and(is_unpublished),
            Shape::ResourceLog => |_, text| std::str::from_utf8(text).is_ok_and(is_only_unpublished),
        };
        RuleTest { rule: "unknown-category", values: None, passes }
    }

    /// Returns the slots of the properties that an object's schema requires.
    fn required(&self, object: &Json, place: Place) -> Option<PropertySet> {
        let mut slots = 0;
        for name in object.get("required").and_then(Json::as_array).into_iter().flatten() {
            let name = name.as_str()?;
            if name != "properties" || place == Place::Properties {
                let property = self.names.property(place, name)?;
                slots |= self.slots(|known| std::ptr::eq(known, property));
            }
        }
        Some(slots)
    }

    /// Returns the slots of the properties that rules recommend.
    fn recommended(&self) -> PropertySet {
        self.slots(|property| {
            let fast = self.levels.clean_conditions_of(self.category(), property);
            let expects =
                |prove: &CleanWhen| matches!(prove, CleanWhen::Present(of) if of(property, self.names.shape));
            fast.into_iter().any(|(_, prove)| expects(prove))
        })
    }

    /// Returns the cross-field conditions whose properties the category has.
    fn cross_field(&mut self) -> Option<Vec<CrossField>> {
        let mut cross_field = Vec::new();
        for prove in self.levels.clean_conditions(self.category()) {
            let CleanWhen::CrossField { properties, passes } = prove else {
                continue;
            };
            let slots: Option<Vec<usize>> = properties.iter().map(|name| self.slot_of(name)).collect();
            let Some(slots) = slots else {
                // The category lacks one of the properties.
                continue;
            };
            if slots.len() > MOST_CROSS_FIELD {
                return None;
            }
            let captured = slots.iter().map(|slot| self.capture(*slot)).collect::<Option<_>>()?;
            let slots = slots.into_iter().fold(0, |slots, slot| slots | 1 << slot);
            cross_field.push(CrossField { slots, captured, passes: *passes });
        }
        Some(cross_field)
    }

    fn slot_of(&self, name: &str) -> Option<usize> {
        let slot = self.category().properties.iter().position(|property| property.name == name)?;
        self.members[slot].map(|_| slot)
    }

    fn capture(&mut self, slot: usize) -> Option<u8> {
        let slot = u8::try_from(slot).ok()?;
        let place = self.captured.iter().position(|captured| *captured == slot).unwrap_or_else(|| {
            self.captured.push(slot);
            self.captured.len() - 1
        });
        u8::try_from(place).ok().filter(|_| place < MOST_CAPTURED)
    }

    /// Returns the keys that an object at this place may have, with their members.
    fn keys(&self, place: Place) -> Vec<(Vec<u8>, Member)> {
        let mut keys: Vec<(Vec<u8>, Member)> = Vec::new();
        for (slot, property) in self.category().properties.iter().enumerate() {
            let Some(check) = self.members[slot] else {
                continue;
            };
            let log_name = property.log.map(|log| log.name);
            let names = [property.name.to_owned(), camel_case(property.name)];
            let others = log_name.into_iter().chain(property.spellings.iter().copied()).map(str::to_owned);
            for name in names.into_iter().chain(others) {
                let known = keys.iter().any(|(key, _)| *key == name.as_bytes());
                if !known && self.is_plain(place, &name, property) && self.has_column(place, &name, property)
                {
                    keys.push((name.into_bytes(), self.keyed(slot, check, place, property)));
                }
            }
        }
        keys
    }

    /// Returns true if the destination, if there is one, has a column for a property under this name.
    fn has_column(&self, place: Place, name: &str, property: &'static Property) -> bool {
        self.destination.is_none_or(|destination| {
            name == self.names.schema_name(property)
                && destination.column(self.record_type(), member_place(place), name).is_some()
        })
    }

    fn record_type(&self) -> RecordType {
        RecordType::of(self.category(), self.names.shape)
    }

    fn keyed(&self, slot: usize, check: u16, place: Place, property: &Property) -> Member {
        let slot = slot as u8;
        let inside = self.names.shape == Shape::ResourceLog
            && property.log.is_some_and(|log| log.place == Place::Properties);
        let flags = if inside && place == Place::Top { OUTSIDE_PROPERTIES } else { 0 };
        let captured = self
            .captured
            .iter()
            .position(|captured| *captured == slot)
            .map_or(0, |captured| captured as u8 + 1);
        Member { slot, check, flags, captured }
    }

    /// Returns the condition on extra members of the object at this place.
    #[expect(clippy::option_option, reason = "there may be no room for a check, and no member that passes")]
    fn others(&mut self, place: Place, settings: &Settings) -> Option<Option<Others>> {
        if self.destination.is_some() {
            // A destination has no column for them.
            return Some(None);
        }
        let is_open = place == Place::Properties && self.category().open_properties;
        let reported =
            if is_open { NamesOn::default() } else { self.levels.names_on("unknown-field", self.category()) };
        let mut reserved = reserved(place, &settings.custom);
        let spelled = self.spelled(place, &mut reserved);
        let is_spelled = |clue: &&str| spelled.iter().any(|(folded, _)| folded == clue);
        reserved.extend(clues().filter(|clue| !is_spelled(clue)).map(str::to_owned));
        let names = Some(ExtraNames { reserved, spelled, reported: Some(reported) });
        Some(Some(Others { check: self.compiler.add(Check::any())?, names }))
    }

    /// Returns the properties that a name means without being a key of the plan, by folded name. Other names of
    /// properties are reserved.
    ///
    /// A property that identifies a record is not among them; nor is one whose spelling tells the shape, unless a rule
    /// reports it, nor one whose value is captured.
    fn spelled(&self, place: Place, reserved: &mut Vec<String>) -> Vec<(String, Spelled)> {
        // Property of each folded name; `None` if keys of that name mean different ones.
        let mut meant: BTreeMap<String, Option<(u16, MatchQuality)>> = BTreeMap::new();
        for name in self.category().properties.iter().flat_map(names_of) {
            let folded = fold(&name);
            let of_folded = self.names.get_unknown(place, &folded);
            let of_folded = of_folded.map(|named| (named.index, named.quality));
            // A key of the plan has its own quality.
            let of_name = self.named(place, &name).map(|named| (named.index, named.quality));
            let is_other = of_name.is_some_and(|(index, quality)| {
                quality >= MatchQuality::Spelling && Some((index, quality)) != of_folded
            });
            let known = meant.entry(folded).or_insert(of_folded);
            if is_other {
                *known = None;
            }
        }
        let mut spelled = Vec::new();
        for (folded, meant) in meant {
            match meant.and_then(|meant| self.spelled_member(place, meant)) {
                Some(member) => spelled.push((folded, member)),
                None => reserved.push(folded),
            }
        }
        spelled
    }

    fn spelled_member(&self, place: Place, (index, quality): (u16, MatchQuality)) -> Option<Spelled> {
        let slot = usize::from(index);
        let property = self.category().properties.get(slot)?;
        let member = self.keyed(slot, self.members[slot]?, place, property);
        let rule = rule_about(quality)?;
        let is_reported = self.levels.is_on(rule, self.category(), property);
        // Where a rule reports the name, a template belongs to it, and the points of that very name count.
        let most = if is_reported { Identifies::BySpelling } else { Identifies::Nothing };
        let identifies = names_of(property).map(|name| identifies(&name)).max();
        let may_be_spelled = identifies.is_none_or(|identifies| identifies <= most) && member.captured == 0;
        may_be_spelled.then_some(Spelled { member, is_reported })
    }

    /// Returns true if a key names the property in a way that no rule reports.
    fn is_plain(&self, place: Place, key: &str, property: &Property) -> bool {
        // At the top of a resource log, this is `properties` itself in another spelling.
        if self.names.shape == Shape::ResourceLog
            && place == Place::Top
            && key.eq_ignore_ascii_case("properties")
        {
            return false;
        }
        // The spelling must not make the record look like one of the other shape.
        let suits = points_for(self.names.shape, key, false) >= 0;
        self.named(place, key).is_some_and(|named| {
            let rule = rule_about(named.quality);
            // What identifies a record at its top does not inside of `properties`.
            let most = if rule.is_none() { Identifies::BySpelling } else { Identifies::Nothing };
            let is_elsewhere = place == Place::Properties
                && property.log.is_some_and(|log| log.place == Place::Top)
                && identifies(key) > most;
            let is_unreported =
                rule.is_none_or(|rule| suits && !self.levels.is_on(rule, self.category(), property));
            is_unreported && !is_elsewhere && std::ptr::eq(named.property, property)
        })
    }

    /// Returns the property that a key of the object at this place names.
    fn named(&self, place: Place, key: &str) -> Option<Named> {
        match key_interner().find(key.as_bytes()).index() {
            Some(index) => self.names.keys(place).get(index),
            None => self.names.get_unknown(place, key),
        }
    }

    /// Returns the member `properties`.
    fn properties(&mut self, inner: &Json, plan: u16, slot: u8) -> Option<Member> {
        let mut check = Check::any();
        restrict_to_types(&mut check, &inner["type"])?;
        check.object = check.object.map(|_| ObjectTest::Plan(plan));
        if self.destination.is_some() {
            check = Check { null: check.null, object: check.object, ..Check::default() };
        }
        Some(Member { slot, check: self.compiler.add(check)?, flags: 0, captured: 0 })
    }

    /// Returns the points of each slot for this shape, from the key with the fewest; a key inside `properties` has none.
    fn points(&self, keys: &[(Vec<u8>, Member)], inside: &[(Vec<u8>, Member)]) -> Vec<i8> {
        let of_key = |key: &[u8]| {
            let key = String::from_utf8_lossy(key);
            [true, false].map(|is_object| points_for(self.names.shape, &key, is_object)).into_iter().min()
        };
        let of_slot = |slot: usize| {
            let is = |(_, member): &&(Vec<u8>, Member)| usize::from(member.slot) == slot;
            let at_top = keys.iter().filter(is).filter_map(|(key, _)| of_key(key));
            at_top.chain(inside.iter().filter(is).map(|_| 0)).min().unwrap_or(0) as i8
        };
        (0..=self.category().properties.len()).map(of_slot).collect()
    }

    /// Returns true if every record with all these properties is identified as of this shape, whichever others it has.
    fn identifies_its_shape(&self, required: PropertySet) -> bool {
        let points = (0..).zip(&self.compiler.program.points);
        let least =
            points.map(|(slot, points)| if required & (1 << slot) == 0 { (*points).min(0) } else { *points });
        least.map(i32::from).sum::<i32>() > 0
    }

    /// Returns the properties whose values are checked alike in any record with the same members, so that a program may
    /// reject them: those that neither identify a record nor restrict others.
    fn rejectable(&self, custom: &CustomCategories) -> Rejectable {
        if self.destination.is_some() {
            // The loss of a value depends on the whole record.
            return Rejectable::default();
        }
        let discriminating = || custom.all().iter().flat_map(|custom| &custom.paths).flatten();
        let is_free = |name: &String| name != QUERY_COLUMN && discriminating().all(|key| key != name);
        let may_be = |property: &Property, most: Identifies| {
            names_of(property).all(|name| is_free(&name) && identifies(&name) <= most)
        };
        Rejectable {
            any: self.slots(|property| may_be(property, Identifies::ByKey)),
            other_than_text: self.slots(|property| may_be(property, Identifies::ByText)),
        }
    }
}

/// Returns the names with a meaning at this place that are not properties: the marker of an export that turned all
/// values into text, what identifies a record of a custom category, and the records of an envelope.
fn reserved(place: Place, custom: &CustomCategories) -> Vec<String> {
    let mut names = vec![QUERY_COLUMN.to_owned()];
    names.extend(CONTAINER_KEYS.map(str::to_owned));
    let paths = custom.all().iter().flat_map(|custom| &custom.paths);
    names.extend(paths.filter_map(|path| match (place, path.as_slice()) {
        (Place::Top, [first, ..]) => Some(first.clone()),
        (Place::Properties, [first, second, ..]) if first == "properties" => Some(second.clone()),
        _ => None,
    }));
    names
}

const fn member_place(place: Place) -> MemberPlace {
    match place {
        Place::Top => MemberPlace::Record,
        Place::Properties => MemberPlace::Properties,
    }
}

/// Restricts a check to values that a column keeps.
fn restrict_to_kept(check: &mut Check, keeps: Keeps) {
    if !keeps.booleans {
        (check.yes, check.no) = (false, false);
    }
    check.number = check.number.and_then(|test| match keeps.integers {
        _ if keeps.numbers => Some(test),
        Some((least, greatest)) => Some(NumberTest {
            integer: true,
            least: Some(test.least.map_or(least, |other| other.max(least))),
            greatest: Some(test.greatest.map_or(greatest, |other| other.min(greatest))),
        }),
        None => None,
    });
    let is_numeral = |form: &TextForm| matches!(form, TextForm::Numeral(_));
    check.text = check.text.take().filter(|test| match keeps.texts {
        KeptTexts::Nothing => false,
        KeptTexts::Times => matches!(*test.forms, [TextForm::Time]),
        KeptTexts::Numerals => !test.forms.is_empty() && test.forms.iter().all(is_numeral),
        KeptTexts::All => true,
    });
    if !keeps.containers {
        (check.array, check.object) = (None, None);
    }
}

/// Returns the rule that reports keys of this quality, if one does.
const fn rule_about(quality: MatchQuality) -> Option<&'static str> {
    match quality {
        MatchQuality::Exact | MatchQuality::Equivalent => None,
        MatchQuality::Spelling => Some("field-spelling"),
        MatchQuality::Misplaced => Some("misplaced-field"),
    }
}

/// Returns the names of a property.
fn names_of(property: &Property) -> impl Iterator<Item = String> {
    let log_name = property.log.map(|log| log.name);
    let names = [property.name, log_name.unwrap_or(property.name)];
    let names = names.into_iter().chain(property.spellings.iter().copied()).map(str::to_owned);
    names.chain([camel_case(property.name)])
}

fn requires(object: &Json, name: &str) -> bool {
    let required = object.get("required").and_then(Json::as_array);
    required.is_some_and(|required| required.iter().any(|known| known == name))
}
