"""Measures acslint, `spark.read.json` and pandera in turn on the same file, and prints their ratios, and how many records each finds by
the rule that the planted defect breaks.

    python compare.py LOG CATEGORY SCHEMAS

LOG has records of the category in the table shape, in JSON Lines, and beside it the labels of their defects; SCHEMAS is the directory of the exported schemas. The package must
be a wheel in the profile `wheel`: `cargo xtask python --compare` does all this.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pandera.polars
import polars
import pyspark

import acslint

ROUNDS = 5
THREADS = 2

# Types of Kusto, which the catalog names, as those of Polars. A time stays text, so that its form can be checked.
KINDS = {"int": polars.Int64, "long": polars.Int64, "real": polars.Float64, "bool": polars.Boolean}
TIME = r"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$"


class Check(NamedTuple):
    """Check of a file: what is measured, and the numbers of the records that it finds, from 1."""

    run: Callable[[], object]
    found: Callable[[], Iterable[int]]


def check_of_acslint(log: str) -> Check:
    checker = acslint.Checker(no_config=True, threads=THREADS)

    def run() -> acslint.Report:
        return checker.check(log)

    return Check(run, lambda: (finding.record for finding in run().findings))


def check_of_spark(log: str, schema: Path) -> Check:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession, functions
    from pyspark.sql.types import StringType, StructField, StructType

    builder = SparkSession.builder.master(f"local[{THREADS}]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    spark = builder.config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "ERROR").getOrCreate()
    columns = StructType.fromJson(json.loads(schema.read_text()))
    with_text = StructType([*columns.fields, StructField("_corrupt_record", StringType())])

    def read() -> Any:
        return spark.read.schema(with_text).option("mode", "PERMISSIVE").json(log)

    def run() -> list[Any]:
        # Counting each column has Spark parse all of them.
        counts = [functions.count(name) for name in columns.names]
        rows: list[Any] = read().agg(functions.expr("count_if(_corrupt_record is not null)"), *counts).collect()
        return rows

    def found() -> Iterable[int]:
        numbers, frame = numbers_of(log), read().cache()
        rows = frame.where("_corrupt_record is not null").select("_corrupt_record").collect()
        # The measured runs have the same plan, and would be served from the cache.
        frame.unpersist(blocking=True)
        return [next(numbers[row[0]]) for row in rows]

    return Check(run, found)


def check_of_pandera(log: str, properties: list[dict[str, Any]]) -> Check:
    copy = readable(log)
    kinds = {of["name"]: KINDS.get(of["kusto_type"], polars.String) for of in properties}
    columns = {}
    for of in properties:
        checks = []
        if of.get("values", {}).get("kind") in ("closed", "open"):
            checks.append(pandera.polars.Check.isin(of["values"]["known"]))
        if of["kusto_type"] == "datetime":
            checks.append(pandera.polars.Check.str_matches(TIME))
        # A member that is absent is null in a frame.
        columns[of["name"]] = pandera.polars.Column(kinds[of["name"]], checks, nullable=of["requirement"] != "required")
    schema = pandera.polars.DataFrameSchema(columns)

    def run() -> list[int]:
        frame = polars.read_ndjson(copy, schema=kinds, ignore_errors=True)
        try:
            schema.validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as errors:
            rows: list[int] = errors.failure_cases["index"].drop_nulls().unique().to_list()
            return rows
        return []

    def found() -> Iterable[int]:
        numbers, lines = numbers_of(log), lines_of(copy)
        return [next(numbers[lines[row]]) for row in run()]

    return Check(run, found)


def lines_of(log: str) -> list[str]:
    """Returns the lines of a file, without their ends."""
    return Path(log).read_bytes().decode(errors="replace").split("\n")


def numbers_of(log: str) -> dict[str, Iterator[int]]:
    """Returns the numbers of the lines of a file, from 1; equal lines have as many numbers."""
    numbers: dict[str, list[int]] = {}
    for number, line in enumerate(lines_of(log), 1):
        numbers.setdefault(line, []).append(number)
    return {line: iter(of) for line, of in numbers.items()}


def readable(log: str) -> str:
    """Returns a copy of a file without the lines that are not an object: Polars stops at the first of them."""

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not JSON")

    def is_object(line: bytes) -> bool:
        try:
            return isinstance(json.loads(line, parse_constant=refuse), dict)
        except ValueError:
            return False

    copy = Path(log).with_suffix(".readable.jsonl")
    with open(log, "rb") as lines:
        copy.write_bytes(b"".join(line for line in lines if is_object(line)))
    return str(copy)


def main(log: str, category: str, schemas: str) -> None:
    catalog = json.loads((Path(schemas) / "catalog.json").read_text())["categories"]
    [properties] = [of["properties"] for of in catalog if of["category"] == category]
    in_table = [of for of in properties if of["in_table"]]
    spark = Path(schemas) / "databricks/table" / f"{category}.json"
    checks = {
        f"acslint {acslint.__version__}": check_of_acslint(log),
        f"Spark {pyspark.__version__}": check_of_spark(log, spark),
        f"pandera {version('pandera')}": check_of_pandera(log, in_table),
    }
    labels = map(json.loads, Path(log).with_suffix(".labels").read_text().splitlines())
    rules = {label["record"]: label["rule"] for label in labels}
    # These first runs are not measured: they compile, and read the file into the cache.
    found = {name: Counter(rules.get(record, "no defect") for record in set(check.found())) for name, check in checks.items()}
    seconds: dict[str, list[float]] = {name: [] for name in checks}
    for _ in range(ROUNDS):
        for name, check in checks.items():
            began = time.perf_counter()
            check.run()
            seconds[name].append(time.perf_counter() - began)
    print(f"{os.path.getsize(log) / 1e6:.0f} MB, {THREADS} threads, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}")
    first = next(iter(seconds.values()))
    for name, taken in seconds.items():
        ratio = statistics.median(other / one for one, other in zip(first, taken))
        print(f"{name:<20}{statistics.median(taken):7.2f} s{ratio:7.1f} times as long")
    print("".join(f"{name:>16}" for name in ("planted", *found)), " rule")
    planted = Counter(rules.values())
    for rule, count in planted.most_common():
        print("".join(f"{number:16}" for number in (count, *(of[rule] for of in found.values()))), f" {rule}")
    print("".join(f"{sum(of.values()):16}" for of in (planted, *found.values())), " all")


if __name__ == "__main__":
    main(*sys.argv[1:])
