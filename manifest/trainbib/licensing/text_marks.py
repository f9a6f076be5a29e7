"""Phrases by which licence texts are told apart; no more of each text than that needs.

All phrases are in the folded form of :func:`texts.fold_text`: lower-case words and numbers with one
space between them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """How one licence text is recognised.

    Attributes:
        name: SPDX identifier, or the family when ``candidates`` are given.
        title: Pattern that must be found near the start; ``None`` for texts without a title.
        present: Phrases that must all be in the text.
        absent: Phrases of near relatives, none of which may be in the text.
        words: For short texts without a title: number of words at most, so that additions show.
        candidates: Set when the text leaves the identifier open (GNU ``-only``, ``-or-later``).
    """

    name: str
    title: str | None = None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    words: int | None = None
    candidates: tuple[str, ...] = ()


_REDISTRIBUTION = "redistribution and use in source and binary forms with or without modification"
_SOURCE_CLAUSE = "redistributions of source code must retain the above copyright"
_BINARY_CLAUSE = "redistributions in binary form must reproduce the above copyright"
_BSD_DISCLAIMER = "any express or implied warranties including but not limited to the"
_BSD_RELATIVES = (
    "all advertising materials",
    "expressly or by implication",
    "no express or implied licenses to any party s patent",
    "nuclear facility",
    "must display the following acknowledgement",
    "patent license",
    "official policies either expressed or implied",
    "acknowledg",
    "attribution",
    "export provision",
    "intellectual property",
    "patent infringement",
    "must be clearly indicated",
    "reasons for the changes",
    "may not be called",
    "documentation must be at no charge",
    "commons clause",
    "military",
    "modified versions",
    "strictly prohibited",
    "binary redistributions must",
    "logo",
    "u s government",
    "internet or other",
    "enhancements to the features",
    "first lines of this file unmodified",
    "altered",
)


def _gnu(name: str, title: str, *present: str) -> Mark:
    choices = (f"{name}-only", f"{name}-or-later")
    return Mark(name, title, present, candidates=choices)


MARKS: tuple[Mark, ...] = (
    Mark(
        "CC0-1.0",
        r"cc0 1\.0 universal|creative commons zero|cc0 1\.0",
        ("affirmer", "public license fallback"),
    ),
    Mark(
        "CC-PDM-1.0",
        None,
        (
            "has been identified as being free of known restrictions under copyright law",
            "including all related and neighboring rights",
        ),
    ),
    Mark(
        "ODC-By-1.0",
        r"odc attribution license|open data commons attribution license",
        ("substantial", "produced work"),
        ("open database license",),
    ),
    Mark(
        "ODbL-1.0",
        r"open database license odbl|odc open database license",
        ("derivative database", "produced work"),
    ),
    Mark(
        "PDDL-1.0",
        r"public domain dedication (?:and )?licen[cs]e",
        ("open data commons", "dedicate"),
        ("cc0 1.0",),
    ),
    Mark(
        "CDLA-Permissive-2.0",
        r"community data license agreement permissive version 2\.0",
        ("results",),
    ),
    Mark(
        "CDLA-Permissive-1.0",
        r"community data license agreement permissive version 1\.0",
        ("enhanced data",),
    ),
    Mark(
        "CDLA-Sharing-1.0",
        r"community data license agreement sharing version 1\.0",
        ("enhanced data",),
    ),
    Mark("C-UDA-1.0", r"computational use of data agreement", ("computational use", "results")),
    Mark("O-UDA-1.0", r"open use of data agreement", ("results", "you may use")),
    Mark("OGL-UK-3.0", r"open government licence v3\.0|open government licence.{0,80}", (
        "open government licence v3.0", "ogl",
    ), ("non commercial government licence",)),
    Mark("DL-DE-BY-2.0", r"datenlizenz deutschland namensnennung version 2\.0"),
    Mark("DL-DE-ZERO-2.0", r"datenlizenz deutschland zero version 2\.0"),
    Mark("NLOD-2.0", r"norwegian licence for open government data.{0,20}2\.0"),
    Mark("etalab-2.0", r"licence ouverte open licence version 2\.0|open licence 2\.0"),
    Mark("LGPLLR", r"lesser general public license for linguistic resources"),
    Mark(
        "MIT",
        None,
        (
            "permission is hereby granted free of charge to any person obtaining a copy",
            "to deal in the software without restriction",
            "use copy modify merge publish distribute sublicense and or sell copies",
            "shall be included in all copies or substantial portions",
            "the software is provided as is",
            "authors or copyright holders be liable for any claim",
        ),
        (
            "commons clause",
            "except as contained in this notice",
            "shall not be used in advertising",
            "advertising materials",
            "endorse",
            "shall be used for good",
            "acknowledg",
            "non commercial",
            "noncommercial",
            "the next paragraph",
            "redistributions of source code",
            "binary form",
            "patent",
            "publicly display",
            "prominent",
            "the above copyright notice and the following",
            "without hiring",
            "this permission notice may be",
            "you may not",
            "machine learning",
        "governed in all respects",
            "in the documentation",
        ),
        words=215,
    ),
    Mark(
        "MIT-0",
        None,
        (
            "permission is hereby granted free of charge to any person obtaining a copy",
            "use copy modify merge publish distribute sublicense and or sell copies",
            "persons to whom the software is furnished to do so. the software is provided",
        ),
        words=190,
    ),
    Mark(
        "Apache-2.0",
        r"apache license version 2\.0",
        ("grant of patent license", "redistribution. you may reproduce and distribute"),
        (
            "commons clause",
            "educational community license",
            "llvm exceptions",
            "pixar",
            "solderpad",
        ),
    ),
    Mark(
        "BSD-3-Clause",
        None,
        (
            _REDISTRIBUTION,
            _SOURCE_CLAUSE,
            _BINARY_CLAUSE,
            "may be used to endorse or promote products derived from this software without",
            "prior written permission",
            _BSD_DISCLAIMER,
        ),
        _BSD_RELATIVES,
        words=300,
    ),
    Mark(
        "BSD-2-Clause",
        None,
        (_REDISTRIBUTION, _SOURCE_CLAUSE, _BINARY_CLAUSE, _BSD_DISCLAIMER),
        (*_BSD_RELATIVES, "endorse", "neither the name", "promote"),
        words=260,
    ),
    Mark(
        "ISC",
        None,
        (
            "permission to use copy modify and or distribute this software for any purpose with",
            "provided that the above copyright notice and this permission notice appear in all",
            "loss of use data or profits",
        ),
        ("endorse", "advertising", "suitability", "patent"),
        words=190,
    ),
    Mark(
        "0BSD",
        None,
        (
            "permission to use copy modify and or distribute this software for any purpose with",
            "without fee is hereby granted. the software is provided as is",
        ),
        ("provided that the above copyright",),
        words=150,
    ),
    Mark(
        "Unlicense",
        None,
        (
            "this is free and unencumbered software released into the public domain",
            "we make this dedication for the benefit of the public at large",
        ),
        ("contributor", "libtelnet"),
        words=260,
    ),
    Mark(
        "Zlib",
        None,
        (
            "in no event will the authors be held liable for any damages",
            "the origin of this software must not be misrepresented",
            "altered source versions must be plainly marked",
            "this notice may not be removed or altered from any source distribution",
            "an acknowledgment in the product documentation would be appreciated",
        ),
        ("additional clause", "may not be relicensed"),
        words=190,
    ),
    Mark("BSL-1.0", r"boost software license version 1\.0", ("machine executable object code",)),
    Mark("WTFPL", r"do what the fuck you want to public license version 2", words=110),
    Mark("MPL-2.0", r"mozilla public license(?: version)? 2\.0", ("covered software means",)),
    Mark("MPL-1.1", r"^.{0,40}mozilla public license version 1\.1", ("covered code means",)),
    Mark("EPL-2.0", r"eclipse public license v 2\.0", ("secondary license",)),
    Mark("EPL-1.0", r"eclipse public license v 1\.0", ("contribution means",)),
    Mark("EUPL-1.2", r"european union public licence v\.? ?1\.2"),
    Mark("Artistic-2.0", r"artistic license 2\.0", ("standard version",)),
    Mark("AFL-3.0", r"academic free license.{0,20}3\.0", ("original work",)),
    Mark("MS-PL", r"microsoft public license ms pl", (), ("reciprocal grants",)),
    Mark("OFL-1.1", r"sil open font license version 1\.1", ("font software",)),
    _gnu("GPL-2.0", r"gnu general public license version 2 june 1991", "no warranty"),
    _gnu("GPL-3.0", r"gnu general public license version 3 29 june 2007", "corresponding source"),
    _gnu("LGPL-2.1", r"gnu lesser general public license version 2\.1 february 1999"),
    _gnu("LGPL-3.0", r"gnu lesser general public license version 3 29 june 2007"),
    _gnu("AGPL-3.0", r"gnu affero general public license version 3 19 november 2007"),
    _gnu("GFDL-1.3", r"gnu free documentation license version 1\.3 3 november 2008"),
    _gnu("GFDL-1.2", r"gnu free documentation license version 1\.2 november 2002"),
    _gnu("GFDL-1.1", r"gnu free documentation license version 1\.1 march 2000"),
)  # fmt: skip
