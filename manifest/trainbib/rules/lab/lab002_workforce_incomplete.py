"""The kind of the labellers is given, and not which they are.

What it does: the schema requires the kind (`workforce`, SCH001). This rule asks on: for labellers
that are models, which ones (`generators`, or the models of `machine_assistance`). In the profile
`complete` it asks too for the `vendors` of a vendor's staff, the `platform` of a crowd, and the
`employer` of employees and contractors. A gap is an answer; `vendors`, `employer` or `platform`
each stands for the others.

Models are asked for in all profiles, as they are for synthetic data (SRC012): a label by a model is
synthetic. The others are not, since the core profile asks for nothing beyond the kind.

Why it matters: "a vendor" cannot be asked, inspected or paid a visit; and what a model writes
carries over what it was trained on.

Fails:

```yaml fails
labellers:
  judges: {workforce: model, pay: {not_applicable: a model}}
```

Passes:

```yaml passes
labellers:
  judges: {workforce: model, generators: [{name: Skipper 70B}], pay: {not_applicable: a model}}
```

How to fix: name the model, the vendor, the platform or the employer; or write a gap there:
`vendors: {withheld: "agreement, clause 9"}`.

Source: SPEC.md, section 9.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer
from trainbib.values import as_mapping

_ASKED = {
    "vendor": "vendors",
    "crowd": "platform",
    "employees": "employer",
    "contractors": "employer",
}
_ORGANISED = ("vendors", "platform", "employer")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each group of which only the kind is known."""
    complete = "complete" in context.profiles
    for key, labeller in context.labellers.items():
        workforce = labeller.get("workforce")
        if workforce == "model":
            asked = "generators"
            assistance = as_mapping(labeller.get("machine_assistance"))
            answered = has_answer(labeller, "generators") or has_answer(assistance, "models")
        elif complete and isinstance(workforce, str) and workforce in _ASKED:
            asked = _ASKED[workforce]
            answered = any(has_answer(labeller, name) for name in _ORGANISED)
        else:
            continue
        if not answered:
            yield Finding(
                pointer("labellers", key, "workforce"),
                f"labeller `{key}` is of the kind `{workforce}`, and nothing says which",
                label=f"no `{asked}`",
                help=f"give `{asked}`, or a gap there",
                value=str(workforce),
            )


RULE = Rule(
    code="LAB002",
    name="workforce-incomplete",
    severity=Severity.WARNING,
    summary="The kind of the labellers is given, and not which they are",
    page=__doc__,
    find=find,
)
