"""``GET`` and ``POST /verify``: the public page, and the same for programs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import BinaryIO

from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response

from registry import certificates, portal
from registry import database as db
from registry.calls import GONE, refuse
from registry.contract import DraftState
from registry.core import Core
from registry.problems import Code, Refusal
from registry.verifying import pages
from registry.verifying.doors import Closed, Doors
from registry.verifying.receiving import Bounds, NotReceived, Received, receive
from registry.verifying.runs import SECONDS, Exhausted, run
from registry.verifying.task import Task
from resources.version import program_version

_STATUS = {
    "too_large": 413,
    "too_slow": 408,
    "malformed": 400,
    "no_file": 400,
    "busy": 503,
    "often": 429,
    "exhausted": 422,
}
_CODES = {413: Code.TOO_LARGE, 503: Code.RATE_LIMITED, 429: Code.RATE_LIMITED}
_PIECE = 1 << 20
_TRUST_KEPT = timedelta(minutes=1)


@dataclass
class Desk:
    """What all requests of one registry share."""

    core: Core
    doors: Doors = field(default_factory=Doors)
    bounds: Bounds = field(default_factory=Bounds)
    seconds: float = SECONDS
    kilobytes: int = 1 << 20
    _trust: tuple[datetime, bytes] | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def trust(self) -> bytes:
        """Anchors, the authority between, and the present lists, as PEM; made once a minute."""
        with self._lock:
            now = self.core.clock()
            if self._trust is None or not self._trust[0] <= now < self._trust[0] + _TRUST_KEPT:
                anchors = self.core.anchors
                lists = certificates.revocation_lists(self.core)
                pem = b"".join(item.public_bytes(Encoding.PEM) for item in lists)
                self._trust = now, anchors.pem() + anchors.helpers_pem() + pem
            return self._trust[1]


async def show(request: Request) -> Response:
    """Answer ``GET``: the form."""
    desk: Desk = request.app.state.desk
    page = pages.form(_language(request), desk.bounds.size >> 20)
    return HTMLResponse(page, headers=pages.HEADERS)


async def verify(request: Request) -> Response:
    """Answer ``POST`` and ``PUT``: a form with files, or one file as the whole body."""
    desk: Desk = request.app.state.desk
    language, form = _language(request), request.query_params.get("form", "")
    try:
        with desk.doors.entering(request.client.host if request.client else ""):
            received = await receive(request, desk.bounds)
            form = received.fields.get("form", form)
            form = form if form in pages.FORMS else _wanted(request)
            try:
                return await run_in_threadpool(_verified, desk, received, language, form)
            finally:
                received.close()
    except Closed as error:
        return _refused(request, language, form, error.reason, error.wait)
    except NotReceived as error:
        return _refused(request, language, form, error.reason)
    except Exhausted:
        return _refused(request, language, form, "exhausted")
    except ClientDisconnect:
        return GONE


def _verified(desk: Desk, received: Received, language: str, form: str) -> Response:
    assert received.file is not None
    sha256 = _digest(received.file)
    number, address = registered(desk.core, sha256)
    task = Task(
        language=language,
        form=form,
        name=received.name,
        content_name=received.content_name,
        file=received.file.fileno(),
        content=received.content.fileno() if received.content else None,
        sha256=sha256,
        at=desk.core.clock().isoformat(),
        program=f"{desk.core.name}, E-qaror {program_version()}",
        number=number,
        address=address,
        kilobytes=desk.kilobytes,
    )
    answer = run(task, desk.trust, received, desk.seconds)
    headers = dict(pages.HEADERS)
    if form == "pdf":
        headers["Content-Disposition"] = 'attachment; filename="verification-report.pdf"'
    return Response(answer, 200, headers, pages.FORMS[form])


def _digest(stream: BinaryIO) -> str:
    found = hashlib.sha256()
    while piece := stream.read(_PIECE):
        found.update(piece)
    stream.seek(0)
    return found.hexdigest()


def registered(core: Core, sha256: str) -> tuple[str, str]:
    """Return number and page of the public decision that is this very package."""
    with core.database.reading() as connection:
        row = connection.execute(
            select(db.drafts.c.restricted, db.drafts.c.state, db.registrations)
            .join(db.registrations, db.registrations.c.draft == db.drafts.c.id)
            .where(db.registrations.c.package_sha256 == sha256)
        ).first()
    if row is None or row.restricted or DraftState(row.state) not in portal.PUBLIC:
        return "", ""
    return row.number, f"/d/{row.slug}"


def _refused(
    request: Request, language: str, form: str, reason: str, wait: int | None = None
) -> Response:
    status = _STATUS[reason]
    if (form or _wanted(request)) != "html":
        response = refuse(Refusal(_CODES.get(status, Code.BAD_REQUEST), reason, wait), status)
    else:
        page = pages.problem(language, reason)
        response = HTMLResponse(page, status, headers=pages.HEADERS)
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    # What is still on its way is not waited for.
    response.headers["Connection"] = "close"
    return response


def _language(request: Request) -> str:
    asked = request.query_params.get("lang", "")
    return pages.language_of(asked, request.headers.get("accept-language", ""))


def _wanted(request: Request) -> str:
    """Return the form that a caller accepts who named none."""
    accepted = request.headers.get("accept", "")
    if "text/html" in accepted:
        return "html"
    return "pdf" if "application/pdf" in accepted else "json"
