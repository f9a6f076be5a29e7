"""Findings for references that lead nowhere; REF001 and REF004 share them."""

from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Fix, Related
from trainbib.pointers import pointer
from trainbib.rules.context import Context, Entry
from trainbib.rules.leaves import Tokens
from trainbib.rules.references import SUGGESTIONS, references_to, similar_key

NOUNS = {"sources": "source", "parties": "party", "labellers": "labeller", "models": "model"}
"""What an entry of a section is called."""


def dangling(context: Context, section: str, entries: dict[str, Entry]) -> Iterator[Finding]:
    """Yield a finding for each reference to a key that a section does not have.

    Args:
        context: The manifest.
        section: The section that is referred to.
        entries: Its entries.
    """
    missing = context.referred.get(section, set()) - entries.keys()
    if not missing:
        return
    similar: dict[str, str | None] = {}
    for path, key in references_to(context.data, section, missing):
        if key not in similar and len(similar) < SUGGESTIONS:
            similar[key] = similar_key(key, entries)
        yield _finding(section, path, key, similar.get(key))


def _finding(section: str, path: Tokens, key: str, near: str | None) -> Finding:
    noun, where = NOUNS[section], pointer(*path)
    cites = section == "sources" and path[:2] == ("files", "cites")
    who = f"{subject(path[:3])} cites" if cites else f"{subject(path)} names"
    related: tuple[Related, ...] = ()
    fix = None
    if near is not None:
        related = (Related(pointer(section, near), "similar key defined here"),)
        fix = Fix.replace(where, near, safe=False)
    return Finding(
        where,
        f"{who} {noun} `{key}`, which is not defined",
        label=f"no such {noun}",
        help=f"correct the key, or define it under `{section}`",
        related=related,
        fix=fix,
        cause=f"{section}/{key}",
        value=key,
    )
