"""Sources: everything that holds records, as paths or as inputs that Python reads."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable

from ._errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, Protocol, Union

    class Reader(Protocol):
        """Binary file, or anything else with a method `read` that returns bytes."""

        def read(self, size: int, /) -> Any:
            """Returns at most `size` bytes, and none at the end."""

    Buffer = Union[bytes, bytearray, memoryview]
    Source = Union[str, os.PathLike[str], Buffer, Reader, Iterable[Union[str, os.PathLike[str]]], Iterable[bytes]]
    Opener = Union[bytes, Callable[[int], Reader]]
    # Name, stored size if it is known, and bytes or what opens them at an offset.
    Input = tuple[str, Union[int, None], Opener]

# Names of the files that are read in directories; the same as on the command line.
_EXTENSIONS = (".json", ".jsonl", ".ndjson")
_COMPRESSED = ("", ".gz", ".zst", ".zstd")


class Chunks(io.RawIOBase):
    """Reader of an iterable of bytes."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks: Iterator[bytes] = iter(chunks)
        self._rest = memoryview(b"")

    def read(self, size: int = -1, /) -> bytes:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            if isinstance(chunk, str):
                raise TypeError("the iterable has text; encode it")
            self._rest = memoryview(chunk)
        size = len(self._rest) if size < 0 else size
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


def is_url(path: str) -> bool:
    """Returns true for a path of another file system, such as `az://container/blob`.

    >>> is_url("az://logs/PT1H.json"), is_url("logs/PT1H.json"), is_url("file://logs")
    (True, False, True)
    """
    scheme, separator, _ = path.partition("://")
    return bool(separator) and scheme.replace("+", "").replace("-", "").isalnum() and len(scheme) > 1


def _once(reader: Reader, name: str) -> Callable[[int], Reader]:
    """Returns an opener of a reader that is open already."""
    opened = False

    def opener(offset: int) -> Reader:
        nonlocal opened
        if offset or opened:
            seek = getattr(reader, "seek", None)
            if seek is None:
                raise UsageError(f"{name} can only be read once, from its beginning")
            seek(offset)
        opened = True
        return reader

    return opener


def open_url(url: str, size: int | None = None, **storage: Any) -> Input:
    """Returns an input of another file system."""
    import fsspec

    filesystem, path = fsspec.core.url_to_fs(url, **storage)
    if size is None:
        size = filesystem.size(path)

    def opener(offset: int) -> Reader:
        # Bytes that are appended meanwhile are not read.
        file: Reader = Limited(filesystem.open(path, "rb"), offset, size)
        return file

    return (url, size, opener)


class Limited:
    """Reader of the bytes of a file from an offset up to its size."""

    def __init__(self, file: Any, offset: int, size: int | None) -> None:
        if offset:
            file.seek(offset)
        self._file = file
        self._left = None if size is None else max(size - offset, 0)

    def read(self, size: int, /) -> Any:
        """Returns at most `size` bytes."""
        if self._left is None:
            return self._file.read(size)
        read = self._file.read(min(size, self._left))
        self._left -= len(read)
        return read


def listed(url: str, **storage: Any) -> list[tuple[str, int | None]]:
    """Returns the files that a URL names: itself, those below it, or those that match a pattern, with their sizes."""
    import fsspec

    filesystem, path = fsspec.core.url_to_fs(url, **storage)
    prefix = url[: len(url) - len(path)] if url.endswith(path) else url.partition("://")[0] + "://"
    if any(character in path for character in "*?["):
        found = filesystem.glob(path, detail=True)
    elif url.endswith("/") or filesystem.isdir(path):
        below = filesystem.find(path, detail=True)
        found = {name: entry for name, entry in below.items() if _is_log(name)}
    else:
        found = {path: filesystem.info(path)}
    files = sorted((name, entry) for name, entry in found.items() if entry.get("type", "file") == "file")
    return [(prefix + name, entry.get("size")) for name, entry in files]


def _is_log(name: str) -> bool:
    base = name.rsplit("/", 1)[-1].lower()
    if base.startswith("."):
        return False
    return any(base.endswith(extension + compressed) for extension in _EXTENSIONS for compressed in _COMPRESSED)


def resolved(source: Source, name: str | None = None, **storage: Any) -> tuple[list[str], list[Input] | None]:
    """Returns the paths that a source names, or else its inputs."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return [], [(name or "<bytes>", len(source), bytes(source))]
    if isinstance(source, (str, os.PathLike)):
        if isinstance(source, str) and (source.lstrip().startswith("{") or "\n" in source):
            raise UsageError("the text of records is not a path; encode it, as in `check(text.encode())`")
        return _paths([source], storage)
    if hasattr(source, "read"):
        known = getattr(source, "name", None)
        title = name or (known if isinstance(known, str) else "<reader>")
        reader: Reader = source  # type: ignore[assignment]
        return [], [(title, None, _once(reader, title))]
    if isinstance(source, (list, tuple)) and all(isinstance(item, (str, os.PathLike)) for item in source):
        return _paths(source, storage)
    if isinstance(source, Iterable):
        title = name or "<iterable>"
        chunks: Iterable[bytes] = source  # type: ignore[assignment]
        return [], [(title, None, _once(Chunks(chunks), title))]
    raise TypeError(f"expected a path, bytes, a reader or an iterable of bytes, found {type(source).__name__}")


def _paths(paths: Iterable[str | os.PathLike[str]], storage: dict[str, Any]) -> tuple[list[str], list[Input] | None]:
    names = [os.fspath(path) for path in paths]
    if not names:
        # The program would check the working directory.
        return [], []
    urls = [name for name in names if is_url(name)]
    if not urls:
        if storage:
            raise TypeError("storage options are for URLs, such as `az://container/blob`")
        return names, None
    if len(urls) < len(names):
        raise UsageError("paths and URLs cannot be checked together; check them one after the other")
    files = [(file, size) for url in urls for file, size in listed(url, **storage)]
    return [], [open_url(file, size, **storage) for file, size in files]
