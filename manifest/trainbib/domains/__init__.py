"""Bytes and records by registrable domain (docs/domains.md).

Names are imported when they are used.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.domains.facts import DomainFacts, Total
    from trainbib.domains.scanning import DomainCount, DomainSettings, count_domains
    from trainbib.domains.suffixes import SuffixList, read_suffix_list
    from trainbib.domains.tables import DomainTable, open_table, table_format, write_table

__all__ = [
    "DomainCount",
    "DomainFacts",
    "DomainSettings",
    "DomainTable",
    "SuffixList",
    "Total",
    "count_domains",
    "open_table",
    "read_suffix_list",
    "table_format",
    "write_table",
]

_HOMES = {
    "DomainCount": "scanning",
    "DomainFacts": "facts",
    "DomainSettings": "scanning",
    "DomainTable": "tables",
    "SuffixList": "suffixes",
    "Total": "facts",
    "count_domains": "scanning",
    "open_table": "tables",
    "read_suffix_list": "suffixes",
    "table_format": "tables",
    "write_table": "tables",
}

__getattr__ = names_from(__name__, _HOMES)
