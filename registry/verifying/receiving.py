"""Files on their way in: bounded in size and time, kept where nobody else can open them."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

LIMIT = 64 << 20
"""Bytes of a whole request; the program verifies larger files."""
PIECE_SECONDS = 15.0
"""For which a caller may say nothing."""
WHOLE_SECONDS = 180.0
# It warns of every form that is not as it should be, and anybody may send one.
logging.getLogger("python_multipart").setLevel(logging.ERROR)
_FORM = "multipart/form-data"
_FIELD = 1024
_FIELDS = 4


class NotReceived(Exception):
    """What came is of no use. ``reason``: too_large, too_slow, malformed or no_file."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Received:
    """What somebody wants verified; the files have no names in the file system."""

    file: BinaryIO | None = None
    content: BinaryIO | None = None
    name: str = ""
    content_name: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def close(self) -> None:
        """Let the files go; nothing of them is left."""
        for item in (self.file, self.content):
            if item is not None:
                item.close()


@dataclass
class Bounds:
    """What a request may have; tests have less patience."""

    size: int = LIMIT
    piece_seconds: float = PIECE_SECONDS
    whole_seconds: float = WHOLE_SECONDS


async def receive(request: Request, bounds: Bounds) -> Received:
    """Take a form with files in, or one file as the whole body.

    Raises:
        NotReceived: it is not taken in; nothing of it is left.
        ClientDisconnect: the caller went away.
    """
    stream = _bounded(request, bounds)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == _FORM:
        return await _form(request, stream)
    if kind.startswith("application/x-www-form-urlencoded"):
        # A form without its files: what curl's -d sends, too, and that is no file as it was.
        raise NotReceived("malformed")
    return await _body(stream)


async def _bounded(request: Request, bounds: Bounds) -> AsyncGenerator[bytes, None]:
    """Give what arrives; a caller who sends too much is heard out a little, to get the answer."""
    size, begun = 0, asyncio.get_running_loop().time()
    pieces = request.stream()
    while True:
        left = begun + bounds.whole_seconds - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(max(0.0, min(bounds.piece_seconds, left))):
                piece = await anext(pieces)
        except StopAsyncIteration:
            break
        except TimeoutError:
            raise NotReceived("too_slow") from None
        size += len(piece)
        if size > 2 * bounds.size:
            break
        if size <= bounds.size:
            yield piece
    if size > bounds.size:
        raise NotReceived("too_large")


async def _body(stream: AsyncGenerator[bytes, None]) -> Received:
    file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - closed by the caller
    received = Received(file)
    with _closing_on_error(received):
        async for piece in stream:
            await run_in_threadpool(file.write, piece)
        if file.tell() == 0:
            raise NotReceived("no_file")
        file.seek(0)
    return received


class _Parser(MultiPartParser):
    """Knows whether a form was whole; half a file is none."""

    ended = False

    def on_end(self) -> None:
        """Note the last boundary."""
        self.ended = True

    def close(self) -> None:
        """Let go of files, those that never ended too."""
        for item in self._files_to_close_on_error:
            item.close()


async def _form(request: Request, stream: AsyncGenerator[bytes, None]) -> Received:
    parser = _Parser(
        request.headers, stream, max_files=2, max_fields=_FIELDS, max_part_size=_FIELD
    )
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise NotReceived("malformed") from error
    if not parser.ended:
        parser.close()
        raise NotReceived("malformed")
    received = Received()
    with _closing_on_error(received):
        _take(form, received)
        if received.file is None:
            raise NotReceived("no_file")
    return received


def _take(form: FormData, received: Received) -> None:
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            received.fields[name] = value
        elif name in ("file", "content") and getattr(received, name):
            # Of two files one would be left out without a word.
            value.file.close()
            raise NotReceived("malformed")
        # A browser sends a field in which nothing was chosen as an empty file without a name.
        elif name not in ("file", "content") or not (
            value.size or (name == "content" and value.filename)
        ):
            value.file.close()
        else:
            setattr(received, name, _real(value))
            setattr(received, "name" if name == "file" else "content_name", value.filename or "")


def _real(value: UploadFile) -> BinaryIO:
    """Return a file that another process can be given; a small one is in memory only."""
    rollover = getattr(value.file, "rollover", None)
    if rollover is not None:
        rollover()
    value.file.seek(0)
    return value.file


@contextmanager
def _closing_on_error(received: Received) -> Iterator[None]:
    try:
        yield
    except BaseException:
        received.close()
        raise
