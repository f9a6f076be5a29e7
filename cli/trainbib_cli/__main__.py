"""``python -m trainbib_cli`` is ``trainbib``."""

import sys

from trainbib_cli.app import main

if __name__ == "__main__":
    sys.exit(main())
