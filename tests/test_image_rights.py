"""What images say of rights: every container, every vocabulary, and files that are dirty."""

import io
import struct
import sys
import zlib
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from image_files import (
    MINING,
    chunk,
    exif,
    iptc,
    jpeg,
    jpeg_xmp,
    mining,
    png,
    png_xmp,
    resource,
    segment,
    tiff,
    webp,
    xmp,
)
from trainbib.image_rights import READ_TYPES, ImageCounts, ImageRights, read_image
from trainbib.image_rights import credentials as credentials_module
from trainbib.image_rights.counts import NOT_READ
from trainbib.image_rights.statements import (
    C2PA,
    IPTC,
    Verdict,
    data_mining,
    source_type,
    strictest,
    training_mining,
)
from trainbib.image_rights.xmp import XmpError, xmp_properties

RESERVED = mining("DMI-PROHIBITED-AIMLTRAINING")
JUMBF = b"JP\0\1\0\0\0\1\0\0\0\x20jumb\0\0\0\x18jumdc2pa"


def read(content: bytes, media: str) -> ImageRights:
    return read_image(io.BytesIO(content), media)


CONTAINERS = {
    "jpeg": (jpeg(jpeg_xmp(RESERVED), segment(0xE1, b"Exif\0\0" + exif())), "image/jpeg"),
    "jpeg with padding": (jpeg(b"\xff\xff" + jpeg_xmp(RESERVED)[1:], segment(0xFE, b"comment"),
        segment(0xE1, b"Exif\0\0" + exif(order="<"))), "image/jpeg"),
    "png": (png([png_xmp(RESERVED), chunk(b"eXIf", exif())]), "image/png"),
    "png, packed and behind the image": (
        png(after=[png_xmp(RESERVED, packed=True), chunk(b"eXIf", exif())]), "image/png"),
    "webp": (webp((b"EXIF", exif()), (b"XMP ", RESERVED)), "image/webp"),
    "webp with an older head": (
        webp((b"EXIF", b"Exif\0\0" + exif()), (b"XMP ", RESERVED)), "image/webp"),
    "tiff": (tiff({700: (1, RESERVED), 315: (2, b"Me\0"), 33432: (2, b"(c)\0")}), "image/tiff"),
    "tiff, big end first": (
        tiff({700: (7, RESERVED), 315: (2, b"Me\0"), 33432: (2, b"(c) Me\0")}, ">"), "image/tiff"),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTAINERS)
def test_statements_are_read_from_every_container(name: str) -> None:
    content, media = CONTAINERS[name]
    found = read(content, media)
    assert found.damage == ""
    assert (found.mining, found.mining_values) == ("reserved", ("DMI-PROHIBITED-AIMLTRAINING",))
    assert (found.copyright, found.creator) == (True, True)
    assert (found.c2pa, found.license, found.source_type) == ("none", False, "")


@pytest.mark.parametrize("media", sorted(READ_TYPES))
def test_an_image_without_metadata_says_nothing(media: str) -> None:
    plain = {
        "image/jpeg": jpeg(),
        "image/png": png(),
        "image/webp": webp(),
        "image/tiff": tiff({256: (3, b"\1\0")}),
    }
    assert read(plain[media], media) == ImageRights()


def test_older_forms_of_iptc_tell_creator_and_notice() -> None:
    data = iptc((5, b"title"), (80, b"A. Uthor"), (116, b"(c) A"))
    blocks = resource(0x03ED, b"odd") + resource(0x0404, data, name=b"iptc")
    whole = b"Photoshop 3.0\0" + blocks
    found = read(jpeg(segment(0xED, whole)), "image/jpeg")
    assert (found.copyright, found.creator) == (True, True)
    # A resource may go on in the next segment.
    cut = len(whole) - 10
    parts = (segment(0xED, whole[:cut]), segment(0xED, b"Photoshop 3.0\0" + whole[cut:]))
    assert read(jpeg(*parts), "image/jpeg").copyright
    alone = read(tiff({33723: (7, data)}), "image/tiff")
    assert (alone.copyright, alone.creator) == (True, True)
    assert not read(jpeg(segment(0xED, b"Photoshop 3.0\0" + b"8BIM")), "image/jpeg").copyright


def test_texts_of_png_tell_creator_and_notice() -> None:
    texts = [
        chunk(b"tEXt", b"Author\0Me"),
        chunk(b"zTXt", b"Copyright\0\0" + zlib.compress(b"(c)")),
    ]
    found = read(png(texts), "image/png")
    assert (found.copyright, found.creator) == (True, True)
    empty = read(png([chunk(b"tEXt", b"Copyright\0  ")]), "image/png")
    assert not empty.copyright


def test_xmp_that_is_too_long_for_a_segment_is_put_together() -> None:
    guid = b"0123456789ABCDEF0123456789ABCDEF"
    more = RESERVED + b" " * 1000
    head = b"http://ns.adobe.com/xmp/extension/\0" + guid + struct.pack(">I", len(more))
    parts = [
        segment(0xE1, head + struct.pack(">I", at) + more[at : at + 700])
        for at in range(0, len(more), 700)
    ]
    note = 'xmlns:n="http://ns.adobe.com/xmp/note/"'
    packet = xmp(attributes=f'{note} n:HasExtendedXMP="{guid.decode()}"')
    assert read(jpeg(jpeg_xmp(packet), *reversed(parts)), "image/jpeg").mining == "reserved"
    assert read(jpeg(jpeg_xmp(xmp()), *parts), "image/jpeg").mining == "none"


def test_properties_are_read_in_every_form_that_rdf_has() -> None:
    packet = xmp(
        f'<plus:DataMining rdf:resource="{MINING}DMI-ALLOWED"/>'
        "<i:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
        "</i:DigitalSourceType>"
        '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default"> (c) Me </rdf:li></rdf:Alt></dc:rights>'
        "<dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>"
        '<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>'
        "<xmpRights:UsageTerms><rdf:Alt><rdf:li>ask</rdf:li></rdf:Alt></xmpRights:UsageTerms>",
        'xmpRights:WebStatement="https://a.example/rights"',
    )
    properties: dict[str, list[str]] = {}
    xmp_properties(packet, properties)
    assert properties == {
        "plus:DataMining": [f"{MINING}DMI-ALLOWED"],
        "Iptc4xmpExt:DigitalSourceType": [
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
        ],
        "dc:rights": ["(c) Me"],
        "dc:creator": ["A", "B"],
        "cc:license": ["https://creativecommons.org/licenses/by/4.0/"],
        "xmpRights:UsageTerms": ["ask"],
        "xmpRights:WebStatement": ["https://a.example/rights"],
    }
    found = read(png([png_xmp(packet)]), "image/png")
    assert (found.mining, found.source_type) == ("allowed", "trainedAlgorithmicMedia")
    assert found.license
    assert found.web_statement
    assert found.usage_terms


@pytest.mark.parametrize(
    ("values", "verdict", "names"),
    [
        ([], "none", ()),
        (["DMI-UNSPECIFIED"], "none", ("DMI-UNSPECIFIED",)),
        ([f"{MINING}DMI-ALLOWED"], "allowed", ("DMI-ALLOWED",)),
        (["dmi-prohibited"], "reserved", ("DMI-PROHIBITED",)),
        (["DMI-PROHIBITED-GENAIMLTRAINING"], "reserved", ("DMI-PROHIBITED-GENAIMLTRAINING",)),
        (
            [f"https{MINING.removeprefix('http')}DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING"],
            "reserved",
            ("DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING",),
        ),
        (["DMI-PROHIBITED-SEECONSTRAINT"], "conditional", ("DMI-PROHIBITED-SEECONSTRAINT",)),
        (["DMI-PROHIBITED-NEW"], "reserved", ("other",)),
        (["whatever"], "unreadable", ("other",)),
        (["DMI-ALLOWED", "DMI-PROHIBITED"], "reserved", ("DMI-ALLOWED", "DMI-PROHIBITED")),
    ],
)
def test_values_of_the_vocabulary_come_to_a_verdict(
    values: list[str], verdict: Verdict, names: tuple[str, ...]
) -> None:
    assert data_mining(values) == (verdict, names)


def test_a_source_type_is_known_by_its_name() -> None:
    vocabulary = "http://cv.iptc.org/newscodes/digitalsourcetype/"
    assert source_type([f"{vocabulary}digitalCapture"]) == "digitalCapture"
    assert source_type(["digitalCapture/"]) == "digitalCapture"
    assert source_type(["<script>"]) == "other"
    assert source_type([]) == ""


def store(*assertions: tuple[str, Any], active: str = "a") -> dict[str, Any]:
    listed = [{"label": label, "data": data} for label, data in assertions]
    return {"active_manifest": active, "manifests": {"a": {"assertions": listed}}}


def entries(**uses: str) -> dict[str, Any]:
    return {"entries": {f"cawg.{name}": {"use": use} for name, use in uses.items()}}


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (store(), "none"),
        (store(("c2pa.actions", {})), "none"),
        (store(("cawg.training-mining", entries(ai_training="notAllowed"))), "reserved"),
        (store(("c2pa.training-mining__1", entries(data_mining="constrained"))), "conditional"),
        (store(("cawg.training-mining", entries(ai_generative_training="allowed"))), "allowed"),
        (store(("cawg.training-mining", entries(ai_inference="notAllowed"))), "none"),
        (store(("cawg.training-mining", entries(ai_training="allowed", data_mining="notAllowed"))),
         "reserved"),
        (store(("cawg.training-mining", entries(ai_training="perhaps"))), "unreadable"),
        (store(("cawg.training-mining", [])), "unreadable"),
        (store(("cawg.training-mining", entries(ai_training="notAllowed")), active="b"), "none"),
        ([], "none"),
        (None, "none"),
    ],
)  # fmt: skip
def test_assertions_of_c2pa_come_to_a_verdict(found: object, verdict: Verdict) -> None:
    assert training_mining(found) == verdict


def test_the_strictest_statement_counts() -> None:
    assert strictest([]) == "none"
    assert strictest(["none", "allowed", "reserved", "conditional"]) == "reserved"
    assert strictest(["none", "unreadable"]) == "unreadable"


class FakeC2pa:
    """Stands for c2pa-python: what it is asked, and what it answers."""

    C2paError = OSError

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.settings: dict[str, Any] = {}
        self.Context = SimpleNamespace(from_dict=self.settings.update)
        self.Reader = self.read

    def read(self, media: str, _file: object, *, context: object) -> Any:
        del media, context
        if not self.answer:
            raise OSError("no store")
        state = SimpleNamespace(json=lambda: self.answer, get_validation_state=lambda: "Invalid")
        return nullcontext(state)


C2PA_IMAGES = {
    "image/jpeg": jpeg(segment(0xEB, JUMBF)),
    "image/png": png([chunk(b"caBX", b"store")]),
    "image/webp": webp((b"C2PA", b"store")),
    "image/tiff": tiff({52545: (7, b"the store")}),
}


@pytest.mark.parametrize("media", C2PA_IMAGES)
def test_a_store_is_seen_without_the_library_and_read_with_it(
    media: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials_module._library.cache_clear()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - kept for the process
    monkeypatch.setitem(sys.modules, "c2pa", None)
    assert read(C2PA_IMAGES[media], media).c2pa is None
    fake = FakeC2pa(
        '{"active_manifest": "a", "manifests": {"a": {"assertions": [{"label":'
        '"cawg.training-mining", "data": {"entries": {"cawg.ai_training":'
        '{"use": "notAllowed"}}}}]}}}'
    )
    credentials_module._library.cache_clear()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    monkeypatch.setitem(sys.modules, "c2pa", fake)
    found = read(C2PA_IMAGES[media], media)
    assert (found.c2pa, found.c2pa_invalid) == ("reserved", True)
    assert fake.settings["verify"]["remote_manifest_fetch"] is False
    fake.answer = ""
    assert read(C2PA_IMAGES[media], media).c2pa == "unreadable"
    fake.answer = "no JSON"
    assert read(C2PA_IMAGES[media], media).c2pa == "unreadable"
    credentials_module._library.cache_clear()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def test_a_document_type_and_its_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with pytest.raises(XmpError, match="document type"):
        xmp_properties(bomb, {})
    found = read(png([png_xmp(bomb), png_xmp(RESERVED)]), "image/png")
    assert found.mining == "reserved"
    assert "document type" in found.damage


@pytest.mark.parametrize(
    "packet", [RESERVED[:-60], b"", b"not XML", b"<a", RESERVED.replace(b"xmlns:plus", b"xmlns:q")]
)
def test_xmp_that_is_damaged_is_told(packet: bytes) -> None:
    found = read(jpeg(jpeg_xmp(packet)), "image/jpeg")
    assert "its XMP cannot be read" in found.damage


def test_what_stands_before_a_damage_counts() -> None:
    assert read(jpeg(jpeg_xmp(RESERVED[:-40])), "image/jpeg").mining == "reserved"
    content = jpeg(jpeg_xmp(RESERVED))
    cut = read(content[: len(content) - 20], "image/jpeg")
    assert (cut.mining, cut.damage) == ("reserved", "it is cut short")


def test_metadata_of_absurd_size_is_not_read() -> None:
    huge = png()[:33] + struct.pack(">I", 1 << 30) + b"iTXt"
    assert "more than is read" in read(huge, "image/png").damage
    bomb = chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(bytes(1 << 25)))
    assert "cannot be read" in read(png([bomb]), "image/png").damage
    claims = struct.pack("<2sHIH", b"II", 42, 8, 1) + struct.pack("<HHII", 700, 1, 1 << 31, 0)
    assert "more than is read" in read(claims, "image/tiff").damage
    loop = struct.pack("<2sHI", b"II", 42, 0)
    assert read(loop, "image/tiff").damage


@settings(deadline=None, max_examples=60)
@given(data=st.data(), media=st.sampled_from(sorted(READ_TYPES)))
def test_dirty_images_are_never_a_traceback(data: st.DataObject, media: str) -> None:
    name = data.draw(st.sampled_from([n for n, (_, kind) in CONTAINERS.items() if kind == media]))
    content = bytearray(CONTAINERS[name][0])
    for _ in range(data.draw(st.integers(0, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)))]
    read(bytes(content), media)


def test_counts_can_be_added_and_handed_over() -> None:
    one, other = ImageCounts(), ImageCounts()
    one.add_image(ImageRights("reserved", ("DMI-PROHIBITED",), creator=True, damage="cut"))
    one.add_unsupported()
    other.add_image(ImageRights(c2pa=None, source_type="digitalCapture"))
    other.add_image(ImageRights(c2pa="reserved", c2pa_invalid=True, license=True))
    assert ImageCounts.from_json(one.as_json()) == one
    one.add(ImageCounts.from_json(other.as_json()))
    assert (one.images, one.read, one.unsupported, one.damaged) == (4, 3, 1, 1)
    assert one.protocols[IPTC] == {"reserved": 1, "none": 2}
    assert one.protocols[C2PA] == {"none": 1, NOT_READ: 1, "reserved": 1}
    assert one.as_json()["notices"] == {
        "copyright": 0,
        "creator": 1,
        "license": 1,
        "web_statement": 0,
        "usage_terms": 0,
    }
    assert (one.c2pa_invalid, one.source_types["digitalCapture"]) == (1, 1)
