"""Tests the content of the wheel with jsonschema and fastjsonschema: `python verdicts.py <repository>`.

The package must hold the schemas of the repository, its types must have their keys, and its schemas of records of any
category must have the verdicts of the categories' own.
"""

import json
import sys
import typing
from pathlib import Path

import acslint_schemas
import fastjsonschema
from acslint_schemas import categories, files, record_schema, records, schema, target
from jsonschema import Draft7Validator, Draft202012Validator

SUFFIXES = {"table": "Table", "resource-log": "ResourceLog"}


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python verdicts.py <repository>")
    repository = Path(sys.argv[1])
    assert (files() / "record.schema.json").is_file()
    assert Path(acslint_schemas.__file__).with_name("py.typed").is_file()
    for category, shape in [("SMSOperationel", "table"), ("CallClientMediaStatsCompressedTimeSeries", "table")]:
        try:
            schema(category, typing.cast(acslint_schemas.Shape, shape))
        except LookupError as error:
            assert str(error) == f"no schema of `{category}` in the shape `table`", error
        else:
            raise AssertionError(category)
    for name, file in [("adx", "Usage.kql"), ("arrow", "table/Usage.arrows"), ("sql", "postgresql/Usage.sql")]:
        packed = target(name).joinpath(*file.split("/"))
        assert packed.read_bytes() == (repository / "schemas" / name / file).read_bytes(), file
    for name in ["adx/..", "oracle", ""]:
        try:
            target(name)
        except LookupError as error:
            assert str(error) == f"no schemas for the target `{name}`", error
        else:
            raise AssertionError(name)
    validators = {}
    for entry in categories():
        for shape, link in entry["shapes"].items():
            document = schema(entry["category"], shape)
            assert document == json.loads((repository / "schemas" / link["file"]).read_text()), link
            check_type(entry["category"] + SUFFIXES[shape], document)
            is_valid = validator(Draft202012Validator, document)
            if entry["value"] is not None:
                validators[shape, entry["value"]] = is_valid
    check_verdicts(repository, validators)


def check_type(name: str, document: dict) -> None:
    """The keys of a type, and its required keys, are the schema's."""
    kind = getattr(records, name)
    assert set(kind.__annotations__) == set(document["properties"]), name
    hints = typing.get_type_hints(kind, include_extras=True)
    required = {key for key, hint in hints.items() if typing.get_origin(hint) is not typing.NotRequired}
    assert required == set(document["required"]), name


def validator(kind, document: dict):
    kind.check_schema(document)
    return kind(document, format_checker=kind.FORMAT_CHECKER).is_valid


def check_verdicts(repository: Path, validators: dict) -> None:
    unions = [validator(Draft202012Validator, record_schema()), validator(Draft7Validator, record_schema("draft-07"))]
    fast = fastjsonschema.compile(record_schema("draft-07"))
    valid = invalid = differing = 0
    for (shape, key) in [("table", "Category"), ("resource-log", "category")]:
        for path in sorted((repository / "testdata" / shape).glob("*/*.jsonl")):
            for line in path.read_text().splitlines():
                try:
                    record = json.loads(line)
                except ValueError:
                    continue
                is_valid = validators.get((shape, record.get(key)))
                if is_valid is None:
                    continue
                expected = is_valid(record)
                valid, invalid = valid + expected, invalid + (not expected)
                for union in unions:
                    assert union(record) == expected, record
                differing += passes(fast, record) != expected
    assert valid > 150 and invalid > 20, (valid, invalid)
    assert differing == 0, differing
    print(f"{len(categories())} categories, {valid} valid and {invalid} invalid records: the same verdicts")


def passes(validate, record: object) -> bool:
    try:
        validate(record)
    except fastjsonschema.JsonSchemaValueException:
        return False
    return True


main()
