"""What can be done about an error elsewhere in the window, and what its report may tell."""

from __future__ import annotations

import re

from eqaror_desktop.errors import (
    AlreadySigned,
    AnotherWaits,
    EntryOfAnother,
    NothingAsked,
    NotRegistered,
    NotSignedIn,
    SeveralEntries,
)
from signing.errors import DraftChanged, MalformedDocument
from sync.errors import (
    AlreadySent,
    BadAnswer,
    FileTampered,
    OutcomeUnknown,
    Refused,
    SessionExpired,
    Unreachable,
)

_SYNC = (
    DraftChanged,
    MalformedDocument,
    NothingAsked,
    Unreachable,
    OutcomeUnknown,
    BadAnswer,
    FileTampered,
)
_OUTBOX = (AlreadySigned, AlreadySent, AnotherWaits, SeveralEntries, NotRegistered)
_SIGN_IN = (NotSignedIn, SessionExpired, EntryOfAnother)
_REFUSED = {
    **dict.fromkeys(
        (
            *("draft_changed", "not_ready", "not_your_turn", "already_signed"),
            *("rate_limited", "maintenance", "internal", "not_found"),
        ),
        "sync",
    ),
    "unauthorised": "sign_in",
}

_TOLD = (
    *("reason", "function", "code", "exit_code", "command", "seconds"),
    *("call", "held", "backend"),
)
"""Fields that hold words of ours or of a driver, never a name, a path, a number or a title."""

_PLAIN = re.compile(r"[A-Za-z0-9_./ -]{1,60}")
_LONG_NUMBER = re.compile(r"\d{6}")


def next_step(error: BaseException) -> str:
    """Return ``sync``, ``outbox`` or ``sign_in`` where that is the obvious next step."""
    if isinstance(error, Refused):
        return _REFUSED.get(error.code, "")
    for kinds, step in ((_SYNC, "sync"), (_OUTBOX, "outbox"), (_SIGN_IN, "sign_in")):
        if isinstance(error, kinds):
            return step
    return ""


def facts(error: BaseException, name: str) -> str:
    """Return the name of an error and those of its facts that tell nothing of anybody.

    Args:
        error: any.
        name: as :class:`~eqaror_desktop.messages.Message` has it.
    """
    fields = vars(error)
    told = [name]
    for key in _TOLD:
        value = str(fields.get(key) or "")
        # A code of a driver may be long; a person's number never passes.
        if _PLAIN.fullmatch(value) and not _LONG_NUMBER.search(value):
            told.append(f"{key}={value}")
    if type(error).__module__ == "builtins":
        told.append(type(error).__name__)
    return " ".join(told)
