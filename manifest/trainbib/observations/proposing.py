"""What an observation would add to a manifest. Nothing that someone wrote is replaced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Any, Literal

from trainbib.image_rights.counts import NOT_READ, ImageCounts
from trainbib.image_rights.statements import C2PA, IPTC
from trainbib.observations.counts import SourceCounts
from trainbib.observations.observing import Observation, ObserveSettings
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, is_gap, is_mapping
from trainbib.writing import Editor

__all__ = ["Proposal", "domain_pin", "domain_proposals", "edit", "proposals"]

_FOUND = "found by `trainbib observe`; what was done about it is for a person to say"
_ORDER = ("reserved", "conditional", "allowed", "unreadable", "none")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field of a source that could be written.

    Attributes:
        source: The citation key.
        field: ``languages``, ``rights.reservations`` or ``crawl.domains``.
        value: What would be written; of a list of records one item.
        state: ``new`` if there is nothing yet; ``present`` if the manifest says just this;
            ``answered`` if it says something else there, which is left alone.
    """

    source: str
    field: Literal["languages", "rights.reservations", "crawl.domains"]
    value: object
    state: Literal["new", "present", "answered"]


def proposals(observation: Observation, data: Mapping[str, object], today: date) -> list[Proposal]:
    """Return what an observation would add to a manifest.

    Languages are proposed for a source that has none; a record of reservations (SPEC.md, section 8)
    for each protocol, beside the records that there are. What was done about a reservation is left
    open, as a gap.

    Args:
        observation: What was observed.
        data: The manifest.
        today: The day of the observation.
    """
    found: list[Proposal] = []
    sources = as_mapping(data.get("sources"))
    for key, counts in observation.sources.items():
        source = sources.get(key)
        if not is_mapping(source):
            continue
        languages = _languages(observation.settings, counts)
        if languages:
            state = _state(source.get("languages"), languages)
            found.append(Proposal(key, "languages", languages, state))
        rights = source.get("rights")
        present = as_mapping(rights).get("reservations")
        closed = is_gap(rights) or (present is not None and not isinstance(present, list))
        for record in _reservations(counts.images, today):
            said = any(_same(record, other) for other in as_list(present))
            state = "answered" if closed else "present" if said else "new"
            found.append(Proposal(key, "rights.reservations", record, state))
    return found


def domain_proposals(
    data: Mapping[str, object], tables: Mapping[str, Mapping[str, object]]
) -> list[Proposal]:
    """Return which lists of domains could be named in a manifest: those of crawled sources.

    Args:
        data: The manifest.
        tables: For each source, the value of the field ``crawl.domains``.
    """
    found: list[Proposal] = []
    sources = as_mapping(data.get("sources"))
    for key, value in tables.items():
        crawl = as_mapping(sources.get(key)).get("crawl")
        if is_mapping(crawl) and not is_gap(crawl):
            state = _state(crawl.get("domains"), value)
            found.append(Proposal(key, "crawl.domains", value, state))
    return found


def domain_pin(manifest: Path, table: Path, domains: int) -> dict[str, object] | None:
    """Return what ``crawl.domains`` says of a table of domains: path, digest and number.

    Args:
        manifest: The manifest.
        table: The table.
        domains: How many domains it lists.

    Returns:
        The value of the field; None if the table is not below the manifest's folder.

    Raises:
        OSError: The table cannot be read.
    """
    base, path = manifest.parent.resolve(), table.resolve()
    if not path.is_relative_to(base):
        return None
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    relative = path.relative_to(base).as_posix()
    return {"path": relative, "digest": f"sha256:{digest}", "count": domains}


def _state(present: object, value: object) -> Literal["new", "present", "answered"]:
    if present is None:
        return "new"
    return "present" if present == value else "answered"


def _languages(settings: ObserveSettings, counts: SourceCounts) -> list[dict[str, object]]:
    if settings.identifier is None:
        return []
    return counts.languages.as_fields(settings.identifier.tool, settings.sample.seed)


def _reservations(images: ImageCounts, today: date) -> Iterable[dict[str, Any]]:
    """Yield a record of reservations for each protocol that was looked for."""
    if not images.read:
        return
    for protocol in (IPTC, C2PA):
        verdicts = images.protocols[protocol]
        if verdicts[NOT_READ]:
            continue  # what was not read has not been checked
        record: dict[str, Any] = {"protocol": protocol, "checked": today.isoformat()}
        record["value"] = _value(images, protocol)
        if verdicts["none"] == images.read:
            record["action"] = "none_found"
        else:
            counted = (f"{name}: {verdicts[name]}" for name in _ORDER if verdicts[name])
            record["interpretation"] = f"images by what is said: {', '.join(counted)}"
            record["action"] = {"unknown": _FOUND}
        yield record


def _value(images: ImageCounts, protocol: str) -> str:
    """Say what was found, and in how many images it was looked for."""
    read = f"{images.read} image{'s' * (images.read != 1)}"
    if images.unsupported or images.damaged:
        left = []
        if images.unsupported:
            verb = "is" if images.unsupported == 1 else "are"
            left.append(f"{images.unsupported} more {verb} of formats that are not read")
        if images.damaged:
            left.append(f"{images.damaged} {'was' if images.damaged == 1 else 'were'} damaged")
        read += f" ({', '.join(left)})"
    verdicts = images.protocols[protocol]
    if verdicts["none"] == images.read:
        return f"no statement in {read}"
    if protocol == IPTC:
        values = images.mining_values
        named = (f"{name} in {values[name]}" for name in sorted(values))
        return f"{', '.join(named)} of {read}"
    return f"a statement in {images.read - verdicts['none']} of {read}"


def _same(record: Mapping[str, object], other: object) -> bool:
    """Tell whether a record says what another one does, whenever it was checked."""
    known = as_mapping(other)
    return all(known.get(name) == record.get(name) for name in ("protocol", "value"))


def edit(editor: Editor, data: Mapping[str, object], found: Iterable[Proposal]) -> list[Proposal]:
    """Add to a document what is new; comments and everything else stay as they are.

    Args:
        editor: The editor of the document.
        data: What is in it.
        found: What is proposed.

    Returns:
        What was added.

    Raises:
        EditError: The layout of the document does not allow it.
    """
    added = [proposal for proposal in found if proposal.state == "new"]
    records: dict[str, list[object]] = {}
    for proposal in added:
        key = proposal.source
        if proposal.field == "rights.reservations":
            records.setdefault(key, []).append(proposal.value)
        elif proposal.field == "languages":
            editor.insert(pointer("sources", key), "languages", proposal.value)
        else:
            editor.insert(pointer("sources", key, "crawl"), "domains", proposal.value)
    for key, values in records.items():
        source = as_mapping(as_mapping(data.get("sources")).get(key))
        rights = source.get("rights")
        if not is_mapping(rights):
            editor.insert(pointer("sources", key), "rights", {"reservations": values})
        elif "reservations" not in rights:
            editor.insert(pointer("sources", key, "rights"), "reservations", values)
        else:
            for value in values:
                editor.append(pointer("sources", key, "rights", "reservations"), value)
    return added
