"""Data of a picture: unpacked, all there, and as its dictionary says (ISO 32000-1, 7.4)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from signing.errors import MalformedDocument
from signing.examine.budget import Budget
from signing.examine.facsimile import Facsimile
from signing.examine.picture_heads import HEADS, OF_ROWS, Claim, Said, is_fax
from signing.flaws import Flaw
from signing.pdf.packing import unpacked_by

_FLATE = "/FlateDecode"
_TIFF, _PNG = 2, range(10, 16)
_KINDS = bytes(range(5))
_PIECE = 1 << 20
_MORE = 1 << 20
"""Bytes behind the last row, which every reader leaves out."""
_BLANK = b"\0\t\n\f\r "
_FAX = "/CCITTFaxDecode"


def is_packed_alike(
    ways: list[tuple[str, Said]], data: bytes, claim: Claim, budget: Budget
) -> bool:
    """Whether the data say the same as the dictionary, and are all there.

    Args:
        ways: the filters in their order, with their parameters.
        data: as they stand in the file.
        claim: of the dictionary.
        budget: what looking may cost.

    Raises:
        MalformedDocument: they are packed in a way that readers unpack to different things.
        DocumentTooLarge: a limit is reached.
    """
    for name, said in ways[:-1]:
        if said:
            return False
        data = unpacked_by(name, data, budget.limits.stream)
        budget.check()
    name, said = ways[-1] if ways else ("", {})
    if name in HEADS:
        return claim.last is None and HEADS[name](data, said, claim)
    if name == _FAX:
        marked = getattr(said.get("/EndOfBlock"), "value", True)
        whole = claim.last in (None, 1) and is_fax(said, claim)
        return whole and Facsimile(data, claim.width).is_whole(claim.height, budget, ends=marked)
    if name == _FLATE:
        return _is_flate_alike(data, said, claim, budget)
    return not said and _is_whole(claim, unpacked_by(name, data, _most(claim)) if name else data)


def _most(claim: Claim) -> int:
    return claim.bytes + _MORE


def _is_whole(claim: Claim, data: bytes) -> bool:
    """Whether unpacked data are all there, and name no colour behind the last."""
    if not claim.bytes <= len(data) <= _most(claim):
        return False
    return claim.last is None or _names_colours(claim, data[: claim.bytes])


def _names_colours(claim: Claim, data: bytes) -> bool:
    """Whether each number is that of a colour of the table."""
    last, bits, row = claim.last or 0, claim.bits, claim.row
    if last + 1 == 1 << bits:
        return True
    if bits == 8:
        return max(data) <= last
    # What fills a row's last byte is no number.
    used = claim.width * bits - 8 * (row - 1)
    inner = b"".join(data[at : at + row - 1] for at in range(0, len(data), row))
    return all(
        byte >> shift & (1 << bits) - 1 <= last
        for found, count in ((set(inner), 8), (set(data[row - 1 :: row]), used))
        for byte in found
        for shift in range(8 - bits, 7 - count, -bits)
    )


def _is_flate_alike(data: bytes, said: Said, claim: Claim, budget: Budget) -> bool:
    if said.keys() - OF_ROWS or not all(isinstance(item, int) for item in said.values()):
        return False
    way = said.get("/Predictor", 1)
    if way == 1:
        stride = 0
    else:
        rows = said.get("/Columns", 1), said.get("/Colors", 1), said.get("/BitsPerComponent", 8)
        if rows != (claim.width, claim.colours, claim.bits) or way not in (_TIFF, *_PNG):
            return False
        stride = claim.row + 1 if way in _PNG else 0
    needed, there = claim.bytes + bool(stride) * claim.height, 0
    for piece in _pieces(data):
        budget.check()
        if stride:
            kinds = piece[-there % stride : max(needed - there, 0) : stride]
            if kinds.translate(None, _KINDS):
                return False
        there += len(piece)
        if there > needed + _MORE:
            return False
    if there < needed:
        return False
    if claim.last is None or claim.last + 1 == 1 << claim.bits:
        return True
    return way != _TIFF and _names_colours(claim, _coloured(data, said, claim))


def _coloured(data: bytes, said: Said, claim: Claim) -> bytes:
    """Return the numbers of a picture by a table."""
    from pypdf.filters import FlateDecode
    from pypdf.generic import DictionaryObject, NameObject, NumberObject

    known = {NameObject(key): NumberObject(item) for key, item in said.items()}
    return bytes(FlateDecode.decode(data, DictionaryObject(known)))[: claim.bytes]


def _pieces(data: bytes) -> Iterator[bytes]:
    """Unpack Flate piece by piece.

    Raises:
        MalformedDocument: it has no end, or something behind it.
        zlib.error: it is not Flate.
    """
    worker, at = zlib.decompressobj(), 0
    while not worker.eof:
        fed = worker.unconsumed_tail
        if not fed:
            fed, at = data[at : at + _PIECE], at + _PIECE
        piece = worker.decompress(fed, _PIECE)
        if not piece and not fed and not worker.eof:
            raise MalformedDocument(Flaw.PACKED_UNLIKE)
        yield piece
    if (worker.unused_data + data[at:]).strip(_BLANK):
        raise MalformedDocument(Flaw.PACKED_UNLIKE)
