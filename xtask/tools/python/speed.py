"""Measures the Python package against the program, in turn, and prints the ratio of each to the program with one thread.

    python speed.py LOG PROGRAM

LOG is a file in JSON Lines, such as `acslint sample --bytes 400MB --output LOG` writes; the package must be a wheel in the
profile `wheel`, and PROGRAM of the same sources in the profile `release`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import duckdb
import polars
import pyarrow

import acslint
import acslint.duckdb
import acslint.polars

ROUNDS = 5


def main(path: str, program: str) -> None:
    with open(path) as file:
        column = pyarrow.array(file.read().splitlines())
    checker = acslint.Checker(threads=1)
    frame = polars.DataFrame(pyarrow.table({"line": column}))
    connection = duckdb.connect()
    connection.register("lines", pyarrow.table({"line": column}))
    acslint.duckdb.register(connection)
    line = [program, "check", "--threads", "1", "--format", "json", path]

    def batches(size: int) -> Callable[[], object]:
        starts = range(0, len(column), size)
        return lambda: [checker.check_column(column.slice(start, size)) for start in starts]

    jobs: dict[str, Callable[[], object]] = {
        "program": lambda: subprocess.run(line, stdout=subprocess.DEVNULL, check=False),
        "check(path)": lambda: checker.check(path),
        "column, batches of 10,000": batches(10_000),
        "column, batches of 2,048": batches(2_048),
        "Polars": lambda: frame.select(acslint.polars.check_column("line").struct.field("verdict")),
        "DuckDB": lambda: connection.sql("SELECT count(*) FILTER (acslint(line).verdict = 'invalid') FROM lines").fetchall(),
    }
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            began = time.perf_counter()
            job()
            seconds[name].append(time.perf_counter() - began)
    size = os.path.getsize(path)
    for name, taken in seconds.items():
        ratios = [program / one for program, one in zip(seconds["program"], taken)]
        print(f"{name:<28}{size / min(taken) / 1e6:6.0f} MB/s   {statistics.median(ratios):.2f} of the program")


if __name__ == "__main__":
    main(*sys.argv[1:])
