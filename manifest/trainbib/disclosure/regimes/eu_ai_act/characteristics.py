"""Section 1.3: modalities, dates, languages and other characteristics of the whole set."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import compress
from typing import NamedTuple

from trainbib.disclosure.answering.cells import gap_words
from trainbib.disclosure.answering.gathering import source_at
from trainbib.disclosure.answering.sizes import other_size, text_in_other_unit
from trainbib.disclosure.answers import Answer, Entry, Gap, Want, gap_of, missing
from trainbib.disclosure.dates import first_day, last_day, month
from trainbib.disclosure.places import Noted, Wants, each_at, members, place_of_one
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.regimes.eu_ai_act.sizes import size_answer, tokenizers
from trainbib.disclosure.regimes.eu_ai_act.union import OFFICIAL_LANGUAGES
from trainbib.disclosure.wording import amount, and_list, modality_words, percent, plural, sentences
from trainbib.identifiers.names import language_name
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, as_texts, is_mapping, parse_quantity

OPTION_OF_MODALITY: Mapping[str, str] = {
    "text": "Text",
    "image": "Image",
    "audio": "Audio",
    "video": "Video",
}
"""The form's options; what is none of them is "Other"."""


def option_of(modality: str) -> str:
    """Return the form's option for a modality of the schema."""
    return OPTION_OF_MODALITY.get(modality, "Other")


@once
def modalities(reading: Reading) -> Answer:
    """Modalities that are present: those of the whole set, and those of each source."""
    found = dict[str, str]()
    for each in as_texts(reading.dataset.get("modalities")):
        found.setdefault(option_of(each), "/dataset/modalities")
    for each, keys in reading.of_modality.items():
        if each:
            found.setdefault(option_of(each), reading.modality_origins(keys[0])[0])
    order = [*OPTION_OF_MODALITY.values(), "Other"]
    chosen = tuple(each for each in order if each in found)
    gap = gap_of(reading.dataset.get("modalities"), "/dataset/modalities")
    if not chosen:
        if gap is not None:
            return Answer(gaps=(gap,))
        return missing("/dataset/modalities", "the modalities of the training data")
    return Answer(
        chosen,
        origins=tuple(dict.fromkeys(found.values())),
        how="what the data set and its sources have",
    )


def _content(modality: str) -> AnswerOf:
    def content(reading: Reading) -> Answer:
        told, keys = dict[str, None](), list[str]()
        for key, content in reading.having("content").items():
            if modality not in reading.modalities(key):
                continue
            words = as_texts(content)
            told.update(dict.fromkeys(words))
            if words:
                keys.append(key)
        if told:
            how = f"what the sources of {modality} name"
            return Answer(tuple(told), origins=each_at(keys, "content"), how=how)
        whole = reading.words("/dataset/content", f"the types of {modality} content")
        if whole.value is None or len(_options(reading)) == 1:
            return whole
        want = Want("/sources", f"which types are {modality}: under `content` of each source")
        how = "of the whole set: the manifest does not tell it by modality"
        return replace(whole, wants=(want,), how=how)

    return content


def _options(reading: Reading) -> set[str]:
    value = modalities(reading).value
    return {each for each in value if isinstance(each, str)} if isinstance(value, tuple) else set()


def other_modalities(reading: Reading) -> Answer:
    """Every modality that the form has no row for: name, size, unit and content."""
    entries, origins, wants = list[Entry](), list[str](), list[Want]()
    names = dict[str, list[str]]()
    if set(reading.of_modality) - set(OPTION_OF_MODALITY):
        for key in reading.sources:
            for each in reading.modalities(key):
                if option_of(each) == "Other":
                    names.setdefault(each, []).append(key)
    gaps = list[Gap]()
    for name, keys in names.items():
        size, unit, places = other_size(reading, name, keys)
        content = dict.fromkeys(
            each for key in keys for each in as_texts(reading.sources[key].get("content"))
        )
        entry = {"modality": modality_words(name)}
        for member, columns, told, what in (
            ("size", ("size", "unit"), size, f"how much {entry['modality']} there is"),
            ("content", ("content_types",), content, f"what the {entry['modality']} holds"),
        ):
            if told:
                continue
            found, silent = _gaps(reading, keys, member)
            gaps += found
            entry |= dict.fromkeys(columns, gap_words(found))
            wants += [Want(pointer("sources", key, member), what) for key in silent[:1]]
        if content:
            entry["content_types"] = "; ".join(content)
        if size is not None:
            entry |= {"size": amount(size, "").strip(), "unit": unit}
        entries.append({column: text for column, text in entry.items() if text})
        origins.extend(places or [pointer("sources", key, "modalities") for key in keys])
    if not entries:
        return missing("/sources", "which sources have the other modality, under `modalities`")
    return Answer(tuple(entries), tuple(gaps), tuple(wants), tuple(origins))


def _gaps(reading: Reading, keys: list[str], member: str) -> tuple[list[Gap], list[str]]:
    """Return the gaps of some sources at a member, and the keys of those that have none there."""
    told = {
        key: gap_of(reading.sources[key].get(member), pointer("sources", key, member))
        for key in keys
    }
    return [gap for gap in told.values() if gap], [key for key, gap in told.items() if not gap]


class _Acquired(NamedTuple):
    """When a source was last obtained, wherever it stands.

    Attributes:
        exact: The last days of its dates that tell the month, and the members that do.
        coarse: Dates that do not tell the month, and their members.
        gap: In the place of its dates; its pointer begins in the source.
        ongoing: Whether its collection goes on.
    """

    exact: tuple[tuple[date, str], ...]
    coarse: tuple[tuple[str, str], ...]
    gap: Gap | None
    ongoing: bool


def _acquired(source: Mapping[str, object]) -> _Acquired:
    collected = source.get("collected")
    values = {"/retrieved": source.get("retrieved")}
    if is_mapping(collected):
        values["/collected/to"] = collected.get("to")
    exact, coarse = list[tuple[date, str]](), list[tuple[str, str]]()
    for member, value in values.items():
        last = last_day(value)
        if last is not None and month(value) is not None:
            exact.append((last, member))
        elif last is not None:
            coarse.append((str(value), member))
    gap = None
    if not exact and not coarse:
        gaps = [gap_of(value, member) for member, value in values.items()]
        gap = next(filter(None, [*gaps, gap_of(collected, "/collected")]), None)
    ongoing = as_mapping(collected).get("ongoing") is True
    return _Acquired(tuple(exact), tuple(coarse), gap, ongoing)


def latest_acquisition(reading: Reading) -> Answer:
    """Latest date on which data was collected or obtained, MM/YYYY.

    A source was last obtained when it was last retrieved, or when its collection ended. A date too
    coarse for the form counts only to say what is wanted.
    """
    codes, dates = _dates(reading)
    latest = max((day for told in dates for day, _ in told.exact), default=None)
    gaps, coarse, noted = list[Gap](), list[tuple[str, str]](), Noted()
    if not all(told.exact and not told.coarse for told in dates):
        for key, code in zip(reading.sources, codes, strict=True):
            told = dates[code]
            place = source_at(key)
            coarse += [(value, place + member) for value, member in told.coarse]
            if told.gap is not None:
                gaps.append(Gap(place + told.gap.pointer, told.gap.state, told.gap.reason))
            elif not told.exact and not told.coarse:
                noted.each(key, _ONGOING if told.ongoing else _WHEN)
    later = [
        Want(place, f"the month: {value} may be later than all others", value)
        for value, place in reversed(coarse)
        if latest is None or str(last_day(value)) > str(latest)
    ]
    wants = Wants([*later, *noted.wants().parts])
    if latest is None:
        if not gaps and not wants:
            return missing("/sources", "when each source was obtained (`retrieved`, `collected`)")
        return Answer(gaps=tuple(gaps), wants=wants)
    sources = Counter(codes)
    count = sum(len(told.exact) * sources[code] for code, told in enumerate(dates))
    how = f"the latest of {plural(count, 'date')} of retrieval and ends of collection"
    at = {
        code: max(found)
        for code, told in enumerate(dates)
        if (found := [member for day, member in told.exact if day == latest])
    }
    latest_of = {
        member: compress(reading.sources, [at.get(code) == member for code in codes])
        for member in set(at.values())
    }
    place = max(place_of_one(list(keys), max) + member for member, keys in latest_of.items())
    return Answer(f"{latest.month:02}/{latest.year:04}", tuple(gaps), wants, (place,), how)


def _dates(reading: Reading) -> tuple[Sequence[int], list[_Acquired]]:
    """Return the number of what each source tells of when it was obtained, and that by number.

    Few days and few periods are many pairs, which a sample of them does not show to be alike.
    """
    parts = list(map(reading.source_values.alike, ("retrieved", "collected")))
    sources = list(reading.sources.values())
    varied = [each for each in parts if len(each.values) > 1] or parts[:1]
    if len(varied) == 1:
        (alike,) = varied
        return alike.codes, [_acquired(sources[first]) for first in alike.firsts]
    pairs = list(zip(*(each.codes for each in varied), strict=True))
    number = {pair: code for code, pair in enumerate(dict.fromkeys(pairs))}
    firsts = dict(zip(reversed(pairs), reversed(sources), strict=True))
    return list(map(number.__getitem__, pairs)), [_acquired(firsts[pair]) for pair in number]


_WHEN = members(("retrieved", ("when `", "` was last obtained")))
_ONGOING = members(("retrieved", ("when `", "`, whose collection goes on, was last obtained")))


def continuous_training(reading: Reading) -> Answer:
    """Whether a covered model goes on being trained on new or dynamic data."""
    told = {
        pointer("models", key, "continuous_training"): model.get("continuous_training")
        for key, model in reading.models.items()
    }
    gaps = tuple(gap for place, value in told.items() if (gap := gap_of(value, place)))
    wants = tuple(
        Want(place, "whether the model goes on being trained: true or false")
        for place, value in told.items()
        if value is None
    )
    ongoing = tuple(place for place, value in told.items() if value is True)
    if ongoing:
        return Answer("Yes", origins=ongoing)
    if not told:
        return missing("/models", "the models, each with `continuous_training`")
    if gaps or wants:
        return Answer(gaps=gaps, wants=wants)
    return Answer("No", origins=tuple(told))


def languages(reading: Reading) -> Answer:
    """Languages of the whole set, or else of its sources: the Union's official ones first."""
    shares = dict[str, str]()
    whole = not reading.partial and bool(as_list(reading.dataset.get("languages")))
    told = {"": reading.dataset["languages"]} if whole else reading.having("languages")
    keys = [key for key, value in told.items() if as_list(value)]
    for key in keys:
        for each in as_list(told[key]):
            tag = each if isinstance(each, str) else as_mapping(each).get("tag")
            if isinstance(tag, str):
                share = _share(each) if whole else ""
                shares.setdefault(tag, share)
    if not shares:
        return reading.words("/dataset/languages", "the languages of the data, as BCP 47 tags")
    official = [tag for tag in shares if tag.split("-", 1)[0].lower() in OFFICIAL_LANGUAGES]
    official.sort(key=lambda tag: (OFFICIAL_LANGUAGES.index(tag.split("-", 1)[0].lower()), tag))
    others = sorted(tag for tag in shares if tag not in official)
    between = "; " if any(shares.values()) else ", "
    lines = [
        f"{title}: " + between.join(language_name(tag) + shares[tag] for tag in tags)
        for title, tags in (
            ("Official languages of the Union", official),
            ("Other languages", others),
        )
        if tags
    ]
    if not official:
        lines.insert(0, "Official languages of the Union: none is named")
    by = "the data set" if whole else plural(len(keys), "source")
    origins = ("/dataset/languages",) if whole else each_at(keys, "languages")
    how = f"{plural(len(shares), 'language')}, as named by {by}"
    return Answer(tuple(lines), origins=origins, how=how)


def _share(language: object) -> str:
    quantity = parse_quantity(as_mapping(language).get("share"))
    unit = as_mapping(language).get("unit", "records")
    return "" if quantity is None else f", {percent(quantity.value)} of {unit}"


def other_characteristics(reading: Reading) -> Answer:
    """Regions, people, subjects and times that the content is from, by or about."""
    lines, origins = list[str](), list[str]()
    coverage = [("", "/dataset/coverage", reading.dataset.get("coverage"))]
    coverage += [
        (f"{reading.title(key)}: ", f"{reading.places[key]}/coverage", value)
        for key, value in reading.having("coverage").items()
    ]
    for prefix, place, value in coverage:
        told = as_mapping(value)
        parts = [
            f"{name}: {and_list([str(each) for each in as_list(told.get(name))])}"
            for name in ("regions", "subjects")
            if as_list(told.get(name))
        ]
        if isinstance(told.get("demographics"), str):
            parts.append(f"people: {told['demographics']}")
        period = as_mapping(told.get("period"))
        if first_day(period.get("from")) or last_day(period.get("to")):
            parts.append(f"time: {period.get('from', 'unknown')} to {period.get('to', 'now')}")
        if parts:
            lines.append(prefix + sentences(parts))
            origins.append(place)
    return Answer(tuple(lines) or None, origins=tuple(origins))


ANSWERS: dict[str, AnswerOf] = {
    "eu.1.3.modalities": modalities,
    "eu.1.3.text.size": size_answer("text"),
    "eu.1.3.text.size_other_unit": text_in_other_unit,
    "eu.1.3.text.content_types": _content("text"),
    "eu.1.3.image.size": size_answer("image"),
    "eu.1.3.image.content_types": _content("image"),
    "eu.1.3.audio.size": size_answer("audio"),
    "eu.1.3.audio.content_types": _content("audio"),
    "eu.1.3.video.size": size_answer("video"),
    "eu.1.3.video.content_types": _content("video"),
    "eu.1.3.other.entries": other_modalities,
    "eu.1.3.latest_acquisition_date": latest_acquisition,
    "eu.1.3.continuous_training": continuous_training,
    "eu.1.3.linguistic_characteristics": languages,
    "eu.1.3.other_characteristics": other_characteristics,
    "eu.1.3.comments": tokenizers,
}
