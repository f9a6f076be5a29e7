"""Whether a tag, the version and the changelog agree; run before a release is built.

python docs/check_release.py v1.0.0 --notes notes.md
"""

import argparse
import re
import sys
from datetime import date
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
_VERSION = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)
_RELEASE = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}((a|b|rc)[1-9]\d*)?", re.ASCII)
_SECTION = re.compile(r"^## \[([^\]]+)\](?: - (\S+))?$", re.MULTILINE)
_EXAMPLE = re.compile(r"(?:rev: |trainbib/trainbib@)v(\d[\w.]*)", re.ASCII)


def faults(tag: str, top: Path) -> list[str]:
    """Return what stands against a release.

    Args:
        tag: The tag, such as ``v1.0.0``.
        top: The repository.

    Returns:
        A sentence for each fault, which names the file.
    """
    found: list[str] = []
    stated = _VERSION.search(_text(top / "manifest" / "trainbib" / "__init__.py"))
    version = stated[1] if stated else ""
    if tag != f"v{version}":
        found.append(f"manifest/trainbib/__init__.py: __version__ is {version!r}, the tag is {tag}")
    if _RELEASE.fullmatch(version) is None:
        found.append(f"manifest/trainbib/__init__.py: {version!r} is no release such as 1.0.0rc1")
    changes = sections(_text(top / "CHANGELOG.md"))
    if changes.get("Unreleased", ("", ""))[1]:
        found.append("CHANGELOG.md: [Unreleased] still has entries; move them to the new section")
    newest = next((name for name in changes if name != "Unreleased"), None)
    if newest != version:
        found.append(f"CHANGELOG.md: the newest section is [{newest}], not [{version}]")
    else:
        day, text = changes[version]
        if not _is_day(day):
            found.append(f"CHANGELOG.md: [{version}] has no date such as 2026-12-31, but {day!r}")
        if not text:
            found.append(f"CHANGELOG.md: [{version}] has no entries")
    if not re.search("[a-z]", version):
        found += [
            f"{file.relative_to(top)}: an example names v{named}, not v{version}"
            for file in (top / "README.md", *sorted((top / "docs").glob("*.md")))
            for named in _EXAMPLE.findall(_text(file))
            if named != version
        ]
    return found


def sections(changelog: str) -> dict[str, tuple[str, str]]:
    """Return the sections of a changelog, newest first: name to date and text."""
    heads = list(_SECTION.finditer(changelog))
    ends = [head.start() for head in heads[1:]] + [len(changelog)]
    return {
        head[1]: (head[2] or "", changelog[head.end() : end].strip())
        for head, end in zip(heads, ends, strict=True)
    }


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def main(arguments: list[str], top: Path = TOP) -> int:
    """Print what stands against a release; if nothing does, write its notes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tag")
    parser.add_argument("--notes", type=Path, help="where to write the section of the changelog")
    options = parser.parse_args(arguments)
    found = faults(options.tag, top)
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    if found:
        return 1
    if options.notes is not None:
        _, text = sections(_text(top / "CHANGELOG.md"))[options.tag[1:]]
        options.notes.write_text(f"{text}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
