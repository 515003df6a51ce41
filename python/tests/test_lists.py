"""Lists that repeat what the program has: each is compared with it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from conftest import ROOT, WRONG, program

import acslint
from acslint import _options, _sources

# Options that belong to the output of the program, which the package returns in another way.
OF_THE_PROGRAM = {
    "annotate",
    "color",
    "contents",
    "format",
    "help",
    "no-redact",
    "output",
    "prune-baseline",
    "quiet",
    "root",
    "shard",
    "show",
    "verbose",
    "write-baseline",
}


def test_options_are_all_those_of_the_program() -> None:
    help_ = program("check", "--help").decode()
    known = set(re.findall(r"^ +(?:-\w, )?--([a-z-]+)", help_, re.MULTILINE))
    ours = {name.replace("_", "-") for name in _options.CHECKER | _options.RUN} - {"levels"} | {"level"}
    assert ours == known - OF_THE_PROGRAM
    assert OF_THE_PROGRAM < known


def test_types_of_options_name_the_same() -> None:
    tree = ast.parse((ROOT / "python/acslint/_options.py").read_text())
    typed = {
        node.name: {item.target.id for item in node.body if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)}
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    assert typed["CheckerOptions"] == _options.CHECKER
    assert typed["RunOptions"] == _options.RUN


def test_containers_are_read_like_directories(tmp_path: Path) -> None:
    bases = ["a.json", "b.jsonl", "c.ndjson", "d.csv", "e.txt", ".f.json", "g.JSON", "h"]
    names = [base + compressed for base in bases for compressed in ("", ".gz", ".zst", ".zstd", ".bz2")]
    for name in names:
        (tmp_path / name).write_text(WRONG)
    read = {Path(finding.file).name for finding in acslint.check(tmp_path).findings}
    assert read == {name for name in names if _sources._is_log(name)}
