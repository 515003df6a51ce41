"""Elasticsearch: the index templates follow the documented grammar, written down as a JSON Schema. No package of PyPI,
npm or Debian has a server, so that none reads them."""

import copy
import json
from pathlib import Path

import records
from jsonschema import Draft202012Validator

GRAMMAR = Path(__file__).with_name("elasticsearch-template.schema.json")


def fields(properties, place=()):
    for name, field in properties.items():
        if "properties" in field:
            yield from fields(field["properties"], (*place, name))
        yield (*place, name), field


def check(schemas, files):
    grammar = json.loads(GRAMMAR.read_text())
    Draft202012Validator.check_schema(grammar)
    validator = Draft202012Validator(grammar)
    failures, count = [], 0
    for (shape, category), file in files.items():
        path = schemas / "elasticsearch" / shape / f"{category}.json"
        template = json.loads(path.read_text())
        failures.extend(f"{path}: {error.json_path}: {error.message[:200]}" for error in validator.iter_errors(template))
        wrong = copy.deepcopy(template)
        next(iter(wrong["template"]["mappings"]["properties"].values()))["type"] = "datetime"
        if validator.is_valid(wrong):
            failures.append(f"{path}: the grammar accepts a type that does not exist")
        known = dict(fields(template["template"]["mappings"]["properties"]))
        # Defaults of `index.mapping.total_fields.limit` and `index.mapping.depth.limit`.
        if len(known) > 1000 or max(map(len, known)) > 20:
            failures.append(f"{path}: too many fields")
        count += 1
        for record in records.read(file):
            for name in record:
                if (name,) not in known:
                    failures.append(f"{path}: no field for {name}")
    return count, "the documented grammar", records.merged(failures)
