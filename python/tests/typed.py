"""Program that uses the types of the package as a user does; type checkers read it, and nothing runs it."""

import io
from pathlib import Path
from typing import Any

import acslint


def use(column: Any) -> None:
    report: acslint.Report = acslint.check(Path("logs"), levels={"wrong-type": "error"}, threads=2)
    first: acslint.Finding = report.findings[0]
    some: acslint.Findings = report.findings[1:]
    line: int = first.line
    help_: str | None = first.help
    edits: list[str] = [edit.text for edit in first.fix.edits] if first.fix else []
    counts: list[int] = [group.count for group in report.groups]
    checker = acslint.Checker(reject_on="warning", shape="table")
    results: int = len(checker.check_column(column))
    by_loss = acslint.Checker(reject_on="loss", target="adx", target_schema=Path("table.json"))
    loss: str | None = by_loss.check("logs").findings[0].loss
    splits: list[acslint.Split] = checker.plan(["a", "b"])
    reports: list[bytes] = [acslint.check_split(split) for split in splits]
    json: str = acslint.merge(reports, fail_on="never").to_json()
    outcome: acslint.SplitOutcome = acslint.split(io.BytesIO(b""), valid="a", invalid=Path("b"))
    out: str | None = outcome.findings[0].out_file
    print(line, help_, edits, counts, results, json, out, len(some), loss)


def misuse() -> None:
    acslint.check(b"", threads="2")  # type: ignore[arg-type]
    acslint.check(b"", thread=2)  # type: ignore[call-arg]
    acslint.check(3)  # type: ignore[arg-type]
    acslint.Checker(reject_on="info")  # type: ignore[arg-type]
    acslint.Checker(target="kusto-cluster")  # type: ignore[arg-type]
