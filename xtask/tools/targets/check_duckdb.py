"""DuckDB stands in for Azure Data Explorer, of which nothing can be run here: both make a value NULL that does not have the type of
its column, without an error. It reads records with planted defects into the columns of the exported tables, and loses the values
and the records that `acslint check --target adx` forecasts, but for the listed differences, which must all occur."""

import json
import re
import subprocess
import sys

import defects
import duckdb

# Types of Kusto, as those of DuckDB.
KINDS = {
    "bool": "BOOLEAN",
    "datetime": "TIMESTAMPTZ",
    "dynamic": "JSON",
    "int": "INTEGER",
    "long": "BIGINT",
    "real": "DOUBLE",
    "string": "VARCHAR",
}

# Defects that one of the two loses and the other does not, by the type of the column; none for another syntax.
LOST_IN_DUCKDB_ALONE = {
    # Azure Data Explorer reads single quotes, times in lower case, and the last second of a year that has one more.
    None: {"'zz':'it'"},
    "TIMESTAMPTZ": {'"2016-12-31T23:59:60Z"', '"2024-03-05t09:14:27z"'},
}
LOST_IN_ADX_ALONE = {
    # DuckDB rounds numbers, converts `true` to one and numbers to `true`, and reads a comma too many and numbers that JSON does not have.
    None: {'"zz":1,', '"zz":INF'},
    "BIGINT": {"2.5", "5.0", "1e3", "true"},
    "BOOLEAN": {"2.5", "5.0", "1", "-1", "1e3"},
    "DOUBLE": {"true", "NaN", "-INF", '"NaN"'},
    "INTEGER": {"2.5", "5.0", "1e3", "true"},
    "JSON": {"NaN", "-INF"},
    "VARCHAR": {"NaN", "-INF"},
}


def columns(script, shape):
    """Columns of the table and the mapping of a script: types by the names in a record, with those of an object in a dictionary."""
    table = re.search(r"^\.create-merge table .*?\((.*?)^\)", script, re.MULTILINE | re.DOTALL)[1]
    kinds = dict(re.findall(r"\['(.+?)'\]: (\w+)", table))
    mapping = re.search(rf'ingestion json mapping "{shape}"\n```(.*?)```', script, re.DOTALL)[1]
    found = {}
    for of in json.loads(mapping):
        *outer, name = re.findall(r"\['(.+?)'\]", of["Properties"]["Path"])
        place = found
        for part in outer:
            place = place.setdefault(part, {})
        place[name] = KINDS[kinds[of["column"]]]
    return found


def type_of(kind):
    """The type of a column as DuckDB writes it."""
    if isinstance(kind, str):
        return kind
    return "STRUCT(" + ", ".join(f'"{name}" {type_of(of)}' for name, of in kind.items()) + ")"


def kind_at(kinds, path):
    """The type at the path of a column."""
    for name in path.split("."):
        kinds = kinds[name]
    return kinds if isinstance(kinds, str) else "STRUCT"


def in_duckdb(connection, kinds, file, lines):
    """The defects that DuckDB loses: a value that is NULL, or a record of which nothing is left."""
    read = "read_json(?, format = 'newline_delimited', columns = ?, ignore_errors = true)"
    given = {name: type_of(kind) for name, kind in kinds.items()}
    # As JSON, since Python does not have all times.
    rows = connection.sql(f"SELECT to_json(row) FROM {read} row", params=[str(file), given]).fetchall()
    assert len(rows) == len(lines), f"{len(lines)} lines, {len(rows)} rows"
    for (line, (column, defect)), (row,) in zip(lines, rows):
        row = defects.read(row)
        is_gone = all(value is None for value in row.values())
        if is_gone or column is not None and is_lost(defects.read(line), row, column.split(".")):
            yield column, defect


def is_lost(value, given, path):
    """Whether a column does not have the value that the record has for it."""
    for name in path:
        value, given = value[name], given and given[name]
    if isinstance(given, dict):
        # An object with columns is never NULL; what has no column is left out.
        return not isinstance(value, dict) or not value.keys() <= given.keys()
    return value is not None and given is None


def in_adx(category, shape, file, lines):
    """The defects that acslint forecasts a loss for."""
    kept, lost, findings = (str(file.with_suffix(ending)) for ending in (".kept", ".lost", ".findings"))
    options = ["--no-config", "--category", category, "--shape", shape, "--target", "adx", "--reject-on", "loss"]
    split = [sys.argv[1], "split", file, "--valid", kept, "--invalid", lost, "--findings", findings, *options]
    ran = subprocess.run(split, capture_output=True, text=True)
    assert ran.returncode in (0, 1), ran.stderr
    with open(lost) as texts:
        rejected = {text.rstrip("\n") for text in texts}
    with open(findings) as found:
        found = [json.loads(text) for text in found]
    dropped = {finding["line"] for finding in found if finding.get("loss") == "record"}
    for number, (line, (column, defect)) in enumerate(lines, 1):
        # A split also sets aside what acslint cannot read, and the destination can.
        if number in dropped or column is not None and line in rejected:
            yield column, defect


def check(schemas, files):
    failures, count = [], 0
    seen = {"DuckDB": {}, "ADX": {}}
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for (shape, category), file in list(files.items())[::3]:
        kinds = columns((schemas / "adx" / f"{category}.kql").read_text(), shape)
        record = json.loads(file.read_text().splitlines()[0])
        lines = defects.planted(record, {name: of if isinstance(of, dict) else None for name, of in kinds.items()})
        # The record without a defect loses nothing.
        lines.append((json.dumps(record), (None, "")))
        wrong = file.with_suffix(".adx.jsonl")
        wrong.write_text("".join(f"{line}\n" for line, _ in lines))
        count += len(lines)
        by_duckdb = set(in_duckdb(connection, kinds, wrong, lines))
        by_adx = set(in_adx(category, shape, wrong, lines))
        for program, alone, listed in [
            ("DuckDB", by_duckdb - by_adx, LOST_IN_DUCKDB_ALONE),
            ("ADX", by_adx - by_duckdb, LOST_IN_ADX_ALONE),
        ]:
            for column, defect in alone:
                kind = column and kind_at(kinds, column)
                seen[program].setdefault(kind, set()).add(defect)
                if defect not in listed.get(kind, ()):
                    failures.append(f"{shape} {category}.{column}, {kind}: {defect!r} is lost in {program} alone")
    for program, listed in [("DuckDB", LOST_IN_DUCKDB_ALONE), ("ADX", LOST_IN_ADX_ALONE)]:
        for kind, all_of_kind in listed.items():
            for defect in sorted(set(all_of_kind) - seen[program].get(kind, set())):
                failures.append(f"{kind}: {defect!r} is listed as lost in {program} alone, and is not")
    return count, f"DuckDB {duckdb.__version__}", failures
