"""Words for changes: values, quantities, fields, in a few characters."""

import json
import re
from collections.abc import Mapping, Sequence

from trainbib.conformance.wording import MAX_SHOWN
from trainbib.numerals import grouped
from trainbib.values import Quantity, gap_state, is_mapping, parse_quantity

_BYTE_UNITS = ("B", "kB", "MB", "GB", "TB", "PB", "EB")
_COUNT_UNITS = ("", "k", "M", "B", "T", "P")
_NOUNS: Mapping[str, str] = {
    "files": "file",
    "records": "record",
    "tokens": "token",
    "words": "word",
    "images": "image",
    "audio_hours": "hour of audio",
    "video_hours": "hour of video",
}
# An algorithm and enough of its digits to tell two apart.
_DIGEST = re.compile(r"\b((?:md5|sha1|sha256|sha384|sha512|blake3):[0-9a-f]{12})[0-9a-f]+")
_NAMES = ("name", "party", "protocol", "source", "stage", "step", "tag", "title", "what", "at")
_EXACT_BELOW = 1_000_000
_MAX_ITEMS = 4


def rounded(number: float) -> str:
    """Write a number with 2 decimals at most, or 4 digits below 1: ``9 812 334``, ``0.0125``."""
    if float(number).is_integer():
        return grouped(int(number))
    return grouped(number, ".4g" if abs(number) < 1 else ".2f")


def scaled(number: float, units: Sequence[str] = _COUNT_UNITS) -> str:
    """Write a number in three digits and a unit: ``1.2 TB``, ``310 B``."""
    step = 0
    rest = float(number)
    while abs(rest) >= 999.5 and step + 1 < len(units):  # noqa: PLR2004 - where three digits end
        rest /= 1000
        step += 1
    text = rounded(rest) if abs(rest) >= 1000 else f"{rest:.3g}"  # noqa: PLR2004 - no unit left
    return f"{text} {units[step]}".rstrip()


def amount(unit: str, quantity: Quantity) -> str:
    """Write how much there is of a unit: ``51.5 GB``, ``about 12 B tokens``, ``1 record``."""
    about = "" if quantity.exact else "about "
    value = quantity.value
    if unit == "bytes":
        return about + scaled(value, _BYTE_UNITS)
    text = rounded(value) if abs(value) < _EXACT_BELOW else scaled(value)
    return f"{about}{text} {noun(unit, value)}"


def amounts(unit: str, old: Quantity, new: Quantity) -> str:
    """Write two amounts of a unit; in full where they would look alike."""
    before, after = amount(unit, old), amount(unit, new)
    if before == after and old.value != new.value:
        word = "B" if unit == "bytes" else noun(unit, new.value)
        return f"{rounded(old.value)} → {rounded(new.value)} {word}"
    return f"{before} → {after}"


def noun(unit: str, number: float) -> str:
    """Return the noun of a unit, in the plural unless there is one."""
    word = _NOUNS.get(unit, unit)
    if number == 1:
        return word
    head, space, rest = word.partition(" ")
    return f"{head}s{space}{rest}"


def percentage(percent: float) -> str:
    """Write a difference in percent: ``+4.1 %``, ``-0.02 %``, ``+1 200 %``."""
    size = abs(percent)
    if size == float("inf"):
        return f"{'-' if percent < 0 else '+'}∞ %"
    text = rounded(round(size)) if size >= 100 else f"{size:.1f}" if size >= 0.1 else f"{size:.2g}"  # noqa: PLR2004 - about two digits
    return f"{'-' if percent < 0 else '+'}{text} %"


def transition(old: object, new: object, *, full: bool = False) -> str:
    """Write how a value changed: ``MIT → CC-BY-NC-4.0``, ``+de, -fr``, ``10 → 12 (+20.0 %)``.

    Args:
        old: The old value; None for silence.
        new: The new value; None for silence.
        full: Whether digests are written in full.
    """
    if isinstance(old, list) and isinstance(new, list):
        return _list_change(old, new)
    text = f"{value(old, full=full)} → {value(new, full=full)}"
    before, after = parse_quantity(old), parse_quantity(new)
    if before is not None and after is not None and before.value not in {0, after.value}:
        text += f" ({percentage(100 * (after.value - before.value) / before.value)})"
    return text


def _list_change(old: list[object], new: list[object]) -> str:
    before, after = [_brief(each) for each in old], [_brief(each) for each in new]
    came = [f"+{text}" for text in after if text not in set(before)]
    went = [f"-{text}" for text in before if text not in set(after)]
    both = came + went
    if not both:
        return f"{len(old)} → {len(new)} items"
    more = f" … ({len(both)} in all)" if len(both) > _MAX_ITEMS else ""
    return ", ".join(both[:_MAX_ITEMS]) + more


def value(item: object, *, full: bool = False) -> str:
    """Write a value on one line: texts as they are, gaps by state and reason.

    Args:
        item: The value; None for silence.
        full: Whether digests are written in full.
    """
    if item is None:
        return "not given"
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, str):
        return item if full and _DIGEST.search(item) else _short(item)
    if isinstance(item, int | float):
        return rounded(item)
    state = gap_state(item)
    if state is not None and is_mapping(item):
        return f"{state.replace('_', ' ')} ({_short(str(item[state]))})"
    quantity = parse_quantity(item)
    if quantity is not None and is_mapping(item):
        if "between" in item:
            return f"{rounded(quantity.low)} to {rounded(quantity.high)}"
        return f"about {rounded(quantity.value)}"
    if isinstance(item, list):
        texts = [_brief(each) for each in item[:_MAX_ITEMS]]
        more = f" … ({len(item)} in all)" if len(item) > _MAX_ITEMS else ""
        return ", ".join(texts) + more
    if is_mapping(item):
        for key in ("expression", "status", "name", "title"):
            if isinstance(item.get(key), str):
                return _short(str(item[key]))
        return _short(", ".join(f"{key}: {value(part)}" for key, part in item.items()))
    return _short(json.dumps(item, ensure_ascii=False, default=repr))


def _brief(item: object) -> str:
    """Write an item of a list by what names it, if anything does."""
    if is_mapping(item):
        for key in _NAMES:
            if isinstance(item.get(key), str):
                return _short(str(item[key]))
    return value(item)


def _short(text: str) -> str:
    line = _DIGEST.sub(r"\1…", " ".join(text.split()))
    return f"{line[:MAX_SHOWN]}…" if len(line) > MAX_SHOWN else line


def dotted(path: Sequence[str]) -> str:
    """Write a field: ``rights.holders[acme].share``."""
    text = ""
    for token in path:
        text += token if token.startswith("[") or not text else f".{token}"
    return text
