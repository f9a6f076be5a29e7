"""Read the licence statements that people write, and never guess what they left out."""

import re
from functools import lru_cache

from trainbib.licensing.creative_commons import read_creative_commons
from trainbib.licensing.expressions import Expression, ExpressionError, parse
from trainbib.licensing.gnu import read_gnu
from trainbib.licensing.mentions import MAX_PROSE, read_prose
from trainbib.licensing.names import named_licenses, unlisted_reference
from trainbib.licensing.readings import Reading
from trainbib.licensing.spdx import find_license, replacements
from trainbib.licensing.texts import recognise_text
from trainbib.licensing.urls import read_identifier, read_url
from trainbib.licensing.vague import family_candidates, fold, vague_reason

MAX_NAME = 300


@lru_cache(maxsize=4096)
def read_license(statement: str) -> Reading:
    """Read one licence statement as it is found in the wild.

    Understood are SPDX identifiers and expressions in any case, tags of data hubs, Open Definition
    identifiers, licence URLs, names in words, sentences that name one licence, and whole licence
    texts.

    Args:
        statement: The text of a licence field, such as ``CC BY 4.0``, ``gpl-3.0``, ``other``.

    Returns:
        The SPDX expression, or why there is none.
    """
    text = statement.strip()
    if len(text) > MAX_NAME:
        return _read_long(text)
    if (reading := read_identifier(_LAST_WORD.sub("", text))) is not None:
        return reading
    for read in (read_gnu, _read_expression, read_url, read_creative_commons):
        if (reading := read(text)) is not None:
            return reading
    return _read_list(text) or _read_name(text)


_LAST_WORD = re.compile(r"\s+licen[cs]e\.?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[/&,;+|]\s*|\s+(?:and|or)\s+", re.IGNORECASE)


def _read_list(text: str) -> Reading | None:
    """Read ``MIT/Apache-2.0`` and the like: several licences, and no word on how they combine."""
    if "://" in text:
        return None
    named: list[str] = []
    for part in _BETWEEN.split(text):
        for read in (read_identifier, read_gnu, read_creative_commons):
            if (reading := read(part)) is not None:
                named.extend([reading.expression] if reading.expression else reading.candidates[:1])
                break
    if len(set(named)) < 2:  # noqa: PLR2004 - several
        return None
    reason = "names more than one licence and does not say which applies to the data"
    return Reading(None, vague=True, reason=reason, candidates=tuple(dict.fromkeys(named)))


def reconcile(reading: Reading, url: str | None) -> Reading:
    """Combine what a name says with what the URL beside it says.

    Args:
        reading: The reading of the name.
        url: The URL given for the same licence, if any.

    Returns:
        The reading of the name when the URL says nothing; the URL's when the name is open and the
        URL fits it; a vague reading when the two disagree.
    """
    other = None if url is None else read_url(url)
    if other is None or other.expression is None:
        return reading
    if reading.expression is None:
        fits = not reading.candidates or other.expression in reading.candidates
        return other if fits else _disagreement(reading.candidates[0], other.expression)
    if _same_text(reading.expression, other.expression):
        return reading
    return _disagreement(reading.expression, other.expression)


def _disagreement(name: str, url: str) -> Reading:
    return Reading(
        None,
        vague=True,
        reason=f"the name says {name}, the URL says {url}",
        candidates=(name, url),
    )


def _same_text(one: str, other: str) -> bool:
    suffixes = ("-only", "-or-later")
    return one == other or any(
        one.removesuffix(suffix) == other.removesuffix(rest)
        for suffix in suffixes
        for rest in suffixes
        if one.endswith(suffix) and other.endswith(rest)
    )


def _read_expression(text: str) -> Reading | None:
    try:
        expression = parse(text)
    except ExpressionError:
        return None
    if not all(term.known for term in expression.identifiers()):
        return None
    choices = _open_choices(expression)
    if choices is not None:
        return Reading(
            None,
            vague=True,
            reason="holds a deprecated identifier that leaves a choice to the licensor",
            candidates=choices,
        )
    return Reading(expression.normalised())


def _open_choices(expression: Expression) -> tuple[str, ...] | None:
    """The successors of the first term that is deprecated and has more than one."""
    for term in expression.terms:
        if term.deprecated and len(choices := replacements(term.id)) > 1 and not term.or_later:
            return choices
    return None


def _read_name(text: str) -> Reading:
    folded = fold(text)
    if (identifier := named_licenses().get(folded)) is not None:
        return Reading(identifier)
    # "Apache-2" and "MPL 2" leave no doubt about the ".0".
    if folded[-1:].isdigit() and (entry := find_license(folded.replace(" ", "-") + ".0")):
        return read_identifier(entry.id) or Reading(entry.id)
    if (reference := unlisted_reference(folded)) is not None:
        return Reading(None, reason="is not on the SPDX licence list", reference=reference)
    if (candidates := family_candidates(text)) is not None:
        return Reading(None, vague=True, reason="names a family of licences", candidates=candidates)
    if (reason := vague_reason(text)) is not None:
        return Reading(None, vague=True, reason=reason)
    return read_prose(text) or Reading(None, reason="is no licence that we know")


def _read_long(text: str) -> Reading:
    evidence = recognise_text(text)
    if evidence is not None:
        return evidence.reading
    prose = read_prose(text[:MAX_PROSE])
    return prose or Reading(None, reason="is a text of its own that names no licence we know")
