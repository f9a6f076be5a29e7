"""Baselines: findings that are known, so that a check reports new ones only.

A finding is known by its fingerprint, which no edit elsewhere changes, as often as it is written
down; one place more of the same cause is new. One that lists a few things, such as files, is known
by each of them: one more is new, one less is not.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from trainbib.checking import Report
from trainbib.diagnostics import Diagnostic
from trainbib.schemas import load_schema

VERSION = "1"


class BaselineError(ValueError):
    """A baseline cannot be used; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Known:
    """A finding that is known.

    Attributes:
        code: The check.
        pointer: Its place when it was written down; for people.
        count: How many places have it.
    """

    code: str
    pointer: str
    count: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is known, by manifest and fingerprint.

    Attributes:
        folder: The folder that the paths of manifests begin at.
        manifests: By path with slashes, then by fingerprint.
    """

    folder: Path = field(default_factory=Path)
    manifests: Mapping[str, Mapping[str, Known]] = field(
        default_factory=dict[str, Mapping[str, Known]]
    )

    def applied(self, report: Report) -> Report:
        """Return the report without what is known."""
        known = self.manifests.get(self._name(report.path), {})
        return without(report, Counter({mark: item.count for mark, item in known.items()}))

    def stale(self, report: Report) -> dict[str, Known]:
        """Return what is known of a manifest and no longer found, by fingerprint.

        What a check knows that did not run, or could not look, is not gone.
        """
        found = _found((*report.diagnostics, *(report.known or ())))
        known = self.manifests.get(self._name(report.path), {})
        return {
            mark: item
            for mark, item in known.items()
            if found[mark] < item.count and item.code not in report.unsettled
        }

    def pruned(self, reports: Iterable[Report]) -> "Baseline":
        """Return the baseline without what is no longer found; nothing is added.

        Manifests that were not checked stay as they are, unless they are gone; so does what is
        known of checks that did not run, or could not look.
        """
        kept = {
            name: known for name, known in self.manifests.items() if (self.folder / name).is_file()
        }
        for report in reports:
            name = self._name(report.path)
            found = _found((*report.diagnostics, *(report.known or ())))
            left = {
                mark: item
                if item.code in report.unsettled
                else replace(item, count=min(item.count, found[mark]))
                for mark, item in kept.get(name, {}).items()
                if found[mark] or item.code in report.unsettled
            }
            kept.pop(name, None)
            if left:
                kept[name] = left
        return Baseline(self.folder, kept)

    def taken(self, reports: Iterable[Report]) -> "Baseline":
        """Return the baseline in which all that was found is known."""
        made = dict(self.manifests)
        for report in reports:
            found = (*report.diagnostics, *(report.known or ()))
            counts = _written(found)
            entries = {
                mark: Known(each.code, each.pointer, counts[mark])
                for each in found
                for mark in _marks(each)
            }
            made.pop(self._name(report.path), None)
            if entries:
                made[self._name(report.path)] = entries
        return Baseline(self.folder, made)

    def text(self) -> str:
        """Return the file: sorted, so that versions of it compare well."""
        manifests = {
            name: {
                mark: {"code": item.code, "pointer": item.pointer, "count": item.count}
                for mark, item in sorted(
                    known.items(), key=lambda each: (each[1].code, each[1].pointer, each[0])
                )
            }
            for name, known in sorted(self.manifests.items())
        }
        data = {
            "$schema": load_schema("baseline")["$id"],
            "version": VERSION,
            "manifests": manifests,
        }
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

    def _name(self, path: str) -> str:
        return os.path.relpath(path, self.folder).replace(os.sep, "/")


def without(report: Report, known: Counter[str]) -> Report:
    """Return a report without findings that are known as often as they are found.

    Args:
        report: What was found.
        known: How often each fingerprint is known.
    """
    left = Counter(known)
    fresh: list[Diagnostic] = []
    old: list[Diagnostic] = []
    for diagnostic in report.diagnostics:
        wanted = _known_by(left, diagnostic)
        left.subtract(wanted)
        (old if wanted else fresh).append(diagnostic)
    return replace(report, diagnostics=tuple(fresh), known=(*(report.known or ()), *old))


def fingerprints(report: Report) -> Counter[str]:
    """Return how often each fingerprint occurs in a report."""
    return _written(report.diagnostics)


def _marks(diagnostic: Diagnostic) -> Mapping[str, int]:
    """Return what a finding is written down as: each thing that it lists, or it and its number."""
    members = diagnostic.member_fingerprints
    return Counter(members) if members else {diagnostic.fingerprint: diagnostic.count}


def _known_by(known: Counter[str], diagnostic: Diagnostic) -> Mapping[str, int]:
    """Return what makes a finding a known one, and how much of that; nothing if it is new."""
    if diagnostic.members:
        members = Counter(diagnostic.member_fingerprints)
        if all(known[mark] >= count for mark, count in members.items()):
            return members
    # It may have listed so many things once that only their number was written down.
    mark, count = diagnostic.fingerprint, diagnostic.count
    return {mark: count} if known[mark] >= count else {}


def _written(diagnostics: Iterable[Diagnostic]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for diagnostic in diagnostics:
        counts.update(_marks(diagnostic))
    return counts


def _found(diagnostics: Iterable[Diagnostic]) -> Counter[str]:
    """Count whatever findings may be written down as: what lists few things now had many once."""
    counts: Counter[str] = Counter()
    for diagnostic in diagnostics:
        counts.update(_marks(diagnostic))
        if diagnostic.members:
            counts[diagnostic.fingerprint] += diagnostic.count
    return counts


def read_baseline(path: Path) -> Baseline:
    """Read a baseline.

    Raises:
        BaselineError: If it cannot be read, or is none.
    """
    twice = 0

    def noting(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        found = dict(pairs)
        twice += len(pairs) - len(found)
        return found

    try:
        text = path.read_text(encoding="utf-8")
        data: Any = json.loads(text, object_pairs_hook=noting)
    except FileNotFoundError:
        raise BaselineError(
            f"the baseline {path} does not exist; write it with `trainbib baseline`"
        ) from None
    except OSError as error:
        raise BaselineError(f"cannot read the baseline {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BaselineError(f"the baseline {path} is no JSON that can be read: {error}") from error
    import jsonschema_rs

    if any("\ud800" <= sign <= "\udfff" for sign in json.dumps(data, ensure_ascii=False)):
        raise BaselineError(f"{path} holds half a character (\\ud800 to \\udfff), as no path does")
    if twice or not jsonschema_rs.Draft202012Validator(load_schema("baseline")).is_valid(data):
        raise BaselineError(_faults(path, text, data))
    manifests = {
        name: {
            mark: Known(item["code"], item.get("pointer", ""), item["count"])
            for mark, item in known.items()
        }
        for name, known in data["manifests"].items()
    }
    return Baseline(path.parent, manifests)


def _faults(path: Path, text: str, data: object) -> str:
    """Say what is wrong with a baseline: the first fault with its place, and how many there are."""
    from trainbib.document import parse_document
    from trainbib.form_faults import and_more, form_faults, in_order

    schema = load_schema("baseline")
    findings = schema["properties"]["manifests"]["additionalProperties"]
    meant = {
        findings["propertyNames"]["pattern"]: "the fingerprints of findings, 16 digits of 0-9a-f",
        findings["additionalProperties"]["properties"]["code"]["pattern"]: "a code such as LIC001",
    }
    document = parse_document(text.encode(), path=str(path), format_="json")
    faults = list(form_faults(data, schema, "the baseline", meant))
    told = [each.sentence for each in in_order(path, document, faults)]
    said = and_more(told or [f"{path} is no baseline"])
    return f"{said}; `trainbib baseline` writes a new one"
