"""``trainbib score``: what a manifest answers of all that may be asked."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from trainbib.scoring import PROFILES
from trainbib_cli.exits import Exit
from trainbib_cli.manifests import mapping_of, one_manifest, read_manifest
from trainbib_cli.options import Number, format_option, manifest_argument, output_option
from trainbib_cli.terminal import json_text, notice, shared_options, style, write, write_bytes

if TYPE_CHECKING:
    from trainbib.scoring import Score

_EPILOG = """\b
Examples:
  trainbib score
  trainbib score corpus.trainbib.yaml --profile eu-ai-act
  trainbib score --format badge --output disclosure.svg
  trainbib score --fail-under 90

\b
Exit codes:
  0  scored
  1  less is answered than --fail-under asks for
  2  the manifest could not be read, or is not well-formed
  3  there is no manifest
"""


@click.command("score", epilog=_EPILOG)
@manifest_argument(standard_input=True)
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    help="Who asks. Left out: the first that the manifest names, or else complete.",
)
@format_option(text="a table", json="for programs", markdown="a table", badge="an SVG")
@output_option("Write to a file.")
@click.option(
    "--fail-under",
    type=Number(min=0, max=100),
    metavar="PERCENT",
    help="Make the exit code 1 if less of what is asked has an answer or a gap.",
)
@shared_options
def command(
    *,
    manifest: str | None,
    profile: str | None,
    format_: str,
    output: str | None,
    fail_under: float | None,
) -> int:
    """Count what a manifest discloses: what is given, what is a gap, what is silent.

    MANIFEST is a manifest, a folder that holds one, or `-` for standard input; the one of the
    current folder if left out.

    In the profiles core and complete a question is asked of the manifest, or of each source,
    labeller, model and so on that it concerns; where the terms come from is Appendix A of the
    standard. It is given if a field that answers it has a value, a gap if the field says why there
    is none, and silent otherwise.

    In the profile of a form the form is filled, as `trainbib disclose` does, and every field that
    it insists on is one question. It is given if its answer is whole, a gap if the manifest says
    why a part or all of it is not there, and silent otherwise.

    Answers are counted, not judged: a score says neither that they are true or enough, nor that a
    law is obeyed.
    """
    from trainbib.profiles import unknown_profiles
    from trainbib.scoring import default_profile, score
    from trainbib.values import as_texts

    path = one_manifest(manifest)
    data = mapping_of(read_manifest(path))
    folder = None if path == "-" else Path(path).absolute().parent
    chosen = profile or default_profile(data)
    unknown = [] if profile else unknown_profiles(as_texts(data.get("profiles")))
    if unknown:
        named = ", ".join(f"`{name}`" for name in unknown)
        notice(f"{named} in `profiles` is not known, so what is counted is for `{chosen}`")
    scored = score(data, chosen, folder=folder)
    shown = "<stdin>" if path == "-" else path
    if output is None and format_ == "text":
        from trainbib_cli.reports.score_text import score_table

        write("".join(f"{row}\n" for row in score_table(scored, shown, style())))
    else:
        text = _rendered(scored, shown, format_).encode("utf-8", "backslashreplace")
        if output is None:
            write_bytes(text)
        else:
            from trainbib.writing import write_atomically

            write_atomically(Path(output), text)
    total = scored.total
    if fail_under is not None and total.answered * 100 < fail_under * total.asked:
        share = total.answered * 100 / total.asked
        notice(f"{share:.2f} % of what is asked has an answer or a gap; {fail_under:g} % is wanted")
        return Exit.FINDINGS
    return Exit.OK


def _rendered(scored: "Score", path: str, format_: str) -> str:
    if format_ == "badge":
        from trainbib_cli.reports.badge import badge

        return badge(scored)
    if format_ == "markdown":
        from trainbib_cli.reports.score_markdown import score_markdown

        return score_markdown(scored, path)
    if format_ == "json":
        from trainbib_cli.reports.check_json import VERSION, tool_json
        from trainbib_cli.reports.score_json import score_json

        report = {"version": VERSION, "tool": tool_json(), "path": path, **score_json(scored)}
        return json_text(report, indent=2) + "\n"
    from trainbib_cli.reports.score_text import score_table
    from trainbib_cli.terminal import Style

    return "".join(f"{row}\n" for row in score_table(scored, path, Style()))
