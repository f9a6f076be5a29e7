"""The canonical form of a manifest and its digest (SPEC.md, section 14; RFC 8785)."""

from hashlib import sha256


class CanonicalFormError(ValueError):
    """The data has no canonical form: a number that JSON cannot carry, or a lone surrogate."""


def canonical_form(data: object) -> bytes:
    """Return the canonical form: RFC 8785 JSON, UTF-8, without a final line feed.

    Args:
        data: What a JSON reader returns: dict, list, str, int, float, bool, None.

    Raises:
        CanonicalFormError: If RFC 8785 has no form for the data.
    """
    import rfc8785

    try:
        return rfc8785.dumps(data)  # type: ignore[arg-type]  # checked by the call itself
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise CanonicalFormError(f"no canonical form: {error}") from error


def canonical_digest(data: object) -> str:
    """Return ``sha256:`` and the hexadecimal SHA-256 of the canonical form.

    Raises:
        CanonicalFormError: If RFC 8785 has no form for the data.
    """
    return "sha256:" + sha256(canonical_form(data)).hexdigest()
