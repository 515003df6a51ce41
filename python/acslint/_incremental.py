"""Increments: only what was appended to blobs since the last run is checked."""

from __future__ import annotations

import json
import os
import time

from . import _native
from ._checker import Checker
from ._errors import Error, UsageError, check_errors
from ._options import CHECKER
from ._report import Finding
from ._sources import is_url, listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Literal, Protocol, Union

    from typing_extensions import Unpack

    from ._checker import Storage
    from ._options import CheckerOptions, Path
    from ._sources import Input

    class Store(Protocol):
        """Blobs that only grow."""

        def list(self) -> Iterable[tuple[str, int, str | None]]:
            """Returns the paths of the blobs with their sizes, and their tags, which change with the bytes."""

        def read(self, path: str, start: int, end: int) -> bytes:
            """Returns bytes of a blob."""

    AnyStore = Union[str, Store, Any]

# Bytes that are read at once.
_PIECE = 4 * 1024 * 1024
# Bytes before the place where a check goes on, by which a replaced blob is noticed.
_BEFORE = 1024
# Seconds after the hour of a blob until its last line is complete.
_GRACE = 600
_VERSION = 1
_HERE: dict[str, Any] = {"known": [], "cut_again": None}
# First bytes of what is not lines of text: gzip, zstd, UTF-16.
_NOT_LINES = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xff\xfe", b"\xfe\xff")


class _Fsspec:
    """Store of a URL."""

    def __init__(self, url: str, storage: Storage) -> None:
        import fsspec

        self._url, self._storage = url, storage
        self._filesystem, _ = fsspec.core.url_to_fs(url, **storage)

    def list(self) -> Iterable[tuple[str, int, str | None]]:
        self._filesystem.invalidate_cache()
        for path, size in listed(self._url, **self._storage):
            yield path, size or 0, None

    def read(self, path: str, start: int, end: int) -> bytes:
        data: bytes = self._filesystem.cat_file(path, start=start, end=end)
        return data


class _Obstore:
    """Store of obstore."""

    def __init__(self, store: Any, prefix: str | None) -> None:
        self._store, self._prefix = store, prefix

    def list(self) -> Iterable[tuple[str, int, str | None]]:
        import obstore

        for batch in obstore.list(self._store, prefix=self._prefix):
            for blob in batch:
                # The same tag is quoted or not, depending on the request.
                tag = blob.get("e_tag")
                yield blob["path"], blob["size"], tag.strip('"') if tag else None

    def read(self, path: str, start: int, end: int) -> bytes:
        import obstore

        return bytes(obstore.get_range(self._store, path, start=start, end=end))


class _Range:
    """Reader of the bytes of a blob from an offset up to an end."""

    def __init__(self, store: Store, path: str, start: int, end: int) -> None:
        self._store, self._path, self._at, self._end = store, path, start, end
        self._rest = memoryview(b"")

    def read(self, size: int, /) -> bytes:
        if not self._rest and self._at < self._end:
            end = min(self._at + _PIECE, self._end)
            read = self._store.read(self._path, self._at, end)
            if len(read) != end - self._at:
                raise EOFError(f"{self._path} has fewer bytes than its store listed")
            self._rest, self._at = memoryview(read), end
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


class Increment:
    """What is new since the last run.

    As a context, it saves the state at the end, unless there was an exception; otherwise, `commit` does. Until then, the next run
    finds the same again.
    """

    __slots__ = ("findings", "blobs", "waiting", "unreadable", "_lines", "_state", "_path")

    findings: list[Finding]
    """Findings in the new records, with their places in the blobs."""
    blobs: list[dict[str, Any]]
    """Blobs with something new: `path`, `e_tag`, and what is new and all of `bytes`, `lines` and `records`."""
    waiting: list[dict[str, Any]]
    """Blobs with bytes that are not checked yet: `path`, `bytes`, and `reason`: `unfinished-line`, or `not-lines` if the blob can only be
    checked as a whole."""
    unreadable: list[dict[str, str]]
    """Blobs that could not be read: `file` and `error`."""

    def __init__(self, state: dict[str, Any], path: str) -> None:
        self.findings, self.blobs, self.waiting, self.unreadable = [], [], [], []
        self._lines: list[bytes] = []
        self._state, self._path = state, path

    @property
    def records(self) -> int:
        """Number of new records."""
        return sum(blob["new_records"] for blob in self.blobs)

    def to_arrow(self) -> _native.Table:
        """Returns the findings as a table for any program with the PyCapsule interface of Arrow."""
        return _native.table(b"\n".join(self._lines))

    def commit(self) -> None:
        """Saves the state: the next run begins behind what this one has checked."""
        import tempfile

        directory = os.path.dirname(os.path.abspath(self._path))
        handle, name = tempfile.mkstemp(dir=directory, prefix=".acslint-state")
        try:
            with os.fdopen(handle, "w") as file:
                json.dump(self._state, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self._path)
        except BaseException:
            os.unlink(name)
            raise

    def __enter__(self) -> Increment:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.commit()

    def _add(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            self._lines.append(line)
            self.findings.append(Finding(json.loads(line)))


def incremental(
    store: AnyStore,
    *,
    state: Path,
    prefix: str | None = None,
    is_final: Callable[[str], bool] | None = None,
    errors: Literal["raise", "report"] = "raise",
    storage_options: Storage | None = None,
    **options: Unpack[CheckerOptions],
) -> Increment:
    """Checks what was appended to blobs since the last run with the same state.

    The store is a URL for fsspec, such as `az://insights-logs-smsoperational/`; a store of obstore; or an object with the methods
    `list` and `read` of `acslint.Store`. `state` is a file that remembers for each blob its tag and how many bytes, lines and records
    were checked.

    A last line without an end waits until it has one, or until `is_final` says of its blob that nothing more comes: by default, ten
    minutes after the hour that its folders name, such as `y=2024/m=03/d=05/h=09`. A blob that is not in JSON Lines
    waits as a whole.

    >>> import tempfile
    >>> directory = tempfile.mkdtemp()
    >>> class Store:
    ...     def list(self):
    ...         return [("a.jsonl", 45, "1")]
    ...     def read(self, path, start, end):
    ...         return b'{"category": "Usage", "time": "x"}\\n{"category'[start:end]
    >>> with incremental(Store(), state=f"{directory}/state.json") as increment:
    ...     print(increment.records, increment.waiting)
    1 [{'path': 'a.jsonl', 'bytes': 10, 'reason': 'unfinished-line'}]
    """
    check_errors(errors)
    if isinstance(store, str):
        if not is_url(store):
            raise UsageError(f"{store!r} is not a URL, such as `az://container/prefix/`")
        blobs: Store = _Fsspec(store, storage_options or {})
    elif type(store).__module__.split(".")[0] == "obstore":
        blobs = _Obstore(store, prefix)
    else:
        blobs = store
    run = _Run(blobs, Checker(**options), options, os.fspath(state), is_final or _hour_is_over)
    for path, size, tag in sorted(blobs.list(), key=lambda blob: blob[0]):
        run.blob(path, size, tag)
    if errors == "raise" and run.increment.unreadable:
        shown = "; ".join(f"{entry['file']}: {entry['error']}" for entry in run.increment.unreadable[:3])
        raise Error(f"cannot read all blobs: {shown}")
    return run.increment


class _Run:
    """Run over all blobs."""

    def __init__(
        self, store: Store, checker: Checker, options: Any, state: str, is_final: Callable[[str], bool]
    ) -> None:
        self.store, self.checker, self.is_final = store, checker, is_final
        self.arguments = checker._split_arguments()
        [task] = _native.tasks(checker._arguments, 1, 1, [])
        self.task: dict[str, Any] = json.loads(task)
        facts = {"acslint": _native.__version__, "options": self.task["run"]["options"]}
        self.state = _read_state(state, facts)
        self.increment = Increment(self.state, state)

    def blob(self, path: str, size: int, tag: str | None) -> None:
        """Checks what is new in a blob."""
        known = self.state["blobs"].get(path) or _new()
        is_final = self.is_final(path)
        unchanged = size == known["size"] and (tag is None or tag == known["e_tag"])
        if unchanged and (known["offset"] + known["tail"] == size or not is_final):
            self._wait(path, size - known["offset"] - known["tail"], known["reason"])
            return
        if size < known["offset"] or not self._begins_alike(path, known):
            self.increment.unreadable.append({"file": path, "error": "it was replaced, and not only appended to"})
            return
        known = {**known, "size": size, "e_tag": tag}
        new = {"lines": 0, "records": 0, "bytes": 0}
        is_read = self._lines(path, known, size, new)
        if is_read and is_final and known["offset"] + known["tail"] < size:
            is_read = self._tail(path, known, size, new)
        if not is_read:
            return
        left = size - known["offset"] - known["tail"]
        self._wait(path, left, known["reason"])
        self.state["blobs"][path] = known
        if any(new.values()):
            totals = {name: known[name] for name in ("lines", "records")}
            news = {f"new_{name}": count for name, count in new.items()}
            checked = known["offset"] + known["tail"]
            self.increment.blobs.append({"path": path, "e_tag": tag, "bytes": checked, **totals, **news})

    def _wait(self, path: str, left: int, reason: str) -> None:
        if left > 0:
            self.increment.waiting.append({"path": path, "bytes": left, "reason": reason})

    def _begins_alike(self, path: str, known: dict[str, Any]) -> bool:
        offset = known["offset"]
        before: str = known["before"]
        return offset == 0 or self._digest(path, offset) == before

    def _digest(self, path: str, offset: int) -> str:
        import hashlib

        read = self.store.read(path, max(offset - _BEFORE, 0), offset)
        return hashlib.blake2b(read, digest_size=16).hexdigest()

    def _last_line(self, path: str, offset: int, size: int) -> int:
        """Returns the end of the last line that has one; the offset if there is none behind it."""
        at = size
        while at > offset:
            start = max(at - _PIECE, offset)
            newline = self.store.read(path, start, at).rfind(b"\n")
            if newline >= 0:
                return start + newline + 1
            at = start
        return offset

    def _lines(self, path: str, known: dict[str, Any], size: int, new: dict[str, int]) -> bool:
        """Checks whole lines; returns false if they cannot be read."""
        if known["offset"] == 0 and self.store.read(path, 0, min(4, size)).startswith(_NOT_LINES):
            known["reason"] = "not-lines"
            return True
        end = self._last_line(path, known["offset"], size)
        if end == known["offset"]:
            return True
        checked = self._check(path, known, end, size)
        if checked is None:
            return False
        ended, lines = checked
        if ended["next"] is None:
            # Something over several lines, which may go on.
            known["reason"] = "not-lines"
            return True
        tail = known["tail"]
        # What was checked as an unfinished line counts once.
        continued = tail > 0 and self.store.read(path, known["offset"] + tail, known["offset"] + tail + 1) not in (b"\r", b"\n")
        counted = known["tail_records"]
        known.update(
            offset=ended["next"]["offset"],
            start=ended["next"],
            lines=known["lines"] + ended["lines"],
            records=known["records"] + ended["records"] - counted,
            before=self._digest(path, ended["next"]["offset"]),
            reason="unfinished-line",
            tail=0,
            tail_records=0,
        )
        new["lines"] += ended["lines"]
        new["records"] += ended["records"] - counted
        new["bytes"] += ended["bytes"] - tail
        skipped = 0 if continued else counted
        first = known["records"] - ended["records"] + skipped
        self.increment._add(line for line in lines if json.loads(line)["record"] > first or not skipped)
        return True

    def _tail(self, path: str, known: dict[str, Any], size: int, new: dict[str, int]) -> bool:
        """Checks the last bytes, behind which nothing comes; returns false if they cannot be read."""
        checked = self._check(path, known, None, size)
        if checked is None:
            return False
        ended, lines = checked
        new["records"] += ended["records"] - known["tail_records"]
        new["bytes"] += size - known["offset"] - known["tail"]
        known["records"] += ended["records"] - known["tail_records"]
        known["tail"], known["tail_records"] = size - known["offset"], ended["records"]
        self.increment._add(lines)
        return True

    def _check(
        self, path: str, known: dict[str, Any], end: int | None, size: int
    ) -> tuple[dict[str, Any], list[bytes]] | None:
        """Checks bytes from where the last check ended; returns the end, and the findings at their places."""
        is_whole = known["start"] is None and end is None
        split = None if is_whole else {"start": known["start"], "end": end}
        entry = {"number": 0, "file": path, "path": path, "size": size, "split": split, "uncut": None}
        run = {**self.task["run"], "count": 1}
        task = {**self.task, "run": run, "inputs": [{**entry, "origin": "given", "error": None}]}

        def opener(name: str, size: int) -> Input:
            return (name, size, lambda offset: _Range(self.store, path, offset, size))

        try:
            report, _, _ = _native.check_task(self.arguments, json.dumps(task), opener)
        except Error as error:
            self.increment.unreadable.append({"file": path, "error": str(error)})
            return None
        [part] = json.loads(_native.outline(report)[0])["shard"]["parts"]
        if part["error"]:
            self.increment.unreadable.append({"file": path, "error": part["error"]})
            return None
        place = {"records": known["records"] - known["tail_records"], "lines": known["lines"], "changes": _HERE}
        found = _native.findings(self.checker._merge_arguments(), report, json.dumps([place]))
        if part["split"] is None:
            records = json.loads(_native.Document(report).rest())["summary"]["records"]
            return {"next": None, "records": records, "lines": 0, "bytes": size}, found.splitlines()
        return part["split"][1], found.splitlines()


def _new() -> dict[str, Any]:
    return {
        "size": 0,
        "e_tag": None,
        "offset": 0,
        "lines": 0,
        "records": 0,
        "start": None,
        "before": "",
        "tail": 0,
        "tail_records": 0,
        "reason": "unfinished-line",
    }


def _read_state(path: str, facts: dict[str, Any]) -> dict[str, Any]:
    try:
        with open(path) as file:
            state: dict[str, Any] = json.load(file)
    except FileNotFoundError:
        return {"version": _VERSION, "facts": facts, "blobs": {}}
    except ValueError as error:
        raise UsageError(f"{path} is not a state of acslint: {error}") from None
    if not isinstance(state, dict) or state.get("version") != _VERSION:
        raise UsageError(f"{path} is not a state of this version of acslint")
    if state["facts"] != facts:
        raise UsageError(f"{path} was written by another version of acslint, or with other options; begin with a new state")
    return state


def _hour_is_over(path: str) -> bool:
    """Returns true some minutes after the hour that the folders of a path name.

    >>> _hour_is_over("resourceId=/y=2024/m=03/d=05/h=09/m=00/PT1H.json"), _hour_is_over("a.jsonl")
    (True, False)
    """
    numbers: dict[str, int] = {}
    for folder in path.split("/"):
        name, separator, number = folder.partition("=")
        # The second `m` is that of the minute.
        if separator and number.isdigit() and name in ("y", "m", "d", "h") and name not in numbers:
            numbers[name] = int(number)
    if numbers.keys() != {"y", "m", "d", "h"}:
        return False
    from calendar import timegm

    begin = timegm((numbers["y"], numbers["m"], numbers["d"], numbers["h"], 0, 0))
    return time.time() >= begin + 3600 + _GRACE
