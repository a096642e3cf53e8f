"""The registry as a web application: its addresses, what frames every answer, its own chores."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from registry import endpoints as at
from registry import lifecycle, ocsp, timestamp
from registry.calls import Call, endpoint, refuse
from registry.contract import CONTRACT_HEADER, CONTRACT_VERSION
from registry.core import Core
from registry.events import Pulse
from registry.portal import BY_DIGEST
from registry.problems import Code, Refusal
from registry.uploads import Uploads
from registry.verifying import endpoint as verifying
from registry.verifying.pages import ADDRESS as VERIFY

log = logging.getLogger("registry")

_SWEEP_EVERY = timedelta(seconds=30)
_MAINTENANCE_WAIT = 60


def routes(uploads: Uploads) -> list[Route]:
    """Return every address of the registry."""

    def route(method: str, path: str, work: Callable[[Call], Response]) -> Route:
        return Route(path, endpoint(work), methods=[method])

    return [
        route("POST", "/v1/auth/challenge", at.challenge),
        route("POST", "/v1/auth/session", at.sign_in),
        route("DELETE", "/v1/auth/session", at.sign_out),
        route("POST", "/v1/auth/password", at.password),
        route("POST", "/v1/auth/refresh", at.refresh),
        route("GET", "/v1/me", at.me),
        route("GET", "/v1/changes", at.changes),
        route("GET", "/v1/drafts/{id}", at.draft),
        route("GET", "/v1/drafts/{id}/versions/{n}", at.older_version),
        route("GET", "/v1/files/{sha256}", at.file),
        route("POST", "/v1/drafts/{id}/trail", at.agree),
        route("POST", "/v1/drafts/{id}/remarks", at.remark),
        route("POST", "/v1/drafts/{id}/return", at.return_draft),
        route("POST", "/v1/drafts/{id}/reject", at.reject),
        route("POST", "/v1/drafts/{id}/package", lambda call: at.package(call, uploads)),
        route("GET", "/v1/drafts/{id}/package", at.registration),
        route("GET", "/v1/entries/{key}", at.entry),
        route("POST", "/v1/uploads", lambda call: at.new_upload(call, uploads)),
        route("HEAD", "/v1/uploads/{id}", lambda call: at.upload_state(call, uploads)),
        Route("/v1/uploads/{id}", at.upload_part, methods=["PATCH"]),
        Route("/v1/timestamp", endpoint(at.time_stamp, timestamp.MAX_REQUEST), methods=["POST"]),
        route("GET", "/v1/trust", at.trusted),
        Route("/v1/events", at.events, methods=["GET"]),
        Route(VERIFY, verifying.show, methods=["GET"]),
        Route(VERIFY, verifying.verify, methods=["POST", "PUT"]),
        route("GET", "/d/{slug}", at.public_page),
        route("GET", f"{BY_DIGEST}{{digest}}", at.page_by_digest),
        route("GET", "/ca/{name}.crl", at.revocation_list),
        Route("/ca/ocsp", endpoint(at.status, ocsp.MAX_REQUEST), methods=["POST"]),
    ]


class _Frame:
    """Around every answer: the contract's version, and "maintenance" while it lasts."""

    def __init__(self, app: ASGIApp, core: Core) -> None:
        self._app = app
        self._core = core

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[CONTRACT_HEADER] = CONTRACT_VERSION
            await send(message)

        if self._core.maintenance:
            answer = refuse(Refusal(Code.MAINTENANCE, retry_after=_MAINTENANCE_WAIT))
            await answer(scope, receive, framed)
            return
        await self._app(scope, receive, framed)


def application(core: Core) -> Starlette:
    """Return the registry as an ASGI application."""
    uploads = Uploads(core)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        tasks = [
            asyncio.create_task(app.state.pulse.run()),
            asyncio.create_task(_sweep(core, uploads)),
        ]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    app = Starlette(
        routes=routes(uploads),
        middleware=[Middleware(_Frame, core=core)],
        exception_handlers={HTTPException: _http_error, Exception: _failure},
        lifespan=lifespan,
    )
    app.state.core = core
    app.state.uploads = uploads
    app.state.pulse = Pulse(core)
    app.state.desk = verifying.Desk(core)
    return app


async def _http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    known = {404: Code.NOT_FOUND, 405: Code.METHOD_NOT_ALLOWED}
    response = refuse(Refusal(known.get(error.status_code, Code.BAD_REQUEST)))
    response.headers.update(error.headers or {})
    return response


async def _failure(_request: Request, _error: Exception) -> Response:
    # The server logs the traceback; the caller gets no part of it.
    return refuse(Refusal(Code.INTERNAL))


async def _sweep(core: Core, uploads: Uploads) -> None:
    """Deem overdue silences agreements, and forget old uploads."""
    while True:
        try:
            await run_in_threadpool(sweep, core, uploads)
        except Exception:
            # A process boundary: one failed round must not end all later ones.
            log.exception("sweep")
        await asyncio.sleep(_SWEEP_EVERY.total_seconds())


def sweep(core: Core, uploads: Uploads) -> None:
    """One round of what the registry does by itself."""
    now = core.clock()
    uploads.sweep(now)
    with core.database.reading() as connection:
        late = lifecycle.overdue(connection, now)
    for identifier in late:
        with core.database.writing() as connection:
            lifecycle.deem_agreed(connection, identifier, now)
