"""What holds for all tests."""

import os
import signal

from hypothesis import settings

# How long an example takes says more about the machine than about the code.
settings.register_profile("trainbib", deadline=None)
# Where a change is judged, the same code passes or fails always: the library's own profile "ci"
# draws the same examples every time. Everywhere else each run looks for others.
settings.load_profile("ci" if os.environ.get("CI") else "trainbib")

# A shell's background jobs ignore SIGINT, and so would the programs that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
