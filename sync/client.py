"""The registry, one typed method for each call of ``docs/registry-api.yaml``.

Nothing else in the program knows a path. Answers are decoded strictly into the types of
:mod:`sync.wire`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import quote

import msgspec

from sync import wire
from sync.cancel import NEVER, CancelToken, check
from sync.errors import BadAnswer, FileTampered, Refused, SessionExpired, Unreachable
from sync.http import Call, Http, decode
from sync.network.events import SILENCE, hints
from sync.session import JSON_BODY, RegistrySession, SessionChanged

T = TypeVar("T")

_RESUMES = 5
"""How often in a row a file may break without a byte of progress."""

_KNOCK_AFTER = 30.0
"""Seconds without a word of the registry after which it is asked before it is told anything."""


class RegistryClient:
    """A registry and, once signed in, a session with it. Safe to use from several threads."""

    def __init__(self, http: Http, session_changed: SessionChanged | None = None) -> None:
        """Prepare; nothing is sent yet.

        Args:
            http: the way out.
            session_changed: told every new session, so that its refresh token can be kept, and
                None when the registry no longer accepts it. Called in the thread that asked.
        """
        self.http = http
        self._session = RegistrySession(http, session_changed or (lambda _: None))

    @property
    def signed_in(self) -> bool:
        """Whether there is a session; the registry may still refuse it."""
        return self._session.current is not None

    # Sign-in

    def challenge(self) -> wire.Challenge:
        """Ask for a one-time value to sign."""
        return self._ask_openly(Call("POST", "/v1/auth/challenge"), wire.Challenge)

    def sign_in(self, challenge: str, signature: bytes) -> wire.Session:
        """Begin a session with a CMS signature over the session statement of a challenge.

        Args:
            challenge: the challenge's id.
            signature: DER.

        Raises:
            Refused: the registry does not accept the signature or does not know the person.
        """
        request = wire.SessionRequest(challenge, signature)
        return self._session.begin("/v1/auth/session", request)

    def sign_in_with_password(self, login: str, password: str) -> wire.Session:
        """Begin a session of a person without a token; ``login`` is the PINFL.

        Raises:
            Refused: the registry does not accept the password, or not now (``rate_limited``).
        """
        request = wire.PasswordRequest(login, password)
        return self._session.begin("/v1/auth/password", request)

    def resume(self, refresh_token: str) -> wire.Session:
        """Begin a session with the refresh token that was kept.

        Raises:
            SessionExpired: the registry no longer accepts it.
        """
        return self._session.renew(refresh_token)

    def sign_out(self) -> None:
        """End the session at the registry and here; here also if the registry is away."""
        if not self.signed_in:
            return
        try:
            self._session.send(Call("DELETE", "/v1/auth/session", accept=""))
        except (SessionExpired, Unreachable):
            pass
        finally:
            self._session.keep(None)

    def me(self) -> wire.Me:
        """Who is signed in, and what the office set."""
        return self._ask(Call("GET", "/v1/me"), wire.Me)

    # Drafts

    def changes(self, after: str | None, limit: int = 500) -> wire.ChangesPage:
        """One page of changes after a cursor; from the beginning with None."""
        query: tuple[tuple[str, str], ...] = (("limit", str(limit)),)
        if after is not None:
            query = (("after", after), *query)
        return self._ask(Call("GET", "/v1/changes", query), wire.ChangesPage)

    def draft(self, draft: str) -> wire.Draft:
        """Everything about one draft."""
        found = self._ask(Call("GET", f"/v1/drafts/{_part(draft)}"), wire.Draft)
        if found.summary.id != draft:
            raise BadAnswer(f"GET /v1/drafts/{draft}", "$.summary.id")
        return found

    def version(self, draft: str, number: int) -> wire.Draft:
        """An older version, for comparison."""
        path = f"/v1/drafts/{_part(draft)}/versions/{number}"
        return self._ask(Call("GET", path), wire.Draft)

    def file(
        self, file: wire.FileRef, cancel: CancelToken = NEVER, start: int = 0
    ) -> Iterator[bytes]:
        """Yield a file's content; a broken connection is taken up again where it broke.

        The digest is checked by whoever keeps the content, before anything is used.

        Args:
            file: what it is, and how large.
            cancel: asked between two pieces.
            start: bytes that are here already.

        Raises:
            FileTampered: more or fewer bytes than the registry itself named.
            RegistryError: as :meth:`sync.http.Http.send`.
            Cancelled: between two pieces.
        """
        arrived = start
        fruitless = 0
        while arrived < file.size:
            before = arrived
            try:
                for piece in self._file_from(file, arrived):
                    check(cancel)
                    arrived += len(piece)
                    if arrived > file.size:
                        raise FileTampered(file.sha256)
                    yield piece
            except Unreachable as error:
                fruitless = 0 if arrived > before else fruitless + 1
                if error.reason != "broken" or fruitless >= _RESUMES:
                    raise
            else:
                if arrived < file.size:
                    raise FileTampered(file.sha256)

    # What a person does: each with the idempotency key of its outbox entry

    def agree(self, key: str, draft: str, request: wire.AgreementRequest) -> wire.Accepted:
        """Hand in an answer to the trail."""
        return self._hand_in(key, draft, "trail", request)

    def remark(self, key: str, draft: str, request: wire.RemarkRequest) -> wire.Accepted:
        """Hand in a remark."""
        return self._hand_in(key, draft, "remarks", request)

    def return_draft(self, key: str, draft: str, request: wire.ReasonRequest) -> wire.Accepted:
        """Return a draft to its drafter."""
        return self._hand_in(key, draft, "return", request)

    def reject(self, key: str, draft: str, request: wire.ReasonRequest) -> wire.Accepted:
        """Reject a draft."""
        return self._hand_in(key, draft, "reject", request)

    def package(self, key: str, draft: str, request: wire.PackageRequest) -> wire.Accepted:
        """Hand in an uploaded package."""
        return self._hand_in(key, draft, "package", request)

    def registered(
        self, draft: str, version_digest: str, author: str | None = None
    ) -> wire.Accepted | None:
        """What became of a package, whichever station handed it in; None: nothing.

        Args:
            draft: the draft's id.
            version_digest: of the version that was signed.
            author: the PINFL of its signer, if it is a colleague's.
        """
        query = (("version_digest", version_digest),)
        whose = () if author is None else (("author", author),)
        call = Call("GET", f"/v1/drafts/{_part(draft)}/package", (*query, *whose))
        try:
            accepted = self._ask(call, wire.Accepted)
        except Refused as error:
            if error.code != "not_found":
                raise
            return None
        if accepted.draft != draft:
            raise BadAnswer(call.name, "$.draft")
        return accepted

    def entry(self, key: str) -> wire.EntryState:
        """What became of an idempotency key; this is how a lost answer is settled."""
        call = Call("GET", f"/v1/entries/{_part(key)}")
        state = self._ask(call, wire.EntryState)
        if state.key != key:
            raise BadAnswer(call.name, "$.key")
        if (state.outcome is wire.EntryOutcome.ACCEPTED) != (state.accepted is not None):
            raise BadAnswer(call.name, "$.accepted")
        return state

    # Uploads, in the manner of tus 1.0 (https://tus.io/protocols/resumable-upload)

    def begin_upload(self, size: int, sha256: str) -> wire.Upload:
        """Announce an upload; it changes nothing but room at the registry."""
        headers = (("Upload-Length", str(size)), ("Upload-Checksum", f"sha256 {sha256}"))
        return self._ask(Call("POST", "/v1/uploads", headers=headers), wire.Upload)

    def upload_offset(self, upload: str) -> int:
        """How many bytes have arrived.

        Raises:
            Refused: ``not_found``: the registry has given the upload up; begin another.
        """
        return self._offset(Call("HEAD", f"/v1/uploads/{_part(upload)}", accept=""))

    def upload_part(self, upload: str, offset: int, part: bytes) -> int:
        """Send bytes from ``offset`` on and return how many have arrived in all."""
        return self._offset(
            Call(
                "PATCH",
                f"/v1/uploads/{_part(upload)}",
                body=part,
                headers=(
                    ("Upload-Offset", str(offset)),
                    ("Content-Type", "application/offset+octet-stream"),
                ),
                accept="",
            )
        )

    # The rest

    def trust(self) -> wire.Trust:
        """The registry's certificates, signed."""
        return self._ask_openly(Call("GET", "/v1/trust"), wire.Trust)

    def timestamp(self, query: bytes) -> bytes:
        """An RFC 3161 time-stamp reply, DER, for a query, DER (section 3.4)."""
        call = Call(
            "POST",
            "/v1/timestamp",
            body=query,
            headers=(("Content-Type", "application/timestamp-query"),),
            accept="application/timestamp-reply",
        )
        return self._session.send(call).body

    def events(self, opened: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Yield whenever the registry hints that something changed; ends when it hangs up.

        The hint only saves waiting: everything works by asking for changes.

        Args:
            opened: called once the registry has said that it will hint.
        """
        call = Call("GET", "/v1/events", accept="text/event-stream", silence=SILENCE)
        with self._session.open(call) as (_, pieces):
            opened()
            for changed in hints(pieces, call.name):
                if changed:
                    yield None

    def close(self) -> None:
        """Close idle connections; the session at the registry stays."""
        self.http.close()

    def _ask(self, call: Call, kind: type[T]) -> T:
        return decode(call, self._session.send(call).body, kind)

    def _ask_openly(self, call: Call, kind: type[T]) -> T:
        return decode(call, self.http.send(call).body, kind)

    def _hand_in(self, key: str, draft: str, what: str, request: object) -> wire.Accepted:
        call = Call(
            "POST",
            f"/v1/drafts/{_part(draft)}/{what}",
            body=msgspec.json.encode(request),
            headers=JSON_BODY,
            key=key,
        )
        if self.http.silent_for > _KNOCK_AFTER:
            # Whoever answers in this network may not be the registry: a question finds that out
            # without leaving the outcome of anything open.
            self.entry(key)
        accepted = self._ask(call, wire.Accepted)
        if accepted.draft != draft:
            raise BadAnswer(call.name, "$.draft")
        return accepted

    def _offset(self, call: Call) -> int:
        text = self._session.send(call).head.headers.get("upload-offset", "")
        if not text.isdecimal():
            raise BadAnswer(call.name, "Upload-Offset")
        return int(text)

    def _file_from(self, file: wire.FileRef, start: int) -> Iterator[bytes]:
        # What is packed already is not packed again, and a range is of the content itself.
        headers = [("Accept-Encoding", "identity")]
        if start:
            headers.append(("Range", f"bytes={start}-"))
        call = Call("GET", f"/v1/files/{_part(file.sha256)}", headers=tuple(headers), accept="")
        with self._session.open(call) as (head, pieces):
            behind = start
            if head.status == HTTPStatus.PARTIAL_CONTENT:
                if not head.headers.get("content-range", "").startswith(f"bytes {start}-"):
                    raise BadAnswer(call.name, "Content-Range")
                behind = 0
            for piece in pieces:
                # A registry that does not know ranges sends the beginning once more.
                if behind < len(piece):
                    yield piece[behind:]
                behind = max(0, behind - len(piece))


def _part(text: str) -> str:
    """Return an identifier as one part of a path; the registry's ids are opaque."""
    return quote(text, safe="")
