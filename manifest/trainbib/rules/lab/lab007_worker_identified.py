"""A labeller is named, or could be written to.

What it does: the section describes groups, and names nobody. The rule reports, unless the entry
says that consent was obtained (`consent: {obtained: true}`),

- a party of type `person` as the `employer` or one of the `vendors` of labellers;
- an entry whose `title` or key is that of a party of type `person`;
- an e-mail address in what describes them (`title`, `description`, `selection`, `demographics` and
  the like). Addresses of an office, such as `info@` or `grievances@`, are left alone, and so are
  the fields that tell labellers whom to write to.

People who publish under their name (`creators` of a set or of a source) are authors, and not meant.

Why it matters: labellers were paid to label, not to be found. Some have judged what others do not
want to be judged.

Fails:

```yaml fails
labellers:
  raters:
    workforce: students
    pay: {unknown: the university was asked}
    description: Two rounds; questions to jane.roe@sandholm.edu.
```

Passes:

```yaml passes
labellers:
  raters:
    workforce: students
    pay: {unknown: the university was asked}
    description: Two rounds by students of linguistics.
```

How to fix: take the name or the address out; the fix does. If the person wants to be named, say
that there is consent. What has been published may have to be withdrawn as well.

Source: SPEC.md, section 9.
"""

import re
from collections.abc import Iterator

from trainbib.conformance.wording import subject
from trainbib.diagnostics import Finding, Fix, Related, Remove, Severity
from trainbib.pointers import pointer
from trainbib.rules.base import Rule
from trainbib.rules.context import Context, Entry
from trainbib.rules.leaves import Tokens
from trainbib.values import as_list, as_mapping

_MAIL = r"(?P<who>[A-Za-z0-9][A-Za-z0-9._%+-]*)@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
_DESCRIBING = (
    "title", "description", "platform", "demographics", "selection", "qualification", "contract",
    "aggregation", "quality",
)  # fmt: skip
_OFFICES = frozenset(
    {
        "info", "contact", "support", "help", "helpdesk", "hello", "office", "data", "dataset",
        "datasets", "team", "research", "annotation", "annotations", "annotators", "labelling",
        "labeling", "labels", "privacy", "hr", "grievance", "grievances", "complaints", "ethics",
        "admin", "mail", "service", "feedback", "legal", "dpo", "press", "jobs", "workers",
        "crowd", "noreply", "no-reply", "git",
    }
)  # fmt: skip


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding for each individual among the labellers."""
    if not context.labellers:
        return
    people = {key for key, party in context.parties.items() if party.get("type") == "person"}
    names = {str(context.parties[key].get("name", "")).casefold(): key for key in people}
    for key, labeller in context.labellers.items():
        if as_mapping(labeller.get("consent")).get("obtained") is True:
            continue
        yield from _addresses(key, labeller)
        if people:
            yield from _parties(key, labeller, people)
            yield from _named(key, labeller, people, names)


def _addresses(key: str, labeller: Entry) -> Iterator[Finding]:
    for name in _DESCRIBING:
        text = labeller.get(name)
        if not isinstance(text, str) or "@" not in text:
            continue
        found = [m for m in re.finditer(_MAIL, text) if m["who"].casefold() not in _OFFICES]
        if not found:
            continue
        masked = text
        for match in reversed(found):
            masked = f"{masked[: match.start()]}[address removed]{masked[match.end() :]}"
        path: Tokens = ("labellers", key, name)
        yield Finding(
            pointer(*path),
            f"{subject(path)} holds the address of a person",
            label="readable by everyone who reads the manifest",
            help="take it out, or say that there is consent: consent: {obtained: true}",
            fix=Fix.replace(pointer(*path), masked, safe=False, description="take the address out"),
            value=masked,
        )


def _parties(key: str, labeller: Entry, people: set[str]) -> Iterator[Finding]:
    employer = labeller.get("employer")
    if isinstance(employer, str) and employer in people:
        path: Tokens = ("labellers", key, "employer")
        yield _person(path, employer, pointer(*path))
    vendors = as_list(labeller.get("vendors"))
    for index, vendor in enumerate(vendors):
        if isinstance(vendor, str) and vendor in people:
            path = ("labellers", key, "vendors", index)
            yield _person(path, vendor, pointer(*(path if len(vendors) > 1 else path[:-1])))


def _named(key: str, labeller: Entry, people: set[str], names: dict[str, str]) -> Iterator[Finding]:
    title = labeller.get("title")
    if isinstance(title, str) and title.strip().casefold() in names:
        path: Tokens = ("labellers", key, "title")
        yield _person(path, names[title.strip().casefold()], pointer(*path))
    elif key in people:
        yield _person(("labellers", key), key, "")


def _person(path: Tokens, party: str, removed: str) -> Finding:
    return Finding(
        pointer(*path),
        f"{subject(path)} is a person, party `{party}`",
        on_key=len(path) == 2,  # noqa: PLR2004 - the entry itself
        label="labellers are groups",
        help="describe the group, or say that there is consent: consent: {obtained: true}",
        related=(Related(pointer("parties", party), "the person"),),
        fix=Fix("take the name out", safe=False, steps=(Remove(removed),)) if removed else None,
        value=party,
    )


RULE = Rule(
    code="LAB007",
    name="worker-identified",
    severity=Severity.WARNING,
    summary="A labeller is named, or could be written to",
    page=__doc__,
    find=find,
    fix="unsafe",
)
