"""Whole files whose signature, time-stamp, revocation list and OCSP answers are all national."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from asn1crypto import ocsp as forms
from cryptography import x509
from cryptography.hazmat.asn1 import encode_der
from cryptography.x509.ocsp import load_der_ocsp_request
from cryptography.x509.oid import ExtendedKeyUsageOID

from eqaror_desktop.cli import main
from eqaror_desktop.flows.status import Responders
from signing.certificate import utc_now
from signing.cms import add_signature_time_stamp, build_signed_data, signature_value
from signing.cms_asn1 import SIGNED_DATA, tlv
from signing.foreign import ber
from signing.foreign.contents import Content
from signing.long_term import complete
from signing.national import Standard
from signing.ocsp import KINDS as OCSP_KINDS
from signing.ocsp import OcspAnswer, load_answer, status_of
from signing.package import read_signature, replace_signature
from signing.report import Report, Verdict
from signing.timestamp import TimeStamp, ask, check_answer
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream
from tests.signing.foreign.cms_parts import add_unsigned, with_info
from tests.signing.foreign.crafted import NULL, RSA, algorithm, attribute
from tests.signing.national_answers import DAY, GOOD, HOUR, REVOKED, responder, says
from tests.signing.national_key import NationalSigner
from tests.signing.national_pki import DER, NationalAuthority
from tests.signing.ocsp_answers import manifest_of
from tests.signing.pki import HOKIM, NOW, make_case
from tests.signing.test_timestamp import SERVER, stamp
from tests.sync.test_strangers import stranger as answering_on_loopback

CONTENT = "Hokim qarori – sinov".encode()
KINDS = [(standard, delegated) for standard in Standard for delegated in (False, True)]
ALGORITHMS = {
    Standard.OZDST_2009: "ozdst1092-ozdst1106",
    Standard.OZMST_2024: "ozmst286-ozmst285",
}
MGF1, PSS = "1.2.840.113549.1.1.8", "1.2.840.113549.1.1.10"
_REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"


@dataclass(frozen=True)
class Office:
    """Who signs and who stands behind it; the answers may be by whom the authority named."""

    authority: NationalAuthority
    signer: NationalSigner
    server: NationalSigner
    above: x509.CertificateRevocationList
    answers: tuple[OcspAnswer, ...]
    now: datetime = NOW

    @property
    def root(self) -> TrustAnchors:
        """Nothing but the anchor: all the rest comes with the file."""
        return TrustAnchors((self.authority.root.certificate,))

    @property
    def at_hand(self) -> TrustAnchors:
        between = (self.authority.issuing.certificate,)
        return TrustAnchors(self.root.anchors, between, (self.above,), self.answers)

    def stamped(self, signature: bytes) -> tuple[bytes, TimeStamp]:
        value, _ = signature_value(signature)
        question = ask(value)
        found = check_answer(stamp(self.server, question, self.now), question, value, self.at_hand)
        return add_signature_time_stamp(signature, found.token), found

    def signed(self, content: bytes = CONTENT) -> bytes:
        """Attached CMS with a time-stamp and all that tells of its certificates for years."""
        whole, moment = self.stamped(self.bare(content))
        return complete(whole, content, moment, self.at_hand, self.now)

    def bare(self, content: bytes = CONTENT) -> bytes:
        return build_signed_data(self.signer, content, signing_time=self.now, attached=True)


@cache
def office(standard: Standard, delegated: bool, now: datetime = NOW) -> Office:
    authority = NationalAuthority(standard=standard)
    begins = now - 3 * DAY
    signer = authority.signer(HOKIM, begins=begins)
    server = authority.signer(SERVER, time_stamping=True, begins=begins)
    by = responder(authority, ExtendedKeyUsageOID.OCSP_SIGNING) if delegated else None
    people = (item.identity.certificate for item in (signer, server))
    answers = tuple(says(authority, item, by=by, since=now - HOUR) for item in people)
    return Office(authority, signer, server, authority.crls(now)[0], answers, now)


def judged(data: bytes, anchors: TrustAnchors) -> Report:
    return verify_stream(io.BytesIO(data), anchors, at=NOW + 365 * DAY)


def summed(report: Report) -> tuple[Verdict, str, bool]:
    main = report.signatures[0]
    return report.verdict, main.level, main.proven


COMPLETE = (Verdict.VALID, "B-LT", True)


@pytest.mark.parametrize(("standard", "delegated"), KINDS)
def test_a_file_is_complete_for_itself(standard: Standard, delegated: bool) -> None:
    here = office(standard, delegated)
    report = judged(here.signed(), here.root)
    assert (summed(report), report.reasons) == (COMPLETE, ())
    (only,) = report.signatures
    assert (only.time, only.status_as_of) == (NOW, here.answers[0].produced)
    assert only.algorithm == ALGORITHMS[standard]
    # Without what tells of its certificates the question is open, of both.
    bare, _ = here.stamped(here.bare())
    codes = {item.code for item in judged(bare, here.root).reasons}
    assert codes == {"TIMESTAMP", "TRY_LATER"}


@pytest.mark.parametrize("standard", Standard)
def test_no_signature_goes_by_the_other_standards_name(standard: Standard) -> None:
    """Three identifiers that no value covers are all that differs."""
    here = office(standard, delegated=False)
    (other,) = (item for item in Standard if item is not standard)
    named = {
        encode_der(one): encode_der(another)
        for one, another in ((standard.hash, other.hash), (standard.signature, other.signature))
    }

    def renamed(der: bytes) -> bytes:
        for one, another in named.items():
            der = der.replace(one, another)
        return der

    version, digests, *parts, signers = ber.read_all(here.bare()).children[1].only().children
    signer = b"".join(
        item.raw if item.tag == 0xA0 else renamed(item.raw) for item in signers.only().children
    )
    inner = version.raw + renamed(digests.raw) + b"".join(item.raw for item in parts)
    whole = tlv(0x30, inner + tlv(0x31, tlv(0x30, signer)))
    report = judged(tlv(0x30, encode_der(SIGNED_DATA) + tlv(0xA0, whole)), here.root)
    assert (report.verdict, report.reasons[0].code) == (Verdict.INVALID, "SIG_CRYPTO_FAILURE")
    # Of an answer the identifier stands outside what is signed as well.
    issuer, person = here.authority.issuing.certificate, here.signer.identity.certificate
    assert status_of(here.answers[0], person, issuer) is not None
    assert status_of(load_answer(renamed(here.answers[0].der)), person, issuer) is None


@pytest.mark.parametrize("standard", Standard)
def test_no_national_signature_goes_by_another_schemes_name(standard: Standard) -> None:
    """What is written of the algorithm is covered by no value, either: it follows from the key."""
    here = office(standard, delegated=False)
    signed = here.signed()
    (info,) = ber.read_all(signed).children[1].only().children[-1].children
    before, behind = info.children[:4], info.children[5:]
    hashed = algorithm(standard.hash.dotted_string, NULL)
    masked = algorithm(MGF1, hashed)
    salt = tlv(0xA2, encode_der(32))
    for written in (
        algorithm(RSA, NULL),
        algorithm(PSS, tlv(0x30, tlv(0xA0, hashed) + tlv(0xA1, masked) + salt)),
    ):
        parts = *(item.raw for item in before), written, *(item.raw for item in behind)
        report = judged(with_info(signed, tlv(0x30, b"".join(parts))), here.root)
        assert (report.verdict, report.reasons[0].code) == (Verdict.INVALID, "SIG_CRYPTO_FAILURE")


@pytest.mark.parametrize(("standard", "delegated"), KINDS)
def test_in_the_place_where_other_makers_put_it(standard: Standard, delegated: bool) -> None:
    """RevocationValues (RFC 5126, 6.3.4), with answers that have no outer part."""
    here = office(standard, delegated)
    answers = (forms.OCSPResponse.load(item.der) for item in here.answers)
    basic = b"".join(item["response_bytes"]["response"].parsed.dump() for item in answers)
    lists = tlv(0xA0, tlv(0x30, here.above.public_bytes(DER)))
    values = tlv(0x30, lists + tlv(0xA1, tlv(0x30, basic)))
    other, _ = here.stamped(add_unsigned(here.bare(), attribute(_REVOCATION_VALUES, values)))
    assert summed(judged(other, here.root)) == COMPLETE


@pytest.mark.parametrize(("standard", "delegated"), KINDS)
def test_no_changed_byte_of_a_proof_proves(standard: Standard, delegated: bool) -> None:
    here = office(standard, delegated)
    data = here.signed()
    parts = [item.parsed.tbs_response_bytes for item in here.answers]
    parts += [item.parsed.signature for item in here.answers]
    parts += [here.above.tbs_certlist_bytes, here.above.signature]
    for part in parts:
        assert data.count(part) == 1
        place = data.index(part) + len(part) * 2 // 3
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        verdict, level, _ = summed(judged(changed, here.root))
        assert (verdict is Verdict.VALID, level == "B-LT") == (False, False), part
        # The signature itself is what it was: with what is at hand it holds, and says what is
        # beside it that nobody vouches for.
        again = judged(changed, here.at_hand)
        assert again.signatures[0].intact
        assert again.verdict is not Verdict.VALID


@pytest.mark.parametrize(("standard", "delegated"), KINDS)
def test_answers_beside_certificates(standard: Standard, delegated: bool) -> None:
    """As a station keeps them: in PEM beside its anchors; the newest word counts."""
    here = office(standard, delegated)
    data, _ = here.stamped(here.bare())
    kept = here.at_hand.helpers_pem()
    assert kept.count(b"-----BEGIN") == 4
    helped = here.root.with_helpers("helpers", kept)
    assert set(helped.answers) == set(here.answers)
    assert judged(data, helped).verdict is Verdict.VALID
    certificate = here.signer.identity.certificate
    by = responder(here.authority, ExtendedKeyUsageOID.OCSP_SIGNING) if delegated else None
    for word, when, verdict in (
        (REVOKED, NOW + DAY, Verdict.VALID),
        (REVOKED, NOW - timedelta(minutes=30), Verdict.INDETERMINATE),
        (GOOD, NOW - timedelta(minutes=30), Verdict.VALID),
    ):
        told = says(here.authority, certificate, word, by=by, since=when)
        newer = TrustAnchors((), (), (), (told,)).helpers_pem()
        report = judged(data, helped.with_helpers("newer", newer))
        assert report.verdict is verdict, (word, when)


def test_a_station_asks_a_national_responder() -> None:
    here = office(Standard.OZMST_2024, True)
    certificate, issuer = here.signer.identity.certificate, here.authority.issuing.certificate
    # The second is of somebody whom another authority named.
    authorities = (here.authority, NationalAuthority("Milliy", Standard.OZMST_2024))
    asked = []

    def work(request: BaseHTTPRequestHandler) -> None:
        question = request.rfile.read(int(request.headers["Content-Length"]))
        asked.append(load_der_ocsp_request(question))
        nonce = asked[-1].extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
        told = says(here.authority, certificate, by=by, nonce=nonce).der
        request.send_response(200)
        request.send_header("Content-Type", OCSP_KINDS[1])
        request.send_header("Content-Length", str(len(told)))
        request.end_headers()
        request.wfile.write(told)

    for number, authority in enumerate(authorities):
        by = responder(authority, ExtendedKeyUsageOID.OCSP_SIGNING)
        with answering_on_loopback(work) as address:
            found = Responders(lambda: NOW).ask(((certificate, issuer),), here.root, (address,))
        assert len(found) == (number == 0)
    assert [item.serial_number for item in asked] == [certificate.serial_number] * 2


@pytest.mark.parametrize("standard", Standard)
def test_the_command_line_tells_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], standard: Standard
) -> None:
    here = office(standard, False, utc_now().replace(microsecond=0))
    good, bad, trust = (tmp_path / name for name in ("good.p7m", "bad.p7m", "root.pem"))
    data = here.signed()
    good.write_bytes(data)
    at = data.index(here.answers[0].parsed.signature)
    bad.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    here.authority.write_pem(trust)
    own = ("--profile", str(tmp_path / "profile"))
    for path, code, level, reasons in ((good, 0, "B-LT", set()), (bad, 2, "B-T", {"TRY_LATER"})):
        assert main([*own, "verify", str(path), "--trust", str(trust), "--json"]) == code
        told = json.loads(capsys.readouterr().out)
        (signature,) = told["signatures"]
        assert (signature["intact"], signature["level"]) == (True, level)
        assert (signature["signer"], signature["pinfl"], signature["stir"]) == HOKIM
        assert {item["code"] for item in told["reasons"]} >= reasons


@pytest.mark.parametrize("standard", Standard)
def test_a_pdf_and_a_signature_beside_its_content(standard: Standard) -> None:
    here = office(standard, False)
    case = make_case(authority=here.authority)
    with zipfile.ZipFile(io.BytesIO(case.package())) as archive:
        pdf = archive.read("decision.pdf")
    (only,) = verify_stream(io.BytesIO(pdf), here.authority.anchors(), at=NOW).signatures
    assert (only.verdict, only.algorithm) == (Verdict.VALID, ALGORITHMS[standard])
    at = pdf.index(b"stream") + 9
    for place in (at, pdf.index(b"/ByteRange") + 20):
        changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        assert judged(changed, here.at_hand).verdict is Verdict.INVALID
    detached = build_signed_data(here.signer, CONTENT, signing_time=NOW)
    for content, verdict in ((CONTENT, Verdict.VALID), (CONTENT + b".", Verdict.INVALID)):
        given = (Content.of(content, "matn"),)
        report = verify_stream(io.BytesIO(detached), here.at_hand, contents=given, at=NOW)
        assert report.verdict is verdict


@pytest.mark.parametrize(("standard", "delegated"), KINDS)
def test_a_package_with_national_answers(standard: Standard, delegated: bool) -> None:
    here = office(standard, delegated)
    case = make_case(authority=here.authority)
    case.hokim = here.signer
    plain = case.package(crls=False, pdf_profile=False)
    stamped, moment = here.stamped(read_signature(io.BytesIO(plain)))
    whole = complete(stamped, manifest_of(plain), moment, here.at_hand, NOW)
    assert whole != stamped
    out = io.BytesIO()
    replace_signature(io.BytesIO(plain), out, whole)
    # Of the officer who agreed nothing came along.
    officer = case.officer.identity.certificate
    anchors = here.root.with_helpers(
        "officer", TrustAnchors((), (), (), (says(here.authority, officer),)).helpers_pem()
    )
    package = out.getvalue()
    assert summed(judged(package, anchors)) == COMPLETE
    answer = here.answers[0].parsed.signature
    at = package.index(answer)
    changed = package[: at + 9] + bytes([package[at + 9] ^ 1]) + package[at + 10 :]
    assert judged(changed, anchors).verdict is not Verdict.VALID
