"""Folders of data whose manifests are generated."""

from datetime import date
from pathlib import Path
from typing import Any

from trainbib.checking import Report, check
from trainbib.diagnostics import Severity
from trainbib.document import read_document
from trainbib.generating import Generated, generate
from trainbib.settings import Settings

TODAY = date(2026, 11, 22)


CARD = """\
---
license: cc-by-4.0
language: [en]
pretty_name: Tide Tables
annotations_creators: [crowdsourced]
source_datasets: [original]
---

# Tide Tables

Heights of high water.
"""


def make(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files into a folder, and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def make_tides(parent: Path) -> Path:
    """Write a small set of data with a card, and return its folder."""
    return make(
        parent / "tides",
        {
            "README.md": CARD,
            "data/train-00000.jsonl": '{"h": 1}\n{"h": 2}\n',
            "data/train-00001.jsonl": '{"h": 3}\n',
            "data/test.jsonl": '{"h": 4}\n',
            "tables/gauge.csv": 'time,"height"\n1,"2\n3"\n2,4\n',
        },
    )


def run(folder: Path, **options: Any) -> Generated:
    """Generate the manifest of a folder, on a fixed day, in one process if nothing else is said."""
    options.setdefault("jobs", 1)
    return generate(folder, today=TODAY, **options)


def data_of(generated: Generated) -> Any:
    """Return what is in the manifest."""
    return read_document(generated.manifest).data


def errors(path: Path) -> list[tuple[str, str]]:
    """Return the errors of a manifest: code and place."""
    report: Report = check(path, Settings(today=TODAY))
    return [(d.code, d.pointer) for d in report.diagnostics if d.severity is Severity.ERROR]


def make_set(parent: Path) -> Path:
    """Write a smaller set of data, and return its folder."""
    return make(
        parent / "set",
        {
            "README.md": "---\nlicense: cc0-1.0\n---\n# Set\n",
            "a/train.jsonl": '{"h": 1}\n{"h": 2}\n',
            "b/ünï.csv": "a,b\n1,2\n",
        },
    )


def generated_names(folder: Path) -> list[str]:
    """Return the names of what is generated in a folder."""
    return sorted(path.name for path in folder.iterdir() if "trainbib" in path.name)
