"""Splits: checked anywhere and merged in any order, they have the report of one run."""

from __future__ import annotations

import json
import pickle
import random
from pathlib import Path

import pytest
from conftest import BROKEN, CLEAN, SPLIT_SIZE, WRONG

import acslint


def test_splits_have_the_report_of_one_run(nasty: Path) -> None:
    expected = acslint.check(nasty, errors="report")
    splits = acslint.plan(nasty, split_size=SPLIT_SIZE)
    assert len(splits) > 10
    assert [split.number for split in splits] == list(range(1, len(splits) + 1))
    parts = [part for split in splits for part in split.parts]
    large = [(part["start"], part["end"]) for part in parts if part["file"].endswith("large.jsonl")]
    assert len(large) > 3
    assert all(one[1] == two[0] for one, two in zip(large, large[1:]))
    assert (large[0][0], large[-1][1]) == (0, (nasty / "large.jsonl").stat().st_size)
    copies = [pickle.loads(pickle.dumps(split)) for split in splits]
    random.Random(1).shuffle(copies)
    reports = [acslint.check_split(split) for split in copies]
    assert acslint.merge(reports, errors="report").to_json() == expected.to_json()


def test_an_engine_has_splits_for_all_of_its_tasks(nasty: Path) -> None:
    def numbers(at_once: int) -> list[int]:
        return [split.number for split in acslint.Checker()._plan(nasty, [1 << 40, SPLIT_SIZE], at_once, None, {})]

    assert numbers(1) == [1]
    count = len(acslint.plan(nasty, split_size=SPLIT_SIZE))
    at_once = count - 1
    assert numbers(at_once) == list(range(1, 2 * at_once + 1))
    # Fewer than run at once, or as many, are not more.
    assert numbers(count) == numbers(count + 1) == list(range(1, count + 1))


def test_a_plan_says_what_is_not_cut(nasty: Path) -> None:
    splits = acslint.plan([nasty / "array.json", nasty / "stored.json.gz"], split_size=3000)
    reasons = {Path(part["file"]).name: part["whole"] for split in splits for part in split.parts}
    assert reasons == {"array.json": "not-lines", "stored.json.gz": "compressed"}


def test_options_belong_to_the_splits_or_to_the_merge(nasty: Path) -> None:
    levels = {"wrong-type": "info"}
    checker = acslint.Checker(levels=levels)
    reports = [checker.check_split(split) for split in checker.plan(nasty, split_size=SPLIT_SIZE)]
    merged = checker.merge(reports, max_findings=5, errors="report")
    expected = acslint.check(nasty, levels=levels, max_findings=5, errors="report")
    assert merged.to_json() == expected.to_json()
    with pytest.raises(TypeError, match="unexpected option .max_findings."):
        acslint.plan(nasty, max_findings=5)


def test_merged_splits_lose_what_one_run_loses(nasty: Path) -> None:
    splits = acslint.plan(nasty, split_size=SPLIT_SIZE, target="databricks")
    reports = [acslint.check_split(split, target="databricks") for split in splits]
    merged = acslint.merge(reports, errors="report")
    assert merged.to_json() == acslint.check(nasty, errors="report", target="databricks").to_json()
    assert merged.summary["target"]["name"] == "databricks"
    for options in [{}, {"target": "adx"}, {"target": "databricks", "levels": {"wrong-type": "info"}}]:
        with pytest.raises(acslint.UsageError, match="the options are not those that the split was planned with; pass the same"):
            acslint.check_split(splits[0], **options)  # type: ignore[arg-type]


def test_missing_and_other_splits_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(WRONG * 10)
    splits = acslint.plan(path, split_size=len(WRONG) * 4)
    reports = [acslint.check_split(split) for split in splits]
    assert len(reports) == 3
    with pytest.raises(acslint.UsageError, match="a shard is missing: 2/3"):
        acslint.merge([reports[0], reports[2]])
    with pytest.raises(acslint.UsageError, match="reports of the same shard, 1/3"):
        acslint.merge([*reports, reports[0]])
    with pytest.raises(acslint.UsageError, match="not what acslint wrote"):
        acslint.merge([b"{"])
    with pytest.raises(acslint.UsageError, match="not what acslint wrote"):
        acslint.check_split(acslint.Split("{}"))
    path.write_text(WRONG * 11)
    other = acslint.check_split(acslint.plan(path, split_size=len(WRONG) * 4)[1])
    with pytest.raises(acslint.UsageError, match="the inputs differ"):
        acslint.merge([reports[0], other, reports[2]])


def test_bytes_and_nothing_have_splits_too(tmp_path: Path) -> None:
    splits = acslint.plan(tmp_path)
    report = acslint.merge(acslint.check_split(split) for split in splits)
    assert report.to_json() == acslint.check(tmp_path).to_json()
    assert report.exit_code == 3


def test_unreadable_inputs_of_splits_are_told_once(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(WRONG)
    (tmp_path / "b.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00")
    splits = acslint.plan(tmp_path)
    reports = [acslint.check_split(split) for split in splits]
    with pytest.raises(acslint.UnreadableInput, match="b.jsonl.gz: cannot decompress") as raised:
        acslint.merge(reports)
    assert raised.value.report.to_json() == acslint.check(tmp_path, errors="report").to_json()


def test_findings_of_one_split_at_a_time_are_those_of_the_run(nasty: Path) -> None:
    from acslint import _native

    expected = acslint.check(nasty, errors="report")
    splits = acslint.plan(nasty, split_size=SPLIT_SIZE)
    reports = [acslint.check_split(split) for split in splits]
    outlines = [_native.outline(report)[0] for report in reports]
    assert sum(map(len, outlines)) < sum(map(len, reports)) / 5
    places, again = _native.places(["-"], outlines, None)
    assert len(places) == len(reports)
    found = [_native.findings(["-"], report, place) for report, place in [*zip(reports, places), *again]]
    lines = [json.loads(line) for part in found for line in part.splitlines()]
    key = json.dumps
    assert sorted(map(key, lines)) == sorted(key(finding) for finding in json.loads(expected.to_json())["findings"])


@pytest.mark.parametrize("seed", range(12))
def test_random_texts_in_random_splits_have_the_report_of_one_run(tmp_path: Path, seed: int) -> None:
    generator = random.Random(seed)
    # The layout is learnt from the first 512 KiB.
    head = CLEAN * (530_000 // len(CLEAN))
    text = head + "".join(generator.choice(BROKEN)[: generator.choice([None, 3, 60])] for _ in range(400))
    path = tmp_path / "a.jsonl"
    path.write_text(text, newline="")
    splits = acslint.plan(path, split_size=generator.randint(2_000, 40_000))
    reports = [acslint.check_split(split) for split in splits]
    generator.shuffle(reports)
    assert acslint.merge(reports).to_json() == acslint.check(path).to_json()
