"""Names of licences other than their SPDX identifiers, folded by :func:`vague.fold`."""

from collections.abc import Mapping
from functools import lru_cache

from trainbib.licensing.spdx import license_list
from trainbib.licensing.vague import fold

# Only names that leave no choice. A licence with a single published version may lack the number.
_ALIASES: Mapping[str, str] = {
    "academic free 3.0": "AFL-3.0",
    "al 2.0": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software 2.0": "Apache-2.0",
    "apache2": "Apache-2.0",
    "apache2.0": "Apache-2.0",
    "asl 2.0": "Apache-2.0",
    "2 clause bsd": "BSD-2-Clause",
    "3 clause bsd": "BSD-3-Clause",
    "4 clause bsd": "BSD-4-Clause",
    "bsd 2": "BSD-2-Clause",
    "bsd 3": "BSD-3-Clause",
    "bsd2": "BSD-2-Clause",
    "bsd3": "BSD-3-Clause",
    "modified bsd": "BSD-3-Clause",
    "new bsd": "BSD-3-Clause",
    "revised bsd": "BSD-3-Clause",
    "simplified bsd": "BSD-2-Clause",
    "boost": "BSL-1.0",
    "boost software": "BSL-1.0",
    "c uda": "C-UDA-1.0",
    "computational use of data agreement": "C-UDA-1.0",
    "o uda": "O-UDA-1.0",
    "open use of data agreement": "O-UDA-1.0",
    "cc zero": "CC0-1.0",
    "cdla sharing": "CDLA-Sharing-1.0",
    "eclipse public 2.0": "EPL-2.0",
    "eupl 1.2": "EUPL-1.2",
    "expat": "MIT",
    "mit": "MIT",
    "mit expat": "MIT",
    "mit x11": "MIT",
    "free art": "LAL-1.3",
    "fal 1.3": "LAL-1.3",
    "isc": "ISC",
    "lgpl lr": "LGPLLR",
    "lesser general public license for linguistic resources": "LGPLLR",
    "mpl 2": "MPL-2.0",
    "mpl2": "MPL-2.0",
    "mozilla public 2": "MPL-2.0",
    "ms pl": "MS-PL",
    "microsoft public": "MS-PL",
    "odbl": "ODbL-1.0",
    "odbl 1.0": "ODbL-1.0",
    "odc odbl": "ODbL-1.0",
    "odc odbl 1.0": "ODbL-1.0",
    "odc open database": "ODbL-1.0",
    "odc open database 1.0": "ODbL-1.0",
    "odc open database license 1.0": "ODbL-1.0",
    "open data commons odbl": "ODbL-1.0",
    "open data commons open database": "ODbL-1.0",
    "open data commons open database odbl": "ODbL-1.0",
    "open data commons open database license odbl 1.0": "ODbL-1.0",
    "open data commons open database license odbl": "ODbL-1.0",
    "open database": "ODbL-1.0",
    "open database license odbl": "ODbL-1.0",
    "odc attribution": "ODC-By-1.0",
    "odc by": "ODC-By-1.0",
    "odc by 1.0": "ODC-By-1.0",
    "open data commons attribution": "ODC-By-1.0",
    "open data commons by": "ODC-By-1.0",
    "open data commons attribution license odc by": "ODC-By-1.0",
    "open data commons attribution license odc by 1.0": "ODC-By-1.0",
    "odc pddl": "PDDL-1.0",
    "odc pddl 1.0": "PDDL-1.0",
    "odc public domain dedication and": "PDDL-1.0",
    "odc public domain dedication and license": "PDDL-1.0",
    "open data commons pddl": "PDDL-1.0",
    "open data commons public domain dedication and": "PDDL-1.0",
    "open data commons public domain dedication and license pddl": "PDDL-1.0",
    "pddl": "PDDL-1.0",
    "pddl 1.0": "PDDL-1.0",
    "public domain dedication and": "PDDL-1.0",
    "ofl 1.1": "OFL-1.1",
    "sil ofl 1.1": "OFL-1.1",
    "open government 3.0": "OGL-UK-3.0",
    "uk ogl 3.0": "OGL-UK-3.0",
    "ogl uk": "OGL-UK-3.0",
    "unlicense": "Unlicense",
    "wtfpl": "WTFPL",
    "zlib": "Zlib",
}

# Licences and terms that are well known in training data and not on the SPDX list. Those that
# ScanCode's collection holds bear its identifier (https://scancode-licensedb.aboutcode.org/).
_REFERENCES: Mapping[str, str] = {
    "ai2 impact low risk": "LicenseRef-AI2-ImpACT-LR",
    "ai2 impact lr": "LicenseRef-AI2-ImpACT-LR",
    "anthropic": "LicenseRef-Anthropic-terms",
    "bigcode openrail m": "LicenseRef-scancode-bigcode-open-rail-m-v1",
    "bigcode openrail m v1": "LicenseRef-scancode-bigcode-open-rail-m-v1",
    "bigscience bloom rail 1.0": "LicenseRef-scancode-bigscience-rail-1.0",
    "bigscience openrail m": "LicenseRef-scancode-bigscience-open-rail-m",
    "creativeml openrail m": "LicenseRef-scancode-stable-diffusion-2022-08-22",
    "openrail++": "LicenseRef-scancode-bigscience-open-rail-m2",
    "openrail++ m": "LicenseRef-scancode-bigscience-open-rail-m2",
    "gemma": "LicenseRef-scancode-gemma-tou-2024-04-01",
    "gutenberg": "LicenseRef-scancode-gutenberg-2020",
    "project gutenberg": "LicenseRef-scancode-gutenberg-2020",
    "iodl 2.0": "LicenseRef-IODL-2.0",
    "ldc user agreement": "LicenseRef-LDC-User-Agreement",
    "ldc user agreement for non members": "LicenseRef-LDC-User-Agreement",
    "llama 2": "LicenseRef-scancode-llama-2-license-2023",
    "llama 2 community": "LicenseRef-scancode-llama-2-license-2023",
    "llama2": "LicenseRef-scancode-llama-2-license-2023",
    "llama 3.1 community": "LicenseRef-scancode-llama-3.1-license-2024",
    "llama3.1": "LicenseRef-scancode-llama-3.1-license-2024",
    "llama 3.3 community": "LicenseRef-scancode-llama-3.3-license-2024",
    "llama3.3": "LicenseRef-scancode-llama-3.3-license-2024",
    "llama3": "LicenseRef-llama-3-license-2024",
    "llama 3": "LicenseRef-llama-3-license-2024",
    "meta llama3 community": "LicenseRef-llama-3-license-2024",
    "llama3.2": "LicenseRef-llama-3.2-license-2024",
    "microsoft data licensing agreement": "LicenseRef-Microsoft-Research-Data",
    "microsoft research data license agreement": "LicenseRef-Microsoft-Research-Data",
    "oanc": "LicenseRef-OANC",
    "openai": "LicenseRef-OpenAI-terms",
    "openai terms of use": "LicenseRef-OpenAI-terms",
    "pixabay": "LicenseRef-scancode-pixabay-content",
    "pixabay content": "LicenseRef-scancode-pixabay-content",
    "unsplash": "LicenseRef-scancode-unsplash",
}


@lru_cache(maxsize=1)
def named_licenses() -> Mapping[str, str]:
    """Folded name to SPDX identifier; names that two identifiers share are left out."""
    found: dict[str, str | None] = {}
    for entry in license_list().licenses.values():
        # The name of a GNU identifier differs from its sibling's in the last word only.
        if entry.deprecated or entry.id.startswith(("GPL-", "LGPL-", "AGPL-", "GFDL-")):
            continue
        for name in {fold(entry.id), fold(entry.name)}:
            found[name] = None if found.get(name, entry.id) != entry.id else entry.id
    unique = {name: identifier for name, identifier in found.items() if identifier is not None}
    return unique | dict(_ALIASES)


def unlisted_reference(folded: str) -> str | None:
    """The ``LicenseRef-`` for a well-known licence outside the SPDX list, by its folded name."""
    return _REFERENCES.get(folded)
