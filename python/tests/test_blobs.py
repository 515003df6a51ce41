"""Blobs: real clients of Azure, against a server on this machine."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from azure.storage.blob import BlobServiceClient
from conftest import BROKEN, CLEAN, WRONG, as_set

import acslint

# The account that every such server has; it is published.
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Connection string of a server."""
    place = str(tmp_path_factory.mktemp("azurite"))
    line = [os.environ["AZURITE"], "--blobPort", "0", "--skipApiVersionCheck", "--disableTelemetry", "--inMemoryPersistence"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, cwd=place) as server:
        assert server.stdout is not None
        port = None
        for said in server.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", said):
                port = found[1]
                break
        assert port is not None
        url = f"http://127.0.0.1:{port}/{ACCOUNT}"
        yield f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={KEY};BlobEndpoint={url};"
        server.terminate()


@pytest.fixture
def container(connection: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Empty container."""
    name = re.sub("[^a-z]", "-", request.node.name)[:60].strip("-")
    client = BlobServiceClient.from_connection_string(connection).create_container(name)
    yield client
    client.delete_container()


def test_a_container_is_checked_like_a_directory(container: Any, connection: str, tmp_path: Path) -> None:
    files = {"x/a.jsonl": "".join(BROKEN), "x/y/b.json": f"[{CLEAN},{WRONG}]", "x/note.txt": "no log", "x/.h.json": "{}"}
    for name, text in files.items():
        container.upload_blob(name, text.encode())
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, newline="")
    options = {"connection_string": connection}
    url = f"az://{container.container_name}"
    expected = acslint.check(tmp_path)
    prefix = f"{tmp_path}/"

    def plain(report: acslint.Report, prefix: str) -> set[str]:
        return as_set({**finding.to_dict(), "file": finding.file.removeprefix(prefix)} for finding in report.findings)

    found = acslint.check(f"{url}/x/", storage_options=options)
    assert plain(found, f"{url}/") == plain(expected, prefix)
    assert len(found.findings) > 10
    some = acslint.check(f"{url}/x/*.jsonl", storage_options=options)
    assert {finding.file for finding in some.findings} == {f"{url}/x/a.jsonl"}
    one = acslint.check(f"{url}/x/y/b.json", storage_options=options)
    assert [(finding.rule, finding.record) for finding in one.findings] == [("wrong-type", 2)]
    with pytest.raises(FileNotFoundError):
        acslint.check(f"{url}/x/gone.jsonl", storage_options=options)


def test_blobs_are_cut_into_splits(container: Any, connection: str) -> None:
    container.upload_blob("a.jsonl", (CLEAN * 2500 + "".join(BROKEN) * 20).encode())
    options = {"connection_string": connection}
    url = f"az://{container.container_name}/"
    splits = acslint.plan(url, split_size=100_000, storage_options=options)
    assert len(splits) > 3
    reports = [acslint.check_split(split, storage_options=options) for split in splits]
    merged = acslint.merge(reports, storage_options=options)
    assert merged.to_json() == acslint.check(url, storage_options=options).to_json()


def test_growing_blobs_are_checked_in_increments(container: Any, connection: str, tmp_path: Path) -> None:
    import obstore.store

    url = re.search("BlobEndpoint=([^;]*)", connection)
    assert url is not None
    store = obstore.store.AzureStore(
        container.container_name,
        account_name=ACCOUNT,
        account_key=KEY,
        endpoint=url[1],
        client_options={"allow_http": True},
    )
    blob = container.get_blob_client("PT1H.json")
    blob.create_append_blob()
    text = (CLEAN + WRONG) * 6 + CLEAN.strip()
    found, records = [], 0
    for start in range(0, len(text), 700):
        blob.append_block(text[start : start + 700].encode())
        with acslint.incremental(store, state=tmp_path / "obstore.json") as increment:
            found += [(finding.line, finding.rule) for finding in increment.findings]
            records += increment.records
    assert found == [(line, "wrong-type") for line in range(2, 14, 2)]
    assert records == 12
    assert increment.waiting[0]["bytes"] == len(CLEAN.strip())
    options = {"connection_string": connection}
    url_ = f"az://{container.container_name}/"
    with acslint.incremental(url_, state=tmp_path / "fsspec.json", storage_options=options) as increment:
        assert increment.records == 12
    report = acslint.check(obstore.open_reader(store, "PT1H.json"), name="blob")
    assert report.summary["records"] == 13
