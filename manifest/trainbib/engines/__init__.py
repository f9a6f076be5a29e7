"""Engines: what maps a function over tasks, on this machine or on many.

An engine offers one method, ``map(fn, tasks, retries=…)``, in the manner of `concurrent.futures`.
A task whose process dies, each time that it is tried, is reported as lost and costs no other task;
so a function that is mapped must be safe to call twice, and should return little.

Names are imported when they are used.
"""

from typing import TYPE_CHECKING

from trainbib.lazily import names_from

if TYPE_CHECKING:
    from trainbib.engines.base import Engine, EngineError, Outcome
    from trainbib.engines.executors import ExecutorEngine
    from trainbib.engines.local import LocalEngine
    from trainbib.engines.on_ray import RayEngine
    from trainbib.engines.opening import open_engine
    from trainbib.engines.watchdog import Watchdog

__all__ = [
    "Engine",
    "EngineError",
    "ExecutorEngine",
    "LocalEngine",
    "Outcome",
    "RayEngine",
    "Watchdog",
    "open_engine",
]

_HOMES = {
    "Engine": "base",
    "EngineError": "base",
    "ExecutorEngine": "executors",
    "LocalEngine": "local",
    "Outcome": "base",
    "RayEngine": "on_ray",
    "Watchdog": "watchdog",
    "open_engine": "opening",
}

__getattr__ = names_from(__name__, _HOMES)
