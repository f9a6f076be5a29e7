"""What applies to a run: the configuration, then the flags."""

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainbib_cli.exits import CannotError
from trainbib_cli.manifests import STANDARD_INPUT
from trainbib_cli.reports.wording import counted
from trainbib_cli.terminal import error_style, json_text, notice_text

if TYPE_CHECKING:
    from trainbib.configuration import Configuration, ConfigurationError
    from trainbib.settings import Settings
    from trainbib.withdrawals import WithdrawnListError

_MOST_SHOWN = 20
"""How many faults of one file are shown."""


def configuration_for(
    files: Sequence[str],
    *,
    config: Sequence[str],
    isolated: bool,
    flags: Mapping[str, Any],
) -> "Configuration":
    """Return what applies to some manifests.

    Args:
        files: Manifests and folders; none: the current folder.
        config: Each a file, or KEY=VALUE; the last one wins.
        isolated: Whether files are left alone.
        flags: Keys of the configuration that have a flag of their own; None and () are not given.

    Raises:
        CannotError: If something cannot be used.
    """
    from trainbib.configuration import (
        Configuration,
        ConfigurationError,
        find_configuration,
        parse_value,
        read_configuration,
    )

    named = [item for item in config if "=" not in item or Path(item).is_file()]
    if named and isolated:
        raise CannotError(
            f"--isolated uses no configuration file, and --config names {named[0]}; leave one out"
        )
    if len(named) > 1:
        raise CannotError(f"--config names {len(named)} files ({', '.join(named)}); name one")
    try:
        if named:
            found = read_configuration(Path(named[0]))
        elif isolated:
            found = Configuration()
        else:
            found = find_configuration(common_folder(files))
        for item in config:
            if item not in named:
                found = found.with_values(parse_value(item), origin="--config")
        given = {key: value for key, value in flags.items() if value not in (None, [], ())}
        return found.with_values(given, origin="the command line")
    except ConfigurationError as error:
        # Only line feeds end a line of TOML, as in JSON.
        raise _shown(error, "json") from error


def _shown(error: "ConfigurationError | WithdrawnListError", format_: str) -> CannotError:
    """Return a refusal that shows each fault with its line, as findings are shown.

    Args:
        error: The faults, of which very many are only counted.
        format_: What ends a line of the text that they are in: as in ``json`` or in ``yaml``.
    """
    from trainbib_cli.reports.frame import Mark, SourceLines, frame

    lines = SourceLines(error.text, format_)
    colors, width = error_style(), shutil.get_terminal_size((120, 0)).columns
    rows: list[str] = []
    each = list(zip(error.faults, error.spans, strict=True))
    for number, (fault, span) in enumerate(each[:_MOST_SHOWN]):
        rows += [notice_text(fault)] if number else []
        if span is not None:
            rows += frame(lines, [Mark(span, severity="error")], width=width, style=colors)
    if len(each) > _MOST_SHOWN:
        rows.append(notice_text(counted(len(each) - _MOST_SHOWN, "more fault")))
    return CannotError(error.faults[0], rows=rows)


def refuse_unusable(settings: "Settings") -> None:
    """Read the lists that a check needs, before anything is checked.

    Raises:
        CannotError: If one cannot be used.
    """
    if not settings.withdrawn:
        return
    from trainbib.withdrawals import WithdrawnListError, load_catalogue

    try:
        load_catalogue(settings.withdrawn)
    except WithdrawnListError as error:
        raise _shown(error, error.format) from error


def common_folder(files: Iterable[str]) -> Path:
    """Return the folder that all of some files and folders are in."""
    folders = [
        str(path if path.is_dir() else path.parent)
        for path in (Path(name).absolute() for name in files if name != STANDARD_INPUT)
    ]
    return Path(os.path.commonpath(folders)) if folders else Path()


def settings_as_text(configuration: "Configuration") -> str:
    """Return what applies, for people: where it is from, then TOML-like lines."""
    lines = [f"# {configuration.path or 'no configuration file; flags and defaults'}"]
    lines += [f"{key} = {json_text(value)}" for key, value in sorted(configuration.values.items())]
    return "".join(f"{line}\n" for line in lines)
