"""What was asked before: answers on disk, by method and URL, each with its age.

The file is SQLite, so that several runs may use it at once. It only ever saves time: where it
cannot be read, written or made, everything is asked anew.
"""

import contextlib
import json
import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import cast
from urllib.parse import urldefrag

VERSION = 1
"""Of the table; a file with another one is made anew."""
_BUSY = 5.0
_TABLE = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, stored REAL NOT NULL, expires REAL NOT NULL, record TEXT NOT NULL
) WITHOUT ROWID
"""


class Cache:
    """The answers of earlier runs; may be used by several threads.

    Attributes:
        problem: Why there is no cache after all; empty if there is one.
    """

    def __init__(self, path: Path | None) -> None:
        self.problem = ""
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        if path is None:
            return
        try:
            self._database = _opened(path)
        except (sqlite3.Error, OSError) as error:
            self.problem = f"the cache {path} cannot be used: {error}"

    def get(self, method: str, url: str, now: float) -> tuple[float, Mapping[str, object]] | None:
        """Return when an answer was stored, and its record; None if there is none, or too old.

        Args:
            method: Such as HEAD.
            url: Its fragment does not matter.
            now: Seconds since 1970.
        """
        if self._database is None:
            return None
        query = "SELECT stored, record FROM answers WHERE key = ? AND stored <= ? AND expires > ?"
        with self._lock, contextlib.suppress(sqlite3.Error, ValueError):
            row = self._database.execute(query, (_key(method, url), now, now)).fetchone()
            if row is not None:
                record: object = json.loads(row[1])
                if isinstance(record, dict):
                    return float(row[0]), cast("dict[str, object]", record)
        return None

    def put(
        self, method: str, url: str, record: Mapping[str, object], *, now: float, age: float
    ) -> None:
        """Store an answer.

        Args:
            method: Such as HEAD.
            url: Its fragment does not matter.
            record: Plain data.
            now: Seconds since 1970.
            age: For how many seconds it is good.
        """
        if self._database is None:
            return
        row = (_key(method, url), now, now + age, json.dumps(record))
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)

    def drop(self, method: str, url: str) -> None:
        """Forget an answer."""
        if self._database is None:
            return
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._database.execute("DELETE FROM answers WHERE key = ?", (_key(method, url),))

    def close(self, now: float) -> None:
        """Take out what is too old, and close the file."""
        if self._database is None:
            return
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._database.execute("DELETE FROM answers WHERE expires <= ?", (now,))
            self._database.close()
        self._database = None


def _key(method: str, url: str) -> str:
    return f"{method} {urldefrag(url).url}"


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return _checked(path)
    except sqlite3.OperationalError:
        raise  # busy, read-only, full: another file would not help
    except sqlite3.DatabaseError:  # no database, a broken one, or one of another version
        for name in (path, path.with_name(path.name + "-journal")):
            name.unlink(missing_ok=True)
        return _checked(path)


def _checked(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
    try:
        _check(database)
    except BaseException:
        database.close()
        raise
    return database


def _check(database: sqlite3.Connection) -> None:
    """Make the table where there is none.

    Raises:
        sqlite3.DatabaseError: If the file is broken, or of another version.
    """
    # What a power cut may spoil is made anew; waiting for the disk after each answer is worse.
    database.execute("PRAGMA synchronous = OFF")
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version not in {0, VERSION}:
        raise sqlite3.DatabaseError(f"version {version}")
    verdict = database.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != ("ok",):
        raise sqlite3.DatabaseError(str(verdict))
    database.execute(_TABLE)
    # A table of other columns is an OperationalError, which would not be repaired.
    columns = [row[1] for row in database.execute("PRAGMA table_info(answers)")]
    if columns != ["key", "stored", "expires", "record"]:
        raise sqlite3.DatabaseError("another table")
    if version != VERSION:
        database.execute(f"PRAGMA user_version = {VERSION}")
