"""A profile that a manifest names is not known.

What it does: reports names under `profiles` that are of no profile of this program. Names that
begin with `x-` are somebody's own, and are left alone.

Why it matters: a profile says what is asked of a manifest. One that is misspelt asks for nothing,
so that a manifest passes without a single question of the law that it was written for.

Fails:

```yaml fails
profiles: [eu-ai-atc]
```

Passes:

```yaml passes
profiles: [core, x-house-style]
```

How to fix: correct the name: `core`, `complete`, `commercial`, or that of a form, which
`trainbib disclose --help` lists. The repair takes the nearest one, and is unsafe: only the author
knows which is meant. A profile of your own takes a name with `x-` in front; one of a later version
of this program is known to that.

Source: SPEC.md, section 3.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import did_you_mean, one_of, shown
from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.pointers import pointer
from trainbib.profiles import known_profiles, unknown_profiles
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.values import as_list


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each profile that is not known."""
    for index, name in enumerate(as_list(context.data.get("profiles"))):
        if not isinstance(name, str) or not name.strip() or not unknown_profiles([name]):
            continue
        near = did_you_mean(name, known_profiles())
        where = pointer("profiles", index)
        yield Finding(
            where,
            f"there is no profile {shown(name)}, so that nothing of it was asked",
            label="not known",
            help=f"did you mean {one_of(near)}?"
            if near
            else f"write {one_of(known_profiles())}; a name of your own begins with `x-`",
            fix=Fix.replace(where, near[0], safe=False) if near else None,
            value=name,
        )


RULE = Rule(
    code="SCH011",
    name="unknown-profile",
    severity=Severity.WARNING,
    summary="A profile that a manifest names is not known",
    page=__doc__,
    find=find,
    fix="unsafe",
)
