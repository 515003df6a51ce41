"""Columns from any program with Arrow's interface: the findings of one record are those of the program."""

from __future__ import annotations

import json
import pickle
import struct
import threading
from pathlib import Path

import pyarrow
import pytest
from conftest import BROKEN, CLEAN, ROOT, WRONG

import acslint

TEXTS = [CLEAN, WRONG, None, "", "[]", '{"Category": "Usage"', CLEAN + WRONG, BROKEN[-1], "\ufeff" + CLEAN]
VERDICTS = ["valid", "invalid", None, "empty", "empty", "invalid", "invalid", "foreign", "valid"]


def verdicts(column: object, **options: object) -> list[str | None]:
    result = pyarrow.chunked_array(acslint.Checker(**options).check_column(column))  # type: ignore[arg-type]
    return [None if row is None else row["verdict"] for row in result.to_pylist()]


@pytest.mark.parametrize(
    "kind",
    ["string", "large_string", "string_view", "binary", "large_binary", "binary_view"],
)
def test_every_type_of_text_has_the_same_result(kind: str) -> None:
    column = pyarrow.array(TEXTS, pyarrow.string()).cast(getattr(pyarrow, kind)())
    assert verdicts(column) == VERDICTS
    assert verdicts(column.slice(1, 5)) == VERDICTS[1:6]
    assert verdicts(pyarrow.chunked_array([column, column.slice(2)])) == VERDICTS + VERDICTS[2:]


def test_dictionaries_and_nulls_are_columns_too() -> None:
    column = pyarrow.array([CLEAN, None, WRONG, CLEAN]).dictionary_encode()
    assert verdicts(column) == ["valid", None, "invalid", "valid"]
    assert verdicts(pyarrow.nulls(3)) == [None, None, None]
    assert verdicts(pyarrow.array([None], pyarrow.string()).dictionary_encode()) == [None]
    assert verdicts(pyarrow.array([], pyarrow.string())) == []
    assert verdicts(pyarrow.array([b"{}" + b" " * 5, None], pyarrow.binary(7))) == ["invalid", None]


def test_findings_are_those_of_the_text_alone() -> None:
    texts = [text for text in TEXTS if text]
    result = pyarrow.array(acslint.Checker().check_column(pyarrow.array(texts)))
    for text, row in zip(texts, result.to_pylist()):
        expected = [finding.to_dict() for finding in acslint.check(text.encode()).findings]
        for finding in expected:
            del finding["file"]
            finding["loss"] = None
        assert row["findings"] == expected
    assert (result[0].as_py()["category"], result[0].as_py()["shape"]) == ("Usage", "table")


def test_text_that_is_not_utf_8_is_reported() -> None:
    bytes_ = CLEAN.replace("sms", "\udcff").encode(errors="surrogateescape")
    offsets = pyarrow.array([0, len(bytes_)], pyarrow.int32()).buffers()[1]
    column = pyarrow.StringArray.from_buffers(1, offsets, pyarrow.py_buffer(bytes_))
    [row] = pyarrow.array(acslint.Checker().check_column(column)).to_pylist()
    assert row["verdict"] == "invalid"
    assert [finding["rule"] for finding in row["findings"]] == ["invalid-encoding"]


def test_levels_decide_the_verdict() -> None:
    column = pyarrow.array([WRONG])
    assert verdicts(column, levels={"wrong-type": "warning"}) == ["valid"]
    assert verdicts(column, levels={"wrong-type": "warning"}, reject_on="warning") == ["invalid"]
    assert verdicts(column, levels={"wrong-type": "allow"}) == ["valid"]


EXTRA = CLEAN.replace("{", '{"Extra":1,', 1)
NUMBER = CLEAN.replace('"sms"', "7")
ANSWER = json.dumps(
    {
        "tables": [
            {
                "name": "PrimaryResult",
                "columns": [{"name": name, "type": "string"} for name in json.loads(CLEAN)],
                "rows": [list(json.loads(CLEAN).values())],
            }
        ]
    }
)
# Texts with their losses in Databricks, and the verdicts by errors and by losses.
LOSSES = [
    (CLEAN, "none", "valid", "valid"),
    (WRONG, "value", "invalid", "invalid"),
    (EXTRA, "column", "valid", "invalid"),
    (NUMBER, "none", "invalid", "valid"),
    (EXTRA + WRONG, "value", "invalid", "invalid"),
    (None, None, None, None),
    ("", None, "empty", "empty"),
    ("{", "record", "invalid", "invalid"),
    # An array without its end is a warning.
    (f"[{CLEAN},{CLEAN}", "file", "valid", "invalid"),
    (BROKEN[-1], "record", "foreign", "foreign"),
    ("2024-06-18 INFO " + CLEAN, "none", "invalid", "valid"),
    # Bytes around records that cannot be read.
    (ANSWER, "none", "valid", "valid"),
    (ANSWER[:-1] + ",}", "none", "invalid", "invalid"),
]


def losses(column: object, checker: acslint.Checker) -> list[tuple[str | None, str | None]]:
    result = pyarrow.array(checker.check_column(column))
    return [(None, None) if row is None else (row["loss"], row["verdict"]) for row in result.to_pylist()]


def test_a_record_has_its_loss_with_a_target() -> None:
    column = pyarrow.array([text for text, *_ in LOSSES])
    by_errors = acslint.Checker(target="databricks")
    assert losses(column, by_errors) == [(loss, verdict) for _, loss, verdict, _ in LOSSES]
    by_losses = acslint.Checker(target="databricks", reject_on="loss")
    assert losses(column, by_losses) == [(loss, verdict) for _, loss, _, verdict in LOSSES]
    assert losses(column, pickle.loads(pickle.dumps(by_losses))) == [(loss, verdict) for _, loss, _, verdict in LOSSES]
    assert losses(column, acslint.Checker()) == [(None, verdict) for _, _, verdict, _ in LOSSES]
    findings = pyarrow.array(by_errors.check_column(column))[1].as_py()["findings"]
    assert [(finding["rule"], finding["loss"]) for finding in findings] == [("wrong-type", "value")]


def test_a_record_without_findings_can_lose_something(tmp_path: Path) -> None:
    levels = {"unknown-field": "allow"}
    allowing = acslint.Checker(target="adx", levels=levels, reject_on="loss")
    [row] = pyarrow.array(allowing.check_column(pyarrow.array([EXTRA]))).to_pylist()
    assert (row["loss"], row["verdict"], row["findings"]) == ("column", "invalid", [])
    # The table of a user has one column, and one of another type.
    table = tmp_path / "table.json"
    columns = [{"name": "Category", "type": "string"}, {"name": "Quantity", "type": "boolean"}]
    fields = [{**column, "nullable": True, "metadata": {}} for column in columns]
    table.write_text(json.dumps({"type": "struct", "fields": fields}))
    own = acslint.Checker(target="databricks", target_schema=table)
    without = CLEAN.replace('"Quantity":1,', "")
    column = pyarrow.array([CLEAN, without, '{"Category":"Usage"}'])
    assert [loss for loss, _ in losses(column, own)] == ["value", "column", "none"]
    assert [loss for loss, _ in losses(column, pickle.loads(pickle.dumps(own)))] == ["value", "column", "none"]


def test_the_configuration_may_name_the_target(tmp_path: Path) -> None:
    config = tmp_path / "acslint.toml"
    config.write_text('target = "databricks"\n')
    checker = acslint.Checker(config=config, reject_on="loss")
    assert losses(pyarrow.array([CLEAN, EXTRA]), checker) == [("none", "valid"), ("column", "invalid")]


def test_losses_need_a_target() -> None:
    with pytest.raises(acslint.UsageError, match="`--reject-on loss` needs a destination; pass `--target`"):
        acslint.Checker(reject_on="loss")
    with pytest.raises(acslint.UsageError, match="`--target-schema` needs a destination; pass `--target`"):
        acslint.Checker(target_schema="table.json")
    with pytest.raises(acslint.UsageError, match="cannot use the table of `no-such.json`"):
        acslint.Checker(target="adx", target_schema="no-such.json")
    with pytest.raises(acslint.UsageError, match="`reject_on` must be 'error', 'warning' or 'loss', not 'info'"):
        acslint.Checker(reject_on="info")  # type: ignore[arg-type]


def test_a_panic_becomes_an_exception() -> None:
    # Offsets that go backwards: no program should pass such a column, and nothing looks at them before they are used.
    offsets = pyarrow.py_buffer(struct.pack("<3i", 0, 10, 5))
    column = pyarrow.StringArray.from_buffers(2, offsets, pyarrow.py_buffer(b"0123456789"))
    checker = acslint.Checker()
    for _ in range(2):
        with pytest.raises(acslint.InternalError, match="^a bug of acslint, please report it: range end index 10 out of range"):
            checker.check_column(column)
        # The process goes on, with the same checker and thread.
        assert losses(pyarrow.array([CLEAN, WRONG]), checker) == [(None, "valid"), (None, "invalid")]


def test_panics_unwind_in_the_wheel() -> None:
    import tomllib

    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["maturin"]
    profiles = tomllib.loads((ROOT / build["manifest-path"]).read_text())["profile"]
    assert profiles[build["profile"]]["panic"] == "unwind"
    # The profile of the tests has the default, which is the same.
    assert "panic" not in profiles["dev"]


def test_other_columns_are_refused() -> None:
    with pytest.raises(TypeError, match="a column of texts or binary values is needed, not of Int64"):
        acslint.Checker().check_column(pyarrow.array([1]))
    with pytest.raises(Exception, match="(?i)arrow"):
        acslint.Checker().check_column([CLEAN])


def test_batches_on_threads_do_not_disturb_each_other() -> None:
    checkers = [acslint.Checker(), acslint.Checker(levels={"wrong-type": "allow"})]
    checkers.append(pickle.loads(pickle.dumps(checkers[1])))
    column = pyarrow.array([CLEAN, WRONG] * 500)
    wrong: list[object] = []

    def run(checker: acslint.Checker, expected: list[str]) -> None:
        for _ in range(5):
            found = pyarrow.array(checker.check_column(column)).field("verdict").to_pylist()
            if found != expected:
                wrong.append(found)

    threads = [
        threading.Thread(target=run, args=(checker, expected))
        for checker, expected in zip(
            checkers * 2, [["valid", "invalid"] * 500, ["valid"] * 1000, ["valid"] * 1000] * 2
        )
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
