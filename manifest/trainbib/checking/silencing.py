"""Applying suppressions: what they silence, and what is wrong with them."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from trainbib.checking.looking import unsettled
from trainbib.diagnostics import Finding, Fix
from trainbib.pointers import resolve, split
from trainbib.rules import RULES, Rule, rule_of
from trainbib.rules.context import Context
from trainbib.selection import code_hint
from trainbib.suppressions import Suppression, Suppressions, comments, is_for

Found = tuple[Rule, Finding]


@dataclass(frozen=True, slots=True)
class Hushed:
    """A finding, and what silences it."""

    found: Found
    by: Suppression


def suppressions_of(context: Context) -> tuple[Suppression, ...]:
    """Return what is to be silenced: what the manifest says in comments, and the settings."""
    return (*comments(context.document), *_configured(context))


def silenced(
    context: Context,
    written: tuple[Suppression, ...],
    findings: Iterable[Found],
    runs: Callable[[Rule, Context], bool],
) -> tuple[list[Found], list[Hushed]]:
    """Part the findings in those that are reported and those that are not.

    Args:
        context: The manifest under check.
        written: What is to be silenced.
        findings: All of them; they are taken one after the other.
        runs: Whether a rule runs at all.

    Returns:
        What is reported, with what is wrong with the suppressions; and what is silenced.
    """
    if not written:
        return list(findings), []
    suppressions = Suppressions(written, context.settings.today)
    heard: list[Found] = []
    hushed: list[Hushed] = []
    for rule, finding in findings:
        by = suppressions.of(rule.code, finding.pointer)
        if by is None:
            heard.append((rule, finding))
        else:
            hushed.append(Hushed((rule, finding), by))
    found = {rule.code for rule, _ in heard} | {each.found[0].code for each in hushed}
    idle = unsettled(context, found, runs) if any(suppressions.unused()) else frozenset[str]()
    for code, finding in _faults(context, suppressions, idle):
        rule = rule_of(code)
        if runs(rule, context):
            heard.append((rule, finding))
    return heard, hushed


def _configured(context: Context) -> Iterator[Suppression]:
    for suppression in context.settings.suppressions:
        if is_for(suppression.manifest, context.document.path):
            yield suppression


def _faults(
    context: Context, suppressions: Suppressions, idle: AbstractSet[str]
) -> Iterator[tuple[str, Finding]]:
    suggested: dict[str, str] = {}
    for index, suppression in enumerate(suppressions.each):
        where = suppression.pointer if _exists(context, suppression.pointer) else ""
        yield from _unknown(suppression, where, suggested)
        if suppression.fault:
            yield (
                "SUP002",
                _finding(
                    suppression,
                    where,
                    f"{_which(suppression)} cannot be used: {suppression.fault}",
                    "write `# trainbib: ignore[REF002] why` where the entry begins",
                ),
            )
            continue
        if not suppression.reason.strip():
            yield (
                "SUP002",
                _finding(
                    suppression,
                    where,
                    f"{_which(suppression)} has no reason",
                    "say why: `# trainbib: ignore[REF002] kept for 2.0`",
                ),
            )
        if index not in suppressions.used:
            if _could_be_used(context, suppression, idle):
                yield "SUP001", _unused(suppression, where)
        elif suppression.expired(suppressions.today):
            yield (
                "SUP003",
                _finding(
                    suppression,
                    where,
                    f"{_which(suppression)} of {_codes(suppression)} ended on {suppression.until}",
                    "settle what it silenced, or set a new end with a new reason",
                ),
            )


def _exists(context: Context, pointer: str) -> bool:
    try:
        resolve(context.data, split(pointer))
    except KeyError:
        return False
    return True


def _could_be_used(context: Context, suppression: Suppression, idle: AbstractSet[str]) -> bool:
    """Tell whether a suppression would have covered a finding, had there been one.

    One in the configuration may be meant for another manifest. One of a check that did not run, or
    could not look at everything, has to wait until it does; so has one of several checks, for any
    of them.
    """
    if suppression.origin != "comment" and (
        not suppression.pointer or not _exists(context, suppression.pointer)
    ):
        return False
    covered = [
        [rule.code for rule in RULES if rule.code.startswith(code.upper())]
        for code in suppression.codes
    ]
    return all(codes and idle.isdisjoint(codes) for codes in covered)


_SUGGESTIONS = 20
"""For how many unknown codes the nearest ones are looked for."""


def _unknown(
    suppression: Suppression, where: str, suggested: dict[str, str]
) -> Iterator[tuple[str, Finding]]:
    for code in suppression.codes:
        if not any(rule.code.startswith(code.upper()) for rule in RULES):
            if code not in suggested and len(suggested) < _SUGGESTIONS:
                suggested[code] = code_hint(code, RULES)
            yield (
                "SUP004",
                _finding(
                    suppression,
                    where,
                    f"{_which(suppression)} names `{code}`, which is no check",
                    suggested.get(code, "`trainbib rules` lists them"),
                    value=code,
                ),
            )


def _unused(suppression: Suppression, where: str) -> Finding:
    fix = Fix.cut(*suppression.edit, description="remove it") if suppression.edit else None
    return _finding(
        suppression,
        where,
        f"{_which(suppression)} of {_codes(suppression)} silences nothing",
        "remove it",
        fix=fix,
    )


def _which(suppression: Suppression) -> str:
    """Name a suppression; the place of a finding is in the manifest, wherever that is written."""
    configured = suppression.origin != "comment"
    return f"a suppression in {suppression.origin}" if configured else "a suppression"


def _codes(suppression: Suppression) -> str:
    return ", ".join(suppression.codes)


def _finding(
    suppression: Suppression,
    where: str,
    message: str,
    help_: str,
    *,
    value: str = "",
    fix: Fix | None = None,
) -> Finding:
    return Finding(
        where,
        message,
        on_key=True,
        help=help_,
        value=value or f"{_codes(suppression)} {suppression.until or ''}".strip(),
        fix=fix,
        span=suppression.span,
    )
