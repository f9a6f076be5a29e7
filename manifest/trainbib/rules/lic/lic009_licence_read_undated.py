"""Nothing says where and when a licence was read.

What it does: in the profile `complete`, reports sources whose licence is stated without an
observation, and observations without a date. A gap is an answer. Sources that the publisher made
(`human_commissioned`, `offline`, `sensor`, `synthetic`, `user_data`) are left out: nobody reads the
licence of what is one's own.

Why it matters: pages and tags change, and the licence of a copy is the one that stood there on the
day it was taken. Without place and day, nobody can look again.

It is asked for by a profile alone, for an expression by itself is a valid licence (SPEC.md,
section 7).

Fails:

```yaml fails
profiles: [complete]
sources:
  photos:
    kind: public_dataset
    url: https://photos.example/
    version: "1"
    retrieved: 2026-01-15
    license: CC0-1.0
    rights: {unknown: nobody looked into them}
```

Passes:

```yaml passes
profiles: [complete]
sources:
  photos:
    kind: public_dataset
    url: https://photos.example/
    version: "1"
    retrieved: 2026-01-15
    license:
      expression: CC0-1.0
      observations: [{at: dataset_page, expression: CC0-1.0, date: 2026-01-15}]
    rights: {unknown: nobody looked into them}
```

How to fix: write the licence as a claim, with an observation for each place where it was read:
`at` (the kind of place), `date`, and `url` where there is one.

Source: SPEC.md, section 7.
"""

from collections.abc import Iterable, Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry, has_answer
from trainbib.rules.licence_statements import Claim, Place, observations
from trainbib.values import is_gap, is_mapping

_OWN = ("human_commissioned", "offline", "sensor", "synthetic", "user_data")
_TELLING = ("at", "url", "path", "expression", "as_found")
"""What tells the observations of a claim apart."""
_HELP = "add `observations: [{at: dataset_page, date: …}]` to the claim, or a gap for it"


def find(context: Context) -> Iterable[Finding]:
    """Find each licence without observations, and each of those without a date."""
    return context.find_in_sources(["license", "kind"], _of_source)


def _of_source(key: str, source: Entry) -> Iterator[Finding]:
    license_ = source.get("license")
    if not license_ or is_gap(license_) or source.get("kind") in _OWN:
        return
    place: Place = ("sources", key, "license")
    if isinstance(license_, str):
        yield _unread(place, license_)
    elif is_mapping(license_):
        yield from _in_claim(place, license_)


def _in_claim(place: Place, claim: Claim) -> Iterator[Finding]:
    stated = claim.get("expression")
    if not has_answer(claim, "observations"):
        if isinstance(stated, str) and stated:
            yield _unread(place, stated)
        return
    for index, observation in observations(claim):
        if not has_answer(observation, "date"):
            here = (*place, "observations", index)
            yield Finding(
                pointer(*here),
                f"{subject(here)} does not say when it was read",
                label="no `date`",
                help="add the `date` on which it was read there, or a gap that says why not",
                value=" ".join(str(observation.get(name, "")) for name in _TELLING),
            )


def _unread(place: Place, expression: str) -> Finding:
    return Finding(
        pointer(*place),
        f"{subject(place)} is `{expression}`, and nothing says where and when that was read",
        label="no `observations`",
        help=_HELP,
        value=expression,
    )


RULE = Rule(
    code="LIC009",
    name="licence-read-undated",
    severity=Severity.WARNING,
    summary="Nothing says where and when a licence was read",
    page=__doc__,
    find=find,
    profiles=("complete",),
)
