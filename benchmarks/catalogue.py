"""All checks against parsing and schema alone, and beside the checkers of other fields.

"Alone" is the same program with nothing selected but what the parser and the schema say.

Each peer checks as many entries of its own: check-jsonschema the same manifest, `reuse lint` files
with a licence header, `biber --tool --validate-datamodel` a bibliography (where biber is installed;
it comes with TeX, not with pip).
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from checking import PEER_LIMIT, manifest
from measure import Cost, check_jsonschema, heading, row, run, run_in_turn, tool
from trainbib.schemas import schema_root
from trainbib.writing import to_yaml

ALONE = "--select=PAR001,SCH001"
"""Parsing and schema, without any rule."""

PEDANTIC = ("--persona=pedantic", "--fail-on=never")
USES = "--config=licensing.uses=['train','publish_data']"
RUNS: dict[str, tuple[str, ...]] = {
    "trainbib check": ("--fail-on=never",),
    "pedantic": PEDANTIC,
    "pedantic, complete": (*PEDANTIC, "--profile=complete"),
    "pedantic, complete, commercial": (*PEDANTIC, "--profile=complete,commercial"),
    "pedantic, complete, commercial, two laws": (
        *PEDANTIC,
        "--profile=complete,eu-ai-act,ca-ab2013,commercial",
        USES,
    ),
    "every check that needs no network": (
        *PEDANTIC,
        "--profile=complete,eu-ai-act,ca-ab2013,commercial,code-of-practice,fmti-2025,datasheet",
        USES,
    ),
}

PEERS = {"reuse": 10_000, "biber": 10_000}
"""More entries than these would keep a peer busy for minutes."""


LICENSES = ("CC-BY-4.0", "CC0-1.0", "MIT", "Apache-2.0", "ODC-By-1.0", "CDLA-Permissive-2.0")
PARTIES = 50


def answered(count: int) -> dict[str, Any]:
    """Return a manifest with as many sources that answer what all profiles ask of each.

    They tell different things, as sources do: fifty creators, six licences read on 28 days, two
    years of collection, texts counted in tokens and images.
    """
    return {
        "trainbib": "1.0",
        "dataset": {"name": "big", "version": "1"},
        "parties": {
            f"creator-{n:02d}": {"name": f"Creator {n}", "url": f"https://creator-{n}.org/"}
            for n in range(PARTIES)
        },
        "sources": {f"source-{n:06d}": _answered(n) for n in range(count)},
    }


def _answered(n: int) -> dict[str, Any]:
    creator = f"creator-{n % PARTIES:02d}"
    began = f"2023-{n % 12 + 1:02d}"
    return {
        "title": f"Source number {n}",
        "kind": "public_dataset",
        "url": f"https://data.creator-{n % PARTIES}.org/s/{n}/",
        "version": f"2024-{n % 12 + 1:02d}",
        "retrieved": f"2024-11-{n % 28 + 1:02d}",
        "creators": [creator],
        "license": {
            "expression": LICENSES[n % len(LICENSES)],
            "observations": [{"at": "dataset_page", "date": f"2024-11-{n % 28 + 1:02d}"}],
        },
        "rights": {
            "holders": [{"party": creator}],
            "personal_data": "absent",
            "copyright": "protected",
            "trademark": "absent",
            "patent": "absent",
            "aggregate_consumer_information": "absent",
        },
        "labels": {"none": "nobody labelled it"},
        "collected": {"from": began, "to": f"2024-{n % 10 + 1:02d}"},
        "size": {
            "bytes": 4 * (1000 + n),
            **({"tokens": 1000 + n} if n % 5 else {"images": 10 + n}),
        },
        "modalities": ["text"] if n % 5 else ["image"],
        "use": [{"stage": "pretraining", "first_used": f"2025-{n % 3 + 1:02d}"}],
    }


def reuse_project(folder: Path, count: int) -> None:
    """Make a project of as many files, each with its licence."""
    (folder / "LICENSES").mkdir(parents=True)
    (folder / "LICENSES" / "MIT.txt").write_text("The terms.\n", encoding="utf-8")
    header = "# SPDX-FileCopyrightText: 2026 Acme\n# SPDX-License-Identifier: MIT\n"
    for number in range(count):
        part = folder / f"{number // 1000:03d}"
        part.mkdir(exist_ok=True)
        (part / f"{number:06d}.py").write_text(header, encoding="utf-8")


def bibliography(count: int) -> str:
    """Return as many entries of eight fields."""
    return "".join(
        f"@article{{source-{number:06d},\n"
        f"  title = {{Source number {number}}},\n  author = {{Author, Ann}},\n"
        f"  journaltitle = {{Journal}},\n  date = {{2024-{number % 12 + 1:02d}}},\n"
        f"  url = {{https://data.example/s/{number}/}},\n  urldate = {{2024-11-03}},\n"
        f"  pages = {{1--9}},\n  volume = {{{number % 90 + 1}}},\n}}\n\n"
        for number in range(count)
    )


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--no-peers", action="store_true", help="leave the other programs out")
    options = parser.parse_args()
    sizes: list[int] = options.sizes
    trainbib = tool("trainbib")
    peer = None if options.no_peers else check_jsonschema()
    schema = str(schema_root() / "v1" / "manifest.schema.json")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in sizes:
            runs = 5 if count <= 10_000 else 3  # noqa: PLR2004 - long runs vary less
            for what, data in (("few answers", manifest(count)), ("answered", answered(count))):
                for syntax, text in (("json", json.dumps(data, indent=2)), ("yaml", to_yaml(data))):
                    file = folder / f"{count}.{syntax}"
                    file.write_text(text, encoding="utf-8")
                    size = f"{len(text) / 1e6:.0f} MB"
                    heading(
                        f"{count} sources, {what}, {syntax.upper()}, {size}; ratio to the first"
                    )
                    alone = _rows(trainbib, file, runs)
                    if peer is not None and count <= PEER_LIMIT[syntax]:
                        theirs = run([*peer, "--schemafile", schema, str(file)], runs=min(runs, 3))
                        row("check-jsonschema", theirs, alone)
            if peer is not None:
                _bibliographic_peers(folder, count)
    print("\nPeers are left out where they would take minutes:", PEERS)


def _rows(trainbib: str, file: Path, runs: int) -> Cost:
    named = {"parsing and schema alone": (ALONE,), **RUNS}
    commands = [[trainbib, "check", *flags, str(file)] for flags in named.values()]
    costs = run_in_turn(commands, runs=runs)
    for what, cost in zip(named, costs, strict=True):
        row(what, cost, costs[0])
    return costs[0]


def _bibliographic_peers(folder: Path, count: int) -> None:
    heading(f"{count} entries of their own")
    if count <= PEERS["reuse"]:
        project = folder / f"reuse-{count}"
        reuse_project(project, count)
        row("reuse lint", run([tool("reuse"), "--root", str(project), "lint"], runs=1))
        shutil.rmtree(project)
    biber = shutil.which("biber")
    if biber is not None and count <= PEERS["biber"]:
        file = folder / f"{count}.bib"
        file.write_text(bibliography(count), encoding="utf-8")
        command = [biber, "--tool", "--validate-datamodel", "--quiet", str(file)]
        row("biber --tool", run(command, runs=1, expect=(0, 1, 2)))


if __name__ == "__main__":
    main()
