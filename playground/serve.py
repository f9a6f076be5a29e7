"""Serve the playground on this machine, with the headers that a public server should send."""

import argparse
import re
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

BUILT = Path(__file__).resolve().parents[1] / "build" / "playground"
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


def headers(folder: Path) -> dict[str, str]:
    """Return the headers of every answer; the policy is that of the page.

    Args:
        folder: Where the page is.

    Raises:
        OSError: If there is no page.
    """
    policy = _POLICY.search((folder / "index.html").read_text(encoding="utf-8"))
    return {
        "Content-Security-Policy": f"{policy[1] if policy else ''}; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-cache",
    }


class _Handler(SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012 - the base class has it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".wasm": "application/wasm",
        ".yaml": "text/plain; charset=utf-8",
        ".whl": "application/zip",
    }

    def __init__(self, *args: object, directory: str, sent: dict[str, str]) -> None:
        self._sent = sent
        super().__init__(*args, directory=directory)  # type: ignore[arg-type] # what the server gives

    def end_headers(self) -> None:
        for name, value in self._sent.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has
        """Say nothing: who looks at a page need not read what it loads."""


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """Return a server of a folder on 127.0.0.1; port 0 is any that is free.

    Raises:
        OSError: If there is no page in the folder, or the port is taken.
    """
    handler = partial(_Handler, directory=str(folder), sent=headers(folder))
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


def main() -> int:
    """Serve until the user stops it."""
    parser = argparse.ArgumentParser(description="Serve the playground on this machine.")
    parser.add_argument("folder", nargs="?", type=Path, default=BUILT)
    parser.add_argument("--port", type=int, default=8000)
    chosen = parser.parse_args()
    if not (chosen.folder / "index.html").is_file():
        print(f"{chosen.folder} holds no page; build it with `make playground`")
        return 2
    with server(chosen.folder, chosen.port) as running:
        print(f"http://127.0.0.1:{running.server_port}/ - stop it with Ctrl+C")
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
