"""A list of truncated digests, in which to look up a URL or a text (SPEC.md, section 21).

Names are imported when they are used.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.record_index.building import IndexBuild, IndexSettings, build_record_index
    from trainbib.record_index.comparing import KindDifference, compare_record_indexes
    from trainbib.record_index.digests import IndexKey, Kind, read_key, text_digest, url_digest
    from trainbib.record_index.facts import IndexFacts, KindFacts, RecordIndexError
    from trainbib.record_index.files import RecordIndex, open_record_index
    from trainbib.record_index.looking_up import Answer, look_up_text, look_up_url, url_variants

__all__ = [
    "Answer",
    "IndexBuild",
    "IndexFacts",
    "IndexKey",
    "IndexSettings",
    "Kind",
    "KindDifference",
    "KindFacts",
    "RecordIndex",
    "RecordIndexError",
    "build_record_index",
    "compare_record_indexes",
    "look_up_text",
    "look_up_url",
    "open_record_index",
    "read_key",
    "text_digest",
    "url_digest",
    "url_variants",
]

_HOMES = {
    "Answer": "looking_up",
    "IndexBuild": "building",
    "IndexFacts": "facts",
    "IndexKey": "digests",
    "IndexSettings": "building",
    "Kind": "digests",
    "KindDifference": "comparing",
    "KindFacts": "facts",
    "RecordIndex": "files",
    "RecordIndexError": "facts",
    "build_record_index": "building",
    "compare_record_indexes": "comparing",
    "look_up_text": "looking_up",
    "look_up_url": "looking_up",
    "open_record_index": "files",
    "read_key": "digests",
    "text_digest": "digests",
    "url_digest": "digests",
    "url_variants": "looking_up",
}

__getattr__ = names_from(__name__, _HOMES)
