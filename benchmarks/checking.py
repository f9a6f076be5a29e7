"""`check` of many sources, against check-jsonschema and cyclonedx-python-lib."""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from measure import Cost, check_jsonschema, heading, row, run, tool
from trainbib.schemas import schema_root
from trainbib.writing import to_yaml

PEER_LIMIT = {"json": 100_000, "yaml": 1_000, "cyclonedx": 1_000}
"""More entries than this would keep a peer busy for minutes."""

VALIDATE = """\
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
errors = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read())
sys.exit(1 if errors else 0)
"""


def manifest(count: int) -> dict[str, Any]:
    """Return a manifest with as many sources of ten fields."""
    return {
        "trainbib": "1.0",
        "dataset": {"name": "big", "version": "1"},
        "parties": {"acme": {"name": "Acme"}},
        "sources": {
            f"source-{n:06d}": {
                "title": f"Source number {n}",
                "kind": "public_dataset",
                "url": f"https://data.example/s/{n}/",
                "version": f"2024-{n % 12 + 1:02d}",
                "retrieved": "2024-11-03",
                "creators": ["acme"],
                "license": "CC-BY-4.0",
                "rights": {"holders": [{"party": "acme"}]},
                "size": {"bytes": 1000 + n},
                "modalities": ["text"],
            }
            for n in range(count)
        },
    }


def bill_of_materials(count: int) -> dict[str, Any]:
    """Return a CycloneDX document with as many components of type data."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "components": [
            {
                "type": "data",
                "bom-ref": f"source-{n:06d}",
                "name": f"Source number {n}",
                "version": f"2024-{n % 12 + 1:02d}",
                "licenses": [{"license": {"id": "CC-BY-4.0"}}],
                "externalReferences": [
                    {"type": "distribution", "url": f"https://data.example/s/{n}/"}
                ],
            }
            for n in range(count)
        ],
    }


def main() -> None:
    """Print a table for each size and syntax."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--no-peers", action="store_true", help="leave the other programs out")
    options = parser.parse_args()
    sizes: list[int] = options.sizes
    trainbib = tool("trainbib")
    peer = None if options.no_peers else check_jsonschema()
    schema = str(schema_root() / "v1" / "manifest.schema.json")
    with tempfile.TemporaryDirectory() as folder:
        for count in sizes:
            runs = 5 if count <= 10_000 else 3  # noqa: PLR2004 - long runs vary less
            data = manifest(count)
            for syntax, text in (("json", json.dumps(data, indent=2)), ("yaml", to_yaml(data))):
                file = Path(folder) / f"{count}.{syntax}"
                file.write_text(text, encoding="utf-8")
                size = len(text) / 1e6
                heading(f"check of {count} sources, {syntax.upper()}, {size:.1f} MB")
                theirs: Cost | None = None
                if peer is not None and count <= PEER_LIMIT[syntax]:
                    command = [*peer, "--schemafile", schema, str(file)]
                    theirs = run(command, runs=min(runs, 3))
                    row("check-jsonschema", theirs)
                row("trainbib", run([trainbib, "check", str(file)], runs=runs), theirs)
                broken = Path(folder) / f"{count}-broken.{syntax}"
                broken.write_text(text.replace("CC-BY-4.0", "CC-BY-4.O", 3), encoding="utf-8")
                cost = run([trainbib, "check", str(broken)], runs=runs, expect=(1,))
                row("trainbib, three findings with their places", cost, theirs)
            if peer is not None and count <= PEER_LIMIT["cyclonedx"]:
                file = Path(folder) / f"{count}.cdx.json"
                file.write_text(json.dumps(bill_of_materials(count)), encoding="utf-8")
                heading(f"a bill of materials of {count} components")
                cost = run([sys.executable, "-c", VALIDATE, str(file)], runs=1)
                row("cyclonedx-python-lib, strict validation", cost)
    print("\nPeers are left out where they would take minutes:", PEER_LIMIT)


if __name__ == "__main__":
    main()
