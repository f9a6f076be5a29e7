"""A source's key does not follow the pattern that was set.

What it does: compares each key of `sources` with the regular expression in the setting
`key_pattern`, from its first to its last character. Without that setting it does nothing. Pedantic:
it runs only if asked for.

Why it matters: in a large manifest a scheme for keys, such as name and year, saves looking them up.

Fails, where the pattern is `[a-z]+-[0-9]{4}`:

```yaml fails
sources:
  wikipedia: {kind: other, license: CC0-1.0}
```

Passes:

```yaml passes
sources:
  wikipedia-2025: {kind: other, license: CC0-1.0}
```

How to fix: rename the source and what refers to it, or change the pattern. No repair is offered: a
pattern says which keys are right, not which one is right for this source.

Source: SPEC.md, section 2.5; the pattern is the user's.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity
from trainbib.key_patterns import key_matcher
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each key that does not match.

    Raises:
        ValueError: If the pattern cannot be used.
    """
    pattern = context.settings.key_pattern
    if pattern is None:
        return
    follows = key_matcher(pattern)
    for key in context.sources:
        if not follows(key):
            yield Finding(
                pointer("sources", key),
                f"the key `{key}` does not follow the pattern `{pattern}`",
                on_key=True,
                label="does not follow the pattern",
                help="rename the source and what refers to it, or change the pattern",
                value=key,
            )


RULE = Rule(
    code="KEY004",
    name="key-deviates",
    severity=Severity.INFO,
    summary="A source's key does not follow the pattern that was set",
    page=__doc__,
    find=find,
    pedantic=True,
)
