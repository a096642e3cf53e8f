"""The settings of a profile: ``settings.toml``, read strictly, written atomically."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import msgspec

from eqaror_desktop.errors import SettingsInvalid
from sync.values import Value

if TYPE_CHECKING:
    from signing.token.modules import ModuleSpec

LANGUAGES = ("uz", "uz_Cyrl", "ru", "en")
Language = Literal["uz", "uz_Cyrl", "ru", "en"]


class Unfit(ValueError):
    """A value of the right kind that is not allowed: its field, and what is, as a code."""

    def __init__(self, name: str, allowed: str) -> None:
        super().__init__(name)
        self.name = name
        self.allowed = allowed


class ModuleSetting(Value, frozen=True):
    """A PKCS#11 module; ``environment`` is given to its process only."""

    path: str
    environment: dict[str, str] = msgspec.field(default_factory=dict)


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
        if self.window_minutes < 1:
            raise Unfit("window_minutes", "least 1")


class SigningPolicy(Value, frozen=True):
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
            raise Unfit("idle_minutes", f"range 0…{_LONGEST_IDLE}")


_POLL_SECONDS = (10, 3600)
_MOST_PARALLEL = 8


class NetworkPolicy(Value, frozen=True):
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
    if "/" not in text:
        return bool(re.fullmatch(r"\*?[^\s/@]+", text))
    import ipaddress

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


class Settings(Value, frozen=True):
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
        from signing.token.modules import ModuleSpec

        return tuple(ModuleSpec(Path(item.path), dict(item.environment)) for item in self.modules)


def read_settings(path: Path) -> Settings:
    """Read settings; an absent file means the defaults, an unknown field is a mistake.

    Raises:
        SettingsInvalid: not TOML, a field is unknown or mistyped, or a file it names is not there.
    """
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except UnicodeDecodeError as error:
        raise SettingsInvalid(str(path), "encoding") from error
    except tomllib.TOMLDecodeError as error:
        # Of the parser's English only the place is kept.
        place = re.search(r"line (\d+), column (\d+)", str(error))
        at = ":".join(place.groups()) if place else str(len(path.read_text().splitlines()))
        raise SettingsInvalid(f"{path}:{at}", "syntax") from error
    try:
        _require_known(tree, Settings, "", path)
        settings = msgspec.convert(tree, Settings)
    except msgspec.ValidationError as error:
        raise _mistake(tree, path) or SettingsInvalid(str(path), "value", "text") from error
    _require_ca_file(settings, path)
    return settings


def _require_ca_file(settings: Settings, path: Path) -> None:
    """Say at once that it is missing: later every connection would fail."""
    named = settings.network.ca_file
    if named and not Path(named).is_file():
        raise SettingsInvalid(f"{path}: network.ca_file{_shown(named)}", "value", "file")


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
    from dataclasses import asdict

    tree, usual = asdict(settings), asdict(Settings())
    for part in ("signing", "network", "store", "look"):
        tree[part] = _differing(tree[part], usual[part])
        usual[part] = {}
    return _differing(tree, usual)


def _differing(tree: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in tree.items() if value != usual[name]}


def _require_known(tree: object, kind: Any, name: str, path: Path) -> None:  # noqa: ANN401
    """Refuse names nobody reads: a misspelt policy must not be taken for a decision.

    What is no table where one belongs is mistyped, and found later.
    """
    if get_origin(kind) is tuple and isinstance(tree, list):
        for item in tree:
            _require_known(item, get_args(kind)[0], name, path)
    if not (_is_table(kind) and isinstance(tree, dict)):
        return
    own = get_type_hints(kind)
    for key, value in tree.items():
        full = f"{name}.{key}".lstrip(".")
        if key not in own:
            raise SettingsInvalid(f"{path}: {full}", "unknown", ", ".join(own))
        _require_known(value, own[key], full, path)


def _mistake(
    value: object,
    path: Path,
    kind: Any = Settings,  # noqa: ANN401 - a type, or what typing makes of one
    name: str = "",
) -> SettingsInvalid | None:
    """Return the innermost value that is not read, and what is allowed there."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        unfit = error.__cause__
    else:
        return None
    if get_origin(kind) is tuple and isinstance(value, list):
        found = (_mistake(item, path, get_args(kind)[0], name) for item in value)
        return next((item for item in found if item), None)
    if _is_table(kind) and isinstance(value, dict):
        own = get_type_hints(kind)
        for key, item in value.items():
            inner = _mistake(item, path, own[key], f"{name}.{key}".lstrip("."))
            if inner is not None:
                return inner
        if isinstance(unfit, Unfit):
            shown = _shown(value[unfit.name])
            return SettingsInvalid(f"{path}: {name}.{unfit.name}{shown}", "value", unfit.allowed)
        missing = next((key for key in own if key not in value), "")
        return SettingsInvalid(f"{path}: {name}.{missing}", "missing")
    return SettingsInvalid(f"{path}: {name}{_shown(value)}", "value", _allowed(kind))


def _is_table(kind: Any) -> bool:  # noqa: ANN401
    return isinstance(kind, type) and issubclass(kind, Value)


def _shown(value: object) -> str:
    """Write a value as the file has it; never what may be somebody's password in an address."""
    if isinstance(value, bool):
        return f" = {str(value).lower()}"
    if isinstance(value, str):
        return f' = "{value.rpartition("@")[2]}"'
    return f" = {value}" if isinstance(value, int | float) else ""


def _allowed(kind: Any) -> str:  # noqa: ANN401
    """Return what a field of this type takes, as a code of the message table or as written."""
    choices = _choices(kind)
    if choices:
        return ", ".join(f'"{item}"' for item in choices)
    if _is_table(kind) or get_origin(kind) is dict:
        return "table"
    return {bool: "truth", int: "number", str: "text"}.get(kind, "list")


def _choices(kind: Any) -> list[str]:  # noqa: ANN401
    """Return the words of a Literal, or of a union of some."""
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    union = get_origin(kind) in (Union, UnionType)
    return [word for part in get_args(kind) for word in _choices(part)] if union else []
