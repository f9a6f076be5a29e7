"""Section 3: reservations of rights, illegal content, and other information on processing."""

from collections import Counter

from trainbib.disclosure.answers import Answer, Gap, gap_of, missing
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf
from trainbib.disclosure.wording import and_list, plural
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping, gap_state, is_mapping

_ACTIONS = {
    "none_found": "none found",
    "excluded": "excluded",
    "removed": "removed",
    "licensed": "licensed instead",
    "kept": "kept",
}
_MOMENTS = {
    "at_crawl": "while crawling",
    "before_training": "before training",
    "periodically": "periodically",
}


def _is_code_of_practice(name: object) -> bool:
    text = str(name).casefold()
    return "code of practice" in text and ("general-purpose" in text or "gpai" in text)


def code_of_practice(reading: Reading) -> Answer:
    """Whether the provider has signed the Code of Practice with its chapter on copyright.

    The form asks for the commitment to respect reservations, which that chapter holds: who has
    signed other chapters only answers No.
    """
    if reading.provider is None:
        return missing("/dataset/publisher", "the party that provides the model")
    place = pointer("parties", reading.provider, "commitments")
    told = reading.at(place)
    if gap_state(told) == "none":
        return Answer("No", origins=(place,), how="the provider has signed no code")
    gap = gap_of(told, place)
    if gap is not None:
        return Answer(gaps=(gap,))
    for position, each in enumerate(as_list(told)):
        commitment = as_mapping(each)
        if not _is_code_of_practice(commitment.get("name")):
            continue
        here = pointer("parties", reading.provider, "commitments", position)
        signed = reading.yes_no(f"{here}/signed", "whether it is signed: true or false")
        chapters = [str(chapter).casefold() for chapter in as_list(commitment.get("chapters"))]
        if signed.value == "Yes" and chapters and not any("copyright" in each for each in chapters):
            how = f"signed without the chapter on copyright, only: {and_list(chapters)}"
            return Answer("No", origins=(here,), how=how)
        return signed
    return missing(place, "the General-Purpose AI Code of Practice, with `signed: true` or `false`")


def reservation_measures(reading: Reading) -> Answer:
    """Measures to respect reservations: the policy, and what was done for which sources."""
    policy = reading.words("/policies/reservations", "how reservations of rights are respected")
    lines = [policy.value] if isinstance(policy.value, str) else []
    origins = list(policy.origins)
    gaps = list[Gap](policy.gaps)
    protocols = dict[str, Counter[str]]()
    reserved = reading.each_source("rights", lambda rights: as_mapping(rights).get("reservations"))
    for key, told in zip(reading.sources, reserved, strict=True) if any(reserved) else ():
        if told is None:
            continue
        place = f"{reading.places[key]}/rights/reservations"
        gap = gap_of(told, place)
        if gap is not None:
            gaps.append(gap)
        for each in as_list(told):
            if is_mapping(each) and isinstance(each.get("protocol"), str):
                protocols.setdefault(str(each["protocol"]), Counter())[_deed(each)] += 1
                origins.append(place)
    for protocol, deeds in protocols.items():
        told_deeds = (f"{plural(count, 'source')}: {deed}" for deed, count in deeds.items())
        lines.append(f"{protocol}: " + "; ".join(told_deeds))
    robots = _robots(reading)
    lines.extend(robots.values())
    origins.extend(robots)
    if not lines:
        wants = () if gaps else policy.wants
        return Answer(gaps=tuple(gaps), wants=wants)
    return Answer(tuple(lines), tuple(gaps), (), tuple(dict.fromkeys(origins)))


def _deed(reservation: dict[str, object]) -> str:
    """Return what was done about one protocol: when, by whom, and to what effect."""
    parts = list[str]()
    moments = [_MOMENTS.get(str(each), str(each)) for each in as_list(reservation.get("when"))]
    if moments:
        parts.append(f"checked {and_list(moments)}")
    by = [str(each) for each in as_list(reservation.get("by"))]
    if by:
        names = {"provider": "the provider", "upstream": "the publisher upstream"}
        parts.append(f"by {and_list([names.get(each, each) for each in by])}")
    action = reservation.get("action")
    if isinstance(action, str):
        parts.append(_ACTIONS.get(action, action))
    return ", ".join(parts) or "checked"


def _robots(reading: Reading) -> dict[str, str]:
    """Return what crawls say of robots.txt and other protocols, by the place that says it."""
    lines = dict[str, str]()
    for key, source in reading.of_kind("own_crawl").items():
        crawl = as_mapping(source.get("crawl"))
        for name, title in (("robots_txt", "robots.txt"), ("other_protocols", "other protocols")):
            if isinstance(crawl.get(name), str):
                place = pointer("sources", key, "crawl", name)
                lines[place] = f"{reading.title(key)}, {title}: {crawl[name]}"
    return lines


def copyright_comments(reading: Reading) -> Answer:
    """Link to or summary of the copyright policy (Article 53(1)(c))."""
    policy = reading.policies.get("copyright")
    gap = gap_of(policy, "/policies/copyright")
    if gap is not None:
        return Answer(gaps=(gap,))
    told = as_mapping(policy)
    parts = {
        name: told[name] for name in ("summary", "url", "date") if isinstance(told.get(name), str)
    }
    if not parts:
        return Answer()
    words = {"summary": "", "url": "Copyright policy: ", "date": "In effect since "}
    lines = tuple(f"{words[name]}{text}" for name, text in parts.items())
    return Answer(lines, origins=tuple(pointer("policies", "copyright", name) for name in parts))


def illegal_content(reading: Reading) -> Answer:
    """Measures to avoid or remove content that is illegal under Union law."""
    return reading.words(
        "/policies/illegal_content",
        "how illegal content is kept out or removed: child sexual abuse material, terrorist "
        "content, infringement of intellectual property",
    )


def other_information(reading: Reading) -> Answer:
    """Other information on processing: what was done to the whole set, and further policies."""
    lines, origins = list[str](), list[str]()
    for position, each in enumerate(as_list(reading.dataset.get("processing"))):
        step = as_mapping(each)
        if isinstance(step.get("step"), str):
            words = [
                str(step[name])
                for name in ("description", "purpose")
                if isinstance(step.get(name), str)
            ]
            lines.append(
                ": ".join([str(step["step"]).capitalize(), *words[:1]])
                + "".join(f" ({each})" for each in words[1:])
            )
            origins.append(pointer("dataset", "processing", position))
    for name, title in (
        ("privacy", "Privacy"),
        ("source_screening", "Screening of sources"),
        ("bias", "Bias"),
        ("other", "Further"),
    ):
        if isinstance(reading.policies.get(name), str):
            lines.append(f"{title}: {reading.policies[name]}")
            origins.append(pointer("policies", name))
    requests = as_mapping(reading.policies.get("rights_requests"))
    where = next(
        (requests[name] for name in ("url", "contact") if isinstance(requests.get(name), str)), None
    )
    if where is not None:
        lines.append(f"Requests of rights holders: {where}")
        origins.append("/policies/rights_requests")
    return Answer(tuple(lines) or None, origins=tuple(origins))


ANSWERS: dict[str, AnswerOf] = {
    "eu.3.1.cop_signatory": code_of_practice,
    "eu.3.1.tdm_measures": reservation_measures,
    "eu.3.1.comments": copyright_comments,
    "eu.3.2.illegal_content_measures": illegal_content,
    "eu.3.3.other_information": other_information,
}
