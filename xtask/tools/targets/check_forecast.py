"""Spark reads records with planted defects, and makes the columns NULL and the rows corrupt that `acslint check --target
databricks` forecasts. What Databricks alone does, the rescue of values, is not looked at."""

import json
import subprocess
import sys
from collections import Counter

from pyspark.sql import SparkSession
from pyspark.sql.types import StringType, StructField, StructType

# Names that identify a record, and so decide how acslint reads it.
IDENTITY = {"Category", "category", "Type", "_ResourceId", "resourceId"}

VALUES = [
    '"x"', '""', "2.5", "5.0", "1", "-1", "true", '{"a":1}', "[1]", "[]", "99999999999999999999", "1e3", "NaN", "-INF",
    '"2024-03"', '"2024-03-05T09:14:27Z"', '"2024-03-05t09:14:27z"', '"2016-12-31T23:59:60Z"', '"12"', '"NaN"', "null",
]

# Members that spoil the syntax of a record, or seem to.
MEMBERS = ['"zz":01', '"zz":INF', "zz:1", '"zz":"\x01"', '"zz":"\\q"', "'zz':'it'", '"zz":1,', '"zz":.5', '"zz":+1']

CORRUPT = "_corrupt_record"


def planted(record, schema):
    """Lines, each with one defect: another value in a column, or another syntax."""
    def replaced(fields, outer):
        for field in fields:
            if field.name in IDENTITY:
                continue
            for value in VALUES:
                member = f"{json.dumps(field.name)}:{value}"
                others = {name: of for name, of in outer.items() if name != field.name}
                yield json.dumps(others)[:-1] + (", " if others else "") + member + "}"

    lines = list(replaced(schema.fields, record))
    for field in schema.fields:
        if isinstance(field.dataType, StructType) and isinstance(record.get(field.name), dict):
            others = {name: of for name, of in record.items() if name != field.name}
            for inner in replaced(field.dataType.fields, record[field.name]):
                lines.append(json.dumps(others)[:-1] + f", {json.dumps(field.name)}:{inner}}}")
    lines += [json.dumps(record)[:-1] + f", {member}}}" for member in MEMBERS]
    return lines


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


def read(line):
    """The record of a line, in the syntax that Spark reads; none for the lines of another one."""
    try:
        return json.loads(line.replace("-INF", "-Infinity"))
    except ValueError:
        return None


def seen(spark, schema, file, lines):
    """Counts of NULLs by column, and of corrupt records, as Spark reads the lines."""
    # Without a conversion to Python, which does not have all times.
    columns = StructType([*schema.fields, StructField(CORRUPT, StringType())])
    rows = spark.read.schema(columns).json(str(file)).selectExpr("to_json(struct(*)) AS row").collect()
    assert len(rows) == len(lines), f"{len(lines)} lines, {len(rows)} rows"
    columns, corrupt = Counter(), 0
    for line, row in zip(lines, rows):
        row = json.loads(row["row"])
        text = row.pop(CORRUPT, None)
        if text is not None and not row:
            corrupt += 1
            continue
        value = read(line)
        if value is not None:
            columns.update(nulls(value, Missing(row), schema.fields))
    return columns, corrupt


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
    columns, corrupt = Counter(), 0
    for kind in json.loads(ran.stdout)["summary"]["target"]["kinds"]:
        if kind["kind"] == "corrupt":
            corrupt = kind["records"]
        elif kind["kind"] == "rescued":
            columns.update({of["field"]: of["values"] for of in kind["properties"] if of["field"]})
        else:
            raise AssertionError(f"{category} {shape}: unexpected kind {kind}")
    return columns, corrupt


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
        lines = planted(json.loads(file.read_text().splitlines()[0]), schema)
        defects = file.with_suffix(".defects.jsonl")
        defects.write_text("".join(f"{line}\n" for line in lines))
        count += len(lines)
        by_spark, by_acslint = seen(spark, schema, defects, lines), forecast(defects, category, shape)
        if by_spark[1] != by_acslint[1]:
            failures.append(f"{shape} {category}: {by_spark[1]} corrupt records, {by_acslint[1]} forecast")
        for column in sorted(set(by_spark[0]) | set(by_acslint[0])):
            found, expected = by_spark[0][column], by_acslint[0][column]
            if found != expected:
                failures.append(f"{shape} {category}.{column}: {found} NULLs, {expected} forecast")
    spark.stop()
    return count, f"Spark {spark.version}", failures
