"""Commands that write files or records: each runs the program, as on the command line."""

from __future__ import annotations

import json
import os
import sys

from ._errors import Error, UsageError
from ._options import CHECKER, RUN, TARGET, arguments
from ._report import Finding
from ._sources import resolved

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Literal

    from typing_extensions import Unpack

    from ._options import CheckerOptions, CheckOptions, Path, RejectOn
    from ._sources import Source

# The program in this environment, whatever lies in the working directory.
_PROGRAM = """\
import sys
sys.path = [{root!r}] + [path for path in sys.path if path]
from acslint._cli import main
main()
"""


class SplitFinding(Finding):
    """Finding of a split, with the place of its record on the invalid side."""

    __slots__ = ("out_file", "out_line")
    _names = (*Finding._names, "out_file", "out_line")
    out_file: str | None
    out_line: int | None


class SplitOutcome:
    """Outcome of a split."""

    __slots__ = ("findings", "summary", "exit_code", "notes")

    findings: list[SplitFinding]
    """Findings, in the order of the inputs."""
    summary: dict[str, Any]
    """Numbers of the run, with the names of the format `json`."""
    exit_code: int
    """0 if nothing was rejected, 1 if something was, 3 if nothing was checked."""
    notes: tuple[str, ...]
    """Lines that the program wrote to standard error."""

    def __init__(self, lines: Sequence[bytes], exit_code: int, notes: tuple[str, ...]) -> None:
        self.findings = [SplitFinding(json.loads(line)) for line in lines[:-1]]
        self.summary = json.loads(lines[-1])["summary"] if lines else {}
        self.exit_code = exit_code
        self.notes = notes


class FixOutcome:
    """Outcome of a fix."""

    __slots__ = ("output", "exit_code", "notes")

    output: bytes
    """Differences with `diff`, or the fixed records of a source that is not a file; otherwise nothing."""
    exit_code: int
    """With `diff` or `check`, 1 if something can be fixed; otherwise 0."""
    notes: tuple[str, ...]
    """Lines that the program wrote to standard error."""

    def __init__(self, output: bytes, exit_code: int, notes: tuple[str, ...]) -> None:
        self.output = output
        self.exit_code = exit_code
        self.notes = notes


def _run(command: str, given: Sequence[str], source: Source) -> tuple[bytes, int, tuple[str, ...]]:
    """Runs a command of the program on a source, and returns its output, its exit code and its notes."""
    import subprocess

    paths, inputs = resolved(source)
    if inputs is not None and len(inputs) != 1:
        raise UsageError(f"`{command}` takes one URL at a time, not {len(inputs)} files")
    if not sys.executable:
        raise Error(f"`{command}` runs the program with the interpreter of Python, and there is none")
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    line = [sys.executable, "-c", _PROGRAM.format(root=root), command, *given, "--", *paths]
    if inputs is None:
        ended = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        output, errors, code = ended.stdout, ended.stderr, ended.returncode
    else:
        output, errors, code = _piped([*line, "-"], inputs[0][2])
    notes = tuple(errors.decode(errors="replace").splitlines())
    if code not in (0, 1, 3):
        failures = [note.removeprefix("error: ") for note in notes if note.startswith("error: ")]
        raise Error("\n".join(failures or notes) or f"`{command}` ended with {code}")
    return output, code, notes


def _piped(line: Sequence[str], opener: Any) -> tuple[bytes, bytes, int]:
    """Runs a program with the bytes of an input on its standard input."""
    import subprocess
    import tempfile

    with tempfile.TemporaryFile() as copy:
        if isinstance(opener, bytes):
            copy.write(opener)
        else:
            reader = opener(0)
            while chunk := reader.read(1 << 20):
                copy.write(chunk)
        copy.seek(0)
        ended = subprocess.run(line, stdin=copy, capture_output=True, check=False)
    return ended.stdout, ended.stderr, ended.returncode


def split(
    source: Source,
    *,
    valid: Path,
    invalid: Path,
    foreign: Path = "valid",
    reject_on: RejectOn = "error",
    compress: Literal["gzip", "zstd", "none"] | None = None,
    append: bool = False,
    **options: Unpack[CheckOptions],
) -> SplitOutcome:
    """Splits records by verdict as `acslint split` does: valid ones to one place, invalid ones to another.

    >>> import tempfile
    >>> directory = tempfile.mkdtemp()
    >>> outcome = split(b'{"category": "Usage"', valid=f"{directory}/good.jsonl", invalid=f"{directory}/bad.jsonl")
    >>> outcome.exit_code, outcome.findings[0].rule, open(f"{directory}/bad.jsonl").read()
    (1, 'truncated-record', '{"category": "Usage"')
    """
    import tempfile

    places = {"valid": valid, "invalid": invalid, "foreign": foreign, "reject_on": reject_on, "compress": compress}
    given = arguments({**places, "append": append}, {*places, "append"})
    given += arguments(options, (CHECKER | RUN) - {"by", "fail_on", "redact", "force_exclude", "max_findings"})
    with tempfile.TemporaryDirectory() as directory:
        findings = os.path.join(directory, "findings.jsonl")
        _, code, notes = _run("split", [*given, f"--findings={findings}"], source)
        with open(findings, "rb") as lines:
            return SplitOutcome([line for line in lines if line.startswith(b"{")], code, notes)


def fix(
    source: Source,
    *,
    unsafe: bool = False,
    diff: bool = False,
    check: bool = False,
    follow: bool = False,
    **options: Unpack[CheckerOptions],
) -> FixOutcome:
    """Fixes records as `acslint fix` does: files in their place, anything else into `output`.

    With `diff`, `output` has the differences, and with `check` nothing; in both cases, nothing changes.

    >>> fix(b'{"category": "Usage",}').output
    b'{"category": "Usage"}'
    """
    own = {"unsafe": unsafe, "diff": diff, "check": check, "follow": follow}
    given = arguments(own, own) + arguments(options, CHECKER - TARGET - {"threads"})
    return FixOutcome(*_run("fix", given, source))


def redact(
    source: Source,
    output: Path | None = None,
    *,
    shift_time: str | None = None,
    follow: bool = False,
    **options: Unpack[CheckerOptions],
) -> bytes:
    """Replaces personal data by stand-ins as `acslint redact` does, in a file or directory, or else in the returned bytes.

    >>> redact(b'{"category": "Usage", "callerIpAddress": "203.0.113.9"}')[:22]
    b'{"category": "Usage", '
    """
    own = {"output": "-" if output is None else output, "shift_time": shift_time, "follow": follow}
    given = arguments(own, own) + arguments(options, CHECKER - TARGET - {"threads"})
    redacted, _, _ = _run("redact", given, source)
    return redacted


def stats(
    source: Source,
    *,
    compare: Path | None = None,
    since: str | None = None,
    until: str | None = None,
    follow: bool = False,
    exclude: Sequence[str] | None = None,
    **options: Unpack[CheckerOptions],
) -> dict[str, Any]:
    """Describes records as `acslint stats --format json` does.

    >>> stats("testdata/table/valid/sms-of-a-workspace-export.jsonl")["total"] > 0
    True
    """
    own = {"compare": compare, "since": since, "until": until, "follow": follow, "exclude": exclude}
    chosen = arguments(options, CHECKER - TARGET - {"levels", "strict", "lenient"})
    given = ["--format=json", *arguments(own, own), *chosen]
    written, _, _ = _run("stats", given, source)
    described: dict[str, Any] = json.loads(written)
    return described
