"""One outbox entry on its way: what each answer of the registry makes of it.

The rule: only an error that proves the request had no effect makes an entry QUEUED again, only
the registry's own word settles it, and everything else leaves it UNCONFIRMED.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import msgspec

from sync import wire
from sync.answered import meaning
from sync.cancel import NEVER, Cancelled, CancelToken, Progress, Step, Watcher, silent
from sync.client import RegistryClient
from sync.entries import OutboxEntry, OutboxKind, OutboxState, Reason
from sync.errors import (
    AlreadySent,
    BadAnswer,
    NotFound,
    NoTimeStamp,
    OutcomeUnknown,
    Refused,
    RegistryError,
    SessionExpired,
    StoreDamaged,
    Unreachable,
)
from sync.http import plain
from sync.outbox import Outbox
from sync.store.packages import Packages
from sync.upload import upload_package

FINAL = frozenset({
    "draft_changed", "not_ready", "not_your_turn", "already_signed", "already_answered",
    "signer_mismatch", "certificate_revoked", "certificate_expired", "bad_signature",
    "package_malformed", "too_large", "clock_skew",
})  # fmt: skip
"""The refusals that the contract keeps as a key's answer. No other one has judged the entry, so
none gives it up: not even one that says that there is no such thing, or that nobody knows."""
_FINAL_BEFORE = frozenset({"too_large"})
"""What can be said of a package before it is handed in."""
_KEY_REUSED = "key_reused"


class Sender:
    """Sends and settles entries, one at a time.

    Both methods note the outcome in the outbox and return the error that explains it, or None.
    They raise only what also stops every other entry: no connection, no session, a full disk.
    """

    def __init__(
        self,
        client: RegistryClient,
        outbox: Outbox,
        packages: Packages,
        prepare: Callable[[OutboxEntry], OutboxEntry] | None = None,
    ) -> None:
        """Use a client and an outbox.

        Args:
            client: signed in.
            outbox: the entries.
            packages: the outbox's packages.
            prepare: called with a package that was never sent, so that it can be replaced by a
                richer one; returns the entry as it is afterwards. Its registry errors and a
                damaged or absent package count as the entry's own.
        """
        self._client = client
        self._outbox = outbox
        self._road = outbox.road
        self._packages = packages
        self._prepare = prepare or (lambda entry: entry)

    def send(
        self, entry: OutboxEntry, watch: Watcher = silent, cancel: CancelToken = NEVER
    ) -> RegistryError | StoreDamaged | NotFound | None:
        """Send a QUEUED entry.

        Raises:
            Unreachable: there is no connection; the entry is QUEUED again and due at once.
            SessionExpired: likewise.
            StoreFull: the entry may be left SENDING, which the next start makes UNCONFIRMED.
            AlreadySent: it was cancelled in the meantime.
            Cancelled: likewise QUEUED and due.
        """
        if entry.travelled and (told := self._told(entry)) is not None:
            return told[0]
        if entry.kind is OutboxKind.PACKAGE and entry.attempts == 0:
            try:
                entry = self._outbox.close_package(self._prepare(entry).key)
            except (RegistryError, StoreDamaged, NotFound) as error:
                # Nothing of the entry itself left, so not even a refusal settles it.
                if isinstance(error, RegistryError) and error.concerns_all:
                    raise
                until = error.until if isinstance(error, NoTimeStamp) else None
                self._road.failed(entry.key, _code(error), str(error), until=until)
                return error
        self._road.begin(entry.key)
        try:
            upload = self._upload(entry, watch, cancel)
        except (RegistryError, StoreDamaged, NotFound) as error:
            return self._had_no_effect(entry, error, _FINAL_BEFORE)
        except Cancelled:
            self._road.put_back(entry.key, Reason.PAUSED)
            raise
        try:
            self._road.accepted(entry.key, self._hand_in(entry, upload))
        except (OutcomeUnknown, BadAnswer) as error:
            # A wrong answer says nothing about what happened before it was made.
            lost = isinstance(error, OutcomeUnknown)
            code = Reason.OUTCOME_UNKNOWN if lost else Reason.BAD_ANSWER
            self._road.unconfirmed(entry.key, code, str(error))
            if error.concerns_all:
                # A page that wants a sign-in would swallow the next entry as well.
                raise
            return error
        except RegistryError as error:
            if isinstance(error, Refused) and error.code == _KEY_REUSED:
                # The key did its work already, with whatever it was: its answer is asked for.
                self._road.unconfirmed(entry.key, error.code, error.detail)
                return self.settle(self._outbox.entry(entry.key))
            return self._had_no_effect(entry, error, FINAL)
        return None

    def take_back(self, key: str) -> OutboxEntry:
        """Take an entry back, unless the registry knows it: an older profile may not.

        Where the registry cannot be asked, what this station knows counts.

        Raises:
            AlreadySent: it has left, may have, or is settled; what was found out is noted.
            NotFound: no such entry.
        """
        entry = self._outbox.entry(key)
        if entry.held is None:
            # If it is just being sent, that is what the next line says.
            with contextlib.suppress(RegistryError, AlreadySent):
                self._told(entry)
        return self._outbox.cancel(key)

    def settle(self, entry: OutboxEntry) -> RegistryError | None:
        """Ask what became of an UNCONFIRMED entry.

        Raises:
            Unreachable: there is no connection; nothing changed.
            SessionExpired: likewise.
        """
        try:
            state = self._ask(entry)
        except (BadAnswer, Refused, Unreachable) as error:
            if error.concerns_all:
                raise
            wait = error.retry_after if isinstance(error, Refused) else None
            self._road.failed(entry.key, _code(error), str(error), queued=False, retry_after=wait)
            return error
        if state.outcome is wire.EntryOutcome.UNKNOWN:
            self._road.unknown_there(entry.key)
            return None
        return self._note(entry, state)

    def _ask(self, entry: OutboxEntry) -> wire.EntryState:
        """Ask what became of an entry: a package by what was signed, anything else by its key.

        A key that stands for something about another draft did what somebody else wanted with
        it. It will never be this entry's, whose person is told, and has the words again.
        """
        if entry.kind is OutboxKind.PACKAGE:
            draft, digest = entry.draft, entry.version_digest
            accepted = self._client.registered(draft, digest, _author(entry))
            outcome = wire.EntryOutcome.UNKNOWN
            if accepted is not None:
                outcome = wire.EntryOutcome.ACCEPTED
                _check(entry, accepted, f"GET /v1/drafts/{draft}/package")
            return wire.EntryState(entry.key, outcome, accepted, None, None)
        state = self._client.entry(entry.key)
        if state.accepted is not None and state.accepted.draft != entry.draft:
            refused = wire.EntryOutcome.REFUSED
            return wire.EntryState(entry.key, refused, None, _KEY_REUSED, state.accepted.draft)
        return state

    def _told(self, entry: OutboxEntry) -> tuple[RegistryError | None] | None:
        """Ask about an entry that another station may have sent; None: it is to be sent.

        Raises:
            Unreachable, SessionExpired: as :meth:`send`.
        """
        try:
            state = self._ask(entry)
        except (BadAnswer, Refused, Unreachable) as error:
            if error.concerns_all:
                raise
            wait = error.retry_after if isinstance(error, Refused) else None
            self._road.failed(entry.key, _code(error), str(error), retry_after=wait)
            return (error,)
        if state.outcome is wire.EntryOutcome.UNKNOWN:
            return None
        self._road.begin(entry.key)
        return (self._note(entry, state),)

    def _note(self, entry: OutboxEntry, state: wire.EntryState) -> RegistryError | None:
        if state.accepted is not None:
            self._road.accepted(entry.key, state.accepted)
            return None
        code, detail = plain(state.code or "refused"), plain(state.detail or "")
        return self._refuse(entry, Refused(code, detail))

    def _refuse(self, entry: OutboxEntry, error: Refused) -> RegistryError:
        """Settle a refusal once it is known what it means.

        Raises:
            Unreachable, SessionExpired: it is not known; the registry will refuse it again.
        """
        try:
            code = meaning(self._client, entry, error.code)
        except Refused:
            code = error.code
        except RegistryError as fault:
            queued = entry.state is not OutboxState.UNCONFIRMED
            self._road.failed(entry.key, _code(fault), str(fault), queued=queued)
            if fault.concerns_all:
                raise
            return fault
        self._road.refused(entry.key, code, error.detail or None)
        return error

    def _upload(self, entry: OutboxEntry, watch: Watcher, cancel: CancelToken) -> str:
        if entry.package is None:
            return ""
        return upload_package(
            self._client,
            self._packages,
            entry.package,
            entry.size,
            known=entry.upload,
            begun=lambda upload: self._road.note_upload(entry.key, upload),
            watch=lambda done: watch(Progress(Step.SEND, done, entry.size, entry.title)),
            cancel=cancel,
        )

    def _hand_in(self, entry: OutboxEntry, upload: str) -> wire.Accepted:
        key, draft = entry.key, entry.draft
        match entry.kind:
            case OutboxKind.PACKAGE:
                assert entry.package is not None
                author = _author(entry) or ""
                request = wire.PackageRequest(upload, entry.package, entry.version_digest, author)
                accepted = self._client.package(key, draft, request)
                call = f"POST /v1/drafts/{draft}/package"
                _check(entry, accepted, call)
                return accepted
            case OutboxKind.AGREEMENT:
                agreement = msgspec.json.decode(entry.payload, type=wire.AgreementRequest)
                return self._client.agree(key, draft, agreement)
            case OutboxKind.REMARK:
                remark = msgspec.json.decode(entry.payload, type=wire.RemarkRequest)
                return self._client.remark(key, draft, remark)
            case OutboxKind.RETURN:
                reason = msgspec.json.decode(entry.payload, type=wire.ReasonRequest)
                return self._client.return_draft(key, draft, reason)
            case OutboxKind.REJECT:
                reason = msgspec.json.decode(entry.payload, type=wire.ReasonRequest)
                return self._client.reject(key, draft, reason)

    def _had_no_effect(
        self,
        entry: OutboxEntry,
        error: RegistryError | StoreDamaged | NotFound,
        final: frozenset[str],
    ) -> RegistryError | StoreDamaged | NotFound:
        """Note an error that proves the draft is as it was; raise what concerns every entry."""
        key = entry.key
        if isinstance(error, RegistryError) and error.concerns_all:
            self._road.put_back(key, _code(error), str(error))
            raise error
        match error:
            case Refused() if error.code not in final:
                # An upload that ran out between its last part and its use is "not found" too.
                if error.code == "upload_incomplete":
                    # All of it had left, so what arrived is not what was sent: begin afresh.
                    self._road.drop_upload(key)
                self._road.failed(key, error.code, error.detail, retry_after=error.retry_after)
            case Refused():
                return self._refuse(entry, error)
            case _:
                self._road.failed(key, _code(error), str(error))
        return error


def _check(entry: OutboxEntry, accepted: wire.Accepted, call: str) -> None:
    """Refuse an acceptance that is not about what was signed.

    Whoever handed it in first may have done so under another key, and with another time-stamp:
    those of another station, or of this profile before a backup of it was put back.

    Args:
        entry: a package.
        accepted: what came; about the same draft.
        call: for the error.

    Raises:
        BadAnswer: with the place that says something else.
    """
    if accepted.receipt is None or accepted.registration is None:
        raise BadAnswer(call, "$.receipt")
    try:
        said = msgspec.json.decode(accepted.receipt.statement, type=wire.ReceiptStatement)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadAnswer(call, "$.receipt.statement") from error
    told = (said.draft, said.version_digest, said.number)
    if told != (entry.draft, entry.version_digest, accepted.registration.number):
        raise BadAnswer(call, "$.receipt.statement")


def _author(entry: OutboxEntry) -> str | None:
    """Return whose package it is, where somebody else sends it."""
    return entry.person if entry.carrier not in {None, entry.person} else None


def _code(error: RegistryError | StoreDamaged | NotFound) -> str:
    match error:
        case Refused():
            return error.code
        case Unreachable():
            return Reason.UNREACHABLE
        case SessionExpired():
            return Reason.SESSION_EXPIRED
        case BadAnswer():
            return Reason.BAD_ANSWER
        case NoTimeStamp():
            budget = error.reason == "budget"
            return Reason.TIME_STAMP_BUDGET if budget else Reason.TIME_STAMP_AWAITED
        case StoreDamaged() | NotFound():
            return Reason.PACKAGE_DAMAGED
        case _:
            return Reason.FAILED
