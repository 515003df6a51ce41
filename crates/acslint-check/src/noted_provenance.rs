//! Provenance of the record that was checked last: determined on the full path, from the properties or from the usual names.
//!
//! The full path determines it for records with findings, and for all records if the [settings](crate::Settings) need it.

use crate::{
    Provenance, Time,
    document::Value,
    names::Column,
    permissions::{is_json, is_safe},
    provenance::{RESOURCES, Resource, ResourceCache, TIMES},
    record::Record,
};

/// Provenance of the last record, if it was needed.
#[derive(Debug, Clone, Default)]
pub(crate) struct NotedProvenance {
    /// That of the last record with one.
    last: Provenance,
    is_current: bool,
    resources: ResourceCache,
}

impl NotedProvenance {
    /// Notes the provenance of a record if it is needed.
    pub(crate) fn note(&mut self, record: Record<'_>, is_needed: bool) {
        self.is_current = is_needed;
        if is_needed {
            self.take(record);
        }
    }

    /// Returns the provenance of the last record.
    pub(crate) fn get(&self) -> Option<&Provenance> {
        self.is_current.then_some(&self.last)
    }

    fn take(&mut self, record: Record<'_>) {
        let (time, resource) = if record.known.is_some() {
            let of = |column| record.property(column).map(|(value, _)| value);
            (of(Column::TimeGenerated), of(Column::_ResourceId))
        } else {
            let root = record.document.root();
            let first = |names: &[&str]| names.iter().find_map(|name| root.member(name));
            (first(&TIMES), first(&RESOURCES))
        };
        self.last.time = time.and_then(Value::string).and_then(|time| Time::parse(&time));
        self.last.resource = resource.and_then(|value| {
            let written = value.string().filter(|text| !text.is_empty())?;
            Some(match record.property_of(value.node) {
                Some(property) if !is_json(value) => Resource::new(&written, is_safe(property, value)),
                property => self.resources.get(property, &written),
            })
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{Checker, Event, Hints, Provenance, RecordType, Report, Session, Settings, WorkerState};

    /// Provenance of each event.
    #[derive(Default)]
    struct Seen(Vec<Option<Provenance>>);

    impl Report for Seen {
        fn event(&mut self, event: &Event<'_>) {
            self.0.push(event.provenance.cloned());
        }

        fn proved_clean(&mut self, _: RecordType, _: u64) {}
    }

    fn seen(input: &str) -> Vec<Option<Provenance>> {
        let checker = Checker::new(Settings::default()).unwrap();
        let mut seen = Seen::default();
        let (mut session, mut state) = (Session::new(&checker, Hints::default()), WorkerState::default());
        session.advance(&mut state, input.as_bytes(), true, &mut seen);
        seen.0
    }

    fn shown(input: &str) -> (Option<String>, Option<String>) {
        let mut events = seen(input);
        assert_eq!(events.len(), 1);
        let Provenance { time, resource } = events.pop().flatten().expect("the event is about a record");
        (time.map(|time| time.to_string()), resource.map(|resource| resource.id.to_string()))
    }

    #[test]
    fn time_and_resource_come_from_the_properties_or_from_the_usual_names() {
        let text = |text: &str| Some(text.to_owned());
        for (record, time, resource) in [
            (
                r#"{"category":"Usage","time":"2024-03-05T10:14:27.440+01:00","resourceId":"/SUBSCRIPTIONS/A"}"#,
                text("2024-03-05T09:14:27.44Z"),
                text("/SUBSCRIPTIONS/A"),
            ),
            (
                r#"{"Category":"ChatOperational","TimeGenerated":"2024-03-05T09:14:27Z","_ResourceId":"/s"}"#,
                text("2024-03-05T09:14:27Z"),
                text("/s"),
            ),
            (
                r#"{"category":"Nothing","time":"2024-03-05T09:14:27Z","resourceId":"/s"}"#,
                text("2024-03-05T09:14:27Z"),
                text("/s"),
            ),
            (r#"{"category":"Usage","time":"yesterday","resourceId":7}"#, None, None),
            (r#"{"a":1}"#, None, None),
        ] {
            assert_eq!(shown(record), (time, resource), "{record}");
        }
    }

    #[test]
    fn what_cannot_be_read_has_no_provenance() {
        assert_eq!(seen(r#"{"category":"Usage","time":"2024-03-05T09:14:27Z" oops"#), [None]);
    }

    #[test]
    fn records_of_one_resource_share_its_text() {
        let line = r#"{"category":"Nothing","time":"2024-03-05T09:14:27Z","resourceId":"/s"}"#;
        let events = seen(&format!("{line}\n{line}\n"));
        let ids: Vec<_> =
            events.iter().flatten().filter_map(|of| of.resource.clone()).map(|of| of.id).collect();
        assert_eq!(ids.len(), 2);
        assert!(Arc::ptr_eq(&ids[0], &ids[1]));
    }
}
