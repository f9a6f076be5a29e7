"""Indicators R1 to R3: size, languages and domains of what was trained on."""

import math
from collections.abc import Mapping

from trainbib.disclosure.answering.cells import gap_words
from trainbib.disclosure.answering.gathering import Gathering
from trainbib.disclosure.answering.sizes import modalities_of, size_lines, size_of
from trainbib.disclosure.answers import Answer, Entry, Want, missing
from trainbib.disclosure.places import joined
from trainbib.disclosure.reading import SIZE_OF_MODALITY, Reading
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.wording import percent, plural
from trainbib.identifiers.names import language_name
from trainbib.values import Quantity, as_list, as_mapping, parse_quantity

__all__ = ["ANSWERS", "FACTS", "LEAST_SHARE", "to_one_figure"]

LEAST_SHARE = 0.01
"""The share of the text from which on the index asks for a language."""

_UNKNOWN = "und"


def to_one_figure(quantity: Quantity) -> bool:
    """Tell whether a quantity is known to one significant figure.

    Its bounds lie no further apart than one unit of the first figure.
    """
    if quantity.value <= 0:
        return quantity.exact
    unit: float = 10.0 ** math.floor(math.log10(quantity.value))
    return quantity.high - quantity.low <= unit * (1 + 1e-9)


def size(reading: Reading) -> Answer:
    """Tell the size of each modality, and ask for more where it is not exact to one figure."""
    told = size_lines(reading)
    coarse = list[Want]()
    for modality in modalities_of(reading):
        if modality in SIZE_OF_MODALITY:
            total, _ = size_of(reading, modality)
            if total.origins and total.known and not to_one_figure(total.quantity):
                what = f"how much {modality} there is, exact to one figure"
                coarse.append(Want(total.origins[0], what))
    if not told.lines and not told.gaps and not told.wants:
        return missing("/dataset/size", "the size of the data, with the modalities it has")
    entries: tuple[Entry, ...] = tuple(
        {"modality": name, "size": number, "unit": unit} for name, number, unit in told.lines
    )
    how = "sizes of what was trained on, each counted once"
    wants = joined((told.wants, coarse))
    return Answer(entries or None, told.gaps, wants, told.origins, how)


def languages(reading: Reading) -> Answer:
    """Tell every language with at least 1 % of the text, and its share of the documents."""
    met = Gathering()
    place = "/dataset/languages"
    dataset = {} if reading.partial else reading.dataset
    told = as_list(met.value(dataset, "/dataset", "languages"))
    entries, small = list[tuple[float, Entry]](), 0
    units = set[str]()
    for at, each in enumerate(told):
        entry = as_mapping(each)
        tag = each if isinstance(each, str) else entry.get("tag")
        share = parse_quantity(entry.get("share"))
        if not isinstance(tag, str):
            continue
        name = "Unknown" if tag == _UNKNOWN else language_name(tag)
        unit = str(entry.get("unit", "records"))
        if share is None:
            untold = _untold_share(entry, f"{place}/{at}", met)
            met.want(f"{place}/{at}/share", f"the share of `{tag}` in the documents")
            entries.append((0, {"language": name, **untold}))
        elif share.high < LEAST_SHARE:
            small += 1
        else:
            units.add(unit)
            line = {"language": name, "share": percent(share.value), "of": _documents(unit)}
            entries.append((-share.value, line))
    if units - {"records"}:
        also = f"shares of the documents (`unit: records`): these are of {', '.join(sorted(units))}"
        met.want(place, also)
    if not told:
        met.want(place, "the languages of the text, each with its `share` of the records")
    entries.sort(key=lambda each: each[0])
    how = f"{plural(small, 'language')} with less than 1 % left out" if small else ""
    return met.answer(tuple(entry for _, entry in entries) or None, how)


def _untold_share(entry: Mapping[str, object], place: str, met: Gathering) -> Entry:
    """Return the cells of a share that is a gap, none where the manifest is silent."""
    own = Gathering()
    own.value(entry, place, "share")
    met.add(own)
    words = gap_words(own.gaps)
    return {"share": words, "of": _documents(str(entry.get("unit", "records")))} if words else {}


def _documents(unit: str) -> str:
    return "documents" if unit == "records" else unit


def labelling(reading: Reading) -> Answer:
    """Tell how languages were told: the tools that the shares name."""
    met = Gathering()
    tools = dict[str, None]()
    told = [] if reading.partial else as_list(reading.dataset.get("languages"))
    for at, each in enumerate(told):
        tool = met.text(as_mapping(each), f"/dataset/languages/{at}", "tool")
        tools.update({tool: None} if tool else {})
    if tools:
        met.gaps.clear()
    elif told:
        met.want("/dataset/languages/0/tool", "the tool that told the languages, with its link")
    else:
        met.value(reading.dataset, "/dataset", "languages")
        met.want("/dataset/languages", "the languages of the text, each with the `tool` that tells")
    return met.answer(tuple(tools) or None)


def domains(reading: Reading) -> Answer:
    """Tell the share of each domain of content."""
    met = Gathering()
    place = "/dataset/domains"
    dataset = {} if reading.partial else reading.dataset
    entries = list[tuple[float, Entry]]()
    for at, each in enumerate(as_list(met.value(dataset, "/dataset", "domains"))):
        entry = as_mapping(each)
        name = met.text(entry, f"{place}/{at}", "domain")
        share = parse_quantity(entry.get("share"))
        unit = _documents(str(entry.get("unit", "records")))
        if share is None:
            untold = _untold_share(entry, f"{place}/{at}", met)
            met.want(f"{place}/{at}/share", f"the share of `{name}`")
            entries.append((0, {"domain": name, **untold}))
        else:
            line = {"domain": name, "share": percent(share.value), "of": unit}
            entries.append((-share.value, line))
    if not entries:
        met.want(place, "the main domains of content, each with its `share`")
    entries.sort(key=lambda each: each[0])
    return met.answer(tuple(entry for _, entry in entries) or None)


def has_text(reading: Reading) -> bool:
    """Tell whether any data is text, or may be: no modality is told."""
    told = modalities_of(reading)
    return "text" in told or not told


ANSWERS: dict[str, AnswerOf] = {
    "fmti.r1": size,
    "fmti.r2": languages,
    "fmti.r2.labelling": labelling,
    "fmti.r3": domains,
}

FACTS: dict[str, FactOf] = {"derived.text": has_text}
