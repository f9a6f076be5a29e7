"""``trainbib licenses``: do the licences of the sources allow what is meant to be done?"""

import shutil
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import click

from trainbib_cli import completing
from trainbib_cli.configured import configuration_for
from trainbib_cli.exits import CannotError, Exit, os_reason
from trainbib_cli.manifests import mapping_of, paths_to_read, read_manifest
from trainbib_cli.options import (
    all_option,
    files_argument,
    format_option,
    recursive_option,
    today_option,
)
from trainbib_cli.terminal import (
    notice,
    printable,
    shared_options,
    style,
    write,
    write_bytes,
    write_json,
)

if TYPE_CHECKING:
    from datetime import date

    from trainbib.configuration import Configuration
    from trainbib.settings import LicensePolicy, Release, Use
    from trainbib_cli.reports.licenses_wording import JudgedManifest

    _Choice = click.Choice[str]
else:
    _Choice = click.Choice  # which is not generic before click 8.2

_EPILOG = """\b
Examples:
  trainbib licenses
  trainbib licenses corpus.trainbib.yaml --use train,commercial
  trainbib licenses --use publish-data --release adaptation --outbound CC-BY-4.0
  trainbib licenses --format markdown >> "$GITHUB_STEP_SUMMARY"

\b
Exit codes:
  0  no verdict at or beyond --fail-on
  1  a verdict at or beyond --fail-on
  2  a manifest could not be read (the others are judged), or a wrong option
  3  nothing to judge: no manifest was found, or none has sources
"""


class _UseChoice(_Choice):
    """Uses, with commas; also as the configuration writes them: ``publish_data``."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the uses as the help of the option writes them.

        Raises:
            click.BadParameter: If one of them is none.
        """
        known: list[str] = []
        for word in str(value).replace(",", " ").split() or [value]:
            spelled = word.replace("_", "-")
            use = spelled if spelled in self.choices else word
            known.append(super().convert(use, param, ctx))
        return ",".join(known)


def _each(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(use for uses in value for use in uses.split(",")))


@click.command("licenses", epilog=_EPILOG)
@files_argument()
@recursive_option()
@click.option(
    "--use",
    "uses",
    type=_UseChoice(["train", "publish-model", "publish-data", "commercial"]),
    multiple=True,
    callback=_each,
    help="What the set is meant for; with commas, or given several times. By default train, and "
    "publish-data if the set states a licence.",
)
@click.option(
    "--release",
    type=click.Choice(["collection", "adaptation"]),
    help="As what the data is published: each work as it is and under its own licence, or changed "
    "and merged into something new.  [default: collection]",
)
@click.option(
    "--outbound",
    metavar="EXPRESSION",
    shell_complete=completing.licence,
    help="The licence that the set is published under, if not the one of its manifest.",
)
@format_option(text="like sources together", markdown="a table", json="for programs")
@click.option(
    "--fail-on",
    type=click.Choice(["conflict", "review", "never"]),
    default="conflict",
    show_default=True,
    help="The verdict that makes the exit code 1.",
)
@today_option("the ends of terms")
@all_option("Name every source, and show notes beside reasons.")
@shared_options
def command(
    *,
    files: tuple[str, ...],
    recursive: bool,
    uses: tuple[str, ...],
    release: str | None,
    outbound: str | None,
    format_: str,
    fail_on: str,
    today: datetime | None,
    show_all: bool,
) -> int:
    """Judge whether the licences of the sources allow what is meant to be done with the set.

    Each source gets a verdict: ok, review (a person has to look; what is unknown is never ok), or
    conflict. Every reason names the licence, the attribute of it that decides, and where that was
    read: in the table of the program, in the manifest, or in the configuration.

    FILES are manifests, folders that hold some, or `-`; without FILES those of the current folder.
    What is not given comes from the configuration (docs/configuration.md). It is no legal advice.
    """
    from trainbib import clock
    from trainbib.licensing.verdicts import Verdict

    if outbound is not None:
        _refuse_unknown(outbound)
    configuration = configuration_for(files, config=(), isolated=False, flags={})
    configured = configuration.settings().licensing
    policy = replace(
        configured,
        uses=tuple(cast("Use", use.replace("-", "_")) for use in uses) or configured.uses,
        release=cast("Release", release or configured.release),
        outbound=outbound or configured.outbound,
    )
    day = today.date() if today else clock.today()
    judged: list[JudgedManifest] = []
    failed = False
    for path in paths_to_read(files, recursive=recursive):
        try:
            judged.append(_judged(path, policy, day))
        except CannotError as error:
            notice(str(error))
            failed = True
        except OSError as error:
            notice(f"cannot read {os_reason(error)}")
            failed = True
    full = [each for each in judged if each.mixture.sources]
    for each in judged:
        if not each.mixture.sources:
            notice(f"{each.path}: nothing to judge: it has no sources")
    _write(full, format_, configuration, show_all=show_all)
    if failed:
        return Exit.FAILED
    if not full:
        return Exit.NOTHING
    least: dict[str, Verdict] = {"conflict": Verdict.CONFLICT, "review": Verdict.REVIEW}
    if fail_on in least and any(each.mixture.verdict >= least[fail_on] for each in full):
        return Exit.FINDINGS
    return Exit.OK


def _refuse_unknown(expression: str) -> None:
    """Make sure that an expression names licences.

    Raises:
        CannotError: If it does not; says where and what is near.
    """
    from trainbib.conformance.wording import one_of
    from trainbib.licensing.expressions import ExpressionError, parse
    from trainbib.licensing.suggest import suggest_license

    try:
        terms = parse(expression).terms
    except ExpressionError as error:
        raise CannotError(f"--outbound `{expression}`: {error}") from error
    for term in terms:
        if not term.known:
            near = suggest_license(term.id)
            hint = f"did you mean {one_of(near)}?" if near else "see https://spdx.org/licenses/"
            raise CannotError(f"--outbound: `{term.id}` is no SPDX licence identifier; {hint}")


def _judged(path: str, policy: "LicensePolicy", today: "date") -> "JudgedManifest":
    """Judge one manifest.

    Raises:
        CannotError: If it cannot be read as one.
        OSError: If the file cannot be read.
    """
    from trainbib.licensing.flow import judge
    from trainbib_cli.reports.licenses_wording import JudgedManifest

    document = read_manifest(path)
    mixture = judge(mapping_of(document), policy, today=today)
    return JudgedManifest(document.path, mixture, assumed=not policy.uses)


def _write(
    judged: "list[JudgedManifest]",
    format_: str,
    configuration: "Configuration",
    *,
    show_all: bool,
) -> None:
    from trainbib.configuration_concessions import concessions

    passed = concessions(configuration)
    stated = list(passed.licenses) if passed is not None else []
    said = f"The attributes of {', '.join(stated)} are those that {configuration.name} states."
    if passed is not None and passed.unproved:
        said += f" It gives no evidence for {', '.join(passed.unproved)}."
    if format_ == "json":
        from trainbib_cli.reports import licenses_json

        report = licenses_json.render(judged)
        if stated:
            report["configuration"] = {"path": configuration.name, "licenses": stated}
        write_json(report)
    elif not judged:
        return
    elif format_ == "markdown":
        from trainbib_cli.reports import licenses_markdown
        from trainbib_cli.reports.markdown import cell

        text = "".join(licenses_markdown.render(each, show_all=show_all) for each in judged)
        text += f"{cell(said)}\n\n" if stated else ""
        text += licenses_markdown.footer()
        write_bytes(text.encode("utf-8", "backslashreplace"))
    else:
        from trainbib_cli.reports import licenses_text

        width = shutil.get_terminal_size((100, 0)).columns
        for number, each in enumerate(judged):
            write("\n" if number else "")
            write(licenses_text.render(each, width=width, show_all=show_all, style=style()))
        write(f"\n{printable(said)}\n" if stated else "")
        write(licenses_text.footer())
