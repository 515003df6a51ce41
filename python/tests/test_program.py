"""The program that the package installs, and the functions that run it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import BROKEN, CLEAN, WRONG, program

import acslint

SCRIPT = Path(sys.executable).parent / "acslint"


def script(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([SCRIPT, *arguments], input=given, capture_output=True, check=False)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["check", "--help"],
        ["check", "--format", "concise", "-"],
        ["check", "--quiet", "-"],
        ["check", "--format", "sarif", "-"],
        ["chekc"],
        ["check", "--level", "no-such-rule=error", "-"],
        ["explain", "wrong-type"],
        ["schema", "show", "Usage"],
    ],
)
def test_it_says_what_the_program_says(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACSLINT_REDACT_KEY", "key")
    data = "".join(BROKEN).encode()
    ours = script(*arguments, given=data)
    theirs = subprocess.run([os.environ["ACSLINT"], *arguments], input=data, capture_output=True, check=False)
    assert (ours.returncode, ours.stdout, ours.stderr) == (theirs.returncode, theirs.stdout, theirs.stderr)


def test_the_module_is_the_program() -> None:
    ended = subprocess.run([sys.executable, "-m", "acslint", "--version"], capture_output=True, check=False)
    assert ended.stdout == program("--version")


def test_a_closed_output_is_not_an_error() -> None:
    process = subprocess.Popen([SCRIPT, "sample", "--count", "100000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 0


@pytest.mark.parametrize("command", [["check", "-", "--format", "json"], ["fix", "-"]])
def test_signals_have_the_effect_of_the_program(command: list[str]) -> None:
    ends = []
    for executable in (str(SCRIPT), os.environ["ACSLINT"]):
        process = subprocess.Popen([executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert process.stdin is not None
        process.stdin.write(WRONG.encode())
        process.stdin.flush()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        assert process.stdout is not None
        ends.append((process.returncode, process.stdout.read()))
        process.stdin.close()
    assert ends[0] == ends[1]


def test_split_writes_the_files_of_the_program(tmp_path: Path) -> None:
    data = "".join(BROKEN).encode()
    (tmp_path / "in.jsonl").write_bytes(data)
    given = ["--valid", str(tmp_path / "v1"), "--invalid", str(tmp_path / "i1"), "--findings", str(tmp_path / "f1")]
    program("split", str(tmp_path / "in.jsonl"), *given, code=1)
    outcome = acslint.split(tmp_path / "in.jsonl", valid=tmp_path / "v2", invalid=tmp_path / "i2")
    assert (tmp_path / "v1").read_bytes() == (tmp_path / "v2").read_bytes()
    assert (tmp_path / "i1").read_bytes() == (tmp_path / "i2").read_bytes()
    assert outcome.exit_code == 1
    lines = (tmp_path / "f1").read_text().splitlines()
    assert len(outcome.findings) == sum(line.startswith('{"rule"') for line in lines)
    rejected = [finding for finding in outcome.findings if finding.rule == "wrong-type"]
    assert rejected[0].out_file == str(tmp_path / "i2")
    assert rejected[0].out_line == 1
    assert outcome.summary["records"] > 5
    assert outcome.notes[-1].endswith("6 valid, 6 rejected; 1 record of other services, with the valid ones")


def test_split_takes_readers(tmp_path: Path) -> None:
    reader = io.BytesIO((CLEAN + WRONG).encode())
    outcome = acslint.split(reader, valid=tmp_path / "v", invalid=tmp_path / "i", levels={"wrong-type": "warning"})
    assert outcome.exit_code == 0
    assert (tmp_path / "v").read_text() == CLEAN + WRONG
    assert [(finding.level, finding.out_line) for finding in outcome.findings] == [("warning", None)]


def test_split_sets_aside_what_would_be_lost(tmp_path: Path) -> None:
    extra = CLEAN.replace("{", '{"Extra":1,', 1)
    number = CLEAN.replace('"sms"', "7")
    places = {"valid": tmp_path / "v", "invalid": tmp_path / "i"}
    outcome = acslint.split((CLEAN + extra + number).encode(), **places, target="adx", reject_on="loss")
    assert (tmp_path / "v").read_text() == CLEAN + number
    assert (tmp_path / "i").read_text() == extra
    assert [(finding.rule, finding.loss, finding.out_line) for finding in outcome.findings] == [
        ("unknown-field", "column", 1),
        ("wrong-type", "none", None),
    ]
    with pytest.raises(TypeError, match="unexpected option 'target'"):
        acslint.fix(CLEAN.encode(), target="adx")


def test_fix_changes_files_or_returns_what_it_fixed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(WRONG)
    assert acslint.fix(path, check=True).exit_code == 1
    assert f"+{CLEAN}".encode() in acslint.fix(path, diff=True).output
    assert path.read_text() == WRONG
    assert acslint.fix(path).exit_code == 0
    assert path.read_text() == CLEAN
    assert acslint.fix(WRONG.encode()).output == CLEAN.encode()


def test_redact_keeps_everything_else(tmp_path: Path) -> None:
    assert acslint.redact(CLEAN.encode()).startswith(b'{"TimeGenerated":"2023-06-30T12:00:00Z"')
    (tmp_path / "a.jsonl").write_text(CLEAN)
    assert acslint.redact(tmp_path / "a.jsonl", tmp_path / "b.jsonl") == b""
    assert len((tmp_path / "b.jsonl").read_text().splitlines()) == 1


def test_stats_counts_records() -> None:
    described = acslint.stats((CLEAN * 3).encode())
    assert described["total"] == 3


def test_failures_are_raised(tmp_path: Path) -> None:
    with pytest.raises(acslint.Error, match=r"^[^ ]*gone.jsonl: No such file"):
        acslint.fix(tmp_path / "gone.jsonl")
    with pytest.raises(acslint.Error, match="is already the output"):
        acslint.split(WRONG.encode(), valid=tmp_path / "same", invalid=tmp_path / "same")
