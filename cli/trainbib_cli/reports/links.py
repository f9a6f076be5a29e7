"""Links that a terminal can follow (OSC 8), and which terminals can."""

from collections.abc import Mapping
from typing import IO, Any

_PROGRAMS = {"ghostty", "hyper", "iterm.app", "mintty", "rio", "tabby", "vscode", "wezterm", "zed"}
_TERMS = ("alacritty", "contour", "foot", "xterm-ghostty", "xterm-kitty")
_SIGNS = ("DOMTERM", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WT_SESSION")
_FIRST_VTE = 5000


def wants_links(stream: IO[Any], environment: Mapping[str, str]) -> bool:
    """Tell whether a stream leads to a terminal that is known to follow links.

    ``FORCE_HYPERLINK`` decides where it is set: 0 is no. A log of CI never has links, so that the
    addresses can be read there.

    Args:
        stream: Where the text goes.
        environment: The environment variables.
    """
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    if environment.get("CI") or environment.get("TERM") == "dumb" or not stream.isatty():
        return False
    if any(environment.get(sign) for sign in _SIGNS):
        return True
    if environment.get("TERM_PROGRAM", "").casefold() in _PROGRAMS:
        return True
    if environment.get("TERM", "").startswith(_TERMS):
        return True
    vte = environment.get("VTE_VERSION", "")
    return vte.isdecimal() and int(vte) >= _FIRST_VTE


def linked(text: str, address: str) -> str:
    """Make a text a link: OSC 8, as https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda."""
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"
