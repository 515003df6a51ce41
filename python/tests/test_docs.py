"""Examples of the documentation, which run as they are printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import CLEAN, ROOT, WRONG

PAGES = [
    "docs/python.md",
    "docs/guides/beyond-one-machine.md",
    *(f"docs/engines/{name}.md" for name in ("duckdb", "pandas", "polars", "ray", "spark")),
]


def test_each_page_is_known() -> None:
    pages = {str(path.relative_to(ROOT)) for path in ROOT.glob("docs/engines/*.md")}
    assert pages - {"docs/engines/README.md"} == {page for page in PAGES if page.startswith("docs/engines/")}


@pytest.mark.parametrize("page", PAGES)
def test_examples_run(page: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", (ROOT / page).read_text(), re.MULTILINE | re.DOTALL)
    assert blocks, page
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs/a.jsonl").write_text((CLEAN + WRONG) * 5)
    (tmp_path / "logs/b.jsonl").write_text(CLEAN)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "examples"}
    if "spark" in "".join(blocks):
        names["spark"] = request.getfixturevalue("spark")
    if "acslint.ray" in "".join(blocks):
        request.getfixturevalue("ray_node")
    for number, block in enumerate(blocks):
        exec(compile(block, f"{page}, example {number + 1}", "exec"), names)
