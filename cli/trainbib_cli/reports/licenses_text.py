"""The report of ``licenses`` for a terminal: like sources together, the worst first."""

import textwrap
from collections.abc import Iterator

from trainbib.licensing.verdicts import Reason, Verdict
from trainbib_cli.reports.licenses_wording import (
    FOOTER,
    Group,
    JudgedManifest,
    choices,
    groups,
    judged_for,
    shown_reasons,
    totals,
    why,
)
from trainbib_cli.reports.wording import counted
from trainbib_cli.terminal import Style, printable, printable_path

_COLUMN = 10
_SOURCE = "SOURCE"
_WIDEST = 40
_MOST_KEYS = 8
_SEVERITY = {Verdict.CONFLICT: "error", Verdict.REVIEW: "warning", Verdict.OK: "info"}


def render(judged: JudgedManifest, *, width: int, show_all: bool, style: Style) -> Iterator[str]:
    """Yield the report on one manifest line by line, each with its line feed.

    Args:
        judged: What to report.
        width: Columns of the terminal.
        show_all: Whether to name every source, and to show notes beside reasons.
        style: Colours.
    """
    mixture = judged.mixture
    verdict = style.severity(str(mixture.verdict).upper(), _SEVERITY[mixture.verdict])
    yield f"{style.strong(printable_path(judged.path))}   {verdict}\n"
    yield from _wrapped(f"Judged for {judged_for(judged)}.", width, 0)
    yield "\n"
    found = groups(mixture)
    names = [_name(group) for group in found]
    column = max([len(_SOURCE), *(len(name) for name in names if len(name) <= _WIDEST)])
    yield style.strong(f"{'VERDICT':<{_COLUMN}}{_SOURCE:<{column}}   LICENCE") + "\n"
    for group, name in zip(found, names, strict=True):
        word = style.severity(f"{group.verdict!s:<{_COLUMN}}", _SEVERITY[group.verdict])
        yield f"{word}{name:<{column}}   {printable(_short(group.license))}\n"
        if len(group.keys) > 1:
            yield from _wrapped(_keys(group, show_all=show_all), width, _COLUMN)
        for reason in shown_reasons(group.reasons, show_all=show_all):
            yield from _wrapped(why(reason, group.license, group.verdict), width, _COLUMN)
            for line in _wrapped(_fact(reason), width, _COLUMN + 2):
                yield style.quiet(line.rstrip("\n")) + "\n"
    yield "\n"
    yield totals(mixture) + "\n"
    if choices(mixture):
        yield from _wrapped(choices(mixture) + ".", width, 0)


def footer() -> str:
    """Return what stands once below all manifests."""
    return f"\n{FOOTER}\n"


def _name(group: Group) -> str:
    return printable(group.keys[0]) if len(group.keys) == 1 else counted(len(group.keys), "source")


def _keys(group: Group, *, show_all: bool) -> str:
    keys = group.keys if show_all else group.keys[:_MOST_KEYS]
    more = len(group.keys) - len(keys)
    return ", ".join(keys) + (f" and {more} more (--all names them)" if more else "")


def _fact(reason: Reason) -> str:
    return f"{reason.attribute}: {reason.value}   from {reason.origin}"


def _short(text: str) -> str:
    return text if len(text) <= 2 * _WIDEST else f"{text[: 2 * _WIDEST]}…"


def _wrapped(text: str, width: int, indent: int) -> Iterator[str]:
    lines = textwrap.wrap(
        printable(text),
        max(_WIDEST, width - indent),
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
    for line in lines:
        # A key may begin a line; a CI runner would obey it if it begins with two colons.
        shown = f"\\x3a{line[1:]}" if line.startswith("::") else line
        yield " " * indent + shown + "\n"
