"""The time that a signer claims: shown as a claim, and told where it cannot be true."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat import asn1

from signing.claimed import CLOCKS_DIFFER, Known, untrue
from signing.cms_asn1 import tlv
from signing.detail import said
from signing.flaws import Flaw
from signing.foreign.cms import verify_signature
from signing.pdf.changes import SignatureUpdate
from signing.report import Reason, Report, Verdict
from signing.reporting.data import public
from signing.reporting.html import page
from signing.reporting.outline import Verified, paper
from signing.reporting.words import ReportWords
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream
from tests.signing.foreign import crafted
from tests.signing.foreign.crafted import Crafted, attribute
from tests.signing.foreign.test_weak import stamped
from tests.signing.pki import HOKIM, NOW, Authority2, make_case
from tests.signing.test_revocation import package
from tests.signing.test_timestamp import SERVER

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MATTER = b"matn"
AUTHORITY = Authority2("Vaqt", NOW - 300 * DAY)
ISSUED = AUTHORITY.issue(HOKIM, begins=NOW - 30 * DAY, days=40)
SIGNING_TIME = "1.2.840.113549.1.9.5"
CONTENT_STAMP = "1.2.840.113549.1.9.16.2.20"


def told(*claims: datetime, known: Known = Known(NOW)) -> set[Flaw]:  # noqa: B008 - frozen
    found = untrue(claims, known, ISSUED.certificate)
    assert all(not item.failed and item.code == "CLAIMED_TIME" for item in found)
    return {flaw for flaw in Flaw for item in found if item.detail == said(flaw)}


def test_what_can_be_told_of_a_claim() -> None:
    spare = CLOCKS_DIFFER
    assert told() == told(NOW) == told(NOW + spare) == told(NOW - 30 * DAY) == set()
    assert told(NOW + spare + MINUTE) == {Flaw.CLAIM_IN_FUTURE}
    assert told(NOW - 30 * DAY - MINUTE) == {Flaw.CLAIM_BEFORE_CERTIFICATE}
    late = Known(NOW + 100 * DAY)
    assert told(NOW + 10 * DAY + MINUTE, known=late) == {Flaw.CLAIM_AFTER_CERTIFICATE}
    proven = Known(NOW, before=NOW - DAY)
    assert told(NOW - DAY + spare, known=proven) == set()
    assert told(NOW - DAY + spare + MINUTE, known=proven) == {Flaw.CLAIM_AFTER_PROOF}
    covers = Known(NOW, after=NOW - DAY)
    assert told(NOW - DAY - spare, known=covers) == set()
    assert told(NOW - DAY - spare - MINUTE, known=covers) == {Flaw.CLAIM_BEFORE_COVERED}
    assert told(NOW - DAY, NOW - DAY + spare) == set()
    assert told(NOW - DAY, NOW - DAY + spare + MINUTE) == {Flaw.CLAIM_TWICE}


def signed(claim: datetime | None, *times: datetime, covered: datetime | None = None) -> Report:
    parts = [*crafted.usual(ISSUED, MATTER)]
    if claim is not None:
        parts.append(attribute(SIGNING_TIME, asn1.encode_der(asn1.GeneralizedTime(claim))))
    begins = NOW - 300 * DAY
    if covered is not None:
        parts.append(attribute(CONTENT_STAMP, stamped(AUTHORITY, MATTER, covered, begins=begins)))
    made = Crafted(ISSUED, MATTER, attributes=parts)
    sign = made.sign or crafted.signs(ISSUED)
    value = sign(tlv(crafted.SET, made.signed))
    tokens = [stamped(AUTHORITY, value, at, begins=begins) for at in times]
    made.unsigned = [attribute(crafted.TIME_STAMP, item) for item in tokens]
    made.certificates = [ISSUED.certificate, AUTHORITY.issuing.certificate]
    anchors = TrustAnchors((AUTHORITY.root.certificate,), (), AUTHORITY.crls())
    return verify_signature(made.der(made.info_of(value)), (), anchors, at=NOW)


def warned(report: Report) -> list[str]:
    return [
        str(item.detail)
        for signature in report.signatures
        for item in signature.warnings
        if item.code not in ("DECISION_NAMES", "TRAIL_NAMES")
    ]


def test_a_claim_makes_no_signature_worse() -> None:
    true = signed(NOW - DAY, NOW - DAY)
    assert (true.verdict, warned(true)) == (Verdict.VALID, [])
    assert (true.signatures[0].claimed, true.signatures[0].proven) == (NOW - DAY, True)
    before = signed(NOW - 100 * DAY, NOW - DAY)
    assert (before.verdict, warned(before)) == (Verdict.VALID, [Flaw.CLAIM_BEFORE_CERTIFICATE])
    assert before.signatures[0].time == NOW - DAY
    assert warned(signed(datetime.now(UTC) + DAY)) == [Flaw.CLAIM_IN_FUTURE]
    assert signed(None, NOW - DAY).signatures[0].claimed is None


def test_a_claim_that_a_time_stamp_contradicts() -> None:
    assert warned(signed(NOW - DAY, NOW - 2 * DAY)) == [Flaw.CLAIM_AFTER_PROOF]
    assert warned(signed(NOW - 3 * DAY, covered=NOW - DAY)) == [Flaw.CLAIM_BEFORE_COVERED]
    case = make_case()
    server = case.authority.signer(SERVER, time_stamping=True)
    for at, expected in ((NOW - 2 * DAY, [Flaw.CLAIM_AFTER_PROOF]), (NOW - DAY, [])):
        data = package(case, server, NOW - DAY, case.authority.crls(), stamped_at=at)
        anchors = case.authority.anchors()
        found = verify_stream(io.BytesIO(data), anchors, at=NOW)
        assert found.signatures[0].claimed == NOW - DAY
        assert warned(found)[:1] == expected


def test_the_time_in_a_pdf_of_ours_is_a_claim_too() -> None:
    """Its signed attributes have none (EN 319 142-1, 6.3)."""
    case = make_case()
    anchors = case.authority.anchors()
    found = verify_stream(io.BytesIO(case.package(pdf_profile=True)), anchors, at=NOW)
    (pdf,) = (item for item in found.signatures if item.scope == "pdf")
    assert (pdf.time, pdf.claimed, pdf.proven, pdf.warnings) == (NOW, NOW, False, ())
    update = SignatureUpdate(b"", 0, 0, "D:20261301000000Z")
    assert update.claimed is None
    assert replace(update, claimed_time="D:20261122130000+05'00'").claimed == datetime(
        2026, 11, 22, 8, tzinfo=UTC
    )


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
def test_every_report_shows_it_as_a_claim(language: str) -> None:
    report = signed(NOW - 100 * DAY, NOW - DAY)
    words = ReportWords(language, UTC)
    warning = words.reason("CLAIMED_TIME", said(Flaw.CLAIM_BEFORE_CERTIFICATE))
    claim = words.text("report", "claimed", at=words.moment(NOW - 100 * DAY))
    made = paper(Verified("x", report, NOW, TrustAnchors(())), words)
    simple = [line.text for line in made.simple]
    detailed = [line.text for line in made.detailed]
    assert f"{warning}." in simple
    assert {claim, f"{warning}. [CLAIMED_TIME]"} <= set(detailed)
    assert warning in page((made,))
    signatures = public("x", report, words)["signatures"]
    assert isinstance(signatures, list)
    assert signatures[0]["claimed_time"] == NOW - 100 * DAY
    assert signatures[0]["warnings"] == [{"code": "CLAIMED_TIME", "text": warning}]


def test_a_warning_is_no_reason() -> None:
    report = signed(NOW - 100 * DAY, NOW - DAY)
    assert report.reasons == ()
    assert Reason("CLAIMED_TIME", said(Flaw.CLAIM_TWICE), failed=False) not in report.reasons
