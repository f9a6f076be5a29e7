"""A party's identifier is not registered, or is somebody else's.

What it does: with `--online`, asks ORCID and ROR for the identifiers of parties, and compares the
name: of a person one name in common, of an organisation one of all the names that ROR has. A person
may keep the name private; then only the identifier is checked.

Why it matters: by these identifiers rights holders and labellers are found and paid.

Fails:

```yaml fails
parties:
  ada: {name: Ada Lovelace, type: person, ids: {orcid: "https://orcid.org/0000-0002-1825-0097"}}
dataset: {name: example, version: "1", creators: [ada]}
```

Passes:

```yaml passes
parties:
  josiah: {name: Josiah Carberry, ids: {orcid: "https://orcid.org/0000-0002-1825-0097"}}
dataset: {name: example, version: "1", creators: [josiah]}
```

How to fix: look the party up at orcid.org or ror.org, and correct the identifier or the name.

Source: SPEC.md, section 2.5.
"""

from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.values import as_list

_MOST_SHOWN = 3


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each identifier that is unknown, or of another name."""
    if context.online is None:
        return
    from trainbib.online.similarity import same_organisation, same_person

    for party, record in context.online.parties:
        if record.state == "absent":
            yield Finding(
                pointer(*party.place),
                f"{subject(party.place)}: {record.reason} as `{party.id}`",
                label="not registered",
                help="look the party up in the registry, and correct the identifier",
                value=party.id,
            )
        if record.state != "found" or not party.name:
            continue
        names = [name for name in as_list(record.facts.get("names")) if isinstance(name, str)]
        same = same_person if party.scheme == "orcid" else same_organisation
        if names and not any(same(party.name, name) for name in names):
            others = ", ".join(f"`{name}`" for name in names[:_MOST_SHOWN])
            yield Finding(
                pointer(*party.place),
                f"{subject(party.place)}: recorded is `{party.name}`, but {party.scheme.upper()} "
                f"has {others}",
                label="the identifier of another name",
                help="look the party up in the registry, and correct the identifier or the name",
                value=party.id,
            )


RULE = Rule(
    code="NET008",
    name="party-id-not-found",
    severity=Severity.WARNING,
    summary="A party's identifier is not registered, or is somebody else's",
    page=__doc__,
    find=find,
    online=True,
)
