"""The manifest says something else than a metadata file beside the data.

What it does: reads the metadata files at the top of `files.root` (dataset card, Croissant,
datapackage.json, CITATION.cff of a data set, LICENSE), and, where that is a folder below that of
the manifest, the descriptions of a data set beside the manifest (all of these but LICENSE and a
README without a card's head, which may be those of a program, and cards with the keys of models;
none if there are several manifests); and compares

- the licence of the set, or of its only source if the set has none, with the licence that each file
  states of the data. A file that states several, or only a name that is no exact licence, is left
  alone, and so is a statement that an observation of the manifest has with its `path`: its author
  has seen it;
- title and version of the set with those that files give. If one file agrees, the others are not
  looked at; titles agree if one holds the words of the other;
- `dataset.size.records` with the number that files state, unless it is the number that was counted
  in the inventory.

A manifest that `trainbib generate` has just written is in order.

Why it matters: others read the card or the descriptor, not the manifest. Hubs have shown one
licence in a tag and another in the text of the card for years.

Severity: a warning: which of the two holds is for a person to find out. Fix: takes over what the
file says.

Fails, with a file `data/CITATION.cff` of type `dataset` whose licence is CC-BY-4.0:

```yaml
dataset: {name: example, version: "1", license: CC0-1.0}
files: {root: data}
```

```text
warning[CON005] disagrees-with-sidecar: the licence is `CC0-1.0`, but `CITATION.cff` says
`CC-BY-4.0`
```

Passes: the same with `license: CC-BY-4.0`, or with an observation of what the file says.

How to fix: correct the one that is wrong. Where both belong on record, keep what the file says as
an observation with its `path`, and name who concluded otherwise as `verified_by`.

Source: SPEC.md, sections 7 and 13; https://github.com/huggingface/datasets/issues/4829.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.con.stated_beside import (
    Beside,
    claims_beside,
    licenses_of,
    path_in_manifest,
    records_of,
    terms,
    titles_of,
    versions_of,
)
from trainbib.rules.context import Context
from trainbib.rules.fil.listed import listed_with_sources
from trainbib.rules.fil.sums import Bounds, as_written, bounds, number
from trainbib.rules.licence_statements import observations
from trainbib.values import as_mapping

if TYPE_CHECKING:
    from trainbib.sidecars.claims import Claims

_SIGNS = re.compile(r"[\W_]+")
_ZEROS = re.compile(r"(?:\.0+)+$")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each answer that a file beside the data contradicts."""
    claims = claims_beside(context)
    if not claims:
        return
    yield from _license(context, claims)
    yield from _text(context, "title", titles_of(claims), _titles_agree)
    yield from _text(context, "version", versions_of(claims), _versions_agree)
    yield from _records(context, claims)


def _license(context: Context, claims: "list[Claims]") -> Iterator[Finding]:
    place, stated = _own_license(context)
    if not stated:
        return
    observed = _observed(context)
    seen: set[frozenset[str]] = set()
    for beside in licenses_of(claims):
        theirs = terms(beside.value)
        mine = terms(stated)
        chosen = " OR " in beside.value and mine <= theirs
        if mine == theirs or chosen or theirs in seen:
            continue
        if (path_in_manifest(context, beside.path), theirs) in observed:
            continue
        seen.add(theirs)
        where = pointer(*place)
        yield Finding(
            where,
            f"the licence is `{stated}`, but `{beside.path}` says `{beside.value}`",
            label=f"`{beside.value}` in `{beside.path}`",
            help="correct the one that is wrong, or keep what the file says as an observation "
            "with its `path`",
            fix=Fix.replace(where, beside.value, safe=False),
            value=f"{stated}/{beside.value}",
        )


def _own_license(context: Context) -> tuple[tuple[str, ...], str]:
    """Return where the licence of the set stands, and which it is; "" if it is none."""
    place: tuple[str, ...] = ("dataset", "license")
    value = context.dataset.get("license")
    if value is None and len(context.sources) == 1:
        (key,) = context.sources
        place = ("sources", key, "license")
        value = context.sources[key].get("license")
    if isinstance(value, str):
        return place, value
    expression = as_mapping(value).get("expression")
    return (*place, "expression"), expression if isinstance(expression, str) else ""


def _observed(context: Context) -> set[tuple[str, frozenset[str]]]:
    """Return the files, and the licences in them, that observations of the manifest name."""
    from trainbib.licensing.aliases import read_license

    found: set[tuple[str, frozenset[str]]] = set()
    for claim in context.licence_statements.claims:
        for _, observation in observations(claim):
            path = observation.get("path")
            for text in (observation.get("expression"), observation.get("as_found")):
                if isinstance(path, str) and isinstance(text, str):
                    found.add((path, terms(read_license(text).expression or text)))
    return found


def _text(
    context: Context, field: str, stated: list[Beside], agree: Callable[[str, str], bool]
) -> Iterator[Finding]:
    mine = context.dataset.get(field)
    clear = [beside for beside in stated if beside.clear]
    if not isinstance(mine, str) or not clear:
        return
    names = [mine, str(context.dataset.get("name", ""))] if field == "title" else [mine]
    if any(agree(name, beside.value) for name in names for beside in stated):
        return
    first, *rest = clear
    place = pointer("dataset", field)
    yield Finding(
        place,
        f"the {field} is `{mine}`, but `{first.path}` says `{first.value}`",
        label=f"`{first.value}` in `{first.path}`",
        help="correct the one that is wrong",
        notes=tuple(f"`{beside.path}` says `{beside.value}`" for beside in rest),
        fix=None if rest else Fix.replace(place, first.value, safe=False),
        value=f"{mine}/{first.value}",
    )


def _titles_agree(one: str, other: str) -> bool:
    words, others = (set(_SIGNS.sub(" ", text.casefold()).split()) for text in (one, other))
    joined, and_other = (_SIGNS.sub("", text.casefold()) for text in (one, other))
    return words <= others or others <= words or joined in and_other or and_other in joined


def _versions_agree(one: str, other: str) -> bool:
    first, second = (
        _ZEROS.sub("", text.strip().casefold().removeprefix("version").lstrip(" v"))
        for text in (one, other)
    )
    return first == second


def _records(context: Context, claims: "list[Claims]") -> Iterator[Finding]:
    size: Mapping[str, object] = as_mapping(context.dataset.get("size"))
    mine = bounds(size.get("records")) if "records" in size else None
    if mine is None:
        return
    counted = listed_with_sources(context).records
    if counted is not None and mine.low <= counted <= mine.high:
        return
    stated = list(records_of(claims))
    if not stated or any(mine.meets(Bounds(count, count)) for _, count in stated):
        return
    path, count = stated[0]
    place = pointer("dataset", "size", "records")
    yield Finding(
        place,
        f"the set is said to hold {as_written(size['records'])} records, but `{path}` says "
        f"{number(count)}",
        label=f"{number(count)} in `{path}`",
        help="count, and correct the one that is wrong",
        fix=Fix.replace(place, count, safe=False) if type(size["records"]) is int else None,
        value=path,
    )


RULE = Rule(
    code="CON005",
    name="disagrees-with-sidecar",
    severity=Severity.WARNING,
    summary="The manifest says something else than a metadata file beside the data",
    page=__doc__,
    find=find,
    fix="unsafe",
)
