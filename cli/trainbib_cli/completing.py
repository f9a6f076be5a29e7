"""What a shell completes where an option or an argument takes a word of a list.

The lists are imported when a shell asks for them, so that no run waits for what it does not need.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

_LAST = re.compile(r"[^,\s]*\Z")
_FAMILY = 3
"""Letters of a code that say its family."""


def check(_: "click.Context", __: "click.Parameter", typed: str) -> "list[CompletionItem]":
    """Complete the code or the name of a check, or of a kind of change."""
    from trainbib_cli.catalogue import entries

    known = [(entry.code, entry.name, entry.summary) for entry in entries()]
    return _items(typed, _codes_and_names(typed, known))


def checks(_: "click.Context", __: "click.Parameter", typed: str) -> "list[CompletionItem]":
    """Complete the last of some codes, beginnings of codes or names of checks, with commas."""
    from trainbib.rules import RULES

    before, last = _last(typed)
    known = [(rule.code, rule.name, rule.summary) for rule in RULES]
    families = dict.fromkeys((rule.code[:_FAMILY], "") for rule in RULES)
    found = list(families) if len(last) < _FAMILY else []
    return _items(last, [*found, *_codes_and_names(last, known)], before)


def profiles(_: "click.Context", __: "click.Parameter", typed: str) -> "list[CompletionItem]":
    """Complete the last of some profiles of checks, with commas."""
    from trainbib.profiles import known_profiles

    before, last = _last(typed)
    return _items(last, ((name, "") for name in known_profiles()), before)


def regime(_: "click.Context", __: "click.Parameter", typed: str) -> "list[CompletionItem]":
    """Complete the name of a form."""
    from trainbib.disclosure.regimes import regime_names

    return _items(typed, ((name, "") for name in regime_names()))


def family(_: "click.Context", __: "click.Parameter", typed: str) -> "list[CompletionItem]":
    """Complete the letters of a family of checks."""
    from trainbib_cli.catalogue import entries

    return _items(typed, dict.fromkeys((entry.family, "") for entry in entries()))


def report(_: "click.Context", __: "click.Parameter", typed: str) -> "list[CompletionItem]":
    """Complete a format of reports; behind its colon, a file."""
    from click.shell_completion import CompletionItem

    from trainbib_cli.reports import CHECK_FORMATS

    _format, colon, path = typed.partition(":")
    if colon:
        return [CompletionItem(path, type="file")]
    return _items(typed, ((name, "") for name in CHECK_FORMATS))


def licence(_: "click.Context", __: "click.Parameter", typed: str) -> "list[CompletionItem]":
    """Complete the last word of an SPDX expression."""
    from trainbib.licensing.spdx import license_list

    last = re.sub(r".*[\s(]", "", typed, flags=re.DOTALL)
    before = typed[: len(typed) - len(last)]
    entries = license_list().licenses.values()
    return _items(last, ((each.id, each.name) for each in entries if not each.deprecated), before)


def _codes_and_names(
    typed: str, known: Iterable[tuple[str, str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield codes, and names once something has been typed."""
    known = list(known)
    for code, _, summary in known:
        yield code, summary
    if typed:
        for _, name, summary in known:
            yield name, summary


def _last(typed: str) -> tuple[str, str]:
    """Part what has been typed in the words that are whole, with their commas, and the last one."""
    match = _LAST.search(typed)
    at = match.start() if match else len(typed)
    return typed[:at], typed[at:]


def _items(
    typed: str, known: Iterable[tuple[str, str]], before: str = ""
) -> "list[CompletionItem]":
    """Return those words that begin with what has been typed; if none does, capitalised otherwise.

    Never both: a shell completes as far as all agree, and the two agree on nothing.
    """
    from click.shell_completion import CompletionItem

    known = list(known)
    folded = typed.casefold()
    found = [(word, says) for word, says in known if word.startswith(typed)]
    found = found or [pair for pair in known if pair[0].casefold().startswith(folded)]
    return [CompletionItem(f"{before}{word}", help=says or None) for word, says in found]
