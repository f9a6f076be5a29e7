"""Check many mutated documents; end with 1 at the first crash, hang or hunger for memory.

Usage: python benchmarks/fuzz.py [NUMBER [SEED]]
"""

import argparse
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fuzzing import Mutated, mutants
from test_fuzz import EVERYTHING
from trainbib.checking import check
from trainbib.document import parse_document

LONGEST = 2.0
"""Seconds for one document."""
MOST = 500 << 20
"""Bytes for the whole process."""


def main() -> int:
    """Run the documents, in as many processes as there are processors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=20_000)
    parser.add_argument("seed", type=int, nargs="?", default=0)
    options = parser.parse_args()
    workers = os.cpu_count() or 1
    children = []
    for index in range(workers):
        child = os.fork()
        if child == 0:
            os._exit(_run(options.number // workers, options.seed + 1000 * (index + 1)))
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    return max(map(abs, codes))


def _run(number: int, seed: int) -> int:
    signal.signal(signal.SIGALRM, _late)
    longest, slowest = 0.0, Mutated("", b"")
    for done, document in enumerate(mutants(number, seed), start=1):
        started = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, LONGEST)
        try:
            check(parse_document(document.data, path=document.name), EVERYTHING)
        except BaseException:  # noqa: BLE001 - whatever it is, it is what is looked for
            signal.setitimer(signal.ITIMER_REAL, 0)
            kept = Path(tempfile.gettempdir()) / f"fuzz-{seed}-{done}-{document.name}"
            kept.write_bytes(document.data)
            traceback.print_exc()
            print(f"seed {seed}, document {done}: {kept}")
            return 1
        signal.setitimer(signal.ITIMER_REAL, 0)
        took = time.perf_counter() - started
        if took > longest:
            longest, slowest = took, document
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    print(
        f"seed {seed}: {number} documents, slowest {longest:.3f} s ({len(slowest.data)} bytes of "
        f"{slowest.name}), peak memory {peak >> 20} MiB"
    )
    return int(peak > MOST)


def _late(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal's signature
    message = f"more than {LONGEST} s"
    raise TimeoutError(message)


if __name__ == "__main__":
    sys.exit(main())
