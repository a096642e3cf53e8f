"""How a signature is written: of many ways of BER only those that say nothing by themselves."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial

import pytest

from signing.cms_asn1 import tlv
from signing.detail import said
from signing.flaws import Flaw
from signing.foreign import ber
from signing.foreign.algorithms import is_plain as is_plain_algorithm
from signing.foreign.loose import loose_parts
from signing.report import Reason, Verdict
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import judge, shaped, with_between
from tests.signing.foreign.crafted import Crafted, attribute
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.test_loose import LISTS, LOOSE, REFERENCES, VALUES, outside, told
from tests.signing.foreign.test_loose_parts import (
    CONTENT,
    DIGESTS,
    SIGNERS,
    changed,
    inside,
    of_signer,
)

MATTER = os.urandom(5000)


def long(item: ber.Element, octets: int = 6) -> bytes:
    """An element with zeros before its length."""
    return bytes((item.tag, 0x80 | octets)) + len(item.body).to_bytes(octets, "big") + item.body


def carrying(makers: Makers, carried: bytes, kind: str = crafted.DATA) -> list[object]:
    person = makers.people["first"]
    made = Crafted(person, MATTER, certificates=with_between(makers), kind=kind)
    made.attributes = [crafted.content_type(kind), *crafted.usual(person, MATTER)[1:]]
    content = tlv(0x30, crafted.oid(kind) + tlv(0xA0, carried))
    return list(told(makers, changed(made.der(), {CONTENT: lambda _: content})))


def pieces(sizes: Sequence[int], head: bytes = b"") -> bytes:
    """The matter in pieces of these sizes, and what is left over."""
    found, at = head, 0
    for size in sizes:
        found += tlv(4, MATTER[at : at + size])
        at += size
    return tlv(0x24, found + (tlv(4, MATTER[at:]) if at < len(MATTER) else b""))


@pytest.mark.parametrize(
    ("sizes", "plain"),
    [
        ([], True),
        ([4096], True),
        ([1024] * 4, True),
        ([1000] * 4, True),
        ([1000] * 5, True),
        ([2500], False),
        ([1024, 2048], False),
        ([1024] * 3, False),
        ([0x25], False),
        ([4096, 1, 903], False),
    ],
)
def test_a_content_in_pieces(makers: Makers, sizes: list[int], plain: bool) -> None:
    """Where one ends nobody signed; a length of 0x25 hides the rest of a PDF's line."""
    assert carrying(makers, pieces(sizes)) == ([] if plain else [LOOSE])


@pytest.mark.parametrize(("size", "cut"), [(1000, True), (4096, True), (8192, False)])
def test_that_a_content_is_cut_is_told(makers: Makers, size: int, cut: bool) -> None:
    """Whoever opens the whole file as the PDF that it carries lacks what is over a cut."""
    made = Crafted(makers.people["first"], MATTER, certificates=with_between(makers))
    strings = pieces([size] * (len(MATTER) // size))
    carried = tlv(0x30, crafted.oid(crafted.DATA) + tlv(0xA0, strings))
    report = judge(makers, changed(made.der(), {CONTENT: lambda _: carried}))
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())
    found = [item.warnings for item in report.signatures]
    told = Reason("ACTIVE_CONTENT", said(Flaw.CONTENT_PIECES), failed=False)
    assert found == [(told,) if cut else ()]


def test_pieces_that_are_no_plain_strings(makers: Makers) -> None:
    whole = tlv(4, MATTER)
    assert carrying(makers, tlv(0x24, whole)) == []
    assert carrying(makers, tlv(0x24, tlv(0x24, whole))) == [LOOSE]
    assert carrying(makers, pieces([4096], head=b"\x04\x00")) == [LOOSE]
    assert carrying(makers, tlv(0x24, long(ber.read_all(whole)))) == [LOOSE]


@pytest.mark.parametrize("tag", [0x0C, 0x30, 0x80, 0xA5, 0x41])
def test_a_content_that_is_called_something_else(makers: Makers, tag: int) -> None:
    """Nobody signs its tag; a sequence is what other kinds than plain data have there."""
    assert carrying(makers, tlv(tag, MATTER)) == [LOOSE]
    other = carrying(makers, tlv(tag, MATTER), "1.3.6.1.4.1.311.2.1.4")
    assert other == ([] if tag == 0x30 else [LOOSE])


def test_a_content_that_stands_elsewhere(makers: Makers) -> None:
    made = shaped(makers, attached=False)
    assert loose_parts((made.der(),), makers.anchors) == ()
    long_name = b"\x06\x81\x09" + crafted.oid(crafted.DATA)[2:]
    other = changed(made.der(), {CONTENT: lambda _: tlv(0x30, long_name)})
    assert loose_parts((other,), makers.anchors) == (LOOSE,)


def test_lengths_with_zeros_before_them(makers: Makers) -> None:
    cms = shaped(makers).der()
    top = ber.read_all(cms)
    assert told(makers, cms) == []
    assert told(makers, long(top)) == [LOOSE]
    for at in (CONTENT, SIGNERS):
        assert told(makers, changed(cms, {at: lambda raw: long(ber.read_all(raw))})) == [LOOSE]


def test_what_a_signer_signed_in_another_writing(makers: Makers) -> None:
    """The value is over DER, and holds whatever comes to the same."""

    def broken(raw: bytes) -> bytes:
        if crafted.oid("1.2.840.113549.1.9.4") not in raw:
            return raw
        kind, values = ber.read_all(raw).children
        digest = values.only().body
        two = tlv(0x24, tlv(4, digest[:0x14]) + tlv(4, digest[0x14:]))
        return tlv(0x30, kind.raw + tlv(0x31, two))

    signer = of_signer(
        lambda parts: [*parts[:3], inside(parts[3], lambda some: [*map(broken, some)]), *parts[4:]]
    )
    assert told(makers, changed(shaped(makers).der(), {SIGNERS: signer})) == [LOOSE]


def test_an_attribute_without_values(makers: Makers) -> None:
    """Its identifier would be sixty bytes of anybody's."""
    words = tlv(0x30, tlv(6, b"<h1>RAD ETILDI</h1>") + tlv(0x31, b""))
    (found,) = told(makers, shaped(makers, unsigned=[words]).der())
    assert str(found).startswith("an attribute outside the signature, ")
    for known in (crafted.TIME_STAMP, VALUES, REFERENCES):
        made = shaped(makers, unsigned=[attribute(known)])
        assert told(makers, made.der()) == [outside(known)]


@pytest.mark.parametrize("name", [VALUES, LISTS, REFERENCES])
def test_letters_as_tags(makers: Makers, name: str) -> None:
    """Empty elements of them are a text in UTF-16."""
    text = b"".join(bytes((letter, 0)) for letter in b"<h1>rad etildi</h1>" if letter != 0x2F)
    made = shaped(makers, unsigned=[attribute(name, text)])
    assert outside(name) in told(makers, made.der())
    made = shaped(makers, unsigned=[attribute(name, tlv(0x30, text))])
    assert told(makers, made.der()) != []


def test_words_as_identifiers(makers: Makers) -> None:
    words = b"".join(tlv(6, item) for item in (b"<h1>RAD ETI", b"LDI</h1>", b"<!--  "))
    made = shaped(makers, unsigned=[attribute(REFERENCES, tlv(0x30, words))])
    assert told(makers, made.der()) == [outside(REFERENCES)]
    others = (tlv(0x30, words), crafted.algorithm("1.2.3.4"), crafted.algorithm(crafted.SHA512))
    for added in others:
        more = partial(with_algorithm, added)
        assert told(makers, changed(shaped(makers).der(), {DIGESTS: more})) == [LOOSE]


def with_algorithm(added: bytes, raw: bytes) -> bytes:
    return tlv(0x31, ber.read_all(raw).body + added)


def test_words_as_the_signers_version(makers: Makers) -> None:
    signer = of_signer(lambda parts: [b"\x02\x01<", *parts[1:]])
    assert told(makers, changed(shaped(makers).der(), {SIGNERS: signer})) == [LOOSE]


PSS, MASK = "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.8"
HASHED = tlv(0xA0, crafted.algorithm(crafted.SHA256))
MASKED = tlv(0xA1, crafted.algorithm(MASK, crafted.algorithm(crafted.SHA256, crafted.NULL)))
SALT, TRAILER = tlv(0xA2, b"\x02\x01\x20"), tlv(0xA3, b"\x02\x01\x01")
WORDS = tlv(0x0C, b"<h1>")


@pytest.mark.parametrize(
    ("fields", "plain"),
    [
        ((), True),
        ((HASHED, MASKED, SALT, TRAILER), True),
        ((MASKED, SALT), True),
        ((tlv(0xA1, crafted.algorithm(MASK)),), True),
        ((HASHED, HASHED), False),
        ((SALT, HASHED), False),
        ((tlv(0xA4, b"\x02\x01\x20"),), False),
        ((tlv(0xA0, crafted.algorithm(crafted.SHA256, WORDS)),), False),
        ((tlv(0xA0, crafted.algorithm(MASK)),), False),
        ((tlv(0xA1, crafted.algorithm(crafted.SHA256)),), False),
        ((tlv(0xA1, crafted.algorithm(MASK, crafted.algorithm(crafted.RSA))),), False),
        ((tlv(0xA1, crafted.algorithm(MASK, crafted.algorithm(crafted.SHA256, WORDS))),), False),
        ((tlv(0xA2, b"\x02\x03\x00\x00\x20"),), False),
        ((tlv(0xA2, b"\x02\x00"),), False),
        ((tlv(0xA2, tlv(0x0C, b"<h")),), False),
    ],
)
def test_parameters_of_pss(fields: Sequence[bytes], plain: bool) -> None:
    """RFC 4055, 3.1; all others have none, or NULL."""
    identifier = ber.read_all(crafted.algorithm(PSS, tlv(0x30, b"".join(fields))))
    assert is_plain_algorithm(identifier) is plain


def test_parameters_of_pss_that_are_absent() -> None:
    assert is_plain_algorithm(ber.read_all(crafted.algorithm(PSS)))
