"""Pay is compared with wages of countries where nobody worked.

What it does: reports labellers whose `countries` are listed, and whose `benchmarks` all name other
countries. One benchmark for one of the countries is enough, and those without a country count as
such.

Why it matters: pay in one country says nothing beside a wage of another. A rate that is far above
the minimum of one place can be far below a living wage in the next.

Fails:

```yaml fails
labellers:
  raters:
    workforce: crowd
    countries: [{country: DE}]
    pay:
      model: hourly
      amount: 9
      currency: USD
      per: hour
      benchmarks: [{kind: minimum_wage, amount: 7.25, currency: USD, per: hour, country: US}]
```

Passes:

```yaml passes
labellers:
  raters:
    workforce: crowd
    countries: [{country: DE}]
    pay:
      model: hourly
      amount: 9
      currency: USD
      per: hour
      benchmarks: [{kind: minimum_wage, amount: 12.82, currency: EUR, per: hour, country: DE}]
```

How to fix: add a wage of the countries where the work was done, with its date; WageIndicator and
the Global Living Wage Coalition publish some.

Source: SPEC.md, section 9; Fairwork principles for AI, principle 1.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import one_of
from trainbib.diagnostics import Finding, Related, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.values import as_list, as_mapping


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each group that is compared with others alone."""
    if "benchmarks" not in context.overview.fields:
        return
    for key, labeller in context.labellers.items():
        worked = _countries(labeller.get("countries"))
        wages = as_mapping(labeller.get("pay")).get("benchmarks")
        compared = _countries(wages)
        if not worked or not compared or len(compared) < len(as_list(wages)):
            continue  # nothing is known of one of the two
        if set(worked).isdisjoint(compared):
            yield Finding(
                pointer("labellers", key, "pay", "benchmarks"),
                f"the pay of labeller `{key}` is compared with wages in "
                f"{one_of(dict.fromkeys(compared))}, where nobody worked",
                on_key=True,
                label="another country",
                help=f"add a wage of {one_of(dict.fromkeys(worked))}",
                related=(Related(pointer("labellers", key, "countries"), "where they worked"),),
            )


def _countries(listed: object) -> list[str]:
    stated = [as_mapping(item).get("country") for item in as_list(listed)]
    return [country for country in stated if isinstance(country, str)]


RULE = Rule(
    code="LAB009",
    name="benchmark-elsewhere",
    severity=Severity.WARNING,
    summary="Pay is compared with wages of countries where nobody worked",
    page=__doc__,
    find=find,
)
