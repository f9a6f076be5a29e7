"""The catalogue of checks and kinds of change, as the terminal shows it."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from trainbib_cli.exits import CannotError

if TYPE_CHECKING:
    from trainbib.comparing.changes import ChangeKind
    from trainbib.rules import Rule


@dataclass(frozen=True, slots=True)
class Entry:
    """One check, or one kind of change.

    Attributes:
        code: Its code.
        name: Its name.
        level: Severity, or the level of a change.
        summary: One line.
        page: The page, Markdown.
        facts: Further facts for programs.
    """

    code: str
    name: str
    level: str
    summary: str
    page: str
    facts: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def family(self) -> str:
        """Return the three letters of the code."""
        return self.code[:3]

    @property
    def conditions(self) -> list[str]:
        """When it runs, and whether it offers a repair, in a few words each."""
        found: list[str] = []
        if self.facts.get("pedantic"):
            found.append("only with --persona pedantic")
        if self.facts.get("online"):
            found.append("only with --online")
        profiles = self.facts.get("profiles")
        if isinstance(profiles, list) and profiles:
            found.append(f"only in {' and '.join(map(str, profiles))}")
        if self.facts.get("fix"):
            found.append(f"{self.facts['fix']} repair")
        return found

    def as_json(self) -> dict[str, object]:
        """Return what programs are told, the page left out."""
        return {
            "code": self.code,
            "name": self.name,
            "summary": self.summary,
            "family": self.family,
            **self.facts,
        }


def entries() -> list[Entry]:
    """Return all checks, in the order in which they run, then all kinds of change."""
    from trainbib.comparing.changes import KINDS
    from trainbib.rules import RULES

    return [*map(_of_rule, RULES), *map(_of_kind, KINDS)]


def _of_rule(rule: "Rule") -> Entry:
    return Entry(
        code=rule.code,
        name=rule.name,
        level=str(rule.severity),
        summary=rule.summary,
        page=textwrap.dedent(rule.page or "").strip(),
        facts={
            "severity": str(rule.severity),
            "origin": rule.origin,
            "pedantic": rule.pedantic,
            "profiles": list(rule.profiles),
            "online": rule.online,
            "fix": rule.fix,
            "since": rule.since,
        },
    )


def _of_kind(kind: "ChangeKind") -> Entry:
    return Entry(
        code=kind.code,
        name=kind.name,
        level=str(kind.level),
        summary=kind.summary,
        page=f"{kind.summary}.\n\n{kind.page.strip()}",
        facts={
            "class": kind.class_,
            "levels": [str(level) for level in kind.levels],
            "origin": "diff",
            "since": kind.since,
        },
    )


def entry_of(wanted: str, known: Sequence[Entry]) -> Entry:
    """Return the check of a code or a name, however it is capitalised.

    Raises:
        CannotError: If there is none; the nearest are offered.
    """
    folded = wanted.casefold()
    for entry in known:
        if folded in {entry.code.casefold(), entry.name}:
            return entry
    from trainbib.conformance.wording import did_you_mean, one_of

    near = did_you_mean(wanted.upper(), [entry.code for entry in known], most=2)
    near += did_you_mean(folded, [entry.name for entry in known], most=2)
    hint = f"did you mean {one_of(near)}?" if near else "`trainbib rules` lists them"
    raise CannotError(f"there is no check `{wanted}`; {hint}")


_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```[ ]*$", re.DOTALL | re.MULTILINE)


def plain_text(markdown: str) -> str:
    """Turn a page into plain text: fenced blocks are indented, the rest reads as it is."""
    return _FENCE.sub(lambda block: textwrap.indent(block[1].rstrip("\n"), "    "), markdown)
