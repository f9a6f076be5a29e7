"""A model of the summary is named as the generator of its own data.

What it does: looks for a model that the summary covers (section 1.2) among the generators of
synthetic data (section 2.5). "The Orca 3 family" names every model whose name begins so.

It runs in the profile `eu-ai-act`, and on filings that are read back. Of a manifest CON009 reports
it, which knows what each source was used for; so this check speaks of filings only.

Why it matters: a model cannot have written what it was trained on first. An earlier version is
meant, or another model, whose training data then counts. Two filed summaries name the model itself,
or its family.

Fails:

In a filing: "Orca Image 5" among the values of `eu.1.2.model_names` and of
`eu.2.5.gpai_generators`.

Passes:

In a filing: "Orca Image 3" as the generator of data for "Orca Image 5".

How to fix: name the model that generated the data, with its version.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.5.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import alike, entries, prose, texts
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_FAMILY = r"(?i)\b(?:the|family|families|models|series)\b"
_PROVIDER = r"\s*\([^()]*\)\s*$"


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on generators that are models of the summary."""
    models = {alike(name): name for name in texts(filing, "eu.1.2.model_names")}
    bases = {alike(name) for name in texts(filing, "eu.1.2.model_dependencies")}
    named = [
        ("eu.2.5.gpai_generators", each.get("name", ""))
        for each in entries(filing, "eu.2.5.gpai_generators")
    ]
    named += [
        ("eu.2.5.other_generators", line)
        for line in prose(filing, "eu.2.5.other_generators").splitlines()
    ]
    for field, written in named:
        name = re.sub(_PROVIDER, "", written)
        plain = alike(re.sub(_FAMILY, " ", name))
        family = re.search(_FAMILY, name) is not None
        if not plain or plain in bases:
            continue
        own = next((m for m in models if m == plain or (family and m.startswith(plain))), None)
        if own is not None:
            yield Remark(
                field,
                f"{written.strip()!r:.80} generated data for {models[own]!r:.80}, the same model",
                "name the model that generated the data, with its version",
                instead=("CON009",),
            )


RULE = Rule(
    code="EUA025",
    name="own-generator",
    severity=Severity.WARNING,
    summary="A model of the summary is named as the generator of its own data",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
