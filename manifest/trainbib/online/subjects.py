"""What of a manifest can be asked about in the network, with all the places where it stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from urllib.parse import unquote, urldefrag

from trainbib.online.hubs import HubPlace, hugging_face_place, place_of_url
from trainbib.rules.leaves import Tokens
from trainbib.rules.places import Places, places_in_schema
from trainbib.values import as_list, as_mapping, given, is_mapping, parse_date

_DOI_URL = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:)(?=10\.)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_ORCID = re.compile(r"(?:https?://(?:www\.)?orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])/?")
_ROR = re.compile(r"(?:https?://(?:www\.)?ror\.org/)?(0[0-9a-hj-km-np-tv-z]{6}\d{2})/?")
_HTTP = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Party:
    """A party with an identifier that a registry knows.

    Attributes:
        place: The tokens of the identifier.
        scheme: ``orcid`` or ``ror``.
        id: In the form that the registry has.
        name: As the manifest has it.
    """

    place: Tokens
    scheme: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Described:
    """An entry that a DOI is the identifier of.

    Attributes:
        place: The tokens of the entry.
        doi: The DOI, in small letters.
        entry: The entry.
    """

    place: Tokens
    doi: str
    entry: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Hosted:
    """A source, or the set itself, that is on a hub.

    Attributes:
        place: The tokens of the entry.
        hub: Where it is.
        revision: The state that is pinned; "" if none is.
        entry: The entry.
    """

    place: Tokens
    hub: HubPlace
    revision: str
    entry: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A source on the web without an archived copy.

    Attributes:
        key: Of the source.
        url: Where it was.
        day: When it was retrieved; the first day that the date can mean.
    """

    key: str
    url: str
    day: date


@dataclass(slots=True)
class Subjects:
    """What there is to ask.

    Attributes:
        links: URLs without fragments, with the tokens of their places in document order.
        dois: DOIs in small letters, likewise.
        described: The entries that have one.
        parties: Parties with an ORCID iD or a ROR identifier.
        hosted: What is on a hub.
        retrieved: What might have an archived copy.
    """

    links: dict[str, list[Tokens]] = field(default_factory=dict[str, "list[Tokens]"])
    dois: dict[str, list[Tokens]] = field(default_factory=dict[str, "list[Tokens]"])
    described: list[Described] = field(default_factory=list[Described])
    parties: list[Party] = field(default_factory=list[Party])
    hosted: list[Hosted] = field(default_factory=list[Hosted])
    retrieved: list[Retrieved] = field(default_factory=list[Retrieved])


def subjects_of(data: object) -> Subjects:
    """Collect what can be asked about."""
    found = Subjects()
    for place, url in _url_places().find(data, lambda _, __: True):
        doi = read_doi(url) if _DOI_URL.match(url) else None
        if doi is not None:
            found.dois.setdefault(doi, []).append(place)
        elif _HTTP.match(url):
            found.links.setdefault(urldefrag(url).url, []).append(place)
    for place, entry in _identified(data):
        doi = read_doi(as_mapping(entry.get("ids")).get("doi"))
        if doi is not None:
            found.dois.setdefault(doi, []).append((*place, "ids", "doi"))
            found.described.append(Described(place, doi, entry))
        found.hosted += _hosted(place, entry)
    manifest = as_mapping(data)
    for key, party in as_mapping(manifest.get("parties")).items():
        found.parties += _registered(key, as_mapping(party))
    for key, source in as_mapping(manifest.get("sources")).items():
        if not key.startswith("x-"):
            found.retrieved += _retrieved(key, as_mapping(source))
    return found


def read_doi(value: object) -> str | None:
    """Read a DOI with or without a prefix; return it in small letters, None if it is none."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    bare = _DOI_URL.sub("", text, count=1)
    if bare != text and text[:4].casefold() != "doi:":
        bare = unquote(bare.partition("#")[0].partition("?")[0])
    return bare.lower() if _DOI.fullmatch(bare) else None


@cache
def _url_places() -> Places:
    repositories = [f"{place}.git" for place in places_in_schema("source_ids")]
    return Places.of({"url": (*places_in_schema("url"), *repositories)})


def _identified(data: object) -> Iterator[tuple[Tokens, Mapping[str, object]]]:
    """Yield the entries that may have identifiers of sources: the set, sources, works."""
    manifest = as_mapping(data)
    yield ("dataset",), as_mapping(manifest.get("dataset"))
    for key, source in as_mapping(manifest.get("sources")).items():
        if key.startswith("x-") or not is_mapping(source):
            continue
        yield ("sources", key), source
        holders = as_list(as_mapping(source.get("rights")).get("holders"))
        for number, holder in enumerate(holders):
            for index, work in enumerate(as_list(as_mapping(holder).get("works"))):
                place = ("sources", key, "rights", "holders", number, "works", index)
                yield place, as_mapping(work)


def _hosted(place: Tokens, entry: Mapping[str, object]) -> Iterator[Hosted]:
    ids = as_mapping(entry.get("ids"))
    hf, git, url = (given(value) for value in (ids.get("hf"), ids.get("git"), entry.get("url")))
    hubs: list[HubPlace | None] = [hugging_face_place(hf) if isinstance(hf, str) else None]
    hubs += [place_of_url(address) for address in (git, url) if isinstance(address, str)]
    revision = entry.get("revision")
    pinned = revision.strip() if isinstance(revision, str) else ""
    for hub in dict.fromkeys(hubs):
        if hub is not None:
            yield Hosted(place, hub, pinned, entry)


def _registered(key: str, party: Mapping[str, object]) -> Iterator[Party]:
    ids = as_mapping(party.get("ids"))
    name = party.get("name")
    shown = name if isinstance(name, str) else ""
    orcid, ror = ids.get("orcid"), ids.get("ror")
    if isinstance(orcid, str) and (match := _ORCID.fullmatch(orcid.strip())):
        yield Party(("parties", key, "ids", "orcid"), "orcid", "-".join(match.groups()), shown)
    if isinstance(ror, str) and (match := _ROR.fullmatch(ror.strip().lower())):
        yield Party(("parties", key, "ids", "ror"), "ror", match[1], shown)


def _retrieved(key: str, source: Mapping[str, object]) -> Iterator[Retrieved]:
    url, day = source.get("url"), parse_date(source.get("retrieved"))
    if "archive" in source or not isinstance(url, str) or day is None:
        return
    if _HTTP.match(url) and not _DOI_URL.match(url):
        yield Retrieved(key, urldefrag(url).url, day.first)
