"""The head, and items 1, 2, 6, 7 and 8: sources, purpose, acquisition, personal information."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress

from trainbib.disclosure.answering.cells import gap_words
from trainbib.disclosure.answering.gathering import source_at
from trainbib.disclosure.answering.heading import model_names, provider, updated
from trainbib.disclosure.answering.parties import party_name
from trainbib.disclosure.answering.statements import any_source
from trainbib.disclosure.answers import Answer, Entry, Gap, gap_of, missing
from trainbib.disclosure.places import Member, Noted, joined, members
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.wording import plural
from trainbib.later import Later
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, is_mapping


def developer(reading: Reading) -> Answer:
    """Name the provider of the models, or the publisher of the set."""
    who = "the party that developed the system"
    return provider(reading, "name", "the name of the developer", who=who)


def first_release(reading: Reading) -> Answer:
    """When each model was first released."""
    entries, origins, gaps = list[Entry](), list[str](), list[Gap]()
    for key, model in reading.models.items():
        place = pointer("models", key, "released")
        value = model.get("released")
        gap = gap_of(value, place)
        if gap is not None:
            gaps.append(gap)
        elif isinstance(value, str):
            entries.append({"model": str(model.get("name", key)), "date": value})
            origins.append(place)
    return Answer(tuple(entries) or None, tuple(gaps), (), tuple(origins))


def sources_or_owners(reading: Reading) -> Answer:
    """Item 1: where each data set is from, and who owns it as far as the manifest names them."""
    if not reading.sources:
        return missing("/sources", "the data sets, each with its source or owner")
    parties = {key: party_name(reading, key) for key in reading.parties}
    owners = reading.each_of(_OWNING, lambda source: _owners(source, parties))
    whence = [
        "url" if isinstance(url, str) and url else _whence(source)
        for source, url in zip(reading.sources.values(), reading.column("url"), strict=True)
    ]
    told = list(zip(whence, owners, strict=True))
    origins, gaps, wants = Noted(), list[Gap](), Noted()
    members_of = [_ORIGINS[from_, by] for from_, (by, _) in told]
    if all(members_of):
        origins.column(reading.keys, members_of)
    else:
        for (key, source), its in zip(reading.sources.items(), members_of, strict=True):
            if its:
                origins.each(key, its)
            elif (gap := gap_of(source.get("url"), source_at(key, "url"))) is not None:
                gaps.append(gap)
            else:
                wants.each(key, _ANY_ORIGIN)
    rows = Later(len(told), lambda: _with_owners(reading, told))
    return Answer(rows, tuple(gaps), wants.wants(), origins.places())


def _with_owners(reading: Reading, told: Sequence[tuple[str, tuple[str, str]]]) -> Iterator[Entry]:
    """Yield the line of each source, by the members that tell where it is from and who owns it."""
    each = zip(reading.sources.values(), reading.each_title, told, strict=True)
    for source, title, (from_, (by, names)) in each:
        entry = {"dataset": title}
        if from_:
            entry["source"] = _source(source, from_)
        elif not by and (gap := gap_of(source.get("url"), "")) is not None:
            entry["source"] = gap_words([gap])
        if by:
            entry["owner"] = names
        yield entry


_ORIGINS = {
    (from_, by): members(*filter(None, (from_, by)))
    for from_ in ("", "url", "ids", "kind")
    for by in ("", "rights/holders", "creators", "publisher", "agreement/with")
}
"""Where the source and the owners of a data set are told."""
_ANY_ORIGIN = (Member("", ("`url`, `creators` or `publisher` of `", "`")),)


def _whence(source: Mapping[str, object]) -> str:
    """Return the member beside the URL that tells the source of a data set, empty if none does."""
    if isinstance(source.get("url"), str):
        return ""
    ids = as_mapping(source["ids"]) if "ids" in source else {}
    if any(isinstance(each, str) for each in ids.values()):
        return "ids"
    kind = source.get("kind")
    return "kind" if isinstance(kind, str) and kind in _OWN else ""


def _source(source: Mapping[str, object], from_: str) -> str:
    """Return the source of a data set, as a member tells it."""
    if from_ == "ids":
        ids = as_mapping(source["ids"])
        return next(f"{name} {ids[name]}" for name in ids if isinstance(ids[name], str))
    told = str(source[from_])
    return told if from_ == "url" else _OWN[told]


def _owners(source: Mapping[str, object], parties: Mapping[str, str]) -> tuple[str, str]:
    """Return the member that names the owners of a data set, and their names."""
    for member, keys in _named_owners(source):
        named = [parties[each] for each in keys if isinstance(each, str) and each in parties]
        if named:
            names = "; ".join(named)
            return (member, names) if names else ("", "")
    return "", ""


_OWNING = ("rights", "creators", "publisher", "agreement")
"""The fields of a source that may name owners."""


def _named_owners(source: Mapping[str, object]) -> Iterator[tuple[str, list[object]]]:
    """Yield the members that may name owners, and the keys of parties there."""
    if "rights" in source:
        rights = source["rights"]
        holders = as_list(rights.get("holders")) if is_mapping(rights) else []
        yield (
            "rights/holders",
            [each.get("party") for each in holders if is_mapping(each)],
        )
    if "creators" in source:
        yield "creators", as_list(source["creators"])
    if "publisher" in source:
        yield "publisher", [source["publisher"]]
    if "agreement" in source:
        yield "agreement/with", as_list(as_mapping(source["agreement"]).get("with"))


_OWN = {
    "own_crawl": "crawled from web sites by the developer",
    "user_data": "users of the developer's services",
    "synthetic": "generated by or for the developer",
    "human_commissioned": "made by people on commission",
    "offline": "digitised by the developer",
    "sensor": "recorded by the developer's instruments",
}
"""Where the data of a kind is from, by the kind's definition (SPEC.md, section 6.1)."""


def system_purpose(reading: Reading) -> Answer:
    """Purpose of the system: that of each model."""
    told = [
        reading.words(pointer("models", key, "purpose"), "what the model is for")
        for key in reading.models
    ]
    texts = tuple(each.value for each in told if isinstance(each.value, str))
    return Answer(
        texts or None,
        tuple(gap for each in told for gap in each.gaps),
        (),
        tuple(place for each in told if each.value is not None for place in each.origins),
    )


def contribution(reading: Reading) -> Answer:
    """Item 2: how the data furthers the purpose, of the whole and of each source."""
    whole = reading.words("/dataset/purpose", "how the data furthers the purpose of the system")
    lines = [whole.value] if isinstance(whole.value, str) else []
    origins = list(whole.origins) if lines else []
    told = reading.each_source("use", _purposes)
    named = zip(reading.sources, reading.each_title, told, strict=True)
    for key, title, purposes in compress(named, told):
        for position, purpose in purposes:
            lines.append(f"{title}: {purpose}")
            origins.append(source_at(key, "use", position, "purpose"))
    if not lines:
        return whole
    return Answer(tuple(dict.fromkeys(lines)), whole.gaps, (), tuple(origins))


def _purposes(uses: object) -> list[tuple[int, str]]:
    """Return the purposes of some uses, each with the position of the use."""
    told = (as_mapping(use).get("purpose") for use in as_list(uses))
    return [(position, each) for position, each in enumerate(told) if isinstance(each, str)]


def _agreed(name: str, kinds: tuple[str, ...]) -> Callable[[Reading], Answer]:
    """Say whether any source was bought, or licensed, by an agreement or by its kind."""
    of_interest = (*kinds, "private_third_party")
    by_agreement, by_kind = members(f"agreement/{name}"), members("kind")
    wanted = members((f"agreement/{name}", ("whether `", f"` was {name}: true or false")))

    def verdict(source: Mapping[str, object]) -> tuple[Member, ...] | Gap | None:
        """Return the members that tell it or are wanted for it, a gap, or None for neither."""
        kind, agreement = source.get("kind"), source.get("agreement")
        if agreement is None and kind not in of_interest:
            return None
        value = as_mapping(agreement).get(name)
        gap = gap_of(agreement, "agreement") or gap_of(value, f"agreement/{name}")
        if value is True:
            return by_agreement
        if kind in kinds and value is not False:
            return by_kind
        if gap is not None and gap.state not in ("none", "not_applicable"):
            return gap
        return wanted if value is None and kind == "private_third_party" else None

    @once
    def agreed(reading: Reading) -> Answer:
        told = reading.each_of(("kind", "agreement"), verdict)
        yes, wants = Noted(), Noted()
        for key, each in compress(zip(reading.sources, told, strict=True), told):
            if each is wanted:
                wants.each(key, wanted)
            elif isinstance(each, tuple):
                yes.each(key, each)
        found = yes.places()
        if found:
            how = f"{plural(len(found), 'data set')} of {len(reading.sources)}"
            return Answer("Yes", origins=found, how=how)
        gaps = reading.gaps(told)
        if gaps or wants.parts:
            return Answer(gaps=gaps, wants=wants.wants())
        if not reading.sources:
            return missing("/sources", "the data sets, each with its kind and agreement")
        how = "no data set has an agreement of that sort; free public licences are not counted"
        return Answer("No", origins=("/sources",), how=how)

    return agreed


purchased = _agreed("purchased", ())
licensed = _agreed("licensed", ("licensed",))


def purchased_or_licensed(reading: Reading) -> Answer:
    """Item 6: whether data sets were purchased or licensed by the developer."""
    both = (purchased(reading), licensed(reading))
    for each in both:
        if each.value == "Yes":
            return each
    if all(each.value == "No" for each in both):
        return both[0]
    return Answer(
        gaps=tuple(gap for each in both for gap in each.gaps),
        wants=joined(each.wants for each in both),
    )


ANSWERS: dict[str, AnswerOf] = {
    "ab.0.system": model_names,
    "ab.0.developer": developer,
    "ab.0.posted": updated,
    "ab.0.first_public_release": first_release,
    "ab.1": sources_or_owners,
    "ab.2": contribution,
    "ab.2.system_purpose": system_purpose,
    "ab.6": purchased_or_licensed,
    "ab.6.purchased": purchased,
    "ab.6.licensed": licensed,
    "ab.7": any_source("personal_data", "present", "absent", "whether it has personal data"),
    "ab.8": any_source(
        "aggregate_consumer_information",
        "present",
        "absent",
        "whether it has aggregate consumer information",
    ),
}
