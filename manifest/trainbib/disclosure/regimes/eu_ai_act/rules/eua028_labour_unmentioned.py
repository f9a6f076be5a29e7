"""People worked on the data, and section 2.6 says No.

What it does: where section 2.6 says that there are no other sources, which include data that people
labelled on commission, reads the other answers for words that tell of such people: annotators,
labellers, raters, contractors, crowd workers, human feedback, RLHF.

It runs in the profile `eu-ai-act`, and on filings that are read back. It looks for words, in
English alone: a line in another language is let be, and so is one that says that there were none
("no annotators"). It is a warning, since words are a sign and no proof.

Why it matters: two filed summaries speak of "external vendor networks" in one place, and say No
where the form asks for them.

Fails:

```yaml fails
profiles: [eu-ai-act]
policies: {other: Answers were ranked by contractors of a vendor.}
sources:
  a:
    kind: public_dataset
    license: CC0-1.0
    url: https://data.acme.example/a
    retrieved: 2026-01
```

Passes:

```yaml passes
profiles: [eu-ai-act]
policies: {other: Answers were ranked by contractors of a vendor.}
labellers: {raters: {workforce: vendor, phase: [preference]}}
sources:
  a: {kind: human_commissioned, license: CC0-1.0, labelled_by: [raters]}
```

How to fix: name the people under `labellers`, and under `labelled_by` of the sources what they
worked on.

Source: template for the summary of AI Act, Art. 53(1)(d), section 2.6.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from trainbib.diagnostics import Severity
from trainbib.disclosure.english import lines_in_english
from trainbib.disclosure.lint import OnFiling, Remark
from trainbib.disclosure.regimes.eu_ai_act.rules.telling import lines_with
from trainbib.rules.base import Rule

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing

_WORDS = (
    r"(?i)(?<!\bno )(?<!\bwithout )\b(?:annotators?|labell?ers|raters|crowd[ -]?work(?:ers?)?|"
    r"contractors?|vendor networks?|"
    r"(?:annotation|labelling|labeling|data) vendors?|human (?:raters?|reviewers?|feedback|"
    r"evaluators?|annotat\w+|labell?ing|preferences?)|rlhf|(?:hired|paid) experts?)\b"
)

_STEMS = ("annotat", "label", "rater", "crowd", "contractor", "vendor", "human", "rlhf", "expert")


def lint(filing: "Filing", _: date) -> Iterator[Remark]:
    """Remark on words that tell of people whom section 2.6 leaves out."""
    if filing.answer("eu.2.6.used").value != "No":
        return
    for field in filing.form.fields.values():
        if field.kind not in ("text", "texts") or field.id.startswith(("eu.2.6.", "eu.1.1.")):
            continue
        text = lines_in_english(lines_with(filing, field.id, _STEMS))
        found = re.search(_WORDS, text)
        if found:
            yield Remark(
                "eu.2.6.used",
                f"section 2.6 says No, and `{field.id}` speaks of {found[0]!r}",
                "tell in section 2.6 who worked on what, or correct the other answer",
                places=filing.answer(field.id).origins[:1],
            )


RULE = Rule(
    code="EUA028",
    name="labour-unmentioned",
    severity=Severity.WARNING,
    summary="People worked on the data, and section 2.6 says No",
    page=__doc__,
    find=OnFiling("eu-ai-act", lint),
    profiles=("eu-ai-act",),
)
