"""Spark: the JSON of the `StructType` and the DDL are one schema, records come back equal, and Parquet's own parser
reads the message types."""

import json

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
    failures, count = [], 0
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
        rows = spark.read.schema(schema).option("mode", "FAILFAST").json(str(file)).collect()
        count += len(rows)
        if len(rows) != len(written):
            failures.append(f"{path}: {len(written)} records, {len(rows)} rows")
        for record, row in zip(written, rows):
            failures.extend(f"{shape} {category}{place}" for place in differences(record, row, schema))
    spark.stop()
    return count, f"Spark {spark.version}", records.merged(failures)
