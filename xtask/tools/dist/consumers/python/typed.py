"""Promises of the wheel's types; mypy and pyright are the test. Expected errors are marked."""

# pyright: strict, reportUnnecessaryTypeIgnoreComment=true

from typing import Any, assert_type

from acslint_schemas import categories, record_schema, schema
from acslint_schemas.records import (
    AnyRecord,
    CallSurveyTable,
    ResourceLogRecord,
    SMSOperationalProperties,
    SMSOperationalResourceLog,
    SMSOperationalTable,
    TableRecord,
    UsageTable,
)


def attempts(record: TableRecord) -> int | None:
    """The category distinguishes the types of a union."""
    if record["Category"] == "SMSOperational":
        assert_type(record, SMSOperationalTable)
        return record.get("DeliveryAttempts")
    if record["Category"] == "Usage":
        assert_type(record, UsageTable)
    return None


def phone_number(record: ResourceLogRecord) -> str | None:
    if record["category"] == "SMSOperational":
        assert_type(record, SMSOperationalResourceLog)
        properties = record.get("properties")
        assert_type(properties, SMSOperationalProperties | None)
        return properties.get("PhoneNumber") if properties else None
    return None


sms: SMSOperationalTable = {
    "TimeGenerated": "2024-02-19T07:30:51.6028413Z",
    "OperationName": "SMSMessagesSent",
    "Category": "SMSOperational",
    "NumberType": "ShortCodeNumber",
    "_ResourceId": "/subscriptions/7a1b2c3d",
}
survey: CallSurveyTable = {"TimeGenerated": "2024-02-19T07:30:51.6028413Z", "OperationName": "CallSurvey"}
record: AnyRecord = survey
incomplete: UsageTable = {"TimeGenerated": "2024-02-19T07:30:51.6028413Z"}  # type: ignore
sms["NumberType"] = "LongNumber"  # type: ignore
sms["DeliveryAtempts"] = 1  # type: ignore

assert_type(schema("SMSOperational", "table"), dict[str, Any])
schema("SMSOperational", "row")  # type: ignore
record_schema("draft-07")
record_schema("draft-04")  # type: ignore
assert_type(categories(), list[dict[str, Any]])
