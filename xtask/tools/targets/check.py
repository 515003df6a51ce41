"""Checks the schemas for destinations: `check.py <acslint> <schemas>`.

Programs of their kind must accept them: pyarrow, fastavro, sqlglot, PostgreSQL, the Parquet parser of Spark, and Spark.
Records of `acslint sample`, loaded with them into DuckDB, PostgreSQL and Spark, must come back equal, without a null that
the record does not have. Planted defects must be lost in Spark, and in DuckDB in place of Azure Data Explorer, as acslint
forecasts. With `--only NAME`, one of the checks runs.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import check_arrow
import check_avro
import check_duckdb
import check_elasticsearch
import check_forecast
import check_postgresql
import check_spark
import check_sql

RECORDS = 40

CHECKS = {
    "arrow": check_arrow,
    "avro": check_avro,
    "elasticsearch": check_elasticsearch,
    "sql": check_sql,
    "postgresql": check_postgresql,
    "spark": check_spark,
    "forecast": check_forecast,
    "duckdb": check_duckdb,
}


def samples(acslint, schemas, directory):
    """Files with records of each category and shape, by those two."""
    files = {}
    for schema in sorted(schemas.glob("databricks/*/*.json")):
        shape, category = schema.parent.name, schema.stem
        file = directory / shape / f"{category}.jsonl"
        file.parent.mkdir(exist_ok=True)
        sample = ["sample", "--category", category, "--shape", shape, "--count", str(RECORDS)]
        subprocess.run([acslint, *sample, "--output", file], check=True)
        files[shape, category] = file
    return files


def main():
    acslint, schemas = sys.argv[1], Path(sys.argv[2])
    chosen = sys.argv[4:] if "--only" in sys.argv else list(CHECKS)
    failures = []
    with tempfile.TemporaryDirectory() as directory:
        files = samples(acslint, schemas, Path(directory))
        assert files, "no schema"
        for name in chosen:
            began = time.monotonic()
            count, program, found = CHECKS[name].check(schemas, files)
            failures.extend(f"{name}: {failure}" for failure in found)
            if count == 0:
                failures.append(f"{name}: nothing was checked")
            seconds = time.monotonic() - began
            print(f"{name}: {count} checked with {program}, {len(found)} differences, {seconds:.1f} s", flush=True)
    print("\n".join(sorted(set(failures))[:80]))
    sys.exit(1 if failures else 0)


main()
