"""Two parties are the same one.

What it does: compares the identifiers that belong to one party only (ORCID, ROR, ISNI, IPI, LEI,
Wikidata, Crunchbase, register), and the names, without case, accents, punctuation and legal forms
such as "Ltd" or "GmbH". Parties of different types or countries may have one name, and so may a
party and one that is part of it.

Why it matters: rights and payments of one party are looked up in two places, and one is missed.

Fails:

```yaml fails
parties:
  harbour: {name: Harbour Press Ltd}
  harbour-press: {name: "Harbour Press, Limited"}
```

Passes:

```yaml passes
parties:
  harbour-ie: {name: Harbour Press Ltd, country: IE}
  harbour-uk: {name: Harbour Press Ltd, country: GB}
```

How to fix: merge the two entries and correct what refers to them. The repair merges the second into
the first, whose name it keeps, if nothing else that they say differs; it is unsafe, since two
parties may have one name.

Source: SPEC.md, section 8.
"""

import re
from collections.abc import Iterator, Mapping

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.key.merging import Mergers
from trainbib.rules.leaves import Tokens
from trainbib.values import as_mapping

_OWN = ("orcid", "ror", "isni", "ipi", "lei", "wikidata", "crunchbase", "register")
_FORMS = frozenset(
    {
        "the", "ab", "ag", "as", "asa", "bv", "co", "company", "corp", "corporation", "ev", "gmbh",
        "inc", "incorporated", "kg", "limited", "llc", "llp", "ltd", "mbh", "nv", "ou", "oy", "plc",
        "pte", "pty", "sa", "sarl", "sas", "se", "spa", "srl", "ug",
    }
)  # fmt: skip
"""Words of a name that say only of what legal form a company is."""
_WORD = re.compile(r"[^\W_]+")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each party that is the same as an earlier one."""
    by_id: dict[str, str] = {}
    by_name: dict[str, str] = {}
    mergers = Mergers(context, "parties", context.parties, variants=("name",))
    for key, party in context.parties.items():
        for path, identity in _identities(party):
            owner = by_id.setdefault(identity, key)
            if owner != key:
                yield _finding(mergers, (owner, key), path, f"the same `{path[-1]}`, {identity}")
                break
        else:
            name = party.get("name")
            if not isinstance(name, str):
                continue
            owner = by_name.setdefault(_plain(name), key)
            if owner != key and not _differ(context.parties[owner], owner, party, key):
                yield _finding(mergers, (owner, key), ("name",), "the same name")


def _identities(party: Mapping[str, object]) -> Iterator[tuple[Tokens, str]]:
    ids = as_mapping(party.get("ids"))
    for scheme in _OWN:
        value = ids.get(scheme)
        if isinstance(value, str):
            last = value.strip().rstrip("/").rpartition("/")[2]
            code = re.sub(r"[\s-]", "", last).casefold() if scheme != "register" else value
            yield ("ids", scheme), f"{scheme}:{code}"


def _plain(name: str) -> str:
    """Return a name without what its variants differ in."""
    from unicodedata import combining, normalize

    text = name.casefold().replace(".", "")
    if not text.isascii():
        text = "".join(c for c in normalize("NFKD", text) if not combining(c))
    words = _WORD.findall(text)
    return " ".join(word for word in words if word not in _FORMS) or " ".join(words) or name


def _differ(
    one: Mapping[str, object], one_key: str, two: Mapping[str, object], two_key: str
) -> bool:
    if one.get("part_of") == two_key or two.get("part_of") == one_key:
        return True
    if any(
        one.get(field) is not None and two.get(field) is not None and one[field] != two[field]
        for field in ("type", "country")
    ):
        return True
    ids = dict(_identities(one))
    return any(ids.get(path, identity) != identity for path, identity in _identities(two))


def _finding(mergers: Mergers, parties: tuple[str, str], path: Tokens, same: str) -> Finding:
    owner, key = parties
    return Finding(
        pointer("parties", key, *path),
        f"parties `{owner}` and `{key}` have {same}",
        label="the same party",
        help="merge the two entries, and correct what refers to them",
        related=(Related(pointer("parties", owner), "the other party"),),
        fix=mergers.merger(owner, key),
        value=key,
    )


RULE = Rule(
    code="KEY007",
    name="same-party-twice",
    severity=Severity.WARNING,
    summary="Two parties are the same one",
    page=__doc__,
    find=find,
    fix="unsafe",
)
