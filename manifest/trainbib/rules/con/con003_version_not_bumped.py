"""The set has changed more than its version says.

What it does: compares the manifest with the version before it, as `trainbib diff` does, and reports
a version that was not raised as far as the changes ask: a breaking change (a source or file gone,
other content under one path, stricter licence, less said) asks for a new major version, a notable
one (a source added, other composition) for a new minor version. Changes of wording alone ask for
nothing here. The version before is the one that the check is given (a file or a git revision), or
the manifest that `dataset.previous.path` names.

Versions are read as in Semantic Versioning, while the major version is 0 one place lower. Of
versions without such an order, as dates and names, it is only asked that they differ.

Why it matters: whoever pins a version trusts that it stays what it was. Two contents under one
version cannot be told apart by anyone who cites them.

Severity: a warning. Fix: raises the version; it is for you to see whether that is meant.

Fails, with a manifest `v1.yaml` beside it that has another source and version 1.0.0:

```yaml
dataset: {name: example, version: 1.0.0, previous: {version: 1.0.0, path: v1.yaml}}
sources:
  example: {kind: other, license: CC0-1.0}
```

```text
warning[CON003] version-not-bumped: the version is still `1.0.0`, but 1 breaking change asks for a
new major version
```

Passes: the same with version 2.0.0.

How to fix: raise the version; `trainbib diff` lists the changes.

Source: SPEC.md, sections 16 and 17.1; https://semver.org/.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from trainbib.diagnostics import Finding, Fix, Severity
from trainbib.named_paths import named_path
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.values import as_mapping

if TYPE_CHECKING:
    from trainbib.comparing import Comparison
    from trainbib.document import Document

_MOST_CHANGES = 3
_VERSION = re.compile(r"([vV]?)(\d{1,3})((?:\.\d+){0,2})", re.ASCII)


def find(context: Context) -> Iterator[Finding]:
    """Yield a finding if the version was not raised as far as the changes ask."""
    previous = context.settings.previous or _named(context)
    if previous is None or not previous.parsed or not isinstance(previous.data, dict):
        return
    if not isinstance(context.dataset.get("version"), str):
        return  # no version, and nothing to raise
    from trainbib.comparing import ComparisonInputError, Level, compare

    try:
        # The document as it is read: its files are compared if they are there to be read.
        compared = compare(previous, context.document, use_inventories=context.settings.use_disk)
    except ComparisonInputError:
        return  # what is wrong with one of the two is reported where it is
    if compared.bump_sufficient is not False:
        return
    grave = [change for change in compared.changes if change.level > Level.INFO]
    if not grave and compared.made_bump != "lowered":
        return
    yield _finding(compared, [f"{change.code}: {change.message}" for change in grave])


def _named(context: Context) -> "Document | None":
    """Read the version before, if the manifest names it by a path."""
    named = as_mapping(context.dataset.get("previous")).get("path")
    if not isinstance(named, str) or context.folder is None or not context.settings.use_disk:
        return None
    from trainbib.document import read_document

    path = named_path(context.folder, named)
    try:
        if path is None or path.samefile(Path(context.document.path)):
            return None
        return read_document(path)
    except (OSError, ValueError):  # a file that is not there is found elsewhere
        return None


def _finding(compared: "Comparison", changes: list[str]) -> Finding:
    old, new = compared.old.version, compared.new.version
    required = compared.required_bump
    if compared.made_bump == "lowered":
        message = f"the version went back from `{old}` to `{new}`"
    else:
        still = f"is still `{new}`" if old == new else f"went from `{old}` to `{new}`"
        count = f"{len(changes)} {'change asks' if len(changes) == 1 else 'changes ask'}"
        message = f"the version {still}, but {count} for a new {required} version"
        if old == new and _raised(old, required) is None:
            message = f"the version is still `{new}`, but {count} for another one"
    raised = _raised(old, required)
    notes = changes[:_MOST_CHANGES]
    if len(changes) > _MOST_CHANGES:
        notes.append(f"and {len(changes) - _MOST_CHANGES} more; `trainbib diff` lists them all")
    return Finding(
        "/dataset/version",
        message,
        label=f"`{raised}` or higher" if raised else "not raised",
        help="raise the version" + (f" to `{raised}`" if raised else ""),
        notes=tuple(notes),
        fix=Fix.replace("/dataset/version", raised, safe=False) if raised else None,
        value=f"{old}/{new}",
    )


def _raised(old: str | None, required: str) -> str | None:
    """Return the next version of a kind, written as the old one is; None if it has no order."""
    match = _VERSION.fullmatch(old.strip()) if old is not None else None
    if match is None or required == "none":
        return None
    prefix, major, rest = match.groups()
    numbers = [int(major), *(int(part) for part in rest.split(".") if part)]
    place = {"major": 0, "minor": 1, "patch": 2}[required]
    numbers += [0] * (place + 1 - len(numbers))
    numbers[place] += 1
    numbers[place + 1 :] = [0] * len(numbers[place + 1 :])
    return prefix + ".".join(map(str, numbers))


RULE = Rule(
    code="CON003",
    name="version-not-bumped",
    severity=Severity.WARNING,
    summary="The set has changed more than its version says",
    page=__doc__,
    find=find,
    fix="unsafe",
)
