"""Checks in engines that run splits of a plan in processes of their own."""

from __future__ import annotations

import json

from . import _native
from ._checker import SPLIT_SIZE, Checker, Split, reopening
from ._errors import Error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    import pyarrow

    from ._checker import Storage

# Sizes of splits, the best one first: a task takes 50 ms besides the check, in which 50 MB could be checked.
SPLIT_SIZES = (4 * SPLIT_SIZE, SPLIT_SIZE)

# Types of the columns of findings, as SQL writes them.
TEXT_COLUMNS = (
    "rule",
    "level",
    "message",
    "help",
    "pointer",
    "field",
    "name",
    "category",
    "shape",
    "time",
    "resource",
    "loss",
)
NUMBER_COLUMNS = ("record", "line", "column", "end_line", "end_column", "byte_offset", "byte_length")

# Place of a part that is a whole input.
_WHOLE = {"records": 0, "lines": 0, "changes": {"known": [], "cut_again": None}}


def table_of(lines: bytes) -> pyarrow.Table:
    """Returns findings in JSON as a table."""
    import pyarrow

    return pyarrow.table(_native.table(lines))


def array_of(column: _native.Column) -> pyarrow.Array:
    """Returns the results of a column as an array of pyarrow."""
    import pyarrow

    return pyarrow.array(column)


class Places:
    """Places of what all splits of a plan found, from the outlines of their reports."""

    __slots__ = ("by_number", "again", "_arguments")

    def __init__(self, checker: Checker, outlines: Sequence[bytes], storage: Storage | None) -> None:
        self._arguments = checker._merge_arguments()
        places, self.again = _native.places(self._arguments, outlines, reopening(storage))
        numbers = (json.loads(outline)["shard"]["number"] for outline in outlines)
        self.by_number = dict(zip(numbers, places))

    def of_split(self, number: int, report: bytes) -> pyarrow.Table:
        """Returns the findings of a split at their places in the run."""
        return table_of(_native.findings(self._arguments, report, self.by_number[number]))

    def of_again(self) -> list[pyarrow.Table]:
        """Returns the findings in what was checked again."""
        return [table_of(_native.findings(self._arguments, report, places)) for report, places in self.again]


def whole_files(checker: Checker, splits: Iterable[Split], size: int) -> list[Split]:
    """Groups the files of a plan into splits of about this size, none of which is cut."""
    tasks = [json.loads(split.to_json()) for split in splits]
    groups: list[list[dict[str, Any]]] = [[]]
    filled = 0
    for part in (part for task in tasks for part in task["inputs"]):
        if groups[-1] and filled + part["size"] > size:
            groups.append([])
            filled = 0
        groups[-1].append(part)
        filled += part["size"]
    run: Mapping[str, Any] = {**tasks[0]["run"], "of": len(groups)}
    made = ({**tasks[0], "number": number + 1, "run": run, "inputs": group} for number, group in enumerate(groups))
    return [Split(json.dumps(task)) for task in made]


def findings_of_files(checker: Checker, split: Split, storage: Storage | None, errors: str) -> pyarrow.Table:
    """Returns the findings in the files of a split, none of which is cut."""
    report = checker.check_split(split, storage_options=storage)
    if errors == "raise":
        raise_unreadable([_native.outline(report)[0]])
    places = json.dumps([_WHOLE] * len(split.parts))
    return table_of(_native.findings(checker._merge_arguments(), report, places))


def raise_unreadable(outlines: Iterable[bytes]) -> None:
    """Raises what could not be read."""
    parts = (part for outline in outlines for part in json.loads(outline)["shard"]["parts"])
    faults = [f"{part['file']}: {part['error']}" for part in parts if part["error"]]
    if faults:
        more = f"; and {len(faults) - 3} more" if len(faults) > 3 else ""
        raise Error("cannot read all inputs: " + "; ".join(faults[:3]) + more)
