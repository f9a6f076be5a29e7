"""SUP: suppressions of findings."""

from trainbib.rules.base import Rule

SUP_RULES: tuple[Rule, ...] = ()
