"""From what the registry sent to what is signed: the one place where the two rooms meet."""

from __future__ import annotations

from signing import statement
from signing.package import panel_of
from signing.pdf.panel import Language, Panel
from sync import wire


def version(draft: wire.Draft) -> statement.Version:
    """Return the version statement of a draft; its digest must be the registry's."""
    summary = draft.summary
    authority = summary.authority
    return statement.Version(
        draft=summary.id,
        version=summary.version,
        type=str(summary.type),
        authority=statement.Authority(
            authority.name, authority.stir, authority.region, authority.district
        ),
        title=summary.title,
        restricted=summary.restricted,
        text=content(draft.text),
        annexes=tuple(
            statement.Annex(item.number, item.title, content(item.file)) for item in draft.annexes
        ),
    )


def content(file: wire.FileRef) -> statement.Content:
    """Return a file's digest and size."""
    return statement.Content(file.sha256, file.size)


def decision(draft: wire.Draft) -> statement.Decision:
    """Return what ``decision.json`` will say."""
    signer = draft.signer
    role = statement.SignerRole(
        signer.name, signer.pinfl, signer.stir, str(signer.role), signer.post
    )
    return statement.Decision(version(draft), role)


def panel(draft: wire.Draft, public_url: str) -> Panel:
    """Return what the visible signature of a draft says, in the draft's own language."""
    languages: dict[str, Language] = {"ru": "ru", "en": "en"}
    uzbek: Language = "uz" if draft.summary.script is wire.Script.LATIN else "uz_Cyrl"
    return panel_of(decision(draft), languages.get(draft.language, uzbek), public_url)


def entry(item: wire.TrailEntry) -> statement.TrailEntry:
    """Return one trail entry; a letter is not part of what is signed."""
    officer = item.officer
    return statement.TrailEntry(
        order=item.order,
        round=item.round,
        organisation=statement.Organisation(item.organisation.stir, item.organisation.name),
        officer=(
            None
            if officer is None
            else statement.Officer(officer.name, officer.post, officer.pinfl)
        ),
        decision=statement.Agreement(item.decision),
        remark=item.remark,
        received=item.received,
        due=item.due,
        decided=item.decided,
        version=item.version,
        version_digest=item.version_digest,
        signature=item.signature,
    )


def trail(draft: wire.Draft) -> statement.Trail:
    """Return the whole trail."""
    return statement.Trail(draft.summary.id, tuple(entry(item) for item in draft.trail))
