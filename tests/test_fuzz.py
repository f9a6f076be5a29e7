"""Mutated documents: never a crash, never a hang; benchmarks/fuzz.py runs many more of them."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from types import FrameType

import pytest

from fuzzing import Mutated, mutants
from trainbib.checking import check
from trainbib.document import parse_document
from trainbib.settings import LicensePolicy, Settings

EVERYTHING = Settings(
    today=date(2026, 11, 22),
    pedantic=True,
    profiles=("complete", "eu-ai-act", "ca-ab2013", "commercial"),
    licensing=LicensePolicy(uses=("train", "publish_data"), denied=("MIT",)),
)
LONGEST = 2
"""Seconds that a check of one document may take."""


@contextmanager
def limited(document: Mutated) -> Generator[None]:
    def late(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal's signature
        pytest.fail(f"more than {LONGEST} s: {document.name} {document.data!r}")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs the timers of POSIX")
@pytest.mark.parametrize("seed", range(4))
def test_no_mutated_document_crashes_or_hangs_a_check(seed: int) -> None:
    for document in mutants(100, seed):
        with limited(document):
            report = check(parse_document(document.data, path=document.name), EVERYTHING)
        for found in report.diagnostics:
            assert found.span is not None, (document, found)
            assert found.message, document
