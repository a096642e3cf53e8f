"""The settings of a profile: ``settings.toml``, read strictly, written atomically."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from eqaror_desktop.errors import SettingsInvalid
from signing.token.modules import ModuleSpec

LANGUAGES = ("uz", "uz_Cyrl", "ru", "en")
Language = Literal["uz", "uz_Cyrl", "ru", "en"]


@dataclass(frozen=True)
class ModuleSetting:
    """A PKCS#11 module; ``environment`` is given to its process only."""

    path: str
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """What IT staff or the person set."""

    registry: str = ""
    """Address of the registry: ``https://…``, or ``http://`` to this machine only."""
    language: Language | Literal[""] = ""
    """Empty: as the operating system's."""
    secrets: Literal["auto", "keyring", "file"] = "auto"
    """Where the store's key lives: the system's keyring, or a file in the profile."""
    ca_file: str = ""
    """PEM file of an authority to trust for TLS beside the system's."""
    modules: tuple[ModuleSetting, ...] = ()
    """Token drivers; without any, known drivers are looked for at their usual places."""

    def module_specs(self) -> tuple[ModuleSpec, ...]:
        """Return the configured drivers as the token room takes them."""
        return tuple(ModuleSpec(Path(item.path), dict(item.environment)) for item in self.modules)


def read_settings(path: Path) -> Settings:
    """Read settings; an absent file means the defaults, an unknown field is a mistake.

    Raises:
        SettingsInvalid: not TOML, or a field is unknown or mistyped.
    """
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
        unknown = set(tree) - set(Settings.__dataclass_fields__)
        if unknown:
            raise SettingsInvalid(f"{path.name}: {', '.join(sorted(unknown))}")
        return msgspec.convert(tree, Settings)
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SettingsInvalid(f"{path.name}: {error}") from error


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
    from sync.secrets import write_private

    lines = [
        f"registry = {_text(settings.registry)}",
        f"language = {_text(settings.language)}",
        f"secrets = {_text(settings.secrets)}",
        f"ca_file = {_text(settings.ca_file)}",
    ]
    for module in settings.modules:
        pairs = ", ".join(f"{name} = {_text(value)}" for name, value in module.environment.items())
        lines += [
            "",
            "[[modules]]",
            f"path = {_text(module.path)}",
            f"environment = {{ {pairs} }}",
        ]
    write_private(path, ("\n".join(lines) + "\n").encode())


def _text(value: str) -> str:
    # A JSON string is a TOML basic string, but for DEL, which no path or address holds.
    return json.dumps(value, ensure_ascii=False)
