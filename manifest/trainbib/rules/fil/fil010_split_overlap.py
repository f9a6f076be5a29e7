"""A file is both in a split to train on and in one to test with.

What it does: looks for one digest in files whose citing rules name a split to train on (`train`,
`training`) and one to test with (`test`, `validation`, `dev`, `eval`, `holdout` and the like).
Files of less than 100 bytes are left out: labels and empty files are equal by chance. Equal records
in files that differ are not seen.

Why it matters: whoever tests with what was trained on measures memory, and reports it as skill.

Fails, with an inventory in which `train/7.txt` and `test/3.txt` have one digest:

```yaml
files:
  root: data
  inventory: {path: trainbib.files.jsonl, …}
  cites:
    - {paths: "train/**", sources: [example], split: train}
    - {paths: "test/**", sources: [example], split: test}
```

```text
warning[FIL010] split-overlap: 1 file of a split to test with is in a split to train on as well
  = note: `test/3.txt` and `train/7.txt`
```

Passes: the same, with other content in one of the two files.

How to fix: take the file out of one of the splits, and run `trainbib generate`. If it is to stay,
say so in `dataset.train_test_overlap`, and allow this check there with the reason.

Source: SPEC.md, section 12.3.
"""

from collections.abc import Iterator

from trainbib.diagnostics import Finding, Severity, few
from trainbib.globs import RuleMatcher
from trainbib.rules.base import Rule
from trainbib.rules.context import Context
from trainbib.rules.disk import SAMPLE, printable
from trainbib.rules.fil.again import rows
from trainbib.rules.file_tally import SMALLEST_COPY, FileTally, digest_number


def find(context: Context) -> Iterator[Finding]:
    """Yield one finding for all files that are in both."""
    citations = context.citations
    if citations is None or not citations.tally.trained or not citations.tally.tested:
        return
    tally = citations.tally
    matcher = RuleMatcher([patterns for patterns, _ in context.citing_rules])
    trained = _trained(context, tally, matcher)
    if not trained:
        return
    copies: list[tuple[str, str]] = []
    for row in rows(context):
        number = digest_number(row.sha256)
        if row.bytes >= SMALLEST_COPY and number in trained:
            rule = matcher.last_match(row.path)
            if rule is not None and tally.role_of_rule(rule) == "test":
                copies.append((row.path, trained[number]))
    if not copies:
        return
    notes = [f"`{printable(one)}` and `{printable(other)}`" for one, other in copies[:SAMPLE]]
    if len(copies) > SAMPLE:
        notes.append(f"and {len(copies) - SAMPLE} more")
    said = context.dataset.get("train_test_overlap")
    if isinstance(said, str):
        notes.append(f"`dataset.train_test_overlap` says: {said}")
    many = len(copies) > 1
    yield Finding(
        "/files/cites",
        f"{len(copies)} {'files' if many else 'file'} of a split to test with "
        f"{'are' if many else 'is'} in a split to train on as well",
        on_key=True,
        label="equal files in both splits",
        help="take them out of one of the splits, and run `trainbib generate`",
        notes=tuple(notes),
        subject="files",
        places=len(copies),
        members=few([copy for copy, _ in copies], len(copies)),
    )


def _trained(context: Context, tally: FileTally, matcher: RuleMatcher) -> dict[int, str]:
    """Return the digests that are in both, each with the first file to train on that has it."""
    found: dict[int, str] = {}
    for row in rows(context):
        number = digest_number(row.sha256)
        if number in tally.tested and number not in found and row.bytes >= SMALLEST_COPY:
            rule = matcher.last_match(row.path)
            if rule is not None and tally.role_of_rule(rule) == "train":
                found[number] = row.path
    return found


RULE = Rule(
    code="FIL010",
    name="split-overlap",
    severity=Severity.WARNING,
    summary="A file is both in a split to train on and in one to test with",
    page=__doc__,
    find=find,
)
