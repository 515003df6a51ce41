"""Checker, and the functions that make one."""

from __future__ import annotations

import json
import os

from . import _native
from ._errors import Error, UnreadableInput, UsageError, check_errors
from ._options import CHECKER, CONFIG, MERGE, PLAN, RUN, arguments, divided
from ._report import Report
from ._sources import open_url, is_url, resolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Literal

    from typing_extensions import Unpack

    from ._options import CheckerOptions, CheckOptions, RejectOn, RunOptions
    from ._sources import Input, Source

    Storage = Mapping[str, Any]

# Size of a split: smaller ones spend their time on starting.
SPLIT_SIZE = 128 * 1024 * 1024

# Checkers of columns in this process, by their options: a copy in a task of an engine finds its compiled schemas again.
_compiled: dict[tuple[tuple[str, ...], str], _native.ColumnChecker] = {}


class Split:
    """Part of the inputs of a run, to be checked in any process.

    `number` counts from 1, and there are `of` splits. `parts` says what is in it.
    """

    __slots__ = ("_task", "_read")

    def __init__(self, task: str) -> None:
        self._task = task
        self._read: dict[str, Any] | None = None

    def __reduce__(self) -> tuple[type[Split], tuple[str]]:
        return (Split, (self._task,))

    @property
    def _content(self) -> dict[str, Any]:
        if self._read is None:
            self._read = json.loads(self._task)
        return self._read

    @property
    def number(self) -> int:
        """Number of the split, from 1."""
        number: int = self._content["number"]
        return number

    @property
    def of(self) -> int:
        """Number of all splits."""
        of: int = self._content["run"]["of"]
        return of

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Files with the offsets of their first byte and of the byte behind the last.

        A file that is not cut although it is longer than a split has a reason in `whole`: `compressed`, or `not-lines` if it
        does not have one record on each line.
        """
        return [_part(part) for part in self._content["inputs"]]

    def to_json(self) -> str:
        """Returns the split in a form for another process: `Split(text)` reads it."""
        return self._task

    def __repr__(self) -> str:
        return f"<Split {self.number} of {self.of}: {', '.join(part['file'] for part in self.parts)}>"


def _part(part: Mapping[str, Any]) -> dict[str, Any]:
    split = part["split"] or {}
    start = (split.get("start") or {}).get("offset", 0)
    end = split.get("end")
    return {"file": part["file"], "start": start, "end": part["size"] if end is None else end, "whole": part["uncut"]}


class Checker:
    """Checker with its options, made once for any number of inputs, threads and processes.

    The options are those of the command line, with `_` in place of `-`: `config`, `no_config`, `levels` (a dictionary), `category`,
    `shape`, `strict`, `lenient`, `threads`, `max_decompressed`, `max_ratio`, `target` and `target_schema`. `reject_on` is the lowest
    level of a finding that makes a text of a column invalid, or `loss`, if it is invalid because the target loses something of it.

    >>> checker = Checker(levels={"unknown-field": "error"})
    >>> report = checker.check(b'{"category": "Usage", "time": "yesterday"}')
    >>> len(report.findings) > 0
    True

    A copy in another process reads the configuration there, so `config` and `target_schema` must name the same files.
    """

    __slots__ = ("_options", "_arguments", "_column", "_reject_on")

    def __init__(
        self,
        *,
        reject_on: RejectOn = "error",
        **options: Unpack[CheckerOptions],
    ) -> None:
        if reject_on not in ("error", "warning", "loss"):
            raise UsageError(f"`reject_on` must be 'error', 'warning' or 'loss', not {reject_on!r}")
        self._options: dict[str, Any] = dict(options)
        self._reject_on = reject_on
        self._arguments = arguments(options, CHECKER)
        self._column: _native.ColumnChecker | None = self._compile()

    def __reduce__(self) -> tuple[Any, ...]:
        return (_copied, (self._options, self._reject_on))

    def __repr__(self) -> str:
        return f"Checker({', '.join(f'{name}={value!r}' for name, value in self._options.items())})"

    def check(
        self,
        source: Source,
        *,
        name: str | None = None,
        errors: Literal["raise", "report"] = "raise",
        storage_options: Storage | None = None,
        **options: Unpack[RunOptions],
    ) -> Report:
        """Checks a source: see `acslint.check`."""
        check_errors(errors)
        given = self._arguments + arguments(options, RUN)
        paths, inputs = resolved(source, name, **(storage_options or {}))
        line = ["--format=json", *given, "--", *paths]
        return ended(_native.check(line, inputs), errors)

    def check_column(self, column: Any) -> _native.Column:
        """Checks each text of an Arrow column, from any program with the PyCapsule interface.

        The result has a struct for each text, and null for a null:

        - `verdict`: `valid`; `invalid` if a finding at or above `reject_on`, or a loss, rejects it or it cannot be read; `foreign`
          for a record of another service; `empty` for a text without a record,
        - `category` and `shape` of the record,
        - `loss`: the worst thing that happens to the record in the `target`, also if it has no findings: `file`, `record`,
          `value`, `column` or `none`; null without a target,
        - `findings`: a list of structs with the names of the format `json`, except `file`.

        >>> import pyarrow
        >>> column = pyarrow.array(['{"category": "Usage"', None])
        >>> result = pyarrow.array(Checker().check_column(column))
        >>> result.field("verdict")[0].as_py(), result[1].as_py()
        ('invalid', None)
        """
        if self._column is None:
            self._column = self._compile()
        return self._column.check(column)

    def plan(
        self,
        source: Source,
        *,
        split_size: int = SPLIT_SIZE,
        storage_options: Storage | None = None,
        **options: Unpack[RunOptions],
    ) -> list[Split]:
        """Cuts a source into splits: see `acslint.plan`."""
        return self._plan(source, [split_size], 1, storage_options, options)

    def _plan(
        self, source: Source, sizes: Sequence[int], at_once: int, storage: Storage | None, options: Mapping[str, Any]
    ) -> list[Split]:
        """Cuts a source into splits for an engine that checks so many at once: more are a multiple of that number.

        They have the first of the sizes with which there are enough of them, or else the last one.
        """
        if min(sizes) < 1:
            raise UsageError("`split_size` must be at least 1")
        paths, inputs = resolved(source, **(storage or {}))
        line = [*self._arguments, *arguments(options, PLAN), "--", *paths]
        tasks: list[str] = []
        for size in sizes:
            tasks = _native.tasks(line, size, at_once, inputs)
            if len(tasks) >= at_once:
                break
        return [Split(task) for task in tasks]

    def check_split(self, split: Split, *, storage_options: Storage | None = None) -> bytes:
        """Checks a split, in any process, and returns its report for `merge`."""
        report, _, code = _native.check_task(self._split_arguments(), split.to_json(), reopening(storage_options))
        if code == 2:
            unreadable = json.loads(_native.Document(report).rest())["summary"]["unreadable"]
            if not unreadable:
                raise Error(f"the check of split {split.number} of {split.of} was interrupted")
        return report

    def merge(
        self,
        reports: Iterable[bytes],
        *,
        errors: Literal["raise", "report"] = "raise",
        storage_options: Storage | None = None,
        **options: Unpack[RunOptions],
    ) -> Report:
        """Merges the reports of all splits into the report of one run: see `acslint.merge`."""
        check_errors(errors)
        line = ["--format=json", *arguments(options, MERGE), *self._merge_arguments()]
        given = list(reports)
        if not given:
            raise UsageError("there is no report to merge")
        return ended(_native.merge(line, given, reopening(storage_options)), errors)

    def _compile(self) -> _native.ColumnChecker:
        column = _native.ColumnChecker(self._arguments, self._reject_on)
        _compiled[(tuple(self._arguments), self._reject_on)] = column
        return column

    def _merge_arguments(self) -> list[str]:
        # The checks of the splits have decided what is found. The reports come from the caller.
        config = {name: value for name, value in self._options.items() if name in CONFIG}
        return [*arguments(config, CONFIG), "-"]

    def _split_arguments(self) -> list[str]:
        # Splits are the unit of work of an engine: it decides how many run at a time.
        threads = [] if self._options.get("threads") else ["--threads=1"]
        return self._arguments + threads


def _copied(options: dict[str, Any], reject_on: RejectOn) -> Checker:
    """Returns a checker with these options, which were valid where it was made.

    It has the compiled checker of this process if there is one, and compiles none before it checks a column.
    """
    checker = Checker.__new__(Checker)
    checker._options, checker._reject_on = options, reject_on
    checker._arguments = arguments(options, CHECKER)
    checker._column = _compiled.get((tuple(checker._arguments), reject_on))
    return checker


def reopening(storage: Storage | None) -> Any:
    """Returns the function that opens an input of a split again, by its name and size."""

    def opener(name: str, size: int) -> Input | None:
        return open_url(name, size, **(storage or {})) if is_url(name) else None

    return opener


def ended(outcome: tuple[bytes, list[str], int], errors: str) -> Report:
    """Returns the report of a run, or raises what could not be read."""
    json_text, notes, code = outcome
    report = Report(json_text, code, notes)
    if code == 2 and errors == "raise":
        unreadable = report.summary["unreadable"]
        shown = "; ".join(f"{entry['file']}: {entry['error']}" for entry in unreadable[:3])
        more = f"; and {len(unreadable) - 3} more" if len(unreadable) > 3 else ""
        raise UnreadableInput((shown or "the run was interrupted") + more, report)
    return report


def check(
    source: Source,
    *,
    name: str | None = None,
    errors: Literal["raise", "report"] = "raise",
    storage_options: Storage | None = None,
    **options: Unpack[CheckOptions],
) -> Report:
    """Checks a source as `acslint check` does.

    The source is a path, a directory, a pattern or a list of them; bytes; a binary file or anything else with `read`; an iterable
    of bytes; or a URL for fsspec, such as `az://container/prefix/`, whose credentials are `storage_options`. `name` is that of
    anything but paths in the report.

    The other options are those of the command line, with `_` in place of `-`. `levels` is a dictionary of rules and levels.

    An input that cannot be read raises `UnreadableInput` with the report of the rest, unless `errors` is `"report"`.

    >>> report = check([b'{"category": "Usage",', b' "time": "yesterday"}'], name="parts")
    >>> report.findings[0].file
    'parts'
    """
    checker, run = divided(options, RUN)
    return Checker(**checker).check(source, name=name, errors=errors, storage_options=storage_options, **run)


def plan(
    source: Source,
    *,
    split_size: int = SPLIT_SIZE,
    storage_options: Storage | None = None,
    **options: Unpack[CheckOptions],
) -> list[Split]:
    """Cuts a source into splits of about `split_size` stored bytes.

    Uncompressed files with one record on each line are cut between two records; any other file belongs to one split.

    >>> [split.of for split in plan("testdata/table/valid/sms-of-a-workspace-export.jsonl")]
    [1]
    """
    checker, run = divided(options, PLAN)
    return Checker(**checker).plan(source, split_size=split_size, storage_options=storage_options, **run)


def check_split(split: Split, *, storage_options: Storage | None = None, **options: Unpack[CheckerOptions]) -> bytes:
    """Checks a split, in any process, and returns its report for `merge`. The options are those of the plan."""
    return Checker(**options).check_split(split, storage_options=storage_options)


def merge(
    reports: Iterable[bytes],
    *,
    errors: Literal["raise", "report"] = "raise",
    storage_options: Storage | None = None,
    **options: Unpack[CheckOptions],
) -> Report:
    """Merges the reports of all splits of a plan, in any order, into the report of one run.

    >>> splits = plan("testdata/table/valid/sms-of-a-workspace-export.jsonl", split_size=2000)
    >>> report = merge(check_split(split) for split in splits)
    >>> report.to_json() == check("testdata/table/valid/sms-of-a-workspace-export.jsonl").to_json()
    True
    """
    checker, run = divided(options, MERGE)
    return Checker(**checker).merge(reports, errors=errors, storage_options=storage_options, **run)
