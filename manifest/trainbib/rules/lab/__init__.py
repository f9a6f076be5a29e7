"""LAB: labellers."""

from trainbib.rules.base import Rule

LAB_RULES: tuple[Rule, ...] = ()
