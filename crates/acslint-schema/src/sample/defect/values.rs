//! Defects of values: wrong types, wrong formats, undocumented values, or contradictions to other values.

use acslint_types::{Kind, Shape, ValueKind};

use super::{Scene, Target, is_text, json};
use crate::sample::recipe::Field;

/// Property that a rule compares with the delivery status: an empty address contradicts most statuses.
const RECIPIENT: &str = "RecipientId";
const STATUS: &str = "DeliveryStatus";

pub(super) fn change_type(scene: &mut Scene<'_>) -> Option<Target> {
    let place = scene.pick(|field, _| {
        !field.is_identity() && field.property.name != RECIPIENT && !wrong(field).is_empty()
    })?;
    let mut values = wrong(place.field).to_vec();
    if place.field.required {
        values.push(b"null");
    }
    place.set_one_of(&values)
}

/// Values of wrong types, by the kind of a property. Kinds that accept any type are not listed.
const WRONG: [(&[Kind], &[&[u8]]); 5] = [
    (&[Kind::Text, Kind::Time, Kind::Address, Kind::Closed], &[b"17", b"true", b"[]", b"{}", b"[\"a\"]"]),
    (&[Kind::Count, Kind::Duration, Kind::Amount], &[b"true", b"[12]", b"{}", b"\"n/a\"", b"\"12 ms\""]),
    (&[Kind::Id, Kind::Signature], &[b"true", b"[]", b"{}", b"2.5"]),
    (&[Kind::Flag], &[b"1", b"[]", b"{}"]),
    (&[Kind::Identity], &[b"17", b"true", b"[]"]),
];

fn wrong(field: &Field) -> &'static [&'static [u8]] {
    let kind = field.property.kind;
    WRONG.iter().find(|(kinds, _)| kinds.contains(&kind)).map_or(&[], |(_, values)| *values)
}

pub(super) fn deform_time(scene: &mut Scene<'_>) -> Option<Target> {
    let place = scene.pick(|field, _| field.property.kind == Kind::Time)?;
    place.set_one_of(&[
        b"\"06/22/2022 10:24:59\"",
        b"\"5/25/2023, 5:43:25.746 PM\"",
        b"\"22.06.2022 10:24\"",
        b"\"2022-06-22 10:24:59Z\"",
        b"\"2022-06-22T10:24:59\"",
        b"\"2022-02-30T10:24:59Z\"",
        b"\"2022-06-22\"",
        b"\"1655893499\"",
        b"\"\"",
    ])
}

pub(super) fn deform_address(scene: &mut Scene<'_>) -> Option<Target> {
    let place = scene.pick(|field, _| field.property.kind == Kind::Address)?;
    place.set_one_of(&[b"\"localhost\"", b"\"203.0.113.256\"", b"\"203.0.113.7:http\"", b"\"2001:db8:::7\""])
}

pub(super) fn mask_address(scene: &mut Scene<'_>) -> Option<Target> {
    let place = scene.pick(|field, _| field.property.name == "CallerIpAddress")?;
    place.set_one_of(&[b"\"203.0.113.XXX\"", b"\"198.51.xxx.xxx\"", b"\"192.0.2.*\""])
}

pub(super) fn damage_version(scene: &mut Scene<'_>) -> Option<Target> {
    let place = scene.pick(|field, _| field.property.name == "OperationVersion")?;
    place.set_one_of(&[b"\"3/6/23\"", b"\"03/06/2023\"", b"\"11/7/23\""])
}

/// Sets a text outside of a closed vocabulary.
pub(super) fn leave_closed_set(scene: &mut Scene<'_>) -> Option<Target> {
    let place = scene.pick(|field, _| {
        let closed = field.property.values.is_some_and(|values| values.kind == ValueKind::Closed);
        closed && !field.is_identity()
    })?;
    place.set_one_of(&[b"\"Unspecified\"", b"\"n/a\"", b"\"0\""])
}

/// Sets a negative or too large number.
pub(super) fn leave_range(scene: &mut Scene<'_>) -> Option<Target> {
    let in_quotes = scene.recipe.shape == Shape::ResourceLog;
    let bounded = |kind| matches!(kind, Kind::Count | Kind::Duration | Kind::Amount);
    let place = scene.pick(|field, _| bounded(field.property.kind))?;
    let values: &[&[u8]] =
        if in_quotes { &[b"-1", b"-120", b"\"-1\""] } else { &[b"-1", b"-120", b"-2147483649"] };
    place.set_one_of(values)
}

/// Sets a text outside of an open vocabulary: another letter case, or an unknown word.
pub(super) fn leave_open_set(scene: &mut Scene<'_>) -> Option<Target> {
    let place = scene.pick(|field, _| {
        field.property.values.is_some_and(|values| values.kind == ValueKind::Open && !values.known.is_empty())
    })?;
    let known = place.field.property.values.map_or(&[][..], |values| values.known);
    let text = place.random.pick(known)?;
    let texts = [text.to_lowercase(), text.to_uppercase(), "Unspecified".to_owned()];
    let unknown: Vec<String> = texts.into_iter().filter(|text| !known.contains(&text.as_str())).collect();
    let value = json(place.random.pick(&unknown)?);
    Some(place.set(&value))
}

/// Combines a success with a status of failure, or the reverse.
pub(super) fn contradict_result(scene: &mut Scene<'_>) -> Option<Target> {
    let signature = scene.find("ResultSignature")?;
    let place = scene.pick(|field, _| {
        let known = |text| field.property.values.is_some_and(|values| values.known.contains(&text));
        field.property.name == "ResultType" && known("Succeeded") && known("Failed")
    })?;
    let pairs: [(&[u8], &[u8]); 4] = [
        (b"\"Succeeded\"", b"404"),
        (b"\"Succeeded\"", b"\"500\""),
        (b"\"Failed\"", b"200"),
        (b"\"Failed\"", b"\"202\""),
    ];
    let (result, status) = place.random.pick(&pairs)?;
    place.draft.set(signature, status);
    Some(place.set(result))
}

pub(super) fn end_before_start(scene: &mut Scene<'_>) -> Option<Target> {
    let start = scene.find("StartTime")?;
    let place = scene.pick(|field, value| field.property.name == "EndTime" && is_text(value))?;
    // Texts of the same format, so that their order is that of the times.
    let ordered =
        is_text(place.draft.value(start)) && place.draft.value(start) < place.draft.value(place.member);
    if !ordered {
        return None;
    }
    place.draft.swap_values(start, place.member);
    Some(Target::Property(place.field.property))
}

pub(super) fn miscount_recipients(scene: &mut Scene<'_>) -> Option<Target> {
    let lists = ["ToRecipientsCount", "CcRecipientsCount", "BccRecipientsCount"];
    let numbers = lists.map(|list| {
        let value = scene.draft.value(scene.find(list)?);
        std::str::from_utf8(value).ok()?.trim_matches('"').parse::<u64>().ok()
    });
    let [Some(to), Some(cc), Some(bcc)] = numbers else {
        return None;
    };
    let place = scene.pick(|field, _| field.property.name == "UniqueRecipientsCount")?;
    let (least, most) = (to.max(cc).max(bcc), to + cc + bcc);
    let number = if least > 0 && place.random.one_in(2) { least - 1 } else { most + 1 };
    Some(place.set(number.to_string().as_bytes()))
}

/// Sets the status of a message on a recipient's row, or the reverse.
pub(super) fn mismatch_status(scene: &mut Scene<'_>) -> Option<Target> {
    let recipient = scene.find(RECIPIENT)?;
    let place = scene.pick(|field, _| {
        let known = |text| field.property.values.is_some_and(|values| values.known.contains(&text));
        field.property.name == STATUS && known("OutForDelivery") && known("Delivered")
    })?;
    let pairs: [(&[u8], &[u8]); 2] =
        [(b"\"\"", b"\"Delivered\""), (b"\"robin@example.org\"", b"\"OutForDelivery\"")];
    let (address, status) = place.random.pick(&pairs)?;
    place.draft.set(recipient, address);
    Some(place.set(status))
}
