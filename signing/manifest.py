"""The manifest of an ASiC-E container with CAdES (ETSI EN 319 162-1, A.4)."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote
from xml.parsers import expat

from signing.detail import about
from signing.errors import AlgorithmRefused, DocumentTooLarge, MalformedDocument
from signing.flaws import Flaw

ASIC = "http://uri.etsi.org/02918/v1.2.1#"
XMLDSIG = "http://www.w3.org/2000/09/xmldsig#"
MAX_BYTES = 1 << 20
_MAX_DEPTH = 8

_HASH_URIS = {
    "sha256": "http://www.w3.org/2001/04/xmlenc#sha256",
    "sha384": "http://www.w3.org/2001/04/xmldsig-more#sha384",
    "sha512": "http://www.w3.org/2001/04/xmlenc#sha512",
}
_HASH_NAMES = {uri: name for name, uri in _HASH_URIS.items()}

_REFERENCE, _VALUE = f"{ASIC}}}DataObjectReference", f"{XMLDSIG}}}DigestValue"
_PLACES = {
    (f"{ASIC}}}SigReference",),
    (_REFERENCE,),
    (_REFERENCE, f"{XMLDSIG}}}DigestMethod"),
    (_REFERENCE, _VALUE),
}
"""Below the root. Elsewhere, or with something in a digest, one reader would see what another
one does not."""
_PLACED = {name for place in _PLACES for name in place}


@dataclass(frozen=True)
class Reference:
    """One referenced member with its digest."""

    member: str
    mime: str
    algorithm: str
    digest: bytes


@dataclass(frozen=True)
class Manifest:
    """What the signature covers."""

    signature: str
    references: tuple[Reference, ...]


def write_manifest(signature: str, references: Iterable[Reference]) -> bytes:
    """Return ``ASiCManifest.xml``."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<asic:ASiCManifest xmlns:asic={_quoted(ASIC)} xmlns:ds={_quoted(XMLDSIG)}>",
        f'<asic:SigReference MimeType="application/pkcs7-signature" URI={_uri(signature)}/>',
    ]
    for item in references:
        lines += [
            f"<asic:DataObjectReference MimeType={_quoted(item.mime)} URI={_uri(item.member)}>",
            f"<ds:DigestMethod Algorithm={_quoted(_HASH_URIS[item.algorithm])}/>",
            f"<ds:DigestValue>{base64.b64encode(item.digest).decode()}</ds:DigestValue>",
            "</asic:DataObjectReference>",
        ]
    lines.append("</asic:ASiCManifest>\n")
    return "\n".join(lines).encode()


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest; document types and entities are refused before anything is expanded.

    Raises:
        MalformedDocument: not a manifest, or a member is referenced twice.
        AlgorithmRefused: a reference's digest is weak or unknown, by its identifier.
        DocumentTooLarge: more than 1 MiB.
    """
    if len(data) > MAX_BYTES:
        raise DocumentTooLarge(Flaw.TOO_LARGE, "ASiCManifest.xml")
    try:
        # expat would follow a byte order mark into another encoding; the format has one.
        data.decode()
    except UnicodeDecodeError as error:
        raise MalformedDocument(about("ASiCManifest.xml", Flaw.NOT_UTF8)) from error
    reader = _Reader()
    parser = expat.ParserCreate("UTF-8", "}")
    parser.XmlDeclHandler = reader.declared
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise MalformedDocument(about("ASiCManifest.xml", Flaw.NOT_XML)) from error
    return reader.result()


def _quoted(text: str) -> str:
    """Return an attribute's value (XML 1.0, 2.3); saxutils would import an HTTP client too."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'"{escaped}"'


def _uri(member: str) -> str:
    return _quoted(quote(member))


class _Reader:
    """Collects what the manifest says while expat walks through it."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._signature: str | None = None
        self._references: dict[str, Reference] = {}
        self._member = self._mime = self._algorithm = ""
        self._digest: list[str] = []

    def declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        # Read as UTF-8 whatever it says, it would be another text to readers that believe it.
        if (encoding or "UTF-8").upper() not in ("UTF-8", "US-ASCII"):
            raise MalformedDocument(about("ASiCManifest.xml", Flaw.NOT_UTF8))

    def refuse(self, *_: object) -> None:
        raise MalformedDocument(about("ASiCManifest.xml", Flaw.DOCUMENT_TYPE))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > _MAX_DEPTH:
            raise MalformedDocument(about("ASiCManifest.xml", Flaw.TOO_DEEP))
        if len(self._path) == 1 and name != f"{ASIC}}}ASiCManifest":
            raise MalformedDocument(about("ASiCManifest.xml", Flaw.OTHER_KIND))
        known = tuple(self._path[1:]) in _PLACES
        if not known and (name in _PLACED or _VALUE in self._path):
            raise MalformedDocument(about("ASiCManifest.xml", Flaw.OUT_OF_PLACE))
        if name == f"{ASIC}}}SigReference":
            if self._signature is not None:
                raise MalformedDocument(about("ASiCManifest.xml", Flaw.TWO_SIGNATURES))
            self._signature = _plain(attributes.get("URI", ""))
        elif name == f"{ASIC}}}DataObjectReference":
            self._member = _plain(attributes.get("URI", ""))
            self._mime = attributes.get("MimeType", "")
            self._algorithm, self._digest = "", []
        elif name == f"{XMLDSIG}}}DigestMethod":
            uri = attributes.get("Algorithm", "")
            if uri not in _HASH_NAMES:
                raise AlgorithmRefused(uri)
            if self._algorithm:
                raise MalformedDocument(about("ASiCManifest.xml", Flaw.TWO_METHODS))
            self._algorithm = _HASH_NAMES[uri]
        elif name == f"{XMLDSIG}}}DigestValue":
            if self._digest:
                raise MalformedDocument(about("ASiCManifest.xml", Flaw.TWO_DIGESTS))
            self._digest = [""]

    def text(self, data: str) -> None:
        if self._path[-1] == f"{XMLDSIG}}}DigestValue":
            self._digest.append(data)

    def end(self, name: str) -> None:
        self._path.pop()
        if name != f"{ASIC}}}DataObjectReference":
            return
        try:
            digest = base64.b64decode("".join("".join(self._digest).split()), validate=True)
        except ValueError as error:
            raise MalformedDocument(about("ASiCManifest.xml", Flaw.NOT_BASE64)) from error
        if not (self._member and self._algorithm and digest):
            raise MalformedDocument(about("ASiCManifest.xml", Flaw.INCOMPLETE_REFERENCE))
        if self._member in self._references:
            raise MalformedDocument(about("ASiCManifest.xml", Flaw.COMES_TWICE, self._member))
        found = Reference(self._member, self._mime, self._algorithm, digest)
        self._references[self._member] = found

    def result(self) -> Manifest:
        if self._signature is None or not self._references:
            raise MalformedDocument(about("ASiCManifest.xml", Flaw.NOTHING_SIGNED))
        return Manifest(self._signature, tuple(self._references.values()))


def _plain(uri: str) -> str:
    try:
        return unquote(uri, errors="strict")
    except UnicodeDecodeError as error:
        raise MalformedDocument(about("ASiCManifest.xml", Flaw.ADDRESS_NOT_UTF8)) from error
