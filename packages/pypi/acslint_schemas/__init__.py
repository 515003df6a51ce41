"""JSON Schemas and types of Azure Communication Services log records.

`records` contains the types; this module contains the published schemas.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files as _files
from importlib.resources.abc import Traversable
from typing import Any, Literal, TypeAlias

from ._version import __version__

__all__ = ["Dialect", "Shape", "__version__", "categories", "files", "record_schema", "schema", "target"]

Shape: TypeAlias = Literal["table", "resource-log"]
"""The shape of a record from Azure Monitor: a row of a Log Analytics table, or a resource log."""

Dialect: TypeAlias = Literal["2020-12", "draft-07"]
"""The version of JSON Schema."""


def files() -> Traversable:
    """Returns the directory of the schemas; `files() / "table" / "Usage.schema.json"` is one of them."""
    return _files(__name__) / "schemas"


def target(name: str) -> Traversable:
    """Returns the directory of a destination's schemas, such as `databricks`; raises `LookupError` if it does not exist."""
    directory = _files(__name__) / "targets" / name
    if not name.replace("-", "_").isidentifier() or not directory.is_dir():
        raise LookupError(f"no schemas for the target `{name}`")
    return directory


def schema(category: str, shape: Shape) -> dict[str, Any]:
    """Returns the schema of a category's records in a shape; raises `LookupError` if it does not exist."""
    for entry in _categories():
        if entry["category"] == category and shape in entry["shapes"]:
            return _read(entry["shapes"][shape]["file"])
    raise LookupError(f"no schema of `{category}` in the shape `{shape}`")


def record_schema(dialect: Dialect = "2020-12") -> dict[str, Any]:
    """Returns the self-contained schema of records of any category, which selects by category."""
    names = {"2020-12": "record.schema.json", "draft-07": "record.draft-07.schema.json"}
    if dialect not in names:
        raise LookupError(f"no schema in the dialect `{dialect}`")
    return _read(names[dialect])


def categories() -> list[dict[str, Any]]:
    """Returns the categories' metadata that JSON Schema cannot express, in the order of the product documentation.

    `files() / "categories.schema.json"` describes it.
    """
    entries: list[dict[str, Any]] = _read("categories.json")["categories"]
    return entries


@cache
def _categories() -> list[dict[str, Any]]:
    return categories()


def _read(file: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(files().joinpath(*file.split("/")).read_text(encoding="utf-8"))
    return document
