"""Records with planted defects, one each: another value in a column, or another syntax."""

import json

# Names that identify a record, and so decide how acslint reads it.
IDENTITY = {"Category", "category", "Type", "_ResourceId", "resourceId"}

VALUES = [
    '"x"', '""', "2.5", "5.0", "1", "-1", "true", '{"a":1}', "[1]", "[]", "99999999999999999999", "1e3", "NaN", "-INF",
    '"2024-03"', '"2024-03-05T09:14:27Z"', '"2024-03-05t09:14:27z"', '"2016-12-31T23:59:60Z"', '"12"', '"NaN"', "null",
]

# Members that spoil the syntax of a record, or seem to.
MEMBERS = ['"zz":01', '"zz":INF', "zz:1", '"zz":"\x01"', '"zz":"\\q"', "'zz':'it'", '"zz":1,', '"zz":.5', '"zz":+1']


def planted(record, columns):
    """Lines, each with its defect: the column, or none for another syntax, and the text.

    Columns are a dictionary of names, with a dictionary of its members for each object that has columns.
    """

    def replaced(columns, outer, place=""):
        for name in columns:
            if name in IDENTITY:
                continue
            others = {other: of for other, of in outer.items() if other != name}
            for value in VALUES:
                yield with_member(others, f"{json.dumps(name)}:{value}"), (f"{place}{name}", value)

    lines = list(replaced(columns, record))
    for name, members in columns.items():
        if members is not None and isinstance(record.get(name), dict):
            others = {other: of for other, of in record.items() if other != name}
            for inner, defect in replaced(members, record[name], f"{name}."):
                lines.append((with_member(others, f"{json.dumps(name)}:{inner}"), defect))
    lines += [(with_member(record, member), (None, member)) for member in MEMBERS]
    return lines


def with_member(record, member):
    """The text of a record with one more member, in any syntax."""
    return json.dumps(record)[:-1] + (", " if record else "") + member + "}"


def read(line):
    """The record of a line, in the syntax that programs with numbers beyond those of JSON read; none for any other line."""
    try:
        return json.loads(line.replace("-INF", "-Infinity"))
    except ValueError:
        return None
