"""Checks in pandas: columns of text, and frames of findings."""

from __future__ import annotations

from ._checker import Checker, check
from ._engine import array_of

import pandas
import pyarrow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._options import CheckerOptions, CheckOptions, RejectOn
    from ._sources import Source


def check_column(
    column: pandas.Series,
    *,
    reject_on: RejectOn = "error",
    **options: Unpack[CheckerOptions],
) -> pandas.DataFrame:
    """Checks each text, and returns a frame with the same index and the columns `verdict`, `category`, `shape`, `loss` and `findings`.

    >>> import pandas
    >>> list(check_column(pandas.Series(['{"category": "Usage"', None]))["verdict"])
    ['invalid', None]
    """
    checker = Checker(reject_on=reject_on, **options)
    checked = array_of(checker.check_column(pyarrow.Array.from_pandas(column)))
    names = [field.name for field in checked.type]
    columns = {name: pyarrow.compute.struct_field(checked, name).to_pandas() for name in names}
    return pandas.DataFrame(columns).set_index(column.index)


def findings(source: Source, **options: Unpack[CheckOptions]) -> pandas.DataFrame:
    """Checks a source as `acslint.check` does, and returns the findings as a frame."""
    return check(source, **options).to_pandas()
