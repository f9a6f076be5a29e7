"""Data hubs: whether a pinned revision is still there, and which licence is stated today.

Only what anybody may read is asked for; no token is ever sent.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from trainbib.online.asking import Asker, Record, is_good, unexpected
from trainbib.online.scheduling import host_of
from trainbib.values import is_mapping

_NOT_FOUND, _UNPROCESSABLE = 404, 422
_HF_ID = re.compile(r"[\w-][\w.-]{0,95}(?:/[\w-][\w.-]{0,95})?", re.ASCII)
_GITHUB_NAME = re.compile(r"[\w.-]{1,100}", re.ASCII)


_RevisionReader = Callable[[int, Mapping[str, str], object], Record | None]


@dataclass(frozen=True, slots=True)
class HubPlace:
    """A data set or repository on a hub.

    Attributes:
        hub: Which one.
        id: ``owner/name``; on Hugging Face a name alone, too.
    """

    hub: Literal["huggingface", "github"]
    id: str


def hugging_face_place(text: str) -> HubPlace | None:
    """Read an identifier of Hugging Face, such as ``owner/name``."""
    name = text.strip().removeprefix("datasets/")
    return HubPlace("huggingface", name) if _HF_ID.fullmatch(name) else None


def place_of_url(url: str) -> HubPlace | None:
    """Read a URL of a data set on Hugging Face, or of a repository on GitHub; None for others."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    names = [name for name in parts.path.split("/") if name]
    if host == "huggingface.co" and names[:1] == ["datasets"]:
        return hugging_face_place("/".join(names[1:3])) if len(names) > 1 else None
    if host == "github.com" and len(names) > 1:
        owner, name = names[0], names[1].removesuffix(".git")
        if _GITHUB_NAME.fullmatch(owner) and _GITHUB_NAME.fullmatch(name):
            return HubPlace("github", f"{owner}/{name}")
    return None


def hub_record(asker: Asker, place: HubPlace) -> Record:
    """Ask a hub for a data set or repository as it is today.

    Returns:
        The fact ``licenses``: names as the hub writes them, none where it states none.
    """
    services = asker.settings.services
    if place.hub == "huggingface":
        base = services.hugging_face
        fields = "expand=cardData&expand=tags&expand=sha"
        url = f"{base}/api/datasets/{quote(place.id)}?{fields}"
        licenses_of = _hugging_face_licenses
    else:
        base = services.github
        url = f"{base}/repos/{quote(place.id)}"
        licenses_of = _github_licenses

    def read(status: int, _: Mapping[str, str], data: object) -> Record:
        if not is_good(status) or not is_mapping(data):
            return unexpected(host_of(base), status)
        return Record("found", "", {"licenses": licenses_of(data)})

    return asker.record(url, read)


def revision_record(asker: Asker, place: HubPlace, revision: str) -> Record:
    """Ask a hub for a revision: ``absent`` only where the hub has the rest and not this.

    A repository that is not found may be private now, or renamed: that is for its link to tell.

    Returns:
        The fact ``revision``, the commit that it is.
    """
    services = asker.settings.services
    ref = quote(revision, safe="")
    if place.hub == "huggingface":
        base = services.hugging_face
        url = f"{base}/api/datasets/{quote(place.id)}/revision/{ref}?expand=sha"
        read: _RevisionReader = _hugging_face_revision
    else:
        base = services.github
        url = f"{base}/repos/{quote(place.id)}/commits/{ref}"
        read = _github_revision

    def record(status: int, headers: Mapping[str, str], data: object) -> Record:
        found = read(status, headers, data)
        return found or unexpected(host_of(base), status)

    return asker.record(url, record)


def _hugging_face_revision(status: int, headers: Mapping[str, str], data: object) -> Record | None:
    if is_good(status) and is_mapping(data):
        return Record("found", "", {"revision": data.get("sha")})
    if status == _NOT_FOUND and headers.get("X-Error-Code") == "RevisionNotFound":
        return Record("absent", "the hub has the data set, but no such revision")
    return None


def _github_revision(status: int, headers: Mapping[str, str], data: object) -> Record | None:
    del headers  # GitHub says it in the body
    if not is_mapping(data):
        return None
    if is_good(status):
        return Record("found", "", {"revision": data.get("sha")})
    if status == _UNPROCESSABLE and str(data.get("message")).startswith("No commit found"):
        return Record("absent", "GitHub has the repository, but no such commit")
    return None


def _hugging_face_licenses(data: Mapping[str, object]) -> list[str]:
    card = data.get("cardData")
    stated = card.get("license") if is_mapping(card) else None
    named = [stated] if isinstance(stated, str) else stated if isinstance(stated, list) else []
    found = [name for name in named if isinstance(name, str)]
    if not found and isinstance(tags := data.get("tags"), list):
        found = [
            tag.removeprefix("license:")
            for tag in tags
            if isinstance(tag, str) and tag.startswith("license:")
        ]
    return found


def _github_licenses(data: Mapping[str, object]) -> list[str]:
    license_ = data.get("license")
    name = license_.get("spdx_id") if is_mapping(license_) else None
    return [name] if isinstance(name, str) and name != "NOASSERTION" else []
