"""The set is under a licence that one of its sources rules out.

What it does: where the intended uses are known, holds the licence of the set against those of its
sources, if the data is to be published. In a collection each work keeps its own licence, so only a
source that excludes commercial use, in a set whose licence allows it, is reported. An adaptation
also has to keep the credit, and the licence itself where that is share-alike; two share-alike
licences go together only where one lets its adaptations be put under the other. Where the set
states no licence, an adaptation is judged by the best that could be chosen.

It runs where uses are set (`licensing.uses`), or in the profile `commercial`; `publish_data` is
among them unless others are set, if the set states a licence. What is not known is left to
`LIC015`.

Why it matters: whoever takes the set relies on the licence at its top. Nobody can grant more than
they were given.

Fails:

```yaml fails
profiles: [commercial]
dataset: {name: example, version: "1", license: CC-BY-4.0}
sources:
  photos: {kind: other, license: CC-BY-NC-4.0, creators: {unknown: the page names none}}
```

Passes:

```yaml passes
profiles: [commercial]
dataset: {name: example, version: "1", license: CC-BY-4.0}
parties:
  museum: {name: Town Museum}
sources:
  photos: {kind: other, license: CC-BY-4.0, creators: [museum]}
```

How to fix: choose a licence for the set that asks for as much as its sources do; take the source
out; or get other terms from whoever holds the rights, and state those. If a licence is read wrong
here, correct its attribute, with evidence, under `licenses`; what a manifest says there in its own
favour is a matter to review (`LIC015`) until the configuration (`licensing.attributes`) says so
too.

Source: SPEC.md, section 7; the compatibility chart of Creative Commons,
https://creativecommons.org/faq/#can-i-combine-material-under-different-creative-commons-licenses-in-my-work.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.lic.flowing import conflicts, finding

_HELP = "choose a licence of the set that keeps these terms, or take the source out"


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source that rules out the licence of the set."""
    for source, reasons in conflicts(context, outbound=True):
        yield finding(
            context, source, reasons, label="rules out the licence of the set", help_=_HELP
        )


RULE = Rule(
    code="LIC011",
    name="outbound-conflict",
    severity=Severity.WARNING,
    summary="The set is under a licence that one of its sources rules out",
    page=__doc__,
    find=find,
)
