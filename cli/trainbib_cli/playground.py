"""The checker as a page in a browser uses it: a request and its answer, both JSON.

The page runs this module in WebAssembly, in a worker; nothing here reads a file or asks a network.
A request is an object with ``op`` and what that operation takes (docs/playground.md); the answer
has ``ok``, and ``error``, one sentence, where that is false.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast, get_args

from trainbib import __version__
from trainbib.checking import Report, Suppressed, check
from trainbib.checking.stamping import by_place, placed
from trainbib.diagnostics import Diagnostic, Severity
from trainbib.document import Document, parse_document
from trainbib.schemas import SPEC_VERSION
from trainbib.scoring import PROFILES, default_profile, score
from trainbib.settings import LicensePolicy, Settings, Use
from trainbib.values import is_mapping
from trainbib_cli.catalogue import entries, entry_of
from trainbib_cli.exits import CannotError
from trainbib_cli.reports.finding_json import findings_json
from trainbib_cli.reports.results import Checked
from trainbib_cli.reports.score_json import score_json

MAX_BYTES = 5_000_000
"""The largest manifest that a page checks, in bytes of UTF-8."""
MAX_SHOWN = 300
"""How many findings an answer has in full, the gravest first; the counts are of all."""
MAX_STEPS = 200
"""How many steps a repair may have that an answer holds."""

Request = Mapping[str, object]
Answer = dict[str, object]


class RequestError(ValueError):
    """A request cannot be answered; the text is the sentence that the user reads."""


def answer(request: str) -> str:
    """Answer a request.

    Args:
        request: A JSON object. ``op`` is ``about``, ``check``, ``fix``, ``format`` or ``explain``;
            all but the first and the last take ``text``, the manifest. See docs/playground.md.

    Returns:
        A JSON object, in ASCII: whatever the request is, this does not raise.
    """
    try:
        found: Answer = {"ok": True, **_answered(json.loads(request))}
    except RequestError as error:
        found = {"ok": False, "error": str(error)}
    except RecursionError:
        found = {"ok": False, "error": "the manifest is nested too deep to be read"}
    except ValueError as error:
        found = {"ok": False, "error": f"this cannot be read: {error}"}
    return json.dumps(found)


def _answered(asked: object) -> Answer:
    operation = _OPERATIONS.get(str(asked.get("op"))) if is_mapping(asked) else None
    if operation is None or not is_mapping(asked):
        known = ", ".join(_OPERATIONS)
        raise RequestError(f"a request is a JSON object whose `op` is one of {known}")
    return operation(asked)


def _about(_: Request) -> Answer:
    return {
        "version": __version__,
        "spec": SPEC_VERSION,
        "profiles": [name for name in PROFILES if name != "core"],
        "uses": list(get_args(Use)),
        "max_bytes": MAX_BYTES,
    }


def _check(request: Request) -> Answer:
    settings = _settings(request)
    document = _document(request)
    report = check(document, settings, places=False, limit=MAX_SHOWN)
    shown = _placed(document, report)
    asked = settings.profiles[0] if settings.profiles else default_profile(document.data)
    fixes = Counter(found.fix.safe for found in report.diagnostics if found.fix is not None)
    counts = {str(severity): report.count(severity) for severity in reversed(Severity)}
    return {
        "format": document.format,
        "parsed": document.parsed,
        "valid": report.valid,
        "counts": counts,
        "findings": list(findings_json(Checked(shown, document))),
        "hidden": sum(counts.values()) - len(shown.diagnostics),
        "fixes": {
            "safe": fixes[True] + sum(each.safe for each in report.unlisted),
            "unsafe": fixes[False] + sum(each.unsafe for each in report.unlisted),
        },
        "suppressed": len(report.suppressed),
        "score": score_json(score(document.data, asked)) if document.parsed else None,
        **_extent(report),
    }


def _placed(document: Document, report: Report) -> Report:
    """Return a report with as many findings as are shown, the gravest, each with its place."""
    gravest = sorted(report.diagnostics, key=lambda found: -found.severity)[:MAX_SHOWN]
    found = sorted(placed(document, [_short(each) for each in gravest]), key=by_place)
    hushed = report.suppressed[:MAX_SHOWN]
    aside = placed(document, [_short(each.diagnostic) for each in hushed])
    pairs = zip(aside, hushed, strict=True)
    suppressed = tuple(Suppressed(diagnostic, each.suppression) for diagnostic, each in pairs)
    return replace(report, diagnostics=tuple(found), suppressed=suppressed)


def _short(found: Diagnostic) -> Diagnostic:
    """Leave out a repair of very many places: ``fix`` makes it, the page need not know each."""
    long = found.fix is not None and len(found.fix.steps) > MAX_STEPS
    return replace(found, fix=None) if long else found


def _extent(report: Report) -> Answer:
    return {
        "sources": report.sources,
        "profiles": list(report.profiles),
        "coverage": [
            {"what": each.what, "answered": each.answered, "gaps": each.gaps, "total": each.total}
            for each in report.coverage
        ],
        "unchecked": list(report.unchecked),
    }


def _fix(request: Request) -> Answer:
    from trainbib.fixing import fixed

    unsafe = request.get("unsafe", False) is True
    done = fixed(_document(request), _settings(request), unsafe=unsafe)
    return {
        "text": done.text,
        "mark": done.mark,
        "applied": [{"code": each.code, "message": each.message} for each in done.applied],
        "refused": [{"code": each.diagnostic.code, "reason": each.reason} for each in done.refused],
    }


def _format(request: Request) -> Answer:
    from trainbib.formatting import FormatError, formatted

    try:
        return {"text": formatted(_document(request), sort=request.get("sort", False) is True)}
    except FormatError as error:
        raise RequestError(str(error)) from error


def _explain(request: Request) -> Answer:
    try:
        entry = entry_of(_text_of(request, "code"), entries())
    except CannotError as error:
        raise RequestError(str(error)) from error
    return {
        "code": entry.code,
        "name": entry.name,
        "severity": entry.level,
        "conditions": entry.conditions,
        "summary": entry.summary,
        "page": entry.page,
    }


def _document(request: Request) -> Document:
    text = _text_of(request, "text")
    data = text.encode("utf-8", "replace")  # half a surrogate pair becomes a question mark
    if len(data) > MAX_BYTES:
        raise RequestError(
            f"the manifest has {len(data) / 1e6:.1f} MB; a page checks at most "
            f"{MAX_BYTES / 1e6:.0f} MB. Use `trainbib check` on your machine"
        )
    if request.get("mark", False) is True:
        data = b"\xef\xbb\xbf" + data
    return parse_document(data, path=_text_of(request, "name", "trainbib"))


def _settings(request: Request) -> Settings:
    profile = _text_of(request, "profile", "")
    if profile and profile not in PROFILES:
        raise RequestError(f"there is no profile `{profile}`; there are {', '.join(PROFILES)}")
    use = _text_of(request, "use", "")
    if use and use not in get_args(Use):
        raise RequestError(f"there is no use `{use}`; there are {', '.join(get_args(Use))}")
    return Settings(
        pedantic=request.get("pedantic", False) is True,
        use_disk=False,
        use_folder=False,
        profiles=(profile,) if profile else (),
        licensing=LicensePolicy(uses=(cast("Use", use),) if use else ()),
    )


def _text_of(request: Request, name: str, default: str | None = None) -> str:
    value: Any = request.get(name, default)
    if not isinstance(value, str):
        raise RequestError(f"`{name}` of a request is text, and it is not")
    return value


_OPERATIONS: Mapping[str, Callable[[Request], Answer]] = {
    "about": _about,
    "check": _check,
    "fix": _fix,
    "format": _format,
    "explain": _explain,
}
