"""Checks in DuckDB: a function for columns of text, and tables of findings."""

from __future__ import annotations

from ._checker import Checker, check
from ._engine import NUMBER_COLUMNS, TEXT_COLUMNS, array_of

import pyarrow

TYPE_CHECKING = False
if TYPE_CHECKING:
    import duckdb
    from typing_extensions import Unpack

    from ._options import CheckerOptions, CheckOptions, RejectOn
    from ._sources import Source

_FIX = "STRUCT(applicability VARCHAR, edits STRUCT(byte_offset BIGINT, byte_length BIGINT, \"text\" VARCHAR)[])"
_FINDING = ", ".join(
    [
        *(f'"{name}" VARCHAR' for name in TEXT_COLUMNS),
        *(f'"{name}" BIGINT' for name in NUMBER_COLUMNS),
        'cell STRUCT("row" BIGINT, "column" VARCHAR)',
        f"fix {_FIX}",
    ]
)
RESULT = f"STRUCT(verdict VARCHAR, category VARCHAR, shape VARCHAR, loss VARCHAR, findings STRUCT({_FINDING})[])"
"""Type of the result of a text."""


def register(
    connection: duckdb.DuckDBPyConnection,
    name: str = "acslint",
    *,
    reject_on: RejectOn = "error",
    **options: Unpack[CheckerOptions],
) -> None:
    """Registers a function that checks a text: `SELECT acslint(line).verdict FROM lines`.

    Its result is a struct with `verdict`, `category`, `shape`, `loss` and `findings`.
    """
    checker = Checker(reject_on=reject_on, **options)

    kind = connection.type(RESULT)
    # DuckDB evaluates annotations, which name types that are not there when it runs.
    connection.create_function(  # type: ignore[call-overload]
        name,
        lambda texts: array_of(checker.check_column(texts)),
        ["VARCHAR"],
        kind,
        type="arrow",
        null_handling="special",
    )


def register_findings(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    name: str = "findings",
    **options: Unpack[CheckOptions],
) -> None:
    """Checks a source as `acslint.check` does, and registers the findings as a table."""
    connection.register(name, pyarrow.table(check(source, **options).to_arrow()))
