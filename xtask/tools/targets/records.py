"""Comparison of records with what a destination gives back."""

import json
from datetime import datetime, timedelta, timezone


def read(file):
    return [json.loads(line) for line in file.read_text().splitlines()]


def instant(text):
    """The time of a text, with microseconds: records have units of 100 nanoseconds."""
    whole, _, fraction = text.upper().rstrip("Z").partition(".")
    return datetime.fromisoformat(f"{whole}.{(fraction + '000000')[:6]}+00:00")


def difference(value, given, kind):
    """What differs between a value of a record and the value that a column of a kind gives back, if anything.

    Kinds are `time`, `rounded time`, `text` for any JSON as text, `number`, and anything else, which must be equal.
    """
    if value is None:
        return None if given is None else f"null is {given!r}"
    if given is None:
        return f"{value!r} is null"
    if kind == "time":
        given = given if given.tzinfo else given.replace(tzinfo=timezone.utc)
        return None if given == instant(value) else f"{value!r} is {given!r}"
    if kind == "rounded time":
        least = instant(value)
        return None if given in (least, least + timedelta(microseconds=1)) else f"{value!r} is {given!r}"
    if kind == "text" and not isinstance(value, str):
        return None if json.loads(given) == value else f"{value!r} is {given!r}"
    if kind == "number" and isinstance(value, str):
        # A resource log has some numbers as text.
        return None if float(value) == given else f"{value!r} is {given!r}"
    return None if value == given else f"{value!r} is {given!r}"


def merged(places):
    """Unique places, since many records differ in one."""
    return sorted(set(places))
