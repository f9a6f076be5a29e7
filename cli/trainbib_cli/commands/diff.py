"""``trainbib diff``: what changed in meaning between two manifests?"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trainbib_cli.exits import CannotError, Exit
from trainbib_cli.lookups import Network, lookups_shown, online_settings
from trainbib_cli.manifests import NAMES, manifests_in
from trainbib_cli.options import all_option, format_option, manifest_argument, network_options
from trainbib_cli.terminal import shared_options, style, write, write_bytes, write_json

if TYPE_CHECKING:
    from trainbib.comparing import Comparison
    from trainbib.document import Document

_EPILOG = """\b
Examples:
  trainbib diff                                  the manifest here against HEAD
  trainbib diff data/trainbib.yaml               one manifest against HEAD
  trainbib diff v1.0:trainbib.yaml trainbib.yaml
  trainbib diff old.yaml new.yaml --format markdown
  trainbib diff --fail-on breaking
  trainbib diff https://acme.example/data/1/trainbib.yaml trainbib.yaml --online

\b
Exit codes:
  0  compared, whether or not something changed
  1  with --exit-code: something changed; with --fail-on: at that level or above
  2  could not compare: no such file or revision, not a manifest, a wrong option
"""


@click.command("diff", epilog=_EPILOG)
@manifest_argument("old")
@manifest_argument("new")
@format_option(
    text="a line for each change",
    markdown="for a pull request",
    json="for programs",
    patch="the data's changes as JSON Patch (RFC 6902)",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything changed in meaning.")
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "notable", "info"]),
    help="Exit with 1 if something changed at that level or above.",
)
@all_option("Show editorial changes, reformatting and long lists too.")
@network_options("Fetch manifests that are named by URL (docs/online.md).")
@shared_options
def command(
    *,
    old: str | None,
    new: str | None,
    format_: str,
    exit_code: bool,
    fail_on: str | None,
    show_all: bool,
    online: bool,
    no_network: bool,
    allow_host: tuple[str, ...],
    allow_port: tuple[int, ...],
    proxy: str | None,
    ca_bundle: str | None,
) -> int:
    """Say what changed in meaning from OLD to NEW, how grave it is, and what version it asks for.

    OLD and NEW are manifests, folders that hold one, or REV:path for a file in git. Without NEW,
    the file OLD is compared with what it was in HEAD; a REV:path with the file on disk. With
    --online, both may be URLs, whose inventories are not fetched. The order of keys, comments,
    layout and the spelling of numbers are no change. If the inventories can be read, files are
    compared one by one.
    """
    from trainbib.comparing import Level

    network = Network(online, no_network, allow_host, allow_port, proxy, ca_bundle)
    comparison = _comparison(old, new, network)
    if format_ == "patch":
        from trainbib.comparing.patch import json_patch

        before, after = (document.data for document in comparison.documents)
        write_json(json_patch(before, after))
    elif format_ == "json":
        from trainbib_cli.reports import diff_json

        write_json(diff_json.render(comparison))
    elif format_ == "markdown":
        from trainbib_cli.reports import diff_markdown

        text = diff_markdown.render(comparison, show_all=show_all)
        write_bytes(text.encode("utf-8", "backslashreplace"))
    else:
        from trainbib_cli.reports import diff_text

        write(diff_text.render(comparison, show_all=show_all, style=style()))
    worst = comparison.worst
    if exit_code and worst is not None:
        return Exit.FINDINGS
    if fail_on is not None and worst is not None and worst >= Level[fail_on.upper()]:
        return Exit.FINDINGS
    return Exit.OK


def _comparison(old: str | None, new: str | None, network: Network) -> "Comparison":
    """Compare what the arguments name.

    Raises:
        CannotError: If one of them cannot be compared.
    """
    from trainbib.comparing import ComparisonInputError, compare
    from trainbib.comparing.revisions import against_head

    first = _manifest("." if old is None else old, network)
    try:
        if new is not None:
            return compare(first, _manifest(new, network))
        if not isinstance(first, str):
            raise CannotError(f"{old} is a URL: name what to compare it with")
        return compare(*against_head(first))
    except ComparisonInputError as error:
        raise CannotError(str(error)) from error


def _manifest(argument: str, network: Network) -> "str | Document":
    """Return the manifest that an argument names: itself, the one of a folder, or that of a URL.

    Raises:
        CannotError: If a folder holds none, or several; if a URL may not be asked, or has none.
    """
    if argument.startswith(("https://", "http://")):
        return _fetched(argument, network)
    if not Path(argument).is_dir():
        return argument
    found = manifests_in(argument)
    if len(found) == 1:
        return found[0]
    if not found:
        raise CannotError(f"no manifest in {argument} (looked for {NAMES})")
    raise CannotError(
        f"{argument} holds several manifests; name one of them: {', '.join(found[:5])}"
    )


def _fetched(url: str, network: Network) -> "Document":
    """Return the manifest at a URL.

    Raises:
        CannotError: If the network may not be asked, or there is no manifest.
    """
    settings = online_settings(network, None)
    if settings is None:
        raise CannotError(f"{url} is on the network: give --online, or fetch it first")
    from trainbib.online.manifests import FetchError, fetch_manifest

    try:
        with lookups_shown() as bar:
            if bar is not None:
                settings = replace(settings, progress=bar.show)
            return fetch_manifest(url, None, settings).document
    except FetchError as error:
        raise CannotError(f"{url}: {error.reason}") from error
