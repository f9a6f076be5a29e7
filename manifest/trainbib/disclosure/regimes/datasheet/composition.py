"""Section 2: what the instances are, how many, of which quality, and whether of people."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from trainbib.disclosure.answering.cells import Table
from trainbib.disclosure.answering.contents import contents
from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.labels import has_labels, label_types
from trainbib.disclosure.answering.sizes import modalities_of, size_lines
from trainbib.disclosure.answering.sources import by_title
from trainbib.disclosure.answering.statements import any_source
from trainbib.disclosure.answering.told import KEY, EachTold
from trainbib.disclosure.answering.totals import UNITS
from trainbib.disclosure.answers import Answer, Entry, Want, missing
from trainbib.disclosure.places import Wants, chained
from trainbib.disclosure.reading import Reading, once
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.wording import amount, modality_words, percent
from trainbib.values import as_list, as_mapping, is_mapping, parse_quantity

__all__ = ["ANSWERS", "parts", "with_people"]

_PARTS_OF = ("subset", "filtered")


def parts(reading: Reading, *fields: str) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    """Yield name, place and data of the whole set, then of each source that has a field.

    The whole set has no name.
    """
    yield "", "/dataset", reading.dataset
    having = set[str]().union(*(reading.having(field) for field in fields))
    for key in by_title(reading) if having else ():
        if key in having:
            yield reading.title(key), source_at(key), reading.sources[key]


def instances(reading: Reading) -> Answer:
    """Tell what the instances are: modalities, and types of content."""
    modalities = [modality_words(each) for each in modalities_of(reading)]
    content = contents(reading)
    lines = [", ".join(modalities)] if modalities else []
    lines += content.texts
    whole = "modalities" in reading.dataset and not reading.partial
    by = ("/dataset/modalities" if whole else "/sources",) if modalities else ()
    met = Gathering()
    met.answered.update(gap.pointer for gap in content.gaps)
    if not content.texts:
        met.want("/dataset/content", "what the instances are: types of content")
    origins = chained((content.origins, by))
    return Answer(tuple(lines) or None, content.gaps, tuple(met.wants), origins)


def count(reading: Reading) -> Answer:
    """Tell how many there are, in every unit in which the whole is counted."""
    met = Gathering()
    size = met.mapping({} if reading.partial else reading.dataset, "/dataset", "size")
    entries = list[Entry]()
    for unit, words in UNITS.items():
        quantity = parse_quantity(size.get(unit))
        if quantity is not None:
            met.origins.append(f"/dataset/size/{unit}")
            number = amount(quantity, "").strip()
            entries.append({"of": "The whole", "number": number, "unit": words})
    if entries:
        return met.answer(tuple(entries))
    told = size_lines(reading)
    of_modalities: tuple[Entry, ...] = tuple(
        {"of": name, "number": number, "unit": unit} for name, number, unit in told.lines
    )
    gaps, wants = unique((*met.gaps, *told.gaps)), told.wants
    if met.gaps:  # of the whole, it is said that its size cannot be told
        wants = Wants(part for part in wants.parts if not _is_of_the_whole(part))
    if not of_modalities and not gaps and not wants:
        return missing("/dataset/size", "how much there is, in any unit")
    if of_modalities:
        gaps = tuple(gap for gap in gaps if gap.pointer != "/dataset/size")
    return Answer(of_modalities or None, gaps, wants, told.origins)


def _is_of_the_whole(part: object) -> bool:
    return isinstance(part, Want) and part.pointer == "/dataset/size"


def sample(reading: Reading) -> Answer:
    """Tell of which sources only a part was used, and how it was selected."""
    if not reading.sources:
        return missing("/sources", "the sources, each with the part of it that was used")
    told = EachTold.by(reading, ("selection", "use", "derived_from"), _sampled)
    answer = told.answer(told.texts(lambda key, words: f"{reading.title(key)}: {words}"))
    if answer.value is None and not answer.gaps and not answer.wants:
        first = by_title(reading)[0]
        what = f"whether `{first}` is used as a whole, or which part of it"
        return replace(answer, wants=(Want(source_at(first, "selection"), what),))
    return answer


def _sampled(source: Mapping[str, object], met: Gathering) -> str:
    words = [met.text(source, "", "selection")]
    for at, each in enumerate(as_list(source.get("use"))):
        share = parse_quantity(as_mapping(each).get("sampled"))
        if share is not None:
            met.origins.append(f"/use/{at}/sampled")
            words.append(f"{percent(share.value)} of it was sampled")
    told = [each for each in unique(words) if each]
    if not told and any(
        as_mapping(each).get("relation") in _PARTS_OF
        for each in as_list(source.get("derived_from"))
    ):
        met.want("/selection", f"which part `{KEY}` is, and how it was selected")
    return "; ".join(told)


def splits(reading: Reading) -> Answer:
    """List the splits, with size and what they are for."""
    met = Gathering()
    place = "/dataset/splits"
    entries = list[Entry]()
    for at, each in enumerate(as_list(met.value(reading.dataset, "/dataset", "splits"))):
        split, here = as_mapping(each), f"{place}/{at}"
        name = met.text(split, here, "name")
        size = met.mapping(split, here, "size")
        told = [
            amount(quantity, words)
            for unit, words in UNITS.items()
            if (quantity := parse_quantity(size.get(unit))) is not None
        ]
        entry = {
            "split": name,
            "size": ", ".join(told),
            "description": met.text(split, here, "description"),
        }
        if name:
            entries.append({column: text for column, text in entry.items() if text})
    if not entries:
        met.want(place, "the splits that are recommended, or `{none: …}` with the reason")
    return met.answer(tuple(entries) or None)


def errors(reading: Reading) -> Answer:
    """Tell known errors and limits, and overlaps between sources."""
    met = Gathering()
    lines = list[str]()
    for name, place, entry in parts(reading, "limitations", "overlaps"):
        before = f"{name}: " if name else ""
        lines += [f"{before}{each}" for each in met.texts(entry, place, "limitations")]
        for at, each in enumerate(as_list(entry.get("overlaps"))):
            overlap, here = as_mapping(each), f"{place}/overlaps/{at}"
            named = met.text(overlap, here, "source")
            other = reading.title(named) if named in reading.sources else named
            words = met.text(overlap, here, "description")
            lines.append(f"{before}overlaps with {other}" + (f": {words}" if words else ""))
    if lines:
        met.gaps.clear()
    else:
        met.want(
            "/dataset/limitations",
            "known errors, noise and limits, or `{none: …}` with the reason",
        )
    return met.answer(tuple(lines) or None)


def harmful(reading: Reading) -> Answer:
    """Tell what keeps out harmful content."""
    met = Gathering()
    policies = met.mapping(reading.data, "", "policies")
    words = met.text(policies, "/policies", "illegal_content")
    return met.answer((words,) if words else None)


of_people = any_source("personal_data", "present", "absent", "whether it has personal data")


@once
def with_people(reading: Reading) -> tuple[str, ...]:
    """Return the sources of which it is said that they have personal data."""
    found = frozenset(reading.keys_by("rights", _with_people).get(True, ()))
    return tuple(key for key in by_title(reading) if key in found) if found else ()


def _with_people(rights: object) -> bool:
    told = as_mapping(rights).get("personal_data")
    status = told.get("status") if is_mapping(told) else told
    return status == "present"


def groups(reading: Reading) -> Answer:
    """Tell which groups of people the content is by or about."""
    met = Gathering()
    lines = list[str]()
    for name, place, entry in parts(reading, "coverage"):
        coverage = met.mapping(entry, place, "coverage")
        words = met.text(coverage, f"{place}/coverage", "demographics")
        lines += [f"{name}: {words}" if name else words] if words else []
    for key in with_people(reading):
        place = f"{source_at(key)}/rights/personal_data"
        told = as_mapping(as_mapping(reading.sources[key].get("rights")).get("personal_data"))
        words = met.text(told, place, "subjects")
        lines += [f"{reading.title(key)}: {words}"] if words else []
    if lines:
        met.gaps.clear()
    else:
        met.want("/dataset/coverage/demographics", "which groups of people it is by or about")
    return met.answer(tuple(unique(lines)) or None)


def personal(reading: Reading) -> Answer:
    """Tell of each source with personal data which kinds it has, and what protects it."""
    met, table = Gathering(), Table("kinds")
    for key in with_people(reading):
        place, own = f"{source_at(key)}/rights/personal_data", Gathering()
        told = as_mapping(as_mapping(reading.sources[key].get("rights")).get("personal_data"))
        kinds, gaps = ", ".join(own.texts(told, place, "categories")), list(own.gaps)
        if not kinds:
            own.want(f"{place}/categories", f"which kinds of personal data `{key}` has")
        more = {
            "sensitive": ", ".join(own.texts(told, place, "special_categories")),
            "measures": ", ".join(own.texts(told, place, "measures")),
        }
        met.add(own)
        table.add({"source": reading.title(key)}, kinds, gaps, more)
    return met.answer(table.entries)


ANSWERS: dict[str, AnswerOf] = {
    "ds.2.instances": instances,
    "ds.2.count": count,
    "ds.2.sample": sample,
    "ds.2.has_labels": has_labels,
    "ds.2.labels": label_types,
    "ds.2.splits": splits,
    "ds.2.errors": errors,
    "ds.2.harmful": harmful,
    "ds.2.people": of_people,
    "ds.2.groups": groups,
    "ds.2.personal": personal,
}
