"""Rows that an office adds to the table: what they may say, and what they never can."""

from __future__ import annotations

import pytest

from signing.errors import AlgorithmRefused, MalformedDocument
from signing.mechanism import choose
from signing.mechanism_table import Input, Output, builtin
from signing.public_key import KeyFacts
from signing.signer import SignatureAlgorithm

KEY_2009 = KeyFacts("1.2.860.3.15.1.1.2.1", 256, "national", usable=True)
VENDOR = 0x80000A01
GOOD = {
    "key": '"1.2.860.3.15.1.1.2.1"',
    "scheme": '"ozdst1092"',
    "hash": '["ozdst1106"]',
    "key_type": "0x80000030",
    "mechanism": hex(VENDOR),
    "input": '"digest"',
    "output": '"r-s-little"',
}
RSA = {
    "key": '"rsa"',
    "scheme": '"rsa-pkcs1"',
    "hash": '["sha256"]',
    "key_type": "0",
    "mechanism": "0x40",
    "input": '"data"',
    "output": '"octets"',
}


def row(fields: dict[str, str], **other: str) -> str:
    lines = [f"{name} = {value}" for name, value in {**fields, **other}.items()]
    return "\n".join(["[[row]]", *lines, ""])


def test_a_vendors_own_numbers() -> None:
    table = builtin().with_office(row(GOOD, parameter='"06072a850302021e01"'))
    choice = choose(KEY_2009, {VENDOR, 0x1201}, table=table)
    assert choice.algorithm is SignatureAlgorithm.OZDST_1092
    assert (choice.key_type, choice.mechanism) == (0x80000030, VENDOR)
    assert (choice.input, choice.output) == (Input.DIGEST, Output.R_S_LITTLE)
    assert choice.parameter == bytes.fromhex("06072a850302021e01")
    # A token without that number gets the program's own row.
    assert choose(KEY_2009, {0x1201}, table=table).mechanism == 0x1201
    # The table itself stayed as it was.
    assert choose(KEY_2009, {VENDOR, 0x1201}).mechanism == 0x1201


def test_the_offices_row_comes_first() -> None:
    key = KeyFacts("rsa", 2048, "RSA 2048", usable=True)
    assert choose(key, {0x01, 0x40}).mechanism == 0x01
    table = builtin().with_office(row(RSA))
    assert choose(key, {0x01, 0x40}, table=table).mechanism == 0x40


def test_several_rows_in_their_order() -> None:
    second = hex(VENDOR + 1)
    table = builtin().with_office(row(GOOD, mechanism=second) + row(GOOD))
    assert choose(KEY_2009, {VENDOR, VENDOR + 1}, table=table).mechanism == VENDOR + 1


def test_no_rows_at_all() -> None:
    assert builtin().with_office("") == builtin()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (row(GOOD, key='"1.2.860.3.15.1.1.1.1"'), "O'z DSt 1092:2009 algorithm 1"),
        (row(GOOD, key='"1.2.643.2.2.19"'), "ozdst1092 with a key of 1.2.643.2.2.19"),
        (row(GOOD, scheme='"ozmst286"'), "ozmst286 with a key of 1.2.860.3.15.1.1.2.1"),
        (row(GOOD, scheme='"dsa"'), "dsa"),
        (row(GOOD, hash='["sha1"]'), "ozdst1092 with sha1"),
        (row(GOOD, hash='["sha256"]'), "ozdst1092 with sha256"),
        (row(GOOD, output='"ecdsa"'), "ozdst1092 of digest, giving ecdsa"),
        (row(GOOD, input='"digest-info"'), "ozdst1092 of digest-info, giving r-s-little"),
        (row(RSA, hash='["sha1"]', mechanism="0x6"), "rsa-pkcs1 with sha1"),
        (row(RSA, hash='["md5"]', mechanism="0x5"), "rsa-pkcs1 with md5"),
        (row(RSA, hash='["sha256", "sha1"]'), "rsa-pkcs1 with sha1"),
        (row(RSA, mechanism="0x6"), "CKM_SHA1_RSA_PKCS"),
        (row(RSA, mechanism="0x5"), "CKM_MD5_RSA_PKCS"),
        (row(RSA, mechanism="0x3"), "CKM_RSA_X_509"),
        (row(RSA, mechanism="0xE", scheme='"rsa-pss"'), "CKM_SHA1_RSA_PKCS_PSS"),
        (
            row(RSA, key='"ec"', scheme='"ecdsa"', key_type="3", mechanism="0x1042")
            .replace('"octets"', '"ecdsa"'),
            "CKM_ECDSA_SHA1",
        ),
        # A standard number with another meaning than the standard's.
        (row(RSA, mechanism="0x41"), "CKM 0x41 for rsa"),
        (row(RSA, mechanism="0x1"), "CKM 0x1 for rsa"),
        (row(RSA, mechanism="0x1201"), "CKM 0x1201 for rsa"),
        (row(RSA, mechanism="0x1234"), "CKM 0x1234 for rsa"),
        (row(GOOD, mechanism="0x180000001"), "CKM 0x180000001 for 1.2.860.3.15.1.1.2.1"),
        (row(RSA, key_type="3"), "CKK 0x3 for rsa"),
        (row(GOOD, key_type="0x10"), "CKK 0x10 for 1.2.860.3.15.1.1.2.1"),
        (row(GOOD, key_type="-1"), "CKK -0x1 for 1.2.860.3.15.1.1.2.1"),
    ],
)  # fmt: skip
def test_dangerous_and_unknown_rows_are_refused_by_name(text: str, name: str) -> None:
    with pytest.raises(AlgorithmRefused) as caught:
        builtin().with_office(text)
    assert caught.value.name == f"[[row]] 1: {name}"
    # One bad row refuses the whole file: half of a policy is none.
    with pytest.raises(AlgorithmRefused):
        builtin().with_office(row(RSA) + text)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("[[row]", "Expected"),
        ("[[rows]]", "rows"),
        ("row = 1", "array"),
        (row({**GOOD, "minimum_bits": "1024"}), "row 1: minimum_bits"),
        (row({name: value for name, value in GOOD.items() if name != "hash"}), "row 1"),
        (row(GOOD, input='"document"'), "row 1"),
        (row(GOOD, mechanism='"0x1201"'), "row 1"),
        (row(GOOD, parameter='"0g"'), "row 1"),
        (row(RSA) + row(GOOD, hash='"ozdst1106"'), "row 2"),
    ],
)
def test_what_is_no_table_is_told_by_its_row(text: str, detail: str) -> None:
    with pytest.raises(MalformedDocument) as caught:
        builtin().with_office(text)
    assert detail in caught.value.detail


def test_the_programs_own_rows_keep_the_rules_of_an_offices() -> None:
    for number, item in enumerate(builtin().rows):
        text = row(
            {
                "key": f'"{item.key}"',
                "scheme": f'"{item.scheme}"',
                "hash": str(list(item.hash)).replace("'", '"'),
                "key_type": str(item.key_type),
                "mechanism": str(item.mechanism),
                "input": f'"{item.input}"',
                "output": f'"{item.output}"',
            }
        )
        assert builtin().with_office(text).rows == (item, *builtin().rows), number
