"""Mistakes in filings, each as the smallest manifest that has it.

The filings are the fifteen public summaries of training content (AI Act, Art. 53(1)(d)) that the AI
Accountability Lab had archived on 24 July 2026
(https://github.com/AIAccountabilityLab/gpai-training-transparency, commit fe45073). What is wrong
in them was found by reading. ``NO_MANIFEST`` lists what no manifest can get wrong, and why.
"""

from dataclasses import dataclass, field

from small_manifests import TODAY
from trainbib.settings import Settings


@dataclass(frozen=True, slots=True)
class Case:
    """A mistake.

    Attributes:
        what: Where it was published, and what is wrong.
        manifest: The manifest, or what is laid over the minimal one.
        finds: Code and JSON Pointer of each finding that names the mistake.
        settings: How it is checked.
    """

    what: str
    manifest: str
    finds: tuple[tuple[str, str], ...]
    settings: Settings = field(default_factory=lambda: Settings(today=TODAY))


SUMMARY = Settings(today=TODAY, profiles=("eu-ai-act",))

FILINGS = (
    Case(
        "Adobe Firefly: no crawlers, and yet a crawl period and a domain",
        """\
sources:
  web:
    kind: own_crawl
    license: {unknown: "terms differ from page to page"}
    url: https://flickr.com/
    collected: {from: 2023-03, to: 2024-05}
    crawl: {none: "no crawlers were used"}
""",
        (("SCH009", "/sources/web/crawl"),),
    ),
    Case(
        "Adobe Firefly, answered field by field",
        """\
sources:
  web:
    kind: other
    license: {unknown: "terms differ from page to page"}
    collected: {from: 2023-03, to: 2024-05}
    crawl: {crawlers: {none: "no crawlers were used"}, domains: {path: domains.txt, count: 1}}
""",
        (("SCH009", "/sources/web/crawl/domains"),),
    ),
    Case(
        "Adobe Firefly: the model is the generator of its own synthetic data",
        """\
models: {firefly: {name: Adobe Firefly}}
sources:
  variations:
    kind: synthetic
    license: CC0-1.0
    synthetic: {generators: [{name: Adobe Firefly}]}
    use: [{stage: pretraining, model: firefly}]
""",
        (("CON009", "/sources/variations/synthetic/generators/0/name"),),
    ),
    Case(
        "Bielik v3: SlimPajama, which has books of a set that was taken down",
        """\
sources:
  slimpajama: {kind: public_dataset, license: Apache-2.0, ids: {hf: cerebras/SlimPajama-627B}}
""",
        (("RGT008", "/sources/slimpajama"),),
    ),
    Case(
        "Bielik v3: acquired until May 2025, and collected until November 2025",
        """\
sources:
  web:
    kind: other
    license: CC0-1.0
    retrieved: 2025-05
    collected: {from: "2022", to: 2025-11}
""",
        (("CON012", "/sources/web/collected/to"),),
    ),
    Case(
        "Bielik v3: last update: None",
        "document: {updated: None}\n",
        (("SRC004", "/document/updated"),),
    ),
    Case(
        "Gemini 3 Pro, Grok 4.5, Muse Image, Muse Spark, Phi-4: public data sets, none named",
        """\
sources:
  public: {title: Publicly available data sets, kind: public_dataset, license: {unknown: "many"}}
""",
        (("SRC001", "/sources/public"),),
    ),
    Case(
        "Gemini 3 Pro: synthetic data from the family that it belongs to",
        """\
models: {gemini: {name: Gemini 3 Pro}}
sources:
  generated:
    kind: synthetic
    license: CC0-1.0
    synthetic: {generators: [{name: the Gemini 3 family}]}
    use: [{stage: pretraining, model: gemini}]
""",
        (("CON009", "/sources/generated/synthetic/generators/0/name"),),
    ),
    Case(
        "GPT-5.5: a question for yes or no, answered with neither",
        """\
sources:
  press:
    kind: licensed
    license: {unknown: "under agreements"}
    contact: mailto:rights@press.example
    agreement: {licensed: Other (see below)}
""",
        (("SCH003", "/sources/press/agreement/licensed"),),
    ),
    Case(
        "GPT-5.5: Common Crawl, and no snapshot",
        """\
sources:
  common-crawl:
    title: Common Crawl
    kind: public_dataset
    license: {unknown: "terms differ from page to page"}
    url: https://commoncrawl.org/
    retrieved: "2025"
""",
        (("SRC008", "/sources/common-crawl/url"),),
    ),
    Case(
        "MAI-Image-2: the date of placement on the market is `Coming soon`",
        "models: {mai: {name: MAI-Image-2, eu_market: Coming soon}}\n",
        (("SRC004", "/models/mai/eu_market"),),
    ),
    Case(
        "Muse Image and Muse Spark: tokens where images and hours are asked for",
        """\
sources:
  pictures:
    kind: other
    license: CC0-1.0
    modalities: [image]
    size: {tokens: {between: [1.0e+13, 9.0e+15]}}
""",
        (("SRC010", "/sources/pictures/size/tokens"),),
    ),
    Case(
        "Muse Image and Muse Spark: a signed link that expires",
        """\
document:
  url: "https://scontent.example.fbcdn.net/m1/v/a?_nc_gid=x&oh=00_AQCbD9n5XY&oe=6A63BEC4"
""",
        (("SRC015", "/document/url"),),
    ),
    Case(
        "Muse Image and Muse Spark: vendors label, and the answer on labelling is no",
        """\
sources:
  answers: {kind: human_commissioned, license: CC0-1.0, labelled_by: [vendors]}
labellers: {none: "no data was labelled"}
""",
        (("SCH009", "/sources/answers/labelled_by/0"),),
    ),
    Case(
        "Muse Spark: dates that are one day in Europe and another in America",
        "document: {updated: 7/8/26}\nmodels: {muse: {name: Muse Spark, released: 4/8/26}}\n",
        (("SRC004", "/document/updated"), ("SRC004", "/models/muse/released")),
    ),
    Case(
        "Muse Spark: two sections with one number",
        "document: {version: '2', version: '3'}\n",
        (("PAR003", "/document/version"),),
    ),
    Case(
        "SmolLM3: a link that says Qwen3-0.6B and leads to Qwen3-Embedding-0.6B",
        """\
sources:
  smoltalk2:
    kind: synthetic
    license: Apache-2.0
    synthetic:
      generators:
        - {name: Qwen3-0.6B, url: "https://huggingface.co/Qwen/Qwen3-Embedding-0.6B"}
""",
        (("CON011", "/sources/smoltalk2/synthetic/generators/0/name"),),
    ),
    Case(
        "SmolLM3: a label that says FineWeb2 and leads to FineWeb2-HQ",
        """\
sources:
  fineweb2:
    title: FineWeb2
    kind: public_dataset
    license: ODC-By-1.0
    url: https://huggingface.co/datasets/epfml/FineWeb2-HQ
""",
        (("CON011", "/sources/fineweb2/title"),),
    ),
    Case(
        "SmolLM3: 4/3/2024, in American order",
        "sources:\n  a: {kind: other, license: CC0-1.0, retrieved: 4/3/2024}\n",
        (("SRC004", "/sources/a/retrieved"),),
    ),
    Case(
        "Inkling: crawlers, whose name is N/A",
        """\
sources:
  web:
    kind: own_crawl
    license: {unknown: "terms differ from page to page"}
    crawl: {crawlers: [{name: N/A}]}
""",
        (("SCH006", "/sources/web/crawl/crawlers/0/name"),),
    ),
    Case(
        "Inkling, with the answer written as a gap",
        """\
sources:
  web:
    kind: own_crawl
    license: {unknown: "terms differ from page to page"}
    crawl: {crawlers: [{name: {not_applicable: "see the description"}}]}
""",
        (("SCH009", "/sources/web/crawl/crawlers/0/name"),),
    ),
    Case(
        "Domyn: DCLM spelled DCML, as its page would have shown",
        """\
sources:
  dcml:
    title: DCML-baseline
    kind: public_dataset
    license: CC-BY-4.0
    url: https://huggingface.co/datasets/mlfoundations/dclm-baseline-1.0
""",
        (("CON011", "/sources/dcml/title"),),
    ),
    Case(
        "Domyn: no links",
        "sources:\n  dclm: {title: DCLM, kind: public_dataset, license: CC-BY-4.0}\n",
        (("SRC001", "/sources/dclm"),),
    ),
    Case(
        "FastwebMIIA: data sets listed as crawlers",
        """\
sources:
  fineweb:
    {title: FineWeb, kind: public_dataset, license: ODC-By-1.0, ids: {hf: HuggingFaceFW/fineweb}}
  web:
    kind: own_crawl
    license: {unknown: "terms differ from page to page"}
    crawl: {crawlers: [{name: FineWeb}]}
""",
        (("CON010", "/sources/web/crawl/crawlers/0/name"),),
    ),
    Case(
        "FastwebMIIA: one data set in two sections",
        """\
sources:
  fineweb:
    {kind: public_dataset, license: ODC-By-1.0, version: "1", ids: {hf: HuggingFaceFW/fineweb}}
  web: {kind: own_crawl, license: ODC-By-1.0, version: "2", ids: {hf: HuggingFaceFW/fineweb}}
""",
        (("SRC014", "/sources/web/kind"),),
        SUMMARY,
    ),
    Case(
        "Apertus: six of nine data sets without a version",
        """\
sources:
  set: {kind: public_dataset, license: CC-BY-4.0, ids: {hf: swiss-ai/set}, retrieved: 2025-01}
""",
        (("SRC008", "/sources/set/ids/hf"),),
    ),
)

NO_MANIFEST = {
    "Adobe Firefly: 2.2.2 is yes, without the description that it asks for": (
        "an answer that is not given, which is silence and no mistake; the profiles count it"
    ),
    "Adobe Firefly: no address of the provider": "likewise silence",
    "Bielik v3, MAI-Image-2: domains by kind or country, and none named": (
        "a reason for not saying is a gap, and is counted as one"
    ),
    "Gemini 3 Pro: data until January 2025 for a model of November 2025": (
        "nothing contradicts it, and the dates of the sources say so"
    ),
    "Gemini 3 Pro: one summary for eight models or more": "a manifest names as many as there are",
    "Grok 4.5: another modality, and not which": (
        "a size in a unit of its own has to name the unit; `modalities: [other]` needs no more"
    ),
    "MAI-Image-2: questions of California in the form of the Union": (
        "a manifest has one set of questions, and forms are made from it"
    ),
    "Muse Spark: V2 without a link to V1": "an answer that is not given",
    "Phi-4: the data cannot be named, since it was lost": "`lost` is one of the five gaps",
    "Phi-4: sections 2.3 and 2.4 missing": "silence, which the profiles count",
    "SmolLM3: whether the code of practice was signed is left out": "likewise silence",
    "Domyn: cut-off in September 2024, and a source of September 2025": (
        "a manifest has no cut-off of its own: it follows from the dates of the sources"
    ),
    "FastwebMIIA: data sets listed as domain names": (
        "domains are a list in a file beside the manifest, pinned by its digest"
    ),
}
"""What was found in the filings, and cannot be in a manifest, each with the reason."""
