"""What is asked of the terms of one licence, and what each answer leads to.

Each question yields reasons; notes among them have the verdict ``OK``. SPEC.md, section 7.
"""

from collections.abc import Iterator
from dataclasses import replace

from trainbib.licensing.spdx import find_license
from trainbib.licensing.statements import Credit
from trainbib.licensing.terms import Terms
from trainbib.licensing.verdicts import Intent, Origin, Reason, Rule, Verdict
from trainbib.values import parse_date

_OPEN = frozenset({"conditional", "unknown"})
_TRAINING: dict[str, tuple[Verdict, str]] = {
    "allowed": (Verdict.OK, "training is allowed"),
    "silent": (Verdict.OK, "the text does not speak of training"),
    "conditional": (Verdict.REVIEW, "training is allowed under conditions"),
    "restricted": (Verdict.REVIEW, "training is restricted"),
    "unclear": (Verdict.REVIEW, "nothing is known about training"),
    "prohibited": (Verdict.CONFLICT, "training is forbidden"),
}


def reasons_of(
    terms: Terms, credit: Credit, intent: Intent, *, maker_known: bool = True
) -> Iterator[Reason]:
    """Yield what the terms of a licence lead to, whatever the set itself is published under.

    Args:
        terms: Of the licence.
        credit: Whether the manifest names whom to credit.
        intent: What the set is meant for.
        maker_known: Whether the manifest says which models made the source, if any did.
    """
    for name in terms.blank:
        yield _not_known(terms, name)
    for origin in terms.described:
        text = f"what it adds to `{terms.license}` is described"
        yield Reason(Verdict.OK, "statement", terms.addition, "license", "described", origin, text)
    if terms.known:
        if intent.trains:
            yield _training(terms)
        if "commercial" in intent.uses:
            yield from _commercial(terms, intent)
        if intent.publishes_data:
            yield from _redistribution(terms, intent)
            if intent.release == "adaptation":
                yield from _derivatives(terms, intent)
        if "publish_model" in intent.uses:
            yield from _of_model(terms, credit, intent)
        if intent.publishes_data:
            yield from _credit(terms, credit, intent)
    if terms.row is not None and terms.row.reaches_models and not maker_known:
        yield Reason(
            Verdict.REVIEW,
            "generator",
            terms.license,
            "generators",
            "not named",
            Origin("manifest", "synthetic/generators"),
            "its terms reach what a model makes, and no model is named",
        )
    for unread in terms.unread:
        yield Reason(
            Verdict.REVIEW,
            "requirement",
            terms.name_with(unread.by),
            unread.field,
            unread.text,
            unread.origin,
            f"the licence {unread.field} something that only a person can judge",
        )
    for end in terms.ends:
        if has_passed(end.value, intent):
            yield expired(terms.name_with(end.by), "expires", end.value, end.origin)


def has_passed(written: str | None, intent: Intent) -> bool:
    """Tell whether the last day of a date is over.

    Args:
        written: A date of the manifest, of whatever precision; None if there is none.
        intent: Holds today.
    """
    span = parse_date(written)
    return span is not None and span.last < intent.today


def expired(license_: str, attribute: str, value: str, origin: Origin) -> Reason:
    """Return the reason that a licence or an agreement has ended."""
    return Reason(Verdict.CONFLICT, "term", license_, attribute, value, origin, "it has ended")


def _not_known(terms: Terms, name: str) -> Reason:
    origin = Origin("manifest", "license")
    if name == terms.addition:
        text, value = f"nothing says what it adds to `{terms.license}`", "not described"
        if "ref-" not in name.lower():
            text, value = f"it adds to `{terms.license}`, and is no exception known", "not known"
    elif find_license(name) is not None:
        text = "nobody has read this licence for the table yet"
        value = "not in the table"
        origin = Origin("table", f"no row for {name}")
    elif name.lower().startswith(("licenseref-", "documentref-")):
        text = "nothing says what it permits, forbids and requires"
        value = "not described"
    else:
        text, value = "it is no licence that is known", "not known"
    return Reason(Verdict.REVIEW, "statement", name, "license", value, origin, text)


def _reason(terms: Terms, verdict: Verdict, rule: Rule, attribute: str, text: str) -> Reason:
    fact = terms.facts[attribute]
    license_ = terms.name_with(fact.by)
    return Reason(verdict, rule, license_, attribute, fact.value, fact.origin, text)


def settled(
    terms: Terms, rule: Rule, attribute: str, text: str, otherwise: Verdict = Verdict.REVIEW
) -> Reason:
    """Return the reason that nothing is amiss: to review if that is the word of the manifest alone.

    Args:
        terms: Of the licence.
        rule: The question.
        attribute: What answers it.
        text: The answer.
        otherwise: What the value of the table would lead to, where it is stricter.
    """
    table = terms.laxer(attribute)
    if not table or otherwise is Verdict.OK:
        return _reason(terms, Verdict.OK, rule, attribute, text)
    whole = f"{text}; {alone(table)}"
    return replace(_reason(terms, Verdict.REVIEW, rule, attribute, whole), asserted=True)


def alone(table: str) -> str:
    """Say that only the manifest says so.

    Args:
        table: The value of the table.
    """
    return f"only the manifest says so, where the table has `{table}`"


def _training(terms: Terms) -> Reason:
    fact = terms.facts["training"]
    verdict, text = _TRAINING[fact.value]
    if verdict is Verdict.OK and terms.laxer("training"):
        otherwise, _ = _TRAINING[terms.laxer("training")]
        return settled(terms, "training", "training", text, otherwise)
    if terms.row is not None and terms.row.note and fact.origin.kind == "table":
        text = f"{text}; {terms.row.note}"
    return _reason(terms, verdict, "training", "training", text)


def _commercial(terms: Terms, intent: Intent) -> Iterator[Reason]:
    use, excluded = terms.facts["commercial_use"].value, terms.facts["non_commercial"].value
    if excluded == "yes":
        text = "commercial use is excluded"
        yield _reason(terms, Verdict.CONFLICT, "commercial", "non_commercial", text)
    elif use == "no":
        text = "commercial use is not allowed"
        yield _reason(terms, Verdict.CONFLICT, "commercial", "commercial_use", text)
    elif use in _OPEN or excluded in _OPEN:
        attribute = "commercial_use" if use in _OPEN else "non_commercial"
        yield _reason(
            terms, Verdict.REVIEW, "commercial", attribute, _open_text(terms, attribute, intent)
        )
    else:
        for attribute, text in (
            ("commercial_use", "commercial use is allowed"),
            ("non_commercial", "commercial use is not excluded"),
        ):
            if not terms.facts[attribute].mirrored:
                yield settled(terms, "commercial", attribute, text)


def _open_text(terms: Terms, attribute: str, intent: Intent) -> str:
    """Say that a question is open, and what to know about it."""
    noun = {
        "commercial_use": "commercial use",
        "non_commercial": "commercial use",
        "redistribution": "passing the data on",
        "derivatives": "publishing adaptations",
        "share_alike": "share-alike",
        "attribution": "the credit",
    }[attribute]
    fact = terms.facts[attribute]
    if fact.value == "unknown":
        return f"nothing is known about {noun}"
    from_table = terms.row is not None and fact.origin.kind == "table"
    # The answer on training tells the note already.
    note = terms.row.note if terms.row is not None and from_table and not intent.trains else ""
    text = f"{noun} is under conditions"
    return f"{text}; {note}" if note else text


def _redistribution(terms: Terms, intent: Intent) -> Iterator[Reason]:
    value = terms.facts["redistribution"].value
    if value == "no":
        text = "the data may not be passed on"
        yield _reason(terms, Verdict.CONFLICT, "redistribution", "redistribution", text)
    elif value == "conditional" and terms.row is not None and terms.row.unmodified:
        kept = intent.release == "collection"
        verdict = Verdict.OK if kept else Verdict.REVIEW
        text = "it may be passed on if nothing is changed"
        yield _reason(terms, verdict, "redistribution", "redistribution", text)
    elif value in _OPEN:
        text = _open_text(terms, "redistribution", intent)
        yield _reason(terms, Verdict.REVIEW, "redistribution", "redistribution", text)
    else:
        text = "the data may be passed on"
        kept = terms.row is not None and terms.row.unmodified and intent.release == "collection"
        otherwise = Verdict.OK if kept else Verdict.REVIEW
        yield settled(terms, "redistribution", "redistribution", text, otherwise)


def _derivatives(terms: Terms, intent: Intent) -> Iterator[Reason]:
    value = terms.facts["derivatives"].value
    if value == "no":
        text = "adaptations may not be published"
        yield _reason(terms, Verdict.CONFLICT, "derivatives", "derivatives", text)
    elif value in _OPEN:
        text = _open_text(terms, "derivatives", intent)
        yield _reason(terms, Verdict.REVIEW, "derivatives", "derivatives", text)
    else:
        yield settled(terms, "derivatives", "derivatives", "adaptations may be published")


def _of_model(terms: Terms, credit: Credit, intent: Intent) -> Iterator[Reason]:
    """Yield what publishing a model leads to: nothing if its training is allowed expressly."""
    expressly = terms.facts["training"].value == "allowed"
    if expressly and not terms.laxer("training"):
        return
    found = list(_model(terms, intent))
    if not intent.publishes_data:  # which asks for the same, and more
        found += _credit(terms, credit, intent)
    if not expressly:
        yield from found
    elif any(reason.verdict is not Verdict.OK for reason in found):
        yield settled(terms, "model", "training", "training is allowed expressly")


def _model(terms: Terms, intent: Intent) -> Iterator[Reason]:
    """Yield what turns on whether a model is an adaptation of what it was trained on."""
    for attribute, strict, text, lax in (
        (
            "share_alike",
            "yes",
            "if the model is an adaptation, it comes under the same licence",
            "adaptations need not come under the same licence",
        ),
        (
            "derivatives",
            "no",
            "if the model is an adaptation, it may not be published",
            "adaptations may be published",
        ),
    ):
        value = terms.facts[attribute].value
        if value == strict:
            whole = f"{text}; whether it is one is not settled"
            yield _reason(terms, Verdict.REVIEW, "model", attribute, whole)
        elif value == "unknown":
            whole = _open_text(terms, attribute, intent)
            yield _reason(terms, Verdict.REVIEW, "model", attribute, whole)
        elif terms.facts[attribute].origin.kind != "table":
            binding = terms.laxer(attribute) in {strict, "unknown"}
            otherwise = Verdict.REVIEW if binding else Verdict.OK
            yield settled(terms, "model", attribute, f"{lax}, if the model is one", otherwise)


def _credit(terms: Terms, credit: Credit, intent: Intent) -> Iterator[Reason]:
    fact = terms.facts["attribution"]
    if credit == "named":
        return
    if fact.value == "no":
        yield settled(terms, "credit", "attribution", "the licence asks for no credit")
        return
    asks = "the licence asks for credit"
    if fact.value != "yes":
        asks = "the licence may ask for credit"
    why = "and nothing says to whom" if credit == "none" else "and to whom is not known"
    lost = intent.publishes_data and fact.value == "yes" and credit == "none"
    verdict = Verdict.CONFLICT if lost else Verdict.REVIEW
    yield _reason(terms, verdict, "credit", "attribution", f"{asks}, {why}")
