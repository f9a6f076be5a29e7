"""Evidence is kept without its digest, or without its date.

What it does: looks at what was kept as evidence,

- the snapshot of a reservation of rights (robots.txt and the like),
- the copy that an observation of a licence names with `path`: of a page, a contract,

and reports a copy without a `digest`. A copy below `files.root` is pinned by the inventory, if
there is one, and needs no digest of its own. In the profiles `complete`, `eu-ai-act` and
`ca-ab2013` such evidence needs a date as well (`taken` or `checked`; `date`), and licence texts,
lists of domains and of works, and instructions to labellers need a digest. A gap is an answer.

Why it matters: a rule that is read again in five years has changed by then. What it said when the
data was taken can be shown only by a copy that nobody could alter unseen, and by its date.

Severity: a warning. Fix: computes the digest of a copy that lies beside the manifest.

Fails:

```yaml fails
sources:
  news:
    kind: own_crawl
    url: https://news.example/
    license: {unknown: "terms differ from page to page"}
    rights:
      reservations:
        - protocol: robots.txt
          checked: 2025-03-01
          snapshot: {archive: "https://archive.example/robots.txt"}
          action: none_found
```

Passes:

```yaml passes
sources:
  news:
    kind: own_crawl
    url: https://news.example/
    license: {unknown: "terms differ from page to page"}
    rights:
      reservations:
        - protocol: robots.txt
          checked: 2025-03-01
          snapshot:
            digest: "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
          action: none_found
```

How to fix: compute the SHA-256 of the copy (`sha256sum FILE`), and say when it was taken.

Source: SPEC.md, sections 7 and 8.
"""

import hashlib
from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Fix, Insert, Severity
from trainbib.named_paths import named_path
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry, has_answer
from trainbib.rules.leaves import Tokens
from trainbib.rules.licence_statements import Claim, Place
from trainbib.values import as_list, as_mapping, is_mapping

_ASKING = frozenset({"complete", "eu-ai-act", "ca-ab2013"})
_LARGEST = 64 << 20
"""Bytes of a copy whose digest is computed here."""


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each piece of evidence without digest or date."""
    fields = context.overview.fields
    if "reservations" in fields:
        for key, _, reservations in context.sources_where(["rights"], _reservations_of):
            yield from _reservations(context, ("sources", key, "rights"), reservations)
    if "observations" in fields:
        for here, observation in context.licence_statements.find_in_claims(_copies):
            yield from _copy(context, here, observation, "path", observation.get("date"))
    if not _ASKING.isdisjoint(context.profiles):
        for place, entry, field in _documents(context):
            yield from _copy(context, place, entry, field, None, dated=False)


def _reservations_of(source: Entry) -> list[object]:
    return as_list(as_mapping(source.get("rights")).get("reservations"))


def _reservations(context: Context, place: Tokens, reservations: list[object]) -> Iterator[Finding]:
    for index, reservation in enumerate(reservations):
        snapshot = as_mapping(as_mapping(reservation).get("snapshot"))
        if snapshot:
            here = (*place, "reservations", index, "snapshot")
            when = snapshot.get("taken") or as_mapping(reservation).get("checked")
            yield from _copy(context, here, snapshot, "path", when)


def _copies(place: Place, claim: Claim) -> Iterator[tuple[Place, Entry]]:
    """Yield the observations that name a copy."""
    for index, observation in enumerate(as_list(claim.get("observations"))):
        if is_mapping(observation) and isinstance(observation.get("path"), str):
            yield (*place, "observations", index), observation


def _documents(context: Context) -> Iterator[tuple[Tokens, Entry, str]]:
    """Yield what else is kept in a file beside the manifest, and the field that names it."""
    for key, terms in context.licenses.items():
        yield ("licenses", key), terms, "text"
    for place, claim in context.licence_statements.find_in_claims(_with_text):
        yield place, claim, "text"
    kept = not context.overview.fields.isdisjoint(("crawl", "works"))
    for key, source in context.sources.items() if kept else ():
        for name in ("domains", "opted_out"):
            domains = as_mapping(as_mapping(source.get("crawl")).get(name))
            yield ("sources", key, "crawl", name), domains, "path"
        for number, holder in enumerate(as_list(as_mapping(source.get("rights")).get("holders"))):
            for index, work in enumerate(as_list(as_mapping(holder).get("works"))):
                here = ("sources", key, "rights", "holders", number, "works", index)
                yield here, as_mapping(work), "list"
    for key, labeller in context.labellers.items():
        instructions = as_mapping(labeller.get("instructions"))
        yield ("labellers", key, "instructions"), instructions, "path"


def _with_text(place: Place, claim: Claim) -> Iterator[tuple[Place, Claim]]:
    if isinstance(claim.get("text"), str):
        yield place, claim


def _copy(
    context: Context,
    place: Tokens,
    entry: Entry,
    field: str,
    when: object,
    *,
    dated: bool = True,
) -> Iterator[Finding]:
    """Yield a finding if a copy has no digest, or no date."""
    named = entry.get(field)
    if not isinstance(named, str) and (not dated or not entry):
        return
    missing: list[str] = []
    path = named if isinstance(named, str) else ""
    if not has_answer(entry, "digest") and not (path and _is_pinned(context, path)):
        missing.append("digest")
    if dated and not when and not _ASKING.isdisjoint(context.profiles):
        missing.append("date")
    if not missing:
        return
    fix = _fix(context, place, path) if missing == ["digest"] else None
    what = f"`{path}`" if path else "the copy"
    yield Finding(
        pointer(*place),
        f"{subject(place)} keeps {what} without its {' and its '.join(missing)}",
        on_key=True,
        label=f"no {' and no '.join(missing)}",
        help="give the SHA-256 of the copy, and the day on which it was taken"
        if len(missing) > 1
        else "give the SHA-256 of the copy"
        if missing == ["digest"]
        else "say on which day it was taken",
        fix=fix,
        value=path or field,
        members=tuple(missing),
    )


def _is_pinned(context: Context, path: str) -> bool:
    """Tell whether a file is one of those that the inventory pins."""
    if not as_mapping(context.files.get("inventory")):
        return False
    root = str(context.files.get("root", "")).removesuffix("/")
    return root in {"", "."} or path.startswith(f"{root}/")


def _fix(context: Context, place: Tokens, path: str) -> Fix | None:
    """Return the repair that adds the digest of a file beside the manifest."""
    if not path or context.folder is None or not context.settings.use_disk:
        return None
    file = named_path(context.folder, path)
    try:
        if file is None or not file.is_file() or file.stat().st_size > _LARGEST:
            return None
        with file.open("rb") as opened:
            digest = "sha256:" + hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None
    step = Insert(pointer(*place), "digest", digest)
    return Fix(f"add `digest: {digest}`, that of `{path}`", safe=True, steps=(step,))


RULE = Rule(
    code="HSH008",
    name="evidence-unhashed",
    severity=Severity.WARNING,
    summary="Evidence is kept without its digest, or without its date",
    page=__doc__,
    find=find,
    fix="safe",
)
