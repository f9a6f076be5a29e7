"""The other side of `engines.local`: a process that does one task after the other."""

import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable
from typing import BinaryIO, cast

from trainbib.engines.base import sendable
from trainbib.engines.watchdog import set_disposable

__all__ = ["receive", "send", "serve"]

_LENGTH = struct.Struct("=Q")


def send(stream: BinaryIO, value: object) -> None:
    """Write a value.

    Raises:
        OSError: Nobody reads the stream.
        pickle.PicklingError: The value cannot be sent.
    """
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> object:
    """Read a value.

    Raises:
        EOFError: The stream ended.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError("the stream ended")
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError("the stream ended within a value")
    return pickle.loads(data)  # noqa: S301 - from our own process


def serve() -> None:
    """Do tasks until the parent closes standard input, or is gone."""
    # The parent is interrupted too, and ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    set_disposable()
    # What a library prints must not get between the values.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    questions = sys.stdin.buffer
    while True:
        try:
            fn, task = cast("tuple[Callable[[object], object], object]", receive(questions))
        except EOFError:
            return
        try:
            answer: tuple[object, BaseException | None] = fn(task), None
        except Exception as error:  # noqa: BLE001 - handed to whoever asked
            answer = None, sendable(error)
        try:
            send(answers, answer)
        except OSError:
            return
