"""PostgreSQL: a server of its own runs every script twice, and makes rows of the records, which come back equal."""

import json
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

import records


KINDS = {
    "timestamptz": "rounded time",
    "text": "text",
    "integer": "number",
    "bigint": "number",
    "double precision": "number",
}


def programs():
    """Directory of the server's programs."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


class Server:
    """A server with a socket in its directory. It refuses to run as root, who has another user run it."""

    def __enter__(self):
        self.directory = Path(tempfile.mkdtemp(dir="/tmp"))
        self.user = None
        if os.geteuid() == 0:
            self.user = pwd.getpwnam("postgres")
            os.chown(self.directory, self.user.pw_uid, self.user.pw_gid)
        data = str(self.directory / "data")
        self.run("initdb", "--pgdata", data, "--auth=trust", "--username=acs", "--no-sync", "--locale=C", "--encoding=UTF8")
        options = f"-c listen_addresses='' -c fsync=off -k {self.directory}"
        log = str(self.directory / "log")
        self.run("pg_ctl", "--pgdata", data, "--wait", "--log", log, "--options", options, "start")
        return self

    def __exit__(self, *_):
        self.run("pg_ctl", "--pgdata", str(self.directory / "data"), "--mode=immediate", "stop")
        shutil.rmtree(self.directory)

    def run(self, program, *arguments, **options):
        if self.user:
            options |= {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        ran = subprocess.run(
            [programs() / program, *arguments], capture_output=True, text=True, cwd=self.directory, **options
        )
        if ran.returncode != 0:
            raise SystemExit(f"{program} failed: {ran.stdout[-2000:]}{ran.stderr[-4000:]}")
        return ran.stdout

    def query(self, script):
        arguments = ["--host", str(self.directory), "--username=acs", "--dbname=postgres", "--no-psqlrc", "--quiet"]
        return self.run("psql", *arguments, "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", input=script)


def places(function):
    """The column, type and keys of each value that a function selects; no keys if the form of record has none."""
    columns = []
    for line in function.split("SELECT\n", 1)[1].splitlines():
        line = line.strip().rstrip(",")
        keys = [key.replace("''", "'") for key in re.findall(r"->>? '((?:[^']|'')*)'", line)]
        columns.append(keys)
    return columns


def check(schemas, files):
    scripts, checks = [], []
    for (shape, category), file in files.items():
        text = (schemas / "sql" / "postgresql" / f"{category}.sql").read_text()
        table = re.search(r'CREATE TABLE IF NOT EXISTS ("[^\n]*") \(', text)[1]
        names = re.findall(r'^    "((?:[^"]|"")+)" (\w[\w ]*?)(?: NOT NULL)?,?$', text, re.MULTILINE)
        form = {"table": "row", "resource-log": "resource_log"}[shape]
        function = text.split(f'CREATE OR REPLACE FUNCTION "{form}_of_')[1].split("\n$")[0]
        name = f'"{form}_of_' + function.split("(")[0]
        scripts.append(text)
        scripts.append(f"TRUNCATE {table};\n")
        written = records.read(file)
        quoted = ", ".join("(" + "'" + json.dumps(record).replace("'", "''") + "'::jsonb)" for record in written)
        scripts.append(f"INSERT INTO {table} SELECT made.* FROM (VALUES {quoted}) AS given(record), {name}(record) AS made;\n")
        scripts.append(f"SELECT to_jsonb(of) FROM {table} AS of;\n")
        checks.append((f"{shape} {category}", names, places(function), written))
    # Twice, since scripts may be repeated.
    with Server() as server:
        server.query("".join(scripts))
        lines = server.query("SET timezone = 'UTC';\n" + "".join(scripts)).splitlines()
        version = server.query("SHOW server_version").strip()
        comments = server.query("SELECT count(*) FROM pg_description WHERE objsubid > 0 AND classoid = 'pg_class'::regclass")
    failures, rows = [], iter([json.loads(line) for line in lines])
    count = len(lines)
    for place, names, keys, written in checks:
        assert len(names) == len(keys), (place, len(names), len(keys))
        for record in written:
            row = next(rows)
            failures.extend(f"{place}{found}" for found in differences(record, row, names, keys))
    if int(comments) < 100:
        failures.append(f"only {comments} columns have comments")
    return count, f"PostgreSQL {version}", records.merged(failures)


def differences(record, row, names, keys):
    seen = set()
    for (name, kind), path in zip(names, keys):
        value = record
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if not path:
            continue
        seen.add(tuple(path))
        given = row[name.replace('""', '"')]
        if kind == "timestamptz" and given is not None:
            given = datetime.fromisoformat(given)
        found = records.difference(value, given, KINDS.get(kind))
        if found:
            yield f".{'.'.join(path)}: {found}"
    for key, value in record.items():
        if isinstance(value, dict) and (key,) not in seen:
            missing = [f"{key}.{inner}" for inner in value if (key, inner) not in seen]
        else:
            missing = [] if (key,) in seen else [key]
        yield from (f".{name}: no column" for name in missing)
