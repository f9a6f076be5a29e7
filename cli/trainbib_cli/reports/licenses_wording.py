"""What the reports of ``licenses`` have in common: words, order, groups."""

from collections.abc import Mapping
from dataclasses import dataclass

from trainbib.licensing.verdicts import Mixture, Reason, SourceVerdict, Verdict
from trainbib_cli.reports.wording import counted, grouped

FOOTER = "This says how texts and statements read. It is no legal advice."

_USES: Mapping[str, str] = {
    "train": "training",
    "publish_model": "publishing the model",
    "publish_data": "publishing the data",
    "commercial": "commercial use",
}


@dataclass(frozen=True, slots=True)
class JudgedManifest:
    """A manifest and what was said of it.

    Attributes:
        path: The file, as the user named it.
        mixture: The verdicts.
        assumed: Whether the uses are those of a set that names none.
    """

    path: str
    mixture: Mixture
    assumed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Sources of one licence with the same verdict, for the same reasons."""

    verdict: Verdict
    license: str
    reasons: tuple[Reason, ...]
    keys: tuple[str, ...]


def worst_first(mixture: Mixture) -> list[SourceVerdict]:
    """Return the sources, the worst verdicts first, else in the order of the manifest."""
    return sorted(mixture.sources, key=lambda source: -source.verdict)


def groups(mixture: Mixture) -> list[Group]:
    """Put sources together that are alike, the worst first."""
    found: dict[tuple[Verdict, str, tuple[Reason, ...]], list[str]] = {}
    for source in worst_first(mixture):
        found.setdefault((source.verdict, source.license, source.reasons), []).append(source.key)
    return [Group(*alike, tuple(keys)) for alike, keys in found.items()]


def shown_reasons(reasons: tuple[Reason, ...], *, show_all: bool) -> list[Reason]:
    """Return the reasons to show.

    Notes are shown only where there is nothing else, and what the table plainly allows only if all
    are asked for.
    """
    if show_all:
        return list(reasons)
    against = [each for each in reasons if each.verdict is not Verdict.OK]
    return against or [each for each in reasons if not _is_plain(each)]


def _is_plain(reason: Reason) -> bool:
    return reason.origin.kind == "table" and reason.value in {"yes", "no"}


def why(reason: Reason, license_: str, verdict: Verdict) -> str:
    """Say why, of which licence where that is not the source's, and what is the lesser matter.

    What only the manifest says comes with how a user can accept it.
    """
    text = reason.text if reason.license == license_ else f"{reason.license}: {reason.text}"
    if reason.asserted:
        text += "; to accept it, set it under `licensing.attributes` in the configuration"
    lesser = reason.verdict is Verdict.REVIEW and verdict is Verdict.CONFLICT
    return f"to review: {text}" if lesser else text


def judged_for(judged: JudgedManifest) -> str:
    """Say what a mixture was judged for."""
    mixture = judged.mixture
    text = ", ".join(_USES[use] for use in mixture.uses)
    if judged.assumed:
        text += " (assumed; --use says otherwise)"
    if "publish_data" not in mixture.uses:
        return text
    article = "a" if mixture.release == "collection" else "an"
    text += f"; as {article} {mixture.release}"
    if mixture.outbound is None:
        return f"{text}, which states no licence"
    by = "as the manifest says" if mixture.outbound_by == "manifest" else "as you say"
    return f"{text} under {mixture.outbound}, {by}"


def totals(mixture: Mixture) -> str:
    """Count the sources by verdict."""
    return (
        f"{counted(len(mixture.sources), 'source')}: "
        f"{grouped(mixture.count(Verdict.CONFLICT))} in conflict, "
        f"{grouped(mixture.count(Verdict.REVIEW))} to review, "
        f"{grouped(mixture.count(Verdict.OK))} ok"
    )


def choices(mixture: Mixture) -> str:
    """Say which licences are left for a set that states none; "" if nothing restricts them."""
    if not mixture.choices:
        return ""
    return f"Share-alike terms leave these licences for the set: {', '.join(mixture.choices)}"
