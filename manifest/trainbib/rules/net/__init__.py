"""NET: what the network says; only where it may be asked."""

from trainbib.rules.base import Rule

NET_RULES: tuple[Rule, ...] = ()
