"""Whether a licence allows what the set is meant for is for a person to say.

What it does: where the intended uses are known, reports sources that nothing rules out, and that
cannot be called fit either: the licence is not known or not stated, observations of it disagree, it
makes conditions, its text leaves the question open, a model made the source and is not named, or
rights in the source are reserved. What is unknown never counts as allowed. Nor does what a manifest
alone says in its own favour: that a licence of the program's table allows more, or asks for less,
than the table has.

What stands after `WITH` is unknown, too, where nobody described it (`AdditionRef-` names, and what
is on no list): it may forbid what the licence allows. What `licenses` says of it is judged together
with the licence. The exceptions of the SPDX list only allow more than their licences
(https://spdx.org/licenses/exceptions-index.html): they take nothing away.

It runs where uses are set (`licensing.uses`), or in the profile `commercial`. Conflicts are
reported by `LIC011` and `LIC012`.

Why it matters: this is the list of what somebody has to read before the set is used. It is
information, for a question is no fault.

Fails:

```yaml fails
profiles: [commercial]
sources:
  news: {kind: other, license: {unknown: the page names no terms}}
```

Passes:

```yaml passes
profiles: [commercial]
sources:
  news: {kind: other, license: CC0-1.0}
```

How to fix: find out, and write it down: the licence itself; for other terms, what they permit,
forbid and require under `licenses`; or the attribute that is open, with evidence. Of a licence that
the table has, the word of the manifest is shown with its evidence, and believed once the
configuration says the same under `licensing.attributes`, with the evidence:

```text
[licensing.attributes."CC-BY-NC-4.0"]
commercial_use = {value = "yes", evidence = "https://museum.example/letter", date = 2026-11-02}
```

The value alone (`commercial_use = "yes"`) is believed too, since the configuration is of the person
who has to decide, and no program can weigh evidence; every verdict that rests on it says that no
evidence is given.

Source: SPEC.md, section 7.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.lic.flowing import finding

_HELP = "find out, and write it down: the licence, or its attributes with evidence"
_ACCEPT = "look at the evidence, and accept it under `licensing.attributes` in the configuration"


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source that somebody has to look at."""
    if context.mixture is None:
        return
    from trainbib.licensing.verdicts import Verdict

    if context.mixture.verdict is Verdict.OK:
        return
    for source in context.mixture.sources:
        if source.verdict is Verdict.REVIEW:
            deciding = source.deciding()
            asserted = {reason.asserted for reason in deciding}
            advice = [
                text for text, known in ((_HELP, False), (_ACCEPT, True)) if known in asserted
            ]
            yield finding(context, source, deciding, label="needs a look", help_="; ".join(advice))


RULE = Rule(
    code="LIC015",
    name="licence-needs-review",
    severity=Severity.INFO,
    summary="Whether a licence allows the use is for a person to say",
    page=__doc__,
    find=find,
)
