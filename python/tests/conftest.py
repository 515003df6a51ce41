"""Inputs and programs for all tests."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytest_plugins = ["engines"]

ROOT = Path(__file__).resolve().parents[2]

CLEAN = (
    '{"TimeGenerated":"2023-06-30T12:00:00Z","OperationName":"Usage","OperationVersion":"1.0","Category":"Usage",'
    '"CorrelationId":"c","RecordId":"r","UsageType":"sms","UnitType":"count","Quantity":1,"Type":"ACSBillingUsage"}\n'
)
WRONG = CLEAN.replace('"Quantity":1', '"Quantity":"1"')

# Lines in which much is wrong: whatever is cut there is cut inside of something.
BROKEN = [
    CLEAN,
    WRONG,
    "\r\n",
    CLEAN.replace("\n", "\r\n"),
    '{"cut": \n',
    CLEAN.strip() + " " + CLEAN,
    WRONG[:90] + "\n",
    '{\n  "category": "Usage"\n}\n',
    WRONG.replace("Quantity", "Qu\u00e4ntity"),
    "2024-06-18 INFO " + CLEAN,
    WRONG[:90] + "\n",
    '{"time":"2023-06-30T12:00:00Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/V",'
    '"category":"AuditEvent","operationName":"VaultGet"}\n',
]
# Size of a split of the large file, behind the bytes that its layout is learnt from.
SPLIT_SIZE = 90_000


def write_nasty(directory: Path) -> Path:
    """Writes inputs of all framings, compressed ones, and a large one that is broken across every cut."""
    shutil.copytree(
        ROOT / "testdata/framing", directory / "framing", ignore=shutil.ignore_patterns("*.expected")
    )
    head = CLEAN * (600_000 // len(CLEAN))
    (directory / "large.jsonl").write_bytes((head + "".join(BROKEN) * 150 + CLEAN.strip()).encode())
    with gzip.open(directory / "lines.jsonl.gz", "wb") as file:
        file.write("".join(BROKEN).encode())
    (directory / "stored.json.gz").write_bytes(gzip.compress((WRONG * 20).encode(), 0))
    (directory / "array.json").write_text("[" + ",\n".join([CLEAN.strip(), WRONG.strip()] * 500) + "]")
    (directory / "cut.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00\x00")
    return directory


@pytest.fixture(scope="session")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Directory in which much is wrong."""
    return write_nasty(tmp_path_factory.mktemp("nasty"))


@pytest.fixture(autouse=True)
def in_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests run in the root of the repository."""
    monkeypatch.chdir(ROOT)


def program(*arguments: str, code: int | None = None, given: bytes = b"") -> bytes:
    """Returns the output of the program that was built from the same sources."""
    ended = subprocess.run([os.environ["ACSLINT"], *arguments], input=given, capture_output=True, check=False)
    assert code is None or ended.returncode == code, ended.stderr.decode()
    return ended.stdout


def json_findings(report: bytes | str) -> list[dict[str, object]]:
    """Returns the findings of a report in JSON."""
    findings: list[dict[str, object]] = json.loads(report)["findings"]
    return findings


def as_set(findings: object) -> set[str]:
    """Returns findings in a form that can be compared as a set."""
    return {json.dumps(finding, sort_keys=True) for finding in findings}  # type: ignore[attr-defined]
