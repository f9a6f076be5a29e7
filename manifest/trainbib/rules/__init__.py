"""The rules, in order.

To add one: write its module in the folder of its family, with the page as its docstring and a value
``RULE``; list it below; cite its code in SPEC.md, section 17; add a failing and a passing vector in
``tests/vectors/v1/rules``. Tests name the step that was forgotten.
"""

from functools import cache

from trainbib.disclosure.regimes import regime_rules
from trainbib.rules.base import Rule
from trainbib.rules.con import CON_RULES
from trainbib.rules.fil import FIL_RULES
from trainbib.rules.hsh import HSH_RULES
from trainbib.rules.idn import IDN_RULES
from trainbib.rules.key import KEY_RULES
from trainbib.rules.lab import LAB_RULES
from trainbib.rules.lic import LIC_RULES
from trainbib.rules.net import NET_RULES
from trainbib.rules.par import PAR_RULES
from trainbib.rules.ref import REF_RULES
from trainbib.rules.rgt import RGT_RULES
from trainbib.rules.sch import SCH_RULES
from trainbib.rules.src import SRC_RULES
from trainbib.rules.sup import SUP_RULES

__all__ = ["RULES", "Rule", "rule_of"]

RULES: tuple[Rule, ...] = (
    *PAR_RULES,
    *SCH_RULES,
    *KEY_RULES,
    *REF_RULES,
    *FIL_RULES,
    *HSH_RULES,
    *LIC_RULES,
    *RGT_RULES,
    *SRC_RULES,
    *IDN_RULES,
    *LAB_RULES,
    *CON_RULES,
    *NET_RULES,
    *SUP_RULES,
    *regime_rules(),
)


@cache
def _by_code() -> dict[str, Rule]:
    return {rule.code: rule for rule in RULES}


def rule_of(code: str) -> Rule:
    """Return the rule of a code.

    Raises:
        KeyError: If there is none.
    """
    return _by_code()[code]
