"""Trainbib: a bibliography for training data.

>>> import trainbib
>>> report = trainbib.check("trainbib.yaml")  # doctest: +SKIP
>>> manifest = trainbib.load("trainbib.yaml")  # doctest: +SKIP

Names are imported when they are used, so that ``import trainbib`` costs next to nothing.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.canonical import canonical_digest, canonical_form
    from trainbib.checking import Report, check
    from trainbib.comparing import Change, Comparison, compare
    from trainbib.diagnostics import Diagnostic, Severity
    from trainbib.generating import Generated, GenerateError, generate
    from trainbib.loading import LoadError, Manifest, load
    from trainbib.schemas import load_schema
    from trainbib.settings import LicensePolicy, Settings
    from trainbib.verifying import Verification, VerifyError, verify

__version__ = "1.0.0rc1"

__all__ = [
    "Change",
    "Comparison",
    "Diagnostic",
    "GenerateError",
    "Generated",
    "LicensePolicy",
    "LoadError",
    "Manifest",
    "Report",
    "Settings",
    "Severity",
    "Verification",
    "VerifyError",
    "__version__",
    "canonical_digest",
    "canonical_form",
    "check",
    "compare",
    "generate",
    "load",
    "load_schema",
    "verify",
]

_HOMES = {
    "Change": "comparing",
    "Comparison": "comparing",
    "Diagnostic": "diagnostics",
    "GenerateError": "generating",
    "Generated": "generating",
    "LicensePolicy": "settings",
    "LoadError": "loading",
    "Manifest": "loading",
    "Report": "checking",
    "Settings": "settings",
    "Severity": "diagnostics",
    "Verification": "verifying",
    "VerifyError": "verifying",
    "canonical_digest": "canonical",
    "canonical_form": "canonical",
    "check": "checking",
    "compare": "comparing",
    "generate": "generating",
    "load": "loading",
    "load_schema": "schemas",
    "verify": "verifying",
}

__getattr__ = names_from(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted(__all__)
