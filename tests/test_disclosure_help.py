"""What forms say to write: whoever follows it writes what the schema takes."""

from typing import Any

import pytest

from disclosures import TODAY, filed, manifest
from trainbib.conformance import schema_findings
from trainbib.disclosure.places import Want
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes import regime_names

GAP = "`{none: …}` with the reason"

DATA = manifest({"a": {"title": "A", "kind": "public_dataset"}}) | {
    "dataset": {"name": "Orca", "processing": [{"step": "cleaning"}]}
}


def offered(data: dict[str, Any]) -> list[Want]:
    """Return what forms want where a gap would do."""
    wants = dict.fromkeys(
        want
        for regime in regime_names()
        for answer in filed(data, regime).answers.values()
        for want in answer.wants
    )
    return [want for want in wants if "none" in want.what]


def written(data: object, place: str, value: object) -> object:
    """Return data with a value at a JSON Pointer."""
    head, _, rest = place[1:].partition("/")
    if isinstance(data, list):
        return [
            value if at == int(head) and not rest else written(each, f"/{rest}", value)
            for at, each in enumerate(data)
        ]
    entry: dict[str, Any] = data if isinstance(data, dict) else {}
    return {**entry, head: written(entry.get(head, {}), f"/{rest}", value) if rest else value}


@pytest.mark.parametrize("steps", [None, DATA["dataset"]["processing"]])
def test_a_gap_that_a_form_offers_is_one_that_the_schema_takes(steps: object) -> None:
    data = DATA | {"dataset": {"name": "Orca", **({"processing": steps} if steps else {})}}
    wants = offered(data)
    assert wants
    for want in wants:
        assert GAP in want.what
        gap = {"none": "we looked, and there is nothing of the kind"}
        if want.pointer.startswith("/dataset/processing/") and not steps:
            continue  # of a step that is not there
        filled = written(data, want.pointer, gap)
        assert isinstance(filled, dict)
        found = [finding.pointer for _, finding in schema_findings(filled)]
        assert not [pointer for pointer in found if pointer.startswith(want.pointer)]
        assert Reading(filled, today=TODAY).at(want.pointer) == gap
        assert want.pointer not in [each.pointer for each in offered(filled)]
