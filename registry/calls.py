"""What one HTTP call is to the code that answers it: read once, typed, outside the event loop.

An endpoint is a plain function from :class:`Call` to a response. It runs in a thread, because
databases, files and signature checks block; the event loop only moves bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from registry import auth
from registry.contract import decode, encode
from registry.core import Core
from registry.people import Identity
from registry.problems import PROBLEM_TYPE, Code, Refusal

T = TypeVar("T")

MAX_BODY = 1024 * 1024
"""Bytes of a JSON body; files and packages have limits of their own."""
_WORTH_PACKING = 1024
_MAX_KEY = 80


@dataclass(frozen=True)
class Call:
    """One request. ``body`` is whole and already unpacked."""

    core: Core
    parameters: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self, kind: type[T]) -> T:
        """Read the body.

        Raises:
            Refusal: ``bad_request``, with the path of what is wrong.
        """
        try:
            return decode(self.body, kind)
        except msgspec.ValidationError as error:
            raise Refusal(Code.BAD_REQUEST, str(error)) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Refusal(Code.BAD_REQUEST, "not JSON") from error

    @property
    def token(self) -> str:
        """The access token.

        Raises:
            Refusal: ``unauthorised``, there is none.
        """
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refusal(Code.UNAUTHORISED, "no token")
        return token.strip()

    @cached_property
    def person(self) -> Identity:
        """Who asks.

        Raises:
            Refusal: ``unauthorised``.
        """
        return auth.person_of(self.core, self.token)

    @property
    def key(self) -> str:
        """The Idempotency-Key.

        Raises:
            Refusal: ``bad_request``, absent, too long or not printable ASCII.
        """
        key = self.headers.get("idempotency-key", "")
        if not 0 < len(key) <= _MAX_KEY or not key.isascii() or not key.isprintable():
            raise Refusal(Code.BAD_REQUEST, "Idempotency-Key")
        return key

    def number(self, name: str, default: int, lowest: int, highest: int) -> int:
        """Read a whole number of the query and bring it into its bounds.

        Raises:
            Refusal: ``bad_request``, not a number.
        """
        text = self.query.get(name)
        if text is None:
            return default
        try:
            return max(lowest, min(highest, int(text)))
        except ValueError as error:
            raise Refusal(Code.BAD_REQUEST, name) from error

    def answer(self, value: object, *, status: int = 200, tagged: bool = False) -> Response:
        """Return ``value`` as JSON, packed where the caller accepts it.

        Args:
            value: one of the contract's types.
            status: the HTTP status.
            tagged: give an ETag, and answer 304 to somebody who has this already.
        """
        return self.raw(encode(value), status=status, tagged=tagged)

    def raw(self, body: bytes, *, status: int = 200, tagged: bool = False) -> Response:
        """Like :meth:`answer`, for JSON at hand."""
        headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
        if tagged:
            # Weak: packed and plain answers share it.
            tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
            headers |= {"ETag": tag, "Cache-Control": "private, no-cache"}
            if tag in self.headers.get("if-none-match", ""):
                return Response(status_code=304, headers=headers)
        if len(body) >= _WORTH_PACKING and "gzip" in self.headers.get("accept-encoding", ""):
            body = gzip.compress(body, 5)
            headers["Content-Encoding"] = "gzip"
        return Response(body, status, headers, "application/json")


Endpoint = Callable[[Call], Response]

GONE = Response(status_code=400)
"""For a caller who went away in the middle of his request: nobody reads it."""


def refuse(refusal: Refusal, status: int = 0) -> Response:
    """Return a refusal as a problem document; ``status`` where it is not that of its code."""
    headers = {"Cache-Control": "no-store"}
    if refusal.retry_after is not None:
        headers["Retry-After"] = str(refusal.retry_after)
    if refusal.code is Code.UNAUTHORISED:
        headers["WWW-Authenticate"] = 'Bearer realm="registry"'
    status = status or refusal.status
    # Two words that contradict each other are nobody's (RFC 9457, 3.1.2).
    problem = replace(refusal.problem, status=status)
    return Response(encode(problem), status, headers, PROBLEM_TYPE)


def endpoint(work: Endpoint, limit: int = MAX_BODY) -> Callable[[Request], Awaitable[Response]]:
    """Turn ``work`` into what the router calls.

    Args:
        work: answers the call; runs in a thread.
        limit: of the body, in bytes, packed and unpacked.
    """

    async def answer(request: Request) -> Response:
        try:
            body = await _body(request, limit)
            call = Call(
                core=request.app.state.core,
                parameters=request.path_params,
                query=request.query_params,
                headers=request.headers,
                body=body,
            )
            return await run_in_threadpool(work, call)
        except Refusal as refusal:
            return refuse(refusal)
        except ClientDisconnect:
            return GONE

    return answer


async def _body(request: Request, limit: int) -> bytes:
    parts = bytearray()
    async for chunk in request.stream():
        parts += chunk
        if len(parts) > limit:
            raise Refusal(Code.TOO_LARGE, "body")
    encoding = request.headers.get("content-encoding", "identity")
    if encoding == "identity":
        return bytes(parts)
    if encoding != "gzip":
        raise Refusal(Code.BAD_REQUEST, "Content-Encoding")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        # Bounded: a small body must not unpack into all the memory there is.
        body = unpacker.decompress(bytes(parts), limit + 1)
    except zlib.error as error:
        raise Refusal(Code.BAD_REQUEST, "gzip") from error
    if len(body) > limit:
        raise Refusal(Code.TOO_LARGE, "body")
    if not unpacker.eof:
        raise Refusal(Code.BAD_REQUEST, "gzip")
    return body
