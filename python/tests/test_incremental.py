"""Increments: whatever is appended and whenever, all of them together are one check of the whole."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest
from conftest import BROKEN, CLEAN, WRONG

import acslint

HOUR = "resourceId=/A/y=2023/m=06/d=30/h=12/m=00/PT1H.json"


class Blobs:
    """Store in memory, whose blobs may grow between a list and a read."""

    def __init__(self, **blobs: bytes) -> None:
        self.blobs = dict(blobs)
        self.reads = 0
        self.before_read = lambda: None

    def append(self, path: str, data: bytes) -> None:
        self.blobs[path] = self.blobs.get(path, b"") + data

    def list(self) -> list[tuple[str, int, str | None]]:
        return [(path, len(data), f"tag {len(data)}") for path, data in self.blobs.items()]

    def read(self, path: str, start: int, end: int) -> bytes:
        self.before_read()
        read = self.blobs[path][start:end]
        self.reads += len(read)
        return read


def plain(findings: object) -> list[str]:
    """Returns findings without the name of the file, sorted."""
    rows = [{**finding.to_dict(), "file": ""} for finding in findings]  # type: ignore[attr-defined]
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def whole(data: bytes) -> acslint.Report:
    return acslint.check(data, name="")


def test_only_what_is_new_is_read(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    store = Blobs(a=(CLEAN * 50 + WRONG).encode())
    with acslint.incremental(store, state=state) as first:
        assert first.records == 51
        assert [(finding.file, finding.line, finding.record) for finding in first.findings] == [("a", 51, 51)]
        size = len(store.blobs["a"])
        assert first.blobs == [
            {"path": "a", "e_tag": f"tag {size}", "bytes": size, "lines": 51, "records": 51}
            | {"new_lines": 51, "new_records": 51, "new_bytes": size}
        ]
    store.reads = 0
    with acslint.incremental(store, state=state) as nothing:
        assert (nothing.records, nothing.blobs, store.reads) == (0, [], 0)
    store.append("a", (CLEAN + WRONG + CLEAN[:30]).encode())
    with acslint.incremental(store, state=state) as second:
        assert second.records == 2
        assert [(finding.line, finding.record) for finding in second.findings] == [(53, 53)]
        assert second.findings[0].byte_offset > size
        assert second.waiting == [{"path": "a", "bytes": 30, "reason": "unfinished-line"}]
    assert store.reads < 2 * (len(CLEAN + WRONG) + 30) + 2 * 1024 + 100
    assert len(second.to_arrow()) == 1


def test_findings_in_what_is_new_have_their_losses(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    store = Blobs(a=(CLEAN + WRONG).encode())
    with acslint.incremental(store, state=state, target="databricks") as first:
        assert [finding.loss for finding in first.findings] == ["value"]
    store.append("a", WRONG.encode())
    with acslint.incremental(store, state=state, target="databricks") as second:
        assert [(finding.line, finding.loss) for finding in second.findings] == [(3, "value")]
    with pytest.raises(acslint.UsageError, match="with other options"):
        acslint.incremental(store, state=state, target="adx")


def test_an_exception_saves_nothing(tmp_path: Path) -> None:
    store = Blobs(a=WRONG.encode())
    for _ in range(2):
        with pytest.raises(RuntimeError):
            with acslint.incremental(store, state=tmp_path / "state.json") as increment:
                assert increment.records == 1
                raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    increment.commit()
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_the_last_line_of_a_past_hour_is_checked(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    data = (CLEAN + WRONG).encode().rstrip()
    store = Blobs(**{HOUR: data, "z.json": data})
    with acslint.incremental(store, state=state) as first:
        assert first.records == 3
        assert [finding.file for finding in first.findings] == [HOUR]
        assert [entry["path"] for entry in first.waiting] == ["z.json"]
    store.reads = 0
    with acslint.incremental(store, state=state) as nothing:
        assert (nothing.records, list(nothing.findings), store.reads) == (0, [], 0)
    # It goes on all the same: the line counts once, and its findings are told once.
    store.append(HOUR, b"\n" + WRONG.encode())
    with acslint.incremental(store, state=state) as third:
        assert third.records == 1
        assert [(finding.line, finding.record) for finding in third.findings] == [(3, 3)]


def test_a_last_line_that_went_on_is_checked_again(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    store = Blobs(**{HOUR: (CLEAN + WRONG[:100]).encode()})
    with acslint.incremental(store, state=state) as first:
        assert (first.records, [finding.rule for finding in first.findings]) == (2, ["truncated-record"])
    store.append(HOUR, (WRONG[100:] + CLEAN).encode())
    with acslint.incremental(store, state=state) as second:
        assert (second.records, [finding.rule for finding in second.findings]) == (1, ["wrong-type"])
        assert second.blobs[0]["records"] == 3


def test_what_is_not_lines_waits_for_its_end(tmp_path: Path) -> None:
    array = ("[" + CLEAN + "," + WRONG).encode()
    store = Blobs(**{"a.json": array, "b.json.gz": gzip.compress(WRONG.encode())})
    state = tmp_path / "state.json"
    with acslint.incremental(store, state=state) as first:
        assert first.records == 0
        assert [entry["reason"] for entry in first.waiting] == ["not-lines", "not-lines"]
    store.append("a.json", b"]")
    with acslint.incremental(store, state=state, is_final=lambda path: True) as second:
        assert second.records == 3
        assert [(finding.file, finding.rule) for finding in second.findings] == [
            ("a.json", "wrong-type"),
            ("b.json.gz", "wrong-type"),
        ]
        assert second.waiting == []
    with acslint.incremental(store, state=state, is_final=lambda path: True) as third:
        assert (third.records, third.findings) == (0, [])


def test_replaced_blobs_and_other_states_are_refused(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    store = Blobs(a=(CLEAN * 2).encode())
    acslint.incremental(store, state=state).commit()
    store.blobs["a"] = (WRONG * 3).encode()
    with pytest.raises(acslint.Error, match="a: it was replaced, and not only appended to"):
        acslint.incremental(store, state=state)
    assert acslint.incremental(store, state=state, errors="report").unreadable[0]["file"] == "a"
    with pytest.raises(acslint.UsageError, match="or with other options"):
        acslint.incremental(store, state=state, strict=True)
    state.write_text("{")
    with pytest.raises(acslint.UsageError, match="is not a state of acslint"):
        acslint.incremental(store, state=state)
    with pytest.raises(acslint.UsageError, match="is not a URL"):
        acslint.incremental("logs/", state=state)


@pytest.mark.parametrize("seed", range(25))
def test_random_appends_are_one_check_of_the_whole(tmp_path: Path, seed: int) -> None:
    generator = random.Random(seed)
    state = tmp_path / "state.json"
    parts = [generator.choice(BROKEN)[: generator.choice([None, None, 60])] for _ in range(40)]
    text = (CLEAN * 3 + "".join(parts) + CLEAN).encode()
    store = Blobs(a=b"")
    rest = text

    def append(most: int) -> None:
        nonlocal rest
        length = generator.randint(0, most)
        store.append("a", rest[:length])
        rest = rest[length:]

    # Blobs grow while they are read, too.
    store.before_read = lambda: append(40) if generator.random() < 0.5 else None
    found: list[str] = []
    records = 0
    while rest:
        append(900)
        increment = acslint.incremental(store, state=state)
        if generator.random() < 0.3:
            # The process dies before it saves anything, and begins again.
            continue
        increment.commit()
        found += plain(increment.findings)
        records += increment.records
    store.before_read = lambda: None
    with acslint.incremental(store, state=state, is_final=lambda path: True) as last:
        found += plain(last.findings)
        records += last.records
        assert last.waiting == []
    expected = whole(text)
    assert sorted(found) == plain(expected.findings)
    assert records == expected.summary["records"]
    assert json.loads(state.read_text())["blobs"]["a"]["records"] == records
