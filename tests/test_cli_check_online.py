"""``trainbib check --online``: when the network is asked, and whom."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from trainbib_cli.app import main
from valid_manifests import VALID


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_network_is_asked_only_if_nothing_forbids_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "trainbib.yaml").write_text(VALID)
    assert main(["check", "--online", "--no-network"]) == 2
    monkeypatch.setenv("TRAINBIB_OFFLINE", "1")
    assert main(["check", "--online"]) == 2
    assert "--online is refused" in capsys.readouterr().err
    assert main(["check"]) == 0


def test_online_links_are_looked_up_at_allowed_hosts_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(200)
            self.end_headers()

        do_GET = do_HEAD  # noqa: N815 - the library's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - ditto
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        host = f"127.0.0.1:{server.server_port}"
        text = VALID.replace("https://trainbib.org/data/", f"http://{host}/data/")
        (folder / "trainbib.yaml").write_text(text)
        port = str(server.server_port)
        flags = ["check", "--online", "--no-cache", "--format", "json", "--select", "NET"]
        flags += ["--allow-port", port]
        assert main(flags) == 1
        blocked = json.loads(capsys.readouterr().out)["findings"]
        assert [found["code"] for found in blocked] == ["NET006"]
        assert main([*flags, "--allow-host", host]) == 0
        assert json.loads(capsys.readouterr().out)["findings"] == []
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
