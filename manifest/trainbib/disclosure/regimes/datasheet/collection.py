"""Sections 3 and 4: how data was collected, by whom, with whose consent; what was done to it."""

from trainbib.disclosure.answering.cells import Table, gap_words
from trainbib.disclosure.answering.collection import period
from trainbib.disclosure.answering.gathering import Gathering, source_at, unique
from trainbib.disclosure.answering.labellers import labeller_title, pay_number, workforce
from trainbib.disclosure.answering.obtaining import methods
from trainbib.disclosure.answering.parties import party_names
from trainbib.disclosure.answering.processing import curation, is_processed, programs, steps
from trainbib.disclosure.answering.sources import by_title
from trainbib.disclosure.answers import Answer, Entry
from trainbib.disclosure.reading import Reading
from trainbib.disclosure.regimes.base import AnswerOf, FactOf
from trainbib.disclosure.regimes.datasheet.composition import parts, with_people
from trainbib.disclosure.wording import and_list
from trainbib.pointers import pointer
from trainbib.values import as_list, as_mapping

_REVIEWS = {
    "ethics": "ethics",
    "data_protection": "data protection",
    "impact": "impact",
}


def workers(reading: Reading) -> Answer:
    """Tell who made, labelled or collected data, and how they were paid."""
    met = Gathering()
    entries = list[Entry]()
    for key, labeller in sorted(reading.labellers.items()):
        place = pointer("labellers", key)
        who = workforce(labeller, place, met)
        vendors = party_names(reading, met.texts(labeller, place, "vendors"))
        pay = _pay(reading, key, met)
        entry = {
            "who": f"{who} ({and_list(vendors)})" if who and vendors else who or and_list(vendors),
            "work": labeller_title(key, labeller),
            "pay": pay,
        }
        if not entry["who"]:
            met.want(f"{place}/workforce", f"who did the work of `{key}`")
        entries.append({column: text for column, text in entry.items() if text})
    if not entries:
        met.value(reading.data, "", "labellers")
        met.want(
            "/labellers",
            "who collected, made or labelled data, each with the pay, or `{none: …}` with the "
            "reason",
        )
    return met.answer(tuple(entries) or None)


def _pay(reading: Reading, key: str, met: Gathering) -> str:
    """Return pay in words; ask for it where nothing is told."""
    labeller, place = reading.labellers[key], pointer("labellers", key)
    own = Gathering()
    pay, here = own.mapping(labeller, place, "pay"), f"{place}/pay"
    met.add(own)
    if own.gaps:
        return gap_words(own.gaps)
    model = met.text(pay, here, "model")
    for name in ("amount", "low", "high"):
        met.value(pay, here, name)
    number = pay_number(pay)
    currency, per = met.text(pay, here, "currency"), met.text(pay, here, "per")
    if number:
        return f"{number} {currency}".strip() + (f" per {per}" if per else "")
    if not model:
        met.want(here, f"how `{key}` were paid: `model`, `amount` and `currency`")
    return model.replace("_", " ")


def reviews(reading: Reading) -> Answer:
    """List reviews of ethics, of data protection and of impact."""
    met = Gathering()
    entries = list[Entry]()
    for name, place, entry in parts(reading, "reviews"):
        for at, each in enumerate(as_list(met.value(entry, place, "reviews"))):
            review, here = as_mapping(each), f"{place}/reviews/{at}"
            kind = _REVIEWS.get(met.text(review, here, "kind"))
            if kind is None:
                continue
            line = {"kind": f"{kind}: {name}" if name else kind}
            line |= {
                column: text
                for column in ("by", "outcome", "url")
                if (text := met.text(review, here, column))
            }
            entries.append(line)
    if entries:
        met.gaps = [gap for gap in met.gaps if not gap.pointer.endswith("/reviews")]
    else:
        met.want(
            "/dataset/reviews",
            "reviews of ethics, data protection or impact, or `{none: …}` with the reason",
        )
    return met.answer(tuple(entries) or None)


def notice(reading: Reading) -> Answer:
    """Tell how people were told: users of services, and others by how consent was asked."""
    met = Gathering()
    lines = list[str]()
    for key in with_people(reading):
        source, place = reading.sources[key], source_at(key)
        own = Gathering()
        block = own.mapping(source, place, "user_data")
        consent = own.mapping(own.mapping(source, place, "rights"), f"{place}/rights", "consent")
        words = [own.text(block, f"{place}/user_data", each) for each in ("notice", "notice_url")]
        words.append(own.text(consent, f"{place}/rights/consent", "mechanism"))
        told = [each for each in unique(words) if each]
        if told:
            own.gaps.clear()
            joined = "; ".join([*(each.removesuffix(".") for each in told[:-1]), told[-1]])
            lines.append(f"{reading.title(key)}: {joined}")
        elif not own.gaps:
            kind = source.get("kind")
            where = "user_data/notice" if kind == "user_data" else "rights/consent/mechanism"
            own.want(f"{place}/{where}", f"how the people of whom `{key}` has data were told")
        met.add(own)
    return met.answer(tuple(lines) or None)


def consent(reading: Reading) -> Answer:
    """Tell of each source with personal data whether people consented, and how they revoke it."""
    met, table = Gathering(), Table("consent")
    for key in with_people(reading):
        place, own = f"{source_at(key)}/rights", Gathering()
        rights = as_mapping(reading.sources[key].get("rights"))
        block, here = own.mapping(rights, place, "consent"), f"{place}/consent"
        obtained = own.value(block, here, "obtained")
        told, gaps = isinstance(obtained, bool), list(own.gaps)
        if not told:
            own.want(f"{here}/obtained", f"whether those of whom `{key}` has data consented")
        ways = {name: own.text(block, here, name) for name in ("mechanism", "revocation")}
        met.add(own)
        words = ("Yes" if obtained else "No") if told else ""
        table.add({"source": reading.title(key)}, words, gaps, ways)
    return met.answer(table.entries)


def software(reading: Reading) -> Answer:
    """Name the programs and models of all steps, with where they are."""
    met = Gathering()
    lines = dict[str, None]()
    for step in steps(reading, Gathering()):
        lines.update(dict.fromkeys(programs(step, met)))
    if lines:
        met.gaps.clear()
    else:
        first = next(steps(reading, Gathering()), ("/dataset/processing/0", {}))[0]
        met.want(
            f"{first}/software",
            "the programs with which the steps were done, or `{none: …}` with the reason",
        )
    return met.answer(tuple(lines) or None)


def raw(reading: Reading) -> Answer:
    """Tell where sources are kept as they were obtained."""
    met = Gathering()
    lines = list[str]()
    for key in by_title(reading) if reading.having("archive") else ():
        words = met.text(reading.sources[key], source_at(key), "archive")
        lines += [f"{reading.title(key)}: {words}"] if words else []
    return met.answer(tuple(lines) or None)


ANSWERS: dict[str, AnswerOf] = {
    "ds.3.methods": methods,
    "ds.3.workers": workers,
    "ds.3.period": period,
    "ds.3.reviews": reviews,
    "ds.3.notice": notice,
    "ds.3.consent": consent,
    "ds.4.steps": curation,
    "ds.4.software": software,
    "ds.4.raw": raw,
}

FACTS: dict[str, FactOf] = {"derived.processed": is_processed}
