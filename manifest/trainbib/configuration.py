"""The configuration: ``trainbib.toml``, or ``[tool.trainbib]`` in ``pyproject.toml``.

What it may say is in ``schema/v1/config.schema.json``. It never opens the network, and names no
file to be written: it may come with data that somebody else has made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path, PurePath
from typing import Any

from trainbib import clock
from trainbib.conformance.wording import did_you_mean, one_of
from trainbib.diagnostics import Severity
from trainbib.key_patterns import key_matcher
from trainbib.rules import RULES
from trainbib.schemas import load_schema
from trainbib.selection import Selection, nearest
from trainbib.settings import LicensePolicy, Settings
from trainbib.suppressions import Suppression, day_of

FILE_NAME = "trainbib.toml"
_PYPROJECT = "pyproject.toml"


class ConfigurationError(ValueError):
    """A configuration cannot be used; the text is one sentence that names file, key and value."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a configuration says; empty if there is none.

    Attributes:
        path: The file; None if there is none.
        values: Its keys, as they are written, checked against the schema.
    """

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def folder(self) -> Path:
        """The folder that paths in it begin at."""
        return self.path.parent if self.path is not None else Path()

    def with_values(self, changes: Mapping[str, Any], *, origin: str) -> "Configuration":
        """Return the configuration with other values for some keys.

        Raises:
            ConfigurationError: If one of them is not allowed.
        """
        _validate(changes, origin)
        merged = dict(self.values)
        for key, value in changes.items():
            old: Any = merged.get(key, {})
            both = isinstance(old, dict) and isinstance(value, dict)
            merged[key] = {**old, **value} if both else value
        return Configuration(self.path, merged)

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
                origin=str(self.path),
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
    data = _parsed(path)
    if path.name == _PYPROJECT:
        tool = data.get("tool")
        data = tool.get("trainbib", {}) if isinstance(tool, dict) else {}
        if not isinstance(data, dict):
            raise ConfigurationError(f"{path}: `tool.trainbib` is {data!r}; it takes a table")
    _validate(data, str(path))
    return Configuration(path, data)


def parse_value(text: str) -> dict[str, Any]:
    """Return the value of ``KEY=VALUE``: TOML, or a bare word that stands for itself.

    Raises:
        ConfigurationError: If it is neither.
    """
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise ConfigurationError(f"`{text}` is no KEY=VALUE, and no file")
    import tomllib

    for written in (value, f'"{value}"'):
        try:
            return _table(tomllib.loads(f"{key.strip()} = {written}"))
        except (tomllib.TOMLDecodeError, RecursionError):
            continue
    raise ConfigurationError(f"`{text}`: the value cannot be read as TOML")


def _has_table(path: Path) -> bool:
    tool = _parsed(path).get("tool")
    return isinstance(tool, dict) and "trainbib" in tool


def _parsed(path: Path) -> dict[str, Any]:
    import tomllib  # most folders have no configuration

    try:
        return _table(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror or error}") from error
    except RecursionError:
        raise ConfigurationError(f"{path} is nested too deep") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is no TOML that can be read: {error}") from error


def _table(table: dict[str, Any]) -> dict[str, Any]:
    """Return a table in JSON's types: a date of TOML is its text."""
    return {key: _plain(value) for key, value in table.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return _table(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | time) else value


def _validate(values: Mapping[str, Any], origin: str) -> None:
    if not values:
        return
    import jsonschema_rs

    schema = load_schema("config")
    for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(dict(values)):
        raise ConfigurationError(f"{origin}: {_sentence(error, schema)}")
    for key in ("select", "ignore", "extend-select"):
        for word in values.get(key, ()):
            _known(word, origin, key)
    for code in values.get("severity", {}):
        _known(code, origin, f"severity.{code}")
    pattern = values.get("key-pattern")
    if pattern is not None:
        try:
            key_matcher(pattern)
        except ValueError as error:
            raise ConfigurationError(f"{origin}: `key-pattern` is {pattern!r}, {error}") from error
    _licensing(values.get("licensing", {}), origin)
    for number, entry in enumerate(values.get("suppressions", ()), start=1):
        where = f"{origin}: `suppressions`, number {number}"
        try:
            day_of(entry.get("until", "2000-01-01"))
        except ValueError:
            raise ConfigurationError(f"{where}: {entry['until']} is no day") from None
        try:
            PurePath("trainbib.yaml").match(entry.get("manifest", "*"))
        except ValueError as error:
            raise ConfigurationError(f"{where}: `manifest` is no pattern: {error}") from error


def _licensing(values: Mapping[str, Any], origin: str) -> None:
    """Refuse a policy that cannot be read: it would hold for nothing.

    Raises:
        ConfigurationError: If there is such a part.
    """
    if not values:
        return
    from trainbib.licensing.expressions import ExpressionError, parse
    from trainbib.licensing.terms import override_faults

    outbound = values.get("outbound")
    named = [("outbound", outbound)] if outbound is not None else []
    named += [(key, each) for key in ("allow", "deny") for each in values.get(key, ())]
    for key, text in named:
        if text in {"NONE", "NOASSERTION"}:
            continue
        try:
            unknown = [term.id for term in parse(text).terms if not term.known]
        except ExpressionError as error:
            raise ConfigurationError(
                f"{origin}: `licensing.{key}` names {text!r}, no licence expression: {error}"
            ) from error
        if unknown:
            raise ConfigurationError(
                f"{origin}: `licensing.{key}` names `{unknown[0]}`, which is no SPDX licence "
                "identifier; see https://spdx.org/licenses/"
            )
    for fault in override_faults(values.get("attributes", {})):
        raise ConfigurationError(f"{origin}: `licensing.attributes`: {fault}")


def _known(word: str, origin: str, key: str) -> None:
    try:
        Selection((word,)).validate(RULES)
    except ValueError:
        near = nearest(word, RULES)
        hint = f"did you mean {one_of(near)}?" if near else "`trainbib rules` lists them"
        raise ConfigurationError(
            f"{origin}: `{key}` names `{word}`, which is no check; {hint}"
        ) from None


def _sentence(error: Any, schema: Mapping[str, Any]) -> str:
    """Say what is wrong, from what the engine says of place and keyword."""
    *parents, keyword = error.schema_path
    part: Any = schema
    for step in parents:
        part = part[step]
    name = ".".join(str(step) for step in error.instance_path)
    where = f"`{name}`" if name else "the configuration"
    value = error.instance
    if keyword == "additionalProperties":
        known = list(part["properties"])
        key = next(key for key in value if key not in part["properties"])
        near = did_you_mean(key, known)
        hint = f"did you mean {one_of(near)}?" if near else f"there are {', '.join(known)}"
        return f"{where} has no key `{key}`; {hint}"
    if keyword == "required":
        missing = ", ".join(f"`{key}`" for key in part["required"] if key not in value)
        return f"{where} has no {missing}"
    if keyword == "enum":
        return f"{where} is {value!r}; write {one_of(part['enum'])}"
    if keyword == "type":
        return f"{where} is {value!r}; it takes {_TYPES[part['type']]}"
    return f"{where} is {value!r}: {error.message}"


_TYPES = {
    "array": "a list",
    "integer": "a whole number",
    "object": "a table",
    "string": "text",
}


def _policy(values: Mapping[str, Any]) -> LicensePolicy:
    return LicensePolicy(
        uses=tuple(values.get("uses", ())),
        release=values.get("release", "collection"),
        outbound=values.get("outbound"),
        allowed=tuple(values.get("allow", ())),
        denied=tuple(values.get("deny", ())),
        attributes=values.get("attributes", {}),
    )
