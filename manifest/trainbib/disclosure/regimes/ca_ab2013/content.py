"""Items 3, 4 and 5: how many data points, of which types, and how they are protected."""

from trainbib.disclosure.answers import Answer, Entry, Gap, Want, missing
from trainbib.disclosure.reading import Reading, gap_of
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.regimes.ca_ab2013.statements import any_source
from trainbib.disclosure.wording import amount, and_list, modality_words, plural
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, as_texts, given, parse_quantity

_UNITS = {
    "records": "records",
    "images": "images",
    "audio_hours": "hours of audio",
    "video_hours": "hours of video",
    "tokens": "tokens",
    "words": "words",
    "files": "files",
    "bytes": "bytes",
}
"""The law prescribes no unit: the first of these that a source gives, records above all."""


def numbers(reading: Reading) -> Answer:
    """Item 3: the number of data points of each data set, as exact as the manifest tells it."""
    entries, origins, gaps, wants = list[Entry](), list[str](), list[Gap](), list[Want]()
    for key, source in reading.sources.items():
        place = pointer("sources", key, "size")
        size = source.get("size")
        told = as_mapping(size)
        unit = next((name for name in _UNITS if parse_quantity(told.get(name)) is not None), None)
        entry = {"dataset": reading.title(key)}
        if unit is not None:
            quantity = parse_quantity(told[unit])
            if quantity is not None:
                entry |= {"number": amount(quantity, "").strip(), "unit": _UNITS[unit]}
            if source.get("dynamic") is True:
                entry["estimate"] = "estimate: the data set is dynamic"
            origins.append(f"{place}/{unit}")
        else:
            own = _own_unit(told)
            gap = gap_of(size, place) or next(
                (gap for name in _UNITS if (gap := gap_of(told.get(name), f"{place}/{name}"))), None
            )
            if own is not None:
                entry |= own
                origins.append(f"{place}/other")
            elif gap is not None:
                gaps.append(gap)
            else:
                wants.append(Want(f"{place}/records", f"how many records `{key}` has"))
        entries.append(entry)
    if not entries:
        return missing("/sources", "the data sets, each with its size")
    if not origins and (gaps or wants):
        return Answer(gaps=tuple(gaps), wants=tuple(wants))
    return Answer(tuple(entries), tuple(gaps), tuple(wants), tuple(origins))


def _own_unit(size: object) -> Entry | None:
    for each in as_list(as_mapping(size).get("other")):
        told = as_mapping(each)
        quantity = parse_quantity(told.get("amount"))
        if quantity is not None and isinstance(told.get("unit"), str):
            return {"number": amount(quantity, "").strip(), "unit": str(told["unit"])}
    return None


def dynamic(reading: Reading) -> Answer:
    """Whether any data set is dynamic."""
    places = [
        pointer("sources", key, "dynamic")
        for key, source in reading.sources.items()
        if source.get("dynamic") is True
    ]
    if places:
        return Answer("Yes", origins=tuple(places), how=plural(len(places), "data set"))
    return Answer("No", origins=("/sources",), how="no data set is marked as dynamic")


def types(reading: Reading) -> Answer:
    """Item 4: the types of data points of each data set: modalities and types of content."""
    entries, origins, wants = list[Entry](), list[str](), list[Want]()
    for key, source in reading.sources.items():
        kinds = [modality_words(each) for each in reading.modalities(key)]
        content = as_texts(source.get("content"))
        entry = {"dataset": reading.title(key)}
        parts = [and_list(kinds)] if kinds else []
        if content:
            parts.append("; ".join(content))
            origins.append(pointer("sources", key, "content"))
        if kinds:
            origins.extend(reading.modality_origins(key))
        if parts:
            entry["types"] = ": ".join(parts)
        else:
            place = pointer("sources", key, "modalities")
            wants.append(Want(place, f"what data points `{key}` has, with `content`"))
        entries.append(entry)
    if not entries:
        return missing("/sources", "the data sets, each with its `modalities` and `content`")
    return Answer(tuple(entries), (), tuple(wants), tuple(origins))


def _labels(source: object) -> tuple[str, ...] | Gap | None:
    """Return the types of labels of a source, its gap, or None where it is silent."""
    told = as_mapping(source)
    gap = gap_of(told.get("labels"), "")
    return gap or as_texts(told.get("labels")) or None


def _labelled(reading: Reading) -> list[str]:
    return [
        key
        for key, source in reading.sources.items()
        if isinstance(_labels(source), tuple) or given(source.get("labelled_by")) is not None
    ]


def _unlabelled(reading: Reading) -> list[str]:
    labelled = set(_labelled(reading))
    return [key for key in reading.sources if key not in labelled]


def labelled_count(reading: Reading) -> int:
    """Count the data sets with labels."""
    return len(_labelled(reading))


def unlabelled_count(reading: Reading) -> int:
    """Count the data sets without labels, among them those that do not say."""
    return len(_unlabelled(reading))


def has_labels(reading: Reading) -> Answer:
    """Whether any data set has labels; No takes a statement about each."""
    yes = _labelled(reading)
    if yes:
        places = tuple(
            pointer("sources", key, "labels" if "labels" in reading.sources[key] else "labelled_by")
            for key in yes
        )
        return Answer("Yes", origins=places, how=f"{plural(len(yes), 'data set')}")
    gaps, wants, denied = list[Gap](), list[Want](), list[str]()
    for key, source in reading.sources.items():
        place = pointer("sources", key, "labels")
        gap = gap_of(source.get("labels"), place)
        if gap is None:
            wants.append(Want(place, f"the types of labels of `{key}`, or `none`"))
        elif gap.state in ("none", "not_applicable"):
            denied.append(place)
        else:
            gaps.append(gap)
    if gaps or wants or not denied:
        return Answer(gaps=tuple(gaps), wants=tuple(wants))
    return Answer(
        "No", origins=tuple(denied), how=f"{plural(len(denied), 'data set')}, each stated"
    )


def label_types(reading: Reading) -> Answer:
    """Item 4, labelled: the types of labels of each data set that has some."""
    entries, origins, wants = list[Entry](), list[str](), list[Want]()
    for key in _labelled(reading):
        source = reading.sources[key]
        place = pointer("sources", key, "labels")
        told = _labels(source)
        entry = {"dataset": reading.title(key)}
        named = told if isinstance(told, tuple) else _labels_of_labellers(reading, source)
        if named:
            entry["labels"] = "; ".join(named)
            origins.append(place)
        else:
            wants.append(Want(place, f"the types of labels of `{key}`"))
        entries.append(entry)
    return Answer(tuple(entries) or None, (), tuple(wants), tuple(origins))


def _labels_of_labellers(reading: Reading, source: object) -> tuple[str, ...]:
    keys = as_texts(as_mapping(source).get("labelled_by"))
    return tuple(
        dict.fromkeys(
            each for key in keys for each in as_texts(reading.labellers.get(key, {}).get("labels"))
        )
    )


def characteristics(reading: Reading) -> Answer:
    """Item 4, unlabelled: general characteristics of each data set that has no labels."""
    entries, origins, wants = list[Entry](), list[str](), list[Want]()
    for key in _unlabelled(reading):
        source = reading.sources[key]
        parts = dict[str, str]()
        if isinstance(source.get("description"), str):
            parts["description"] = str(source["description"])
        for name in ("content", "languages"):
            words = [
                str(each if isinstance(each, str) else as_mapping(each).get("tag"))
                for each in as_list(source.get(name))
            ]
            if words:
                parts[name] = f"{name} {and_list(words)}"
        kinds = reading.modalities(key)
        if kinds and not parts:
            parts[reading.modality_origins(key)[0].rsplit("/", 1)[1]] = and_list(
                [modality_words(each) for each in kinds]
            )
        entry = {"dataset": reading.title(key)}
        if parts:
            entry["characteristics"] = "; ".join(parts.values())
            origins.extend(pointer("sources", key, name) for name in parts)
        else:
            place = pointer("sources", key, "description")
            wants.append(Want(place, f"what the data of `{key}` is like"))
        entries.append(entry)
    return Answer(tuple(entries) or None, (), tuple(wants), tuple(origins))


copyright_ = any_source(
    "copyright", "protected mixed", "public_domain", "whether it is protected by copyright"
)
trademark = any_source("trademark", "present", "absent", "whether it is protected by trademark")
patent = any_source("patent", "present", "absent", "whether it is protected by patent")


def protected(reading: Reading) -> Answer:
    """Item 5: whether any data is protected, or all of it is in the public domain."""
    parts = {
        "copyright": copyright_(reading),
        "trademark": trademark(reading),
        "patent": patent(reading),
    }
    yes = [name for name, answer in parts.items() if answer.value == "Yes"]
    if yes:
        origins = tuple(place for name in yes for place in parts[name].origins)
        return Answer("includes protected data", origins=origins, how=f"by {and_list(yes)}")
    if all(answer.value == "No" for answer in parts.values()):
        origins = tuple(place for answer in parts.values() for place in answer.origins)
        return Answer("entirely in the public domain", origins=origins, how="each is stated")
    return Answer(
        gaps=tuple(gap for answer in parts.values() for gap in answer.gaps),
        wants=tuple(want for answer in parts.values() for want in answer.wants),
    )


ANSWERS: dict[str, AnswerOf] = {
    "ab.3": numbers,
    "ab.3.dynamic": dynamic,
    "ab.4": types,
    "ab.4.has_labels": has_labels,
    "ab.4.label_types": label_types,
    "ab.4.general_characteristics": characteristics,
    "ab.5": protected,
    "ab.5.copyright": copyright_,
    "ab.5.trademark": trademark,
    "ab.5.patent": patent,
}

FACTS: dict[str, FactOf] = {
    "derived.labelled": labelled_count,
    "derived.unlabelled": unlabelled_count,
}
