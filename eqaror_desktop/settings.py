"""The settings of a profile: ``settings.toml``, read strictly, written atomically."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from eqaror_desktop.errors import SettingsInvalid
from signing.token.modules import ModuleSpec
from sync.network.proxies import NoWay, parse
from sync.network.tls import is_pin

LANGUAGES = ("uz", "uz_Cyrl", "ru", "en")
Language = Literal["uz", "uz_Cyrl", "ru", "en"]


@dataclass(frozen=True)
class ModuleSetting:
    """A PKCS#11 module; ``environment`` is given to its process only."""

    path: str
    environment: dict[str, str] = field(default_factory=dict)


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


@dataclass(frozen=True)
class TimeStampServer:
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
            raise ValueError(f"url: {self.url.rpartition('@')[2]}")
        if self.policy and not re.fullmatch(r"[0-2](\.(0|[1-9]\d*))+", self.policy):
            raise ValueError("policy")
        if self.budget < 0 or self.window_minutes < 1:
            raise ValueError("budget")


@dataclass(frozen=True)
class SigningPolicy:
    """What the office decided about signing; the defaults are the careful ones."""

    key_usage: Literal["any", "nonRepudiation"] = "any"
    """Certificates offered: digitalSignature or nonRepudiation, or the latter only."""
    rsa_padding: Literal["pkcs1", "pss"] = "pkcs1"
    active_content: Literal["stop", "warn"] = "stop"
    """What a PDF that can act or hide something does to its signature."""
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
            raise ValueError(f"idle_minutes: {self.idle_minutes} (0–{_LONGEST_IDLE})")


_POLL_SECONDS = (10, 3600)
_MOST_PARALLEL = 8


@dataclass(frozen=True)
class NetworkPolicy:
    """How this station reaches its registry; the defaults suit a desk with a plain line."""

    ca_file: str = ""
    """PEM file of an authority to trust for TLS beside the system's."""
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
        if not all(is_pin(item) for item in self.pins) or len(set(self.pins)) != len(self.pins):
            raise ValueError("pins: each is the base64 of 32 bytes, and stands there once")
        if len(self.pins) == 1:
            raise ValueError("pins: a spare one is missing")
        if self.proxy not in {"system", "none"} and not _is_proxy(self.proxy):
            raise ValueError(f"proxy: {self.proxy.rpartition('@')[2]}")
        if self.pac and not (is_address(self.pac) or Path(self.pac).is_absolute()):
            raise ValueError("pac")
        for item in self.direct:
            if not _is_exception(item):
                raise ValueError(f"direct: {item}")
        if not _POLL_SECONDS[0] <= self.poll_seconds <= _POLL_SECONDS[1]:
            raise ValueError(f"poll_seconds: {self.poll_seconds}")
        if not 1 <= self.parallel <= _MOST_PARALLEL:
            raise ValueError(f"parallel: {self.parallel} (1–{_MOST_PARALLEL})")


def _is_proxy(text: str) -> bool:
    """Whether this is ``http://host:port``: a password does not belong into settings."""
    try:
        return text.startswith("http://") and "@" not in text and bool(parse(text))
    except NoWay:
        return False


def _is_exception(text: str) -> bool:
    """Whether this is a host, a ``.domain`` or a network, and could be met at all."""
    if "/" not in text:
        return bool(re.fullmatch(r"\*?[^\s/@]+", text))
    import ipaddress

    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


_LONGEST_DAYS = 3650


@dataclass(frozen=True)
class StorePolicy:
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
        for days in (self.draft_days, self.key_days):
            if not 0 <= days <= _LONGEST_DAYS:
                raise ValueError(f"days: {days} (0–{_LONGEST_DAYS})")
        if self.megabytes < 1:
            raise ValueError(f"megabytes: {self.megabytes}")


_TEXT_PERCENT = (80, 250)


@dataclass(frozen=True)
class LookSetting:
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
            raise ValueError(f"text_percent: {self.text_percent}")


@dataclass(frozen=True)
class Settings:
    """What IT staff or the person set."""

    registry: str = ""
    """Address of the registry: ``https://…``, or ``http://`` to this machine only."""
    registry_name: str = ""
    """The subject of the registry's certificate (RFC 4514), as ``eqaror trust show`` tells it.

    Empty: the one heard at the registry's address. A station without a line needs it.
    """
    language: Language | Literal[""] = ""
    """Empty: as the operating system's."""
    secrets: Literal["auto", "keyring", "file"] = "auto"
    """Where the store's key lives: the system's keyring, or a file in the profile."""
    network: NetworkPolicy = NetworkPolicy()
    store: StorePolicy = StorePolicy()
    modules: tuple[ModuleSetting, ...] = ()
    """Token drivers; without any, known drivers are looked for at their usual places."""
    signing: SigningPolicy = SigningPolicy()
    look: LookSetting = LookSetting()

    def module_specs(self) -> tuple[ModuleSpec, ...]:
        """Return the configured drivers as the token room takes them."""
        return tuple(ModuleSpec(Path(item.path), dict(item.environment)) for item in self.modules)


def read_settings(path: Path) -> Settings:
    """Read settings; an absent file means the defaults, an unknown field is a mistake.

    Raises:
        SettingsInvalid: not TOML, a field is unknown or mistyped, or a file it names is not there.
    """
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        unknown = _unknown(tree)
        if unknown:
            raise SettingsInvalid(f"{path}: {', '.join(unknown)}")
        settings = msgspec.convert(tree, Settings)
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SettingsInvalid(f"{path}: {error}") from error
    _require_ca_file(settings, path)
    return settings


def _require_ca_file(settings: Settings, path: Path) -> None:
    """Say at once that it is missing: later every connection would fail."""
    named = settings.network.ca_file
    if named and not Path(named).is_file():
        raise SettingsInvalid(f"{path}: network.ca_file: {named}")


def chosen_language(settings: Settings) -> Language:
    """Return the language set, or else the operating system's, or else Uzbek."""
    if settings.language:
        return settings.language
    locale = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)),
        "C",
    ).lower()
    if locale.startswith("uz"):
        return "uz_Cyrl" if "cyr" in locale else "uz"
    if locale.startswith("ru"):
        return "ru"
    # "C" and "POSIX" say nothing of a person; servers and scripts have them.
    return "en" if locale.startswith(("en", "c", "posix")) else "uz"


def write_settings(path: Path, settings: Settings) -> None:
    """Write settings so that a crash leaves the old file or the new one.

    Raises:
        StoreFull: no space left, or the disk is read-only.
    """
    import tomli_w

    from sync.secrets import write_private

    write_private(path, tomli_w.dumps(_tree(settings)).encode())


def _tree(settings: Settings) -> dict[str, Any]:
    """Return what differs from the defaults: a file says what somebody decided."""
    tree, usual = asdict(settings), asdict(Settings())
    for part in ("signing", "network", "store", "look"):
        tree[part] = _differing(tree[part], usual[part])
        usual[part] = {}
    return _differing(tree, usual)


def _differing(tree: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in tree.items() if value != usual[name]}


def _unknown(tree: dict[str, Any]) -> list[str]:
    """Return the names nobody reads: a misspelt policy must not be taken for a decision."""
    unknown = set(tree) - set(Settings.__dataclass_fields__)
    unknown |= _unknown_in(tree.get("modules"), ModuleSetting, "modules")
    unknown |= _unknown_in([tree.get("network")], NetworkPolicy, "network")
    unknown |= _unknown_in([tree.get("store")], StorePolicy, "store")
    unknown |= _unknown_in([tree.get("look")], LookSetting, "look")
    signing = tree.get("signing")
    if isinstance(signing, dict):
        unknown |= {f"signing.{name}" for name in set(signing) - set(_POLICY)}
        servers = signing.get("time_stamp_servers")
        unknown |= _unknown_in(servers, TimeStampServer, "signing.time_stamp_servers")
    return sorted(unknown)


def _unknown_in(items: object, kind: type, name: str) -> set[str]:
    """Return the unknown names in a list of tables; what is no such list is mistyped."""
    own = {item.name for item in fields(kind)}
    return {
        f"{name}.{field_name}"
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict)
        for field_name in set(item) - own
    }


_POLICY = SigningPolicy.__dataclass_fields__
