"""A report is never left beside a signature of another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from eqaror_desktop.new_file import part_of
from eqaror_desktop.reports import Written, write_report


def told(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(place.iterdir())}


def test_a_report_with_a_signature_beside_it_is_put_aside_with_it(tmp_path: Path) -> None:
    report = tmp_path / "hisobot.pdf"
    for number in (1, 2):
        report.write_bytes(b"old %d" % number)
        report.with_name("hisobot.pdf.p7s").write_bytes(b"signature of old %d" % number)
        written = write_report(report, b"new")
        # Whoever looks for the old one learns what it is called now.
        assert written == Written(report, aside=tmp_path / f"hisobot.{number}.pdf")
    assert told(tmp_path) == {
        "hisobot.pdf": b"new",
        "hisobot.1.pdf": b"old 1",
        "hisobot.1.pdf.p7s": b"signature of old 1",
        "hisobot.2.pdf": b"old 2",
        "hisobot.2.pdf.p7s": b"signature of old 2",
    }
    assert write_report(report, b"newer") == Written(report)
    assert told(tmp_path)["hisobot.pdf"] == b"newer"
    assert len(told(tmp_path)) == 5


def test_what_cannot_be_replaced_stays_with_its_signature(tmp_path: Path) -> None:
    report = tmp_path / "hisobot.pdf"
    report.mkdir()
    (tmp_path / "hisobot.pdf.p7s").write_bytes(b"signature")
    blocked = part_of(tmp_path / "hisobot.pdf")
    blocked.write_bytes(b"")
    with pytest.raises(OSError, match=r"hisobot"):
        write_report(report, b"new")
    assert report.is_dir()
    assert (tmp_path / "hisobot.pdf.p7s").read_bytes() == b"signature"
