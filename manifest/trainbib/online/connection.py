"""Connections that are made to the very address that the guard has looked at.

The name is resolved once, here; whoever answers differently the next time (DNS rebinding) is not
asked a next time. TLS goes on to verify the name, not the address.
"""

import socket
from collections.abc import Callable
from typing import Any, TypeAlias

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from trainbib.online.addresses import Guard
from trainbib.online.deadlines import CURRENT

Dialler: TypeAlias = Callable[[str, int, float | None], socket.socket]
"""Connects to an address (not a name) and port within so many seconds; raises ``OSError``."""


def dial(address: str, port: int, timeout: float | None) -> socket.socket:
    """Connect to an address; nothing is resolved."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.connect((address, port))
    except BaseException:
        connection.close()
        raise
    return connection


class _Watched(HTTPConnection):
    """A connection that is cut when the time of its exchange is over."""

    def connect(self) -> None:
        """Connect, and say to the deadline what to cut."""
        super().connect()
        deadline = CURRENT.get()
        if deadline is not None:
            deadline.watch(self.sock)


class _WatchedTLS(_Watched, HTTPSConnection):
    """The same with TLS."""


class _Guarded(_Watched):
    """A connection that asks the guard."""

    guard: Guard
    dialler: Dialler

    def _new_conn(self) -> socket.socket:
        try:
            addresses = self.guard.addresses(self.host, self.port)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        failure: OSError | None = None
        timeout = self.timeout if isinstance(self.timeout, int | float) else None
        for address in addresses:
            try:
                return self.dialler(address, self.port, timeout)
            except OSError as error:
                failure = error
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, f"{self.host} did not answer in {timeout} s")
        raise NewConnectionError(self, f"{self.host}: {failure}") from failure


class _GuardedTLS(_Guarded, _WatchedTLS):
    """The same with TLS: urllib3 wraps what ``_new_conn`` returns, for the name of the host."""


def _pools(
    plain: type[HTTPConnection], secure: type[HTTPConnection]
) -> dict[str, type[HTTPConnectionPool | HTTPSConnectionPool]]:
    return {
        "http": type("_PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("_SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }


class GuardedAdapter(HTTPAdapter):
    """The transport of requests, whose connections all ask one guard.

    A proxy is named by the user, and connected to wherever it is; what it connects to is its own
    to guard.
    """

    def __init__(self, guard: Guard, dialler: Dialler | None) -> None:
        self._guard = guard
        self._dialler = dialler or dial
        super().__init__(pool_connections=32, pool_maxsize=64, max_retries=0)

    def init_poolmanager(
        self,
        connections: int,
        maxsize: int,
        block: bool = False,  # noqa: FBT001, FBT002 - the signature of requests
        **pool_kwargs: Any,
    ) -> None:
        """Make pools whose connections carry the guard; requests calls this."""
        members = {"guard": self._guard, "dialler": staticmethod(self._dialler)}
        manager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **pool_kwargs)
        manager.pool_classes_by_scheme = _pools(
            type("_PlainConnection", (_Guarded,), dict(members)),
            type("_SecureConnection", (_GuardedTLS,), dict(members)),
        )
        self.poolmanager = manager

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """Make pools of connections through a proxy; requests calls this."""
        known = proxy in self.proxy_manager
        manager: Any = super().proxy_manager_for(proxy, **proxy_kwargs)
        if not known:
            manager.pool_classes_by_scheme = _pools(_Watched, _WatchedTLS)
        return manager
