"""What rules look at: the manifest in a shape that tolerates faults, and what is derived once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from trainbib.alike import Fields, Found
from trainbib.document import Document
from trainbib.inventory.rows import InventoryError, read_inventory
from trainbib.named_paths import named_path
from trainbib.rules.citations import (
    Citations,
    CitingRules,
    InventoryFault,
    count_citations,
    read_citing_rules,
)
from trainbib.rules.columns import Columns, read_columns
from trainbib.rules.disk import DiskComparison, compare_with_disk
from trainbib.rules.licence_statements import LicenceStatements
from trainbib.rules.lineage import follow, online_fetcher
from trainbib.rules.overview import Overview, overview
from trainbib.rules.pins import Pin, pins
from trainbib.rules.references import reference_places
from trainbib.rules.typed import TypedValues, typed_values
from trainbib.rules.upstream import Lineage
from trainbib.rules.words import empty_reasons
from trainbib.settings import Settings
from trainbib.values import (
    as_mapping,
    as_texts,
    entries_of,
    is_gap,
    is_mapping,
)

if TYPE_CHECKING:
    from trainbib.disclosure.answers import Filing
    from trainbib.disclosure.reading import Reading
    from trainbib.licensing.verdicts import Mixture
    from trainbib.online.results import OnlineResults
    from trainbib.rules.base import Rule
    from trainbib.withdrawals.catalogue import Catalogue
    from trainbib.withdrawals.exposure import Exposure
    from trainbib.withdrawals.local import Sources as KnownSources

T = TypeVar("T")

Entry = Mapping[str, object]
"""A well-formed entry of a section: a mapping of fields."""


class Context:
    """One manifest under check.

    Sections hold only entries that are mappings, so that rules need no type checks of their own;
    what is not a mapping has been reported by the schema.

    Args:
        document: The manifest.
        settings: What the user set.
        rules: Those that may run: what they need of the network is asked for all of them at once.
    """

    def __init__(
        self, document: Document, settings: Settings, rules: "Sequence[Rule]" = ()
    ) -> None:
        self.document = document
        self.settings = settings
        self._rules = rules
        self.data: Entry = document.data if is_mapping(document.data) else {}
        self._filings: dict[str, Filing] = {}

    @cached_property
    def profiles(self) -> frozenset[str]:
        """The profiles in force: those that the manifest names, and those that were asked for."""
        named = as_texts(self.data.get("profiles"))
        return frozenset((*named, *self.settings.profiles))

    @cached_property
    def folder(self) -> Path | None:
        """The folder of the manifest; None if it was not read from a file, or is to be let be."""
        if not self.settings.use_folder:
            return None
        path = Path(self.document.path)
        try:
            return path.parent if path.is_file() else None
        except OSError:  # no file can have such a name
            return None

    def filing(self, regime: str) -> "Filing":
        """Return the form of a regime, filled from the manifest.

        Raises:
            KeyError: There is no such regime.
        """
        if regime not in self._filings:
            from trainbib.disclosure.filing import fill_from

            self._filings[regime] = fill_from(self._reading, regime, with_digest=False)
        return self._filings[regime]

    @cached_property
    def _reading(self) -> "Reading":
        """The manifest as forms ask it; they share what was worked out."""
        from trainbib.disclosure.reading import Reading

        return Reading(
            self.data, folder=self.folder, today=self.settings.today, known=self.source_values
        )

    @cached_property
    def dataset(self) -> Entry:
        """The training set as a whole."""
        return as_mapping(self.data.get("dataset"))

    @cached_property
    def parties(self) -> dict[str, Entry]:
        """Parties by key."""
        return entries_of(self.data.get("parties"), with_gaps=True)

    @cached_property
    def licenses(self) -> dict[str, Entry]:
        """Licence terms by identifier."""
        return entries_of(self.data.get("licenses"), with_gaps=True)

    @cached_property
    def sources(self) -> dict[str, Entry]:
        """Sources by citation key."""
        return entries_of(self.data.get("sources"), with_gaps=True)

    @cached_property
    def source_fields(self) -> frozenset[str]:
        """The fields of the schema that any source has: others need not be looked for in each."""
        return self.overview.fields_at("sources.*")

    @cached_property
    def source_kinds(self) -> frozenset[str]:
        """The kinds that any source is of."""
        return frozenset(self.overview.texts("sources.*.kind"))

    def of_sources(self, place: str) -> list[Any]:
        """Return the values that sources have at a place, in their order.

        Args:
            place: Below the source, such as ``license``. What is inside a field, such as
                ``rights.holders``, may be there once for several sources that have the same.
        """
        return self.overview.values(f"sources.*.{place}")

    @property
    def source_values(self) -> Fields:
        """What sources have in a field, those that are alike looked at once."""
        return self.overview.sources

    def each_source(self, name: str, tell: Callable[[object], T]) -> list[T]:
        """Return what is told of each source by a field, in the order of the sources.

        Args:
            name: Of the field.
            tell: Takes what stands there, None where nothing does; it is asked once for all sources
                that have the same.
        """
        return self.source_values.told(name, tell)

    def sources_where(
        self, names: Iterable[str], tell: Callable[[Entry], T]
    ) -> Iterator[tuple[str, Entry, T]]:
        """Yield the sources of which something is told, in their order, each with its key.

        Args:
            names: Of all fields that it is told from.
            tell: Asked once for all sources that have the same in them; nothing is what is false.
        """
        keys: list[str] = []
        for place, told in self.source_values.together(*names).where(tell):
            keys = keys or list(self.sources)
            yield keys[place], self.source_values.entries[place], told

    def find_in_sources(
        self, names: Iterable[str], find: Callable[[str, Entry], Iterable[T]]
    ) -> Found[T]:
        """Return what is found in the sources, in their order.

        A rule that returns it as it is lets `check` count what is not listed, and not write it.

        Args:
            names: Of all fields that tell what there is to find.
            find: Takes a key and a source. It is asked once for all sources that have the same in
                those fields, and for each of them only if it found something.
        """
        keys, entries = list(self.sources), self.source_values.entries
        alike = self.source_values.together(*names)
        return alike.found(lambda place: find(keys[place], entries[place]))

    def all_sources_have(self, place: str) -> bool:
        """Tell whether every source has something there that is not empty, if only a gap.

        Args:
            place: A field, or one inside a field.
        """
        name, _, inner = place.partition(".")
        values = self.of_sources(name)
        if len(values) != len(self.sources):
            return False
        if not inner:
            return all(values)
        different = self.source_values.alike(name).values
        return all(is_mapping(value) and value.get(inner) for value in different)

    @cached_property
    def labellers(self) -> dict[str, Entry]:
        """Labellers by key."""
        return entries_of(self.data.get("labellers"), with_gaps=True)

    @cached_property
    def models(self) -> dict[str, Entry]:
        """Models by key."""
        return entries_of(self.data.get("models"), with_gaps=True)

    @cached_property
    def files(self) -> Entry:
        """The section ``files``; empty if there is none, or a gap."""
        return as_mapping(self.data.get("files"))

    @cached_property
    def citing_rules(self) -> CitingRules:
        """Patterns and citing rule, in order; a rule with an invalid pattern has none."""
        return read_citing_rules(self.files.get("cites"))

    @cached_property
    def inventory_path(self) -> Path | None:
        """The inventory on disk; None if the manifest names none, or one out of its folder."""
        return self._inside(as_mapping(self.files.get("inventory")).get("path"))

    def _inside(self, named: object) -> Path | None:
        """Return a path in the folder of the manifest, links followed (SPEC.md, section 20)."""
        if self.folder is None or not isinstance(named, str):
            return None
        return named_path(self.folder, named)

    @cached_property
    def inventory_fault(self) -> InventoryFault | None:
        """Why the inventory cannot be read; None if it can be, or is not named."""
        return self._citations[1]

    @property
    def citations(self) -> Citations | None:
        """How the files cite; None if there is no inventory to tell."""
        return self._citations[0]

    @cached_property
    def _citations(self) -> tuple[Citations | None, InventoryFault | None]:
        if self.inventory_path is None:
            return None, None
        return count_citations(self.inventory_path, self.citing_rules)

    @cached_property
    def root(self) -> Path | None:
        """The folder of the files on disk; None if it is not there, or may not be looked at."""
        root = self._inside(self.files.get("root")) if self.settings.use_disk else None
        return root if root is not None and root.is_dir() else None

    @cached_property
    def disk_files(self) -> dict[str, int] | None:
        """Path to size in bytes of the files on disk; None if the folder cannot be read."""
        if self.root is None:
            return None
        from trainbib.inventory.listing import walk_files
        from trainbib.own_files import own_files

        own = own_files(Path(self.document.path), self.inventory_path)
        follow = self.files.get("links") == "follow"
        try:
            return walk_files(self.root, own=own, follow_links=follow)
        except (InventoryError, OSError):
            return None

    @cached_property
    def disk_comparison(self) -> DiskComparison | None:
        """How the folder differs from the inventory; None if one of them cannot be read."""
        if self.inventory_path is None or self.citations is None or self.disk_files is None:
            return None
        try:
            return compare_with_disk(read_inventory(self.inventory_path), self.disk_files)
        except (InventoryError, OSError):  # it has changed since it was read for the citations
            return None

    @cached_property
    def licence_statements(self) -> LicenceStatements:
        """What is stated as a licence: of the set, of the document, of every source."""
        above = {
            name: as_mapping(self.data.get(name)).get("license") for name in ("document", "dataset")
        }
        return LicenceStatements(above, self.sources, self.source_values.alike("license"))

    @cached_property
    def mixture(self) -> "Mixture | None":
        """What the licences allow together; None if nothing says what the set is meant for."""
        licensing = self.settings.licensing
        if not licensing.uses and "commercial" not in self.profiles:
            return None
        from trainbib.licensing.flow import judge, policy_in_force

        policy = policy_in_force(self.data, licensing, self.profiles)
        if policy is None:
            return None
        today, known = self.settings.today, self.source_values
        return judge(self.data, policy, today=today, known=known)

    @cached_property
    def overview(self) -> Overview:
        """What there is somewhere: placeholders, huge integers, odd values, references."""
        latest = (self.settings.latest).isoformat()
        return overview(self.data, empty_reasons(), latest, reference_places())

    @cached_property
    def typed(self) -> TypedValues:
        """Dates, URLs, digests and periods that are worth a look, wherever they stand."""
        latest = self.settings.latest
        return typed_values(self.data, latest, self.overview.odd)

    @cached_property
    def columns(self) -> Columns:
        """Names, URLs, codes and identifiers, each type as a set, wherever they stand."""
        return read_columns(self.overview)

    @property
    def referred(self) -> dict[str, set[str]]:
        """The keys that something refers to, by section."""
        return self.overview.referred

    @cached_property
    def pins(self) -> tuple[Pin, ...]:
        """Where the manifest points to others, by path or URL (SPEC.md, section 11)."""
        own = {"models": self.data.get("models")}
        if "manifest" in self.source_fields:
            own["sources"] = self.data.get("sources")
        return tuple(pins(own))

    @cached_property
    def lineage(self) -> Lineage:
        """The manifests that this one points to, and what is wrong with them.

        Paths are followed where the folder may be looked at, URLs where the network may be asked.
        """
        from_file = self.folder is not None and self.settings.use_disk
        if not self.pins or (self.online is None and not from_file):
            return Lineage()
        if self.online is None:
            return follow(self.document, study=self._study)
        with self.online.run() as run:
            fetch = online_fetcher(run)
            return follow(self.document, fetch, self._study, paths=from_file)

    @cached_property
    def known_sets(self) -> "Catalogue":
        """The data sets that are known to be withdrawn, or to hold data of such (RGT008)."""
        from trainbib.withdrawals.catalogue import load_catalogue

        return load_catalogue(self.settings.withdrawn)

    def _study(self, manifest: Entry) -> "KnownSources":
        from trainbib.withdrawals.local import sources_of

        return sources_of(manifest, self.known_sets, upstream=True)

    @cached_property
    def exposures(self) -> "list[Exposure]":
        """The ways from the sources up to data sets that were withdrawn (RGT008)."""
        from trainbib.withdrawals.exposure import exposures
        from trainbib.withdrawals.local import sources_of

        own = sources_of(self.data, self.known_sets, self.sources, self.source_values)
        return exposures(self.data, own, self.lineage, self.known_sets)

    @cached_property
    def online(self) -> "OnlineResults | None":
        """What the network says; None if it may not be asked. Rules that run decide what is."""
        if self.settings.online is None:
            return None
        from trainbib.online.results import OnlineResults

        runs, pedantic = self.settings.selection.runs, self.settings.pedantic
        asking = (rule for rule in self._rules if rule.online)
        codes = {r.code for r in asking if runs(r, pedantic=pedantic, profiles=self.profiles)}
        return OnlineResults(self.data, self.settings.online, frozenset(codes))


def has_answer(entry: Entry, name: str) -> bool:
    """Tell whether a field is answered: given, or a gap with its reason."""
    value = entry.get(name)
    return bool(value) or (value is not None and value not in ("", [], {}))


def is_given(entry: Entry, name: str) -> bool:
    """Tell whether a field is given, gaps not counted."""
    return has_answer(entry, name) and not is_gap(entry.get(name))
