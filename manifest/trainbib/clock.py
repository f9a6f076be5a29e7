"""The day on which something is done."""

import os
from contextlib import suppress
from datetime import UTC, date, datetime


def today() -> date:
    """Return the day in UTC: that of SOURCE_DATE_EPOCH where a reproducible result is asked for.

    The variable holds seconds since 1970 (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        with suppress(ValueError, OverflowError, OSError):  # beyond the year 9999
            return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now(UTC).date()
