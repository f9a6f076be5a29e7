"""A currency is not written as its code.

What it does: the schema asks for three capital letters wherever a currency is named. Of these, the
rule reports what is no code of ISO 4217: names of crypto assets, names beside the standard such as
`RMB`, the code for tests (`XTS`) and the one for no currency (`XXX`). Former currencies are
accepted, for a price can be an old one.

Why it matters: pay and prices are compared with wages and with each other. An amount in an unknown
currency is no amount.

Fails:

```yaml fails
labellers:
  raters: {workforce: crowd, pay: {model: hourly, amount: 30, currency: RMB, per: hour}}
```

Passes:

```yaml passes
labellers:
  raters: {workforce: crowd, pay: {model: hourly, amount: 30, currency: CNY, per: hour}}
```

How to fix: use the code of ISO 4217. For what has none, give what it came to in a currency, on the
day it was paid.

Source: SPEC.md, section 9; ISO 4217.
"""

import re
from collections.abc import Iterable, Iterator

from trainbib.conformance.wording import shown, subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.columns import texts_where
from trainbib.rules.context import Context
from trainbib.schemas import load_schema


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each currency of the right form that is none."""
    if "currency" not in context.overview.fields:
        return
    from trainbib.identifiers.codes import currency_fault

    form = re.compile(load_schema()["$defs"]["currency"]["pattern"])

    def wanted(_label: str, texts: Iterable[str]) -> list[str]:
        return [text for text in texts if form.fullmatch(text) and currency_fault(text) is not None]

    for path, _, text in texts_where(context, ("currency",), wanted):
        fault = currency_fault(text)
        if fault is None:
            continue
        better = fault.better
        yield Finding(
            pointer(*path),
            f"{subject(path)}, {shown(text)}, {fault.what}",
            label=f"did you mean `{better}`?" if better else "look the code up",
            help=f"use `{better}`" if better else "use a code of ISO 4217, such as EUR",
            fix=Fix.replace(pointer(*path), better, safe=False) if better else None,
            cause=text,
            value=text,
        )


RULE = Rule(
    code="SRC016",
    name="invalid-currency-code",
    severity=Severity.ERROR,
    summary="A currency is no code of ISO 4217",
    page=__doc__,
    find=find,
    fix="unsafe",
)
