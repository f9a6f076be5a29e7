"""The ``dataset_info`` blocks that Hugging Face writes, in cards and in ``dataset_infos.json``.

Fields as in https://github.com/huggingface/datasets (``DatasetInfo``); older files have the splits
as a mapping, newer ones as a list.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from trainbib.sidecars.bibtex import entries
from trainbib.sidecars.claims import Claims, ProblemLog, Split, StatedFile
from trainbib.sidecars.licences import claim, distinct
from trainbib.sidecars.markdown import MAX_DESCRIPTION, plain_text, shorten
from trainbib.sidecars.plain_data import Plain, PlainDataError, decode, parse_json
from trainbib.sidecars.values import (
    items_of,
    mapping_of,
    raw_of,
    sha256_of,
    text_of,
    url_of,
    whole,
)

MAX_CITATION = 4_000
_T = TypeVar("_T", str, int)


def detect(path: str, data: bytes) -> bool:
    """Whether the file is a ``dataset_infos.json``."""
    return bool(data) and path.rpartition("/")[2].lower() in (
        "dataset_infos.json",
        "dataset_info.json",
    )


def read(path: str, data: bytes) -> Claims:
    """Read ``dataset_infos.json`` (one block for each configuration) or ``dataset_info.json``."""
    problems = ProblemLog(path)
    try:
        document = parse_json(decode(data, problems))
    except PlainDataError as fault:
        problems.add(str(fault))
        document = None
    infos = _blocks(document, problems)
    several = len(infos) > 1
    citation = _only(_prose(info, "citation") for info in infos.values())
    description = _only(_prose(info, "description") for info in infos.values())
    return Claims(
        path=path,
        format="hugging-face-infos",
        name=_only(text_of(info.get("builder_name")) for info in infos.values()),
        description=None if description is None else shorten(description, MAX_DESCRIPTION),
        version=_only(_version(info.get("version")) for info in infos.values()),
        homepage=_only(url_of(info.get("homepage")) for info in infos.values()),
        licenses=distinct(
            found
            for name, info in infos.items()
            if (statement := info.get("license")) and isinstance(statement, str)
            if statement.strip()
            and (
                found := claim(
                    statement.strip(), where="descriptor", scope=name if several else None
                )
            )
        ),
        citation=None if citation is None else citation[:MAX_CITATION],
        references=() if citation is None else tuple(entries(citation[: MAX_CITATION * 4])),
        splits=tuple(
            split
            for name, info in infos.items()
            for split in splits_of(info.get("splits"), name if several else None)
        ),
        size=_only(whole(info.get("dataset_size")) for info in infos.values()),
        files=tuple(_downloads(infos.values(), problems)),
        problems=tuple(problems.found),
    )


def splits_of(value: Plain, config: str | None) -> tuple[Split, ...]:
    """The splits of one block, which are a list, or a mapping by name."""
    found: dict[str, Split] = {}
    named = value if isinstance(value, dict) else dict.fromkeys(())
    pairs = named.items() if named else ((None, item) for item in items_of(value))
    for key, item in pairs:
        facts = mapping_of(item)
        name = text_of(facts.get("name")) or key
        if name is not None:
            found[name] = Split(
                name,
                config,
                records=whole(facts.get("num_examples")),
                size=whole(facts.get("num_bytes")),
            )
    return tuple(found.values())


def _blocks(document: Plain, problems: ProblemLog) -> Mapping[str, Mapping[str, Plain]]:
    if not isinstance(document, dict):
        if document is not None:
            problems.add("is not a JSON object of configurations")
        return {}
    if "splits" in document or "features" in document:
        return {text_of(document.get("config_name")) or "default": document}
    found = {name: mapping_of(info) for name, info in document.items() if isinstance(info, dict)}
    if len(found) < len(document):
        problems.add("holds configurations that are no JSON objects; they are left out")
    return found


def _prose(info: Mapping[str, Plain], key: str) -> str | None:
    """A long text; its lines are kept for a citation and joined for a description."""
    value = info.get(key)
    if not isinstance(value, str) or text_of(value) is None:
        return None
    return value.strip() if key == "citation" else plain_text(value[:20_000])


def _version(value: Plain) -> str | None:
    return raw_of(value) or raw_of(mapping_of(value).get("version_str"))


def _only(values: Iterable[_T | None]) -> _T | None:
    """The value that all configurations share; one that differs is not the data set's."""
    distinct_values = {value for value in values if value is not None}
    return distinct_values.pop() if len(distinct_values) == 1 else None


def _downloads(infos: Iterable[Mapping[str, Plain]], problems: ProblemLog) -> Iterable[StatedFile]:
    seen: set[str] = set()
    for info in infos:
        for address, facts in mapping_of(info.get("download_checksums")).items():
            if address in seen:
                continue
            seen.add(address)
            stated = mapping_of(facts)
            checksum = stated.get("checksum", stated.get("sha256"))
            digest = sha256_of(checksum)
            if digest is None and checksum is not None:
                problems.add(f'checksum "{raw_of(checksum, 80)}" is no SHA-256 digest')
            remote = address.startswith(("http://", "https://", "ftp://"))
            yield StatedFile(
                path=None if remote else address,
                url=address if remote else None,
                sha256=digest,
                size=whole(stated.get("num_bytes")),
            )
