"""Checks in Spark 3.5 and 4: files in splits, and columns of text, also of streams.

Executors need the package, and the files under the same names.
"""

from __future__ import annotations

import sys
import zipimport

from ._checker import SPLIT_SIZE, Checker
from ._engine import NUMBER_COLUMNS, SPLIT_SIZES, TEXT_COLUMNS, Places, array_of, findings_of_files, raise_unreadable, whole_files
from ._errors import check_errors
from ._native import outline
from ._options import CHECKER, PLAN, divided

import pyarrow
from pyspark.sql import functions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, Literal

    from pyspark.sql import DataFrame, SparkSession
    from typing_extensions import Unpack

    from ._checker import Storage
    from ._options import CheckerOptions, CheckOptions, RejectOn
    from ._sources import Source

_FIX = "struct<applicability: string, edits: array<struct<byte_offset: bigint, byte_length: bigint, text: string>>>"
_COLUMNS = [
    *(f"{name} string" for name in TEXT_COLUMNS),
    *(f"{name} bigint" for name in NUMBER_COLUMNS),
    "cell struct<row: bigint, column: string>",
    f"fix {_FIX}",
]
FINDINGS = ", ".join(["file string", *_COLUMNS])
"""Schema of findings, with the names of the format `json`."""
RESULT = "struct<verdict: string, category: string, shape: string, loss: string, findings: array<struct<{}>>>".format(
    ", ".join(column.replace(" ", ": ", 1) for column in _COLUMNS)
)
"""Type of the result of a text."""

_REPORTS = "number bigint, outline binary, report binary"
_REPORT = pyarrow.schema({"number": pyarrow.int64(), "outline": pyarrow.binary(), "report": pyarrow.binary()})


def check_files(
    spark: SparkSession,
    paths: Source,
    *,
    split_size: int | None = None,
    errors: Literal["raise", "report"] = "raise",
    storage_options: Storage | None = None,
    **options: Unpack[CheckOptions],
) -> DataFrame:
    """Checks files in splits, one task each, and returns the findings: those of `acslint.check`.

    A split has 512 MiB, or 128 MiB if there would be fewer than tasks at a time. The check runs at once, since the place of a finding depends on all bytes before it; the findings stay in the executors.
    """
    check_errors(errors)
    chosen, run = divided(options, PLAN)
    checker = Checker(**chosen)
    splits = checker._plan(paths, SPLIT_SIZES if split_size is None else [split_size], _tasks_at_once(spark), storage_options, run)

    def check(batches: Iterable[pyarrow.RecordBatch]) -> Iterable[pyarrow.RecordBatch]:
        _forget_archives()
        for batch in batches:
            for number in batch.column(0).to_pylist():
                report = checker.check_split(splits[number], storage_options=storage_options)
                outlined, has_findings = outline(report)
                row = [splits[number].number, outlined, report if has_findings else None]
                columns = [pyarrow.array([value], field.type) for value, field in zip(row, _REPORT)]
                yield pyarrow.RecordBatch.from_arrays(columns, schema=_REPORT)

    tasks = spark.range(0, len(splits), 1, numPartitions=len(splits))
    reports = tasks.mapInArrow(check, _REPORTS).persist()
    rows = reports.select("outline", functions.col("report").isNotNull().alias("has_findings")).collect()
    outlines = [bytes(row["outline"]) for row in rows]
    if errors == "raise":
        raise_unreadable(outlines)
    places = Places(checker, outlines, storage_options)

    def place(batches: Iterable[pyarrow.RecordBatch]) -> Iterable[pyarrow.RecordBatch]:
        _forget_archives()
        for batch in batches:
            for number, report in zip(batch.column("number").to_pylist(), batch.column("report").to_pylist()):
                yield from places.of_split(number, report).to_batches()

    again = pyarrow.concat_tables(tables) if (tables := places.of_again()) else None
    places.again = []
    if any(row["has_findings"] for row in rows):
        findings = reports.where("report is not null").mapInArrow(place, FINDINGS)
    else:
        # Spark knows that it is empty, and starts no task for it.
        findings = spark.createDataFrame([], FINDINGS).limit(0)
        reports.unpersist()
    if again is not None:
        findings = findings.union(spark.createDataFrame(again.to_pandas(), FINDINGS))
    return findings


def _forget_archives() -> None:
    """Forgets the finders of modules in archives, which Python makes again when it needs them.

    A worker of Spark invalidates all finders before each task, and that of an archive then reads its directory again, before Python
    3.13. Spark's own archive is on the path of each worker: that takes 80 ms, in which 60 MB could be checked.
    """
    for path, finder in list(sys.path_importer_cache.items()):
        if isinstance(finder, zipimport.zipimporter):
            del sys.path_importer_cache[path]


def _tasks_at_once(spark: SparkSession) -> int:
    """Returns the number of tasks that run at the same time; 1 if the session does not know, as with Spark Connect."""
    context = getattr(spark, "sparkContext", None)
    return context.defaultParallelism if context else 1


def check_column(
    frame: DataFrame,
    column: str,
    *,
    result: str = "acslint",
    reject_on: RejectOn = "error",
    **options: Unpack[CheckerOptions],
) -> DataFrame:
    """Adds a column with the result of each text: `verdict`, `category`, `shape`, `loss` and `findings`.

    The frame may be a stream.
    """
    checker = Checker(reject_on=reject_on, **options)

    def check(batches: Iterable[pyarrow.RecordBatch]) -> Iterable[pyarrow.RecordBatch]:
        _forget_archives()
        for batch in batches:
            checked = array_of(checker.check_column(batch.column(column)))
            yield pyarrow.RecordBatch.from_arrays([*batch.columns, checked], [*batch.schema.names, result])

    schema = frame.select("*", functions.expr(f"cast(null as {RESULT})").alias(result)).schema
    return frame.mapInArrow(check, schema)


def quarantine(
    frame: DataFrame,
    column: str,
    *,
    result: str = "acslint",
    reject_on: RejectOn = "error",
    **options: Unpack[CheckerOptions],
) -> tuple[DataFrame, DataFrame]:
    """Divides rows by the verdict on a text: valid ones as they are, and invalid ones with the result as a reason.

    Records of other services are valid; a null and a text without a record are invalid. With `target` and `reject_on="loss"`, the
    losses there decide, whatever the findings are. The frame may be a stream.
    """
    checked = check_column(frame, column, result=result, reject_on=reject_on, **options)
    verdict = functions.coalesce(functions.col(f"`{result}`.verdict"), functions.lit("empty"))
    is_valid = verdict.isin("valid", "foreign")
    return checked.where(is_valid).drop(result), checked.where(~is_valid)


def register(spark: SparkSession) -> None:
    """Registers the format `acslint`, which reads findings: `spark.read.format("acslint").load("logs/")`. Needs Spark 4.

    Its options are those of `Checker`. A file is not cut, so `check_files` suits large files better.
    """
    source = _source()
    spark.dataSource.register(source)


def _source() -> Any:
    try:
        from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
    except ImportError:
        raise NotImplementedError("a format in Python needs Spark 4; use `check_files`") from None

    class FilesPartition(InputPartition):
        """Files that a task checks."""

    class Reader(DataSourceReader):
        """Reader of the findings in files."""

        def __init__(self, given: dict[str, str]) -> None:
            self.errors = given.pop("errors", "raise")
            check_errors(self.errors)
            self.size = int(given.pop("splitsize", SPLIT_SIZE))
            path = given.pop("path", None)
            if path is None:
                raise ValueError('the format "acslint" needs a path: `load("logs/")`')
            self.path = path
            self.checker = Checker(**_typed(given))

        def partitions(self) -> list[Any]:
            """Returns the files of each task."""
            splits = self.checker.plan(self.path, split_size=1 << 62)
            return [FilesPartition(split) for split in whole_files(self.checker, splits, self.size)]

        def read(self, partition: Any) -> Iterator[pyarrow.RecordBatch]:
            """Returns the findings in the files of a task."""
            yield from findings_of_files(self.checker, partition.value, None, self.errors).to_batches()

    class Source(DataSource):
        """Format of findings."""

        @classmethod
        def name(cls) -> str:
            return "acslint"

        def schema(self) -> str:
            return FINDINGS

        def reader(self, schema: Any) -> Any:
            return Reader(dict(self.options))

    return Source


def _typed(given: dict[str, str]) -> dict[str, Any]:
    """Returns options of a format, which are texts in lower case, as those of a checker."""
    names = {name.replace("_", ""): name for name in CHECKER}
    options: dict[str, Any] = {}
    for key, value in given.items():
        name = names.get(key.replace("_", ""), key)
        if name == "levels":
            options[name] = dict(part.split("=", 1) for part in value.split(","))
        else:
            options[name] = {"true": True, "false": False}.get(value.lower(), value)
    return options
