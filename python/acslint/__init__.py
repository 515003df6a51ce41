"""Checks Azure Communication Services log records.

>>> import acslint
>>> report = acslint.check(b'{"category": "Usage", "time": "yesterday"}')
>>> report.exit_code
1
"""

from ._checker import Checker, Split, check, check_split, merge, plan
from ._commands import FixOutcome, SplitFinding, SplitOutcome, fix, redact, split, stats
from ._errors import Error, InternalError, UnreadableInput, UsageError
from ._incremental import Increment, incremental
from ._native import __version__
from ._report import Cell, Edit, Finding, Findings, First, Fix, Group, Report

__all__ = [
    "Cell",
    "Checker",
    "Edit",
    "Error",
    "Finding",
    "Findings",
    "First",
    "Fix",
    "FixOutcome",
    "Group",
    "Increment",
    "InternalError",
    "Report",
    "Split",
    "SplitFinding",
    "SplitOutcome",
    "UnreadableInput",
    "UsageError",
    "__version__",
    "check",
    "check_split",
    "fix",
    "incremental",
    "merge",
    "plan",
    "redact",
    "split",
    "stats",
]
