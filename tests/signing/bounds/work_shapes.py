"""Signatures that ask for more checks and hashes than anybody waits for; none needs a trusted key.

Each took 20 to 60 seconds and more as long as there were limits for a signature only.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.cms_asn1 import tlv
from signing.foreign import ber
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import OCTETS, SEQUENCE, SET, Crafted, attribute
from tests.signing.pki import Issued

NOW = datetime.now(UTC).replace(microsecond=0)
NATIONAL_HASH = "1.2.860.3.15.1.3.2.1.1"
VALUES, VERSION_2 = "1.2.840.113549.1.9.16.2.24", "1.2.840.113549.1.9.16.2.48"
DATA, TOKEN = "1.2.840.113549.1.7.1", "1.2.840.113549.1.9.16.1.4"


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _certificate(
    name: str,
    issuer: str,
    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    by: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    *,
    authority: bool = True,
    serial: int = 1,
    stamps: bool = False,
) -> x509.Certificate:
    builder = x509.CertificateBuilder().subject_name(_name(name)).issuer_name(_name(issuer))
    builder = builder.public_key(key).serial_number(serial)
    builder = builder.not_valid_before(NOW - timedelta(days=9))
    builder = builder.not_valid_after(NOW + timedelta(days=99))
    builder = builder.add_extension(x509.BasicConstraints(authority, None), True)
    if stamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, True)
    return builder.sign(by, hashes.SHA256())


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _large(bits: int, exponent: int, count: int) -> list[x509.Certificate]:
    """Authorities of one name."""
    found = []
    for number in range(count):
        modulus = (1 << (bits - 1)) | (number << 64) | 0xABCDEF0123456789
        public = rsa.RSAPublicNumbers(exponent, modulus).public_key()
        found.append(
            _certificate("Nomdosh", f"Boshqa {number}", public, _key(), serial=number + 9)
        )
    return found


def _beneath(bits: int, serial: int = 5) -> Issued:
    """Somebody whose certificate claims to be signed by such a key."""
    signer = rsa.generate_private_key(65537, 2048)
    made = _certificate(
        "Kimdir", "Nomdosh", _key().public_key(), signer, authority=False, serial=serial
    )
    parts = ber.read_all(made.public_bytes(Encoding.DER)).children
    value = tlv(3, b"\0\1" + bytes(bits // 8 - 1))
    der = tlv(SEQUENCE, parts[0].raw + parts[1].raw + value)
    return Issued(x509.load_der_x509_certificate(der), _key())


def _keys(bits: int, exponent: int) -> bytes:
    person = _beneath(bits)
    made = Crafted(
        person, b"Matn", certificates=[person.certificate, *_large(bits, exponent, 100)]
    )
    return made.der(made.info() * 64)


def _keys_in_a_container() -> bytes:
    authorities = _large(8192, (1 << 32) - 5, 40)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.etsi.asic-e+zip")
        archive.writestr("matn.txt", b"Matn")
        for number in range(300):
            person = _beneath(8192, number + 1000)
            made = Crafted(person, b"Matn", certificates=[person.certificate, *authorities])
            archive.writestr(f"META-INF/s{number}.p7s", made.der())
    return out.getvalue()


@cache
def _root() -> Issued:
    return Issued(_certificate("Ildiz", "Ildiz", _key().public_key(), _key()), _key())


@cache
def _person() -> Issued:
    made = _certificate("Kimdir", "Ildiz", _key().public_key(), _key(), authority=False, serial=2)
    return Issued(made, _key())


def _list(number: int) -> bytes:
    builder = x509.CertificateRevocationListBuilder().issuer_name(_name("Ildiz"))
    builder = builder.last_update(NOW - timedelta(hours=1))
    builder = builder.next_update(NOW + timedelta(days=9))
    builder = builder.add_extension(x509.CRLNumber(1 << 40 | number), False)
    return builder.sign(_key(), hashes.SHA256()).public_bytes(Encoding.DER)


def _stamp(imprint: bytes, algorithm: str) -> bytes:
    server = _certificate(
        "Vaqt", "Ildiz", _key().public_key(), _key(), authority=False, serial=3, stamps=True
    )
    hashed = tlv(SEQUENCE, crafted.algorithm(algorithm) + tlv(OCTETS, imprint))
    told = asn1.encode_der(1) + crafted.oid("1.2.3") + hashed + asn1.encode_der(1)
    info = tlv(SEQUENCE, told + asn1.encode_der(asn1.GeneralizedTime(NOW)))
    issued = Issued(server, _key())
    attributes = [crafted.content_type(TOKEN), crafted.message_digest(info)]
    attributes.append(crafted.signing_certificate(server))
    certificates = [server, _root().certificate]
    return Crafted(issued, info, attributes, kind=TOKEN, certificates=certificates).der()


def _long_term(content: bytes, unsigned: Callable[[bytes], Sequence[bytes]], times: int) -> bytes:
    """A signature that brings all that proves it, its own root too."""
    made = Crafted(_person(), content, certificates=[_person().certificate, _root().certificate])
    value = crafted.signs(_person())(tlv(SET, made.signed))
    stamp = _stamp(hashlib.sha256(value).digest(), crafted.SHA256)
    made.unsigned = [attribute(crafted.TIME_STAMP, stamp), *unsigned(value)]
    return made.der(made.info_of(value) * times)


def _values(*lists: bytes) -> bytes:
    return attribute(VALUES, tlv(SEQUENCE, tlv(0xA0, tlv(SEQUENCE, b"".join(lists)))))


def _archived() -> bytes:
    """Sixteen signatures with sixteen archive time-stamps each, over a content of 2 MiB."""
    stamps = [_stamp(bytes([number]) * 32, NATIONAL_HASH) for number in range(16)]
    return _long_term(
        bytes(2 << 20), lambda _: (_values(_list(1)), attribute(VERSION_2, *stamps)), 16
    )


def _lists(count: int) -> bytes:
    """Lists with a signature of nobody's, each another one."""
    one = _list(0)
    parts = ber.read_all(one).children
    own = (1 << 40).to_bytes(6, "big")
    tail = parts[1].raw + parts[2].raw
    lists = [
        tlv(SEQUENCE, parts[0].raw.replace(own, (1 << 40 | number).to_bytes(6, "big")) + tail)
        for number in range(1, count + 1)
    ]
    return _long_term(b"Matn", lambda _: (_values(*lists),), 1)


def _answer() -> bytes:
    """An answer about twenty thousand certificates, as it says."""
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=_person().certificate,
        issuer=_root().certificate,
        algorithm=hashes.SHA256(),
        cert_status=ocsp.OCSPCertStatus.GOOD,
        this_update=NOW,
        next_update=None,
        revocation_time=None,
        revocation_reason=None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, _root().certificate)
    made = builder.sign(_key(), hashes.SHA256()).public_bytes(Encoding.DER)
    basic = ber.read_all(ber.read_all(made).children[1].only().children[1].octets())
    data = list(basic.children[0].children)
    words = tlv(SEQUENCE, data[2].only().raw * 20_000)
    told = tlv(SEQUENCE, data[0].raw + data[1].raw + words)
    whole = tlv(SEQUENCE, told + basic.children[1].raw + basic.children[2].raw)
    answer = attribute(VALUES, tlv(SEQUENCE, tlv(0xA1, tlv(SEQUENCE, whole))))
    return _long_term(b"Matn", lambda _: (answer,), 8)


def _one_name() -> bytes:
    """Twenty thousand attributes, signed by one of a hundred who bear a name and a number."""
    made = []
    for _ in range(100):
        key = ec.generate_private_key(ec.SECP256R1())
        public = key.public_key()
        certificate = _certificate("Kimdir", "Ildiz", public, _key(), authority=False, serial=2)
        made.append(Issued(certificate, key))
    attributes = [crafted.content_type(DATA), crafted.message_digest(b"Matn")]
    attributes += [attribute(f"1.2.3.{number}", crafted.NULL) for number in range(20_000)]
    certificates = [item.certificate for item in made]
    return Crafted(made[-1], b"Matn", attributes, certificates=certificates).der()


SHAPES: dict[str, Callable[[], bytes]] = {
    "keys of 16,384 bits": lambda: _keys(16384, (1 << 64) - 59),
    "keys of 8,192 bits": lambda: _keys(8192, (1 << 32) - 5),
    "keys of 8,192 bits in a container": _keys_in_a_container,
    "archive time-stamps over a content": _archived,
    "20,000 lists": lambda: _lists(20_000),
    "128 lists of nobody": lambda: _lists(128),
    "an answer of 20,000 words": _answer,
    "a hundred of one name": _one_name,
}
