"""Report: findings, groups and the summary of a run."""

from __future__ import annotations

import json
from collections.abc import Sequence

from . import _native

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, ClassVar, overload

    import pandas


class _Record:
    """Object whose attributes are the names of the format `json`."""

    __slots__ = ()
    _names: ClassVar[tuple[str, ...]] = ()
    _nested: ClassVar[dict[str, type[_Record]]] = {}
    # Names that the format has only with a value.
    _optional: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, fields: Mapping[str, Any]) -> None:
        for name in self._names:
            value = fields.get(name)
            nested = self._nested.get(name)
            if nested is not None and value is not None:
                value = tuple(map(nested, value)) if isinstance(value, list) else nested(value)
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__!r} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__!r} cannot be changed")

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self._names)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        shown = ((name, getattr(self, name)) for name in self._names)
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown if value is not None)})"

    def __reduce__(self) -> tuple[type[_Record], tuple[dict[str, Any]]]:
        return (type(self), (self.to_dict(),))

    def to_dict(self) -> dict[str, Any]:
        """Returns the object as it is in the format `json`."""

        def plain(value: Any) -> Any:
            if isinstance(value, _Record):
                return value.to_dict()
            return [plain(item) for item in value] if isinstance(value, tuple) else value

        values = {name: plain(getattr(self, name)) for name in self._names}
        return {name: value for name, value in values.items() if value is not None or name not in self._optional}


class Edit(_Record):
    """Replacement of bytes."""

    __slots__ = ("byte_offset", "byte_length", "text")
    _names: ClassVar[tuple[str, ...]] = __slots__
    byte_offset: int
    byte_length: int
    text: str


class Fix(_Record):
    """Fix of a finding."""

    __slots__ = ("applicability", "edits")
    _names: ClassVar[tuple[str, ...]] = __slots__
    _nested = {"edits": Edit}
    applicability: str
    edits: tuple[Edit, ...]


class Cell(_Record):
    """Cell of a table that a finding is about."""

    __slots__ = ("row", "column")
    _names: ClassVar[tuple[str, ...]] = __slots__
    row: int
    column: str | None


class Finding(_Record):
    """Finding: a fault of a record.

    Its attributes are the names of the format `json`. `loss` is what the `target` loses at the place of the finding: `record`,
    `file`, `value`, `column` or `none`; without a target, it is null.
    """

    __slots__ = (
        "rule",
        "level",
        "message",
        "help",
        "file",
        "record",
        "line",
        "column",
        "end_line",
        "end_column",
        "byte_offset",
        "byte_length",
        "pointer",
        "field",
        "name",
        "cell",
        "category",
        "shape",
        "time",
        "resource",
        "fix",
        "loss",
    )
    _names: ClassVar[tuple[str, ...]] = __slots__
    _nested = {"cell": Cell, "fix": Fix}
    _optional = frozenset(("loss",))
    rule: str
    level: str
    message: str
    help: str | None
    file: str
    record: int
    line: int
    column: int
    end_line: int
    end_column: int
    byte_offset: int
    byte_length: int
    pointer: str
    field: str | None
    name: str | None
    cell: Cell | None
    category: str | None
    shape: str | None
    time: str | None
    resource: str | None
    fix: Fix | None
    loss: str | None


class First(_Record):
    """Place of the first finding of a group."""

    __slots__ = ("file", "record", "line")
    _names: ClassVar[tuple[str, ...]] = __slots__
    file: str
    record: int
    line: int


class Group(_Record):
    """Findings of one rule and level, of one category, shape, field and name, with their number."""

    __slots__ = (
        "rule",
        "level",
        "category",
        "shape",
        "field",
        "name",
        "count",
        "records",
        "first_time",
        "last_time",
        "time",
        "resource",
        "first",
    )
    _names: ClassVar[tuple[str, ...]] = __slots__
    _nested = {"first": First}
    rule: str
    level: str
    category: str | None
    shape: str | None
    field: str | None
    name: str | None
    count: int
    records: int
    first_time: str | None
    last_time: str | None
    time: str | None
    resource: str | None
    first: First


class Findings(Sequence[Finding]):
    """Findings of a report, in the order of the inputs. Each is read when it is asked for."""

    __slots__ = ("_document", "_range")

    def __init__(self, document: _native.Document, range_: range) -> None:
        self._document = document
        self._range = range_

    def __len__(self) -> int:
        return len(self._range)

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, place: int) -> Finding: ...

        @overload
        def __getitem__(self, place: slice) -> Findings: ...

    def __getitem__(self, place: int | slice) -> Finding | Findings:
        if isinstance(place, slice):
            return Findings(self._document, self._range[place])
        return Finding(json.loads(self._document.line(self._range[place])))

    def __iter__(self) -> Iterator[Finding]:
        return (Finding(json.loads(self._document.line(place))) for place in self._range)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (Findings, list)):
            return len(self) == len(other) and all(one == two for one, two in zip(self, other))
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{len(self)} findings>"


class Report:
    """Report of a run.

    >>> import acslint
    >>> report = acslint.check(b'{"category": "Usage", "time": "yesterday"}')
    >>> [(finding.rule, finding.pointer) for finding in report.findings if finding.rule == "invalid-format"]
    [('invalid-format', '/time')]
    >>> report.summary["records"], report.exit_code
    (1, 1)
    """

    __slots__ = ("_document", "_rest", "exit_code", "notes")

    exit_code: int
    """Exit code of `acslint check`: 0 clean, 1 findings at or above `fail_on`, 2 something unreadable, 3 nothing checked."""
    notes: tuple[str, ...]
    """Lines that `acslint check` writes to standard error."""

    def __init__(self, json: bytes, exit_code: int = 0, notes: Sequence[str] = ()) -> None:
        self._document = _native.Document(json)
        self._rest: dict[str, Any] | None = None
        self.exit_code = exit_code
        self.notes = tuple(notes)

    def __reduce__(self) -> tuple[type[Report], tuple[bytes, int, tuple[str, ...]]]:
        return (Report, (self._document.bytes(), self.exit_code, self.notes))

    @property
    def findings(self) -> Findings:
        """Findings, in the order of the inputs."""
        return Findings(self._document, range(len(self._document)))

    @property
    def groups(self) -> list[Group]:
        """Kinds of findings with their numbers; complete also where `max_findings` cut the findings."""
        return [Group(group) for group in self._read()["groups"]]

    @property
    def summary(self) -> dict[str, Any]:
        """Numbers of the run, with the names of the format `json`."""
        summary: dict[str, Any] = self._read()["summary"]
        return summary

    def _read(self) -> dict[str, Any]:
        if self._rest is None:
            self._rest = json.loads(self._document.rest())
        return self._rest

    def to_json(self) -> str:
        """Returns the report that `acslint check --format json` writes, byte for byte."""
        return self._document.json()

    def to_arrow(self) -> _native.Table:
        """Returns the findings as a table for any program with the PyCapsule interface of Arrow.

        `pyarrow.table(report.to_arrow())` and `polars.DataFrame(report.to_arrow())` read it without a copy.
        """
        return self._document.table()

    def to_pandas(self) -> pandas.DataFrame:
        """Returns the findings as a data frame; needs pandas and pyarrow."""
        import pyarrow

        frame: pandas.DataFrame = pyarrow.table(self.to_arrow()).to_pandas()
        return frame

    def __repr__(self) -> str:
        summary = self.summary
        return f"<Report: {summary['records']} records in {summary['files']} files, {len(self._document)} findings>"
