"""Start-up: `--help` and `check` of a small file, against check-jsonschema."""

import tempfile
from pathlib import Path

from measure import check_jsonschema, heading, row, run, tool
from trainbib.schemas import schema_root

MANIFEST = """\
trainbib: "1.0"
dataset: {name: small, version: "1"}
sources:
  example:
    title: A small set
    kind: public_dataset
    url: https://data.example/small/
    version: "1"
    retrieved: 2026-01-15
    license: CC-BY-4.0
    rights: {holders: {unknown: not stated}}
"""


def main() -> None:
    """Print both tables."""
    trainbib, peer = tool("trainbib"), check_jsonschema()
    heading("--help")
    theirs = run([*peer, "--help"], runs=9)
    row("check-jsonschema", theirs)
    row("trainbib", run([trainbib, "--help"], runs=9), theirs)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "trainbib.yaml"
        file.write_text(MANIFEST, encoding="utf-8")
        schema = str(schema_root() / "v1" / "manifest.schema.json")
        heading("check of a YAML file of 11 lines")
        theirs = run([*peer, "--schemafile", schema, str(file)], runs=9)
        row("check-jsonschema", theirs)
        row("trainbib", run([trainbib, "check", str(file)], runs=9), theirs)


if __name__ == "__main__":
    main()
