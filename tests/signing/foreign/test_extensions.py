"""Extensions of time-stamps and answers: a server's own, and those that somebody asked it for."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from asn1crypto import core

from signing.cms_asn1 import tlv
from signing.ocsp import load_answer
from tests.signing.foreign import crafted
from tests.signing.foreign.makers import SERVER, Makers
from tests.signing.foreign.test_loose import (
    EVIL,
    STAMPED,
    WORDS,
    beside_stamp,
    outside,
    stamped_of,
)
from tests.signing.foreign.test_vouched import answered, basic, of, stamp_of
from tests.signing.ocsp_answers import changed

QC_STATEMENTS, QUALIFIED = "1.3.6.1.5.5.7.1.3", "0.4.0.19422.1.1"


def extension(name: str, value: bytes) -> bytes:
    return tlv(0x30, crafted.oid(name) + tlv(4, value))


def statement(*parts: bytes) -> bytes:
    """A statement of a time-stamp (EN 319 422, 9.1; RFC 3739, 3.2.6)."""
    return extension(QC_STATEMENTS, tlv(0x30, tlv(0x30, b"".join(parts))))


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ([], True),
        ([statement(crafted.oid(QUALIFIED))], True),
        ([statement(crafted.oid(QUALIFIED), tlv(0x0C, EVIL))], False),
        ([statement(crafted.oid("1.2.3.4"))], False),
        ([extension("1.2.3.4", EVIL)], False),
        ([extension("1.2.3.4", b"")], False),
        ([statement(crafted.oid(QUALIFIED)), extension(QC_STATEMENTS, EVIL)], False),
        ([tlv(0x0C, EVIL)], False),
    ],
)
def test_of_a_time_stamp(makers: Makers, found: list[bytes], right: bool) -> None:
    """RFC 3161, 2.4.1: a question has extensions, and some servers repeat them."""
    issued = makers.authority.issue(SERVER, begins=makers.now, time_stamping=True)
    imprint = hashlib.sha256(stamped_of(makers)).digest()
    token = stamp_of(issued, imprint=imprint, more=tlv(0xA1, b"".join(found)))
    assert beside_stamp(makers, token) == ([] if right else [outside(STAMPED)])


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("1.3.36.8.3.12", True),
        ("1.3.36.8.3.13", True),
        # What a question has (RFC 6960, 4.4.3, 4.4.6 and 4.4.7), and anything else.
        ("1.3.6.1.5.5.7.48.1.4", False),
        ("1.3.6.1.5.5.7.48.1.7", False),
        ("1.3.6.1.5.5.7.48.1.8", False),
        ("1.2.3.4", False),
    ],
)
@pytest.mark.parametrize("of_status", [True, False])
def test_of_an_answer(makers: Makers, name: str, *, right: bool, of_status: bool) -> None:
    issuing = makers.authority.issuing
    one = {
        "extn_id": name,
        "critical": False,
        "extn_value": core.ParsableOctetString(tlv(0x0C, EVIL)),
    }

    def change(data: Any) -> None:
        if of_status:
            data["responses"][0]["single_extensions"] = [one]
        else:
            data["response_extensions"] = [one]

    answer = load_answer(changed(of(makers, issuing).der, issuing.key, change))
    assert EVIL in answer.der
    assert answered(makers, basic(answer)) == ([] if right else [WORDS])
