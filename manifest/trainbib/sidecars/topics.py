"""Topics of prose that a disclosure asks for, and the headings under which cards answer them."""

from collections.abc import Mapping, Sequence

from trainbib.sidecars.claims import Note
from trainbib.sidecars.markdown import Section, find_section, note_text

# Topic, and the headings (lower case) that open it.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "annotators": ("who are the annotators?", "who are the annotators"),
    "annotation_process": ("annotation process",),
    "source_data": (
        "initial data collection and normalization",
        "data collection and processing",
        "source data",
    ),
    "language_producers": (
        "who are the source language producers?",
        "who are the source data producers?",
    ),
    "personal_information": ("personal and sensitive information",),
    "curation_rationale": ("curation rationale",),
    "curators": ("dataset curators", "curators"),
    "social_impact": ("social impact of dataset",),
    "biases": ("discussion of biases", "bias, risks, and limitations"),
    "limitations": ("other known limitations", "known limitations"),
}


def section_notes(document: Sequence[Section]) -> tuple[Note, ...]:
    """What a card says on the topics; a section that only holds a placeholder says nothing."""
    found: list[Note] = []
    for topic, titles in HEADINGS.items():
        section = find_section(document, *titles)
        text = None if section is None else note_text(section)
        if text is not None:
            found.append(Note(topic, text))
    return tuple(found)
