"""Checks in Polars: an expression for columns of text, and frames of findings."""

from __future__ import annotations

from ._checker import Checker, check

import polars

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._options import CheckerOptions, CheckOptions, RejectOn
    from ._sources import Source


def check_column(
    column: str | polars.Expr,
    *,
    reject_on: RejectOn = "error",
    **options: Unpack[CheckerOptions],
) -> polars.Expr:
    """Returns an expression with the result of each text: a struct with `verdict`, `category`, `shape`, `loss` and `findings`.

    >>> import polars
    >>> frame = polars.DataFrame({"line": ['{"category": "Usage"', None]})
    >>> frame.select(check_column("line").struct.field("verdict"))["verdict"].to_list()
    ['invalid', None]
    """
    checker = Checker(reject_on=reject_on, **options)
    expression = polars.col(column) if isinstance(column, str) else column
    kind = polars.Series(checker.check_column(polars.Series([], dtype=polars.String))).dtype

    def run(texts: polars.Series) -> polars.Series:
        if texts.dtype == polars.Null:
            # A column of nulls has no type of its own.
            texts = texts.cast(polars.String)
        return polars.Series(texts.name, polars.Series(checker.check_column(texts)))

    return expression.map_batches(run, return_dtype=kind)


def findings(source: Source, **options: Unpack[CheckOptions]) -> polars.DataFrame:
    """Checks a source as `acslint.check` does, and returns the findings as a frame."""
    return polars.DataFrame(check(source, **options).to_arrow())
