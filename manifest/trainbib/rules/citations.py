"""How the files of an inventory cite: the citing rules, and what each of them holds for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from trainbib.diagnostics import FEW
from trainbib.globs import GlobError, RuleMatcher, compile_glob
from trainbib.inventory.row import ADVICE, OutsideError, UnsupportedError
from trainbib.inventory.rows import InventoryError, read_inventory
from trainbib.media_families import BY_ENDING
from trainbib.rules.file_tally import FileTally
from trainbib.values import as_list, is_mapping

CitingRules: TypeAlias = Sequence[tuple[list[str], Mapping[str, object]]]
"""Patterns and citing rule, in order; a rule with an invalid pattern has none."""


class InventoryFault(NamedTuple):
    """Why an inventory cannot be read.

    Attributes:
        kind: Whether it is ``missing``, though named; ``unreadable``, the file or a row of it;
            names a path that leads ``outside`` the folder of the files; or is ``unsupported``, so
            that it may be sound, and cannot be read by this installation.
        reason: As a clause, with the line if there is one, and without the name of the file.
    """

    kind: Literal["missing", "unreadable", "outside", "unsupported"]
    reason: str


@dataclass(slots=True)
class Citations:
    """How the files of the inventory cite, counted in one pass over it.

    Attributes:
        files: How many files there are.
        bytes: Their sizes added up.
        per_rule: How many files each citing rule holds for.
        matched: For each rule that holds for no file, how many it matches all the same.
        overridden_by: For each of those, the rules that took its files.
        uncited: How many files no rule matches.
        uncited_sample: The first of them, as many as are told apart.
        tally: What they add up to, by citing rule and media type, and what is odd about them.
    """

    files: int = 0
    bytes: int = 0
    per_rule: Counter[int] = field(default_factory=Counter[int])
    matched: Counter[int] = field(default_factory=Counter[int])
    overridden_by: dict[int, set[int]] = field(default_factory=dict[int, set[int]])
    uncited: int = 0
    uncited_sample: list[str] = field(default_factory=list[str])
    tally: FileTally = field(default_factory=FileTally)


def read_citing_rules(cites: object) -> CitingRules:
    """Read the list ``files.cites`` of a manifest, of whatever shape."""
    rules: list[tuple[list[str], Mapping[str, object]]] = []
    for rule in as_list(cites):
        if not is_mapping(rule):
            rules.append(([], {}))
            continue
        paths = rule.get("paths")
        patterns = [paths] if isinstance(paths, str) else as_list(paths)
        rules.append(([p for p in patterns if isinstance(p, str) and _compiles(p)], rule))
    return rules


def _compiles(pattern: str) -> bool:
    try:
        compile_glob(pattern)
    except GlobError:
        return False
    return True


def count_citations(
    inventory: Path, rules: CitingRules
) -> tuple[Citations | None, InventoryFault | None]:
    """Go through an inventory and count how its files cite.

    Returns:
        What was counted, or why the inventory cannot be read.
    """
    splits = [rule.get("split") for _, rule in rules]
    counted = Citations(tally=FileTally(splits, BY_ENDING))
    matcher = RuleMatcher([patterns for patterns, _ in rules])
    try:
        if inventory.exists() and not inventory.is_file():  # a named pipe would be waited for
            return None, InventoryFault("unreadable", "it is no regular file")
        for row in read_inventory(inventory):
            counted.files += 1
            counted.bytes += row.bytes
            last = matcher.last_match(row.path)
            counted.tally.add(row, last)
            if last is not None:
                counted.per_rule[last] += 1
                continue
            counted.uncited += 1
            if len(counted.uncited_sample) < FEW:
                counted.uncited_sample.append(row.path)
        _count_idle_rules(counted, inventory, rules, matcher)
    except (InventoryError, OSError) as error:
        return None, _fault(inventory, error)
    return counted, None


_LONGEST = 240
"""Characters of a reason; it quotes what stands in the row."""


def _fault(inventory: Path, error: InventoryError | OSError) -> InventoryFault:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return InventoryFault("missing", "there is no such file")
    if isinstance(error, OSError):
        return InventoryFault("unreadable", (error.strerror or str(error)).casefold())
    reason = str(error).removeprefix(str(inventory)).lstrip(",: ").removesuffix(f": {ADVICE}")
    if len(reason) > _LONGEST:
        reason = reason[:_LONGEST] + "…"
    if isinstance(error, UnsupportedError):
        return InventoryFault("unsupported", reason)
    return InventoryFault("outside" if isinstance(error, OutsideError) else "unreadable", reason)


def _count_idle_rules(
    counted: Citations, inventory: Path, rules: CitingRules, matcher: RuleMatcher
) -> None:
    """Go through the inventory again for the rules that hold for no file, if there are any."""
    idle = {
        index: [compile_glob(pattern) for pattern in patterns]
        for index, (patterns, _) in enumerate(rules)
        if patterns and not counted.per_rule[index]
    }
    if not idle:
        return
    for row in read_inventory(inventory):
        for index, globs in idle.items():
            if any(glob.matches(row.path) for glob in globs):
                counted.matched[index] += 1
                last = matcher.last_match(row.path)
                if last is not None:
                    counted.overridden_by.setdefault(index, set()).add(last)
