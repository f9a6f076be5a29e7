"""``trainbib init``: a first manifest."""

import os
import re
import sys
from pathlib import Path

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.options import manifest_argument
from trainbib_cli.terminal import printable_path, shared_options, write

_EPILOG = """\b
Examples:
  trainbib init
  trainbib init corpus/ --name corpus --version 1.0.0 --license CC-BY-4.0 --yes

\b
Exit codes:
  0  written
  2  the file is there already, or an answer is not valid
"""

_KINDS = (
    "public_dataset",
    "licensed",
    "private_third_party",
    "own_crawl",
    "user_data",
    "synthetic",
    "human_commissioned",
    "offline",
    "sensor",
    "other",
)


@click.command("init", epilog=_EPILOG)
@manifest_argument("path")
@click.option("--name", help="Short name of the data set; the folder's name if left out.")
@click.option("--version", help="Version of the data set.  [default: 0.1.0]")
@click.option("--title", help="Title of the data set.")
@click.option("--publisher", help="Who publishes it: a person or an organisation.")
@click.option("--license", "license_", help="Its licence, an SPDX expression such as CC-BY-4.0.")
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    metavar="KIND",
    help=f"How its first source was come by: {', '.join(_KINDS[:-1])} or {_KINDS[-1]}.",
)
@click.option("--yes", "-y", is_flag=True, help="Ask nothing; what is not given is left open.")
@shared_options
def command(
    *,
    path: str | None,
    name: str | None,
    version: str | None,
    title: str | None,
    publisher: str | None,
    license_: str | None,
    kind: str | None,
    yes: bool,
) -> int:
    """Write a first manifest of about 15 lines, to be completed by hand.

    PATH is the file to write, or a folder that trainbib.yaml is written into; the current folder
    if left out. On a terminal, what no option gives is asked for. What is not known is written as
    a gap with its reason, never as an empty value. A file that is there is never overwritten.
    """
    target = _target(path or ".")
    asks = not yes and sys.stdin is not None and sys.stdin.isatty()
    data = first_manifest(
        name=_answer(name, "Name of the data set", asks=asks, default=_slug(target)),
        version=_answer(version, "Version", asks=asks, default="0.1.0"),
        title=_answer(title, "Title (may be left empty)", asks=asks),
        publisher=_answer(publisher, "Publisher (may be left empty)", asks=asks),
        license_=_answer(license_, "Licence, as SPDX has it (may be left empty)", asks=asks),
        kind=_answer(kind, "Kind of its first source", asks=asks, choices=_KINDS),
    )
    text = first_text(data)
    _refuse_faulty(text, target)
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise CannotError(_there_already(target)) from None
    shown = printable_path(str(target))
    write(f"Wrote {shown}. Name its sources, then run `trainbib check {shown}`.\n")
    return Exit.OK


def _target(path: str) -> Path:
    target = Path(path)
    if target.is_dir() or path.endswith(("/", os.sep)):
        target = target / "trainbib.yaml"
    if target.suffix not in {".yaml", ".yml"}:
        raise CannotError(f"{target}: the name of a new manifest ends in .yaml or .yml")
    if target.exists() or target.is_symlink():
        raise CannotError(_there_already(target))
    if not target.parent.is_dir():
        raise CannotError(f"{target.parent}: there is no such folder; make it first")
    return target


def _there_already(target: Path) -> str:
    return f"{target} is there already, and is left as it is; give another PATH"


def _slug(target: Path) -> str:
    """Make a name out of the name of the manifest, or of its folder."""
    own = target.name.removesuffix(target.suffix).removesuffix(".trainbib")
    return _key(own if own != "trainbib" else target.resolve().parent.name) or "dataset"


def _key(text: str) -> str:
    """Make a key out of a text: ASCII letters, digits and hyphens."""
    import unicodedata

    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._+]+", "-", folded).strip("-._+").lower()[:128]


def _answer(
    given: str | None,
    question: str,
    *,
    asks: bool,
    default: str = "",
    choices: tuple[str, ...] = (),
) -> str:
    """Return the option, or else the answer to a question, or else the default."""
    if given is not None:
        return given.strip()
    if not asks:
        return default
    if choices:
        answer: str = click.prompt(
            question, default=choices[0], type=click.Choice(choices), err=True
        )
    else:
        answer = click.prompt(question, default=default, err=True, show_default=bool(default))
    return answer.strip()


def first_manifest(
    *, name: str, version: str, title: str, publisher: str, license_: str, kind: str
) -> dict[str, object]:
    """Make the data of a first manifest; what is empty becomes a gap with its reason."""
    from trainbib.schemas import SPEC_VERSION

    party = _key(publisher) or "publisher"
    return {
        "trainbib": SPEC_VERSION,
        "dataset": {
            "name": name,
            "version": version,
            "title": title or {"unknown": "not chosen yet"},
            "publisher": party if publisher else {"unknown": "not named yet"},
            "license": license_ or {"unknown": "not chosen yet"},
        },
        **({"parties": {party: {"name": publisher}}} if publisher else {}),
        "sources": {
            "first-source": {
                "kind": kind or {"unknown": "not looked up yet"},
                "title": {"unknown": "not written yet"},
                "url": {"unknown": "not looked up yet"},
                "license": {"unknown": "not looked up yet"},
            }
        },
    }


def first_text(data: dict[str, object]) -> str:
    """Write a first manifest as YAML, with the comments that a newcomer needs."""
    from trainbib.document import parse_document
    from trainbib.formatting import formatted
    from trainbib.schemas import load_schema
    from trainbib.writing import to_yaml

    url = load_schema("manifest")["$id"]
    comments = {
        "/dataset": "The training set as a whole.",
        "/parties": "People and organisations, by key.",
        "/sources": "Where the data is from, by citation key. A gap says why there is no answer.",
        "/sources/first-source/kind": f"One of {', '.join(_KINDS)}.",
    }
    text = (
        f"# yaml-language-server: $schema={url}\n"
        "# What this training set is made of; `trainbib check` checks it.\n\n"
        f"{to_yaml(data, comments=comments)}"
    )
    return formatted(parse_document(text.encode("utf-8", "surrogatepass"), path="first.yaml"))


def _refuse_faulty(text: str, target: Path) -> None:
    """Refuse answers that make the manifest one with errors.

    Raises:
        CannotError: With the first error.
    """
    from trainbib.checking import check
    from trainbib.diagnostics import Severity
    from trainbib.document import parse_document
    from trainbib.settings import Settings

    document = parse_document(text.encode("utf-8", "surrogatepass"), path=target.name)
    for found in check(document, Settings(use_disk=False), places=False).diagnostics:
        if found.severity is Severity.ERROR:
            raise CannotError(f"nothing written: {found.message} ({found.code})")
