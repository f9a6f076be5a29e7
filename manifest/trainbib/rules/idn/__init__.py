"""IDN: identifiers, as far as they can be judged offline."""

from trainbib.rules.base import Rule

IDN_RULES: tuple[Rule, ...] = ()
