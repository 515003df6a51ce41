"""Arrow: pyarrow reads both forms of each schema as the same one, Parquet keeps it, and DuckDB loads records with it."""

import json
import tempfile
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.ipc
import pyarrow.parquet
import records


def of_json(field):
    """Field of Arrow's JSON."""
    kind, children = field["type"], [of_json(child) for child in field["children"]]
    made = {
        "bool": lambda: pyarrow.bool_(),
        "int": lambda: {32: pyarrow.int32(), 64: pyarrow.int64()}[kind["bitWidth"]],
        "floatingpoint": lambda: pyarrow.float64(),
        "timestamp": lambda: pyarrow.timestamp("us", kind["timezone"]),
        "utf8": lambda: pyarrow.string(),
        "list": lambda: pyarrow.list_(children[0]),
        "struct": lambda: pyarrow.struct(children),
    }[kind["name"]]()
    return pyarrow.field(field["name"], made, field["nullable"], pairs(field["metadata"]))


def pairs(metadata):
    return {pair["key"]: pair["value"] for pair in metadata} or None


def duckdb_type(kind):
    if pyarrow.types.is_struct(kind):
        members = [kind.field(number) for number in range(kind.num_fields)]
        return "STRUCT(" + ", ".join(f'"{member.name}" {duckdb_type(member.type)}' for member in members) + ")"
    if pyarrow.types.is_list(kind):
        return duckdb_type(kind.value_type) + "[]"
    names = {"int32": "INTEGER", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN", "string": "VARCHAR"}
    return "TIMESTAMPTZ" if pyarrow.types.is_timestamp(kind) else names[str(kind)]


def differences(record, row, schema, place=""):
    for name, value in record.items():
        path = f"{place}.{name}"
        field = next((field for field in schema if field.name == name), None)
        if field is None:
            yield f"{path}: no column"
        elif pyarrow.types.is_struct(field.type) and isinstance(value, dict) and row[name] is not None:
            yield from differences(value, row[name], field.type, path)
        else:
            kind = "time" if pyarrow.types.is_timestamp(field.type) else None
            kind = "text" if pyarrow.types.is_string(field.type) else kind
            found = records.difference(value, row[name], kind)
            if found:
                yield f"{path}: {found}"


def check(schemas, files):
    failures, count = [], 0
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for (shape, category), file in files.items():
        path = schemas / "arrow" / shape / f"{category}.arrows"
        with pyarrow.ipc.open_stream(path) as stream:
            schema = stream.schema
            if stream.read_all().num_rows != 0:
                failures.append(f"{path}: has rows")
        document = json.loads(path.with_suffix(".json").read_text())["schema"]
        other = pyarrow.schema([of_json(field) for field in document["fields"]], pairs(document["metadata"]))
        if not schema.equals(other, check_metadata=True):
            failures.append(f"{path}: the JSON is another schema")
        described = [field for field in schema if field.metadata and b"comment" in field.metadata]
        if len(described) < len(schema) // 2:
            failures.append(f"{path}: has no descriptions")
        columns = {field.name: duckdb_type(field.type) for field in schema}
        loaded = connection.sql(
            "SELECT * FROM read_json(?, format = 'newline_delimited', columns = ?)", params=[str(file), columns]
        ).to_arrow_table()
        with tempfile.TemporaryDirectory() as directory:
            parquet = Path(directory) / "records.parquet"
            pyarrow.parquet.write_table(loaded.cast(schema), parquet)
            read = pyarrow.parquet.read_table(parquet)
        if not read.schema.equals(schema):
            failures.append(f"{path}: Parquet has another schema")
        written, rows = records.read(file), read.to_pylist()
        count += len(rows)
        if len(rows) != len(written):
            failures.append(f"{path}: {len(written)} records, {len(rows)} rows")
        for record, row in zip(written, rows):
            failures.extend(f"{shape} {category}{place}" for place in differences(record, row, schema))
    return count, f"DuckDB {duckdb.__version__} and pyarrow {pyarrow.__version__}", records.merged(failures)
