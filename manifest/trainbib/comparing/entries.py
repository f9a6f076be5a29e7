"""Changes of the manifest's sections: entries that came and went, fields that differ."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from trainbib.comparing.changes import Level, kind_of
from trainbib.comparing.identifiers import source_identifiers
from trainbib.comparing.judging import is_same_license, judge
from trainbib.comparing.matching import (
    Entries,
    Match,
    entries,
    match_keys,
    match_labellers,
    match_parties,
    match_sources,
)
from trainbib.comparing.model import Change, Entity, EntityKind, Total
from trainbib.comparing.structure import Differ, Difference
from trainbib.comparing.totals import UNITS
from trainbib.comparing.wording import amount, percentage, value
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, is_gap, is_mapping, parse_quantity

Data = Mapping[str, object]
"""The data of a manifest."""

_SECTIONS: Mapping[str, EntityKind] = {
    "parties": "party",
    "licenses": "license",
    "sources": "source",
    "labellers": "labeller",
    "models": "model",
}
_OPEN = frozenset({"labellers", "models", "policies"})
"""Sections that may be a gap: leaving them out says something."""
_SINGLE: Mapping[str, EntityKind] = {"dataset": "dataset", "policies": "policies"}
_ELSEWHERE = frozenset({*_SECTIONS, *_SINGLE, "files"})
_MATCHERS = {
    "parties": match_parties,
    "sources": match_sources,
    "labellers": match_labellers,
}


class EntryComparer:
    """Compares two manifests section by section."""

    def __init__(self, old: Data, new: Data) -> None:
        self.old = old
        self.new = new
        self.sections: dict[str, tuple[Entries, Entries]] = {
            section: (entries(old, section), entries(new, section)) for section in _SECTIONS
        }
        self.matches: dict[str, Match] = {
            section: _MATCHERS.get(section, match_keys)(*both)
            for section, both in self.sections.items()
        }
        self.differ = Differ(
            {section: match.renames for section, match in self.matches.items() if match.renames}
        )

    def changes(self, found_totals: Sequence[Total]) -> Iterator[Change]:
        """Yield the changes in the order of the standard's sections.

        Args:
            found_totals: Totals of the set, to say how much of it a source is.
        """
        yield from self._manifest()
        for section, kind in _SINGLE.items():
            old, new = self.old.get(section), self.new.get(section)
            if section in _OPEN and (_is_open(old) or _is_open(new)):
                yield from judge_section(section, old, new)
                continue
            where = pointer(section)
            yield from self._fields(Entity(kind), old, new, where, where)
        for section in _SECTIONS:
            yield from self._section(section, found_totals)

    @property
    def reformatted(self) -> list[str]:
        """Pointers into the new manifest where texts differ that mean the same."""
        return self.differ.reformatted

    def malformed(self) -> Iterator[str]:
        """Yield what can't be compared because it has not the form that the standard asks for."""
        for side, data in (("old", self.old), ("new", self.new)):
            for section in _SECTIONS:
                value = data.get(section)
                if value is not None and not is_mapping(value):
                    yield f"{side}: `{section}` is no mapping; run `trainbib check`"
                for key, entry in as_mapping(value).items():
                    if not is_mapping(entry) and not key.startswith("x-"):
                        yield (
                            f"{side}: entry `{key}` of `{section}` is no mapping; "
                            "run `trainbib check`"
                        )

    def _manifest(self) -> Iterator[Change]:
        entity = Entity("manifest")
        for key in dict.fromkeys((*self.old, *self.new)):
            if key in _ELSEWHERE:
                continue
            where = pointer(key)
            yield from self._fields(
                entity, self.old.get(key), self.new.get(key), where, where, path=(key,)
            )
        for section in _SECTIONS:
            before, after = as_mapping(self.old.get(section)), as_mapping(self.new.get(section))
            for key in dict.fromkeys((*before, *after)):
                if key.startswith("x-"):
                    where = pointer(section, key)
                    yield from self._fields(
                        entity,
                        before.get(key),
                        after.get(key),
                        where,
                        where,
                        path=(section, key),
                    )

    def _fields(
        self,
        entity: Entity,
        old: object,
        new: object,
        old_pointer: str,
        new_pointer: str,
        *,
        path: tuple[str, ...] = (),
    ) -> list[Change]:
        changes: list[Change] = []
        found_here = (
            self.differ.differences(old, new, old_pointer, new_pointer, path)
            if path
            else self.differ.fields(old, new, old_pointer, new_pointer)
        )
        for found in found_here:
            if is_same_license(entity, found):
                self.differ.reformatted.append(found.new_pointer or new_pointer)
            else:
                changes += judge(entity, found)
        return _sizes_joined(changes)

    def _section(self, section: str, found_totals: Sequence[Total]) -> Iterator[Change]:
        old, new = self.old.get(section), self.new.get(section)
        if section in _OPEN and (_is_open(old) or _is_open(new)):
            yield from judge_section(section, old, new)
            return
        kind = _SECTIONS[section]
        before, after = self.sections[section]
        match = self.matches[section]
        for old_key, new_key in match.pairs:
            entity = Entity(kind, new_key)
            if old_key != new_key:
                yield _renamed(section, entity, old_key, match.evidence[new_key])
            yield from self._fields(
                entity,
                before[old_key],
                after[new_key],
                pointer(section, old_key),
                pointer(section, new_key),
            )
        for key in match.added:
            yield self._came(section, Entity(kind, key), after[key], found_totals)
        for key in match.removed:
            yield from self._went(section, Entity(kind, key), before[key], found_totals)

    def _came(
        self, section: str, entity: Entity, entry: Data, found_totals: Sequence[Total]
    ) -> Change:
        code = {"source": "DIF201", "labeller": "DIF303"}.get(entity.kind, "DIF401")
        if entity.kind == "license" and entity.key.lower() in _licenses_used(self.old):
            code = "DIF302"
        detail = _size_of(entry, found_totals, "+") if entity.kind == "source" else "added"
        return Change(
            code,
            entity,
            kind_of(code).level,
            f"{entity} was added" + (f" ({detail})" if entity.kind == "source" else ""),
            detail=detail,
            new=_identity(entry),
            new_pointer=pointer(section, entity.key),
        )

    def _went(
        self, section: str, entity: Entity, entry: Data, found_totals: Sequence[Total]
    ) -> Iterator[Change]:
        code = {"source": "DIF202", "labeller": "DIF303"}.get(entity.kind, "DIF401")
        if entity.kind == "license" and entity.key.lower() in _licenses_used(self.new):
            code = "DIF301"
        detail = _size_of(entry, found_totals, "-") if entity.kind == "source" else "removed"
        where = pointer(section, entity.key)
        yield Change(
            code,
            entity,
            kind_of(code).level,
            f"{entity} was removed" + (f" ({detail})" if entity.kind == "source" else ""),
            detail=detail,
            old=_identity(entry),
            old_pointer=where,
        )
        if entity.kind == "source":
            yield from self._withdrawn(entity, entry, where)

    def _withdrawn(self, entity: Entity, source: Data, where: str) -> Iterator[Change]:
        """Yield a change if a source that is gone is named under what was taken out of another."""
        known = {entity.key.casefold(), str(source.get("title", entity.key)).casefold()}
        known |= {identifier.casefold() for _, identifier in source_identifiers(source)}
        for key, other in self.sections["sources"][1].items():
            for index, removal in enumerate(as_list(other.get("removed"))):
                what = as_mapping(removal).get("what")
                if isinstance(what, str) and what.strip().casefold() in known:
                    yield Change(
                        "DIF106",
                        entity,
                        Level.BREAKING,
                        f"{entity} is gone, and source `{key}` names it under what was removed",
                        detail=f"named under `removed` of source `{key}`",
                        field="removed",
                        new=what,
                        old_pointer=where,
                        new_pointer=pointer("sources", key, "removed", index),
                    )
                    return


def _sizes_joined(changes: list[Change]) -> list[Change]:
    """Make one change of those of a size in several units."""
    joined: list[Change] = []
    for name in ("size", "raw_size"):
        units = [c for c in changes if c.code == "DIF210" and c.field.rpartition(".")[0] == name]
        if len(units) < 2:  # noqa: PLR2004 - two make a list
            continue
        first = units[0]
        what = "; ".join(change.detail.removeprefix(f"{name}.") for change in units)
        joined.append(
            replace(
                first,
                message=f"`{name}` of {first.entity} changed: {what}",
                detail=f"{name}: {what}",
                field=name,
                old={change.field.rpartition(".")[2]: change.old for change in units},
                new={change.field.rpartition(".")[2]: change.new for change in units},
                old_pointer=(first.old_pointer or "").rpartition("/")[0],
                new_pointer=(first.new_pointer or "").rpartition("/")[0],
            )
        )
        changes = [change for change in changes if change not in units]
    return changes + joined


def judge_section(section: str, old: object, new: object) -> Iterator[Change]:
    """Yield the change of a section that was, or is, left open as a whole."""
    where = pointer(section)
    before, after = (
        [key for key in value if not key.startswith("x-")]
        if is_mapping(value) and not is_gap(value)
        else value or None
        for value in (old, new)
    )
    if before != after and not (isinstance(before, list) and isinstance(after, list)):
        found = Difference(
            (section,),
            before,
            after,
            None if before is None else where,
            None if after is None else where,
        )
        yield from judge(Entity("manifest"), found)


def _is_open(value: object) -> bool:
    return value is None or value == {} or is_gap(value)


def _renamed(section: str, entity: Entity, old_key: str, evidence: str) -> Change:
    code = "DIF203" if entity.kind == "source" else "DIF401"
    return Change(
        code,
        entity,
        Level.INFO,
        f"{entity.kind} `{old_key}` is now `{entity.key}`, the same by {evidence}",
        detail=f"{old_key} → {entity.key} (same {value(evidence)})",
        old=old_key,
        new=entity.key,
        old_pointer=pointer(section, old_key),
        new_pointer=pointer(section, entity.key),
    )


def _identity(entry: Data) -> object:
    """Return of an entry what tells it from others, for reports of programs."""
    kept = ("title", "name", "kind", "url", "ids", "version", "digest", "license", "size")
    return {name: entry[name] for name in kept if name in entry}


def _size_of(source: Data, found_totals: Sequence[Total], sign: str) -> str:
    """Write how much a source has: ``+1.2 TB, 310 B tokens (+4.1 %)``."""
    size = as_mapping(source.get("size"))
    known = {
        unit: quantity for unit in UNITS if (quantity := parse_quantity(size.get(unit))) is not None
    }
    main = next((unit for unit in known if unit != "bytes"), None)
    parts = [f"{sign}{amount(unit, known[unit])}" for unit in ("bytes",) if unit in known]
    if main is not None:
        text = amount(main, known[main])
        before = next((total.old.value for total in found_totals if total.unit == main), 0)
        if before:
            percent = 100 * known[main].value / before
            text += f" ({percentage(percent if sign == '+' else -percent)})"
        parts.append(text if parts else f"{sign}{text}")
    return ", ".join(parts) or "size not given"


_REFERENCE = re.compile(r"[A-Za-z0-9.:-]+")


def _licenses_used(data: Data) -> set[str]:
    """Return the identifiers in the licences of the set and its sources, in small letters."""
    used: set[str] = set()
    for entry in (as_mapping(data.get("dataset")), *entries(data, "sources").values()):
        license_ = entry.get("license")
        expression = license_ if isinstance(license_, str) else None
        if is_mapping(license_):
            expression = str(license_.get("expression", ""))
        used.update(map(str.lower, _REFERENCE.findall(expression or "")))
    return used
