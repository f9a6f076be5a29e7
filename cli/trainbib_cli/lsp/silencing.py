"""Comments that silence findings (SPEC.md, section 17.2), tried before they are offered.

Where a comment attaches is not told from the line alone: a value may stand below its key, several
members on a line, a line in the middle of a text. So the comment is put there, and what comes of it
is checked.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lsprotocol import types

from trainbib.diagnostics import Diagnostic
from trainbib.suppressions import comments
from trainbib_cli.lsp.manifests import OpenManifest

_BREAK = re.compile("\r\n|[\r\n]")
_TRIED = 1 << 20
_LEAST = 1 << 15
"""How many characters are checked anew for one answer, a short text counted as so many."""


@dataclass(frozen=True, slots=True)
class Silencing:
    """A comment that silences a finding.

    Attributes:
        found: The finding.
        where: Its range.
        edit: Writes the comment.
    """

    found: Diagnostic
    where: types.Range
    edit: types.TextEdit


def silencings(
    manifest: OpenManifest, findings: Iterable[tuple[Diagnostic, types.Range]]
) -> Iterator[Silencing]:
    """Yield a comment for each finding that one silences without making another one.

    Args:
        manifest: The manifest.
        findings: Some of its findings, with their ranges.
    """
    document = manifest.document
    if document.format != "yaml" or not document.parsed:
        return
    left = _TRIED
    for found, where in findings:
        # What is wrong with suppressions cannot be silenced, nor can what is said of the whole.
        if found.span is None or not found.pointer or found.code.startswith("SUP"):
            continue
        if left <= 0:
            return
        for line in _lines(manifest, found):
            left -= max(_LEAST, len(document.text))
            comment = _comment(manifest, line, found.code)
            at = manifest.positions.line_start(line)
            if _silences(manifest, at, comment, found):
                place = manifest.positions.range_between(at, at)
                yield Silencing(found, where, types.TextEdit(place, comment))
                break


def _lines(manifest: OpenManifest, found: Diagnostic) -> list[int]:
    """Return the lines that a comment may stand above: that of the finding, that of its key."""
    place = manifest.document.locate([found.pointer])[found.pointer]
    spans = (found.span, place.key)
    return list(dict.fromkeys(span.line for span in spans if span is not None))


def _comment(manifest: OpenManifest, line: int, code: str) -> str:
    """Return a line like that which it stands above: as far in, and ended in the same way."""
    row = manifest.positions.line(line)
    indent = row[: len(row) - len(row.lstrip(" "))]
    text, start = manifest.document.text, manifest.positions.line_start(line)
    end = _BREAK.search(text, start) or _BREAK.search(text, max(0, start - len("\r\n")))
    ending = end.group() if end else "\n"
    return f"{indent}# trainbib: ignore[{code}] why{ending}"


def _silences(manifest: OpenManifest, at: int, comment: str, found: Diagnostic) -> bool:
    """Tell whether a comment would silence a finding, change no data and make no finding."""
    before = manifest.document
    after = manifest.read(f"{before.text[:at]}{comment}{before.text[at:]}")
    if not after.parsed or after.data != before.data:
        return False
    attached = (each for each in comments(after) if each.edit and each.edit[0] == at)
    if not any(each.covers(found.code, found.pointer) and not each.fault for each in attached):
        return False
    old = Counter(each.fingerprint for each in manifest.report.diagnostics)
    new = Counter(each.fingerprint for each in manifest.checked(after).diagnostics)
    return new <= old and new[found.fingerprint] < old[found.fingerprint]
