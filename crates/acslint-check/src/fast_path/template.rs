//! Templates: the findings that all records of a shape have, at the places where a record has them.
//!
//! Some rules report a record for its names and their places alone, such as `unknown-field`. When a service adds a
//! column, every record has such a finding, and it is the same in all records with the same members. The full path
//! finds it in the first of them. The fast path proves for each later one that the record would be clean but for
//! such findings, and then replays them.
//!
//! A template belongs to the kind of a record and the whole set of its members. Suggestions depend on the members that
//! are absent, too. The set tells spellings apart: each name that a rule reports has a slot of its own. Findings are
//! kept with their final levels, and dropped with the rest of what a thread has learnt when the settings change. The
//! span of a finding is the record, or is within a key; the fast path notes where those keys are.

use std::{collections::BTreeMap, sync::Arc};

use super::{Kind, property_set::PropertySet};
use crate::{Finding, Span, rules::is_replayable};

/// Maximum number of templates of a thread, of about 1 kB each; further shapes with findings take the full path.
const MOST_TEMPLATES: usize = 2048;

/// Maximum number of templates whose findings are copied at once.
const MOST_PLACED: usize = 4096;

/// Findings of the records of one kind with the same members, or with the same bad value.
#[derive(Debug)]
pub(crate) struct Template {
    /// Findings at the places in the record that taught them.
    findings: Vec<Finding>,
    /// Place of each span of the findings, in the order of [`Finding::spans_mut`].
    places: Vec<Place>,
    /// Slots of the keys that the places refer to.
    slots: Vec<u8>,
}

/// Place of a span.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// The record.
    Record,
    /// Part of a key, given by its index among the keys: offsets from the quote before its name.
    Key { key: usize, start: u32, end: u32 },
}

/// Offset of a key's quote from the beginning of its record.
pub(crate) type KeyOffset = u32;

impl Template {
    /// Returns the template of a record with these findings; `None` if one of them is at another place than the record and
    /// these keys.
    ///
    /// `keys` has the slots and the ranges of the reported keys, quotes included.
    pub(super) fn new(findings: &[Finding], record: Span, keys: &[(u8, Span)]) -> Option<Self> {
        let place = |span: &mut Span| {
            if *span == record {
                return Some(Place::Record);
            }
            let key = keys.iter().position(|(_, key)| key.start <= span.start && span.end <= key.end)?;
            let offset = |at: u64| (at - keys[key].1.start) as u32;
            Some(Place::Key { key, start: offset(span.start), end: offset(span.end) })
        };
        let mut findings = findings.to_vec();
        let places = findings.iter_mut().flat_map(Finding::spans_mut).map(place).collect::<Option<_>>()?;
        Some(Self { findings, places, slots: keys.iter().map(|(slot, _)| *slot).collect() })
    }

    /// Sets the spans of the findings in a record; `keys` has the offsets of its reported keys.
    fn place(&self, findings: &mut [Finding], record: Span, keys: &[KeyOffset]) {
        for (span, place) in findings.iter_mut().flat_map(Finding::spans_mut).zip(&self.places) {
            *span = match *place {
                Place::Record => record,
                Place::Key { key, start, end } => {
                    let quote = record.start + u64::from(keys[key]);
                    Span::new(quote + u64::from(start), quote + u64::from(end))
                }
            };
        }
    }

    /// Slots of the keys whose offsets a replay needs.
    pub(super) fn slots(&self) -> &[u8] {
        &self.slots
    }
}

/// Templates that a thread has learnt, by kind and members.
#[derive(Debug, Clone, Default)]
pub(super) struct Templates {
    by_kind: Vec<BTreeMap<PropertySet, Arc<Template>>>,
    count: usize,
}

impl Templates {
    pub(super) fn get(&self, kind: Kind, members: PropertySet) -> Option<&Arc<Template>> {
        self.by_kind.get(usize::from(kind))?.get(&members)
    }

    /// Learns the findings of a record with these members.
    pub(super) fn learn(
        &mut self,
        (kind, members): (Kind, PropertySet),
        findings: &[Finding],
        record: Span,
        keys: &[(u8, Span)],
    ) {
        if self.count < MOST_TEMPLATES
            && self.get(kind, members).is_none()
            && findings.iter().all(|finding| is_replayable(finding.rule))
            && let Some(template) = Template::new(findings, record, keys)
        {
            if self.by_kind.len() <= usize::from(kind) {
                self.by_kind.resize(usize::from(kind) + 1, BTreeMap::new());
            }
            self.by_kind[usize::from(kind)].insert(members, Arc::new(template));
            self.count += 1;
        }
    }
}

/// Copies of the findings of templates, moved to the record that is reported.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlacedFindings(BTreeMap<usize, Placed>);

#[derive(Debug, Clone)]
struct Placed {
    /// Keeps the template, whose address is its key, in memory.
    template: Arc<Template>,
    findings: Vec<Finding>,
    /// True if the findings are in the order of the template.
    is_in_order: bool,
}

impl PlacedFindings {
    /// Returns the findings of a record in the order of their bytes; `keys` has the offsets of its reported keys.
    pub(crate) fn of(&mut self, template: &Arc<Template>, record: Span, keys: &[KeyOffset]) -> &[Finding] {
        // Templates of other threads come too.
        if self.0.len() == MOST_PLACED {
            self.0.clear();
        }
        let placed = self.0.entry(Arc::as_ptr(template).addr()).or_insert_with(|| Placed {
            template: Arc::clone(template),
            findings: template.findings.clone(),
            is_in_order: true,
        });
        if !placed.is_in_order {
            placed.findings.clone_from(&placed.template.findings);
            placed.is_in_order = true;
        }
        template.place(&mut placed.findings, record, keys);
        let by_place = |finding: &Finding| (finding.primary.span.start, finding.rule);
        if !placed.findings.is_sorted_by_key(by_place) {
            placed.findings.sort_by_key(by_place);
            placed.is_in_order = false;
        }
        &placed.findings
    }
}

#[cfg(test)]
mod tests {
    use acslint_types::{CATEGORIES, Evidence, Place, Shape};
    use serde_json::{Value as Json, json};

    use crate::{
        Checker, Hints, Level, Override, Session, Settings, WorkerState,
        fast_path::{
            property_set::SLOTS,
            tests::comparison::{
                Outcome, agreed, checked, example, lines, repeated, sms, with, with_inside, without,
            },
        },
        rules::{RULES, is_replayable},
    };

    #[test]
    fn the_registry_declares_which_findings_are_replayed() {
        let replayable: Vec<_> = RULES.iter().map(|rule| rule.id).filter(|id| is_replayable(id)).collect();
        assert_eq!(
            replayable,
            [
                "field-spelling",
                "misplaced-field",
                "missing-field",
                "missing-recommended-field",
                "unknown-field"
            ]
        );
    }

    /// In each category, with values of every kind, so that some are part of a literal and others are behind one.
    #[test]
    fn findings_about_a_new_member_are_replayed() {
        for category in CATEGORIES {
            for shape in category.shapes() {
                let record = example(category.id, shape);
                let values = ["null", "true", "-1.5e3", "\"x\"", "\"\"", "{\"a\":[1]}", "[]"];
                let all: Vec<String> =
                    values.iter().map(|value| with(&record, &format!("\"Colour\": {value}"))).collect();
                let outcome = agreed(&Settings::default(), &lines(&all, 10));
                assert_eq!(outcome.found.len(), 70, "{} ({shape})", category.id);
                assert!(outcome.replayed >= 60, "{} ({shape}): {}", category.id, outcome.replayed);
                let items = format!("{{\"records\":[\n {}\n]}}", repeated(&all, 10).join(",\n "));
                assert!(agreed(&Settings::default(), &items).replayed >= 60);
            }
        }
    }

    /// The fault of an earlier design: where the literal contains the value, the key is not before the literal's end.
    #[test]
    fn places_are_right_where_a_literal_contains_the_value() {
        let record = sms();
        for (value, name) in [
            ("null", "Colour"),
            ("true", "Colour"),
            ("false", "a_name_of_more_than_thirty_two_bytes_0"),
            ("null", "a_name_that_has_with_its_value_64_bytes_and_more_than_a_literal_0"),
        ] {
            let line = with(&record, &format!("\"before\":null,\"{name}\" : {value}"));
            let outcome = agreed(&Settings::default(), &lines(&[line], 40));
            let (_, span, findings) = outcome.found.last().unwrap();
            let starts = findings.iter().map(|(finding, _)| finding.primary.span.start - span.start);
            assert_eq!(starts.collect::<Vec<_>>(), [1, 15], "{name}");
            let columns: Vec<_> =
                findings.iter().map(|(_, position)| (position.line, position.column)).collect();
            assert_eq!(columns, [(40, 2), (40, 16)], "{name}");
            assert!(outcome.replayed > 30, "{name}: {}", outcome.replayed);
        }
    }

    #[test]
    fn each_replayable_rule_is_replayed() {
        let record = sms();
        let row = example("SMSOperational", Shape::Table);
        let moved = moved_out();
        let spelled = row.to_string().replacen("\"DurationMs\"", "\"DurationMS\"", 1);
        assert_ne!(spelled, row.to_string());
        for (rule, line) in [
            ("missing-recommended-field", without(&record, "level").to_string()),
            ("unknown-field", with_inside(&record, "\"Colour\":1")),
            ("field-spelling", spelled),
            ("misplaced-field", moved),
        ] {
            let outcome = agreed(&Settings::default(), &lines(&[line], 40));
            let (_, _, findings) = outcome.found.last().expect(rule);
            assert_eq!(findings.iter().map(|(finding, _)| finding.rule).collect::<Vec<_>>(), [rule]);
            assert!(outcome.replayed > 30, "{rule}: {}", outcome.replayed);
        }
    }

    /// Returns a record with one member of `properties` outside of it, where a published record has it inside.
    fn moved_out() -> String {
        let properties =
            CATEGORIES.iter().flat_map(|category| category.properties.iter().map(move |of| (category, of)));
        let mut moved = properties.filter_map(|(category, property)| {
            let log = property
                .log
                .filter(|log| log.evidence == Evidence::Seen && log.place == Place::Properties)?;
            let mut record = example(category.id, Shape::ResourceLog);
            let value = record["properties"].as_object_mut()?.shift_remove(log.name)?;
            record[log.name] = value;
            Some(record.to_string())
        });
        moved.next().unwrap()
    }

    /// The suggestion for a name depends on the members that are absent.
    #[test]
    fn a_template_belongs_to_the_whole_set_of_members() {
        let record = sms();
        let present = with(&record, "\"levle\":\"x\"");
        let absent = with(&without(&record, "level"), "\"levle\":\"x\"");
        let outcome = agreed(&Settings::default(), &lines(&[present, absent], 40));
        let help = |event: usize| {
            let (_, _, findings) = &outcome.found[outcome.found.len() - event];
            let of_name = findings.iter().find(|(finding, _)| finding.rule == "unknown-field").unwrap();
            of_name.0.help.as_ref().map(|help| help.verbatim().to_owned())
        };
        assert_eq!((help(2), help(1)), (None, Some("did you mean `level`?".to_owned())));
        assert!(outcome.replayed > 60, "{}", outcome.replayed);
    }

    #[test]
    fn members_in_another_order_have_their_findings_in_that_order() {
        let record = without(&sms(), "level");
        let one = with(&with_member(&record, "\"b\":2"), "\"a\":1");
        let other = with(&with_member(&record, "\"a\":1"), "\"b\":2");
        let mixed = with_inside(&with_member(&record, "\"b\":2"), "\"a\":1");
        let outcome = agreed(&Settings::default(), &lines(&[one, other, mixed], 40));
        assert!(outcome.replayed > 90, "{}", outcome.replayed);
    }

    fn with_member(record: &Json, member: &str) -> Json {
        serde_json::from_str(&with(record, member)).unwrap()
    }

    #[test]
    fn every_other_check_still_runs() {
        let record = sms();
        let line = with(&record, "\"Colour\":1");
        let mut wrong = with_member(&record, "\"Colour\":1");
        wrong["durationMs"] = json!("fast");
        let twice = with(&record, "\"Colour\":1,\"Colour\":1");
        let broken = line.replacen("\"Colour\":1", "\"Colour\":01", 1);
        let input = lines(&[line], 30) + &lines(&[wrong.to_string(), twice, broken], 2);
        let outcome = agreed(&Settings::default(), &input);
        let rules: Vec<Vec<&str>> = outcome.found[30..33]
            .iter()
            .map(|(_, _, findings)| findings.iter().map(|(finding, _)| finding.rule).collect())
            .collect();
        assert!(rules[0].contains(&"wrong-type") && rules[0].contains(&"unknown-field"), "{rules:?}");
        assert!(rules[1].contains(&"duplicate-key"), "{rules:?}");
        assert!(rules[2].contains(&"invalid-json"), "{rules:?}");
    }

    #[test]
    fn levels_and_overrides_are_those_of_the_full_path() {
        let record = sms();
        let line = with(&record, "\"Colour\":1,\"Shade\":2,\"Tone\":3");
        let named = |name: &str, level| Override {
            fields: vec![name.to_owned()],
            levels: vec![("unknown-field".to_owned(), level)],
            ..Override::default()
        };
        let overrides = vec![named("Colour", Level::Error), named("Shade", Level::Allow)];
        let settings = Settings { overrides, ..Settings::default() };
        let outcome = agreed(&settings, &lines(&[line], 40));
        let (_, _, findings) = outcome.found.last().unwrap();
        let levels: Vec<_> = findings.iter().map(|(finding, _)| finding.level).collect();
        assert_eq!(levels, [Level::Error, Level::Warning]);
        assert!(outcome.replayed > 30, "{}", outcome.replayed);
    }

    /// Findings that were learnt with one checker are not those of another.
    #[test]
    fn templates_are_dropped_when_the_settings_change() {
        let input = lines(&[with(&sms(), "\"Colour\":1")], 40);
        let mut state = WorkerState::default();
        for level in [Level::Info, Level::Error] {
            let levels = vec![("unknown-field".to_owned(), level)];
            let checker = Checker::new(Settings { levels, ..Settings::default() }).unwrap();
            let mut outcome = Outcome::default();
            Session::new(&checker, Hints::default()).advance(
                &mut state,
                input.as_bytes(),
                true,
                &mut outcome,
            );
            assert_eq!(outcome.found.len(), 40);
            assert!(outcome.found.iter().all(|(_, _, findings)| findings[0].0.level == level));
            assert!(outcome.replayed > 30, "{}", outcome.replayed);
        }
    }

    #[test]
    fn replayed_records_are_counted_apart_and_their_parts_are_those_of_the_input() {
        let (clean, drifted) = (sms().to_string(), with(&sms(), "\"Colour\":null"));
        let all: Vec<String> = [clean, drifted].to_vec();
        let (jsonl, items) = (lines(&all, 50), format!("[{}]\n", repeated(&all, 50).join(",\n")));
        for input in [jsonl.replace('\n', "\n\n \r\n"), jsonl, items] {
            let checker = Checker::new(Settings::default()).unwrap();
            let mut outcome = Outcome { parts: Some(Vec::new()), ..Outcome::default() };
            let mut state = WorkerState::default();
            Session::new(&checker, Hints::default()).advance(
                &mut state,
                input.as_bytes(),
                true,
                &mut outcome,
            );
            assert_eq!((outcome.records, outcome.found.len()), (100, 50));
            assert!(outcome.proved > 40 && outcome.replayed > 40, "{outcome:?}");
            assert!(outcome.proved <= 50 && outcome.replayed <= 50, "{outcome:?}");
            assert_eq!(String::from_utf8(outcome.parts.unwrap()).unwrap(), input);
        }
    }

    /// Pieces that are checked ahead replay too.
    #[test]
    fn speculative_checks_replay() {
        let input = lines(&[with(&sms(), "\"Colour\":null"), with(&sms(), "\"Colour\":true")], 100);
        let checker = Checker::new(Settings::default()).unwrap();
        let (mut state, mut outcome) = (WorkerState::default(), Outcome::default());
        let mut session = Session::new(&checker, Hints::default());
        let done = session.advance(&mut state, &input.as_bytes()[..20_000], false, &mut outcome);
        let layout = session.layout().unwrap();
        let before = outcome.replayed;
        let piece = &input.as_bytes()[done..];
        let ahead = checker.check_speculatively(&mut state, &layout, piece, done as u64);
        session.follow(&mut state, piece, true, ahead, &mut outcome);
        let full = checked(&Settings { full_path_only: true, ..Settings::default() }, &input);
        assert!(full.found == outcome.found);
        assert_eq!(full.provenances, outcome.provenances);
        assert!(outcome.replayed - before > 150, "{before} and {}", outcome.replayed);
    }

    #[test]
    fn names_beyond_the_slots_take_the_full_path() {
        let record = sms();
        let all: Vec<String> =
            (0..SLOTS + 20).map(|number| with(&record, &format!("\"a{number}\":1"))).collect();
        let outcome = agreed(&Settings::default(), &lines(&all, 3));
        assert_eq!(outcome.found.len(), 3 * (SLOTS + 20));
        assert!(outcome.replayed > 0);
    }
}
