"""What a signature may be wrapped in: PEM (RFC 7468, and as GnuPG names it), or base64 alone."""

from __future__ import annotations

import base64
import binascii
import re
from itertools import islice

from signing.certificate import load_certificate, load_crl
from signing.errors import AlgorithmRefused, MalformedDocument

_BEGIN = re.compile(rb"-----BEGIN (CMS|PKCS7|PKCS #7 SIGNED DATA|SIGNATURE|SIGNED MESSAGE)-----")
_AROUND = re.compile(
    rb"\s*-----BEGIN (CERTIFICATE|X509 CRL)-----([A-Za-z0-9+/=\s]{1,1048576})-----END \1-----"
)
_OURS = re.compile(rb"\s*-----BEGIN ([A-Z0-9# ]{1,32})-----")
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
    found = _block(text)
    if found is None:
        if not (_BASE64.match(text[:_HEAD]) and _BASE64.fullmatch(text)):
            return False
        found = 0, len(text)
    size = _decode(text, *found)
    if size is None:
        return False
    del text[size:]
    return looks_like_ber(text[:2])


def holds_several(text: bytearray) -> bool:
    """Whether more than one signature begins in a PEM file, of which only one is read."""
    return len(list(islice(_BEGIN.finditer(text), 2))) > 1


def is_wrapped(text: bytearray) -> bool:
    """Whether a signature is in PEM here, and not base64 alone."""
    return _block(text) is not None


def stands_alone(text: bytearray) -> bool:
    """Whether around a signature in PEM nothing stands but blanks, certificates and their lists.

    Anything else is a document to other programs: of text, of HTML with the signature in a
    comment, or one of an office program that is found by its end.
    """
    at, signature = (len(_MARK) if text.startswith(_MARK) else 0), False
    for _ in range(_MOST_AROUND):
        if other := _AROUND.match(text, at):
            if not _is_issued(other[1], other[2]):
                return False
            at = other.end()
        elif (begin := _OURS.match(text, at)) and not signature:
            end = b"-----END %s-----" % begin[1]
            found = text.find(end, begin.end())
            head = text[begin.end() : min(found, begin.end() + _MAX_HEADER)].lstrip()
            header = _HEADER.match(head)
            if found < 0 or (header and not _GNUPG.fullmatch(header[0])):
                return False
            at, signature = found + len(end), True
        else:
            break
    return not text[at : at + _PIECE].strip() and len(text) - at < _PIECE


def _is_issued(kind: bytes, text: bytes) -> bool:
    """Whether the block of a certificate or a list holds one, and not words in its letters."""
    load = load_certificate if kind == b"CERTIFICATE" else load_crl
    try:
        load(base64.b64decode(text.translate(None, _SPACE), validate=True))
    except (binascii.Error, MalformedDocument, AlgorithmRefused):
        return False
    return True


def _block(text: bytearray) -> tuple[int, int] | None:
    """Return where the first signature's base64 begins and ends."""
    endless: set[bytes] = set()
    for begin in _BEGIN.finditer(text):
        if begin[1] in endless:
            # Looked for to the end of the text once, and not for each of a million beginnings.
            continue
        end = text.find(b"-----END %s-----" % begin[1], begin.end())
        if end < 0:
            endless.add(begin[1])
        elif end > begin.end():
            head = text[begin.end() : min(end, begin.end() + _MAX_HEADER)]
            skipped = len(head) - len(head.lstrip())
            header = _HEADER.match(head[skipped:])
            return begin.end() + skipped + (header.end() if header else 0), end
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
