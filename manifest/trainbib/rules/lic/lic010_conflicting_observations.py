"""What was read about a licence in one place is not what was read in another.

What it does: brings the expressions of a claim and of its observations to one form, and reports
the first observation that differs from the `expression` concluded, or from an observation before
it. `as_found` is read where an observation has no `expression`. Case, the order of operands and
deprecated names make no difference; a conclusion that takes one alternative of an `OR` agrees with
it; what is vague agrees with everything; observations that are said to cover different parts are
not compared, nor are those of one list, such as the tags of a hub: the same kind of place, `path`
or `url`, and `date`. A claim with an `expression` and with `verified_by` is left alone: somebody
has looked at the difference, and answers for the conclusion.

Why it matters: the page of a data set says one thing, and the file in its repository another. Which
of them holds is for a person to find out, and both belong on record.

Fails:

```yaml fails
sources:
  songs:
    kind: other
    creators: {unknown: the page names none}
    license:
      observations:
        - {at: dataset_page, expression: CC-BY-4.0}
        - {at: repository_file, expression: CC-BY-NC-4.0}
```

Passes:

```yaml passes
parties:
  me: {name: Ada Example}
sources:
  songs:
    kind: other
    creators: {unknown: the page names none}
    license:
      expression: CC-BY-NC-4.0
      verified_by: me
      observations:
        - {at: dataset_page, expression: CC-BY-4.0}
        - {at: repository_file, expression: CC-BY-NC-4.0}
```

How to fix: ask the publisher, or find out which of the two holds. Keep both observations, state
the conclusion as `expression`, and who drew it as `verified_by`.

Source: SPEC.md, section 7.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Related, Severity
from trainbib.licensing.observed import agree, same_list, same_part, stated
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, is_given
from trainbib.rules.licence_statements import Claim, Place, observations


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each claim whose parts disagree."""
    return context.licence_statements.find_in_claims(_first_conflict)


def _first_conflict(place: Place, claim: Claim) -> Iterator[Finding]:
    if not is_given(claim, "observations"):
        return
    if is_given(claim, "expression") and is_given(claim, "verified_by"):
        return
    read: list[tuple[Place, str, Claim | None]] = []
    concluded = stated(claim)
    if concluded:
        read.append(((*place, "expression"), concluded, None))
    for index, observation in observations(claim):
        says = stated(observation)
        if not says:
            continue
        here: Place = (*place, "observations", index)
        for other, earlier, before in read:
            if before is not None and (
                not same_part(before, observation) or same_list(before, observation)
            ):
                continue
            if not agree(earlier, says, may_choose=before is None):
                yield _finding(here, says, other, earlier)
                return
        read.append((here, says, observation))


def _finding(here: Place, says: str, other: Place, earlier: str) -> Finding:
    return Finding(
        pointer(*here),
        f"{subject(here)} says `{says}`, but {_inside(other)} says `{earlier}`",
        label=f"`{says}` here",
        help="find out which holds, state it as `expression`, and name who concluded so as "
        "`verified_by`; if they hold for different parts, make two sources of it",
        related=(Related(pointer(*other), f"`{earlier}` here", on_key=False),),
        value="\n".join(sorted((earlier, says))),
    )


def _inside(place: Place) -> str:
    """Name another place of the same claim."""
    start = place.index("license") if place[0] != "sources" else 2
    return subject(place[start:])


RULE = Rule(
    code="LIC010",
    name="conflicting-observations",
    severity=Severity.WARNING,
    summary="Observations of a licence disagree",
    page=__doc__,
    find=find,
)
