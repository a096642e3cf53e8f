"""PDFs that Apache PDFBox 2.0.27 signed, certified, signed again and changed.

``mdpN`` is certified and allows what N stands for (ISO 32000-2, table 257); ``-then`` was signed
once more. ``changed`` had words written on its first page after it was signed. The keys are gone.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from signing.report import Report, Verdict
from signing.reporting.attacks import attack_of
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream

_AT = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
VALID, INVALID, OPEN = Verdict.VALID, Verdict.INVALID, Verdict.INDETERMINATE


def judged(name: str) -> Report:
    with zipfile.ZipFile(Path(__file__).with_name("samples.zip")) as archive:
        root = x509.load_der_x509_certificate(archive.read("ca.der"))
        lists = (x509.load_der_x509_crl(archive.read("ca.crl")),)
        data = io.BytesIO(archive.read(f"{name}.pdf"))
    return verify_stream(data, TrustAnchors((root,), (), lists), at=_AT)


@pytest.mark.parametrize(
    ("name", "verdict", "signatures"),
    [
        *(("pades", VALID, 1), ("two", VALID, 2)),
        *(("mdp1", VALID, 1), ("mdp2", VALID, 1), ("mdp3", VALID, 1)),
        *(("mdp1-then", INVALID, 2), ("mdp2-then", VALID, 2), ("mdp3-then", VALID, 2)),
        *(("adbe", OPEN, 1), ("changed", INVALID, 1), ("plain", OPEN, 0)),
    ],
)
def test_each_is_what_it_is(name: str, verdict: Verdict, signatures: int) -> None:
    report = judged(name)
    assert (report.verdict, len(report.signatures)) == (verdict, signatures), report.reasons
    # Whatever was done to the file afterwards, what each covers is as it was.
    assert all(item.intact for item in report.signatures)
    assert {item.level for item in report.signatures} <= {"" if name == "adbe" else "B-B"}


@pytest.mark.parametrize(
    ("name", "attack"), [("changed", "shadow_page"), ("mdp1-then", "certification_bypass")]
)
def test_what_was_done_has_its_name(name: str, attack: str) -> None:
    assert {attack_of(item.code, item.detail) for item in judged(name).reasons} == {attack}
