"""What an office, or a person, decides: the tables of ``settings.toml`` with what is allowed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from sync.values import Value


class Unfit(ValueError):
    """A value of the right kind that is not allowed: its field, and what is, as a code."""

    def __init__(self, name: str, allowed: str) -> None:
        super().__init__(name)
        self.name = name
        self.allowed = allowed


class ModuleSetting(Value, frozen=True):
    """A PKCS#11 module; ``environment`` is given to its process only."""

    path: str
    """Whole; whether it is there, is looked at when it is needed."""
    environment: dict[str, str] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what would depend on where the program is started."""
        if not Path(self.path).is_absolute():
            raise Unfit("path", "whole")
        if not all(name and "=" not in name for name in self.environment):
            raise Unfit("environment", "variable")


_LONGEST_IDLE = 60


def is_address(url: str) -> bool:
    """Whether this is ``http(s)://`` with a host, a port that exists and nobody's password."""
    try:
        parts = urlsplit(url)
        # Reading the port is what checks it.
        usable = parts.hostname and parts.port != 0 and not re.search(r"\s", url)
    except ValueError:
        return False
    return bool(usable) and parts.scheme in ("http", "https") and "@" not in parts.netloc


def is_registry(url: str) -> bool:
    """Whether this is an address a registry may have: plain HTTP leads to this computer only."""
    if not is_address(url) or re.search(r"[?#]", url):
        return False
    parts = urlsplit(url)
    if parts.scheme == "https":
        return True
    from sync.network.proxies import is_loopback

    return is_loopback(parts.hostname or "")


_LONGEST_WINDOW = 60 * 24 * 366


class TimeStampServer(Value, frozen=True):
    """Somewhere to get time-stamps from; without any, the registry's own is asked."""

    url: str
    """``https://…`` or ``http://…``, or ``registry`` for the registry's own.

    Plain HTTP is enough: what leaves is a digest, and what comes back is signed.
    """
    policy: str = ""
    """Dotted OID of the policy that is asked for and must be answered; empty: any."""
    budget: int = 0
    """Requests allowed in ``window_minutes``; 0: no limit is known."""
    window_minutes: int = 20

    def __post_init__(self) -> None:
        """Refuse what could never work, or would be no limit."""
        if self.url != "registry" and not is_address(self.url):
            raise Unfit("url", "server")
        if self.policy and not re.fullmatch(r"[0-2](\.(0|[1-9]\d*))+", self.policy):
            raise Unfit("policy", "oid")
        if self.budget < 0:
            raise Unfit("budget", "least 0")
        if not 1 <= self.window_minutes <= _LONGEST_WINDOW:
            raise Unfit("window_minutes", f"range 1…{_LONGEST_WINDOW}")


class SigningPolicy(Value, frozen=True):
    """What the office decided about signing; the defaults are the careful ones."""

    key_usage: Literal["any", "nonRepudiation"] = "any"
    """Certificates offered: digitalSignature or nonRepudiation, or the latter only."""
    rsa_padding: Literal["pkcs1", "pss"] = "pkcs1"
    active_content: Literal["stop", "warn"] = "stop"
    """What a PDF that can act or hide something does to its signature."""
    other_readers: bool = True
    """Draw pages by the other readers that are installed, too, and compare them."""
    visible_signature: bool = True
    """Draw the signature's panel into the PDF."""
    idle_minutes: int = 5
    """A token's session that is not used for so long is closed, 1 to 60; 0: after each use."""
    unblock_way: Literal["officer", "set_pin"] = "officer"
    """How this office's drivers take the PUK; see :class:`signing.token.pin.UnblockWay`."""
    algorithms: str = ""
    """A TOML file beside this one that adds rows to the table of docs/mechanisms.md."""
    time_stamp_servers: tuple[TimeStampServer, ...] = ()
    """Asked in this order until one answers."""

    def __post_init__(self) -> None:
        """Refuse what would leave a login open."""
        if not 0 <= self.idle_minutes <= _LONGEST_IDLE:
            raise Unfit("idle_minutes", f"range 0…{_LONGEST_IDLE}")


_POLL_SECONDS = (10, 3600)
_MOST_PARALLEL = 8


class NetworkPolicy(Value, frozen=True):
    """How this station reaches its registry; the defaults suit a desk with a plain line."""

    ca_file: str = ""
    """PEM file of an authority to trust for TLS beside the system's; relative: beside this one."""
    pins: tuple[str, ...] = ()
    """Keys of the registry: SHA-256 of the SubjectPublicKeyInfo, base64 (RFC 7469, section 2.4).

    None, or at least two: the one in use, and a spare for the day it is replaced.
    """
    proxy: str = "system"
    """``system``, ``none`` or ``http://host:port``; user and password: ``eqaror proxy login``."""
    pac: str = ""
    """Address or path of a script that names the proxy; then ``proxy`` does not count."""
    direct: tuple[str, ...] = ()
    """Hosts, ``.domain`` endings or networks reached without the named proxy."""
    events: bool = True
    """Let the registry hint that something changed, over a connection that stays open."""
    poll_seconds: int = 60
    """How often the window asks for changes without a hint, 10 to 3600; a little is random."""
    parallel: int = 4
    """Details and files fetched at the same time, 1 to 8; 1 suits a slow line."""

    def __post_init__(self) -> None:
        """Refuse what could cut a station off, or would be no decision."""
        if not _are_pins(self.pins):
            raise Unfit("pins", "pins")
        if len(self.pins) == 1:
            raise Unfit("pins", "spare")
        if self.proxy not in {"system", "none"} and not _is_proxy(self.proxy):
            raise Unfit("proxy", "proxy")
        if self.pac and not (is_address(self.pac) or Path(self.pac).is_absolute()):
            raise Unfit("pac", "pac")
        for item in self.direct:
            if not _is_exception(item):
                raise Unfit("direct", "direct")
        if not _POLL_SECONDS[0] <= self.poll_seconds <= _POLL_SECONDS[1]:
            raise Unfit("poll_seconds", f"range {_POLL_SECONDS[0]}…{_POLL_SECONDS[1]}")
        if not 1 <= self.parallel <= _MOST_PARALLEL:
            raise Unfit("parallel", f"range 1…{_MOST_PARALLEL}")


def _are_pins(items: tuple[str, ...]) -> bool:
    """Whether each of these names a key, and none does twice."""
    if not items:
        return True
    from sync.network.tls import is_pin

    return all(map(is_pin, items)) and len(set(items)) == len(items)


def _is_proxy(text: str) -> bool:
    """Whether this is ``http://host:port``: a password does not belong into settings."""
    from sync.network.proxies import NoWay, parse

    try:
        return text.startswith("http://") and "@" not in text and bool(parse(text))
    except NoWay:
        return False


def _is_exception(text: str) -> bool:
    """Whether this is a host, a ``.domain`` or a network, and could be met at all."""
    if re.fullmatch(r"\*|\*?[^\s/@:]+", text):
        return True
    import ipaddress

    # A port would never be met; an address with colons is one of IPv6, or none.
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


_LONGEST_DAYS = 3650


class StorePolicy(Value, frozen=True):
    """What the office decided about what stations keep."""

    draft_days: int = 30
    """Drafts leave a station that did not hear the registry for so many days; 0: never.

    What a person did and is not sent yet stays in any case.
    """
    key_days: int = 365
    """The store's keys are replaced at the first start after so many days; 0: never."""
    files: Literal["asked", "open", "all"] = "asked"
    """Whose files come before anybody opens them: of drafts that ask something of the person, of
    all that have not ended, or of all. What was opened once is kept fresh in any case."""
    megabytes: int = 8192
    """Room for the drafts' files; what is needed is here even beyond it, the rest only within."""

    def __post_init__(self) -> None:
        """Refuse what is no number of days."""
        for name in ("draft_days", "key_days"):
            if not 0 <= getattr(self, name) <= _LONGEST_DAYS:
                raise Unfit(name, f"range 0…{_LONGEST_DAYS}")
        if self.megabytes < 1:
            raise Unfit("megabytes", "least 1")


_TEXT_PERCENT = (80, 250)


class LookSetting(Value, frozen=True):
    """How the window looks to this person; chosen in its menu."""

    scheme: Literal["system", "light", "dark"] = "system"
    text_percent: int = 100
    """Size of text against the desktop's, 80 to 250."""
    motion: Literal["system", "less"] = "system"
    """``less``: nothing fades or moves by itself, whatever the desktop says."""
    notices: bool = True
    """Whether the desktop's tray shows how much there is to sign, and tells what is new."""

    def __post_init__(self) -> None:
        """Refuse what nobody could read."""
        if not _TEXT_PERCENT[0] <= self.text_percent <= _TEXT_PERCENT[1]:
            raise Unfit("text_percent", f"range {_TEXT_PERCENT[0]}…{_TEXT_PERCENT[1]}")
