"""Columns from any program with Arrow's interface: the findings of one record are those of the program."""

from __future__ import annotations

import pickle
import threading

import pyarrow
import pytest
from conftest import BROKEN, CLEAN, WRONG

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
