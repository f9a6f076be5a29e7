"""A choice is none of the form's options.

What it does: looks at the fields that the form has options for: modalities, and the size classes of
each. It reports an answer that is none of them, such as tokens for audio, or "Perception" for a
modality. Words after "Other (please specify)" are the answerer's own.

It runs in the profile `eu-ai-act`, and on filings that are read back. In a manifest modalities are
the schema's (SCH004), size classes are worked out, and units that do not fit are for SRC010; so
this check speaks of filings only.

Why it matters: classes of one unit can be compared, others cannot. Two filed summaries join image
and video to "Perception", and count it, and hours of audio, in tokens.

Fails:

In a filing: `"eu.1.3.audio.size": {"value": "More than 10 trillion tokens"}`.

Passes:

In a filing: `"eu.1.3.audio.size": {"value": "More than 1 million hours"}`.

How to fix: choose one of the options that the message names; only the size of text may be given in
another unit, in the row for it.

Source: template for the summary of AI Act, Art. 53(1)(d), sections 1.3 and 2.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import texts
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on choices that the form does not have."""
    for field in filing.form.fields.values():
        if field.kind not in ("choice", "choices"):
            continue
        for text in texts(filing, field.id):
            if not any(_is(text, option) for option in field.options):
                yield Remark(
                    field.id,
                    f"{text!r:.80} is no option of `{field.id}`",
                    f"choose of: {'; '.join(field.options)}",
                    instead=("SCH004",),
                )


def _is(text: str, option: str) -> bool:
    return text == option or (option.startswith("Other") and text.startswith("Other"))


RULE = Rule(
    code="EUA011",
    name="not-an-option",
    severity=Severity.WARNING,
    summary="A choice is none of the form's options",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
