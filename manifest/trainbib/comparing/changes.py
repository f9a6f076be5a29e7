"""The kinds of change, in order: code, class, level, and a page for each (SPEC.md, section 17.1).

A kind's level is how much a change of it matters to those who use the set. Some depend on
what exactly changed, and have other levels besides.
"""

import enum
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

ChangeClass: TypeAlias = Literal["rights", "content", "disclosure", "editorial"]

CLASSES: tuple[ChangeClass, ...] = ("rights", "content", "disclosure", "editorial")
"""The classes of change, in the order in which reports name them."""


class Level(enum.IntEnum):
    """How much a change matters; compare with ``<`` and ``>=``."""

    INFO = 1
    NOTABLE = 2
    BREAKING = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """One kind of change.

    Attributes:
        code: ``DIF`` and three digits; never used again for anything else.
        name: Kebab-case.
        class_: ``rights``, ``content``, ``disclosure`` or ``editorial``.
        level: The usual level.
        summary: One line, without a full stop.
        page: What it is, why it has its level, what to do.
        other_levels: Levels that it can have besides.
        since: Version of the standard in which the kind appeared.
    """

    code: str
    name: str
    class_: ChangeClass
    level: Level
    summary: str
    page: str
    other_levels: tuple[Level, ...] = ()
    since: str = "1.0"

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels that a change of this kind can have, the usual one first."""
        return (self.level, *self.other_levels)


_INFO, _NOTABLE, _BREAKING = Level.INFO, Level.NOTABLE, Level.BREAKING

KINDS: tuple[ChangeKind, ...] = (
    ChangeKind(
        "DIF101",
        "licence-more-restrictive",
        "rights",
        _BREAKING,
        "A licence asks for more, or allows less, than before",
        """The licence of the set or of a source was replaced by one that is stricter in at least
one respect (commercial use, adaptations, redistribution, training, attribution, share-alike) and
laxer in none; or a licence that the manifest itself describes gained a prohibition or a duty, or
lost a permission.

Why breaking: what users did under the old licence may not be allowed under the new one.

What to do: say in `dataset.changes` why, and publish a new major version.""",
    ),
    ChangeKind(
        "DIF102",
        "licence-more-permissive",
        "rights",
        _NOTABLE,
        "A licence asks for less, or allows more, than before",
        """The opposite of DIF101: laxer in at least one respect and stricter in none, such as
`CC-BY-NC-4.0` to `CC-BY-4.0`, or a choice (`OR`) that was added.

Why notable: users may do more, and should ask on what ground it was allowed.

What to do: record where the new licence was read, under `license.observations`.""",
    ),
    ChangeKind(
        "DIF103",
        "licence-changed-unordered",
        "rights",
        _BREAKING,
        "A licence was replaced by one that cannot be compared with it",
        """Either each of the two is stricter in some respect, or the compared terms are equal, or
one of them is not known well enough (a `LicenseRef-`, an expression that cannot be read). A licence
text whose digest changed is of this kind too.

Why breaking: nobody can tell from the identifiers that no user loses a right.

What to do: compare the texts, and publish a new major version if you are in doubt.""",
    ),
    ChangeKind(
        "DIF104",
        "rights-holder-changed",
        "rights",
        _BREAKING,
        "A holder of rights was added or removed, or holds another share",
        """Holders are compared as a set by party, right and territory; their order has no meaning,
and a party whose key alone changed is the same party. A list of holders that was not given before
is DIF302, one that is no longer given DIF301.

Why breaking: payments, licences and requests go to the holders.

What to do: record the claim (`claim.source`, `claim.date`) behind the change.""",
    ),
    ChangeKind(
        "DIF105",
        "opt-out-status-changed",
        "rights",
        _BREAKING,
        "A reservation of rights, or what was done about one, changed",
        """Reservations are compared as a set by protocol: a protocol that came or went, what it
said, and the action taken. What was said on `robots.txt`, other protocols and users' opt-out
belongs here too. A newer date of checking alone is DIF401.

Why breaking: whether content may be used for training depends on it.

What to do: give `checked`, `snapshot` and `action` of the reservation.""",
    ),
    ChangeKind(
        "DIF106",
        "source-became-withdrawn",
        "rights",
        _BREAKING,
        "A source is now declared unavailable, or removed because of a withdrawal",
        """Found from what the manifests themselves declare: `availability` of a source became
`unavailable`; or a source is gone, and `removed` of another source names its key, title or an
identifier. No list of withdrawn data sets is consulted.

Why breaking: what was withdrawn can't be obtained again, and may have to be deleted.

What to do: see whether copies must be deleted, and say so in `dataset.changes`.""",
    ),
    ChangeKind(
        "DIF107",
        "rights-statement-changed",
        "rights",
        _NOTABLE,
        "A statement on rights, personal data, consent, access or an agreement changed",
        """What is stated under `rights` apart from holders and reservations, the agreement under
which a source was had, conditions of a licence (`expires`, `covers`, `attribution`), who can get
the data, and the policies on copyright and privacy.

Breaking where the statement became stricter: personal data, trademarks or patents now present,
content no longer in the public domain, a restriction added, consent or a licence no longer given,
the whole set no longer available. Notable otherwise.""",
        (_BREAKING,),
    ),
    ChangeKind(
        "DIF201",
        "source-added",
        "content",
        _NOTABLE,
        "A source was added",
        """The new manifest has a source that no source of the old one matches: not by key, not by
identifier (`ids`, `url`), not by digest. The report says how much the source adds.

Why notable: a model that is trained on the new version has seen other data.""",
    ),
    ChangeKind(
        "DIF202",
        "source-removed",
        "content",
        _BREAKING,
        "A source was removed",
        """The old manifest has a source that no source of the new one matches: not by key, not by
identifier (`ids`, `url`), not by digest.

Why breaking: results with the old version can't be had again with the new one.

What to do: name it under `removed` of the source that it was part of, or in `dataset.changes`.""",
    ),
    ChangeKind(
        "DIF203",
        "source-renamed",
        "content",
        _INFO,
        "A source has another key, and is the same by identifier or digest",
        """The old key is gone, the new one is new, and both sources have the same DOI or other
identifier, the same URL or the same digest, which no other source has. Citations of the old key
and of the new one are held to be equal. Whatever else changed in the source is reported apart.""",
    ),
    ChangeKind(
        "DIF204",
        "file-added",
        "content",
        _NOTABLE,
        "A file was added",
        """A path is in the new inventory only, and no removed file has its content. Many of them
are reported by folder.""",
    ),
    ChangeKind(
        "DIF205",
        "file-removed",
        "content",
        _BREAKING,
        "A file was removed",
        """A path is in the old inventory only, and no added file has its content. Many of them are
reported by folder.

Why breaking: what read the file fails, and results can't be had again.""",
    ),
    ChangeKind(
        "DIF206",
        "file-content-changed",
        "content",
        _NOTABLE,
        "A file has another content under the same path",
        """The SHA-256 in the inventories differs. Breaking if the version of the set is the same or
lower: two different contents must not have one version. Where the inventories cannot be read, the
roots of the file tree that the manifests pin are compared instead.

What to do: give the set a new version.""",
        (_BREAKING,),
    ),
    ChangeKind(
        "DIF207",
        "file-moved",
        "content",
        _INFO,
        "A file has another path and the same content",
        """A removed and an added path have the same SHA-256. Paths of the same name are paired
first; empty files only if they have the same name. A folder that moved is reported once.""",
    ),
    ChangeKind(
        "DIF208",
        "citation-changed",
        "content",
        _NOTABLE,
        "A file cites other sources or labellers",
        """The last citing rule that matches the file names other sources or labellers than before,
renamed ones held to be equal. Rules that were rewritten without effect are DIF401. Where the
inventory cannot be read, the rules themselves are compared, in their order.""",
    ),
    ChangeKind(
        "DIF209",
        "total-changed",
        "content",
        _NOTABLE,
        "The set is larger or smaller than before",
        """The total of tokens, records, words, images, hours, files or bytes: `dataset.size`, or
the sum over the sources where it is the same sources that state a size in both versions.

Breaking if the size moves to another bucket of the summary under Article 53(1)(d) of the EU AI Act
(text: 1 billion and 10 trillion tokens; images: 1 million and 1 billion; audio and video each:
10 000 and 1 million hours), since that summary is then out of date. Notable otherwise.

Source: https://digital-strategy.ec.europa.eu/en/library/explanatory-notice-and-template-public-summary-training-content-general-purpose-ai-models""",
        (_BREAKING,),
    ),
    ChangeKind(
        "DIF210",
        "composition-changed",
        "content",
        _NOTABLE,
        "What the set or a source is made of changed",
        """The version, digest, size, period, mixture, languages, modalities, splits, identifiers,
kind, processing or lineage of a source or of the set, as the manifest states it.

Why notable: it is the same source by name, and other data.""",
    ),
    ChangeKind(
        "DIF301",
        "disclosure-reduced",
        "disclosure",
        _BREAKING,
        "An answer that was given is no longer given",
        """A field had an answer and now has a gap (`none`, `not_applicable`, `unknown`, `withheld`,
`lost`) or is left out. Notable, not breaking, where a gap became one that says less, in this order:
`none`, `not_applicable`, `lost`, `unknown`, `withheld`, nothing at all.

Why breaking: whoever relied on the answer can't check it any more.

What to do: give the answer, or make sure that the text of the gap says why it is gone.""",
        (_NOTABLE,),
    ),
    ChangeKind(
        "DIF302",
        "disclosure-increased",
        "disclosure",
        _INFO,
        "An answer is given that was not given before",
        """A gap or silence became an answer, silence became a gap with its reason, a gap became one
that says more, or a digest is now of a stronger algorithm.""",
    ),
    ChangeKind(
        "DIF303",
        "labeller-changed",
        "disclosure",
        _NOTABLE,
        "A group of labellers was added or removed, or is described otherwise",
        """Pay, hours, head count, countries, employer, vendors, protections, instructions and all
else that is said of labellers, and which sources they labelled. Their title and description are
DIF401.""",
    ),
    ChangeKind(
        "DIF304",
        "hash-weakened",
        "disclosure",
        _BREAKING,
        "A digest is gone, or of a weaker algorithm",
        """A digest was left out or became a gap, its algorithm is weaker than before (`md5` and
`sha1` are weaker than `sha256`), or the inventory with the digests of all files is gone.

Why breaking: what was pinned can now be exchanged without anyone noticing.

What to do: state the digest with the old algorithm or a stronger one.""",
    ),
    ChangeKind(
        "DIF401",
        "description-changed",
        "editorial",
        _INFO,
        "Words or particulars changed that change nothing else",
        """Titles, descriptions, notes, contacts, parties, models, the manifest's own version and
date, and fields of your own (`x-…`). Text reports hide them; `--all` shows them.""",
    ),
    ChangeKind(
        "DIF402",
        "reordered-or-reformatted",
        "editorial",
        _INFO,
        "The text differs, its meaning does not",
        """Comments, the order of keys and of lists without an order, the spelling of numbers and of
licence expressions, line breaks in prose, YAML or JSON. It is no change: it is shown with `--all`
only, and neither `--exit-code` nor `--fail-on` counts it.""",
    ),
)


@cache
def _by_code() -> dict[str, ChangeKind]:
    return {kind.code: kind for kind in KINDS}


def kind_of(code: str) -> ChangeKind:
    """Return the kind of a code.

    Raises:
        KeyError: If there is none.
    """
    return _by_code()[code]
