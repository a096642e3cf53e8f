"""Manifests of ASiC containers (ETSI EN 319 162-1, A.4), as any conform maker writes them.

Read by expat alone: a document type ends the reading before anything is expanded, nothing is
fetched, and depth and numbers are bounded. Elements of other name spaces are extensions and pass.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import unquote
from xml.parsers import expat

from signing.detail import about
from signing.errors import DocumentTooLarge, MalformedDocument
from signing.flaws import Flaw
from signing.manifest import ASIC, MAX_BYTES, XMLDSIG
from signing.work import spend

BYTES = 4
"""Of XML that are read for a unit of work; an element may have no more."""
_MAX_DEPTH = 16
_MAX_REFERENCES = 8192
_MAX_ELEMENTS = 100_000
_ENC, _MORE, _MORE_2007 = (
    "http://www.w3.org/2001/04/xmlenc#",
    "http://www.w3.org/2001/04/xmldsig-more#",
    "http://www.w3.org/2007/05/xmldsig-more#",
)
_HASHES = {
    f"{XMLDSIG}sha1": "sha1",
    f"{_MORE}md5": "md5",
    f"{_MORE}sha224": "sha224",
    f"{_ENC}sha256": "sha256",
    f"{_MORE}sha384": "sha384",
    f"{_ENC}sha512": "sha512",
    f"{_MORE_2007}sha3-224": "sha3_224",
    f"{_MORE_2007}sha3-256": "sha3_256",
    f"{_MORE_2007}sha3-384": "sha3_384",
    f"{_MORE_2007}sha3-512": "sha3_512",
}


@dataclass(frozen=True)
class Reference:
    """One referenced member; ``algorithm`` is empty where it is not known, see ``uri``."""

    member: str
    mime: str
    algorithm: str
    uri: str
    digest: bytes


@dataclass(frozen=True)
class Manifest:
    """What one signature or time-stamp covers."""

    signature: str
    references: tuple[Reference, ...]


def read_manifest(data: bytes, name: str) -> Manifest:
    """Read a manifest.

    Raises:
        MalformedDocument: not a manifest, or something is said twice.
        DocumentTooLarge: more than 1 MiB, too deep, too many references, or too much work.
    """
    if len(data) > MAX_BYTES:
        raise DocumentTooLarge(Flaw.TOO_LARGE, name)
    spend(len(data) // BYTES)
    reader = _Reader(name)
    try:
        # expat would follow a byte order mark into another encoding; one reading is enough.
        data.decode()
        parser = expat.ParserCreate("UTF-8", "}")
        parser.XmlDeclHandler = reader.declared
        parser.StartDoctypeDeclHandler = reader.refuse
        parser.EntityDeclHandler = reader.refuse
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        parser.Parse(data, True)
    except UnicodeDecodeError as error:
        raise MalformedDocument(about(name, Flaw.NOT_UTF8)) from error
    except expat.ExpatError as error:
        raise MalformedDocument(about(name, Flaw.NOT_XML)) from error
    return reader.result()


class _Reader:
    """Collects what the manifest says while expat walks through it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._path: list[str] = []
        self._elements = 0
        self._signature: str | None = None
        self._references: dict[str, Reference] = {}
        self._member: str | None = None
        self._mime = self._uri = ""
        self._digest: list[str] = []

    def declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        # Read as UTF-8 whatever it says, it would be another text to readers that believe it.
        if (encoding or "UTF-8").upper() not in ("UTF-8", "US-ASCII"):
            raise MalformedDocument(about(self._name, Flaw.NOT_UTF8))

    def refuse(self, *_: object) -> None:
        raise MalformedDocument(about(self._name, Flaw.DOCUMENT_TYPE))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        self._elements += 1
        if len(self._path) > _MAX_DEPTH or self._elements > _MAX_ELEMENTS:
            raise DocumentTooLarge(Flaw.TOO_LARGE, self._name)
        match self._path:
            case [root] if root != f"{ASIC}}}ASiCManifest":
                raise MalformedDocument(about(self._name, Flaw.OTHER_KIND))
            case [_, here] if here == f"{ASIC}}}SigReference":
                if self._signature is not None:
                    raise MalformedDocument(about(self._name, Flaw.TWO_SIGNATURES))
                self._signature = self._plain(attributes)
            case [_, here] if here == f"{ASIC}}}DataObjectReference":
                self._member = self._plain(attributes)
                self._mime = attributes.get("MimeType", "")
                self._uri, self._digest = "", []
            case [_, above, here] if (
                above == f"{ASIC}}}DataObjectReference" and here == f"{XMLDSIG}}}DigestMethod"
            ):
                if self._uri:
                    raise MalformedDocument(about(self._name, Flaw.TWO_METHODS))
                self._uri = attributes.get("Algorithm", "")
            case [_, above, here] if (
                above == f"{ASIC}}}DataObjectReference" and here == f"{XMLDSIG}}}DigestValue"
            ):
                if self._digest:
                    raise MalformedDocument(about(self._name, Flaw.TWO_DIGESTS))
                self._digest = [""]
            case [_, _, above, _] if above == f"{XMLDSIG}}}DigestValue":
                # Some readers would end the value there, others go on behind it.
                raise MalformedDocument(about(self._name, Flaw.WITHIN_DIGEST))

    def text(self, data: str) -> None:
        if self._path[1:] == [f"{ASIC}}}DataObjectReference", f"{XMLDSIG}}}DigestValue"]:
            self._digest.append(data)

    def end(self, name: str) -> None:
        depth = len(self._path)
        self._path.pop()
        if depth != 2 or name != f"{ASIC}}}DataObjectReference" or self._member is None:
            return
        try:
            digest = base64.b64decode("".join("".join(self._digest).split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise MalformedDocument(about(self._name, Flaw.NOT_BASE64)) from error
        if not (self._member and self._uri and digest):
            raise MalformedDocument(about(self._name, Flaw.INCOMPLETE_REFERENCE))
        if self._member in self._references:
            raise MalformedDocument(about(self._name, Flaw.COMES_TWICE, self._member))
        if len(self._references) >= _MAX_REFERENCES:
            raise DocumentTooLarge(Flaw.TOO_LARGE, self._name)
        known = _HASHES.get(self._uri, "")
        found = Reference(self._member, self._mime, known, self._uri, digest)
        self._references[self._member] = found
        self._member = None

    def result(self) -> Manifest:
        if self._signature is None or not self._references:
            raise MalformedDocument(about(self._name, Flaw.NOTHING_SIGNED))
        return Manifest(self._signature, tuple(self._references.values()))

    def _plain(self, attributes: dict[str, str]) -> str:
        try:
            return unquote(attributes.get("URI", ""), errors="strict").removeprefix("./")
        except UnicodeDecodeError as error:
            raise MalformedDocument(about(self._name, Flaw.ADDRESS_NOT_UTF8)) from error
