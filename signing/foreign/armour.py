"""What a signature may be wrapped in: PEM (RFC 7468), or base64 alone as web tools hand it out."""

from __future__ import annotations

import base64
import binascii
import re

_PEM = re.compile(
    rb"-----BEGIN (CMS|PKCS7|PKCS #7 SIGNED DATA|SIGNATURE)-----(.{1,400000000}?)-----END \1-----",
    re.DOTALL,
)
_HEADER = re.compile(rb"\A(?:[A-Za-z-]+: [^\n]*\n)+\s*\n")
_BASE64 = re.compile(rb"\s*MI[A-Za-z0-9+/\s]+={0,2}\s*")
_HEAD = 128
_XML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<[?!A-Za-z]")
_XML_SIGNATURE = b"http://www.w3.org/2000/09/xmldsig#"
_PGP = (b"-----BEGIN PGP SIGNATURE", b"-----BEGIN PGP SIGNED MESSAGE")
_MIME = re.compile(rb"multipart/signed|application/(?:x-)?pkcs7-(?:mime|signature)", re.IGNORECASE)


def looks_like_ber(head: bytes) -> bool:
    """A SEQUENCE with a long or indefinite length: every CMS signature has over 127 bytes."""
    return head[:1] == b"\x30" and head[1:2] >= b"\x80"


def unwrapped(data: bytes) -> bytes | None:
    """Return the DER or BER in a PEM file or base64 text; None if there is none.

    Of several PEM blocks the first signature counts; certificates around it are no signatures.
    """
    if looks_like_ber(data):
        return data
    found = _PEM.search(data)
    text = _HEADER.sub(b"", found[2].lstrip()) if found else data
    if found is None and not (_BASE64.match(data[:_HEAD]) and _BASE64.fullmatch(data)):
        return None
    try:
        inner = base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error:
        return None
    return inner if looks_like_ber(inner) else None


def other_kind(data: bytes) -> str:
    """Return the name of a kind of signature that is not read here; empty if it is none known."""
    if _XML.match(data[:_HEAD]):
        return "XAdES" if _XML_SIGNATURE in data else ""
    if _MIME.search(data[:8192]) and b"\n" in data[:8192]:
        return "S/MIME"
    return "OpenPGP" if data.lstrip().startswith(_PGP) else ""
