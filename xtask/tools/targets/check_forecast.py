"""Spark reads records with planted defects, and makes the columns NULL and the rows corrupt that `acslint check --target
databricks` forecasts. What Databricks alone does, the rescue of values, is not looked at."""

import json
import subprocess
import sys
from collections import Counter

import defects
from pyspark.sql import SparkSession
from pyspark.sql.types import StringType, StructField, StructType

CORRUPT = "_corrupt_record"


def columns(schema):
    """Columns of a schema: a dictionary, with one for each object that has columns."""
    return {field.name: columns(field.dataType) if isinstance(field.dataType, StructType) else None for field in schema.fields}


def nulls(value, row, fields, place=""):
    """Columns that are NULL although the record has a value for them."""
    for field in fields:
        of = value.get(field.name)
        path = f"{place}{field.name}"
        if of is None:
            continue
        if row[field.name] is None:
            yield path
        elif isinstance(field.dataType, StructType) and isinstance(of, dict):
            yield from nulls(of, row[field.name], field.dataType.fields, f"{path}.")


def seen(spark, schema, file, lines):
    """Counts of NULLs by column, and of corrupt records, as Spark reads the lines."""
    # Without a conversion to Python, which does not have all times.
    with_text = StructType([*schema.fields, StructField(CORRUPT, StringType())])
    rows = spark.read.schema(with_text).json(str(file)).selectExpr("to_json(struct(*)) AS row").collect()
    assert len(rows) == len(lines), f"{len(lines)} lines, {len(rows)} rows"
    found, corrupt = Counter(), 0
    for line, row in zip(lines, rows):
        row = json.loads(row["row"])
        text = row.pop(CORRUPT, None)
        if text is not None and not row:
            corrupt += 1
            continue
        value = defects.read(line)
        if value is not None:
            found.update(nulls(value, Missing(row), schema.fields))
    return found, corrupt


class Missing(dict):
    """A row as JSON, which leaves NULLs out."""

    def __missing__(self, key):
        return None

    def __getitem__(self, key):
        value = super().__getitem__(key)
        return Missing(value) if isinstance(value, dict) else value


def forecast(file, category, shape):
    """Counts of the same, as acslint forecasts them."""
    arguments = ["check", "--no-config", "--category", category, "--shape", shape, "--target", "databricks"]
    ran = subprocess.run([sys.argv[1], *arguments, "--format", "json", file], capture_output=True, text=True)
    assert ran.returncode in (0, 1), ran.stderr
    found, corrupt = Counter(), 0
    for kind in json.loads(ran.stdout)["summary"]["target"]["kinds"]:
        if kind["kind"] == "corrupt":
            corrupt = kind["records"]
        elif kind["kind"] == "rescued":
            found.update({of["field"]: of["values"] for of in kind["properties"] if of["field"]})
        else:
            raise AssertionError(f"{category} {shape}: unexpected kind {kind}")
    return found, corrupt


def check(schemas, files):
    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    failures, count = [], 0
    for (shape, category), file in list(files.items())[::10]:
        schema = StructType.fromJson(json.loads((schemas / "databricks" / shape / f"{category}.json").read_text()))
        record = json.loads(file.read_text().splitlines()[0])
        lines = [line for line, _ in defects.planted(record, columns(schema))]
        wrong = file.with_suffix(".defects.jsonl")
        wrong.write_text("".join(f"{line}\n" for line in lines))
        count += len(lines)
        by_spark, by_acslint = seen(spark, schema, wrong, lines), forecast(wrong, category, shape)
        if by_spark[1] != by_acslint[1]:
            failures.append(f"{shape} {category}: {by_spark[1]} corrupt records, {by_acslint[1]} forecast")
        for column in sorted(set(by_spark[0]) | set(by_acslint[0])):
            found, expected = by_spark[0][column], by_acslint[0][column]
            if found != expected:
                failures.append(f"{shape} {category}.{column}: {found} NULLs, {expected} forecast")
    spark.stop()
    return count, f"Spark {spark.version}", failures
