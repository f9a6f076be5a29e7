"""The files that ``disclose`` reads and writes."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from trainbib_cli.exits import CannotError
from trainbib_cli.terminal import printable_path

__all__ = ["domain_lists", "file_bytes", "formats_of", "refuse_input", "refuse_pipe"]

_DATA = ("json", "csv")


def formats_of(outputs: Sequence[str]) -> list[tuple[str, str]]:
    """Return the files to write, each with its format.

    Raises:
        CannotError: If the ending of one says none, or one is named twice.
    """
    named = dict[Path, str]()
    for path in outputs:
        if Path(path).resolve() in named:
            raise CannotError(f"--output {printable_path(path)} is named twice; leave out one")
        named[Path(path).resolve()] = path
    return [(path, _format_of(path)) for path in outputs]


def _format_of(path: str) -> str:
    """Return the format that the ending of a file says.

    Raises:
        CannotError: If it says none.
    """
    from trainbib.disclosure.renderers import FORMATS, format_of

    kind = format_of(path)
    data = Path(path).suffix.lower().removeprefix(".")
    if kind is None and data not in _DATA:
        endings = [ending for each in FORMATS.values() for ending in each.suffixes]
        raise CannotError(
            f"--output {printable_path(path)}: its ending says no format; give it one of "
            f"{', '.join((*endings, *(f'.{name}' for name in _DATA)))}"
        )
    return kind or data


def refuse_input(outputs: Sequence[str], inputs: Sequence[str | Path]) -> None:
    """Refuse to write over what is read.

    Raises:
        CannotError: If an output is an input, under whatever name.
    """
    for path in outputs:
        for each in inputs:
            if _same(Path(path), Path(each)):
                raise CannotError(
                    f"--output {printable_path(path)} would write over what is read; name another "
                    "file"
                )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one is not there, or no name of a file
        return False


def domain_lists(data: Mapping[str, object], folder: Path) -> Iterator[Path]:
    """Yield the lists of domains that a manifest names, and what may lie beside them."""
    from trainbib.values import as_mapping

    for source in as_mapping(data.get("sources")).values():
        crawl = as_mapping(as_mapping(source).get("crawl"))
        for block in map(as_mapping, (crawl.get("domains"), crawl.get("opted_out"))):
            path = block.get("path")
            if isinstance(path, str) and path:
                yield folder / path
                yield folder / f"{path}-metadata.json"


def refuse_pipe(path: str) -> None:
    """Refuse what may never end.

    Raises:
        CannotError: If it is no regular file.
    """
    if not Path(path).is_file():
        raise CannotError(f"{printable_path(path)}: no regular file; write it to one first")


def file_bytes(path: str) -> bytes:
    """Return what a file holds that is read as a whole.

    Raises:
        CannotError: If it is no file, such as a pipe, or larger than any manifest.
        OSError: If it cannot be read.
    """
    from trainbib.document import MAX_BYTES

    refuse_pipe(path)
    size = Path(path).stat().st_size
    if size > MAX_BYTES:
        raise CannotError(f"{printable_path(path)}: {size} bytes; a filing has at most {MAX_BYTES}")
    return Path(path).read_bytes()
