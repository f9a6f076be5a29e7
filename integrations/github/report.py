"""Hands the results of a check to GitHub: outputs of the step, job summary, one comment.

Uses the standard library alone; what it writes comes from the reports of ``trainbib``.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

MARKER = "<!-- trainbib -->"
"""By which the comment of an earlier run is found."""

MOST_OF_A_SUMMARY = 900 << 10
"""Bytes; a summary of more than 1 MiB is refused without a word."""

MOST_OF_A_COMMENT = 60_000
"""Characters; GitHub takes 65 536."""

BUMPS = ("none", "patch", "minor", "major")


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--summary", type=Path, required=True)
    parser.add_argument("--sarif", type=Path, required=True)
    parser.add_argument("--exit-code", required=True)
    parser.add_argument("--diff-base")
    options = parser.parse_args()
    report = _json(options.report)
    counts = report.get("summary", {})
    found = sum(int(counts.get(name, 0)) for name in ("errors", "warnings", "infos"))
    text = options.summary.read_text(encoding="utf-8") if options.summary.is_file() else ""
    bump = ""
    if options.diff_base is not None:
        paths = [str(manifest["path"]) for manifest in report.get("manifests", ())]
        bump, changes = _changes(options.diff_base, paths)
        text = "\n".join(filter(None, (text, changes)))
    _outputs(
        {
            "exit-code": options.exit_code,
            "errors": counts.get("errors", ""),
            "warnings": counts.get("warnings", ""),
            "infos": counts.get("infos", ""),
            "new": found if counts.get("known") is not None else "",
            "sarif-file": options.sarif if options.sarif.is_file() else "",
            "report-file": options.report if options.report.is_file() else "",
            "required-bump": bump,
        }
    )
    if os.environ.get("IN_JOB_SUMMARY", "true") == "true" and text:
        _append("GITHUB_STEP_SUMMARY", _cut(text, MOST_OF_A_SUMMARY))
    if os.environ.get("IN_PR_COMMENT") == "true":
        _comment(text, anything=bool(found))
    return 0


def _json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _changes(base: str, paths: list[str]) -> tuple[str, str]:
    """Return the greatest bump that the changes since a revision ask for, and what they are."""
    bump, texts, same = "none", [], []
    for path in paths:
        known = subprocess.run(
            ["git", "cat-file", "-e", f"{base}:./{path}"],  # noqa: S607 - of the runner
            capture_output=True,
            check=False,
        )
        if known.returncode:
            continue  # a new manifest has nothing to be compared with
        old = f"{base}:./{path}"
        for form in ("json", "markdown"):
            done = subprocess.run(
                ["trainbib", "diff", "--format", form, "--", old, path],  # noqa: S607 - on the path
                capture_output=True,
                check=False,
                encoding="utf-8",
            )
            if done.returncode:
                sys.stderr.write(done.stderr)
                break
            if form == "json":
                found = json.loads(done.stdout)
                bump = max(bump, str(found["summary"]["required_bump"]), key=BUMPS.index)
                if not found["changes"] and not found["unchecked"]:
                    same.append(_code(path))
                    break
            else:
                texts.append(f"## Changes in {_code(path)}\n\n{done.stdout}")
    if same:
        texts.append(f"No change in meaning since {_code(base)}: {', '.join(same)}.\n")
    return bump, "\n".join(texts)


def _code(text: str) -> str:
    """Return a text as code of GitHub's Markdown, whatever is in it."""
    shown = re.sub(r"[^\w./ -]", lambda found: f"&#{ord(found[0])};", text)
    return f"<code>{shown}</code>"


def _outputs(values: dict[str, object]) -> None:
    _append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in values.items()))


def _append(variable: str, text: str) -> None:
    path = os.environ.get(variable)
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)


def _cut(text: str, most: int) -> str:
    data = text.encode()
    if len(data) <= most:
        return text
    return (
        data[:most].decode(errors="ignore").rpartition("\n")[0] + "\n\n(cut; the report has all)\n"
    )


def _comment(text: str, *, anything: bool) -> None:
    """Write the one comment anew; none if there is nothing to say and none to correct."""
    number, token = os.environ.get("PR_NUMBER", ""), os.environ.get("IN_TOKEN", "")
    if not number:
        return
    if os.environ.get("PR_FROM_FORK") == "true" or not token:
        print("::notice::no comment: the token may not write it; see the summary of the job")
        return
    base = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/issues"
    body = f"{MARKER}\n{_cut(text, MOST_OF_A_COMMENT)}"
    try:
        existing = _existing(f"{base}/{number}/comments", token)
        if existing is not None:
            _ask(f"{base}/comments/{existing}", token, "PATCH", {"body": body})
        elif anything:
            _ask(f"{base}/{number}/comments", token, "POST", {"body": body})
    except (OSError, ValueError) as error:
        print(f"::warning::the comment could not be written: {error}")


def _existing(url: str, token: str) -> int | None:
    page = 1
    while True:
        comments = _ask(f"{url}?per_page=100&page={page}", token, "GET", None)
        for comment in comments:
            if str(comment.get("body", "")).startswith(MARKER):
                return int(comment["id"])
        if len(comments) < 100:  # noqa: PLR2004 - the last page
            return None
        page += 1


def _ask(url: str, token: str, method: str, data: object) -> Any:
    request = urllib.request.Request(  # noqa: S310 - the address is GitHub's own
        url,
        method=method,
        data=None if data is None else json.dumps(data).encode(),
        headers={
            "Authorization": f"Bearer {token}",
            "Accept": "application/vnd.github+json",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - ditto
        return json.loads(answer.read() or b"null")


if __name__ == "__main__":
    sys.exit(main())
