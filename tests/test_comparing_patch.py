"""What changed between two manifests as JSON Patch (RFC 6902)."""

import copy
import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli_program import trainbib
from trainbib.comparing.patch import json_patch
from trainbib.pointers import split

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "b/c", "~"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["a", "b", "b/c", "~d", "~1", "0", "-", "", "/", "\u2028"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def applied(document: Any, patch: list[dict[str, Any]]) -> Any:
    """Apply a patch as RFC 6902 says."""
    whole = {"": copy.deepcopy(document)}
    for operation in patch:
        *way, last = ["", *split(operation["path"])]
        parent: Any = whole
        for token in way:
            parent = parent[int(token) if isinstance(parent, list) else token]
        if isinstance(parent, list):
            place = len(parent) if last == "-" else int(last)
            if operation["op"] == "add":
                parent.insert(place, operation["value"])
            elif operation["op"] == "remove":
                del parent[place]
            else:
                parent[place] = operation["value"]
        elif operation["op"] == "remove":
            del parent[last]
        else:
            assert operation["op"] == "add" or last in parent
            parent[last] = operation["value"]
    return whole[""]


def exactly(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


@given(JSON, JSON)
def test_a_patch_makes_the_new_of_the_old(old: Any, new: Any) -> None:
    assert exactly(applied(old, json_patch(old, new))) == exactly(new)


@given(JSON)
def test_nothing_changed_is_an_empty_patch(value: Any) -> None:
    assert json_patch(value, copy.deepcopy(value)) == []


def test_a_patch_names_the_member_that_changed() -> None:
    old = {"sources": {"a/b": {"version": "1", "url": "x"}}, "n": [1, 2, 3, 4]}
    new = {"sources": {"a/b": {"version": "2"}}, "n": [1, 2, 3, 4, 5], "x": None}
    assert json_patch(old, new) == [
        {"op": "remove", "path": "/sources/a~1b/url"},
        {"op": "replace", "path": "/sources/a~1b/version", "value": "2"},
        {"op": "add", "path": "/n/-", "value": 5},
        {"op": "add", "path": "/x", "value": None},
    ]


def manifest(version: str) -> str:
    return (
        f'trainbib: "1.0"\ndataset: {{name: d, version: "{version}"}}\n'
        "sources: {a: {kind: other, license: CC0-1.0}}\n"
    )


def test_the_program_prints_a_patch(tmp_path: Path) -> None:
    for name, version in (("old", "1"), ("new", "2")):
        (tmp_path / f"{name}.trainbib.yaml").write_text(manifest(version))
    done = trainbib(
        "diff", "old.trainbib.yaml", "new.trainbib.yaml", "--format", "patch", cwd=tmp_path
    )
    assert done.returncode == 0
    assert json.loads(done.stdout) == [{"op": "replace", "path": "/dataset/version", "value": "2"}]


@contextmanager
def served(text: str) -> Generator[tuple[str, str]]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/trainbib.yaml"
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(text.encode() if found else b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    try:
        yield f"127.0.0.1:{server.server_port}", str(server.server_port)
    finally:
        server.shutdown()
        server.server_close()


def test_a_manifest_at_a_url_is_compared_with_online_alone(tmp_path: Path) -> None:
    (tmp_path / "new.trainbib.yaml").write_text(manifest("2"))
    with served(manifest("1")) as (host, port):
        url = f"http://{host}/trainbib.yaml"
        offline = trainbib("diff", url, "new.trainbib.yaml", cwd=tmp_path)
        assert offline.returncode == 2
        assert b"give --online" in offline.stderr
        access: tuple[str, ...] = ("--online", "--allow-port", port)
        guarded = trainbib("diff", url, "new.trainbib.yaml", *access, cwd=tmp_path)
        assert guarded.returncode == 2
        access = (*access, "--allow-host", host)
        done = trainbib(
            "diff", url, "new.trainbib.yaml", "--format", "patch", *access, cwd=tmp_path
        )
        assert (done.returncode, json.loads(done.stdout)[0]["value"]) == (0, "2")
        alone = trainbib("diff", url, *access, cwd=tmp_path)
        assert (alone.returncode, b"name what to compare it with" in alone.stderr) == (2, True)


@pytest.mark.parametrize("forbids", [{"TRAINBIB_OFFLINE": "1"}])
def test_the_network_that_is_closed_stays_closed(tmp_path: Path, forbids: dict[str, str]) -> None:
    done = trainbib("diff", "https://a.example/x.yaml", "b", "--online", cwd=tmp_path, env=forbids)
    assert done.returncode == 2
    assert b"--online is refused" in done.stderr
