"""What the statement of a source leads to beside the terms of the licences that it names."""

from collections.abc import Iterator, Mapping

from trainbib.licensing.attributes import situation
from trainbib.licensing.questions import expired, has_passed
from trainbib.licensing.statements import Statement
from trainbib.licensing.verdicts import Intent, Origin, Reason, Verdict
from trainbib.values import as_list, as_mapping, as_texts, is_mapping


def here(field: str) -> Origin:
    """Return the origin of what stands in a field of the source."""
    return Origin("manifest", field)


def statement_reasons(statement: Statement, intent: Intent) -> Iterator[Reason]:
    """Yield what the form of a statement leads to: what is unknown is never ``ok``.

    Args:
        statement: What a source states as its licence.
        intent: Holds today.
    """

    def open_(value: str, text: str) -> Reason:
        return Reason(
            Verdict.REVIEW, "statement", statement.shown, "license", value, here("license"), text
        )

    if statement.kind == "missing":
        yield open_("missing", statement.detail)
    elif statement.kind == "gap":
        yield open_(statement.shown.strip("()"), statement.detail)
    elif statement.kind == "unread":
        found = f"; found was `{statement.detail}`" if statement.detail else ""
        yield open_("no expression", f"the claim names no licence that can be read{found}")
    elif statement.kind == "disputed":
        yield Reason(
            Verdict.REVIEW,
            "statement",
            statement.shown,
            "observations",
            statement.detail,
            here("license/observations"),
            "what was read in one place is not what was read in another, and nobody concluded",
        )
    if statement.covers:
        yield Reason(
            Verdict.REVIEW,
            "statement",
            statement.shown,
            "covers",
            statement.covers,
            here("license/covers"),
            "the claim is about a part, and nothing is said of the rest",
        )
    if statement.observed_at == "terms" and not statement.expressions:
        row = situation("terms-of-service")
        origin = Origin("table", row.source)
        yield Reason(
            Verdict.OK, "statement", statement.shown, "observations", "terms", origin, row.note
        )
    if has_passed(statement.expires, intent):
        yield expired(statement.shown, "expires", statement.expires, here("license/expires"))


def agreement_reasons(source: Mapping[str, object], intent: Intent) -> Iterator[Reason]:
    """Yield what an agreement leads to: its end, and that it has to be read.

    Args:
        source: An entry of ``sources``.
        intent: Holds today.
    """
    agreement = as_mapping(source.get("agreement"))
    if not agreement:
        return
    term = as_mapping(agreement.get("term"))
    end = term.get("to")
    if isinstance(end, str) and term.get("ongoing") is not True and has_passed(end, intent):
        yield expired("agreement", "term", end, here("agreement/term/to"))
    row = situation("contract")
    scope = ", ".join(as_texts(agreement.get("scope")))
    yield Reason(
        Verdict.OK,
        "statement",
        "agreement",
        "scope",
        scope or "not stated",
        here("agreement"),
        row.note,
    )


def reservation_reasons(source: Mapping[str, object], intent: Intent) -> Iterator[Reason]:
    """Yield that data was kept although rights in it are reserved.

    Args:
        source: An entry of ``sources``.
        intent: Says whether a model is trained.
    """
    rights = source.get("rights")
    if not intent.trains or not is_mapping(rights) or "reservations" not in rights:
        return
    kept = [
        str(each.get("protocol", "a protocol"))
        for each in as_list(rights.get("reservations"))
        if is_mapping(each) and each.get("action") == "kept"
    ]
    if kept:
        yield Reason(
            Verdict.REVIEW,
            "reservation",
            ", ".join(dict.fromkeys(kept)),
            "reservations",
            "kept",
            here("rights/reservations"),
            f"rights are reserved, and the data was kept; {situation('reservation').note}",
        )
