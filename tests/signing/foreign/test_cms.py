"""Bare signatures as other makers make them."""

from __future__ import annotations

import base64
import os
import subprocess
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat import asn1

from eqaror_desktop.flows.verification import verify_file
from signing.cms_asn1 import tlv
from signing.foreign.armour import unwrapped
from signing.foreign.cms import verify_signature
from signing.foreign.contents import Content
from signing.report import Verdict
from signing.trust import TrustAnchors
from tests.signing.foreign import crafted
from tests.signing.foreign.cms_parts import (
    INVALID,
    OPEN,
    VALID,
    codes,
    judge,
)
from tests.signing.foreign.crafted import Crafted, algorithm, attribute
from tests.signing.foreign.makers import MATTER, Makers
from tests.signing.gost_engine import Engine
from tests.signing.national_pki import NationalAuthority
from tests.signing.pki import HOKIM, NOW, Authority2


@pytest.mark.parametrize(
    ("options", "how", "verdict", "reasons", "algorithm"),
    [
        ((), {}, VALID, set(), "ecdsa-sha256"),
        (("-nodetach",), {}, VALID, set(), "ecdsa-sha256"),
        (("-nodetach", "-stream"), {}, VALID, set(), "ecdsa-sha256"),
        (("-keyid",), {}, VALID, set(), "ecdsa-sha256"),
        (("-md", "sha3-256"), {"by": ("second",)}, VALID, set(), "rsa-pkcs1-sha3-256"),
        (
            ("-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:50"),
            {"by": ("second",)},
            VALID,
            set(),
            "rsa-pss-sha256",
        ),
        (
            ("-md", "sha1"),
            {},
            OPEN,
            {"CRYPTO_CONSTRAINTS_FAILURE_NO_POE"},
            "ecdsa-sha1",
        ),
        # Plain CMS, as most tools make it: whose certificate it is nothing tells.
        ((), {"cades": False}, OPEN, {"SIG_CONSTRAINTS_FAILURE"}, "ecdsa-sha256"),
        (("-noattr",), {"cades": False}, OPEN, {"SIG_CONSTRAINTS_FAILURE"}, "ecdsa-sha256"),
        (
            ("-nocerts",),
            {"chain": False},
            OPEN,
            {"NO_SIGNING_CERTIFICATE_FOUND"},
            "ecdsa-sha256",
        ),
    ],
)
def test_signatures_of_openssl(
    makers: Makers,
    options: tuple[str, ...],
    how: dict[str, object],
    verdict: Verdict,
    reasons: set[str],
    algorithm: str,
) -> None:
    signature = makers.cms(*options, **how)  # type: ignore[arg-type]
    report = judge(makers, signature, MATTER)
    assert (report.verdict, codes(report)) == (verdict, reasons)
    (only,) = report.signatures
    assert (only.algorithm, only.intact) == (algorithm, "-nocerts" not in options)
    if "-stream" in options:
        assert signature[1] == 0x80
    changed = judge(makers, signature, MATTER + b".")
    assert changed.verdict is INVALID
    assert codes(changed) & {"HASH_FAILURE", "SIG_CRYPTO_FAILURE"}


def test_a_signature_of_gnutls(makers: Makers) -> None:
    command = ["certtool", "--p7-sign", "--p7-time", "--load-privkey", "second.key"]
    files = ["--load-certificate", "second.pem", "--infile", "matter", "--outfile", "gnutls.p7"]
    makers.write("matter", MATTER)
    subprocess.run([*command, *files], cwd=makers.place, check=True, capture_output=True)
    signature = unwrapped((makers.place / "gnutls.p7").read_bytes())
    assert signature is not None
    report = judge(makers, signature)
    # It brings no chain and binds no certificate.
    assert codes(report) == {"SIG_CONSTRAINTS_FAILURE", "NO_CERTIFICATE_CHAIN_FOUND"}
    assert (report.verdict, report.signatures[0].intact) == (OPEN, True)
    assert report.signatures[0].time is not None


def test_an_algorithm_nobody_here_knows_is_named(makers: Makers, tmp_path: Path) -> None:
    """GOST R 34.10-2001 under its Russian identifiers: not broken, and not guessed."""
    engine = Engine(tmp_path)
    key = engine.make_key("A")
    certificate, signature = tmp_path / "gost.pem", tmp_path / "gost.p7s"
    subject = ("-subj", "/CN=Namunayev", "-days", "30")
    engine.run("req", "-x509", "-new", "-md_gost94", "-key", key, *subject, "-out", certificate)
    matter = makers.write("matter", MATTER)
    engine.run(
        *("cms", "-sign", "-binary", "-in", matter, "-outform", "DER", "-out", signature),
        *("-signer", certificate, "-inkey", key, "-md", "md_gost94"),
    )
    report = judge(makers, signature.read_bytes(), MATTER)
    assert (report.verdict, codes(report)) == (OPEN, {"CRYPTO_CONSTRAINTS_FAILURE"})
    assert report.reasons[0].detail == "1.2.643.2.2.9"


def test_without_a_trusted_root_it_is_never_broken(makers: Makers) -> None:
    signature = makers.cms()
    for anchors in (TrustAnchors(()), Authority2().anchors()):
        report = judge(makers, signature, MATTER, anchors=anchors)
        assert report.verdict is OPEN
        assert codes(report) == {"NO_CERTIFICATE_CHAIN_FOUND"}
        assert report.signatures[0].intact
        assert report.verdict.indication == "INDETERMINATE"
        assert report.sub_indication == "NO_CERTIFICATE_CHAIN_FOUND"
    # No list tells of it: the question stays open, with another reason.
    assert codes(judge(makers, signature, MATTER, anchors=makers.root_alone)) == {"TRY_LATER"}


def test_several_signers_and_their_contents(makers: Makers) -> None:
    signature = makers.cms(by=("first", "second"))
    report = judge(makers, signature, b"another", MATTER)
    assert report.verdict is VALID
    assert [item.covers for item in report.signatures] == [("1",), ("1",)]
    assert len({item.signer for item in report.signatures}) == 2
    none = judge(makers, signature)
    assert (none.verdict, codes(none)) == (OPEN, {"SIGNED_DATA_NOT_FOUND"})
    few = verify_signature(
        signature, (Content.of(b"x"),), makers.anchors, missing="SIGNED_DATA_NOT_FOUND"
    )
    assert (few.verdict, codes(few)) == (OPEN, {"SIGNED_DATA_NOT_FOUND"})


def test_one_broken_signer_breaks_the_whole(makers: Makers) -> None:
    good = Crafted(makers.people["first"], MATTER)
    other = Crafted(makers.people["second"], MATTER, signature=algorithm(crafted.RSA))
    people = [makers.people[name].certificate for name in ("first", "second")]
    between = makers.authority.issuing.certificate
    whole = replace(good, certificates=[between, *people])
    both = good.info() + other.info()
    assert judge(makers, whole.der(both)).verdict is VALID
    broken = judge(makers, whole.der(good.info() + other.info_of(bytes(256))))
    assert [item.intact for item in broken.signatures] == [True, False]
    assert (broken.verdict, codes(broken)) == (INVALID, {"SIG_CRYPTO_FAILURE"})
    assert [item.verdict for item in broken.signatures] == [VALID, INVALID]


def test_wrappings(makers: Makers) -> None:
    der = makers.cms("-nodetach")
    text = base64.encodebytes(der)
    pem = b"Bag: x\n-----BEGIN CMS-----\n" + text + b"-----END CMS-----\n"
    others = (pem.replace(b" CMS-", b" %s-" % name) for name in (b"PKCS7", b"SIGNED MESSAGE"))
    for wrapped in (der, text, base64.b64encode(der), pem, *others):
        assert unwrapped(wrapped) == der
    for other in (b"MI", b"", b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"):
        assert unwrapped(other) is None


def test_base64_is_one_text_to_its_end() -> None:
    inner = b"\x30\x83\x50\x00\x00" + bytes(range(256)) * (5 << 12)
    text = base64.encodebytes(inner)
    assert unwrapped(text) == inner
    whole = b"-----BEGIN CMS-----\nVersion: 1\n\n" + text + b"-----END CMS-----\n"
    assert unwrapped(b"-----BEGIN CMS-----\n" + whole.replace(b"CMS", b"PKCS7")) == inner
    for at in (100, 6 << 20):
        assert unwrapped(text[:at] + b"=" + text[at:]) is None
    # It is decoded in pieces of 4 MiB: an end where one ends is an end too.
    ended = base64.b64encode(inner[: (3 << 20) - 1])
    block = b"-----BEGIN CMS-----%s-----END CMS-----"
    assert unwrapped(block % ended) == inner[: (3 << 20) - 1]
    assert unwrapped(block % (ended + ended)) is None
    # What was written in letters must be a signature all the same.
    assert unwrapped(base64.encodebytes(b"Qaror matni")) is None
    assert unwrapped(block % base64.b64encode(b"Qaror matni")) is None


@pytest.mark.parametrize("kind", ["der", "pieces", "pem"])
def test_a_large_content_is_held_once(makers: Makers, kind: str) -> None:
    data = os.urandom(1 << 20) * 24
    signed = makers.cms("-nodetach", *(("-stream",) if kind == "pieces" else ()), data=data)
    if kind == "pem":
        text = base64.encodebytes(signed)
        signed = b"-----BEGIN CMS-----\n" + text + b"-----END CMS-----\n"
    path = makers.write("large", signed)
    size = len(signed)
    del signed
    tracemalloc.start()
    try:
        report = verify_file(path, makers.anchors)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert report.verdict is Verdict.VALID, report.reasons
    assert peak < 1.4 * size + (12 << 20)


def test_certificates_alone_are_no_signature(makers: Makers) -> None:
    bag = makers.openssl(
        *("crl2pkcs7", "-nocrl", "-certfile", "first.pem", "-outform", "DER"),
    )
    report = judge(makers, bag)
    assert (report.verdict, codes(report)) == (OPEN, {"SIGNED_DATA_NOT_FOUND"})


def test_the_national_tool_in_ber() -> None:
    authority = NationalAuthority()
    signer = authority.signer(HOKIM)
    certificate = signer.identity.certificate
    standard = authority.standard
    hashed = tlv(0x30, asn1.encode_der(standard.hash) + crafted.NULL)
    from signing import digests
    from tests.signing.pki import Issued

    digest = digests.of(standard.hash_name, MATTER)
    attributes = [
        crafted.content_type(),
        crafted.signing_time(),
        attribute("1.2.840.113549.1.9.4", tlv(4, digest)),
    ]
    made = Crafted(
        Issued(certificate, None),  # type: ignore[arg-type]  # its key signs below
        MATTER,
        attributes,
        signer.sign,
        digest=hashed,
        signature=tlv(0x30, asn1.encode_der(standard.signature) + crafted.NULL),
        certificates=[authority.issuing.certificate, certificate],
    ).der(indefinite=True)
    report = verify_signature(made, (), authority.anchors(), at=NOW)
    (only,) = report.signatures
    assert (only.intact, only.trusted, only.algorithm) == (True, True, "ozdst1092-ozdst1106")
    # Its attributes name no certificate: told, and no more than that.
    assert (report.verdict, codes(report)) == (OPEN, {"SIG_CONSTRAINTS_FAILURE"})
    assert only.time == crafted.CLAIMED
    broken = made.replace(MATTER[:10], b"Boshqa 123"[:10])
    assert verify_signature(broken, (), authority.anchors(), at=NOW).verdict is INVALID
