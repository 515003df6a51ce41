"""Measures the Python package against the program, in turn, and prints the ratio of each to the program.

    python speed.py LOG LARGE PROGRAM

LOG and LARGE are files in JSON Lines, such as `acslint sample --bytes 400MB --output LOG` writes; LARGE is checked in Spark, and
should have 2 GB. The package must be a wheel in the profile `wheel`, and PROGRAM of the same sources in the profile `release`.
`cargo xtask python --speed` does all this.

Each round runs all of them, so that other work on the machine slows all of them down; the ratio is the median of those of the rounds.
Seconds of processors are those of all processes together.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import polars
import pyarrow

import acslint
import acslint.duckdb
import acslint.polars

WARM = 3
ROUNDS = 5
ROUNDS_IN_SPARK = 15
TICKS = os.sysconf("SC_CLK_TCK")


def seconds_of_processors() -> float:
    """Returns the seconds of this process, of all below it, and of those that have ended."""
    parents, ticks = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
            ticks[int(entry.name)] = sum(map(int, fields[11:15]))

    def is_below(process: int) -> bool:
        while process in parents and process != os.getpid():
            process = parents[process]
        return process == os.getpid()

    return sum(taken for process, taken in ticks.items() if is_below(process)) / TICKS


def compare(jobs: Mapping[str, Callable[[], object]], path: str, rounds: int) -> None:
    """Runs jobs in turn, and prints the ratio of each to the first one. The first runs of each are not measured."""
    wall: dict[str, list[float]] = {name: [] for name in jobs}
    busy: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(WARM + rounds):
        for name, job in jobs.items():
            used, began = seconds_of_processors(), time.perf_counter()
            job()
            taken = time.perf_counter() - began
            if number >= WARM:
                wall[name].append(taken)
                busy[name].append(seconds_of_processors() - used)
    first = next(iter(jobs))
    size = os.path.getsize(path)
    print(f"{size / 1e6:.0f} MB, {rounds} rounds, load {os.getloadavg()[0]:.1f}")
    for name, taken in wall.items():
        ratio = statistics.median(program / one for program, one in zip(wall[first], taken))
        rate, used = size / min(taken) / 1e6, statistics.median(busy[name])
        print(f"{name:<28}{rate:6.0f} MB/s   {ratio:.2f} of the program   {used:.2f} s of processors")


def program(path: str, threads: int, log: str) -> Callable[[], object]:
    line = [path, "check", "--no-config", "--threads", str(threads), "--format", "json", log]
    return lambda: subprocess.run(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def compare_in_process(log: str, path: str) -> None:
    """Compares files and columns with the program, with one thread each."""
    with open(log) as file:
        column = pyarrow.array(file.read().splitlines())
    checker = acslint.Checker(no_config=True, threads=1)
    frame = polars.DataFrame(pyarrow.table({"line": column}))
    connection = duckdb.connect()
    connection.register("lines", pyarrow.table({"line": column}))
    acslint.duckdb.register(connection, no_config=True)
    in_polars = acslint.polars.check_column("line", no_config=True).struct.field("verdict")
    in_duckdb = "SELECT count(*) FILTER (acslint(line).verdict = 'invalid') FROM lines"

    def batches(size: int) -> Callable[[], object]:
        starts = range(0, len(column), size)
        return lambda: [checker.check_column(column.slice(start, size)) for start in starts]

    jobs: dict[str, Callable[[], object]] = {
        "program, one thread": program(path, 1, log),
        "check(path)": lambda: checker.check(log),
        "column, batches of 10,000": batches(10_000),
        "column, batches of 2,048": batches(2_048),
        "Polars": lambda: frame.select(in_polars),
        "DuckDB": lambda: connection.sql(in_duckdb).fetchall(),
    }
    compare(jobs, log, ROUNDS)


def compare_in_spark(log: str, path: str) -> None:
    """Compares `check_files` in two local threads of Spark with two threads of the program."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    import acslint.spark

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    spark = builder.config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "ERROR").getOrCreate()

    def run() -> None:
        acslint.spark.check_files(spark, log, no_config=True).collect()
        spark.catalog.clearCache()

    jobs: dict[str, Callable[[], object]] = {"program, two threads": program(path, 2, log), f"Spark {spark.version}": run}
    compare(jobs, log, ROUNDS_IN_SPARK)
    spark.stop()


if __name__ == "__main__":
    compare_in_process(sys.argv[1], sys.argv[3])
    compare_in_spark(sys.argv[2], sys.argv[3])
