"""Writes the Parquet files below `testdata/parquet`, with pyarrow. Run it in the environment of `cargo xtask targets`:

    target/targets/python/bin/python xtask/tools/forms/fixtures.py testdata/parquet

The encrypted files differ each time, since their keys are random.
"""

import base64
import json
import sys
import uuid
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

DIRECTORY = Path(sys.argv[1])
TIME = datetime(2024, 6, 18, 13, 27, 58, 120000, tzinfo=timezone.utc)
UTC = pa.timestamp("us", tz="UTC")

USAGE = {
    "TimeGenerated": TIME,
    "OperationName": "Billing",
    "OperationVersion": "1.0",
    "CorrelationId": "a6dc0665-e1d9-4350-877f-914ff97aa639",
    "Category": "Usage",
    "RecordId": "a7b416bd-fb35-4880-9b54-98bfe02e61c9",
    "UsageType": "Chat",
    "UnitType": "megabytes",
    "Quantity": 9.5,
    "StartTime": TIME - timedelta(minutes=5),
    "EndTime": TIME,
    "ParticipantId": "13f6244a-fe1c-40a1-866c-167067f8fb9c",
    "Properties": '{"a": [1,\n2]}',
    "Type": "ACSBillingUsage",
}
TYPES = {"TimeGenerated": UTC, "StartTime": UTC, "EndTime": UTC, "Quantity": pa.float64()}
SCHEMA = pa.schema([(name, TYPES.get(name, pa.string())) for name in USAGE])


def write(name, table, **options):
    options = {"compression": "snappy", "store_schema": False, **options}
    pq.write_table(table, DIRECTORY / f"{name}.parquet", **options)


def usage(*changes):
    return pa.Table.from_pylist([{**USAGE, **change} for change in changes], schema=SCHEMA)


def of_columns(columns):
    """One row of a table with these columns, each a pair of a type and a value, behind those that make it a record."""
    known = {name: (TYPES.get(name, pa.string()), USAGE[name]) for name in ("TimeGenerated", "Category", "Type")}
    arrays = {name: pa.array([value], of_type) for name, (of_type, value) in {**known, **columns}.items()}
    return pa.table(arrays)


write("clean", usage({}, {"Quantity": 2.0, "ParticipantId": None}, {"EndTime": None, "Properties": None}))

# The second and the fourth row have a defect; they are in different row groups, and in pages of the second version.
write(
    "defects",
    usage({}, {"Quantity": None}, {}, {"UsageType": "Telegram \"x\"\n", "EndTime": TIME - timedelta(hours=1)}, {"TimeGenerated": TIME}),
    compression="zstd",
    row_group_size=2,
    data_page_version="2.0",
)

# Text where the table has a time and a number: the types of the columns are wrong.
wrong = SCHEMA.set(0, pa.field("TimeGenerated", pa.timestamp("us"))).set(8, pa.field("Quantity", pa.string()))
rows = [{**USAGE, "TimeGenerated": TIME.replace(tzinfo=None), "Quantity": "many", "Properties": "{a}"}]
write("wrong-types", pa.Table.from_pylist(rows, schema=wrong), compression="gzip")

write("unknown-column", of_columns({"Colour": (pa.string(), "blue"), "Empty": (pa.string(), None)}))

# No column tells the category.
write("no-category", usage({}).drop_columns(["Category", "Type"]))

naive = TIME.replace(tzinfo=None)
write(
    "kinds",
    of_columns({
        "int8": (pa.int8(), -8), "uint8": (pa.uint8(), 200), "int64": (pa.int64(), -(2**63)),
        "uint32": (pa.uint32(), 2**32 - 1), "uint64": (pa.uint64(), 2**64 - 1),
        "float": (pa.float32(), 0.1), "double": (pa.float64(), 1e300), "whole": (pa.float64(), 7.0),
        "nan": (pa.float64(), float("nan")), "bool": (pa.bool_(), False),
        "decimal": (pa.decimal128(9, 3), Decimal("-0.125")), "decimal38": (pa.decimal128(38, 2), Decimal("12345678901234567890.50")),
        "date": (pa.date32(), date(2024, 2, 29)), "time": (pa.time64("us"), time(1, 2, 3, 40)),
        "ms": (pa.timestamp("ms", tz="UTC"), TIME), "ns": (pa.timestamp("ns", tz="UTC"), TIME),
        "before": (UTC, datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=timezone.utc)),
        "local": (pa.timestamp("us"), naive), "bytes": (pa.binary(), b"a\xff\"\\\x01"),
        "fixed": (pa.binary(3), b"\x00\xab\xff"), "uuid": (pa.uuid(), uuid.UUID(int=2**64).bytes),
    }),
    compression="lz4",
)
# The times of Spark, of 96 bits.
write("int96", usage({}), use_deprecated_int96_timestamps=True)

# Resource logs, as Spark reads them from JSON: members that a record does not have are null.
log = {
    "time": "2024-06-18T13:27:58Z", "category": "Usage", "operationName": "Billing", "operationVersion": "1.0",
    "resourceId": "/SUBSCRIPTIONS/7EE3B642-F21F-43C3-8C31-3C825034E4D5/RESOURCEGROUPS/CONTOSO/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/CONTOSO-ACS",
    "correlationId": "a6dc0665-e1d9-4350-877f-914ff97aa639", "location": "westeurope",
}
inner = {
    "RecordId": "a7b416bd-fb35-4880-9b54-98bfe02e61c9", "UsageType": "Chat", "UnitType": "megabytes", "Quantity": 9.5,
    "StartTime": "2024-06-18T13:22:58Z", "EndTime": "2024-06-18T13:27:58Z",
    "more": [{"a": [1, None], "b": {"x": True}}, None], "pairs": [("k", 1), ("l", None)],
}
of_inner = pa.struct([
    *((name, pa.string()) for name in ("RecordId", "UsageType", "UnitType", "StartTime", "EndTime")),
    ("Quantity", pa.float64()),
    ("more", pa.list_(pa.struct([("a", pa.list_(pa.int64())), ("b", pa.struct([("x", pa.bool_())]))]))),
    ("pairs", pa.map_(pa.string(), pa.int64())),
])
schema = pa.schema([*((name, pa.string()) for name in log), ("properties", of_inner)])
rows = [
    {**log, "properties": inner},
    {**log, "properties": {**inner, "UsageType": None, "more": None, "pairs": None}},
    {**log, "properties": None},
]
texts = pa.schema([*((name, pa.string()) for name in log), ("properties", pa.string())])
write("text-properties", pa.Table.from_pylist([{**log, "properties": '{"Quantity": "1"}'}], schema=texts))
write("nested", pa.Table.from_pylist(rows, schema=schema))

# Equal rows take no room.
row = of_columns({})
write("bomb", pa.concat_tables([row] * 100_000).combine_chunks())

write("brotli", usage({}), compression="brotli")
write("empty", usage({}).slice(0, 0))

# A capture of Event Hubs: the records are texts in a column of bytes.
record = json.dumps({**log, "time": "yesterday"}).encode()
write("capture", pa.table({"Offset": ["0", "1"], "Body": pa.array([record, record], pa.binary())}))


class Keys(pe.KmsClient):
    """Keys that are wrapped by not wrapping them: the files need only be encrypted."""

    def __init__(self, _):
        super().__init__()

    def wrap_key(self, key, _):
        return base64.b64encode(key)

    def unwrap_key(self, key, _):
        return base64.b64decode(key)


factory = pe.CryptoFactory(lambda connection: Keys(connection))
for name, plaintext_footer in (("encrypted", False), ("encrypted-columns", True)):
    properties = factory.file_encryption_properties(
        pe.KmsConnectionConfig(),
        pe.EncryptionConfiguration(
            footer_key="footer", column_keys={"column": ["OperationName"]}, plaintext_footer=plaintext_footer
        ),
    )
    with pq.ParquetWriter(DIRECTORY / f"{name}.parquet", SCHEMA, encryption_properties=properties, store_schema=False) as file:
        file.write_table(usage({}))
