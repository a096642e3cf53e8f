"""``eqaror verify --report``: the forms, what is refused first, and a report that is signed."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from eqaror_desktop.demo import PIN
from signing.report import Verdict
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream
from tests.application.conftest import Station
from tests.application.test_verify_command import Verify, verify
from tests.signing.foreign.makers import MATTER, Makers

__all__ = ["makers", "verify"]


@pytest.fixture(scope="module")
def makers(tmp_path_factory: pytest.TempPathFactory) -> Makers:
    return Makers.at(tmp_path_factory.mktemp("makers"))


def test_a_report_has_a_simple_and_a_detailed_part_in_each_form(
    makers: Makers, verify: Verify, tmp_path: Path
) -> None:
    signed = makers.cms("-nodetach")
    good = makers.write("<good>.p7s", signed)
    bad = makers.write("bad.p7s", signed.replace(MATTER[:5], b"Bekor"))
    files = (good, bad, "--trust", makers.trust)
    for ending in ("pdf", "html", "json"):
        ran = verify(*files, "--report", tmp_path / f"r.{ending}")
        assert ran.code == 1
        assert f"r.{ending}" in ran.err
        assert "VALID" in ran.out
    told = json.loads((tmp_path / "r.json").read_bytes())
    assert [item["verdict"] for item in told] == ["valid", "invalid"]
    assert told[0]["sha256"] == hashlib.sha256(signed).hexdigest()
    root = makers.authority.root.certificate
    assert told[0]["trust_anchors"][0]["subject"] == root.subject.rfc4514_string()
    page = (tmp_path / "r.html").read_text()
    assert "&lt;good&gt;.p7s" in page
    assert "<good>" not in page
    # The verdict stands before the details, and these are there without any script.
    assert page.index("✓ VALID") < page.index("<details>") < page.index("TOTAL-PASSED")
    assert page.count("<details>") == 2
    pages = [
        subprocess.run(
            ["pdftotext", "-f", str(number), "-l", str(number), tmp_path / "r.pdf", "-"],
            capture_output=True,
            check=True,
        ).stdout.decode()
        for number in (1, 2)
    ]
    # Each file begins on a page of its own.
    assert [("<good>.p7s" in text, "HASH_FAILURE" in text) for text in pages] == [
        (True, False),
        (False, True),
    ]
    checked = subprocess.run(["qpdf", "--check", tmp_path / "r.pdf"], capture_output=True)
    assert checked.returncode == 0, checked.stdout


def test_nothing_is_verified_for_a_report_that_cannot_be(
    makers: Makers, verify: Verify, tmp_path: Path
) -> None:
    good = makers.write("good", makers.cms("-nodetach"))
    there = tmp_path / "there.pdf"
    there.write_bytes(b"x")
    for wish, code in (
        (("--report", tmp_path / "r.txt"), 64),
        (("--sign-report",), 64),
        (("--report", tmp_path / "r.json", "--sign-report"), 64),
        (("--report", there), 1),
    ):
        ran = verify(good, *wish)
        assert (ran.code, ran.out) == (code, "")
        assert ran.err
    assert there.read_bytes() == b"x"
    again = (good, "--trust", makers.trust, "--report", there, "--force")
    ran = verify(*again)
    assert ran.code == 0
    assert there.read_bytes().startswith(b"%PDF-")
    assert "there.1.pdf" not in ran.err
    # One with a signature beside it gives way, and it is said what it is called now.
    there.with_name("there.pdf.p7s").write_bytes(b"signature")
    ran = verify(*again)
    assert ran.code == 0
    assert str(tmp_path / "there.1.pdf") in ran.err


@pytest.mark.settled
def test_a_report_is_signed_and_the_key_log_tells_of_it(station: Station, tmp_path: Path) -> None:
    signed, target = tmp_path / "nothing.txt", tmp_path / "report.pdf"
    signed.write_bytes(b"x")
    arguments = ("verify", str(signed), "--report", str(target), "--sign-report", "--pin-stdin")
    ran = station.eqaror(*arguments, pin=PIN)
    assert ran.code == 2, ran.err
    pdf = target.read_bytes()
    anchors = TrustAnchors.load([station.office.places.trust])
    report = verify_stream(io.BytesIO(pdf), anchors)
    (signature,) = report.signatures
    assert signature.intact
    assert not [reason for reason in report.reasons if reason.failed]
    assert signature.signer is not None
    # It names who signs it before that is done, in the words of this station.
    text = subprocess.run(
        ["pdftotext", target, "-"], capture_output=True, check=True
    ).stdout.decode()
    assert signature.signer.common_name in text
    assert hashlib.sha256(b"x").hexdigest()[:8] in text
    changed = pdf.replace(b"/Title<feff", b"/Title<fffe", 1)
    assert verify_stream(io.BytesIO(changed), anchors).verdict is Verdict.INVALID
    assert shutil.which("pdfsig")
    told = subprocess.run(["pdfsig", target], capture_output=True, check=False).stdout.decode()
    assert "Signature is Valid" in told
    records = [item for item in station.eqaror("log", "--json").json if "kind" in item]
    uses = [(item["event"], item.get("purpose")) for item in records if item["kind"] == "report"]
    assert uses == [
        ("login", None),
        ("intended", None),
        ("asked", "report"),
        ("answered", "report"),
    ]
    # A station that knows what became of certificates says so of its own report, too.
    alone = station.eqaror("verify", str(target), "--trust", str(station.office.places.trust))
    assert (alone.code, "TRY_LATER" in alone.out) == (2, True)
    assert station.eqaror("verify", str(target)).code == 0
    # It stands for no draft, and is there already.
    assert station.eqaror("log", "drafts", "--json").json == []
    assert station.eqaror(*arguments, pin=PIN).code == 1
