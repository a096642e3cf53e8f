"""Doors that are inside: what is read in a signature, a container or an answer of a server.

A file from outside reaches them through others that refuse most of what is not well-formed; here
they get everything.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from signing import timestamp
from signing.certificate import facts, load_certificate, load_crl, require_usable
from signing.cms_verify import check_cms
from signing.container.reader import open_container
from signing.errors import SigningError
from signing.foreign.manifest import read_manifest as read_any_manifest
from signing.issued import is_signed_by
from signing.lists import list_status
from signing.manifest import ASIC, XMLDSIG, read_manifest
from signing.national import check_signature
from signing.ocsp import OcspAnswer, load_answer, status_of
from signing.public_key import public_key_info
from signing.revocation import Source, check_path
from signing.statement import read_decision, read_trail
from tests.signing.fuzz.finding import Finding
from tests.signing.fuzz.samples import Samples


def look_into(data: bytes, samples: Samples) -> None:
    """Give ``data`` to every door that reads such bytes; errors of the tree are right."""
    if data[:1] == b"\x30":
        for door in (_certificate, _list, _answer, _signature, _time_stamp):
            _try(door, data, samples)
    elif data[:2] == b"PK":
        _try(lambda data, _: open_container(io.BytesIO(data)), data, samples)
    elif data[:1] == b"<":
        _try(_any_manifest, data, samples)
        _try(_manifest, data, samples)
    elif data[:1] == b"{":
        _try(lambda data, _: read_decision(data), data, samples)
        _try(lambda data, samples: read_trail(data, samples.answers), data, samples)


def _try(door: Callable[[bytes, Samples], object], data: bytes, samples: Samples) -> None:
    with suppress(SigningError):
        door(data, samples)


def _certificate(data: bytes, samples: Samples) -> None:
    certificate = load_certificate(data)
    facts(certificate)
    for anchor in samples.anchors.anchors:
        is_signed_by(certificate, anchor)
    with suppress(SigningError):
        require_usable(certificate, samples.at)
    with suppress(SigningError):
        check_signature(public_key_info(certificate), b"\1" * 32, b"\1" * 64)
    path = samples.anchors.path(certificate, samples.certificates, samples.at)
    if certificate not in samples.certificates and len(path) > 1:
        raise Finding("a certificate that no authority issued is trusted")


def _list(data: bytes, samples: Samples) -> None:
    found = load_crl(data)
    _told(found, found.tbs_certlist_bytes, samples)


def _answer(data: bytes, samples: Samples) -> None:
    found = load_answer(data)
    _told(found, found.parsed.tbs_response_bytes, samples)


def _told(source: Source, signed: bytes, samples: Samples) -> None:
    """Whatever is heard of a certificate must stand in one of the samples."""
    for certificate, issuer in samples.pairs:
        if isinstance(source, OcspAnswer):
            said: object = status_of(source, certificate, issuer)
        else:
            said = list_status(source, certificate, issuer)
        check_path((certificate, issuer), (source,), samples.at, now=samples.at)
        if said is not None and not any(signed in item.data for item in samples.every):
            raise Finding("what no authority said of a certificate is heard")


def _signature(data: bytes, samples: Samples) -> None:
    found = check_cms(data, samples.content)
    if found.value in samples.over_others:
        raise Finding("a signature fits a content that it is not over")


def _time_stamp(data: bytes, samples: Samples) -> None:
    matter = samples.content
    with suppress(SigningError):
        timestamp.check_answer(data, timestamp.Question(b"", b"", 1), matter, samples.anchors)
    stamp = timestamp.check_token(data, matter, samples.anchors)
    stamp.revocation(samples.anchors.sources, samples.at)


def _any_manifest(data: bytes, _samples: Samples) -> None:
    found = read_any_manifest(data, "manifest")
    _compare(data, found.signature, {item.member: item.digest for item in found.references})


def _manifest(data: bytes, _samples: Samples) -> None:
    found = read_manifest(data)
    _compare(data, found.signature, {item.member: item.digest for item in found.references})


def _compare(data: bytes, signature: str, digests: dict[str, bytes]) -> None:
    """Whatever the one reader sees, another one sees too."""
    root = ET.fromstring(data)
    other = {
        _member(item): base64.b64decode(
            "".join(item.findtext(f"{{{XMLDSIG}}}DigestValue", "").split())
        )
        for item in root.findall(f"{{{ASIC}}}DataObjectReference")
    }
    named = root.find(f"{{{ASIC}}}SigReference")
    assert named is not None
    # A stranger's address may begin with "./"; one of ours never does.
    plain = {name.removeprefix("./"): digest for name, digest in digests.items()}
    if (plain, signature.removeprefix("./")) != (other, _member(named)):
        raise Finding("two readers see two manifests")


def _member(item: ET.Element) -> str:
    return unquote(item.get("URI", "")).removeprefix("./")
