"""What the JSON Schema has to say, as findings with codes and places.

A fast engine gives the verdict and says in which entries faults are; the explainer then reads the
schema itself to say what is wrong there in the user's words. A small manifest it has read whole
before the engine is even loaded, so there it goes first; where no engine can be installed, as in a
browser, it does all the work. Tests hold engine, explainer and the reference implementation
(``jsonschema``) to the same verdicts, and the explainer to the same findings without them.
"""

from collections.abc import Iterator

from trainbib.conformance.engine import faulty_entries, is_small
from trainbib.conformance.explainer import Explainer
from trainbib.diagnostics import Finding
from trainbib.schemas import load_schema

__all__ = ["schema_findings"]


def schema_findings(data: object) -> Iterator[tuple[str, Finding]]:
    """Yield code and finding for everything in which a manifest departs from the schema.

    Args:
        data: Plain data, as :mod:`trainbib.document` returns it.
    """
    if is_small(data) and not any(Explainer(load_schema("manifest")).explain(data, [()])):
        return
    entries = faulty_entries(data)
    if not entries:
        return
    yield from Explainer(load_schema("manifest")).explain(data, entries)
