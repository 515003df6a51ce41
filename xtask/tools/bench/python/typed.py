"""DuckDB reads the records with types, as before a query: the closest to a check in a database.

`python typed.py <schemas> <file>`. The columns are the properties of all schemas together, an object is a STRUCT, and a
property that differs among the schemas is text. A record is taken for invalid where nothing of it could be read.
"""

import json
import sys

import duckdb

TYPES = {"boolean": "BOOLEAN", "integer": "BIGINT", "number": "DOUBLE"}


def merged(schemas):
    """The properties of all schemas, by name, each with its schemas."""
    properties = {}
    for schema in schemas:
        for name, property in schema.get("properties", {}).items():
            properties.setdefault(name, []).append(property)
    return properties


def column(variants):
    """The type of a property that has these schemas."""
    if all("properties" in variant for variant in variants):
        members = (f'"{name}" {column(inner)}' for name, inner in merged(variants).items())
        return f"STRUCT({', '.join(members)})"
    types = {sql_type(variant) for variant in variants}
    return types.pop() if len(types) == 1 else "VARCHAR"


def sql_type(variant):
    types = variant.get("type", [])
    names = [types] if isinstance(types, str) else [name for name in types if name != "null"]
    if names == ["string"] and variant.get("format") == "date-time":
        return "TIMESTAMPTZ"
    return TYPES.get(names[0], "VARCHAR") if len(names) == 1 else "VARCHAR"


def check(schemas, file):
    with open(schemas, "rb") as dispatch:
        schemas = json.load(dispatch)["schemas"].values()
    columns = {name: column(variants) for name, variants in merged(schemas).items()}
    # DuckDB compares names without regard to case; the schemas name some properties in two.
    seen = set()
    columns = {n: c for n, c in columns.items() if not (n.lower() in seen or seen.add(n.lower()))}
    connection = duckdb.connect(config={"threads": 1})
    listing = ", ".join(f"'{name}': '{sql}'" for name, sql in columns.items())
    source = f"read_json($file, format = 'newline_delimited', ignore_errors = true, columns = {{{listing}}})"
    # Counting each column prevents DuckDB from skipping one.
    counts = ", ".join(f'count("{name}")' for name in columns)
    anything = " OR ".join(f'"{name}" IS NOT NULL' for name in columns)
    query = f"SELECT count(*), count(*) FILTER ({anything}), {counts} FROM {source}"
    records, valid = connection.execute(query, {"file": file}).fetchone()[:2]
    print(json.dumps({"valid": valid, "invalid": records - valid}))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: typed.py <schemas> <file>")
    check(*sys.argv[1:])
