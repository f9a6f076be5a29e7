"""JSON Pointers (RFC 6901)."""

from collections.abc import Iterable


def escape(token: str | int) -> str:
    """Escape one reference token (RFC 6901, section 3)."""
    text = str(token)
    if "~" in text or "/" in text:
        return text.replace("~", "~0").replace("/", "~1")
    return text


def pointer(*tokens: str | int) -> str:
    """Join tokens to a pointer: ``pointer("sources", "a/b")`` is ``/sources/a~1b``."""
    text = "/".join(map(str, tokens))
    if (
        "~" not in text and text.count("/") == len(tokens) - 1
    ):  # nothing to escape, as nearly always
        return "/" + text
    return "".join(["/" + escape(token) for token in tokens])


def join(base: str, *tokens: str | int) -> str:
    """Append tokens to a pointer."""
    return base + pointer(*tokens)


def split(text: str) -> list[str]:
    """Split a pointer into its unescaped tokens.

    Raises:
        ValueError: If the text is neither empty nor begins with ``/``.
    """
    if not text:
        return []
    if not text.startswith("/"):
        raise ValueError(f"not a JSON Pointer: {text!r} does not begin with '/'")
    tokens = text[1:].split("/")
    if "~" in text:
        return [token.replace("~1", "/").replace("~0", "~") for token in tokens]
    return tokens


def resolve(data: object, tokens: Iterable[str]) -> object:
    """Return the value that the tokens lead to.

    Raises:
        KeyError: If a token leads nowhere.
    """
    value = data
    for token in tokens:
        value = step(value, token)
    return value


def step(value: object, token: str) -> object:
    """Return the member or the item of a value that a token leads to (RFC 6901, section 4).

    Raises:
        KeyError: If it leads nowhere.
    """
    if isinstance(value, dict):
        return value[token]
    # Other digits than these, and numbers of thousands of digits, are no places in a list.
    if isinstance(value, list) and token.isascii() and token.isdigit() and len(token) <= _DIGITS:
        index = int(token)
        if index < len(value):
            return value[index]
    raise KeyError(token)


_DIGITS = 18
