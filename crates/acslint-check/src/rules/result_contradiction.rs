//! `result-contradiction`: a result type that contradicts the HTTP status of the record.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    clean_when::{CleanWhen, Plain, whole_number},
    names::Column,
    record::Record,
    text::{Text, text},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "result-contradiction",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("result_contradiction.md"),
    },
    Check::Record(check),
)
.clean_when(CleanWhen::CrossField {
    properties: &["ResultType", "ResultSignature"],
    passes: |values| match values {
        [result, signature] => match (Plain::of(result), Plain::of(signature)) {
            (Plain::Text(result), Plain::Text(status) | Plain::Other(status)) => {
                agree(result, status) || contradiction(result, status).is_none()
            }
            (Plain::Other(_), _) => true,
        },
        _ => true,
    },
});

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let (Some((result, _)), Some((signature, _))) =
        (record.property(Column::ResultType), record.property(Column::ResultSignature))
    else {
        return;
    };
    let Some(result_text) = result.string() else {
        return;
    };
    let signature_text = signature.string().unwrap_or_else(|| signature.raw().into());
    if let Some(status) = contradiction(result_text.as_bytes(), signature_text.as_bytes()) {
        let quoted = record.quote_as(result, &result_text);
        let status = Text::known(format!(", but the HTTP status is {status}"));
        sink.report(
            Draft::value(record, result, text![record.name(result), " is ", quoted, status])
                .also(record.span(signature), "the status")
                .help("correct whichever of the two is wrong"),
        );
    }
}

/// Returns true if the first bytes of a result and a status prove that the two do not contradict each other.
#[expect(clippy::needless_bitwise_bool, reason = "a lazy operator is a branch")]
fn agree(result: &[u8], status: &[u8]) -> bool {
    let first = |text: &[u8]| text.first().copied().unwrap_or_default();
    let (result, status) = (first(result), first(status));
    // A number that begins with a sign or a zero may have another first digit.
    let is_number = status.wrapping_sub(b'1') < 9;
    let is_error = (status == b'4') | (status == b'5');
    is_number & !((result == b'S') & is_error) & !((result == b'F') & (status == b'2'))
}

/// Returns the HTTP status that a result contradicts.
fn contradiction(result: &[u8], signature: &[u8]) -> Option<u64> {
    let contradicts = match result {
        b"Succeeded" => 400..600,
        b"Failed" => 200..300,
        _ => return None,
    };
    whole_number(signature, 600).filter(|status| contradicts.contains(status))
}

#[cfg(test)]
mod tests {
    use super::{CleanWhen, RULE, contradiction};

    #[test]
    fn it_is_silent_where_there_is_no_contradiction() {
        let CleanWhen::CrossField { passes, .. } = RULE.clean_when else {
            panic!("it looks at two values");
        };
        for result in ["Succeeded", "Failed", "Success", "FAILED", "", "ResultSuccess", "Unknown"] {
            for status in ["200", "299", "300", "400", "404", "499", "500", "599", "600", "99", "4040", "2"] {
                for status in
                    [status.to_owned(), format!("+{status}"), format!("0{status}"), format!("{status}x")]
                {
                    let expected = contradiction(result.as_bytes(), status.as_bytes()).is_none();
                    let quoted = [format!("\"{result}\""), format!("\"{status}\"")];
                    for values in
                        [[quoted[0].as_str(), quoted[1].as_str()], [quoted[0].as_str(), status.as_str()]]
                    {
                        assert_eq!(passes(&values.map(str::as_bytes)), expected, "{values:?}");
                    }
                }
            }
        }
    }
}
