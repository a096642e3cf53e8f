"""What is loaded into a registry: people, and drafts with everything that belongs to them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from registry.contract import DraftState, DraftType, Role, Script
from signing.statement import Annex, Authority, Content, SignerRole, TrailEntry, Version


@dataclass(frozen=True)
class SeedPerson:
    """A person; ``organisation`` is the STIR of one loaded before.

    ``acting_from`` and ``acting_until`` bound the role ``acting_hokim``, both inclusive.
    """

    name: str
    post: str
    pinfl: str
    organisation: str
    roles: tuple[Role, ...]
    acting_from: datetime | None = None
    acting_until: datetime | None = None


@dataclass(frozen=True)
class SeedFile:
    """A file with the name people see, e.g. ``1-ilova.pdf``."""

    name: str
    data: bytes


@dataclass(frozen=True)
class SeedAnnex:
    """An annex; ``number`` starts at 1."""

    number: int
    title: str
    file: SeedFile


@dataclass(frozen=True)
class SeedRemark:
    """A remark by a loaded person; ``file`` is a digest of this version's text or an annex."""

    id: str
    author: str
    text: str
    created: datetime
    file: str | None = None
    page: int | None = None
    quote: str = ""


@dataclass(frozen=True)
class SeedVersion:
    """One version: the text as PDF, its annexes, and the remarks made on it."""

    number: int
    text: SeedFile
    annexes: tuple[SeedAnnex, ...] = ()
    remarks: tuple[SeedRemark, ...] = ()


@dataclass(frozen=True)
class SeedEntry:
    """A trail entry with its complete statement and signature, and the letter of objections."""

    entry: TrailEntry
    letter: SeedFile | None = None


@dataclass(frozen=True)
class SeedRegistration:
    """For a draft that is registered already; ``package`` is the signed package, if at hand.

    Without ``number`` the registry gives the next one of the year of ``date``.
    """

    date: datetime
    number: str | None = None
    package: bytes | None = None


@dataclass(frozen=True)
class SeedDraft:
    """A draft in any state.

    ``versions`` are all of them, oldest first; the last is the current one. ``trail`` holds
    every round; ``round`` is the current one. ``session`` and ``convocation`` matter to council
    decisions only.
    """

    id: str
    type: DraftType
    authority: Authority
    title: str
    script: Script
    language: str
    template: str
    legal_basis: str
    drafter: str
    """The drafter's PINFL; the drafter is loaded before."""
    signer: SignerRole
    state: DraftState
    versions: tuple[SeedVersion, ...]
    created: datetime
    updated: datetime
    round: int = 1
    trail: tuple[SeedEntry, ...] = ()
    normative: bool = False
    restricted: bool = False
    deadline: datetime | None = None
    registration: SeedRegistration | None = None
    reason: str = ""
    convocation: str = "VI"
    session: int = 1


def version_statement(draft: SeedDraft, version: SeedVersion) -> Version:
    """Return the statement whose ``digest`` every agreement on ``version`` names."""
    return Version(
        draft=draft.id,
        version=version.number,
        type=str(draft.type),
        authority=draft.authority,
        title=draft.title,
        restricted=draft.restricted,
        text=Content.of(version.text.data),
        annexes=tuple(
            Annex(annex.number, annex.title, Content.of(annex.file.data))
            for annex in version.annexes
        ),
    )


def copies(drafts: tuple[SeedDraft, ...], count: int) -> list[SeedDraft]:
    """Make a registry big: registered copies with numbers of their own and no trail."""
    return [
        replace(
            drafts[index % len(drafts)],
            id=f"copy-{index + 1:06d}",
            state=DraftState.REGISTERED,
            trail=(),
            versions=(replace(drafts[index % len(drafts)].versions[-1], remarks=()),),
            registration=SeedRegistration(drafts[index % len(drafts)].updated),
            reason="",
        )
        for index in range(count)
    ]
