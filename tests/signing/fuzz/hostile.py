"""What somebody signs who means no good: mutated first, and then signed.

A mutation of what is signed stops at the signature, which is wrong. So here the signed parts are
mutated and signed anew, with a key that nobody trusts: whatever is behind the check of the value
gets to see them. A report may call that intact, and never valid.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import cache
from random import Random

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from signing.cms_asn1 import tlv
from tests.signing.foreign import crafted
from tests.signing.fuzz import pdfs, texts, zips
from tests.signing.fuzz import tlv as elements
from tests.signing.fuzz.samples import Group, Samples

_RANGE = re.compile(rb"/ByteRange\s*\[([^\]]*)\]")
_HOLE = re.compile(rb"<[0-9A-Fa-f]{2000,}>")
_DIGEST = re.compile(rb"<d:DigestValue>\s*[^<]*</d:DigestValue>")
_ECDSA = crafted.algorithm(crafted.ECDSA_SHA256)
_TST_INFO = "1.2.840.113549.1.9.16.1.4"


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    """Always the same, so that a number means the same bytes."""
    return ec.derive_private_key(0xE9A2, ec.SECP256R1())


def _sign(data: bytes) -> bytes:
    return _key().sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


@cache
def _body(samples: Samples) -> bytes:
    """What is signed of a certificate: a real one's, with this key and its own name as issuer."""
    (found,) = [item for item in samples.every if item.name == "person.cer"]
    real = x509.load_der_x509_certificate(found.data)
    key = _key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    old = real.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    body = real.tbs_certificate_bytes
    for what, by in ((old, key), (real.issuer.public_bytes(), real.subject.public_bytes())):
        every = elements.places(body)
        (index,) = [at for at, item in enumerate(every) if body[item.start : item.end] == what]
        body = elements.replace(body, every, index, by, honest=True)
    return body


def _certificate(body: bytes) -> bytes:
    return tlv(0x30, body + _ECDSA + tlv(3, b"\0" + _sign(body)))


class Hostile:
    """Makes files; the number of a random generator decides which."""

    def __init__(self, samples: Samples, group: Group | None = None) -> None:
        self._samples = samples
        self._matter = samples.content
        self._named = {item.name: item.data for item in samples.every}
        body = _body(samples)
        certificate = x509.load_der_x509_certificate(_certificate(body))
        self._body = body
        self._sid = tlv(
            0x30, certificate.issuer.public_bytes() + asn1.encode_der(certificate.serial_number)
        )
        every: dict[Group, tuple[Callable[[Random], bytes], ...]] = {
            Group.SIGNATURES: (self._attributes, self._attributes, self._beside),
            Group.CERTIFICATES: (self._person,),
            Group.STAMPS: (self._stamp, self._stamp),
            Group.CONTAINERS: (self._container, self._container),
            Group.PDFS: (self._pdf, self._pdf),
        }
        chosen = list(every) if group is None else [group]
        self.kinds = [kind for name in chosen for kind in every.get(name, ())]
        """What can be signed of the group."""

    def make(self, rng: Random) -> bytes:
        """Return one file."""
        return rng.choice(self.kinds)(rng)

    def cms(
        self,
        content: bytes,
        *,
        kind: str = crafted.DATA,
        attached: bool = True,
        change: Callable[[bytes], bytes] = lambda signed: signed,
        body: bytes | None = None,
        unsigned: bytes = b"",
    ) -> bytes:
        """Sign ``content``; ``change`` is done to the attributes before they are signed."""
        certificate = _certificate(self._body if body is None else body)
        hashed = tlv(0x30, tlv(0x30, tlv(0x30, tlv(4, hashlib.sha256(certificate).digest()))))
        signed = change(
            tlv(
                0x31,
                crafted.content_type(kind)
                + crafted.message_digest(content)
                + crafted.attribute("1.2.840.113549.1.9.16.2.47", hashed)
                + crafted.signing_time(),
            )
        )
        digest = crafted.algorithm(crafted.SHA256)
        info = b"\x02\x01\x01" + self._sid + digest + b"\xa0" + signed[1:] + _ECDSA
        info += tlv(4, _sign(signed)) + unsigned
        inside = crafted.oid(kind) + (tlv(0xA0, tlv(4, content)) if attached else b"")
        parts = b"\x02\x01\x03" + tlv(0x31, digest) + tlv(0x30, inside) + tlv(0xA0, certificate)
        parts += tlv(0x31, tlv(0x30, info))
        outer = tlv(0xA0, tlv(0x30, parts))
        return tlv(0x30, crafted.oid("1.2.840.113549.1.7.2") + outer)

    def _mutated(self, rng: Random, times: int = 2) -> Callable[[bytes], bytes]:
        def change(data: bytes) -> bytes:
            for _ in range(rng.randrange(1, times + 1)):
                data = elements.mutate(data, rng, self._named["stamped.p7m"])
            # What its length says is what is taken off again.
            return tlv(0x31, data[2:]) if data[:1] != b"\x31" or len(data) < 3 else data

        return change

    def _attributes(self, rng: Random) -> bytes:
        return self.cms(self._matter, change=self._mutated(rng))

    def _person(self, rng: Random) -> bytes:
        """A certificate that says strange things, with a right signature of its key."""
        return self.cms(
            self._matter, body=elements.mutate(self._body, rng, self._named["national.cer"])
        )

    def _token(self, rng: Random, over: bytes) -> bytes:
        imprint = tlv(
            0x30, crafted.algorithm(crafted.SHA256) + tlv(4, hashlib.sha256(over).digest())
        )
        time = tlv(0x18, b"20261120090000Z")
        said = tlv(
            0x30, b"\x02\x01\x01" + crafted.oid("1.2.3.4") + imprint + b"\x02\x01\x05" + time
        )
        if rng.random() < 0.8:
            said = elements.mutate(said, rng, self._named["token.tst"])
        return self.cms(said, kind=_TST_INFO)

    def _stamp(self, rng: Random) -> bytes:
        """A time-stamp alone, or over a signature, in the places where one may be."""
        if rng.random() < 0.4:
            return self._token(rng, self._matter)
        kinds = (
            crafted.TIME_STAMP,
            "0.4.0.1733.2.4",
            crafted.COUNTER,
            "1.2.840.113549.1.9.16.2.24",
        )
        whole = self.cms(self._matter)
        value = whole[whole.rindex(b"\x04", 0, len(whole) - 60) + 2 :]
        attribute = crafted.attribute(rng.choice(kinds), self._token(rng, value))
        return self.cms(self._matter, unsigned=tlv(0xA1, attribute))

    def _beside(self, rng: Random) -> bytes:
        """Unsigned attributes of a real signature, beside signed ones of another kind or none."""
        every = elements.places(self._named["archived.p7m"])
        data = self._named["archived.p7m"]
        unsigned = [item for item in every if data[item.start] == 0xA1]
        raw = data[unsigned[-1].start : unsigned[-1].end]
        signed = self.cms(self._matter, change=self._mutated(rng), unsigned=raw)
        return elements.mutate(signed, rng, data) if rng.random() < 0.5 else signed

    def _container(self, rng: Random) -> bytes:
        """A manifest that says strange things."""
        every = zips.entries(self._named["extended.asice"])
        named = {item.name: item for item in every}
        manifest = named[b"META-INF/ASiCManifest001.xml"].content
        for _ in range(rng.choice((1, 1, 2, 4))):
            manifest = texts.mutate_xml(manifest, rng, self._named["ours.xml"])
        if rng.random() < 0.2:
            wrong = b"<d:DigestValue>%s</d:DigestValue>" % base64.b64encode(b"x")
            manifest = _DIGEST.sub(wrong, manifest, 1)
        other = b"META-INF/ASiCArchiveManifest001.xml"
        listed = named[b"META-INF/ASiCManifest001.xml"].filled(manifest)
        listed.name = rng.choice((listed.name, listed.name, other))
        signature = named[b"META-INF/signature001.p7s"].filled(self.cms(manifest, attached=False))
        signature.name = rng.choice((signature.name, signature.name, b"META-INF/timestamp.tst"))
        return zips.written([*every[:3], listed, signature])

    def _pdf(self, rng: Random) -> bytes:
        """A mutated PDF whose last signature is made to fit it."""
        name = rng.choice(("signed.pdf", "two.pdf", "certified.pdf", "seen.pdf", "forever.pdf"))
        pdf = pdfs.mutate(self._named[name], rng, self._named["two.pdf"])
        if rng.random() < 0.4:
            pdf = pdfs.updated(pdf, rng, self._named["forever.pdf"])
        fitted = self.fitted(pdf)
        if rng.random() < 0.3:
            fitted = pdfs.updated(fitted, rng, self._named["two.pdf"])
        return fitted

    def fitted(self, pdf: bytes) -> bytes:
        """Sign a PDF anew in the place of its last signature; as it is, if there is no room."""
        ranges, holes = list(_RANGE.finditer(pdf)), list(_HOLE.finditer(pdf))
        if not ranges or not holes:
            return pdf
        one, hole = ranges[-1], holes[-1]
        rest = len(pdf) - hole.end()
        numbers = b"0 %d %d %d" % (hole.start(), hole.end(), rest)
        room = one.end(1) - one.start(1)
        if len(numbers) > room:
            return pdf
        pdf = pdf[: one.start(1)] + numbers.ljust(room) + pdf[one.end(1) :]
        made = self.cms(pdf[: hole.start()] + pdf[hole.end() :], attached=False).hex().encode()
        size = hole.end() - hole.start() - 2
        if len(made) > size:
            return pdf
        return pdf[: hole.start() + 1] + made.ljust(size, b"0") + pdf[hole.end() - 1 :]
