"""What a check says: findings, what was silenced, how much is answered."""

from dataclasses import dataclass

from trainbib.diagnostics import Diagnostic, Severity
from trainbib.rules import rule_of
from trainbib.suppressions import Suppression


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of something is answered; the rest is silence.

    Attributes:
        what: What is asked.
        answered: How many answer it.
        gaps: How many say why they do not (SPEC.md, section 4).
        total: Out of how many.
    """

    what: str
    answered: int
    gaps: int
    total: int


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that someone silenced.

    Attributes:
        diagnostic: The finding.
        suppression: What silences it.
    """

    diagnostic: Diagnostic
    suppression: Suppression


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Findings of one rule that are counted and not listed, since it has very many.

    Attributes:
        code: Its code.
        name: Its name.
        severity: Of its findings, as the user set it.
        findings: How many there are beside those that are listed.
        places: In how many places, for findings with one cause are one.
        safe: How many have a repair that keeps the meaning.
        unsafe: How many have another repair.
    """

    code: str
    name: str
    severity: Severity
    findings: int
    places: int
    safe: int
    unsafe: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Attributes:
        path: The manifest, as the user named it.
        diagnostics: Findings in document order.
        sources: How many sources the manifest has.
        files: How many files its inventory has; None if it has none that can be read.
        coverage: How much is answered.
        unchecked: What could not be checked, and why.
        suppressed: Findings that are silenced (SPEC.md, section 17.2), in document order.
        known: Findings that a baseline, or an earlier revision, has already; None if there was
            none to compare with.
        profiles: The profiles in force beside ``core``.
        unlisted: Findings beyond those that were asked for, by rule.
        unsettled: The codes of the checks that did not run, or could not look at all that they are
            about: what they do not find is not gone.
    """

    path: str
    diagnostics: tuple[Diagnostic, ...]
    sources: int
    files: int | None
    coverage: tuple[Coverage, ...]
    unchecked: tuple[str, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    known: tuple[Diagnostic, ...] | None = None
    profiles: tuple[str, ...] = ()
    unlisted: tuple[Unlisted, ...] = ()
    unsettled: frozenset[str] = frozenset()

    def count(self, severity: Severity) -> int:
        """Count the findings of a severity, listed or not."""
        listed = sum(diagnostic.severity is severity for diagnostic in self.diagnostics)
        return listed + sum(each.findings for each in self.unlisted if each.severity is severity)

    @property
    def valid(self) -> bool:
        """True if there is no error (SPEC.md, section 3), whatever was silenced or set."""
        # A rule of which findings are not listed has others that are.
        silent = (each.diagnostic for each in self.suppressed)
        return all(
            rule_of(diagnostic.code).severity is not Severity.ERROR
            for diagnostic in (*self.diagnostics, *(self.known or ()), *silent)
        )
