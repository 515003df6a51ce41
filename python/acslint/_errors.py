"""Exceptions of the package."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._report import Report


class Error(Exception):
    """Failure of a run: base of all exceptions of the package."""


class UsageError(Error, ValueError):
    """Invalid option or configuration, or parts that do not belong together."""


class InternalError(Error):
    """Bug of acslint."""


def check_errors(errors: str) -> None:
    """Refuses another treatment of inputs that cannot be read than the two that exist."""
    if errors not in ("raise", "report"):
        raise UsageError(f"`errors` must be 'raise' or 'report', not {errors!r}")


class UnreadableInput(Error):
    """Inputs that could not be read, or not to their end.

    `report` has the findings in everything else.
    """

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report

    def __reduce__(self) -> tuple[type[UnreadableInput], tuple[str, Report]]:
        return (UnreadableInput, (str(self), self.report))
