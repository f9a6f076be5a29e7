"""What a rule is."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING, Literal

from trainbib.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from trainbib.rules.context import Context

Find = Callable[["Context"], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: its identity, its page, and the function that finds.

    The function does not know its code; the engine stamps code, name and severity on what it
    finds. A rule whose findings come from elsewhere (the reader, the schema, ``verify``, the
    engine) has no function, and ``origin`` says where they come from.

    Attributes:
        code: Family and three digits; never reused.
        name: Kebab-case; reads after "allow …".
        severity: Of every finding of the rule.
        summary: One line, without a full stop.
        page: The module's docstring: what, why, an example that fails, one that passes, how to
            fix, source.
        origin: Who finds it.
        find: The function, if the origin is ``rule``.
        pedantic: Off unless the pedantic persona is asked for.
        profiles: The profiles in which it runs; none: in all.
        online: Whether it asks the network, so that it is off unless that is allowed.
        fix: Whether a repair is offered, and whether it keeps the meaning.
        since: Version of the standard in which the check appeared.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    page: str | None
    find: Find | None = None
    origin: Literal["rule", "reader", "schema", "verify", "engine"] = "rule"
    pedantic: bool = False
    profiles: tuple[str, ...] = ()
    online: bool = False
    fix: Literal["safe", "unsafe"] | None = None
    since: str = "1.0"

    @property
    def family(self) -> str:
        """Return the three letters of the code."""
        return self.code[:3]

    def examples(self, kind: Literal["fails", "passes"]) -> list[str]:
        """Return the examples on the page: manifests, or parts to lay over a minimal one."""
        return re.findall(rf"```yaml {kind}\n(.*?)```", dedent(self.page or ""), flags=re.DOTALL)
