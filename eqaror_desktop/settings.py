"""The settings of a profile, read strictly from three files (decision 36).

``settings.toml`` of the profile belongs to the office and is only read; what a person chooses in
the window is kept beside it in ``chosen.toml``; what a file of the whole computer names, counts
before both.
"""

from __future__ import annotations

import base64
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from eqaror_desktop.errors import DecidedByOffice, NotConfigured, SettingsInvalid
from eqaror_desktop.mistakes import Source, leads_away
from eqaror_desktop.policies import (
    LookSetting,
    ModuleSetting,
    NetworkPolicy,
    SigningPolicy,
    StorePolicy,
    TimeStampServer,
    Unfit,
    is_registry,
)
from sync.values import Value

if TYPE_CHECKING:
    from signing.token.modules import ModuleSpec

__all__ = (
    "LANGUAGES",
    "Chosen",
    "Language",
    "LookSetting",
    "ModuleSetting",
    "NetworkPolicy",
    "Settings",
    "SigningPolicy",
    "StorePolicy",
    "TimeStampServer",
    "chosen_language",
    "decided",
    "is_registry",
    "keep_address",
    "keep_language",
    "keep_look",
    "machine_places",
    "machine_settings",
    "office_names_registry",
    "office_settings",
    "put_chosen_aside",
    "read_settings",
    "write_settings",
)

LANGUAGES = ("uz", "uz_Cyrl", "ru", "en")
Language = Literal["uz", "uz_Cyrl", "ru", "en"]

_CHOSEN = "chosen.toml"
_ASIDE = "chosen-aside.toml"
_HEAD = b"# What was chosen in the window. The office's settings are in settings.toml.\n"
_NAME = re.compile(
    r"""(?:(?:^|[,+])\s*(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)   # an attribute's type
    =(?:[^,+"\\<>;]|\\.)+)+""",
    re.VERBOSE,
)
"""RFC 4514, section 3, as far as a word that is none is told."""


class Chosen(Value, frozen=True):
    """What a person chose in the window."""

    registry: str = ""
    """Counts where the office names none."""
    language: Language | Literal[""] = ""
    look: LookSetting = LookSetting()

    def __post_init__(self) -> None:
        """Refuse what is no address."""
        _require_address(self.registry)


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
    machine: bool = True
    """Whether the file of the whole computer counts; a demo office's profile has nothing of it.

    Of a profile only: in that file itself it is a mistake.
    """
    network: NetworkPolicy = NetworkPolicy()
    store: StorePolicy = StorePolicy()
    modules: tuple[ModuleSetting, ...] = ()
    """Token drivers; without any, known drivers are looked for at their usual places."""
    signing: SigningPolicy = SigningPolicy()
    look: LookSetting = LookSetting()

    def __post_init__(self) -> None:
        """Refuse what could never be reached, or met."""
        _require_address(self.registry)
        if self.registry_name and not _NAME.fullmatch(self.registry_name):
            raise Unfit("registry_name", "name")

    def module_specs(self) -> tuple[ModuleSpec, ...]:
        """Return the configured drivers as the token room takes them."""
        from signing.token.modules import ModuleSpec

        return tuple(ModuleSpec(Path(item.path), dict(item.environment)) for item in self.modules)


def _require_address(text: str) -> None:
    if text and not is_registry(text):
        raise Unfit("registry", "registry")


def machine_places() -> tuple[Path, ...]:
    """Return where the file of the whole computer is looked for; the first that is there counts.

    The fixed place comes first: desktops set XDG_CONFIG_DIRS for some sessions and not for others.
    """
    from platformdirs import PlatformDirs

    told = PlatformDirs("eqaror-desktop", appauthor=False, multipath=True).site_config_dir
    named = [Path(item) for item in told.split(os.pathsep)]
    if sys.platform not in {"win32", "darwin"}:
        named.insert(0, Path("/etc/xdg/eqaror-desktop"))
    places = dict.fromkeys(item / "settings.toml" for item in named if item.is_absolute())
    return tuple(places)


def machine_settings() -> Path:
    """Return where an office puts what it decided for every profile of this computer."""
    places = machine_places()
    return next((place for place in places if _may_be(place)), places[0])


def _may_be(place: Path) -> bool:
    """Whether a file is there, as far as can be told: what cannot be looked at is told later."""
    try:
        place.stat()
    except (FileNotFoundError, NotADirectoryError):
        return leads_away(place)
    except OSError:
        return True
    return True


def read_settings(path: Path) -> Settings:
    """Read the settings of a profile from its three files; absent ones decide nothing.

    Args:
        path: ``settings.toml`` of the profile.

    Raises:
        SettingsInvalid: one is not TOML, a field is unknown or mistyped, or a file it names is
            not there or something else.
    """
    office = _tree(path, Settings)
    machine = _machine(office)
    try:
        chosen = _tree(path.with_name(_CHOSEN), Chosen)
    except SettingsInvalid:
        # Only the window writes it, and a person who cannot start the program cannot choose.
        chosen = {}
    if "registry" in office or "registry" in machine:
        chosen.pop("registry", None)
    return msgspec.convert(_over(_over(office, chosen), machine), Settings)


def put_chosen_aside(path: Path) -> Path | None:
    """Put what was chosen aside if it cannot be read; returns where it is now, else None.

    Args:
        path: ``settings.toml`` of the profile.
    """
    place = path.with_name(_CHOSEN)
    try:
        _tree(place, Chosen)
    except SettingsInvalid:
        aside = path.with_name(_ASIDE)
        try:
            place.replace(aside)
        except OSError:
            # It counts for nothing all the same.
            return place
        return aside
    return None


def require_own(path: Path, choice: dict[str, Any]) -> None:
    """Refuse a choice that the whole computer's file has made: the next start would undo it.

    Args:
        path: ``settings.toml`` of the profile.
        choice: names with the values chosen, as they are kept.

    Raises:
        DecidedByOffice: see there.
        SettingsInvalid: as :func:`read_settings`.
    """
    made = decided(path)
    if names := tuple(name for name in _named(choice) if name in made):
        raise DecidedByOffice(str(machine_settings()), names)


def decided(path: Path) -> frozenset[str]:
    """Return what the whole computer's file has decided, e.g. ``language`` or ``look.scheme``.

    Args:
        path: ``settings.toml`` of the profile, which can say that the file does not count.

    Raises:
        SettingsInvalid: as :func:`read_settings`.
    """
    return frozenset(_named(_machine(_tree(path, Settings))))


def _named(tree: dict[str, Any]) -> Iterator[str]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from (f"{name}.{inner}" for inner in value)
        else:
            yield name


def office_settings(path: Path) -> Settings:
    """Read ``settings.toml`` of a profile alone, without what was chosen or holds elsewhere.

    Raises:
        SettingsInvalid: as :func:`read_settings`.
    """
    return msgspec.convert(_tree(path, Settings), Settings)


def office_names_registry(path: Path) -> bool:
    """Whether the registry's address is the office's to change, not the person's.

    Raises:
        SettingsInvalid: as :func:`read_settings`.
    """
    office = _tree(path, Settings)
    return "registry" in office or "registry" in _machine(office)


def keep_language(path: Path, language: Language) -> None:
    """Keep the language a person chose, beside ``settings.toml``.

    Raises:
        DecidedByOffice: the whole computer's file names one.
        StoreFull, StoreReadOnly, StoreGone: what was chosen before is still there, whole.
    """
    choice = {"language": language}
    require_own(path, choice)
    _keep(path, choice)


def keep_look(path: Path, look: LookSetting, before: LookSetting) -> None:
    """Keep what a person changed in the look; what they left alone stays the office's.

    Raises:
        DecidedByOffice, StoreFull, StoreReadOnly, StoreGone: as :func:`keep_language`.
    """
    new, old = msgspec.to_builtins(look), msgspec.to_builtins(before)
    choice = {"look": {name: new[name] for name in new if new[name] != old[name]}}
    require_own(path, choice)
    _keep(path, choice)


def keep_address(path: Path, address: str) -> None:
    """Keep the registry's address a person gave; it counts where the office names none.

    Raises:
        StoreFull, StoreReadOnly, StoreGone: as :func:`keep_language`.
    """
    _keep(path, {"registry": address})


def write_settings(path: Path, settings: Settings) -> None:
    """Write ``settings.toml`` of a profile that is made by a program, as of a demo office.

    Raises:
        StoreFull, StoreReadOnly, StoreGone: the old file is still there, whole.
    """
    # What differs from the defaults: a file says what somebody decided.
    _write(path, _differing(msgspec.to_builtins(settings), msgspec.to_builtins(Settings())))


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


def language_at(directory: Path | None) -> Language:
    """Return the language of a profile that may not open; ``directory`` None: the person's own."""
    from eqaror_desktop.profile import Profile

    settings = Settings()
    try:
        profile = Profile.place(directory)
    except NotConfigured:
        return chosen_language(settings)
    try:
        settings = read_settings(profile.settings)
    except (SettingsInvalid, OSError):
        # What is wrong is the office's, mostly: what the person chose can be read.
        with suppress(SettingsInvalid, OSError):
            settings = msgspec.convert(_tree(profile.chosen, Chosen), Settings)
    return chosen_language(settings)


def _machine(office: dict[str, Any]) -> dict[str, Any]:
    if not office.get("machine", True):
        return {}
    place = machine_settings()
    # It would say of itself that it does not count.
    return _tree(place, Settings, misplaced=("machine",))


def _tree(path: Path, kind: type[Value], misplaced: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return what one file says, checked; the files it names are whole paths after that.

    Args:
        path: the file; one that is not there says nothing.
        kind: what it may say.
        misplaced: names of that which belong into another file.
    """
    source = Source.read(path)
    tree = source.tree()
    source.checked(tree, kind)
    for name in misplaced:
        if name in tree:
            raise source.misplaced(name)
    if not tree.get("registry", True):
        # Written down as not decided.
        del tree["registry"]
    for table, name in (("network", "ca_file"), ("signing", "algorithms")):
        named = tree.get(table, {}).get(name)
        if named:
            place = path.parent / named
            if not _is_file(place):
                raise source.unfit((table, name), named, "file")
            tree[table][name] = str(place)
    ca_file = tree.get("network", {}).get("ca_file")
    if ca_file and not _has_certificate(Path(ca_file)):
        # Said at once: later every connection would fail.
        raise source.unfit(("network", "ca_file"), ca_file, "pem")
    return tree


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _has_certificate(path: Path) -> bool:
    """Whether this is PEM with something of a certificate's form; TLS reads it in earnest."""
    found = re.search(
        rb"-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END", path.read_bytes()
    )
    if found is None:
        return False
    try:
        # DER: a SEQUENCE longer than 127 bytes.
        return base64.b64decode(found[1])[:2] in (b"\x30\x81", b"\x30\x82")
    except ValueError:
        return False


def _keep(path: Path, choice: dict[str, Any]) -> None:
    place = path.with_name(_CHOSEN)
    put_chosen_aside(path)
    before: dict[str, Any] = {}
    with suppress(SettingsInvalid):
        before = _tree(place, Chosen)
    _write(place, _over(before, choice), _HEAD)


def _write(path: Path, tree: dict[str, Any], head: bytes = b"") -> None:
    """Write so that a crash leaves the old file or the new one."""
    import tomli_w

    from sync.secrets import write_private

    write_private(path, head + tomli_w.dumps(tree).encode())


def _over(lower: dict[str, Any], upper: dict[str, Any]) -> dict[str, Any]:
    """Return a tree with another one over it, name by name; a list is one decision."""
    made = dict(lower)
    for name, value in upper.items():
        below = made.get(name)
        if isinstance(below, dict) and isinstance(value, dict):
            made[name] = _over(below, value)
        else:
            made[name] = value
    return made


def _differing(tree: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    made = {}
    for name, value in tree.items():
        inner = _differing(value, usual[name]) if isinstance(value, dict) else value
        if value != usual[name]:
            made[name] = inner
    return made
