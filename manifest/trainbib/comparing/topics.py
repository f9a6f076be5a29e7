"""What a field is about: which code a change of it has.

The tables go by the names of the fields from the entity down, list items left out. The longest
entry that a field begins with holds; "" is for all else.
"""

from collections.abc import Mapping

from trainbib.comparing.model import EntityKind

_LICENSE = {
    "license": "DIF103",
    "license.url": "DIF401",
    "license.text": "DIF401",
    "license.verified_by": "DIF401",
    "license.attribution": "DIF107",
    "license.expires": "DIF107",
    "license.covers": "DIF107",
    "license.observations": "DIF107",
    "license.observations.as_found": "DIF401",
    "license.observations.date": "DIF401",
    "license.observations.digest": "DIF401",
}
_STEPS = {
    "processing": "DIF210",
    "processing.description": "DIF401",
    "processing.purpose": "DIF401",
}

_SOURCE: Mapping[str, str] = {
    "": "DIF210",
    **_LICENSE,
    **_STEPS,
    "title": "DIF401",
    "description": "DIF401",
    "notes": "DIF401",
    "contact": "DIF401",
    "archive": "DIF401",
    "issued": "DIF401",
    "creators": "DIF401",
    "publisher": "DIF401",
    "collection": "DIF401",
    "reviews": "DIF401",
    "limitations": "DIF401",
    "retention": "DIF401",
    "rights": "DIF107",
    "rights.holders": "DIF104",
    "rights.holders.claim": "DIF401",
    "rights.reservations": "DIF105",
    "rights.reservations.checked": "DIF401",
    "rights.reservations.snapshot": "DIF401",
    "rights.reservations.recheck": "DIF401",
    "rights.reservations.requests": "DIF401",
    "rights.reservations.removed": "DIF210",
    "rights.reservations.domains": "DIF210",
    "agreement": "DIF107",
    "availability": "DIF107",
    "labelled_by": "DIF303",
    "crawl.robots_txt": "DIF105",
    "crawl.other_protocols": "DIF105",
    "crawl.crawlers.purpose": "DIF401",
    "crawl.crawlers.url": "DIF401",
    "user_data.opt_out": "DIF105",
    "user_data.notice": "DIF107",
    "user_data.notice_url": "DIF107",
    "user_data.services.description": "DIF401",
    "synthetic.purpose": "DIF401",
    "manifest.path": "DIF401",
    "manifest.url": "DIF401",
    "derived_from.description": "DIF401",
    "overlaps.description": "DIF401",
    "removed.evidence": "DIF401",
    "use.purpose": "DIF401",
}
_DATASET: Mapping[str, str] = {
    "": "DIF401",
    **_LICENSE,
    **_STEPS,
    "name": "DIF210",
    "ids": "DIF210",
    "size": "DIF210",
    "modalities": "DIF210",
    "content": "DIF210",
    "languages": "DIF210",
    "domains": "DIF210",
    "coverage": "DIF210",
    "dynamic": "DIF210",
    "splits": "DIF210",
    "splits.description": "DIF401",
    "access": "DIF107",
    "availability": "DIF107",
}
_LABELLER: Mapping[str, str] = {"": "DIF303", "title": "DIF401", "description": "DIF401"}
_TERMS: Mapping[str, str] = {
    "": "DIF401",
    "permits": "DIF103",
    "forbids": "DIF103",
    "requires": "DIF103",
    "digest": "DIF103",
    "expires": "DIF107",
    "licensor": "DIF107",
}
_POLICIES: Mapping[str, str] = {
    "": "DIF401",
    "copyright": "DIF107",
    "reservations": "DIF107",
    "privacy": "DIF107",
    "rights_requests": "DIF107",
    "rights_requests.received": "DIF401",
    "rights_requests.granted": "DIF401",
}
_TOPICS: Mapping[EntityKind, Mapping[str, str]] = {
    "source": _SOURCE,
    "dataset": _DATASET,
    "labeller": _LABELLER,
    "license": _TERMS,
    "policies": _POLICIES,
}

_NO_ANSWER = frozenset(
    ("title", "notes", "changes", "citation", "previous", "document", "profiles", "$schema")
)


def names(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the fields of a path, without the items of lists."""
    return tuple(token for token in path if not token.startswith("["))


def topic(kind: EntityKind, path: tuple[str, ...]) -> str:
    """Return the code of a change of a field that is given before and after."""
    fields = names(path)
    if any(name.startswith("x-") for name in fields):
        return "DIF401"
    table = _TOPICS.get(kind, {})
    for length in range(len(fields), -1, -1):
        code = table.get(".".join(fields[:length]))
        if code is not None:
            return code
    return "DIF401"


def is_disclosure(path: tuple[str, ...]) -> bool:
    """Tell whether leaving a field out takes an answer away from someone.

    It does not for words about the manifest itself, for a title beside a name, and for fields of
    the author's own.
    """
    return not any(name in _NO_ANSWER or name.startswith("x-") for name in names(path))
