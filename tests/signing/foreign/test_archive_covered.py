"""An archive time-stamp keeps what it covers: what was added later raises no level."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms_asn1 import tlv
from signing.foreign.cms import verify_signature
from signing.report import Verdict
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import add_unsigned
from tests.signing.foreign.crafted import OCTETS, SEQUENCE, SET, Crafted, attribute
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_asic import Made, manifest
from tests.signing.foreign.test_stamps import (
    ANCHORS,
    AUTHORITY,
    MATTER,
    PERSON,
    SERVER,
    VALID,
    token,
)
from tests.signing.pki import NOW

VALUES, ARCHIVE, INDEX = "1.2.840.113549.1.9.16.2.24", "0.4.0.1733.2.4", "0.4.0.1733.2.5"
FIRST = NOW - timedelta(minutes=30)
CHAIN = (PERSON.certificate, AUTHORITY.issuing.certificate)
LISTS = tuple(ANCHORS.crls)
OLD = tuple(AUTHORITY.crls(NOW - timedelta(days=400)))
"""Right ones, and over long ago."""


def encoded(items: Sequence[x509.Certificate | x509.CertificateRevocationList]) -> list[bytes]:
    return [item.public_bytes(Encoding.DER) for item in items]


def values(lists: Sequence[x509.CertificateRevocationList]) -> bytes:
    kept = tlv(SEQUENCE, b"".join(encoded(lists)))
    return attribute(VALUES, tlv(SEQUENCE, tlv(0xA0, kept)))


@dataclass(frozen=True)
class Growing:
    """A signature with its time-stamp, to which one thing after another is added."""

    made: Crafted
    value: bytes

    @classmethod
    def begun(cls, stamp_lists: Sequence[x509.CertificateRevocationList] = ()) -> Growing:
        made = Crafted(PERSON, MATTER, certificates=CHAIN)
        value = crafted.signs(PERSON)(tlv(SET, made.signed))
        stamp = token(value, at=FIRST, lists=stamp_lists)
        return cls(replace(made, unsigned=(attribute(crafted.TIME_STAMP, stamp),)), value)

    def having(self, *added: bytes, **how: Any) -> Growing:
        unsigned = (*self.made.unsigned, *added)
        return replace(self, made=replace(self.made, unsigned=unsigned, **how))

    def archived(
        self,
        certificates: Sequence[x509.Certificate] = CHAIN,
        attributes: slice = slice(None),
        **how: Any,
    ) -> Growing:
        """Archive what is there, or a part of it; ``how`` is the time-stamp's."""
        named = (
            encoded(certificates),
            encoded(self.made.lists),
            list(self.made.unsigned)[attributes],
        )
        hashed = [
            b"".join(tlv(OCTETS, hashlib.sha256(item).digest()) for item in items)
            for items in named
        ]
        index = tlv(SEQUENCE, b"".join(tlv(SEQUENCE, item) for item in hashed))
        parts = bytes(asn1.decode_der(asn1.TLV, self.made.info_of(self.value)).data)
        end = parts.index(tlv(OCTETS, self.value)) + len(tlv(OCTETS, self.value))
        covered = crafted.oid(crafted.DATA) + hashlib.sha256(MATTER).digest()
        stamp = token(covered + parts[:end] + index, **how)
        return self.having(attribute(ARCHIVE, add_unsigned(stamp, attribute(INDEX, index))))

    @property
    def level(self) -> str:
        der = self.made.der(self.made.info_of(self.value))
        report = verify_signature(der, (), ANCHORS, at=NOW)
        assert report.verdict is VALID
        return report.signatures[0].level


@pytest.mark.parametrize(
    ("made", "level"),
    [
        (lambda: Growing.begun().having(lists=LISTS).archived(), "B-LTA"),
        (lambda: Growing.begun().having(values(LISTS)).archived(), "B-LTA"),
        # All that proves it may be in the time-stamp itself.
        (lambda: Growing.begun(LISTS).archived(), "B-LTA"),
        (lambda: Growing.begun(LISTS[:1]).having(lists=LISTS[1:]).archived(), "B-LTA"),
        # Only an old list was there, none at all, or one of two.
        (
            lambda: Growing.begun().having(lists=OLD).archived().having(lists=(*OLD, *LISTS)),
            "B-LT",
        ),
        (lambda: Growing.begun().archived().having(values(LISTS)), "B-LT"),
        (lambda: Growing.begun().archived().having(values(LISTS), lists=LISTS), "B-LT"),
        (lambda: Growing.begun().having(lists=LISTS[:1]).archived().having(lists=LISTS), "B-LT"),
        # And again, with all.
        (lambda: Growing.begun().archived().having(values(LISTS)).archived(), "B-LTA"),
        # The signer's own certificate, or the one above it, or the time-stamp.
        (lambda: Growing.begun().having(lists=LISTS).archived(CHAIN[1:]), "B-LT"),
        (lambda: Growing.begun().having(lists=LISTS).archived(attributes=slice(0)), "B-LT"),
    ],
)
def test_what_came_later(made: Callable[[], Growing], level: str) -> None:
    assert made().level == level


def test_the_servers_certificate_is_covered_with_the_time_stamp_alone() -> None:
    own = (*CHAIN, SERVER.certificate)
    begun = Growing.begun().having(lists=LISTS, certificates=own)
    assert begun.archived(own).level == "B-LTA"
    assert begun.archived(own, slice(0)).level == "B-LT"


# --- a container -------------------------------------------------------------------------------


SIGNATURE, FIRST_TOKEN = "META-INF/s.p7s", "META-INF/a.tst"


def signed_members() -> dict[str, bytes]:
    """A file, its manifest, and a signature with a time-stamp."""
    members = {"matn.txt": MATTER}
    listed = manifest(SIGNATURE, members)
    members["META-INF/ASiCManifest.xml"] = listed
    signer = Crafted(PERSON, listed, certificates=CHAIN, attached=False)
    value = crafted.signs(PERSON)(tlv(SET, signer.signed))
    signer.unsigned = [attribute(crafted.TIME_STAMP, token(value, at=FIRST))]
    members[SIGNATURE] = signer.der(signer.info_of(value))
    return members


def stamped() -> Made:
    """With a time-stamp manifest."""
    members = signed_members()
    listed = manifest(FIRST_TOKEN, {name: members[name] for name in ("matn.txt", SIGNATURE)})
    members["META-INF/ASiCManifest2.xml"] = listed
    members[FIRST_TOKEN] = token(listed)
    return Made(members)


def contained(
    of_first: Sequence[x509.CertificateRevocationList],
    of_second: Sequence[x509.CertificateRevocationList] = (),
    *,
    again: bool = False,
) -> bytes:
    """A container; lists are in an archive time-stamp, and in one over it."""
    members = signed_members()
    listed = manifest(FIRST_TOKEN, members)
    members["META-INF/ASiCArchiveManifest1.xml"] = listed
    members[FIRST_TOKEN] = token(listed, lists=of_first)
    if again:
        listed = manifest("META-INF/b.tst", members)
        members["META-INF/ASiCArchiveManifest2.xml"] = listed
        members["META-INF/b.tst"] = token(listed, lists=of_second)
    return Made(members).zip()


def level_of(container: bytes) -> str:
    report = verify_stream(io.BytesIO(container), ANCHORS, at=NOW)
    assert report.verdict is VALID, report.reasons
    return next(item.level for item in report.signatures if item.level)


def test_what_a_time_stamp_brings_it_does_not_cover() -> None:
    assert level_of(stamped().zip()) == "B-T"
    assert level_of(contained(LISTS)) == "B-LT"
    assert level_of(contained((), LISTS, again=True)) == "B-LT"
    assert level_of(contained(LISTS, again=True)) == "B-LTA"


# --- a PDF -------------------------------------------------------------------------------------


def test_a_store_that_was_filled_behind_its_time_stamp(makers: Makers) -> None:
    from asn1crypto import crl
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    lists = [crl.CertificateList.load(item) for item in encoded(makers.authority.crls(makers.now))]

    def kept(pdf: bytes, some: Sequence[Any]) -> bytes:
        def fill(writer: Any) -> None:
            DocumentSecurityStore.supply_dss_in_writer(
                writer, None, certs=list(makers._store), crls=some
            )

        return makers.edit(pdf, fill)

    def level(pdf: bytes) -> str:
        report = verify_stream(io.BytesIO(pdf), TrustAnchors(makers.root_alone.anchors))
        assert report.verdict is Verdict.VALID, report.reasons
        return report.signatures[0].level

    signed = makers.sign_pdf(stamp=True)
    assert level(makers.stamp_pdf(kept(signed, lists))) == "B-LTA"
    before = makers.stamp_pdf(kept(signed, lists[:1]))
    later = kept(before, lists)
    assert level(later) == "B-LT"
    assert level(makers.stamp_pdf(later, "Yana")) == "B-LTA"
