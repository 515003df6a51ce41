"""SQL: sqlglot accepts every statement in its dialect, and does not take one for a command that it does not know."""

import logging

import sqlglot
from sqlglot import expressions


def statements(dialect, text):
    batches = text.split("\nGO\n") if dialect == "tsql" else [text]
    for batch in batches:
        if batch.strip():
            yield from sqlglot.parse(batch, dialect=dialect, error_level=sqlglot.ErrorLevel.RAISE)


def check(schemas, files):
    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    failures, count = [], 0
    for dialect in ["tsql", "bigquery"]:
        try:
            list(statements(dialect, "CREATE TABLE a (b INT"))
            failures.append(f"{dialect}: a mistake is accepted")
        except sqlglot.errors.ParseError:
            pass
        for path in sorted((schemas / "sql" / dialect).rglob("*.sql")):
            try:
                for statement in statements(dialect, path.read_text()):
                    count += 1
                    if statement is not None and any(statement.find_all(expressions.Command)):
                        failures.append(f"{path}: not understood: {statement.sql()[:80]}")
            except sqlglot.errors.SqlglotError as error:
                failures.append(f"{path}: {str(error)[:200]}")
    return count, f"sqlglot {sqlglot.__version__}", failures
