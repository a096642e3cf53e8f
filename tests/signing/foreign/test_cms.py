"""Bare signatures of other makers, and the attacks on them."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives.serialization import Encoding

from eqaror_desktop.flows.verification import verify_file
from signing.cms_asn1 import tlv
from signing.foreign.armour import unwrapped
from signing.foreign.cms import verify_signature
from signing.foreign.contents import Content
from signing.report import Kind, Report, Verdict
from signing.trust import TrustAnchors
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import Crafted, algorithm, attribute, endless
from tests.signing.foreign.makers import MATTER, Makers
from tests.signing.gost_engine import Engine
from tests.signing.national_pki import NationalAuthority
from tests.signing.pki import HOKIM, NOW, Authority2

NAMED = crafted.oid("1.2.840.113549.1.7.2")
VALID, INVALID, OPEN = Verdict.VALID, Verdict.INVALID, Verdict.INDETERMINATE


def judge(
    makers: Makers, signature: bytes, *data: bytes, anchors: TrustAnchors | None = None
) -> Report:
    contents = tuple(Content.of(item, f"{number}") for number, item in enumerate(data))
    return verify_signature(signature, contents, anchors or makers.anchors)


def codes(report: Report) -> set[str]:
    return {item.code for item in report.reasons}


# --- what other programs make ------------------------------------------------------------------


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
    others = (pem.replace(b"CMS", name) for name in (b"PKCS7", b"SIGNED MESSAGE"))
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


# --- time-stamps and levels --------------------------------------------------------------------


def with_between(makers: Makers, name: str = "first") -> list[x509.Certificate]:
    return [makers.people[name].certificate, makers.authority.issuing.certificate]


def stamped(
    makers: Makers, token: Callable[[bytes], bytes], unsigned: Sequence[bytes] = ()
) -> bytes:
    made = Crafted(
        makers.people["first"], MATTER, unsigned=unsigned, certificates=with_between(makers)
    )
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    made.unsigned = [*made.unsigned, attribute(crafted.TIME_STAMP, token(value))]
    return made.der(made.info_of(value))


def test_a_time_stamp_proves_the_time(makers: Makers) -> None:
    signature = stamped(makers, makers.token)
    report = judge(makers, signature)
    (only,) = report.signatures
    assert (report.verdict, only.level, only.proven) == (VALID, "B-T", True)
    assert only.time is not None
    assert abs((only.time - makers.now).total_seconds()) < 3600
    # Nobody trusted stands behind it: the level is what it has, the time is not proven.
    alone = judge(makers, signature, anchors=TrustAnchors(()))
    assert (alone.verdict, alone.signatures[0].level) == (OPEN, "B-T")
    assert not alone.signatures[0].proven


def test_a_time_stamp_over_something_else(makers: Makers) -> None:
    report = judge(makers, stamped(makers, lambda _: makers.token(b"another value")))
    # Nobody signed it: whoever has the file can add one, and the signature stays what it was.
    assert (report.verdict, codes(report)) == (OPEN, {"TIMESTAMP"})
    (only,) = report.signatures
    assert (only.level, only.intact, only.proven) == ("B-B", True, False)
    report = judge(makers, stamped(makers, lambda _: b"\x30\x03\x02\x01\x00"))
    assert (report.verdict, codes(report)) == (OPEN, {"TIMESTAMP"})


def test_a_time_stamp_alone(makers: Makers) -> None:
    token = makers.token(MATTER)
    report = judge(makers, token, b"x", MATTER)
    (only,) = report.signatures
    assert (report.verdict, only.kind, only.covers) == (VALID, Kind.TIME_STAMP, ("1",))
    assert judge(makers, token, b"x").verdict is INVALID
    assert judge(makers, token).verdict is OPEN


def test_lists_that_came_along_make_it_long_term(makers: Makers) -> None:
    signature = stamped(makers, makers.token)
    lists = b"".join(item.public_bytes(Encoding.DER) for item in makers.authority.crls(makers.now))
    info = judge(makers, signature, anchors=makers.root_alone)
    assert info.signatures[0].level == "B-T"
    values = tlv(0x30, tlv(0xA0, tlv(0x30, lists)))
    kept = attribute("1.2.840.113549.1.9.16.2.24", values)
    long_term = judge(
        makers, stamped(makers, makers.token, unsigned=[kept]), anchors=makers.root_alone
    )
    assert (long_term.verdict, long_term.signatures[0].level) == (VALID, "B-LT")


def test_an_archive_time_stamp(makers: Makers) -> None:
    made = Crafted(makers.people["first"], MATTER, certificates=with_between(makers))
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    lists = b"".join(item.public_bytes(Encoding.DER) for item in makers.authority.crls(makers.now))
    made.unsigned = [
        attribute(crafted.TIME_STAMP, makers.token(value)),
        attribute("1.2.840.113549.1.9.16.2.24", tlv(0x30, tlv(0xA0, tlv(0x30, lists)))),
    ]
    assert judge(makers, made.der(made.info_of(value))).signatures[0].level == "B-LT"

    def archived(certificates: list[x509.Certificate], *, changed: bool = False) -> bytes:
        hashed = [
            b"".join(tlv(4, hashlib.sha256(item).digest()) for item in items)
            for items in (
                [item.public_bytes(Encoding.DER) for item in certificates],
                [],
                made.unsigned[:2],
            )
        ]
        index = tlv(0x30, b"".join(tlv(0x30, item) for item in hashed))
        info = asn1.decode_der(asn1.TLV, made.info_of(value))
        parts = bytes(info.data)
        covered = crafted.oid(crafted.DATA) + hashlib.sha256(MATTER).digest()
        # Everything of the SignerInfo but its unsigned attributes (EN 319 122-1, 5.5.3).
        covered += parts[: parts.index(tlv(4, value)) + len(tlv(4, value))] + index
        token = makers.token(covered + (b"x" if changed else b""))
        with_index = add_unsigned(token, attribute("0.4.0.1733.2.5", index))
        full = replace(made, unsigned=[*made.unsigned, attribute("0.4.0.1733.2.4", with_index)])
        return full.der(full.info_of(value))

    own = with_between(makers)
    assert judge(makers, archived(own)).signatures[0].level == "B-LTA"
    assert judge(makers, archived(own, changed=True)).signatures[0].level == "B-LT"
    other = makers.people["second"].certificate
    assert judge(makers, archived([*own, other])).signatures[0].level == "B-LT"


def add_unsigned(token: bytes, added: bytes) -> bytes:
    """Put an unsigned attribute into the one signature of a CMS."""
    from signing.foreign import ber

    top = ber.read_all(token)
    data = top.children[1].only()
    signer = data.children[-1].only()
    info = tlv(0x30, signer.body + tlv(0xA1, added))
    inner = b"".join(item.raw for item in data.children[:-1]) + tlv(0x31, info)
    return tlv(0x30, top.children[0].raw + tlv(0xA0, tlv(0x30, inner)))


def test_counter_signatures_are_shown(makers: Makers) -> None:
    made = Crafted(makers.people["first"], MATTER, certificates=with_between(makers))
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    second = makers.people["second"]
    people = [*with_between(makers), second.certificate]

    def countered(over: bytes) -> Report:
        attributes = [
            crafted.message_digest(over),
            crafted.signing_certificate(second.certificate),
        ]
        counter = Crafted(second, over, attributes, signature=algorithm(crafted.RSA)).info()
        full = replace(made, unsigned=[attribute(crafted.COUNTER, counter)], certificates=people)
        return judge(makers, full.der(full.info_of(value)))

    report = countered(value)
    assert report.verdict is VALID
    assert [item.kind for item in report.signatures] == [Kind.SIGNATURE, Kind.COUNTER_SIGNATURE]
    assert report.signatures[1].signer != report.signatures[0].signer
    wrong = countered(b"another value")
    assert (wrong.verdict, codes(wrong)) == (INVALID, {"HASH_FAILURE"})
    assert wrong.signatures[0].verdict is VALID


# --- attacks -----------------------------------------------------------------------------------


def shaped(makers: Makers, name: str = "first", **how: object) -> Crafted:
    return Crafted(makers.people[name], MATTER, certificates=with_between(makers, name), **how)  # type: ignore[arg-type]


def rsa_shaped(makers: Makers, info: Callable[[bytes], bytes]) -> Crafted:
    sign = crafted.raw_rsa(makers.people["second"], info)
    return shaped(makers, "second", sign=sign, signature=algorithm(crafted.RSA, crafted.NULL))


def longer(value: bytes) -> bytes:
    """r and s with a zero between them: the same numbers in other bytes."""
    return value[:32] + b"\0" + value[32:]


_NO_NULL = tlv(0x30, crafted.oid(crafted.SHA256))
_WITH_NULL = tlv(0x30, crafted.oid(crafted.SHA256) + crafted.NULL)


@pytest.mark.parametrize(
    ("make", "verdict", "reason"),
    [
        (lambda m: shaped(m, sorted=False), VALID, ""),
        (lambda m: rsa_shaped(m, lambda d: tlv(0x30, _WITH_NULL + tlv(4, d))), VALID, ""),
        (lambda m: rsa_shaped(m, lambda d: tlv(0x30, _NO_NULL + tlv(4, d))), VALID, ""),
        (
            lambda m: rsa_shaped(m, lambda d: tlv(0x30, _WITH_NULL + tlv(4, d)) + bytes(8)),
            INVALID,
            "SIG_CRYPTO_FAILURE",
        ),
        (
            lambda m: rsa_shaped(m, lambda d: tlv(0x30, _WITH_NULL + tlv(4, d) + tlv(4, b"x"))),
            INVALID,
            "SIG_CRYPTO_FAILURE",
        ),
        (
            lambda m: shaped(
                m,
                sign=crafted.plain_ecdsa(m.people["first"]),
                signature=algorithm("0.4.0.127.0.7.1.1.4.1.3"),
            ),
            VALID,
            "",
        ),
        (
            lambda m: shaped(
                m,
                sign=lambda data: longer(crafted.plain_ecdsa(m.people["first"])(data)),
                signature=algorithm("0.4.0.127.0.7.1.1.4.1.3"),
            ),
            INVALID,
            "SIG_CRYPTO_FAILURE",
        ),
        # r and s side by side under the name of the other form, and the other way round.
        (
            lambda m: shaped(m, sign=crafted.plain_ecdsa(m.people["first"])),
            INVALID,
            "SIG_CRYPTO_FAILURE",
        ),
        (
            lambda m: shaped(m, signature=algorithm("0.4.0.127.0.7.1.1.4.1.3")),
            INVALID,
            "SIG_CRYPTO_FAILURE",
        ),
        # An algorithm of another key, one that is none, one nobody knows.
        (lambda m: shaped(m, signature=algorithm(crafted.RSA)), INVALID, "SIG_CRYPTO_FAILURE"),
        (
            lambda m: shaped(m, signature=algorithm("1.2.840.10045.2.1")),
            OPEN,
            "CRYPTO_CONSTRAINTS_FAILURE",
        ),
        (
            lambda m: shaped(m, digest=algorithm("1.2.3.4")),
            OPEN,
            "CRYPTO_CONSTRAINTS_FAILURE",
        ),
        # One hash for the content, another for the signature.
        (
            lambda m: shaped(
                m,
                digest=algorithm(crafted.SHA512),
                attributes=[
                    crafted.content_type(),
                    crafted.message_digest(MATTER, "sha512"),
                    crafted.signing_certificate(m.people["first"].certificate),
                ],
            ),
            OPEN,
            "CRYPTO_CONSTRAINTS_FAILURE",
        ),
        # RSA-PSS without parameters means SHA-1, which this is not.
        (
            lambda m: shaped(m, "second", signature=algorithm("1.2.840.113549.1.1.10")),
            INVALID,
            "SIG_CRYPTO_FAILURE",
        ),
        # The certificate that is bound is another one.
        (
            lambda m: shaped(
                m,
                attributes=[
                    *crafted.usual(m.people["first"], MATTER)[:2],
                    crafted.signing_certificate(m.people["second"].certificate),
                ],
            ),
            INVALID,
            "SIG_CONSTRAINTS_FAILURE",
        ),
        (
            lambda m: shaped(m, attributes=crafted.usual(m.people["first"], MATTER)[1:]),
            INVALID,
            "FORMAT_FAILURE",
        ),
        (
            lambda m: shaped(
                m,
                attributes=[
                    *crafted.usual(m.people["first"], MATTER),
                    crafted.message_digest(b"another"),
                ],
            ),
            INVALID,
            "FORMAT_FAILURE",
        ),
        (
            lambda m: shaped(
                m, attributes=[crafted.content_type(), crafted.content_type("1.2.3.4")]
            ),
            INVALID,
            "FORMAT_FAILURE",
        ),
        # The signer's certificate stands behind another.
        (
            lambda m: shaped(
                m, "first", unsigned=[crafted.signing_time(), crafted.message_digest(b"another")]
            ),
            VALID,
            "",
        ),
    ],
)
def test_attacks(
    makers: Makers, make: Callable[[Makers], Crafted], verdict: Verdict, reason: str
) -> None:
    report = judge(makers, make(makers).der())
    assert report.verdict is verdict
    assert {reason} - {""} <= codes(report)
    assert bool(reason) == bool(report.reasons)


def test_what_nobody_signed_is_not_told(makers: Makers) -> None:
    made = shaped(makers, unsigned=[crafted.signing_time()])
    (only,) = judge(makers, made.der()).signatures
    assert only.time is None


def test_signed_attributes_are_no_content(makers: Makers) -> None:
    """The value over a set of attributes fits a content of the same bytes (RFC 5652, 5.4)."""
    made = shaped(makers)
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    forged = replace(made, content=tlv(crafted.SET, made.signed), bare=True)
    report = judge(makers, forged.der(forged.info_of(value)))
    # It binds no certificate either; what is broken is named first, and nothing is called intact.
    codes_here = {"SIG_CONSTRAINTS_FAILURE", "FORMAT_FAILURE"}
    assert (report.verdict, codes(report)) == (INVALID, codes_here)
    assert report.sub_indication == "FORMAT_FAILURE"
    assert [item.intact for item in report.signatures] == [False]


def test_attributes_that_are_not_der(makers: Makers) -> None:
    made = shaped(makers)
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    info = made.info_of(value)
    digest = tlv(4, hashlib.sha256(MATTER).digest())
    pieces = endless(0x24, tlv(4, digest[2:10]) + tlv(4, digest[10:]))
    # The digest in pieces: what was signed is the same in DER.
    loose = made.signed.replace(
        crafted.message_digest(MATTER),
        tlv(0x30, crafted.oid("1.2.840.113549.1.9.4") + endless(0x31, pieces)),
    )
    parts = info.replace(tlv(0xA0, made.signed), tlv(0xA0, loose))
    whole = tlv(0x30, parts[4:])
    assert judge(makers, made.der(whole)).verdict is VALID
    assert judge(makers, made.der(whole.replace(digest[2:6], b"\1\2\3\4"))).verdict is INVALID


def test_an_attackers_chain_is_not_believed(makers: Makers) -> None:
    """Its names are ours, its keys are not."""
    other = Authority2("Boshqa")
    person = other.issue(HOKIM, begins=makers.people["first"].certificate.not_valid_before_utc)
    chain = [other.root.certificate, other.issuing.certificate, person.certificate]
    report = judge(makers, Crafted(person, MATTER, certificates=chain).der())
    assert (report.verdict, codes(report)) == (OPEN, {"NO_CERTIFICATE_CHAIN_FOUND"})
    assert (report.signatures[0].intact, report.signatures[0].trusted) == (True, False)


def test_content_beside_content(makers: Makers) -> None:
    """Whoever gives a content wants to know about that one, not about the one inside."""
    attached = makers.cms("-nodetach")
    report = judge(makers, attached, b"what I read")
    assert (report.verdict, codes(report)) == (INVALID, {"HASH_FAILURE"})


@pytest.mark.parametrize(
    "bomb",
    [
        b"\x30\x80" + NAMED + b"\x30\x80" * 100_000,
        b"\x30\x80" + NAMED + b"\x05\x00" * 150_000,
        b"\x30\x84\xff\xff\xff\xff" + NAMED + b"\x30" * 100,
        b"\x30\x82\x01\x00" + NAMED,
        endless(0x30, crafted.oid("1.2.840.113549.1.7.2") + endless(0xA0, b"\x24\x80" * 60)),
    ],
    ids=["deep", "many", "length", "cut", "strings"],
)
def test_bombs(makers: Makers, bomb: bytes) -> None:
    begun = time.process_time()
    report = judge(makers, bomb)
    assert (report.verdict, codes(report)) == (INVALID, {"FORMAT_FAILURE"})
    nameless = judge(makers, bomb.replace(NAMED, b""))
    assert (nameless.verdict, codes(nameless)) == (OPEN, {"SIGNED_DATA_NOT_FOUND"})
    assert time.process_time() - begun < 5


def test_no_changed_byte_is_accepted(makers: Makers) -> None:
    item = shaped(makers)
    value = crafted.signs(item.issued)(tlv(crafted.SET, item.signed))
    made = item.der(item.info_of(value), indefinite=True)
    assert judge(makers, made).verdict is VALID
    signed = (MATTER[:12], item.signed, value)
    for part in signed:
        begin = made.rindex(part)
        for at in range(begin, begin + len(part), 11):
            changed = made[:at] + bytes((made[at] ^ 0x04,)) + made[at + 1 :]
            assert judge(makers, changed).verdict is not VALID, at


def test_parts_that_nobody_signed_are_what_the_standard_says(makers: Makers) -> None:
    """Nothing depends on versions, sets of digests or a value's tag; strange ones are named."""
    made = shaped(makers)
    whole = made.der()
    value = crafted.signs(made.issued)(tlv(crafted.SET, made.signed))
    string = tlv(crafted.OCTETS, value)
    signed = made.der(made.info_of(value))
    for before, after in (
        (b"\x02\x01\x01" + tlv(crafted.SET, made.digest), None),
        (tlv(crafted.SET, made.digest), b"\x30"),
        (string, b"\x84"),
    ):
        changed = (after or b"\x03") + before[1:]
        assert signed.count(before) == 1
        report = judge(makers, signed.replace(before, changed))
        assert (report.verdict, codes(report)) == (INVALID, {"FORMAT_FAILURE"})
    assert judge(makers, whole).verdict is VALID
