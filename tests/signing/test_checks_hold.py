"""Signatures that are right in all but one thing, and that thing is what a check is for.

Most mutations break several things at once, and then it does not matter which check sees it. Here
each attack leaves everything else as it should be, for both readers of CMS: the one of this
program's own packages, and the one of other makers.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms_asn1 import tlv
from signing.cms_verify import check_cms, digester
from signing.errors import SigningError
from signing.foreign.contents import Content
from signing.identity import Identities
from signing.report import Verdict
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import Crafted
from tests.signing.pki import HOKIM, NOW, Authority2, Issued

MATTER, OTHER = b"Qaror matni\n", b"Boshqa matn\n"


@dataclass(frozen=True)
class World:
    """An authority that is trusted, and what somebody has who is not."""

    anchors: TrustAnchors
    chain: tuple[x509.Certificate, ...]
    person: Issued
    twin: Issued
    """The same key in another certificate of the same authority, for somebody else."""
    copy: Issued
    """The same key, the same issuer's name and number, and signed by nobody who is trusted."""
    stranger: Issued
    """A key of its own under the name and number of the person's certificate."""
    elder: Issued
    """The same key and name, in a certificate that is over."""


@pytest.fixture(scope="module")
def world() -> World:
    authority = Authority2()
    person = authority.issue(HOKIM)
    assert isinstance(person.key, ec.EllipticCurvePrivateKey)
    twin = authority.issue(("Boshqa Odam", "33333333333333", HOKIM[2]), key=person.key)
    elder = authority.issue(HOKIM, key=person.key, begins=NOW.replace(year=2024), days=100)
    key = ec.generate_private_key(ec.SECP256R1())
    chain = (authority.issuing.certificate, authority.root.certificate)
    return World(
        authority.anchors(),
        chain,
        person,
        twin,
        Issued(_as(person.certificate, person.key.public_key(), key), person.key),
        Issued(_as(person.certificate, key.public_key(), key), key),
        elder,
    )


def _as(
    real: x509.Certificate, public: ec.EllipticCurvePublicKey, by: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    """Say what a real certificate says, signed by another key."""
    builder = x509.CertificateBuilder(
        real.issuer,
        real.subject,
        public,
        real.serial_number,
        real.not_valid_before_utc,
        real.not_valid_after_utc,
    )
    for item in real.extensions:
        builder = builder.add_extension(item.value, item.critical)
    return builder.sign(by, hashes.SHA256())


@dataclass(frozen=True)
class Signed:
    """A signature with the content that is given beside it."""

    der: bytes
    content: bytes = MATTER


def _right(world: World) -> Crafted:
    own = [world.person.certificate, *world.chain]
    return Crafted(world.person, MATTER, certificates=own, attached=False)


def _by(world: World, other: Issued) -> Crafted:
    """The person's signature as it stands, with another certificate in its place."""
    shaped = _right(world)
    own = replace(shaped, issued=other, certificates=[other.certificate, *world.chain])
    return replace(own, attributes=crafted.usual(world.person, MATTER))


def _bare(world: World) -> Signed:
    """The attributes of a real signature, called the content of one without attributes."""
    real = _right(world)
    attributes = tlv(crafted.SET, real.signed)
    value = crafted.signs(world.person)(attributes)
    bare = replace(real, bare=True, content=attributes)
    return Signed(bare.der(bare.info_of(value)), attributes)


def _with(world: World, *attributes: bytes) -> Signed:
    """A signature over attributes as somebody with the key may make them."""
    return Signed(replace(_right(world), attributes=attributes).der())


def _value_of_another(world: World) -> Signed:
    """The attributes are made to fit another content; the value is the old one."""
    real = _right(world)
    value = crafted.signs(world.person)(tlv(crafted.SET, real.signed))
    other = replace(real, attributes=crafted.usual(world.person, OTHER))
    return Signed(other.der(other.info_of(value)), OTHER)


ATTACKS: dict[str, Callable[[World], Signed]] = {
    "another content": lambda world: Signed(_right(world).der(), OTHER),
    "another content inside": lambda world: Signed(
        replace(_right(world), attached=True, content=OTHER, attributes=_usual(world)).der(), OTHER
    ),
    "attributes for another content": _value_of_another,
    "another certificate of the key": lambda world: Signed(_by(world, world.twin).der()),
    "an older certificate of the key": lambda world: Signed(_by(world, world.elder).der()),
    "a copy of the certificate": lambda world: Signed(_by(world, world.copy).der()),
    "a stranger under the same name": lambda world: Signed(
        replace(
            _right(world),
            issued=world.stranger,
            certificates=[world.stranger.certificate, world.person.certificate, *world.chain],
        ).der()
    ),
    "a stranger who names the real certificate": lambda world: Signed(
        replace(_right(world), sign=crafted.signs(world.stranger)).der()
    ),
    "attributes as content": _bare,
    "no certificate is named": lambda world: _with(
        world, crafted.content_type(), crafted.message_digest(MATTER)
    ),
    "another kind of content is named": lambda world: _with(
        world, crafted.content_type("1.2.840.113549.1.9.16.1.4"), *_usual(world)[1:]
    ),
    "no kind of content is named": lambda world: _with(world, *_usual(world)[1:]),
    "no digest": lambda world: _with(world, _usual(world)[0], _usual(world)[2]),
    "two digests": lambda world: _with(world, *_usual(world), crafted.message_digest(OTHER)),
    "a digest of two values": lambda world: _with(
        world,
        _usual(world)[0],
        crafted.attribute("1.2.840.113549.1.9.4", tlv(4, _sha(MATTER)), tlv(4, _sha(OTHER))),
        _usual(world)[2],
    ),
    "signed with another hash than named": lambda world: Signed(
        replace(
            _right(world),
            digest=crafted.algorithm(crafted.SHA512),
            attributes=[
                _usual(world)[0],
                crafted.message_digest(MATTER, "sha512"),
                _usual(world)[2],
            ],
        ).der()
    ),
}


def _usual(world: World) -> list[bytes]:
    return crafted.usual(world.person, MATTER)


def _sha(data: bytes) -> bytes:
    made = hashes.Hash(hashes.SHA256())
    made.update(data)
    return made.finalize()


def test_the_right_one_is_right(world: World) -> None:
    der = _right(world).der()
    found = check_cms(der, MATTER)
    judged = Identities(world.anchors, NOW).judge("package", found)
    assert (judged.trusted, judged.reasons) == (True, ())
    assert _verified(world, Signed(der)) is Verdict.VALID


@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_else_is_taken_for_it(world: World, name: str) -> None:
    made = ATTACKS[name](world)
    try:
        found = check_cms(made.der, made.content)
    except SigningError:
        pass
    else:
        judged = Identities(world.anchors, NOW).judge("package", found)
        assert not judged.trusted, "of a package"
        assert found.certificate.public_bytes(Encoding.DER) == _der(world.stranger)
    assert _verified(world, made) is not Verdict.VALID


def _der(issued: Issued) -> bytes:
    return issued.certificate.public_bytes(Encoding.DER)


def _verified(world: World, made: Signed) -> Verdict:
    content = Content.of(made.content, "matn.txt")
    report = verify_stream(io.BytesIO(made.der), world.anchors, contents=(content,), at=NOW)
    for item in report.signatures:
        # Whoever is shown as the signer is whom the signature itself names, or it is broken.
        named = item.signer and item.signer.fingerprint
        real = world.person.certificate.fingerprint(hashes.SHA256()).hex()
        assert not item.intact or named == real or item.verdict is not Verdict.VALID
    return report.verdict


def _changed(world: World, old: bytes, new: bytes) -> bytes:
    der = _right(world).der()
    assert old in der
    return der.replace(old, new, 1)


_LISTED = tlv(0x31, crafted.algorithm(crafted.SHA256))
_EMPTY = crafted.attribute("1.2.840.113549.1.9.16.2.47", tlv(0x30, tlv(0x30, b"")))

REFUSED: dict[str, Callable[[World], bytes]] = {
    "exactly one signature": lambda world: _right(world).der(_right(world).info() * 2),
    "CMS version": lambda world: _changed(world, b"\2\1\1" + _LISTED, b"\2\1\2" + _LISTED),
    "CMS digest algorithms": lambda world: _changed(
        world, _LISTED, tlv(0x31, crafted.algorithm(crafted.SHA512))
    ),
    "more than 32 certificates": lambda world: replace(
        _right(world), certificates=[world.person.certificate] * 33
    ).der(),
    "NO_SIGNING_CERTIFICATE_FOUND": lambda world: replace(
        _right(world), certificates=[world.twin.certificate]
    ).der(),
    "a signed attribute comes twice": lambda world: (
        _with(world, *_usual(world), crafted.content_type()).der
    ),
    "SIG_CONSTRAINTS_FAILURE": lambda world: _with(world, *_usual(world)[:2], _EMPTY).der,
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_package_takes_one_form_alone(world: World, why: str) -> None:
    with pytest.raises(SigningError, match=why):
        check_cms(REFUSED[why](world), MATTER)


def test_content_is_given_or_carried_and_not_two(world: World) -> None:
    detached, attached = _right(world).der(), replace(_right(world), attached=True).der()
    assert check_cms(attached).content == MATTER
    with pytest.raises(SigningError, match="SIGNED_DATA_NOT_FOUND"):
        check_cms(detached)
    with pytest.raises(SigningError, match="HASH_FAILURE"):
        check_cms(attached, OTHER)
    with pytest.raises(SigningError, match="carries content"):
        check_cms(attached, digester(MATTER))
