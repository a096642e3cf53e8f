"""A package on its way to another station is verified; the lines before it leave the file open."""

from __future__ import annotations

import io

import pytest

from signing.report import Report
from signing.verify_any import verify_stream
from tests.signing.pki import NOW, Case, make_case

HEAD = b'EQAROR-ENTRY 1\n{"title":"%s"}\n' + b"0" * 64 + b"\n"


@pytest.fixture(scope="module")
def case() -> Case:
    return make_case()


def told(case: Case, data: bytes, name: str = "qaror.eqaror") -> tuple[Report, list[str]]:
    anchors = case.authority.anchors()
    report = verify_stream(io.BytesIO(data), anchors, at=NOW, name=name)
    return report, [item.code for item in report.reasons]


@pytest.mark.parametrize(
    "title", [b"Qaror", b"Yer ajratish " * 200, b"%PDF-1.7", b"META-INF/ PK\5\6"]
)
def test_its_package_is_looked_at(case: Case, title: bytes) -> None:
    package = case.package()
    alone, _ = told(case, package, "qaror.asice")
    assert alone.verdict.indication == "TOTAL-PASSED"
    for name in ("qaror.eqaror", "qaror.asice", "", "qaror.html"):
        report, codes = told(case, HEAD % title + package, name)
        assert (report.verdict.indication, codes) == ("INDETERMINATE", ["UNSIGNED_BESIDE"])
        assert (report.signatures, report.decision) == (alone.signatures, alone.decision)


def test_what_is_broken_is_broken(case: Case) -> None:
    package = case.package()
    middle = len(package) // 2
    changed = package[:middle] + bytes([package[middle] ^ 1]) + package[middle + 1 :]
    for data in (changed, package + b"x", package[:-1]):
        alone, codes = told(case, data, "qaror.asice")
        report, carried = told(case, HEAD % b"" + data)
        assert report.verdict == alone.verdict
        assert carried == codes
        assert report.verdict.indication == "TOTAL-FAILED"


@pytest.mark.parametrize(
    "data", [b"EQAROR-ENTRY 1\n", HEAD % b"", HEAD % b"" + b"P", b"EQAROR-ENTRY 1\n" * 4 + b"PK"]
)
def test_one_without_a_package_is_open(case: Case, data: bytes) -> None:
    report, codes = told(case, data)
    assert (report.verdict.indication, codes) == ("INDETERMINATE", ["NOT_SUPPORTED"])
