"""The public suffix list: which part of a host name someone has registered.

Source: https://publicsuffix.org/list/; the list comes with the package ``publicsuffixlist``, whose
releases follow it.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from trainbib.records.files import RecordsError
from trainbib.records.urls import UrlError, ascii_host

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

__all__ = ["SuffixList", "read_suffix_list"]

_VERSION = re.compile(rb"^// VERSION: *(\S+)", re.MULTILINE)
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class SuffixList:
    """A version of the list.

    Attributes:
        version: What the list calls itself, such as ``2026-10-22_08-36-41_UTC``; None if nothing.
        sha256: SHA-256 of its bytes, in hexadecimal.
        private: Whether its private section counts, so that each user of a host such as github.io
            has a domain.
    """

    version: str | None
    sha256: str
    private: bool
    _registries: "PublicSuffixList"
    _all: "PublicSuffixList | None"

    def domain_of(self, name: str) -> str | None:
        """Return the registrable domain of a host name.

        A name that only the private section holds to be a suffix has its domain by the other one:
        ``github.io`` itself is registered.

        Args:
            name: In lower case and ASCII, no IP address.

        Returns:
            The domain; None if the name is a public suffix, or a single label.
        """
        if self._all is not None:
            domain = self._all.privatesuffix(name)
            if domain is not None:
                return domain
        return self._registries.privatesuffix(name)


def read_suffix_list(path: str | None = None, *, private: bool = False) -> SuffixList:
    """Read the public suffix list.

    Args:
        path: The list; that of the installed package if left out.
        private: Whether its private section counts.

    Raises:
        RecordsError: ``publicsuffixlist`` is not installed, or the file is no such list.
        OSError: The file cannot be read.
    """
    try:
        import publicsuffixlist
    except ImportError:
        raise RecordsError(
            "domains need the public suffix list: install it with `pip install trainbib[web]`"
        ) from None
    data = Path(publicsuffixlist.PSLFILE if path is None else path).read_bytes()
    try:
        lines = _ascii_lines(data.decode())
    except (UnicodeDecodeError, UrlError) as error:
        raise RecordsError(f"{path} is no public suffix list ({error})") from None
    if "// ===BEGIN ICANN DOMAINS===" not in lines:
        raise RecordsError(f"{path} is no public suffix list: it has no section of ICANN domains")
    version = _VERSION.search(data[:_HEAD])
    make = publicsuffixlist.PublicSuffixList
    return SuffixList(
        version[1].decode() if version else None,
        sha256(data).hexdigest(),
        private,
        make(lines, accept_encoded_idn=False, only_icann=True),
        make(lines, accept_encoded_idn=False) if private else None,
    )


def _ascii_lines(text: str) -> list[str]:
    """Return the lines with the rules in ASCII, by the mapping that hosts have."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.isascii() or line.startswith("//"):
            lines.append(line)
            continue
        rule = line.split(maxsplit=1)[0]
        mark = "!" if rule.startswith("!") else ""
        lines.append(mark + ascii_host(rule.removeprefix("!")))
    return lines
