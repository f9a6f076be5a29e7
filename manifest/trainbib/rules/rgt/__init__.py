"""RGT: rights, reservations, personal data, withdrawn sources."""

from trainbib.rules.base import Rule

RGT_RULES: tuple[Rule, ...] = ()
