"""Checks that records have the findings in every form that they have as JSON Lines, at the places that the files themselves have.

    python xtask/tools/forms/check.py ACSLINT

ACSLINT writes records with known defects. Programs of others write them as CSV, as answers of Kusto, in archives, in UTF-16 and as
Parquet, and read the places of the findings back.
"""

import csv
import io
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from datetime import datetime, timezone
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ACSLINT = str(Path(sys.argv[1]).resolve())
RECORDS = 60
# Defects of values. Others are about the text of JSON, or about the types of values, which a column of CSV does not have.
OF_VALUES = [
    "damaged-version", "end-before-start", "invalid-format", "invalid-value", "masked-address", "missing-field",
    "recipient-count-mismatch", "result-contradiction", "status-recipient-mismatch",
    "unexpected-value", "unknown-field",
]
OF_JSON = [*OF_VALUES, "field-spelling", "missing-category", "unknown-category", "wrong-type"]
CATALOG = {entry["category"]: entry for entry in json.loads(Path("schemas/catalog.json").read_text())["categories"]}


def run(*arguments):
    return subprocess.run([ACSLINT, *arguments], capture_output=True, check=False)


def sample(category, rules, *options):
    """The records of a sample, and the labels of their defects."""
    with tempfile.NamedTemporaryFile() as labels:
        rules = [option for rule in rules for option in ("--rule", rule)]
        ran = run("sample", "--category", category, "--shape", "table", "--count", str(RECORDS), "--defects", "40%",
                  "--labels", labels.name, *rules, *options)
        assert ran.returncode == 0, ran.stderr.decode()
        return ran.stdout.decode(), [json.loads(line) for line in Path(labels.name).read_text().splitlines()]


def check(directory, *options):
    """The findings of the files of a directory, by the name of the file."""
    names = sorted(path.name for path in directory.iterdir())
    report = json.loads(subprocess.run(
        [ACSLINT, "check", "--format", "json", "--no-config", "--max-findings", "1000000", *options, *names],
        capture_output=True, check=False, cwd=directory,
    ).stdout)
    assert report["summary"]["unreadable"] == [], report["summary"]["unreadable"]
    found = {name: [] for name in names}
    for finding in report["findings"]:
        found.setdefault(finding["file"], []).append(finding)
    return found


def gist(finding):
    return [finding[key] or "" for key in ("record", "rule", "level", "field", "pointer")]


def same(name, found, expected):
    found, expected = sorted(map(gist, found)), sorted(map(gist, expected))
    if found != expected:
        one = [entry for entry in found if entry not in expected]
        other = [entry for entry in expected if entry not in found]
        sys.exit(f"{name}: only there: {one[:5]}; only in JSON Lines: {other[:5]}")
    assert found, f"{name}: no findings"


def jsonl(records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def instant(text):
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) and text.endswith("Z") and "T" in text else None
    except ValueError:
        return None


class Table:
    """Records of a category with the same columns."""

    def __init__(self, category, rules):
        self.category = category
        text, self.labels = sample(category, rules)
        records = [json.loads(line) for line in text.splitlines()]
        self.columns = list(dict.fromkeys(name for record in records for name in record))
        self.types = {of["name"]: of["kusto_type"] for of in CATALOG[category]["properties"] if of["in_table"]}
        self.rows = [[self.plain(record.get(name), name) for name in self.columns] for record in records]

    def plain(self, value, name):
        """A value as all forms can have it.

        There is no empty text in place of a time; a column of the portal says the zone of its times, so that none is without; and
        the portal has milliseconds.
        """
        if self.type_of(name) == "datetime" and isinstance(value, str) and not value.endswith("Z"):
            return f"about {value}"
        time = instant(value)
        return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03}Z" if time else value

    def type_of(self, name):
        return self.types.get(name, "string")

    def lines(self, empty_texts):
        """The rows as records: a table has no members that are not there, but columns without a value."""
        for row in self.rows:
            record = {}
            for name, value in zip(self.columns, row):
                if value is None and name not in self.types:
                    continue
                is_text = empty_texts and value is None and self.type_of(name) == "string"
                record[name] = "" if is_text else value
            yield record

    def planted(self, found, name, empty_texts=False):
        """Each defect has a finding at its cell. A text that is missing is an empty one in CSV."""
        cells = {(finding["cell"]["row"], finding["cell"]["column"]) for finding in found}
        fields = {(finding["cell"]["row"], finding["field"] or finding["name"]) for finding in found}
        for label in self.labels:
            place = (label["record"], label["field"])
            is_empty = label["rule"].startswith("missing") and self.type_of(label["field"]) == "string"
            is_there = (is_empty and empty_texts) or place in cells or place in fields or label["field"] is None
            assert is_there, f"{name}: no finding for {label}"


def cell_text(value, comma):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return json.dumps(value).replace(".", comma)
    return value if isinstance(value, str) else json.dumps(value)


def portal_time(value):
    time = instant(value)
    if time is None:
        return value
    hour = time.hour % 12 or 12
    half = "AM" if time.hour < 12 else "PM"
    return f"{time.month}/{time.day}/{time.year}, {hour}:{time:%M:%S}.{time.microsecond // 1000:03} {half}"


def write_csv(path, table, delimiter=",", is_portal=False, newline="\n"):
    """Writes a table as CSV; returns the text of each cell."""
    zone = [" [UTC]" if is_portal and table.type_of(name) == "datetime" else "" for name in table.columns]
    rows = [
        [cell_text(portal_time(value) if of_zone else value, "," if delimiter == ";" else ".")
         for value, of_zone in zip(row, zone)]
        for row in table.rows
    ]
    with path.open("w", newline="", encoding="utf-8-sig" if is_portal else "utf-8") as file:
        quoting = csv.QUOTE_ALL if is_portal else csv.QUOTE_MINIMAL
        writer = csv.writer(file, delimiter=delimiter, lineterminator=newline, quoting=quoting)
        writer.writerow([name + of_zone for name, of_zone in zip(table.columns, zone)])
        writer.writerows(rows)
    return rows


def check_cells_of_csv(path, table, rows, found, delimiter):
    data = path.read_bytes()
    for finding in found:
        row, column = finding["cell"]["row"], finding["cell"]["column"]
        assert row == finding["record"], finding
        start = finding["byte_offset"]
        assert finding["line"] == 1 + data[:start].count(b"\n"), f"{path.name}: line of {finding}"
        if column is not None:
            text = data[start:start + finding["byte_length"]].decode()
            text = "".join(sum(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), []))
            assert text == rows[row - 1][table.columns.index(column)], f"{path.name}: {text!r} for {finding}"


def check_csv(tables, directory):
    forms = {
        "client": {},
        "portal": {"is_portal": True, "newline": "\r\n"},
        "spreadsheet": {"delimiter": ";", "newline": "\r\n"},
    }
    written = {}
    for table in tables:
        (directory / f"{table.category}.jsonl").write_text(jsonl(table.lines(True)))
        for form, options in forms.items():
            path = directory / f"{table.category}.{form}.csv"
            written[path] = (table, write_csv(path, table, **options), options.get("delimiter", ","))
    found = check(directory)
    for path, (table, rows, delimiter) in written.items():
        same(path.name, found[path.name], found[f"{table.category}.jsonl"])
        check_cells_of_csv(path, table, rows, found[path.name], delimiter)
        table.planted(found[path.name], path.name, empty_texts=True)
    return sum(len(found[path.name]) for path in written)


def columns(table, name, of_type):
    return [{name: column, of_type: table.type_of(column)} for column in table.columns]


def answers(table):
    rows = table.rows
    half = len(rows) // 2
    v1 = {"Tables": [{"TableName": "Table_0", "Columns": columns(table, "ColumnName", "ColumnType"), "Rows": rows}]}
    begin = {"FrameType": "DataSetHeader", "IsProgressive": True, "Version": "v2.0"}
    head = {"FrameType": "TableHeader", "TableId": 1, "TableKind": "PrimaryResult", "TableName": "PrimaryResult",
            "Columns": columns(table, "ColumnName", "ColumnType")}
    parts = [{"FrameType": "TableFragment", "TableId": 1, "TableFragmentType": "DataAppend", "Rows": part}
             for part in (rows[:half], rows[half:])]
    end = {"FrameType": "DataSetCompletion", "HasErrors": False, "Cancelled": False}
    return {"v1": [v1], "v2": [[begin, head, *parts, end]]}


def check_kusto(tables, directory):
    written = {}
    for table in tables:
        (directory / f"{table.category}.jsonl").write_text(jsonl(
            dict(zip(table.columns, row)) for row in table.rows
        ))
        for form, documents in answers(table).items():
            path = directory / f"{table.category}.{form}.json"
            path.write_text("\r\n".join(json.dumps(document) for document in documents))
            written[path] = table
    found = check(directory)
    for path, table in written.items():
        rows = [finding for finding in found[path.name] if finding["cell"]]
        # Frames around the rows are records of their own for the count.
        before = min((finding["record"] - finding["cell"]["row"] for finding in rows), default=0)
        same(path.name, [{**finding, "record": finding["record"] - before} for finding in rows],
             found[f"{table.category}.jsonl"])
        data = path.read_bytes()
        for finding in rows:
            row, column = finding["cell"]["row"], finding["cell"]["column"]
            if column is not None:
                start = finding["byte_offset"]
                text = json.loads(data[start:start + finding["byte_length"]])
                expected = (column, table.rows[row - 1][table.columns.index(column)])
                assert text in expected, f"{path.name}: {text!r} for {finding}"
        table.planted(rows, path.name)
    return sum(len(found[path.name]) for path in written)


def column_of(table, index):
    """The values of a column as Arrow, of its type if all values have it; the values as they are read back."""
    name, values = table.columns[index], [row[index] for row in table.rows]
    of_type, there = table.type_of(name), [value for value in values if value is not None]
    if of_type == "datetime" and all(instant(value) for value in there):
        times = [instant(value) and instant(value).astimezone(timezone.utc) for value in values]
        return pa.array(times, pa.timestamp("us", tz="UTC")), values
    if of_type in ("int", "long", "real") and all(isinstance(value, (int, float)) for value in there):
        is_whole = all(isinstance(value, int) for value in there)
        return pa.array(values, pa.int64() if is_whole else pa.float64()), values
    if of_type == "bool" and all(isinstance(value, bool) for value in there):
        return pa.array(values, pa.bool_()), values
    texts = [value if value is None or isinstance(value, str) else json.dumps(value) for value in values]
    return pa.array(texts, pa.string()), values if of_type == "dynamic" else texts


def check_parquet(tables, directory):
    written = {}
    for table in tables:
        arrays, values = zip(*(column_of(table, index) for index in range(len(table.columns))))
        table.rows = [list(row) for row in zip(*values)]
        (directory / f"{table.category}.jsonl").write_text(jsonl(table.lines(False)))
        of_arrow = pa.table(dict(zip(table.columns, arrays)))
        for form, options in {
            "snappy": {"compression": "snappy", "row_group_size": 7},
            "zstd": {"compression": "zstd", "data_page_version": "2.0", "use_dictionary": False},
        }.items():
            path = directory / f"{table.category}.{form}.parquet"
            pq.write_table(of_arrow, path, **options)
            written[path] = table
    found = check(directory)
    for path, table in written.items():
        same(path.name, found[path.name], found[f"{table.category}.jsonl"])
        read = pq.read_table(path)
        for finding in found[path.name]:
            row, column = finding["cell"]["row"], finding["cell"]["column"]
            assert finding["line"] == row == finding["record"] and finding["column"] == 1, finding
            if column is not None:
                value = read[column][row - 1].as_py()
                expected = table.rows[row - 1][table.columns.index(column)]
                is_time = isinstance(value, datetime)
                assert value == (instant(expected) if is_time else expected) or not isinstance(expected, str), finding
        table.planted(found[path.name], path.name)
    return sum(len(found[path.name]) for path in written)


def check_archives(directory):
    """Members have the findings of files, at the same places; so has text in UTF-16, whose bytes are two for each unit."""
    texts = {f"{category}.jsonl": sample(category, [], "--shuffle")[0] for category in list(CATALOG)[:6] if CATALOG[category]["table"]}
    for name, text in texts.items():
        (directory / name).write_text(text)
    with zipfile.ZipFile(directory / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    with tarfile.open(directory / "a.tgz", "w:gz") as archive:
        for name in texts:
            archive.add(directory / name, arcname=name)
    for name, text in texts.items():
        (directory / f"{name}.utf16").write_bytes(text.encode("utf-16"))
    found = check(directory)
    for name, text in texts.items():
        expected = [{**finding, "file": ""} for finding in found[name]]
        assert expected, name
        for archive in ("a.zip", "a.tgz"):
            assert [{**finding, "file": ""} for finding in found[f"{archive}!/{name}"]] == expected, f"{archive}: {name}"
        data = (directory / f"{name}.utf16").read_bytes()
        utf_16 = found[f"{name}.utf16"]
        same(name, utf_16, expected)
        for finding, of_line in zip(utf_16, expected):
            assert [finding[key] for key in ("line", "column")] == [of_line[key] for key in ("line", "column")], finding
            start, eight = finding["byte_offset"], of_line["byte_offset"]
            there = data[start:start + finding["byte_length"]].decode("utf-16-le")
            assert there == text.encode()[eight:eight + of_line["byte_length"]].decode(), finding
    return sum(len(of_file) for of_file in found.values())


def main():
    categories = [category for category, of in CATALOG.items() if of["table"]]
    for name, form, rules in (
        ("CSV", check_csv, OF_VALUES), ("Kusto", check_kusto, OF_JSON), ("Parquet", check_parquet, OF_VALUES),
    ):
        with tempfile.TemporaryDirectory() as directory:
            count = form([Table(category, rules) for category in categories], Path(directory))
            print(f"{name}: {count} findings of {len(categories)} categories are where they are planted")
    with tempfile.TemporaryDirectory() as directory:
        print(f"archives and UTF-16: {check_archives(Path(directory))} findings are those of the files")


main()
