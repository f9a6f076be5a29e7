"""The score of a manifest: by the crosswalk for our own profiles, by its form for each other."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from trainbib.scoring.questions import OWN_PROFILES, PROFILES, UnknownProfileError
from trainbib.scoring.tallies import QuestionScore, Score, Tally
from trainbib.values import as_list, as_mapping, is_mapping


def score(
    data: object,
    profile: str = "complete",
    *,
    folder: Path | None = None,
    today: date | None = None,
) -> Score:
    """Count what a manifest discloses.

    Args:
        data: The data of a manifest; what is not well-formed counts as silence.
        profile: One of ``PROFILES``.
        folder: The folder of the manifest, for the files that answer a form; None: none of them.
        today: The day to judge by; None: this one.

    Raises:
        UnknownProfileError: If there is no such profile.
    """
    if profile not in PROFILES:
        raise UnknownProfileError(profile)
    scored = tuple(_scored(data if is_mapping(data) else {}, profile, folder, today))
    sections: dict[str, Tally] = {}
    for each in scored:
        section = each.question.section
        sections[section] = sections.get(section, Tally()) + each.tally
    return Score(profile, sections, scored)


def _scored(
    data: dict[str, object], profile: str, folder: Path | None, today: date | None
) -> Iterable[QuestionScore]:
    if profile in OWN_PROFILES:
        from trainbib.scoring.counting import counted

        return counted(data, profile)
    from trainbib.clock import today as this_day
    from trainbib.scoring.forms import filled

    return filled(data, profile, folder=folder, today=today or this_day())


def default_profile(data: object) -> str:
    """Return the first profile that a manifest names and that asks for more than the schema.

    That is ``complete`` where it names none.
    """
    for name in as_list(as_mapping(data).get("profiles")):
        if isinstance(name, str) and name in PROFILES and name != "core":
            return name
    return "complete"
