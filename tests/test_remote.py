"""Stores: the same files have the same rows in a folder, in memory and in S3."""

import gzip
import io
import os
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from engine_tasks import small_tree
from s3_server import file_system, s3_server
from trainbib.engines import ExecutorEngine, LocalEngine
from trainbib.inventory import FileRow, InventoryError, Problem, scan
from trainbib.inventory.reading import Reading
from trainbib.remote import ListedFile, LocalStore, ObjectStore, StoreError, is_url, open_store
from trainbib.remote import objects as objects_module
from trainbib.shards import make_plan, merge, scan_with
from trainbib.tree import roots


def tar_of(names: dict[str, bytes]) -> bytes:
    """Make an archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in names.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def zip_of(names: dict[str, bytes]) -> bytes:
    """Make an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


LINES = b'{"a": 1}\n' * 20_000
CONTENTS = {
    "README.md": b"# A set\n",
    "empty.bin": b"",
    "empty.jsonl": b"",
    "a/lines.jsonl": LINES,
    "a/packed.jsonl.gz": gzip.compress(LINES, mtime=0) + gzip.compress(b'{"b": 2}\n', mtime=0),
    "a/cut.jsonl.gz": gzip.compress(LINES, mtime=0)[:-20],
    "a-b/table.csv": b'a,b\n1,"two\nlines"\n',
    "a.b/shard.tar": tar_of({"1.jpg": b"\xff\xd8\xff", "1.txt": b"one"}),
    "archive.zip": zip_of({"one": b"1", "two": b"2" * 100_000}),
    "broken.zip": zip_of({"one": b"1" * 100_000})[:-30],
    "wide.txt": "wide\n".encode("utf-16"),
    "table.json": b'[{"a": 1}, {"a": 2}]',
    "noise": bytes(range(256)) * 1000,
    "exact.txt": b"x" * (1 << 16),
    "é/ü.txt": "ä\n".encode(),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The contents as files."""
    for name, content in CONTENTS.items():
        file = tmp_path / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return tmp_path / "data"


@pytest.fixture
def memory() -> Iterator[str]:
    """The contents in memory."""
    system = file_system("memory")
    for name, content in CONTENTS.items():
        system.pipe_file(f"/set/{name}", content)
    yield "memory://set"
    system.store.clear()
    system.pseudo_dirs[:] = [""]


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    def at_once(_: float) -> None:
        return

    monkeypatch.setattr(objects_module, "_pause", at_once)


def everything(location: str | os.PathLike[str]) -> Reading:
    """Read all files of a location, in the order of their paths."""
    store = open_store(location)
    files = sorted(store.files([]), key=lambda file: os.fsencode(file.path))
    return store.read(files, "records", lambda _: None)


def test_a_store_lists_paths_and_sizes_and_opens_files(folder: Path, memory: str) -> None:
    wanted = {name: len(content) for name, content in CONTENTS.items()}
    for location in (folder, folder.as_uri(), memory):
        store = open_store(location)
        assert dict(store.files([])) == wanted
        with store.open("a/lines.jsonl") as file:
            assert sha256(file.read()).hexdigest() == sha256(LINES).hexdigest()


@pytest.mark.parametrize("small", [8 << 20, 1000, -1])
def test_every_format_has_the_same_row_wherever_it_lies(
    folder: Path, memory: str, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects_module, "_SMALL", small)  # what is larger is streamed
    found = everything(memory)
    assert found == everything(folder)
    assert found.problems == []
    assert [FileRow(*row) for row in found.rows] == scan(folder).rows


def test_local_locations_take_the_short_way(tmp_path: Path) -> None:
    for location in (tmp_path, str(tmp_path), tmp_path.as_uri()):
        store = open_store(location)
        assert isinstance(store, LocalStore)
        assert store.location == str(tmp_path)
    assert isinstance(open_store("memory://set"), ObjectStore)
    assert is_url("s3://bucket/prefix")
    assert not is_url("C:\\data")
    assert not is_url("data/a://b")


def test_a_local_store_needs_no_fsspec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    (tmp_path / "a.txt").write_text("a\n")
    assert list(open_store(tmp_path).files([])) == [ListedFile("a.txt", 2)]
    with pytest.raises(StoreError, match=r'install "trainbib\[remote\]" and s3fs'):
        open_store("s3://bucket/prefix")


def test_credentials_in_a_url_are_refused_and_not_repeated() -> None:
    for url in (
        "s3://key:secret@bucket/prefix",
        "ftp://secret@host/data",
        "https://host/data?signature=secret",
    ):
        with pytest.raises(StoreError) as caught:
            open_store(url)
        assert "secret" not in str(caught.value)
        assert "environment" in str(caught.value)
    with pytest.raises(StoreError, match="nosuch://x: no such kind of store"):
        open_store("nosuch://x")


def test_the_ignore_file_of_a_store_is_heeded(memory: str) -> None:
    system = file_system("memory")
    system.pipe_file("/set/.trainbibignore", b"a/\n*.zip\n!broken.zip\n")
    system.pipe_file("/set/.git/config", b"[core]\n")
    listed = {file.path for file in open_store(memory).files([], exclude=["noise"])}
    left_out = {name for name in CONTENTS if name.startswith("a/")} | {"archive.zip", "noise"}
    assert listed == set(CONTENTS) - left_out
    system.pipe_file("/set/.trainbibignore", b"[a\n")
    with pytest.raises(InventoryError, match=r"memory://set/\.trainbibignore, line 1: '\[a'"):
        list(open_store(memory).files([]))


def test_a_location_without_files_is_refused(memory: str) -> None:
    with pytest.raises(StoreError, match="memory://nothing: there is no such folder"):
        list(open_store("memory://nothing").files([]))
    assert [file.path for file in open_store(f"{memory}/a-b/").files([])] == ["table.csv"]


class FailingSystem:
    """A file system that fails now and then, as those behind a network do."""

    def __init__(self, system: Any) -> None:
        self._system = system
        self.failing: dict[str, list[Exception]] = {}

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._system, name)

        def call(path: str, *args: Any, **kwargs: Any) -> Any:
            errors = self.failing.get(f"{name} {path}", [])
            if errors:
                raise errors.pop(0)
            return real(path, *args, **kwargs)

        return call


@pytest.fixture
def failing(memory: str, monkeypatch: pytest.MonkeyPatch) -> tuple[ObjectStore, FailingSystem]:
    """A store of the contents whose requests can be made to fail."""
    store = ObjectStore(memory)
    system = FailingSystem(file_system("memory"))
    monkeypatch.setattr(store, "_system", system)
    return store, system


def test_what_fails_in_passing_is_asked_for_again(
    failing: tuple[ObjectStore, FailingSystem], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, system = failing
    system.failing = {
        "ls /set/a/": [TimeoutError("slow down")],
        "cat_file /set/exact.txt": [TimeoutError("slow down"), ConnectionResetError("reset")],
        "open /set/a/lines.jsonl": [TimeoutError("slow down")],
    }
    monkeypatch.setattr(objects_module, "_SMALL", len(LINES) - 1)
    problems: list[Problem] = []
    files = list(store.files(problems))
    assert problems == []
    assert len(files) == len(CONTENTS)
    found = store.read(files, "records", lambda _: None)
    assert found.problems == []
    assert not any(system.failing.values())


def test_what_keeps_failing_is_a_problem_and_costs_nothing_else(
    failing: tuple[ObjectStore, FailingSystem],
) -> None:
    store, system = failing
    system.failing = {
        "ls /set/é/": [PermissionError(13, "Access Denied")],
        "cat_file /set/noise": [TimeoutError("slow down")] * 9,
        "cat_file /set/exact.txt": [FileNotFoundError("/set/exact.txt")],
        "cat_file /set/wide.txt": [PermissionError(13, "Access Denied")],
    }
    problems: list[Problem] = []
    files = sorted(store.files(problems))
    assert [(problem.kind, problem.path) for problem in problems] == [("unreadable-folder", "é")]
    found = store.read(files, "records", lambda _: None)
    assert len(found.rows) == len(CONTENTS) - 4
    assert found.problems == [
        (
            "vanished",
            "exact.txt",
            "'exact.txt' was there when the folder was listed, and is gone now: run it again",
        ),
        ("unreadable", "noise", "'noise' cannot be read (slow down): check its permissions"),
        (
            "unreadable",
            "wide.txt",
            "'wide.txt' cannot be read (Access Denied): check its permissions",
        ),
    ]


def test_a_store_that_cannot_be_listed_is_an_error(
    failing: tuple[ObjectStore, FailingSystem],
) -> None:
    store, system = failing
    system.failing = {"ls /set/": [PermissionError(13, "Access Denied")]}
    with pytest.raises(StoreError, match=r"cannot be listed \(Access Denied\): check the URL"):
        list(store.files([]))


def test_a_large_file_that_changes_while_it_is_read_is_reported(
    failing: tuple[ObjectStore, FailingSystem], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ = failing
    monkeypatch.setattr(objects_module, "_SMALL", 0)
    memory = file_system("memory")

    def grow(_: int) -> None:
        memory.pipe_file("/set/noise", memory.cat_file("/set/noise") + b"more")

    found = store.read([ListedFile("noise", 9)], "records", grow)
    assert found.rows == []
    assert [problem[:2] for problem in found.problems] == [("changed-while-reading", "noise")]


def test_a_key_that_is_no_path_is_a_problem(memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ObjectStore(memory)

    def listed(_: str) -> list[dict[str, object]]:
        return [
            {"name": "/set/fine", "size": 1, "type": "file"},
            {"name": "/set/a//b", "size": 1, "type": "file"},
            {"name": "/set/../c", "size": 1, "type": "file"},
            {"name": "/set/unknown", "size": None, "type": "file"},
            {"name": "/set", "size": 0, "type": "directory"},
        ]

    monkeypatch.setattr(store, "_list", listed)
    problems: list[Problem] = []
    assert list(store.files(problems)) == [ListedFile("fine", 1), ListedFile("unknown", -1)]
    assert [problem.path for problem in problems] == ["a//b", "../c"]


def same_as_local(location: str, data: Path, out: Path, engine: Any) -> None:
    """Scan a location, and compare with a scan of the folder with the same files."""
    scan_with(engine, make_plan(location, out, shard_files=5))
    made = merge(out, out.with_suffix(".jsonl"))
    found = scan(data)
    assert made.roots == roots(found.rows)
    assert made.problems == ()
    assert made.files == len(found.rows)


def test_a_store_in_memory_is_scanned_in_shards(folder: Path, memory: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        same_as_local(memory, folder, tmp_path / "out", ExecutorEngine(pool))


def upload(system: Any, data: Path, root: str) -> None:
    """Put the files of a folder below a key."""
    for file in data.rglob("*"):
        if file.is_file():
            system.pipe_file(f"{root}/{file.relative_to(data).as_posix()}", file.read_bytes())


@pytest.fixture(scope="module")
def bucket() -> Iterator[Callable[[Path], str]]:
    """Puts a folder into S3 and returns its URL."""
    pytest.importorskip("s3fs", reason="needs s3fs: pip install s3fs")
    pytest.importorskip("moto", reason="needs an S3 server: pip install moto[s3] flask flask-cors")
    with s3_server():
        system = file_system("s3")
        system.mkdir("sets")

        def put(data: Path) -> str:
            upload(system, data, "sets/one two")
            return "s3://sets/one two"

        yield put
        # Its connections belong to a server that is gone; another test gets new ones.
        fsspec: Any = import_module("s3fs")
        fsspec.S3FileSystem.clear_instance_cache()


def test_objects_in_s3_have_the_same_rows_as_files(
    bucket: Callable[[Path], str], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = bucket(folder)
    assert everything(url) == everything(folder)
    monkeypatch.setattr(objects_module, "_SMALL", 1000)
    assert everything(url) == everything(folder)
    with LocalEngine(2) as engine:
        same_as_local(url, folder, tmp_path / "out", engine)
    secret = b"open-sesame"
    assert not any(secret in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_s3_without_the_bucket_or_the_key_is_an_error_that_says_so(
    bucket: Callable[[Path], str], tmp_path: Path
) -> None:
    bucket(small_tree(tmp_path / "data", files=1))
    with pytest.raises(StoreError, match="s3://gone/x: there is no such folder"):
        list(open_store("s3://gone/x").files([]))
    with pytest.raises(StoreError, match="s3://sets/gone: there is no such folder"):
        list(open_store("s3://sets/gone").files([]))
