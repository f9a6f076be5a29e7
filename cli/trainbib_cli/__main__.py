"""The program as a process of its own: ``trainbib``, and ``python -m trainbib_cli``."""

import atexit
import contextlib
import os
import sys
from typing import NoReturn

from trainbib_cli.app import main
from trainbib_cli.exits import Exit


def run() -> NoReturn:
    """Run the program, and end the process with its exit code.

    To free the millions of objects that a large manifest is made of, one by one, takes a fifth of
    the time of a check, and the system takes the memory back anyway. So the process ends when all
    that has to be done at its end is done: threads are waited for, temporary files are removed.
    """
    code: int = Exit.FAILED
    process = os.getpid()

    def leave() -> None:
        if os.getpid() == process:
            for stream in (sys.stdout, sys.stderr):
                with contextlib.suppress(AttributeError, OSError, ValueError):  # none, or closed
                    stream.flush()
            os._exit(code)

    atexit.register(leave)  # the first of all, so that it is called last
    code = main()
    sys.exit(code)


if __name__ == "__main__":
    run()
