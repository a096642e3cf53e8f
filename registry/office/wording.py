"""The texts of the demo office as typed values; read once from ``texts/*.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


@dataclass(frozen=True)
class ItemText:
    """A numbered item with the lines below it; may hold ``{placeholders}``."""

    text: str
    sub: tuple[str, ...] = ()
    order: bool = False
    """A common item that fits an order too, not only a decision."""


@dataclass(frozen=True)
class Matter:
    """One thing an office decides on. ``types`` are the letters of the acts it may take."""

    key: str
    types: tuple[str, ...]
    title: str
    subject: str
    laws: tuple[str, ...]
    purpose: str
    items: tuple[ItemText, ...]
    measures: tuple[str, ...]
    objects: tuple[str, ...]
    works: tuple[str, ...]
    equipment: tuple[str, ...]
    restricted: bool = False
    purpose_is_whole: bool = False
    """The purpose ends its own sentence and takes no ``maqsadida``."""


@dataclass(frozen=True)
class Chapter:
    """A chapter of a regulation."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Common:
    """What every act shares."""

    districts: tuple[str, ...]
    mahallas: tuple[str, ...]
    streets: tuple[str, ...]
    sources: tuple[str, ...]
    months: tuple[str, ...]
    items: tuple[ItemText, ...]
    annex: dict[str, str]
    """Title of an annex by its kind."""
    regulation: tuple[Chapter, ...]


@dataclass(frozen=True)
class AgreementTexts:
    """What officers write."""

    notes: tuple[str, ...]
    objections: tuple[str, ...]
    remarks: tuple[str, ...]
    returned: tuple[str, ...]
    rejected: tuple[str, ...]
    revoked: tuple[str, ...]


@dataclass(frozen=True)
class OrganisationText:
    """An interested organisation and the post of who answers for it."""

    name: str
    post: str


@dataclass(frozen=True)
class PersonalNames:
    """The parts invented names are made of."""

    surnames: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    fathers: tuple[str, ...]


@cache
def matters() -> dict[str, Matter]:
    """Return every matter by its key."""
    found: dict[str, Matter] = {}
    for name in ("economy.toml", "social.toml", "order.toml"):
        for matter in msgspec.convert(_read(name)["matter"], tuple[Matter, ...]):
            found[matter.key] = matter
    return found


@cache
def common() -> Common:
    """Return what every act shares."""
    return msgspec.convert(_read("common.toml"), Common)


@cache
def agreement_texts() -> AgreementTexts:
    """Return what officers write."""
    return msgspec.convert(_read("agreement.toml"), AgreementTexts)


@cache
def organisations() -> tuple[OrganisationText, ...]:
    """Return the interested organisations, the token officer's first."""
    return msgspec.convert(
        _read("organisations.toml")["organisation"], tuple[OrganisationText, ...]
    )


@cache
def personal_names() -> PersonalNames:
    """Return the parts of invented names."""
    return msgspec.convert(_read("organisations.toml")["people"], PersonalNames)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("texts", name).read_text(encoding="utf-8"))
