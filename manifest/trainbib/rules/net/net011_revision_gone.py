"""A pinned revision no longer exists.

What it does: with `--online`, asks Hugging Face or GitHub for the `revision` of each source that is
on the hub. It is reported where the hub has the data set or repository, and not that commit, branch
or tag. Where the whole repository is not found, its link tells (NET001): it may have become
private.

Why it matters: the data that was used cannot be had any more, and nobody can check what it was.

Fails:

```yaml fails
sources:
  code:
    kind: other
    creators: {unknown: the page names none}
    license: CC-BY-4.0
    ids: {hf: acme/code}
    revision: 0123456789ab
```

Passes:

```yaml passes
sources:
  code:
    kind: other
    creators: {unknown: the page names none}
    license: CC-BY-4.0
    ids: {hf: acme/code}
    revision: 761dc5b0f1d2
```

How to fix: correct the revision if it is misspelt. If history was rewritten, give an archived copy,
such as a Software Heritage identifier, or say `revision: {lost: "…"}`.

Source: SPEC.md, section 6.2.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context

if TYPE_CHECKING:
    from trainbib.online.asking import Record
    from trainbib.online.subjects import Hosted


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each source whose revision no hub of it has."""
    if context.online is None:
        return
    answers: dict[str, list[tuple[Hosted, Record]]] = defaultdict(list)
    for hosted, record in context.online.revisions:
        answers[pointer(*hosted.place, "revision")].append((hosted, record))
    for place, given in answers.items():
        # A source may be on two hubs, and its revision is one of either.
        if any(record.state != "absent" for _, record in given):
            continue
        hosted, record = given[0]
        yield Finding(
            place,
            f"{subject((*hosted.place, 'revision'))}: {shown(hosted.revision)} is gone: "
            f"{record.reason}",
            label="no such revision",
            help="correct the revision, give an archived copy, or say that it is lost",
            value=hosted.revision,
        )


RULE = Rule(
    code="NET011",
    name="revision-gone",
    severity=Severity.ERROR,
    summary="A pinned revision no longer exists",
    page=__doc__,
    find=find,
    online=True,
)
