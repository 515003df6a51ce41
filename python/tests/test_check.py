"""Reports of sources of every kind: those of the program, byte for byte."""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pandas
import pyarrow
import pytest
from conftest import BROKEN, CLEAN, ROOT, WRONG, program

import acslint

PACKAGES = str(Path(acslint.__file__).parents[1])


def test_a_directory_has_the_report_of_the_program(nasty: Path) -> None:
    expected = program("check", "--format", "json", str(nasty), code=2)
    report = acslint.check(nasty, errors="report")
    assert report.to_json().encode() == expected
    assert report.exit_code == 2
    assert acslint.check(str(nasty), errors="report", threads=1).to_json().encode() == expected


def test_a_panic_of_a_run_becomes_an_exception() -> None:
    # No system has a stack of this size for the thread of a run.
    script = "import acslint\ntry:\n    acslint.check(b'{}')\nexcept acslint.InternalError as error:\n    print(error)\n"
    environment = {**os.environ, "RUST_MIN_STACK": str(1 << 60)}
    ended = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert ended.stdout.startswith("a bug of acslint, please report it: failed to spawn thread"), ended.stderr


def test_what_cannot_be_meant_is_refused() -> None:
    with pytest.raises(acslint.UsageError, match="^`errors` must be 'raise' or 'report', not 'ignore'$"):
        acslint.check("no-such.jsonl", errors="ignore")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="^unexpected option 'level'; did you mean 'levels'. The options are allow_empty, baseline,"):
        acslint.check(b"{}", level={})  # type: ignore[call-arg]
    with pytest.raises(acslint.UsageError, match="^the text of records is not a path; encode it"):
        acslint.check(CLEAN)
    with pytest.raises(acslint.UsageError, match="^there is no report to merge$"):
        acslint.merge([])
    # A list without a path is not the working directory.
    report = acslint.check([])
    assert (report.exit_code, report.summary["files"]) == (3, 0)
    assert [split.parts for split in acslint.plan([])] == [[]]
    with pytest.raises(acslint.UsageError, match="^`fix` takes one URL at a time, not 0 files$"):
        acslint.fix([])


def test_options_are_those_of_the_program(nasty: Path) -> None:
    levels = {"wrong-type": "info", "unknown-field": "error"}
    given = ["--level", "wrong-type=info", "--level", "unknown-field=error", "--max-findings", "7", "--strict"]
    expected = program("check", "--format", "json", *given, "--by", "file", str(nasty))
    report = acslint.check(nasty, levels=levels, max_findings=7, strict=True, by="file", errors="report")
    assert report.to_json().encode() == expected
    assert len(report.findings) == 7
    assert report.summary["findings_omitted"] > 0


def test_a_finding_has_the_names_of_the_report() -> None:
    report = acslint.check((CLEAN + WRONG).encode(), name="a.jsonl")
    [finding] = report.findings
    assert (finding.rule, finding.level, finding.file) == ("wrong-type", "error", "a.jsonl")
    assert (finding.record, finding.line, finding.pointer, finding.field) == (2, 2, "/Quantity", "Quantity")
    column = WRONG.index('"1"') + 1
    assert (finding.column, finding.end_line, finding.end_column) == (column, 2, column + 3)
    assert (finding.byte_offset, finding.byte_length) == (len(CLEAN) + column - 1, 3)
    assert (finding.category, finding.shape, finding.time) == ("Usage", "table", "2023-06-30T12:00:00Z")
    assert finding.fix is not None
    assert [(edit.byte_offset, edit.byte_length, edit.text) for edit in finding.fix.edits] == [
        (finding.byte_offset, 3, "1")
    ]
    assert finding.to_dict() == json.loads(report.to_json())["findings"][0]
    with pytest.raises(AttributeError):
        finding.rule = "other"
    with pytest.raises(AttributeError):
        finding.other


def test_a_finding_has_its_loss_with_a_target_alone() -> None:
    texts = [WRONG, CLEAN.replace("{", '{"Extra":1,', 1), CLEAN.replace("}", ",}"), CLEAN.replace('"sms"', "7")]
    lines = "".join(texts).encode()
    report = acslint.check(lines, target="adx")
    losses = [("wrong-type", "none"), ("unknown-field", "column"), ("invalid-json", "record"), ("wrong-type", "none")]
    assert [(finding.rule, finding.loss) for finding in report.findings] == losses
    assert [finding.to_dict() for finding in report.findings] == json.loads(report.to_json())["findings"]
    table = pyarrow.table(report.to_arrow())
    assert table["loss"].to_pylist() == [loss for _, loss in losses]
    assert pickle.loads(pickle.dumps(report.findings[2])).loss == "record"
    # A number in quotes is converted by one destination, and rescued by the other.
    databricks = acslint.check(lines, target="databricks")
    assert [finding.loss for finding in databricks.findings] == ["value", "column", "record", "none"]
    without = acslint.check(lines)
    assert [finding.loss for finding in without.findings] == [None] * 4
    assert [finding.to_dict() for finding in without.findings] == json.loads(without.to_json())["findings"]
    assert pyarrow.table(without.to_arrow())["loss"].to_pylist() == [None] * 4
    array = f"[{CLEAN},{CLEAN}".encode()
    assert [finding.loss for finding in acslint.check(array, target="adx").findings] == ["file"]


def test_sources_of_every_kind_have_the_same_report(tmp_path: Path) -> None:
    data = "".join(BROKEN).encode()
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)

    def report(source: object, **options: object) -> str:
        return acslint.check(source, name="a.jsonl", **options).to_json()  # type: ignore[arg-type]

    expected = report(data)
    assert len(json.loads(expected)["findings"]) > 10
    assert report(memoryview(data)) == expected
    assert report(io.BytesIO(data)) == expected
    assert report(data[start : start + 7] for start in range(0, len(data), 7)) == expected
    assert report(io.BytesIO(data), threads=3) == expected
    assert json.loads(report(gzip.compress(data)))["findings"] == json.loads(expected)["findings"]
    with path.open("rb") as file:
        assert report(file) == expected
    with_path = acslint.check(path).to_json()
    assert with_path.replace(str(path), "a.jsonl") == expected


def test_several_paths_are_one_run(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text(WRONG)
    report = acslint.check([tmp_path / "a.jsonl", str(tmp_path / "b.jsonl")])
    assert [Path(finding.file).name for finding in report.findings] == ["a.jsonl", "b.jsonl"]
    assert [(group.rule, group.count, group.first.line) for group in report.groups] == [("wrong-type", 2, 1)]


def test_what_cannot_be_read_raises_with_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(WRONG)
    with pytest.raises(acslint.UnreadableInput, match="gone.jsonl: No such file") as raised:
        acslint.check([tmp_path / "a.jsonl", tmp_path / "gone.jsonl"])
    assert [finding.rule for finding in raised.value.report.findings] == ["wrong-type"]
    assert raised.value.report.exit_code == 2
    copied = pickle.loads(pickle.dumps(raised.value))
    assert (str(copied), copied.report.to_json()) == (str(raised.value), raised.value.report.to_json())


class Failing:
    """Reader that fails after its first bytes."""

    def __init__(self) -> None:
        self.reads = 0

    def read(self, size: int) -> bytes:
        self.reads += 1
        if self.reads > 2:
            raise ConnectionError("the connection broke")
        return WRONG.encode()[:size] if self.reads == 1 else WRONG.encode()[4:]


def test_an_exception_of_a_reader_is_an_unreadable_input() -> None:
    with pytest.raises(acslint.UnreadableInput, match="the connection broke") as raised:
        acslint.check(Failing(), name="far.jsonl")
    assert [finding.rule for finding in raised.value.report.findings] == ["wrong-type"]


def test_wrong_readers_are_told() -> None:
    with pytest.raises(acslint.UnreadableInput, match="open the file in binary mode"):
        acslint.check(io.StringIO("{}"))
    with pytest.raises(acslint.UnreadableInput, match="encode it"):
        acslint.check(text for text in ["{}"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected a path, bytes, a reader"):
        acslint.check(3)  # type: ignore[arg-type]


def test_wrong_options_are_told(tmp_path: Path) -> None:
    with pytest.raises(acslint.UsageError, match="unknown rule `wrong-typ`; did you mean `wrong-type`?"):
        acslint.check(b"{}", levels={"wrong-typ": "error"})
    with pytest.raises(acslint.UsageError, match="invalid value 'many' for '--threads"):
        acslint.Checker(threads="many")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unexpected option 'treads'"):
        acslint.check(b"{}", treads=2)  # type: ignore[call-arg]
    config = tmp_path / "acslint.toml"
    config.write_text("fail-om = 'error'\n")
    with pytest.raises(ValueError, match="unknown key `fail-om`"):
        acslint.Checker(config=config)


def test_own_categories_and_suppressions_work(tmp_path: Path) -> None:
    config = tmp_path / "acslint.toml"
    config.write_text('[[suppress]]\nrule = "wrong-type"\nreason = "known"\n')
    report = acslint.check(WRONG.encode(), config=config)
    assert list(report.findings) == []
    assert report.summary["suppressed"] == 1


def test_a_report_can_be_copied_and_read_as_a_table() -> None:
    report = acslint.check("".join(BROKEN).encode(), name="a.jsonl")
    copied = pickle.loads(pickle.dumps(report))
    assert copied.to_json() == report.to_json()
    assert copied.findings == report.findings
    assert list(report.findings[1:3]) == list(report.findings)[1:3]
    assert report.findings[-1] == list(report.findings)[-1]
    assert pickle.loads(pickle.dumps(report.findings[0])) == report.findings[0]
    with pytest.raises(IndexError):
        report.findings[len(report.findings)]
    table = pyarrow.table(report.to_arrow())
    # Without a target, the report has no `loss`, and the table has it as null.
    assert sorted(table.column_names) == sorted([*report.findings[0].to_dict(), "loss"])
    assert table.to_pylist() == [
        {name: finding.to_dict().get(name) for name in table.column_names} for finding in report.findings
    ]
    frame = report.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["rule"]) == [finding.rule for finding in report.findings]


def test_an_empty_report_is_a_table_too() -> None:
    report = acslint.check(CLEAN.encode())
    table = pyarrow.table(report.to_arrow())
    assert table.num_rows == 0
    assert table.schema == pyarrow.table(acslint.check(WRONG.encode()).to_arrow()).schema
    assert repr(report) == "<Report: 1 records in 1 files, 0 findings>"


def test_a_checker_serves_threads_and_processes() -> None:
    checker = acslint.Checker(levels={"wrong-type": "warning"})
    copied = pickle.loads(pickle.dumps(checker))
    reports: list[str] = []
    threads = [
        threading.Thread(target=lambda: reports.append(copied.check(WRONG.encode()).to_json())) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(reports) == {checker.check(WRONG.encode()).to_json()}
    assert json.loads(reports[0])["findings"][0]["level"] == "warning"


def test_an_interrupt_ends_a_run() -> None:
    script = (
        "import acslint, sys, time\n"
        "class Endless:\n"
        "    def read(self, size):\n"
        "        time.sleep(0.01)\n"
        "        print('.', end='', flush=True)\n"
        f"        return {WRONG.encode()!r}[:size]\n"
        "try:\n"
        "    acslint.check(Endless())\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted')\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.read(1) == "."
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert output.endswith("interrupted\n")
    assert process.returncode == 0


def test_other_threads_of_python_go_on() -> None:
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.001)

    ticker = threading.Thread(target=tick)
    ticker.start()
    before = ticks
    acslint.check((WRONG * 40_000).encode(), threads=1, max_findings=1)
    after = ticks
    done.set()
    ticker.join()
    assert after - before > 5


def test_the_module_imports_almost_nothing() -> None:
    script = "import sys; before = set(sys.modules); import acslint; print(*sorted(set(sys.modules) - before))"
    # Without `site`, whose files may import anything.
    line = [sys.executable, "-S", "-c", f"import sys; sys.path.append({PACKAGES!r}); {script}"]
    output = subprocess.run(line, capture_output=True, text=True, check=True)
    imported = output.stdout.split()
    assert "acslint._native" in imported
    slow = {"asyncio", "dataclasses", "hashlib", "inspect", "logging", "pathlib", "subprocess", "tempfile", "typing", "zipfile"}
    assert slow.isdisjoint(imported)
    assert len(imported) < 70


def test_the_version_is_that_of_the_program() -> None:
    assert program("--version").decode().split()[1] == acslint.__version__


def test_examples_of_the_documentation_hold() -> None:
    import doctest
    import importlib
    import pkgutil

    attempted = 0
    for module in pkgutil.iter_modules(acslint.__path__, "acslint."):
        if module.name in ("acslint.__main__", "acslint._native"):
            continue
        failures, tests = doctest.testmod(importlib.import_module(module.name))
        assert failures == 0, module.name
        attempted += tests
    assert attempted > 20
    assert ROOT.joinpath("python/acslint/py.typed").exists()
