"""Reads records of every category with the schemas of `schemas/databricks/`: `check_spark.py <acslint> <schemas>`.

The JSON of the `StructType` and the DDL must be the same schema. Records of `acslint sample`, read with it in the mode
that fails at the first fault, must come back equal, without a null that the record does not have.
"""

import json
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from pyspark.sql import SparkSession
from pyspark.sql.types import StructType, TimestampType

RECORDS = 40


def plain(schema):
    """The schema without metadata."""
    if isinstance(schema, dict):
        return {key: plain(value) for key, value in schema.items() if key != "metadata"}
    if isinstance(schema, list):
        return [plain(value) for value in schema]
    return schema


def differences(record, row, schema, place=""):
    """Places at which a row differs from the record that it was read from."""
    for name, value in record.items():
        path = f"{place}.{name}"
        field = next((field for field in schema.fields if field.name == name), None)
        if field is None:
            yield f"{path}: no column"
            continue
        read = row[name]
        if isinstance(field.dataType, StructType) and isinstance(value, dict):
            yield from differences(value, read, field.dataType, path)
        elif isinstance(field.dataType, TimestampType) and value is not None:
            # Spark has microseconds, and records have units of 100 nanoseconds.
            whole, _, fraction = value.rstrip("Z").partition(".")
            expected = datetime.fromisoformat(f"{whole}.{(fraction + '000000')[:6]}+00:00")
            if read is None or read.replace(tzinfo=timezone.utc) != expected:
                yield f"{path}: {value} is {read}"
        elif field.dataType.simpleString() == "string" and not isinstance(value, str) and value is not None:
            if read is None or json.loads(read) != value:
                yield f"{path}: {value} is {read}"
        elif read != value:
            yield f"{path}: {value!r} is {read!r}"


def main():
    acslint, schemas = sys.argv[1], Path(sys.argv[2])
    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    failures, count = [], 0
    for file in sorted(schemas.glob("*/*.json")):
        shape, category = file.parent.name, file.stem
        schema = StructType.fromJson(json.loads(file.read_text()))
        ddl = StructType.fromDDL(file.with_suffix(".ddl").read_text())
        if plain(json.loads(schema.json())) != plain(json.loads(ddl.json())):
            failures.append(f"{file}: the DDL is another schema")
        with tempfile.TemporaryDirectory() as directory:
            records = Path(directory) / "records.jsonl"
            sample = ["sample", "--category", category, "--shape", shape, "--count", str(RECORDS)]
            subprocess.run([acslint, *sample, "--output", records], check=True)
            written = [json.loads(line) for line in records.read_text().splitlines()]
            read = spark.read.schema(schema).option("mode", "FAILFAST").json(str(records)).collect()
        count += len(read)
        if len(read) != len(written):
            failures.append(f"{file}: {len(written)} records, {len(read)} rows")
        for record, row in zip(written, read):
            failures.extend(f"{shape} {category}{place}" for place in differences(record, row, schema))
    print("\n".join(sorted(set(failures))[:50]))
    print(f"{count} records read with Spark {spark.version}, {len(failures)} differences")
    sys.exit(1 if failures or count == 0 else 0)


main()
