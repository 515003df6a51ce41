"""Options: keyword arguments in place of the options of the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Literal, TypedDict, Union

    Path = Union[str, os.PathLike[str]]
    Level = Literal["error", "warning", "info", "allow"]
    RejectOn = Literal["error", "warning", "loss"]

    class CheckerOptions(TypedDict, total=False):
        """Options that decide what is found."""

        config: Path | None
        no_config: bool
        levels: Mapping[str, Level] | None
        category: str | None
        shape: Literal["table", "resource-log"] | None
        strict: bool
        lenient: bool
        threads: int | None
        max_decompressed: int | str | None
        max_ratio: int | None
        target: Literal["adx", "databricks", "elasticsearch", "log-analytics"] | None
        target_schema: Path | None

    class RunOptions(TypedDict, total=False):
        """Options of a run about files."""

        since: str | None
        until: str | None
        by: Literal["hour", "day", "resource", "file"] | None
        max_findings: int | None
        redact: bool
        exclude: Sequence[str] | None
        follow: bool
        force_exclude: bool
        baseline: Path | None
        fail_on: Level | Literal["never"] | None
        min_records: int | Mapping[str, int] | None
        require_category: Sequence[str] | None
        allow_empty: bool

    class CheckOptions(CheckerOptions, RunOptions, total=False):
        """All options of a check."""


CHECKER = frozenset(
    (
        "config",
        "no_config",
        "levels",
        "category",
        "shape",
        "strict",
        "lenient",
        "threads",
        "max_decompressed",
        "max_ratio",
        "target",
        "target_schema",
    )
)
RUN = frozenset(
    (
        "since",
        "until",
        "by",
        "max_findings",
        "redact",
        "exclude",
        "follow",
        "force_exclude",
        "baseline",
        "fail_on",
        "min_records",
        "require_category",
        "allow_empty",
    )
)
CONFIG = frozenset(("config", "no_config"))
# Options of a forecast.
TARGET = frozenset(("target", "target_schema"))
# What belongs to the plan of splits, and what to their merge.
PLAN = frozenset(("exclude", "follow", "force_exclude"))
MERGE = frozenset(("max_findings", "redact", "baseline", "fail_on", "min_records", "require_category", "allow_empty"))
# Options of the command line with another name.
_NAMES = {"levels": "level"}


def arguments(options: Mapping[str, Any], known: Iterable[str]) -> list[str]:
    """Returns options as arguments of the command line.

    >>> arguments({"levels": {"unknown-field": "error"}, "threads": 2, "follow": True}, {"levels", "threads", "follow"})
    ['--level=unknown-field=error', '--threads=2', '--follow']
    """
    result: list[str] = []
    for name, value in options.items():
        if name not in known:
            raise unexpected(name, known)
        flag = "--" + _NAMES.get(name, name).replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            result.append(flag)
        elif isinstance(value, Mapping):
            result.extend(f"{flag}={key}={item}" for key, item in value.items())
        elif isinstance(value, (list, tuple)):
            result.extend(f"{flag}={item}" for item in value)
        else:
            result.append(f"{flag}={os.fspath(value) if isinstance(value, os.PathLike) else value}")
    return result


def unexpected(name: str, known: Iterable[str]) -> TypeError:
    """Returns the exception for an option that is not among the known ones.

    >>> unexpected("level", {"levels", "shape"})
    TypeError("unexpected option 'level'; did you mean 'levels'? The options are levels, shape")
    """
    import difflib

    options = sorted(known)
    close = difflib.get_close_matches(name, options, 1)
    meant = f"did you mean {close[0]!r}? The" if close else "the"
    return TypeError(f"unexpected option {name!r}; {meant} options are {', '.join(options)}")


def divided(options: Mapping[str, Any], run: frozenset[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Divides options into those of a checker and those of a run, of which these are known."""
    for name in options:
        if name not in CHECKER | run:
            raise unexpected(name, CHECKER | run)
    checker = {name: value for name, value in options.items() if name in CHECKER}
    return checker, {name: value for name, value in options.items() if name not in CHECKER}
