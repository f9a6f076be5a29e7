"""The configuration: ``trainbib.toml``, or ``[tool.trainbib]`` in ``pyproject.toml``.

What it may say is in ``schema/v1/config.schema.json``. It never opens the network, and names no
file to be written: it may come with data that somebody else has made.
"""

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainbib import clock
from trainbib.configuration_faults import Fault, faults_of, syntax_fault
from trainbib.diagnostics import Severity, Span
from trainbib.selection import Selection
from trainbib.settings import LicensePolicy, Settings
from trainbib.suppressions import Suppression, day_of

if TYPE_CHECKING:
    from trainbib.licensing.verdicts import Overrides

FILE_NAME = "trainbib.toml"
_PYPROJECT = "pyproject.toml"


class ConfigurationError(ValueError):
    """A configuration cannot be used; the text names file, line, key and value of the first fault.

    Attributes:
        faults: A sentence for each fault, beginning with its place, in the order of the file.
        spans: The place of each; None where it is in no text.
        text: The text that the places are in.
    """

    def __init__(
        self, faults: Sequence[str], spans: Sequence[Span | None] = (), text: str = ""
    ) -> None:
        more = len(faults) - 1
        rest = f" (and {more} more fault{'s' if more > 1 else ''})" if more else ""
        super().__init__(f"{faults[0]}{rest}")
        self.faults = tuple(faults)
        self.spans = tuple(spans) or (None,) * len(self.faults)
        self.text = text


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a configuration says; empty if there is none.

    Attributes:
        path: The file; None if there is none.
        values: Its keys, as they are written, checked against the schema, with what was changed.
        written: Those of the file alone.
    """

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    written: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def folder(self) -> Path:
        """The folder that paths in it begin at."""
        return self.path.parent if self.path is not None else Path()

    @property
    def name(self) -> str:
        """What messages call the file: from the working folder, where one lies in the other."""
        if self.path is None:
            return "--config"
        path = self.path.absolute()
        with contextlib.suppress(OSError):  # the working folder may be gone
            here = Path.cwd()
            if path.is_relative_to(here) or here.is_relative_to(path.parent):
                return os.path.relpath(path, here).replace(os.sep, "/")
        return str(self.path)

    def with_values(self, changes: Mapping[str, Any], *, origin: str) -> "Configuration":
        """Return the configuration with other values for some keys.

        Raises:
            ConfigurationError: If one of them is not allowed.
        """
        _refuse(faults_of(changes), origin)
        merged = dict(self.values)
        for key, value in changes.items():
            old: Any = merged.get(key, {})
            both = isinstance(old, dict) and isinstance(value, dict)
            merged[key] = {**old, **value} if both else value
        return Configuration(self.path, merged, self.written)

    def settings(self, today: date | None = None) -> Settings:
        """Return the settings of a check.

        Args:
            today: The day that dates are compared with, if not today.
        """
        values = self.values
        return Settings(
            today=today or clock.today(),
            pedantic=values.get("persona") == "pedantic",
            key_pattern=values.get("key-pattern"),
            profiles=tuple(values.get("profiles", ())),
            selection=Selection(
                tuple(values.get("select", ())),
                tuple(values.get("ignore", ())),
                tuple(values.get("extend-select", ())),
            ),
            severities={
                code: Severity[name.upper()] for code, name in values.get("severity", {}).items()
            },
            suppressions=tuple(self._suppressions()),
            licensing=_policy(values.get("licensing", {})),
            withdrawn=tuple(self.folder / name for name in values.get("withdrawn", ())),
        )

    @property
    def baseline(self) -> Path | None:
        """The baseline that it names."""
        name = self.values.get("baseline")
        return None if name is None else self.folder / name

    def _suppressions(self) -> Iterator[Suppression]:
        for entry in self.values.get("suppressions", ()):
            until = entry.get("until")
            yield Suppression(
                codes=tuple(entry["codes"]),
                pointer=entry.get("at", ""),
                reason=entry["reason"],
                until=None if until is None else day_of(until),
                origin=self.name,
                manifest=entry.get("manifest", ""),
            )


def find_configuration(folder: Path) -> Configuration:
    """Return the nearest configuration, from a folder upwards to the top of its git repository.

    Args:
        folder: Where to begin.

    Raises:
        ConfigurationError: If the nearest one cannot be used.
    """
    for candidate in (here := folder.resolve(), *here.parents):
        own, shared = candidate / FILE_NAME, candidate / _PYPROJECT
        if own.is_file():
            return read_configuration(own)
        if shared.is_file() and _has_table(shared):
            return read_configuration(shared)
        if (candidate / ".git").exists():
            break
    return Configuration()


def read_configuration(path: Path) -> Configuration:
    """Read a configuration.

    Raises:
        ConfigurationError: If it cannot be read, or says what is not allowed.
    """
    text, data = _parsed(path)
    table: tuple[str, ...] = ()
    if path.name == _PYPROJECT:
        table = "tool", "trainbib"
        tool = data.get("tool")
        data = tool.get("trainbib", {}) if isinstance(tool, dict) else {}
        if not isinstance(data, dict):
            fault = Fault((), f"`tool.trainbib` is {data!r}; it takes a table")
            _refuse([fault], str(path), text, table)
    _refuse(faults_of(data), str(path), text, table)
    return Configuration(path, data, data)


def parse_value(text: str) -> dict[str, Any]:
    """Return the value of ``KEY=VALUE``: TOML, or a bare word that stands for itself.

    Raises:
        ConfigurationError: If it is neither.
    """
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise ConfigurationError([f"`{text}` is no KEY=VALUE, and no file"])
    import tomllib

    for written in (value, f'"{value}"'):
        try:
            return _table(tomllib.loads(f"{key.strip()} = {written}"))
        except (ValueError, RecursionError):  # a number of thousands of digits is no syntax error
            continue
    raise ConfigurationError([f"`{text}`: the value cannot be read as TOML"])


def _has_table(path: Path) -> bool:
    _, data = _parsed(path)
    tool = data.get("tool")
    return isinstance(tool, dict) and "trainbib" in tool


def _parsed(path: Path) -> tuple[str, dict[str, Any]]:
    import tomllib  # most folders have no configuration

    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, _table(tomllib.loads(text))
    except OSError as error:
        why = f"cannot read {path}: {error.strerror or error}"
        raise ConfigurationError([why]) from error
    except RecursionError:
        raise ConfigurationError([f"{path}: this is nested too deep; write it flatter"]) from None
    except ValueError as error:
        message, span, shown = syntax_fault(error, text)
        raise ConfigurationError([_placed(str(path), span, message)], [span], shown) from error


def _refuse(
    faults: Sequence[Fault], origin: str, text: str = "", table: tuple[str, ...] = ()
) -> None:
    """Raise an error if there are faults.

    Args:
        faults: What is wrong.
        origin: What the values are from.
        text: The TOML that they are in; empty if they are in none.
        table: The keys of the table that holds the configuration.

    Raises:
        ConfigurationError: If there are any.
    """
    if not faults:
        return
    from trainbib.toml_places import nearest_place, span_of, toml_places

    places = toml_places(text) if text else {}
    found: list[tuple[int, Span | None, str]] = []
    for fault in faults:
        place = nearest_place(places, (*table, *fault.path))
        start, end = (0, 0) if place is None else place.key if fault.of_key else place.value
        span = None if place is None else span_of(text, start, end)
        found.append((start, span, _placed(origin, span, fault.message)))
    found.sort(key=lambda each: each[0])
    raise ConfigurationError([said for *_, said in found], [span for _, span, _ in found], text)


def _placed(origin: str, span: Span | None, message: str) -> str:
    at = f":{span.line}:{span.column}" if span is not None else ""
    return f"{origin}{at}: {message}"


def _table(table: dict[str, Any]) -> dict[str, Any]:
    """Return a table in JSON's types: a date of TOML is its text."""
    return {key: _plain(value) for key, value in table.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return _table(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | time) else value


def _policy(values: Mapping[str, Any]) -> LicensePolicy:
    return LicensePolicy(
        uses=tuple(values.get("uses", ())),
        release=values.get("release", "collection"),
        outbound=values.get("outbound"),
        allowed=tuple(values.get("allow", ())),
        denied=tuple(values.get("deny", ())),
        attributes=_overrides(values["attributes"]) if values.get("attributes") else {},
    )


def _overrides(values: Mapping[str, Mapping[str, Any]]) -> "Overrides":
    from trainbib.licensing.overrides import override_of

    return {
        license_: {
            attribute: override_of(each) if isinstance(each, dict) else each
            for attribute, each in stated.items()
        }
        for license_, stated in values.items()
    }
