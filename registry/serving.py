"""Running the registry: the socket, TLS, signals, and the word that it is ready."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from registry.core import Core
from registry.events import Pulse
from registry.patience import HEAD_SECONDS, Loop, patient
from registry.server import application
from registry.verifying.endpoint import Desk

log = logging.getLogger("registry")

_GRACE = 5
"""Seconds open requests are given when the server ends."""
_ENOUGH = 8192
"""Descriptors; half of those there are hold connections."""


class OpenBind(Exception):
    """Plain HTTP is served to this computer only; another address wants TLS files."""


@dataclass(frozen=True)
class Listen:
    """Where to listen. Port 0 is any free one; ``public`` is the address stations use."""

    host: str = "127.0.0.1"
    port: int = 0
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    public: str = ""
    head_seconds: float = HEAD_SECONDS
    connections: int = 0
    """At the same time; 0: what the system's limit of open files leaves room for."""

    @property
    def secure(self) -> bool:
        """Whether TLS is spoken."""
        return self.tls_certificate is not None


class Server(uvicorn.Server):
    """A server that says when it answers, and whose streams end with it."""

    def __init__(self, core: Core, listen: Listen) -> None:
        """Prepare to serve ``core``.

        Raises:
            OpenBind: see there.
            OSError: the port is taken.
        """
        if not listen.secure and not _is_loopback(listen.host):
            raise OpenBind(listen.host)
        self._listening = _bind(listen)
        port = self._listening.getsockname()[1]
        scheme = "https" if listen.secure else "http"
        host = f"[{listen.host}]" if ":" in listen.host else listen.host
        core.address = (listen.public or f"{scheme}://{host}:{port}").rstrip("/")
        self.address = core.address
        self.ready: Callable[[], None] = lambda: None
        app = application(core)
        self.pulse: Pulse = app.state.pulse
        self.pulse.stopping = lambda: self.should_exit
        self.desk: Desk = app.state.desk
        most = listen.connections or _descriptors() // 2
        super().__init__(
            uvicorn.Config(
                app,
                http=patient(most, listen.head_seconds),
                # So many are taken at once, before any of them can be turned away.
                backlog=min(2048, _descriptors() // 4),
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=True,
                lifespan="on",
                timeout_graceful_shutdown=_GRACE,
                ssl_certfile=listen.tls_certificate,
                ssl_keyfile=listen.tls_key,
            )
        )

    def serve_forever(self) -> None:
        """Serve until a signal or :attr:`should_exit`; then finish what is open and return."""
        if _in_main_thread():
            # uvicorn sends itself the signal again after its orderly end; that would turn a
            # clean end into "killed".
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: None)
        with asyncio.Runner(loop_factory=Loop) as runner:
            runner.run(self.serve(sockets=[self._listening]))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, and say so."""
        await super().startup(sockets)
        if self.started:
            self.ready()


def _descriptors() -> int:
    """Return how many files this process may have open, once it asked for enough."""
    if sys.platform == "win32":
        return _ENOUGH
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _ENOUGH if hard == resource.RLIM_INFINITY else min(_ENOUGH, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return _ENOUGH if soft == resource.RLIM_INFINITY else min(soft, _ENOUGH)


def _bind(listen: Listen) -> socket.socket:
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    # With the protocol named, asyncio switches Nagle's delay off on every connection; without
    # it each answer waits 40 ms for the peer's acknowledgement.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((listen.host, listen.port))
    except OSError:
        listening.close()
        raise
    return listening


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
