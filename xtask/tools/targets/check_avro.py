"""Avro: fastavro parses each schema, and writes and reads records with it."""

import io
import json

import fastavro
import records


def converted(value, schema):
    """Value of a record as Avro has it."""
    if isinstance(schema, list):
        return None if value is None else converted(value, schema[1])
    if value is None:
        return None
    if isinstance(schema, dict) and schema["type"] == "record":
        return {field["name"]: converted(value.get(field["name"]), field["type"]) for field in schema["fields"]}
    if isinstance(schema, dict) and schema["type"] == "array":
        return [converted(item, schema["items"]) for item in value]
    if isinstance(schema, dict):
        return records.instant(value)
    if schema == "string" and not isinstance(value, str):
        return json.dumps(value)
    return float(value) if schema == "double" else value


def check(schemas, files):
    failures, count = [], 0
    for (shape, category), file in files.items():
        path = schemas / "avro" / shape / f"{category}.avsc"
        schema = json.loads(path.read_text())
        parsed = fastavro.parse_schema(schema)
        written = [converted(record, schema) for record in records.read(file)]
        stream = io.BytesIO()
        fastavro.writer(stream, parsed, written, strict=True, validator=True)
        stream.seek(0)
        read = list(fastavro.reader(stream))
        count += len(read)
        if read != written:
            failures.append(f"{path}: records differ")
        names = {field["name"] for field in schema["fields"]}
        lost = {name for record in records.read(file) for name in record} - names
        if lost:
            failures.append(f"{path}: no field for {sorted(lost)}")
    return count, f"fastavro {fastavro.__version__}", failures
