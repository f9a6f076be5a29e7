"""Nothing says what labellers were told to do.

What it does: reports groups of people without `instructions`, and instructions that have a version
or languages and neither text, address, file nor digest. A gap is an answer. Models are left out:
how they were asked stands where they are described. It is pedantic, for the core profile does not
ask for instructions.

Why it matters: the same question with other instructions gets other labels. Whoever wants to know
what a label means, or to label more of the same, needs them.

Fails:

```yaml fails
labellers:
  raters: {workforce: volunteers, pay: {none: volunteers}}
```

Passes:

```yaml passes
labellers:
  raters:
    workforce: volunteers
    pay: {none: volunteers}
    instructions: {url: "https://raters.edu/guide/3.pdf", version: "3"}
```

How to fix: point to the instructions, with a digest where you can; or write a gap.

Source: SPEC.md, section 9; CrowdWorkSheets (arXiv 2206.08931).
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, has_answer
from trainbib.values import as_mapping, is_gap

_SUBSTANCE = ("text", "url", "path", "digest")


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each group without instructions."""
    for key, labeller in context.labellers.items():
        instructions = labeller.get("instructions")
        if labeller.get("workforce") == "model" or is_gap(instructions):
            continue
        if any(has_answer(as_mapping(instructions), name) for name in _SUBSTANCE):
            continue
        given = bool(as_mapping(instructions))
        message = f"nothing says what labeller `{key}` was told to do"
        if given:
            message = f"the instructions of labeller `{key}` cannot be found"
        yield Finding(
            pointer("labellers", key, "instructions") if given else pointer("labellers", key),
            message,
            on_key=True,
            label="no text, url, path or digest" if given else "no `instructions`",
            help="point to the instructions, or write a gap: instructions: {withheld: …}",
            subject=pointer("labellers", key),
        )


RULE = Rule(
    code="LAB004",
    name="guideline-missing",
    severity=Severity.WARNING,
    summary="Nothing says what labellers were told to do",
    page=__doc__,
    find=find,
    pedantic=True,
)
