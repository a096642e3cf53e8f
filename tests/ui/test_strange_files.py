"""Files of strange names and sizes: what is shown of them lies to nobody, and comes at once."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtWidgets import QLabel, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from eqaror_desktop.desktop import rows
from eqaror_desktop.flows.verification import verified, verify_file
from eqaror_desktop.messages import Messages
from signing.detail import about
from signing.flaws import Flaw
from signing.trust import TrustAnchors
from ui import paper_words
from ui.report_dialog import ReportDialog
from ui.rows import plain

STRANGE = ["\u202efdp.exe", "qaror\n.pdf", "\u2066qa\u2069ror\x1b[2J.pdf", "qa\u00adror\u200b.pdf"]
UNSEEN = {letter for name in STRANGE for letter in name if not letter.isprintable()}


def said(widget: QWidget) -> set[str]:
    """Everything a dialog says of a file, to eyes and to a screen reader."""
    found = {child.accessibleName() for child in widget.findChildren(QWidget)}
    found |= {child.toolTip() for child in widget.findChildren(QWidget)}
    found |= {label.text() for label in widget.findChildren(QLabel)}
    for bar in widget.findChildren(QTabBar):
        for place in range(bar.count()):
            found |= {bar.tabText(place), bar.tabToolTip(place)}
    return found


@pytest.mark.parametrize("name", STRANGE, ids=ascii)
def test_a_files_name_shows_each_of_its_letters(name: str, tmp_path: Path, qtbot: QtBot) -> None:
    path, anchors = tmp_path / name, TrustAnchors.load(())
    path.write_bytes(b"no signature")
    found = verified(path, anchors)
    report = rows.report_row(path.name, found.report, Messages.load("en"), found.sha256)
    dialog = ReportDialog((report,), awaited=(path.name, path.name))
    qtbot.addWidget(dialog)
    names = [told for told in said(dialog) if "fdp" in told or "ror" in told]
    assert len(names) == 3
    for told in (*names, paper_words.saved(str(path)), paper_words.put_aside(str(path))):
        assert not UNSEEN & set(told), ascii(told)
    assert report.file == plain(name)
    assert any(plain(name) in told for told in said(dialog))


@pytest.mark.parametrize("language", ["en", "uz"])
def test_a_name_in_a_reason_or_an_error_shows_each_of_its_letters(language: str) -> None:
    messages = Messages.load(language)
    for name in STRANGE:
        error = messages.error(PermissionError(13, "no", f"/srv/{name}"))
        reason = messages.reason("UNREADABLE", about(name, Flaw.ABSENT))
        for told in (error.what, error.cure, reason):
            assert not UNSEEN & set(told), ascii(told)
        assert plain(name) in error.what
        assert plain(name) in reason


def test_a_file_that_is_too_large_is_told_before_it_is_read_to_its_end(tmp_path: Path) -> None:
    large, anchors = tmp_path / "film.pdf", TrustAnchors.load(())
    with large.open("wb") as stream:
        stream.write(b"%PDF-1.7\n")
        stream.truncate(3 << 30)
    begin = monotonic()
    found = verified(large, anchors)
    # The digest of so much takes at least four times as long on any computer.
    assert monotonic() - begin < 2
    assert found.sha256 == ""
    assert found.report == verify_file(large, anchors)
    (reason,) = found.report.reasons
    assert reason.code == "UNREADABLE"
    small = tmp_path / "a.pdf"
    small.write_bytes(b"%PDF-1.7\n")
    assert len(verified(small, anchors).sha256) == 64
