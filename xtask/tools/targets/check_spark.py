"""Spark: the JSON of the `StructType` and the DDL are one schema, records come back equal, Parquet's own parser reads the
message types, and acslint reads the Parquet that Spark writes."""

import json
import subprocess
import sys

import records
from pyspark.sql import SparkSession
from pyspark.sql.types import StructType, TimestampType


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
        if isinstance(field.dataType, StructType) and isinstance(value, dict) and row[name] is not None:
            yield from differences(value, row[name], field.dataType, path)
            continue
        kind = "time" if isinstance(field.dataType, TimestampType) else None
        kind = "text" if field.dataType.simpleString() == "string" else kind
        found = records.difference(value, row[name], kind)
        if found:
            yield f"{path}: {found}"


def as_acslint_reads(written, count):
    """What is wrong with the rows of Parquet, which are those of clean records."""
    parts = sorted(str(part) for directory in written for part in directory.glob("*.parquet"))
    check = [sys.argv[1], "check", "--no-config", "--format", "json", *parts]
    report = json.loads(subprocess.run(check, capture_output=True, check=False).stdout)
    summary = report["summary"]
    yield from (f"{of['file']}: {of['error']}" for of in summary["unreadable"])
    yield from (f"{of['file']}: {of['line']}: {of['rule']} {of['message']}" for of in report["findings"])
    if summary["records"] != count:
        yield f"{count} rows are {summary['records']} records"


def check(schemas, files):
    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    parquet = spark._jvm.org.apache.parquet.schema.MessageTypeParser
    configuration = spark._jsparkSession.sessionState().conf()
    converter = spark._jvm.org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter(configuration)
    failures, count, in_parquet = [], 0, []
    for (shape, category), file in files.items():
        path = schemas / "databricks" / shape / f"{category}.json"
        schema = StructType.fromJson(json.loads(path.read_text()))
        ddl = StructType.fromDDL(path.with_suffix(".ddl").read_text())
        if plain(json.loads(schema.json())) != plain(json.loads(ddl.json())):
            failures.append(f"{path}: the DDL is another schema")
        message = (schemas / "parquet" / shape / f"{category}.parquet.txt").read_text()
        converted = json.loads(converter.convert(parquet.parseMessageType(message)).json())
        if plain(converted) != plain(json.loads(schema.json())):
            failures.append(f"{path}: Parquet has another schema")
        written = records.read(file)
        frame = spark.read.schema(schema).option("mode", "FAILFAST").json(str(file))
        # Times of 96 bits, which are the default, and of 64; with two of its compressions.
        in_parquet.append(file.with_suffix(".parquet"))
        is_even = len(in_parquet) % 2 == 0
        spark.conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS" if is_even else "INT96")
        frame.coalesce(1).write.option("compression", "zstd" if is_even else "snappy").parquet(str(in_parquet[-1]))
        rows = frame.collect()
        count += len(rows)
        if len(rows) != len(written):
            failures.append(f"{path}: {len(written)} records, {len(rows)} rows")
        for record, row in zip(written, rows):
            failures.extend(f"{shape} {category}{place}" for place in differences(record, row, schema))
    spark.stop()
    failures.extend(f"Parquet: {failure}" for failure in as_acslint_reads(in_parquet, count))
    return count, f"Spark {spark.version}", records.merged(failures)
