"""An amount of pay has no currency, or nothing says for what it is paid.

What it does: reports, for the pay of labellers and for the wages that it is compared with
(`benchmarks`), amounts without a `currency`; wages without `per`; and salaries without `per`, which
may be by the month or by the year. Other models of pay say by themselves what the amount is for:
`hourly` the hour, `per_task` the task, `fixed` and `prize` the whole. Credits are no money, and
need no currency. An amount of 0 needs neither.

Why it matters: a number alone is no statement about pay, and cannot be compared with a wage.

Fails:

```yaml fails
labellers:
  raters: {workforce: crowd, pay: {model: per_task, amount: 0.4}}
```

Passes:

```yaml passes
labellers:
  raters: {workforce: crowd, pay: {model: per_task, amount: 0.4, currency: USD}}
```

How to fix: add the currency, as its code of ISO 4217, and `per`. If the amount may not be told,
write the gap there: `amount: {withheld: "agreement, clause 9"}`.

Source: SPEC.md, section 9.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import one_of, subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.leaves import Tokens
from trainbib.values import as_list, as_mapping, is_mapping, parse_quantity

_AMOUNTS = ("amount", "low", "high", "hourly")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each amount that lacks its unit."""
    for key, labeller in context.labellers.items():
        path: Tokens = ("labellers", key, "pay")
        pay = as_mapping(labeller.get("pay"))
        if not pay:
            continue
        model = pay.get("model")
        missing: list[str] = []
        if "currency" not in pay and model != "credit":
            missing.append("currency")
        if "per" not in pay and model == "salary" and _stated(pay, _AMOUNTS[:-1]):
            missing.append("per")
        yield from _lacking(path, pay, _AMOUNTS, missing)
        for index, wage in enumerate(as_list(pay.get("benchmarks"))):
            if is_mapping(wage):
                lacking = [name for name in ("currency", "per") if name not in wage]
                yield from _lacking((*path, "benchmarks", index), wage, ("amount",), lacking)


def _lacking(
    path: Tokens, entry: Entry, amounts: tuple[str, ...], missing: list[str]
) -> Iterator[Finding]:
    stated = _stated(entry, amounts)
    if stated and missing:
        yield Finding(
            pointer(*path, stated),
            f"{subject((*path, stated))} has no {one_of(missing).replace(' or ', ' and no ')}",
            label="of what, for what?",
            help=f"add {one_of(missing).replace(' or ', ' and ')} beside it",
            value=stated,
            members=tuple(missing),
        )


def _stated(entry: Entry, names: tuple[str, ...]) -> str:
    """Return the first of these amounts that is above nought; "" if none is."""
    for name in names:
        quantity = parse_quantity(entry.get(name))
        if quantity is not None and quantity.high > 0:
            return name
    return ""


RULE = Rule(
    code="LAB003",
    name="pay-incomplete",
    severity=Severity.ERROR,
    summary="An amount of pay has no currency, or nothing says for what it is paid",
    page=__doc__,
    find=find,
)
