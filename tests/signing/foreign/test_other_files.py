"""What looks like a signature and is none says so; one within a server's answer is found."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from signing.foreign.contents import Content
from signing.report import Kind, Report, Verdict
from signing.verify_any import verify_stream
from tests.signing.foreign.makers import MATTER, Makers
from tests.signing.foreign.test_loose import LIST, STRAY
from tests.signing.pki import Authority2, small_pdf


def judge(makers: Makers, data: bytes, *contents: bytes) -> Report:
    given = tuple(Content.of(item) for item in contents)
    return verify_stream(io.BytesIO(data), makers.anchors, contents=given)


def other_files(makers: Makers) -> dict[str, bytes]:
    """Files in DER, and others that begin like something signed."""
    first = makers.people["first"]
    makers.write("input", MATTER)
    certificate, second = first.certificate, makers.people["second"]
    own = ("-inkey", "second.key", "-in", "second.pem")
    crl = makers.authority.crls(makers.now)[0].public_bytes(Encoding.DER)
    return {
        "certificate": certificate.public_bytes(Encoding.DER),
        "key": second.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        "public key": second.key.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        ),
        "revocation list": crl,
        "half a list": crl[: len(crl) // 2],
        "keys and certificates": makers.openssl("pkcs12", "-export", *own, "-passout", "pass:x"),
        "encrypted": makers.openssl(
            *("cms", "-encrypt", "-in", "input", "-outform", "DER", "second.pem")
        ),
        "encrypted, as PEM": makers.openssl(
            *("cms", "-encrypt", "-in", "input", "-outform", "PEM", "second.pem")
        ),
        "answer without a token": bytes.fromhex("3081843003020102") + bytes(127),
        "number": bytes.fromhex("308180") + bytes(128),
        "PDF": small_pdf(),
        "text": b"Assalomu alaykum",
    }


NAMES = [
    *("certificate", "key", "public key", "revocation list", "half a list"),
    *("keys and certificates", "encrypted", "encrypted, as PEM", "answer without a token"),
    *("number", "PDF", "text"),
]


@pytest.mark.parametrize("name", NAMES)
def test_what_holds_no_signature_is_not_called_broken(makers: Makers, name: str) -> None:
    report = judge(makers, other_files(makers)[name], MATTER)
    assert (report.verdict, report.signatures) == (Verdict.INDETERMINATE, ())
    assert report.sub_indication == "SIGNED_DATA_NOT_FOUND"


def test_a_signature_that_was_cut_is_broken(makers: Makers) -> None:
    signature = makers.cms()
    for size in (8, 20, len(signature) // 2, len(signature) - 1):
        report = judge(makers, signature[:size], MATTER)
        assert (report.verdict, report.sub_indication) == (Verdict.INVALID, "FORMAT_FAILURE")


@pytest.mark.parametrize("more", [b"\n", b"\0\0", b"<h1>Evil</h1>", small_pdf()])
def test_what_is_behind_a_signature_breaks_nothing(makers: Makers, more: bytes) -> None:
    """Anybody can add it, and other programs read what is before it."""
    report = judge(makers, makers.cms() + more, MATTER)
    assert [(item.code, item.detail) for item in report.reasons] == [
        ("UNSIGNED_BESIDE", "text around the signature")
    ]
    assert report.signatures[0].verdict is Verdict.VALID
    inside = base64.encodebytes(makers.cms() + more)
    assert judge(makers, inside, MATTER).verdict is Verdict.INDETERMINATE
    assert judge(makers, makers.cms()[:-1] + more, MATTER).verdict is not Verdict.VALID


def test_a_servers_answer_is_read_like_its_token(makers: Makers) -> None:
    makers.token(MATTER)
    answer = makers.openssl(
        *("ts", "-reply", "-config", "ts.cnf", "-section", "t", "-queryfile", "q.tsq"),
        *("-signer", "server.pem", "-inkey", "server.key", "-chain", "between.pem"),
    )
    report = judge(makers, answer, MATTER)
    (only,) = report.signatures
    assert (only.verdict, only.kind) == (Verdict.VALID, Kind.TIME_STAMP)
    assert judge(makers, answer, b"another").verdict is Verdict.INVALID
    # A refusal with a token beside it is no promise of anything.
    at = answer.index(b"\x02\x01\x00")
    refused = answer[:at] + b"\x02\x01\x02" + answer[at + 3 :]
    assert judge(makers, refused, MATTER).sub_indication == "SIGNED_DATA_NOT_FOUND"


@pytest.mark.parametrize("content", [small_pdf(), b"A file begins with %PDF-1.7."])
def test_a_signature_may_carry_a_pdf(makers: Makers, content: bytes) -> None:
    signature = makers.cms("-nodetach", data=content)
    assert b"%PDF-" in signature[:1024]
    assert judge(makers, signature).verdict is Verdict.VALID
    broken = signature.replace(b"%PDF-1", b"%PDF-2")
    assert judge(makers, broken).verdict is Verdict.INVALID


def test_of_several_signatures_in_one_text_none_is_passed_over(makers: Makers) -> None:
    made = makers.cms("-nodetach")
    text = base64.encodebytes(made)
    one = b"-----BEGIN CMS-----\n%s-----END CMS-----\n" % text
    assert judge(makers, one).verdict is Verdict.VALID
    report = judge(makers, one + one)
    assert report.verdict is Verdict.INDETERMINATE
    assert [(item.code, item.detail) for item in report.reasons] == [
        ("NOT_EXAMINED", "first_only")
    ]
    assert report.signatures[0].verdict is Verdict.VALID


AROUND = [
    (b"<!doctype html><h1>Evil</h1><!--\n", b"-->"),
    (b"Qaror: pay.\n\n", b""),
    (b"", b"\nSigned above.\n"),
    (b"From: hokim@example.uz\nSubject: x\n\n", b""),
    (b"", small_pdf()),
    (b"Bag Attributes\n", b""),
]


def armoured(der: bytes, name: bytes = b"CMS", header: bytes = b"") -> bytes:
    text = base64.encodebytes(der)
    return b"-----BEGIN %s-----\n%s%s-----END %s-----\n" % (name, header, text, name)


@pytest.mark.parametrize(("before", "behind"), AROUND)
def test_what_stands_around_a_signature_nobody_signed(
    makers: Makers, before: bytes, behind: bytes
) -> None:
    report = judge(makers, before + armoured(makers.cms("-nodetach")) + behind)
    assert report.verdict is Verdict.INDETERMINATE
    assert [(item.code, item.detail) for item in report.reasons] == [
        ("UNSIGNED_BESIDE", "text around the signature")
    ]


def test_an_office_document_behind_a_signature(makers: Makers) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "Evil")
    data = armoured(makers.cms("-nodetach")) + made.getvalue()
    assert zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml") == b"Evil"
    assert judge(makers, data).verdict is Verdict.INDETERMINATE


def test_honest_text_around_a_signature(makers: Makers) -> None:
    der = makers.cms("-nodetach")
    certificate = (makers.place / "between.pem").read_bytes()
    for text in (
        b"\xef\xbb\xbf\r\n" + armoured(der).replace(b"\n", b"\r\n") + b"\r\n \n",
        certificate + armoured(der, b"PKCS7") + certificate,
        armoured(der, b"SIGNED MESSAGE", b"Version: GnuPG v2.0.22 (GNU/Linux)\n\n"),
    ):
        assert judge(makers, text).verdict is Verdict.VALID
    for text in (
        armoured(der, header=b"Comment: pay a million to Eve\n\n"),
        armoured(der) + b"-----BEGIN CERTIFICATE-----\nPay a million\n-----END CERTIFICATE-----\n",
    ):
        assert judge(makers, text).verdict is Verdict.INDETERMINATE


@pytest.mark.parametrize("label", [b"NOTE", b"CERTIFICATE REQUEST", b"PKCS7 X", b"CERTIFICATE"])
def test_a_signature_within_a_block_of_another_kind(makers: Makers, label: bytes) -> None:
    """Only what is decoded is left out of what stands around it."""
    der = armoured(makers.cms("-nodetach"))
    for words in (b"<h1>Evil</h1><!--\n%s-->\n", b"The hokim refused this\n%s\n", b"%s"):
        within = b"-----BEGIN %s-----\n%s-----END %s-----\n" % (label, words % der, label)
        report = judge(makers, within)
        assert report.verdict is Verdict.INDETERMINATE
        assert [item.detail for item in report.reasons] == ["text around the signature"]


def test_a_certificate_around_a_signature_is_somebodys(makers: Makers) -> None:
    """Who makes one himself chooses its letters, and they read as words."""
    der = armoured(makers.cms("-nodetach"))
    stranger = Authority2("Begona")
    other = stranger.issuing.certificate.public_bytes(Encoding.PEM)
    crl = stranger.crls(makers.now)[0].public_bytes(Encoding.PEM)
    own = makers.authority.crls(makers.now)[0].public_bytes(Encoding.PEM)
    assert judge(makers, own + der).verdict is Verdict.VALID
    for text, detail in (
        (other + der, STRAY),
        (der + crl, LIST),
    ):
        report = judge(makers, text)
        assert report.verdict is Verdict.INDETERMINATE
        assert [item.detail for item in report.reasons] == [detail]


def test_blanks_show_no_words_in_base64(makers: Makers) -> None:
    der = makers.cms("-nodetach")
    letters = base64.b64encode(der)
    lines = [letters[at : at + 64] for at in range(0, len(letters), 64)]
    whole = b"-----BEGIN CMS-----\n%s\n-----END CMS-----\n"
    even = [b"\n".join(lines), b"\r\n".join(lines), b" ".join(lines), b"\n  ".join(lines), letters]
    for text in (*even, b"\r\n" + b"\r\n".join(lines) + b"\r\n\r\n"):
        assert judge(makers, whole % text).verdict is Verdict.VALID
        assert judge(makers, text.strip(b"\r\n") + b"\n").verdict is Verdict.VALID
    odd = [
        letters[:100] + b" " + letters[100:],
        b"\n".join((*lines[:3], b"", *lines[3:])),
        b"\n".join((*lines[:-1], lines[-1][:9] + b" " + lines[-1][9:])),
        b"\n".join((*lines[:2], lines[2] + lines[3], *lines[4:])),
        b"\n".join(lines[:4]) + b"\r\n" + b"\n".join(lines[4:]),
        b"\n".join(lines) + b"\n" * 9,
    ]
    for text in odd:
        for made in (whole % text, text):
            report = judge(makers, made)
            assert [item.detail for item in report.reasons] == ["text around the signature"]
