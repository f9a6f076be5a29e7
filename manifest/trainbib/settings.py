"""What a user can set for a check."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from trainbib import clock
from trainbib.selection import Selection

if TYPE_CHECKING:
    from trainbib.diagnostics import Severity
    from trainbib.document import Document
    from trainbib.licensing.verdicts import Override, Overrides
    from trainbib.online.settings import OnlineSettings
    from trainbib.suppressions import Suppression

Use = Literal["train", "publish_model", "publish_data", "commercial"]
"""What a training set is meant for, as far as licences tell uses apart."""

Release = Literal["collection", "adaptation"]
"""Whether the set keeps each work as it is, under its licence, or makes new works of them."""


@dataclass(frozen=True, slots=True)
class LicensePolicy:
    """What licences are judged by (SPEC.md, section 7).

    Attributes:
        uses: What the set is meant for; none: nothing is judged.
        release: As what it is published.
        outbound: The licence that it is published under, if not the one of the manifest.
        allowed: SPDX identifiers of the only licences that may be used; none: all may.
        denied: SPDX identifiers of licences that may not be used.
        attributes: What the user knows better: licence identifier to attribute to value, with the
            evidence for it or alone.
    """

    uses: tuple[Use, ...] = ()
    release: Release = "collection"
    outbound: str | None = None
    allowed: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    attributes: "Overrides" = field(default_factory=dict[str, "dict[str, str | bool | Override]"])


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set for a check.

    Attributes:
        today: The day that dates are compared with.
        pedantic: Whether pedantic rules run.
        key_pattern: Regular expression that citation keys should follow, if any (KEY004).
        use_disk: Whether rules may look at the folder of the files.
        use_folder: Whether rules may look at the folder of the manifest: its inventory, what it
            names there. False where the manifest is no file, whatever it is called.
        profiles: Profiles that are in force beside those that the manifest names.
        selection: Which rules run.
        severities: Severity by code, where it is not the one of the rule.
        suppressions: Findings that the configuration silences.
        licensing: What licences are judged by.
        withdrawn: Lists of withdrawn sets beside the one of the program (RGT008).
        previous: The version before this one, if it is to be compared (CON003).
        online: How to ask the network; None: not at all.
    """

    today: date = field(default_factory=clock.today)
    pedantic: bool = False
    key_pattern: str | None = None
    use_disk: bool = True
    use_folder: bool = True
    profiles: tuple[str, ...] = ()
    selection: Selection = field(default_factory=Selection)
    severities: "Mapping[str, Severity]" = field(default_factory=dict[str, "Severity"])
    suppressions: "tuple[Suppression, ...]" = ()
    licensing: LicensePolicy = field(default_factory=LicensePolicy)
    withdrawn: tuple[Path, ...] = ()
    previous: "Document | None" = None
    online: "OnlineSettings | None" = None

    @property
    def latest(self) -> date:
        """The last day that is not in the future: tomorrow, for it begins elsewhere first."""
        return min(self.today, date.max - timedelta(days=1)) + timedelta(days=1)
