//! Tests of disclosure: the public parts of records and of findings.

use acslint_check::{
    Checker, CustomCategories, CustomCategory, Discriminator, Event, Excerpt, Finding, Hints, RecordType,
    Report, Session, Settings, Span, Text, WorkerState,
};
use serde_json::{Value, json};

use crate::fixtures::all_inputs;

/// The bytes of each event that may be seen, one after the other, and its findings.
struct Shown<'c> {
    checker: &'c Checker,
    events: Vec<(Vec<String>, Vec<Finding>)>,
}

impl Report for Shown<'_> {
    fn event(&mut self, event: &Event<'_>) {
        let shown = event.shown();
        assert!(shown.is_sorted_by(|one, other| one.end <= other.start), "{shown:?}");
        for span in &shown {
            assert_eq!(event.shown_near(*span), [*span]);
            assert!(event.shown_near(Span::new(span.end, span.end)).is_empty());
        }
        // What is kept says the same, of nothing but the event's own bytes.
        let Excerpt { anchor, anchor_position, stored, .. } = event.excerpt;
        let (bytes, offset) = (event.excerpt.slice(event.span), event.span.start);
        let excerpt = Excerpt { bytes, offset, anchor, anchor_position, stored };
        let kept = event.kept_disclosure();
        let subject = event.subject.clone();
        let kept = Event { subject, disclosure: kept.disclosure(self.checker), excerpt, ..*event };
        assert_eq!(kept.shown(), shown);
        let text = |span| String::from_utf8_lossy(event.excerpt.slice(span)).into_owned();
        self.events.push((shown.iter().map(|span| text(*span)).collect(), event.findings.to_vec()));
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

fn shown_with(custom: CustomCategories, input: &str) -> Vec<(Vec<String>, Vec<Finding>)> {
    let settings = Settings { custom, ..Settings::default() };
    let checker = Checker::new(settings).expect("the settings are right");
    let mut shown = Shown { checker: &checker, events: Vec::new() };
    Session::new(&checker, Hints::default()).advance(
        &mut WorkerState::default(),
        input.as_bytes(),
        true,
        &mut shown,
    );
    shown.events
}

/// Returns the public parts of the first record.
pub(crate) fn shown(input: &str) -> String {
    shown_with(CustomCategories::default(), input)[0].0.join(" ")
}

#[test]
fn safe_properties_show_values_that_have_the_form() {
    let record = json!({
        "TimeGenerated": "2025-09-14T08:12:44Z",
        "Category": "EmailStatusUpdateOperational",
        "OperationName": "DeliveryStatusUpdate",
        "OperationVersion": "ask zoe",
        "Location": "France Central",
        "DeliveryStatus": "Delivred",
        "RecipientId": "zoe@example.org",
        "FailureMessage": "550 zoe",
        "SmtpStatusCode": "550",
        "IsHardBounce": "zoe",
        "SenderDomain": null,
        "_BilledSize": 1_234_567,
        "TenantId": "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34",
        "zoe@example.org": true,
        "Notes": { "zoe": "x", "33612345678": 1 },
    });
    let expected = r#""TimeGenerated" "2025-09-14T08:12:44Z" "Category" "EmailStatusUpdateOperational" "OperationName" "DeliveryStatusUpdate" "OperationVersion" "Location" "France Central" "DeliveryStatus" "Delivred" "RecipientId" "FailureMessage" "SmtpStatusCode" "550" "IsHardBounce" "SenderDomain" null "_BilledSize" 1234567 "TenantId" "0d6a7e1b-52c8-4b8c-8b87-3f5e9a1c2d34" true "Notes" "zoe""#;
    assert_eq!(shown(&record.to_string()), expected);
}

#[test]
fn any_spelling_place_and_notation_of_a_name_is_known() {
    // A personal property stays personal in any spelling; values of unknown properties are hidden.
    assert_eq!(
        shown(
            r#"{"TimeGenerated":"2025-09-14","Category":"SMSOperational","caller\u0049pAddress":"203.0.113.7","CallerIp":7,"durationms":88}"#
        ),
        r#""TimeGenerated" "Category" "SMSOperational" "caller\u0049pAddress" "CallerIp" "durationms" 88"#
    );
    // The members of an object in a string are shown like those of an object.
    assert_eq!(
        shown(
            r#"{"time":"2025-09-14T08:12:44Z","category":"EmailStatusUpdateOperational","resourceId":"/zoe","properties":"{\"DeliveryStatus\":\"Bounced\",\"RecipientId\":\"zoe\",\"n\":12345}"}"#
        ),
        r#""time" "2025-09-14T08:12:44Z" "category" "EmailStatusUpdateOperational" "resourceId" "properties" \"DeliveryStatus\" \"Bounced\" \"RecipientId\" \"n\""#
    );
}

#[test]
fn cells_are_values_of_their_columns() {
    let answer = r#"{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated","type":"datetime"},{"name":"Category","type":"string"},{"name":"RecipientId","type":"string"},{"name":"zoe@x","type":"string"}],"rows":[["2025-09-14T08:12:44Z","EmailStatusUpdateOperational","zoe@example.org","zoe"]]}]}"#;
    assert_eq!(shown(answer), r#""2025-09-14T08:12:44Z" "EmailStatusUpdateOperational""#);
}

#[test]
fn nothing_is_known_of_what_is_no_record() {
    for input in ["[\"Delivered\", 1, true]", "{\"category\": \"SMSOperational\" \"a\"", "a,b\n1,2\n"] {
        let all = shown_with(CustomCategories::default(), input);
        assert!(all.iter().all(|(shown, _)| shown.is_empty()), "{input}: {all:?}");
    }
}

#[test]
fn numbers_are_shown_as_json_has_them_where_the_property_can_have_them() {
    let record = |value: &str| {
        shown(&format!(
            r#"{{"TimeGenerated":"2025-09-14","Category":"SMSOperational","OutgoingMessageLength":{value}}}"#
        ))
    };
    let names = r#""TimeGenerated" "Category" "SMSOperational" "OutgoingMessageLength""#;
    for number in ["88", "2147483647", "\"88\""] {
        assert_eq!(record(number), format!("{names} {number}"));
    }
    for number in [
        "+61234567890",
        "061234567890",
        "0x61234567890",
        "61234567890",
        "-61234567890",
        "+88",
        "088",
        "-8",
        "1.5",
        "\"+61234567890\"",
        "\"61234567890\"",
        "\"088\"",
        "'88'",
        "6x",
    ] {
        assert_eq!(record(number), names, "{number}");
    }
}

#[test]
fn what_lost_its_quotes_is_shown_if_the_catalog_has_it() {
    let record = |name: &str, value: &str| {
        shown(&format!(r#"{{"TimeGenerated":"","Category":"SMSOperational",{name}:{value}}}"#))
    };
    let names = r#""TimeGenerated" "" "Category" "SMSOperational""#;
    for (name, value, expected) in [
        ("\"SdkType\"", "\"Zoeqx\"", " \"SdkType\" \"Zoeqx\""),
        ("\"SdkType\"", "Zoeqx", " \"SdkType\""),
        ("\"SdkType\"", "'Zoeqx'", " \"SdkType\""),
        ("\"OperationName\"", "SMSMessagesSent", " \"OperationName\" SMSMessagesSent"),
        ("\"OperationName\"", "'SMSMessagesSent'", " \"OperationName\" 'SMSMessagesSent'"),
        ("'SdkType'", "'Zoeqx'", " 'SdkType'"),
        ("'Zoeqx'", "true", " true"),
        ("Zoeqx", "true", " true"),
        ("\"Zoeqx\"", "true", " \"Zoeqx\" true"),
    ] {
        assert_eq!(record(name, value), format!("{names}{expected}"), "{name}: {value}");
    }
    // A word outside the vocabulary is hidden in quotes too.
    assert_eq!(
        shown(
            r#"{"TimeGenerated":"","Category":"x","Type":"ACSBillingUsage","UsageType":"Zoeqx","UnitType":"minute"}"#
        ),
        r#""TimeGenerated" "" "Category" "Type" "ACSBillingUsage" "UsageType" "UnitType" "minute""#
    );
}

/// Loads a category with this schema, and with these names safe and personal by configuration.
fn custom(schema: &Value, safe: &[&str], personal: &[&str]) -> CustomCategories {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let category = CustomCategory {
        name: "A".to_owned(),
        schema: "/a.json".to_owned(),
        discriminator: Discriminator::default(),
        safe: names(safe),
        personal: names(personal),
    };
    CustomCategories::load(&[category], &|_| Ok(schema.to_string())).expect("the schema is right")
}

#[test]
fn own_categories_show_what_their_schema_or_the_configuration_marks() {
    let schema = json!({
        "properties": {
            "state": { "enum": ["On", "Off"], "x-safe": true },
            "n": { "type": "integer", "x-safe": true },
            "who": { "type": "string" },
            "e-mail": { "type": "string" },
            "both": { "x-safe": true },
            "items": { "items": { "properties": { "both": {} } } },
        },
        "required": ["absent"],
    });
    let record = r#"{"category":"A","state":"zoe","n":7,"who":"Off","e-mail":"Off","both":"x"}"#;
    let of = |safe: &[&str]| shown_with(custom(&schema, safe, &[]), record)[0].0.join(" ");
    // A value that breaks its schema is hidden, and so is a name that one subschema does not mark.
    assert_eq!(of(&[]), r#""category" "state" "n" 7 "who" "e-mail" "both""#);
    assert_eq!(of(&["who"]), r#""category" "state" "n" 7 "who" "Off" "e-mail" "both""#);
}

#[test]
fn nothing_inside_what_is_marked_as_personal_is_shown() {
    let schema = json!({
        "properties": {
            "state": { "type": "string", "x-safe": true, "x-personal": true },
            "flag": { "x-personal": true },
            "people": { "type": "object", "x-personal": true },
            "plain": { "type": "object" },
            "list": { "items": { "properties": { "flag": {} } } },
        },
    });
    let record = r#"{"category":"A","state":"On","flag":true,"people":{"zoe":{"flag":1,"n":null}},"plain":{"zoe":true},"list":[{"flag":false}]}"#;
    let of =
        |safe: &[&str], personal: &[&str]| shown_with(custom(&schema, safe, personal), record)[0].0.join(" ");
    assert_eq!(of(&["state"], &[]), r#""category" "state" "flag" "people" "plain" "zoe" true "list" "flag""#);
    assert_eq!(of(&[], &["plain", "list"]), r#""category" "state" "flag" "people" "plain" "list""#);
}

/// Returns the redacted form of a text.
fn redacted(text: &Text) -> String {
    text.redacted(|_| "?".to_owned()).into_owned()
}

#[test]
fn findings_quote_what_is_safe_and_mark_the_rest() {
    let record = r#"{"TimeGenerated":"14/09/2025","Category":"SMSOperational","OperationName":"x","CallerIpAddress":"zoe","NumberType":"LongCodeNumbr","Level":"zoe@example.org","zoe@example.org":1,"UriZ":{"a":1},"DurationMs":-7}"#;
    let all = shown_with(CustomCategories::default(), record);
    let said: Vec<String> = all[0]
        .1
        .iter()
        .filter(|finding| !finding.rule.starts_with("missing"))
        .map(|finding| format!("{} {}", redacted(&finding.pointer), redacted(&finding.message)))
        .collect();
    assert_eq!(
        said,
        [
            "/TimeGenerated `TimeGenerated` is a date with the day first, not an RFC 3339 time",
            "/CallerIpAddress `CallerIpAddress` is not an IP address: \"?\"",
            "/NumberType invalid value \"LongCodeNumbr\" for `NumberType`",
            "/Level undocumented value \"?\" for `Level`",
            "/? unknown field `?`",
            "/UriZ unknown field `UriZ`",
            "/DurationMs `DurationMs` is ?, but must be at least 0",
        ]
    );
    // A key that lost its quotes may be a value.
    let broken = shown_with(CustomCategories::default(), "{Level: 1, zoe: 2}");
    let said: Vec<String> = broken[0].1.iter().map(|finding| redacted(&finding.message)).collect();
    assert!(said.contains(&"key `Level` without quotes".to_owned()), "{said:?}");
    assert!(said.contains(&"key `?` without quotes".to_owned()), "{said:?}");
}

/// A rule that builds its message without marking what it quotes hides all of it.
#[test]
fn every_message_says_something_to_anybody() {
    let checker = Checker::new(Settings::default()).expect("the settings are right");
    let mut messages = 0;
    for input in all_inputs() {
        let mut shown = Shown { checker: &checker, events: Vec::new() };
        Session::new(&checker, Hints::default()).advance(
            &mut WorkerState::default(),
            &input.bytes,
            true,
            &mut shown,
        );
        for finding in shown.events.iter().flat_map(|(_, findings)| findings) {
            assert!(!finding.message.is_all_private(), "{}: {finding:?}", finding.rule);
            let help = finding.help.as_ref();
            assert!(!help.is_some_and(Text::is_all_private), "{}: {finding:?}", finding.rule);
            messages += 1;
        }
    }
    assert!(messages > 200, "{messages}");
}
