"""The manifest of a source is not there, or is not the one that was pinned.

What it does: opens the manifests that sources and base models name by `path`, compares their
canonical digests with the pinned ones, and goes on from there: up to 10 steps and 1 000 manifests,
each of at most 64 MiB, 1 GiB in all. What is wrong further up is reported here, with the number of
hops; so is where a chain ends because a manifest further up names another one in a way that nobody
follows: out of its own folder, or by neither `path` nor `url`. Those named by `url` are fetched
with `--online`, and never without it, where there is no `path`, or none that leads to a manifest:
that is reported all the same. A server that cannot be reached proves nothing, and is no finding.
Where the `url` of this manifest is a dead link, `NET001` says so, and this check does not.

What a manifest with another digest says of its set is not believed: it is compared with nothing
(`REF012`), and nothing counts as removed because it says so. What it warns of is reported, with the
doubt named: withdrawn sets (`RGT008`), and what is wrong with the manifests that it points to (this
check, `REF008`, `HSH003`). What the one that was pinned says, nobody knows.

Why it matters: what a source says about itself can be relied on only if it still says so.

Fails:

```yaml fails
sources:
  example: {kind: other, license: CC0-1.0, manifest: {path: upstream/no-such-file.trainbib.yaml}}
```

Passes:

```yaml passes
sources:
  example: {kind: other, license: CC0-1.0, manifest: {url: "https://data.example/trainbib.json"}}
```

How to fix: put the manifest where the path says; where it has changed and you have read the change,
pin the new digest (`trainbib hash`). The repair does so, and is unsafe: whether somebody has read
the change, a program cannot know.

Source: SPEC.md, sections 11, 14 and 20.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import shown
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.upstream import Fault


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each manifest that is missing, unreadable or changed."""
    for fault in context.lineage.faults:
        if fault.kind == "cycle" or (fault.kind == "missing" and _is_dead_link(context, fault)):
            continue
        own = fault.digest is not None  # the pin itself is out of date, and not one further up
        where = pointer(*fault.pin.place, "digest" if own else fault.pin.field)
        label, help_ = _advice(fault)
        fix = None
        if fault.digest is not None:
            fix = Fix.replace(where, fault.digest, safe=False, description="pin what is there")
        yield Finding(
            where,
            fault.message,
            label=label,
            help=help_,
            notes=fault.notes,
            fix=fix,
            value=fault.value,
        )


def _is_dead_link(context: Context, fault: Fault) -> bool:
    """Tell whether the pin itself is a link that NET001 reports as dead."""
    own = not fault.holder and not fault.pin.path
    return own and context.online is not None and context.online.tells_dead(fault.pin.url)


def _advice(fault: Fault) -> tuple[str, str]:
    """Return the words beside the place, and what to do."""
    further_up = f"have {shown(fault.holder)} corrected"
    if fault.kind == "digest":
        return "another digest", "read what has changed, then pin the new digest"
    if fault.kind == "unusable":
        return "cannot be used", f"mend {fault.target}: `trainbib check` says what is wrong with it"
    if fault.holder and fault.kind != "missing":
        way = "a manifest names another by a `path` below its own folder, or by a `url`"
        return "the chain ends further up", f"{further_up}: {way}"
    if fault.kind == "outside":
        way = "put the manifest itself there, and not a link to it, or name it by its `url`"
        return "leads out of the folder", way
    if fault.holder:
        return "not found further up", f"put {shown(fault.target)} there, or {further_up}"
    return "not found", f"correct the {fault.pin.field}, or put the manifest there"


RULE = Rule(
    code="REF009",
    name="parent-not-found",
    severity=Severity.ERROR,
    summary="The manifest of a source is not there, or is not the one that was pinned",
    page=__doc__,
    find=find,
    fix="unsafe",
)
