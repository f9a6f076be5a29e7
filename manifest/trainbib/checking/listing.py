"""Which findings are listed, and how many others there are."""

from collections.abc import Iterable, Mapping
from itertools import islice

from trainbib.alike import Found
from trainbib.checking.report import Unlisted
from trainbib.checking.stamping import Draft, joined_fix, places_of
from trainbib.diagnostics import Finding, Severity
from trainbib.rules import Rule

__all__ = ["listed", "shortened"]


def shortened(
    rule: Rule, found: Iterable[Finding], severities: Mapping[str, Severity], limit: int
) -> tuple[Iterable[Finding], Unlisted | None]:
    """Return the findings that a rule has first, and how many others it would have.

    None are left out where counting them takes writing them: where no sources are alike, and where
    some have a cause in common, so that they are one.

    Args:
        rule: Whose findings they are.
        found: What it finds.
        severities: Severity by code, where it is not the one of the rule.
        limit: How many are listed, at least one.
    """
    tally = found.tally() if isinstance(found, Found) else None
    if tally is None:
        return found, None
    each = [(finding, count) for alike, count in tally for finding in _once(alike)]
    total = sum(count for _, count in each)
    if total <= limit or any(finding.cause for finding, _ in each):
        return found, None
    first = tuple(islice(_once(found), limit))
    safe, unsafe = (
        sum(count for finding, count in each if finding.fix and finding.fix.safe is wanted)
        - sum(1 for finding in first if finding.fix and finding.fix.safe is wanted)
        for wanted in (True, False)
    )
    places = sum(finding.places * count for finding, count in each)
    return first, Unlisted(
        rule.code,
        rule.name,
        severities.get(rule.code, rule.severity),
        findings=total - len(first),
        places=places - sum(finding.places for finding in first),
        safe=safe,
        unsafe=unsafe,
    )


def listed(
    drafts: list[Draft], severities: Mapping[str, Severity], limit: int
) -> tuple[list[Draft], list[Unlisted]]:
    """Keep so many findings of each rule, those that it had first; count the others.

    Args:
        drafts: All findings.
        severities: Severity by code, where it is not the one of the rule.
        limit: How many are kept of each rule, at least one.
    """
    by_rule: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_rule.setdefault(draft[0].code, []).append(draft)
    kept = [draft for found in by_rule.values() for draft in found[:limit]]
    left = [found[limit:] for found in by_rule.values() if len(found) > limit]
    return kept, [_counted(each, severities) for each in left]


def _counted(drafts: list[Draft], severities: Mapping[str, Severity]) -> Unlisted:
    rule = drafts[0][0]
    fixes = [fix for _, found, alike in drafts if (fix := joined_fix(found.fix, alike)) is not None]
    safe = sum(fix.safe for fix in fixes)
    return Unlisted(
        rule.code,
        rule.name,
        severities.get(rule.code, rule.severity),
        findings=len(drafts),
        places=sum(places_of(found, alike) for _, found, alike in drafts),
        safe=safe,
        unsafe=len(fixes) - safe,
    )


def _once(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Yield the findings without those that say the same of the same place."""
    seen = set[tuple[str, str]]()
    for finding in findings:
        identity = (finding.pointer, finding.message)
        if identity not in seen:
            seen.add(identity)
            yield finding
