"""Small manifests, with files or without, and what a check finds in them."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from trainbib.checking import check
from trainbib.diagnostics import Diagnostic
from trainbib.document import parse_document
from trainbib.inventory import FileRow, write_inventory
from trainbib.settings import Settings
from trainbib.tree import roots

TODAY = date(2026, 11, 22)


def manifest(**sections: Any) -> dict[str, Any]:
    return {
        "trainbib": "1.0",
        "dataset": {"name": "example", "version": "1"},
        "sources": {"a": {"kind": "other", "license": "CC0-1.0"}},
    } | sections


def found(data: dict[str, Any], code: str) -> list[Diagnostic]:
    document = parse_document(json.dumps(data).encode(), path="trainbib.json")
    report = check(document, Settings(today=TODAY))
    return [diagnostic for diagnostic in report.diagnostics if diagnostic.code == code]


def about(number: float) -> dict[str, float]:
    return {"about": number}


def lay_out(
    folder: Path,
    listed: dict[str, str],
    *,
    on_disk: dict[str, str] | None = None,
    cites: list[dict[str, Any]] | None = None,
    pins: dict[str, Any] | None = None,
    types: dict[str, str] | None = None,
    sources: dict[str, Any] | None = None,
    **dataset: Any,
) -> Path:
    """Write a folder, its inventory and its manifest; return the manifest.

    Lines of files that are JSON Lines, by ``types``, are counted as records.
    """
    for name, text in (listed if on_disk is None else on_disk).items():
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    rows = [
        _row(name, text, (types or {}).get(name, "text/plain")) for name, text in listed.items()
    ]
    digest = write_inventory(rows, folder / "files.jsonl")
    tree = roots(rows)
    inventory = {
        "path": "files.jsonl",
        "files": len(rows),
        "bytes": sum(row.bytes for row in rows),
        "digest": digest,
        "roots": {"paths": tree.paths, "contents": tree.contents},
    }
    data = manifest(
        dataset={"name": "example", "version": "1"} | dataset,
        files={
            "root": "data",
            "inventory": inventory | (pins or {}),
            "cites": cites or [{"paths": "**", "sources": ["a"]}],
        },
        **({"sources": sources} if sources else {}),
    )
    path = folder / "trainbib.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def _row(name: str, text: str, media: str) -> FileRow:
    content = text.encode()
    counted = (text.count("\n"), "line") if media == "application/jsonl" else (None, None)
    return FileRow(name, len(content), hashlib.sha256(content).hexdigest(), media, *counted)


def checked(path: Path, *families: str) -> list[tuple[str, str]]:
    report = check(path, Settings(today=TODAY))
    return [(d.code, d.pointer) for d in report.diagnostics if d.code[:3] in families]
