"""How much is answered, and what could not be checked."""

from collections.abc import Iterator

from trainbib.checking.report import Coverage
from trainbib.profiles import known_profiles
from trainbib.rules.context import Context
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
    licences = context.of_sources("license")
    concluded = [each.get("expression", each) if is_mapping(each) else each for each in licences]
    yield _answers("sources licensed", concluded, total)
    yield _answers("rights holder", context.of_sources("rights.holders"), total)


def _answers(what: str, values: list[object], total: int) -> Coverage:
    answered = [value for value in values if value]
    gaps = sum(is_gap(value) for value in answered if value.__class__ is dict)
    return Coverage(what, len(answered) - gaps, gaps, total)


def unchecked(context: Context) -> Iterator[str]:
    """Yield what could not be checked, and why."""
    if not context.document.parsed:
        return
    profiles = as_texts(context.data.get("profiles"))
    known = known_profiles()
    unknown = [f"`{name}`" for name in profiles if name not in known]
    if unknown:
        yield f"profiles: {', '.join(unknown)}: this program knows nothing that they ask for"
    lineage = context.lineage
    if lineage.unfollowed:
        yield f"lineage: {lineage.unfollowed} manifests upstream are beyond the limits"
    if lineage.unfetched:
        yield f"lineage: {lineage.unfetched} manifests upstream are at URLs; --online fetches them"
    for url, reason in lineage.unverified.items():
        yield f"lineage: no manifest could be had from {url}: {reason}"
    if not context.files:
        return
    if context.inventory_fault:
        yield f"files: the inventory cannot be read: {context.inventory_fault}"
    elif context.inventory_path is None:
        named = as_mapping(context.files.get("inventory")).get("path")
        if not isinstance(named, str):
            yield "files: the manifest pins no inventory; write one with `trainbib generate`"
        elif context.folder is not None:
            yield f"files: the inventory `{named}` leads out of the folder of the manifest"
    folder = context.files.get("root")
    if context.settings.use_disk and context.root is None and isinstance(folder, str):
        yield f"files: the folder `{folder}` is not here"
