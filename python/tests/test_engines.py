"""Engines: their findings are those of the program on a directory in which much is wrong, and columns have verdicts."""

from __future__ import annotations

import importlib
import json
import os
import sys
import zipfile
import zipimport
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow
import pytest
from conftest import BROKEN, CLEAN, SPLIT_SIZE, WRONG, as_set, json_findings, program

import acslint
import acslint.duckdb
import acslint.pandas
import acslint.polars


@pytest.fixture(scope="module")
def expected(nasty: Path) -> set[str]:
    """Findings of the program."""
    findings = as_set(json_findings(program("check", "--format", "json", str(nasty))))
    assert len(findings) > 500
    return findings


def plain(value: Any) -> Any:
    """Returns a value of an engine as JSON has it."""
    if hasattr(value, "asDict"):
        return plain(value.asDict())
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
        return [plain(item) for item in value]
    return value


def rows(found: list[Any]) -> set[str]:
    """Returns rows as the findings of a report without a target, which has no `loss`."""
    findings = [plain(row) for row in found]
    assert [finding.pop("loss") for finding in findings] == [None] * len(findings)
    return as_set(findings)


def test_python_has_the_findings_of_the_program(nasty: Path, expected: set[str]) -> None:
    report = acslint.check(nasty, errors="report")
    assert as_set([finding.to_dict() for finding in report.findings]) == expected
    assert rows(pyarrow.table(report.to_arrow()).to_pylist()) == expected


def test_polars_has_the_findings_of_the_program(nasty: Path, expected: set[str]) -> None:
    assert rows(acslint.polars.findings(nasty, errors="report").to_dicts()) == expected


def test_duckdb_has_the_findings_of_the_program(nasty: Path, expected: set[str]) -> None:
    connection = duckdb.connect()
    acslint.duckdb.register_findings(connection, nasty, errors="report")
    assert rows(connection.sql("SELECT * FROM findings").fetch_arrow_table().to_pylist()) == expected


def test_spark_has_the_findings_of_the_program(spark: Any, nasty: Path, expected: set[str]) -> None:
    import acslint.spark

    found = acslint.spark.check_files(spark, nasty, split_size=SPLIT_SIZE, errors="report")
    assert rows(found.collect()) == expected
    spark.catalog.clearCache()
    with pytest.raises(acslint.Error, match="cannot read all inputs"):
        acslint.spark.check_files(spark, nasty)


def test_spark_starts_no_task_for_clean_files(spark: Any, tmp_path: Path) -> None:
    import acslint.spark

    (tmp_path / "a.jsonl").write_text(CLEAN * 3000)
    found = acslint.spark.check_files(spark, tmp_path, split_size=90_000)
    assert found._jdf.queryExecution().executedPlan().toString().startswith("LocalTableScan <empty>")
    assert found.collect() == []
    assert found.schema == spark.createDataFrame([], acslint.spark.FINDINGS).schema
    # The places of findings need all splits, also those without findings.
    (tmp_path / "a.jsonl").write_text(CLEAN * 3000 + WRONG)
    found = acslint.spark.check_files(spark, tmp_path, split_size=90_000)
    assert rows(found.collect()) == as_set([finding.to_dict() for finding in acslint.check(tmp_path).findings])


def test_spark_forgets_archives_before_it_reads_them_again(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import acslint.spark

    archive = str(tmp_path / "modules.zip")
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("acslint_first.py", "")
        file.writestr("acslint_second.py", "")
    monkeypatch.syspath_prepend(archive)
    importlib.import_module("acslint_first")
    assert archive in sys.path_importer_cache
    acslint.spark._forget_archives()
    assert archive not in sys.path_importer_cache
    importlib.import_module("acslint_second")

    class Looking(acslint.Checker):
        def check_split(self, split: acslint.Split, **options: Any) -> bytes:
            assert not any(isinstance(finder, zipimport.zipimporter) for finder in sys.path_importer_cache.values())
            return super().check_split(split, **options)

        def __reduce__(self) -> Any:
            return (Looking, ())

    # Each task does so.
    monkeypatch.setattr(acslint.spark, "Checker", Looking)
    (tmp_path / "a.jsonl").write_text(WRONG)
    assert acslint.spark.check_files(spark, tmp_path / "a.jsonl").count() == 1


def test_the_format_of_spark_has_the_findings_of_the_program(spark: Any, nasty: Path, expected: set[str]) -> None:
    import acslint.spark

    if spark.version.startswith("3."):
        with pytest.raises(NotImplementedError, match="needs Spark 4; use `check_files`"):
            acslint.spark.register(spark)
        return
    acslint.spark.register(spark)
    reader = spark.read.format("acslint").option("errors", "report").option("splitSize", str(SPLIT_SIZE))
    assert rows(reader.load(str(nasty)).collect()) == expected


def test_ray_has_the_findings_of_the_program(ray_node: None, nasty: Path, expected: set[str]) -> None:
    import acslint.ray

    found = acslint.ray.check_files(nasty, split_size=SPLIT_SIZE, errors="report")
    assert rows(found.take_all()) == expected


def test_a_split_that_must_be_checked_again_is_placed(spark: Any, ray_node: None, tmp_path: Path) -> None:
    import acslint.ray
    import acslint.spark

    # An array that begins in the middle of the lines takes all bytes behind it.
    text = CLEAN * 3000 + "[\n" + ",\n".join([CLEAN.strip(), WRONG.strip()] * 300) + "\n]\n" + WRONG
    (tmp_path / "a.jsonl").write_text(text)
    found = as_set([finding.to_dict() for finding in acslint.check(tmp_path).findings])
    assert len(found) > 300
    assert rows(acslint.spark.check_files(spark, tmp_path, split_size=90_000).collect()) == found
    assert rows(acslint.ray.check_files(tmp_path, split_size=60_000).take_all()) == found


@pytest.fixture(scope="module")
def expected_losses(nasty: Path) -> set[str]:
    """Findings of the program with their losses in Databricks."""
    findings = json_findings(program("check", "--format", "json", "--target", "databricks", str(nasty)))
    assert {finding["loss"] for finding in findings} == {"record", "file", "value", "column", "none"}
    return as_set(findings)


def test_findings_of_files_have_the_losses_of_the_program(
    spark: Any, ray_node: None, nasty: Path, expected_losses: set[str]
) -> None:
    import acslint.ray
    import acslint.spark

    options: Any = {"target": "databricks", "errors": "report"}
    found = acslint.spark.check_files(spark, nasty, split_size=SPLIT_SIZE, **options)
    assert as_set(plain(found.collect())) == expected_losses
    found = acslint.ray.check_files(nasty, split_size=SPLIT_SIZE, **options)
    assert as_set(plain(found.take_all())) == expected_losses
    assert as_set(acslint.polars.findings(nasty, **options).to_dicts()) == expected_losses
    connection = duckdb.connect()
    acslint.duckdb.register_findings(connection, nasty, **options)
    assert as_set(connection.sql("SELECT * FROM findings").fetch_arrow_table().to_pylist()) == expected_losses
    assert as_set(plain(acslint.pandas.findings(nasty, **options)["loss"].value_counts().items())) == as_set(
        Counter(json.loads(finding)["loss"] for finding in expected_losses).items()
    )
    if not spark.version.startswith("3."):
        acslint.spark.register(spark)
        reader = spark.read.format("acslint").option("errors", "report").option("target", "databricks")
        assert as_set(plain(reader.load(str(nasty)).collect())) == expected_losses


TEXTS = [CLEAN.strip(), WRONG.strip(), None, "", BROKEN[-1].strip(), '{"Category": "Usage"']
VERDICTS = ["valid", "invalid", None, "empty", "foreign", "invalid"]


def check_results(results: list[Any]) -> None:
    assert [None if row is None else row["verdict"] for row in results] == VERDICTS
    assert [finding["pointer"] for finding in results[1]["findings"]] == ["/Quantity"]
    assert results[1]["findings"][0]["fix"]["edits"][0]["text"] == "1"
    assert (results[0]["category"], results[0]["shape"], results[0]["findings"]) == ("Usage", "table", [])


def test_polars_checks_columns() -> None:
    frame = polars.DataFrame({"line": TEXTS})
    for checked in (frame, frame.lazy()):
        result = checked.with_columns(acslint.polars.check_column("line").alias("result"))
        collected = result.collect() if isinstance(result, polars.LazyFrame) else result
        check_results(collected["result"].to_list())
    nulls = polars.DataFrame({"line": [None, None]}).select(acslint.polars.check_column("line"))
    assert nulls["line"].to_list() == [None, None]
    chunks = polars.concat([frame, frame], rechunk=False)
    assert chunks.select(acslint.polars.check_column(polars.col("line")).struct.field("verdict"))["verdict"].to_list() == VERDICTS * 2


def test_duckdb_checks_columns() -> None:
    connection = duckdb.connect()
    acslint.duckdb.register(connection)
    acslint.duckdb.register(connection, "lenient", levels={"wrong-type": "warning"})
    connection.register("lines", pyarrow.table({"line": TEXTS, "n": range(len(TEXTS))}))
    found = connection.sql("SELECT acslint(line) AS r FROM lines ORDER BY n").fetchall()
    check_results([row[0] for row in found])
    found = connection.sql("SELECT lenient(line).verdict FROM lines WHERE n = 1").fetchall()
    assert found == [("valid",)]
    many = connection.sql("SELECT count(*) FILTER (acslint(line).verdict = 'invalid') FROM lines, range(3000)")
    assert many.fetchall() == [(6000,)]


def test_pandas_checks_columns() -> None:
    import pandas

    frame = acslint.pandas.check_column(pandas.Series(TEXTS, index=list("abcdef")))
    assert list(frame.index) == list("abcdef")
    assert list(frame["verdict"]) == VERDICTS
    assert [finding["pointer"] for finding in frame["findings"]["b"]] == ["/Quantity"]
    assert [finding.rule for finding in acslint.check(WRONG.encode()).findings] == ["wrong-type"]


def test_ray_checks_columns(ray_node: None) -> None:
    import acslint.ray
    import ray

    dataset = ray.data.from_arrow(pyarrow.table({"line": TEXTS, "n": list(range(len(TEXTS)))}))
    found = acslint.ray.check_column(dataset, "line").sort("n").take_all()
    check_results([row["acslint"] for row in found])


def test_spark_checks_columns_and_divides_them(spark: Any) -> None:
    import acslint.spark

    frame = spark.createDataFrame([(number, text) for number, text in enumerate(TEXTS)], "n long, line string")
    checked = acslint.spark.check_column(frame, "line", result="r").orderBy("n").collect()
    check_results([plain(row["r"]) for row in checked])
    valid, invalid = acslint.spark.quarantine(frame, "line")
    assert valid.columns == ["n", "line"]
    assert sorted(row["n"] for row in valid.collect()) == [0, 4]
    reasons = {row["n"]: row["acslint"] for row in invalid.collect()}
    assert sorted(reasons) == [1, 2, 3, 5]
    assert [finding["rule"] for finding in reasons[1]["findings"]] == ["wrong-type"]


EXTRA = CLEAN.strip().replace("{", '{"Extra":1,', 1)
# Texts with their losses in Databricks, and their verdicts by losses.
LOSSES = [
    (CLEAN.strip(), "none", "valid"),
    (EXTRA, "column", "invalid"),
    (WRONG.strip(), "value", "invalid"),
    # An error is not a loss: the column of texts takes the number.
    (CLEAN.strip().replace('"sms"', "7"), "none", "valid"),
    (BROKEN[-1].strip(), "record", "foreign"),
    ("{", "record", "invalid"),
    ("", None, "empty"),
    (None, None, None),
]
LOST_TEXTS = [text for text, _, _ in LOSSES]
BY_LOSS: Any = {"target": "databricks", "reject_on": "loss", "levels": {"unknown-field": "allow"}}


def check_losses(results: list[Any]) -> None:
    found = [(None, None) if row is None else (row["loss"], row["verdict"]) for row in results]
    assert found == [(loss, verdict) for _, loss, verdict in LOSSES]
    # A record without findings can lose something.
    assert plain(results[1]["findings"]) == []
    assert [finding["loss"] for finding in results[2]["findings"]] == ["value"]


def test_columns_have_losses_in_all_engines(ray_node: None) -> None:
    import acslint.ray
    import pandas
    import ray

    frame = polars.DataFrame({"line": LOST_TEXTS})
    check_losses(frame.select(acslint.polars.check_column("line", **BY_LOSS))["line"].to_list())
    connection = duckdb.connect()
    acslint.duckdb.register(connection, **BY_LOSS)
    connection.register("lines", pyarrow.table({"line": LOST_TEXTS, "n": range(len(LOSSES))}))
    check_losses([row[0] for row in connection.sql("SELECT acslint(line) FROM lines ORDER BY n").fetchall()])
    checked = acslint.pandas.check_column(pandas.Series(LOST_TEXTS), **BY_LOSS)
    check_losses([None if row["verdict"] is None else row for row in checked.to_dict("records")])
    dataset = ray.data.from_arrow(pyarrow.table({"line": LOST_TEXTS, "n": list(range(len(LOSSES)))}))
    found = acslint.ray.check_column(dataset, "line", **BY_LOSS).sort("n").take_all()
    check_losses([row["acslint"] for row in found])


def test_spark_divides_columns_by_their_losses(spark: Any) -> None:
    import acslint.spark

    frame = spark.createDataFrame([(number, text) for number, text in enumerate(LOST_TEXTS)], "n long, line string")
    checked = acslint.spark.check_column(frame, "line", **BY_LOSS).orderBy("n").collect()
    check_losses([plain(row["acslint"]) for row in checked])
    valid, invalid = acslint.spark.quarantine(frame, "line", **BY_LOSS)
    assert sorted((row["n"], row["line"]) for row in valid.collect()) == [(n, LOST_TEXTS[n]) for n in (0, 3, 4)]
    reasons = {row["n"]: row["acslint"] and row["acslint"]["loss"] for row in invalid.collect()}
    assert reasons == {1: "column", 2: "value", 5: "record", 6: None, 7: None}


def test_spark_divides_streams(spark: Any, tmp_path: Path) -> None:
    import acslint.spark

    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text((CLEAN + WRONG) * 3)
    stream = spark.readStream.text(str(tmp_path / "in"))
    valid, invalid = acslint.spark.quarantine(stream, "value")
    assert valid.isStreaming and invalid.isStreaming
    for name, frame in (("valid", valid), ("invalid", invalid)):
        writer = frame.writeStream.format("json").option("checkpointLocation", str(tmp_path / f"{name}-state"))
        query = writer.option("path", str(tmp_path / name)).trigger(availableNow=True).start()
        query.awaitTermination()
    assert sorted(row["value"] for row in spark.read.json(str(tmp_path / "valid")).collect()) == [CLEAN.strip()] * 3
    found = spark.read.json(str(tmp_path / "invalid")).collect()
    assert [row["acslint"]["findings"][0]["rule"] for row in found] == ["wrong-type"] * 3


def test_a_killed_worker_of_spark_changes_nothing(
    spark: Any, nasty: Path, expected: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import acslint.spark

    marker = str(tmp_path / "killed")
    check_split = acslint.Checker.check_split

    def dies_once(self: acslint.Checker, split: acslint.Split, **options: Any) -> bytes:
        if split.number == 5 and not os.path.exists(marker):
            with open(marker, "w"):
                pass
            os.kill(os.getpid(), 9)
        return check_split(self, split, **options)

    class Dying(acslint.Checker):
        check_split = dies_once

        def __reduce__(self) -> Any:
            return (Dying, ())

    monkeypatch.setattr(acslint.spark, "Checker", Dying)
    found = acslint.spark.check_files(spark, nasty, split_size=SPLIT_SIZE, errors="report")
    assert rows(found.collect()) == expected
    assert os.path.exists(marker)


def test_types_of_engines_are_those_of_arrow() -> None:
    """The texts with types that engines need name each column once, as the native half does."""
    from acslint._engine import NUMBER_COLUMNS, TEXT_COLUMNS

    report = acslint.check(WRONG.encode())
    table = pyarrow.table(report.to_arrow())
    kinds = {name: str(table.schema.field(name).type) for name in table.column_names}
    assert [name for name, kind in kinds.items() if kind == "string" and name != "file"] == list(TEXT_COLUMNS)
    assert [name for name, kind in kinds.items() if kind == "int64"] == list(NUMBER_COLUMNS)
    assert [name for name in kinds if name not in (*TEXT_COLUMNS, *NUMBER_COLUMNS)] == ["file", "cell", "fix"]
    with_target = acslint.check(WRONG.encode(), target="adx")
    assert json.loads(with_target.to_json())["findings"][0].keys() == kinds.keys()
