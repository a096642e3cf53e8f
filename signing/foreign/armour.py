"""What a signature may be wrapped in: PEM (RFC 7468, and as GnuPG names it), or base64 alone."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from itertools import islice

from signing.certificate import load_certificate, load_crl
from signing.errors import AlgorithmRefused, MalformedDocument
from signing.issued import Issued

_BEGIN = re.compile(rb"-----BEGIN (CMS|PKCS7|PKCS #7 SIGNED DATA|SIGNATURE|SIGNED MESSAGE)-----")
_AROUND = re.compile(
    rb"\s*-----BEGIN (CERTIFICATE|X509 CRL)-----([A-Za-z0-9+/=\s]{1,1048576})-----END \1-----"
)
_BLANK = re.compile(rb"\s*")
_SOLID = re.compile(rb"\S*")
_LINE = re.compile(rb"(\S{1,4096})(\s{1,64})(?=\S)")
_ENDS = 8
"""Blanks around base64 within a block: a few ends of lines."""
_MOST_AROUND = 128
_MARK = b"\xef\xbb\xbf"
"""Of UTF-8, as programs of Windows put it before a text."""
_GNUPG = re.compile(
    rb"Version: GnuPG v?\d{1,2}(\.\d{1,3}){0,3}( \((GNU/Linux|MingW32|Darwin|FreeBSD)\))?\s*"
)
_HEADER = re.compile(rb"\A(?:[A-Za-z-]+: [^\n]*\n)+\s*\n")
_BASE64 = re.compile(rb"\s*MI[A-Za-z0-9+/\s]+={0,2}\s*")
_SPACE = b" \t\n\r\v\f"
_PIECE = 4 << 20
"""Bytes decoded at once; nothing else is held beside the text."""
_HEAD = 128
_MAX_HEADER = 64 << 10
_XML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<[?!A-Za-z]")
_XML_SIGNATURE = b"http://www.w3.org/2000/09/xmldsig#"
_PGP = (b"-----BEGIN PGP SIGNATURE", b"-----BEGIN PGP SIGNED MESSAGE")
_MIME = re.compile(rb"multipart/signed|application/(?:x-)?pkcs7-(?:mime|signature)", re.IGNORECASE)


@dataclass(frozen=True)
class _Block:
    """Where a block of PEM begins, its base64 starts and ends, and what is behind it begins."""

    begin: int
    start: int
    end: int
    behind: int
    plain: bool
    """It has no header, or the one of GnuPG."""


def looks_like_ber(head: bytes | bytearray) -> bool:
    """A SEQUENCE with a long or indefinite length: every CMS signature has over 127 bytes."""
    return head[:1] == b"\x30" and head[1:2] >= b"\x80"


def unwrapped(data: bytes) -> bytes | None:
    """Return the DER or BER in a PEM file or base64 text; None if there is none.

    Of several PEM blocks the first signature counts; certificates around it are no signatures.
    """
    if looks_like_ber(data):
        return data
    text = bytearray(data)
    return bytes(text) if unwrap(text) else None


def unwrap(text: bytearray) -> bool:
    """As :func:`unwrapped`, in the place of the text, so that a large one is not held twice.

    Returns:
        Whether DER or BER was found; otherwise nothing useful is left.
    """
    block = _block(text)
    if block is None and not (_BASE64.match(text[:_HEAD]) and _BASE64.fullmatch(text)):
        return False
    size = _decode(text, *((block.start, block.end) if block else (0, len(text))))
    if size is None:
        return False
    del text[size:]
    return looks_like_ber(text[:2])


def holds_several(text: bytearray) -> bool:
    """Whether more than one signature begins in a PEM file, of which only one is read."""
    return len(list(islice(_BEGIN.finditer(text), 2))) > 1


def read_around(text: bytearray) -> tuple[Issued, ...] | None:
    """Return the certificates and revocation lists around a signature in PEM or base64.

    Returns:
        None if anything else stands there, or if base64 is not in even lines: a document to other
        programs – of text, of HTML with the signature in a comment, of an office program that is
        found by its end – or words that blanks show in the letters.
    """
    block = _block(text)
    if block is None:
        return () if _is_even(text, 0, len(text)) else None
    before = _others(text, len(_MARK) if text.startswith(_MARK) else 0, block.begin)
    behind = _others(text, block.behind, len(text))
    plain = block.plain and _is_even(text, block.start, block.end)
    if before is None or behind is None or not plain:
        return None
    return *before, *behind


def _others(text: bytearray, at: int, end: int) -> list[Issued] | None:
    """Return the certificates and lists that fill a stretch of text with blanks between them."""
    found: list[Issued] = []
    while (other := _AROUND.match(text, at, end)) and len(found) < _MOST_AROUND:
        load = load_certificate if other[1] == b"CERTIFICATE" else load_crl
        if not _is_even(text, *other.span(2)):
            return None
        try:
            found.append(load(base64.b64decode(other[2].translate(None, _SPACE), validate=True)))
        except (binascii.Error, MalformedDocument, AlgorithmRefused):
            return None
        at = other.end()
    return found if _BLANK.fullmatch(text, at, end) else None


def _is_even(text: bytearray, at: int, end: int) -> bool:
    """Whether lines are all of one length and parted by the same blanks, the last one shorter."""
    begun = _BLANK.match(text, at, min(end, at + _ENDS))
    at = begun.end() if begun else at
    for _ in range(_ENDS):
        if end > at and text[end - 1] in _SPACE:
            end -= 1
    first = _LINE.match(text, at, end)
    if first is None:
        return _SOLID.fullmatch(text, at, end) is not None
    width, step = len(first[1]), len(first[0])
    lines = max(1, _PIECE // step)
    for begin in range(at, end, lines * step):
        piece = text[begin : min(begin + lines * step, end)]
        blanks = [piece[width + number :: step] for number in range(step - width)]
        if any(item.strip(first[2][number : number + 1]) for number, item in enumerate(blanks)):
            return False
        if len(piece.translate(None, _SPACE)) + sum(map(len, blanks)) != len(piece):
            return False
    return True


def _block(text: bytearray) -> _Block | None:
    """Return where the first signature is."""
    endless: set[bytes] = set()
    for begin in _BEGIN.finditer(text):
        if begin[1] in endless:
            # Looked for to the end of the text once, and not for each of a million beginnings.
            continue
        closing = b"-----END %s-----" % begin[1]
        end = text.find(closing, begin.end())
        if end < 0:
            endless.add(begin[1])
        elif end > begin.end():
            head = text[begin.end() : min(end, begin.end() + _MAX_HEADER)]
            skipped = len(head) - len(head.lstrip())
            header = _HEADER.match(head[skipped:])
            plain = header is None or _GNUPG.fullmatch(header[0]) is not None
            start = begin.end() + skipped + (header.end() if header else 0)
            return _Block(begin.start(), start, end, end + len(closing), plain)
    return None


def _decode(text: bytearray, at: int, end: int) -> int | None:
    """Write what the base64 says over the beginning of the text; returns how long it is.

    What is decoded is always shorter than what was read for it.
    """
    size, rest, ended = 0, b"", False
    while at < end:
        piece = rest + bytes(text[at : min(at + _PIECE, end)]).translate(None, _SPACE)
        at += _PIECE
        whole = len(piece) if at >= end else len(piece) // 4 * 4
        piece, rest = piece[:whole], piece[whole:]
        if piece and ended:
            return None
        ended = ended or piece.endswith(b"=")
        try:
            decoded = base64.b64decode(piece, validate=True)
        except binascii.Error:
            return None
        text[size : size + len(decoded)] = decoded
        size += len(decoded)
    return size


def other_kind(data: bytes | bytearray) -> str:
    """Return the name of a kind of signature that is not read here; empty if it is none known."""
    if _XML.match(data[:_HEAD]):
        return "XAdES" if _XML_SIGNATURE in data else ""
    if _MIME.search(data[:8192]) and b"\n" in data[:8192]:
        return "S/MIME"
    return "OpenPGP" if data[:8192].lstrip().startswith(_PGP) else ""
