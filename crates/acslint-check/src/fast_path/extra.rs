//! Extra members: members of a record that its plan does not have, such as a column that a service has added.
//!
//! A producer adds such a member to all of its records, so these records stay on the fast path where no rule reports
//! the name. Each pair of a name and an object gets a slot that the plan's own members leave free. A name that comes
//! twice in one object is seen by its slot, and the shape cache learns shapes with the name. When the slots are used
//! up, the matcher compares the other names of an object with each other, and no shape has them.

use super::{
    Kind,
    extra_names::{NamedExtra, is_plain},
    keys::Member,
    literal::{Text, digest},
    program::{Others, Program},
    property_set::{PropertySet, REPORTED, slot},
};
/// Extra members that have a slot, by kind of record.
#[derive(Debug, Clone, Default)]
pub(super) struct ExtraMembers(Vec<Vec<ExtraMember>>);

#[derive(Debug, Clone)]
struct ExtraMember {
    /// True if it is a member of `properties`.
    inside: bool,
    digest: u64,
    name: Text,
    member: Member,
    /// Slot of the name, if a rule reports it.
    reported: Option<u8>,
    /// Points of the name for the shape of the program, less those of the property that it is.
    points: i8,
}

/// Extra member that has no finding but those that a template can replay.
#[derive(Debug, Clone, Copy)]
pub(super) enum Extra {
    /// Its name has a slot, which is given if a rule reports the name.
    Slot(Member, Option<u8>),
    /// It has no slot; its value must pass this check.
    NoSlot(u16),
}

impl ExtraMembers {
    /// Returns the extra member whose name is between these offsets; `None` if it may have another finding than a
    /// template can replay.
    ///
    /// `inside` is true for a member of `properties`.
    #[inline]
    pub(super) fn find(
        &mut self,
        program: &Program,
        (others, inside): (&Others, bool),
        bytes: &[u8],
        (start, end): (usize, usize),
    ) -> Option<Extra> {
        let digest = digest(bytes, start, end);
        let members = self.0.get(usize::from(program.kind)).map_or(&[][..], Vec::as_slice);
        let known = members.iter().find(|member| {
            member.digest == digest && member.inside == inside && member.name.is(bytes, start, end)
        });
        match known {
            Some(known) => Some(Extra::Slot(known.member, known.reported)),
            None => self.add(program, (others, inside), &bytes[start..end]),
        }
    }

    /// Returns the points of these members for the shape of their program, less those of the properties that they are.
    pub(super) fn points(&self, kind: Kind, seen: PropertySet) -> i32 {
        let members = self.0.get(usize::from(kind)).map_or(&[][..], Vec::as_slice).iter();
        let reported = members.filter(|member| member.reported.is_some_and(|slot| seen & (1 << slot) != 0));
        reported.map(|member| i32::from(member.points)).sum()
    }

    /// Returns the slots of the names that a rule reports, among these members, and the lengths of the names.
    pub(super) fn reported(&self, kind: Kind, seen: PropertySet) -> impl Iterator<Item = (u8, usize)> {
        let members = self.0.get(usize::from(kind)).map_or(&[][..], Vec::as_slice).iter();
        let reported = members.filter_map(|member| Some((member.reported?, member.name.len())));
        reported.filter(move |(slot, _)| seen & (1 << slot) != 0)
    }

    /// Gives an extra member a slot, if its name is plain and there is one.
    #[inline(never)]
    fn add(&mut self, program: &Program, (others, inside): (&Others, bool), name: &[u8]) -> Option<Extra> {
        let NamedExtra { property, is_reported } = others.names.as_ref()?.find(name)?;
        let (check, kind, slots) = (others.check, program.kind, program.slots);
        let own = if inside { 0 } else { program.points_of(name) };
        let points = own - property.map_or(0, |member| program.points_of_slot(member.slot));
        if self.0.len() <= usize::from(kind) {
            self.0.resize(usize::from(kind) + 1, Vec::new());
        }
        let members = &mut self.0[usize::from(kind)];
        let Some(slot) = slot(slots + members.len()).filter(|_| is_plain(name)) else {
            // Without a slot, no template can tell the name apart.
            return (property.is_none() && !is_reported).then_some(Extra::NoSlot(check));
        };
        let mut member = match property {
            Some(member) => Member { flags: member.flags | 1 << slot, ..member },
            None => Member { slot, check, flags: 0, captured: 0 },
        };
        let reported = is_reported.then_some(slot);
        if is_reported {
            member.flags |= REPORTED;
        }
        let digest = digest(name, 0, name.len());
        members.push(ExtraMember { inside, digest, name: Text::new(name), member, reported, points });
        Some(Extra::Slot(member, reported))
    }
}

#[cfg(test)]
mod tests {
    use acslint_types::{CATEGORIES, Category, Shape};
    use serde_json::{Value as Json, json};

    use crate::{
        Checker, CustomCategories, CustomCategory, Discriminator, Event, Hints, Level, Override, RecordType,
        Report, Session, Settings, WorkerState,
        fast_path::{
            property_set::SLOTS,
            tests::comparison::{example, with, with_inside},
        },
        identify::clues,
    };

    /// Records by their path, and the rules of the findings.
    #[derive(Debug, Default, PartialEq, Eq)]
    struct Outcome {
        proved: u64,
        full: u64,
        rules: Vec<&'static str>,
    }

    impl Report for Outcome {
        fn event(&mut self, event: &Event<'_>) {
            self.full += 1;
            self.rules.extend(event.findings.iter().map(|finding| finding.rule));
        }

        fn proved_clean(&mut self, _: RecordType, records: u64) {
            self.proved += records;
        }
    }

    fn allowing() -> Settings {
        Settings { levels: vec![("unknown-field".to_owned(), Level::Allow)], ..Settings::default() }
    }

    /// Returns the outcome of an input.
    fn checked(checker: &Checker, state: &mut WorkerState, input: &str) -> Outcome {
        let mut outcome = Outcome::default();
        Session::new(checker, Hints::default()).advance(state, input.as_bytes(), true, &mut outcome);
        outcome
    }

    /// Returns the outcome of one line, with these settings, behind many lines of records without extra members.
    fn outcome(settings: &Settings, record: &Json, line: &str) -> Outcome {
        let checker = Checker::new(settings.clone()).unwrap();
        let mut state = WorkerState::default();
        let learnt = format!("{record}\n").repeat(30);
        checked(&checker, &mut state, &learnt);
        // The first line of an input is never proved clean.
        let Outcome { proved, full, rules } = checked(&checker, &mut state, &format!("{record}\n{line}\n"));
        Outcome { proved, full: full - 1, rules }
    }

    /// Number of records for which the shape cache was tried of late, and of those that it proved clean.
    fn hit_rate(state: &WorkerState) -> (u32, u32) {
        (state.fast_path.hit_rate.followed, state.fast_path.hit_rate.predicted)
    }

    const PROVED: Outcome = Outcome { proved: 1, full: 0, rules: Vec::new() };
    const NOT_PROVED: Outcome = Outcome { proved: 0, full: 1, rules: Vec::new() };

    fn reported(rules: &[&'static str]) -> Outcome {
        Outcome { proved: 0, full: 1, rules: rules.to_vec() }
    }

    /// The values have every kind, so that some are part of a literal and others are behind one.
    #[test]
    fn records_with_allowed_members_are_proved_clean_and_their_shapes_are_learnt() {
        let checker = Checker::new(allowing()).unwrap();
        for category in CATEGORIES {
            for shape in category.shapes() {
                let record = example(category.id, shape);
                let values = ["null", "true", "-1.5e3", "\"x\"", "\"\"", "{\"a\":[1]}", "[]"];
                let mut lines: Vec<String> =
                    values.iter().map(|value| with(&record, &format!("\"Colour\":{value}"))).collect();
                if shape == Shape::ResourceLog && !category.open_properties {
                    let inside = |value| with_inside(&record, &format!("\"Colour\": {value}"));
                    lines.extend(values.iter().map(inside));
                }
                for (before, between, behind) in [("", "\n", "\n"), ("[", ",", "]")] {
                    let mut state = WorkerState::default();
                    let many = std::iter::repeat_n(&lines, 60).flatten().map(String::as_str);
                    let input = format!("{before}{}{behind}", many.collect::<Vec<_>>().join(between));
                    let Outcome { proved, full, rules } = checked(&checker, &mut state, &input);
                    assert_eq!(rules, Vec::<&str>::new(), "{} ({shape})", category.id);
                    assert!(full <= 10, "{} ({shape}) {before}: {full} of {}", category.id, proved + full);
                    let (followed, predicted) = hit_rate(&state);
                    assert!(
                        predicted * 10 >= followed * 9,
                        "{} ({shape}): {predicted} of {followed}",
                        category.id
                    );
                }
            }
        }
    }

    #[test]
    fn names_with_a_meaning_are_never_passed() {
        let record = example("SMSOperational", Shape::ResourceLog);
        let properties = Category::by_id("SMSOperational").unwrap().properties;
        let names = properties.iter().map(|property| property.name);
        let names = names.chain(clues()).chain(["TableName", "Properties", "records", "tables", "Tables"]);
        let mut count = 0;
        for name in names {
            for name in [name.to_owned(), name.to_ascii_uppercase(), name.to_ascii_lowercase()] {
                // A key that the record has already would be reported twice.
                let is_there = |object: &Json| object.get(&name).is_some();
                let value = if name.eq_ignore_ascii_case("type") { "null" } else { "7" };
                if !is_there(&record) {
                    let line = with(&record, &format!("\"{name}\":{value}"));
                    assert_eq!(outcome(&allowing(), &record, &line).proved, 0, "{line}");
                    count += 1;
                }
                if !is_there(&record["properties"]) {
                    let line = with_inside(&record, &format!("\"{name}\":{value}"));
                    assert_eq!(outcome(&allowing(), &record, &line).proved, 0, "{line}");
                    count += 1;
                }
            }
        }
        assert!(count > 200, "{count}");
        // The comparison is not trivial.
        assert_eq!(outcome(&allowing(), &record, &with(&record, "\"Colour\":7")), PROVED);
        assert_eq!(outcome(&allowing(), &record, &with_inside(&record, "\"Colour\":7")), PROVED);
    }

    /// An export that turned all values into text is recognized by the name of a column.
    #[test]
    fn the_marker_of_a_text_export_is_not_an_extra_member() {
        let row = example("SMSOperational", Shape::Table);
        let line = with(&row, "\"TableName\":\"PrimaryResult\"");
        assert_eq!(outcome(&allowing(), &row, &line), NOT_PROVED);
    }

    #[test]
    fn only_plain_names_are_passed() {
        let record = example("SMSOperational", Shape::ResourceLog);
        for name in ["a b", " ", "", "caf\u{e9}", "a\u{a0}", "Colo\\u0075r", "Colo\\/r", "StartTime [UTC]"] {
            for line in
                [with(&record, &format!("\"{name}\":1")), with_inside(&record, &format!("\"{name}\":1"))]
            {
                assert_eq!(outcome(&allowing(), &record, &line).proved, 0, "{line}");
            }
        }
        for name in ["a", "a-b", "$ref", "0", "@odata.type", "~/"] {
            let line = with(&record, &format!("\"{name}\":1"));
            assert_eq!(outcome(&allowing(), &record, &line), PROVED, "{line}");
        }
    }

    #[test]
    fn the_level_is_that_for_the_very_name() {
        let record = example("SMSOperational", Shape::ResourceLog);
        let given = |categories: &[&'static str], fields: &[&str], level| Override {
            categories: categories.to_vec(),
            fields: fields.iter().map(|field| (*field).to_owned()).collect(),
            levels: vec![("unknown-field".to_owned(), level)],
        };
        let line = with(&record, "\"Colour\":1");
        let overridden = |overrides: Vec<Override>| {
            outcome(&Settings { overrides, ..Settings::default() }, &record, &line)
        };
        let warned = || reported(&["unknown-field"]);
        assert_eq!(overridden(vec![]), warned());
        assert_eq!(overridden(vec![given(&[], &["Colour"], Level::Allow)]), PROVED);
        assert_eq!(overridden(vec![given(&[], &["Color"], Level::Allow)]), warned());
        assert_eq!(overridden(vec![given(&["Usage"], &["Colour"], Level::Allow)]), warned());
        assert_eq!(overridden(vec![given(&["SMSOperational"], &[], Level::Allow)]), PROVED);
        let last = given(&[], &["Colour"], Level::Info);
        assert_eq!(overridden(vec![given(&["SMSOperational"], &[], Level::Allow), last.clone()]), warned());
        let settings = Settings { overrides: vec![last], ..allowing() };
        assert_eq!(outcome(&settings, &record, &line), warned());
        assert_eq!(outcome(&settings, &record, &with(&record, "\"colour\":1")), PROVED);
    }

    #[test]
    fn a_name_that_comes_twice_in_one_object_is_seen() {
        let record = example("SMSOperational", Shape::ResourceLog);
        let twice = || reported(&["duplicate-key"]);
        let check = |line: &str| outcome(&allowing(), &record, line);
        assert_eq!(check(&with(&record, "\"a\":1,\"b\":2,\"a\":1")), twice());
        assert_eq!(check(&with_inside(&record, "\"a\":null,\"a\":null")), twice());
        assert_eq!(check(&with(&record, "\"a\":{\"b\":1,\"b\":1}")), twice());
        let both: Json = serde_json::from_str(&with(&record, "\"a\":1")).unwrap();
        assert_eq!(check(&with_inside(&both, "\"a\":1")), PROVED);
        // Also where the shape of the record is learnt, and the same literal comes twice.
        let line = with(&record, "\"a\":1");
        let learnt = [line.as_str(), "\n"].concat().repeat(30);
        let checker = Checker::new(allowing()).unwrap();
        let mut state = WorkerState::default();
        let again = with(&record, "\"a\":1,\"a\":1");
        assert_eq!(checked(&checker, &mut state, &format!("{learnt}{again}\n")).rules, ["duplicate-key"]);
    }

    /// A brace in a name is not the one that opens `properties`, so the name cannot end in front of another key.
    #[test]
    fn a_name_with_a_brace_does_not_end_at_it() {
        let record = example("SMSOperational", Shape::ResourceLog);
        let checker = Checker::new(allowing()).unwrap();
        for name in ["{", "a{", "a{b", "}", ":{"] {
            let learnt = with_inside(&record, &format!("\"{name}\":1"));
            let begins = format!("\"properties\":{{\"{name}");
            let broken = record.to_string().replacen("\"properties\":{", &begins, 1);
            let mut state = WorkerState::default();
            let input = format!("{}{}\n{broken}\n{learnt}\n", [&*learnt, "\n"].concat().repeat(30), record);
            let outcome = checked(&checker, &mut state, &input);
            assert!((23..=24).contains(&outcome.proved), "{name}: {outcome:?}");
            assert!(outcome.rules.contains(&"invalid-json"), "{name}: {outcome:?}");
        }
    }

    #[test]
    fn names_beyond_the_slots_are_left_to_the_matcher() {
        let record = example("SMSOperational", Shape::ResourceLog);
        let members = |count: usize| {
            let members: Vec<String> = (0..count).map(|number| format!("\"a{number}\":{number}")).collect();
            members.join(",")
        };
        let many = members(SLOTS + 10);
        assert_eq!(outcome(&allowing(), &record, &with(&record, &many)), PROVED);
        for last in ["a0", &format!("a{}", SLOTS + 9)] {
            let line = with(&record, &format!("{many},\"{last}\":0"));
            assert_eq!(outcome(&allowing(), &record, &line), reported(&["duplicate-key"]), "{last}");
        }
    }

    /// A member by which a custom category may claim the record is never passed, on whichever level it is.
    #[test]
    fn what_a_custom_category_may_claim_is_not_an_extra_member() {
        let record = example("SMSOperational", Shape::ResourceLog);
        for (pointer, line) in [
            ("/kind", with(&record, "\"kind\":\"A\"")),
            ("/kind/name", with(&record, "\"kind\":{\"name\":\"A\"}")),
            ("/properties/kind", with_inside(&record, "\"kind\":\"A\"")),
            ("/properties/kind/name", with_inside(&record, "\"kind\":{\"name\":\"A\"}")),
        ] {
            let category = CustomCategory {
                name: "A".to_owned(),
                schema: "/a".to_owned(),
                discriminator: Discriminator {
                    pointer: Some(pointer.to_owned()),
                    value: Some("A".to_owned()),
                },
                ..CustomCategory::default()
            };
            let schema = json!({ "required": ["never"] });
            let custom = CustomCategories::load(&[category], &|_| Ok(schema.to_string())).unwrap();
            let settings = Settings { custom, ..allowing() };
            assert_eq!(outcome(&settings, &record, &line), reported(&["missing-field"]), "{pointer}");
            // The category does not keep other members from the fast path.
            let other = with(&record, "\"Colour\":1");
            assert_eq!(outcome(&settings, &record, &other), PROVED, "{pointer}");
        }
    }

    /// Extra members of a custom category are those that its schema leaves open.
    #[test]
    fn shapes_of_custom_categories_are_learnt_with_the_members_that_their_schemas_leave_open() {
        let load = |schema: Json| {
            let category = CustomCategory {
                name: "A".to_owned(),
                schema: "/a".to_owned(),
                discriminator: Discriminator { pointer: None, value: Some("A".to_owned()) },
                ..CustomCategory::default()
            };
            let custom = CustomCategories::load(&[category], &|_| Ok(schema.to_string())).unwrap();
            Checker::new(Settings { custom, ..Settings::default() }).unwrap()
        };
        let open = json!({ "properties": { "a": { "type": "integer" } },
            "additionalProperties": { "type": ["integer", "string"] } });
        let checker = load(open);
        let line = json!({ "category": "A", "a": 1, "b": 2, "other name": "x" }).to_string();
        let mut state = WorkerState::default();
        let plain = json!({ "category": "A", "a": 1, "b": 2, "c": "x".repeat(80) }).to_string();
        let outcome = checked(&checker, &mut state, &format!("{plain}\n").repeat(2000));
        assert!(outcome.full <= 9 && outcome.rules.is_empty(), "{outcome:?}");
        let (followed, predicted) = hit_rate(&state);
        assert!(followed > 900 && predicted * 10 >= followed * 9, "{predicted} of {followed}");
        let outcome = checked(&checker, &mut state, &format!("{plain}\n{line}\n{plain}\n"));
        assert_eq!(outcome, Outcome { proved: 2, full: 1, rules: Vec::new() });
        let wrong = plain.replace("\"b\":2", "\"b\":null");
        let twice = plain.replace("\"b\":2", "\"b\":2,\"b\":2");
        let outcome = checked(&checker, &mut state, &format!("{plain}\n{wrong}\n{twice}\n"));
        assert_eq!(outcome.rules, ["wrong-type", "duplicate-key"]);
    }

    /// Framing opens such an object, so it is not a record, whatever its category is.
    #[test]
    fn an_object_of_records_is_not_a_record_of_a_custom_category() {
        let category = CustomCategory {
            name: "A".to_owned(),
            schema: "/a".to_owned(),
            discriminator: Discriminator { pointer: None, value: Some("A".to_owned()) },
            ..CustomCategory::default()
        };
        for schema in [json!({}), json!({ "properties": { "records": {} } })] {
            let custom = CustomCategories::load(std::slice::from_ref(&category), &|_| Ok(schema.to_string()));
            let settings = Settings { custom: custom.unwrap(), ..Settings::default() };
            let plain = json!({ "category": "A", "a": 1 });
            let inner = example("SMSOperational", Shape::ResourceLog);
            let line = json!({ "category": "A", "a": 1, "records": [inner] }).to_string();
            assert_eq!(outcome(&settings, &plain, &line), NOT_PROVED, "{schema}");
        }
    }
}
