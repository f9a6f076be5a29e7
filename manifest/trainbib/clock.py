"""The day on which something is done."""

import os
from datetime import UTC, date, datetime


def today() -> date:
    """Return the day in UTC: that of SOURCE_DATE_EPOCH where a reproducible result is asked for.

    The variable holds seconds since 1970 (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.date()
