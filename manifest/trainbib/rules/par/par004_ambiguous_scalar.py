"""A plain YAML scalar means something else to other readers.

What it does: reports plain scalars that readers of YAML 1.1, which are still the majority, take for
something else than readers of YAML 1.2 do: `NO` and `on` (a truth value), `010` (a number to base
8), `12:30` (a number to base 60), `1_000` (a number), `2024-03-15` (a date), and numbers whose
trailing zero gets lost, such as a version `1.10`. Dates are reported only where the field takes no
date, and numbers with a trailing zero only where it takes no number.

Why it matters: the same file then holds other data, and has another digest, for other programs.

Fails:

```yaml fails
dataset: {name: example, version: 2024-03-15}
```

Passes:

```yaml passes
dataset: {name: example, version: "2024-03-15", issued: 2024-03-15}
```

How to fix: put text in quotes, and write numbers without a leading zero.

Source: SPEC.md, section 2.2; YAML 1.1, section 10.2; YAML 1.2.2, section 10.3.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.document import Ambiguity
from trainbib.pointers import resolve
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.fields import fields_of, number_fields


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each scalar that means something else elsewhere."""
    dates = fields_of("date") if context.document.ambiguities else frozenset[str]()
    for ambiguity in context.document.ambiguities:
        if ambiguity.why == "a date" and ambiguity.path and ambiguity.path[-1] in dates:
            continue  # as nearly all are
        tokens = [str(token) for token in ambiguity.path]
        names = (token for token in reversed(ambiguity.path) if isinstance(token, str))
        field = next(names, "")
        try:
            value = resolve(context.data, tokens)
        except KeyError:  # a later part of a key that is given twice
            value = ambiguity.text
        on_key = bool(tokens) and tokens[-1] == ambiguity.text and value != ambiguity.text
        if on_key or not _is_meant(ambiguity, field, value):
            yield _finding(ambiguity, value, on_key=on_key)


def _is_meant(ambiguity: Ambiguity, field: str, value: object) -> bool:
    """Tell whether other readers take the scalar for what the field holds anyway."""
    if ambiguity.why == "a date":
        return field in fields_of("date")
    return isinstance(value, float) and field in number_fields()


def _finding(ambiguity: Ambiguity, value: object, *, on_key: bool) -> Finding:
    place = f"the key `{ambiguity.text}`"
    if not on_key:
        place = f"{subject(ambiguity.path)}, `{ambiguity.text}`,"
    quoted = f'"{ambiguity.text}"'
    fix = None
    if on_key or isinstance(value, str):
        help_ = f"write {quoted} in quotes"
        what = "put it in quotes"
        where, text = ambiguity.pointer, ambiguity.text
        if on_key:
            fix = Fix.rename(where, text, safe=True, description=what)
        else:
            fix = Fix.replace(where, text, safe=True, description=what)
    else:
        help_ = f"write {quoted} if it is text, or {value!r} if it is a number"
    return Finding(
        ambiguity.pointer,
        f"{place} is {ambiguity.why} to some YAML readers",
        on_key=on_key,
        label="means something else elsewhere",
        help=help_,
        fix=fix,
        value=ambiguity.text,
    )


RULE = Rule(
    code="PAR004",
    name="ambiguous-scalar",
    severity=Severity.WARNING,
    summary="A plain YAML scalar means something else to other readers",
    page=__doc__,
    find=find,
    fix="safe",
)
