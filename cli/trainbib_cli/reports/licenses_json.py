"""The machine report of ``licenses``: schema/v1/licenses-report.schema.json."""

from collections.abc import Iterable

from trainbib import __version__
from trainbib.licensing.verdicts import Reason, Verdict
from trainbib.schemas import SPEC_VERSION
from trainbib_cli.reports.licenses_wording import FOOTER, JudgedManifest

VERSION = "1"
"""Version of the format; a new one only if something is taken away or changes its meaning."""


def render(manifests: Iterable[JudgedManifest]) -> dict[str, object]:
    """Return the report: every source in the order of its manifest, notes too.

    Args:
        manifests: What to report.
    """
    return {
        "version": VERSION,
        "tool": {"name": "trainbib", "version": __version__, "standard": SPEC_VERSION},
        "notice": FOOTER,
        "manifests": [_manifest(judged) for judged in manifests],
    }


def _manifest(judged: JudgedManifest) -> dict[str, object]:
    mixture = judged.mixture
    return {
        "path": judged.path,
        "verdict": str(mixture.verdict),
        "uses": list(mixture.uses),
        "uses_assumed": judged.assumed,
        "release": mixture.release,
        "outbound": mixture.outbound,
        "outbound_by": mixture.outbound_by,
        "choices": list(mixture.choices),
        "counts": {str(verdict): mixture.count(verdict) for verdict in Verdict},
        "sources": [
            {
                "key": source.key,
                "license": source.license,
                "verdict": str(source.verdict),
                "reasons": [_reason(reason) for reason in source.reasons],
            }
            for source in mixture.sources
        ],
    }


def _reason(reason: Reason) -> dict[str, object]:
    return {
        "verdict": str(reason.verdict),
        "rule": reason.rule,
        "license": reason.license,
        "attribute": reason.attribute,
        "value": reason.value,
        "origin": {
            "kind": reason.origin.kind,
            "where": reason.origin.where,
            "evidence": reason.origin.evidence or None,
        },
        "text": reason.text,
    }
