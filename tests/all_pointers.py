"""The JSON Pointers of all that plain data holds, for the tests of places."""

from trainbib.pointers import pointer


def pointers_of(data: object, path: tuple[str | int, ...] = ()) -> list[str]:
    """Return the pointer of a value, and those of everything in it."""
    found = [pointer(*path)]
    members = data.items() if isinstance(data, dict) else ()
    items = enumerate(data) if isinstance(data, list) else ()
    for token, value in (*members, *items):
        found += pointers_of(value, (*path, token))
    return found
