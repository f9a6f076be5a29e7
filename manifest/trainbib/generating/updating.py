"""Bringing a manifest that people have edited up to date with its folder, edit by edit."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from trainbib.document import Document
from trainbib.generating.amounts import FolderAmount, amounts_by_folder, amounts_by_source
from trainbib.generating.citing import document_patterns, literal, path_patterns, size_of
from trainbib.generating.licences import license_of
from trainbib.generating.listing import Listing, OldListing
from trainbib.generating.proposal import Builder, by_authority, described_folders
from trainbib.globs import GlobError, RuleMatcher
from trainbib.inventory.pieces import Totals
from trainbib.inventory.row import path_bytes
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, is_gap, is_mapping
from trainbib.writing import EditError, Editor

if TYPE_CHECKING:
    from trainbib.sidecars.claims import Claims


class Update:
    """One update: what changes, and the text that comes out.

    Args:
        document: The manifest as it is.
        rows: The new inventory; like the old one it is read several times, and never held.
        old_rows: The old inventory; empty if there was none.
        same_rows: Whether the rows of both are the same.
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
        rows: Listing,
        old_rows: OldListing,
        same_rows: bool,
        claims: "Sequence[Claims]",
        inventory: dict[str, object],
        root: str,
        today: date,
    ) -> None:
        self.editor = Editor(document)
        self.changes: list[str] = []
        self._data: Mapping[str, Any] = document.data if is_mapping(document.data) else {}
        self._rows, self._old_rows, self._same_rows = rows, old_rows, same_rows
        self._claims = claims
        self._root = root
        self._builder = Builder(root, today)
        self._builder.reserve(
            as_mapping(self._data.get("sources")), as_mapping(self._data.get("parties"))
        )
        self._new_rules: list[dict[str, object]] = []
        self._pin(inventory)
        self._add_parts()
        self._cite_the_rest()
        self._recount()
        self._observe_licences()
        self._write_entries()

    def _pin(self, inventory: dict[str, object]) -> None:
        files = self._data.get("files")
        if files is None:
            section = {"root": self._root, "inventory": inventory, "cites": self._first_rules()}
            self.editor.insert("", "files", section)
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
        if not as_list(files.get("cites")) and "cites" not in files:
            self.editor.insert("/files", "cites", self._first_rules())
            self.changes.append("added `files.cites`")
        if is_gap(pinned):
            raise EditError(
                "/files/inventory: says why there is no inventory; remove that to have one"
            )
        if not is_mapping(pinned):
            self.editor.insert("/files", "inventory", inventory)
            self.changes.append("added `files.inventory`")
            return
        changed = False
        for name, value in inventory.items():
            if is_gap(pinned.get(name)):
                continue  # as where the inventory is that a publisher keeps private
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

    def _first_rules(self) -> list[dict[str, object]]:
        """Propose rules for a manifest that has none: its one source is what the files come from.

        With several sources nobody but a person can say; each folder then gets one of its own.
        """
        sources = list(as_mapping(self._data.get("sources")))
        folders, documents = self._by_folder()
        if len(sources) == 1:
            self._new_rules.append({"paths": "**", "sources": sources})
        else:
            for folder, found in sorted(folders.items()):
                name = folder or str(as_mapping(self._data.get("dataset")).get("name"))
                key = self._builder.key(name)
                self._builder.source(key, "", [], found.totals, name)
                paths: object = (
                    f"{literal(folder)}/**" if folder else path_patterns(found.paths, self._rows)
                )
                self._new_rules.append({"paths": paths, "sources": [key]})
        every = [path for paths in documents.values() for path in paths]
        if every:
            every.sort(key=path_bytes)
            paths = document_patterns(every, self._rows)
            self._new_rules.append({"paths": paths, "sources": _NO_DATA})
        return self._new_rules or [{"paths": "**", "sources": _NO_DATA}]

    def _by_folder(
        self, wanted: Callable[[str], bool] = lambda _: True
    ) -> tuple[dict[str, FolderAmount], dict[str, list[str]]]:
        return amounts_by_folder(self._rows, {claim.path for claim in self._claims}, wanted)

    def _rules(self) -> list[Mapping[str, Any]]:
        cites = as_list(as_mapping(self._data.get("files")).get("cites"))
        return [rule if is_mapping(rule) else {} for rule in cites]

    def _sources_of(self, rules: Sequence[Mapping[str, Any]]) -> Callable[[str], list[object]]:
        """Return a function from a path to the sources that the file cites."""
        patterns = [[p for p in _patterns(rule) if isinstance(p, str)] for rule in rules]
        matcher = _matcher(patterns)

        def sources(path: str) -> list[object]:
            rule = matcher.last_match(path)
            return [] if rule is None else as_list(rules[rule].get("sources"))

        return sources

    def _recount(self) -> None:
        """Count again what was the count of the old inventory; leave what a person changed."""
        if not self._old_rows or (self._same_rows and not self._new_rules):
            return
        dataset = as_mapping(self._data.get("dataset"))
        sources = as_mapping(self._data.get("sources"))
        counted = {"": dataset, **sources}
        if not any(as_mapping(as_mapping(entry).get("size")) for entry in counted.values()):
            return
        rules = self._rules()
        before = amounts_by_source(self._old_rows, self._sources_of(rules))
        after = amounts_by_source(self._rows, self._sources_of([*rules, *self._new_rules]))
        for key, source in sources.items():
            stated = as_mapping(as_mapping(source).get("size"))
            old, new = (size_of(cited.by_source[key]) for cited in (before, after))
            self._renumber(("sources", key, "size"), stated, old, new)
        stated = as_mapping(dataset.get("size"))
        self._renumber(("dataset", "size"), stated, size_of(before.whole), size_of(after.whole))

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
        parts = described_folders(self._claims)
        if not any(parts) or not self._old_rows:
            return
        named = {claim.path for found in parts.values() for claim in found}
        known = {row.path for row in self._old_rows if row.path in named}
        mentioned = [str(p) for rule in self._rules() for p in _patterns(rule)]
        for folder, claims in parts.items():
            new = folder and all(claim.path not in known for claim in claims)
            if not new or any(p.startswith(literal(folder) + "/") for p in mentioned):
                continue
            top = folder.partition("/")[0]
            folders, documents = self._by_folder(_is_below(folder))
            totals = folders[top].totals if top in folders else Totals()
            named_there = documents.get(top, [])
            pattern = f"{literal(folder)}/**"
            self._add_source(folder, by_authority(claims), totals, named_there, pattern)

    def _cite_the_rest(self) -> None:
        """Add sources for files that no rule matches, a source for each folder at the top."""
        rules = [*self._rules(), *self._new_rules]
        matcher = _matcher([[str(p) for p in _patterns(rule)] for rule in rules])
        if any("**" in _patterns(rule) for rule in rules):
            return  # that covers every path: nothing has to be read
        folders, documents = self._by_folder(lambda path: matcher.last_match(path) is None)
        for folder in sorted({*folders, *documents}):
            data = folders.get(folder)
            named = documents.get(folder, [])
            if data is None:
                self._cite(document_patterns(named, self._rows), _NO_DATA)
            elif folder:
                self._add_source(folder, [], data.totals, named, f"{literal(folder)}/**")
            else:
                name = str(as_mapping(self._data.get("dataset")).get("name"))
                self._add_source(
                    name, [], data.totals, named, *path_patterns(data.paths, self._rows)
                )

    def _add_source(
        self,
        name: str,
        claims: "list[Claims]",
        totals: Totals,
        documents: list[str],
        *patterns: str,
    ) -> None:
        key = self._builder.key(name)
        self._builder.source(key, "", claims, totals, name)
        self._cite(list(patterns), [key])
        if documents:
            self._cite(document_patterns(documents, self._rows), _NO_DATA)

    def _cite(self, patterns: list[str], sources: object) -> None:
        paths = patterns[0] if len(patterns) == 1 else patterns
        rule: dict[str, object] = {"paths": paths, "sources": sources}
        files = self._data.get("files")
        if is_mapping(files) and isinstance(files.get("cites"), list) and files["cites"]:
            self.editor.append("/files/cites", rule)
        else:
            raise EditError(
                "/files/cites: there are no citing rules to add to; write "
                '`cites: [{paths: "**", sources: [KEY]}]` under `files`'
            )
        self._new_rules.append(rule)
        shown = patterns[0] + (f" and {len(patterns) - 1} more" if len(patterns) > 1 else "")
        self.changes.append(f"added a citing rule for `{shown}`")

    def _observe_licences(self) -> None:
        """Add licence statements that metadata did not make before beside those that it did."""
        for folder, claims in described_folders(self._claims).items():
            pattern = f"{literal(folder)}/**" if folder else "**"
            keys = next(
                (
                    as_list(rule.get("sources"))
                    for rule in self._rules()
                    if pattern in _patterns(rule)
                ),
                [],
            )
            if len(keys) != 1:
                continue
            source = as_mapping(as_mapping(self._data.get("sources")).get(str(keys[0])))
            present = as_mapping(source.get("license")).get("observations")
            if not isinstance(present, list):
                continue
            known = [_statement(item) for item in present]
            for found in as_list(
                license_of(by_authority(claims), self._builder.licences).get("observations")
            ):
                if _statement(found) not in known and is_mapping(found):
                    self.editor.append(
                        pointer("sources", str(keys[0]), "license", "observations"), found
                    )
                    said = found.get("expression", found.get("as_found", "a licence"))
                    self.changes.append(f"`{found.get('path')}` now says `{said}` of `{keys[0]}`")

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


_NO_DATA = {"none": "documentation, not data"}


def _statement(observation: object) -> tuple[object, ...]:
    """Return what an observation says and where, but not when."""
    entry = as_mapping(observation)
    return tuple(entry.get(name) for name in ("at", "as_found", "expression", "path"))


def _matcher(patterns: Sequence[Sequence[str]]) -> RuleMatcher:
    """Compile the patterns of rules.

    Raises:
        EditError: One of them is not valid.
    """
    try:
        return RuleMatcher(patterns)
    except GlobError as error:
        raise EditError(f"/files/cites: {error}") from error


def _is_below(folder: str) -> Callable[[str], bool]:
    """Return what says whether a path leads below a folder."""
    prefix = f"{folder}/"
    return lambda path: path.startswith(prefix)


def _patterns(rule: Mapping[str, Any]) -> list[object]:
    paths = rule.get("paths")
    return [paths] if isinstance(paths, str) else as_list(paths)
