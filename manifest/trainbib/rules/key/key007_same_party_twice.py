"""Two parties are the same one.

What it does: compares the identifiers that belong to one party only (ORCID, ROR, ISNI, IPI, LEI,
Wikidata, Crunchbase, register), and the names, without case, accents, punctuation and legal forms
such as "Ltd" or "GmbH"; "Carberry, Josiah" is "Josiah Carberry", unless it is the name of an
organisation (`type`). Parties of different types or countries may have one name, and so may a
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
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
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
_MOST_NAMESAKES = 50
"""How many parties with one name, all different, a further one is compared with."""


class _Pair(NamedTuple):
    """Two parties that are the same one."""

    owner: str
    """Key of the one that stands first."""
    key: str
    """Key of the other."""
    path: Tokens
    """Where the other has what they share."""
    identity: str


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each party that is the same as an earlier one."""
    pairs = list(_pairs(context.parties))
    first = {(pair.owner, pair.identity): pair.owner for pair in pairs}
    for pair in pairs:
        group = pair.owner, pair.identity
        first[group] = min(first[group], pair.key)
    mergers = Mergers(context, "parties", context.parties, variants=("name",))
    for pair in pairs:
        # However they are ordered: all of a group but the one whose key is the first by alphabet.
        about = pair.owner if pair.key == first[pair.owner, pair.identity] else pair.key
        same = f"`{pair.path[-1]}`, {pair.identity}" if len(pair.path) > 1 else "name"
        yield Finding(
            pointer("parties", pair.key, *pair.path),
            f"parties `{pair.owner}` and `{pair.key}` have the same {same}",
            label="the same party",
            help="merge the two entries, and correct what refers to them",
            related=(Related(pointer("parties", pair.owner), "the other party"),),
            fix=mergers.merger(pair.owner, pair.key),
            value=about,
            subject=pair.identity,
        )


def _pairs(parties: Mapping[str, Entry]) -> Iterator[_Pair]:
    by_id: dict[str, str] = {}
    by_name: dict[str, list[str]] = defaultdict(list)
    for key, party in parties.items():
        identities = list(_identities(party))
        owners = [by_id.setdefault(identity, key) for _, identity in identities]
        shared = next((place for place, owner in enumerate(owners) if owner != key), None)
        if shared is not None:
            yield _Pair(owners[shared], key, *identities[shared])
            continue
        name = party.get("name")
        if not isinstance(name, str):
            continue
        plain = _plain(name if party.get("type", "person") != "person" else _turned(name))
        owner = next(
            (each for each in by_name[plain] if not _differ(parties[each], each, party, key)), None
        )
        if owner is not None:
            yield _Pair(owner, key, ("name",), f"name:{plain}")
        elif len(by_name[plain]) < _MOST_NAMESAKES:
            by_name[plain].append(key)


def _identities(party: Mapping[str, object]) -> Iterator[tuple[Tokens, str]]:
    ids = as_mapping(party.get("ids"))
    for scheme in _OWN:
        value = ids.get(scheme)
        if isinstance(value, str):
            last = value.strip().rstrip("/").rpartition("/")[2]
            code = re.sub(r"[\s-]", "", last).casefold() if scheme != "register" else value
            yield ("ids", scheme), f"{scheme}:{code}"


def _turned(name: str) -> str:
    """Return the name of a person in the order in which it is spoken."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and "," not in given else name


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


RULE = Rule(
    code="KEY007",
    name="same-party-twice",
    severity=Severity.WARNING,
    summary="Two parties are the same one",
    page=__doc__,
    find=find,
    fix="unsafe",
)
