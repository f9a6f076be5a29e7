"""Records of web sources: where each is from, and its text, read from JSONL, Parquet and WARC.

What is counted by domain, and what is listed in a record index, is read here, once for both.
Names are imported when they are used.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.records.batches import Batch, Wanted
    from trainbib.records.fields import TEXT_FIELDS, URL_FIELDS, Fields
    from trainbib.records.files import RecordFile, RecordFiles, RecordsError, record_files
    from trainbib.records.reading import read_records
    from trainbib.records.texts import normal_text
    from trainbib.records.urls import UrlError, normal_url, split_url

__all__ = [
    "TEXT_FIELDS",
    "URL_FIELDS",
    "Batch",
    "Fields",
    "RecordFile",
    "RecordFiles",
    "RecordsError",
    "UrlError",
    "Wanted",
    "normal_text",
    "normal_url",
    "read_records",
    "record_files",
    "split_url",
]

_HOMES = {
    "TEXT_FIELDS": "fields",
    "URL_FIELDS": "fields",
    "Batch": "batches",
    "Fields": "fields",
    "RecordFile": "files",
    "RecordFiles": "files",
    "RecordsError": "files",
    "UrlError": "urls",
    "Wanted": "batches",
    "normal_text": "texts",
    "normal_url": "urls",
    "read_records": "reading",
    "record_files": "files",
    "split_url": "urls",
}

__getattr__ = names_from(__name__, _HOMES)
