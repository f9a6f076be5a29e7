"""Bringing a manifest that people have edited up to date with its folder, edit by edit."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from posixpath import basename
from typing import Any

from trainbib.document import Document
from trainbib.generating.citing import DOCUMENTS, literal, size_of
from trainbib.generating.proposal import Builder, by_authority, described_folders
from trainbib.globs import GlobError, RuleMatcher
from trainbib.inventory import FileRow
from trainbib.pointers import pointer
from trainbib.sidecars.claims import Claims
from trainbib.values import as_list, as_mapping, is_mapping
from trainbib.writing import EditError, Editor


class Update:
    """One update: what changes, and the text that comes out.

    Args:
        document: The manifest as it is.
        rows: The new inventory.
        old_rows: The old inventory; empty if there was none.
        claims: What the metadata in the folder claims.
        inventory: The new section ``files.inventory``.
        root: Path of the folder, relative to the manifest.
        today: The day on which the metadata was read.

    Raises:
        EditError: If the manifest cannot be edited in place.
    """

    def __init__(
        self,
        document: Document,
        *,
        rows: Sequence[FileRow],
        old_rows: Sequence[FileRow],
        claims: Sequence[Claims],
        inventory: dict[str, object],
        root: str,
        today: date,
    ) -> None:
        self.editor = Editor(document)
        self.changes: list[str] = []
        self._data: Mapping[str, Any] = document.data if is_mapping(document.data) else {}
        self._rows, self._old_rows = rows, old_rows
        self._claims = claims
        self._root = root
        self._builder = Builder(root, today)
        self._builder.reserve(
            as_mapping(self._data.get("sources")), as_mapping(self._data.get("parties"))
        )
        self._newly_cited: list[FileRow] = []
        self._pin(inventory)
        self._add_parts()
        self._cite_the_rest()
        self._recount()
        self._write_entries()

    def _pin(self, inventory: dict[str, object]) -> None:
        files = self._data.get("files")
        if files is None:
            self.editor.insert("", "files", {"root": self._root, "inventory": inventory})
            self.changes.append("added the section `files`")
            return
        if not is_mapping(files) or "root" not in files:
            raise EditError("/files: says why there are no files; remove that to have them listed")
        if files["root"] != self._root:
            raise EditError(
                f"/files/root: the manifest is for `{files['root']}`, not `{self._root}`; "
                "give the folder that it names, or another --manifest"
            )
        pinned = files.get("inventory")
        if not is_mapping(pinned):
            self.editor.insert("/files", "inventory", inventory)
            self.changes.append("added `files.inventory`")
            return
        changed = False
        for name, value in inventory.items():
            if isinstance(value, dict):
                if not is_mapping(pinned.get(name)):
                    self.editor.insert("/files/inventory", name, value)
                    changed = True
                    continue
                for part, digest in value.items():
                    changed |= self._set(
                        f"/files/inventory/{name}", as_mapping(pinned[name]), part, digest
                    )
            else:
                changed |= self._set("/files/inventory", pinned, name, value)
        if changed:
            self.changes.append("pinned the new inventory")

    def _set(self, where: str, container: Mapping[str, object], name: str, value: object) -> bool:
        if name not in container:
            self.editor.insert(where, name, value)
        elif container[name] == value:
            return False
        else:
            self.editor.replace(pointer(*where.split("/")[1:], name), value)
        return True

    def _rules(self) -> list[Mapping[str, Any]]:
        return [
            rule if is_mapping(rule) else {}
            for rule in as_list(as_mapping(self._data.get("files")).get("cites"))
        ]

    def _matcher(self) -> RuleMatcher:
        patterns: list[list[str]] = []
        for rule in self._rules():
            paths = rule.get("paths")
            listed = [paths] if isinstance(paths, str) else as_list(paths)
            patterns.append([path for path in listed if isinstance(path, str)])
        try:
            return RuleMatcher(patterns)
        except GlobError as error:
            raise EditError(f"/files/cites: {error}") from error

    def _recount(self) -> None:
        """Count again what was the count of the old inventory; leave what a person changed."""
        if not self._old_rows:
            return
        matcher, rules = self._matcher(), self._rules()

        def by_source(rows: Sequence[FileRow]) -> dict[str, list[FileRow]]:
            grouped: dict[str, list[FileRow]] = defaultdict(list)
            for row in rows:
                rule = matcher.last_match(row.path)
                if rule is not None:
                    for key in as_list(rules[rule].get("sources")):
                        grouped[str(key)].append(row)
            return grouped

        old, new = by_source(self._old_rows), by_source(self._rows)
        for key, source in as_mapping(self._data.get("sources")).items():
            stated = as_mapping(as_mapping(source).get("size"))
            self._renumber(("sources", key, "size"), stated, size_of(old[key]), size_of(new[key]))
        stated = as_mapping(as_mapping(self._data.get("dataset")).get("size"))
        before = size_of(list({row.path: row for rows in old.values() for row in rows}.values()))
        cited = {row.path: row for rows in new.values() for row in rows}
        cited |= {row.path: row for row in self._newly_cited}
        self._renumber(("dataset", "size"), stated, before, size_of(list(cited.values())))

    def _renumber(
        self,
        path: tuple[str, ...],
        stated: Mapping[str, object],
        old: Mapping[str, object],
        new: Mapping[str, object],
    ) -> None:
        for name, value in stated.items():
            counted = new.get(name)
            if name in old and value == old[name] and counted is not None and counted != value:
                self.editor.replace(pointer(*path, name), counted)
                self.changes.append(f"counted `{'.'.join(path)}.{name}` again: {value} → {counted}")

    def _add_parts(self) -> None:
        """Add a source for each new folder that brings metadata of its own."""
        known = {row.path for row in self._old_rows}
        mentioned = [str(p) for rule in self._rules() for p in _patterns(rule)]
        for folder, claims in described_folders(self._claims).items():
            new = folder and all(claim.path not in known for claim in claims)
            if new and known and not any(p.startswith(literal(folder) + "/") for p in mentioned):
                inside = [row for row in self._rows if row.path.startswith(folder + "/")]
                self._add_source(
                    folder, folder, by_authority(claims), inside, [f"{literal(folder)}/**"]
                )

    def _cite_the_rest(self) -> None:
        """Add sources for files that no rule matches, a source for each folder at the top."""
        matcher = self._matcher()
        added = tuple(self._builder.sources)
        groups: dict[str, list[FileRow]] = defaultdict(list)
        documents: list[str] = []
        for row in self._rows:
            if matcher.last_match(row.path) is not None:
                continue
            if any(row.path.startswith(key + "/") for key in added):
                continue
            if DOCUMENTS.fullmatch(basename(row.path)):
                documents.append(row.path)
            else:
                groups[row.path.partition("/")[0] if "/" in row.path else ""].append(row)
        for folder, rows in sorted(groups.items()):
            name = folder or as_mapping(self._data.get("dataset")).get("name")
            pattern = f"{literal(folder)}/**" if folder else None
            patterns = [pattern] if pattern else [literal(row.path) for row in rows]
            self._add_source(str(name), folder, [], rows, patterns)
        if documents:
            self._cite([literal(path) for path in documents], {"none": "documentation, not data"})

    def _add_source(
        self,
        name: str,
        folder: str,
        claims: list[Claims],
        rows: list[FileRow],
        patterns: list[str],
    ) -> None:
        key = self._builder.key(name)
        self._newly_cited.extend(rows)
        self._builder.source(key, "", claims, rows, folder or name)
        self._cite(patterns, [key])

    def _cite(self, patterns: list[str], sources: object) -> None:
        rule = {"paths": patterns[0] if len(patterns) == 1 else patterns, "sources": sources}
        files = self._data.get("files")
        if is_mapping(files) and isinstance(files.get("cites"), list) and files["cites"]:
            self.editor.append("/files/cites", rule)
        else:
            raise EditError(
                "/files/cites: there are no citing rules to add to; write "
                '`cites: [{paths: "**", sources: [KEY]}]` under `files`'
            )
        shown = patterns[0] + (f" and {len(patterns) - 1} more" if len(patterns) > 1 else "")
        self.changes.append(f"added a citing rule for `{shown}`")

    def _write_entries(self) -> None:
        sections = (
            ("parties", self._builder.parties),
            ("licenses", self._builder.licences.terms),
            ("sources", self._builder.sources),
        )
        for section, entries in sections:
            present = as_mapping(self._data.get(section))
            for key, entry in entries.items():
                if key in present:
                    continue
                if present:
                    self.editor.insert(pointer(section), key, entry)
                else:
                    self.editor.insert("", section, entries)
                self.changes.append(f"added `{section}.{key}`")
                if not present:
                    break


def _patterns(rule: Mapping[str, Any]) -> list[object]:
    paths = rule.get("paths")
    return [paths] if isinstance(paths, str) else as_list(paths)
