"""Manifests that pin others, and what following them finds."""

from datetime import date
from pathlib import Path
from typing import Any

from trainbib.checking import check
from trainbib.diagnostics import Diagnostic
from trainbib.document import read_document
from trainbib.rules.lineage import follow
from trainbib.rules.upstream import Lineage
from trainbib.settings import Settings

TODAY = date(2026, 11, 22)
NO_DIGEST = "{unknown: not published}"


def pin(target: str, digest: str = NO_DIGEST) -> str:
    field = "url" if "://" in target else "path"
    return f'{{{field}: "{target}", digest: {digest}}}'


def manifest(*targets: str, more: str = "", name: str = "example") -> str:
    rows = [
        f"  s{n}: {{kind: other, license: CC0-1.0, manifest: {pin(t)}}}\n"
        for n, t in enumerate(targets)
    ]
    rows += [more] if more else []
    rows += ["  own: {kind: other, license: CC0-1.0}\n"] if not rows else []
    return f'trainbib: "1.0"\ndataset: {{name: {name}, version: "1"}}\nsources:\n{"".join(rows)}'


def lay_out(folder: Path, manifests: dict[str, str]) -> Path:
    for name, text in manifests.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "root.yaml"


def walked(path: Path, **options: Any) -> Lineage:
    return follow(read_document(path), **options)


def found(path: Path, *codes: str, **settings: Any) -> list[Diagnostic]:
    report = check(path, Settings(today=TODAY, **settings))
    return [finding for finding in report.diagnostics if finding.code in codes]


BOOKS = "  books: {kind: other, license: CC0-1.0, title: Books3}\n"
