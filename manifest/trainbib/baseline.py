"""Baselines: findings that are known, so that a check reports new ones only.

A finding is known by its fingerprint, which no edit elsewhere changes, as often as it is written
down; one place more of the same cause is new. One that lists a few things, such as files, is known
by each of them: one more is new, one less is not.
"""

import json
import os
import stat
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from trainbib.checking import Report
from trainbib.diagnostics import FEW, Diagnostic
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
        known = self.manifests.get(self._name(report.path), {})
        left = _left(known, report)
        return {mark: item for mark, item in known.items() if left.get(mark) != item}

    def away(self) -> list[str]:
        """Return the manifests that are not there, by name."""
        return [name for name in self.manifests if not _may_be_there(self.folder / name)]

    def gone(self, folders: Iterable[Path], *, recursive: bool) -> list[str]:
        """Return the manifests that are not there, of those that a look through folders would find.

        Args:
            folders: The folders that were looked through.
            recursive: Whether those below them were, too; but not hidden ones.
        """
        looked = [Path(os.path.realpath(folder)) for folder in folders]
        found: list[str] = []
        for name in self.away():
            above = Path(os.path.realpath((self.folder / name).parent))
            below = [above.relative_to(each).parts for each in looked if above.is_relative_to(each)]
            if any(
                not parts or (recursive and not any(part.startswith(".") for part in parts))
                for parts in below
            ):
                found.append(name)
        return found

    def pruned(self, reports: Iterable[Report], gone: Collection[str] = ()) -> "Baseline":
        """Return the baseline without what is no longer found; nothing is added.

        Manifests that were not checked stay as they are; so does what is known of checks that did
        not run, or could not look.

        Args:
            reports: What was found.
            gone: Manifests to leave out altogether, by name.
        """
        kept = {name: known for name, known in self.manifests.items() if name not in gone}
        for report in reports:
            name = self._name(report.path)
            left = _left(kept.pop(name, {}), report)
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


def _may_be_there(path: Path) -> bool:
    """Tell whether a path may be a file: one that may not be looked at may be."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True


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


def _left(known: Mapping[str, Known], report: Report) -> dict[str, Known]:
    """Return what is still found of what is known of a manifest, or may be.

    What a check knows that did not run, or could not look, may be; and so may be each of the things
    that a finding listed while they were few, where it has so many now that they are only counted.
    """
    diagnostics = (*report.diagnostics, *(report.known or ()))
    found = _found(diagnostics)
    counted = {
        each.code for each in diagnostics if not (each.members or each.cause) and each.count > FEW
    }
    left: dict[str, Known] = {}
    for mark, item in known.items():
        if item.code in report.unsettled or (item.code in counted and not found[mark]):
            left[mark] = item
        elif found[mark]:
            left[mark] = replace(item, count=min(item.count, found[mark]))
    return left


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
        raw = path.read_bytes()
    except FileNotFoundError:
        raise BaselineError(
            f"the baseline {path} does not exist; write it with `trainbib baseline`"
        ) from None
    except (OSError, ValueError) as error:  # no file has a NUL in its path
        why = error.strerror if isinstance(error, OSError) else error
        named = str(path).replace("\0", "\\0")
        raise BaselineError(f"cannot read the baseline {named}: {why}") from error
    try:
        data: Any = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=noting)
    except (ValueError, RecursionError) as error:
        raise BaselineError(_unreadable(path, raw)) from error
    import jsonschema_rs

    if any("\ud800" <= sign <= "\udfff" for sign in json.dumps(data, ensure_ascii=False)):
        why = "holds half a character (\\ud800 to \\udfff), as no path does"
        raise BaselineError(f"{path} {why}; {_ADVICE}")
    if twice or not jsonschema_rs.Draft202012Validator(load_schema("baseline")).is_valid(data):
        raise BaselineError(_faults(path, raw, data))
    manifests = {
        name: {
            mark: Known(item["code"], item.get("pointer", ""), item["count"])
            for mark, item in known.items()
        }
        for name, known in data["manifests"].items()
    }
    return Baseline(path.parent, manifests)


_ADVICE = "get the file back, or remove it and write a new one with `trainbib baseline`"


def _unreadable(path: Path, raw: bytes) -> str:
    """Say why a baseline cannot be read, and where."""
    from trainbib.document import parse_document
    from trainbib.form_faults import placed

    document = parse_document(raw, path=str(path), format_="json")
    found = document.findings[-1].finding if document.findings else None
    why = found.message if found else "no JSON"
    said = placed(path, found.span if found else None, f"the baseline cannot be read: {why}")
    return f"{said}; {_ADVICE}"


def _faults(path: Path, raw: bytes, data: object) -> str:
    """Say what is wrong with a baseline: the first fault with its place, and how many there are."""
    from trainbib.document import parse_document
    from trainbib.form_faults import and_more, form_faults, in_order

    schema = load_schema("baseline")
    findings = schema["properties"]["manifests"]["additionalProperties"]
    meant = {
        findings["propertyNames"]["pattern"]: "the fingerprints of findings, 16 digits of 0-9a-f",
        findings["additionalProperties"]["properties"]["code"]["pattern"]: "a code such as LIC001",
    }
    document = parse_document(raw, path=str(path), format_="json")
    faults = list(form_faults(data, schema, "the baseline", meant))
    told = [each.sentence for each in in_order(path, document, faults)]
    said = and_more(told or [f"{path} is no baseline"])
    return f"{said}; {_ADVICE}"
