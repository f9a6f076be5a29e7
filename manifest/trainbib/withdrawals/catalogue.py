"""The known sets, ready to be looked up; lists of users stand beside the one of the program."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import cast

from trainbib.alike import Fields
from trainbib.conformance.wording import did_you_mean, one_of
from trainbib.form_faults import FormFault
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, as_texts
from trainbib.withdrawals.lists import read_list, refuse
from trainbib.withdrawals.names import address, doi_of, hub_id, is_hub_url, title_words
from trainbib.withdrawals.sets import Containment, Edition, KnownSet, Status, Withdrawal

_BUNDLED = Path(__file__).with_name("known_sets.json")
PREFIX = 3
"""How many characters of a name are compared before any other work is done."""
HOST = 6
"""How many characters of a host are."""
_RESOLVERS = ("huggingface.co/", "hf.co/", "doi.org/", "dx.doi.org/")
ANY = "*"
"""As an identifier: every one of its scheme."""


@dataclass(frozen=True, slots=True)
class Match:
    """That a source is a known set.

    Attributes:
        known: The set.
        by: What it was told by: ``title``, ``key``, ``URL``, or the scheme of an identifier.
        edition: What is known of the edition.
    """

    known: KnownSet
    by: str
    edition: Edition


@dataclass(slots=True)
class Catalogue:
    """Known sets by all that identifies them.

    Attributes:
        sets: By their identifier in the lists.
        titles: Titles and aliases, in one spelling.
        prefixes: What they begin with.
        hub: Identifiers on Hugging Face; with a configuration after a colon.
        ids: Other identifiers, with their scheme.
        addresses: URLs, in one spelling.
        hosts: The hosts of those, hubs and resolvers included.
        beginnings: What the hosts begin with.
    """

    sets: dict[str, KnownSet] = field(default_factory=dict[str, KnownSet])
    titles: dict[str, str] = field(default_factory=dict[str, str])
    prefixes: set[str] = field(default_factory=set[str])
    hub: dict[str, str] = field(default_factory=dict[str, str])
    ids: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    addresses: dict[str, str] = field(default_factory=dict[str, str])
    hosts: set[str] = field(default_factory=lambda: {name[:-1] for name in _RESOLVERS})
    beginnings: set[str] = field(default_factory=lambda: {name[:HOST] for name in _RESOLVERS})

    def add(self, known: KnownSet) -> None:
        """Add a set; one of the same identifier is replaced."""
        self.sets[known.id] = known
        for title in (known.title, *known.aliases):
            words = title_words(title)
            self.titles[words] = known.id
            self.prefixes.add(words[:PREFIX])
        for scheme, value in known.ids:
            if scheme == "hf":
                name, config = hub_id(value)
                self.hub[f"{name}:{config}" if config else name] = known.id
            elif scheme == "git" and address(value):
                self._add_address(address(value), known)
            else:
                self.ids[scheme, normal_id(scheme, value)] = known.id
        for url in known.urls:
            self._add_address(address(url), known)

    def _add_address(self, where: str, known: KnownSet) -> None:
        self.addresses[where] = known.id
        self.hosts.add(_host(where) or where)
        self.beginnings.add(where[:HOST])

    def candidates(self, keys: Iterable[str], fields: Fields) -> list[str]:
        """Return the keys of the sources that can be known sets, by a quick look at all of them.

        Args:
            keys: Of the sources, each once.
            fields: Of the sources, in the same order.
        """
        listed, found = list(keys), set[str]()
        told = zip(listed, fields.column("title"), strict=True)
        titles = [key if title is None else title for key, title in told]
        begins = {title[:PREFIX] for title in titles if isinstance(title, str)}
        known = {each for each in begins if each.casefold() in self.prefixes or not each.isalnum()}
        if known:
            for key, title in zip(listed, titles, strict=True):
                if isinstance(title, str) and title[:PREFIX] in known:
                    found.add(key)
        urls = [url if isinstance(url, str) else "" for url in fields.column("url")]
        known = {each for each in _wheres(urls) if self._may_be_host(each)}
        if known:
            each = zip(listed, map(_where, urls), strict=True)
            found.update(key for key, where in each if where in known)
        if "ids" in fields.names:
            sources = zip(listed, fields.entries, strict=True)
            found.update(key for key, source in sources if "ids" in source)
        return [key for key in listed if key in found] if found else []

    def _may_be_host(self, where: str) -> bool:
        """Tell whether the beginning of a URL may be the host of a known set."""
        folded = where.casefold().removeprefix("www.")
        if folded[:HOST] not in self.beginnings:
            return False
        host = _host(folded)
        return host is None or host in self.hosts

    def match(self, key: str, source: Mapping[str, object]) -> Match | None:
        """Say which known set a source is, if any.

        Identifiers come first, then URLs, then the title; a source without a title is called by
        its key. Titles are compared whole.
        """
        found = self._by_identifier(source) or self._by_url(source) or self._by_title(key, source)
        if found is None:
            return None
        known, by, config = found
        return Match(self.sets[known], by, edition(source, config))

    def _by_identifier(self, source: Mapping[str, object]) -> tuple[str, str, str] | None:
        if "ids" not in source:
            return None
        ids = as_mapping(source["ids"]).items()
        stated = [(scheme, value) for scheme, value in ids if isinstance(value, str)]
        for scheme, value in stated:
            found = self._identified(scheme, value)
            if found is not None:
                return found
        for scheme, value in stated:
            known = self._any_of(scheme)
            if known is not None:
                return known, scheme, hub_id(value)[1] if scheme == "hf" else ""
        return None

    def _identified(self, scheme: str, value: str) -> tuple[str, str, str] | None:
        if scheme == "hf":
            return self._on_hub(value)
        known = self.addresses.get(address(value) or ANY) if scheme == "git" else None
        known = known or self.ids.get((scheme, normal_id(scheme, value)))
        return None if known is None else (known, scheme, "")

    def _any_of(self, scheme: str) -> str | None:
        """Return the set that every identifier of a scheme is one of, if there is one."""
        return self.hub.get(ANY) if scheme == "hf" else self.ids.get((scheme, ANY))

    def _on_hub(self, value: str) -> tuple[str, str, str] | None:
        name, config = hub_id(value)
        known = self.hub.get(f"{name}:{config}") if config else None
        if known is not None:
            return known, "hf", ""
        known = self.hub.get(name)
        return None if known is None else (known, "hf", config)

    def _by_url(self, source: Mapping[str, object]) -> tuple[str, str, str] | None:
        url = source.get("url")
        if not isinstance(url, str):
            return None
        if "datasets/" in url and is_hub_url(url):
            found = self._on_hub(url)
            if found is not None:
                return found[0], "URL", found[2]
            known = self._any_of("hf")
            return None if known is None else (known, "URL", hub_id(url)[1])
        if "10." in url and (doi := doi_of(url)):
            known = self.ids.get(("doi", doi)) or self._any_of("doi")
            if known is not None:
                return known, "URL", ""
        known = self.addresses.get(address(url))
        return None if known is None else (known, "URL", "")

    def _by_title(self, key: str, source: Mapping[str, object]) -> tuple[str, str, str] | None:
        title = source.get("title", key)
        if not isinstance(title, str):
            return None
        known = self.titles.get(title_words(title))
        return None if known is None else (known, "title" if "title" in source else "key", "")


_plain_host = re.compile(r"[a-z0-9.-]+(?=[/?#]|$)").match


def _where(url: str) -> str:
    """Return what stands between the scheme and the path of a URL."""
    return url.partition("://")[2].partition("/")[0]


def _wheres(urls: Sequence[str]) -> set[str]:
    """Return what stands there in any of some URLs, and in URLs within them."""
    text = "\n".join(urls)
    if text.count("\n") >= len(urls):  # one of them goes over several lines
        return set(map(_where, urls))
    return {"", *re.findall(r"://([^/\n]*)", text)}


def _host(where: str) -> str | None:
    """Return the host that a URL without scheme begins with; None if it is not plainly there."""
    match = _plain_host(where)
    return match[0] if match else None


def edition(source: Mapping[str, object], config: str = "") -> Edition:
    """Return what a source says about which edition of a set it is."""
    stated = (source.get("version"), source.get("revision"))
    retrieved = source.get("retrieved")
    return Edition(
        tuple(text for text in stated if isinstance(text, str)),
        retrieved if isinstance(retrieved, str) else "",
        config,
    )


def normal_id(scheme: str, value: str) -> str:
    """Return an identifier in one spelling; ``*`` stays what it is."""
    text = value.strip()
    if scheme == "doi":
        return doi_of(text) or text.casefold()
    if scheme == "arxiv":
        return text.casefold().removeprefix("https://arxiv.org/abs/").removeprefix("arxiv:")
    return text.casefold()


def load_catalogue(lists: Sequence[Path] = ()) -> Catalogue:
    """Return the known sets of the program, and those of further lists.

    A set of a later list replaces one of the same identifier in an earlier one.

    Args:
        lists: Files of the form of ``withdrawn-list.schema.json``, in JSON or YAML.

    Raises:
        WithdrawnListError: If a list cannot be read, says something twice, is not of that form, or
            says that a set holds data of one that no list has.
    """
    if not lists:
        return _bundled()
    catalogue = Catalogue()
    data = _bundled_data()
    for known in sets_of(data, _BUNDLED_NAME):
        catalogue.add(known)
    read = [(path, read_list(path)) for path in lists]
    own = [list(sets_of(as_mapping(document.data), path.name)) for path, document in read]
    for listed in own:
        for known in listed:
            catalogue.add(known)
    # A set may hold data of one that a later list has.
    for (path, document), listed in zip(read, own, strict=True):
        refuse(path, document, list(_nowhere(listed, catalogue)))
    return catalogue


def _nowhere(listed: Iterable[KnownSet], catalogue: Catalogue) -> Iterator[FormFault]:
    for known in listed:
        for index, held in enumerate(known.contains):
            if held.set not in catalogue.sets:
                near = did_you_mean(held.set, catalogue.sets)
                hint = f"did you mean {one_of(near)}?" if near else "add it"
                yield FormFault(
                    pointer("sets", known.id, "contains", index, "set"),
                    f"`{known.id}` contains `{held.set}`, which no list has; {hint}",
                )


_BUNDLED_NAME = "Trainbib"


@lru_cache(maxsize=1)
def _bundled() -> Catalogue:
    catalogue = Catalogue()
    for known in sets_of(_bundled_data(), _BUNDLED_NAME):
        catalogue.add(known)
    return catalogue


def _bundled_data() -> Mapping[str, object]:
    return cast("Mapping[str, object]", json.loads(_BUNDLED.read_bytes()))


def sets_of(data: Mapping[str, object], name: str) -> Iterator[KnownSet]:
    """Yield the sets of a list that is of the form of the schema."""
    listed = f"{name}, {data.get('updated')}"
    for identifier, entry in as_mapping(data.get("sets")).items():
        if identifier.startswith("x-"):
            continue
        known = as_mapping(entry)
        yield KnownSet(
            identifier,
            str(known.get("title", identifier)),
            as_texts(known.get("aliases")),
            tuple(
                (scheme, value)
                for scheme, values in as_mapping(known.get("ids")).items()
                for value in as_texts(values)
            ),
            as_texts(known.get("urls")),
            _withdrawal(known.get("withdrawn")),
            tuple(_containment(item) for item in as_list(known.get("contains"))),
            listed,
        )


def _withdrawal(value: object) -> Withdrawal | None:
    stated = as_mapping(value)
    if not stated:
        return None
    return Withdrawal(
        cast("Status", stated["status"]),
        _text(stated, "source"),
        _text(stated, "date"),
        _text(stated, "by"),
        _text(stated, "reason"),
        _text(stated, "note"),
        _text(stated, "replacement"),
        as_texts(stated.get("parts")),
        as_texts(stated.get("versions")),
        as_texts(stated.get("except_versions")),
    )


def _containment(value: object) -> Containment:
    stated = as_mapping(value)
    return Containment(
        _text(stated, "set"),
        _text(stated, "source"),
        as_texts(stated.get("parts")),
        as_texts(stated.get("versions")),
        _text(stated, "until"),
        _text(stated, "until_source"),
        _text(stated, "resolved"),
    )


def _text(mapping: Mapping[str, object], name: str) -> str:
    return str(mapping.get(name, ""))
