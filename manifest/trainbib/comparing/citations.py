"""What files cite, before and after: the last citing rule that matches a file holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from trainbib.comparing.changes import Level
from trainbib.comparing.folders import EXAMPLES
from trainbib.comparing.model import Change, Entity, canonical_text
from trainbib.comparing.wording import dotted, transition
from trainbib.globs import GlobError, RuleMatcher, compile_glob
from trainbib.numerals import grouped
from trainbib.pointers import pointer
from trainbib.values import as_list, is_mapping

_ASPECTS = ("sources", "labellers", "split")


@dataclass(slots=True)
class _Group:
    """Files that went from one citing rule to another."""

    count: int = 0
    examples: list[str] = field(default_factory=list[str])
    digest: bytes = b""


class CitingRules:
    """The citing rules of one manifest."""

    def __init__(
        self, files: Mapping[str, object], renames: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        """Read the rules.

        Args:
            files: The section ``files``.
            renames: For each section the old keys that have a new one.
        """
        self.renames = renames or {}
        self.invalid: list[str] = []
        self.written = [rule for rule in as_list(files.get("cites")) if is_mapping(rule)]
        self.patterns = [self._patterns(rule) for rule in self.written]
        self.cited = [self._cited(rule) for rule in self.written]
        self.matcher = RuleMatcher(self.patterns)

    def _patterns(self, rule: Mapping[str, object]) -> list[str]:
        paths = rule.get("paths")
        valid: list[str] = []
        for pattern in [paths] if isinstance(paths, str) else as_list(paths):
            try:
                compile_glob(str(pattern))
                valid.append(str(pattern))
            except GlobError:
                self.invalid.append(str(pattern))
        return valid

    def _cited(self, rule: Mapping[str, object]) -> dict[str, object]:
        """Return what a rule cites, with new keys for old ones and lists in order."""
        cited: dict[str, object] = {}
        for aspect in _ASPECTS:
            value = rule.get(aspect)
            if isinstance(value, list):
                keys = self.renames.get(aspect, {})
                value = sorted(keys.get(key, key) for key in value if isinstance(key, str))
            if value is not None:
                cited[aspect] = value
        return cited

    def same_as(self, other: "CitingRules") -> bool:
        """Tell whether both have the same rules in the same order."""
        return self.patterns == other.patterns and self.cited == other.cited


class CitationCounter:
    """Collects, file by file, where citations differ; holds a group for each pair of rules."""

    def __init__(self, old: CitingRules, new: CitingRules) -> None:
        self.old = old
        self.new = new
        self.files: dict[tuple[int | None, int | None], _Group] = {}
        self._differ: dict[tuple[int | None, int | None], bool] = {}

    def kept(self, path: str) -> None:
        """Take in a file that has the same path before and after."""
        self.moved(path, path)

    def moved(self, old_path: str, new_path: str) -> None:
        """Take in a file by its old and its new path."""
        pair = self.old.matcher.last_match(old_path), self.new.matcher.last_match(new_path)
        differ = self._differ.get(pair)
        if differ is None:
            differ = self._differ[pair] = self._cited(*pair)[0] != self._cited(*pair)[1]
        if not differ:
            return
        group = self.files.setdefault(pair, _Group())
        group.count += 1
        path = new_path.encode("utf-8", "surrogatepass")
        group.digest = sha256(group.digest + path).digest()
        if len(group.examples) < EXAMPLES:
            group.examples.append(new_path)

    def _cited(
        self, old: int | None, new: int | None
    ) -> tuple[Mapping[str, object], Mapping[str, object]]:
        return (
            {} if old is None else self.old.cited[old],
            {} if new is None else self.new.cited[new],
        )

    def changes(self) -> Iterator[Change]:
        """Yield a change for each pair of rules whose citations differ."""
        for (old, new), group in self.files.items():
            before, after = self._cited(old, new)
            changed = [name for name in _ASPECTS if before.get(name) != after.get(name)]
            single = group.count == 1
            what = f"file `{group.examples[0]}`" if single else f"{grouped(group.count)} files"
            detail = "; ".join(
                f"{name}: {transition(before.get(name), after.get(name))}" for name in changed
            )
            place = group.examples[0] if single else _common_folder(group.examples)
            # Which split a file is in says how it is used, not where it is from.
            code = "DIF210" if changed == ["split"] else "DIF208"
            verb = "is" if single else "are"
            now = (
                f"{verb} now in another split"
                if code == "DIF210"
                else (f"{'cites' if single else 'cite'} otherwise than before")
            )
            yield Change(
                code,
                Entity("file" if single else "folder", place),
                Level.NOTABLE,
                f"{what} {now}: {detail}",
                detail=detail,
                field="cites",
                old={name: before[name] for name in changed if name in before} or None,
                new={name: after[name] for name in changed if name in after} or None,
                old_pointer=None if old is None else pointer("files", "cites", old),
                new_pointer=None if new is None else pointer("files", "cites", new),
                count=group.count,
                examples=tuple(group.examples),
                digest=group.digest.hex()[:16],
            )


def _common_folder(paths: Sequence[str]) -> str:
    """Return the folder that holds all of some paths."""
    shared: list[str] = []
    for parts in zip(*(path.split("/")[:-1] for path in paths), strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return "/".join(shared) or "."


def rule_changes(old: CitingRules, new: CitingRules) -> Iterator[Change]:
    """Compare the rules themselves, for when there are no files to ask.

    Rules are matched by their patterns; a rule that only changed its place among the others counts
    too, since the last one that matches holds.
    """
    before, after = _by_patterns(old), _by_patterns(new)
    for patterns in dict.fromkeys((*before, *after)):
        left, right = before.get(patterns), after.get(patterns)
        was = None if left is None else old.cited[left]
        now = None if right is None else new.cited[right]
        if was == now:
            continue
        verb = "was added" if was is None else "was removed" if now is None else "cites otherwise"
        detail = transition(was, now)
        yield Change(
            "DIF208",
            Entity("files"),
            Level.NOTABLE,
            f"the citing rule for `{patterns}` {verb}: {detail}; which files that concerns is not "
            "known without the inventory",
            detail=f"{patterns}: {detail}",
            field=dotted(("cites", f"[{patterns}]")),
            old=was,
            new=now,
            old_pointer=None if left is None else pointer("files", "cites", left),
            new_pointer=None if right is None else pointer("files", "cites", right),
        )
    if before.keys() == after.keys() and list(before) != list(after):
        yield Change(
            "DIF208",
            Entity("files"),
            Level.NOTABLE,
            "the citing rules stand in another order, and the last one that matches a file holds",
            detail="another order",
            field="cites",
            old=list(before),
            new=list(after),
            old_pointer="/files/cites",
            new_pointer="/files/cites",
        )


def rewritten(old: CitingRules, new: CitingRules) -> Change:
    """Return the change of rules that were rewritten without effect on any file."""
    return Change(
        "DIF401",
        Entity("files"),
        Level.INFO,
        "the citing rules were rewritten; every file cites what it cited before",
        detail="rewritten without effect",
        field="cites",
        old=[canonical_text(rule) for rule in old.written] or None,
        new=[canonical_text(rule) for rule in new.written] or None,
        old_pointer="/files/cites" if old.written else None,
        new_pointer="/files/cites" if new.written else None,
    )


def _by_patterns(rules: CitingRules) -> dict[str, int]:
    """Return the index of each rule by its patterns; of equal ones, the last that holds."""
    found: dict[str, int] = {}
    for index, patterns in enumerate(rules.patterns):
        name = ", ".join(sorted(patterns))
        found.pop(name, None)
        found[name] = index
    return found
