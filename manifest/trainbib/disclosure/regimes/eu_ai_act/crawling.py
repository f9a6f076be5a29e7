"""Section 2.3: what the provider's own crawlers collected, or crawlers on its behalf."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from trainbib.disclosure.answering.cells import Table
from trainbib.disclosure.answering.gathering import Gathering, source_at
from trainbib.disclosure.answering.sources import versioned_title
from trainbib.disclosure.answers import Answer, Gap
from trainbib.disclosure.dates import first_day, last_day
from trainbib.disclosure.dates import month as month_of
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.regimes.eu_ai_act.descriptions import languages, modality_choices, notes
from trainbib.disclosure.regimes.eu_ai_act.routing import by_section, used
from trainbib.values import as_list, as_mapping

_ASPECTS = {
    "captchas": ("Captchas", "what the crawlers of `{}` do at a captcha"),
    "logins": ("Password-protected sites", "what the crawlers of `{}` do at a password"),
    "paywalls": ("Paywalls", "what the crawlers of `{}` do at a paywall"),
    "robots_txt": ("robots.txt", "how the crawlers of `{}` treat robots.txt"),
    "other_protocols": ("Other protocols", "which other protocols the crawlers of `{}` read"),
}
"""The aspects of behaviour that the form names, and what to write where one is not told."""


def _keys(reading: Reading) -> tuple[str, ...]:
    return by_section(reading)["2.3"]


def _crawlers(reading: Reading, met: Gathering) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield the crawlers with their places; one may come more than once."""
    for key in _keys(reading):
        place = source_at(key)
        block = met.mapping(reading.sources[key], place, "crawl")
        here = f"{place}/crawl/crawlers"
        told = as_list(met.value(block, f"{place}/crawl", "crawlers"))
        if not told:
            met.want(here, f"the crawlers that collected `{key}`, each with its user agent")
        for at, each in enumerate(told):
            yield f"{here}/{at}", as_mapping(each)


def _crawler_name(crawler: Mapping[str, object], place: str, met: Gathering) -> str:
    """Return the user agent of a crawler, in front of it its name if that is another."""
    name = met.text(crawler, place, "name")
    agent = met.text(crawler, place, "user_agent")
    if not agent and not name:
        met.want(f"{place}/user_agent", "the crawler's user agent, or its name")
    if name and agent and name != agent:
        return f"{name} (user agent {agent})"
    return agent or name


def _folded(text: str) -> tuple[str, str]:
    """Return what a text is sorted by: its letters, and then their case."""
    return text.casefold(), text


def crawler_names(reading: Reading) -> Answer:
    """Name the crawlers."""
    met = Gathering()
    names = [_crawler_name(crawler, place, met) for place, crawler in _crawlers(reading, met)]
    return met.answer(tuple(sorted({name for name in names if name}, key=_folded)) or None)


def crawler_purposes(reading: Reading) -> Answer:
    """Tell what each crawler is for."""
    met = Gathering()
    purposes: dict[str, set[str]] = {}
    gaps: dict[str, list[Gap]] = {}
    for place, crawler in _crawlers(reading, met):
        name = _crawler_name(crawler, place, met)
        known = len(met.gaps)
        purpose = met.text(crawler, place, "purpose")
        if not purpose:
            met.want(f"{place}/purpose", f"what {name or 'the crawler'} is for")
        if name:
            purposes.setdefault(name, set()).update([purpose] if purpose else [])
            gaps.setdefault(name, []).extend(met.gaps[known:])
    table = Table("purpose")
    for name in sorted(purposes, key=str.casefold):
        if purposes[name] or gaps[name]:
            table.add({"crawler": name}, "; ".join(sorted(purposes[name])), gaps[name])
    return met.answer(table.entries)


def crawler_behaviour(reading: Reading) -> Answer:
    """Tell how the crawlers behave, a line for each aspect that the form names."""
    met = Gathering()
    lines = list[str]()
    keys = _keys(reading)
    for name, (heading, what) in _ASPECTS.items():
        told: dict[str, list[str]] = {}
        for key in keys:
            place = source_at(key)
            own = Gathering()  # a gap of the whole block is one gap, not one for each aspect
            words = own.text(
                own.mapping(reading.sources[key], place, "crawl"), f"{place}/crawl", name
            )
            if words:
                told.setdefault(words, []).append(versioned_title(reading, key))
            else:
                own.want(f"{place}/crawl/{name}", what.format(key))
            met.add(own)
        everywhere = len(told) == 1 and sum(map(len, told.values())) == len(keys)
        lines += [
            f"{heading}: {words}" if everywhere else f"{heading} ({', '.join(titles)}): {words}"
            for words, titles in sorted(told.items())
        ]
    return met.answer("\n".join(lines) or None)


def period(reading: Reading) -> Answer:
    """Tell from which month to which the crawls went on, all together."""
    met = Gathering()
    starts, ends = list[tuple[str, str]](), list[tuple[str, str]]()
    goes_on = False
    for key in _keys(reading):
        source, place = reading.sources[key], source_at(key)
        collected = met.mapping(source, place, "collected")
        here = f"{place}/collected"
        start = met.text(collected, here, "from")
        if start:
            starts.append((f"{here}/from", start))
        else:
            met.want(f"{here}/from", f"the month in which the crawl of `{key}` began")
        end, where = met.text(collected, here, "to"), f"{here}/to"
        if not end and collected.get("ongoing") is True:
            goes_on = True
            end, where = met.text(source, place, "retrieved"), f"{place}/retrieved"
        if end:
            ends.append((where, end))
        else:
            met.want(where, f"the month of the last crawl of `{key}`")
    first = _extreme(starts, first_day, min, met)
    last = _extreme(ends, last_day, max, met)
    value = f"From {first} to {last}" if first and last else None
    how = "from the earliest beginning to the latest end of the crawls"
    if goes_on:
        how += "; one goes on, and counts up to the day when it was last retrieved"
    return met.answer(value, how)


def _extreme(
    dates: list[tuple[str, str]],
    outermost: Callable[[object], date | None],
    choose: Callable[[list[tuple[int, int]]], tuple[int, int]],
    met: Gathering,
) -> str:
    """Return the earliest or latest month; empty if a date is too coarse to tell it."""
    months = dict[str, tuple[int, int]]()
    for place, told in dates:
        day = outermost(told)
        if day is None:
            met.want(place, f"a date, not {told}", told)
        else:
            months[place] = (day.year, day.month)
    exact = [months[place] for place, told in dates if place in months and month_of(told)]
    bound = choose(exact) if exact else None
    unclear = False
    for place, told in dates:
        coarse = place in months and not month_of(told)
        if coarse and (bound is None or choose([months[place], bound]) != bound):
            met.want(place, f"the month, not only {told}", told)
            unclear = True
    return "" if bound is None or unclear else f"{bound[1]:02}/{bound[0]:04}"


def content_and_sources(reading: Reading) -> Answer:
    """Describe what was crawled and where, from the fields of the crawls."""
    met = Gathering()
    lines = list[str]()
    parts: dict[str, set[str]] = {
        "Content": set(),
        "Types of site": set(),
        "Regions": set(),
        "Languages": set(),
        "People": set(),
        "Subjects": set(),
    }
    for key in _keys(reading):
        source, place = reading.sources[key], source_at(key)
        words = met.text(source, place, "description")
        if words:
            lines.append(f"{versioned_title(reading, key)}: {words}")
        crawl = met.mapping(source, place, "crawl")
        coverage = met.mapping(source, place, "coverage")
        content = met.texts(source, place, "content")
        sites = met.texts(crawl, f"{place}/crawl", "site_types")
        regions = met.texts(crawl, f"{place}/crawl", "regions")
        regions += met.texts(coverage, f"{place}/coverage", "regions")
        tags = languages(source, place, met)
        people = met.texts(coverage, f"{place}/coverage", "demographics")
        subjects = met.texts(coverage, f"{place}/coverage", "subjects")
        for name, found in zip(
            parts, (content, sites, regions, tags, people, subjects), strict=True
        ):
            parts[name].update(found)
        if not content:
            met.want(f"{place}/content", f"the types of content of `{key}`")
        if not sites:
            met.want(f"{place}/crawl/site_types", f"the types of site that `{key}` is from")
        if not (regions or people or tags):
            met.want(f"{place}/crawl/regions", f"where the sites of `{key}` are from")
    lines.sort(key=str.casefold)
    lines += [
        f"{name}: {', '.join(sorted(found, key=_folded))}" for name, found in parts.items() if found
    ]
    return met.answer("\n".join(lines) or None, "the fields of all crawls together")


def scraped(reading: Reading) -> bool:
    """Tell whether content of web sites that was scraped for the provider was used.

    That is what its crawlers collected, and a source of the kind ``other`` that has a block
    ``crawl``, such as pages that were saved by hand.
    """
    return bool(scraped_keys(reading))


def scraped_keys(reading: Reading) -> tuple[str, ...]:
    """Return the sources that were crawled or scraped by the provider or on its behalf, sorted."""
    others = [
        key
        for key in by_section(reading)["2.6"]
        if reading.sources[key].get("kind") == "other"
        and as_mapping(reading.sources[key].get("crawl"))
    ]
    return tuple(sorted({*_keys(reading), *others}))


def _used(reading: Reading) -> Answer:
    return used(reading, "2.3")


def _modalities(reading: Reading) -> Answer:
    return modality_choices(reading, _keys(reading))


def _comments(reading: Reading) -> Answer:
    return notes(reading, _keys(reading))


ANSWERS: dict[str, AnswerOf] = {
    "eu.2.3.used": _used,
    "eu.2.3.crawler_names": crawler_names,
    "eu.2.3.crawler_purposes": crawler_purposes,
    "eu.2.3.crawler_behaviour": crawler_behaviour,
    "eu.2.3.period": period,
    "eu.2.3.content_and_sources": content_and_sources,
    "eu.2.3.modalities": _modalities,
    "eu.2.3.comments": _comments,
}

FACTS: dict[str, FactOf] = {"derived.scraped_content_used_for_training": scraped}
