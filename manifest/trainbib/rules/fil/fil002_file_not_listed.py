"""A file lies in the folder, and the inventory does not list it.

What it does: walks over `files.root`, leaves out what `.trainbibignore` names, and compares with
the inventory. `check` reports the files together; `verify` reports each by itself.

Why it matters: whoever trains on the folder trains on that file too, and no source stands behind
it.

Fails, with a file `data/new.jsonl` that the inventory does not list:

```yaml
files:
  root: data
  inventory: {path: trainbib.files.jsonl, …}
```

```text
warning[FIL002] file-not-listed: 1 file in `data` is not in the inventory
  = note: `new.jsonl`
```

Passes: the same manifest, once the file is listed, taken away, or named in `.trainbibignore`.

How to fix: run `trainbib generate` to list it, and cite its source; or leave it out by
`.trainbibignore`. No repair is offered: where the file is from, only a person knows.

Source: SPEC.md, section 13.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity, few
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.disk import sample_note


def find(context: Context) -> Iterator[Finding]:
    """Yield one finding for all the files that are not listed."""
    compared = context.disk_comparison
    if compared is None or not compared.extra:
        return
    what = "file … is" if compared.extra == 1 else "files … are"
    where = what.replace("…", f"in `{context.files.get('root')}`")
    yield Finding(
        "/files/inventory",
        f"{compared.extra} {where} not in the inventory",
        on_key=True,
        label="does not list them all",
        help="run `trainbib generate` to list them, or leave them out by `.trainbibignore`",
        notes=(sample_note(compared.extra_sample, compared.extra),),
        subject="files",
        places=compared.extra,
        members=few(compared.extra_sample, compared.extra),
    )


RULE = Rule(
    code="FIL002",
    name="file-not-listed",
    severity=Severity.WARNING,
    summary="A file in the folder is not in the inventory",
    page=__doc__,
    find=find,
)
