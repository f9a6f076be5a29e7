"""Recognise the text of a licence, and be certain or silent.

A text is recognised by its title line and by phrases that tell it from its relatives. The Creative
Commons texts share most of their words, so title and clauses must agree there about every element
(NC, ND, SA); a text whose title says less than its clauses is not given an identifier.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trainbib.licensing.creative_commons import assemble
from trainbib.licensing.readings import Reading
from trainbib.licensing.text_marks import MARKS, Mark

MAX_TEXT = 400_000
_HEAD = 2500

_FOLDED = re.compile(r"[^a-z0-9.]+")
_DOTS = re.compile(r"(?<![a-z0-9])\.+(?![a-z0-9])|\.{2,}")
_CC_TITLE = re.compile(
    r"(?:^|creative commons |legal code |\b)(?P<name>attribution(?: noncommercial)?"
    r"(?: share ?alike| no ?deriv[a-z]*)?|attribution (?:non commercial)"
    r"(?: share ?alike| no ?deriv[a-z]*)?|attribution no ?deriv[a-z]* noncommercial)"
    r" (?P<version>[1-4]\.[05])(?P<scope> international| unported| generic| united states"
    r"| australia| igo| england and wales)?(?P<next>(?: [a-z]+){0,2})"
)
# What follows the title when it names no country.
_CC_NEXT = re.compile(
    r"(?: (?:creative commons|corporation.*|legal code|licen[sc]e.*|public licen[sc]e|you are"
    r"|disclaimer.*|by exercising|section.*|the work.*))?"
)
_CC_PORTS = {
    "australia": "AU",
    "england and wales": "UK",
    "igo": "IGO",
    "united states": "US",
}
_CC_BODY = "creative commons"
_CC_NC = (
    "noncommercial means",
    "primarily intended for or directed toward commercial advantage",
)
_CC_SA = (
    "derivative work only under the terms of this license",
    "by sa compatible license",
    "by nc sa compatible license",
    "the same license elements",
    "under the terms of this license a later version of this license with the same",
)
_CC_GRANTS = ("to create and reproduce derivative works", "to create and reproduce adaptations")
_CC_ND = (
    "do not have permission under this public license to share adapted material",
    "reproduce but not share adapted material",
    "rights to make derivative works",
    "no rights to make adaptations",
    "no right to make adaptations",
)


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """What a licence text was recognised as, and by what.

    Attributes:
        reading: The SPDX identifier, or a vague reading with the candidates.
        phrases: The title and phrases that were found, folded to lower-case words.
    """

    reading: Reading
    phrases: tuple[str, ...]


def fold_text(text: str) -> str:
    """Lower-case words and numbers with one space between; full stops after a word stay."""
    folded = _FOLDED.sub(" ", text[:MAX_TEXT].lower())
    return _DOTS.sub(" ", folded).replace("  ", " ").strip()


def recognise_text(text: str) -> TextEvidence | None:
    """Say which licence a text is.

    Args:
        text: The content of a LICENSE file; at most 400 000 characters are looked at.

    Returns:
        The licence with the evidence; a vague reading for GNU texts (which do not say whether
        later versions are allowed), for several texts in one file, and for a text with additions;
        ``None`` for a text that is not recognised.
    """
    folded = fold_text(text)
    found = [*_creative_commons(folded), *_marked(folded)]
    if not found:
        return None
    if len(found) == 1:
        return found[0]
    names = dict.fromkeys(
        name
        for evidence in found
        for name in (
            (evidence.reading.expression,)
            if evidence.reading.expression is not None
            else evidence.reading.candidates
        )
    )
    return TextEvidence(
        Reading(
            None,
            vague=True,
            reason="the file holds more than one licence text",
            candidates=tuple(names),
        ),
        tuple(phrase for evidence in found for phrase in evidence.phrases),
    )


def _marked(folded: str) -> Iterator[TextEvidence]:
    head = folded[:_HEAD]
    for mark in MARKS:
        title = None if mark.title is None else re.search(mark.title, head)
        if mark.title is not None and title is None:
            continue
        if not all(phrase in folded for phrase in mark.present):
            continue
        if any(phrase in folded for phrase in mark.absent):
            continue
        phrases = (*(() if title is None else (title[0],)), *mark.present)
        yield TextEvidence(_reading(mark, folded), phrases)


def _reading(mark: Mark, folded: str) -> Reading:
    if mark.candidates:
        return Reading(
            None,
            vague=True,
            reason="the text does not say whether later versions of the licence are allowed",
            candidates=mark.candidates,
        )
    if mark.words is not None and folded.count(" ") >= mark.words:
        return Reading(
            None,
            vague=True,
            reason=f"holds the {mark.name} text and more; read what was added",
            candidates=(mark.name,),
        )
    return Reading(mark.name)


def _creative_commons(folded: str) -> Iterator[TextEvidence]:
    head = folded[:_HEAD]
    title = _CC_TITLE.search(head)
    # The notice "licensed under CC BY 4.0" is prose; the legal code has a definitions section.
    if title is None or _CC_BODY not in folded or "definitions" not in folded:
        return
    named = _elements(title["name"])
    port = _port(title["scope"])
    clauses = _clauses(folded, silent_nd=title["version"] != "4.0" and port is None)
    phrases = (title[0].strip(), *sorted(clauses))
    if title["scope"] is None and _CC_NEXT.fullmatch(title["next"]) is None:
        yield TextEvidence(
            Reading(None, vague=True, reason="a port of a Creative Commons licence to a country"),
            phrases,
        )
        return
    if named == clauses:
        yield TextEvidence(assemble(named, title["version"], port), phrases)
        return
    yield TextEvidence(
        Reading(
            None,
            vague=True,
            reason=f"the title says {'-'.join(sorted(named))}, the clauses say "
            f"{'-'.join(sorted(clauses))}",
        ),
        phrases,
    )


def _clauses(folded: str, *, silent_nd: bool) -> set[str]:
    clauses = {
        element
        for element, phrases in (("NC", _CC_NC), ("SA", _CC_SA), ("ND", _CC_ND))
        if any(phrase in folded for phrase in phrases)
    }
    # Before 4.0 "no derivatives" is the absence of a grant that ports word differently.
    if silent_nd and not any(grant in folded for grant in _CC_GRANTS):
        clauses.add("ND")
    return clauses | {"BY"}


def _elements(name: str) -> set[str]:
    elements = {"BY"}
    if "commercial" in name:
        elements.add("NC")
    if "alike" in name:
        elements.add("SA")
    if "deriv" in name:
        elements.add("ND")
    return elements


def _port(scope: str | None) -> str | None:
    return _CC_PORTS.get((scope or "").strip())
