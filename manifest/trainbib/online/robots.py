"""robots.txt (RFC 9309): which paths a site lets this program ask for.

Of the groups that name the agent all rules count together; if none does, those of ``*``. The rule
with the longest pattern wins, and Allow wins a tie. ``*`` stands for any characters and ``$`` for
the end; percent-encoding does not matter.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, unquote_to_bytes, urlsplit

AGENT = "trainbib"
"""What robots.txt calls this program."""
MAX_BYTES = 500 << 10
"""How much of a robots.txt is read; RFC 9309, section 2.5, asks for no less."""

_TOKEN = re.compile(r"[a-z_-]+")
_UNRESERVED = "/-._~!$&'()*+,;=:@?"


@dataclass(frozen=True, slots=True)
class RobotsRule:
    """One line of a group.

    Attributes:
        pattern: A path with wildcards, percent-encoding in one form.
        allow: Whether it allows.
    """

    pattern: str
    allow: bool

    def matches(self, path: str) -> bool:
        """Tell whether the pattern matches the beginning of a path in the same form.

        Wildcards are looked for one after the other, never by backtracking: patterns are written
        by others.
        """
        pattern, anchored = self.pattern, self.pattern.endswith("$")
        pieces = pattern.removesuffix("$").split("*") if anchored else pattern.split("*")
        if not path.startswith(pieces[0]):
            return False
        place = len(pieces[0])
        if len(pieces) == 1:
            return not anchored or place == len(path)
        for piece in pieces[1:-1]:
            found = path.find(piece, place)
            if found < 0:
                return False
            place = found + len(piece)
        last = pieces[-1]
        if anchored:
            return len(path) - place >= len(last) and path.endswith(last)
        return path.find(last, place) >= 0


class Robots:
    """The rules of one site for one agent."""

    def __init__(self, text: str, agent: str = AGENT) -> None:
        self._text = text
        self._agent = agent.lower()

    @cached_property
    def rules(self) -> tuple[RobotsRule, ...]:
        """The rules that hold for the agent."""
        own: list[RobotsRule] = []
        general: list[RobotsRule] = []
        named = False
        agents: set[str] = set()
        in_rules = True
        for line in re.split(r"\r\n|[\r\n]", self._text.removeprefix("\ufeff")):
            name, colon, value = line.partition("#")[0].partition(":")
            if not colon:
                continue
            key, value = name.strip().lower(), value.strip()
            if key == "user-agent":
                if in_rules:
                    agents, in_rules = set(), False
                agents.add(_product(value))
                named = named or self._agent in agents
            elif key in {"allow", "disallow"}:
                in_rules = True
                if not value:
                    continue
                rule = RobotsRule(_one_form(value), key == "allow")
                if self._agent in agents:
                    own.append(rule)
                if "*" in agents:
                    general.append(rule)
        return tuple(own if named else general)

    def allows(self, url: str) -> bool:
        """Tell whether a URL may be asked for."""
        parts = urlsplit(url)
        path = parts.path or "/"
        if path == "/robots.txt":
            return True
        whole = _one_form(f"{path}?{parts.query}" if parts.query else path)
        # In a URL these characters are themselves; a pattern has to encode them to mean them.
        whole = whole.replace("*", "%2A").replace("$", "%24")
        matching = [rule for rule in self.rules if rule.matches(whole)]
        if not matching:
            return True
        return max(matching, key=lambda rule: (len(rule.pattern.encode()), rule.allow)).allow


def _product(value: str) -> str:
    if value == "*":
        return "*"
    found = _TOKEN.match(value.lower())
    return found[0] if found else ""


def _one_form(path: str) -> str:
    """Return a path with what must be percent-encoded encoded, in capitals, and nothing else.

    ``%2F``, ``%3F``, ``%2A`` and ``%24`` stay: the characters themselves would mean something.
    """
    pieces = re.split(r"(%(?:2[fFaA4]|3[fF]))", path)
    return "".join(
        piece.upper()
        if index % 2
        else quote(unquote_to_bytes(piece.encode("utf-8", "surrogatepass")), safe=_UNRESERVED)
        for index, piece in enumerate(pieces)
    )
