"""Schemes of identifiers: how each is written, and what is wrong with one that is not.

The names of the schemes are those of the fields of ``ids`` (SPEC.md, section 6.2).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from trainbib.identifiers import check_digits

_DOI = r"10\.\d{4,}(?:\.\d+)*/\S+"
DOI_PREFIX = r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*(?:https?://doi\.org/)?)"
"""What people write before a DOI, as a regular expression for any letter case."""

compiled = cache(re.compile)
"""Regular expressions are compiled when they are needed first: most manifests need few."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an identifier.

    Attributes:
        what: Completes "`…` …": "is no DOI".
        help: How one is written.
        better: What was probably meant; None if that cannot be told.
    """

    what: str
    help: str
    better: str | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """How identifiers of one scheme are written.

    Attributes:
        title: With its article: "an ORCID iD".
        form: Regular expression for the whole of it.
        example: One that exists, or the form in words.
        before: Regular expression for what people put before it, beyond what `form` allows.
        plain: Characters that are left out before the check digits are looked at.
        checks: Tells whether the check digits are right; takes capitals.
    """

    title: str
    form: str
    example: str
    before: str = ""
    plain: str = r"[\s-]"
    checks: Callable[[str], bool] | None = None


def _isbn(text: str) -> bool:
    return check_digits.isbn_13(text) or check_digits.isbn_10(text)


def _ipi(text: str) -> bool:
    if text.startswith("I"):
        return check_digits.ipi_base(text)
    return check_digits.ipi_name(text.zfill(len("00052210040")))


def _ror(text: str) -> bool:
    return check_digits.ror(text.casefold())


def _crawl(text: str) -> bool:
    """Look at the week of a snapshot such as CC-MAIN-2024-10."""
    match = compiled(r"CC-MAIN-\d{4}-(\d\d)").fullmatch(text)
    return match is None or 1 <= int(match[1]) <= 53  # noqa: PLR2004 - weeks of a year


_SLUG = r"[A-Za-z0-9][\w.-]*"
_HUB = r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/"
_DIGITS_16 = r"\d{4}([\s-]?)\d{4}\1\d{4}\1\d{3}[\dXx]"

SCHEMES: Mapping[str, Scheme] = {
    "doi": Scheme("a DOI", _DOI, "10.5281/zenodo.1234567"),
    "orcid": Scheme(
        "an ORCID iD", r"(?:(?:https?://)?(?:www\.)?orcid\.org/)?" + _DIGITS_16 + "/?",
        "https://orcid.org/0000-0002-1825-0097", plain=r".*/(?=.)|[\s/-]",
        checks=check_digits.mod_11_2,
    ),
    "ror": Scheme(
        "a ROR identifier", r"(?:(?:https?://)?(?:www\.)?ror\.org/)?0[\w]{6}\d\d/?",
        "https://ror.org/03yrm5c26", plain=r".*/(?=.)|/", checks=_ror,
    ),
    "isbn": Scheme(
        "an ISBN", r"(?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dXx]", "978-3-16-148410-0",
        before=r"(?:urn:)?isbn(?:-1[03])?:?\s*", checks=_isbn,
    ),
    "issn": Scheme(
        "an ISSN", r"\d{4}-?\d{3}[\dXx]", "2049-3630",
        before=r"(?:urn:)?e?-?issn(?:-l)?:?\s*|https?://portal\.issn\.org/resource/issn/",
        checks=check_digits.issn,
    ),
    "isni": Scheme(
        "an ISNI", _DIGITS_16, "0000 0001 2103 4996",
        before=r"isni:?\s*|https?://(?:www\.)?isni\.org/(?:isni/)?", checks=check_digits.mod_11_2,
    ),
    "lei": Scheme(
        "an LEI", r"[A-Za-z0-9]{18}\d\d", "5493000IBP32UQZ0KL24", before=r"lei:?\s*",
        checks=check_digits.mod_97_10,
    ),
    "ipi": Scheme(
        "an IPI number", r"\d{5,11}|I-?\d{9}-?\d", "00052210040", before=r"ipi:?\s*",
        checks=_ipi,
    ),
    "iswc": Scheme(
        "an ISWC", r"[Tt][-.]?\d{3}\.?\d{3}\.?\d{3}[-.]?\d", "T-034.524.680-1",
        before=r"iswc:?\s*", plain=r"[\s.-]", checks=check_digits.iswc,
    ),
    "isrc": Scheme(
        "an ISRC", r"[A-Za-z]{2}-?[A-Za-z0-9]{3}-?\d{2}-?\d{5}", "US-S1Z-99-00001",
        before=r"isrc:?\s*",
    ),
    "iscc": Scheme("an ISCC", r"(?:ISCC:)?[A-Z2-7]{10,73}", "ISCC:KACYPXW445FTYNJ3"),
    "arxiv": Scheme(
        "an arXiv identifier",
        r"(?:[aA][rR][xX]iv:)?(?:\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|"
        r"[a-z-]+(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v[1-9]\d*)?",
        "2310.16787v3, or hep-th/9901001",
        before=r"https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/",
    ),
    "swhid": Scheme(
        "a Software Heritage identifier",
        r"swh:1:(?:cnt|dir|rev|rel|snp):[0-9a-f]{40}(?:;(?:origin|visit|anchor|path|lines|bytes)="
        r"[^\s;]+)*",
        "swh:1:rev: and 40 hexadecimal digits",
        before=r"https?://archive\.softwareheritage\.org/",
    ),
    "ark": Scheme(
        "an ARK", r"ark:/?[0-9bcdfghjkmnpqrstvwxz]{5,}/[!-~]+", "ark:/12148/btv1b8449691v",
        before=r"https?://[^\s/]+/(?=ark:)",
    ),
    "handle": Scheme(
        "a Handle", r"(?:hdl:)?\d+(?:\.[\w-]+)*/\S+", "20.500.12345/678",
        before=r"https?://hdl\.handle\.net/|hdl:\s+",
    ),
    "hf": Scheme(
        "the name of a data set on Hugging Face", rf"(?:{_SLUG}/)?{_SLUG}", "owner/name",
        before=rf"(?:{_HUB}|hf://)?datasets/|{_HUB}",
    ),
    "common_crawl": Scheme(
        "a Common Crawl snapshot", r"CC-[A-Z]+(?:[-/]\d{4}(?:[-/]\d{2}|-\d{4})?)?",
        "CC-MAIN-2024-10", plain=r"$", checks=_crawl,
    ),
    "openml": Scheme(
        "an OpenML number", r"\d+", "61", before=r"https?://(?:www\.)?openml\.org/d/"
    ),
    "kaggle": Scheme(
        "the name of a data set on Kaggle", rf"{_SLUG}/{_SLUG}", "owner/name",
        before=r"(?:https?://(?:www\.)?kaggle\.com/)?datasets/|https?://(?:www\.)?kaggle\.com/",
    ),
    "ldc": Scheme(
        "an LDC number", r"LDC(?:\d{2}|\d{4})[A-Z]{1,2}\d{1,3}(?:[A-Z]|-\w+)*", "LDC93S1",
        before=r"https?://catalog\.ldc\.upenn\.edu/",
    ),
    "elra": Scheme("an ELRA number", r"(?:ELRA-)?[A-Z]\d{4}(?:[-_]\d+)*", "ELRA-S0034"),
    "wikidata": Scheme(
        "a Wikidata item", r"Q[1-9]\d*", "Q42",
        before=r"https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/|wd:",
    ),
    "domain": Scheme(
        "a domain name", r"(?:[\w](?:[\w-]*[\w])?\.)+[^\W\d][\w-]*[\w]", "acme.example",
        before=r"https?://",
    ),
    "github": Scheme(
        "a user of GitHub", r"[A-Za-z0-9][A-Za-z0-9_-]*", "acme",
        before=r"@|(?:https?://)?(?:www\.)?github\.com/",
    ),
}  # fmt: skip
"""What each scheme takes. ``crunchbase`` and ``register`` have no form to hold them to, and ``git``
is a URL, which SRC002 looks at."""

PARTY_SCHEMES: Mapping[str, Scheme] = {
    **SCHEMES,
    "hf": Scheme("a name on Hugging Face", _SLUG, "owner", before=_HUB),
}
"""The same for parties: on a hub they have a name of one part."""


def fault_of(scheme: str, text: str, *, party: bool = False) -> Fault | None:
    """Tell what is wrong with an identifier.

    Args:
        scheme: Name of the scheme, such as ``doi``.
        text: The identifier as it is written.
        party: Whether it identifies a party.

    Returns:
        The fault; None if there is none, or if nothing is known of the scheme.
    """
    known = (PARTY_SCHEMES if party else SCHEMES).get(scheme)
    if known is None:
        return None
    if _has_form(known, text):
        if known.checks is None:
            return None
        bare = compiled(known.plain).sub("", text).upper()
        if known.checks(bare):
            return None
        what = f"cannot be {known.title}: its check digits are wrong"
        if scheme == "common_crawl":
            what = "names a week that no year has"
        return Fault(what, "compare it with where it was taken from")
    return Fault(f"is not {known.title}", f"write it as in {known.example}", _meant(known, text))


def _has_form(scheme: Scheme, text: str) -> bool:
    """Tell whether text has the form of a scheme; only domain names go beyond ASCII (RFC 5890)."""
    beyond = scheme.title == SCHEMES["domain"].title
    return compiled(scheme.form, re.UNICODE if beyond else re.ASCII).fullmatch(text) is not None


def _meant(scheme: Scheme, text: str) -> str | None:
    """Return the identifier in text that has more than that around it; None if there is none."""
    if not scheme.before:
        return None
    match = compiled(f"(?:{scheme.before})(?P<rest>.*)", re.IGNORECASE).fullmatch(text.strip())
    rest = match["rest"] if match else text.strip()
    rest = compiled(r"[?#].*").sub("", rest).rstrip("/")
    if scheme.title == SCHEMES["domain"].title:
        rest = rest.partition("/")[0].removeprefix("www.")
    elif scheme.title == SCHEMES["arxiv"].title:
        rest = rest.removesuffix(".pdf")
    good = _has_form(scheme, rest)
    if good and scheme.checks is not None:
        good = scheme.checks(compiled(scheme.plain).sub("", rest).upper())
    return rest if good and rest != text else None


def is_doi(text: str) -> bool:
    """Tell whether text is a DOI without a prefix (ISO 26324), SICI-style suffixes included."""
    return compiled(_DOI, re.ASCII).fullmatch(text) is not None


def bare_doi(text: str) -> str | None:
    """Return the DOI in text that has a prefix or is a URL; None if it has none of these.

    >>> bare_doi("https://doi.org/10.5281/zenodo.1234567")
    '10.5281/zenodo.1234567'
    """
    prefix = compiled(DOI_PREFIX, re.IGNORECASE).match(text.strip())
    if prefix is None:
        return None
    rest = text.strip()[prefix.end() :]
    if "%" in rest:
        from urllib.parse import unquote

        rest = unquote(rest)
    return rest if is_doi(rest) else None
