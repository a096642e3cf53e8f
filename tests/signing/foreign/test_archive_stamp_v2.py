"""Archive time-stamps of before 2013 (ETSI TS 101 733, 6.4.1 and annex K), made here by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from signing.cms_asn1 import tlv
from signing.foreign import ber
from signing.foreign.cms import verify_signature
from signing.foreign.contents import Content
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import with_between
from tests.signing.foreign.crafted import Crafted, attribute
from tests.signing.foreign.makers import MATTER, Makers

VERSION_2 = "1.2.840.113549.1.9.16.2.48"


@dataclass(frozen=True)
class Signature:
    """A signature with what proves it, to which archive time-stamps are added."""

    made: Crafted
    value: bytes

    @classmethod
    def of(cls, makers: Makers, *, attached: bool) -> Signature:
        made = Crafted(
            makers.people["first"], MATTER, certificates=with_between(makers), attached=attached
        )
        value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
        lists = b"".join(
            item.public_bytes(Encoding.DER) for item in makers.authority.crls(makers.now)
        )
        values = tlv(0x30, tlv(0xA0, tlv(0x30, lists)))
        unsigned = [
            attribute(crafted.TIME_STAMP, makers.token(value)),
            attribute("1.2.840.113549.1.9.16.2.24", values),
        ]
        return cls(replace(made, unsigned=unsigned), value)

    @property
    def der(self) -> bytes:
        return self.made.der(self.made.info_of(self.value))

    def covered(self, *, whole: bool) -> bytes:
        """What the imprint is of, taken from the bytes in the order of annex K."""
        data = ber.read_all(self.der).children[1].only()
        version, digests, content, certificates, signers = data.children
        *fields, unsigned = signers.only().children
        assert (version.tag, digests.tag, unsigned.tag) == (0x02, 0x31, 0xA1)
        beside = b"" if self.made.attached else MATTER
        before = content.raw + beside + certificates.raw + b"".join(item.raw for item in fields)
        return before + (unsigned.raw if whole else unsigned.body)

    def stamped(self, makers: Makers, over: bytes) -> Signature:
        added = attribute(VERSION_2, makers.token(over))
        return replace(self, made=replace(self.made, unsigned=[*self.made.unsigned, added]))


def level(makers: Makers, signature: Signature, contents: Sequence[bytes] = ()) -> str:
    files = tuple(Content.of(item, "matn.txt") for item in contents)
    report = verify_signature(signature.der, files, makers.anchors, at=makers.now)
    return report.signatures[0].level


@pytest.mark.parametrize(
    ("whole", "attached"), [(True, True), (False, False)], ids=["2.2.1", "1.8.3-detached"]
)
def test_what_is_covered(makers: Makers, *, whole: bool, attached: bool) -> None:
    signature = Signature.of(makers, attached=attached)
    contents = () if attached else (MATTER,)
    assert level(makers, signature, contents) == "B-LT"
    over = signature.covered(whole=whole)
    assert level(makers, signature.stamped(makers, over), contents) == "B-LTA"
    assert level(makers, signature.stamped(makers, over + b"x"), contents) == "B-LT"


def test_what_came_later_is_not_covered_and_what_was_there_must_be(makers: Makers) -> None:
    signature = Signature.of(makers, attached=True)
    stamped = signature.stamped(makers, signature.covered(whole=True))
    # A second one, over something else, made at the same second or later.
    again = stamped.stamped(makers, b"something else")
    assert level(makers, again) == "B-LTA"
    fewer = replace(stamped, made=replace(stamped.made, unsigned=stamped.made.unsigned[1:]))
    assert level(makers, fewer) != "B-LTA"
    people = [*stamped.made.certificates, makers.people["second"].certificate]
    more = replace(stamped, made=replace(stamped.made, certificates=people))
    assert level(makers, more) == "B-LT"


def test_what_is_no_archive_time_stamp_archives_nothing(makers: Makers) -> None:
    """Neither version; of version 3 one without its index of hashes as well."""
    signature = Signature.of(makers, attached=True)
    without_index = makers.token(signature.covered(whole=True))
    for kind in (VERSION_2, "0.4.0.1733.2.4"):
        for value in (
            b"\x05\x00",
            b"\x30\x00",
            without_index[:-1] + bytes([without_index[-1] ^ 1]),
        ):
            added = attribute(kind, value)
            unsigned = [*signature.made.unsigned, added]
            wrong = replace(signature, made=replace(signature.made, unsigned=unsigned))
            assert level(makers, wrong) == "B-LT"
    added = attribute("0.4.0.1733.2.4", without_index)
    unsigned = [*signature.made.unsigned, added]
    wrong = replace(signature, made=replace(signature.made, unsigned=unsigned))
    assert level(makers, wrong) == "B-LT"
