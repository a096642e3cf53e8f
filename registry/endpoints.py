"""What stands behind each address: plain functions from a call to its answer.

They only read the request, ask the module that knows, and frame what it says.
"""

from __future__ import annotations

from dataclasses import replace

from cryptography.hazmat.primitives.serialization import Encoding
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)

from registry import (
    acceptance,
    access,
    answers,
    auth,
    certificates,
    drafts,
    entries,
    ocsp,
    portal,
    registered,
    timestamp,
    trust,
)
from registry.calls import GONE, Call, refuse
from registry.contract import (
    Action,
    AgreementRequest,
    PackageRequest,
    PasswordRequest,
    ReasonRequest,
    RefreshRequest,
    RemarkRequest,
    SessionRequest,
)
from registry.core import Core
from registry.events import Pulse
from registry.problems import Code, Refusal
from registry.uploads import Uploads

_PAGE_SIZE = 200
_MAX_PAGE_SIZE = 1000


def challenge(call: Call) -> Response:
    """``POST /v1/auth/challenge``."""
    return call.answer(auth.challenge(call.core))


def sign_in(call: Call) -> Response:
    """``POST /v1/auth/session``."""
    return call.answer(auth.sign_in(call.core, call.json(SessionRequest)))


def sign_out(call: Call) -> Response:
    """``DELETE /v1/auth/session``."""
    auth.sign_out(call.core, call.token)
    return Response(status_code=204)


def password(call: Call) -> Response:
    """``POST /v1/auth/password``."""
    return call.answer(auth.password(call.core, call.json(PasswordRequest)))


def refresh(call: Call) -> Response:
    """``POST /v1/auth/refresh``."""
    return call.answer(auth.refresh(call.core, call.json(RefreshRequest).refresh_token))


def me(call: Call) -> Response:
    """``GET /v1/me``."""
    core = call.core
    public = core.policy.public_url or f"{core.address}{portal.BY_DIGEST}"
    return call.answer(call.person.me(replace(core.policy, public_url=public)), tagged=True)


def changes(call: Call) -> Response:
    """``GET /v1/changes``."""
    limit = call.number("limit", _PAGE_SIZE, 1, _MAX_PAGE_SIZE)
    person = call.person
    with call.core.database.reading() as connection:
        page = drafts.changes(
            connection,
            person,
            call.query.get("after", ""),
            limit,
            address=call.core.address,
            now=call.core.clock(),
        )
    return call.answer(page)


def draft(call: Call) -> Response:
    """``GET /v1/drafts/{id}``."""
    person = call.person
    with call.core.database.reading() as connection:
        found = drafts.draft(
            connection,
            person,
            call.parameters["id"],
            address=call.core.address,
            now=call.core.clock(),
        )
    return call.answer(found, tagged=True)


def older_version(call: Call) -> Response:
    """``GET /v1/drafts/{id}/versions/{n}``."""
    person = call.person
    number = call.parameters["n"]
    if not number.isdecimal() or len(number) > 9:
        raise Refusal(Code.NOT_FOUND, "version")
    with call.core.database.reading() as connection:
        found = drafts.older_version(
            connection,
            person,
            call.parameters["id"],
            int(number),
            address=call.core.address,
            now=call.core.clock(),
        )
    return call.answer(found, tagged=True)


def file(call: Call) -> Response:
    """``GET /v1/files/{sha256}``; ranges are answered by the framework."""
    sha256 = call.parameters["sha256"]
    person = call.person
    with call.core.database.reading() as connection:
        allowed = access.may_read(connection, person.pinfl, sha256)
    path = call.core.files.path(sha256) if allowed else None
    if path is None:
        raise Refusal(Code.NOT_FOUND, "file")
    headers = {
        # The name is the content's digest, so a copy is good for ever; but only for this person.
        "Cache-Control": "private, max-age=31536000, immutable",
        "ETag": f'"{sha256}"',
        "X-Content-Type-Options": "nosniff",
    }
    if f'"{sha256}"' in call.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, headers=headers, media_type="application/octet-stream")


def agree(call: Call) -> Response:
    """``POST /v1/drafts/{id}/trail``."""
    request = call.json(AgreementRequest)
    return call.raw(
        answers.agree(call.core, call.person, call.key, call.parameters["id"], request)
    )


def remark(call: Call) -> Response:
    """``POST /v1/drafts/{id}/remarks``."""
    request = call.json(RemarkRequest)
    return call.raw(
        answers.remark(call.core, call.person, call.key, call.parameters["id"], request)
    )


def return_draft(call: Call) -> Response:
    """``POST /v1/drafts/{id}/return``."""
    return _send_back(call, Action.RETURN)


def reject(call: Call) -> Response:
    """``POST /v1/drafts/{id}/reject``."""
    return _send_back(call, Action.REJECT)


def _send_back(call: Call, action: Action) -> Response:
    request = call.json(ReasonRequest)
    return call.raw(
        answers.send_back(call.core, call.person, call.key, call.parameters["id"], request, action)
    )


def package(call: Call, uploads: Uploads) -> Response:
    """``POST /v1/drafts/{id}/package``."""
    request = call.json(PackageRequest)
    return call.answer(
        acceptance.hand_in(
            call.core, uploads, call.person, call.key, call.parameters["id"], request
        )
    )


def registration(call: Call) -> Response:
    """``GET /v1/drafts/{id}/package``."""
    person = call.person
    author = call.query.get("author", person.pinfl)
    digest = call.query.get("version_digest", "")
    return call.answer(registered.ask(call.core, person, call.parameters["id"], digest, author))


def entry(call: Call) -> Response:
    """``GET /v1/entries/{key}``."""
    person = call.person
    with call.core.database.reading() as connection:
        return call.answer(entries.state(connection, person.pinfl, call.parameters["key"]))


def new_upload(call: Call, uploads: Uploads) -> Response:
    """``POST /v1/uploads``."""
    size = call.headers.get("upload-length", "")
    if not size.isdecimal() or len(size) > 15 or int(size) == 0:
        raise Refusal(Code.BAD_REQUEST, "Upload-Length")
    made = uploads.create(call.person, int(size))
    response = call.answer(made, status=201)
    response.headers["Location"] = f"/v1/uploads/{made.id}"
    response.headers["Upload-Offset"] = "0"
    response.headers["Tus-Resumable"] = "1.0.0"
    return response


def upload_state(call: Call, uploads: Uploads) -> Response:
    """``HEAD /v1/uploads/{id}``."""
    _, present, size = uploads.find(call.person, call.parameters["id"])
    headers = {
        "Upload-Offset": str(present),
        "Upload-Length": str(size),
        "Tus-Resumable": "1.0.0",
        "Cache-Control": "no-store",
    }
    return Response(status_code=200, headers=headers)


async def upload_part(request: Request) -> Response:
    """``PATCH /v1/uploads/{id}``; streamed to disk, never whole in memory."""
    core: Core = request.app.state.core
    uploads: Uploads = request.app.state.uploads
    call = Call(core, request.path_params, request.query_params, request.headers, b"")
    offset = request.headers.get("upload-offset", "")
    kind = request.headers.get("content-type", "")
    good = offset.isdecimal() and len(offset) <= 15
    if not good or kind != "application/offset+octet-stream":
        return refuse(Refusal(Code.BAD_REQUEST, "Upload-Offset or Content-Type"))
    try:
        person = await run_in_threadpool(lambda: call.person)
        reached = await uploads.append(
            person, call.parameters["id"], int(offset), request.stream()
        )
    except Refusal as refusal:
        return refuse(refusal)
    except ClientDisconnect:
        # What arrived is on disk; the station will ask for the offset.
        return GONE
    headers = {"Upload-Offset": str(reached), "Tus-Resumable": "1.0.0"}
    return Response(status_code=204, headers=headers)


def time_stamp(call: Call) -> Response:
    """``POST /v1/timestamp``."""
    if call.headers.get("content-type") != timestamp.REQUEST_TYPE:
        raise Refusal(Code.BAD_REQUEST, "Content-Type")
    return Response(timestamp.answer(call.core, call.body), media_type=timestamp.ANSWER_TYPE)


def trusted(call: Call) -> Response:
    """``GET /v1/trust``."""
    return call.answer(trust.statement(call.core))


async def events(request: Request) -> Response:
    """``GET /v1/events``."""
    core: Core = request.app.state.core
    call = Call(core, request.path_params, request.query_params, request.headers, b"")
    pulse: Pulse = request.app.state.pulse
    try:
        person = await run_in_threadpool(lambda: call.person)
        stream = pulse.listen(person.pinfl)
    except Refusal as refusal:
        return refuse(refusal)
    return StreamingResponse(
        stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


def public_page(call: Call) -> Response:
    """``GET /d/{slug}``."""
    found = portal.page(call.core, call.parameters["slug"])
    if found is None:
        return HTMLResponse(portal.NOT_REGISTERED, 404, headers=portal.PENDING_HEADERS)
    return HTMLResponse(found, headers=portal.HEADERS)


def page_by_digest(call: Call) -> Response:
    """``GET /v/{digest}``: where the QR code of a signature's panel leads."""
    slug = portal.slug_of(call.core, call.parameters["digest"])
    if slug is None:
        return HTMLResponse(portal.NOT_REGISTERED, 404, headers=portal.PENDING_HEADERS)
    return RedirectResponse(f"/d/{slug}", 302, headers=portal.PENDING_HEADERS)


def status(call: Call) -> Response:
    """``POST /ca/ocsp``."""
    if call.headers.get("content-type") != ocsp.REQUEST_TYPE:
        raise Refusal(Code.BAD_REQUEST, "Content-Type")
    return Response(ocsp.answer(call.core, call.body), media_type=ocsp.ANSWER_TYPE)


def revocation_list(call: Call) -> Response:
    """``GET /ca/issuing.crl`` and ``/ca/root.crl``."""
    issuing, root = certificates.revocation_lists(call.core)
    chosen = {"issuing": issuing, "root": root}.get(call.parameters["name"])
    if chosen is None:
        raise Refusal(Code.NOT_FOUND, "list")
    return Response(chosen.public_bytes(Encoding.DER), media_type="application/pkix-crl")
