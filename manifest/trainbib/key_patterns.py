"""Patterns for keys that a user, or a configuration that came with data, has set.

They are matched in time that grows with the length of the key and nothing else, so that no pattern
can keep a checker busy for ever (SPEC.md, section 20).
"""

from collections.abc import Callable


def key_matcher(pattern: str) -> Callable[[str], bool]:
    """Return a function that tells whether a key matches a pattern from end to end.

    Args:
        pattern: A regular expression without back-references and look-arounds.

    Raises:
        ValueError: If it is none; says why in one line.
    """
    import jsonschema_rs

    schema = {"type": "string", "pattern": f"^(?:{pattern})$"}
    try:
        validator = jsonschema_rs.Draft202012Validator(
            schema, pattern_options=jsonschema_rs.RegexOptions(size_limit=1 << 20)
        )
    except ValueError as error:
        raise ValueError(
            "no regular expression that can be matched in linear time (without look-arounds and "
            "back-references)"
        ) from error
    return validator.is_valid
