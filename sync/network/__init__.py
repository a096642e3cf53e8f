"""How this station reaches others: time limits, TLS, proxies, and the hint that something changed.

:mod:`sync.http` is the door for everybody else. In here :mod:`sync.network.transport` alone
imports requests and :mod:`sync.network.tls` alone the operating system's trust.
"""

from __future__ import annotations

from sync.network.proxies import Proxies, System
from sync.network.tls import Trust
from sync.values import Plain


class Network(Plain, frozen=True):
    """How this station reaches others."""

    trust: Trust = Trust()
    proxies: Proxies = System()
    plain_port: int = 80
    """Of plain HTTP, where a network's sign-in page is looked for; nothing is told there."""
