"""The minimal manifest that fragments in SPEC.md and on rule pages are laid over."""

from typing import Any

from trainbib.diagnostics import Fix, Rename, Replace
from trainbib.document import parse_document

MINIMAL = """\
trainbib: "1.0"
dataset: {name: example, version: "1"}
sources:
  example: {kind: other, license: CC0-1.0}
"""


def overlaid(fragment: str, minimal: str = MINIMAL) -> str:
    """Return the text of the minimal manifest with the sections of a fragment in their place."""
    data: Any = parse_document(fragment.encode(), path="fragment.yaml").data
    taken = set(data) if isinstance(data, dict) else set()
    kept: list[str] = []
    section = ""
    for line in minimal.splitlines(keepends=True):
        if line[:1] not in {" ", "\n"}:
            section = line.partition(":")[0]
        if section not in taken:
            kept.append(line)
    return "".join(kept) + fragment


def replacement_of(fix: Fix) -> str:
    """Return the text that a repair of one step puts in the place of another."""
    (step,) = fix.steps
    if isinstance(step, Rename):
        return step.key
    assert isinstance(step, Replace)
    assert isinstance(step.value, str)
    return step.value
