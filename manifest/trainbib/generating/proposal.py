"""A first manifest from what lies in a folder: files counted, metadata read, nothing invented.

What the folder does not say is written as a gap with the reason, for a person to fill.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from posixpath import dirname, join
from typing import TYPE_CHECKING, NamedTuple

from trainbib.generating.citing import citing_rules, modalities, size_of
from trainbib.generating.licences import LicenceNotes, concluded, license_of
from trainbib.generating.listing import Listing
from trainbib.inventory.pieces import Totals
from trainbib.values import is_mapping

if TYPE_CHECKING:
    from trainbib.sidecars.claims import Agent, Annotation, Claims, UpstreamSource

NOT_SAID = "the folder does not say"


class Proposal(NamedTuple):
    """A manifest that is yet to be written.

    Attributes:
        data: The manifest.
        comments: JSON Pointer to comment.
    """

    data: dict[str, object]
    comments: dict[str, str]


def slug(text: str, default: str = "dataset") -> str:
    """Make a citation key out of a name (SPEC.md, section 2.5)."""
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9._+]+", "-", text.lower()).strip("-._+")[:64].rstrip("-._+")
    return default if not key or key.startswith("x-") else key


_GENERIC = (
    r"(?i:data|dataset|datasets|files|corpus|download|downloads|head|main|master|latest|tmp"
    r"|[vr]?[0-9][0-9a-f._-]*|[0-9a-f]{7,40})"
)
"""Pattern of the names of folders that say nothing about what is in them."""

_ORDER = (
    "croissant",
    "datapackage",
    "hugging-face-card",
    "dataset-infos",
    "citation-cff",
    "readme",
)


def by_authority(claims: "Iterable[Claims]") -> "list[Claims]":
    """Order claims: descriptions made for machines first, then those made for readers."""

    def rank(claim: "Claims") -> tuple[int, str]:
        name = claim.format
        position = next((i for i, word in enumerate(_ORDER) if word in name), len(_ORDER))
        return position, claim.path

    return sorted(claims, key=rank)


def described_folders(claims: "Sequence[Claims]") -> "dict[str, list[Claims]]":
    """Group claims by the part of the data that they describe: "" is the whole folder.

    A folder below counts as a part of its own if a file in it names a data set or a licence.
    """
    folders: dict[str, list[Claims]] = {"": []}
    for claim in claims:
        folders.setdefault(dirname(claim.path), []).append(claim)
    whole = folders.pop("")
    parts: dict[str, list[Claims]] = {"": whole}
    for folder, found in folders.items():
        names_itself = any(c.licenses or c.upstream or (c.title and c.creators) for c in found)
        if names_itself:
            parts[folder] = found
        else:
            whole.extend(found)
    return parts


def propose(
    rows: Listing,
    claims: "Sequence[Claims]",
    *,
    name: str,
    root: str,
    inventory: dict[str, object],
    today: date,
    illustrations: Iterable[str] = (),
) -> Proposal:
    """Propose a manifest.

    Args:
        rows: The inventory.
        claims: What the metadata in the folder claims.
        name: Name of the folder, for want of a better one.
        root: Path of the folder, relative to the manifest.
        inventory: The section ``files.inventory``.
        today: The day on which the metadata was read.
        illustrations: Pictures that a README shows; documentation, not data.
    """
    parts = described_folders(claims)
    whole = by_authority(parts[""])
    builder = Builder(root, today)
    title = _first(c.title for c in whole)
    main = slug(_first(c.name for c in whole) or _short_name(title, name))
    keys = {folder: builder.key(folder or main) for folder in parts}
    splits = [
        (join(dirname(claim.path), pattern), split.name)
        for claim in claims
        for split in claim.splits
        for pattern in split.paths
    ]
    read = [*(claim.path for claim in claims), *illustrations]
    rules = citing_rules(rows, keys, read, splits)
    for folder, found in parts.items():
        mine = rules.cited[keys[folder]]
        builder.source(keys[folder], folder, by_authority(found), mine, name)
    data = Totals()
    for totals in rules.cited.values():
        data.add(totals.by_type)
    dataset = builder.dataset(main, whole, data, title)
    labellers = builder.labellers(claims, keys)
    proposed: dict[str, object] = {"trainbib": "1.0", "dataset": dataset}
    if builder.parties:
        proposed["parties"] = builder.parties
    if builder.licences.terms:
        proposed["licenses"] = builder.licences.terms
    proposed |= {
        "sources": builder.sources,
        "labellers": labellers,
        "files": {"root": root, "inventory": inventory, "cites": rules.rules},
    }
    return Proposal(proposed, _comments(proposed))


_SHORT = 40


def _short_name(title: str | None, folder: str) -> str:
    """Choose between a title and the name of a folder: the title, if it is short."""
    if title and (len(title) <= _SHORT or re.fullmatch(_GENERIC, folder)):
        return title
    return folder


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _comments(data: dict[str, object]) -> dict[str, str]:
    comments = {
        "/sources": "What the files come from. A gap is a question that the folder leaves open.",
        "/files": "Which files cite which source; the last rule that matches a file holds.",
        "/files/inventory": "Written by `trainbib generate`.",
    }
    if "parties" in data:
        comments["/parties"] = "People and organisations that the metadata in the folder names."
    return comments


_WORKFORCE = {
    "crowdsourced": "crowd",
    "expert-generated": "experts",
    "experts": "experts",
    "machine-generated": "model",
}


class Builder:
    """Collects the entries of a proposal."""

    def __init__(self, root: str, today: date) -> None:
        self.root = root
        self.today = today
        self.parties: dict[str, object] = {}
        self.sources: dict[str, object] = {}
        self.licences = LicenceNotes(root, today)
        self._keys: set[str] = set()
        self._party_keys: dict[str, str] = {}

    def reserve(self, sources: Iterable[str], parties: Mapping[str, object]) -> None:
        """Leave alone the keys that a manifest has, and use the parties that it has."""
        self._keys.update(sources)
        self.parties.update(parties)
        for key, party in parties.items():
            name = party.get("name") if is_mapping(party) else None
            if isinstance(name, str):
                self._party_keys[name.casefold()] = key

    def key(self, text: str) -> str:
        """Return a new citation key."""
        base = slug(text)
        key, number = base, 2
        while key in self._keys:
            key, number = f"{base}-{number}", number + 1
        self._keys.add(key)
        return key

    def party(self, agent: "Agent") -> str:
        """Return the key of a party, and add it if it is new."""
        known = self._party_keys.get(agent.name.casefold())
        if known is not None:
            return known
        base = slug(agent.name, "party")
        key, number = base, 2
        while key in self.parties:
            key, number = f"{base}-{number}", number + 1
        entry: dict[str, object] = {"name": agent.name}
        if agent.kind is not None:
            entry["type"] = "person" if agent.kind == "person" else "organization"
        ids = {"orcid": agent.orcid, "ror": agent.ror}
        if any(ids.values()):
            entry["ids"] = {name: value for name, value in ids.items() if value}
        if agent.url and _is_url(agent.url):
            entry["url"] = agent.url
        self.parties[key] = entry
        self._party_keys[agent.name.casefold()] = key
        return key

    def source(
        self, key: str, folder: str, claims: "list[Claims]", totals: Totals, name: str
    ) -> None:
        """Add a source for the files of a folder."""
        entry: dict[str, object] = {
            "title": _first(c.title for c in claims) or folder or name,
            "kind": {"unknown": f"{NOT_SAID} how the data was come by"},
        }
        url = _first(u for c in claims for u in (c.url, c.homepage) if u and _is_url(u))
        if url:
            entry["url"] = url
        dois = [s.value for c in claims for s in c.identifiers if s.value and _is_doi(s.value)]
        if dois:
            entry["ids"] = {"doi": dois[0]}
        if not url and not dois:
            entry["url"] = {"unknown": f"{NOT_SAID} where the data can be had"}
        version = _first(c.version for c in claims)
        if version:
            entry["version"] = version
        entry["retrieved"] = {"unknown": f"{NOT_SAID} when the data was retrieved"}
        creators = _distinct(self.party(a) for c in claims for a in c.creators if _nameable(a))
        if creators:
            entry["creators"] = creators
        entry["license"] = license_of(claims, self.licences)
        entry["rights"] = _open_rights()
        derived = [self._upstream(u, key) for c in claims for u in c.upstream]
        if derived:
            entry["derived_from"] = [{"source": other} for other in dict.fromkeys(derived)]
        size = size_of(totals)
        if size:
            entry["size"] = size
        kinds = modalities(totals)
        if kinds:
            entry["modalities"] = kinds
        languages = _distinct(s.value for c in claims for s in c.languages if s.value)
        if languages:
            entry["languages"] = languages
        self.sources[key] = entry

    def _upstream(self, upstream: "UpstreamSource", of: str) -> str:
        """Add a source that the metadata names as what the data was made from."""
        title = upstream.title or upstream.identifier or upstream.url or of
        for known, other in self.sources.items():
            if is_mapping(other) and other.get("title") == title:
                return known
        key = self.key(upstream.identifier or title)
        entry: dict[str, object] = {
            "title": title,
            "kind": {"unknown": f"{NOT_SAID} how it was come by"},
        }
        if upstream.url and _is_url(upstream.url):
            entry["url"] = upstream.url
        else:
            entry["url"] = {"unknown": f"{NOT_SAID} where it can be had"}
        entry["version"] = upstream.version or {"unknown": f"{NOT_SAID} which version was used"}
        entry["retrieved"] = {"unknown": f"{NOT_SAID} when it was retrieved"}
        claims = [upstream.license] if upstream.license else []
        entry["license"] = self.licences.conclude([("", claim) for claim in claims])
        entry["rights"] = _open_rights()
        self.sources[key] = entry
        return key

    def dataset(
        self, name: str, claims: "list[Claims]", totals: Totals, title: str | None
    ) -> dict[str, object]:
        """Return the section ``dataset``."""
        version = _first(c.version for c in claims)
        section: dict[str, object] = {
            "name": name,
            "version": version or {"unknown": f"{NOT_SAID} which version this is"},
        }
        if title:
            section["title"] = title
        description = _first(c.description for c in claims)
        if description:
            section["description"] = description
        issued = _first(c.issued.value for c in claims if c.issued)
        if issued:
            section["issued"] = issued
        publishers = [c.publisher for c in claims if c.publisher and _nameable(c.publisher)]
        if publishers:
            section["publisher"] = self.party(publishers[0])
        section["license"] = concluded(license_of(claims, self.licences))
        section["purpose"] = {"unknown": f"{NOT_SAID} what the set is for"}
        size = size_of(totals)
        if size:
            section["size"] = size
        return section

    @staticmethod
    def labellers(claims: "Sequence[Claims]", keys: dict[str, str]) -> dict[str, object]:
        """Return the section ``labellers``: groups that the metadata names, or a gap."""
        stated = [(c, a) for c in claims for a in c.annotations if a.what == "annotations"]
        groups: dict[str, object] = {}
        for claim, annotation in stated:
            workforce = _WORKFORCE.get(annotation.how)
            if workforce is None:
                continue
            where = keys.get(dirname(claim.path), keys[""])
            groups.setdefault(f"{where}-{workforce}"[:128], _group(workforce, claim, annotation))
        if groups:
            return groups
        if stated and all(annotation.how == "no-annotation" for _, annotation in stated):
            return {"none": f"{stated[0][0].path} says `no-annotation`"}
        return {"unknown": f"{NOT_SAID} who labelled the data, or whether anybody did"}


def _open_rights() -> dict[str, object]:
    return {
        "personal_data": {"unknown": f"{NOT_SAID} whether there is personal data"},
        "holders": {"unknown": f"{NOT_SAID} who holds rights"},
    }


def _group(workforce: str, claim: "Claims", annotation: "Annotation") -> dict[str, object]:
    group: dict[str, object] = {
        "description": f"{claim.path} says `{annotation.how}`",
        "phase": ["annotation"],
        "workforce": workforce,
    }
    if workforce == "model":
        group["pay"] = {"not_applicable": "no people"}
        group["generators"] = {"unknown": f"{NOT_SAID} which model or program it was"}
    else:
        group["pay"] = {"unknown": f"{NOT_SAID} on what terms they worked"}
    return group


def _distinct(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _nameable(agent: "Agent") -> bool:
    return bool(agent.name.strip())


def _is_url(text: str) -> bool:
    return re.fullmatch(r"https?://[^\s/?#]+\S*", text) is not None


def _is_doi(text: str) -> bool:
    return text.startswith("10.") and "/" in text
