"""PDFs of other makers: several signatures and revisions, levels, certification, and bounds."""

from __future__ import annotations

import os
import re
import tracemalloc
from dataclasses import replace
from pathlib import Path

from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from signing.foreign.patience import Patience
from signing.foreign.pdf import verify_any_pdf
from signing.foreign.pdf_signatures import PdfSignature
from signing.pdf.pades import sign_pdf
from signing.report import Kind
from signing.trust import TrustAnchors
from tests.signing.foreign.makers import Makers
from tests.signing.foreign.pdf_parts import (
    INVALID,
    OPEN,
    VALID,
    codes,
    details,
    judge,
)
from tests.signing.hostile_pdfs import make, stream
from tests.signing.pki import HOKIM


def test_a_signature_and_another_behind_it(makers: Makers, signed: bytes) -> None:
    one = judge(makers, signed)
    assert (one.verdict, [item.level for item in one.signatures]) == (VALID, ["B-B"])
    both = judge(makers, makers.sign_pdf(signed, by="second", field_name="Imzo2"))
    assert (both.verdict, both.reasons) == (VALID, ())
    assert [item.scope for item in both.signatures] == ["Imzo1", "Imzo2"]
    assert all(item.intact and item.trusted for item in both.signatures)
    alone = judge(makers, signed, TrustAnchors(()))
    assert (alone.verdict, codes(alone)) == (OPEN, {"NO_CERTIFICATE_CHAIN_FOUND"})


def test_another_signature_behind_ours(makers: Makers) -> None:
    from tests.signing.pki import small_pdf

    begins = makers.people["first"].certificate.not_valid_before_utc
    ours = sign_pdf(small_pdf(), makers.authority.signer(HOKIM, begins=begins), makers.now)
    report = judge(makers, makers.sign_pdf(ours, by="second", field_name="Imzo2"))
    assert (report.verdict, len(report.signatures)) == (VALID, 2), report.reasons


def test_levels(makers: Makers) -> None:
    lists = makers.root_alone
    for_ever = makers.sign_pdf(stamp=True, use_pades_lta=True, **makers.kept())
    archived = judge(makers, for_ever, lists)
    assert (archived.verdict, archived.signatures[0].level) == (VALID, "B-LTA")
    assert archived.signatures[1].kind is Kind.ARCHIVE_TIME_STAMP
    # Its first revision is the signature with its time-stamp alone.
    first = for_ever[: [found.end() for found in re.finditer(rb"%%EOF\s*", for_ever)][1]]
    assert judge(makers, first).signatures[0].level == "B-T"
    kept = makers.sign_pdf(stamp=True, **makers.kept())
    assert [item.level for item in judge(makers, kept, lists).signatures] == ["B-LT"]
    # The store is outside the signature: without it the level falls.
    without = judge(makers, kept.replace(b"/DSS", b"/XXX"), lists)
    assert without.signatures[0].level == "B-T"


def test_a_time_stamp_of_a_stranger(makers: Makers, tmp_path: Path) -> None:
    """It proves nothing and archives nothing, and nobody is told that it is trusted."""
    stranger = Makers(tmp_path, makers.now)
    kept = makers.sign_pdf(stamp=True, **makers.kept())
    for maker, verdict, level in ((makers, VALID, "B-LTA"), (stranger, OPEN, "B-LT")):
        report = judge(makers, maker.stamp_pdf(kept))
        first, stamp = report.signatures
        assert (first.verdict, first.level) == (VALID, level)
        assert (stamp.kind, stamp.intact, stamp.trusted) == (
            Kind.ARCHIVE_TIME_STAMP,
            True,
            verdict is VALID,
        )
        assert (report.verdict, stamp.verdict) == (verdict, verdict)


def test_a_time_stamp_that_does_not_hold(makers: Makers, signed: bytes) -> None:
    """Nothing of it counts for the signature that it is behind."""
    stamped = makers.stamp_pdf(signed)
    assert judge(makers, stamped).signatures[0].level == "B-T"
    broken = stamped.replace(b"(Vaqt)", b"(Vaqs)")
    assert broken != stamped
    first, stamp = judge(makers, broken).signatures
    assert (first.level, first.proven, stamp.intact) == ("B-B", False, False)


def test_older_kinds(makers: Makers) -> None:
    old = makers.sign_pdf(subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    report = judge(makers, old)
    assert report.signatures[0].intact
    unknown = old.replace(b"/adbe.pkcs7.detached", b"/adbe.x509.rsa_sha1 ")
    assert judge(makers, unknown).verdict is not VALID


def test_a_certification_says_what_may_follow(makers: Makers) -> None:
    certified = makers.sign_pdf(certify=True, docmdp_permissions=MDPPerm.FILL_FORMS)
    later = makers.sign_pdf(certified, by="second", field_name="Imzo2")
    assert judge(makers, later).verdict is VALID
    # Where nothing may follow no honest program signs: the permission is written over afterwards.
    forbidden = later.replace(b"/P 2", b"/P 1")
    assert forbidden != later
    report = judge(makers, forbidden)
    assert report.verdict is INVALID
    assert "field Imzo2" in details(report)


def test_a_signature_may_lock_fields() -> None:
    item = PdfSignature("a", "", (1, 2), 3, b"", 2, ("/Include", frozenset({"summa"})), None)
    assert item.locks("summa")
    assert not item.locks("izoh")
    for names in ((), ("izoh",)):
        assert replace(item, locked=("/All", frozenset(names))).locks("izoh")
    assert replace(item, locked=("/Exclude", frozenset({"summa"}))).locks("izoh")
    assert not replace(item, locked=None).locks("summa")


class Questions(Patience):
    """Over after some questions, whatever the clock says."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._left = count

    @property
    def is_over(self) -> bool:
        self._left -= 1
        return self._left < 0


def test_where_there_is_no_time_nothing_is_said(makers: Makers, signed: bytes) -> None:
    both = makers.sign_pdf(signed, by="second", field_name="Imzo2")
    assert verify_any_pdf(both, makers.anchors, patience=Questions(4)).verdict is VALID
    # One look at each revision and one before it is judged.
    report = verify_any_pdf(both, makers.anchors, patience=Questions(1))
    assert (report.verdict, codes(report)) == (OPEN, {"NOT_EXAMINED"})
    report = verify_any_pdf(both, makers.anchors, patience=Questions(3))
    told = {item.scope: (item.verdict, item.intact) for item in report.signatures}
    assert sorted(told.values()) == [(OPEN, False), (VALID, True)]
    assert report.verdict is OPEN
    assert verify_any_pdf(both, makers.anchors, patience=Patience(0)).verdict is OPEN


def scan(megabytes: int) -> bytes:
    """A document with a large picture."""
    picture = stream(
        os.urandom(1 << 20) * megabytes,
        b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8",
    )
    return make(catalog=b"/Picture 6 0 R", objects=(picture,))


def test_a_large_document_is_held_once(makers: Makers) -> None:
    pdf = makers.sign_pdf(makers.sign_pdf(scan(17)), by="second", field_name="Imzo2")
    tracemalloc.start()
    try:
        report = judge(makers, pdf)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (report.verdict, len(report.signatures)) == (VALID, 2), report.reasons
    # Beside the file itself one picture at a time.
    assert peak < 1.6 * len(pdf)


def test_what_is_too_large_to_be_read_is_not_called_broken(makers: Makers) -> None:
    pdf = makers.sign_pdf(makers.sign_pdf(scan(72)), by="second", field_name="Imzo2")
    report = judge(makers, pdf)
    assert (report.verdict, codes(report)) == (OPEN, {"NOT_EXAMINED"})
