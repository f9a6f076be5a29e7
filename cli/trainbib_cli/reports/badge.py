"""A disclosure score as a badge: an SVG that stands alone.

Three parts say three things: what is given, what is a gap, what is silent. The colours tell the
parts apart and judge nothing; white text on each has a contrast of at least 4.5.
"""

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from trainbib_cli.reports.score_words import headline, shares

if TYPE_CHECKING:
    from trainbib.scoring import Score

_HEIGHT = 20
_PADDING = 6
_LABEL = "#3b4048"
_PARTS = (("given", "#1f5fa8"), ("gap", "#6d4aa0"), ("silent", "#66707a"))
_NARROW = frozenset("fijlrtI.,:-' ")
_WIDE = frozenset("mwMW%")


def badge(score: "Score") -> str:
    """Return the SVG: 20 pixels high, as wide as its text, with a title for who cannot see it."""
    cells = [(f"disclosure, {score.profile}", _LABEL)]
    if score.total.asked:
        percents = zip(_PARTS, shares(score.total), strict=True)
        cells += [(f"{percent} % {name}", color) for (name, color), percent in percents]
    else:
        cells.append(("nothing asked", _PARTS[-1][1]))
    title = f"Disclosure by the profile {score.profile}: {headline(score)}"
    left = 0
    boxes: list[str] = []
    texts: list[str] = []
    for index, (text, color) in enumerate(cells):
        length = _length(text)
        width = length + 2 * _PADDING
        rounded = (3 if index == 0 else 0, 3 if index == len(cells) - 1 else 0)
        boxes.append(f'<path fill="{color}" d="{_outline(left, width, *rounded)}"/>')
        texts.append(
            f'<text x="{left + _PADDING}" y="14" textLength="{length}" '
            f'lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'
        )
        left += width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left}" height="{_HEIGHT}" '
        f'viewBox="0 0 {left} {_HEIGHT}" role="img" aria-label={quoteattr(title)}>\n'
        f"<title>{escape(title)}</title>\n"
        f"{''.join(boxes)}\n"
        '<g fill="#fff" font-family="Verdana,&#39;DejaVu Sans&#39;,Geneva,sans-serif" '
        f'font-size="11">\n{"".join(texts)}\n</g>\n</svg>\n'
    )


def _outline(left: int, width: int, first: int, last: int) -> str:
    """Draw a box whose left and right corners are rounded by so many pixels."""
    return (
        f"M{left + first} 0h{width - first - last}a{last} {last} 0 0 1 {last} {last}"
        f"v{_HEIGHT - 2 * last}a{last} {last} 0 0 1-{last} {last}h-{width - first - last}"
        f"a{first} {first} 0 0 1-{first}-{first}v-{_HEIGHT - 2 * first}"
        f"a{first} {first} 0 0 1 {first}-{first}z"
    )


def _length(text: str) -> int:
    """Return about how wide a text is in pixels; ``textLength`` makes it exactly so."""
    return round(sum(4.2 if c in _NARROW else 10.6 if c in _WIDE else 6.9 for c in text))
