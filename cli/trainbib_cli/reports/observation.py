"""What ``trainbib observe`` says of an observation: for people and for programs."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from trainbib_cli.reports.wording import counted, grouped, percentage
from trainbib_cli.terminal import Style, printable, printable_path

if TYPE_CHECKING:
    from trainbib.domains import DomainTable
    from trainbib.observations import Observation, Proposal, SourceCounts

_MOST_LANGUAGES = 8
_WORDS = {
    "reserved": "reserved",
    "conditional": "conditional",
    "allowed": "allowed",
    "unreadable": "unreadable",
    "not_read": "there, but not read:",
    "none": "none",
}


class WrittenTable(NamedTuple):
    """A table of domains, and where it was written."""

    path: Path
    table: "DomainTable"


def observation_text(
    observation: "Observation",
    proposed: "Sequence[Proposal]",
    tables: Mapping[str, WrittenTable],
    colors: Style,
    *,
    writes: bool,
) -> Iterator[str]:
    """Yield the report for people.

    Args:
        observation: What was observed.
        proposed: What it would add to the manifest.
        tables: The tables of domains that were written.
        colors: Colours.
        writes: Whether what is new was written.
    """
    for key, counts in observation.sources.items():
        size = counted(counts.bytes, "byte")
        yield f"{colors.strong(printable_path(key))}  {counted(counts.files, 'file')}, {size}\n"
        yield from _images(counts)
        yield from _languages(observation, counts)
        if key in tables:
            path, table = tables[key]
            where = printable(str(path))
            yield f"  domains: {grouped(table.facts.domains)}, written to {where}\n"
        if counts.passed_over:
            yield f"  {counted(counts.passed_over, 'file')} of other formats passed over\n"
        for proposal in proposed:
            if proposal.source == key:
                yield f"  {_outcome(proposal, colors, writes=writes)}\n"
    new = sum(proposal.state == "new" for proposal in proposed)
    if new and not writes:
        yield f"{counted(new, 'statement')} could be added to the manifest, by --write.\n"


def _images(counts: "SourceCounts") -> Iterator[str]:
    from trainbib.image_rights.counts import NOTICES

    images = counts.images
    if not images.images:
        return
    notes = []
    if images.unsupported:
        notes.append(f"{grouped(images.unsupported)} of formats that are not read")
    if images.damaged:
        notes.append(f"{grouped(images.damaged)} damaged")
    yield f"  images: {', '.join([grouped(images.images), *notes])}\n"
    for protocol, verdicts in images.protocols.items():
        said = (f"{_WORDS[name]} {grouped(verdicts[name])}" for name in _WORDS if verdicts[name])
        yield f"    {protocol}: {', '.join(said)}\n"
        if verdicts["not_read"]:
            yield "      C2PA is read by `pip install trainbib[images]`\n"
    for name, number in sorted(images.mining_values.items()):
        yield f"      {name}: {grouped(number)}\n"
    if images.c2pa_invalid:
        yield f"    not valid by C2PA's own rules: {grouped(images.c2pa_invalid)}\n"
    notices = (f"{n.replace('_', ' ')} {grouped(images.notices[n])}" for n in NOTICES)
    yield f"    with {', '.join(notices)}\n"
    for name, number in sorted(images.source_types.items()):
        yield f"    digital source type {name}: {grouped(number)}\n"


def _languages(observation: "Observation", counts: "SourceCounts") -> Iterator[str]:
    identifier = observation.settings.identifier
    languages = counts.languages
    if identifier is None or not (languages.texts or languages.without):
        return
    without = f", {grouped(languages.without)} records without one" if languages.without else ""
    sampled = len(languages.sample)
    yield f"  texts: {grouped(languages.texts)}{without}; {grouped(sampled)} looked at\n"
    if not languages.texts:
        yield "    name the field that has the text, by --text-field\n"
        return
    tags = list(languages.languages.items())
    for tag, number in tags[:_MOST_LANGUAGES]:
        yield f"    {printable(tag):6} {percentage(number, sampled):>7}\n"
    if len(tags) > _MOST_LANGUAGES:
        yield f"    … and {grouped(len(tags) - _MOST_LANGUAGES)} more\n"
    if languages.undetermined:
        share = percentage(languages.undetermined, sampled)
        texts = counted(languages.undetermined, "text")
        yield f"    none   {share:>7}  {texts} undetermined or without letters\n"
    yield f"    by {languages.tool(identifier.tool, observation.settings.sample.seed)}\n"


def _outcome(proposal: "Proposal", colors: Style, *, writes: bool) -> str:
    """Say in a line what becomes of a proposal."""
    what = f"`{proposal.field}`"
    if isinstance(proposal.value, dict) and "protocol" in proposal.value:
        what += f" of {proposal.value['protocol']}"
    if proposal.state == "new":
        return colors.good(f"{what}: {'written' if writes else 'could be added'}")
    if proposal.state == "present":
        return f"{what}: the manifest says this already"
    return f"{what}: the manifest has another answer, which is left as it is"


def observation_json(
    observation: "Observation",
    proposed: "Sequence[Proposal]",
    tables: Mapping[str, WrittenTable],
    problems: Sequence[str],
) -> dict[str, Any]:
    """Return the report for programs: schema/v1/observe-report.schema.json, without its head.

    Args:
        observation: What was observed.
        proposed: What it would add to the manifest.
        tables: The tables of domains that were written.
        problems: What could not be read.
    """
    identifier = observation.settings.identifier
    seed = observation.settings.sample.seed
    sources: dict[str, Any] = {}
    for key, counts in observation.sources.items():
        languages = counts.languages
        found: dict[str, Any] = {
            "files": counts.files,
            "bytes": counts.bytes,
            "passed_over": counts.passed_over,
            "images": counts.images.as_json(),
        }
        if identifier is not None:
            found["languages"] = {
                "texts": languages.texts,
                "without_text": languages.without,
                "sampled": len(languages.sample),
                "seed": seed,
                "tool": identifier.tool,
                "tags": languages.tags,
            }
        if key in tables:
            path, table = tables[key]
            found["domains"] = {"path": str(path), **table.facts.as_json()}
        sources[key] = found
    return {
        "sources": sources,
        "proposals": [
            {
                "source": proposal.source,
                "field": proposal.field,
                "state": proposal.state,
                "value": proposal.value,
            }
            for proposal in proposed
        ],
        "problems": problems,
        "notes": list(observation.notes),
    }
