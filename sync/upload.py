"""A package on its way to the registry, in parts, taken up again wherever it broke."""

from __future__ import annotations

import time
from collections.abc import Callable

from sync.cancel import NEVER, CancelToken, check
from sync.client import RegistryClient
from sync.errors import BadAnswer, NotFound, Refused, Unreachable
from sync.store.packages import Packages

PART = 1024 * 1024
"""Bytes in one request: what is lost at most when a connection breaks."""

_FRUITLESS = 5
"""How often in a row it may break without a byte of progress."""

_PAUSE = 0.05


def upload_package(
    client: RegistryClient,
    packages: Packages,
    sha256: str,
    size: int,
    *,
    known: str | None,
    begun: Callable[[str], None],
    watch: Callable[[int], None],
    cancel: CancelToken = NEVER,
) -> str:
    """Bring a package to the registry; this alone changes no draft.

    Args:
        client: the registry.
        packages: where the package is.
        sha256: its digest.
        size: its length in bytes.
        known: the registry's name of an upload begun earlier, if any.
        begun: told the name of a new upload before its first part leaves.
        watch: told how many bytes have arrived.
        cancel: asked between parts.

    Returns:
        The registry's name of the complete upload.

    Raises:
        RegistryError: never :class:`~sync.errors.OutcomeUnknown`.
        StoreDamaged: the package is damaged on this station.
        NotFound: the package is not on this station.
        Cancelled: what has arrived stays there to be taken up again.
    """
    upload, offset = _begin(client, sha256, size, known, begun)
    fruitless = 0
    watch(offset)
    while offset < size:
        check(cancel)
        part = _part(packages, sha256, offset)
        call = f"PATCH /v1/uploads/{upload}"
        before = offset
        try:
            offset = client.upload_part(upload, offset, part)
            if not before < offset <= before + len(part):
                raise BadAnswer(call, "Upload-Offset")
        except (Unreachable, Refused) as error:
            if not _worth_asking(error):
                raise
            fruitless += 1
            offset = _asked_offset(client, upload, error, fruitless)
            if offset > size:
                raise BadAnswer(call, "Upload-Offset") from error
        if offset > before:
            fruitless = 0
        watch(offset)
    return upload


def _begin(
    client: RegistryClient,
    sha256: str,
    size: int,
    known: str | None,
    begun: Callable[[str], None],
) -> tuple[str, int]:
    if known is not None:
        try:
            offset = client.upload_offset(known)
        except Refused as error:
            if error.code != "not_found":
                raise
        else:
            if offset <= size:
                return known, offset
    new = client.begin_upload(size, sha256)
    begun(new.id)
    if new.offset > size:
        raise BadAnswer("POST /v1/uploads", "$.offset")
    return new.id, new.offset


def _part(packages: Packages, sha256: str, offset: int) -> bytes:
    part = bytearray()
    for piece in packages.chunks(sha256, offset):
        part += piece
        if len(part) >= PART:
            break
    if not part:
        raise NotFound("file", sha256)
    return bytes(part[:PART])


def _worth_asking(error: Unreachable | Refused) -> bool:
    if isinstance(error, Unreachable):
        return not error.concerns_all
    return error.code == "offset_mismatch"


def _asked_offset(
    client: RegistryClient, upload: str, error: Unreachable | Refused, fruitless: int
) -> int:
    """Ask how far it is, as often as is reasonable on a line that keeps breaking."""
    while True:
        if fruitless > _FRUITLESS:
            raise error
        # A line that breaks and moves on is asked at once; one that does not move gets a rest.
        time.sleep(_PAUSE * (fruitless - 1))
        try:
            return client.upload_offset(upload)
        except Unreachable as again:
            if again.concerns_all:
                raise
            fruitless += 1
