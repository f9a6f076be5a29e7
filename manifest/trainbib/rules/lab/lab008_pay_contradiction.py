"""Figures of the pay of labellers contradict each other.

What it does: reports

- a `low` above the `amount` or above `high`, and an `amount` above `high`;
- an `hourly`, which counts all hours, that does not follow from pay by the hour and the `hours`: it
  is the amount, times the paid hours, divided by all hours. Where the unpaid hours are not known,
  it is at most the amount;
- paid hours of people whose pay is `none` or `unpaid`.

Numbers count with their precision (SPEC.md, section 5.1); in this product, a plain number counts as
rounded to its last digit, so that 4.3 may be 4.33.

Why it matters: unpaid time for training and tests is the usual way in which pay looks higher than
it was. The hours are given apart so that this can be seen.

Fails:

```yaml fails
labellers:
  raters:
    workforce: crowd
    hours: {paid: 600, unpaid: 200}
    pay: {model: hourly, amount: 8, currency: USD, per: hour, hourly: 8}
```

Passes:

```yaml passes
labellers:
  raters:
    workforce: crowd
    hours: {paid: 600, unpaid: 200}
    pay: {model: hourly, amount: 8, currency: USD, per: hour, hourly: 6}
```

How to fix: correct the figure that is wrong.

Source: SPEC.md, sections 5.1 and 9; Fairwork principles for AI, principle 1.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.lab.rounding import as_rounded, figure
from trainbib.values import Quantity, as_mapping, gap_state


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each figure that others contradict."""
    for key, labeller in context.labellers.items():
        pay, hours = as_mapping(labeller.get("pay")), as_mapping(labeller.get("hours"))
        if pay:
            yield from _order(key, pay)
            yield from _hourly(key, pay, hours)
        paid = figure(hours.get("paid"))
        unpaid = pay.get("model") == "unpaid" or gap_state(labeller.get("pay")) == "none"
        if unpaid and paid is not None and paid.low > 0:
            yield _finding(
                key,
                ("hours", "paid"),
                f"labeller `{key}` has paid hours, and no pay",
                (("pay",),),
            )


def _order(key: str, pay: Entry) -> Iterator[Finding]:
    for lower, upper in (("low", "amount"), ("amount", "high"), ("low", "high")):
        one, two = figure(pay.get(lower)), figure(pay.get(upper))
        if one is not None and two is not None and one.low > two.high:
            yield _finding(
                key,
                ("pay", lower),
                f"`{lower}` of the pay of labeller `{key}` is {one.value:g}, above its `{upper}`, "
                f"{two.value:g}",
                (("pay", upper),),
            )
            return


def _hourly(key: str, pay: Entry, hours: Entry) -> Iterator[Finding]:
    stated = figure(pay.get("hourly"))
    by_the_hour = pay.get("per", "hour" if pay.get("model") == "hourly" else "") == "hour"
    amounts = [figure(pay.get(name)) for name in ("amount", "low", "high")]
    known = [amount for amount in amounts if amount is not None]
    if stated is None or not by_the_hour or not known:
        return
    least, most = _paid_share(hours)
    expected = Quantity(
        stated.value,
        min(as_rounded(amount).low for amount in known) * least,
        max(as_rounded(amount).high for amount in known) * most,
        exact=False,
    )
    if as_rounded(stated).agrees_with(expected):
        return
    span = f"{expected.low:.3g} to {expected.high:.3g}" if least else f"at most {expected.high:.3g}"
    yield _finding(
        key,
        ("pay", "hourly"),
        f"labeller `{key}` is paid {stated.value:g} for each hour of all hours; by amount and "
        f"hours it is {span}",
        tuple(
            [("pay", name) for name in ("amount",) if name in pay]
            + [("hours", name) for name in ("paid", "unpaid") if name in hours]
        ),
    )


def _paid_share(hours: Entry) -> tuple[float, float]:
    """Return the least and the largest part of all hours that was paid."""
    paid, unpaid = figure(hours.get("paid")), figure(hours.get("unpaid"))
    if gap_state(hours.get("unpaid")) in {"none", "not_applicable"}:
        return 1.0, 1.0
    if unpaid is None:
        return 0.0, 1.0
    if paid is None:
        return 0.0, 1.0
    if paid.high <= 0:
        return 0.0, 0.0
    return paid.low / ((paid.low + unpaid.high) or 1), paid.high / (paid.high + unpaid.low)


def _finding(
    key: str, place: tuple[str, ...], message: str, others: tuple[tuple[str, ...], ...]
) -> Finding:
    return Finding(
        pointer("labellers", key, *place),
        message,
        label="contradicts",
        help="correct the figure that is wrong",
        related=tuple(
            Related(pointer("labellers", key, *other), "this", on_key=False) for other in others
        ),
        value=place[-1],
    )


RULE = Rule(
    code="LAB008",
    name="pay-contradiction",
    severity=Severity.ERROR,
    summary="Figures of the pay of labellers contradict each other",
    page=__doc__,
    find=find,
)
