"""How much is answered, and what could not be checked."""

from collections import Counter
from collections.abc import Iterator

from trainbib.checking.report import Coverage
from trainbib.named_paths import path_fault
from trainbib.profiles import known_profiles
from trainbib.rules import rule_of
from trainbib.rules.context import Context
from trainbib.rules.lab.labelling import labelling
from trainbib.rules.lic.problems import problems
from trainbib.values import as_mapping, as_texts, is_gap, is_mapping


def coverage(context: Context) -> Iterator[Coverage]:
    """Yield how much is answered of what a bibliography is for."""
    citations = context.citations
    if citations is not None:
        rules = context.citing_rules
        idle = sum(
            count
            for index, count in citations.per_rule.items()
            if is_gap(rules[index][1].get("sources"))
        )
        cited = citations.files - citations.uncited - idle
        yield Coverage("files cited", cited, idle, citations.files)
    total = len(context.sources)
    licensed = Counter(context.each_source("license", _licensed))
    yield Coverage("sources licensed", licensed["given"], licensed["gap"], total)
    held = Counter(context.each_source("rights", _held))
    yield Coverage("rights holder", held["given"], held["gap"], total)
    labelled = labelling(context)
    if labelled:
        yield Coverage("labeller stated", labelled["given"], labelled["gap"], labelled.total())
    if citations is not None:
        # Every row of an inventory has a digest; a file that has no row has none.
        yield Coverage("hashed", citations.files, 0, citations.files + _unlisted(context))


def _unlisted(context: Context) -> int:
    """Count the files that the inventory does not list, where a rule has looked for them."""
    settings = context.settings
    looks = settings.selection.runs(
        rule_of("FIL002"), pedantic=settings.pedantic, profiles=context.profiles
    )
    compared = context.disk_comparison if looks else None
    return 0 if compared is None else compared.extra


_NO_LICENCE = frozenset({"invalid", "unknown", "vague"})
"""Faults of a text that make it name no licence; it is then no answer, and no gap."""


def _licensed(license_: object) -> str:
    stated = license_.get("expression", license_) if is_mapping(license_) else license_
    if isinstance(stated, str) and any(each.kind in _NO_LICENCE for each in problems(stated)):
        return ""
    return _answer(stated)


def _held(rights: object) -> str:
    return _answer(rights.get("holders") if is_mapping(rights) else None)


def _answer(value: object) -> str:
    if is_mapping(value) and all(key.startswith("x-") for key in value):
        return ""
    return "gap" if is_gap(value) else "given" if value else ""


def _upstream(count: int) -> str:
    return "1 manifest upstream is" if count == 1 else f"{count} manifests upstream are"


def unchecked(context: Context) -> Iterator[str]:
    """Yield what could not be checked, and why."""
    if not context.document.parsed:
        return
    profiles = as_texts(context.data.get("profiles"))
    known = known_profiles()
    unknown = [f"`{name}`" for name in profiles if name not in known]
    if unknown:
        yield f"profiles: {', '.join(unknown)}: this program knows nothing that they ask for"
    yield from _unchecked_lineage(context)
    if context.files:
        yield from _unchecked_files(context)


def _unchecked_lineage(context: Context) -> Iterator[str]:
    lineage = context.lineage
    unfetched = lineage.unfetched
    if lineage.unfollowed:
        yield f"lineage: {_upstream(lineage.unfollowed)} beyond the limits"
    if context.folder is None or not context.settings.use_disk:
        # Of these pins, only what is at a URL was followed, and that only with the network.
        own = context.pins
        at_urls = sum(1 for pin in own if pin.url)
        unfetched = at_urls if context.online is None else unfetched
        if len(own) > at_urls:
            yield f"lineage: {_upstream(len(own) - at_urls)} at paths; {_not_looked(context)}"
    if unfetched:
        yield f"lineage: {_upstream(unfetched)} at URLs; --online fetches what is there"
    for url, reason in lineage.unverified.items():
        yield f"lineage: no manifest could be had from {url}: {reason}"


def _not_looked(context: Context) -> str:
    if context.folder is None:
        return "these are followed from a manifest that is a file"
    return "none is opened while the disk is let be"


def _unchecked_files(context: Context) -> Iterator[str]:
    named = as_mapping(context.files.get("inventory")).get("path")
    if context.inventory_fault:
        fault = context.inventory_fault
        why = "is not there" if fault.kind == "missing" else f"cannot be read: {fault.reason}"
        yield f"files: the inventory {named!r} {why}"
    elif context.inventory_path is None:
        if not isinstance(named, str):
            yield "files: the manifest pins no inventory; write one with `trainbib generate`"
        elif context.folder is None:
            yield f"files: the inventory {named!r} is looked for beside a manifest that is a file"
        else:
            yield f"files: the inventory {named!r} {path_fault(context.folder, named)}"
    folder = context.files.get("root")
    if context.settings.use_disk and context.root is None and isinstance(folder, str):
        yield f"files: the folder `{folder}` is not here"
