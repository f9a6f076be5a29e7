"""CON: consistency of what is said in several places."""

from trainbib.rules.base import Rule
from trainbib.rules.con import con002_shares_above_one

CON_RULES: tuple[Rule, ...] = (con002_shares_above_one.RULE,)
