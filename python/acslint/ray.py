"""Checks in Ray Data: files in splits, and columns of text."""

from __future__ import annotations

from ._checker import Checker
from ._engine import SPLIT_SIZES, Places, array_of, raise_unreadable
from ._errors import check_errors
from ._native import outline
from ._options import PLAN, divided

import pyarrow

import ray

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from typing_extensions import Unpack

    from ._checker import Storage
    from ._options import CheckerOptions, CheckOptions, RejectOn
    from ._sources import Source

_NUMBER, _OUTLINE, _REPORT = "number", "outline", "report"


def check_files(
    paths: Source,
    *,
    split_size: int | None = None,
    errors: Literal["raise", "report"] = "raise",
    storage_options: Storage | None = None,
    **options: Unpack[CheckOptions],
) -> ray.data.Dataset:
    """Checks files in splits, one task each, and returns the findings: those of `acslint.check`.

    A split has 512 MiB, or 128 MiB if there would be fewer than tasks at a time. The check runs at once, since the place of a finding depends on all bytes before it; the findings stay in the cluster.
    """
    check_errors(errors)
    chosen, run = divided(options, PLAN)
    checker = Checker(**chosen)
    splits = checker._plan(paths, SPLIT_SIZES if split_size is None else [split_size], _tasks_at_once(), storage_options, run)

    def check(batch: pyarrow.Table) -> pyarrow.Table:
        rows = []
        for place in batch["item"].to_pylist():
            report = checker.check_split(splits[place], storage_options=storage_options)
            outlined, _ = outline(report)
            rows.append({_NUMBER: splits[place].number, _OUTLINE: outlined, _REPORT: report})
        return pyarrow.Table.from_pylist(rows)

    tasks = ray.data.from_items(list(range(len(splits))), override_num_blocks=len(splits))
    reports = tasks.map_batches(check, batch_format="pyarrow", batch_size=1).materialize()
    outlines = [row[_OUTLINE] for row in reports.select_columns([_OUTLINE]).take_all()]
    if errors == "raise":
        raise_unreadable(outlines)
    places = Places(checker, outlines, storage_options)
    again = places.of_again()
    places.again = []

    def place(batch: pyarrow.Table) -> pyarrow.Table:
        numbers, found = batch[_NUMBER].to_pylist(), batch[_REPORT].to_pylist()
        return pyarrow.concat_tables([places.of_split(number, report) for number, report in zip(numbers, found)])

    findings: ray.data.Dataset = reports.map_batches(place, batch_format="pyarrow", batch_size=1)
    return findings.union(ray.data.from_arrow(again)) if again else findings


def _tasks_at_once() -> int:
    """Returns the number of tasks that run at the same time."""
    if not ray.is_initialized():
        # As the first dataset would do it.
        ray.init()
    resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
    return max(int(resources.get("CPU", 1)), 1)


def check_column(
    dataset: ray.data.Dataset,
    column: str,
    *,
    result: str = "acslint",
    reject_on: RejectOn = "error",
    **options: Unpack[CheckerOptions],
) -> ray.data.Dataset:
    """Adds a column with the result of each text: `verdict`, `category`, `shape`, `loss` and `findings`."""
    checker = Checker(reject_on=reject_on, **options)

    def check(batch: pyarrow.Table) -> pyarrow.Table:
        texts = batch[column]
        checked = [array_of(checker.check_column(chunk)) for chunk in texts.chunks]
        results = pyarrow.chunked_array(checked) if checked else array_of(checker.check_column(pyarrow.nulls(0)))
        return batch.append_column(result, results)

    added: ray.data.Dataset = dataset.map_batches(check, batch_format="pyarrow")
    return added
